"""Tags under inspection: read, paired, typed, and tried on every fact that a document must carry."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import group
from generator.errors import ExitCode
from generator.findings import Finding, Severity
from generator.inspection.inspect import Inspection, inspect_templates
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import ROOT
from tests.tools import parts, repacked

pytestmark = pytest.mark.thorough

DOCUMENT = "word/document.xml"
TYP = "tjansteskrivelse"
Inspect = Callable[[], tuple[Finding, ...]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of schemas, rules and templates that may be changed."""
    folder = tmp_path / "verksamhet"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture
def body(root: Path) -> Path:
    """The standard's body of one format, which one of the profiles has no own of."""
    return root / "templates" / "standard" / f"{TYP}.docx"


@pytest.fixture
def inspect(root: Path) -> Inspect:
    """Inspect that format anew."""
    return lambda: inspect_templates(Workshop(Settings(root=root, out=root / "ut")), "region-orebro", TYP)


def paragraph(text: str) -> str:
    """A paragraph of body text."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>'


def row(*cells: str) -> str:
    """A table row."""
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def insert(path: Path, xml: str, part: str = DOCUMENT, root: str = "w:body") -> None:
    """Put something first in a part of a Word file."""
    whole = parts(path.read_bytes())[part].decode()
    start = whole.index(">", whole.index(f"<{root}")) + 1
    repacked(path, path, {part: (whole[:start] + xml + whole[start:]).encode()})


def replace(path: Path, old: str, new: str, part: str = DOCUMENT) -> None:
    """Change words in a part of a Word file; they must be there."""
    whole = parts(path.read_bytes())[part].decode()
    assert escape(old, quote=False) in whole
    repacked(path, path, {part: whole.replace(escape(old, quote=False), escape(new, quote=False)).encode()})


def grave(findings: Sequence[Finding]) -> list[Finding]:
    """Errors and warnings."""
    return [one for one in findings if one.severity is not Severity.NOTE]


def test_the_templates_that_come_along_are_clean(words: Workshop) -> None:
    """Nothing graver than a note is to be said of any format in any profile."""
    assert [(str(one.place.file), one.message) for one in grave(Inspection(words).everything())] == []


@pytest.mark.parametrize(
    ("tag", "code", "words"),
    [
        ("{{ handling.rubrk }}", "namn-okant", "Menade du «rubrik»"),
        ("{{ arende.organ.namm }}", "namn-okant", "Menade du «namn»"),
        ("{{ hanling.rubrik }}", "namn-okant", "Menade du «handling»"),
        ("{{ profil.rubriker.bedomnig }}", "namn-okant", "Menade du «bedomning»"),
        ("{% for rad in handling.beslutsunderlag %}{{ rad.titl }}{% endfor %}", "namn-okant", "Menade du «titel»"),
        ("{{ rad.titel }}", "namn-okant", "«rad» finns inte"),
        ("{% for rad in handling.beslutsunderlag %}{% endfor %}{{ rad.titel }}", "namn-okant", "«rad» finns inte"),
        (
            "{% set sista = handling.beslutsunderlag|sista %}{% if sista %}{{ sista.x }}{% endif %}",
            "namn-okant",
            "sista.x",
        ),
        (
            "{% macro m(a) %}{{ a.namm }}{% endmacro %}{% for u in undertecknare %}{{ m(u) }}{% endfor %}",
            "namn-okant",
            "namn",
        ),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", "uttryck-fel", "tar 1 värden"),
        ("{% if handling.stod %}{% set x = 1 %}{% endif %}{{ x }}", "namn-okant", "bara i vissa fall"),
        ("{{ handling.beslutsunderlag|map(attribute='titl')|join(', ') }}", "namn-okant", "titl"),
        ("{{ handling.rubrik|versall }}", "filter-fel", "Menade du «versal»"),
        ("{{ handling.rubrik|datum }}", "filter-fel", "tar ett datum, inte en text"),
        ("{{ handling.rubrik|safe }}", "filter-fel", "safe"),
        ("{% if handling.rubrik is finns %}x{% endif %}", "filter-fel", "Provet"),
        ("{{ handling.beslutsdatum|datum }}", "falt-kan-saknas", "handling.beslutsdatum"),
        ("{% if handling.stod.lagrum %}x{% endif %}", "falt-kan-saknas", "handling.stod"),
        ("{% if handling.stod is defined %}{{ handling.stod.lagrum }}{% endif %}", "falt-kan-saknas", "några fält"),
        ("{{ handling.arendebeskrivning }}", "text-i-stycken", "{{p handling.arendebeskrivning|stycken }}"),
        ("{{p handling.bedomning|stycken }}", "avsnitt-kan-bli-tomt", "handling.bedomning"),
        ("{{ arende.organ }}", "uttryck-fel", "en grupp"),
        ("{{ handling.beslutsunderlag }}", "uttryck-fel", "en lista"),
        ("{{ dokument.utkast }}", "uttryck-fel", "ett ja eller nej"),
        ("{% for x in handling.rubrik %}{% endfor %}", "uttryck-fel", "behöver en lista"),
        ("{% if handling.status == 'beslutd' %}x{% endif %}", "uttryck-fel", "Menade du «beslutad»"),
        ("{{ handling.rubrik() }}", "namn-okant", "kan inte anropas"),
        ("{{ handling.rubrik", "tagg-felskriven", "klamrarna"),
        ("{{ handling.rubrik + }}", "tagg-felskriven", "går inte att läsa"),
        ("{{ }}", "tagg-felskriven", "tom"),
        ("{% if handling.rubrik == %}x{% endif %}", "tagg-felskriven", "går inte att läsa"),
        ("{% om handling.rubrik %}", "tagg-felskriven", "«om» finns inte"),
        ("{% p if handling.rubrik %}", "tagg-felskriven", "mellanslag"),
        ("{%pif handling.rubrik %}", "tagg-felskriven", "mellanslag saknas"),
        ("{% if handling.rubrik %}x{% end if %}", "tagg-felskriven", "ett ord"),
        ("{%p if handling.rubrik %}", "tagg-felskriven", "har inget {%p endif %}"),
        ("{%p endif %}", "tagg-felskriven", "saknar sin början"),
        ("{%p if handling.rubrik %} text", "tagg-inte-ensam", "försvinna"),
        ("{%p if handling.paragraf % 2 %}", "tagg-felskriven", "% och }"),
        ('{%p include "block/sandlsta.docx" %}', "block-saknas", "Menade du «block/sandlista.docx»"),
        ("{%p include handling.rubrik %}", "block-okant", "citattecken"),
    ],
)
def test_a_wrong_tag_is_told_with_its_place(tag: str, code: str, words: str, body: Path, inspect: Inspect) -> None:
    """Each kind of fault has its code, its words, a remedy, and the paragraph in which it stands."""
    insert(body, paragraph("Ett stycke före.") + paragraph(tag))
    found = [one for one in inspect() if one.code == code and words in one.message]
    assert len(found) == 1, [one.message for one in grave(inspect())]
    [finding] = found
    assert finding.remedy
    assert finding.place.file == body
    assert finding.place.spot is not None
    assert (finding.place.spot.where, finding.place.spot.paragraph) == ("brödtexten, stycke 2", 1)
    assert tag in finding.place.spot.text


@pytest.mark.parametrize(
    "tag",
    [
        "{{ handling.rubrik }} {{ handling.rubrik|upper }} {{ handling.rubrik.upper() }} {{ handling['rubrik'] }}",
        "{{ handling.datum|datum }} {{ handling.datum.year }} {{ handling.datum }}",
        "{% if handling.beslutsdatum %}{{ handling.beslutsdatum|datum }}{% else %}–{% endif %}",
        "{% if not handling.beslutsdatum %}–{% else %}{{ handling.beslutsdatum|datum }}{% endif %}",
        "{{ handling.beslutsdatum|datum if handling.beslutsdatum else '–' }}",
        "{{ handling.beslutsdatum|default('–', true) }}",
        "{% if handling.stod and handling.stod.lagrum %}{{ handling.stod.lagrum }}{% endif %}",
        "{% if handling.stod is not none %}{{ handling.stod.hogsta_belopp|kronor }}{% endif %}",
        "{% set antal = handling.beslutsunderlag|length %}{{ antal + 1 }} {{ antal ~ ' st' }}",
        "{% if arende.sokande %}{% set x = 'a' %}{% else %}{% set x = 'b' %}{% endif %}{{ x }}",
        "{% for rad in handling.beslutsunderlag %}{{ loop.index }} {{ loop.cycle('a', 'b') }}{% endfor %}",
        "{% for rad in handling.beslutsunderlag if rad.datum %}{{ rad.datum|datum_iso }}{% else %}inga{% endfor %}",
        "{% for rad in handling.beslutsunderlag|sort(attribute='titel') %}{{ rad.titel }}{% endfor %}",
        "{{ handling.beslutsunderlag|map(attribute='titel')|join(', ') }}",
        "{% for rad in handling.beslutsunderlag[:2] %}{{ rad.titel }}{% endfor %}",
        "{% for i in range(3) %}{{ i }}{% endfor %}",
        "{% set ns = namespace(n=0) %}{% set ns.n = 1 %}{{ ns.n }}",
        "{% macro rad(a, b='–') %}{{ a }} {{ b }}{% endmacro %}{{ rad('x') }} {{ rad('x', b='y') }}",
        "{% with x = handling.rubrik %}{{ x }}{% endwith %}",
        "{% for u in undertecknare %}{{ u.namn }}{% if u.formel %}{{ u.formel }}{% endif %}{% endfor %}",
        "{{ “x” }} {{ ‘y’ }}",
        "{# en anteckning {{ som inte läses }} #}",
        "{% filter upper %}{{ handling.rubrik }}{% endfilter %}",
        "{% if 1 < 2 %}{{ 7 // 2 }} {{ 7 % 2 }}{% endif %}",
    ],
)
def test_what_jinja_can_do_is_not_held_against_a_template(tag: str, body: Path, inspect: Inspect) -> None:
    """Tests, loops, macros, Jinja's own filters and Word's curly quotes give no false alarm."""
    insert(body, paragraph(tag))
    assert [one.message for one in grave(inspect())] == []


def test_everything_is_told_at_once(body: Path, inspect: Inspect) -> None:
    """A misspelt tag hides neither another in its own paragraph nor those in other paragraphs."""
    tags = ["{{ handling.a }} {{ handling.b }}", "{{ + }}", "{%p if handling.c %}", "{{ handling.d|xyz }}", "{{ e }}"]
    insert(body, "".join(map(paragraph, tags)))
    said = " ".join(one.message for one in inspect())
    for word in ("handling.a", "handling.b", "{{ + }}", "handling.c", "endif", "«handling.d»", "xyz", "«e»"):
        assert word in said


def test_a_fault_in_a_block_is_the_blocks(root: Path, inspect: Inspect) -> None:
    """A block is checked with the names of the format that includes it, and its file is blamed once."""
    block = root / "templates" / "standard" / "block" / "sandlista.docx"
    insert(block, paragraph("{{ handling.rubrk }}"))
    [finding] = [one for one in inspect() if one.code == "namn-okant"]
    assert finding.place.file == block


def test_a_fault_in_a_header_is_the_letterheads(root: Path, inspect: Inspect) -> None:
    """Headers and footers are checked too, and named."""
    letterhead = root / "templates" / "region-orebro" / "brevmall.docx"
    insert(letterhead, paragraph("{{ arende.diarienumer }}"), "word/header1.xml", "w:hdr")
    [finding] = [one for one in inspect() if one.code == "namn-okant"]
    assert finding.place.file == letterhead
    assert finding.place.spot is not None
    assert finding.place.spot.where == "sidhuvud 1, stycke 1"


def test_a_table_row_is_named(body: Path, inspect: Inspect) -> None:
    """A fault in a table is told by table, row and cell."""
    rows = row("Titel", "Dag") + row("{{ handling.rubrk }}", "x")
    insert(body, f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>{paragraph('Efter.')}")
    [finding] = [one for one in inspect() if one.code == "namn-okant"]
    assert finding.place.spot is not None
    assert finding.place.spot.where == "brödtexten, tabell 1, rad 2, cell 1"


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (paragraph("{% if handling.rubrik %}a") + paragraph("b{% endif %}"), "var sitt: ett stycke"),
        (paragraph("{%p if handling.rubrik %}") + paragraph("b{% endif %}"), "ett stycke"),
        (f"<w:tbl>{row('{%p if handling.rubrik %}')}</w:tbl>{paragraph('{%p endif %}')}", "en tabellcell"),
        (f"<w:tbl>{row('{%tr if handling.rubrik %}')}{row('{%p endif %}')}</w:tbl>{paragraph('x')}", "en tabell"),
    ],
)
def test_a_condition_over_a_border_is_refused(xml: str, words: str, body: Path, inspect: Inspect) -> None:
    """What begins in one paragraph, cell or table and ends in another would tear the document apart."""
    insert(body, xml)
    assert [one for one in inspect() if "tar isär dokumentet" in one.message and words in one.message]


def test_rows_and_paragraphs_may_be_repeated(body: Path, inspect: Inspect) -> None:
    """Row tags in one table and paragraph tags in one cell belong together."""
    rows = row("{%tr for rad in handling.beslutsunderlag %}") + row("{{ rad.titel }}") + row("{%tr endfor %}")
    head = "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>Titel</w:t></w:r></w:p></w:tc></w:tr>"
    grid = "<w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
    insert(body, f"<w:tbl>{grid}{head}{rows}</w:tbl>{paragraph('Efter.')}")
    assert not [one for one in inspect() if one.code.startswith(("tagg", "namn", "uttryck"))]


def test_a_tag_split_over_runs_is_read_as_one(body: Path, inspect: Inspect) -> None:
    """Word splits a tag over runs as it likes; it is read, and faulted, as a whole."""
    runs = "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in ("{", "{ handl", "ing.rub", "rk }", "}"))
    insert(body, f"<w:p>{runs}</w:p>")
    [finding] = [one for one in inspect() if one.code == "namn-okant"]
    assert "rubrk" in finding.message


def test_a_note_is_read_where_it_is_referred_to(body: Path, inspect: Inspect) -> None:
    """A footnote may use the variable of the loop that its reference stands in; what it misspells is told."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = f'<w:footnote w:id="5">{paragraph("{{ rad.titel }} {{ rad.titl }}")}</w:footnote>'
    notes = f"<w:footnotes {space}>{note}</w:footnotes>"
    reference = '<w:p><w:r><w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p>'
    insert(body, paragraph("{%p for rad in handling.beslutsunderlag %}") + reference + paragraph("{%p endfor %}"))
    repacked(body, body, {"word/footnotes.xml": notes.encode()})
    found = [one.message for one in inspect() if one.code == "namn-okant"]
    assert found == ["Fältet «rad.titl» finns inte. Menade du «titel»?"]


@pytest.mark.parametrize("block", ["dokumenthuvud", "beslutspunkter", "underskrift", "sandlista", "standardtexter"])
def test_a_block_that_is_gone_is_missed(block: str, body: Path, inspect: Inspect) -> None:
    """Without the block its facts would fall away, and the remedy names the block that has them."""
    replace(body, f'{{%p include "block/{block}.docx" %}}', "")
    found = [one for one in inspect() if one.code == "uppgift-skrivs-inte"]
    assert found
    assert all(one.place.file == body for one in found)
    assert any(f"block/{block}.docx" in one.remedy for one in found)


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{p handling.bedomning|stycken }}", "handling.bedomning"),
        ("{{p handling.arendebeskrivning|stycken }}", "handling.arendebeskrivning"),
        ("{{ dokument.titel }}", "Rubrik"),
    ],
)
def test_a_fact_that_is_never_printed_is_named_with_its_tag(tag: str, words: str, body: Path, inspect: Inspect) -> None:
    """Each field that must be printed is missed by its name."""
    replace(body, tag, "Ingenting")
    found = [one for one in inspect() if one.code == "uppgift-skrivs-inte"]
    assert any(words in one.message for one in found), [one.message for one in found]


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """The file and the code of each error and warning."""
    return [(one.place.file.name if one.place.file else "", one.code) for one in grave(findings)]


def cut(path: Path, text: str) -> None:
    """Take the first paragraph with a text out of the body of a Word file."""
    whole = parts(path.read_bytes())[DOCUMENT].decode()
    at = whole.index(escape(text, quote=False))
    start, end = max(whole.rfind("<w:p>", 0, at), whole.rfind("<w:p ", 0, at)), whole.index("</w:p>", at)
    repacked(path, path, {DOCUMENT: (whole[:start] + whole[end + len("</w:p>") :]).encode()})


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("block/sandlista.docx", "block/sandlist.docx", "block-saknas", "Menade du «block/sandlista.docx»"),
        ("{{ dokument.titel }}", "{{ dokument.titel|versaler }}", "filter-fel", "Menade du «versal»"),
        ("{{ dokument.titel }}", "{{ dokument.titel + }}", "tagg-felskriven", "går inte att läsa"),
        (
            "{{p handling.bedomning|stycken }}",
            "{{p handling.bedomnig|stycken }}",
            "namn-okant",
            "Menade du «bedomning»",
        ),
        ("{%p if handling.bedomning %}", "{%p if handling.bedomnig %}", "namn-okant", "Menade du «bedomning»"),
        ("{%p if handling.bedomning %}", "{%p if handling.bedomning == %}", "tagg-felskriven", "går inte att läsa"),
        ("{{ underlag.titel }}", "{{ underlag.titl }}", "namn-okant", "Menade du «titel»"),
        ("{{p handling.bedomning|stycken }}", "{{p handling.bedomning }}", "text-i-stycken", "är en text i stycken"),
    ],
)
def test_one_misspelling_is_one_fault(old: str, new: str, code: str, words: str, body: Path, inspect: Inspect) -> None:
    """A template that cannot be filled in is not said to lose what stands in it; that it was not tried is a note."""
    replace(body, old, new)
    found = inspect()
    assert told(found) == [(body.name, code)]
    assert words in grave(found)[0].message
    assert [one.severity for one in found if one.code == "mall-oprovad"] == [Severity.NOTE]


@pytest.mark.parametrize(
    "tags",
    [
        ["{%p if X %}", "{{ Y|datum }}", "{%p endif %}"],
        ["{% if X %}{% endif %}{% if X %}{{ Y|datum }}{% endif %}"],
        ["{{ Y|datum if X else 'nej' }}"],
        ["{% if X and Y|datum == 'x' %}{% endif %}"],
        ["{% if not X or Y|datum == 'x' %}{% endif %}"],
        ["{%p macro m(x) %}", "{%p if X %}", "{{ Y|datum }}", "{%p endif %}", "{%p endmacro %}", "{{ m(1) }}"],
        ["{% for one in [1] if X %}{{ Y|datum }}{% endfor %}"],
        ["{%p if X %}", '{%p include "block/prov.docx" %}', "{%p endif %}"],
    ],
)
def test_what_a_misspelt_condition_may_rule_out_is_not_blamed(
    tags: list[str], root: Path, body: Path, inspect: Inspect
) -> None:
    """Wherever it stands, and in the block or the macro that it lets in: only its own name is told."""
    block = root / "templates" / "standard" / "block" / "prov.docx"
    block.write_bytes((block.parent / "sandlista.docx").read_bytes())
    insert(block, paragraph("{{ handling.beslutsdatum|datum }}"))
    words = "".join(map(paragraph, tags)).replace("Y", "handling.beslutsdatum")
    insert(body, words.replace("X", "handling.bslutsdatum"))
    codes = {code for _, code in told(inspect())}
    assert ("namn-okant" in codes, "falt-kan-saknas" in codes) == (True, False)


def test_what_no_misspelt_condition_rules_out_is_blamed(body: Path, inspect: Inspect) -> None:
    """After its end, and beside it in an expression, a field that may be missing is told as ever."""
    tags = ["{% if handling.bslutsdatum %}{% endif %}", "{{ handling.beslutsdatum|datum }}"]
    tags += ["{{ (1 if handling.bslutsdatum else 2) ~ handling.beslutsdatum|datum }}"]
    insert(body, "".join(map(paragraph, tags)))
    codes = [code for _, code in told(inspect())]
    assert sorted(codes) == ["falt-kan-saknas", "falt-kan-saknas", "namn-okant", "namn-okant"]


@pytest.mark.parametrize(
    "tag", ["{ { handling.rubrik } }", "{{ handling.rubrik }} } }", "{ %p if handling.rubrik % }", "a } } b"]
)
def test_braces_that_are_set_apart_are_told(tag: str, body: Path, inspect: Inspect) -> None:
    """What would be left in every document, and keep it from being published, is told of the template."""
    insert(body, paragraph(tag))
    assert told(inspect()) == [(body.name, "tagg-felskriven")]


def test_a_merge_field_of_word_is_told(body: Path, inspect: Inspect) -> None:
    """One that names a field of the case would stand in every document; what names nothing is text."""
    insert(body, paragraph("«handling.rubrik» och «bilaga.pdf»"))
    found = grave(inspect())
    assert [(one.code, one.message) for one in found] == [
        ("rest-av-mall", "«handling.rubrik» är ett kopplat fält i Word, och fylls inte i.")
    ]
    assert found[0].remedy.endswith("{{ handling.rubrik }}.")


def test_a_condition_without_an_end_is_one_fault(body: Path, inspect: Inspect) -> None:
    """What stands after an `if` that never ends is not said to wait for it."""
    cut(body, "{%p endif %}")
    assert told(inspect()) == [(body.name, "tagg-felskriven")]


def test_a_misspelling_in_a_block_is_one_fault_of_the_block(root: Path) -> None:
    """The many formats that include a misspelt block are not said to lose what it prints."""
    block = root / "templates" / "standard" / "block" / "sandlista.docx"
    replace(block, "{%p if mottagare %}", "{%p if motagare %}")
    assert told(Inspection(Workshop(Settings(root=root, out=root / "ut"))).everything()) == [(block.name, "namn-okant")]


def test_a_block_that_cannot_be_opened_is_one_fault(root: Path) -> None:
    """A broken block is told of itself: neither it, nor a tag in it, nor the words that it prints are blamed."""
    block = root / "templates" / "standard" / "block" / "sandlista.docx"
    block.write_bytes(b"trasig")
    found = Inspection(Workshop(Settings(root=root, out=root / "ut"))).everything()
    assert told(found) == [(block.name, "mall-trasig")]
    [untried] = {one.message for one in found if one.code == "mall-oprovad"}
    assert "tagg" not in untried


def test_a_format_that_can_be_filled_in_is_tried_beside_one_that_cannot(root: Path, body: Path) -> None:
    """A misspelling in one format's file hides neither what another loses nor what is wrong in other files."""
    other = body.with_name("avslut.docx")
    replace(body, "{{ dokument.titel }}", "{{ dokument.titl }}")
    replace(other, "{{ dokument.titel }}", "Ingenting")
    found = set(told(Inspection(Workshop(Settings(root=root, out=root / "ut"))).everything()))
    assert {(body.name, "namn-okant"), (other.name, "uppgift-skrivs-inte")} <= found
    assert (body.name, "uppgift-skrivs-inte") not in found


@pytest.mark.parametrize("whose", ["body", "letterhead"])
def test_a_fault_in_what_is_never_printed_hides_no_loss(whose: str, root: Path, body: Path, inspect: Inspect) -> None:
    """The body of a letterhead, and a field that may be empty, do not keep a template from being tried."""
    letterhead = root / "templates" / "region-orebro" / "brevmall.docx"
    wrong, tag = (letterhead, "{{ handling.rubrik") if whose == "letterhead" else (body, "{{ handling.beslutsdatum }}")
    insert(wrong, paragraph(tag))
    replace(body, "{{p handling.bedomning|stycken }}", "Ingenting")
    assert "uppgift-skrivs-inte" in {one.code for one in inspect()}


def test_a_template_that_breaks_when_it_is_filled_in_is_not_said_to_lose_all(body: Path, inspect: Inspect) -> None:
    """What only filling in can show stops the trial with its reason, and no fact is said to be lost."""
    insert(body, paragraph("{{ handling.rubrik.split(1) }}"))
    assert {code for _, code in told(inspect())} == {"mall-oprovad", "tagg-fel"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{%p endfor %}", "{%p endfor %"),
        ("{%p endfor %}", "{%p endfor }"),
        ("{%p endfor %}", "{p endfor %}"),
        ("{%p endif %}", "%p endif %}"),
        ("{%p endif %}", "p endif %}"),
        ("{%p if handling.bedomning %}", "{%p if handling.bedomning"),
        ("{%p for underlag in handling.beslutsunderlag %}", "{%p for underlag in handling.beslutsunderlag %"),
        ("{{p handling.bedomning|stycken }}", "{{p handling.bedomning|stycken }"),
        ("{{ underlag.titel }}", "{ underlag.titel }}"),
    ],
)
def test_a_brace_that_is_missing_is_one_fault(old: str, new: str, body: Path, inspect: Inspect) -> None:
    """A tag that lacks braces is read as it was meant: its other half, its names and its paragraph are not blamed."""
    replace(body, old, new)
    found = grave(inspect())
    assert {(one.code, one.message) for one in found} == {
        ("tagg-felskriven", "En tagg börjar eller slutar inte: klamrarna går inte ihop.")
    }
    assert all(one.place.spot is not None and new in one.place.spot.text for one in found)


def test_what_stands_beside_a_tag_without_its_brace_is_told_too(body: Path, inspect: Inspect) -> None:
    """A missing brace hides neither the text beside the tag nor the name misspelt in it."""
    insert(body, paragraph("{%p if handling.bedomnig % och mer") + paragraph("{%p endif %}"))
    assert {code for _, code in told(inspect())} == {"tagg-felskriven", "tagg-inte-ensam", "namn-okant"}


def test_no_name_of_the_programs_own_is_offered(body: Path, inspect: Inspect) -> None:
    """The names that a message lists are those that a template may use."""
    insert(
        body, paragraph("{% for x in + %}{{ x.y }}{% endfor %}{{ xyzabc }}") + paragraph("{% call m y %}{% endcall %}")
    )
    found = grave(inspect())
    assert [one.code for one in found] == ["tagg-felskriven", "namn-okant", "tagg-felskriven"]
    assert not [one for one in found if "okant_varde" in one.message]


def test_a_fact_that_waits_for_another_is_told(body: Path, inspect: Inspect) -> None:
    """A field that is printed only when another is filled in could fall away unseen; the other is named."""
    replace(body, "{%p if handling.bedomning %}", "{%p if handling.bedomning and handling.sammanfattning %}")
    [finding] = [one for one in inspect() if one.code == "uppgift-faller-bort"]
    assert "handling.bedomning" in finding.message
    assert "handling.sammanfattning" in finding.message


def test_a_list_of_which_only_the_first_is_printed_is_told(body: Path, inspect: Inspect) -> None:
    """Every item of a list is a fact."""
    replace(
        body, "{%p for underlag in handling.beslutsunderlag %}", "{%p for underlag in handling.beslutsunderlag[:1] %}"
    )
    assert any("beslutsunderlag" in one.message for one in inspect() if one.code == "uppgift-skrivs-inte")


def test_the_number_must_stand_on_every_page(root: Path, inspect: Inspect) -> None:
    """A diarienummer that the letterhead's header and footer lack is missed, in the letterhead."""
    letterhead = root / "templates" / "region-orebro" / "brevmall.docx"
    for name, part in parts(letterhead.read_bytes()).items():
        if name.startswith(("word/header", "word/footer")):
            repacked(letterhead, letterhead, {name: part.replace(b"{{ arende.diarienummer }}", b"")})
    found = [one for one in inspect() if one.code == "uppgift-inte-pa-varje-sida"]
    assert [one.place.file for one in found] == [letterhead]


def test_a_missing_letterhead_is_told(root: Path, inspect: Inspect) -> None:
    """A profile without a letterhead, and a standard without one, is a finding and no crash."""
    for home in ("region-orebro", "standard"):
        (root / "templates" / home / "brevmall.docx").unlink()
    assert "mall-saknas" in {one.code for one in inspect()}


def test_a_block_that_nobody_includes_is_looked_at(root: Path) -> None:
    """An unused block is a note, and its names are checked against all formats."""
    folder = root / "templates" / "standard" / "block"
    shutil.copy(folder / "sandlista.docx", folder / "ledig.docx")
    insert(folder / "ledig.docx", paragraph("{{ handling.finnsinte }}"))
    found = Inspection(Workshop(Settings(root=root, out=root / "ut"))).everything()
    assert {"block-oanvant", "namn-okant"} <= {one.code for one in found if one.place.file == folder / "ledig.docx"}


def test_a_file_that_no_format_is_made_of_is_told(root: Path) -> None:
    """A misspelt file name has no effect; the format that was meant is suggested, and a .docm is refused."""
    folder = root / "templates" / "standard"
    shutil.copy(folder / "avslut.docx", folder / "avslutt.docx")
    shutil.copy(folder / "avslut.docx", folder / "avslut.docm")
    found = Inspection(Workshop(Settings(root=root, out=root / "ut"))).everything()
    [misspelt] = [one for one in found if one.place.file == folder / "avslutt.docx"]
    assert (misspelt.code, misspelt.severity) == ("format-okant", Severity.WARNING)
    assert "Menade du «avslut»" in misspelt.message
    assert "fel-filformat" in {one.code for one in found if one.place.file == folder / "avslut.docm"}


@pytest.mark.parametrize("broken", ["templates/region-orebro/profil.toml", "rules/texter.toml"])
def test_a_broken_profile_or_rule_hides_nothing_of_the_files(broken: str, root: Path, body: Path) -> None:
    """What can be said of the Word files is said beside the fault that stops the rest."""
    (root / broken).write_text("[trasig", "utf-8")
    insert(body, paragraph("{{ + }}"))
    found = Inspection(Workshop(Settings(root=root, out=root / "ut"))).everything()
    assert {"tagg-felskriven", "profil-fel" if "profil" in broken else "regel-fel"} <= {one.code for one in found}
    assert [one.place.file for one in found if one.code == "tagg-felskriven"] == [body]


def test_words_that_nothing_prints_are_told(root: Path) -> None:
    """A misspelt word in a profile has no effect; it is told with its line and the nearest name."""
    file = root / "templates" / "region-orebro" / "profil.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("[rubriker]", '[rubriker]\nbedomnin = "Skäl"', 1), "utf-8")
    assert text != file.read_text("utf-8")
    found = Inspection(Workshop(Settings(root=root, out=root / "ut"))).everything()
    [finding] = [one for one in found if one.code == "ord-oanvant"]
    assert "rubriker.bedomnin" in finding.message
    assert "Menade du «bedomning»" in finding.message
    assert (finding.place.file, finding.severity) == (file, Severity.WARNING)
    assert finding.place.line == text[: text.index("[rubriker]")].count("\n") + 2


def test_a_hint_left_in_a_profile_is_told(root: Path, inspect: Inspect) -> None:
    """What should have been filled in would stand in every document."""
    file = root / "templates" / "region-orebro" / "profil.toml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("[kontakt]", '[kontakt]\nort = "[Ort]"', 1).replace('\nort = "Örebro"', "", 1), "utf-8"
    )
    assert [one.message for one in inspect() if one.code == "profil-ej-ifylld"] == [
        "«[Ort]» är inte ifyllt, och skulle stå så i dokumenten."
    ]


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    result = CliRunner().invoke(group, ["mallar", "kontrollera", *arguments], standalone_mode=False)
    code = result.return_value if isinstance(result.return_value, int) else result.exit_code
    return int(code), result.stdout, result.stderr


def codes() -> set[str]:
    """Every code that the inspection can give."""
    found = set()
    for path in (ROOT / "generator" / "inspection").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "finding":
                found |= {one.value for one in node.args[1:2] if isinstance(one, ast.Constant)}
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if re.fullmatch(r"[a-z]+(-[a-z]+)+", node.value) else set()
    return found - {"x-visas", "profil-fel"}


def test_every_code_stands_in_the_handbook() -> None:
    """What a finding is called can be looked up by the one who gets it."""
    handbook = (ROOT / "docs" / "mallhandbok.md").read_text("utf-8")
    assert len(codes()) > 60
    assert [one for one in sorted(codes()) if f"`{one}`" not in handbook] == []


def test_the_command_tells_and_counts(root: Path, body: Path) -> None:
    """The command prints file, place, fault and remedy, and leaves the template's exit code."""
    insert(body, paragraph("{{ handling.rubrk }}"))
    code, out, errors = run("--rot", str(root), "--format", TYP)
    assert code == ExitCode.TEMPLATE
    assert "brödtexten, stycke 1: «{{ handling.rubrk }}» fel: Fältet «handling.rubrk» finns inte." in errors
    assert "Gör så här:" in errors
    assert "1 fel" in out


def test_the_command_speaks_json(root: Path, body: Path) -> None:
    """With --json every finding has its file, part, paragraph and text as data."""
    insert(body, paragraph("{{ handling.rubrk }}"))
    code, out, _ = run("--rot", str(root), "--format", TYP, "--json")
    [finding] = [one for one in json.loads(out) if one["kod"] == "namn-okant"]
    assert code == ExitCode.TEMPLATE
    assert finding["ordfil"] == {
        "del": DOCUMENT, "plats": "brödtexten, stycke 1", "text": "{{ handling.rubrk }}", "stycke": 0,
    }  # fmt: skip


def test_the_command_is_content_with_good_templates() -> None:
    """On the templates that come along the exit code is nought, also when warnings count."""
    code, _, errors = run("--rot", str(ROOT), "--strikt")
    assert code == ExitCode.OK, errors


def test_the_command_looks_at_one_file(root: Path, body: Path, tmp_path: Path) -> None:
    """Files may be named, inside the folder or outside it; what is said concerns them alone."""
    insert(body, paragraph("{{ handling.rubrk }}"))
    other = root / "templates" / "standard" / "block" / "sandlista.docx"
    assert run("--rot", str(root), str(other))[0] == ExitCode.OK
    assert run("--rot", str(root), str(body))[0] == ExitCode.TEMPLATE
    copied = tmp_path / "annan.docx"
    shutil.copy(body, copied)
    code, _, errors = run("--rot", str(root), str(copied))
    assert code == ExitCode.TEMPLATE
    assert "annan.docx" in errors
    assert run("--rot", str(root), str(tmp_path / "borta.docx"))[0] == ExitCode.TEMPLATE


@pytest.mark.parametrize("arguments", [("--profil", "region-ohr"), ("--format", "avslutt")])
def test_a_misspelt_choice_is_refused(arguments: tuple[str, str]) -> None:
    """An unknown profile or format is a fault of the command line, with the nearest name."""
    result = CliRunner().invoke(group, ["mallar", "kontrollera", "--rot", str(ROOT), *arguments])
    assert result.exit_code == ExitCode.USAGE
    assert "Menade du" in result.stderr
