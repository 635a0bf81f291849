"""`generator mallar visa` and `git diff`: a Word file as text, in which every change shows and nothing else does."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from generator.errors import ExitCode, TemplateError
from generator.word.plaintext import plain_text
from generator.word.plaintext.names import swedish_name
from tests.conftest import CASES, ROOT
from tests.test_cli import run
from tests.tools import packed, parts, repacked

pytestmark = pytest.mark.thorough

LETTERHEAD = ROOT / "templates" / "standard" / "brevmall.docx"
BODY = next(
    path
    for path in sorted((ROOT / "templates").rglob("*.docx"))
    if b"<w:tbl>" in parts(path.read_bytes())["word/document.xml"]
)
DOCUMENT = "word/document.xml"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def shown(body: str, folder: Path, more: Mapping[str, str | bytes] | None = None) -> str:
    """What is shown of the standard's letterhead with another body: its part, without the heading."""
    content: dict[str, bytes | None] = {
        DOCUMENT: f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode(),
        **{name: part.encode() if isinstance(part, str) else part for name, part in (more or {}).items()},
    }
    text = plain_text(repacked(LETTERHEAD, folder / "fil.docx", content))
    return text.partition("== Brödtext ==\n")[2].partition("\n\n==")[0]


def links(*targets: tuple[str, str, str]) -> str:
    """The relationships of the body: id, kind, target; one that starts with http lies elsewhere."""
    lines = [
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if target.startswith('http') else ''}/>"
        for name, kind, target in targets
    ]
    return f'<Relationships xmlns="{RELS}">{"".join(lines)}</Relationships>'


def named(element: str, value: str) -> str:
    """An element with one value: `named("jc", "right")`."""
    return f'<w:{element} w:val="{value}"/>'


def run_of(text: str, properties: str = "") -> str:
    """A run."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run_of(text)}</w:p>"


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (paragraph("Bedömning", '<w:pStyle w:val="Heading2"/>'), "[Rubrik 2] Bedömning"),
        (paragraph("{{ arende.titel }}"), "{{ arende.titel }}"),
        (paragraph("Text", '<w:pStyle w:val="BodyText"/>'), "[Brödtext] Text"),
        (paragraph("Text", '<w:pStyle w:val="Okand"/>'), "[formatmallen «Okand», som saknas] Text"),
        (paragraph("Text", '<w:jc w:val="right"/><w:keepNext/>'), "[högerställd, håll ihop med nästa] Text"),
        (paragraph("", '<w:pStyle w:val="BodyText"/>'), "[Brödtext, tomt stycke] "),
        (f"<w:p>{run_of('A', '<w:b/>')}{run_of('B', '<w:b/>')}</w:p>", "[fet] AB"),
        (f"<w:p>{run_of('A ')}{run_of('B', '<w:b/>' + named('sz', '21'))}</w:p>", "A [10,5 pt, fet: B]"),
        (f"<w:p>{run_of('A', '<w:b/>')}{run_of('B', '<w:b/><w:i/>')}</w:p>", "[fet] A[kursiv: B]"),
        (f"<w:p>{run_of('A')}{run_of('B', named('rStyle', 'Strong'))}</w:p>", "A[Stark: B]"),
        (f"<w:p>{run_of('{{ han')}{run_of('dling.x }}')}</w:p>", "{{ handling.x }}"),
        (f"<w:p>{run_of('A', named('sz', '20') + named('szCs', '20'))}</w:p>", "[10 pt] A"),
        (f"<w:p>{run_of('A', named('sz', '20') + named('szCs', '34'))}</w:p>", "[10 pt, andra skrifter 17 pt] A"),
        (f"<w:p>{FIELD.format('PAGE', '7')}</w:p>", "[fält PAGE]"),
        (f"<w:p>{FIELD.format('REF titel', 'Rubriken')}</w:p>", "[fält REF titel]Rubriken"),
        ('<w:p><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>', "[fält NUMPAGES]"),
        ('<w:p><w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r></w:p>', "a[sidbrytning]b"),
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:tab/><w:noBreakHyphen/></w:r></w:p>", "a↵→[hårt bindestreck]"),
        (paragraph("1\u00a0000\u200b"), "1␣000[U+200B]"),
        ('<w:p><w:ins w:author="Ada"><w:r><w:t>ny</w:t></w:r></w:ins></w:p>', "[tillagt av Ada: ny]"),
        ('<w:p><w:del w:author="Ada"><w:r><w:delText>ur</w:delText></w:r></w:del></w:p>', "[borttaget av Ada: ur]"),
        (paragraph("x", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>'), "[lista 2 nivå 2] x"),
        ("<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>", "[formel: a+b]"),
        (f"<w:sdt><w:sdtContent>{paragraph('i en kontroll')}</w:sdtContent></w:sdt>", "i en kontroll"),
        ("<w:p><w:r><w:nyhet w:val='1'/></w:r></w:p>", "[nyhet (val 1)]"),
    ],
)  # fmt: skip
def test_a_paragraph_is_a_line(body: str, line: str, tmp_path: Path) -> None:
    """With its style in Word's Swedish, its looks, fields, changes and breaks; what is unknown stands as it is."""
    assert shown(body, tmp_path) == line.rstrip()


def test_a_link_shows_where_it_leads(tmp_path: Path) -> None:
    """Address, place in the file, and the words."""
    body = f'<w:p><w:hyperlink r:id="a" w:anchor="b">{run_of("här")}</w:hyperlink></w:p>'
    rels = {"word/_rels/document.xml.rels": links(("a", "hyperlink", "https://x.example"))}
    assert shown(body, tmp_path, rels) == "[länk https://x.example#b: här]"


def drawing(alternative: str = "", *, extra: str = "", width: int = 720_000) -> str:
    """A paragraph with a picture."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="360000"/>'
        f'<wp:docPr id="1" name="Bild" descr="{alternative}">{extra}</wp:docPr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:blipFill><a:blip r:embed="b"/></pic:blipFill><pic:spPr><a:prstGeom prst="rect"/></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def test_a_picture_shows_words_size_and_a_mark_of_its_content(tmp_path: Path) -> None:
    """A changed logo has another mark; one without alternative text, a decorative and a lost one say so."""
    rels = {"word/_rels/document.xml.rels": links(("b", "image", "media/logo.png"))}
    first, second = (shown(drawing("Logotyp"), tmp_path, {**rels, "word/media/logo.png": one}) for one in (b"1", b"2"))
    assert first == f"[bild: Logotyp; 2 cm × 1 cm; fil {sha256(b'1').hexdigest()[:8]}]"
    assert second == first.replace(sha256(b"1").hexdigest()[:8], sha256(b"2").hexdigest()[:8])
    assert shown(drawing(), tmp_path, rels) == "[bild utan alternativtext; 2 cm × 1 cm; fil saknas]"
    decorative = '<a:extLst><a:ext><x:decorative xmlns:x="x" val="1"/></a:ext></a:extLst>'
    assert shown(drawing(extra=decorative), tmp_path, rels).startswith("[bild: dekorativ;")
    linked = {"word/_rels/document.xml.rels": links(("b", "image", "https://x.example/l.png"))}
    assert "länkad från https://x.example/l.png" in shown(drawing("L"), tmp_path, linked)


def test_a_text_box_stands_below_its_paragraph_once(tmp_path: Path) -> None:
    """Its words are shown, and those of the older drawing of the same are not."""
    box = f"<w:txbxContent>{paragraph('I rutan', named('pStyle', 'Heading1'))}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Före</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wp:inline><wp:extent cx='1' cy='1'/><wps:wsp><wps:txbx>{box}</wps:txbx>"
        f"</wps:wsp></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect><v:textbox>{box}</v:textbox></v:rect>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    lines = shown(body, tmp_path).splitlines()
    assert lines[0].startswith("Före[textruta utan alternativtext; ")
    assert lines[1:] == ["    [i textrutan]", "    [Rubrik 1] I rutan"]


def test_an_old_watermark_shows_its_word(tmp_path: Path) -> None:
    """VML shapes keep their words in an attribute."""
    body = '<w:p><w:r><w:pict><v:shape style="width:1pt"><v:textpath string="UTKAST"/></v:shape></w:pict></w:r></w:p>'
    assert shown(body, tmp_path).startswith("[vattenstämpel: UTKAST; ritad ")


def test_a_table_is_a_line_to_each_row(tmp_path: Path) -> None:
    """Cells between bars, what the row shares in front of it, and a table in a cell below its row."""
    inner = f"<w:tbl><w:tblGrid/><w:tr><w:tc>{paragraph('inre')}</w:tc></w:tr></w:tbl>"
    style = '<w:pStyle w:val="Tabelltext"/>'
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Tabell"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="567"/><w:gridCol w:w="1134"/></w:tblGrid>'
        '<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:tcW w:w="567" w:type="dxa"/></w:tcPr>'
        f"{paragraph('A', style)}</w:tc>"
        f"<w:tc>{paragraph('B', style + named('jc', 'right'))}{paragraph('C', style)}</w:tc></w:tr>"
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{inner}{paragraph("")}</w:tc></w:tr></w:tbl>'
    )
    assert shown(table, tmp_path).splitlines() == [
        "[tabell, formatmall Tabell, kolumner 1 + 2 cm]",
        "[rubrikrad, Tabelltext] | A | [högerställd] B ¶ C |",
        "| [över 2 kolumner] |",
        "    [tabell]",
        "    | inre |",
    ]


def test_a_letterhead_shows_all_of_its_parts() -> None:
    """Body, header and footer with the pages that they stand on, pages, styles and lists, each under its heading."""
    text = plain_text(LETTERHEAD)
    headings = re.findall(r"^== (.*) ==$", text, re.MULTILINE)
    assert headings == [
        "Brödtext", "Sidhuvud 1 (alla sidor)", "Sidfot 1 (alla sidor)", "Sidor", "Formatmallar", "Listor", "Tema",
        "Inställningar",
    ]  # fmt: skip
    assert "papper A4, stående" in text
    assert re.search(
        r"^Rubrik 1: bygger på Normal, .* pt, fet, färg #\w+, dispositionsnivå 1, före", text, re.MULTILINE
    )
    assert "[fält PAGE]" in text


def test_notes_and_comments_stand_below(tmp_path: Path) -> None:
    """Each with the number that the text calls it by; a comment with its author."""
    note = f'<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="2">{paragraph("Not")}</w:footnote>'
    notes = f"<w:footnotes {SPACES}>{note}</w:footnotes>"
    comments = (
        f'<w:comments {SPACES}><w:comment w:id="5" w:author="Ada">{paragraph("Varför?")}</w:comment></w:comments>'
    )
    body = '<w:p><w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="5"/></w:r></w:p>'
    more = {"word/footnotes.xml": notes, "word/comments.xml": comments}
    assert shown(body, tmp_path, more) == "[fotnot 2][kommentar 5]"
    text = plain_text(tmp_path / "fil.docx")
    assert "== Fotnoter ==\n[fotnot 2] Not\n" in text
    assert "== Kommentarer ==\n[kommentar 5 av Ada] Varför?\n" in text


CHANGES = [
    (DOCUMENT, r'<w:pgMar w:top="\d+"', '<w:pgMar w:top="1730"', "marginaler"),
    (DOCUMENT, r"<w:pgSz [^>]*/>", '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>', "A4, liggande"),
    (DOCUMENT, r"(<w:cols [^>]*)/>", r"<w:titlePg/>\1/>", "särskild förstasida"),
    ("word/header1.xml", r"\{\{ profil\.namn \}\}", "Kommunen", "Kommunen"),
    ("word/styles.xml", r'(styleId="Heading3">.*?<w:sz w:val=")\d+', r"\g<1>31", "15,5 pt"),
    ("word/styles.xml", r'(styleId="Quote">.*?)<w:i/>', r'\1<w:i w:val="0"/>', "inte kursiv"),
    ("word/styles.xml", r'(styleId="BodyText">.*?w:after=")\d+', r"\g<1>141", "efter 7,05 pt"),
    ("word/styles.xml", r'w:fill="\w+"', 'w:fill="ABCDEF"', "bakgrund #ABCDEF"),
    ("word/styles.xml", r'(<w:docDefaults>.*?w:ascii=")[^"]*(" w:hAnsi=")[^"]*', r"\1Verdana\2Verdana", "Verdana"),
    ("word/styles.xml", r'(styleId="Quote">.*?<w:rPr>)', r'\1<w:rFonts w:asciiTheme="majorHAnsi"/>', "rubriktypsnitt"),
    ("word/styles.xml", r'(styleId="Quote">.*?<w:rPr>)', r'\1<w:emboss/>', "emboss"),
    ("word/styles.xml", r'(styleId="Quote">.*?<w:pPr>)', r'\1<w:framePr w:w="2000"/>', "framePr (w 2000)"),
    ("word/numbering.xml", r'<w:lvlText w:val="•"/>', '<w:lvlText w:val="■"/>', "punkten ■"),
    ("word/numbering.xml", r'<w:lvlText w:val="%1\."/>', '<w:lvlText w:val="%1)"/>', "«%1)»"),
    ("word/theme/theme1.xml", r'(<a:minorFont><a:latin typeface=")[^"]*', r"\1Verdana", "brödtexttypsnitt Verdana"),
    ("word/theme/theme1.xml", r'(<a:accent1><a:srgbClr val=")\w+', r"\g<1>ABCDEF", "accent1 #ABCDEF"),
    ("word/settings.xml", r"<w:autoHyphenation/>", "<w:evenAndOddHeaders/>", "särskilda jämna sidor"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "pattern", "new", "words"), CHANGES)
def test_whatever_changes_the_looks_shows(part: str, pattern: str, new: str, words: str, tmp_path: Path) -> None:
    """Page, header, style, list, theme and setting: a change of each is told in words that were not there."""
    before = parts(LETTERHEAD.read_bytes())[part].decode()
    after, count = re.subn(pattern, new, before, count=1, flags=re.DOTALL)
    assert count == 1
    assert after != before
    text = plain_text(repacked(LETTERHEAD, tmp_path / "ny.docx", {part: after.encode()}))
    old = plain_text(LETTERHEAD).splitlines()
    added = [line for line in text.splitlines() if line not in old]
    assert any(words in line for line in added), added


NOISE = [
    (DOCUMENT, r"<w:p>", '<w:p w:rsidR="00AB12CD" w:rsidP="00112233">'),
    (DOCUMENT, r'<w:r>(<w:t xml:space="preserve">)(..)', r'<w:r>\1\2</w:t></w:r><w:proofErr/><w:r>\1'),
    (DOCUMENT, r"<w:r>", '<w:bookmarkStart w:id="9" w:name="_GoBack"/><w:bookmarkEnd w:id="9"/><w:r>'),
    (DOCUMENT, r"<w:r>", '<w:r><w:rPr><w:lang w:val="sv-SE"/><w:noProof/></w:rPr>'),
    ("word/settings.xml", r'<w:zoom w:percent="100"/>', '<w:zoom/><w:rsids><w:rsid w:val="1"/></w:rsids>'),
    ("word/styles.xml", r"<w:qFormat/>", '<w:uiPriority w:val="34"/><w:qFormat/><w:rsid w:val="00AB12CD"/>'),
]  # fmt: skip


@pytest.mark.parametrize(("part", "pattern", "new"), NOISE)
def test_what_word_keeps_for_itself_does_not_show(part: str, pattern: str, new: str, tmp_path: Path) -> None:
    """Marks of editing, of the speller, of the window: saving a file in Word again is no change."""
    for source in (LETTERHEAD, BODY):
        before = parts(source.read_bytes())[part].decode()
        after = re.sub(pattern, new, before)
        assert after != before
        changes = {part: after.encode(), "docProps/core.xml": b"<x/>", "docProps/app.xml": b"<x/>"}
        assert plain_text(repacked(source, tmp_path / "ny.docx", changes)) == plain_text(source)


def test_parts_that_nobody_should_have_show(tmp_path: Path) -> None:
    """A macro or an embedded file is named, with a mark of its content; nothing is refused, it is only looked at."""
    text = plain_text(repacked(LETTERHEAD, tmp_path / "ny.docx", {"word/vbaProject.bin": b"x"}))
    assert f"== Övrigt i filen ==\nvbaProject.bin (word/vbaProject.bin, {sha256(b'x').hexdigest()[:8]})" in text


def test_a_file_that_python_docx_made_is_shown(tmp_path: Path) -> None:
    """Files of other programs too: another default style, numbered headings, a picture."""
    document = Document()
    document.add_heading("Rubrik", 1)
    document.add_paragraph("Punkt", style="List Bullet")
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)
    document.save(str(tmp_path / "a.docx"))
    text = plain_text(tmp_path / "a.docx")
    assert text.startswith("== Brödtext ==\n[Rubrik 1] Rubrik\n[Punktlista] Punkt\n[bild utan alternativtext; ")


def test_every_template_and_document_is_shown_the_same_way_twice(tmp_path: Path) -> None:
    """Each template, and a finished document: the same text every time, with every word that stands in it."""
    made = run("rendera", CASES[0], "--utan-pdf", "--ut", "ut", folder=tmp_path)
    assert made.returncode == 0
    files = [*(ROOT / "templates").rglob("*.docx"), *(tmp_path / "ut").rglob("*.docx")]
    for file in files:
        text = plain_text(file)
        assert text == plain_text(file)
        written = re.findall(r"<w:t(?: [^>]*)?>([^<]+)</w:t>", parts(file.read_bytes())[DOCUMENT].decode())
        for word in (one for text_ in written for one in re.findall(r"\w+", text_)):
            assert word in text, (file.name, word)


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [
        ("heading 1", "Rubrik 1"), ("Heading 9", "Rubrik 9"), ("heading 2 Char", "Rubrik 2 Char"), ("Title", "Rubrik"),
        ("Body Text", "Brödtext"), ("List Bullet 3", "Punktlista 3"), ("toc 2", "Innehåll 2"), ("Min egen", "Min egen"),
        ("Beslutspunkt 2", "Beslutspunkt 2"), ("", ""), ("list", "Lista"),
    ],
)  # fmt: skip
def test_styles_are_called_what_word_calls_them(name: str, shown_as: str) -> None:
    """Word's own in Swedish, with their numbers; anybody's own as they stand."""
    assert swedish_name(name) == shown_as


def test_damaged_files_are_refused_in_words_or_shown(tmp_path: Path) -> None:
    """Three hundred files with bytes changed, parts lost or cut: never anything but text or a refusal."""
    dice = random.Random(4)
    whole = parts(BODY.read_bytes())
    names = sorted(whole)
    outcomes = {"shown": 0, "refused": 0}
    for _ in range(300):
        content = dict(whole)
        name = dice.choice(names)
        part = bytearray(content[name])
        match dice.randrange(4):
            case 0:
                del content[name]
            case 1:
                content[name] = bytes(part[: dice.randrange(len(part))])
            case 2:
                for _ in range(5):
                    part[dice.randrange(len(part))] = dice.randrange(32, 127)
                content[name] = bytes(part)
            case _:
                content[name] = re.sub(rb'w:val="[^"]*"', b'w:val="?"', bytes(part), count=dice.randrange(1, 30))
        file = tmp_path / "skadad.docx"
        file.write_bytes(packed(content))
        try:
            plain_text(file)
            outcomes["shown"] += 1
        except TemplateError:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 20


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (lambda _: None, ExitCode.TEMPLATE, "Mallfilen finns inte."),
        (lambda file: file.write_text("hej", "utf-8"), ExitCode.TEMPLATE, "Filen är inte ett Word-dokument (.docx)"),
        (
            lambda file: file.write_bytes(packed({"xl/a.xml": b"<a/>"})),
            ExitCode.TEMPLATE,
            "Filen är inte ett Word-dokument",
        ),
        (lambda file: file.mkdir(), ExitCode.FOLDER, "en mapp ligger där en fil skulle vara"),
    ],
    ids=["missing", "text", "other", "folder"],
)
def test_what_is_no_word_file_is_told(make: object, code: ExitCode, said: str, tmp_path: Path) -> None:
    """In Swedish, with what to do, and with the code of whoever must act; git gets a line, and no path that varies."""
    file = tmp_path / "fil.docx"
    make(file)  # type: ignore[operator]
    done = run("mallar", "visa", file, folder=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Gör så här:" in done.stderr
    lenient = run("mallar", "visa", "--for-git", file, folder=tmp_path)
    assert (lenient.returncode, lenient.stderr) == (0, "")
    assert said in lenient.stdout
    assert "fil.docx" not in lenient.stdout


def test_the_text_is_utf8_whatever_the_shell_speaks(tmp_path: Path) -> None:
    """Git and other programs that read it get the same bytes everywhere."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    command = [sys.executable, "-m", "generator", "mallar", "visa", str(LETTERHEAD)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert done.stdout.decode() == plain_text(LETTERHEAD)


class Clone:
    """A git repository in a folder with a blank in its name, prepared by script/forbered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        shutil.copytree(ROOT / "script", folder / "script")
        shutil.copy(ROOT / ".gitattributes", folder)
        self.prepare = folder / "script" / "prov"
        self.prepare.write_text('#!/bin/sh\nset -eu\n. "$(dirname "$0")/forbered"\nteach_git\n', "utf-8")

    def run(self, *words: str | Path) -> str:
        """Run a program in the folder; it must succeed and say nothing on standard error."""
        home = {"HOME": str(self.folder), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
        names = {f"GIT_{who}_{what}": "x@example.se" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        environment = {"PATH": os.environ["PATH"], **home, **names}
        done = subprocess.run(
            [str(word) for word in words], cwd=self.folder, env=environment, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b""), done.stderr
        return done.stdout.decode()

    def install(self) -> None:
        """A .venv with the command in it, as the scripts make one; nobody has activated it."""
        command = self.folder / ".venv" / "bin" / "generator"
        command.parent.mkdir(parents=True)
        command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n', "utf-8")
        command.chmod(0o755)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A repository with a committed letterhead that has a logo."""
    one = Clone(tmp_path / "en mapp" / "klon")
    one.install()
    one.run("git", "init", "-q")
    one.run("sh", one.prepare)
    write_letterhead(one.folder / "brevmall.docx", "Före", b"gammal", "26")
    one.run("git", "add", ".gitattributes", "brevmall.docx")
    one.run("git", "commit", "-q", "-m", "x")
    return one


def write_letterhead(file: Path, word: str, logo: bytes, size: str) -> None:
    """A letterhead with one word, one logo and one size of heading."""
    document = f"<w:document {SPACES}><w:body>{paragraph(word)}{drawing('Logotyp')}</w:body></w:document>"
    styles = parts(LETTERHEAD.read_bytes())["word/styles.xml"].decode()
    styles, count = re.subn(
        r'(styleId="Heading2">.*?<w:sz w:val=")\d+', rf"\g<1>{size}", styles, count=1, flags=re.DOTALL
    )
    assert count == 1
    rels = links(("b", "image", "media/logo.png"))
    changes = {
        DOCUMENT: document.encode(), "word/styles.xml": styles.encode(), "word/media/logo.png": logo,
        "word/_rels/document.xml.rels": rels.encode(),
    }  # fmt: skip
    repacked(LETTERHEAD, file, changes)


def changed(difference: str) -> list[str]:
    """The lines that a difference takes away and puts in."""
    return [line for line in difference.splitlines() if re.match(r"[-+](?![-+])", line)]


def test_git_diff_shows_words(clone: Clone) -> None:
    """A changed word, logo and style are three lines; from a folder below, and in the log, it is the same."""
    write_letterhead(clone.folder / "brevmall.docx", "Efter", b"ny", "31")
    difference = clone.run("git", "diff")
    lines = changed(difference)
    assert "Binary files" not in difference
    assert lines[0] == "-Före"
    assert lines[2] == "+Efter"
    assert {one.partition("fil ")[2] for one in lines if "[bild: Logotyp" in one} == {
        f"{sha256(logo).hexdigest()[:8]}]" for logo in (b"gammal", b"ny")
    }
    styles = [one for one in lines if "Rubrik 2:" in one]
    assert ("13 pt" in styles[0], "15,5 pt" in styles[1]) == (True, True)
    assert len(lines) == 6
    assert re.search(r"^@@ .* @@ == Formatmallar ==$", difference, re.MULTILINE)
    below = clone.folder / "en till"
    below.mkdir()
    assert changed(clone.run("git", "-C", below, "diff")) == lines
    clone.run("git", "commit", "-q", "-a", "-m", "y")
    assert changed(clone.run("git", "log", "-p", "-1")) == lines
    tree = clone.folder.parent / "annat träd"
    clone.run("git", "worktree", "add", "-q", "--detach", tree)
    shutil.copytree(clone.folder / "script", tree / "script")
    assert changed(clone.run("git", "-C", tree, "log", "-p", "-1")) == lines


def test_a_broken_file_does_not_stop_the_difference(clone: Clone) -> None:
    """The other files are shown all the same, and two broken versions are told apart."""
    (clone.folder / "brevmall.docx").write_bytes(b"inte Word")
    (clone.folder / "annan.txt").write_text("a\n", "utf-8")
    clone.run("git", "add", "-N", "annan.txt")
    lines = changed(clone.run("git", "diff"))
    assert any(one.startswith("+[Går inte att visa som text: Filen är inte ett Word-dokument") for one in lines)
    assert "+a" in lines
    clone.run("git", "commit", "-q", "-a", "-m", "y")
    (clone.folder / "brevmall.docx").write_bytes(b"inte heller Word")
    assert len(changed(clone.run("git", "diff"))) == 2


def test_a_missing_program_does_not_stop_the_difference(clone: Clone) -> None:
    """Without .venv git shows a line that says what to do, and the other files."""
    shutil.rmtree(clone.folder / ".venv")
    write_letterhead(clone.folder / "brevmall.docx", "Efter", b"ny", "31")
    lines = changed(clone.run("env", "PATH=/usr/bin:/bin", "git", "diff"))
    assert [line[:1] for line in lines] == ["-", "+"]
    assert all("Kör script/demo och pröva igen." in line for line in lines)


def test_git_is_told_once_and_only_where_it_should_be(tmp_path: Path, clone: Clone) -> None:
    """Run again it changes nothing, a choice of one's own stands, and a folder that is no clone is left alone."""
    before = (clone.folder / ".git" / "config").read_text("utf-8")
    clone.run("sh", clone.prepare)
    assert (clone.folder / ".git" / "config").read_text("utf-8") == before
    clone.run("git", "config", "diff.word.textconv", "eget")
    clone.run("sh", clone.prepare)
    assert clone.run("git", "config", "diff.word.textconv") == "eget\n"
    bare = Clone(clone.folder / "uppackad")  # lies in a repository, but is none
    bare.run("sh", bare.prepare)
    assert not (bare.folder / ".git").exists()
    assert clone.run("git", "config", "diff.word.textconv") == "eget\n"


def test_word_files_are_never_merged_or_converted(clone: Clone) -> None:
    """A merge of two versions would be a broken file, and so would one with other line ends."""
    told = clone.run("git", "check-attr", "text", "merge", "diff", "--", "a.docx").splitlines()
    assert told == ["a.docx: text: unset", "a.docx: merge: unset", "a.docx: diff: word"]
