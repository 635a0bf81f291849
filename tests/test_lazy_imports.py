"""What a command loads, by the names of modules: what it has no use for, nobody waits for."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.errors import ExitCode
from tests.conftest import ROOT

CASE = "cases/24rs2087.json"
UNMARKED = "cases/23rs11972.json"
"""One whose texts have no Markdown in them."""
NEW, DONE = "ny", "klar"
"""Folders of published documents: one without any, and one in which the case's are up to date."""
_LIBRARIES = (
    "PIL", "attr", "docx", "docxtpl", "fontTools", "holidays", "html5lib", "importlib.metadata", "jinja2", "jsonschema",
    "jsonschema_rs", "lxml", "markdown_it", "openxml_audit", "pikepdf", "psutil", "pypdfium2", "referencing", "tomli",
)  # fmt: skip
_PDF = ("PIL", "fontTools", "generator.engines.verapdf", "generator.steps.finish", "pikepdf", "pypdfium2")
_WORD = ("docx", "docxtpl", "generator.files", "generator.html", "generator.pdf", "generator.word", "lxml")
_PROGRAMS = ("generator.engines.process", "multiprocessing", "psutil", "subprocess")
_SLOW_REASONS = ("attr", "jsonschema", "referencing")
"""What says why a case is refused; a case that is right needs none of it."""
_AROUND = ("generator.batch", "generator.crew", "generator.inspection", "generator.preview", "generator.rehearsal")
_WORK = ("generator.case", "generator.making", "generator.rules", "generator.steps", "generator.workshop")

COMMANDS = [
    ((), (*_LIBRARIES, *_WORK, *_WORD, *_PROGRAMS, *_AROUND)),
    (("rendera",), (*_LIBRARIES, *_WORK, *_WORD, *_PROGRAMS, *_AROUND)),
    (("batch",), (*_LIBRARIES, *_WORK, *_WORD, *_PROGRAMS, *_AROUND)),
    (("kontrollera", CASE), (*_PDF, *_WORD, *_PROGRAMS, *_SLOW_REASONS, *_AROUND, "holidays", "importlib.metadata")),
    (("kontrollera", UNMARKED), ("markdown_it", "mdit_py_plugins")),
    (("forklara", CASE), (*_PDF, *_WORD, *_PROGRAMS, *_SLOW_REASONS, *_AROUND, "importlib.metadata")),
    (("rendera", CASE, "--utan-pdf", "--ut", NEW), (*_PDF, *_SLOW_REASONS, *_AROUND, "generator.html")),
    (("rendera", CASE, "--utan-pdf", "--ut", DONE), (*_PDF, *_SLOW_REASONS, *_AROUND, "generator.files")),
]
"""Each command, and what it may not load; without more words it is asked for its help."""


def loaded(arguments: Sequence[str], folder: Path) -> set[str]:
    """The modules that a command loads, its folder of published documents below `folder`."""
    words = [str(folder / word) if word in (NEW, DONE) else word for word in arguments]
    asked = words if words[1:] else [*words, "--help"]
    command = [sys.executable, "-X", "importtime", "-m", "generator", *asked]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(re.findall(r"(?m)^import time: +\d+ \| +\d+ \| +(\S+)$", finished.stderr))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the case's Word files are up to date in one place."""
    folder = tmp_path_factory.mktemp("ut")
    assert "generator.files" in loaded(("rendera", CASE, "--utan-pdf", "--ut", DONE), folder)
    return folder


@pytest.mark.parametrize(("command", "forbidden"), COMMANDS, ids=lambda one: " ".join(one[:1]) or "generator")
def test_a_command_loads_nothing_that_it_has_no_use_for(
    command: Sequence[str], forbidden: Sequence[str], published: Path
) -> None:
    """Help needs no library but Click; to check needs none for Word and PDF; without PDF none for PDF."""
    modules = loaded(command, published)
    assert "generator.cli.main" in modules
    unwanted = {one for one in modules for name in forbidden if one == name or one.startswith(f"{name}.")}
    assert unwanted == set()


def test_reasons_are_loaded_for_a_case_that_is_refused(tmp_path: Path) -> None:
    """What a right case does without is there when it is needed: the table above forbids what exists."""
    wrong = tmp_path / "fel.json"
    wrong.write_text("{}", "utf-8")
    command = [sys.executable, "-X", "importtime", "-m", "generator", "kontrollera", str(wrong)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == ExitCode.CASE
    assert re.search(r"\| +jsonschema$", finished.stderr, re.MULTILINE)
