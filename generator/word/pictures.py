"""Pictures no larger than they are printed: scaled once, when a template is prepared.

LibreOffice scales the header's picture anew for every page of every
document; a logo of 1 200 pixels costs it a quarter of a second. At 300 dots
per inch no eye and no printer sees the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from lxml import etree

from generator.word.ooxml import PREFIXES, A, r

DOTS_PER_INCH = 300
_EMU_PER_INCH = 914_400
_TOLERANCE = 1.2
"""Pictures only a little too large are left as they are."""
_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}

Size = tuple[int, int]
"""Width and height as printed, in English Metric Units (1/914 400 inch)."""


def printed_sizes(root: etree._Element) -> Iterator[tuple[str, Size]]:
    """Each picture below `root`: its relationship id and the size it is printed in."""
    drawing = f"{{{PREFIXES['wp']}}}"
    for extent in root.iter(f"{drawing}extent"):
        around = extent.getparent()
        if around is None:
            continue
        for blip in around.iter(f"{{{A}}}blip"):
            target = blip.get(r("embed"))
            if target is not None:
                yield str(target), (int(str(extent.get("cx", "0"))), int(str(extent.get("cy", "0"))))


def largest(sizes: Iterable[tuple[str, Size]]) -> dict[str, Size]:
    """For each picture the largest size it is printed in."""
    found: dict[str, Size] = {}
    for name, (width, height) in sizes:
        wide, high = found.get(name, (0, 0))
        found[name] = (max(width, wide), max(height, high))
    return found


def scaled(parts: Mapping[str, bytes], sizes: Mapping[str, Size]) -> dict[str, bytes]:
    """The pictures among `parts` that are larger than they are printed, scaled down.

    Args:
        parts: part name to content.
        sizes: part name of a picture, to the largest size it is printed in.
    """
    found = {}
    for name, size in sizes.items():
        kind = next((kind for suffix, kind in _FORMATS.items() if name.lower().endswith(suffix)), None)
        if kind is not None and name in parts and size > (0, 0):
            smaller = _scale(parts[name], size, kind)
            if smaller is not None and len(smaller) < len(parts[name]):
                found[name] = smaller
    return found


def _scale(content: bytes, size: Size, kind: str) -> bytes | None:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  # few templates have pictures, and it is slow to load

    limit = tuple(max(1, round(side * DOTS_PER_INCH / _EMU_PER_INCH)) for side in size)
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.width <= limit[0] * _TOLERANCE and picture.height <= limit[1] * _TOLERANCE:
                return None
            mode = picture.mode if picture.mode in ("RGB", "RGBA", "L", "LA") else "RGBA"
            smaller = picture.convert(mode if kind == "PNG" else "RGB").resize(limit, Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None  # not a picture that we understand; Word and LibreOffice get it as it is
    out = BytesIO()
    smaller.save(out, kind, **({"optimize": True} if kind == "PNG" else {"quality": 92}))
    return out.getvalue()
