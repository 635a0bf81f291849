"""Fixtures: the real schemas and templates, cases to change, and one office for all."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from generator import workshop
from generator.case.schemas import Schemas
from generator.engines.libreoffice import LibreOffice
from generator.engines.verapdf import VeraPdf
from generator.expressions import compile_expression
from generator.rules.load import RuleBook, load_rules
from generator.rules.model import Check
from generator.settings import Settings
from generator.workshop import Workshop

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "cases").glob("*.json"))

Case = dict[str, Any]
_BOOKS: dict[object, RuleBook] = {}


def _load_once(folder: Path, schemas: Schemas, profiles: Sequence[str]) -> RuleBook:
    """The rules, loaded once for all tests whose rules, schemas and profiles are the same to the byte."""
    rules = tuple((path.name, path.read_bytes()) for path in sorted(folder.glob("*.toml")))
    key = (rules, tuple(sorted(schemas.digests.items())), tuple(profiles))
    if key not in _BOOKS:
        _BOOKS[key] = load_rules(folder, schemas, profiles)
    return _BOOKS[key]


workshop.load_rules = _load_once
gc.set_threshold(50_000)  # thousands of small tests leave little to collect
Write = Callable[..., Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--uppdatera`."""
    parser.addoption("--uppdatera", action="store_true", help="write the expected files anew instead of comparing")


@pytest.fixture
def uppdatera(request: pytest.FixtureRequest) -> bool:
    """True when expected files are to be written anew."""
    return bool(request.config.getoption("--uppdatera"))


@pytest.fixture(scope="session")
def office() -> Iterator[LibreOffice]:
    """One warm LibreOffice for the whole session."""
    engine = LibreOffice()
    assert engine.health().version, engine.health().remedy
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def verapdf() -> Iterator[VeraPdf]:
    """One warm veraPDF for the whole session."""
    validator = VeraPdf()
    assert validator.health().version, validator.health().remedy
    yield validator
    validator.close()


@pytest.fixture(scope="session")
def words() -> Workshop:
    """Real schemas and templates, Word files alone, nothing published."""
    return Workshop(Settings(root=ROOT, out=Path("/nowhere")))


class Lenient(Workshop):
    """A workshop whose rules give what they give, but find nothing wrong: for tests of looks, not of content."""

    @cached_property
    def rules(self) -> RuleBook:
        """The rules, each check made to hold."""
        whole, holds = super().rules, compile_expression("true", {})
        kept = (replace(one, demand=holds) if isinstance(one, Check) else one for one in whole.rules)
        return replace(whole, rules=tuple(kept))


@pytest.fixture(scope="session")
def lenient() -> Workshop:
    """Real schemas and templates, no checks."""
    return Lenient(Settings(root=ROOT, out=Path("/nowhere")))


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    """Real schemas and templates, Word files alone, published in a temporary folder."""
    return Workshop(Settings(root=ROOT, out=tmp_path / "out"))


@pytest.fixture
def office_shop(tmp_path: Path, office: LibreOffice) -> Workshop:
    """The same with PDF files."""
    return Workshop(Settings(root=ROOT, out=tmp_path / "out"), office)


@pytest.fixture
def case() -> Case:
    """A small case that may be changed: one tjänsteskrivelse."""
    whole: Case = json.loads((ROOT / "cases" / "gns-8-2019.json").read_text("utf-8"))
    whole["handlingar"] = whole["handlingar"][:1]
    return whole


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a case to a file and give its path."""

    def to_file(content: Case, name: str = "arende.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2), "utf-8")
        return path

    return to_file
