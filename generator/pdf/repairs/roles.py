"""Every structure type ends in a standard one, and no standard one in another (ISO 14289-1, 7.1)."""

from __future__ import annotations

from pikepdf import Dictionary

from generator.pdf.repairs.work import Work
from generator.pdf.tree import STANDARD, Annotated, Element

_INLINE = frozenset(
    {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"}
)


def settle_roles(work: Work) -> None:
    """Free the standard types that are mapped to others, and give those that lead nowhere a meaning.

    LibreOffice names elements by style and maps every style to P or Span, also
    a style that is called like a standard type: "Quote", "Table". An element
    of such a name is what it is mapped to, if it was named by a style.
    """
    given = work.tree.root.get("/RoleMap")
    remapped = {str(name)[1:] for name in given} & STANDARD if isinstance(given, Dictionary) else frozenset()
    for element in work.tree.walk():
        if element.name in remapped:
            work.tree.rename(element, element.role if _named_by_style(element) else element.name)
        elif element.role not in STANDARD:
            work.tree.rename(element, "P" if _holds_text(element) else "Div")
    if isinstance(given, Dictionary):
        for name in [str(name) for name in given]:
            if name[1:] in remapped or name[1:] not in work.tree.roles:
                del given[name]


def _named_by_style(element: Element) -> bool:
    """True for an element of running text; tables, pictures and links have something else in them, or about them."""
    return _holds_text(element) and element.attribute("/BBox") is None


def _holds_text(element: Element) -> bool:
    """True when there is only text in an element, and what stands in a line of text."""
    return all(
        not isinstance(kid, Annotated) and (not isinstance(kid, Element) or kid.role in _INLINE) for kid in element.kids
    )
