"""The web page of a document: every word is there, in elements that say what it is, and nothing bars anybody."""

from __future__ import annotations

import re
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from axe_selenium_python import Axe
from hypothesis import given, settings
from lxml import etree, html
from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from generator.archival import Imprint
from generator.flow import (
    Block,
    Cell,
    Flow,
    Heading,
    Heads,
    Inline,
    Item,
    LineBreak,
    Link,
    Listing,
    Note,
    NoteMark,
    Paragraph,
    Picture,
    Quotation,
    Table,
    Words,
)
from generator.html import web_page
from generator.model import Document
from generator.pdf.xmp import PROPERTIES, packet, read_imprint
from generator.word.flow import read_flow
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT
from tests.flowtools import letters, word
from tests.test_flow import BODIES
from tests.tools import documents

TOOLS = ROOT / ".venv" / "npm" / "node_modules"
"""Where `script/test` puts the checkers of web pages that come by npm."""
CHECKER = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
AXE = TOOLS / "axe-core" / "axe.min.js"

IMPRINT = Imprint(
    title="Ny bro över ån",
    subject="Ansökan om bidrag till en bro",
    creator="Region Exempel",
    language="sv-SE",
    day=date(2024, 3, 1),
    diarienummer="RUN/1/2024",
    handling="2024-03-01-tjansteskrivelse",
    format="tjansteskrivelse",
    status="utkast",
    templates="a1",
    rules="b2",
    program="1.2.3",
)


def flow(*body: Block, notes: tuple[Note, ...] = (), header: tuple[Block, ...] = (), language: str = "sv-SE") -> Flow:
    """A flow."""
    return Flow(language=language, body=body, notes=notes, header=header, footer=())


def para(*inlines: Inline | str, align: str = "", close: bool = False, anchors: tuple[str, ...] = ()) -> Paragraph:
    """A paragraph; a string is words without looks."""
    said = tuple(Words(text=one) if isinstance(one, str) else one for one in inlines)
    return Paragraph(style="body text", inlines=said, align=align, close=close, anchors=anchors)


def heading(text: str, level: int = 1, label: str = "", anchors: tuple[str, ...] = ()) -> Heading:
    """A heading."""
    return Heading(level=level, inlines=(Words(text=text),), label=label, anchors=anchors)


def listing(*labels: str, ordered: bool = True) -> Listing:
    """A list with these labels, whose items say "x"."""
    return Listing(ordered=ordered, items=tuple(Item(label=one, blocks=(para("x"),)) for one in labels))


def cell(text: str = "x", heads: Heads | None = None, columns: int = 1, rows: int = 1, align: str = "") -> Cell:
    """A cell."""
    blocks = (para(text, align=align),) if text else ()
    return Cell(blocks=blocks, heads=heads, columns=columns, rows=rows)


def png(form: str = "PNG") -> bytes:
    """A picture of two pixels."""
    out = BytesIO()
    Image.new("RGB", (2, 1), "red").save(out, form)
    return out.getvalue()


def picture(alt: str = "En karta", *, decorative: bool = False, content: bytes = b"", kind: str = "") -> Picture:
    """A picture; without content a drawing."""
    return Picture(alt=alt, decorative=decorative, content=content, kind=kind, width=100.4, height=50)


def page(*body: Block, **more: object) -> html.HtmlElement:
    """The page of a flow, read back."""
    return html.document_fromstring(web_page(flow(*body, **more), IMPRINT))  # type: ignore[arg-type]


def main(*body: Block, **more: object) -> str:
    """What stands in the page's main part, as it is written."""
    part = page(*body, **more).find(".//main")
    assert part is not None
    made = "".join(etree.tostring(one, encoding="unicode", method="html").strip() for one in part)
    return re.sub(r"\n(?=<(?!span))", "", made)


def imprint(document: Document) -> Imprint:
    """What a document says about itself."""
    return replace(
        IMPRINT,
        title=document.title,
        creator=document.organisation,
        diarienummer=document.arende.diarienummer,
        language=document.language,
    )


EVERYTHING = flow(
    para("Tjänsteskrivelse"),
    para("Telefon\t010-000 00 00"),
    para("E-post\tanna@example.se", close=True),
    para("Sammanträde 2024-03-12", close=True),
    heading("Bro & <väg>", anchors=("början",)),
    para("Se ", Link(target="#början", inlines=(Words(text="början"),)), " och ", NoteMark(index=0), "."),
    para(
        Link(target="https://example.se/?a=1&b=2", inlines=(Words(text="ut"),)),
        Words(text=" fet", strong=True),
        Words(text=" sned", emphasis=True),
        Words(text=" kod", code=True),
        Words(text="2", raised=True),
        Words(text="i", lowered=True),
        Words(text=" bridge", language="en-GB"),
        LineBreak(),
        NoteMark(index=1),
        NoteMark(index=0),
    ),
    heading("Avsnitt", 2, "1"),
    heading("Djupt", 3, "1.1"),
    heading("Djupare", 8),
    Listing(
        ordered=True,
        items=(
            Item(label="1.", blocks=(para("ett"), listing("•", "•", ordered=False))),
            Item(label="2.", blocks=(para("två"), para("mer"), listing("a)", "b)"), listing("–", ordered=False))),
            Item(label="4.", blocks=()),
        ),
    ),
    listing("2.1", "2.2"),
    listing("c.", "d."),
    listing("att", "att", ordered=False),
    Quotation(blocks=(para("citat"), para("mer"))),
    Table(
        rows=(
            (cell("A", Heads.COLUMN), cell("B", Heads.COLUMN, columns=2), cell("", Heads.COLUMN)),
            (cell("rad", Heads.ROW, rows=2), cell(), cell(align="right"), cell("")),
            (cell(), cell()),
            (cell("bred", columns=4),),
        )
    ),
    Table(rows=((cell("a"), Cell(blocks=(para("inre"), Table(rows=((cell("b"), cell("c")),))))),)),
    para(Words(text="for x in y:", code=True), LineBreak(), Words(text="    gör(x)", code=True)),
    para(picture(content=png(), kind="image/png"), picture("", decorative=True, content=png(), kind="image/png")),
    para(picture("Ett diagram"), picture(content=png("BMP"), kind="image/bmp")),
    para("mitt", align="center"),
    notes=(
        Note(sign="1", blocks=(para("Noten."),)),
        Note(sign="*", blocks=(para("En annan."), para("Med mer."))),
    ),
    header=(
        para(Words(text="Region Exempel\tTjänsteskrivelse", strong=True)),
        para("Dnr RUN/1/2024", close=True),
        Table(rows=((cell("Box 1"), cell("010-000 00 00")),)),
    ),
)


# Every word is there


def _text(root: html.HtmlElement, *parts: str) -> str:
    """Every character of parts of a page that is no space, without what the page says itself."""
    for own in root.xpath(
        '//*[@class="tecken" or @class="nummer" or @class="anrop" or @class="tillbaka" or @id="noter"]'
    ):
        own.drop_tree()
    return "".join("".join("".join(root.find(f".//{part}").itertext()) for part in parts).split())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_word_of_the_examples_is_on_their_pages(path: Path, lenient: Workshop) -> None:
    """The page has the words of the document, its notes, header and footer in their order, and every fact of it."""
    for document, rendered in documents(path, lenient):
        read = read_flow(rendered.content)
        root = html.document_fromstring(web_page(read, imprint(document)))
        whole = " ".join(root.text_content().split()).casefold()
        for fact in document.facts:
            assert any(" ".join(text.split()).casefold() in whole for text in fact.texts), fact
        assert _text(root, "main") == letters(read)
        margins = [flow(*part) for part in (read.header, read.footer)]
        assert [_text(root, "header"), _text(root, "footer")] == [letters(one) for one in margins]


def test_every_word_of_every_construct_is_on_the_page() -> None:
    """No construct loses a word."""
    root = html.document_fromstring(web_page(EVERYTHING, IMPRINT))
    for drawn in root.xpath('//*[@class="bild"]'):
        drawn.drop_tree()
    assert _text(root, "main") == letters(EVERYTHING)


@settings(max_examples=100)
@given(BODIES)
def test_no_mixture_of_constructs_loses_a_word(body: str) -> None:
    """Whatever stands in the Word file, in any order, the page has the words of its flow."""
    read = read_flow(word(body))
    root = html.document_fromstring(web_page(read, IMPRINT))
    for own in root.xpath("//main/h1[1]")[: not any(isinstance(one, Heading) for one in read.body)]:
        own.drop_tree()
    assert _text(root, "main") == letters(read)


def test_labels_are_shown_as_they_are_printed() -> None:
    """A label is what the browser counts, or text: with value and start, letters, and words."""
    assert main(listing("1.", "2.", "5.")).startswith('<h1>Ny bro över ån</h1><ol><li>x</li><li>x</li><li value="5">')
    assert '<ol start="3">' in main(listing("3.", "4."))
    assert '<ol type="a"><li>' in main(listing("a.", "b."))
    assert '<ol type="A" start="3">' in main(listing("C.", "D."))
    for label in ("a)", "2.1", "1", "§ 1"):
        assert f'<ol class="egna"><li><span class="tecken">{label}</span> <div>x</div></li></ol>' in main(
            listing(label)
        )
    for mixed in (("a.", "2."), ("a.", "B.")):
        assert '<span class="tecken">a.</span>' in main(listing(*mixed))


def test_bullets_are_the_browsers_own_where_they_look_alike() -> None:
    """Points and dashes are bullets; what has words or other signs is shown as text."""
    assert "<ul><li>x</li><li>x</li></ul>" in main(listing("•", "•", ordered=False))
    assert '<ul class="streck"><li>' in main(listing("–", ordered=False))
    assert '<ul class="egna"><li><span class="tecken">att</span>' in main(listing("att", ordered=False))
    assert '<ul class="egna">' in main(listing("•", "✓", ordered=False))


# Elements


def test_headings_have_their_levels_and_numbers() -> None:
    """A number stands before its heading; what lies deeper than HTML's own levels says so."""
    assert main(heading("a"), heading("b", 2, "2.1")) == '<h1>a</h1><h2><span class="nummer">2.1</span> b</h2>'
    deep = main(*(heading("x", level) for level in range(1, 9)))
    assert deep.endswith('<h6>x</h6><h6 aria-level="7">x</h6><h6 aria-level="8">x</h6>')


def test_no_level_of_headings_is_skipped() -> None:
    """Where the document leaps over levels the page does not, and headings of one level stay of one level."""
    found = main(*(heading("x", level) for level in (1, 3, 3, 5, 2, 4, 1)))
    assert [one[1] for one in re.findall("<(h.)", found)] == ["1", "2", "2", "3", "2", "3", "1"]
    assert main(heading("a", 3), heading("b", 2)).endswith("<h2>a</h2><h2>b</h2>")


def test_a_page_has_a_first_heading() -> None:
    """A document without a heading of the first level gets its title as one."""
    assert main(heading("a", 2)) == "<h1>Ny bro över ån</h1><h2>a</h2>"
    assert "Ny bro" not in main(heading("a", 1))


def test_tables_have_scoped_headings() -> None:
    """Rows of headings are the table's head; each heading says what it heads, and an empty one is none."""
    table = Table(
        rows=(
            (cell("A", Heads.COLUMN), cell("B", Heads.COLUMN, columns=2), cell("", Heads.COLUMN)),
            (cell("r", Heads.ROW, rows=2), cell("1"), cell("2", align="right"), cell("3")),
            (cell("4"), cell("5"), cell("6")),
        )
    )
    found = main(heading("Kostnader"), table)
    assert found.removeprefix("<h1>Kostnader</h1>") == (
        '<div class="tabell" role="region" aria-label="Tabell 1: Kostnader" tabindex="0"><table>'
        '<thead><tr><th scope="col">A</th><th scope="colgroup" colspan="2">B</th><td></td></tr></thead>'
        '<tbody><tr><th scope="rowgroup" rowspan="2">r</th><td>1</td><td class="hoger">2</td><td>3</td></tr>'
        "<tr><td>4</td><td>5</td><td>6</td></tr></tbody></table></div>"
    )


def test_odd_tables_are_made_even() -> None:
    """Short rows are filled, and columns in which no cell begins are not counted: browsers need a whole grid."""
    found = main(Table(rows=((cell("bred", columns=2), cell("a")), (cell("b", columns=2),))))
    assert "<tr><td>bred</td><td>a</td></tr><tr><td>b</td><td></td></tr>" in found


def test_a_head_that_reaches_into_the_body_is_no_head() -> None:
    """A heading that is merged with cells below the head keeps its place: head and body are not parted."""
    table = Table(rows=((cell("A", Heads.COLUMN, rows=2), cell("B", Heads.COLUMN)), (cell("1"),)))
    assert '<table><tbody><tr><th scope="col" rowspan="2">A</th>' in main(table)


def test_a_table_in_a_table_has_no_box_of_its_own() -> None:
    """Only the outer one can be moved sideways, and is a region with a name."""
    inner = Cell(blocks=(Table(rows=((cell("a"), cell("b")),)),))
    found = page(Table(rows=((inner, cell("c")),)))
    assert len(found.xpath("//table")) == 2
    assert len(found.xpath('//*[@role="region"]')) == 1


def test_notes_are_called_and_lead_back() -> None:
    """A call leads to its note and the note to its first call; a second call has no id that is taken."""
    root = page(para("a", NoteMark(index=0), NoteMark(index=0)), notes=(Note(sign="1", blocks=(para("Not."),)),))
    calls = root.xpath('//a[@role="doc-noteref"]')
    assert [(one.get("href"), one.get("id"), one.text) for one in calls] == [
        ("#not-1", "anrop-1", "1"),
        ("#not-1", None, "1"),
    ]
    [back] = root.xpath('//*[@role="doc-endnotes"]//li[@id="not-1"]//a[@role="doc-backlink"]')
    assert back.get("href") == "#anrop-1"


def test_only_links_that_are_safe_and_lead_somewhere_are_links() -> None:
    """Web, mail and telephone addresses, and bookmarks that are there; of all else the text is left."""

    def linked(target: str) -> str:
        return main(para(Link(target=target, inlines=(Words(text="x"),)), anchors=("här",)))

    for target in ("https://example.se", "http://example.se", "mailto:a@example.se", "tel:+4610"):
        assert f'<a href="{target}">x</a>' in linked(target)
    assert '<p id="stalle-1"><a href="#stalle-1">x</a></p>' in linked("#här")
    for target in ("javascript:alert(1)", "JAVASCRIPT:x", " javascript:x", "data:text/html,x", "file:///etc", "a.docx"):
        assert "<p>x</p>" in linked(target)
    for target in ("#borta", "https://[x", "//example.se", ""):
        assert "href" not in linked(target)


def test_looks_and_languages_are_elements() -> None:
    """Looks that mean something are elements, and another language is said."""
    words = Words(text="x", strong=True, emphasis=True, language="en-GB")
    assert '<span lang="en-GB"><strong><em>x</em></strong></span>' in main(para(words))
    low = (Words(text="a", code=True), Words(text="b", raised=True), Words(text="c", lowered=True))
    assert "<code>a</code><sup>b</sup><sub>c</sub>" in main(para(*low))


def test_lines_of_code_keep_their_spaces() -> None:
    """A paragraph of nothing but code in lines is a listing."""
    code = para(Words(text="a:", code=True), LineBreak(), Words(text="    b", code=True))
    assert "<pre><code>a:\n    b</code></pre>" in main(code)


def test_rows_with_tabs_are_columns() -> None:
    """Neighbouring rows with tabs, and lines that stand close to them, are one block, with a space between columns."""
    found = main(para("Dnr\t1"), para("Organ\tNämnden"), para("Möte 12", close=True), para("a" * 91, close=True))
    assert (
        '<div class="rader"><p class="flikar"><span>Dnr</span>\t<span>1</span></p>'
        '<p class="flikar"><span>Organ</span>\t<span>Nämnden</span></p><p>Möte 12</p></div><p>aaa' in found
    )


def test_pictures_lie_in_the_page() -> None:
    """A picture is held in the page with its text; one that browsers do not know is made one that they do."""
    found = main(para(picture(content=png(), kind="image/png")))
    assert (
        f'<img src="data:image/png;base64,{b64encode(png()).decode()}" alt="En karta" width="100" height="50">' in found
    )
    assert 'alt=""' in main(para(picture("x", decorative=True, content=png(), kind="image/png")))
    [made] = page(para(picture(content=png("BMP"), kind="image/bmp"))).xpath("//img")
    with Image.open(BytesIO(b64decode(made.get("src").partition(",")[2]))) as image:
        assert (image.format, image.size) == ("PNG", (2, 1))


def test_what_cannot_be_shown_is_said() -> None:
    """A drawing or a file that no browser shows is its text; without text it is nothing."""
    for one in (picture(), picture(content=b"emf", kind="image/emf"), picture(content=b"trasig", kind="image/bmp")):
        assert '<span class="bild">[Bild: En karta]</span>' in main(para(one))
    assert "<p>a</p>" in main(para("a", picture("", decorative=True)))


# The page as a whole


def test_nothing_is_taken_for_markup() -> None:
    """Whatever stands in texts, labels, addresses and the imprint, it is text; what no page can hold is left out."""
    bad = "<script>\"&'</script>\x85\ufffe"
    words = Words(text=bad, language=bad)
    body = para(words, Link(target=f"https://{bad}", inlines=(words,)), picture(bad), NoteMark(index=0))
    nasty = flow(heading(bad, 1, bad), body, listing(bad), notes=(Note(sign=bad, blocks=()),), language=bad)
    made = web_page(nasty, replace(IMPRINT, title=bad, creator=bad, diarienummer=bad, subject=bad, handling=bad))
    assert b"<script" not in made
    assert "\x85" not in made.decode().partition("<body>")[2]
    root = html.document_fromstring(made)
    assert {one.tag for one in root.iter() if isinstance(one.tag, str)} <= {
        "html", "head", "meta", "title", "style", "body", "a", "header", "p", "main", "h1", "span", "sup", "ol", "li",
        "div", "section", "h2",
    }  # fmt: skip


def test_the_page_says_what_it_is() -> None:
    """Language, title and the facts for registers stand in the head."""
    root = page(para("a"))
    assert root.get("lang") == "sv-SE"
    assert root.findtext(".//title") == "Ny bro över ån – RUN/1/2024 – Region Exempel"
    said = {one.get("name"): one.get("content") for one in root.iter("meta") if one.get("name")}
    assert said["dcterms.identifier"] == "RUN/1/2024"
    assert said["dcterms.date"] == "2024-03-01"
    assert said["description"].startswith("Ansökan om bidrag till en bro.")


def test_the_page_says_the_same_of_its_handling_as_the_pdf() -> None:
    """Every property of our own in a PDF's metadata stands in the page, too, by the same name."""
    said = {str(one.get("name")): one.get("content") for one in page(para("a")).iter("meta")}
    with pikepdf.new() as file:
        file.add_blank_page()
        file.Root.Metadata = file.make_stream(packet(IMPRINT, "2A", "x"))
        file.save(kept := BytesIO())
    own = {name.removeprefix("handling."): value for name, value in said.items() if name.startswith("handling.")}
    assert own == read_imprint(kept.getvalue())
    assert own.keys() == PROPERTIES.keys()


def test_organisation_and_number_stand_in_the_header_once() -> None:
    """The header is the document's own; what it lacks of organisation and diarienummer is added."""
    bare = page(para("a")).find(".//header")
    assert bare is not None
    assert bare.text_content().split("\n")[1:-1] == ["Region Exempel", "", "Diarienummer RUN/1/2024"]
    own = page(para("a"), header=(para("Region Exempel"), para("Dnr RUN/1/2024"))).find(".//header")
    assert own is not None
    assert own.text_content().split() == ["Region", "Exempel", "Dnr", "RUN/1/2024"]


def test_a_header_set_in_a_table_is_no_table() -> None:
    """What stands in a table of the header is there for its looks: columns, and no headings before the document's."""
    columns = Table(rows=((cell("Region Exempel"), cell(""), Cell(blocks=(heading("Dnr RUN/1/2024", 1, "1"),))),))
    found = page(heading("a"), header=(columns,))
    assert found.xpath("//header//table | //header//h1") == []
    assert [one.text_content().strip() for one in found.xpath('//div[@class="spalter"]/div')] == [
        "Region Exempel",
        "1 Dnr RUN/1/2024",
    ]


def test_the_pages_own_words_are_swedish() -> None:
    """In a document of another language what the page itself says is marked as Swedish."""
    english = page(para("a"), language="en-GB")
    assert [one.get("lang") for one in english.xpath('//a[@class="hoppa"]')] == ["sv"]
    assert page(para("a")).xpath('//a[@class="hoppa"]/@lang') == []


def test_the_page_stands_alone() -> None:
    """Its policy lets nothing in but its own style sheet and pictures; nothing on it is fetched or run."""
    root = html.document_fromstring(web_page(EVERYTHING, IMPRINT))
    [policy] = root.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    [style] = root.xpath("//style/text()")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;")
    assert root.xpath("//script | //link | //iframe | //*[@style] | //@*[starts-with(name(), 'on')]") == []
    assert all(one.startswith("data:") for one in root.xpath("//@src"))
    assert "url(" not in style
    assert "@import" not in style


def test_equal_flows_give_equal_pages() -> None:
    """The same document is the same page, byte for byte."""
    assert web_page(EVERYTHING, IMPRINT) == web_page(EVERYTHING, IMPRINT)


# Checkers and browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, lenient: Workshop) -> list[Path]:
    """The page of every example and of every construct, as files."""
    folder = tmp_path_factory.mktemp("sidor")
    made = {"allt": web_page(EVERYTHING, IMPRINT)}
    for path in CASES:
        for document, rendered in documents(path, lenient):
            name = f"{path.stem}-{document.handling.file_stem}"
            made[name] = web_page(read_flow(rendered.content), imprint(document))
    for name, content in made.items():
        (folder / f"{name}.html").write_bytes(content)
    return sorted(folder.iterdir())


def checked(*files: Path) -> subprocess.CompletedProcess[str]:
    """What the Nu Html Checker says; warnings count as errors.

    It holds every picture in a page to be barred by a policy that lets in
    `data:`, which it is not (CSP level 3, 6.7.2.8): that the browser shows them
    is tried besides.
    """
    assert CHECKER.exists(), "script/test hämtar Nu Html Checker"
    alarm = r".*Content Security Policy.*image .data:image/.* blocked by .img-src. directive.*"
    command = ["java", "-jar", str(CHECKER), "--Werror", "--filterpattern", alarm, "--format", "gnu"]
    command += map(str, files)
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.browser
def test_pages_are_valid_html(pages: list[Path], tmp_path: Path) -> None:
    """The Nu Html Checker, W3C's own, has neither error nor warning; of a page that is changed it has."""
    found = checked(*pages)
    assert (found.returncode, found.stderr) == (0, "")
    wrong = tmp_path / "fel.html"
    wrong.write_bytes(pages[0].read_bytes().replace(b"</main>", b"<p><div></p></main>"))
    assert checked(wrong).returncode == 1


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Debian's chromium, with nothing in it from before."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
    for flag in (*flags, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


def shown(browser: webdriver.Chrome, file: Path, scheme: str = "light", width: int = 1100) -> None:
    """Show a page."""
    features = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", features)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(file.as_uri())


def violations(browser: webdriver.Chrome) -> list[tuple[str, list[str]]]:
    """What axe finds against the page that is shown, contrast by WCAG's level AAA too."""
    assert AXE.exists(), "script/test hämtar axe-core"
    axe = Axe(browser, str(AXE))
    axe.inject()
    options = '{"rules": {"color-contrast-enhanced": {"enabled": true}}}'
    found = axe.run(options=options)["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_bars_anybody(browser: webdriver.Chrome, pages: list[Path], scheme: str) -> None:
    """The axe rules find nothing on any page, light or dark, and the browser has nothing to complain of."""
    for file in pages:
        shown(browser, file, scheme)
        assert violations(browser) == [], file.name
        assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
        assert browser.execute_script("return [...document.images].every(one => one.naturalWidth > 0)")


@pytest.mark.browser
def test_axe_sees_a_fault(browser: webdriver.Chrome, pages: list[Path], tmp_path: Path) -> None:
    """A picture without a text and a text too pale are found: the check is able to fail."""
    wrong = tmp_path / "fel.html"
    broken = pages[0].read_bytes().replace(b"'none'", b"*").replace(b"style-src", b"style-src 'unsafe-inline'; x-src")
    wrong.write_bytes(broken.replace(b"</main>", b'<p style="color:#666">blek</p><img src="data:,"></main>'))
    shown(browser, wrong)
    assert {one for one, _ in violations(browser)} >= {"image-alt", "color-contrast-enhanced"}


@pytest.mark.browser
def test_a_narrow_window_hides_nothing(browser: webdriver.Chrome, pages: list[Path]) -> None:
    """At 320 pixels, WCAG 1.4.10, no page is wider than the window; a table that is lies in a box that moves."""
    for file in pages:
        shown(browser, file, width=320)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 320, file.name
        browser.execute_script("window.scrollTo(1000, 0)")
        assert browser.execute_script("return window.scrollX") == 0


@pytest.mark.browser
def test_the_keyboard_reaches_the_content_first(browser: webdriver.Chrome, pages: list[Path]) -> None:
    """The first stop leads past the header, and can be seen while it has the focus."""
    shown(browser, pages[0])
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    link = browser.switch_to.active_element
    assert link.text == "Hoppa till innehållet"
    assert link.rect["x"] >= 0
    assert browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    link.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "innehall"


@pytest.mark.browser
def test_a_page_can_be_printed(browser: webdriver.Chrome, pages: list[Path]) -> None:
    """On paper a page is A4 and light, with every word but the way past the header and back from the notes."""
    [everything] = [one for one in pages if one.stem == "allt"]
    shown(browser, everything, "dark")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    with pdfium.PdfDocument(b64decode(printed["data"])) as document:
        sides = [tuple(map(round, one.get_size())) for one in document]
        text = "".join("".join(one.get_textpage().get_text_range() for one in document).split())
        corner = document[0].render(scale=0.1).to_pil().getpixel((0, 0))
    assert set(sides) == {(595, 842)}
    assert corner == (255, 255, 255)
    assert "RegionExempel" in text
    assert "Hoppatill" not in text
    assert "↩" not in text


def test_a_linked_decoration_has_a_name() -> None:
    """A link without words of its own is called by where it leads; one with words, or a picture's, by those."""
    decoration, map_ = (picture(decorative=on, content=png(), kind="image/png") for on in (True, False))
    said = {
        (decoration,): ["https://example.se/"],
        (decoration, Words(text=" ")): ["https://example.se/"],
        (decoration, Words(text="ut")): [],
        (map_,): [],
    }
    for inlines, name in said.items():
        made = page(para(Link(target="https://example.se/", inlines=inlines)))
        assert made.xpath("//main//a/@aria-label") == name
    inside = page(heading("Här", anchors=("här",)), para(Link(target="#här", inlines=(decoration,))))
    assert inside.xpath("//main//a/@aria-label") == ["Länk i dokumentet"]
