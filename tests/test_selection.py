"""Choosing from lists: what each filter keeps, in which order, and what an empty field counts as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from generator.sandbox import FAILURES, Misuse, value_of
from generator.selection import (
    UnknownField,
    antal,
    forsta,
    kolumn,
    med,
    minst,
    nycklar,
    saknade,
    sista,
    storst,
    summa,
    uppslag,
    utan,
)


def person(**fields: Any) -> Mapping[str, Any]:
    """A group with every field that the tests ask for."""
    return MappingProxyType({"namn": None, "ort": None, "arvode": None, "jav": None, "dag": None, **fields})


ASA = person(namn="Åsa Öman", ort="ÅRE", arvode=Decimal(200), jav=True, dag=date(2024, 5, 2))
KIM = person(namn="Kim Ek", ort="Åre", arvode=Decimal("99.5"), jav=False, dag=date(2024, 5, 1))
LO = person(namn="Lo Ängh", arvode=Decimal(0))
PEOPLE = (ASA, KIM, LO)
WITH_AND_WITHOUT = [
    (("ort", "åre"), (ASA, KIM)),
    (("ort", "ÅRE", "Ås"), (ASA, KIM)),
    (("ort", "are"), ()),
    (("ort", None), (LO,)),
    (("ort", None, "åre"), PEOPLE),
    (("ort",), (ASA, KIM)),
    (("namn", "kim ek"), (KIM,)),
    (("namn", "kim"), ()),
    (("jav", True), (ASA,)),
    (("jav", False), (KIM,)),
    (("jav",), (ASA,)),
    (("arvode", Decimal(200)), (ASA,)),
    (("arvode", Decimal("200.0")), (ASA,)),
    (("arvode", "200"), ()),
    (("dag", date(2024, 5, 1)), (KIM,)),
    (("dag", "2024-05-01"), ()),
]


@pytest.mark.parametrize(("arguments", "kept"), WITH_AND_WITHOUT)
def test_med_keeps_and_utan_leaves_out(arguments: tuple[Any, ...], kept: tuple[Any, ...]) -> None:
    """Capitals do not count, å ä ö do; None is a value like others; without values the filled in are kept."""
    found = med(PEOPLE, *arguments)
    assert [id(one) for one in found] == [id(one) for one in kept]
    assert utan(PEOPLE, *arguments) == tuple(one for one in PEOPLE if one not in kept)


def test_items_that_are_alike_are_told_apart() -> None:
    """Two items with the same fields are both kept, or both left out."""
    twins = (person(namn="Kim Ek"), person(namn="Kim Ek"), LO)
    assert len(med(twins, "namn", "Kim Ek")) == 2
    assert utan(twins, "namn", "Kim Ek") == (LO,)


@pytest.mark.parametrize(
    ("work", "empty"),
    [
        (lambda: med((), "namn", "x"), ()),
        (lambda: utan((), "namn"), ()),
        (lambda: kolumn((), "namn"), ()),
        (lambda: summa(()), 0),
        (lambda: summa((), "arvode"), 0),
        (lambda: antal(()), 0),
        (lambda: forsta(()), None),
        (lambda: sista(()), None),
        (lambda: storst(()), None),
        (lambda: minst(()), None),
        (lambda: saknade((), ASA), ()),
        (lambda: nycklar({}), ()),
    ],
)
def test_an_empty_list_gives_nothing(work: Callable[[], Any], empty: object) -> None:
    """Each filter has an answer to a list that nobody has filled in, of the same kind as always."""
    assert work() == empty
    assert type(work()) in (Decimal, tuple, type(None))


def test_a_field_is_taken_from_every_item() -> None:
    """In order, with doubles, without the empty; zero and no are values."""
    assert kolumn(PEOPLE, "namn") == ("Åsa Öman", "Kim Ek", "Lo Ängh")
    assert kolumn((*PEOPLE, LO), "arvode") == (Decimal(200), Decimal("99.5"), Decimal(0), Decimal(0))
    assert kolumn(PEOPLE, "jav") == (True, False)
    assert kolumn((LO,), "ort") == ()


def test_numbers_are_added_exactly() -> None:
    """Of a list or of a field; empty fields count as nothing, and tenths stay tenths."""
    assert summa(PEOPLE, "arvode") == Decimal("299.5")
    assert summa((person(), KIM), "arvode") == Decimal("99.5")
    assert summa((Decimal("0.1"), Decimal("0.2"))) == Decimal("0.3")
    assert type(summa((Decimal(1),))) is Decimal


def test_items_and_characters_are_counted() -> None:
    """A list by its items, a text by its characters, å ä ö as one each."""
    assert antal(PEOPLE) == 3
    assert antal("åäö") == 3
    assert antal("") == 0
    assert type(antal("x")) is Decimal


def test_the_first_and_the_last_are_the_items_themselves() -> None:
    """Not copies, so that a finding can tell where each stands."""
    assert forsta(PEOPLE) is ASA
    assert sista(PEOPLE) is LO
    assert forsta((None, ASA)) is None


def test_the_largest_and_the_smallest() -> None:
    """Numbers by size, dates by time."""
    numbers, days = kolumn(PEOPLE, "arvode"), kolumn(PEOPLE, "dag")
    assert (storst(numbers), minst(numbers)) == (Decimal(200), Decimal(0))
    assert (storst(days), minst(days)) == (date(2024, 5, 2), date(2024, 5, 1))
    assert storst((Decimal(-1),)) == minst((Decimal(-1),)) == Decimal(-1)


HANDLING = MappingProxyType(
    {"rubrik": "Ås", "stod": MappingProxyType({"fond": None, "andel": Decimal(40)}), "slut": None, "villkor": ()}
)
ARENDE = MappingProxyType({"rubrik": None, "organ": MappingProxyType({"namn": "Nämnden"})})


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("rubrik", False),
        ("slut", True),
        ("villkor", True),
        ("stod", False),
        ("stod.andel", False),
        ("stod.fond", True),
        ("slut.dag", True),
        ("organ.namn", False),
    ],
)
def test_what_is_lacking_is_named(name: str, lacking: bool) -> None:
    """Dotted names that lead to nothing; the first owner with such a field answers, even when it is empty there."""
    found = saknade((name,), HANDLING, ARENDE)
    assert found == (({"namn": name, "falt": name},) if lacking else ())


@pytest.mark.parametrize(
    ("value", "lacking"),
    [
        (None, True),
        ((), True),
        ("", False),
        (False, False),
        (Decimal(0), False),
        (MappingProxyType({}), False),
        ((None,), False),
    ],
)
def test_only_nothing_and_an_empty_list_are_lacking(value: object, lacking: bool) -> None:
    """A no, a zero and an empty text are answers, by themselves and within a group."""
    found = saknade(("a", "b.c"), MappingProxyType({"a": value, "b": MappingProxyType({"c": value})}))
    assert [one["namn"] for one in found] == (["a", "b.c"] if lacking else [])


def test_what_is_lacking_comes_in_the_order_of_the_names() -> None:
    """Each name by itself, and the owners in the order given."""
    assert [one["namn"] for one in saknade(("villkor", "rubrik", "slut"), HANDLING)] == ["villkor", "slut"]
    assert [one["namn"] for one in saknade(("rubrik",), ARENDE, HANDLING)] == ["rubrik"]


@pytest.mark.parametrize("name", ["rubrk", "stod.fonden", "organ.namn"])
def test_a_name_that_no_group_has_is_told(name: str) -> None:
    """A list of names in a profile may be misspelt; the whole name is in the message."""
    with pytest.raises(UnknownField, match=f"^Fältet «{name}» finns inte\\.$"):
        saknade((name,), HANDLING)


def test_a_name_that_no_group_has_is_told_through_the_filter() -> None:
    """The filter's guard lets it pass, with its message, as one of what a template may raise."""
    with pytest.raises(UnknownField, match=r"^Fältet «rubrk» finns inte\.$") as caught:
        value_of("['rubrik', 'rubrk']|saknade(handling)", {"handling": HANDLING})
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, FAILURES)


@pytest.mark.parametrize(
    ("name", "value"), [("skall", "ska"), ("tom", ""), ("ingen", None), ("finns_inte", None), ("", None)]
)
def test_a_free_name_is_looked_up(name: str, value: str | None) -> None:
    """What stands under it, else nothing; the same from a template."""
    table = MappingProxyType({"skall": "ska", "tom": "", "ingen": None})
    assert uppslag(table, name) == value
    assert value_of("tabell|uppslag(namn)", {"tabell": table, "namn": name}) == value
    assert uppslag({}, name) is None


def test_the_names_of_a_groups_fields() -> None:
    """In the order in which they were written."""
    assert nycklar(MappingProxyType({"ö": 1, "a": 2, "å": 3})) == ("ö", "a", "å")


@pytest.mark.parametrize(
    "expression",
    [
        "none|med('namn')",
        "folk|kolumn('finns_inte')",
        "folk|summa('namn')",
        "text|nycklar",
        "3|antal",
        "folk|uppslag('x')",
    ],
)
def test_misuse_in_a_template_is_told_in_swedish(expression: str) -> None:
    """An empty list of a field, a field that is not there, a sum of texts: a sentence, never a traceback."""
    with pytest.raises(Misuse, match=r"Fältet är tomt|passar inte till fältets värde"):
        value_of(expression, {"folk": PEOPLE, "text": Decimal(1)})
