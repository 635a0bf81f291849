"""JSON text with nothing wrong in it, read by the standard library at its own speed.

The scanner keeps the place of every value and finds a Swedish
word for every fault; that takes ten times as long, and most case files have
no faults. So the standard library reads first, and as soon as anything is
there that it would read otherwise, or that there is a word for, it gives up.
"""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NoReturn

from generator.case.characters import FORBIDDEN, ODD_SPACES
from generator.model import Value

_ESCAPED = re.compile(r"\\[bfru]")
"""Escapes that hide a character from a look at the text as it stands."""


MAX_DIGITS = 24
"""Digits of a number, before and after the decimal point together."""


class NotPlain(Exception):
    """There is something in the text that must be looked at closely."""


def read_whole(text: str, most: int) -> Value:
    """The value of a JSON text, just as the scanner gives it.

    Args:
        text: the text.
        most: levels of arrays and objects in each other.

    Raises:
        NotPlain: nothing is said of what is wrong, if anything is.
    """
    if _ESCAPED.search(text) or not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        raise NotPlain
    if FORBIDDEN.search(text.replace("\r\n", "\n")) or ODD_SPACES.search(text):
        raise NotPlain

    try:
        value = json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=_give_up, object_pairs_hook=_without_doubles
        )
    except (ValueError, RecursionError):
        raise NotPlain from None
    return _frozen(value, most)


def decimal(digits: str) -> Decimal | None:
    """A number's value by its figures, without a power of ten; None when there are more than any amount has."""
    if len(digits) <= MAX_DIGITS and "e" not in (plain := digits.lower()):
        return Decimal(plain)
    mantissa, _, power = digits.lower().partition("e")
    size = sum(map(str.isdecimal, mantissa)) + abs(int(power or 0)) if len(power) < 4 else MAX_DIGITS + 1
    return Decimal(format(Decimal(digits), "f")) if size <= MAX_DIGITS else None


def _number(figures: str) -> Decimal:
    found = decimal(figures)
    return _give_up() if found is None else found


def _give_up(*_: object) -> NoReturn:
    raise NotPlain


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else _give_up()


def _frozen(value: Any, levels: int) -> Value:
    """Read-only all through; `levels` is how many more there may be below."""
    if isinstance(value, dict):
        return MappingProxyType({name: _frozen(item, _below(levels)) for name, item in value.items()})
    if isinstance(value, list):
        return tuple([_frozen(item, _below(levels)) for item in value])
    typed: Value = value
    return typed


def _below(levels: int) -> int:
    return levels - 1 if levels else _give_up()
