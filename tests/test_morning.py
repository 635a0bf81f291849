"""The morning report: what stands first, what stands where, and that it says the same each time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree, html

from generator.cli.main import group
from generator.errors import FolderError
from generator.morning import write_reports
from generator.morning.digest import digest, people
from generator.morning.junit import junit
from generator.morning.people import page_names
from generator.morning.trend import duration, trend
from generator.morning.view import days_left
from generator.results import Outcome
from generator.runlog import read_run
from tests.mornings import BEGUN, PEOPLE, entry, finding, write_run


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report that has everything."""
    out = tmp_path_factory.mktemp("ut")
    for day in range(3):
        write_reports(write_run(out, day), out)
    return out / "rapport"


def text_of(path: Path) -> str:
    """What a page says, with single blanks."""
    return " ".join(html.parse(str(path)).getroot().text_content().split())


def headings(path: Path) -> list[str]:
    """A page's chapters."""
    return [one.text_content().strip() for one in html.parse(str(path)).getroot().iter("h2")]


def test_what_must_be_done_stands_first(report: Path) -> None:
    """The chapters in the order of what a person has to do."""
    assert headings(report / "senaste.html") == [
        "Att göra", "Frister", "Skapat", "Sidor som har ändrats", "Varningar", "Om mappar och datorn",
        "Handläggare", "Långsammast", "De senaste körningarna", "Om körningen",
    ]  # fmt: skip


def test_each_fault_has_its_remedy_and_its_place(report: Path) -> None:
    """Refused, failed and waiting handlingar: what is wrong, what to do, where, whose."""
    root = html.parse(str(report / "senaste.html")).getroot()
    items = root.xpath("//ol[@id='gora-lista']/li")
    assert [item.get("data-utfall") for item in items] == ["vägrad"] * 4 + ["misslyckad"] * 2 + ["väntar"] * 4
    said = items[0].text_content()
    for part in ("GNS/0/2026", "Det är något med datum-fel & <annat>.", "Rätta det som står här.", ":12:7", PEOPLE[0]):
        assert part in said


def test_what_people_write_is_never_markup(report: Path) -> None:
    """A name with tags in it is shown as it is written."""
    text = (report / "senaste.html").read_text("utf-8")
    assert "<b>Berg" not in text
    assert "Östen &lt;b&gt;Berg&lt;/b&gt;" in text


def test_deadlines_come_late_first_and_met_ones_not_at_all(report: Path) -> None:
    """Those that have passed stand first; what is done, or a year away, is not there."""
    root = html.parse(str(report / "senaste.html")).getroot()
    rows = root.xpath("//section[@aria-labelledby='frister']//tbody/tr")
    days = [row.xpath("./td/@data-varde")[0] for row in rows]
    assert days == sorted(days)
    assert "för 3 dagar sedan" in rows[0].text_content()
    text = text_of(report / "senaste.html")
    assert "Beslutet ska anmälas" not in text
    assert "Uppföljningen" not in text
    assert "8 frister har gått ut" in text


def test_links_lead_to_the_documents(report: Path) -> None:
    """From every page, whatever signs a name has, the link is relative and leads to the very file."""
    for page in (report / "senaste.html", *(report / "handlaggare").glob("*.html")):
        for link in html.parse(str(page)).getroot().xpath("//section[@aria-labelledby='gjort']//table//a/@href"):
            assert not re.match(r"\w+:|/", link)
            path = (page.parent / unquote(link)).resolve()
            assert path.parent.parent == report.parent
            assert path.name.startswith("åäö #")


def test_each_handlaggare_has_a_page_of_their_own(report: Path) -> None:
    """With their own ärenden and nobody else's; two names that are alike in plain letters have two pages."""
    pages = {path.stem: text_of(path) for path in (report / "handlaggare").glob("*.html")}
    assert len(pages) == len(PEOPLE)
    assert "signe-norrvall" in pages
    assert len([name for name in pages if name.startswith("asa-ost-")]) == 2
    assert "GNS/20/2026" in pages["signe-norrvall"]
    assert "GNS/21/2026" not in pages["signe-norrvall"]
    assert "Om körningen" not in pages["signe-norrvall"]


def test_the_page_of_one_who_has_nothing_is_taken_away(tmp_path: Path) -> None:
    """Yesterday's page would tell of work that is done."""
    write_reports(write_run(tmp_path), tmp_path)
    write_reports(write_run(tmp_path, 1, count=2), tmp_path)
    assert len(list((tmp_path / "rapport" / "handlaggare").glob("*.html"))) == 2


def test_the_same_log_gives_the_same_report(report: Path) -> None:
    """Made anew from the log, every file is the same to the byte; an older one does not touch the newest pages."""
    before = {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}
    for log in sorted((report / "logg").glob("*.jsonl")):
        write_reports(log, report.parent)
    kept = {path for path in before if not path.name.endswith("senaste.html")}
    assert {path for path in kept if path.read_bytes() != before[path]} == set()
    assert set(before) == {path for path in report.rglob("*") if path.is_file()}


def test_nothing_is_fetched_and_nothing_needs_a_script(report: Path) -> None:
    """Pictures lie in the page; without a script everything is shown."""
    for page in (report / "senaste.html", *(report / "handlaggare").glob("*.html")):
        root = html.parse(str(page)).getroot()
        assert not root.xpath("//link | //script[@src] | //*[@style] | //iframe")
        assert all(source.startswith("data:image/png;base64,") for source in root.xpath("//img/@src"))
        assert all(root.xpath("//img/@alt"))
        hidden = root.xpath("//*[@hidden]")
        assert {one.get("class") for one in hidden} <= {"verktyg"}


def test_a_run_that_was_cut_off_says_so(tmp_path: Path) -> None:
    """No ending in the log: the page says where to go on."""
    page = write_reports(write_run(tmp_path, ending=False), tmp_path).page
    assert "Kör samma kommando igen" in text_of(page)


def test_a_big_run_is_no_big_page(tmp_path: Path) -> None:
    """Ten thousand handlingar: the page lists the first of each kind, and the JSON file has them all."""
    page = write_reports(write_run(tmp_path, count=10_000), tmp_path).page
    assert page.stat().st_size < 3_000_000
    assert "till står i rapportens JSON-fil" in text_of(page)
    assert len(json.loads(page.with_suffix(".json").read_text("utf-8"))["handlingar"]) == 10_000


def test_the_trend_shows_the_runs_before(report: Path) -> None:
    """Three runs: three bars and three rows, the newest first; the picture has words."""
    root = html.parse(str(report / "senaste.html")).getroot()
    rows = root.xpath("//section[@aria-labelledby='trend']//tbody/tr/th/text()")
    assert rows == ["2026-03-04 02.00", "2026-03-03 02.00", "2026-03-02 02.00"]
    assert len(root.xpath("//*[local-name()='rect'][@class='klara']")) == 3
    assert "3 körningarna" in root.xpath("//*[local-name()='svg']/@aria-label")[0]


def test_an_empty_trend_is_no_fault() -> None:
    """Runs in which nothing was made have bars of no height."""
    assert trend(())["bars"] == []


def test_junit_has_a_case_for_each_handling(report: Path) -> None:
    """Refused is a failure, failed an error, waiting is skipped; numbers add up; no sign that XML cannot hold."""
    [path, *_] = sorted(report.glob("*.xml"))
    suite = etree.parse(path).getroot()[0]
    assert suite.get("tests") == str(len(suite)) == "40"
    for kind, number in (("failure", 4), ("error", 2), ("skipped", 4)):
        assert len(suite.findall(f"testcase/{kind}")) == number
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("4", "2", "4")
    assert suite.find("testcase/failure").get("type") == "datum-fel"  # type: ignore[union-attr]
    whole = read_run(sorted((report / "logg").glob("*.jsonl"))[0])
    odd = entry(1, Outcome.REFUSED, findings=(replace(finding("x"), message="a\x00b\x1b[31m\ud800"),))
    assert etree.fromstring(junit(replace(whole, entries=(odd,))))[0].get("failures") == "1"


def test_unknown_people_come_last() -> None:
    """A case file that names nobody is shown under a name of its own, last."""
    whole = read_run_with(entry(1, Outcome.REFUSED), replace(entry(2, Outcome.DONE), handlaggare=None))
    assert list(people(whole)) == ["Åsa Öst", "Okänd handläggare"]


def read_run_with(*entries: object) -> object:
    """A run with some lines."""

    class Whole:
        """Only what is needed."""

    whole = Whole()
    whole.entries = entries  # type: ignore[attr-defined]
    return whole


def test_page_names_are_plain_and_apart() -> None:
    """Small letters without accents; names that are the same in those get a mark; signs alone get a name at all."""
    names = page_names(["Åsa Öst-Lind", "Asa Ost Lind", "Bo", "李", "é" * 200])
    assert names["Bo"] == "bo"
    assert names["Åsa Öst-Lind"] != names["Asa Ost Lind"]
    assert all(re.fullmatch(r"[a-z0-9-]{1,70}", name) for name in names.values())


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "i dag"), (1, "om 1 dag"), (9, "om 9 dagar"), (-1, "för 1 dag sedan"), (-5, "för 5 dagar sedan")],
)
def test_days_in_words(days: int, text: str) -> None:
    """As people say it."""
    assert days_left(days) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0 s"), (59, "59 s"), (200, "3 min 20 s"), (3900, "1 h 5 min")])
def test_time_in_words(seconds: float, text: str) -> None:
    """As people say it."""
    assert duration(seconds) == text


def test_a_run_with_nothing_to_mend_says_so() -> None:
    """No refusal: nothing to do."""
    told = digest([entry(7, Outcome.DONE), entry(3, Outcome.UNCHANGED)], date(2026, 3, 2))
    assert (told.to_do, told.unchanged) == ((), 1)


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file lies where the folder should be: a finding that says how to go on."""
    log = write_run(tmp_path / "a")
    (tmp_path / "b").write_text("en fil", "utf-8")
    with pytest.raises(FolderError) as caught:
        write_reports(log, tmp_path / "b")
    assert caught.value.findings[0].code == "rapport-gick-inte"
    assert "generator rapport" in caught.value.findings[0].remedy


def test_the_command_makes_the_newest_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a log it takes the newest, and keeps as many as it is told to."""
    write_run(tmp_path)
    log = write_run(tmp_path, 1)
    assert group.main(["rapport", "--ut", str(tmp_path), "--behall", "1"], standalone_mode=False) == 0
    assert f"{log.stem}.html" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "rapport" / "logg").glob("*.jsonl")] == [log.name]


def test_the_command_says_when_there_is_no_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing has been run yet: what to do."""
    assert group.main(["rapport", "--ut", str(tmp_path)], standalone_mode=False) == 7
    assert "generator batch" in capsys.readouterr().err


def test_the_day_of_the_run_counts() -> None:
    """Made anew a week later, the report counts days from the day of the run."""
    assert BEGUN.date() == date(2026, 3, 2)
