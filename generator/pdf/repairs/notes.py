"""Footnotes stand where they are called, and have names (ISO 14289-1, 7.9).

LibreOffice gathers a page's footnotes, and puts them where its page happens to
end: after a table or list that began on the page, far from what calls them. Of
a note that goes on over the page it makes two, one of them empty. Each note is
moved to directly after the paragraph or heading that calls it, within the same
list item or cell: as near as a listener can have it without a sentence being
broken. When it is not plain who calls which, they are read last of all.
"""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from generator.pdf.repairs.work import Work
from generator.pdf.tree import LEAVES, Annotated, Element, Marked
from generator.pdf.values import box, dictionaries, number, real


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Call:
    """A place in the text that calls a footnote."""

    link: Element
    back: pikepdf.Object
    """The annotation that leads back to it from the note."""
    printed: tuple[int, float]
    """Where the note is printed: its page, and how far down."""


def place_notes(work: Work) -> None:
    """Move each footnote to what calls it, and make its way back a link."""
    groups = [one for one in work.tree.walk() if _gathers_notes(one)]
    notes = [note for group in groups for note in group.elements if next(note.leaves(), None) is not None]
    calls = sorted(_calls(work), key=lambda call: call.printed)
    followed: dict[int, Element] = {}
    if len(calls) == len(notes):
        for note, call in zip(notes, calls, strict=True):
            _place(work, note, call, followed)
            _lead_back(work, note, call)
    else:
        for note in notes:
            work.tree.move(note, work.tree.tops[-1].elements[-1])
    for group in groups:
        work.tree.drop(group)


def name_notes(work: Work) -> None:
    """Give each footnote a name that no other element has."""
    elements = list(work.tree.walk())
    named = {name: one for one in elements if (name := one.text_of("/ID"))}
    notes = [one for one in elements if one.role == "Note"]
    free = (name for at in range(1, len(notes) + len(named) + 1) if (name := f"note{at}") not in named)
    for note in [one for one in notes if not one.text_of("/ID")]:
        name = next(free)
        note.object["/ID"] = String(name)
        named[name] = note
    if named:
        _write_names(work, named)


def _write_names(work: Work, named: dict[str, Element]) -> None:
    """The tree's index of names (ISO 32000-1, 7.9.6)."""
    names = sorted(named, key=lambda name: bytes(String(name)))
    flat = [one for name in names for one in (String(name), named[name].object)]
    leaf = Dictionary(Names=Array(flat), Limits=Array([String(names[0]), String(names[-1])]))
    work.tree.root["/IDTree"] = Dictionary(Kids=Array([work.pdf.make_indirect(leaf)]))


def _gathers_notes(element: Element) -> bool:
    """True for the element that holds a page's footnotes, and nothing else."""
    return (
        element.role == "Div"
        and element.parent is not None
        and bool(element.kids)
        and all(isinstance(one, Element) and one.role == "Note" for one in element.kids)
    )


def _calls(work: Work) -> list[_Call]:
    """The links that lead to a footnote: each has one that leads back, and that no element holds."""
    untagged = {
        page: [
            one
            for one in dictionaries(work.pdf.pages[page].obj.get("/Annots"))
            if number(one.get("/StructParent")) is None
        ]
        for page in range(len(work.pdf.pages))
    }
    found = []
    for element in work.tree.walk():
        for kid in element.kids:
            if isinstance(kid, Annotated):
                call = _call(work, element, kid.annotation, untagged)
                if call is not None:
                    found.append(call)
    return found


def _call(work: Work, link: Element, annotation: pikepdf.Object, untagged: dict[int, list[Dictionary]]) -> _Call | None:
    there = _target(work, annotation)
    if there is None:
        return None
    page, _, down = there
    for back in untagged.get(page, ()):
        here = _target(work, back)
        if here is not None and _at(back, there) and _at(annotation, here):
            return _Call(link=link, back=back, printed=(page, -down))
    return None


def _target(work: Work, annotation: pikepdf.Object) -> tuple[int, float, float] | None:
    """Where a link within the file leads: page, and how far from the left and from the bottom."""
    said = annotation.get("/Dest")
    if not isinstance(said, Array) or len(said) < 4 or said[1] != Name.XYZ:
        return None
    page = work.tree.pages.get(said[0].objgen) if isinstance(said[0], Dictionary) else None
    across, up = real(said[2]), real(said[3])
    return None if page is None or across is None or up is None else (page, across, up)


def _at(annotation: pikepdf.Object, target: tuple[int, float, float]) -> bool:
    """True when a link's lower or upper edge is where another leads."""
    left, low, right, high = box(annotation.get("/Rect")) or (0.0, 0.0, 0.0, 0.0)
    _, across, up = target
    return left - 1 <= across <= right + 1 and low - 1 <= up <= high + 1


def _place(work: Work, note: Element, call: _Call, followed: dict[int, Element]) -> None:
    """Put a note after the block that calls it, and after the notes that the block called before."""
    block = next((one for one in call.link.above() if one.role in LEAVES), call.link)
    before = followed.get(id(block), block)
    work.tree.move(note, before)
    followed[id(block)] = note


def _lead_back(work: Work, note: Element, call: _Call) -> None:
    """Make a note's number, the first that is printed of it, a link to where it is called."""
    holder = next((one for one in note.walk() if one.role in LEAVES), None)
    first = holder.kids[0] if holder is not None and holder.kids else None
    if holder is None or not isinstance(first, Marked):
        return
    holder.kids.pop(0)
    work.tree.new("Link", holder, 0, [first, Annotated(call.back, first.page)])
