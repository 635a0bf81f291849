"""Every format in every profile, with all that a text and a template can hold, judged by veraPDF."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordFile
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from generator.engines.libreoffice import LibreOffice
from generator.engines.verapdf import VeraPdf
from generator.pipeline import render_file
from generator.results import Outcome
from generator.settings import Settings
from generator.specimen import FieldPath, Maker, example_number
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT, Lenient

WORDS = Lenient(Settings(root=ROOT, out=Path("/nowhere")))
PAIRS = [(profil, typ) for profil in WORDS.profiles.names for typ in WORDS.schemas.formats]
LONG_WORD = "Sammanträdesprotokollsjusteringsförrättningsmannaersättning" * 3
_TABLE = "\n".join(f"| Post nummer {number} med några ord | {number * 1000} |" for number in range(1, 90))
_NESTED = "- Ett\n  - Ett ett\n    - Djupt\n      - Djupare\n  - Ett två\n- Två\n  1. Nummer\n     1. Under\n  2. Till"
_NOTES = (
    "Texten[^1] fortsätter[^2].\n\n- En punkt[^3]\n- En till\n\n[^1]: Prop. 2016/17:180 s. 25.\n"
    "[^2]: Se [lagen](https://example.se/lag).\n[^3]: En not i en lista."
)
TEXTS = {
    "listor": "Ett stycke.\n\n- Ett\n- Två\n\nEtt stycke mellan.\n\n1. Först\n2. Sedan\n\nOm igen:\n\n1. Ett\n2. Två",
    "listor-i-listor": _NESTED,
    "tabell-over-sidbrytning": f"| Post | Belopp |\n|---|--:|\n{_TABLE}",
    "fotnoter": _NOTES,
    "lankar": "[Webbplatsen](https://example.se/a?b=1&c=2), <https://example.se> och [brevlådan](mailto:a@example.se).",
    "langa-ord": f"{LONG_WORD} och https://example.se/{'mycket-lang-adress/' * 12}",
    "citat-och-rubriker": "### Bakgrund\n\n> Sagt.\n>\n> Mer.\n\n#### Under\n\n**Fet** *kursiv* `kod`.\n\n    block",
    "andra-skrifter": "Ordet שלום betyder fred; Ελλάδα och Україна är länder. 5 < 6 & 7 > 2, ½ – ”så” … €",
}
"""Constructs of the texts that a handläggare writes, in Markdown."""
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
"""Word's mark of a picture that says nothing."""


def with_constructs(file: Path) -> None:
    """Add what only a template can hold: pictures, another language, a table with row headings."""
    document = WordFile(str(file))
    _in_english(document)
    _picture(document, (180, 40, 40), "Karta över länets kommuner")
    _picture(document, (40, 40, 180), None)
    _table(document)
    document.save(str(file))


def _in_english(document: WordDocument) -> None:
    run = document.add_paragraph("This decision may be appealed to the administrative court.").runs[0]
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    run._element.get_or_add_rPr().append(language)


def _picture(document: WordDocument, colour: tuple[int, int, int], alt: str | None) -> None:
    """A picture with a text, or one that is marked as decorative."""
    file = BytesIO()
    Image.new("RGB", (240, 120), colour).save(file, "PNG")
    document.add_picture(BytesIO(file.getvalue()))
    about = document.inline_shapes[-1]._inline.docPr
    if alt is not None:
        about.set("descr", alt)
        return
    about.append(etree.fromstring(_DECORATIVE))


def _table(document: WordDocument) -> None:
    """A table whose first row and first column are headings."""
    table = document.add_table(rows=3, cols=3)
    for number, row in enumerate(table.rows):
        for place, cell in enumerate(row.cells):
            cell.text = f"Rad {number + 1} kolumn {place + 1}"
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        table._tbl.tblPr.append(look)
    look.set(qn("w:val"), "04A0")
    look.set(qn("w:firstRow"), "1")
    look.set(qn("w:firstColumn"), "1")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Schemas, rules and templates, each format's file with the constructs added."""
    folder = tmp_path_factory.mktemp("rot")
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    formats = set(WORDS.schemas.formats)
    for file in (folder / "templates").glob("*/*.docx"):
        if file.stem in formats:
            with_constructs(file)
    return folder


def case_of(profil: str, typ: str, text: str) -> dict[str, Any]:
    """An invented case with every field filled in, and a text in each field that takes Markdown."""
    wordings = WORDS.profiles.wordings(profil, date.today())
    case = Maker(WORDS.schemas, typ, profil, example_number(wordings, WORDS.schemas)).case(_all_but_waivers)
    plain: dict[str, Any] = json.loads(json.dumps(case, default=_plain))
    handling = plain["handlingar"][0]
    fields = WORDS.schemas.formats[typ]["properties"]
    names = [
        name for name, node in fields.items() if node.get("contentMediaType") == "text/markdown" and name in handling
    ]
    assert names
    handling[names[0]] = text
    return plain


def _all_but_waivers(path: FieldPath) -> bool:
    """Everything there is; a waiver needs a rule by its name."""
    return "undantag" not in path


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return dict(value) if isinstance(value, Mapping) else str(value)


def judged(
    case: dict[str, Any], root: Path, out: Path, engines: tuple[LibreOffice, VeraPdf]
) -> Iterator[dict[str, Any]]:
    """Make the documents of a case that is written down for it."""
    file = out / "arende.json"
    file.write_text(json.dumps(case, ensure_ascii=False), "utf-8")
    shop = replace(Lenient(Settings(root=root, out=out / "ut")), engine=engines[0], validator=engines[1], web=True)
    yield from verdicts_of(file, shop)


def verdicts_of(file: Path, shop: Workshop) -> Iterator[dict[str, Any]]:
    """Make a case's documents, and give what each validator said of each."""
    results = list(render_file(file, shop))
    assert [(one.outcome, [finding.message for finding in one.findings]) for one in results if one.exit_code] == []
    assert {one.outcome for one in results} == {Outcome.DONE}
    for result in results:
        manifest = json.loads((result.files[0].parent / "manifest.json").read_text("utf-8"))
        assert {path.suffix for path in result.files} == {".docx", ".pdf", ".html"}
        yield from manifest["handlingar"][result.handling]["granskning"]


def assert_faultless(verdicts: list[dict[str, Any]], level: str = "2a") -> None:
    """The generator's own check and veraPDF, by both standards, found nothing."""
    by = {(one["program"].split()[0], one["standard"]) for one in verdicts}
    assert {("verapdf", level), ("verapdf", "ua1")} <= by
    assert any(program == "pikepdf" for program, _ in by)
    assert [one for one in verdicts if not one["godkand"] or one["brister"]] == []


@pytest.mark.office
@pytest.mark.parametrize("file", CASES, ids=lambda path: path.stem)
def test_every_example(file: Path, tmp_path: Path, office: LibreOffice, verapdf: VeraPdf) -> None:
    """No example comes along that a validator has anything against: by its own rules, templates and profile."""
    shop = Workshop(Settings(root=ROOT, out=tmp_path / "ut"), office, verapdf, web=True)
    assert_faultless(list(verdicts_of(file, shop)))


@pytest.mark.office
@pytest.mark.parametrize(("profil", "typ"), PAIRS)
def test_every_format_in_every_profile(
    profil: str, typ: str, root: Path, tmp_path: Path, office: LibreOffice, verapdf: VeraPdf
) -> None:
    """All constructs in one document: PDF/A-2a and PDF/UA-1 without a fault."""
    text = "\n\n".join(TEXTS.values())
    assert_faultless(list(judged(case_of(profil, typ, text), root, tmp_path, (office, verapdf))))


@pytest.mark.office
@pytest.mark.parametrize("name", TEXTS)
def test_each_construct(name: str, tmp_path: Path, office: LibreOffice, verapdf: VeraPdf) -> None:
    """Each construct alone, so that a fault says where it comes from."""
    profil, typ = PAIRS[0]
    assert_faultless(list(judged(case_of(profil, typ, TEXTS[name]), ROOT, tmp_path, (office, verapdf))))


@pytest.mark.office
@pytest.mark.parametrize("level", ["2B", "2U", "2A", "3B", "3U", "3A"])
def test_every_level(level: str, root: Path, tmp_path: Path, office: LibreOffice, verapdf: VeraPdf) -> None:
    """The level is the profile's own, and the file keeps what it claims."""
    profil, typ = PAIRS[-1]
    own = shutil.copytree(root, tmp_path / "rot")
    file = own / "templates" / profil / "profil.toml"
    file.write_text(f'{file.read_text("utf-8")}\n[pdf]\narkivniva = "{level}"\n', "utf-8")
    case = case_of(profil, typ, TEXTS["listor"])
    assert_faultless(list(judged(case, own, tmp_path, (office, verapdf))), level.casefold())


@pytest.mark.office
@pytest.mark.thorough
@pytest.mark.parametrize("profil", WORDS.profiles.names)
def test_a_long_document(profil: str, root: Path, tmp_path: Path, office: LibreOffice, verapdf: VeraPdf) -> None:
    """34 pages or more, both standards, no fault."""
    typ = next(typ for one, typ in PAIRS if one == profil)
    paragraph = "Nämnden har prövat ärendet och funnit att förutsättningarna är uppfyllda. " * 12
    whole = "\n\n".join(f"### Avsnitt {number}\n\n{paragraph}\n\n- {paragraph}\n- Till sist" for number in range(60))
    verdicts = list(judged(case_of(profil, typ, whole), root, tmp_path, (office, verapdf)))
    assert_faultless(verdicts)
    [manifest] = (tmp_path / "ut").glob("*/manifest.json")
    [entry] = json.loads(manifest.read_text("utf-8"))["handlingar"].values()
    assert entry["sidor"] >= 34
