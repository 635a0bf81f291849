"""What a page knows of itself while it is written: where its links can lead, and what it has numbered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import urlsplit

from generator.flow import Block, Flow, Heading, Inline, Link, Note, Paragraph, Words, blocks_of, inlines_of

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass
class Writing:
    """A page while it is written.

    Args:
        notes: the flow's.
        anchors: the bookmarks that links lead to, with their ids on the page.
        chrome: the language of the page's own words, where it is another than the document's.
    """

    notes: tuple[Note, ...]
    anchors: Mapping[str, str]
    chrome: str | None
    heading: str = ""
    """The text of the heading under which is being written."""
    levels: list[int] = field(default_factory=list)
    """The levels of the headings under which is being written, outermost first."""
    tables: int = 0
    """How many tables there have been."""
    called: set[int] = field(default_factory=set)
    """The notes that have been called."""

    def level(self, said: int) -> int:
        """The level of the next heading on the page: none is skipped, since what lies between would be missed.

        Args:
            said: its level in the document.
        """
        while self.levels and self.levels[-1] >= said:
            self.levels.pop()
        self.levels.append(said)
        return len(self.levels)

    def place(self, anchors: tuple[str, ...]) -> str | None:
        """The id of a block with these bookmarks; None when no link leads to it."""
        return next((self.anchors[one] for one in anchors if one in self.anchors), None)

    def address(self, target: str) -> str | None:
        """Where a link leads on this page, or outside it; None when it leads nowhere or to what is not for pages."""
        if target.startswith("#"):
            place = self.anchors.get(target[1:])
            return f"#{place}" if place is not None else None
        try:
            scheme = urlsplit(target).scheme
        except ValueError:
            return None
        return target if scheme in _SCHEMES else None


def writing(flow: Flow, language: str) -> Writing:
    """A page that is to be written from a flow in that language."""
    chrome = None if language.casefold().split("-")[0] == "sv" else "sv"
    return Writing(notes=flow.notes, anchors=_anchors(flow), chrome=chrome)


def plain(inlines: Iterable[Inline]) -> str:
    """The words of a text, with one space wherever there is any."""
    return " ".join("".join(one.text for one in inlines_of(tuple(inlines)) if isinstance(one, Words)).split())


def _anchors(flow: Flow) -> dict[str, str]:
    """Bookmarks that links lead to, in the order of the text; those of one block lead to one place."""
    leaves = [*_leaves(flow)]
    wanted = {
        one.target[1:]
        for leaf in leaves
        for one in inlines_of(leaf.inlines)
        if isinstance(one, Link) and one.target.startswith("#")
    }
    found: dict[str, str] = {}
    for leaf in leaves:
        asked = [one for one in leaf.anchors if one in wanted and one not in found]
        place = f"stalle-{len(set(found.values())) + 1}"
        found.update(dict.fromkeys(asked, place))
    return found


def _leaves(flow: Flow) -> Iterator[Heading | Paragraph]:
    every: Iterator[tuple[Block, ...]] = chain((flow.body,), (note.blocks for note in flow.notes))
    for blocks in chain(every, (flow.header, flow.footer)):
        yield from (one for one in blocks_of(blocks) if isinstance(one, Heading | Paragraph))
