"""Where two pictures of a page differ, line by line, so that what only moved up or down is not taken for changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from PIL import Image, ImageChops

_CELL = 6
"""Pixels: the fineness of places."""
_REACH = 3
"""Cells: changes that lie nearer to each other than this are one place."""
_NOTICEABLE = 24
"""Steps of 255 by which a pixel must differ."""
_MARGIN = 3
"""Pixels of air around what differs."""
_RULE = 4
"""Pixels: what is no higher is a rule, whose edge is drawn between two pixels, now on the one and now on the other."""

Box = tuple[int, int, int, int]
_Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Something on a page that is not what it was."""

    before: Box | None
    """Around it on the old page; None when it was not there."""
    after: Box | None
    """Around it on the new page; None when it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two pictures of a page have between them."""

    places: tuple[Place, ...]
    moved: bool
    """True when something is the same and stands higher or lower than it did."""


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows of a picture with something on them, between rows with nothing: a line of text, a rule, a logo."""

    top: int
    bottom: int
    key: object
    """The same for bands that look the same, wherever they stand."""


def difference(old: Image.Image, new: Image.Image) -> Difference | None:
    """How two pictures of a page differ; None when they are the same."""
    if old.size != new.size:  # another paper: all of it differs
        whole = Place(before=(0, 0, old.width - 1, old.height - 1), after=(0, 0, new.width - 1, new.height - 1))
        return Difference(places=(whole,), moved=False)
    if _marked(old, new).getbbox() is None:
        return None
    before, after = _bands(old), _bands(new)
    places: list[Place] = []
    moved = False
    codes = SequenceMatcher(a=[one.key for one in before], b=[one.key for one in after], autojunk=False).get_opcodes()
    for what, start, end, new_start, new_end in codes:
        mine, yours = before[start:end], after[new_start:new_end]
        if what == "equal":
            moved = moved or any(one.top != other.top for one, other in zip(mine, yours, strict=True))
        else:
            places += _in_bands(old, new, mine, yours)
    if not places and not moved:  # a rule in another colour, or what no band shows
        places += _within(old, new, 0, 0)
    return Difference(places=tuple(places), moved=moved)


def _bands(page: Image.Image) -> list[_Band]:
    paper = Image.new("RGB", page.size, "white")
    _, rows = _marked(page, paper).getprojection()
    found, start = [], None
    for row, inked in enumerate((*rows, 0)):
        if inked and start is None:
            start = row
        elif not inked and start is not None:
            found.append(_Band(start, row, _key(page.crop((0, start, page.width, row)))))
            start = None
    return found


def _key(band: Image.Image) -> object:
    if band.height > _RULE:
        return band.tobytes()
    box = _marked(band, Image.new("RGB", band.size, "white")).getbbox() or (0, 0, 0, 0)
    return box[0], box[2]


def _in_bands(old: Image.Image, new: Image.Image, mine: Sequence[_Band], yours: Sequence[_Band]) -> Iterator[Place]:
    """The places in bands that have nothing to answer them: within the lines if those can be laid on each other."""
    if mine and yours and mine[-1].bottom - mine[0].top == yours[-1].bottom - yours[0].top:
        yield from _within(_strip(old, mine), _strip(new, yours), mine[0].top, yours[0].top)
    else:
        yield Place(before=_inked(old, mine), after=_inked(new, yours))


def _strip(page: Image.Image, bands: Sequence[_Band]) -> Image.Image:
    return page.crop((0, bands[0].top, page.width, bands[-1].bottom))


def _inked(page: Image.Image, bands: Sequence[_Band]) -> Box | None:
    """The box around all that some bands hold."""
    if not bands:
        return None
    strip = _strip(page, bands)
    box = _marked(strip, Image.new("RGB", strip.size, "white")).getbbox()
    return _aired(box, bands[0].top, page.width) if box else None


def _within(old: Image.Image, new: Image.Image, old_top: int, new_top: int) -> Iterator[Place]:
    """The places in two pictures of the same size that lie apart, from the top."""
    marked = _marked(old, new)
    cells = marked.reduce(_CELL)
    touched = {divmod(index, cells.width)[::-1] for index, value in enumerate(cells.tobytes()) if value}
    boxes = [_around(group, marked) for group in _groups(touched)]
    for box in sorted(_apart(boxes), key=lambda one: (one[1], one[0])):
        yield Place(before=_aired(box, old_top, old.width), after=_aired(box, new_top, new.width))


def _marked(one: Image.Image, other: Image.Image) -> Image.Image:
    """White where two pictures differ to the eye, black elsewhere."""
    darkest = [0] * _NOTICEABLE + [255] * (256 - _NOTICEABLE)
    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue).point(darkest)


def _groups(cells: set[_Cell]) -> Iterator[set[_Cell]]:
    """The cells, sorted into heaps that lie apart."""
    left = set(cells)
    reach = range(-_REACH, _REACH + 1)
    while left:
        heap, edge = set(), [left.pop()]
        while edge:
            x, y = edge.pop()
            heap.add((x, y))
            near = {(x + right, y + down) for right in reach for down in reach} & left
            left -= near
            edge += near
        yield heap


def _around(cells: set[_Cell], marked: Image.Image) -> Box:
    """The box around all that differs within some cells."""
    across, down = [x * _CELL for x, _ in cells], [y * _CELL for _, y in cells]
    rough = (min(across), min(down), max(across) + _CELL, max(down) + _CELL)
    box = marked.crop(rough).getbbox() or (0, 0, rough[2] - rough[0], rough[3] - rough[1])
    return rough[0] + box[0], rough[1] + box[1], rough[0] + box[2], rough[1] + box[3]


def _apart(boxes: list[Box]) -> list[Box]:
    """The boxes with those that overlap made into one."""
    done: list[Box] = []
    while boxes:
        box = boxes.pop()
        touching = next((one for one in done if _overlap(one, box)), None)
        if touching is None:
            done.append(box)
        else:
            done.remove(touching)
            boxes.append(_union(touching, box))
    return done


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _aired(box: Box, top: int, width: int) -> Box:
    """The box on its page, with a little air."""
    left, upper, right, lower = box
    return max(0, left - _MARGIN), max(0, top + upper - _MARGIN), min(width - 1, right + _MARGIN), top + lower + _MARGIN
