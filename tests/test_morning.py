"""The morning report: what stands first, what stands where, and that it says the same each time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree, html

from generator.cli.main import group
from generator.errors import FolderError
from generator.model import Deadline
from generator.morning import write_reports
from generator.morning.digest import digest, people
from generator.morning.junit import junit
from generator.morning.lastword import last_word
from generator.morning.people import page_names
from generator.morning.trend import duration, trend
from generator.morning.view import days_left
from generator.results import Outcome
from generator.runlog import (
    Ending,
    Entry,
    History,
    Kind,
    Run,
    RunLog,
    history,
    log_file,
    logs,
    newest,
    read_run,
)
from generator.runlog.plain import entry_json
from tests.mornings import BEGUN, PEOPLE, entry, finding, write_run

JUNIT = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:complexType name="told" mixed="true"><xs:attribute name="type"/><xs:attribute name="message"/></xs:complexType>
<xs:element name="testsuites"><xs:complexType>
  <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="name"/><xs:attribute name="time" type="xs:decimal"/><xs:attribute name="tests" type="xs:int"/>
  <xs:attribute name="failures" type="xs:int"/><xs:attribute name="disabled"/>
  <xs:attribute name="errors" type="xs:int"/>
</xs:complexType></xs:element>
<xs:element name="testsuite"><xs:complexType>
  <xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="name" use="required"/><xs:attribute name="tests" type="xs:int" use="required"/>
  <xs:attribute name="failures" type="xs:int"/><xs:attribute name="errors" type="xs:int"/>
  <xs:attribute name="skipped" type="xs:int"/><xs:attribute name="time" type="xs:decimal"/>
  <xs:attribute name="timestamp" type="xs:dateTime"/><xs:attribute name="hostname"/>
</xs:complexType></xs:element>
<xs:element name="testcase"><xs:complexType>
  <xs:choice minOccurs="0"><xs:element name="skipped" type="told"/><xs:element name="error" type="told"/>
  <xs:element name="failure" type="told"/></xs:choice>
  <xs:attribute name="name" use="required"/><xs:attribute name="classname" use="required"/>
  <xs:attribute name="time" type="xs:decimal"/>
</xs:complexType></xs:element>
</xs:schema>"""
"""What Jenkins reads of JUnit's files, as far as we write it."""


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
        "Att göra", "Frister", "Upprättade handlingar vars ärendefil har ändrats", "Skapat", "Varningar",
        "Om mappar och datorn",
        "Handläggare", "Sidor som har ändrats", "Långsammast", "De senaste körningarna", "Om körningen",
    ]  # fmt: skip


def test_each_fault_has_its_remedy_and_its_place(report: Path) -> None:
    """Refused, failed and waiting handlingar: what is wrong, what to do, where, whose."""
    root = html.parse(str(report / "senaste.html")).getroot()
    items = root.xpath("//ol[@id='gora-lista']/li")
    assert [item.get("data-utfall") for item in items] == ["vägrad"] * 4 + ["misslyckad"] * 2 + ["väntar"] * 4
    said = items[0].text_content()
    for part in (
        "GNS/0/2026",
        "Det är något med datum-fel & <annat>.",
        "Rätta det som står här.",
        "år 1.json, rad 12, tecken 7, Datum (handlingar[0].datum)",
        PEOPLE[0],
    ):
        assert part in said


def test_every_chapter_is_reached_from_the_top(report: Path) -> None:
    """The list of chapters names those that are there, in their order, and its links lead to them."""
    for page in (report / "senaste.html", report / "handlaggare" / "signe-norrvall.html"):
        root = html.parse(str(page)).getroot()
        links = root.xpath("//nav//a")
        assert [one.text_content() for one in links] == headings(page)
        assert [one.get("href") for one in links] == [f"#{one}" for one in root.xpath("//h2/@id")]


def test_what_many_have_in_common_is_told_once(report: Path) -> None:
    """Four handlingar with the same fault: one line that says what to do; two are too few for that."""
    told = html.parse(str(report / "senaste.html")).getroot().xpath("//ul[@class='samma']/li")
    assert [one.text_content().split(":")[0] for one in told] == ["4 handlingar"]
    assert "datum-fel" in told[0].text_content()
    assert "Rätta det som står här." in told[0].text_content()


@pytest.mark.parametrize(
    ("files", "handlingar", "words"),
    [(3, 0, "3 ärendefiler"), (0, 3, "3 handlingar"), (3, 1, "1 handling och 3 ärendefiler")],
)
def test_case_files_are_not_counted_as_handlingar(files: int, handlingar: int, words: str, tmp_path: Path) -> None:
    """A fault that several have in common: files that could not be read are files, and handlingar are handlingar."""
    log = write_run(tmp_path, count=0)
    first, *_, last = log.read_text("utf-8").splitlines()
    faulty = [entry(9 - number, Outcome.REFUSED, findings=(finding("datum-fel"),)) for number in range(handlingar)]
    lines = [json.dumps(entry_json(one)) for one in [*map(refused_file, range(files)), *faulty]]
    log.write_text("\n".join([first, *lines, last, ""]), "utf-8")
    root = html.parse(str(write_reports(log, tmp_path).page)).getroot()
    [told] = root.xpath("//ul[@class='samma']/li")
    assert told.text_content().startswith(f"{words}: Det är något med datum-fel")
    assert f"{words} behöver rättas." in root.text_content()


def test_numbers_are_sorted_as_numbers() -> None:
    """Number nine comes before number ten, and before a file without a number there is no stumbling."""
    lines = [entry(number, Outcome.REFUSED) for number in (10, 9, 100)]
    unknown = replace(lines[0], result=replace(lines[0].result, diarienummer=None))
    told = digest([*lines, unknown], date(2026, 3, 2)).to_do
    assert [one.result.diarienummer for one in told] == [None, "GNS/9/2026", "GNS/10/2026", "GNS/100/2026"]


def refused_file(number: int) -> Entry:
    """A case file that was refused as a whole."""
    one = entry(number, Outcome.REFUSED, findings=(finding("datum-fel"),))
    return replace(one, result=replace(one.result, handling=None, diarienummer=None))


def test_what_was_mended_by_day_is_no_longer_to_be_done() -> None:
    """Refused, mended, made, looked at once more: one document that was made, and deadlines as they are last."""
    day = Deadline(name="Protokollet ska justeras", day=date(2026, 3, 3), rule="justering")
    made = entry(1, Outcome.DONE, seconds=2.0, deadlines=(day,))
    now = entry(1, Outcome.UNCHANGED, deadlines=(replace(day, met=True),))
    [told] = last_word([refused_file(1), made, now])
    assert (told.result.outcome, told.seconds) == (Outcome.DONE, 2.0)
    assert told.result.deadlines == now.result.deadlines


def test_a_file_that_is_gone_through_anew_leaves_nothing_from_before() -> None:
    """Whole or by its handlingar, refused or not: what the last round said of the file is all that is to be done."""
    whole, failed, refused = refused_file(1), entry(1, Outcome.FAILED), entry(1, Outcome.REFUSED)
    other = replace(refused, result=replace(refused.result, handling="2026-03-01-avslut"))
    assert last_word([whole, failed]) == (failed,)
    assert last_word([failed, whole]) == (whole,)
    assert last_word([failed, other, refused]) == (refused,)
    assert last_word([whole, whole]) == (whole,)


def test_what_was_refused_after_it_was_made_is_both() -> None:
    """The document is there, and the file that no longer passes is to be mended; what it sets a day for still holds."""
    day = Deadline(name="Protokollet ska justeras", day=date(2026, 3, 3), rule="justering")
    made, refused = entry(1, Outcome.DONE, deadlines=(day,)), refused_file(1)
    told = last_word([made, entry(2, Outcome.WAITING), refused])
    assert [one.result.outcome for one in told] == [Outcome.DONE, Outcome.WAITING, Outcome.REFUSED]
    assert told[0].result.deadlines == (day,)
    failed = entry(1, Outcome.FAILED)
    assert last_word([made, failed]) == (made, failed)
    assert last_word([failed, refused, failed, entry(1, Outcome.FROZEN)]) == (entry(1, Outcome.FROZEN),)


def test_two_handlingar_of_one_file_are_two_lines() -> None:
    """What stands in one case file does not hide its neighbour."""
    one = entry(1, Outcome.REFUSED)
    other = replace(one, result=replace(one.result, handling="2026-03-01-avslut"))
    assert last_word([one, other]) == (one, other)


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


def test_a_meeting_has_one_deadline_for_all_its_handlingar() -> None:
    """What no case can say is met is told once, with every handling; what each case must see to, once for each."""
    day = date(2026, 3, 20)
    signing = Deadline(name="Protokollet ska justeras", day=day, rule="justering", met=None)
    report = Deadline(name="Slutrapporten ska ha kommit in", day=day, rule="slutrapport", met=False)
    entries = [entry(number, Outcome.DONE, deadlines=(signing, report)) for number in (10, 9, 2)]
    due = digest(entries, date(2026, 3, 2)).due
    told = [[one.result.diarienummer for one in each.entries] for each in due]
    assert told == [["GNS/2/2026"], ["GNS/2/2026", "GNS/9/2026", "GNS/10/2026"], ["GNS/9/2026"], ["GNS/10/2026"]]
    assert [each.deadline for each in due] == [report, signing, report, report]


def test_links_lead_to_the_documents(report: Path) -> None:
    """From every page, whatever signs a name has, the link is relative and leads to the very file."""
    for page in (report / "senaste.html", *(report / "handlaggare").glob("*.html")):
        for link in html.parse(str(page)).getroot().xpath("//section[@aria-labelledby='gjort']//table//a/@href"):
            assert not re.match(r"\w+:|/", link)
            path = (page.parent / unquote(link)).resolve()
            assert path.parent.parent == report.parent
            assert path.name.startswith("åäö #")


@pytest.mark.parametrize("then", ["flyttad/ut", "ut"])
def test_links_follow_a_folder_that_was_moved(then: str, tmp_path: Path) -> None:
    """The log knows the folder by another name, or from another working folder: the links lead right all the same."""
    log = write_run(tmp_path, written=Path(then))
    page = write_reports(log, tmp_path).page
    links = html.parse(str(page)).getroot().xpath("//section[@aria-labelledby='gjort']//table//a/@href")
    assert links
    assert all(re.fullmatch(r"\.\./GNS-\d+-2026/[^/]+", link) for link in links)


def test_odd_signs_stop_no_report(tmp_path: Path) -> None:
    """A name that is no text and a message with signs that command a terminal: a link, and a page without them."""
    log = write_run(tmp_path, count=0, ending=False)
    odd = replace(finding("x"), message="a\x00b\x1b[31m\ud800")
    line = entry(1, Outcome.DONE, files=(tmp_path / "GNS" / "a\udcff.pdf",), findings=(odd,))
    with log.open("a", encoding="ascii") as file:
        file.write(json.dumps(entry_json(replace(line, handlaggare="Bo\x07\ud800"))) + "\n")
    page = write_reports(log, tmp_path).page
    assert "../GNS/a%FF.pdf" in page.read_text("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", page.read_text("utf-8"))


def test_the_page_says_when_there_was_no_room_for_more_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever misses a picture must not think that nothing has changed."""
    said = "En körning sparar bilder av de"
    assert said not in text_of(write_reports(write_run(tmp_path), tmp_path).page)
    monkeypatch.setattr("generator.runlog.album.DOCUMENTS", 2)
    monkeypatch.setattr("generator.morning.sheet.DOCUMENTS", 2)
    page = write_reports(write_run(tmp_path, 1), tmp_path).page
    assert f"{said} 2 första" in text_of(page)
    assert len(html.parse(str(page)).getroot().xpath("//*[@class='blad']")) == 2


def test_each_handlaggare_has_a_page_of_their_own(report: Path) -> None:
    """With their own ärenden and nobody else's; two names that are alike in plain letters have two pages."""
    pages = {path.stem: text_of(path) for path in (report / "handlaggare").glob("*.html")}
    assert len(pages) == len(PEOPLE)
    assert "signe-norrvall" in pages
    assert len([name for name in pages if name.startswith("asa-ost")]) == 2
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


def test_a_run_that_was_stopped_says_so_first(tmp_path: Path) -> None:
    """Not "nothing to mend": how much it did not come to; and nobody loses the page that they had before."""
    write_reports(write_run(tmp_path, -1), tmp_path)
    pages = {page: page.read_bytes() for page in (tmp_path / "rapport" / "handlaggare").iterdir()}
    run = Run(begun=BEGUN, host="natt", pid=9, version="1.0", cases=(Path("arenden"),), out=tmp_path, planned=12)
    log = RunLog(log_file(tmp_path, run), run)
    log.add(entry(1, Outcome.DONE))
    log.end(Ending(ended=BEGUN, exit_code=130, stopped="Någon avbröt körningen.", counts={"klar": 1}))
    page = write_reports(log_file(tmp_path, run), tmp_path).page
    assert html.parse(str(page)).getroot().xpath("//p[@class='stor']/text()") == [
        "Körningen avbröts: 11 av 12 ärendefiler är inte genomgångna."
    ]
    assert (tmp_path / "rapport" / "senaste.html").read_bytes() == page.read_bytes()
    assert {one: one.read_bytes() for one in (tmp_path / "rapport" / "handlaggare").iterdir()} == pages


@pytest.mark.parametrize("kind", [Kind.SOME, Kind.DAY])
def test_a_run_that_saw_little_takes_nobodys_place(kind: Kind, tmp_path: Path) -> None:
    """A file made by hand, or a day's watch: the night's page and everybody's pages stay, and so does the trend."""
    night = write_reports(write_run(tmp_path), tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "rapport").rglob("*.html")}
    log = _other_run(tmp_path, begun=BEGUN + timedelta(hours=8), ended=BEGUN + timedelta(hours=9), kind=kind)
    page = write_reports(log, tmp_path).page
    after = {path: path.read_bytes() for path in (tmp_path / "rapport").rglob("*.html")}
    assert after.pop(page)
    assert after == before
    assert [one.name for one in history(tmp_path, "9")] == [night.page.stem]
    assert newest(tmp_path) == log_file(tmp_path, read_run(logs(tmp_path)[0]).run)


@pytest.mark.parametrize("path", ["arendne", "arenden/a.json"])
def test_nobody_loses_a_page_over_what_could_not_be_read(path: str, tmp_path: Path) -> None:
    """A misspelt folder, a share that is away, a file that nobody may read: whose it is nobody knows."""
    write_reports(write_run(tmp_path, -1), tmp_path)
    pages = {page.name for page in (tmp_path / "rapport" / "handlaggare").iterdir()}
    run = Run(begun=BEGUN, host="natt", pid=9, version="1.0", cases=(Path("arendne"),), out=tmp_path, planned=1)
    log = RunLog(log_file(tmp_path, run), run)
    gone = replace(entry(1, Outcome.FAILED).result, source=Path(path), handling=None, exit_code=7)
    log.add(Entry(result=gone))
    log.end(Ending(ended=BEGUN, exit_code=7, counts={"misslyckad": 1}))
    page = write_reports(log_file(tmp_path, run), tmp_path).page
    assert (tmp_path / "rapport" / "senaste.html").read_bytes() == page.read_bytes()
    assert {page.name for page in (tmp_path / "rapport" / "handlaggare").iterdir()} >= pages


def test_a_run_that_never_ended_takes_nobodys_place(tmp_path: Path) -> None:
    """A newer log without an ending, of a run that was killed or goes on, keeps no page from being the latest."""
    _other_run(tmp_path, begun=BEGUN + timedelta(seconds=1), ended=None)
    write_reports(write_run(tmp_path), tmp_path)
    assert "klockan 02.00" in (tmp_path / "rapport" / "senaste.html").read_text("utf-8")


def test_deadlines_are_counted_from_the_day_on_which_the_run_ended(tmp_path: Path) -> None:
    """A watch may go on for weeks."""
    due = Deadline(name="Slutrapporten", day=BEGUN.date() + timedelta(days=30), rule="slutrapport")
    run = Run(begun=BEGUN, host="natt", pid=9, version="1.0", cases=(), out=tmp_path, planned=1, kind=Kind.DAY)
    log = RunLog(log_file(tmp_path, run), run)
    log.add(entry(1, Outcome.DONE, deadlines=(due,)))
    log.end(Ending(ended=BEGUN + timedelta(days=27), exit_code=130))
    page = write_reports(log_file(tmp_path, run), tmp_path).page
    assert "om 3 dagar" in text_of(page)


def test_a_run_that_was_cut_off_says_so(tmp_path: Path) -> None:
    """No ending in the log: the page says where to go on."""
    page = write_reports(write_run(tmp_path, ending=False), tmp_path).page
    assert "Kör samma kommando igen" in text_of(page)


def test_a_run_beside_is_named(tmp_path: Path) -> None:
    """Two machines share a night: each page says what the other did; other nights do not count."""
    write_run(tmp_path, -1)
    own = write_run(tmp_path)
    _other_run(tmp_path, begun=BEGUN + timedelta(minutes=2), ended=BEGUN + timedelta(minutes=9))
    _other_run(tmp_path, begun=BEGUN + timedelta(minutes=4), ended=BEGUN + timedelta(minutes=9))  # after the first
    whole = html.fromstring(write_reports(own, tmp_path).page.read_text("utf-8"))
    [told] = whole.findall(".//p[@class='jamte']")
    text = "Samtidigt gick en annan körning på dag, process 8, från 2026-03-02 02.02 till 02.09: 12 klara, 1 vägrad."
    assert told.text_content().strip() == f"{text} Dess rapport"
    assert told.find("a").get("href") == "2026-03-02T020205-000-dag-8.html"


def test_the_newest_page_learns_how_the_run_beside_ended(tmp_path: Path) -> None:
    """Whichever ends last: the page that stands under the name that does not change says how both ended."""
    newer = _other_run(tmp_path, begun=BEGUN + timedelta(minutes=2), ended=BEGUN + timedelta(minutes=3))
    own = write_run(tmp_path, ending=False)
    write_reports(newer, tmp_path)
    assert "Samtidigt går" in (tmp_path / "rapport" / "senaste.html").read_text("utf-8")
    write_run(tmp_path)
    write_reports(own, tmp_path)
    newest = (tmp_path / "rapport" / "senaste.html").read_text("utf-8")
    assert "klockan 02.02" in newest
    assert "Samtidigt gick en annan körning på natt" in newest


def test_a_run_that_goes_on_beside_is_named(tmp_path: Path) -> None:
    """It has no page yet to lead to."""
    own = write_run(tmp_path)
    _other_run(tmp_path, begun=BEGUN + timedelta(minutes=2), ended=None)
    whole = html.fromstring(write_reports(own, tmp_path).page.read_text("utf-8"))
    [told] = whole.findall(".//p[@class='jamte']")
    assert told.text_content().startswith("Samtidigt går en annan körning på dag, process 8,")
    assert told.find("a") is None


def _other_run(out: Path, *, begun: datetime, ended: datetime | None, kind: Kind = Kind.NIGHT) -> Path:
    run = Run(begun=begun, host="dag", pid=8, version="1.0", cases=(), out=out, planned=3, kind=kind)
    log = RunLog(log_file(out, run), run)
    log.add(entry(1, Outcome.DONE))
    if ended:
        log.end(Ending(ended=ended, exit_code=0, counts={"klar": 12, "vägrad": 1}))
    return log_file(out, run)


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
    """No runs at all, or runs in which nothing was made in no time: bars of no height."""
    assert trend(())["bars"] == []
    told = trend((History(name="a", begun="2026-03-02T02:00:00", seconds=0, counts={}),))
    assert [bar["height"] for bar in (*told["bars"], *told["times"])] == [0, 0]


def test_junit_has_a_case_for_each_handling(report: Path) -> None:
    """Refused is a failure, failed an error, waiting is skipped; numbers add up; no sign that XML cannot hold."""
    [path, *_] = sorted(report.glob("*.xml"))
    etree.XMLSchema(etree.fromstring(JUNIT)).assertValid(etree.parse(path))
    suite = etree.parse(path).getroot()[0]
    assert suite.get("tests") == str(len(suite)) == "41"  # the run is one of them
    for kind, number in (("failure", 4), ("error", 2), ("skipped", 4)):
        assert len(suite.findall(f"testcase/{kind}")) == number
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("4", "2", "4")
    assert suite.find("testcase/failure").get("type") == "datum-fel"  # type: ignore[union-attr]
    whole = read_run(sorted((report / "logg").glob("*.jsonl"))[0])
    odd = entry(1, Outcome.REFUSED, findings=(replace(finding("x"), message="a\x00b\x1b[31m\ud800"),))
    assert etree.fromstring(junit(replace(whole, entries=(odd,))))[0].get("failures") == "1"


def test_a_run_that_saw_too_little_is_no_success(tmp_path: Path) -> None:
    """A folder that could not be read, or a run that was stopped: an error in JUnit, and the page's first words."""
    run = Run(begun=BEGUN, host="natt", pid=9, version="1.0", cases=(), out=tmp_path, planned=1)
    log = RunLog(log_file(tmp_path, run), run)
    log.remark(finding("mapp-olaslig"))
    log.add(entry(1, Outcome.DONE))
    log.end(Ending(ended=BEGUN, exit_code=7, counts={"klar": 1}))
    page = write_reports(log_file(tmp_path, run), tmp_path).page
    assert "1 fel gäller mappar eller datorn." in text_of(page)
    whole = read_run(log_file(tmp_path, run))
    [error] = etree.fromstring(junit(whole)).findall(".//error")
    assert "mapp-olaslig" in error.get("message", "")
    stopped = replace(whole, remarks=(), ending=replace(whole.ending, stopped="Disken är full."))  # type: ignore[type-var]
    assert [one.get("message") for one in etree.fromstring(junit(stopped)).findall(".//error")] == ["Disken är full."]
    assert not etree.fromstring(junit(replace(whole, remarks=()))).findall(".//error")


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


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([entry(1, Outcome.DONE)], "Ingenting behöver rättas."),
        ([refused_file(1), entry(1, Outcome.DONE)], "Ingenting behöver rättas."),
        ([entry(1, Outcome.FAILED), entry(2, Outcome.WAITING)], "1 handling behöver rättas."),
        ([refused_file(1), refused_file(2)], "2 ärendefiler behöver rättas."),
        ([entry(1, Outcome.REFUSED), refused_file(2)], "1 handling och 1 ärendefil behöver rättas."),
    ],
)
def test_the_first_sentence_counts_what_is_to_be_mended(lines: list[Entry], sentence: str, tmp_path: Path) -> None:
    """Handlingar, and files of which no handling could be read."""
    log = write_run(tmp_path, count=0)
    with log.open("a", encoding="ascii") as file:
        file.writelines(f"{json.dumps(entry_json(line))}\n" for line in lines)
    page = write_reports(log, tmp_path).page
    assert html.parse(str(page)).getroot().xpath("//p[@class='stor']/text()") == [sentence]


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
