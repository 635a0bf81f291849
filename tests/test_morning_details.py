"""Small truths of the morning report: counts, names, bookmarks, and what lies there although it is old."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from generator.model import Deadline
from generator.morning import write_reports
from generator.morning.junit import junit
from generator.morning.people import page_names, spelt_alike
from generator.morning.trend import trend
from generator.results import Outcome
from generator.runlog import History, read_run
from generator.runlog.plain import entry_json, entry_of
from tests.conftest import Case
from tests.mornings import BEGUN, entry, finding, write_run
from tests.nights import House


def run(begun: str, **counts: int) -> History:
    """A run in a few numbers."""
    return History(name=begun, begun=begun, seconds=1, counts=counts)


def test_the_highest_bar_is_counted_in_swedish() -> None:
    """One handling, two handlingar, and none when nothing was made."""
    told = [trend([run("2026-03-02T02:00:00", klar=number)])["tallest"] for number in (0, 1, 2)]
    assert told == ["0 handlingar", "1 handling", "2 handlingar"]


def test_runs_of_one_minute_are_told_apart() -> None:
    """Seconds are shown where they are needed; what waits has a number of its own."""
    times = ("2026-03-02T02:00:00", "2026-03-02T02:00:31", "2026-03-02T02:01:00")
    rows = trend([run(time, väntar=3) for time in times])["rows"]
    assert [row["when"] for row in rows] == ["2026-03-02 02.01", "2026-03-02 02.00.31", "2026-03-02 02.00.00"]
    assert [row["waiting"] for row in rows] == [3, 3, 3]


def test_each_test_case_has_a_name_of_its_own(tmp_path: Path) -> None:
    """Two files that claim one handling, and one that was made and then refused, are told apart."""
    whole = read_run(write_run(tmp_path, count=0))
    one = entry(1, Outcome.REFUSED, findings=(finding("handling-dubbel"),))
    other = replace(one, result=replace(one.result, source=Path("andra/år 1.json")))
    lines = (one, other, entry(1, Outcome.DONE), entry(2, Outcome.DONE))
    cases = etree.fromstring(junit(replace(whole, entries=lines))).findall(".//testcase")
    names = Counter((case.get("classname"), case.get("name")) for case in cases)
    assert max(names.values()) == 1
    assert ("GNS/1/2026", "2026-02-01-tjansteskrivelse (andra/år 1.json, vägrad)") in names
    assert ("GNS/2/2026", "2026-02-01-tjansteskrivelse") in names


@pytest.mark.parametrize("others", [(), ("Asa Ek",), ("Asa Ek", "Åsa-Ek", "Åsa  Ek Berg")])
def test_a_bookmark_stands_whoever_comes(others: tuple[str, ...]) -> None:
    """A page's name follows from the person's alone, however it is written, and nobody else has it."""
    names = page_names(["Åsa Ek", "Bo Ek", *others])
    assert (names["Åsa Ek"], names["Bo Ek"]) == (page_names(["  åsa   EK "])["  åsa   EK "], "bo-ek")
    assert len(set(names.values())) == len(names)


def test_a_person_is_one_however_the_name_is_written(tmp_path: Path) -> None:
    """Blanks and capitals make no other person: one page, under the name as it is written most often."""
    written = ("Åsa Ek", "  åsa ek ", "Åsa  Ek", None)
    lines = [replace(entry(number, Outcome.DONE), handlaggare=name) for number, name in enumerate(written)]
    assert [one.handlaggare for one in spelt_alike(lines)] == ["Åsa Ek", "Åsa Ek", "Åsa Ek", None]
    log = write_run(tmp_path, count=0)
    first, *_, last = log.read_text("utf-8").splitlines()
    log.write_text("\n".join([first, *(json.dumps(entry_json(one)) for one in lines), last, ""]), "utf-8")
    write_reports(log, tmp_path)
    assert len(list((tmp_path / "rapport" / "handlaggare").glob("*.html"))) == 2


def test_what_lies_there_is_said_to_be_the_old_one(tmp_path: Path, case: Case) -> None:
    """A handling that is refused: the report leads to what was published before, and says that it is old."""
    house = House(tmp_path)
    house.case(1)
    house.night()
    no: Any = case["handlingar"][0] | {"beslutspunkter": [{"text": "Nämnden beslutar enligt förslaget."}]}
    house.case(1, handlingar=[no])
    night, told = house.night()
    [line] = told.entries
    assert line.result.outcome is Outcome.REFUSED
    assert [path.suffix for path in line.result.left] == [".docx"]
    assert line.result.files == ()
    assert entry_of(json.loads(json.dumps(entry_json(line)))) == line
    assert night.log is not None
    page = html.parse(str(write_reports(night.log, house.out).page)).getroot()
    [told_of] = page.xpath("//ol[@id='gora-lista']/li/p[contains(., 'det gamla')]")
    assert [one.get("href") for one in told_of.iter("a")] == ["../GNS-1-2019/2019-10-07-tjansteskrivelse.docx"]


def test_a_deadline_says_what_to_do_and_where(tmp_path: Path) -> None:
    """Under each: how the case file is made to say that it is done, and which file that is."""
    day = Deadline(name="Protokollet ska vara justerat", day=BEGUN.date(), rule="a", remedy="Fyll i justering.datum.")
    nobody = replace(day, name="Den som vill överklaga ska ha gjort det", met=None, remedy="")
    log = write_run(tmp_path, count=0)
    first, *_, last = log.read_text("utf-8").splitlines()
    line = json.dumps(entry_json(entry(1, Outcome.UNCHANGED, deadlines=(day, nobody))))
    log.write_text("\n".join([first, line, last, ""]), "utf-8")
    root = html.parse(str(write_reports(log, tmp_path).page)).getroot()
    own, common = [one.text_content() for one in root.xpath("//section[@aria-labelledby='frister']//tbody/tr")]
    assert "Gör så här: Fyll i justering.datum." in own
    assert "Ärendefil: år 1.json" in own
    assert "Inget att fylla i: raden försvinner när dagen har gått." in common
