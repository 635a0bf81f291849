"""Choosing from lists, in words that a jurist can read: `beslutspunkter|med("typ", "uppdrag")|utan("frist")`.

The items are groups of fields (read-only mappings); what comes out are the
same items, not copies, so that a finding can still tell where each stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

Item = Mapping[str, Any]


def med(items: Sequence[Item], field: str, *values: Any) -> tuple[Item, ...]:
    """The items whose `field` is one of `values`; without values, those where it is filled in.

    Texts are compared without regard to capitals.
    """
    wanted = {_bare(value) for value in values}
    return tuple(item for item in items if (_bare(item[field]) in wanted if values else item[field]))


def utan(items: Sequence[Item], field: str, *values: Any) -> tuple[Item, ...]:
    """The items that `med` would leave out."""
    kept = med(items, field, *values)
    return tuple(item for item in items if not any(item is one for one in kept))


def kolumn(items: Sequence[Item], field: str) -> tuple[Any, ...]:
    """What the items have in `field`, in order; empty ones are left out."""
    return tuple(item[field] for item in items if item[field] is not None)


def summa(items: Sequence[Any], field: str | None = None) -> Decimal:
    """The sum of the numbers, or of the numbers that the items have in `field`; an empty one counts as nothing."""
    numbers = kolumn(items, field) if field else items
    return sum(numbers, Decimal(0))


def antal(items: Sequence[Any]) -> Decimal:
    """How many there are: items of a list, characters of a text."""
    return Decimal(len(items))


def forsta(items: Sequence[Any]) -> Any:
    """The first item; None when there is none."""
    return items[0] if items else None


def sista(items: Sequence[Any]) -> Any:
    """The last item; None when there is none."""
    return items[-1] if items else None


def storst(items: Sequence[Any]) -> Any:
    """The largest number or the latest date; None when there is none."""
    return max(items, default=None)


def minst(items: Sequence[Any]) -> Any:
    """The smallest number or the earliest date; None when there is none."""
    return min(items, default=None)


class UnknownField(ValueError):
    """A list of field names holds one that no group has; the message is Swedish."""


def saknade(names: Sequence[str], *owners: Item) -> tuple[Item, ...]:
    """Those of the dotted names that lead to nothing, as groups with `namn` and `falt`.

    A name is looked for in the first of the owners that has a field of its first part.

    Raises:
        UnknownField: none has.
    """
    return tuple(
        MappingProxyType({"namn": name, "falt": name}) for name in names if _reached(name, owners) in (None, ())
    )


def uppslag(group: Item, name: str) -> Any:
    """What stands under `name` in a group with free names; None when nothing does."""
    return group.get(name)


def nycklar(group: Item) -> tuple[str, ...]:
    """The names of a group's fields, in order."""
    return tuple(group)


def _reached(dotted: str, owners: Sequence[Item]) -> Any:
    first = dotted.split(".", maxsplit=1)[0]
    value: Any = next((owner for owner in owners if first in owner), None)
    for name in dotted.split("."):
        if not isinstance(value, Mapping) or name not in value:
            raise UnknownField(f"Fältet «{dotted}» finns inte.")
        value = value[name]
        if value is None:
            return None
    return value


def _bare(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
