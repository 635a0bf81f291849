"""Templates filled in as plain text, forgiving what a value lacks: to see what they print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import ChainableUndefined, FunctionLoader, Template, Undefined

from generator import richtext, sandbox
from generator.inspection.tags.idioms import SETTING
from generator.inspection.tags.reading import Source
from generator.inspection.tags.script import ANYTHING
from generator.model import Value

_PASSED = "jinja_pass_arg"


class Unfilled(Exception):
    """A template cannot be filled in, so nothing can be said of what it prints; why, in Swedish."""


class Nothing(ChainableUndefined):
    """What stands for anything that is not there: it prints nothing, and nothing is wrong with it."""

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Nothing comes of calling it."""
        return ""


class Lenient(sandbox.Environment):
    """The sandbox of templates, in which a fault prints nothing instead of stopping the document.

    Args:
        find: a block by the name in its tag.
    """

    def __init__(self, find: Callable[[str], Source | None]) -> None:
        def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
            found = find(name)
            return (found.script.source, name, lambda: True) if found else None

        super().__init__(autoescape=False, loader=FunctionLoader(source), finalize=_printed)
        self.undefined = Nothing
        self._compiled: dict[Source, Template] = {}
        self.filters = {name: _forgiving(work) for name, work in self.filters.items()}
        self.filters[SETTING] = _as_text

    def text(self, source: Source, context: Mapping[str, Value]) -> str:
        """One source filled in.

        Raises:
            Unfilled: an expression cannot be worked out at all.
        """
        try:
            if source not in self._compiled:
                self._compiled[source] = self.from_string(source.script.source)
            return self._compiled[source].render({**context, ANYTHING: ()})
        except sandbox.FAILURES as error:
            raise Unfilled(sandbox.explain(error)) from error


def _printed(value: Any) -> Any:
    """Anything as text; no value stops the document here."""
    if value is None or isinstance(value, bool | Undefined):
        return ""
    try:
        return sandbox.printable(value)
    except sandbox.Misuse:
        return str(value)


def _forgiving(work: Callable[..., Any]) -> Callable[..., Any]:
    def forgiving(*arguments: Any, **named: Any) -> Any:
        try:
            return work(*arguments, **named)
        except (*sandbox.FAILURES, AttributeError, LookupError):
            return ""

    if hasattr(work, _PASSED):  # Jinja gives such a filter its environment or context first
        setattr(forgiving, _PASSED, getattr(work, _PASSED))
    return forgiving


def _as_text(value: Any, *_: Any) -> str:
    """A text of paragraphs, without its looks."""
    return "\n".join(richtext.plain_paragraphs(richtext.parse(value))) if isinstance(value, str) else ""
