"""Amounts and the time that each is in force: the law of the day, a profile's own before what all share."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.errors import TemplateError
from generator.expressions import NUMBER
from generator.findings import Place
from generator.rules.amounts import Amount, Amounts, Dated, amount, day_of, overlap
from generator.rules.load import RuleBook, load_rules
from generator.workshop import Workshop


def dated(first: str | None, last: str | None, value: int = 1) -> Dated:
    """One value and its time, open where nothing is given."""
    return Dated(
        first=day_of(first, date.min), last=day_of(last, date.max), value=Decimal(value), source="Praxis: ett prov"
    )


def limit(*values: Dated, name: str = "tak", profiles: tuple[str, ...] = ()) -> Amount:
    """An amount with these values."""
    return Amount(name=name, description="Ett tak.", unit="kronor", profiles=profiles, values=values, place=Place())


def day(text: str) -> date:
    """A day, written as people do."""
    return date.fromisoformat(text)


EVER = "1809-06-06"
"""A day before all of the values' first."""
YET = "2099-12-31"
"""A day after all of their last."""
IN_FORCE = [
    ("stodtak_procent", "region-orebro", EVER, 50),
    ("stodtak_procent", "region-jh", YET, 50),
    ("stodtak_eu_procent", "region-orebro", EVER, None),
    ("stodtak_eu_procent", "region-orebro", "2022-12-31", None),
    ("stodtak_eu_procent", "region-orebro", "2023-01-01", 60),
    ("stodtak_eu_procent", "region-jh", YET, 60),
    ("stodtak_samlat_procent", "region-orebro", EVER, 100),
    ("stodtak_samlat_procent", "region-jh", YET, 100),
    ("forskott_andel_procent", "region-orebro", EVER, 50),
    ("forskott_andel_procent", "region-jh", YET, 50),
    ("forskott_kronor", "region-orebro", EVER, 400_000),
    ("forskott_kronor", "region-jh", YET, 400_000),
    ("de_minimis_euro", "region-orebro", "2023-12-31", None),
    ("de_minimis_euro", "region-orebro", "2024-01-01", 300_000),
    ("de_minimis_euro", "region-jh", "2030-12-31", 300_000),
    ("de_minimis_euro", "region-jh", "2031-01-01", None),
    ("delegationsgrans_kronor", "region-jh", EVER, 300_000),
    ("delegationsgrans_kronor", "region-jh", "2021-12-31", 300_000),
    ("delegationsgrans_kronor", "region-jh", "2022-01-01", 500_000),
    ("delegationsgrans_kronor", "region-jh", YET, 500_000),
    ("delegationsgrans_kronor", "region-orebro", "2021-12-31", 400_000),
    ("delegationsgrans_kronor", "region-orebro", "2022-01-01", 400_000),
    ("delegationsgrans_kronor", "provkommunen", "2022-01-01", None),
    ("avrundning_kronor", "region-orebro", EVER, 5_000),
    ("avrundning_kronor", "region-jh", YET, 5_000),
    ("sammanfattning_rader", "region-orebro", EVER, 8),
    ("sammanfattning_rader", "region-orebro", YET, 8),
    ("sammanfattning_rader", "region-jh", EVER, 60),
    ("sammanfattning_rader", "region-jh", YET, 60),
    ("justering_dagar", "region-orebro", EVER, 14),
    ("justering_dagar", "region-jh", YET, 14),
    ("anslag_dagar", "region-orebro", EVER, 2),
    ("anslag_dagar", "region-jh", YET, 2),
    ("overklagande_veckor", "region-orebro", EVER, 3),
    ("overklagande_veckor", "region-jh", YET, 3),
    ("anmalan_dagar", "region-orebro", EVER, 60),
    ("anmalan_dagar", "region-jh", YET, 60),
]


@pytest.mark.parametrize(("name", "profil", "on", "value"), IN_FORCE)
def test_the_amount_of_the_day(name: str, profil: str, on: str, value: int | None, words: Workshop) -> None:
    """Each amount of the rules has its value from its first day to its last, both counted, for its profile."""
    amounts = words.rules.amounts
    found = amounts.on(day(on), profil)[name]
    assert found == value
    assert value is None or type(found) is Decimal
    source = amounts.dated(name, day(on), profil)
    assert (source and source.value) == value


def test_no_amount_and_none_of_its_dates_is_forgotten_here(words: Workshop) -> None:
    """Every name is tried above, and both sides of every date that a value begins or ends on."""
    for one in words.rules.amounts.every:
        tried = {row[2] for row in IN_FORCE if row[0] == one.name and (not one.profiles or row[1] in one.profiles)}
        assert tried, one.name
        for value in one.values:
            edges = {value.first, value.first - timedelta(1)} if value.first != date.min else set()
            edges |= {value.last, value.last + timedelta(1)} if value.last != date.max else set()
            assert {edge.isoformat() for edge in edges} <= tried, one.name


def test_every_amount_has_its_source(words: Workshop) -> None:
    """What is in force can be explained; what is not has no source."""
    amounts = words.rules.amounts
    found = amounts.dated("delegationsgrans_kronor", day("2021-12-31"), "region-jh")
    assert found is not None
    assert (found.last, found.source) == (day("2021-12-31"), "Delegationsordningen (exempel)")
    assert amounts.dated("delegationsgrans_kronor", day("2021-12-31"), "provkommunen") is None
    assert amounts.dated("finns_inte", day("2021-12-31"), "region-jh") is None


def test_a_profiles_own_amount_comes_before_the_shared() -> None:
    """Whichever is written first; on days when the own is silent the shared speaks, and others never see it."""
    own = limit(dated("2020-01-01", "2020-12-31", 7), profiles=("a", "b"))
    shared = limit(dated("2019-01-01", None, 3))
    for every in ((own, shared), (shared, own)):
        amounts = Amounts(every)
        found = [amounts.on(day(on), "a")["tak"] for on in ("2018-12-31", "2019-12-31", "2020-01-01", "2021-01-01")]
        assert found == [None, 3, 7, 3]
        assert amounts.on(day("2020-06-01"), "b")["tak"] == 7
        assert amounts.on(day("2020-06-01"), "c")["tak"] == 3
    assert dict(Amounts((own,)).on(day("2020-06-01"), "c")) == {"tak": None}


def test_between_two_times_nothing_is_in_force() -> None:
    """A gap is a gap, to the day."""
    one = limit(dated(None, "2019-12-31", 1), dated("2021-01-01", None, 2))
    days = ("2019-12-31", "2020-01-01", "2020-12-31", "2021-01-01")
    assert [found.value if (found := one.on(day(on))) else None for on in days] == [1, None, None, 2]


@pytest.mark.parametrize(
    ("values", "always"),
    [
        ([dated(None, None)], True),
        ([dated(None, "2021-12-31"), dated("2022-01-01", None)], True),
        ([dated(None, "2020-01-01"), dated("2020-01-02", "2021-12-31"), dated("2022-01-01", None)], True),
        ([dated(None, "2021-12-30"), dated("2022-01-01", None)], False),
        ([dated("2020-01-01", None)], False),
        ([dated(None, "2020-01-01")], False),
        ([dated("2020-01-01", "2020-12-31")], False),
        ([dated("0001-01-01", "9999-12-31")], True),
        ([dated("0001-01-02", None)], False),
        ([], False),
    ],
)
def test_an_amount_without_gaps_need_not_be_tested(values: list[Dated], always: bool) -> None:
    """One that has a value on every day and for all is known to expressions as a number, others as perhaps missing."""
    one = limit(*values)
    assert one.always is always
    assert Amounts((one,)).type.fields["tak"] == (NUMBER if always else NUMBER.maybe())


def test_an_amount_of_one_profile_must_be_tested() -> None:
    """Other profiles do not have it, unless there is one that all share."""
    own, shared = limit(dated(None, None), profiles=("a",)), limit(dated(None, None))
    assert not own.always
    assert Amounts((own,)).type.fields["tak"] == NUMBER.maybe()
    assert Amounts((own, shared)).type.fields["tak"] == NUMBER


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ([], None),
        ([dated(None, None)], None),
        ([dated(None, "2021-12-31"), dated("2022-01-01", None)], None),
        ([dated(None, "2020-12-31"), dated("2022-01-01", None)], None),
        ([dated("2020-01-01", "2020-01-01")], None),
        ([dated(None, "2022-01-01"), dated("2022-01-01", None)], 1),
        ([dated(None, None), dated("2022-01-01", "2022-12-31")], 1),
        ([dated(None, None), dated(None, None)], 1),
        ([dated("2022-01-01", "2021-12-31")], 0),
        ([dated(None, "2019-12-31"), dated("2020-01-01", "2021-12-31"), dated("2021-06-01", None)], 2),
    ],
)
def test_times_that_go_into_each_other_are_found(values: list[Dated], wrong: int | None) -> None:
    """Two values on one day, or one that ends before it begins: the first that is wrong is given."""
    assert overlap(values) is (None if wrong is None else values[wrong])


def test_values_come_in_the_order_of_time() -> None:
    """However they are written; days as dates or as texts, numbers as Decimal."""
    data = {
        "namn": "tak", "beskrivning": "Ett tak.", "enhet": "kronor", "profil": ["a"],
        "varden": [
            {"fran": "2022-01-01", "varde": 2, "kalla": "y"},
            {"till": day("2021-12-31"), "varde": Decimal("1.5"), "kalla": "x"},
        ],
    }  # fmt: skip
    one = amount(data, Place(line=3))
    assert [(found.value, found.source) for found in one.values] == [(Decimal("1.5"), "x"), (Decimal(2), "y")]
    assert (one.values[0].first, one.values[0].last) == (date.min, day("2021-12-31"))
    assert (one.values[1].first, one.values[1].last) == (day("2022-01-01"), date.max)
    assert all(type(found.value) is Decimal for found in one.values)
    assert (one.name, one.unit, one.profiles, one.place.line) == ("tak", "kronor", ("a",), 3)


def loaded(folder: Path, text: str, words: Workshop) -> RuleBook:
    """A rule book of one file."""
    folder.mkdir()
    (folder / "prov.toml").write_text(text, "utf-8")
    return load_rules(folder, words.schemas, words.profiles.names)


def written(values: str) -> str:
    """An amount as a rule file has it."""
    return f'\n[[belopp]]\nnamn = "tak"\nbeskrivning = "Ett tak."\nenhet = "kronor"\nvarden = [{values}]\n'


SOURCE: Any = 'kalla = "Praxis: ett prov"'


@pytest.mark.parametrize(
    ("values", "words_"),
    [
        (
            f"{{ till = 2022-01-01, varde = 1, {SOURCE} }}, {{ fran = 2022-01-01, varde = 2, {SOURCE} }}",
            "Beloppet tak har en tid (från 2022-01-01 till 9999-12-31) som går in i en annan eller slutar före sin "
            "början.",
        ),
        (
            f"{{ fran = 2022-01-02, till = 2022-01-01, varde = 1, {SOURCE} }}",
            "Beloppet tak har en tid (från 2022-01-02 till 2022-01-01) som går in i en annan eller slutar före sin "
            "början.",
        ),
        ("{ varde = 1 }", "kalla"),
        (f"{{ {SOURCE} }}", "varde"),
        (f'{{ varde = "1", {SOURCE} }}', "ett tal utan citattecken"),
        (f'{{ varde = 1, fran = "i fjol", {SOURCE} }}', "i fjol"),
    ],
)
def test_a_wrong_amount_stops_the_rules(values: str, words_: str, tmp_path: Path, words: Workshop) -> None:
    """Times that go into each other, and shapes that the schema refuses, are told with file and line."""
    with pytest.raises(TemplateError) as caught:
        loaded(tmp_path / "rules", written(values), words)
    [finding] = caught.value.findings
    assert words_ in finding.message
    assert finding.place.file == tmp_path / "rules" / "prov.toml"
    assert finding.place.line in (2, 6)


ONE = f"{{ varde = 1, {SOURCE} }}"
TWICE = ("Beloppet tak finns två gånger för samma profil.", "Lägg tiderna i samma lista av varden.")
NO_NUMBER = ("Beloppet tak har ett värde som inte är ett tal.", "Rätta värdet.")
NO_DAY = "som inte är skrivet som år-månad-dag."


@pytest.mark.parametrize(
    ("text", "message", "remedy", "line"),
    [
        (written(ONE) + written(ONE), *TWICE, 8),
        (written(ONE) + 'profil = ["region-jh", "region-orebro"]\n' + written(ONE) + 'profil = ["region-jh"]\n',
         *TWICE, 9),
        (written(ONE) + 'profil = ["region-jh", "region-jh"]\n', *TWICE, 2),
        (written(ONE) + 'profil = ["regon-orebro"]\n',
         "Beloppet tak gäller profilen «regon-orebro», som inte finns.", "Skriv en av: region-jh, region-orebro.", 2),
        (written(f"{{ varde = nan, {SOURCE} }}"), *NO_NUMBER, 2),
        (written(f"{{ varde = inf, {SOURCE} }}"), *NO_NUMBER, 2),
        (written(f"{{ varde = -inf, {SOURCE} }}"), *NO_NUMBER, 2),
        (written(f"{{ varde = 1, fran = 07:30:00, {SOURCE} }}"),
         f"Från och med är «07:30:00», {NO_DAY}", "Skriv år-månad-dag, till exempel 2024-02-09.", 6),
        (written(f"{{ varde = 1, fran = 2022-01-01T07:30:00, {SOURCE} }}"),
         f"Från och med är «2022-01-01T07:30:00», {NO_DAY}", "Skriv år-månad-dag, till exempel 2024-02-09.", 6),
    ],
)  # fmt: skip
def test_an_amount_that_cannot_be_meant_stops_the_rules(
    text: str, message: str, remedy: str, line: int, tmp_path: Path, words: Workshop
) -> None:
    """Two of one name for a profile, a profile that is not there, no number, no day: with file, line and remedy."""
    with pytest.raises(TemplateError) as caught:
        loaded(tmp_path / "rules", text, words)
    [finding] = caught.value.findings
    assert (finding.code, finding.message, finding.remedy) == ("regel-fel", message, remedy)
    assert (finding.place.file, finding.place.line) == (tmp_path / "rules" / "prov.toml", line)


def test_all_that_is_wrong_with_amounts_is_told_at_once(tmp_path: Path, words: Workshop) -> None:
    """A profile, a number and a time of one amount, and another amount's."""
    wrong = written(f"{{ varde = nan, till = 2020-01-01, {SOURCE} }}, {{ varde = 1, fran = 2019-01-01, {SOURCE} }}")
    other = written(f"{{ varde = inf, {SOURCE} }}").replace("tak", "golv")
    with pytest.raises(TemplateError) as caught:
        loaded(tmp_path / "rules", wrong + 'profil = ["ingen"]\n' + other, words)
    assert [finding.message.split(" (")[0] for finding in caught.value.findings] == [
        "Beloppet tak gäller profilen «ingen», som inte finns.",
        "Beloppet tak har ett värde som inte är ett tal.",
        "Beloppet tak har en tid",
        "Beloppet golv har ett värde som inte är ett tal.",
    ]


def test_profiles_may_have_their_own_amount_beside_the_shared(tmp_path: Path, words: Workshop) -> None:
    """One of a name for each profile and one for all are three, and nothing is wrong with them."""
    texts = [written(ONE.replace("1", number)) for number in "123"]
    own = [f'profil = ["{name}"]\n' for name in ("region-orebro", "region-jh")]
    book = loaded(tmp_path / "rules", texts[0] + own[0] + texts[1] + own[1] + texts[2], words)
    found = [book.amounts.on(day(YET), name)["tak"] for name in ("region-orebro", "region-jh", "provkommunen")]
    assert found == [1, 2, 3]


@pytest.mark.parametrize(
    ("every", "faults"),
    [
        ((limit(dated(None, None)),), []),
        ((limit(dated(None, None)), limit(dated(None, None), name="golv")), []),
        ((limit(dated(None, None)), limit(dated(None, None), profiles=("a",))), []),
        ((limit(profiles=("a",)), limit(profiles=("b",))), []),
        ((limit(profiles=("a", "b")), limit(profiles=("b",))), ["finns två gånger för samma profil."]),
        ((limit(), limit(), limit()), ["finns två gånger för samma profil."] * 2),
        ((limit(profiles=("c", "a", "d")),), ["gäller profilen «c», som inte finns.",
                                              "gäller profilen «d», som inte finns."]),
        ((limit(dated(None, "2020-01-01"), dated("2020-01-01", None)),),
         ["har en tid (från 2020-01-01 till 9999-12-31) som går in i en annan eller slutar före sin början."]),
    ],
)  # fmt: skip
def test_the_faults_of_amounts(every: tuple[Amount, ...], faults: list[str]) -> None:
    """Each by the amount that is too many or wrong, with something to do about it."""
    found = [*Amounts(every).faults(("a", "b"))]
    assert [message for _, message, _ in found] == faults
    assert all(one in every and remedy.endswith(".") for one, _, remedy in found)
