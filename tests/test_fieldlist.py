"""The field list: complete, never stale, readable, and every tag in it can be pasted and used."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from axe_selenium_python import Axe
from click.testing import CliRunner
from lxml import etree, html
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from generator.cli.main import group as commands
from generator.errors import ExitCode, TemplateError
from generator.expressions import DATE, NUMBER, TEXT, Kind, Type, group, list_of
from generator.expressions.types import ANY, BOOL
from generator.fieldlist.files import FOLDER, START, field_lists
from generator.fieldlist.gather import palette
from generator.fieldlist.looks import example, looks
from generator.fieldlist.node import Node
from generator.fieldlist.palette import Entry, Palette, Section
from generator.fieldlist.tags import Snippet, of_field, of_group, of_groups
from generator.inspection.inspect import Inspection
from generator.inspection.tags.invented import composed, maker
from generator.pipeline import prove_file
from generator.rules.model import Reckoning, StandardText
from generator.settings import Settings
from generator.specimen import everything, nothing
from generator.steps.render import render
from generator.swedish import NBSP
from generator.word.outline import paragraph_text
from generator.workshop import Workshop
from tests.conftest import ROOT
from tests.tools import faults, packed, parts, text_of

pytestmark = pytest.mark.thorough

SHELF = ROOT / "docs" / FOLDER
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHOP = Workshop(Settings(root=ROOT, out=Path("/nowhere")))
FORMATS = tuple(SHOP.schemas.formats)
ODD = "underligt"
ACCEPTED = [
    path
    for path in sorted((ROOT / "tests" / "cases" / "accepted").glob("*.json"))
    if path.stem == "alla-falt" or path.stem.startswith("minsta-")
]


def field(kind: str, title: str = "", **more: Any) -> dict[str, Any]:
    """A field of a schema, in few words."""
    named = {"title": title, "description": f"Om {title}."} if title else {}
    return {"type": kind, **named, **more}


def things(required: tuple[str, ...] = (), title: str = "", **fields: Any) -> dict[str, Any]:
    """A group of a schema."""
    return {**field("object", title), "additionalProperties": False, "required": [*required], "properties": fields}


def many(items: dict[str, Any], title: str = "", **more: Any) -> dict[str, Any]:
    """A list of a schema."""
    return {**field("array", title), "items": items, **more}


DAY = field("string", "En dag", format="date")
PROSE = field("string", "En text", contentMediaType="text/markdown")
ODD_FIELDS: dict[str, Any] = {
    "typ": {"const": ODD, "title": "Format", "description": "Slaget.", "examples": [ODD]},
    "datum": field("string", "Datum", format="date"),
    "status": field("string", "Status", enum=["utkast", "beslutad"]),
    "e-post": field("string", "E-post", format="email", examples=["a@example.se"]),
    "åtgärd": field("string", "Åtgärd"),
    "if": field("string", "Ett ord i taggar"),
    "items": field("number", "Antal i kronor", examples=[1050000.5]),
    "varvtal": field("integer", "Varvtal", examples=[3]),
    "paragraf": field("integer", "Paragraf"),
    "avdrag": field("number", "Avdrag", **{"x-visas": "kronor"}),
    "klar": field("boolean", "Klar"),
    "kanske": field("boolean", "Kanske"),
    "val": {"enum": [True, False], "title": "Ett val"},
    "betyg": {"enum": [1, 2, None], "title": "Betyg"},
    "fritt": {"type": ["string", "null"], "title": "Fritt"},
    "blandat": {"type": ["string", "number"], "title": "Blandat"},
    "citat": {"enum": ['säg "nej"', "tig"], "title": "Citat"},
    "yttre": things(("inre",), "Yttre", inre=things(("belopp",), "Inre", belopp=field("number", "Belopp"), mer=PROSE)),
    "tom": things((), "En tom grupp"),
    "bara_jag": things(("svar",), "Bara ja och nej", svar=field("boolean", "Svar")),
    "dagar": many(DAY, "Dagar"),
    "tal": many(field("number", "Ett tal"), "Tal"),
    "texter": many(PROSE, "Texter"),
    "svar": many(field("boolean", "Ett svar"), "Svar"),
    "vadsomhelst": {"type": "array", "title": "Vad som helst"},
    "rader": many(many(field("string", "En ruta"), "En rad"), "Rader"),
    "tabeller": many(many(things(("cell",), "En tabell", cell=field("string", "Cell")), "En rad"), "Tabeller"),
    "poster": many(
        things(
            (),
            "2 handlingar",
            belopp=field("number", "Belopp"),
            ort=things(("namn",), "Ort", namn=field("string", "Ortens namn"), tel=field("string", "Telefon")),
            delar=many(things(("namn",), "2 handlingar", namn=field("string", "Namn"), om=PROSE), "Delar"),
            ord=many(field("string"), "Ord"),
        ),
        "Poster",
    ),
    "handlingar": many(things(("namn",), "Handling", namn=field("string", "Namn")), "Handlingar", minItems=1),
}
ODD_REQUIRED = ["typ", "datum", "status", "if", "val", "betyg", "klar", "handlingar", "blandat"]
ODD_LEAST = {
    "typ": ODD,
    "datum": "2024-02-09",
    "status": "utkast",
    "if": "ord",
    "val": False,
    "betyg": None,
    "klar": False,
    "handlingar": [{"namn": "A"}],
    "blandat": 7,
}
ODD_MOST = {
    **ODD_LEAST,
    "e-post": "a@example.se",
    "åtgärd": "Å & <ä>",
    "items": 0,
    "varvtal": 0,
    "paragraf": 8,
    "avdrag": 0,
    "kanske": False,
    "val": True,
    "betyg": 2,
    "fritt": "fri",
    "citat": "tig",
    "yttre": {"inre": {"belopp": 0, "mer": "- a\n- b\n\n| c |\n|---|\n| d |"}},
    "tom": {},
    "bara_jag": {"svar": True},
    "dagar": ["2024-02-09"],
    "tal": [0, 1.5],
    "texter": ["# Rubrik\n\ntext"],
    "svar": [True, False],
    "vadsomhelst": ["a"],
    "rader": [["a", "b"], []],
    "tabeller": [[{"cell": "x"}], []],
    "poster": [{}, {"belopp": 0, "ort": {"namn": "Bräcke"}, "delar": [{"namn": "D", "om": "om"}], "ord": ["e", "f"]}],
}


@pytest.fixture
def odd(tmp_path: Path) -> Workshop:
    """A root of its own with a format whose fields are of every odd kind."""
    root = tmp_path / "rot"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    write_odd(root, ODD_FIELDS)
    return Workshop(Settings(root=root, out=tmp_path / "out"))


def write_odd(root: Path, fields: dict[str, Any]) -> None:
    """The odd format's schema."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **things(tuple(ODD_REQUIRED), "Underligt", **fields),
    }
    file = root / "schemas" / "handlingar" / f"{ODD}.schema.json"
    file.write_text(json.dumps(schema, ensure_ascii=False), "utf-8")


def lists(shop: Workshop, typ: str) -> dict[str, bytes]:
    """The files of one format."""
    return dict(field_lists(shop, typ))


def sections(every: tuple[Section, ...]) -> Iterator[Section]:
    """Sections and those in them."""
    for one in every:
        yield one
        yield from sections(one.sections)


def entries(made: Palette) -> dict[str, Entry]:
    """Every field by the name that a tag has for it; of those by one name, the last."""
    return {one.name: one for section in sections(made.sections) for one in section.entries}


def snippets(made: Palette) -> list[Snippet]:
    """Everything that can be pasted."""
    return [one for section in made.sections for _, one in section.every_snippet()]


class Pasted:
    """A template's body with everything of a list pasted into it; the tables are copied out of its Word file."""

    def __init__(self, made: Palette, word: bytes) -> None:
        self._root = etree.fromstring(parts(word)["word/document.xml"])
        self._tables = [one for one in self._root.iter(f"{W}tbl") if "{%tr " in "".join(one.itertext())]
        self.body = "".join(self._section(one) for one in made.sections)
        assert self._tables == []

    def file(self, word: bytes) -> bytes:
        """The body as a Word file, with the styles of the list's own."""
        namespaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        document = f"<w:document {namespaces}><w:body>{self.body}<w:p/><w:sectPr/></w:body></w:document>"
        return packed({**parts(word), "word/document.xml": document.encode()})

    def _section(self, section: Section) -> str:
        own = "".join(self._snippet(one) for one in section.snippets)
        inner = "".join(self._snippet(one) for entry in section.entries for one in entry.snippets)
        inner += "".join(self._section(one) for one in section.sections)
        if not section.item:
            return own + inner
        before = opening(section)
        after = ["{%p endfor %}" if line.startswith("{%p for") else "{%p endif %}" for line in reversed(before)]
        return own + "".join(map(paragraph, before)) + inner + "".join(map(paragraph, after))

    def _snippet(self, snippet: Snippet) -> str:
        if snippet.inline:
            return paragraph(f"ord {snippet.lines[0]} ord", "HTMLCode")
        table = "" if snippet.grid is None else etree.tostring(self._tables.pop(0), encoding="unicode")
        return "".join(map(paragraph, snippet.lines)) + table + "".join(map(paragraph, snippet.after))


def opening(section: Section) -> list[str]:
    """The tags that lead into a list's items, as its ready loop has them."""
    [loop] = [one for one in section.snippets if one.grid is None]
    last = next(at for at, line in enumerate(loop.lines) if line.startswith(f"{{%p for {section.item} in "))
    return list(loop.lines[: last + 1])


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of a template, as it is pasted with its looks."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return (
        '<w:p><w:pPr><w:pStyle w:val="HTMLPreformatted"/></w:pPr>'
        f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def pasted(shop: Workshop, typ: str, root: Path) -> Workshop:
    """A workshop whose template of the format has everything of its list in it, and nothing else."""
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(shop.settings.root / name, root / name)
    for own in (root / "templates").glob(f"*/{typ}.docx"):
        own.unlink()
    word = lists(shop, typ)[f"{typ}.docx"]
    content = Pasted(palette(shop, typ), word).file(word)
    (root / "templates" / "standard" / f"{typ}.docx").write_bytes(content)
    return Workshop(Settings(root=root, out=root / "out"))


def test_the_lists_are_not_stale(uppdatera: bool) -> None:
    """What lies in `docs/faltlista` is what schemas, rules and the standard's words give, and nothing else."""
    fresh = dict(field_lists(SHOP))
    if uppdatera:
        SHELF.mkdir(exist_ok=True)
        for old in SHELF.iterdir():
            old.unlink()
        for name, content in fresh.items():
            (SHELF / name).write_bytes(content)
    assert {path.name for path in SHELF.iterdir()} == set(fresh)
    stale = [name for name, content in fresh.items() if (SHELF / name).read_bytes() != content]
    assert stale == [], "kör generator mallar faltlista"


@pytest.mark.parametrize("typ", FORMATS)
def test_every_tag_can_be_used(typ: str, tmp_path: Path) -> None:
    """A template of everything in the list makes a document of a full case and of the least there can be."""
    shop = pasted(SHOP, typ, tmp_path / "rot")
    for profil in shop.profiles.names:
        for wanted in (everything, nothing):
            document = composed(shop, maker(shop, profil, typ), wanted)
            assert document is not None
            text = text_of(render(document, shop.templates).content)
            assert "{{" not in text
            assert "None" not in text


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_every_tag_can_be_used_in_accepted_cases(path: Path, tmp_path: Path) -> None:
    """A case with everything filled in and the smallest ones are made with every tag, and no fact is missed in them."""
    for typ in sorted({one["typ"] for one in json.loads(path.read_text("utf-8"))["handlingar"]}):
        shop = pasted(SHOP, typ, tmp_path / typ)
        for result, proof in prove_file(path, shop, typ):
            assert proof is not None, result.findings
            assert [one.message for one in result.findings if "finns inte i Word-filen" in one.message] == []


def test_every_tag_of_an_odd_format_can_be_used(odd: Workshop, tmp_path: Path) -> None:
    """Odd names and kinds, groups in groups and lists of lists: every tag works, full, empty and with noughts."""
    shop = pasted(odd, ODD, tmp_path / "med")
    case = json.loads((ROOT / "tests" / "cases" / "accepted" / "minsta-tjansteskrivelse.json").read_text("utf-8"))
    for handling in (ODD_MOST, ODD_LEAST):
        path = tmp_path / "arende.json"
        path.write_text(json.dumps({**case, "handlingar": [handling]}), "utf-8")
        [(result, proof)] = prove_file(path, shop)
        assert proof is not None, result.findings
        assert [one.message for one in result.findings if "finns inte i Word-filen" in one.message] == []
        said = text_of(proof.docx).replace(NBSP, " ").splitlines()
        assert ("ord 0 kronor ord" in said) is (handling is ODD_MOST)
        assert ("ord Å & <ä> ord" in said) is (handling is ODD_MOST)


def test_the_inspection_finds_no_fault_in_what_is_pasted(odd: Workshop, tmp_path: Path) -> None:
    """Templates' own inspection, which follows types through every tag, has nothing to say against names and tests."""
    for typ in (*FORMATS, ODD):
        shop = pasted(odd, typ, tmp_path / typ)
        found = Inspection(shop).everything(shop.profiles.names[:1], [typ])
        file = shop.templates.folder / "standard" / f"{typ}.docx"
        wrong = ("namn-okant", "falt-kan-saknas", "filter-fel", "uttryck-fel", "tagg-felskriven", "tagg-inte-ensam")
        assert [(one.code, one.message) for one in found if one.code in wrong and one.place.file == file] == []


@pytest.mark.parametrize("typ", FORMATS)
def test_both_files_hold_everything(typ: str) -> None:
    """Each tag, loop and table stands in the Word file and in the page as it is to be pasted, to the letter."""
    made, files = palette(SHOP, typ), lists(SHOP, typ)
    page = html.fromstring(files[f"{typ}.html"].decode())
    document = etree.fromstring(parts(files[f"{typ}.docx"])["word/document.xml"])
    written = {paragraph_text(one) for one in document.iter(f"{W}p")}
    shown = {one.text_content() for one in page.xpath("//*[contains(@class, 'tagg')]")}
    framed = {one.text_content() for one in page.xpath("//*[@class='farm']//*[self::p or self::td]")}
    for one in snippets(made):
        if one.grid is None:
            assert set(one.lines) <= written
            assert "\n".join(one.lines) in shown
        else:
            cells = {line for cell in one.grid.cells for line in cell}
            assert {one.grid.opening, one.grid.closing, *cells, *one.grid.headings} <= written
            assert {one.grid.opening, one.grid.closing, *cells} <= framed


@pytest.mark.parametrize("typ", FORMATS)
def test_every_field_of_the_format_is_there(typ: str) -> None:
    """Each field that a handling, the ärende and what follows from the rules can have is listed, at whatever depth."""
    made = palette(SHOP, typ)
    listed = {one.anchor for one in sections(made.sections)}
    names = entries(made)
    names_in_reach = SHOP.rules.names.after_decision((typ,))
    own = group({one: names_in_reach["handling"].fields[one] for one in SHOP.schemas.formats[typ]["properties"]})
    for root, type_ in (("handling", own), ("arende", names_in_reach["arende"])):
        lost = [one for one in deep(type_, root) if one not in names and one not in listed]
        assert lost == []
    told = {one.split(".")[0] for one in (*names, *listed)}
    for root in ("beslut", "undertecknare", "sandlista", "mottagare", "dokument", "handlingar", "tidigare", "profil"):
        assert root in told
    for one in SHOP.rules.of(Reckoning) + SHOP.rules.of(StandardText):
        root = "varde" if isinstance(one, Reckoning) else "texter"
        assert f"{root}.{one.name}" in names or typ not in (one.formats or FORMATS)
    assert {f"belopp.{one}" for one in names_in_reach["belopp"].fields} <= set(names)
    left_out = {"formatet", "skrivet", "publicerad"}
    assert set(names_in_reach) - told == left_out


def deep(type_: Type, path: str) -> Iterator[str]:
    """The dotted way to every field that is no item of a list."""
    for name, one in type_.fields.items():
        yield f"{path}.{name}"
        if one.kind is Kind.GROUP:
            yield from deep(one, f"{path}.{name}")


def test_what_a_list_says_of_a_field() -> None:
    """Whether it must stand in the document, may be missing and in which formats it is, by the schemas."""
    made = palette(SHOP, "beviljande")
    found = entries(made)
    share = found["handling.stod.andel_procent"]
    assert (share.title, share.example, share.required) == ("Stödets andel", f"33{NBSP}procent", True)
    assert share.facts == ("Ett tal", "Finns alltid", "Bara i det här formatet")
    assert [one.lines for one in share.snippets] == [("{{ handling.stod.andel_procent|procent }}",)]
    assert found["arende.projekt.namn"].required
    assert found["arende.projekt.namn"].facts[1] == "Finns alltid"
    assert found["arende.diarienummer"].required
    assert not found["arende.handlaggare.namn"].required
    assert found["handling.handlaggare.namn"].required
    other = entries(palette(SHOP, "tjansteskrivelse"))
    assert not other["arende.projekt.namn"].required
    assert other["arende.projekt.namn"].facts[1] == "Finns alltid, när gruppen finns"
    assert other["arende.ekonomi.total_kostnad"].example == f"3{NBSP}181{NBSP}819{NBSP}kronor"


def node(kind: Type, name: str = "x", *, sure: bool = True, **schema: Any) -> Node:
    """A field by itself."""
    return Node(expression=f"h.{name}", type=kind, schema=schema, path=("h", name), sure=sure)


@pytest.mark.parametrize(
    ("kind", "name", "schema", "wanted"),
    [
        (DATE, "dag", {"examples": ["2024-02-09"]}, ("datum", f"den{NBSP}9{NBSP}februari 2024")),
        (DATE, "dag", {"examples": ["2024-02-09"], "x-visas": ["datum_iso", "datum"]}, ("datum_iso", "2024-02-09")),
        (NUMBER, "summa", {"examples": [1050], "x-visas": "kronor"}, ("kronor", f"1{NBSP}050{NBSP}kronor")),
        (NUMBER, "summa", {"examples": [1], "description": "Hela kostnaden i kronor."}, ("kronor", f"1{NBSP}krona")),
        (NUMBER, "andel_procent", {"examples": [33.5]}, ("procent", f"33,5{NBSP}procent")),
        (NUMBER, "antal", {"examples": [1000]}, ("tal", f"1{NBSP}000")),
        (NUMBER, "x", {"examples": [5], "description": "Kronor eller procent."}, ("tal", "5")),
        (NUMBER, "paragraf", {"examples": [8]}, ("paragraf", f"§{NBSP}8")),
        (TEXT, "paragraf", {"examples": ["§ 8"]}, ("", "§ 8")),
        (TEXT, "telefon", {"examples": ["063140001"]}, ("telefon", f"063-14{NBSP}00{NBSP}01")),
        (TEXT, "organisationsnummer", {"examples": ["2321000164"]}, ("organisationsnummer", "232100-0164")),
        (TEXT, "namn", {"enum": ["a", "b"]}, ("", "a")),
        (TEXT, "namn", {}, ("", "")),
        (NUMBER, "x", {"examples": ["inget tal"]}, ("tal", "")),
    ],
)
def test_a_field_is_printed_in_its_form(kind: Type, name: str, schema: dict[str, Any], wanted: tuple[str, str]) -> None:
    """The form is that of `x-visas`, else that which name, description or kind tells; the example has it."""
    made = node(kind, name, **schema)
    assert (looks(made)[0], example(made)) == wanted


def test_what_may_be_missing_is_tested() -> None:
    """A tag asks first for what may be missing, the groups around it too; nought is there, and an empty text is not."""
    inner = group({"a": TEXT.maybe(), "b": NUMBER.maybe(), "c": TEXT})
    a, b, c = node(group({"g": inner.maybe()})).fields().__next__().fields()
    assert of_field(a)[0].lines == ("{% if h.x.g and h.x.g.a %}{{ h.x.g.a }}{% endif %}",)
    assert of_field(b)[0].lines == ("{% if h.x.g and h.x.g.b is not none %}{{ h.x.g.b|tal }}{% endif %}",)
    assert of_field(c)[0].lines == ("{% if h.x.g %}{{ h.x.g.c }}{% endif %}",)
    assert of_field(node(TEXT))[0].lines == ("{{ h.x }}",)
    assert of_field(node(BOOL))[0].lines == ("{% if h.x %}ja{% else %}nej{% endif %}",)
    assert of_field(node(ANY))[0].lines == ("{% if h.x %}ord{% endif %}",)
    whole = node(inner.maybe())
    assert [one.lines[0] for one in of_group(whole)] == ["{%p if h.x %}"]
    assert of_group(node(inner)) == ()


def test_a_table_stands_only_where_it_has_rows() -> None:
    """A list that may be empty or missing has a test around its table; one that never is has none."""
    rows = list_of(group({"namn": TEXT, "tal": NUMBER}))
    named = {"items": {"title": "En rad"}}
    _, sure = of_groups(node(rows, minItems=1, **named))
    assert (sure.lines, sure.after) == ((), ())
    assert sure.grid is not None
    assert sure.grid.opening == "{%tr for en_rad in h.x %}"
    assert sure.grid.cells == (("{{ en_rad.namn }}",), ("{{ en_rad.tal|tal }}",))
    _, unsure = of_groups(node(rows, sure=False, minItems=1, **named))
    assert (unsure.lines, unsure.after) == (("{%p if h.x %}",), ("{%p endif %}",))
    loop, missing = of_groups(node(rows.maybe(), **named))
    assert missing.lines == ("{%p if h.x %}",)
    assert loop.lines[:2] == ("{%p if h.x %}", "{%p for en_rad in h.x %}")


@pytest.mark.parametrize(
    ("title", "taken", "wanted"),
    [
        ("En beslutspunkt", (), "en_beslutspunkt"),
        ("Ett mål", (), "ett_mal"),
        ("En handling", ("en_handling", "en_handling_2"), "en_handling_3"),
        ("", (), "en_post"),
        ("2 rader", (), "en_post"),
        ("för", ("handling",), "en_post"),
        ("For", (), "en_post"),
        ("文書", (), "en_post"),
        ("Den som har anmält att något är fel", (), "den_som_har_anmalt"),
    ],
)
def test_a_loop_has_a_name_that_nothing_else_has(title: str, taken: tuple[str, ...], wanted: str) -> None:
    """An item is called what its schema calls it, in letters and words that a tag can have, and never a name in use."""
    made = Node(
        expression="h.x",
        type=list_of(TEXT),
        schema={"items": {"title": title}},
        path=("h", "x"),
        taken=frozenset(taken),
    )
    assert made.item().expression == wanted


def test_words_for_every_value() -> None:
    """A text with a few values gets a choice between them, unless a value cannot be written in a tag."""
    [_, words] = of_field(node(Type(Kind.TEXT, choices=frozenset({"b", "a"})), enum=["b", "a"]))
    assert words.lines == ('{% if h.x == "b" %}b{% elif h.x == "a" %}a{% endif %}',)
    assert len(of_field(node(TEXT, enum=['säg "nej"', "tig"]))) == 1
    assert len(of_field(node(TEXT, const="a"))) == 1


def test_a_form_that_a_field_cannot_have_is_told(odd: Workshop) -> None:
    """All that a schema wants shown in a form that does not suit is told at once, with field, form and remedy."""
    wrong = {
        "åtgärd": field("string", "Åtgärd", **{"x-visas": "kronor"}),
        "dagar": many({**DAY, "x-visas": ["datum", "sekunder"]}, "Dagar"),
    }
    write_odd(odd.settings.root, {**ODD_FIELDS, **wrong})
    with pytest.raises(TemplateError) as caught:
        palette(odd, ODD)
    first, second = caught.value.findings
    assert first.message == "Schemat vill visa fältet «Åtgärd» (handling.åtgärd) som kronor, men det är en text."
    assert second.message == "Schemat vill visa fältet «En dag» (handling.dagar.[]) som sekunder, men det är ett datum."
    assert "Formerna är: text" in first.remedy


def run(*arguments: str | Path) -> tuple[int, str]:
    """The command and what it says."""
    result = CliRunner().invoke(commands, ["mallar", "faltlista", *map(str, arguments)], standalone_mode=False)
    code = result.return_value if result.exception is None else getattr(result.exception, "exit_code", 1)
    return int(code), result.output


def test_the_command_writes_every_format(tmp_path: Path) -> None:
    """All formats are written, with a page that leads to each; twice gives the same bytes."""
    code, said = run("--rot", ROOT, "--ut", tmp_path / "ett" / "två")
    assert (code, said.strip().endswith(f"Öppna {START}.")) == (ExitCode.OK, True)
    run("--rot", ROOT, "--ut", tmp_path / "tre", "-q")
    first = {path.name: path.read_bytes() for path in (tmp_path / "ett" / "två").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "tre").iterdir()}
    assert set(first) == {START, *(f"{typ}{end}" for typ in FORMATS for end in (".docx", ".html"))}
    links = html.fromstring(first[START].decode()).xpath("//table//a/@href")
    assert set(links) == set(first) - {START}


def test_the_command_writes_one_format(odd: Workshop, tmp_path: Path) -> None:
    """With a format only its two files are written, also for one that is data alone."""
    code, _ = run("--rot", odd.settings.root, "--ut", tmp_path / "ut", "--format", ODD)
    assert code == ExitCode.OK
    assert {path.name for path in (tmp_path / "ut").iterdir()} == {f"{ODD}.docx", f"{ODD}.html"}
    assert faults(tmp_path / "ut" / f"{ODD}.docx") == []


def test_the_command_writes_beside_the_schemas(odd: Workshop) -> None:
    """Without a folder the lists go to `docs/faltlista` of the root."""
    assert run("--rot", odd.settings.root, "--format", ODD)[0] == ExitCode.OK
    assert (odd.settings.root / "docs" / "faltlista" / f"{ODD}.html").is_file()


def test_the_command_refuses_in_words(odd: Workshop, tmp_path: Path) -> None:
    """An unknown format, a wrong schema and a folder that cannot be written are told, and nothing is written."""
    assert run("--rot", ROOT, "--ut", tmp_path / "ut", "--format", "avslutt")[0] == ExitCode.USAGE
    whole = CliRunner().invoke(commands, ["mallar", "faltlista", "--rot", str(ROOT), "--format", "avslutt"])
    assert "Formatet «avslutt» finns inte. Menade du «avslut»?" in whole.output
    (tmp_path / "fil").write_text("upptaget", "utf-8")
    code, said = run("--rot", ROOT, "--ut", tmp_path / "fil")
    assert (code, "kunde inte sparas" in said) == (ExitCode.FOLDER, True)
    write_odd(odd.settings.root, {**ODD_FIELDS, "åtgärd": field("string", "Åtgärd", **{"x-visas": "kronor"})})
    code, said = run("--rot", odd.settings.root, "--ut", tmp_path / "ut")
    assert (code, "«Åtgärd»" in said) == (ExitCode.TEMPLATE, True)
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize("typ", FORMATS)
def test_the_word_file_is_right_and_accessible(typ: str, tmp_path: Path) -> None:
    """Word's rules are kept; title, language, headings in order, header rows; no paragraph is empty between others."""
    content = lists(SHOP, typ)[f"{typ}.docx"]
    (tmp_path / "lista.docx").write_bytes(content)
    assert faults(tmp_path / "lista.docx") == []
    inside = parts(content)
    title = f"Fältlista: {SHOP.schemas.formats[typ]['title']}"
    assert f"<dc:title>{title}</dc:title>" in inside["docProps/core.xml"].decode()
    assert 'w:lang w:val="sv-SE"' in inside["word/styles.xml"].decode()
    root = etree.fromstring(inside["word/document.xml"])
    styles = [str(one.get(f"{W}val")) for one in root.iter(f"{W}pStyle")]
    levels = [int(one.removeprefix("Heading")) for one in styles if one.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in root.iter(f"{W}tbl"):
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    body = root.find(f"{W}body")
    assert body is not None
    assert [one for one in body.findall(f"{W}p") if not paragraph_text(one).strip()] == []
    assert set(styles) <= known_styles()
    times = {entry.date_time for entry in ZipFile(BytesIO(content)).infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}


def known_styles() -> set[str]:
    """The ids of the styles that the standard's letterhead has, by which what is pasted goes there."""
    root = etree.fromstring(parts((ROOT / "templates" / "standard" / "brevmall.docx").read_bytes())["word/styles.xml"])
    return {str(one.get(f"{W}styleId")) for one in root.iter(f"{W}style")}


def test_tags_are_not_proof_read() -> None:
    """Every tag in the Word file stands in one run that Word leaves alone: by its style, or by itself in a table."""
    inside = parts(lists(SHOP, FORMATS[0])[f"{FORMATS[0]}.docx"])
    styles = etree.fromstring(inside["word/styles.xml"])
    quiet = {str(one.get(f"{W}styleId")) for one in styles if one.find(f"{W}rPr/{W}noProof") is not None}
    explained = "Flera rader är flera stycken"
    for one in etree.fromstring(inside["word/document.xml"]).iter(f"{W}p"):
        text = paragraph_text(one)
        if ("{%" in text or "{{" in text) and explained not in text:
            [only] = one.findall(f"{W}r")
            named = {str(style.get(f"{W}val")) for style in one.iter(f"{W}pStyle", f"{W}rStyle")}
            alone = only.find(f"{W}rPr/{W}noProof") is not None
            assert alone or named & quiet, text


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    """Debian's chromium, without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in ("headless=new", "no-sandbox", "disable-gpu", "disable-background-networking", "window-size=1300,1600"):
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={tmp_path / 'chromium'}")
    driver = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


@pytest.mark.browser
def test_the_pages_are_accessible(browser: Any, tmp_path: Path) -> None:
    """No rule of axe's is broken on a list or on the page that leads to them, light or dark, wide or narrow."""
    for name, content in field_lists(SHOP):
        (tmp_path / name).write_bytes(content)
    for name, scheme, width in ((START, "light", 1300), (f"{FORMATS[0]}.html", "light", 1300), (START, "dark", 500),
                                (f"{FORMATS[-1]}.html", "dark", 500)):  # fmt: skip
        browser.set_window_size(width, 1600)
        browser.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        )
        browser.get((tmp_path / name).as_uri())
        axe = Axe(browser)
        axe.inject()
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in axe.run()["violations"]] == []


@pytest.mark.browser
def test_a_tag_is_copied_with_the_keyboard(browser: Any, tmp_path: Path) -> None:
    """Each tag has a button that names it; pressing one copies the tag as it stands and says so to screen readers."""
    page = tmp_path / "lista.html"
    page.write_bytes(lists(SHOP, "beviljande")["beviljande.html"])
    browser.get(page.as_uri())
    tags = browser.find_elements(By.CSS_SELECTOR, "[data-vad]")
    assert len(browser.find_elements(By.CSS_SELECTOR, "button.kopiera")) == len(tags)
    browser.execute_script(
        "window.fick = []; document.addEventListener('copy', event => window.fick.push("
        "[event.clipboardData.getData('text/plain'), event.clipboardData.getData('text/html')]));"
    )
    wanted = ("taggen för Stödets andel", "Ett stycke för varje för Villkor", "Tabell för Finansieringsplan")
    for what in wanted:
        button = browser.find_element(By.CSS_SELECTOR, f'button[aria-label="Kopiera {what}"]')
        button.send_keys(Keys.ENTER)
        assert browser.find_element(By.ID, "kopierat").text == f"Kopierat: {what}"
    share, loop, table = browser.execute_script("return window.fick")
    assert share == ["{{ handling.stod.andel_procent|procent }}", ""]
    assert loop[0].splitlines() == [
        "{%p for ett_villkor in handling.villkor %}", "{{ ett_villkor }}", "{%p endfor %}",
    ]  # fmt: skip
    assert "Finansiär\tFinansiärens belopp" in table[0].splitlines()
    assert "{{ en_finansiar.finansiar }}\t{{ en_finansiar.belopp|kronor }}" in table[0].splitlines()
    copied = html.fromstring(f"<div>{table[1]}</div>")
    assert [one.text_content() for one in copied.xpath("//thead//th")] == ["Finansiär", "Finansiärens belopp"]


def test_the_page_works_without_a_script() -> None:
    """Nothing in the page waits for the script, and nothing is fetched: no button is there before it, every tag is."""
    page = html.fromstring(lists(SHOP, "beviljande")["beviljande.html"].decode())
    assert page.xpath("//button") == []
    assert page.xpath("//@src | //link | //img") == []
    anchors = [str(one) for one in page.xpath("//*/@id")]
    assert len(anchors) == len(set(anchors))
    assert {str(one)[1:] for one in page.xpath("//nav//a/@href")} <= set(anchors)
    assert page.xpath("//html/@lang") == ["sv"]
