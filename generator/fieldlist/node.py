"""A field as a tag reaches it: what it is called there, what it can be, and what must be tested first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from unicodedata import normalize

from generator.case.schemas import Schema
from generator.expressions import ANY, Kind, Type

_WORDS = 4
_LETTERS = 30
_SPARE = "en_post"
"""The name of a loop's item when its schema has no title to name it after."""
_JINJA = frozenset(
    ("and", "as", "context", "elif", "else", "endfor", "endif", "false", "for", "if", "ignore", "import", "in",
     "include", "is", "loop", "macro", "missing", "namespace", "none", "not", "or", "range", "recursive", "self",
     "set", "true", "with", "without")
)  # fmt: skip
"""Words that mean something else in a tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One field, or one item of a list.

    Args:
        expression: how a tag names it: `handling.stod.belopp`, `en_rad.belopp`.
        type: what it can be.
        schema: what is written about it; {} when nothing is.
        path: the way to it from its first name; an item of a list stands as "[]".
        guards: what must hold before a tag may look at it.
        sure: True when its group must have it.
        taken: the names that a loop around it may not use.
    """

    expression: str
    type: Type
    schema: Schema
    path: tuple[str, ...]
    guards: tuple[str, ...] = ()
    sure: bool = True
    taken: frozenset[str] = frozenset()

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.type.kind

    @property
    def title(self) -> str:
        """What people call it; its name when nothing else is known."""
        return str(self.schema.get("title") or self.path[-1])

    @property
    def test(self) -> str:
        """What must hold before it is printed; empty when it is always there."""
        return " and ".join((*self.guards, *self._own_test()))

    def known(self) -> Node:
        """The same where its test has held."""
        return replace(self, guards=(), type=self.type.required())

    def fields(self) -> Iterator[Node]:
        """A group's fields, in the order of its schema."""
        nodes = self.schema.get("properties", {})
        required = self.schema.get("required", ())
        guards = (*self.guards, *self._own_test())
        place = {name: number for number, name in enumerate(nodes)}
        for name in sorted(self.type.fields, key=lambda one: place.get(one, len(place))):
            schema = nodes.get(name, {})
            yield Node(
                expression=_within(self.expression, name),
                type=self.type.fields[name],
                schema=schema,
                path=(*self.path, name),
                guards=guards,
                sure=name in required,
                taken=self.taken,
            )

    def item(self) -> Node:
        """One item of a list, by the name that it has in a loop."""
        schema = self.schema.get("items", {})
        name = _variable(str(schema.get("title", "")), self.taken)
        return Node(
            expression=name,
            type=self.type.item or ANY,
            schema=schema,
            path=(*self.path, "[]"),
            taken=self.taken | {name},
        )

    def innermost(self) -> Node:
        """The item of a list, of the lists in it, and so on; the field itself when it is no list."""
        return self.item().innermost() if self.kind is Kind.LIST else self

    @property
    def may_be_empty(self) -> bool:
        """True for a list that a case may leave without items."""
        return not (self.sure and self.schema.get("minItems", 0) >= 1)

    def _own_test(self) -> tuple[str, ...]:
        """How a tag asks whether it is there; nought and no are there too."""
        if not self.type.optional:
            return ()
        exact = self.kind in (Kind.NUMBER, Kind.BOOL, Kind.ANY)
        return (f"{self.expression} is not none" if exact else self.expression,)


def _within(owner: str, name: str) -> str:
    """A field of `owner` as a tag names it, whatever letters its name has."""
    return f"{owner}.{name}" if name.isidentifier() else f"{owner}[{json.dumps(name, ensure_ascii=False)}]"


def _variable(title: str, taken: frozenset[str]) -> str:
    """A loop's name for an item with this title: "En beslutspunkt" is `en_beslutspunkt`.

    The article sets it apart from the fields; a name that is taken gets a number.
    """
    bare = normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    name = "_".join(re.findall(r"[a-z0-9]+", bare)[:_WORDS])[:_LETTERS].strip("_")
    name = name if name.isidentifier() and name not in _JINJA else _SPARE
    candidates = (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in candidates if one not in taken)
