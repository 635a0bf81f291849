"""Every heading is the heading of something (WCAG 2.4.6)."""

from __future__ import annotations

from generator.pdf.repairs.work import Work
from generator.pdf.tree import HEADINGS, Element, Marked


def drop_empty_headings(work: Work) -> None:
    """Take away headings that say nothing: empty paragraphs in a heading's style; what they painted is an artifact."""
    for heading in [one for one in work.tree.walk() if one.role in HEADINGS and one.parent is not None]:
        leaves = list(heading.leaves())
        silent = not any(_says(one) for one in heading.walk()) and not work.text(heading).strip()
        if silent and all(isinstance(leaf, Marked) for leaf in leaves):
            for leaf in leaves:
                if isinstance(leaf, Marked):
                    work.sheets[leaf.page].name_content_artifact(leaf.mcid)
            work.tree.drop(heading)


def _says(element: Element) -> bool:
    """True for what is more than text: a picture, a note, or what has words of its own."""
    return element.role in {"Figure", "Formula", "Form", "Note"} or bool(element.text_of("/Alt"))
