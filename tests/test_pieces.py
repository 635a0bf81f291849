"""A case file that cannot be used still says whose it is; what it set a last day for stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.batch.planning import books
from generator.batch.planning.ledger import Ledger
from generator.batch.planning.pieces import Said, said
from generator.batch.planning.plan import CasePlan, Planner
from generator.model import CaseFile, Deadline
from generator.morning.digest import digest
from generator.pipeline import render_file
from generator.results import Outcome
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import ROOT, Case
from tests.mornings import entry
from tests.nights import House

WHOLE = """{
  "handlingar": [{"handlaggare": {"namn": "Bo Ek"}, "arendemening": "Fel", "diarienummer": "X/1"}],
  "diarienummer": "GNS/8/2019",
  "arendemening": "Bidrag till «\\u00c5re», \\"del 2\\": tillägg",
  "belopp": 12,
  "handlaggare": {"namn": "Åsa Öst", "titel": "strateg"}
}"""
TOLD = Said(diarienummer="GNS/8/2019", arendemening='Bidrag till «Åre», "del 2": tillägg', handlaggare="Åsa Öst")


@pytest.mark.parametrize(
    "content",
    [
        WHOLE.encode(),
        WHOLE.replace('"GNS/8/2019",', '"GNS/8/2019"').encode(),
        WHOLE.replace('"belopp": 12,', '"belopp": "tolv,').encode(),
        WHOLE.replace("}],", "}]]},").encode(),
        WHOLE.removesuffix('"titel": "strateg"}\n}').encode(),
        WHOLE.encode("utf-16"),
        WHOLE.encode("cp1252"),
    ],
    ids=["hel", "komma", "citattecken", "klammer", "halv", "utf-16", "cp1252"],
)
def test_a_broken_file_says_what_it_can(content: bytes) -> None:
    """A comma, a quotation mark, a bracket, half of it, another encoding: what the ärende says is read all the same."""
    assert said(CaseFile(Path("a.json"), content)) == TOLD


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'{"handlaggare": "Bo", "arendemening": 7, "organ": "X"}'])
def test_what_a_file_does_not_say_is_not_made_up(content: bytes) -> None:
    """Nothing, noise, and values of another kind give nothing."""
    assert said(CaseFile(Path("a.json"), content)) == Said()


@pytest.fixture
def met(tmp_path: Path, case: Case) -> Path:
    """A case file whose minutes are to be signed, published and in the book."""
    case["handlingar"][0] |= {"sammantrade": {"datum": "2019-10-21", "paragraf": 5}}
    path = tmp_path / "arenden" / "arende.json"
    path.parent.mkdir()
    path.write_text(json.dumps(case, ensure_ascii=False, indent=1), "utf-8")
    list(render_file(path, shop(tmp_path)))
    plan(path, save=True)
    return path


def shop(home: Path) -> Workshop:
    """Everything, loaded anew; Word files alone."""
    return Workshop(Settings(root=ROOT, out=home / "ut"))


def plan(path: Path, *, save: bool = False) -> CasePlan:
    """The plan of a run that begins now."""
    own = shop(path.parent.parent)
    book = Ledger(own)
    told = Planner(own, book).plan(path)
    if save:
        book.save()
    return told


def days(told: CasePlan) -> list[tuple[str, date]]:
    """The deadlines of all that is known."""
    return [(one.rule, one.day) for result in told.known for one in result.deadlines]


def without_a_comma(path: Path) -> None:
    """The commonest fault."""
    path.write_text(path.read_text("utf-8").replace('",\n', '"\n', 1), "utf-8")


def test_a_missing_comma_hides_no_deadline(met: Path) -> None:
    """Refused as a whole, the file is its handläggare's, and what the book knows of its days still stands."""
    without_a_comma(met)
    told = plan(met)
    [line] = told.known
    assert (line.outcome, line.handling, line.diarienummer) == (Outcome.REFUSED, None, "GNS/8/2019")
    assert (
        told.handlaggare == json.loads((ROOT / "cases" / "gns-8-2019.json").read_text("utf-8"))["handlaggare"]["namn"]
    )
    assert told.arendemening
    assert days(told) == [("justering-senast", date(2019, 11, 4))]


def test_the_book_tells_what_was_said_last(met: Path) -> None:
    """Of two contents that were gone through, the later counts."""
    text = met.read_text("utf-8")
    met.write_text(text.replace("2019-10-21", "2019-10-28"), "utf-8")
    list(render_file(met, shop(met.parent.parent)))
    plan(met, save=True)
    without_a_comma(met)
    assert days(plan(met)) == [("justering-senast", date(2019, 11, 11))]


def test_what_is_published_tells_which_of_two_is_the_later(met: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine went through the file after this one: its book counts, since it saw what lies there now."""
    text = met.read_text("utf-8")
    met.write_text(text.replace("2019-10-21", "2019-10-28"), "utf-8")
    list(render_file(met, shop(met.parent.parent)))
    monkeypatch.setattr(books, "_host", lambda: "en-annan")
    plan(met, save=True)
    monkeypatch.undo()
    without_a_comma(met)
    assert days(plan(met)) == [("justering-senast", date(2019, 11, 11))]


def test_what_was_gone_through_again_stands_last(met: Path) -> None:
    """What is known only afterwards leaves what is published as it is: then the order of the book tells."""
    case: Any = json.loads(met.read_text("utf-8"))
    case["handlingar"][0]["status"] = "beslutad"
    texts = []
    for signed in ("2019-10-28", "2019-10-29"):
        case["handlingar"][0]["justering"] = {"datum": signed}
        texts.append(json.dumps(case, ensure_ascii=False, indent=1))
    for text in (*texts, texts[0]):
        met.write_text(text, "utf-8")
        list(render_file(met, shop(met.parent.parent)))
        own = shop(met.parent.parent)
        book = Ledger(own)
        book.find = lambda *_: None  # type: ignore[method-assign]  # as when a template has changed
        Planner(own, book).plan(met)
        book.save()
    without_a_comma(met)
    assert ("anslag-senast", date(2019, 10, 30)) in days(plan(met))


def test_another_case_of_the_same_name_lends_no_deadline(met: Path) -> None:
    """Files in two folders may have one name: the diarienummer tells them apart."""
    met.write_text(met.read_text("utf-8").replace("GNS/8/2019", "GNS/9/2019"), "utf-8")
    without_a_comma(met)
    assert days(plan(met)) == []


def test_a_rule_that_says_no_hides_no_deadline(met: Path) -> None:
    """A handling that is refused by itself tells the days that the rules reckon today."""
    case: Any = json.loads(met.read_text("utf-8"))
    case["handlingar"][0]["beslutspunkter"] = [{"text": "Nämnden beslutar enligt förslaget."}]
    met.write_text(json.dumps(case, ensure_ascii=False), "utf-8")
    told = plan(met)
    assert [one.outcome for one in told.known] == [Outcome.REFUSED]
    assert days(told) == [("justering-senast", date(2019, 11, 4))]


def test_a_file_that_waits_is_somebodys(tmp_path: Path) -> None:
    """Half copied: it stands on its handläggare's page all the same."""
    house = House(tmp_path)
    whole = house.case(1).read_bytes()
    house.file("a1.json", whole[: len(whole) * 2 // 3], age=60)
    _, told = house.night()
    [line] = told.entries
    assert (line.result.outcome, line.result.diarienummer) == (Outcome.WAITING, "GNS/1/2019")
    assert line.handlaggare == json.loads(whole)["handlaggare"]["namn"]


def test_a_document_that_fails_hides_no_deadline(tmp_path: Path, case: Case) -> None:
    """A program that breaks twice makes no document; the day by which the minutes must be signed is as it was."""
    house = House(tmp_path)
    house.breaks = lambda _: True
    house.case(1, handlingar=[case["handlingar"][0] | {"sammantrade": {"datum": "2019-10-21", "paragraf": 5}}])
    _, told = house.night()
    [line] = told.entries
    assert line.result.outcome is Outcome.FAILED
    assert [one.rule for one in line.result.deadlines] == ["justering-senast"]


def test_a_handling_is_its_own_handlaggares(tmp_path: Path, case: Case) -> None:
    """One that names another than its ärende does is theirs: made, known by the book, and refused."""
    house, whole = House(tmp_path), json.loads((ROOT / "cases" / "gns-8-2019.json").read_text("utf-8"))
    ours, other = case["handlaggare"]["namn"], {"namn": "Åsa Ek", "titel": "jurist"}
    handlingar = [whole["handlingar"][0], whole["handlingar"][1] | {"handlaggare": other}]
    house.case(1, handlingar=handlingar)
    for outcome in (Outcome.DONE, Outcome.UNCHANGED):
        _, told = house.night()
        assert [(one.result.outcome, one.handlaggare) for one in told.entries] == [(outcome, ours), (outcome, "Åsa Ek")]
    handlingar[1]["beslutspunkter"] = [{"text": "Nämnden beslutar enligt förslaget."}]
    house.case(1, handlingar=handlingar)
    _, told = house.night()
    assert {one.result.outcome: one.handlaggare for one in told.entries}[Outcome.REFUSED] == "Åsa Ek"


def test_a_deadline_is_told_once_for_a_file() -> None:
    """Made and then refused as a whole: one line, that of the handling."""
    day = Deadline(name="Protokollet ska vara justerat", day=date(2026, 3, 3), rule="justering")
    made = entry(1, Outcome.DONE, deadlines=(day,))
    whole = entry(1, Outcome.REFUSED, handling=None, deadlines=(day,))
    again = entry(1, Outcome.REFUSED, deadlines=(day,))
    [due] = digest([made, whole], date(2026, 3, 2)).due
    assert due.entries == (made,)
    [due] = digest([made, again], date(2026, 3, 2)).due
    assert due.entries == (again,)
