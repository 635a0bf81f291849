"""A first look at a case that the schemas have refused: rules that look at nothing in doubt speak all the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from generator.case.salvage import salvage
from generator.errors import ExitCode
from generator.findings import Finding, Place, Severity
from generator.pipeline import check_file
from generator.results import HandlingResult, Outcome
from generator.rules.context import day_in_doubt
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write

Change = Callable[[Case], Any]
Look = Callable[..., HandlingResult]


@pytest.fixture
def look(write: Write, words: Workshop) -> Look:
    """Check a base case of the rules' after some changes, and give the one line of the report, or one of them."""

    def at(base: str, *changes: Change, shop: Workshop = words, line: int = 0) -> HandlingResult:
        case = json.loads((ROOT / "rules" / "exempel" / f"{base}.json").read_text("utf-8"))
        for change in changes:
            change(case)
        return [*check_file(write(case), shop)][line]

    return at


def codes(result: HandlingResult) -> list[str]:
    """What was found, in the order in which it is told."""
    return [finding.code for finding in result.findings]


def put(dotted: str, value: object) -> Change:
    """A change of one field: `handlingar.0.datum`."""

    def change(case: Case) -> None:
        *steps, last = (int(step) if step.isdigit() else step for step in dotted.split("."))
        owner: Any = case
        for step in steps:
            owner = owner[step]
        owner[last] = value

    return change


def drop(dotted: str) -> Change:
    """A field taken away."""

    def change(case: Case) -> None:
        *steps, last = (int(step) if step.isdigit() else step for step in dotted.split("."))
        owner: Any = case
        for step in steps:
            owner = owner[step]
        del owner[last]

    return change


WRONG_NUMBER = put("diarienummer", "23RS")
"""A fault that a rule of the ärende finds: `dnr-format-fel`."""
UNDATED = drop("handlingar.0.beslutsunderlag.1.datum")
"""A fault that a rule of the handling finds: `beslutsunderlag-odaterat`."""
NO_SUM = put("ekonomi.total_kostnad", 1)
"""A fault that a rule of the ärende finds: `finansieringsplan-summerar-inte`."""
NO_DEADLINE = drop("handlingar.0.beslutspunkter.0.frist")
"""A fault that a rule of the handling finds: `uppdrag-utan-ansvarig-eller-frist`."""


def test_rules_that_look_elsewhere_speak_beside_the_schemas(look: Look) -> None:
    """One wrong field, and everything else is told at once, with line, path and title, in the order of the file."""
    result = look("beviljande", WRONG_NUMBER, UNDATED, put("handlingar.0.stod.andel_procent", "fyrtio"))
    assert (result.outcome, result.exit_code, result.handling) == (Outcome.REFUSED, ExitCode.CASE, None)
    assert codes(result) == ["dnr-format-fel", "fel-slag", "beslutsunderlag-odaterat"]
    lines = [finding.place.line or 0 for finding in result.findings]
    assert lines == sorted(lines)
    text = result.source.read_text("utf-8").splitlines()
    assert '"diarienummer": "23RS"' in text[lines[0] - 1]
    number, _, undated = result.findings
    assert (number.place.path, number.place.title) == (("diarienummer",), "Diarienummer")
    assert undated.place.path == ("handlingar", 0, "beslutsunderlag", 1)
    assert undated.place.title
    assert undated.source
    assert undated.place.file == result.source


def test_the_same_is_said_of_a_case_that_the_schemas_accept(look: Look) -> None:
    """What the first look tells is word for word what the rules say when the schemas have nothing against the case."""
    whole = look("beviljande", WRONG_NUMBER, UNDATED)
    first = look("beviljande", WRONG_NUMBER, UNDATED, put("projekt.namn", 3))
    assert codes(whole) == ["dnr-format-fel", "beslutsunderlag-odaterat"]
    assert [one for one in first.findings if one.code != "fel-slag"] == list(whole.findings)


@pytest.mark.parametrize(
    ("base", "strikes", "rule", "breaks", "refusal"),
    [
        ("beviljande", WRONG_NUMBER, "dnr-format-fel", put("diarienummer", 23), "fel-slag"),
        ("beviljande", NO_SUM, "finansieringsplan-summerar-inte",
         put("ekonomi.finansieringsplan.0.belopp", "400000"), "fel-slag"),
        ("beviljande", NO_SUM, "finansieringsplan-summerar-inte", put("ekonomi", 1), "fel-slag"),
        ("beviljande", UNDATED, "beslutsunderlag-odaterat",
         put("handlingar.0.beslutsunderlag.0.datum", "i fjol"), "datum-ogiltigt"),
        ("beviljande", UNDATED, "beslutsunderlag-odaterat",
         drop("handlingar.0.beslutsunderlag.0.titel"), "falt-saknas"),
        ("tjansteskrivelse", NO_DEADLINE, "uppdrag-utan-ansvarig-eller-frist",
         put("handlingar.0.beslutspunkter.0.typ", "uppdrg"), "fel-val"),
    ],
)  # fmt: skip
def test_a_rule_that_looks_at_what_is_broken_is_silent(
    base: str, strikes: Change, rule: str, breaks: Change, refusal: str, look: Look
) -> None:
    """Below the broken value, beside it in its list, or above it; when something else is broken the rule speaks."""
    assert codes(look(base, strikes, breaks)) == [refusal]
    assert rule in codes(look(base, strikes, put("handlingar.0.handlaggare", {"namn": 3, "titel": "Chef"})))
    assert rule in codes(look(base, strikes))


def test_a_mistyped_key_silences_what_its_group_lacks(look: Look) -> None:
    """It may stand for any field that is not there; of those that are there rules speak. An item goes with its list."""
    mistyped = look("beviljande", NO_SUM, UNDATED, put("ekonomi.valutta", "SEK"))
    assert codes(mistyped) == ["finansieringsplan-summerar-inte", "okant-falt", "beslutsunderlag-odaterat"]
    lacking = look("beviljande", NO_SUM, UNDATED, drop("ekonomi.total_kostnad"), put("ekonomi.totalkostnad", 1))
    assert codes(lacking) == ["okant-falt", "beslutsunderlag-odaterat"]
    deep = look("beviljande", NO_SUM, UNDATED, put("handlingar.0.beslutsunderlag.0.tittel", "x"))
    assert codes(deep) == ["finansieringsplan-summerar-inte", "okant-falt"]


def test_a_mistyped_key_of_the_arende_lets_rules_speak_of_what_is_there(look: Look) -> None:
    """The number and the sums are what they are, whatever the mistyped name stands for."""
    found = codes(look("beviljande", NO_SUM, UNDATED, WRONG_NUMBER, put("handlagare", {})))
    assert sorted(found) == [
        "beslutsunderlag-odaterat",
        "dnr-format-fel",
        "finansieringsplan-summerar-inte",
        "okant-falt",
    ]


def test_a_mistyped_key_of_a_handling_silences_that_handling(look: Look) -> None:
    """Of the other handlingar everything is told."""
    result = look("avslut", NO_DEADLINE, put("handlingar.1.kvarvarande", {}), drop("handlingar.1.kvarvarande_medel"))
    assert "uppdrag-utan-ansvarig-eller-frist" in codes(result)
    assert {one.place.path[:2] for one in result.findings if one.place.path[:1] == ("handlingar",)} == {
        ("handlingar", 0),
        ("handlingar", 1),
    }
    assert [one.code for one in result.findings if one.place.path[:2] == ("handlingar", 1)] == ["okant-falt"]


def test_an_unknown_profile_is_told_beside_schema_faults(look: Look) -> None:
    """With the nearest name, and instead of what the rules would say, since they depend on it."""
    result = look("beviljande", put("profil", "region-orebr"), UNDATED, put("projekt.namn", 3))
    assert codes(result) == ["profil-okand", "fel-slag"]
    [unknown] = [one for one in result.findings if one.code == "profil-okand"]
    assert unknown.message == "Profilen «region-orebr» finns inte. Menade du «region-orebro»?"
    assert (unknown.place.path, unknown.place.title, unknown.place.line) == (("profil",), "Profil", 4)


@pytest.mark.parametrize("change", [put("profil", 3), drop("profil"), put("profil", None)])
def test_without_a_profile_no_rule_is_tried(change: Change, look: Look) -> None:
    """Only what the schemas say is said."""
    result = look("beviljande", WRONG_NUMBER, UNDATED, change)
    assert [one.place.path for one in result.findings] == [("profil",)]


def test_a_broken_item_leaves_the_other_lists(look: Look) -> None:
    """A list with a broken item is in doubt as a whole; items elsewhere keep their places."""
    result = look("beviljande", UNDATED, put("handlingar.0.konsekvenser.0.berors", "ja"))
    assert sorted(codes(result)) == ["beslutsunderlag-odaterat", "fel-slag"]
    [undated] = [one for one in result.findings if one.code == "beslutsunderlag-odaterat"]
    assert undated.place.path == ("handlingar", 0, "beslutsunderlag", 1)


def test_a_broken_second_handling_leaves_the_first(look: Look) -> None:
    """Each handling has its own doubts."""
    result = look("avslut", NO_DEADLINE, put("handlingar.1.kvarvarande_medel.belopp", "412 000"))
    assert codes(result) == ["uppdrag-utan-ansvarig-eller-frist", "fel-slag"]
    assert result.findings[0].place.path == ("handlingar", 0, "beslutspunkter", 0)
    assert result.findings[0].severity is Severity.WARNING


def test_a_broken_first_handling_leaves_the_second(look: Look) -> None:
    """What is told of the second stands at its own place in the file."""
    no_paragraph = drop("handlingar.1.tidigare_beslut.0.paragraf")
    result = look("avslut", no_paragraph, put("handlingar.0.rubrik", 7))
    [found] = [one for one in result.findings if one.code == "tidigare-beslut-utan-paragraf"]
    assert found.place.path == ("handlingar", 1, "tidigare_beslut", 0)


def test_a_handling_without_doubts_is_not_taken_for_its_own_twin(look: Look) -> None:
    """Only the first is broken: nothing is said of the second, which stands alone in the look that is taken at it."""
    assert codes(look("avslut", put("handlingar.0.rubrik", 7))) == ["fel-slag"]


def test_a_broken_day_of_decision_silences_what_is_measured_from_it(look: Look) -> None:
    """The meeting's date is no date, so nothing can be said to come after the decision."""
    early, broken = put("handlingar.0.datum", "2024-02-01"), put("handlingar.0.sammantrade.datum", "2024-02-30")
    assert "beslutsunderlag-efter-beslutet" not in codes(look("beviljande", early, broken))


def test_what_the_case_accepts_is_accepted_in_a_first_look_too(look: Look) -> None:
    """A warning with a reason in `undantag` is not told as if there were none."""
    accepted = [{"regel": "uppdrag-utan-ansvarig-eller-frist", "skal": "Nämnden bestämmer dagen senare."}]
    waived = [NO_DEADLINE, put("undantag", accepted)]
    whole, first = look("tjansteskrivelse", *waived), look("tjansteskrivelse", *waived, put("projekt", {"namn": 3}))
    assert [one.waived for one in whole.findings] == ["Nämnden bestämmer dagen senare."]
    assert [one for one in first.findings if one.code != "fel-slag"] == list(whole.findings)


def test_an_exception_that_is_not_needed_is_let_be_in_a_first_look(look: Look) -> None:
    """What is broken may be what needs it; when the case is whole it is told."""
    unneeded = put(
        "handlingar.0.undantag", [{"regel": "uppdrag-utan-ansvarig-eller-frist", "skal": "Nämnden bestämmer dagen."}]
    )
    assert len(look("tjansteskrivelse", unneeded).findings) == 1
    assert codes(look("tjansteskrivelse", unneeded, put("projekt", {"namn": 3}))) == ["fel-slag"]


def test_an_exception_in_doubt_excuses_nothing(look: Look) -> None:
    """One without its reason is none."""
    lacking = put("undantag", [{"regel": "uppdrag-utan-ansvarig-eller-frist"}])
    result = look("tjansteskrivelse", NO_DEADLINE, lacking)
    assert [one.waived for one in result.findings if one.code == "uppdrag-utan-ansvarig-eller-frist"] == [None]


@pytest.mark.parametrize(
    ("breaks", "refusal"),
    [
        (put("handlingar.0.sammantrade.datum", "2024-02-30"), "datum-ogiltigt"),
        (put("handlingar.0.sammantrade.datum", 20240209), "fel-slag"),
        (drop("handlingar.0.sammantrade.datum"), "falt-saknas"),
        (put("handlingar.0.sammantrade", "i fjol"), "fel-slag"),
        (put("handlingar.0.beslutsdtum", "2024-02-09"), "okant-falt"),
        (put("handlingar.0.beslutsdatum", "i fjol"), "datum-ogiltigt"),
    ],
)
def test_a_handling_whose_day_of_decision_is_in_doubt_is_skipped(breaks: Change, refusal: str, look: Look) -> None:
    """Nobody knows which rules are in force for it, not even those that look at the ärende alone."""
    assert codes(look("beviljande", WRONG_NUMBER, UNDATED, breaks)) == [refusal]


def test_a_day_of_decision_beyond_doubt_lets_the_rules_speak(look: Look) -> None:
    """Beside the day, in the same group, something else is broken."""
    result = look("beviljande", WRONG_NUMBER, UNDATED, put("handlingar.0.sammantrade.paragraf", "åtta"))
    assert sorted(codes(result)) == ["beslutsunderlag-odaterat", "dnr-format-fel", "fel-slag"]


def test_a_day_of_decision_in_doubt_skips_its_own_handling_alone(look: Look) -> None:
    """The other has a day of its own."""
    no_paragraph = drop("handlingar.1.tidigare_beslut.0.paragraf")
    broken = [put(f"handlingar.{index}.sammantrade.datum", "2019-13-01") for index in range(2)]
    assert codes(look("avslut", NO_DEADLINE, no_paragraph, broken[0])) == [
        "datum-ogiltigt",
        "tidigare-beslut-utan-paragraf",
    ]
    assert codes(look("avslut", NO_DEADLINE, no_paragraph, broken[1])) == [
        "uppdrag-utan-ansvarig-eller-frist",
        "datum-ogiltigt",
    ]


def test_rules_about_the_document_are_silent_when_its_handling_is_in_doubt(look: Look) -> None:
    """What they look at is made of the handling's fields; of a handling without doubts they speak."""
    late = [{"titel": "Utredning", "datum": "2019-12-24"}]
    strikes = put("handlingar.0.beslutsunderlag", late)
    rule = "beslutsunderlag-efter-beslutet"
    assert codes(look("avslut", strikes)) == [rule]
    assert codes(look("avslut", strikes, put("handlingar.0.rubrik", 7))) == ["fel-slag"]
    assert codes(look("avslut", strikes, put("handlingar.1.rubrik", 7))) == [rule, "fel-slag"]


def test_rules_about_other_handlingar_are_silent(look: Look) -> None:
    """One that seems to be there twice, or in the wrong order, may not be so when the case is right."""
    back = put("handlingar.1.datum", "2019-01-07")
    rule, others = "handling-fore-tidigare-handling", ["tidigare-beslut-efter-handlingen"]
    assert sorted(codes(look("avslut", back, line=1))) == [rule, *others]
    assert codes(look("avslut", back, put("projekt.namn", 3))) == ["fel-slag", *others]


@pytest.mark.parametrize(
    ("doubts", "said"),
    [
        ((), False),
        ((("handling", "rubrik"),), False),
        ((("arende", "sammantrade"),), False),
        ((("handling", "sammantrade", "paragraf"),), False),
        ((("handling", "sammantrade", "datum"),), True),
        ((("handling", "sammantrade"),), True),
        ((("handling",),), True),
        ((("handling", "rubrik"), ("handling", "beslutsdatum")), True),
    ],
)
def test_a_day_is_in_doubt_when_a_field_that_gives_it_is(
    doubts: tuple[tuple[str, ...], ...], said: bool, words: Workshop
) -> None:
    """The field itself or a group around it; the schema says which fields give the day."""
    assert day_in_doubt(doubts, words.schemas.formats["beviljande"]) is said


@pytest.mark.parametrize("name", ["typ", "datum", "status"])
@pytest.mark.parametrize("value", ["nonsens", None])
def test_a_handling_that_does_not_say_what_it_is_is_let_be(name: str, value: str | None, look: Look) -> None:
    """Without format, date or status no rule can be chosen for it; the other handling gets its findings."""
    no_paragraph = drop("handlingar.1.tidigare_beslut.0.paragraf")
    breaks = put(f"handlingar.1.{name}", value) if value else drop(f"handlingar.1.{name}")
    result = look("avslut", NO_DEADLINE, no_paragraph, breaks)
    found = codes(result)
    assert "uppdrag-utan-ansvarig-eller-frist" in found
    assert "tidigare-beslut-utan-paragraf" not in found


def test_what_is_wrong_with_the_arende_is_told_once(look: Look) -> None:
    """Not once for each handling."""
    result = look("avslut", put("diarienummer", "GNS-8"), put("projekt.namn", 3))
    assert codes(result) == ["dnr-format-fel", "fel-slag"]


def test_rules_about_what_was_decided_are_silent(look: Look) -> None:
    """An empty list of recipients may follow from what is broken, as may all else that is worked out."""
    empty = drop("handlingar.0.sandlista")
    assert "sandlista-tom" in codes(look("tjansteskrivelse", empty))
    assert codes(look("tjansteskrivelse", empty, put("projekt", {"namn": 3}))) == ["fel-slag"]


@pytest.mark.parametrize(
    "change",
    [
        put("handlingar", {}),
        put("handlingar", []),
        put("handlingar", ["x"]),
        drop("handlingar"),
    ],
)
def test_what_is_no_case_gets_no_first_look(change: Change, look: Look) -> None:
    """Without a list of handlingar only the schemas speak."""
    result = look("beviljande", WRONG_NUMBER, change)
    assert {one.place.path[:1] for one in result.findings} == {("handlingar",)}


def test_a_wrong_rule_is_not_told_before_the_case_is_right(look: Look, tmp_path: Path) -> None:
    """The handläggare mends the case first; then the rules' owner is named."""
    root = tmp_path / "verksamhet"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    (root / "rules" / "prov.toml").write_text("[[kontroll]]\nid = 1\n", "utf-8")
    shop = Workshop(Settings(root=root, out=tmp_path / "ut"))
    assert codes(look("beviljande", WRONG_NUMBER, put("projekt.namn", 3), shop=shop)) == ["fel-slag"]
    assert look("beviljande", WRONG_NUMBER, shop=shop).exit_code == ExitCode.TEMPLATE


# --- What is left of a refused case


def refused(*path: str | int, code: str = "fel-slag") -> Finding:
    """Something that the schemas refuse."""
    return Finding(code=code, message="Fel.", place=Place(path=path))


WHOLE = MappingProxyType(
    {
        "profil": "x",
        "ekonomi": MappingProxyType({"kostnad": Decimal(1), "plan": (MappingProxyType({"belopp": "1"}),)}),
        "handlingar": (
            MappingProxyType({"typ": "a", "stod": MappingProxyType({"andel": "x", "bas": "y"})}),
            MappingProxyType({"typ": "b", "villkor": ("x", 3)}),
        ),
    }
)


def test_refused_values_are_taken_away() -> None:
    """A field by itself; an item with its whole list, so that no other item moves; what is missing takes nothing."""
    left = salvage(
        WHOLE,
        [
            refused("ekonomi", "plan", 0, "belopp"),
            refused("handlingar", 0, "stod", "andel"),
            refused("handlingar", 1, "villkor", 1),
            refused("handlingar", 1, "datum", code="falt-saknas"),
        ],
    )
    assert left is not None
    assert left.value == {
        "profil": "x",
        "ekonomi": {"kostnad": Decimal(1)},
        "handlingar": ({"typ": "a", "stod": {"bas": "y"}}, {"typ": "b"}),
    }
    assert set(left.doubts) == {
        ("ekonomi", "plan"),
        ("handlingar", 0, "stod", "andel"),
        ("handlingar", 1, "villkor"),
        ("handlingar", 1, "datum"),
    }


def test_doubts_are_told_by_the_names_that_rules_use() -> None:
    """A field of the ärende is in doubt in every handling, which may inherit it; a handling's own in itself alone."""
    left = salvage(WHOLE, [refused("ekonomi", "plan", 0), refused("handlingar", 0, "stod", "andl", code="okant-falt")])
    assert left is not None
    inherited = {("arende", "ekonomi", "plan"), ("handling", "ekonomi", "plan")}
    assert left.doubted(0) == inherited | {("handling", "stod")}
    assert left.doubted(1) == inherited
    assert (left.whole(0), left.whole(1)) == (True, True)


@pytest.mark.parametrize(
    ("finding", "whole"),
    [
        (refused("handlingar", 1, "typ"), (True, False)),
        (refused("handlingar", 1, "datum", code="falt-saknas"), (True, False)),
        (refused("handlingar", 0, "status"), (False, True)),
        (refused("handlingar", 0, "stauts", code="okant-falt"), (False, True)),
        (refused(code="okant-falt"), (False, False)),
        (refused("arendemning", code="okant-falt"), (False, False)),
        (refused("handlingar", 1, "villkor", 0), (True, True)),
    ],
)
def test_a_handling_is_whole_when_it_says_what_it_is(finding: Finding, whole: tuple[bool, bool]) -> None:
    """Format, date and status must be beyond doubt, and no key of the handling or of the ärende mistyped."""
    left = salvage(WHOLE, [finding])
    assert left is not None
    assert (left.whole(0), left.whole(1)) == whole


def test_a_mistyped_name_leaves_in_doubt_what_its_group_has_not() -> None:
    """Of the names that the group may have; below a list all of the list, and all of a group that nobody knows."""
    names = {("handlingar", 0): ("typ", "datum", "stod"), ("handlingar", 0, "stod"): ("andel", "bas", "summa")}
    mistyped = [("handlingar", 0, "dtum"), ("handlingar", 0, "stod", "suma"), ("ekonomi", "plan", 0, "belop"), ("x",)]
    findings = [refused(*path, code="okant-falt") for path in mistyped]
    left = salvage(WHOLE, findings, lambda path: names.get(path, ()))  # type: ignore[call-overload]
    assert left is not None
    doubts = {("handlingar", 0, "datum"), ("handlingar", 0, "stod", "summa"), ("ekonomi", "plan"), ()}
    assert set(left.doubts) == doubts


@pytest.mark.parametrize("value", [None, "x", (), MappingProxyType({}), MappingProxyType({"handlingar": ("x",)})])
def test_what_is_no_case_is_not_salvaged(value: Any) -> None:
    """A text, a list, an ärende without a list of groups."""
    assert salvage(value, ()) is None


def test_a_refused_list_of_handlingar_is_not_salvaged() -> None:
    """When the list itself is wrong, empty for one, there is no handling to look at."""
    assert salvage(WHOLE, [refused("projekt"), refused("handlingar")]) is None
    assert salvage(MappingProxyType({"handlingar": ()}), [refused("handlingar", code="falt-tomt")]) is None
