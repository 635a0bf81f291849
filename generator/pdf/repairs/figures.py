"""Pictures are the content of their elements, and say what the flow says (ISO 14289-1, 7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pikepdf import Array, Dictionary, Name, String

from generator.flow import Flow, Heading, Paragraph, Picture, blocks_of, inlines_of
from generator.pdf.areas import Area, areas
from generator.pdf.content import Sheet
from generator.pdf.repairs.pairing import around, held, is_line, pairing, says
from generator.pdf.repairs.work import Work
from generator.pdf.tree import LEAVES, Element, Marked
from generator.pdf.values import Box, box

_NEAR = 3.0
"""How many points a picture may lie beside where its element says: LibreOffice rounds, and draws borders outside."""


def free_text_boxes(work: Work) -> None:
    """Let a text box follow the paragraph that it is anchored in, and its frame be no figure.

    LibreOffice puts it in the middle of the paragraph, and before it a figure
    that only frames it.
    """
    for holder in [one for one in work.tree.walk() if one.role in LEAVES]:
        spaces = [
            one for one in holder.elements if one.role == "Div" and any(below.role in LEAVES for below in one.walk())
        ]
        for space in reversed(spaces):
            frame = next((one for one in holder.elements if _frames(one, space)), None)
            work.tree.move(space, holder)
            if frame is not None:
                _drop(work, frame)


def _frames(figure: Element, space: Element) -> bool:
    """True for a figure that says nothing and lies around a text box."""
    outer, inner = box(figure.attribute("/BBox")), box(space.attribute("/BBox"))
    silent = figure.role == "Figure" and not figure.text_of("/Alt")
    return silent and outer is not None and inner is not None and _within(inner, outer)


def describe_figures(work: Work) -> None:
    """Give figures the document's alternative texts, and let those that say nothing be no figures.

    LibreOffice 7.4 knows of no decorative pictures, puts a picture's title
    before its description, and makes figures of each part of a group and of
    what stands in headers and footers. A decorative picture that is a link has
    a meaning after all: where it leads. Figures that are not plainly a picture
    are left, for the check of the file to tell of.
    """
    made = pairing(work)
    for figures, shown in made.pairs:
        if shown.picture.decorative and not shown.text:
            _drop_all(work, figures)
        else:
            _describe(work, figures, shown.text)
    unknown = any(not one.picture.decorative for one in made.shown)
    for figure in reversed(made.figures):  # inner before outer
        if _beside_the_document(work, figure, unknown=unknown):
            _drop(work, figure)


def _describe(work: Work, figures: Sequence[Element], alt: str) -> None:
    """Give a picture's figure its text; one that was drawn in parts becomes whole."""
    first, *others = figures
    whole = around(figures)
    for other in others:
        first.kids += other.kids
        work.tree.drop(other)
    if others and whole is not None:
        first.object["/A"] = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([*whole]))
        work.tree.change(first)
    if alt:
        first.object["/Alt"] = String(alt)


def _beside_the_document(work: Work, figure: Element, *, unknown: bool) -> bool:
    """True for what is painted beside the text: lines, and what stands in headers and footers.

    Args:
        work: the file.
        figure: one that is no known picture.
        unknown: whether a picture of the document is missing among the figures, which this may be.
    """
    if figure.elements or work.text(figure).strip():
        return False
    if figure.text_of("/Alt"):
        return not held(figure) and any(says(figure, one) for one in _alts_beside(work.flow))
    return is_line(figure) or not (held(figure) or unknown)


def _alts_beside(flow: Flow) -> Iterator[str]:
    """The texts of the pictures in header and footer."""
    for block in blocks_of((*flow.header, *flow.footer)):
        if isinstance(block, Heading | Paragraph):
            yield from (one.alt for one in inlines_of(block.inlines) if isinstance(one, Picture))


def _drop_all(work: Work, figures: Iterable[Element]) -> None:
    for figure in figures:
        _drop(work, figure)


def _drop(work: Work, figure: Element) -> None:
    """Take away a figure, and the paragraph that held nothing else; what it painted is an artifact."""
    for leaf in figure.leaves():
        if isinstance(leaf, Marked):
            work.sheets[leaf.page].name_content_artifact(leaf.mcid)
    holder = figure.parent
    work.tree.drop(figure)
    if holder is not None and not holder.kids and holder.role == "P" and holder.parent is not None:
        work.tree.drop(holder)


def bind_figures(work: Work) -> None:
    """Let what is painted where an empty figure says that it is be the figure's content.

    LibreOffice paints every picture as an artifact. A figure without a
    painting stays empty, and is told of when the file is checked.
    """
    waiting = [one for one in work.tree.walk() if one.role == "Figure" and not one.kids and one.attribute("/BBox")]
    for number, sheet in enumerate(work.sheets):
        here = [one for one in waiting if work.tree.page_of(one.object, None) == number]
        if here:
            _bind_page(work, sheet, number, here)


def _bind_page(work: Work, sheet: Sheet, number: int, figures: list[Element]) -> None:
    """Bind one page's figures, each to the picture of its size, or else to all the parts of a drawing."""
    painted = list(areas(sheet))
    for figure in figures:
        place = box(figure.attribute("/BBox"))
        if place is None:
            continue
        whole = next((one for one in painted if one.picture and _same(one.box, place)), None)
        for part in [whole] if whole else [one for one in painted if _within(one.box, place)]:
            painted.remove(part)
            _bind(work, sheet, number, figure, part)


def _bind(work: Work, sheet: Sheet, page: int, figure: Element, area: Area) -> None:
    mcid = sheet.next_mcid()
    sheet.name_artifact(area.stretch, "Figure", mcid)
    figure.kids.append(Marked(page, mcid))
    work.tree.change(figure)


def _same(one: Box, other: Box) -> bool:
    return all(abs(here - there) < _NEAR for here, there in zip(one, other, strict=True))


def _within(inner: Box, outer: Box) -> bool:
    left, low, right, high = outer
    return inner[0] > left - _NEAR and inner[1] > low - _NEAR and inner[2] < right + _NEAR and inner[3] < high + _NEAR
