"""Expressions of rules and wordings: typed when they are loaded, compiled once.

The syntax is Jinja's, so that one language serves templates, messages and
conditions. Before anything is evaluated every name is looked up in the types
that the schemas give, a value that may be missing must have been tested, and
what is compared must be comparable.
"""

from generator.expressions.compiler import Expression, compile_expression
from generator.expressions.types import ANY, BOOL, DATE, MARKDOWN, NUMBER, TEXT, Kind, Type, group, list_of
from generator.expressions.wording import check_wording

__all__ = [
    "ANY",
    "BOOL",
    "DATE",
    "MARKDOWN",
    "NUMBER",
    "TEXT",
    "Expression",
    "Kind",
    "Type",
    "check_wording",
    "compile_expression",
    "group",
    "list_of",
]
