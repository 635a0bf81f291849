"""A Word document of all that LibreOffice puts beside the text, or paints twice, for the tests of repairs."""

from __future__ import annotations

import re

from tests.odd_word import body, bookmark, paragraph, picture, run

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SIDE = 635000
ADDRESS = "https://example.se/karta?år=1"
"""Where the document's linked pictures lead."""


def _shape(width: int, height: int, left: int = 0, words: str = "") -> str:
    """A drawn rectangle, with text in it when there is any; lengths in English Metric Units."""
    text = f"<wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx>" if words else ""
    return (
        f'<wps:wsp xmlns:wps="{_WPS}" xmlns:a="{_A}"><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="{left}" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:srgbClr val="99BBDD"/></a:solidFill></wps:spPr>'
        f"{text}<wps:bodyPr/></wps:wsp>"
    )


def _drawing(kind: str, inside: str, width: int, height: int, alt: str = "") -> str:
    """A drawing in the line."""
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{_MC}"><mc:Choice Requires="{kind}" xmlns:{kind}="'
        f'{_WPS if kind == "wps" else _WPG}"><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{400 + len(alt)}" name="Form" descr="{alt}"/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_WPS if kind == "wps" else _WPG}">{inside}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def rule() -> str:
    """A drawn box of the kind that letterheads have."""
    return _drawing("wps", _shape(1800000, _SIDE), 1800000, _SIDE)


def _group(alt: str) -> str:
    """Two shapes in a group."""
    size = f'<a:off x="0" y="0"/><a:ext cx="{3 * _SIDE}" cy="{_SIDE}"/>'
    child = f'<a:chOff x="0" y="0"/><a:chExt cx="{3 * _SIDE}" cy="{_SIDE}"/>'
    inside = (
        f'<wpg:wgp xmlns:wpg="{_WPG}"><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{size}{child}</a:xfrm></wpg:grpSpPr>'
        f"{_shape(_SIDE, _SIDE)}{_shape(_SIDE, _SIDE, 2 * _SIDE)}</wpg:wgp>"
    )
    return _drawing("wpg", inside, 3 * _SIDE, _SIDE, alt)


def floating(inside: str, *, behind: bool = False) -> str:
    """A drawing that floats, to the right of the text or behind it."""
    wrap = "<wp:wrapNone/>" if behind else '<wp:wrapSquare wrapText="bothSides"/>'
    opening = (
        '<wp:anchor \\1 simplePos="0" relativeHeight="2" '
        f'behindDoc="{int(behind)}" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>3000000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    )
    moved = re.sub(r"<wp:inline (.*?)>", opening, inside, count=1)
    return moved.replace("<wp:docPr", f"{wrap}<wp:docPr", 1).replace("</wp:inline>", "</wp:anchor>")


def _leading(inside: str) -> str:
    """A picture that is a link out of the document."""
    click = f'<a:hlinkClick xmlns:a="{_A}" xmlns:r="{_R}" r:id="rIdMal"/>'
    return re.sub(r"(<wp:docPr [^>]*>)", rf"\1{click}", inside, count=1)


_LINE = (
    '<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'style="width:0;height:1.5pt" o:hralign="center" o:hrstd="t" o:hr="t" fillcolor="#a0a0a0" stroked="f"/>'
    "</w:pict></w:r>"
)
"""The horizontal line that Word makes of three hyphens."""


def beside(base: bytes) -> bytes:
    """A document of all that LibreOffice puts beside the text, or paints twice, with the looks of another."""
    words = "Här står ord som räcker över flera rader, så att texten bryts på ett eller annat ställe i dokumentet. "
    return body(
        base,
        paragraph("Rubrik", "Heading1"),
        paragraph(bookmark("_Ref700", run("Bilder")), "Heading2"),
        paragraph(floating(picture(1, decorative=True)) + run("Kartan ") + picture(1, alt="Röd karta") + run(" slut.")),
        paragraph(run("Bakom ord.") + floating(picture(2, alt="Vattendrag"), behind=True)),
        paragraph(run("En utsmyckning bakom ord.") + floating(picture(3, decorative=True), behind=True)),
        paragraph(
            run("En ruta bakom ord.")
            + floating(
                _drawing("wps", _shape(1800000, _SIDE, words=paragraph("Ord i rutan")), 1800000, _SIDE), behind=True
            )
        ),
        paragraph(_leading(picture(4, alt="Logga"))),
        paragraph(_leading(picture(5, decorative=True))),
        paragraph(f'<w:hyperlink w:anchor="_Ref700">{picture(6, alt="Uppåt")}</w:hyperlink>'),
        paragraph(_group("En grupp")),
        paragraph(_LINE),
        paragraph("", "Heading2"),
        paragraph(
            run("Vanlig, ")
            + run("präglad", properties="<w:emboss/>")
            + run(", ")
            + run("graverad", properties="<w:imprint/>")
            + run(" och ")
            + run("skuggad 10\u00a0000", properties="<w:shadow/>")
            + run(".")
        ),
        *(paragraph(words * 5) for _ in range(12)),
        header=rule() + floating(rule(), behind=True) + f'<w:hyperlink w:anchor="_Ref700">'
        f"{run('Till början', 'Hyperlink')}</w:hyperlink>",
        target=ADDRESS,
    )
