"""From the text of an expression to something that can be run, or to all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser

from generator import sandbox
from generator.expressions.facts import NOTHING_KNOWN, Known, Path, falsities, reads, truths
from generator.expressions.types import ANY, Type
from generator.expressions.walk import Names, Run, Walk, nothing


@dataclass(frozen=True, slots=True)
class Expression:
    """A whole expression, ready to run when it has no faults."""

    source: str
    type: Type
    run: Run
    reads: tuple[Path, ...] = ()
    """Every value that it looks at."""
    holding: Known = NOTHING_KNOWN
    """What is known to be there when it holds."""
    failing: Known = NOTHING_KNOWN
    """What is known to be there when it does not hold."""
    faults: tuple[str, ...] = ()
    """What is wrong with it, each a Swedish sentence."""


_TOO_DEEP = "Uttrycket är för djupt. Dela det, till exempel med ett värde."


def compile_expression(source: str, names: Names, known: Known = NOTHING_KNOWN) -> Expression:
    """Check and compile one expression.

    Args:
        source: the expression, in Jinja's syntax.
        names: the names that it may use, with their types.
        known: the values that are known to be there.
    """
    try:
        tree = parsed(source)
    except TemplateSyntaxError as error:
        return Expression(source, ANY, nothing, faults=(sandbox.explain(error),))
    except RecursionError:
        return Expression(source, ANY, nothing, faults=(_TOO_DEEP,))
    walk = Walk(names, known)
    try:
        part = walk.part(tree)
    except RecursionError:
        return Expression(source, ANY, nothing, faults=(_TOO_DEEP,))
    return Expression(
        source=source,
        type=part.type,
        run=part.run,
        reads=tuple(dict.fromkeys(reads(tree))),
        holding=truths(tree),
        failing=falsities(tree),
        faults=tuple(walk.faults),
    )


@lru_cache(maxsize=4096)
def parsed(source: str) -> nodes.Expr:
    """The tree of an expression; it is read and never changed, so all that ask for it share it.

    Raises:
        TemplateSyntaxError: it is misspelt; see `sandbox.explain`.
    """
    parser = Parser(sandbox.PLAIN, source, state="variable")
    tree = parser.parse_expression()
    if not parser.stream.eos:
        raise TemplateSyntaxError(f"unexpected '{parser.stream.current.value}'", 1)
    return tree
