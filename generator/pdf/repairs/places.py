"""What LibreOffice puts beside the document, or at its end, is read where it stands in the text (WCAG 1.3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generator.flow import Flow, Inline, Link, NoteMark, Words
from generator.pdf.repairs.pairing import holder, leaves_of, pairing
from generator.pdf.repairs.work import Work
from generator.pdf.search import ordered
from generator.pdf.tree import LEAVES, Element, Tree


def house_tops(work: Work) -> None:
    """Put what stands outside the document's element into it: where its words are to be read, else first of all.

    LibreOffice leaves pictures and text boxes behind the text outside. What
    holds nothing goes.
    """
    tree = work.tree
    inside = [one for one in tree.tops if one.role == "Document"]
    if len(inside) != 1:
        return
    outside = [one for one in tree.tops if one is not inside[0]]
    texts = _texts(work.flow) if outside else []
    for at, top in enumerate(outside):
        anchor = _before(work, texts, top)
        tree.drop(top)
        if top.role == "Div" and not top.kids:
            continue
        if anchor is not None and anchor.parent is not None:
            tree.put(top, anchor.parent, anchor.index + 1)
        else:
            tree.put(top, inside[0], min(at, len(inside[0].kids)))


def _before(work: Work, texts: list[str], box: Element) -> Element | None:
    """The paragraph before the one that a text box begins with; None when it is not certain."""
    first = next((text for one in box.walk() if one.role in LEAVES and (text := ordered(work.text(one)))), "")
    return _leaf(work, texts, texts.index(first) - 1) if first and texts.count(first) == 1 else None


def place_figures(work: Work) -> None:
    """Move each picture that no paragraph holds to directly after the paragraph that it is anchored in."""
    pairs = pairing(work).pairs
    texts = _texts(work.flow) if pairs else []
    known = {shown.block: up for figures, shown in pairs if (up := holder(figures[0])) is not None}
    after: dict[Element, Element] = {}
    for figures, shown in pairs:
        loose = [one for one in figures if holder(one) is None]
        anchor = _leaf(work, texts, shown.block, known) if loose else None
        if anchor is None or anchor.parent is None:
            continue
        for figure in loose:
            if _leaf_before(work.tree, figure) is not anchor:
                work.tree.move(figure, after.get(anchor, anchor))
            after[anchor] = figure


def _leaf(
    work: Work, texts: list[str], block: int, known: Mapping[int, Element] = MappingProxyType({})
) -> Element | None:
    """The element of one of the document's paragraphs, or of the nearest before it that is found.

    Args:
        work: the file.
        texts: what each paragraph says.
        block: which of them.
        known: the elements of some of them, by what they hold.
    """
    leaves = [(one, ordered(work.text(one))) for one in work.tree.walk() if one.role in LEAVES]
    for at in range(block, -1, -1):
        if at in known:
            return known[at]
        same = [one for one, said in leaves if texts[at] and said.endswith(texts[at])]
        number = sum(text.endswith(texts[at]) for text in texts[:at])
        if number < len(same):
            return same[number]
    return None


def _leaf_before(tree: Tree, figure: Element) -> Element | None:
    """The last paragraph or heading before a figure, in reading order."""
    before: Element | None = None
    for one in tree.walk():
        if one is figure:
            return before
        if one.role in LEAVES and all(up.role != "Note" for up in one.above()):
            before = one
    return None


def _texts(flow: Flow) -> list[str]:
    """What each of the document's headings and paragraphs says, as texts are compared."""
    return [ordered(_text(one.inlines, flow)) for one in leaves_of(flow)]


def _text(inlines: Iterable[Inline], flow: Flow) -> str:
    """What a paragraph says."""
    said = ""
    for inline in inlines:
        match inline:
            case Words():
                said += inline.text
            case Link():
                said += _text(inline.inlines, flow)
            case NoteMark():
                said += flow.notes[inline.index].sign
            case _:
                pass
    return said
