"""Jinja's expressions, checked and compiled in one walk over their tree.

Every part becomes a Python function from the context (name to value) to a
value, so an evaluation looks nothing up by name but the fields themselves.
A fault does not stop the walk: all that is wrong is told at once.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, NamedTuple

from jinja2 import nodes

from generator import sandbox
from generator.expressions.facts import Known, falsities, path_of, truths
from generator.expressions.signatures import SIGNATURES, Argument, applied, comparable
from generator.expressions.types import ANY, BOOL, NOTHING, NUMBER, TEXT, Kind, Type, Wrong, list_of, union
from generator.swedish import nearest

Names = Mapping[str, Type]
Run = Callable[[Mapping[str, Any]], Any]

_MOST_NAMES = 20
"""As many fields are named to somebody who has named none of them."""
_ORDERED = {Kind.NUMBER, Kind.DATE, Kind.ANY}
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
    "in": lambda one, many: one in many,
    "notin": lambda one, many: one not in many,
}
_ARITHMETIC: dict[type[nodes.BinExpr], Callable[[Any, Any], Any]] = {
    nodes.Add: operator.add,
    nodes.Sub: operator.sub,
    nodes.Mul: operator.mul,
    nodes.Div: operator.truediv,
}


class Part(NamedTuple):
    """One part of an expression, ready to run."""

    type: Type
    run: Run


def nothing(_: Mapping[str, Any]) -> None:
    """What a part that has no value gives."""
    return


class Walk:
    """A walk over one tree: what is known on the way, and what is wrong."""

    testing = "{} and …"
    """How one tests a value before it is used."""

    def __init__(self, names: Names, known: Known) -> None:
        self.names = dict(names)
        self.known = known
        self.faults: dict[str, Wrong] = {}

    @contextmanager
    def knowing(self, more: Known) -> Iterator[None]:
        """Within the block, `more` is known too."""
        before, self.known = self.known, self.known | more
        yield
        self.known = before

    def fault(self, text: str, kind: Wrong = Wrong.EXPRESSION) -> Part:
        """Note what is wrong; nothing more can be said against what depends on it."""
        self.faults.setdefault(text, kind)
        return Part(ANY, nothing)

    def part(self, node: nodes.Node) -> Part:
        """Check and compile one node."""
        work = _WORK.get(type(node))
        if work is None:
            return self.fault("Uttrycket använder något som inte är tillåtet här, till exempel ett anrop.")
        return work(self, node)

    def sure(self, node: nodes.Node, use: str) -> Part:
        """A part whose value must be there."""
        part = self.part(node)
        if part.type.optional:
            shown = ".".join(path_of(node) or ())
            first = f"Pröva det först: {self.testing.format(shown)}" if shown else "Pröva det först."
            self.fault(
                f"{f'«{shown}»' if shown else 'Ett värde'} kan saknas och kan då inte {use}. {first}", Wrong.MISSING
            )
        return part

    def _name(self, node: nodes.Name) -> Part:
        found = self.names.get(node.name)
        if found is None:
            guess = nearest(node.name, self.names)
            hint = f" Menade du «{guess}»?" if guess else f" Namnen är: {', '.join(self.names)}."
            return self.fault(f"Namnet «{node.name}» finns inte.{hint}", Wrong.NAME)
        return Part(self._narrowed(found, node), operator.itemgetter(node.name))

    def _narrowed(self, found: Type, node: nodes.Node) -> Type:
        return found.required() if found.optional and path_of(node) in self.known else found

    def _attribute(self, node: nodes.Getattr) -> Part:
        return self._field(node, node.node, node.attr)

    def _item(self, node: nodes.Getitem) -> Part:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._field(node, node.node, node.arg.value)
        within, key = self.sure(node.node, "läsas"), self.sure(node.arg, "användas som namn")
        if within.type.kind is Kind.GROUP and within.type.rest is not None and key.type.kind is Kind.TEXT:
            return Part(within.type.rest, lambda context: within.run(context)[key.run(context)])
        return self.fault("Skriv namnet på ett fält efter en punkt, eller använd filtret forsta eller med.")

    def _field(self, node: nodes.Node, owner: nodes.Node, name: str) -> Part:
        within = self.sure(owner, "ha några fält")
        if within.type.kind is Kind.ANY:
            return Part(ANY, lambda context: within.run(context)[name])
        found = within.type.at((name,)) if within.type.kind is Kind.GROUP else None
        if found is None:
            return self.fault(_unknown_field(within.type, ".".join(path_of(owner) or ()), name), Wrong.NAME)
        return Part(self._narrowed(found, node), lambda context: within.run(context)[name])

    def _constant(self, node: nodes.Const) -> Part:
        value = Decimal(str(node.value)) if type(node.value) in (int, float) else node.value
        kind = NOTHING if value is None else BOOL if isinstance(value, bool) else _kind_of(value)
        return Part(kind, lambda _: value)

    def _sequence(self, node: nodes.Tuple | nodes.List) -> Part:
        parts = [self.part(item) for item in node.items]
        item: Type | None = None
        for one in parts:
            item = one.type if item is None else union(item, one.type)
        return Part(list_of(item or ANY), lambda context: tuple(one.run(context) for one in parts))

    def _negation(self, node: nodes.Not) -> Part:
        inner = self.part(node.node)
        return Part(BOOL, lambda context: not inner.run(context))

    def _both(self, node: nodes.And) -> Part:
        left = self.part(node.left)
        with self.knowing(truths(node.left)):
            right = self.part(node.right)
        kind = union(left.type, right.type)
        return Part(kind, lambda context: left.run(context) and right.run(context))

    def _either(self, node: nodes.Or) -> Part:
        left = self.part(node.left)
        with self.knowing(falsities(node.left)):
            right = self.part(node.right)
        return Part(union(left.type.required(), right.type), lambda context: left.run(context) or right.run(context))

    def _choice(self, node: nodes.CondExpr) -> Part:
        test = self.part(node.test)
        with self.knowing(truths(node.test)):
            yes = self.part(node.expr1)
        with self.knowing(falsities(node.test)):
            no = self.part(node.expr2) if node.expr2 is not None else Part(NOTHING, nothing)
        return Part(union(yes.type, no.type), lambda c: yes.run(c) if test.run(c) else no.run(c))

    def _comparison(self, node: nodes.Compare) -> Part:
        if len(node.ops) > 1:
            return self.fault("Jämför två värden i taget, och skriv and mellan jämförelserna.")
        operand = node.ops[0]
        work = _OPERATORS[operand.op]
        if operand.op in ("eq", "ne"):
            left, right = self.part(node.expr), self.part(operand.expr)
            self._same_kind(_argument(left, node.expr), _argument(right, operand.expr))
        elif operand.op in ("in", "notin"):
            left, right = self.part(node.expr), self.sure(operand.expr, "innehålla något")
            self._member(_argument(left, node.expr), right.type, operand.expr)
        else:
            left, right = self.sure(node.expr, "jämföras"), self.sure(operand.expr, "jämföras")
            same = self._same_kind(_argument(left, node.expr), _argument(right, operand.expr))
            if same and not {left.type.kind, right.type.kind} <= _ORDERED:
                self.fault(f"Bara tal och datum kan vara större eller mindre, inte {left.type.kind}.")
        return Part(BOOL, lambda context: work(left.run(context), right.run(context)))

    def _same_kind(self, left: Argument, right: Argument) -> bool:
        """True when the two can be equal, whichever of them is written in place."""
        fault = comparable(left.type, right) or comparable(right.type, left)
        if fault:
            self.fault(fault)
        return fault is None

    def _member(self, left: Argument, right: Type, written: nodes.Node) -> None:
        if right.kind in (Kind.TEXT, Kind.MARKDOWN) and left.type.kind in (Kind.TEXT, Kind.MARKDOWN):
            if left.type.optional:
                self.fault("Ett värde som kan saknas kan inte sökas i en text. Pröva det först.")
        elif right.kind not in (Kind.LIST, Kind.ANY):
            self.fault(f"Ordet in behöver en lista till höger, inte {right.kind}.")
        elif isinstance(written, nodes.Tuple | nodes.List):
            for one in written.items:
                if isinstance(one, nodes.Const):
                    self._same_kind(left, _argument(self._constant(one), one))
        elif right.item is not None:
            self._same_kind(left, Argument(right.item))

    def _arithmetic(self, node: nodes.BinExpr) -> Part:
        left, right = self.sure(node.left, "räknas med"), self.sure(node.right, "räknas med")
        work, kinds = _ARITHMETIC[type(node)], {left.type.kind, right.type.kind} - {Kind.ANY}
        if kinds == {Kind.LIST} and type(node) is nodes.Add:
            return Part(union(left.type, right.type), lambda context: left.run(context) + right.run(context))
        if kinds - {Kind.NUMBER}:
            return self.fault("Bara tal kan räknas med. Till ett datum läggs tid med plus_dagar och liknande.")
        return Part(NUMBER, lambda context: work(left.run(context), right.run(context)))

    def _minus(self, node: nodes.Neg) -> Part:
        inner = self.sure(node.node, "räknas med")
        if inner.type.kind not in (Kind.NUMBER, Kind.ANY):
            return self.fault("Bara tal kan räknas med.")
        return Part(NUMBER, lambda context: -inner.run(context))

    def _joined(self, node: nodes.Concat) -> Part:
        parts = [self.sure(one, "skrivas") for one in node.nodes]
        wrong = [one.type.kind for one in parts if one.type.kind not in (Kind.TEXT, Kind.ANY)]
        if wrong:
            return self.fault(
                f"Tecknet ~ fogar ihop texter, inte {wrong[0]}. Gör text av det först, till exempel med tal."
            )
        return Part(TEXT, lambda context: "".join(str(one.run(context)) for one in parts))

    def _test(self, node: nodes.Test) -> Part:
        inner = self.part(node.node)
        if node.name != "none":
            return self.fault(f"Provet «{node.name}» finns inte. Skriv fältets namn, eller not och namnet.")
        return Part(BOOL, lambda context: inner.run(context) is None)

    def _filtered(self, node: nodes.Filter) -> Part:
        if "." in node.name:
            name, _, field = node.name.partition(".")
            return self.fault(f"Sätt parentes runt det som filtret gör: (…|{name}).{field}")
        if node.name not in SIGNATURES:
            guess = nearest(node.name, SIGNATURES)
            hint = f" Menade du «{guess}»?" if guess else f" Filtren är: {', '.join(SIGNATURES)}."
            return self.fault(f"Filtret «{node.name}» finns inte.{hint}", Wrong.FILTER)
        if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return self.fault(f"Filtret «{node.name}» ska ha sina värden i ordning, utan namn.", Wrong.FILTER)
        value = self.sure(node.node, f"gå genom filtret {node.name}")
        fixed = len(SIGNATURES[node.name].needs) + len(SIGNATURES[node.name].may)
        parts = [
            self.sure(one, "stå inom parentes") if place < fixed else self.part(one)
            for place, one in enumerate(node.args)
        ]
        given = [_argument(part, one) for part, one in zip(parts, node.args, strict=True)]
        result = applied(node.name, value.type, given)
        if isinstance(result, str):
            return self.fault(result, Wrong.FILTER)
        work = sandbox.PLAIN.filters.get(node.name, nothing)
        return Part(result, lambda context: work(value.run(context), *(one.run(context) for one in parts)))


def _argument(part: Part, node: nodes.Node) -> Argument:
    """A part as it stands in a comparison or a filter."""
    return Argument(part.type, node.value if isinstance(node, nodes.Const) else None)


def _kind_of(value: object) -> Type:
    return NUMBER if isinstance(value, Decimal) else TEXT


def _unknown_field(owner: Type, shown: str, name: str) -> str:
    if owner.kind is not Kind.GROUP:
        return f"«{shown or 'Värdet'}» är {owner.kind} och har inga fält."
    guess = nearest(name, owner.fields)
    more = " med flera" if len(owner.fields) > _MOST_NAMES else ""
    others = f" Fälten är: {', '.join([*owner.fields][:_MOST_NAMES])}{more}." if owner.fields else ""
    hint = f" Menade du «{guess}»?" if guess else others
    return f"Fältet «{f'{shown}.{name}' if shown else name}» finns inte.{hint}"


_WORK: dict[type[nodes.Node], Callable[[Walk, Any], Part]] = {
    nodes.Name: Walk._name,
    nodes.Getattr: Walk._attribute,
    nodes.Getitem: Walk._item,
    nodes.Const: Walk._constant,
    nodes.Tuple: Walk._sequence,
    nodes.List: Walk._sequence,
    nodes.Not: Walk._negation,
    nodes.And: Walk._both,
    nodes.Or: Walk._either,
    nodes.CondExpr: Walk._choice,
    nodes.Compare: Walk._comparison,
    nodes.Neg: Walk._minus,
    nodes.Concat: Walk._joined,
    nodes.Test: Walk._test,
    nodes.Filter: Walk._filtered,
    **dict.fromkeys(_ARITHMETIC, Walk._arithmetic),
}
