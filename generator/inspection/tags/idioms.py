"""Expressions as templates may use them: all that Jinja can do in the sandbox, each name in it still looked up.

Rules and wordings keep to a small language whose every value has a type. A
Word template may use more of Jinja; what has no type here is taken as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import nodes

from generator import sandbox
from generator.expressions.signatures import SIGNATURES
from generator.expressions.types import ANY, BOOL, MARKDOWN, NUMBER, TEXT, Kind, Type, Wrong, list_of
from generator.expressions.walk import Part, nothing
from generator.expressions.wording import Words
from generator.swedish import nearest

EMPTY_TEXT = "avsnitt-kan-bli-tomt"
"""The code of a text that is set although it may be missing: nothing is printed, but what stands around it is."""
SETTING = "stycken"
_CLASSES: Mapping[Kind, type] = {Kind.TEXT: str, Kind.MARKDOWN: str, Kind.NUMBER: Decimal, Kind.DATE: date}
_FUNCTIONS: Mapping[str, Type] = {"range": list_of(NUMBER), "namespace": ANY, "caller": ANY, "loop": ANY}
_TEXTS: tuple[str, ...] = ("join", "upper", "lower", "title", "capitalize", "trim", "replace", "string", "truncate")
_TEXTS += ("wordwrap", "center", "format", "indent", "striptags", "e", "escape", "urlize", "filesizeformat", "pprint")
_NUMBERS = ["length", "count", "int", "float", "abs", "round", "sum", "wordcount"]
_LISTS = ["sort", "reverse", "unique", "list", "select", "reject", "selectattr", "rejectattr"]
_ONE = ["first", "last", "min", "max", "random"]
_BY_FIELD = ("selectattr", "rejectattr", "groupby")
"""Jinja's filters whose first argument names a field of the items; others have it as `attribute=`."""


class Idioms(Words):
    """A walk over expressions that takes all of Jinja's."""

    def part(self, node: nodes.Node) -> Part:
        """Check one node."""
        work = _WORK.get(type(node))
        return work(self, node) if work is not None else super().part(node)

    def typed(self, type_: Type) -> Part:
        """A part of which only the type is asked."""
        return Part(type_, nothing)

    def _below(self, node: nodes.Node) -> None:
        """Check all that stands within a node."""
        for child in node.iter_child_nodes():
            self.part(child)

    def _list(self, node: nodes.List) -> Part:
        return self.part(nodes.Tuple(node.items, "load", lineno=node.lineno))

    def _whatever(self, node: nodes.Node) -> Part:
        self._below(node)
        return self.typed(ANY)

    def _keyword(self, node: nodes.Keyword) -> Part:
        return self.part(node.value)

    def _attribute(self, node: nodes.Getattr) -> Part:
        known = self._own_attribute(node)
        return known or super().part(node)

    def _own_attribute(self, node: nodes.Getattr) -> Part | None:
        """What a text, a number or a date has of its own: `handling.datum.year`."""
        if not isinstance(node.node, nodes.Name | nodes.Getattr | nodes.Filter):
            return None
        owner = self.part(node.node).type
        kind = _CLASSES.get(owner.kind)
        if kind is not None and not owner.optional and not node.attr.startswith("_") and hasattr(kind, node.attr):
            return self.typed(ANY)
        return None

    def _item(self, node: nodes.Getitem) -> Part:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return super().part(node)
        within = self.sure(node.node, "delas")
        self._below(node.arg) if isinstance(node.arg, nodes.Slice) else self.part(node.arg)
        if within.type.kind is Kind.LIST:
            return self.typed(within.type if isinstance(node.arg, nodes.Slice) else within.type.item or ANY)
        return self.typed(within.type.rest or ANY if within.type.kind is Kind.GROUP else within.type)

    def _arithmetic(self, node: nodes.BinExpr) -> Part:
        left, right = self.sure(node.left, "räknas med"), self.sure(node.right, "räknas med")
        kinds = {left.type.kind, right.type.kind} - {Kind.ANY}
        if isinstance(node, nodes.Add) and kinds <= {Kind.TEXT, Kind.MARKDOWN} and kinds:
            return self.typed(TEXT)
        if isinstance(node, nodes.Add) and kinds == {Kind.LIST}:
            return self.typed(left.type)
        if kinds - {Kind.NUMBER} and not (isinstance(node, nodes.Mod) and left.type.kind is Kind.TEXT):
            return self.fault("Bara tal kan räknas med. Till ett datum läggs tid med plus_dagar och liknande.")
        return self.typed(NUMBER if kinds <= {Kind.NUMBER} else TEXT)

    def _joined(self, node: nodes.Concat) -> Part:
        for one in node.nodes:
            kind = self.sure(one, "skrivas").type.kind
            if kind in (Kind.LIST, Kind.GROUP, Kind.BOOL):
                self.fault(f"Tecknet ~ fogar ihop texter, inte {kind}.")
        return self.typed(TEXT)

    def _comparison(self, node: nodes.Compare) -> Part:
        if len(node.ops) == 1:
            return super().part(node)
        self._below(node)
        return self.typed(BOOL)

    def _operand(self, node: nodes.Operand) -> Part:
        return self.part(node.expr)

    def _test(self, node: nodes.Test) -> Part:
        if node.name not in sandbox.PLAIN.tests:
            guess = nearest(node.name, sandbox.PLAIN.tests)
            hint = f" Menade du «{guess}»?" if guess else " Skriv fältets namn, eller not och namnet."
            self._below(node)
            return self.fault(f"Provet «{node.name}» finns inte.{hint}", Wrong.FILTER)
        self._below(node)
        return self.typed(BOOL)

    def _filtered(self, node: nodes.Filter) -> Part:
        if node.name == SETTING:
            return self._set_text(node)
        if node.name in SIGNATURES or node.name not in sandbox.PLAIN.filters or node.node is None:
            if node.name not in SIGNATURES and node.node is not None:
                self.part(node.node)  # what the misspelt filter stands after may be misspelt too
            return super().part(node)
        if node.name in ("default", "d"):
            return self._default(node)
        if node.name == "safe":
            return self.fault("Filtret «safe» släpper igenom tecken som tar isär dokumentet.", Wrong.FILTER)
        value = self.sure(node.node, f"gå genom filtret {node.name}")
        for one in (*node.args, *node.kwargs):
            self.part(one)
        self._check_field(node, value.type)
        return self.typed(_given(node.name, value.type))

    def _set_text(self, node: nodes.Filter) -> Part:
        """`stycken`, which sets a text of paragraphs; a missing one gives nothing."""
        assert node.node is not None
        for one in node.args:
            self.part(one)
        value = self.part(node.node)
        if value.type.kind not in (Kind.MARKDOWN, Kind.TEXT, Kind.ANY):
            return self.fault(f"Filtret «{SETTING}» tar {MARKDOWN.kind}, inte {value.type.kind}.", Wrong.FILTER)
        if value.type.optional:
            self.sure_of_text(node.node)
        return self.typed(TEXT)

    def sure_of_text(self, node: nodes.Node) -> None:
        """Note a text that is set although it may be missing."""

    def _default(self, node: nodes.Filter) -> Part:
        """A stand-in for what is not there; for an empty field only with `true` as the second argument."""
        assert node.node is not None
        value = self.part(node.node)
        for one in (*node.args, *node.kwargs):
            self.part(one)
        given = [*node.args, *(one.value for one in node.kwargs if one.key == "boolean")]
        always = any(isinstance(one, nodes.Const) and one.value is True for one in given)
        return self.typed(value.type.required() if always else value.type)

    def _check_field(self, node: nodes.Filter, items: Type) -> None:
        """A field that a filter names as a text must be one of the items'."""
        named = [one.value for one in node.kwargs if one.key == "attribute"]
        named += node.args[:1] if node.name in _BY_FIELD else []
        item = items.item or ANY
        for one in named:
            name = one.value if isinstance(one, nodes.Const) and isinstance(one.value, str) else None
            if name is not None and item.kind is Kind.GROUP and item.at(tuple(name.split("."))) is None:
                guess = nearest(name, item.fields)
                hint = f" Menade du «{guess}»?" if guess else ""
                self.fault(f"Fältet «{name}» finns inte i listan.{hint}", Wrong.NAME)

    def _call(self, node: nodes.Call) -> Part:
        for one in (*node.args, *node.kwargs):
            self.part(one)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name in _FUNCTIONS and name not in self.names:
            return self.typed(_FUNCTIONS[name])
        if name == "loop" or isinstance(node.node, nodes.Getattr):
            return self._method(node.node)
        shown = f"«{name}»" if name else "Det"
        return self.fault(f"{shown} är ingen funktion och kan inte anropas med parenteser.", Wrong.NAME)

    def _method(self, node: nodes.Node) -> Part:
        """A call of what a value has of its own: `loop.cycle(…)`, `namn.upper()`."""
        found = self.part(node).type
        if found.kind is Kind.ANY:
            return self.typed(ANY)
        return self.fault(f"Ett fält kan inte anropas med parenteser: det är {found.kind}.", Wrong.NAME)


def _given(name: str, value: Type) -> Type:
    """What one of Jinja's own filters gives."""
    if name in _TEXTS:
        return TEXT
    if name in _NUMBERS:
        return NUMBER
    if name in _LISTS:
        return value if value.kind is Kind.LIST else list_of(ANY)
    if name in _ONE:
        return (value.item or ANY).maybe() if value.kind is Kind.LIST else ANY
    return ANY


_WORK: dict[type[nodes.Node], Callable[[Idioms, Any], Part]] = {
    nodes.List: Idioms._list,
    nodes.Dict: Idioms._whatever,
    nodes.Pair: Idioms._whatever,
    nodes.Keyword: Idioms._keyword,
    nodes.Getattr: Idioms._attribute,
    nodes.Getitem: Idioms._item,
    nodes.Compare: Idioms._comparison,
    nodes.Operand: Idioms._operand,
    nodes.Concat: Idioms._joined,
    nodes.Test: Idioms._test,
    nodes.Filter: Idioms._filtered,
    nodes.Call: Idioms._call,
    nodes.Pos: Idioms._whatever,
    **dict.fromkeys(
        (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow), Idioms._arithmetic
    ),
}
