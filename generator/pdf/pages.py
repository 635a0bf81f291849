"""The pages of a PDF as pictures, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTS_PER_INCH = 72


def pictures(pdf: bytes, dots_per_inch: int) -> Iterator[Image]:
    """Each page as a picture in colour, from the first.

    Args:
        pdf: the file.
        dots_per_inch: how fine; 96 is a page as a screen shows it.
    """
    from pypdfium2 import PdfDocument  # noqa: PLC0415  # few commands look at pages

    document = PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=dots_per_inch / _POINTS_PER_INCH).to_pil().convert("RGB")
    finally:
        document.close()
