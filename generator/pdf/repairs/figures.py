"""Pictures are the content of their elements, and say what the flow says (ISO 14289-1, 7.3)."""

from __future__ import annotations

from pikepdf import String

from generator.flow import Picture, pictures
from generator.pdf.areas import Area, areas
from generator.pdf.content import Sheet
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
    """Give figures the flow's alternative texts, and let those that say nothing be no figures.

    LibreOffice 7.4 knows of no decorative pictures, and puts a picture's title
    before its description. Nothing is done when figures and pictures are not
    plainly the same.
    """
    figures = [one for one in work.tree.walk() if one.role == "Figure"]
    in_notes = [one for one in figures if any(up.role == "Note" for up in one.above())]
    found = [*(one for one in figures if one not in in_notes), *in_notes]
    meant = pictures(work.flow)
    if len(found) != len(meant) or not all(map(_fits, found, meant)):
        return
    for figure, picture in zip(found, meant, strict=True):
        if picture.decorative:
            _drop(work, figure)
        elif picture.alt:
            figure.object["/Alt"] = String(picture.alt)


def _fits(figure: Element, picture: Picture) -> bool:
    """True when a figure's text can be the picture's."""
    said = figure.text_of("/Alt")
    return not said or picture.decorative or (bool(picture.alt) and picture.alt in said)


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
