"""A whole template walked through, block by block: every name looked up by its type, through loops and macros."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from jinja2 import nodes

from generator.expressions.facts import NOTHING_KNOWN, Known, Path, falsities, path_of, truths
from generator.expressions.types import ANY, BOOL, NUMBER, TEXT, Kind, Type, Wrong, group, union
from generator.expressions.walk import Part
from generator.inspection.tags.doubts import Doubts
from generator.inspection.tags.idioms import EMPTY_TEXT, SETTING
from generator.inspection.tags.reading import Source
from generator.inspection.tags.script import ANYTHING
from generator.swedish import nearest

_DEEPEST = 12
"""Blocks within blocks and macros within macros; more is a ring."""
_LOOP = group(
    {
        **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"), NUMBER),
        **dict.fromkeys(("first", "last"), BOOL),
        **dict.fromkeys(("previtem", "nextitem", "cycle", "changed"), ANY),
    }
)


class Remark(NamedTuple):
    """What is wrong with a tag, and where."""

    source: Source
    line: int
    """The source's line, from 1: one for each paragraph of the part."""
    text: str
    """A Swedish sentence."""
    code: str


class Macro(NamedTuple):
    """A macro and where it was written."""

    node: nodes.Macro
    source: Source


@dataclass(frozen=True)
class Setting:
    """What a walk over one template shares."""

    find: Callable[[str], Source | None]
    """A block by the name in its tag; None when there is none, or none that can be read."""
    has: Callable[[str], bool]
    """Whether there is a block of that name, whatever is wrong with it."""
    blocks: tuple[str, ...]
    """The names of the blocks that there are."""
    remarks: dict[Remark, None]
    """All that is wrong, in the order in which it was found."""
    read: set[Path]
    """Every value that is looked at, by its whole path."""


class TemplateWalk(Doubts):
    """A walk over one source of a template.

    Args:
        source: what to walk over.
        names: the names in reach, with their types.
        setting: what it shares with the others.
        known: the values that are known to be there.
        macros: the macros in reach.
        trail: the blocks and macros on the way here.
    """

    def __init__(
        self,
        source: Source,
        names: Mapping[str, Type],
        setting: Setting,
        *,
        known: Known = NOTHING_KNOWN,
        macros: Mapping[str, Macro] | None = None,
        trail: tuple[str, ...] = (),
    ) -> None:
        super().__init__(names, known)
        self._source = source
        self._setting = setting
        self._macros = dict(macros or {})
        self._trail = trail
        self._line = 1
        self._in_some_cases: set[str] = set()

    def walk(self) -> None:
        """Look at all of it, and at what it includes."""
        self.statements(self._source.tree.body)

    def fault(self, text: str, kind: str = Wrong.EXPRESSION) -> Part:
        """Note what is wrong at the present paragraph; what a misspelt condition may well rule out is not."""
        if self.tell(kind):
            self._setting.remarks.setdefault(Remark(self._source, self._line, text, kind))
        return self.typed(ANY)

    def part(self, node: nodes.Node) -> Part:
        """Check one node, and remember where it stands."""
        self._line = node.lineno or self._line
        path = path_of(node)
        if path is not None:
            self._setting.read.add(path)
        if path == (ANYTHING,) or (isinstance(node, nodes.Call) and path_of(node.node) == (ANYTHING,)):
            self.tell(Wrong.EXPRESSION)  # what stood there is told of already
            return self.typed(ANY)
        if isinstance(node, nodes.Name) and node.name not in self.names:
            if node.name in self._macros:
                return self.typed(ANY)
            if node.name in self._in_some_cases:
                return self.fault(
                    f"Namnet «{node.name}» får ett värde bara i vissa fall. Ge det ett värde före {{% if %}} också.",
                    Wrong.NAME,
                )
        if isinstance(node, nodes.Call):
            macro = self._macros.get(".".join(path_of(node.node) or ()))
            if macro is not None:
                return self._expanded(macro, node)
        return super().part(node)

    def sure_of_text(self, node: nodes.Node) -> None:
        """Note a text that is set although it may be missing."""
        shown = ".".join(path_of(node) or ()) or "Texten"
        self.fault(
            f"«{shown}» kan saknas. Då skrivs inget, men rubriken och det som står omkring blir kvar.", EMPTY_TEXT
        )

    def _print(self, node: nodes.Node) -> None:
        """A text of paragraphs must be set as one; what else is printed is a text, a number or a date."""
        part = self.part(node)
        if part.type.kind is Kind.MARKDOWN:
            shown = ".".join(path_of(node) or ()) or "fältet"
            self.fault(
                f"«{shown}» är en text i stycken. Skriv {{{{p {shown}|{SETTING} }}}} ensamt i stycket.",
                "text-i-stycken",
            )
        else:
            super()._print(node)

    def statements(self, body: Iterable[nodes.Node]) -> None:
        """Check each in turn."""
        for node in body:
            self._line = node.lineno or self._line
            match node:
                case nodes.Include() | nodes.Import() | nodes.FromImport():
                    self._other_file(node)
                case nodes.Macro():
                    self._macros[node.name] = Macro(node, self._source)
                    self._body_of(self._macros[node.name], {one.name: ANY for one in node.args})
                case nodes.CallBlock():
                    self.part(node.call)
                    self._scoped(node.body, {one.name: ANY for one in node.args})
                case nodes.FilterBlock():
                    self._scoped(node.body, {})
                case nodes.AssignBlock(target=nodes.Name(name=name)):
                    self._scoped(node.body, {})
                    self.bring(name, TEXT)
                case nodes.With():
                    values = [self.part(one).type for one in node.values]
                    names = [one.name for one in node.targets if isinstance(one, nodes.Name)]
                    self._scoped(node.body, dict(zip(names, values, strict=False)))
                case nodes.Assign():
                    self._assign(node)
                case nodes.Scope() | nodes.ScopedEvalContextModifier():
                    self.statements(node.body)
                case _:
                    super().statements([node])

    def _assign(self, node: nodes.Assign) -> None:
        type_ = self.part(node.node).type
        for target in node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]:
            if isinstance(target, nodes.Name):
                self.bring(target.name, type_ if target is node.target else ANY)
                self._in_some_cases.discard(target.name)

    def _scoped(self, body: Iterable[nodes.Node], names: Mapping[str, Type]) -> None:
        outer, known = dict(self.names), self.known
        for name, type_ in names.items():
            self.bring(name, type_)
        self.statements(body)
        self.names, self.known = outer, known

    def _branches(self, node: nodes.If) -> None:
        """An if with its elifs and its else; a name that each of them sets is there afterwards."""
        ends: list[dict[str, Type]] = []
        before, known, doubtful = dict(self.names), self.known, self.doubtful
        for branch in (node, *node.elif_):
            with self.asking():
                self.part(branch.test)
            with self.knowing(truths(branch.test)):
                self.statements(branch.body)
            ends.append(self.names)
            self.names = dict(before)
            self.known |= falsities(branch.test)
        self.statements(node.else_)
        ends.append(self.names)
        self.known, self.doubtful = known, doubtful
        self.names = {name: type_ for name, type_ in before.items() if all(name in end for end in ends)}
        for name in {name for end in ends for name in end if name not in before}:
            types = [end[name] for end in ends if name in end]
            if len(types) == len(ends):
                self.names[name] = reduce(union, types)
            else:
                self._in_some_cases.add(name)

    def _loop(self, node: nodes.For) -> None:
        items = self.sure(node.iter, "gås igenom")
        if items.type.kind not in (Kind.LIST, Kind.ANY):
            shown = ".".join(path_of(node.iter) or ()) or "Det"
            self.fault(f"«{shown}» är {items.type.kind}. {{% for %}} behöver en lista.")
        item = items.type.item or ANY if items.type.kind is Kind.LIST else ANY
        targets = [node.target] if isinstance(node.target, nodes.Name) else list(node.target.iter_child_nodes())
        names = {one.name: item if one is node.target else ANY for one in targets if isinstance(one, nodes.Name)}
        outer, known, doubtful = dict(self.names), self.known, self.doubtful
        for name, type_ in {**names, "loop": _LOOP}.items():
            self.bring(name, type_)
        if node.test is not None:
            with self.asking():
                self.part(node.test)
            self.known |= truths(node.test)
        self.statements(node.body)
        self.names, self.known, self.doubtful = dict(outer), known, doubtful
        self.statements(node.else_)
        self.names = outer

    def _other_file(self, node: nodes.Include | nodes.Import | nodes.FromImport) -> None:
        wanted = node.template
        if not isinstance(wanted, nodes.Const) or not isinstance(wanted.value, str):
            self.fault("Ett block har inte sitt namn utskrivet i taggen. Skriv namnet inom citattecken.", "block-okant")
            return
        source = self._setting.find(wanted.value)
        if source is None:
            self._no_block(wanted.value)
        elif wanted.value in self._trail or len(self._trail) > _DEEPEST:
            self.fault(f"Blocket «{wanted.value}» innehåller sig självt.", "block-i-sig")
        elif isinstance(node, nodes.Include):
            self._inner(source, wanted.value, self.names, self.known, self._macros).walk()
        else:
            self._import(node, source, wanted.value)

    def _no_block(self, name: str) -> None:
        """Say that a block is nowhere; what is wrong with one that cannot be read is said of itself."""
        if not self._setting.has(name):
            guess = nearest(name, self._setting.blocks)
            hint = f" Menade du «{guess}»?" if guess else ""
            self.fault(f"Blocket «{name}» finns inte.{hint}", "block-saknas")

    def _import(self, node: nodes.Import | nodes.FromImport, source: Source, name: str) -> None:
        inner = self._inner(source, name, {}, NOTHING_KNOWN, {})
        inner.walk()
        if isinstance(node, nodes.Import):
            self._macros |= {f"{node.target}.{one}": macro for one, macro in inner._macros.items()}
            self.bring(node.target, ANY)
            return
        for one in node.names:
            own, called = one if isinstance(one, tuple) else (one, one)
            if own in inner._macros:
                self._macros[called] = inner._macros[own]
            else:
                self.fault(f"Makrot «{own}» finns inte i «{name}».", Wrong.NAME)

    def _inner(
        self, source: Source, name: str, names: Mapping[str, Type], known: Known, macros: Mapping[str, Macro]
    ) -> TemplateWalk:
        inner = TemplateWalk(source, names, self._setting, known=known, macros=macros, trail=(*self._trail, name))
        inner.doubtful = self.doubtful
        return inner

    def _expanded(self, macro: Macro, call: nodes.Call) -> Part:
        """A macro with the types that a call gives it."""
        name, wanted = macro.node.name, [one.name for one in macro.node.args]
        given = [self.part(one).type for one in call.args]
        named = {one.key: self.part(one.value).type for one in call.kwargs}
        if len(given) > len(wanted) or set(named) - set(wanted):
            return self.fault(f"Makrot «{name}» tar {len(wanted)} värden: {', '.join(wanted) or 'inga'}.")
        types = {**dict(zip(wanted, given, strict=False)), **named}
        defaults = dict(zip(reversed(wanted), reversed(macro.node.defaults), strict=False))
        for one in wanted:
            if one not in types and one not in defaults:
                self.fault(f"Makrot «{name}» behöver också «{one}».")
            types.setdefault(one, self.part(defaults[one]).type if one in defaults else ANY)
        if name not in self._trail and len(self._trail) <= _DEEPEST:
            self._body_of(macro, types)
        return self.typed(TEXT)

    def _body_of(self, macro: Macro, types: Mapping[str, Type]) -> None:
        inner = self._inner(macro.source, macro.node.name, self.names, self.known, self._macros)
        for name, type_ in {**types, "caller": ANY, "varargs": ANY, "kwargs": ANY}.items():
            inner.bring(name, type_)
        inner.statements(macro.node.body)
