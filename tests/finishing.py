"""Small tagged PDF files made by hand, for the tests of what finishes PDF files."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, String

from generator.archival import Imprint
from generator.flow import Flow
from generator.pdf.content import Sheet
from generator.pdf.tree import Element, Marked, Tree

IMPRINT = Imprint(
    title="Bidrag till Åsa & Bo <2024>",
    subject="Ansökan om bidrag",
    creator="Region Exempel",
    language="sv-SE",
    day=date(2024, 3, 1),
    diarienummer="RUN/1/2024",
    handling="2024-03-01-beslut",
    format="beslut",
    status="utkast",
    templates="a" * 16,
    rules="b" * 16,
    program="1.2.3",
)
EMPTY = Flow(language="sv-SE", body=(), notes=(), header=(), footer=())
"""A document that says nothing of tables, pictures and lists."""
PLAIN = b"/P <</MCID 0>> BDC BT /F1 12 Tf 72 700 Td (Hej) Tj ET EMC"
"""A page of one word."""


def small(content: bytes = PLAIN, kinds: tuple[str, ...] = ("P",)) -> pikepdf.Pdf:
    """A tagged PDF of one page.

    Args:
        content: the page's content.
        kinds: a structure type for each marked content, from number 0; each becomes an element of the Document.
    """
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842)).obj
    page["/Resources"] = Dictionary(Font=Dictionary(F1=pdf.make_indirect(_font(pdf, {}))))
    page["/Contents"] = pdf.make_stream(content)
    page["/StructParents"] = 0
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    elements = [
        pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=document, Pg=page, K=number))
        for number, kind in enumerate(kinds)
    ]
    document["/K"] = Array(elements)
    root["/K"] = document
    root["/ParentTree"] = Dictionary(Nums=Array([0, Array(elements)]))
    pdf.Root["/StructTreeRoot"] = root
    return pdf


def _font(pdf: pikepdf.Pdf, meanings: dict[int, str]) -> Dictionary:
    """A font that says what its codes mean: themselves, but for those given."""
    pairs = "".join(f"<{code:02X}> <{ord(meanings.get(code, chr(code))):04X}>\n" for code in range(32, 127))
    said = f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n95 beginbfchar\n{pairs}endbfchar\n"
    return Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Mall"), ToUnicode=pdf.make_stream(said.encode())
    )


def with_symbols(pdf: pikepdf.Pdf, meanings: dict[int, str]) -> pikepdf.Pdf:
    """The file, its font's codes meaning other characters."""
    pdf.pages[0].obj["/Resources"]["/Font"]["/F1"] = pdf.make_indirect(_font(pdf, meanings))
    return pdf


def box_font(pdf: pikepdf.Pdf, *missing: int) -> Dictionary:
    """The descriptor of a font that draws a box for some codes, as for what it lacks, and triangles for others.

    Args:
        pdf: the file that is to carry it.
        missing: the codes that are boxes.
    """
    box, other = TTGlyphPen(None), TTGlyphPen(None)
    for pen, corners in ((box, ((0, 0), (0, 500), (500, 500), (500, 0))), (other, ((0, 0), (0, 500), (500, 0)))):
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    missing_glyph = box.glyph()
    drawn = {".notdef": missing_glyph, "box": missing_glyph, "other": other.glyph()}
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(list(drawn))
    font.setupCharacterMap({code: "box" if code in missing else "other" for code in range(32, 127)})
    font.setupGlyf(drawn)
    font.setupHorizontalMetrics(dict.fromkeys(drawn, (500, 0)))
    font.setupHorizontalHeader()
    font.setupPost()
    out = BytesIO()
    font.save(out)
    return Dictionary(Type=Name.FontDescriptor, FontFile2=pdf.make_stream(out.getvalue()))


def element(pdf: pikepdf.Pdf, number: int = 0) -> Dictionary:
    """One of the Document's elements."""
    found = pdf.Root["/StructTreeRoot"]["/K"]["/K"][number]
    assert isinstance(found, Dictionary)
    return found


def linked(pdf: pikepdf.Pdf, *, tagged: int | None, contents: str = "", uri: str = "https://example.se/") -> Dictionary:
    """Add a link to the page; `tagged` is the element that holds it, None for one that nobody holds."""
    page = pdf.pages[0].obj
    link = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([72, 690, 120, 712]),
            Contents=String(contents),
            A=Dictionary(S=Name.URI, URI=String(uri)),
        )
    )
    page["/Annots"] = Array([*page.get("/Annots", ()), link])
    if tagged is not None:
        holder = element(pdf, tagged)
        holder["/K"] = Array([holder["/K"], Dictionary(Type=Name.OBJR, Obj=link)])
    assert isinstance(link, Dictionary)
    return link


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The file's bytes."""
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


class Read:
    """A finished file, open, with its tags and its contents."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(content))
        self.tree = Tree(self.pdf)
        self.sheets = [Sheet(self.pdf, page) for page in self.pdf.pages]

    def spoken(self, marked: Marked) -> str:
        """The text of a marked content."""
        return self.sheets[marked.page].text(marked.mcid)

    def text(self, element: Element) -> str:
        """All that an element says."""
        return "".join(self.spoken(leaf) for leaf in element.leaves() if isinstance(leaf, Marked))

    def all(self, role: str) -> list[Element]:
        """The elements of a type, in reading order."""
        return [one for one in self.tree.walk() if one.role == role]
