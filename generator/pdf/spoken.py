"""What a screen reader says of a PDF, by its tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.pdf.tree import LEAVES, Element, Kid, Marked, Tree


def tag_texts(tree: Tree, spoken: Callable[[Marked], str]) -> list[str]:
    """The text of every tag outside footnotes, in reading order.

    Args:
        tree: the tags.
        spoken: gives a marked content's text.
    """
    return list(said(tree.tops, spoken))


def note_texts(tree: Tree, spoken: Callable[[Marked], str]) -> list[str]:
    """The text of every footnote with its sign, in reading order."""
    notes = (element for element in tree.walk() if element.role == "Note")
    return ["".join(said(note.kids, spoken)) for note in notes]


def said(kids: Iterable[Kid], spoken: Callable[[Marked], str]) -> Iterator[str]:
    """What tags say, a text for each block and for what stands beside blocks; footnotes are left out.

    Args:
        kids: the tags and marked contents.
        spoken: gives a marked content's text.
    """
    for kid in kids:
        if isinstance(kid, Marked):
            yield spoken(kid)
        elif isinstance(kid, Element) and kid.role != "Note" and not _is_described(kid):
            inside = [kid.text_of("/ActualText")] if kid.text_of("/ActualText") else said(kid.kids, spoken)
            yield from ["".join(inside)] if kid.role in LEAVES else inside


def _is_described(element: Element) -> bool:
    """True for a picture whose words are read instead of what is written in it (ISO 32000-1, 14.9.3)."""
    return element.role == "Figure" and bool(element.text_of("/Alt").strip())
