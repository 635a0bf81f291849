"""The field list of one format, as values: sections with headings, and fields with what can be pasted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.expressions import Kind
from generator.fieldlist import tags
from generator.fieldlist.looks import example
from generator.fieldlist.node import Node
from generator.fieldlist.tags import Snippet
from generator.model import type_name

_CHAPTER = 2
"""The level of a chapter's heading; the document's is 1."""
_LOWEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field."""

    name: str
    """How a tag names it."""
    title: str
    description: str
    example: str
    """As it will be printed; empty when there is none."""
    facts: tuple[str, ...]
    """What is to be known of it, each a few Swedish words."""
    required: bool
    """True when it must stand in the document."""
    note: str
    """What to use instead, or besides; empty when there is nothing to say."""
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with the fields of one group, or of the groups in one list."""

    anchor: str
    level: int
    name: str
    title: str
    description: str
    facts: tuple[str, ...]
    required: bool
    note: str
    item: str
    """What a loop calls an item of the list; empty for a group."""
    snippets: tuple[Snippet, ...]
    entries: tuple[Entry, ...]
    sections: tuple[Section, ...]

    def every_snippet(self) -> Iterator[tuple[str, Snippet]]:
        """Each snippet that it and the sections in it offer, with the name of what it is for."""
        yield from ((self.name, one) for one in self.snippets)
        yield from ((entry.name, one) for entry in self.entries for one in entry.snippets)
        for section in self.sections:
            yield from section.every_snippet()


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Everything that the templates of one format can print."""

    typ: type_name
    title: str
    description: str
    sections: tuple[Section, ...]


class Describer:
    """Describes fields for the readers of one format's list.

    Args:
        homes: the titles of the formats that have a field, by its path; of a path that is not here nothing is said.
        every: how many formats there are.
        notes: what else is to be said of a field, by its path.
    """

    def __init__(
        self, homes: Mapping[tuple[str, ...], tuple[str, ...]], every: int, notes: Mapping[tuple[str, ...], str]
    ) -> None:
        self._homes = homes
        self._every = every
        self._notes = notes

    def chapter(self, name: str, title: str, description: str, nodes: Iterable[Node]) -> Section:
        """Fields and groups that belong together, under one heading.

        Args:
            name: what a tag calls them all, or a name that no other chapter has.
            title: the heading.
            description: what they have in common.
            nodes: the fields and groups.
        """
        parts = list(nodes)
        return Section(
            anchor=f"del-{name}",
            level=_CHAPTER,
            name="",
            title=title,
            description=description,
            facts=(),
            required=False,
            note="",
            item="",
            snippets=(),
            entries=tuple(self._entry(one) for one in parts if not _has_parts(one)),
            sections=tuple(self._section(one, _CHAPTER + 1) for one in parts if _has_parts(one)),
        )

    def _section(self, node: Node, level: int) -> Section:
        """A group, or a list of groups, with all that is in it."""
        inner = node.innermost()
        within = inner.known() if node.kind is Kind.LIST else inner
        parts = list(within.fields())
        return Section(
            anchor=".".join(node.path).replace(" ", "-"),
            level=min(level, _LOWEST),
            name=node.expression,
            title=node.title,
            description=str(node.schema.get("description", "")),
            facts=tuple(self._facts(node)),
            required=tags.must_stand(node),
            note=self._notes.get(node.path, ""),
            item=inner.expression if node.kind is Kind.LIST else "",
            snippets=tags.of_groups(node) if node.kind is Kind.LIST else tags.of_group(node),
            entries=tuple(self._entry(one) for one in parts if not _has_parts(one)),
            sections=tuple(self._section(one, level + 1) for one in parts if _has_parts(one)),
        )

    def _entry(self, node: Node) -> Entry:
        return Entry(
            name=node.expression,
            title=node.title,
            description=str(node.schema.get("description", "")),
            example=example(node),
            facts=tuple(self._facts(node)),
            required=tags.must_stand(node),
            note=self._notes.get(node.path, ""),
            snippets=tags.of_field(node),
        )

    def _facts(self, node: Node) -> Iterator[str]:
        yield _kind(node)
        yield _presence(node)
        homes = self._homes.get(node.path)
        if homes and len(homes) == self._every:
            yield "I alla format"
        elif homes:
            yield "Bara i det här formatet" if len(homes) == 1 else f"I formaten {_listed(homes)}"


def _has_parts(node: Node) -> bool:
    inner = node.innermost()
    return inner.kind is Kind.GROUP and bool(inner.type.fields)


def _kind(node: Node) -> str:
    kind = str(node.kind)
    return kind[:1].upper() + kind[1:]


def _presence(node: Node) -> str:
    if node.kind is Kind.LIST and not node.type.optional:
        there = "Kan vara tom" if node.may_be_empty else "Har alltid minst en"
    else:
        there = "Kan saknas" if node.type.optional else "Finns alltid"
    inside = bool(node.guards) and there in ("Finns alltid", "Har alltid minst en")
    return f"{there}, när gruppen finns" if inside else there


def _listed(titles: Iterable[str]) -> str:
    return ", ".join(f"«{one}»" for one in titles)
