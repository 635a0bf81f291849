"""What is known once a condition has held, or has not: which fields are filled in.

`handling.stod and handling.stod.eu_fond` may look into `stod`, since the
second half is reached only when the first has found it.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

Path = tuple[str, ...]
"""The way to a value by names: `("handling", "stod", "eu_fond")`."""
Known = frozenset[Path]
"""The values that are known to be there."""

NOTHING_KNOWN: Known = frozenset()
_ORDER = ("lt", "lteq", "gt", "gteq")


def path_of(node: nodes.Node) -> Path | None:
    """The path that a node names; None when it is something else."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        below = path_of(node.node)
        return None if below is None else (*below, node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        below = path_of(node.node)
        return None if below is None else (*below, node.arg.value)
    return None


def truths(node: nodes.Node) -> Known:
    """What is there when the expression holds."""
    match node:
        case nodes.And():
            return truths(node.left) | truths(node.right)
        case nodes.Or():
            return truths(node.left) & truths(node.right)
        case nodes.Not():
            return falsities(node.node)
        case nodes.Compare():
            return _compared(node, "eq")
        case _:
            return _there(node)


def falsities(node: nodes.Node) -> Known:
    """What is there when the expression does not hold."""
    match node:
        case nodes.Or():
            return falsities(node.left) | falsities(node.right)
        case nodes.And():
            return falsities(node.left) & falsities(node.right)
        case nodes.Not():
            return truths(node.node)
        case nodes.Test(name="none"):
            return _there(node.node)
        case nodes.Compare():
            return _compared(node, "ne")
        case _:
            return NOTHING_KNOWN


def _compared(node: nodes.Compare, sameness: str) -> Known:
    """A value that is, or is not otherwise than, a written one is there; so is one that has an order."""
    operand = node.ops[0]
    if operand.op in _ORDER:
        return _there(node.expr) | _there(operand.expr)
    if operand.op == sameness and _written(operand.expr):
        return _there(node.expr)
    if (operand.op, sameness) in (("in", "eq"), ("notin", "ne")) and _whole(operand.expr):
        return _there(node.expr)
    return NOTHING_KNOWN


def _written(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and node.value is not None


def _whole(node: nodes.Node) -> bool:
    """True for a list that holds nothing that may be missing; only one that is written in place could."""
    return not isinstance(node, nodes.Tuple | nodes.List) or all(map(_written, node.items))


def _there(node: nodes.Node) -> Known:
    path = path_of(node)
    return NOTHING_KNOWN if path is None else frozenset({path})


def reads(node: nodes.Node) -> Iterator[Path]:
    """Every value that the expression looks at, each by its whole path."""
    path = path_of(node)
    if path is not None:
        yield path
        return
    for child in node.iter_child_nodes():
        yield from reads(child)
