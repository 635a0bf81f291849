"""Reckoning with days as Swedish law does.

A time of weeks, months or years ends on the day that answers to the one it
began on by its name or its number (lag 1930:173 om beräkning av lagstadgad
tid, 1 §). What must be done by a Sunday, another public holiday, a Saturday,
midsommarafton, julafton or nyårsafton may be done on the next working day
(2 §). The days are the calendar's own: no time of day, no time zone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

_SATURDAY = 5


def plus_dagar(day: date, count: Decimal | int) -> date:
    """The day `count` days after `day`; before it when `count` is negative.

    Raises:
        ValueError: `count` is no whole number.
        OverflowError: the calendar ends before that.
    """
    return day + timedelta(days=_whole(count))


def plus_veckor(day: date, count: Decimal | int) -> date:
    """The same day of the week, `count` weeks later."""
    return day + timedelta(weeks=_whole(count))


def plus_manader(day: date, count: Decimal | int) -> date:
    """The same number in the month `count` months later, or that month's last day when it has no such number."""
    months = day.year * 12 + day.month - 1 + _whole(count)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def plus_ar(day: date, count: Decimal | int) -> date:
    """The same date `count` years later; 29 February becomes 28 where there is none."""
    return plus_manader(day, _whole(count) * 12)


def arbetsdag(day: date) -> date:
    """`day`, or the next working day when it is none (lag 1930:173, 2 §)."""
    while day.weekday() >= _SATURDAY or day in _days_off(day.year):
        day += timedelta(days=1)
    return day


def dagar_till(day: date, other: date) -> Decimal:
    """How many days there are from `day` to `other`; negative when `other` comes first."""
    return Decimal((other - day).days)


def _whole(count: Decimal | int) -> int:
    if count != int(count):
        raise ValueError(count)
    return int(count)


@lru_cache
def _days_off(year: int) -> Container[date]:
    """Public holidays, and the three eves that the law sets beside them."""
    from holidays.constants import DE_FACTO, PUBLIC  # noqa: PLC0415  # 80 ms that few runs need
    from holidays.countries.sweden import Sweden  # noqa: PLC0415

    return frozenset(Sweden(years=year, categories=(PUBLIC, DE_FACTO)))
