"""One part of a file while it is read, and what the parts share: styles, lists, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from generator.flow import Inline
from generator.word.flow.fields import Fields
from generator.word.flow.labels import Labels
from generator.word.flow.stylesheet import Stylesheet
from generator.word.package import Package, Relationship, target_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A note that the text calls."""

    part: str
    """The part that it lies in: "word/footnotes.xml"."""
    id: str
    sign: str
    """The sign of its author's choice; "" when Word numbers it."""


@dataclass
class Story:
    """A part while it is read.

    Args:
        package: the file.
        part: the part's name in it.
        sheet: the file's styles.
        labels: the file's lists, as far as they have been counted.
        calls: the notes that have been called so far, in their order.
        margin: True for a header or footer, where nothing counts pages.
    """

    package: Package
    part: str
    sheet: Stylesheet
    labels: Labels
    calls: list[Call]
    margin: bool = False
    fields: Fields = field(default_factory=Fields)
    initial: tuple[Inline, ...] = ()
    """A large letter that waits for the paragraph that it begins."""
    anchors: list[str] = field(default_factory=list)
    """Bookmarks that have begun and wait for a paragraph."""
    depth: int = 0
    """How many tables there are around what is being read."""
    boxes: list[etree._Element] = field(default_factory=list)
    """Text boxes that wait for the end of the paragraph that they hang on."""

    @cached_property
    def _relations(self) -> Mapping[str, Relationship]:
        return self.package.relationships(self.part)

    def address(self, relation_id: str) -> str:
        """Where a link leads; "" when that is not known."""
        relation = self._relations.get(relation_id)
        return relation.target if relation is not None and relation.external else ""

    def file(self, relation_id: str) -> tuple[str, bytes]:
        """The name and the content of a file within the document; both empty when it is not there."""
        relation = self._relations.get(relation_id)
        if relation is None or relation.external:
            return "", b""
        name = target_name(self.part, relation.target)
        return name, self.package.parts.get(name, b"")

    def call(self, part: str, note: str, sign: str) -> int:
        """Note that the text calls a note: which of the flow's it is."""
        for index, one in enumerate(self.calls):
            if (one.part, one.id) == (part, note):
                return index
        self.calls.append(Call(part=part, id=note, sign=sign))
        return len(self.calls) - 1

    def take_anchors(self) -> tuple[str, ...]:
        """The bookmarks that have waited for a paragraph."""
        taken = tuple(self.anchors)
        self.anchors.clear()
        return taken
