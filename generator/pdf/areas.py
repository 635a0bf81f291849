"""How much of a page each artifact covers: lines, surfaces and pictures, moved and cut (ISO 32000-1, 8.3–8.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pikepdf import Matrix

from generator.pdf.content import STROKED, Sheet, Stretch
from generator.pdf.values import Box, box, real

_Point = tuple[float, float]
_PATH = frozenset({"m", "l", "c", "v", "y", "re"})
_DRAWN = frozenset({"Do", "INLINE IMAGE"})
_EVERYWHERE: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What one artifact covers."""

    stretch: Stretch
    box: Box
    picture: bool
    """True when a picture or drawing is part of it, and not only lines and surfaces."""


def areas(sheet: Sheet) -> Iterator[Area]:
    """Each artifact that paints something, from the first painted."""
    pen = _Pen(sheet)
    for stretch in sheet.artifacts:
        painted = [one for at in range(pen.at, stretch.last) if (one := pen.follow(at)) and at > stretch.first]
        pen.at = max(pen.at, stretch.last)
        boxes = [one for one, _ in painted if one[0] <= one[2] and one[1] <= one[3]]
        if boxes:
            yield Area(stretch=stretch, box=_union(boxes), picture=any(drawn for _, drawn in painted))


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """Where one paints: how coordinates are moved, and what is not cut away."""

    matrix: Matrix
    clip: Box = _EVERYWHERE


class _Pen:
    """Follows the instructions of a page, and knows where each of them paints.

    Args:
        sheet: the page's content.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.at = 0
        """The first instruction that has not been followed."""
        self._sheet = sheet
        self._state = _State(matrix=Matrix())
        self._kept: list[_State] = []
        self._path: list[_Point] = []
        self._cuts = False

    def follow(self, at: int) -> tuple[Box, bool] | None:
        """Where an instruction paints, and whether it is a picture; None when it paints nothing."""
        name = self._sheet.names[at]
        if name in _PATH:
            self._path += self._moved(_corners(name, _numbers(self._sheet, at)))
        elif name in _DRAWN:
            return _cut(_around(self._moved(_drawn(self._sheet, at))), self._state.clip), True
        elif name == "n" or name in STROKED:
            return self._end_path(name)
        else:
            self._set(name, at)
        return None

    def _set(self, name: str, at: int) -> None:
        """Move, cut, keep the state or take back what was kept."""
        if name == "q":
            self._kept.append(self._state)
        elif name == "Q" and self._kept:
            self._state = self._kept.pop()
        elif name == "cm":
            self._state = replace(self._state, matrix=Matrix(*_numbers(self._sheet, at)) @ self._state.matrix)
        elif name in {"W", "W*"}:
            self._cuts = True

    def _end_path(self, name: str) -> tuple[Box, bool] | None:
        if not self._path:
            return None
        around = _cut(_around(self._path), self._state.clip)
        if self._cuts:
            self._state = replace(self._state, clip=around)
        self._path, self._cuts = [], False
        return None if name == "n" else (around, False)

    def _moved(self, points: list[_Point]) -> list[_Point]:
        return [self._state.matrix.transform(one) for one in points]


def _numbers(sheet: Sheet, at: int) -> list[float]:
    return [real(one) or 0.0 for one in sheet.operands(at)]


def _corners(name: str, values: list[float]) -> list[_Point]:
    """The points that a path instruction goes between, before they are moved."""
    if name == "re":
        left, low, width, height = values
        return [(left, low), (left + width, low), (left, low + height), (left + width, low + height)]
    return list(zip(values[::2], values[1::2], strict=False))


def _drawn(sheet: Sheet, at: int) -> list[_Point]:
    """The corners of a picture, whose side is 1, or of a drawing."""
    what = sheet.drawn(at)
    left, low, right, high = (box(what.get("/BBox")) if what is not None else None) or (0.0, 0.0, 1.0, 1.0)
    return [(left, low), (right, low), (left, high), (right, high)]


def _around(points: list[_Point]) -> Box:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def _cut(whole: Box, clip: Box) -> Box:
    return max(whole[0], clip[0]), max(whole[1], clip[1]), min(whole[2], clip[2]), min(whole[3], clip[3])


def _union(boxes: list[Box]) -> Box:
    left, low, right, high = zip(*boxes, strict=True)
    return min(left), min(low), max(right), max(high)
