"""Which figure is which picture: what is certain is paired, and what is not is left, on small files made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from generator.flow import Block, Flow, Inline, Link, Paragraph, Picture, Words
from generator.pdf.content import Sheet
from generator.pdf.tree import Annotated, Element, Tree
from generator.steps.finish import finish
from tests.finishing import EMPTY, IMPRINT, PLAIN, Read, element, saved, small

Place = tuple[int, int, int, int]
Finish = Callable[..., Read]
SMALL, WIDE = (100, 100, 150, 140), (200, 100, 350, 140)


@pytest.fixture
def finished(tmp_path: Path) -> Finish:
    """Finish a file of a document, and read it again."""

    def work(pdf: pikepdf.Pdf, *body: Block, header: tuple[Block, ...] = ()) -> Read:
        (tmp_path / "raw.pdf").write_bytes(saved(pdf))
        flow: Flow = replace(EMPTY, body=body, header=header)
        return Read(finish(tmp_path / "raw.pdf", IMPRINT, flow, "2A").pdf)

    return work


def figure(pdf: pikepdf.Pdf, place: Place, alt: str = "") -> Dictionary:
    """A figure without content, as LibreOffice leaves it."""
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, Pg=pdf.pages[0].obj))
    made["/A"] = Dictionary(O=Name.Layout, BBox=Array([*place]))
    if alt:
        made["/Alt"] = String(alt)
    assert isinstance(made, Dictionary)
    return made


def painted(*places: Place) -> pikepdf.Pdf:
    """A file of the word Hej in a paragraph, with surfaces painted in places."""
    surfaces = " ".join(
        f"/Artifact BMC q {left} {low} {right - left} {high - low} re f Q EMC" for left, low, right, high in places
    )
    return small(PLAIN + b" " + surfaces.encode())


def within(pdf: pikepdf.Pdf, *figures: Dictionary) -> pikepdf.Pdf:
    """The file, figures standing in its paragraph."""
    element(pdf)["/K"] = Array([0, *figures])
    return pdf


def before(pdf: pikepdf.Pdf, *figures: Dictionary) -> pikepdf.Pdf:
    """The file, figures standing before its Document."""
    root = pdf.Root["/StructTreeRoot"]
    root["/K"] = Array([*figures, root["/K"]])
    return pdf


def picture(alt: str = "", *, decorative: bool = False, place: Place = SMALL) -> Picture:
    """A picture as large as a place."""
    left, low, right, high = place
    return Picture(
        alt=alt,
        decorative=decorative,
        content=b"",
        kind="",
        width=(right - left) * 96 / 72,
        height=(high - low) * 96 / 72,
    )


def para(*inlines: Inline) -> Paragraph:
    """A paragraph of the word Hej, and pictures."""
    return Paragraph(style="", inlines=(Words(text="Hej"), *inlines))


def alts(read: Read) -> list[str]:
    """The words of each figure, in reading order."""
    return [one.text_of("/Alt") for one in read.all("Figure")]


def left_of(figure_: Element) -> float:
    """Where a figure begins."""
    sides = figure_.attribute("/BBox")
    assert sides is not None
    return float(sides[0])  # type: ignore[arg-type]


def test_words_go_before_order(finished: Finish) -> None:
    """A figure that says a picture's words is that picture, also where a decoration comes before it in the document."""
    for alt in ("Karta", "Titel - Karta"):
        pdf = painted(SMALL, WIDE)
        within(pdf, figure(pdf, SMALL, alt), figure(pdf, WIDE))
        read = finished(pdf, para(picture(decorative=True, place=WIDE), picture("Karta")))
        assert alts(read) == ["Karta"]
        assert left_of(read.all("Figure")[0]) == SMALL[0]


def test_size_goes_before_order(finished: Finish) -> None:
    """Of silent figures in one paragraph, each is the picture of its size."""
    pdf = painted(SMALL, WIDE)
    within(pdf, figure(pdf, SMALL), figure(pdf, WIDE))
    read = finished(pdf, para(picture(decorative=True, place=WIDE), picture("Karta")))
    assert [(one.text_of("/Alt"), left_of(one)) for one in read.all("Figure")] == [("Karta", SMALL[0])]


def test_nothing_is_guessed(finished: Finish) -> None:
    """Silent figures of one paragraph and one size, of which one is a decoration, all stay silent figures."""
    pdf = painted(SMALL, (300, 100, 350, 140))
    within(pdf, figure(pdf, SMALL), figure(pdf, (300, 100, 350, 140)))
    assert alts(finished(pdf, para(picture(decorative=True), picture("Karta")))) == ["", ""]


def test_decorations_behind_the_text_are_taken_away(finished: Finish) -> None:
    """A decorative figure outside the Document is no figure, and the tree has one top."""
    pdf = painted(SMALL)
    read = finished(before(pdf, figure(pdf, SMALL)), para(picture(decorative=True)))
    assert [one.role for one in read.tree.walk()] == ["Document", "P"]


def test_pictures_behind_the_text_are_read_at_their_paragraph(finished: Finish) -> None:
    """A figure outside the Document stands after the paragraph of its picture."""
    pdf = painted(SMALL)
    read = finished(before(pdf, figure(pdf, SMALL, "Karta")), para(picture("Karta")))
    assert [one.role for one in read.tree.walk()] == ["Document", "P", "Figure"]
    assert isinstance(read.pdf.Root["/StructTreeRoot"]["/K"][0], Dictionary)


def test_what_stands_in_a_header_is_no_figure(finished: Finish) -> None:
    """A figure beside all paragraphs that is no picture of the document goes; with its header's words, too."""
    pdf = painted(SMALL, WIDE)
    before(pdf, figure(pdf, SMALL), figure(pdf, WIDE, "Vapen"))
    header = (Paragraph(style="", inlines=(picture("Vapen", place=WIDE),)),)
    assert alts(finished(pdf, para(), header=header)) == []


def test_a_picture_of_the_document_is_never_taken_for_a_headers(finished: Finish) -> None:
    """A silent figure stays when the document has a picture that no figure is known to be."""
    pdf = painted(SMALL)
    read = finished(before(pdf, figure(pdf, SMALL)), para(picture("Karta", place=WIDE)))
    assert alts(read) == [""]


def test_a_silent_figure_of_a_paragraph_stays(finished: Finish) -> None:
    """A figure in a paragraph that the document has no picture for is left to be told of, but a line is none."""
    pdf = painted(SMALL)
    assert alts(finished(within(pdf, figure(pdf, SMALL)), para())) == [""]
    line = (100, 100, 500, 101)
    pdf = painted(line)
    assert alts(finished(within(pdf, figure(pdf, line)), para())) == []


def test_a_group_is_one_figure(finished: Finish) -> None:
    """Silent figures that together are as large as a picture become one, with its words and all paintings."""
    parts = ((100, 100, 150, 140), (200, 100, 250, 140))
    pdf = painted(*parts)
    element(pdf)["/K"] = 0
    document = pdf.Root["/StructTreeRoot"]["/K"]
    document["/K"] = Array([element(pdf), *(figure(pdf, part) for part in parts)])
    read = finished(pdf, para(picture("En grupp", place=(100, 100, 250, 140))))
    (whole,) = read.all("Figure")
    assert whole.text_of("/Alt") == "En grupp"
    assert len(list(whole.leaves())) == len(parts)


def test_a_linked_picture_leads_out(finished: Finish) -> None:
    """A figure whose picture is a link gets an annotation in its place, printed, with a plain address and its words."""
    pdf = painted(SMALL)
    link = Link(target="https://exempel.se/å", inlines=(picture("Karta"),))
    read = finished(within(pdf, figure(pdf, SMALL, "Karta")), para(link))
    (holder,) = read.all("Link")
    (annotation,) = [one.annotation for one in holder.kids if isinstance(one, Annotated)]
    assert str(annotation["/A"]["/URI"]) == "https://exempel.se/%C3%A5"
    assert (str(annotation["/Contents"]), annotation["/F"]) == ("Karta", 4)
    assert [float(side) for side in annotation["/Rect"]] == list(SMALL)


def test_only_safe_addresses_are_followed(tmp_path: Path) -> None:
    """A picture that leads within the document, or runs something, is no link, and a warning says so."""
    for target in ("#avsnitt", "javascript:alert(1)", "file:///etc/passwd"):
        pdf = painted(SMALL)
        within(pdf, figure(pdf, SMALL, "Karta"))
        (tmp_path / "raw.pdf").write_bytes(saved(pdf))
        flow = replace(EMPTY, body=(para(Link(target=target, inlines=(picture("Karta"),))),))
        done = finish(tmp_path / "raw.pdf", IMPRINT, flow, "2A")
        read = Read(done.pdf)
        assert read.all("Link") == []
        assert [(one.code, target in one.message) for one in done.findings] == [("bildlank-borta", True)]


SHADOW = b"/P <</MCID 0>> BDC q BT 72.4 699.7 Td /F1 12 Tf (Hej) Tj ET Q q BT 72 %d Td /F1 12 Tf (%s) Tj ET Q EMC"


@pytest.mark.parametrize(
    ("content", "said"), [((700, b"Hej"), "Hej"), ((690, b"Hej"), "HejHej"), ((700, b"hej"), "Hejhej")]
)
def test_only_a_shadow_is_silent(finished: Finish, content: tuple[int, bytes], said: str) -> None:
    """The same text hardly beside itself is said once; another text, or the same on another line, is said."""
    read = finished(small(SHADOW % content), para())
    assert read.text(read.all("P")[0]) == said


def test_empty_headings_are_dropped(finished: Finish) -> None:
    """A heading without words goes, and what it painted is an artifact; one with a picture stays."""
    pdf = small(PLAIN + b" /H2 <</MCID 1>> BDC BT /F1 9 Tf ( ) Tj ET EMC", ("P", "H2"))
    read = finished(pdf, para())
    assert [one.role for one in read.tree.walk()] == ["Document", "P"]
    assert 1 not in Sheet(read.pdf, read.pdf.pages[0]).marked
    pdf = small(PLAIN + b" /H2 <</MCID 1>> BDC BT /F1 9 Tf ( ) Tj ET EMC", ("P", "H2"))
    element(pdf, 1)["/K"] = Array([1, figure(pdf, SMALL, "Karta")])
    assert "H2" in [one.role for one in finished(pdf, para(picture("Karta"))).tree.walk()]


def test_tabs_as_a_string_are_mended(tmp_path: Path) -> None:
    """A page's order of tabs is a name, also on a page without links, where LibreOffice leaves a string."""
    pdf = small()
    pdf.pages[0].obj["/Tabs"] = String("S")
    (tmp_path / "raw.pdf").write_bytes(saved(pdf))
    with pikepdf.open(BytesIO(finish(tmp_path / "raw.pdf", IMPRINT, EMPTY, "2A").pdf)) as done:
        assert done.pages[0].obj["/Tabs"] == Name.S
        assert len(Tree(done).tops) == 1
