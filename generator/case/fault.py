"""What is wrong with a text as such, before any schema is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong with the text itself, before any schema is asked."""

    code: str
    message: str
    remedy: str
    offset: int
    """Where in the text, in characters from its start."""


class SyntaxFault(Exception):
    """A fault after which nothing more can be read.

    Args:
        message: what is wrong.
        remedy: what to do.
        offset: where in the text.
    """

    def __init__(self, message: str, remedy: str, offset: int) -> None:
        super().__init__(message)
        self.fault = Fault(code="json-fel", message=message, remedy=remedy, offset=offset)
