"""What can be pasted into a template: tags, loops and tables, each with the tests that it needs.

A tag is offered only as it can stand: with `{% if %}` around it when the
field may be missing, and with `p` in a paragraph of its own when whole
paragraphs come and go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.expressions import Kind
from generator.fieldlist.looks import PARAGRAPHS, SHOWN, forms, looks, unit
from generator.fieldlist.node import Node

_LINE = (Kind.TEXT, Kind.NUMBER, Kind.DATE)
_TABLE = "Tabell"
_LOOP = "Ett stycke för varje"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table with a row for each item of a list."""

    headings: tuple[str, ...]
    opening: str
    cells: tuple[tuple[str, ...], ...]
    """The paragraphs of each cell in the row that is repeated."""
    closing: str = "{%tr endfor %}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Something to paste."""

    label: str = ""
    """What it gives, in Swedish; empty for the plain tag."""
    lines: tuple[str, ...] = ()
    """Its paragraphs; of a snippet with a table, those before it."""
    grid: Grid | None = None
    after: tuple[str, ...] = ()
    """The paragraphs after the table."""

    @property
    def inline(self) -> bool:
        """True when it may stand among other words in a paragraph."""
        return self.grid is None and len(self.lines) == 1 and not self.lines[0].startswith("{{p ")


def of_field(node: Node) -> tuple[Snippet, ...]:
    """The snippets of a field that is no group of others, the plain one first."""
    if node.kind is Kind.LIST and _has_lines(node):
        return _of_list(node)
    if node.kind in _LINE or node.kind is Kind.MARKDOWN:
        first, *others = looks(node)
        plain = Snippet(lines=_paragraphs(node, first)) if first == PARAGRAPHS else Snippet(lines=(_inline(node),))
        also = [Snippet(label="I en annan form", lines=(_inline(node, look),)) for look in others if look != PARAGRAPHS]
        return (plain, *also, *_by_value(node))
    if node.kind is Kind.BOOL:
        return (Snippet(label="Egna ord för ja och nej", lines=(_inline(node),)),)
    if node.kind is Kind.ANY and forms(node):
        return (Snippet(lines=(_inline(node),)),)
    there = " and ".join((*node.guards, node.expression))
    return (Snippet(label="Egna ord när uppgiften finns", lines=(_when(there, "ord"),)),)


def of_group(node: Node) -> tuple[Snippet, ...]:
    """The snippets of a group that may be missing: all of it, where it is there."""
    lines = _group_lines(node.known())
    if not lines or not node.test:
        return ()
    return (Snippet(label="Hela gruppen, bara när den finns", lines=_when_paragraphs(node.test, lines)),)


def of_groups(node: Node) -> tuple[Snippet, ...]:
    """The snippets of a list whose items, or whose lists' items, are groups."""
    loop = Snippet(label=_LOOP, lines=_paragraphs(node))
    grid = _grid(node.known()) if node.item().kind is Kind.GROUP else None
    if grid is None:
        return (loop,) if loop.lines else ()
    before, after = _around(node)
    return (loop, Snippet(label=_TABLE, lines=before, grid=grid, after=after))


def _of_list(node: Node) -> tuple[Snippet, ...]:
    item = node.item()
    loop = (Snippet(label=_LOOP, lines=_paragraphs(node)),)
    if item.kind is Kind.TEXT and not item.type.optional and looks(item)[0] != PARAGRAPHS:
        return (Snippet(label="I en mening", lines=(_inline(node),)), *loop)
    return loop


def _by_value(node: Node) -> tuple[Snippet, ...]:
    """Words of one's own for each of the values that a text can have."""
    choices = node.schema.get("enum") or sorted(node.type.choices)
    known = [one for one in choices if isinstance(one, str) and '"' not in one]
    if node.kind is not Kind.TEXT or len(known) < 2 or len(known) < len(choices):
        return ()
    tests = [
        f'{{% {"elif" if place else "if"} {node.expression} == "{one}" %}}{one}' for place, one in enumerate(known)
    ]
    chain = "".join((*tests, "{% endif %}"))
    return (Snippet(label="Egna ord för varje värde", lines=(_when(node.test, chain),)),)


def _printed(node: Node, look: str) -> str:
    if look == PARAGRAPHS:
        return f"{{{{p {node.expression}|{PARAGRAPHS} }}}}"
    return f"{{{{ {node.expression}{f'|{look}' if look else ''} }}}}{unit(node)}"


def _bare(node: Node, look: str | None = None) -> str:
    """What prints a field in a line, where it is known to be there."""
    if node.kind is Kind.LIST:
        return f"{{{{ {node.expression}|upprakning }}}}"
    if node.kind is Kind.BOOL:
        return f"{{% if {node.expression} %}}ja{{% else %}}nej{{% endif %}}"
    return _printed(node, looks(node)[0] if look is None else look)


def _inline(node: Node, look: str | None = None) -> str:
    return _when(node.test, _bare(node, look))


def _when(test: str, words: str) -> str:
    return f"{{% if {test} %}}{words}{{% endif %}}" if test else words


def _when_paragraphs(test: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{{%p if {test} %}}", *lines, "{%p endif %}") if test else lines


def _paragraphs(node: Node, look: str | None = None) -> tuple[str, ...]:
    """The paragraphs that print a field of any kind; none when there is nothing to print."""
    match node.kind:
        case Kind.GROUP:
            lines = _group_lines(node.known())
        case Kind.LIST:
            lines = _loop(node)
        case Kind.TEXT | Kind.NUMBER | Kind.DATE | Kind.MARKDOWN | Kind.BOOL:
            lines = (_bare(node, look),)
        case _:
            lines = ()
    return _when_paragraphs(node.test, lines) if lines else ()


def _has_lines(node: Node) -> bool:
    return bool(_paragraphs(node))


def _loop(node: Node) -> tuple[str, ...]:
    item = node.item()
    lines = _paragraphs(item)
    return (f"{{%p for {item.expression} in {node.expression} %}}", *lines, "{%p endfor %}") if lines else ()


def _group_lines(node: Node) -> tuple[str, ...]:
    """A group that is there: its short fields in one line, then its texts and lists."""
    chosen = _chosen(node)
    short = [one for one in chosen if _is_short(one)]
    rest = [line for one in chosen if not _is_short(one) for line in _paragraphs(one)]
    return (*_line(short), *rest)


def _is_short(node: Node) -> bool:
    return node.kind is Kind.BOOL or (node.kind in _LINE and looks(node)[0] != PARAGRAPHS)


def _line(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Fields with commas between; when none of them is always there, a paragraph each."""
    there = [_bare(one) for one in nodes if not one.test]
    if not there:
        return tuple(line for one in nodes for line in _paragraphs(one))
    perhaps = [_when(one.test, f", {_bare(one)}") for one in nodes if one.test]
    return (", ".join(there) + "".join(perhaps),)


def _chosen(node: Node) -> tuple[Node, ...]:
    """The fields that stand in a ready line or table: those that must be printed, else all that print words."""
    every = tuple(_leaves(node))
    words = tuple(one for one in every if one.kind is not Kind.BOOL)
    return tuple(one for one in words if must_stand(one)) or words or every


def _leaves(node: Node) -> Iterator[Node]:
    """The fields of a group and of the groups in it."""
    for one in node.fields():
        if one.kind is Kind.GROUP:
            yield from _leaves(one)
        elif _paragraphs(one):
            yield one


def must_stand(node: Node) -> bool:
    """True when the field, or something in it, must be readable in the document."""
    if node.kind is Kind.LIST:
        return SHOWN in node.schema or must_stand(node.item())
    return SHOWN in node.schema or any(must_stand(one) for one in node.fields())


def _grid(node: Node) -> Grid | None:
    """A table of a list of groups; None when a group has nothing to print."""
    item = node.item()
    columns = _chosen(item.known())
    if not columns:
        return None
    return Grid(
        headings=tuple(one.title for one in columns),
        opening=f"{{%tr for {item.expression} in {node.expression} %}}",
        cells=tuple(_cell(one) for one in columns),
    )


def _cell(node: Node) -> tuple[str, ...]:
    if node.kind is Kind.LIST and node.item().kind is Kind.TEXT and looks(node.item())[0] != PARAGRAPHS:
        return (_inline(node),)
    return (_inline(node),) if _is_short(node) else _paragraphs(node)


def _around(node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs around a table that would have no row, or whose list may not be asked for."""
    empty = (node.expression,) if node.may_be_empty and not node.type.optional else ()
    test = " and ".join(one for one in (node.test, *empty) if one)
    return ((f"{{%p if {test} %}}",), ("{%p endif %}",)) if test else ((), ())
