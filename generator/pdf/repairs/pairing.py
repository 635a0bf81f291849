"""Which figure of the tags is which picture of the document.

LibreOffice puts a floating picture after those that stand in the line, one
behind the text before the whole document, the parts of a group apart, and
figures of its own beside them: shapes of headers and footers, lines, watermarks.
Of rotated, framed and old drawings it forgets the alternative text. Order alone
pairs a picture with another's words, so texts go first, then size, and order
only from paragraph to paragraph. What is not certain is left unpaired.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from generator.flow import Flow, Heading, Inline, Link, Paragraph, Picture, blocks_of
from generator.pdf.repairs.work import Work
from generator.pdf.tree import LEAVES, Element
from generator.pdf.values import Box, box

_NEAR = 6.0
"""How many points wider or higher a figure may be than its picture: LibreOffice rounds, and counts the border."""
_OUTWARD = ("https://", "http://", "mailto:", "tel:")
_THIN = 3.0
"""How many points across makes a line."""
_POINTS = 72 / 96


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """A picture where it stands in the document."""

    picture: Picture
    target: str
    """Where it leads; empty when it is no link."""
    block: int
    """Which of the document's headings and paragraphs it stands in, as `leaves_of` counts them."""

    @property
    def text(self) -> str:
        """What a reader is told of it; a decoration that is a link says, after all, where it leads."""
        return outward(self.target) if self.picture.decorative else self.picture.alt

    @property
    def means(self) -> tuple[str, bool, str]:
        """What a reader gets of it: two of the same can change places unnoticed."""
        return self.picture.alt, self.picture.decorative, self.target


Pair = tuple[tuple[Element, ...], Shown]
"""The figures that a picture became, as a rule one, and the picture."""


@dataclass(slots=True, kw_only=True)
class Pairing:
    """What is certain, and what is not."""

    figures: list[Element]
    """The figures that are no known picture."""
    shown: list[Shown]
    """The pictures that no known figure shows."""
    pairs: list[Pair] = field(default_factory=list)

    def pair(self, figures: Sequence[Element], shown: Shown) -> None:
        """Let figures be a picture."""
        self.pairs.append((tuple(figures), shown))
        self.figures = [one for one in self.figures if one not in figures]
        self.shown = [one for one in self.shown if one is not shown]


def pairing(work: Work) -> Pairing:
    """Pair figures with pictures."""
    figures = [one for one in work.tree.walk() if one.role == "Figure"]
    last = sorted(figures, key=lambda one: any(up.role == "Note" for up in one.above()))
    made = Pairing(figures=last, shown=list(_shown(work.flow)))
    _by_text(made)
    _by_place(made)
    _by_parts(made)
    _by_size(made)
    _by_place(made)
    return made


def leaves_of(flow: Flow) -> list[Heading | Paragraph]:
    """The document's headings and paragraphs, those of its notes last."""
    blocks = [*blocks_of(flow.body), *(one for note in flow.notes for one in blocks_of(note.blocks))]
    return [one for one in blocks if isinstance(one, Heading | Paragraph)]


def held(figure: Element) -> bool:
    """True for a figure that stands in a paragraph or heading."""
    return holder(figure) is not None


def holder(figure: Element) -> Element | None:
    """The paragraph or heading that a figure stands in; None when it stands beside them."""
    return next((up for up in figure.above() if up.role in LEAVES), None)


def is_line(figure: Element) -> bool:
    """True for a figure that is thinner than any picture."""
    whole = around([figure])
    return whole is not None and min(whole[2] - whole[0], whole[3] - whole[1]) < _THIN


def outward(target: str) -> str:
    """Where a link leads, out of the document and by an address that is safe to follow; else empty."""
    return target if target.casefold().startswith(_OUTWARD) else ""


def says(figure: Element, alt: str) -> bool:
    """True when a figure has a picture's text, with or without a title before it."""
    said, meant = (" ".join(text.split()) for text in (figure.text_of("/Alt"), alt))
    return bool(meant) and (said == meant or said.endswith(f" - {meant}"))


def _shown(flow: Flow) -> Iterator[Shown]:
    for number, leaf in enumerate(leaves_of(flow)):
        for picture, target in _pictures(leaf.inlines, ""):
            yield Shown(picture=picture, target=target, block=number)


def _pictures(inlines: Iterable[Inline], target: str) -> Iterator[tuple[Picture, str]]:
    for inline in inlines:
        if isinstance(inline, Picture):
            yield inline, target
        elif isinstance(inline, Link):
            yield from _pictures(inline.inlines, inline.target)


def _by_text(made: Pairing) -> None:
    """Pair each figure that says a picture's text with it, those that stand in a paragraph first."""
    for figure in sorted(made.figures, key=lambda one: not held(one)):
        meant = [one for one in made.shown if says(figure, one.text)]
        if meant:
            made.pair([figure], next((one for one in meant if _fits([figure], one)), meant[0]))


def _by_place(made: Pairing) -> None:
    """Pair the figures of paragraphs with the pictures left, when there are as many, paragraph by paragraph."""
    standing = [one for one in made.figures if held(one) and not _is_rule(one, made.shown)]
    if len(standing) != len(made.shown):
        return
    waiting = iter(tuple(made.shown))
    for _, group in groupby(standing, key=lambda one: id(holder(one))):
        figures = list(group)
        shown = [next(waiting) for _ in figures]
        if len({one.block for one in shown}) == 1:
            _within(made, figures, shown)


def _is_rule(figure: Element, shown: Iterable[Shown]) -> bool:
    """True for a line that is none of the pictures."""
    return is_line(figure) and not any(_fits([figure], one) for one in shown)


def _within(made: Pairing, figures: list[Element], shown: list[Shown]) -> None:
    """Pair those of one paragraph, whose order is not certain: by size, and then those that are left of one meaning."""
    for figure in figures:
        _only_fit(made, [figure], [one for one in shown if one in made.shown])
    left = [one for one in shown if one in made.shown]
    if len({one.means for one in left}) == 1:
        for figure, one in zip([one for one in figures if one in made.figures], left, strict=True):
            made.pair([figure], one)


def _by_parts(made: Pairing) -> None:
    """Pair a group of shapes, of which each became a figure, with the one picture that it is."""
    for one in tuple(made.shown):
        if not any(_fits([figure], one) for figure in made.figures):
            parts = next((run for run in _runs(made.figures) if _fits(run, one)), None)
            if parts:
                made.pair(parts, one)


def _runs(figures: list[Element]) -> Iterator[list[Element]]:
    """Silent figures that stand one after another, two or more, the longest first."""
    silent = [one for one in figures if not (one.text_of("/Alt") or one.elements) and one.parent is not None]
    spans = ((at, size) for size in range(len(silent), 1, -1) for at in range(len(silent) - size + 1))
    for at, size in spans:
        run = silent[at : at + size]
        first = run[0].index
        if all(one.parent is run[0].parent and one.index == first + step for step, one in enumerate(run)):
            yield run


def _by_size(made: Pairing) -> None:
    """Pair the figures that stand beside paragraphs with the pictures of their size."""
    for figure in [one for one in made.figures if not held(one)]:
        _only_fit(made, [figure], made.shown)


def _only_fit(made: Pairing, figures: list[Element], among: Iterable[Shown]) -> None:
    """Pair figures with a picture of their size, when all such pictures mean the same."""
    fitting = [one for one in among if _fits(figures, one)]
    if fitting and len({one.means for one in fitting}) == 1:
        made.pair(figures, fitting[0])


def _fits(figures: Sequence[Element], shown: Shown) -> bool:
    """True when figures together are as large as a picture."""
    whole = around(figures)
    if whole is None:
        return False
    left, low, right, high = whole
    wide, tall = shown.picture.width * _POINTS, shown.picture.height * _POINTS
    return abs(right - left - wide) < _NEAR and abs(high - low - tall) < _NEAR


def around(figures: Sequence[Element]) -> Box | None:
    """The box around figures; None when one does not say where it is."""
    boxes = [box(one.attribute("/BBox")) for one in figures]
    known = [one for one in boxes if one is not None]
    if len(known) < len(boxes) or not known:
        return None
    left, low, right, high = zip(*known, strict=True)
    return min(left), min(low), max(right), max(high)
