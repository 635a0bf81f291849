"""Pictures, held in the page itself."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

from markupsafe import Markup
from PIL import Image, UnidentifiedImageError

from generator.flow import Picture
from generator.html.elements import element

_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
"""What every browser shows."""
_PNG = "image/png"


def picture(one: Picture) -> Markup:
    """A picture; where no browser can show it, what it shows in words, and nothing of a decoration."""
    kind, content = _showable(one)
    if not content:
        return element("span", f"[Bild: {one.alt}]", class_="bild") if one.alt else Markup("")
    return element(
        "img",
        src=f"data:{kind};base64,{b64encode(content).decode()}",
        alt="" if one.decorative else one.alt,
        width=round(one.width) or None,
        height=round(one.height) or None,
    )


def _showable(one: Picture) -> tuple[str, bytes]:
    """The picture as a browser wants it: as it is, or made a PNG; empty where neither can be."""
    if one.kind in _SHOWN:
        return one.kind, one.content
    try:
        with Image.open(BytesIO(one.content)) as image:
            made = BytesIO()
            image.convert("RGBA").save(made, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return "", b""
    return _PNG, made.getvalue()
