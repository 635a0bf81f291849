"""Profiles: what is wrong in one is said with its file and field, never with a traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from generator.errors import ExitCode
from generator.pipeline import render_file
from generator.results import HandlingResult, Outcome
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write
from tests.tools import parts, repacked, text_of

POINT = "[[lydelse]]\n[[lydelse.format.tjansteskrivelse.beslutspunkter]]"
Render = Callable[[str], HandlingResult]


@pytest.fixture
def render(tmp_path: Path, case: Case, write: Write) -> Render:
    """Render the example with lines added to, or replaced in, its profile."""
    root = tmp_path / "verksamhet"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    path = root / "templates" / "region-jh" / "profil.toml"

    def once(text: str) -> HandlingResult:
        path.write_text(path.read_text("utf-8") + "\n" + text, "utf-8")
        [result] = render_file(write(case), Workshop(Settings(root=root, out=tmp_path / "ut")))
        return result

    return once


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "inte skriven som TOML"),
        ("[[lydelse]]\nrubrikr.forslag = 'x'", "Menade du «rubriker»"),
        ("[[lydelse]]\nfran = 2019-13-01", "inte skriven som TOML"),
        ("[[lydelse]]\nkontakt.epost = 'inte en adress'", "E-post"),
        ("[[lydelse]]\nbeslut.stil = 'rim'", "Stil"),
        ("[[lydelse]]\nformat.tjansteskrivelse.undertecknare = ['kung']", "kung"),
        ("[[lydelse]]\n[[lydelse.format.tjansteskrivelse.beslutspunkter]]\ntext = '{{ handling.finnsej }}'", "finnsej"),
        (
            "[[lydelse]]\n[[lydelse.format.tjansteskrivelse.beslutspunkter]]\ntext = 'x'\nnar = 'handling.'",
            "felskriven",
        ),
    ],
)
def test_a_fault_in_a_profile_is_explained(text: str, words: str, render: Render) -> None:
    """TOML, unknown fields, wrong values, unknown functions and wrong wordings: the communications unit is to act."""
    result = render(text)
    assert (result.outcome, result.exit_code) == (Outcome.FAILED, ExitCode.TEMPLATE)
    assert words in " ".join(finding.message for finding in result.findings)
    assert {finding.place.file.name for finding in result.findings if finding.place.file} == {"profil.toml"}


@pytest.mark.parametrize(
    ("limits", "applies"),
    [
        ("", True),
        ("fran = 2019-10-07", True),
        ("fran = 2019-10-08", False),
        ("till = 2019-10-07", True),
        ("till = 2019-10-06", False),
        ('fran = "2019-10-07"', True),
        ("fran = 2019-01-01\ntill = 2019-12-31", True),
    ],
)
def test_a_wording_holds_for_its_days(limits: str, applies: bool, render: Render) -> None:
    """From its first day to its last, both counted, and on no other."""
    result = render(f"[[lydelse]]\n{limits}\nrubriker.forslag = 'Direktörens yttrande'")
    assert ("Direktörens yttrande" in text_of(result.files[0].read_bytes())) is applies


def test_decision_points_of_the_profile_come_first(render: Render) -> None:
    """Standing sentences are filled in and numbered with the case's own."""
    result = render(
        "[[lydelse]]\n[[lydelse.format.tjansteskrivelse.beslutspunkter]]\n"
        "text = 'nämnden noterar {{ arende.diarienummer }}'\nnar = 'handling.beslutspunkter|length > 1'"
    )
    lines = text_of(result.files[0].read_bytes()).splitlines()
    start = lines.index("Regiondirektörens förslag")
    assert lines[start + 1] == "Nämnden noterar GNS/8/2019."
    assert lines[start + 2].startswith("Var och en av nämndens parter")


def test_a_new_profile_needs_only_a_name(tmp_path: Path, case: Case, write: Write) -> None:
    """A folder with one line in `profil.toml` makes a document in the standard's looks."""
    root = tmp_path / "verksamhet"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    folder = root / "templates" / "provkommunen"
    folder.mkdir()
    (folder / "profil.toml").write_text('namn = "Provkommunen"', "utf-8")
    case["profil"] = "provkommunen"
    case["handlingar"][0]["undertecknare"] = [{"namn": "Kim Ek", "titel": "Kommundirektör"}]
    case["handlingar"][0]["sammanfattning"] = "Parterna ska lämna synpunkter på ett projekt."
    [result] = render_file(write(case), Workshop(Settings(root=root, out=tmp_path / "ut")))
    assert (result.outcome, result.findings) == (Outcome.DONE, ())


def test_a_new_format_needs_no_code(tmp_path: Path, case: Case, write: Write) -> None:
    """A schema and a Word file make a format, also one without decision points, signers or recipients."""
    root = tmp_path / "verksamhet"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    schema = json.loads((root / "schemas" / "handlingar" / "tjansteskrivelse.schema.json").read_text("utf-8"))
    kept = ("typ", "datum", "status", "nummer", "rubrik", "handlaggare", "arendebeskrivning")
    schema["properties"] = {name: schema["properties"][name] for name in kept}
    schema["properties"]["typ"]["const"] = "notis"
    schema |= {"title": "Notis", "required": ["typ", "datum", "status", "rubrik"]}
    (root / "schemas" / "handlingar" / "notis.schema.json").write_text(json.dumps(schema), "utf-8")
    source = root / "templates" / "standard" / "tjansteskrivelse.docx"
    xml = parts(source.read_bytes())["word/document.xml"].decode()
    start, end = xml.index("<w:body>") + len("<w:body>"), xml.rindex("<w:sectPr")
    lines = ('{%p include "block/dokumenthuvud.docx" %}', "{{ dokument.titel }}")
    lines += ("{%p if handling.arendebeskrivning %}", "{{p handling.arendebeskrivning|stycken }}", "{%p endif %}")
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    body = body.replace("<w:r><w:t>{{ dok", '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{{ dok')
    changed = {"word/document.xml": (xml[:start] + body + xml[end:]).encode()}
    repacked(source, root / "templates" / "standard" / "notis.docx", changed)
    handling = case["handlingar"][0]
    case["handlingar"] = [{name: handling[name] for name in kept if name in handling} | {"typ": "notis"}]
    [result] = render_file(write(case), Workshop(Settings(root=root, out=tmp_path / "ut")))
    assert (result.outcome, result.findings) == (Outcome.DONE, ())
    assert result.files[0].name == "2019-10-07-notis.docx"
    assert text_of(result.files[0].read_bytes()).splitlines()[0] == "Notis"
