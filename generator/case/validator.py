"""JSON Schema over our own values, a little stricter than the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators
from jsonschema.exceptions import SchemaError
from referencing import Registry

from generator.case.formats import FORMATS, follows
from generator.case.refusal import Refusal
from generator.model import Value


def _is_integer(_: object, value: object) -> bool:
    return isinstance(value, Decimal) and value == value.to_integral_value()


_TYPES = Draft202012Validator.TYPE_CHECKER.redefine_many(
    {
        "object": lambda _, value: isinstance(value, Mapping),
        "array": lambda _, value: isinstance(value, tuple),
        "integer": _is_integer,
    }
)


def _pattern(_: object, pattern: str, value: object, __: object) -> Iterator[ValidationError]:
    if isinstance(value, str) and not follows(value, pattern):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


Validator: Any = validators.extend(Draft202012Validator, {"pattern": _pattern}, type_checker=_TYPES)  # type: ignore[no-untyped-call]
"""JSON Schema over our own values: read-only mappings, tuples and Decimal."""


CHECKER = FormatChecker(formats=())
"""The formats, for jsonschema."""
for _name, _format in FORMATS.items():
    CHECKER.checks(_name, _format.raises)(_format.check)


def refusals(schema: Mapping[str, Any], registry: Registry[Any], value: Value) -> list[Refusal]:
    """Everything that a schema refuses in a value.

    Args:
        schema: the schema.
        registry: the schemas that it points to.
        value: the value.

    Raises:
        Unresolvable: it points to something that is not there.
    """
    validator = Validator(schema, registry=registry, format_checker=CHECKER)
    return [_refusal(error) for error in validator.iter_errors(value)]


def fault_in(schema: Any) -> str | None:
    """Where something that should be a schema is none, as the way there; None when it is one."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return "/".join(map(str, error.absolute_path))
    return None


def _refusal(error: ValidationError) -> Refusal:
    """One of the library's errors, its parts by plain names."""
    return Refusal(
        keyword=str(error.validator),
        wanted=error.validator_value,
        value=error.instance,
        path=tuple(error.absolute_path),
        conditional=not {"then", "else"}.isdisjoint(map(str, error.absolute_schema_path)),
    )
