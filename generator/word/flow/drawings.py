"""Pictures and drawings, of today's Word (DrawingML) and of the old (VML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from generator.flow import Picture
from generator.word.flow.story import Story
from generator.word.ooxml import PREFIXES, A, r, w

_EMU = 9525
"""English Metric Units to a CSS pixel."""
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_WP, _V = PREFIXES["wp"], PREFIXES["v"]
_SHAPES = tuple(f"{{{_V}}}{name}" for name in ("shape", "rect", "roundrect", "oval", "line", "image"))
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|in|cm|mm|px|pc)?")
_UNITS = {"pt": 96 / 72, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "px": 1.0, "pc": 16.0, "": 1.0}
_KINDS = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".bmp": "image/bmp",
    ".svg": "image/svg+xml", ".tif": "image/tiff", ".tiff": "image/tiff", ".webp": "image/webp",
    ".emf": "image/emf", ".wmf": "image/wmf",
}  # fmt: skip


def drawn(drawing: etree._Element, story: Story) -> Iterator[tuple[Picture, str]]:
    """The pictures of a `w:drawing`, each with where it leads; a text box is none.

    A drawing of several pictures has one text, which stands with the first.
    """
    about = next(drawing.iter(f"{{{_WP}}}docPr"), None)
    said = str(about.get("descr") or about.get("title") or "").strip() if about is not None else ""
    decorative = any(one.get("val") in ("1", "true") for one in drawing.iter(_DECORATIVE))
    files = [one for one in drawing.iter(f"{{{A}}}blip") if not _in_box(one, drawing)]
    if not files and next(drawing.iter(w("txbxContent")), None) is not None:
        return
    click = next((one for one in drawing.iter(f"{{{A}}}hlinkClick") if not _in_box(one, drawing)), None)
    link = story.address(str(click.get(r("id")))) if click is not None else ""
    width, height = _extent(drawing)
    for index, one in enumerate(files or [None]):
        name, content = story.file(str(one.get(r("embed")))) if one is not None else ("", b"")
        yield (
            Picture(
                alt="" if decorative or index else said,
                decorative=decorative or index > 0,
                content=content,
                kind=_kind(name),
                width=width,
                height=height,
            ),
            link,
        )


def drawn_of_old(drawing: etree._Element, story: Story) -> Iterator[Picture]:
    """The pictures of a `w:pict` or `w:object`; boxes, lines and watermarks are none."""
    for shape in drawing.iter(*_SHAPES):
        image = shape.find(f"{{{_V}}}imagedata")
        if image is None or _in_box(shape, drawing):
            continue
        name, content = story.file(str(image.get(r("id"))))
        size = {key: float(number) * _UNITS[unit] for key, number, unit in _LENGTH.findall(str(shape.get("style", "")))}
        yield Picture(
            alt=str(shape.get("alt", "")).strip(),
            decorative=False,
            content=content,
            kind=_kind(name),
            width=size.get("width", 0.0),
            height=size.get("height", 0.0),
        )


def _extent(drawing: etree._Element) -> tuple[float, float]:
    extent = next(drawing.iter(f"{{{_WP}}}extent"), None)
    if extent is None:
        return 0.0, 0.0
    sides = (str(extent.get(name, "")) for name in ("cx", "cy"))
    width, height = (int(side) / _EMU if side.isdecimal() else 0.0 for side in sides)
    return width, height


def _kind(name: str) -> str:
    return _KINDS.get(PurePosixPath(name).suffix.lower(), "")


def _in_box(element: etree._Element, drawing: etree._Element) -> bool:
    """True for what stands in a text box of the drawing, where it is read by itself."""
    for above in element.iterancestors():
        if above is drawing:
            return False
        if above.tag == w("txbxContent"):
            return True
    return False
