"""Final handlingar whose case file was changed afterwards: whoever changed it is told, wherever it is run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.cli.main import group
from generator.findings import Severity
from generator.morning.digest import digest
from generator.pipeline import check_file, render_file
from generator.report import exit_code
from generator.results import Outcome
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write
from tests.mornings import entry, finding
from tests.nights import House

RULE = "fryst-underlag-andrat"
TITLE = "Upprättade handlingar vars ärendefil har ändrats"


def batch(house: House, *more: str) -> object:
    """A run with Word files alone, by one worker."""
    given = ["batch", house.cases, "--ut", house.out, "--rot", ROOT, "--utan-pdf", "--jobb", "1", *more]
    return group.main([str(one) for one in given], prog_name="generator", standalone_mode=False)


@pytest.fixture
def house(tmp_path: Path, case: Case) -> House:
    """A published handling that is decided, and whose case file was edited afterwards."""
    house = House(tmp_path)
    final: Any = case["handlingar"][0] | {"status": "beslutad"}
    house.case(1, handlingar=[final])
    assert batch(house, "-q") == 0
    house.case(1, handlingar=[final | {"rubrik": "En annan rubrik"}])
    return house


def test_all_commands_agree_on_it(case: Case, write: Write, shop: Workshop) -> None:
    """`rendera` gives the warning that `kontrollera` gives, with the law; the document stays, and the code is 0."""
    case["handlingar"][0]["status"] = "beslutad"
    list(render_file(write(case), shop))
    case["handlingar"][0]["rubrik"] = "En annan rubrik"
    path = write(case)
    [rendered], [checked] = list(render_file(path, shop)), list(check_file(path, shop))
    assert (rendered.outcome, rendered.findings) == (Outcome.FROZEN, checked.findings)
    assert [(one.code, one.severity) for one in rendered.findings] == [(RULE, Severity.WARNING)]
    assert (exit_code([rendered]), exit_code([rendered], strict=True)) == (0, 3)


def test_an_accepted_change_is_no_warning(case: Case, write: Write, shop: Workshop) -> None:
    """A case that says why it differs is left in peace, by `rendera` as by `kontrollera`."""
    case["handlingar"][0]["status"] = "beslutad"
    list(render_file(write(case), shop))
    waiver = [{"regel": RULE, "skal": "Stavfel i rubriken; dokumentet är rätt."}]
    case["handlingar"][0] |= {"rubrik": "En annan rubrik", "undantag": waiver}
    [rendered] = list(render_file(write(case), shop))
    assert [one.waived for one in rendered.findings] == ["Stavfel i rubriken; dokumentet är rätt."]
    assert not rendered.outdated


def test_a_night_tells_it_each_time(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """On the terminal as a warning with what to do, also when the book knows it; `-q` leaves it to the report."""
    for _ in range(2):
        capsys.readouterr()
        assert batch(house) == 0
        err = capsys.readouterr().err
        assert "varning: Handlingen är publicerad som beslutad, men ärendefilen säger nu något annat." in err
        assert "Ta tillbaka ändringen, eller upprätta en ny handling" in err
    assert batch(house, "-q") == 0
    assert capsys.readouterr().err == ""


def test_the_report_has_a_chapter_of_it(house: House) -> None:
    """What differs, what to do and the document stand there; it is not said to be as it should be."""
    batch(house, "-q")
    root = html.parse(str(house.out / "rapport" / "senaste.html")).getroot()
    [chapter] = root.xpath("//section[@aria-labelledby='andrat']")
    assert chapter.find("h2").text == TITLE
    told = chapter.text_content()
    assert "GNS/1/2019 2019-10-07-tjansteskrivelse" in told
    assert "Ta tillbaka ändringen" in told
    assert chapter.xpath(".//a/@href")
    whole = root.text_content()
    assert "1 upprättad handling har en ärendefil som säger något annat." in whole
    assert "redan som" not in whole


def test_what_is_final_and_as_it_should_be_is_counted_as_such() -> None:
    """A note on a final handling is no change of its case file; a warning is, and is told once, in its own chapter."""
    lines = [
        entry(1, Outcome.FROZEN, findings=(finding("fryst", Severity.NOTE),)),
        entry(2, Outcome.FROZEN, findings=(finding("status-bakat", Severity.WARNING),)),
    ]
    told = digest(lines, date(2026, 3, 2))
    assert (told.outdated, told.unchanged, told.remarked) == ((lines[1],), 1, ())
