"""A template part as a tree of its tags, and the values that they print for a case.

The others' dialects cannot reckon, compare or write Swedish dates and
amounts. What a tag prints is therefore worked out here, by our own sandbox,
and given to them ready-made under a key; so is whether a section is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from generator.sandbox import holds, printable, value_of

Values = dict[str, Any]
"""What a contestant is given: texts, True and False for sections, lists of the same for loops; by key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A tag that prints a value: `{{ source }}`."""

    source: str

    @property
    def key(self) -> str:
        """The name of its value among the ready-made ones."""
        return key_of(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part that is repeated or left out, between two tags."""

    level: str
    """What goes with the tags: "p" a paragraph, "tr" a table row, "" nothing."""
    source: str
    """The list, or the condition."""
    each: str
    """What one item is called; empty when the block is a condition."""
    inside: tuple[Node, ...]

    @property
    def key(self) -> str:
        """The name of its list, or of whether it is there."""
        return f"{'alla' if self.each else 'om'}_{key_of(self.source)}"


Node = str | Print | Block
"""XML without tags, a value, or a block."""

_TAG = re.compile(
    r"<w:p>(?:(?!</w:p>).)*?\{%p (?P<p>.*?) %\}(?:(?!</w:p>).)*</w:p>"
    r"|<w:tr>(?:(?!</w:tr>).)*?\{%tr (?P<tr>.*?) %\}(?:(?!</w:tr>).)*</w:tr>"
    r"|\{% (?P<inline>.*?) %\}|\{\{ (?P<print>.*?) \}\}",
    re.DOTALL,
)


def parse(xml: str) -> tuple[Node, ...]:
    """A part's XML as a tree.

    Raises:
        ValueError: it has a tag that is none of `{{ }}`, `if`, `for` and their ends.
    """
    tokens, position = list[tuple[str, str]](), 0
    for found in _TAG.finditer(xml):
        tokens.append(("xml", xml[position : found.start()]))
        tokens.append((str(found.lastgroup), str(found[found.lastgroup or 0])))
        position = found.end()
    nodes, _ = _nodes(iter([*tokens, ("xml", xml[position:])]))
    return nodes


def _nodes(tokens: Iterator[tuple[str, str]]) -> tuple[tuple[Node, ...], str]:
    """The nodes up to the end of the block, or of the part; and the word that ends them."""
    found: list[Node] = []
    for kind, text in tokens:
        word, _, rest = text.partition(" ")
        if kind == "xml":
            found.append(text)
        elif kind == "print":
            found.append(Print(source=text))
        elif word in {"endif", "endfor", "else"}:
            return tuple(found), word
        elif word in {"if", "for"}:
            found += _blocks(word, rest, kind if kind != "inline" else "", tokens)
        else:
            raise ValueError(text)
    return tuple(found), ""


def _blocks(word: str, rest: str, level: str, tokens: Iterator[tuple[str, str]]) -> Iterator[Block]:
    """A block; and one for the opposite, when it has an `else`."""
    each, _, source = rest.partition(" in ") if word == "for" else ("", "", rest)
    inside, end = _nodes(tokens)
    yield Block(level=level, source=source, each=each, inside=inside)
    if end == "else":
        yield from _blocks("if", f"not ({source})", level, tokens)


def key_of(source: str) -> str:
    """A name for an expression that every dialect can read."""
    return re.sub(r"\W+", "_", source).strip("_")


def values(nodes: Sequence[Node], context: Mapping[str, Any]) -> Values:
    """What the tags of a part print for a case; what is in a section that is not there has no value."""
    found: Values = {}
    for node in nodes:
        if isinstance(node, Print):
            found[node.key] = str(printable(value_of(node.source, context)))
        elif isinstance(node, Block) and node.each:
            items = value_of(node.source, context) or ()
            found[node.key] = [values(node.inside, {**context, node.each: item}) for item in items]
        elif isinstance(node, Block):
            found[node.key] = holds(node.source, context)
            found |= values(node.inside, context) if found[node.key] else {}
    return found


def printed(nodes: Sequence[Node], given: Values) -> Iterator[str]:
    """A part's XML, filled in, piece by piece."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Print):
            yield escape(given[node.key])
        elif node.each:
            for item in given[node.key]:
                yield from printed(node.inside, item)
        elif given[node.key]:
            yield from printed(node.inside, given)
