"""Reckoning with days: times that end on the day that answers to their first, and the days that lag 1930:173 counts."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from generator.dates import arbetsdag, dagar_till, plus_ar, plus_dagar, plus_manader, plus_veckor
from generator.sandbox import Misuse, value_of

EASTER = {
    2004: date(2004, 4, 11),
    2005: date(2005, 3, 27),
    2016: date(2016, 3, 27),
    2019: date(2019, 4, 21),
    2022: date(2022, 4, 17),
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2030: date(2030, 4, 21),
}
"""Easter Sunday, from the almanac."""


def first(weekday: int, day: date) -> date:
    """The first such weekday (Monday is 0) from `day` on."""
    return day + timedelta((weekday - day.weekday()) % 7)


def red_days(year: int) -> dict[date, str]:
    """The days that are no working days although they are not Saturdays or Sundays, by 1 § lag 1989:253 and 2 §."""
    easter = EASTER[year]
    found = {
        date(year, 1, 1): "nyårsdagen",
        date(year, 1, 6): "trettondedag jul",
        easter - timedelta(2): "långfredagen",
        easter: "påskdagen",
        easter + timedelta(1): "annandag påsk",
        date(year, 5, 1): "första maj",
        easter + timedelta(39): "Kristi himmelsfärdsdag",
        easter + timedelta(49): "pingstdagen",
        first(4, date(year, 6, 19)): "midsommarafton",
        first(5, date(year, 6, 20)): "midsommardagen",
        first(5, date(year, 10, 31)): "alla helgons dag",
        date(year, 12, 24): "julafton",
        date(year, 12, 25): "juldagen",
        date(year, 12, 26): "annandag jul",
        date(year, 12, 31): "nyårsafton",
    }
    if year >= 2005:
        return found | {date(year, 6, 6): "nationaldagen"}
    return found | {easter + timedelta(50): "annandag pingst"}


@pytest.mark.parametrize("year", EASTER)
def test_just_the_days_of_the_law_are_no_working_days(year: int) -> None:
    """Saturdays, Sundays, the holidays and the three eves are moved from; every other day of the year stands."""
    days = [date(year, 1, 1) + timedelta(number) for number in range(366)][: 366 if isleap(year) else 365]
    red = red_days(year)
    moved = {day for day in days if arbetsdag(day) != day}
    assert {day: red.get(day) for day in moved ^ {day for day in days if day.weekday() >= 5 or day in red}} == {}


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2024-02-09", "2024-02-09"),  # a Friday
        ("2024-02-10", "2024-02-12"),  # Saturday
        ("2024-02-11", "2024-02-12"),  # Sunday
        ("2024-01-01", "2024-01-02"),  # nyårsdagen, a Monday
        ("2022-01-06", "2022-01-07"),  # trettondedagen, a Thursday
        ("2024-01-06", "2024-01-08"),  # trettondedagen, a Saturday
        ("2024-03-28", "2024-03-28"),  # skärtorsdagen is a working day
        ("2024-03-29", "2024-04-02"),  # långfredagen, then all of Easter
        ("2024-04-01", "2024-04-02"),  # annandag påsk
        ("2024-04-30", "2024-04-30"),  # valborgsmässoafton is a working day
        ("2024-05-01", "2024-05-02"),  # första maj, a Wednesday
        ("2016-05-01", "2016-05-02"),  # första maj, a Sunday
        ("2024-05-09", "2024-05-10"),  # Kristi himmelsfärdsdag; the Friday after is a working day
        ("2024-05-20", "2024-05-20"),  # annandag pingst has not been a holiday since 2005
        ("2004-05-31", "2004-06-01"),  # but it was before
        ("2024-06-06", "2024-06-07"),  # nationaldagen, a Thursday
        ("2003-06-06", "2003-06-06"),  # no holiday before 2005
        ("2024-06-21", "2024-06-24"),  # midsommarafton
        ("2025-06-20", "2025-06-23"),  # midsommarafton moves with the year
        ("2024-11-01", "2024-11-01"),  # the Friday before alla helgons dag
        ("2024-11-02", "2024-11-04"),  # alla helgons dag, a Saturday
        ("2024-12-23", "2024-12-23"),
        ("2024-12-24", "2024-12-27"),  # julafton, a Tuesday
        ("2020-12-24", "2020-12-28"),  # julafton, a Thursday: juldagen, annandagen, Sunday
        ("2021-12-24", "2021-12-27"),  # julafton, a Friday
        ("2025-12-26", "2025-12-29"),  # annandagen, a Friday
        ("2024-12-31", "2025-01-02"),  # nyårsafton, into the new year
        ("2020-12-31", "2021-01-04"),  # nyårsafton, a Thursday
        ("2027-12-31", "2028-01-03"),  # nyårsafton, a Friday
        ("2023-01-06", "2023-01-09"),  # trettondedagen, a Friday
    ],
)
def test_the_next_working_day(day: str, working: str) -> None:
    """A day that is none moves past every day off that follows it."""
    assert arbetsdag(date.fromisoformat(day)) == date.fromisoformat(working)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2024-01-15", 1, "2024-02-15"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2023-01-29", 1, "2023-02-28"),
        ("2024-08-31", 1, "2024-09-30"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-11-30", 13, "2025-12-30"),
        ("2024-12-01", 1, "2025-01-01"),
        ("2024-01-31", 0, "2024-01-31"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-31", -2, "2023-11-30"),
        ("2024-01-01", -12, "2023-01-01"),
    ],
)
def test_months_end_on_the_same_number_or_the_months_last(day: str, months: int, end: str) -> None:
    """The 31st becomes the last where a month has no 31st; years are passed both ways."""
    for count in (months, Decimal(months)):
        assert plus_manader(date.fromisoformat(day), count) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "years", "end"),
    [
        ("2024-02-28", 1, "2025-02-28"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2096-02-29", 4, "2100-02-28"),
        ("1996-02-29", 4, "2000-02-29"),
        ("2023-02-28", 1, "2024-02-28"),
        ("2024-02-29", -1, "2023-02-28"),
        ("2024-02-09", 10, "2034-02-09"),
    ],
)
def test_years_end_on_the_same_date(day: str, years: int, end: str) -> None:
    """29 February becomes 28 where there is none; the last of February in a plain year does not grow."""
    for count in (years, Decimal(years)):
        assert plus_ar(date.fromisoformat(day), count) == date.fromisoformat(end)


def test_weeks_end_on_the_same_day_of_the_week() -> None:
    """Three weeks from a day, over month, year, leap day and change to summer time."""
    assert plus_veckor(date(2024, 2, 15), 3) == date(2024, 3, 7)
    assert plus_veckor(date(2023, 12, 20), Decimal(3)) == date(2024, 1, 10)
    assert plus_veckor(date(2024, 3, 7), -3) == date(2024, 2, 15)
    assert plus_veckor(date(2024, 3, 20), Decimal("3.0")) == date(2024, 4, 10)


def test_days_are_counted_both_ways() -> None:
    """`plus_dagar` and `dagar_till` answer to each other, over a leap day and a change of year."""
    assert plus_dagar(date(2024, 2, 28), 2) == date(2024, 3, 1)
    assert plus_dagar(date(2023, 2, 28), Decimal(2)) == date(2023, 3, 2)
    assert plus_dagar(date(2024, 1, 1), -1) == date(2023, 12, 31)
    for count in (-400, -1, 0, 1, 366):
        day = date(2024, 2, 29)
        found = dagar_till(day, plus_dagar(day, count))
        assert (found, type(found)) == (count, Decimal)


@pytest.mark.parametrize("work", [plus_dagar, plus_veckor, plus_manader, plus_ar])
@pytest.mark.parametrize("count", [Decimal("1.5"), Decimal("0.1"), Decimal("NaN")])
def test_only_whole_numbers_are_added(work: Callable[..., date], count: Decimal) -> None:
    """Half a month is nothing that a calendar has, nor is what is no number."""
    with pytest.raises(ValueError, match=rf"{count}"):
        work(date(2024, 1, 1), count)


@pytest.mark.parametrize(
    ("work", "day", "count"),
    [
        (plus_dagar, date.max, 1),
        (plus_dagar, date.min, -1),
        (plus_dagar, date(2024, 1, 1), Decimal(10) ** 12),
        (plus_veckor, date.max, 1),
        (plus_manader, date.max, 1),
        (plus_manader, date.min, -1),
        (plus_ar, date(2024, 1, 1), 8000),
        (plus_ar, date(2024, 1, 1), Decimal("Infinity")),
    ],
)  # fmt: skip
def test_the_calendar_has_an_end(work: Callable[..., date], day: date, count: Decimal) -> None:
    """A day outside the calendar is told, not wrapped around."""
    with pytest.raises((OverflowError, ValueError)):
        work(day, count)


@pytest.mark.parametrize(
    "expression",
    [
        "dag|plus_dagar('3')",
        "dag|plus_dagar(1.5)",
        "dag|plus_dagar(none)",
        "text|plus_ar(1)",
        "text|arbetsdag",
        "none|arbetsdag",
        "dag|dagar_till(text)",
        "dag|plus_ar(8000)",
        "sist|arbetsdag|plus_dagar(1)",
    ],
)
def test_wrong_arguments_are_told_in_swedish(expression: str) -> None:
    """In a template each of them stops the document with a sentence about the filter or the field."""
    context = {"dag": date(2024, 1, 1), "text": "2024-01-01", "sist": date.max}
    with pytest.raises(Misuse, match=r"passar inte till fältets värde|Fältet är tomt"):
        value_of(expression, context)
