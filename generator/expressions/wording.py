"""Wordings: texts with tags, checked before they are filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jinja2 import TemplateSyntaxError, nodes

from generator import sandbox
from generator.expressions.facts import NOTHING_KNOWN, Known, Path, falsities, path_of, reads, truths
from generator.expressions.types import ANY, BOOL, NUMBER, Kind, group
from generator.expressions.walk import Names, Walk

_PRINTED = (Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.ANY)
_LOOP = group(
    {"index": NUMBER, "index0": NUMBER, "revindex": NUMBER, "length": NUMBER, "first": BOOL, "last": BOOL},
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is known about a text with tags."""

    faults: tuple[str, ...]
    """What is wrong with it, each a Swedish sentence."""
    reads: tuple[Path, ...] = ()
    """Every value that it looks at."""


def check_wording(text: str, names: Names, known: Known = NOTHING_KNOWN, *, markdown: bool = False) -> Wording:
    """Check a text with Jinja's tags.

    Args:
        text: the text; `{{ }}`, `{% if %}`, `{% for %}` and `{% set %}` may be used.
        names: the names that it may use, with their types.
        known: the values that are known to be there.
        markdown: True when the result is itself a text of paragraphs, so that one may be printed.
    """
    if "{" not in text:
        return Wording(())
    try:
        tree = sandbox.PLAIN.parse(text)
    except TemplateSyntaxError as error:
        return Wording((sandbox.explain(error),))
    walk = _Words(names, known)
    walk.printed = (*_PRINTED, Kind.MARKDOWN) if markdown else _PRINTED
    walk.statements(tree.body)
    return Wording(tuple(walk.faults), tuple(dict.fromkeys(reads(tree))))


class _Words(Walk):
    """A walk over the statements of a text."""

    printed: tuple[Kind, ...] = _PRINTED

    def statements(self, body: Iterable[nodes.Node]) -> None:
        """Check each in turn."""
        for node in body:
            match node:
                case nodes.Output():
                    for one in node.nodes:
                        if not isinstance(one, nodes.TemplateData):
                            self._print(one)
                case nodes.If():
                    self._branches(node)
                case nodes.For():
                    self._loop(node)
                case nodes.Assign(target=nodes.Name(name=name)):
                    self.names[name] = self.part(node.node).type
                case _:
                    self.fault("Bara {{ }}, {% if %}, {% for %} och {% set %} kan användas här.")

    def _print(self, node: nodes.Node) -> None:
        part = self.sure(node, "skrivas ut")
        if part.type.kind not in self.printed:
            shown = ".".join(path_of(node) or ()) or "Värdet"
            self.fault(f"«{shown}» är {part.type.kind} och kan inte skrivas ut som det är.")

    def _branches(self, node: nodes.If) -> None:
        self.part(node.test)
        with self.knowing(truths(node.test)):
            self.statements(node.body)
        with self.knowing(falsities(node.test)):
            for branch in node.elif_:
                self._branches(branch)
            self.statements(node.else_)

    def _loop(self, node: nodes.For) -> None:
        items = self.sure(node.iter, "gås igenom")
        if items.type.kind not in (Kind.LIST, Kind.ANY) or not isinstance(node.target, nodes.Name):
            self.fault("{% for %} behöver ett namn, ordet in och en lista.")
            return
        outer, item = self.names, items.type.item or ANY
        self.names = {**outer, node.target.name: replace(item), "loop": _LOOP}
        self.statements(node.body)
        self.names = outer
        self.statements(node.else_)
