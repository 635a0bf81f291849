"""Paragraphs that somebody else has written, as block quotations (ISO 32000-1, 14.8.4.2)."""

from __future__ import annotations

from generator.flow import Flow, Paragraph, Quotation, blocks_of
from generator.pdf.repairs.work import Work
from generator.pdf.tree import Element


def gather_quotations(work: Work) -> None:
    """Put quoted paragraphs that follow each other into one BlockQuote.

    LibreOffice names each paragraph's element by its style; the flow tells
    which styles are those of quotations.
    """
    styles = _styles(work.flow)
    if not styles:
        return
    for parent in list(work.tree.walk()):
        if parent.role == "BlockQuote":
            continue
        for group in _groups(parent, styles):
            at = group[0].index
            parent.kids = [kid for kid in parent.kids if kid not in group]
            work.tree.new("BlockQuote", parent, at, [*group])


def _styles(flow: Flow) -> frozenset[str]:
    """The paragraph styles of the flow's quotations, in small letters."""
    blocks = [*flow.body, *(block for note in flow.notes for block in note.blocks)]
    quotations = (one for one in blocks_of(tuple(blocks)) if isinstance(one, Quotation))
    return frozenset(one.style for each in quotations for one in blocks_of(each.blocks) if isinstance(one, Paragraph))


def _groups(parent: Element, styles: frozenset[str]) -> list[list[Element]]:
    """The quoted paragraphs among an element's children, neighbours together."""
    groups: list[list[Element]] = []
    before: Element | None = None
    for kid in parent.kids:
        quoted = isinstance(kid, Element) and kid.role in {"P", "Quote"} and kid.name.casefold() in styles
        if quoted and isinstance(kid, Element):
            if before is None:
                groups.append([])
            groups[-1].append(kid)
        before = kid if quoted and isinstance(kid, Element) else None
    return groups
