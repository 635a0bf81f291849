"""A Word document of all that LibreOffice tags oddly, for the tests of what finishes its PDF files."""

from __future__ import annotations

from html import escape
from io import BytesIO

from PIL import Image

from tests.tools import packed, parts

_EMU = 9525
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="Bild {number}"{descr}>{inside}</wp:docPr>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="{number}" name="Bild {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing>"
)
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


def run(text: str, style: str = "", properties: str = "") -> str:
    """A run of text."""
    look = (f'<w:rStyle w:val="{style}"/>' if style else "") + properties
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def paragraph(inside: str, style: str = "BodyText", properties: str = "") -> str:
    """A paragraph; plain words become a run."""
    runs = inside if inside.startswith("<") else run(inside)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def note(number: int) -> str:
    """A call of a footnote, by its id."""
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def cell(inside: str, properties: str = "") -> str:
    """A table cell of one paragraph, or of the blocks given."""
    blocks = inside if inside.startswith(("<w:p", "<w:tbl")) else paragraph(inside, "Tabelltext")
    return f'<w:tc><w:tcPr><w:tcW w:w="2800" w:type="dxa"/>{properties}</w:tcPr>{blocks}</w:tc>'


def row(*cells: str, heading: bool = False) -> str:
    """A table row."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, first_column: bool, columns: int = 3) -> str:
    """A table; `first_column` says that its first cells are headings of their rows."""
    grid = '<w:gridCol w:w="2800"/>' * columns
    look = (
        f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="{int(first_column)}" w:lastColumn="0"/>'
    )
    head = (
        f'<w:tblStyle w:val="Tabell"/><w:tblW w:w="{2800 * columns}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}'
    )
    return f"<w:tbl><w:tblPr>{head}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def picture(number: int, *, alt: str = "", title: str = "", decorative: bool = False, relation: str = "rIdBild") -> str:
    """A run with a picture of its own size."""
    said = (f' descr="{escape(alt)}"' if alt else "") + (f' title="{escape(title)}"' if title else "")
    size = 40 + 10 * number
    return "<w:r>{}</w:r>".format(
        _DRAWING.format(
            width=size * _EMU,
            height=size * _EMU,
            number=100 + number,
            descr=said,
            inside=_DECORATIVE if decorative else "",
            relation=relation,
        )
    )


def body(
    base: bytes,
    *blocks: str,
    notes: dict[int, str] | None = None,
    numbering: str = "",
    header: str = "",
    target: str = "https://example.se/",
) -> bytes:
    """A Word file with the looks of another and a body of its own.

    Args:
        base: the file that gives styles, header and footer.
        *blocks: the body's paragraphs and tables, as XML.
        notes: footnotes by id; those of the base when None.
        numbering: list definitions to put first in the numbering, as XML.
        header: runs to put last in the header, as XML.
        target: where the relation "rIdMal" leads.
    """
    kept = parts(base)
    document = kept["word/document.xml"].decode()
    start, end = document.index("<w:body>") + len("<w:body>"), document.rindex("<w:sectPr")
    kept["word/document.xml"] = (document[:start] + "".join(blocks) + document[end:]).encode()
    relation = (
        '<Relationship Id="rIdBild" Target="media/bild.png" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        f'<Relationship Id="rIdMal" Target="{escape(target)}" TargetMode="External" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    relations = kept["word/_rels/document.xml.rels"].decode()
    kept["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", relation).encode()
    types = kept["[Content_Types].xml"].decode()
    if 'Extension="png"' not in types:
        kind = '<Default Extension="png" ContentType="image/png"/></Types>'
        kept["[Content_Types].xml"] = types.replace("</Types>", kind).encode()
    kept["word/media/bild.png"] = _image()
    if notes is not None:
        kept["word/footnotes.xml"] = _footnotes(notes)
    if numbering:
        lists = kept["word/numbering.xml"].decode()
        abstract, concrete = numbering.split("|")
        at = lists.index("<w:abstractNum")
        lists = lists[:at] + abstract + lists[at:].replace("</w:numbering>", concrete + "</w:numbering>")
        kept["word/numbering.xml"] = lists.encode()
    if header:
        above = kept["word/header1.xml"].decode()
        at = above.rindex("</w:p>")
        kept["word/header1.xml"] = (above[:at] + header + above[at:]).encode()
    return packed(kept)


def _image() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 60), (20, 90, 160)).save(out, "PNG")
    return out.getvalue()


def _footnotes(texts: dict[int, str]) -> bytes:
    sign = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    made = "".join(
        f'<w:footnote w:id="{number}">{paragraph(sign + run(" " + text), "FootnoteText")}</w:footnote>'
        for number, text in texts.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{_W}">'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
        f"{made}</w:footnotes>"
    ).encode()


SYMBOL = (
    '<w:abstractNum w:abstractNumId="90"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr>'
    '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:hint="default"/></w:rPr></w:lvl></w:abstractNum>'
    '|<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
)
"""A list with the bullet that Word itself writes: U+F0B7 in Symbol."""
SYMBOL_ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'


def bookmark(name: str, inside: str) -> str:
    """Runs with a bookmark around them."""
    return f'<w:bookmarkStart w:id="700" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="700"/>'


def reference(name: str, text: str) -> str:
    """A field that shows a bookmark's text and leads to it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> REF {name} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(text)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def cropped(inside: str) -> str:
    """A picture of which only a part is shown."""
    return inside.replace("<a:stretch>", '<a:srcRect l="20000" t="10000" r="30000" b="5000"/><a:stretch>')


def framed(inside: str) -> str:
    """A picture with a line around it."""
    line = '<a:ln w="38100"><a:solidFill><a:srgbClr val="AA0000"/></a:solidFill></a:ln></pic:spPr>'
    return inside.replace("</pic:spPr>", line)


def text_box(inside: str) -> str:
    """A drawn arrow, with text in it when there is any."""
    space = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    words = f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>" if inside else ""
    return (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps" xmlns:wps="{space}"><w:drawing>'
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" '
        'distB="0" distL="0" distR="0"><wp:extent cx="1500000" cy="700000"/>'
        '<wp:docPr id="300" name="Form" descr="En pil"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'<a:graphicData uri="{space}"><wps:wsp><wps:cNvSpPr/><wps:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1500000" cy="700000"/></a:xfrm>'
        '<a:prstGeom prst="rightArrow"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:srgbClr val="88CC88"/></a:solidFill></wps:spPr>'
        f"{words}<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        "</mc:AlternateContent></w:r>"
    )


def odd(base: bytes) -> bytes:
    """A document of all that LibreOffice tags oddly, with the looks of another."""
    words = "Här står ord som räcker över flera rader, så att texten bryts på ett eller annat ställe i dokumentet. "
    long = words * 5
    return body(
        base,
        paragraph("Rubrik", "Heading1"),
        paragraph(bookmark("_Ref700", run("Bakgrund och läge")), "Heading2"),
        paragraph(run("Före ") + picture(1, alt='Kurva & "diagram" <x>') + run(" efter.")),
        paragraph(picture(2, alt="Beskrivning", title="Titel") + picture(3, decorative=True)),
        paragraph(picture(3, decorative=True)),
        paragraph(cropped(picture(2, alt="Beskuren")) + framed(picture(1, alt="Med ram"))),
        paragraph(text_box("")),
        paragraph(text_box(paragraph("Text i en ruta"))),
        paragraph(
            run("Se ")
            + reference("_Ref700", "Bakgrund och läge")
            + run(", ")
            + f'<w:hyperlink w:anchor="_Ref700">{run("avsnittet ovan", "Hyperlink")}</w:hyperlink>'
            + run(" och ")
            + run("some English words", properties='<w:lang w:val="en-GB"/>')
            + run(".")
        ),
        paragraph(run("Den första noten") + note(1) + run(" kallas mitt i. " + words)),
        paragraph(run("Punkt ett har en not") + note(2), "ListBullet"),
        paragraph("Punkt två", "ListBullet"),
        paragraph("Underpunkt", "ListBullet2"),
        paragraph("Punkt tre", "ListBullet"),
        paragraph("Symbolpunkt", properties=SYMBOL_ITEM),
        paragraph("Ett citat", "Quote"),
        paragraph("Citatet går vidare", "Quote"),
        paragraph("Tabeller", "Heading2"),
        table(
            row(cell("Post"), cell("2023"), cell("2024"), heading=True),
            *(
                row(cell(f"Rad {at}"), cell(paragraph(run("1 000") + (note(3) if at == 2 else ""))), cell("2"))
                for at in range(30)
            ),
            first_column=True,
        ),
        paragraph("Efter tabellen", "BodyText"),
        table(
            row(cell("Ihop", '<w:gridSpan w:val="2"/>'), cell("C"), heading=True),
            row(cell("Två rader", '<w:vMerge w:val="restart"/>'), cell("a"), cell("b")),
            row(cell("", "<w:vMerge/>"), cell("c"), cell("d")),
            first_column=True,
        ),
        *(paragraph(long) for _ in range(5)),
        paragraph(run(long) + note(4) + run(long)),
        *(paragraph(words, "ListNumber") for _ in range(14)),
        notes={1: "Första noten.", 2: "Andra noten.", 3: "Tredje noten.", 4: "Fjärde noten. " + words * 30},
        numbering=SYMBOL,
        header=f'<w:hyperlink w:anchor="_Ref700">{run("Till början", "Hyperlink")}</w:hyperlink>',
    )
