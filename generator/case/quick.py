"""Whether a schema accepts a value, told at once and without reasons.

Nearly every case that is read is right, and jsonschema takes milliseconds to
say so, for it gathers reasons all the way. jsonschema-rs says it in
microseconds. It is asked first, and jsonschema only when it says no: so it
must never say yes where the other would say no. What the two could
understand differently is therefore given it by the same functions (`pattern`,
`format`), numbers are given exactly, and what is left is not given it at all:
some keywords of schemas, and decimals of so many figures that it would round them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from jsonschema_rs import ReferencingError, Registry, ValidationError, validator_for

from generator.case.formats import FORMATS, follows
from generator.model import Value

_APART = {"patternProperties", "$dynamicRef"}
"""Keywords that a regular expression of another language, or an order of looking things up, could settle otherwise."""


_FIGURES = 15
"""Figures of a decimal that a double always tells apart (IEEE 754)."""


class Acceptor:
    """The schemas of one folder, ready to say yes.

    Args:
        schemas: every schema by its absolute address, which its relative references start from.
    """

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._ready: dict[str, Any] = {}
        self._plain = all(_APART.isdisjoint(_keywords(schema)) for schema in schemas.values())

    @cached_property
    def _registry(self) -> Registry:
        return Registry(list(self._schemas.items()))

    def accepts(self, address: str, value: Value) -> bool:
        """True when the schema at `address` accepts `value`; False when it does not, or when nobody can tell."""
        if not self._plain:
            return False
        try:
            if address not in self._ready:
                self._ready[address] = self._made(address)
            return bool(self._ready[address].is_valid(_native(value)))
        except (ReferencingError, ValidationError, ValueError, OverflowError):
            return False  # jsonschema says what it is

    def _made(self, address: str) -> Any:
        return validator_for(
            self._schemas[address],
            registry=self._registry,
            validate_formats=True,
            formats={name: format_.holds for name, format_ in FORMATS.items()},
            keywords={"pattern": _Pattern},
        )


class _Pattern:
    """`pattern`, as everybody here understands it."""

    def __init__(self, parent: object, pattern: str, path: object) -> None:  # noqa: ARG002  # the library's interface
        self._pattern = pattern

    def validate(self, value: object) -> None:
        """Complain of a text that does not follow the pattern.

        Raises:
            ValueError: it does not.
        """
        if isinstance(value, str) and not follows(value, self._pattern):
            raise ValueError(self._pattern)


def _keywords(schema: Any) -> set[str]:
    """Every key anywhere in a schema."""
    if isinstance(schema, Mapping):
        return set(schema).union(*map(_keywords, schema.values()))
    return set().union(*map(_keywords, schema)) if isinstance(schema, list) else set()


def _native(value: Value) -> Any:
    """A value as the library takes it; equal numbers are written alike, so that it knows them for equal.

    Raises:
        OverflowError, ValueError: a number is none, or would be rounded.
    """
    if isinstance(value, Mapping):
        return {name: _native(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_native(item) for item in value]
    if isinstance(value, Decimal):
        whole = int(value)
        return whole if whole == value else _short(value.normalize())
    return value


def _short(value: Decimal) -> Decimal:
    if len(value.as_tuple().digits) > _FIGURES:
        raise OverflowError(value)
    return value
