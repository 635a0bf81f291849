"""Letterhead, body and blocks: what goes together, and what is refused before it reaches a decision."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from generator.engines.libreoffice import LibreOffice
from generator.errors import ExitCode, TemplateError
from generator.inspection.tags.invented import attempted, maker
from generator.pdf.reading import opened, read_pdf
from generator.pipeline import prove_file, render_file
from generator.results import HandlingResult, Outcome
from generator.settings import Settings
from generator.specimen import everything
from generator.steps.render import render as render_document
from generator.word.package import MAX_UNPACKED, open_package
from generator.word.reading import read_docx
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write
from tests.tools import documents, parts, repacked, text_of

DOCUMENT = "word/document.xml"
Render = Callable[[], HandlingResult]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of schemas, rules and templates that may be changed."""
    folder = tmp_path / "verksamhet"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture
def body(root: Path) -> Path:
    """The body that the example case is made from."""
    return root / "templates" / "region-jh" / "tjansteskrivelse.docx"


@pytest.fixture
def render(root: Path, case: Case, write: Write, tmp_path: Path) -> Render:
    """Render the example case with the changed templates."""

    def once() -> HandlingResult:
        [result] = render_file(write(case), Workshop(Settings(root=root, out=tmp_path / "ut")))
        return result

    return once


def change(
    path: Path, part: str, edit: Callable[[bytes], bytes], more: Mapping[str, bytes | None] | None = None
) -> None:
    """Change one part of a Word file where it lies."""
    edited = edit(parts(path.read_bytes())[part])
    repacked(path, path, {part: edited, **(more or {})})


def insert(path: Path, xml: str) -> None:
    """Put a paragraph first in a Word file's body."""
    change(path, DOCUMENT, lambda part: part.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1))


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def refusal(result: HandlingResult) -> str:
    """The one finding's code, of a result that the communications unit must mend."""
    assert (result.outcome, result.exit_code) == (Outcome.FAILED, ExitCode.TEMPLATE)
    [finding] = result.findings
    assert finding.remedy
    assert finding.place.file is not None
    return finding.code


def test_one_letterhead_serves_all(root: Path, render: Render) -> None:
    """A changed word in the letterhead's header stands in the document."""
    letterhead = root / "templates" / "region-jh" / "brevmall.docx"
    change(letterhead, "word/header1.xml", lambda part: part.replace("Jämtland".encode(), b"Nordanland"))
    content = render().files[0].read_bytes()
    assert any("Region Nordanland" in line for line in read_docx(content).margins)


def test_a_letterhead_gives_every_format_its_looks(root: Path) -> None:
    """Header, margins and a font of the letterhead show in each format of the profile."""
    letterhead = root / "templates" / "region-jh" / "brevmall.docx"
    change(letterhead, "word/header1.xml", lambda part: part.replace("Jämtland".encode(), b"Nordanland"))
    change(letterhead, "word/styles.xml", lambda part: part.replace(b"Calibri", b"Verdana"))
    change(letterhead, DOCUMENT, lambda part: re.sub(rb'w:left="\d+"', b'w:left="2222"', part))
    shop = Workshop(Settings(root=root, out=root / "ut"))
    for typ in shop.schemas.formats:
        making = maker(shop, "region-jh", typ)
        document = attempted(shop, making, everything)
        made = parts(render_document(document, shop.templates).content)
        assert b"Nordanland" in made["word/header1.xml"]
        assert b"Verdana" in made["word/styles.xml"]
        assert b'w:left="2222"' in made[DOCUMENT]


def test_styles_are_matched_by_name(body: Path, render: Render) -> None:
    """A body saved by a Word in another language has other style ids and comes out the same."""
    expected = parts(render().files[0].read_bytes())[DOCUMENT]
    for part in (DOCUMENT, "word/styles.xml"):
        change(body, part, lambda xml: xml.replace(b'"Heading1"', b'"Rubrik1"').replace(b'"BodyText"', b'"Brdtext"'))
    assert parts(render().files[0].read_bytes())[DOCUMENT] == expected


def test_a_style_that_the_letterhead_lacks_is_named(body: Path, render: Render) -> None:
    """A format may not bring a style of its own; the message has the name that Word shows."""
    style = b'<w:style w:type="paragraph" w:styleId="X"><w:name w:val="Egen stil"/></w:style></w:styles>'
    change(body, "word/styles.xml", lambda part: part.replace(b"</w:styles>", style))
    insert(body, paragraph("text", '<w:pStyle w:val="X"/>'))
    result = render()
    assert refusal(result) == "formatmall-saknas"
    assert "Egen stil" in result.findings[0].message


def test_the_standard_serves_what_a_profile_lacks(root: Path, body: Path, render: Render) -> None:
    """Without a body of its own the profile gets the standard's."""
    body.unlink()
    assert render().outcome is Outcome.DONE
    (root / "templates" / "standard" / "tjansteskrivelse.docx").unlink()
    assert refusal(render()) == "mall-saknas"


@pytest.mark.parametrize(
    ("tag", "code", "words"),
    [
        ("{{ handling.rubrk }}", "tagg-fel", "rubrk"),
        ("{{ handling.sammanfattning }}", "tagg-fel", "tomt"),
        ("{{ handling.arendebeskrivning }}", "tagg-fel", "stycken"),
        ("{{ arende.organ }}", "tagg-fel", "grupp"),
        ("{{ arende.organ.gemensam_namnd }}", "tagg-fel", "ja eller nej"),
        ("{{ ''.__class__.__mro__ }}", "tagg-fel", "inte är tillåtet"),
        ("{{ arende.keys() }}", "tagg-fel", "keys"),
        ("{{ handling.nummer|datum }}", "tagg-fel", "tomt"),
        ("{{ handling.nummer|versal }}", "tagg-fel", "tomt"),
        ("{{ handling.rubrik|datum }}", "tagg-fel", "Filtret «datum» passar inte"),
        ("{{ handling.datum|kronor }}", "tagg-fel", "Filtret «kronor» passar inte"),
        ("{{ handling.rubrk|datum }}", "tagg-fel", "rubrk"),
        ("{{ handling.nummer|length }}", "tagg-fel", "annat slags värde"),
        ("{% for x in handling.sammantrade %}{% endfor %}", "tagg-fel", "annat slags värde"),
        ("{% if handling.nummer &gt; 3 %}{% endif %}", "tagg-fel", "annat slags värde"),
        ("{% if handling.nummer|dag %}{% endif %}", "tagg-fel", "Filtret «dag» finns inte"),
        ("{% for x in range(999999999) %}{% endfor %}", "tagg-fel", "annat slags värde"),
        ("{% if handling %}", "tagg-felskriven", "endif"),
        ("{{ handling.rubrik|finnsinte }}", "tagg-felskriven", "finnsinte"),
        ('{%p include "block/finnsinte.docx" %}', "block-saknas", "finnsinte"),
        ('{%p include "../../../hemlig.docx" %}', "block-saknas", "hemlig"),
        ("{%p include handling.rubrik %}", "block-okant", "namn"),
    ],
)
def test_a_wrong_tag_is_refused_with_its_place(tag: str, code: str, words: str, body: Path, render: Render) -> None:
    """Unknown names, empty fields, lists, escapes and misspelt tags never reach a document."""
    insert(body, paragraph(tag.replace("'", "&apos;")))
    result = render()
    assert refusal(result) == code
    assert words in result.findings[0].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Datum: {{ handling.datum }", "tagg-felskriven"),
        ("Datum: { handling.datum }}", "tagg-felskriven"),
        ("{% if dokument.utkast }", "tagg-felskriven"),
        ("{{ handling.arendebeskrivning|stycken }}", "tagg-felskriven"),
        ("Text {{p handling.arendebeskrivning|stycken }}", "tagg-inte-ensam"),
        ("{%p if dokument.utkast %} och text", "tagg-inte-ensam"),
        ("{{p handling.arendebeskrivning|stycken }} text {{ handling.rubrik }}", "tagg-inte-ensam"),
    ],
)
@pytest.mark.parametrize("where", ["body", "block", "header"])
def test_a_tag_that_would_swallow_text_is_refused(text: str, code: str, where: str, root: Path, render: Render) -> None:
    """Braces that do not match, and text beside a tag that replaces its paragraph, are found in every kind of file."""
    folder = root / "templates" / "region-jh"
    if where == "header":
        new = paragraph(text).encode() + b"</w:hdr>"
        change(folder / "brevmall.docx", "word/header1.xml", lambda part: part.replace(b"</w:hdr>", new))
    else:
        insert(folder / {"body": "tjansteskrivelse.docx", "block": "block/dokumenthuvud.docx"}[where], paragraph(text))
    result = render()
    assert refusal(result) == code
    assert text.split(maxsplit=1)[0] in str(result.findings[0].place.title)


@pytest.mark.parametrize(
    ("file", "part", "end"),
    [
        ("block/dokumenthuvud.docx", DOCUMENT, b"<w:sectPr"),
        ("brevmall.docx", "word/footer1.xml", b"</w:ftr>"),
        ("tjansteskrivelse.docx", DOCUMENT, b"<w:sectPr"),
    ],
)
def test_the_right_file_is_blamed(file: str, part: str, end: bytes, root: Path, render: Render) -> None:
    """A fault in a block, a footer or a body is reported where it must be mended, with its paragraph alone."""
    path = root / "templates" / "region-jh" / file
    change(path, part, lambda xml: xml.replace(end, paragraph("Här {{ handling.finnsej }} står").encode() + end, 1))
    result = render()
    assert refusal(result) == "tagg-fel"
    assert result.findings[0].place.file == path
    assert result.findings[0].place.title == "«Här {{ handling.finnsej }} står»"


def test_the_template_that_a_letterhead_was_made_from_is_forgotten(root: Path, render: Render) -> None:
    """Word's note of a .dotx, a path on somebody's disk, is no reason to refuse and does not come along."""
    letterhead = root / "templates" / "region-jh" / "brevmall.docx"
    head = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    line = rels("rId1", "attachedTemplate", "file:///C:/Users/kim/Mall.dotx", external=True)
    change(
        letterhead,
        "word/settings.xml",
        lambda part: part.replace(b"<w:defaultTabStop", b'<w:attachedTemplate r:id="rId1"/><w:defaultTabStop'),
        {"word/_rels/settings.xml.rels": head + line},
    )
    content = parts(render().files[0].read_bytes())
    assert not any(b"kim" in part or b"attachedTemplate" in part for part in content.values())


def test_the_paragraph_of_a_wrong_tag_is_shown(body: Path, render: Render) -> None:
    """The message quotes the text around the tag."""
    insert(body, paragraph("Beslutet gäller {{ handling.rubrk }} från i dag"))
    [finding] = render().findings
    assert "Beslutet gäller" in str(finding.place.title)


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<w:p><w:r><w:endnoteReference w:id="1"/></w:r></w:p>', "slutnot"),
        ('<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>a</w:t></w:r></w:ins></w:p>', "spårade"),
        ('<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>', "kommentar"),
        ('<w:p><w:hyperlink r:id="rIdBorta"/></w:p>', "rIdBorta"),
    ],
)
def test_what_would_not_survive_is_refused(xml: str, words: str, body: Path, render: Render) -> None:
    """What cannot be moved into the letterhead is named, not dropped in silence."""
    insert(body, xml)
    result = render()
    assert refusal(result) == "mall-ej-flyttbart"
    assert words in result.findings[0].message


def test_all_that_is_wrong_in_a_family_is_told_at_once(root: Path, body: Path, render: Render) -> None:
    """Letterhead, body and blocks are each looked through, and every fault has its own file, once."""
    folder = root / "templates" / "region-jh"
    header = paragraph("{{ profil.namn }").encode() + b"</w:hdr>"
    change(folder / "brevmall.docx", "word/header1.xml", lambda part: part.replace(b"</w:hdr>", header))
    comment = '<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>'
    ties = paragraph("a", '<w:pStyle w:val="Ingen"/>') * 2 + paragraph("b", '<w:pStyle w:val="Annan"/>')
    insert(body, paragraph("{{ handling.rubrik|finnsinte }}") + comment * 2 + ties)
    insert(body, paragraph('{%p include "block/borta.docx" %}') + paragraph('{%p include "block/brusten.docx" %}'))
    (folder / "block" / "brusten.docx").write_bytes(b"hej")
    block = folder / "block" / "dokumenthuvud.docx"
    insert(block, paragraph("{%p if dokument.utkast %} och text") + paragraph('{%p include "block/borta.docx" %}'))
    insert(block, '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>a</w:delText></w:r></w:del></w:p>')
    result = render()
    assert (result.outcome, result.exit_code) == (Outcome.FAILED, ExitCode.TEMPLATE)
    found = [(one.code, one.place.file.name) for one in result.findings if one.place.file]
    assert sorted(found) == [
        ("block-saknas", "dokumenthuvud.docx"),
        ("block-saknas", "tjansteskrivelse.docx"),
        ("formatmall-saknas", "brevmall.docx"),
        ("formatmall-saknas", "brevmall.docx"),
        ("mall-ej-flyttbart", "dokumenthuvud.docx"),
        ("mall-ej-flyttbart", "tjansteskrivelse.docx"),
        ("mall-trasig", "brusten.docx"),
        ("tagg-felskriven", "brevmall.docx"),
        ("tagg-felskriven", "tjansteskrivelse.docx"),
        ("tagg-inte-ensam", "dokumenthuvud.docx"),
    ]


def test_misspelt_tags_in_several_files_are_told_at_once(root: Path, body: Path, render: Render) -> None:
    """A filter that does not exist is found in the body and in a block in one run."""
    insert(body, paragraph("{{ handling.rubrik|fel }}"))
    insert(root / "templates" / "region-jh" / "block" / "dokumenthuvud.docx", paragraph("{{ handling.rubrik|galet }}"))
    found = {one.place.file.name: one.place.title for one in render().findings if one.place.file}
    assert found == {
        "tjansteskrivelse.docx": "«{{ handling.rubrik|fel }}»",
        "dokumenthuvud.docx": "«{{ handling.rubrik|galet }}»",
    }


def test_tags_that_tear_the_document_apart_are_refused(body: Path, render: Render) -> None:
    """A condition that opens in one paragraph and closes inside another is explained."""
    insert(body, paragraph("{% if dokument.utkast %}a") + paragraph("b{% endif %}{% if not dokument.utkast %}</w:t>"))
    assert render().exit_code == ExitCode.TEMPLATE


def rels(name: str, kind: str, target: str, *, external: bool) -> bytes:
    """A `.rels` part with one line."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    mode = ' TargetMode="External"' if external else ""
    line = f'<Relationship Id="{name}" Type="{office}/{kind}" Target="{target}"{mode}/></Relationships>'
    return line.encode()


DOCUMENT_RELS = "word/_rels/document.xml.rels"


def test_a_link_in_a_body_survives(body: Path, render: Render) -> None:
    """A hyperlink in a body keeps its address in the document."""
    new = rels("rIdLank", "hyperlink", "https://example.se/a?b=1&amp;c=2", external=True)
    change(body, DOCUMENT_RELS, lambda part: part.replace(b"</Relationships>", new))
    insert(body, '<w:p><w:hyperlink r:id="rIdLank"><w:r><w:t>länk</w:t></w:r></w:hyperlink></w:p>')
    content = render().files[0].read_bytes()
    assert b"https://example.se/a?b=1&amp;c=2" in parts(content)[DOCUMENT_RELS]
    assert read_docx(content).faults == ()


def test_a_linked_picture_is_refused(body: Path, render: Render) -> None:
    """Content fetched from elsewhere when the document is opened is not let in."""
    new = rels("rIdBild", "image", "http://example.se/bild.png", external=True)
    change(body, DOCUMENT_RELS, lambda part: part.replace(b"</Relationships>", new))
    assert refusal(render()) == "mall-extern-lank"


def _picture(pixels: int) -> bytes:
    out = BytesIO()
    Image.effect_noise((pixels, pixels), 80).convert("RGB").save(out, "PNG")
    return out.getvalue()


DRAWING = """<w:p><w:r><w:drawing><wp:inline
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">
<wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="Bild 1" descr="Logotyp"/>
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:nvPicPr><pic:cNvPr id="0" name="bild.png"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="rIdBild"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>""".replace("\n", "")


def test_a_picture_in_a_block_survives_and_is_scaled(root: Path, render: Render) -> None:
    """A picture comes along, no larger than it is printed: 300 dots per inch."""
    block = root / "templates" / "region-jh" / "block" / "dokumenthuvud.docx"
    new = rels("rIdBild", "image", "media/bild.png", external=False)
    insert(block, DRAWING)
    insert(block, DRAWING)
    change(
        block,
        DOCUMENT_RELS,
        lambda part: part.replace(b"</Relationships>", new),
        {"word/media/bild.png": _picture(1200)},
    )
    content = render().files[0].read_bytes()
    [name] = [name for name in parts(content) if name.startswith("word/media/")]
    with Image.open(BytesIO(parts(content)[name])) as picture:
        assert picture.size == (300, 300)
    assert b'Extension="png"' in parts(content)["[Content_Types].xml"]
    assert read_docx(content).faults == ()  # the two drawings have ids of their own


def test_the_template_authors_name_stays_behind(root: Path, render: Render) -> None:
    """Properties are the handling's; nothing of the person who saved the template follows."""
    letterhead = root / "templates" / "region-jh" / "brevmall.docx"
    properties = (
        '<cp:coreProperties xmlns:cp="urn:x"><cp:lastModifiedBy>Kim Hemlig</cp:lastModifiedBy></cp:coreProperties>'
    )
    repacked(letterhead, letterhead, {"docProps/core.xml": properties.encode()})
    content = parts(render().files[0].read_bytes())
    assert not any(b"Hemlig" in part for part in content.values())
    assert "Projekt Digital transformation" in content["docProps/core.xml"].decode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"word/vbaProject.bin": b"x"}, "mall-aktivt-innehall"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "mall-aktivt-innehall"),
        ({DOCUMENT: None}, "mall-ofullstandig"),
        ({DOCUMENT: b"<w:document"}, "mall-trasig"),
        ({DOCUMENT: b'<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>'}, "mall-doctype"),
    ],
)
def test_dangerous_or_broken_files_are_refused(
    changes: dict[str, bytes | None], code: str, body: Path, render: Render
) -> None:
    """Macros, embedded objects, document types and broken parts stop the template."""
    repacked(body, body, changes)
    assert refusal(render()) == code


def test_a_file_that_is_no_word_file_is_refused(body: Path, render: Render) -> None:
    """A text file with the wrong name is not taken for a template."""
    body.write_bytes(b"hej")
    assert refusal(render()) == "mall-trasig"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, body: Path) -> None:
    """A file that would swell is refused by what its directory says."""
    bomb = repacked(body, tmp_path / "bomb.docx", {"word/bomb.xml": b"0" * (MAX_UNPACKED + 1)})
    with pytest.raises(TemplateError, match="orimligt stor"):
        open_package(bomb)


def test_lists_in_texts_start_where_they_should(case: Case, write: Write, words: Workshop) -> None:
    """Each numbered list has a numbering of its own that starts at its author's number."""
    case["handlingar"][0]["arendebeskrivning"] = "1. a\n2. b\n\ntext\n\n5. c\n6. d"
    [(_, rendered)] = documents(write(case), words)
    numbering = parts(rendered.content)["word/numbering.xml"].decode()
    assert '<w:startOverride w:val="1"/>' in numbering
    assert '<w:startOverride w:val="5"/>' in numbering
    assert "c" in text_of(rendered.content).splitlines()


def test_equal_input_gives_equal_bytes(case: Case, write: Write, root: Path) -> None:
    """Two workshops, two readings, one .docx."""
    path = write(case)
    first, second = (
        documents(path, Workshop(Settings(root=root, out=Path("/nowhere"))))[0][1].content for _ in range(2)
    )
    assert first == second


def test_the_document_before_leaves_nothing_behind(case: Case, write: Write, words: Workshop) -> None:
    """Between two documents with other headers, a document is to the byte what it is by itself."""
    made = []
    for numbers in (["RUN/61/2024", "RUN/62/2024", "RUN/62/2024", "RUN/61/2024"], ["RUN/61/2024"], ["RUN/62/2024"]):
        shop = Workshop(words.settings)
        cases = [{**case, "diarienummer": number} for number in numbers]
        made.append([documents(write(one), shop)[0][1].content for one in cases])
    together, [first], [second] = made
    assert together == [first, second, second, first]
    assert first != second


@pytest.mark.parametrize(("block", "label"), [("underskrift", "Undertecknare"), ("sandlista", "Mottagare")])
def test_a_signature_or_list_that_fell_away_is_noticed(
    block: str, label: str, body: Path, case: Case, render: Render
) -> None:
    """Without its block the document is stopped, although the names stand elsewhere in the text."""
    case["handlingar"][0]["rubrik"] = (
        "Harald Sundin, Regiondirektör: till Nämndens parter och E-strategen, Sekretariatet"
    )
    tag = f'{{%p include "block/{block}.docx" %}}'.replace('"', "&quot;").encode()
    plain = tag.replace(b"&quot;", b'"')
    change(body, DOCUMENT, lambda part: part.replace(tag, b"").replace(plain, b""))
    result = render()
    assert (result.outcome, result.exit_code) == (Outcome.FAILED, ExitCode.OUTPUT)
    assert label in {finding.place.title for finding in result.findings}


@pytest.mark.parametrize(
    "cell",
    [
        paragraph("{%p if not dokument.utkast %}") + paragraph("a") + paragraph("{%p endif %}"),
        paragraph("{{p handling.sammanfattning|stycken }}"),
        paragraph("{{p handling.arendebeskrivning|stycken }}"),
    ],
)
def test_a_cell_always_ends_in_a_paragraph(cell: str, body: Path, case: Case, render: Render) -> None:
    """A cell whose text went with a tag, or ends in a table, is still one that Word opens."""
    case["handlingar"][0]["arendebeskrivning"] = "| a |\n|---|\n| b |"
    row = f'<w:tr><w:tc><w:tcPr><w:tcW w:w="5000" w:type="dxa"/></w:tcPr>{cell}</w:tc></w:tr>'
    insert(body, f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>{row}</w:tbl>')
    result = render()
    assert result.outcome is Outcome.DONE
    assert read_docx(result.files[0].read_bytes()).faults == ()


def test_tables_stay_apart(case: Case, write: Write, words: Workshop) -> None:
    """Two tables one after the other are not made one, wherever they stand."""
    table = "| a |\n|---|\n| b |"
    quoted = table.replace("|", "> |", 1).replace("\n", "\n> ")
    case["handlingar"][0]["arendebeskrivning"] = f"{table}\n\n{quoted}\n\n{table}"
    [(_, rendered)] = documents(write(case), words)
    assert b"</w:tbl><w:tbl>" not in parts(rendered.content)[DOCUMENT]
    assert parts(rendered.content)[DOCUMENT].count(b"<w:tbl>") == 3


def test_a_block_in_the_header_is_found(root: Path, render: Render) -> None:
    """A letterhead may include a block that no body uses; a block that includes itself is refused."""
    folder = root / "templates" / "region-jh"
    shutil.copy(folder / "block" / "dokumenthuvud.docx", folder / "block" / "egen.docx")
    change(folder / "block" / "egen.docx", DOCUMENT, lambda part: part.replace(b"<w:body>", b"<w:body>" + EMPTY))
    include = paragraph('{%p include "block/egen.docx" %}').encode() + b"</w:hdr>"
    change(folder / "brevmall.docx", "word/header1.xml", lambda part: part.replace(b"</w:hdr>", include))
    assert render().outcome is Outcome.DONE
    insert(folder / "block" / "egen.docx", paragraph('{%p include "block/egen.docx" %}'))
    assert refusal(render()) == "block-i-sig"


EMPTY = b"<w:p/>"


@pytest.mark.parametrize(
    "xml",
    [
        paragraph("TELEFON: {{r handling.rubrik }} slut"),
        paragraph("X {{- handling.rubrik -}} Y"),
        paragraph("{%- if dokument.utkast -%}") + paragraph("a{% endif %}"),
        '<w:p><w:r><w:t>{%p if dokument.utkast %}</w:t><w:br w:type="page"/></w:r></w:p>' + paragraph("{%p endif %}"),
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid><w:tr><w:tc><w:p><w:r>'
        "<w:t>A {%tc if 1 %} B</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    ],
)
def test_tags_that_take_their_surroundings_away_are_refused(xml: str, body: Path, render: Render) -> None:
    """Hyphens, {{r }}, and tags beside a page break or in a cell with text: all lose something, so none is let in."""
    insert(body, xml)
    assert refusal(render()) in ("tagg-felskriven", "tagg-inte-ensam")


def _field(instruction: str, answer: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    asks = "".join(
        f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>' for one in instruction.split("|")
    )
    return f"{mark.format('begin')}{asks}{mark.format('separate')}{answer}{mark.format('end')}"


LOOKS = '<w:r><w:rPr><w:color w:val="0000FF"/></w:rPr><w:t>hit</w:t></w:r>'
LINKS = {
    "an element": f'<w:hyperlink w:anchor="mal">{LOOKS}</w:hyperlink>',
    "a field over several runs": _field(' HYPER|LINK "https://example.se/"', LOOKS),
    "a field in one": f'<w:fldSimple w:instr=" hyperlink &quot;https://example.se/&quot; ">{LOOKS}</w:fldSimple>',
}


def _styles_of(content: bytes, text: str) -> list[str]:
    """The character style of each run with a text; "" for none."""
    whole = parts(content)[DOCUMENT].decode()
    runs = re.findall(rf"<w:r>(?:<w:rPr>((?:(?!</w:rPr>).)*)</w:rPr>)?<w:t[^>]*>{text}</w:t>", whole)
    return ["".join(re.findall(r'^<w:rStyle w:val="(\w+)"/>', look)) for look in runs]


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_a_link_has_the_letterheads_style(link: str, body: Path, root: Path, render: Render) -> None:
    """A link without a style gets the letterhead's, first among its looks; text beside it and other fields do not."""
    insert(body, f"<w:p>{link}{LOOKS.replace('hit', 'dit')}{_field(' REF mal ', LOOKS.replace('hit', 'dit'))}</w:p>")
    content = render().files[0].read_bytes()
    assert _styles_of(content, "hit") == ["Hyperlink"]
    assert _styles_of(content, "dit") == ["", ""]
    assert b'<w:rStyle w:val="Hyperlink"/><w:color' in parts(content)[DOCUMENT]
    letterhead = root / "templates" / "region-jh" / "brevmall.docx"
    change(letterhead, "word/styles.xml", lambda part: part.replace(b'w:val="Hyperlink"', b'w:val="Egen"'))
    change(body, DOCUMENT, lambda part: part.replace(b'w:rStyle w:val="Hyperlink"', b'w:rStyle w:val="Strong"'))
    assert _styles_of(render().files[0].read_bytes(), "hit") == [""]


def test_a_link_with_a_style_keeps_it(body: Path, render: Render) -> None:
    """Somebody chose it."""
    strong = LOOKS.replace("<w:color", '<w:rStyle w:val="Strong"/><w:color')
    insert(body, f'<w:p><w:hyperlink w:anchor="mal">{strong}</w:hyperlink></w:p>')
    assert _styles_of(render().files[0].read_bytes(), "hit") == ["Strong"]


def _section(inside: str = "", kind: str = "nextPage", *, wide: bool = False) -> str:
    """A paragraph that ends a section."""
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if wide else 'w:w="11906" w:h="16838"'
    margins = '<w:pgMar w:top="1729" w:right="1701" w:bottom="1276" w:left="1701" w:header="737" w:footer="567"'
    around = f'<w:type w:val="{kind}"/><w:pgSz {size}/>{margins} w:gutter="0"/>{inside}<w:cols w:space="708"/>'
    return f"<w:p><w:pPr><w:sectPr>{around}</w:sectPr></w:pPr></w:p>"


def _sections(content: bytes) -> list[str]:
    return re.findall(r"<w:sectPr.*?</w:sectPr>", parts(content)[DOCUMENT].decode())


def _paged(letterhead: Path) -> None:
    """A letterhead whose first page has a header of its own, without a number, and whose pages count from IV."""
    own = parts(letterhead.read_bytes())
    header = re.sub(rb'<w:r><w:fldChar w:fldCharType="begin".*end"/></w:r>', b"", own["word/header1.xml"])
    header = re.sub(rb"<w:t[^>]*>[ ()]+</w:t>", b"", header)
    lines = own[DOCUMENT_RELS].replace(b"</Relationships>", rels("rIdForst", "header", "header7.xml", external=False))
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    types = own["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/word/header7.xml" ContentType="' + kind + b'"/></Types>'
    )
    page = own[DOCUMENT].replace(b"<w:sectPr>", b'<w:sectPr><w:headerReference w:type="first" r:id="rIdForst"/>')
    page = page.replace(b"<w:cols", b'<w:pgNumType w:fmt="upperRoman" w:start="4"/><w:cols')
    page = page.replace(b"</w:sectPr>", b"<w:titlePg/></w:sectPr>")
    more = {"word/header7.xml": header, DOCUMENT_RELS: lines, "[Content_Types].xml": types, DOCUMENT: page}
    repacked(letterhead, letterhead, more)


@pytest.mark.parametrize("where", ["tjansteskrivelse.docx", "block/dokumenthuvud.docx"])
def test_every_section_has_the_letterheads_margins(where: str, root: Path, render: Render) -> None:
    """Header, footer and form of page numbers are the letterhead's in every section; what begins, begins once."""
    home = root / "templates" / "region-jh"
    _paged(home / "brevmall.docx")
    own = '<w:pgNumType w:start="90"/>'
    insert(home / where, paragraph("Ett.") + _section(own) + paragraph("Två.") + _section(own, wide=True))
    content = render().files[0].read_bytes()
    first, second, last = _sections(content)
    references = re.findall(r"<w:(?:header|footer)Reference[^>]*>", last)
    assert len(references) == 3
    for one in (first, second):
        assert re.findall(r"<w:(?:header|footer)Reference[^>]*>", one) == references
        assert one.startswith(f"<w:sectPr>{''.join(references)}<w:type ")
    assert "landscape" in second
    assert re.findall(r"<w:pgNumType[^>]*>", first) == ['<w:pgNumType w:fmt="upperRoman" w:start="4"/>']
    assert re.findall(r"<w:pgNumType[^>]*>", second + last) == ['<w:pgNumType w:fmt="upperRoman"/>'] * 2
    assert [one.count("<w:titlePg") for one in (first, second, last)] == [1, 0, 0]
    assert first.index("<w:pgNumType") < first.index("<w:cols") < first.index("<w:titlePg")


def test_a_document_of_one_section_has_all_that_the_letterhead_says(root: Path, render: Render) -> None:
    """First page and first number stand where they stood."""
    _paged(root / "templates" / "region-jh" / "brevmall.docx")
    [only] = _sections(render().files[0].read_bytes())
    assert '<w:pgNumType w:fmt="upperRoman" w:start="4"/>' in only
    assert "<w:titlePg/>" in only


def test_text_after_columns_goes_on_below_them(body: Path, render: Render) -> None:
    """The last section begins as the format says, where it has several; else as the letterhead says."""
    change(body, DOCUMENT, lambda part: part.replace(b"<w:pgSz", b'<w:type w:val="continuous"/><w:pgSz'))
    assert "<w:type" not in _sections(render().files[0].read_bytes())[-1]
    insert(body, _section() + paragraph("Spalt.") + _section(kind="continuous"))
    [*_, last] = _sections(render().files[0].read_bytes())
    assert re.search(r'<w:footerReference[^>]*><w:type w:val="continuous"/><w:pgSz ', last)


def test_narrow_spaces_in_a_template_are_plain(body: Path, render: Render) -> None:
    """Spaces that fonts lack are the two that all have: no-break where a number is held together."""
    insert(body, paragraph("10\u202f000 och\u200310\u2007000"))
    assert "10\u00a0000 och 10\u00a0000" in text_of(render().files[0].read_bytes())


@pytest.mark.office
def test_links_sections_and_page_numbers_reach_the_pdf(
    root: Path, body: Path, case: Case, write: Write, office: LibreOffice, tmp_path: Path
) -> None:
    """A wide page between two others, odd page numbers, links without looks: nothing is amiss."""
    _paged(root / "templates" / "region-jh" / "brevmall.docx")
    new = rels("rIdLank", "hyperlink", "https://example.se/a", external=True)
    change(body, DOCUMENT_RELS, lambda part: part.replace(b"</Relationships>", new))
    link = f'<w:p><w:hyperlink r:id="rIdLank">{LOOKS}</w:hyperlink></w:p>'
    field = f"<w:p>{_field('HYPERLINK &quot;https://example.se/b&quot;', LOOKS)}</w:p>"
    insert(body, link + field + _section() + paragraph("Bred.") + _section(wide=True))
    shop = Workshop(Settings(root=root, out=tmp_path / "ut"), office)
    [(result, proof)] = prove_file(write(case), shop)
    assert {one.code for one in result.findings} & {"sidnummer-fel", "lank-forlorad", "lasordning"} == set()
    assert proof is not None
    pdf = proof.files[".pdf"]
    content = read_pdf(pdf)
    heads = ["\n".join(page.splitlines()[:4]) for page in content.pages]
    assert all(case["diarienummer"] in head for head in heads)
    assert not re.search(r"\b(I|IV)\b", heads[0])
    assert re.search(r"\bV\b", heads[1])
    assert re.search(r"\bVI\b", heads[2])
    with opened(pdf) as file:
        boxes = [[float(one) for one in page.mediabox] for page in file.pages]
        links = {str(note.A.URI) for page in file.pages for note in page.obj.get("/Annots", ()) if "/A" in note}
    assert [box[2] > box[3] for box in boxes[:3]] == [False, True, False]
    assert {"https://example.se/a", "https://example.se/b"} <= links
