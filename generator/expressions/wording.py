"""Wordings: texts with tags, checked before they are filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from generator import sandbox
from generator.expressions.facts import NOTHING_KNOWN, Known, Path, falsities, path_of, reads, truths
from generator.expressions.types import ANY, BOOL, NUMBER, Kind, Type, group
from generator.expressions.walk import Names, Part, Walk

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


def check_wording(text: str, names: Names, known: Known = NOTHING_KNOWN) -> Wording:
    """Check a text with Jinja's tags.

    Args:
        text: the text; `{{ }}`, `{% if %}`, `{% for %}` and `{% set %}` may be used.
        names: the names that it may use, with their types.
        known: the values that are known to be there.
    """
    if "{" not in text:
        return Wording(())
    try:
        tree = sandbox.PLAIN.parse(text)
    except TemplateSyntaxError as error:
        return Wording((sandbox.explain(error),))
    walk = Words(names, known)
    walk.statements(tree.body)
    return Wording(tuple(walk.faults), tuple(dict.fromkeys(one for one in reads(tree) if one[0] in names)))


class Words(Walk):
    """A walk over the statements of a text."""

    testing = "{{% if {} %}}"

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
                    self._set(name, node.node)
                case _:
                    self.fault("Bara {{ }}, {% if %}, {% for %} och {% set %} kan användas här.")

    def part(self, node: nodes.Node) -> Part:
        """Check one node; Jinja itself fills in the text, and reckons otherwise with decimals and lists."""
        if isinstance(node, nodes.Const) and isinstance(node.value, float):
            return self.fault("Ett decimaltal kan inte skrivas i en text. Räkna ut det i ett värde först.")
        if isinstance(node, nodes.List):
            return self.fault("Skriv listan inom vanliga parenteser: ('a', 'b').")
        return super().part(node)

    def bring(self, name: str, type_: Type) -> None:
        """Bring a name into reach; what was known of another by the same name is forgotten."""
        self.names[name] = type_
        self.known = frozenset(path for path in self.known if path[0] != name)

    def _set(self, name: str, value: nodes.Node) -> None:
        """A new name; one that is there already would mean one thing here and another there."""
        if name in self.names:
            self.fault(f"Namnet «{name}» finns redan. Välj ett annat i {{% set %}}.")
        self.bring(name, self.part(value).type)

    def _print(self, node: nodes.Node) -> None:
        part = self.sure(node, "skrivas ut")
        if part.type.kind not in _PRINTED:
            path = ".".join(path_of(node) or ())
            shown = f"«{path}»" if path else "Värdet"
            self.fault(f"{shown} är {part.type.kind} och kan inte skrivas ut som det är.")

    def _branches(self, node: nodes.If) -> None:
        self.part(node.test)
        outer = dict(self.names)  # what is set in a branch may not be set after it
        with self.knowing(truths(node.test)):
            self.statements(node.body)
        self.names = dict(outer)
        with self.knowing(falsities(node.test)):
            for branch in node.elif_:
                self._branches(branch)
            self.statements(node.else_)
        self.names = outer

    def _loop(self, node: nodes.For) -> None:
        items = self.sure(node.iter, "gås igenom")
        if items.type.kind not in (Kind.LIST, Kind.ANY) or not isinstance(node.target, nodes.Name):
            self.fault("{% for %} behöver ett namn, ordet in och en lista.")
            return
        outer, known = dict(self.names), self.known
        self.bring(node.target.name, items.type.item or ANY)
        if node.test is not None:
            self.part(node.test)
            self.known |= truths(node.test)
        self.bring("loop", _LOOP)
        self.statements(node.body)
        self.names, self.known = dict(outer), known
        self.statements(node.else_)
        self.names = outer
