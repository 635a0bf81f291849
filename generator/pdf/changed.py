"""The pages of a PDF that look another way than before, as small pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from generator.pdf.pages import pictures

if TYPE_CHECKING:
    from PIL.Image import Image

_DOTS_PER_INCH = 60
_COLOURS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPage:
    """A page as it was and as it is."""

    number: int
    """From 1."""
    before: bytes | None
    """PNG; None when there was no such page."""
    after: bytes | None
    """PNG; None when there is no such page any more."""


def changed_pages(before: bytes | None, after: bytes, most: int) -> tuple[ChangedPage, ...]:
    """The first pages that look another way.

    Args:
        before: the PDF as it was; None when there was none: then its first page is new.
        after: the PDF as it is.
        most: how many pages at most.
    """
    if before is None:
        first = next(pictures(after, _DOTS_PER_INCH), None)
        return (ChangedPage(number=1, before=None, after=_png(first)),) if first else ()
    return tuple(islice(_differing(before, after), most))


def _differing(before: bytes, after: bytes) -> Iterator[ChangedPage]:
    both = zip_longest(pictures(before, _DOTS_PER_INCH), pictures(after, _DOTS_PER_INCH))
    for number, (old, new) in enumerate(both, 1):
        if old is None or new is None or old.size != new.size or old.tobytes() != new.tobytes():
            yield ChangedPage(number=number, before=_png(old), after=_png(new))


def _png(page: Image | None) -> bytes | None:
    if page is None:
        return None
    out = BytesIO()
    page.quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
