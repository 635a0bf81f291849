"""Pages side by side: the places where two pictures differ, framed and numbered.

A place is told by its frame, its number and its words, never by colour alone:
dashed before, unbroken now.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise, zip_longest

from PIL import Image, ImageDraw, ImageFont

from generator.pdf.pages import pictures
from generator.rehearsal.places import Box, Difference, Place, difference

_DOTS_PER_INCH = 84
_COLOURS = 128
"""Colours of a picture in the report; enough for text, logos and small photographs."""
_BEFORE, _AFTER = (163, 22, 31), (11, 79, 138)
_DASH = 6
_WHITE = 235
"""Steps of 255 from black: as light as paper."""
_HEIGHTS = ("högst upp", "på övre halvan", "på nedre halvan", "längst ned")
_WIDTHS = ("till vänster", "i mitten", "till höger")


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePair:
    """One page as it was and as it is, with the places that differ."""

    number: int
    """From 1."""
    places: tuple[str, ...]
    """Where on the page each place lies, in words, in the order of their numbers."""
    moved: bool
    """True when something is the same and stands higher or lower than it did."""
    before: str | None
    """The picture with the places framed, as a `data:` address; None when there was no such page."""
    after: str | None
    """The same of the page as it is now."""
    width: int
    height: int

    @property
    def pictured(self) -> bool:
        """False when the pictures were left out for the report's size."""
        return self.before is not None or self.after is not None


@dataclass
class Room:
    """How much more the report can hold."""

    characters: int


def page_pairs(before: bytes, after: bytes, room: Room) -> Iterator[PagePair]:
    """The pages that differ between two PDF files.

    Args:
        before: the PDF as it was.
        after: the PDF as it is.
        room: what the report can hold; when it is full, pages come without pictures.
    """
    both = zip_longest(pictures(before, _DOTS_PER_INCH), pictures(after, _DOTS_PER_INCH))
    for number, (old, new) in enumerate(both, 1):
        found = difference(old, new) if old and new else Difference(places=(), moved=False)
        shown = new or old
        if found is None or shown is None:
            continue
        fits = room.characters > 0
        then = _data(_framed(old, [one.before for one in found.places], dashed=True)) if old and fits else None
        now = _data(_framed(new, [one.after for one in found.places], dashed=False)) if new and fits else None
        room.characters -= len(then or "") + len(now or "")
        yield PagePair(
            number=number,
            places=tuple(_in_words(place, shown) for place in found.places),
            moved=found.moved,
            before=then,
            after=now,
            width=shown.width,
            height=shown.height,
        )


def _in_words(place: Place, page: Image.Image) -> str:
    """Where on the page a place lies: "högst upp till vänster"."""
    box = place.after or place.before or (0, 0, 0, 0)
    left, top, right, bottom = box
    alone = " (bara nu)" if place.before is None else " (bara förut)" if place.after is None else ""
    if bottom - top > 0.6 * page.height:
        return f"större delen av sidan{alone}"
    height = _HEIGHTS[min(3, int(2 * (top + bottom) / page.height))]
    if right - left > 0.45 * page.width:
        return f"{height}{alone}"
    return f"{height} {_WIDTHS[min(2, int(1.5 * (left + right) / page.width))]}{alone}"


def _framed(page: Image.Image, boxes: Sequence[Box | None], *, dashed: bool) -> Image.Image:
    """The page with its places framed and numbered; None stands for a place that the page does not have."""
    numbered = [(str(number), box) for number, box in enumerate(boxes, 1) if box]
    colour = _BEFORE if dashed else _AFTER
    veil = Image.new("RGBA", page.size, (0, 0, 0, 0))
    shade = ImageDraw.Draw(veil)
    for _, box in numbered:
        shade.rectangle(box, fill=(*colour, 20))
    made = Image.alpha_composite(page.convert("RGBA"), veil).convert("RGB")
    pen = ImageDraw.Draw(made)
    for number, box in numbered:
        for start, end in _strokes(box, dashed=dashed):
            pen.line((start, end), fill=colour, width=2)
        _tab(page, pen, box, number, colour)
    return made


def _strokes(box: Box, *, dashed: bool) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The lines of a frame, whole or in dashes."""
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    for start, end in pairwise(corners):
        if not dashed:
            yield start, end
            continue
        length = abs(end[0] - start[0]) + abs(end[1] - start[1])
        steps = max(1, length // (2 * _DASH))
        for step in range(steps):
            yield _between(start, end, step / steps), _between(start, end, (step + 0.5) / steps)


def _between(start: tuple[int, int], end: tuple[int, int], share: float) -> tuple[int, int]:
    return round(start[0] + (end[0] - start[0]) * share), round(start[1] + (end[1] - start[1]) * share)


def _tab(page: Image.Image, pen: ImageDraw.ImageDraw, box: Box, number: str, colour: tuple[int, int, int]) -> None:
    """A place's number on a tab beside its frame, where the paper is white if anywhere."""
    width, height = 6 + 8 * len(number), 15
    left, top, right, bottom = box
    corners = ((left - width, top), (left, top - height), (right, top), (right - width, bottom), (left - width, bottom))
    tabs = [(x, y, x + width, y + height) for x, y in corners if x >= 0 and y >= 0]
    white = (one for one in tabs if one[2] < page.width and one[3] < page.height and _is_white(page, one))
    tab = next(white, tabs[0] if tabs else (left, top, left + width, top + height))
    pen.rectangle(tab, fill=colour)
    pen.text((tab[0] + 4, tab[1] + 1), number, fill="white", font=ImageFont.load_default(12))


def _is_white(page: Image.Image, box: Box) -> bool:
    return not any(page.crop(box).convert("L").histogram()[:_WHITE])


def _data(picture: Image.Image) -> str:
    """A picture as a `data:` address."""
    out = BytesIO()
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return "data:image/png;base64," + b64encode(out.getvalue()).decode()
