"""The commands of the night run, as people and night jobs call them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import click
import pytest
from lxml import etree

from generator.batch.receipts import receipt_path
from generator.cli.main import group
from generator.errors import ChoiceError
from generator.report import shown_path
from tests.conftest import ROOT
from tests.nights import House

DRIFT = ROOT / "drift"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A folder of cases."""
    return House(tmp_path)


def said(*arguments: object) -> int:
    """What a command says to the shell."""
    code = group.main([str(one) for one in arguments], prog_name="generator", standalone_mode=False)
    assert isinstance(code, int)
    return code


def batch(house: House, *more: str) -> int:
    """A run with Word files alone, by one worker."""
    return said("batch", house.cases, "--ut", house.out, "--rot", ROOT, "--utan-pdf", "--jobb", "1", *more)


def test_a_run_tells_and_reports(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Plain lines with a count, findings on standard error, the sum, where the report lies, the gravest code."""
    house.case(1)
    house.case(2, arendemening=7)
    assert batch(house) == 3
    out, err = capsys.readouterr()
    assert "1 att skapa, 0 oförändrade." in out
    assert "klar: GNS/1/2019 2019-10-07-tjansteskrivelse" in out
    assert re.search(r"^1 klar, 1 vägrad$", out, re.MULTILINE)
    assert "Ärendemening ska vara text" in err
    page = Path(out.strip().rpartition("Rapport: ")[2])
    assert page.is_file()
    assert (house.out / "rapport" / "senaste.html").read_bytes() == page.read_bytes()


def test_a_plan_does_nothing(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """What would be made and why; no folder, no file, no process."""
    house.case(1)
    assert batch(house, "--plan") == 0
    assert not house.out.exists()
    assert "skapa: GNS/1/2019 2019-10-07-tjansteskrivelse – ny" in capsys.readouterr().out
    batch(house)
    house.case(1, arendemening="En annan")
    before = sorted(path for path in house.out.rglob("*"))
    capsys.readouterr()
    assert batch(house, "--plan", "--json") == 0
    [plan] = json.loads(capsys.readouterr().out)
    assert (plan["atgard"], plan["varfor"]) == ("gör om", ["ärendets uppgifter"])
    assert sorted(path for path in house.out.rglob("*")) == before


def test_a_plan_says_what_is_wrong(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Faults and what to do about them, in good Swedish counts, with the code that the run would give."""
    for number in (1, 2):
        house.case(number)
    batch(house, "-q")
    for number in (3, 4):
        house.case(number, arendemening=7)
    capsys.readouterr()
    assert batch(house, "--plan") == 3
    out, err = capsys.readouterr()
    assert out.splitlines()[-1] == "Plan: 2 oförändrade, 2 vägrade."
    assert f"vägrad: GNS/3/2019 {shown_path(house.cases / 'a3.json')}" in out
    assert "Ärendemening ska vara text" in err
    assert "Gör så här" in err
    assert batch(house, "--plan", "--json") == 3
    told = json.loads(capsys.readouterr().out)
    found = {Path(one["fil"]).name: [each["kod"] for each in one["anmarkningar"]] for one in told}
    assert found == {"a1.json": [], "a2.json": [], "a3.json": ["fel-slag"], "a4.json": ["fel-slag"]}


@pytest.mark.parametrize("address", ["abc", "dator:8786", "tcp://dator"])
def test_a_misspelt_cluster_is_told_at_once(house: House, address: str) -> None:
    """Not on the first night that it is needed."""
    with pytest.raises(click.BadParameter, match="tcp://dator:8786"):
        batch(house, "--klunga", address)


def test_a_report_that_fails_goes_before_a_case_that_must_be_mended(house: House) -> None:
    """A scheduled job takes 3 for a good night; one without a report is none."""
    house.case(1, arendemening=7)
    (house.out / "rapport" / "senaste.html").mkdir(parents=True)
    assert batch(house, "-q") == 7


def test_a_plan_tells_of_a_folder_that_is_not_there(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is gone is no empty plan."""
    assert said("batch", house.cases / "borta", "--ut", house.out, "--rot", ROOT, "--utan-pdf", "--plan") == 7
    assert "misslyckad" in capsys.readouterr().out


def test_why_is_told_when_it_is_asked_for(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """With --varfor each line says what had changed; without it none does."""
    house.case(1)
    batch(house, "--varfor")
    assert re.search(r"klar: .* – ny$", capsys.readouterr().out, re.MULTILINE)
    house.case(2)
    batch(house)
    assert "– ny" not in capsys.readouterr().out


def test_json_has_every_handling(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Results as `rendera --json` has them, unchanged ones among them, and nothing else on standard output."""
    house.case(1)
    batch(house)
    house.case(2)
    capsys.readouterr()
    assert batch(house, "--json") == 0
    told: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert sorted(one["utfall"] for one in told) == ["klar", "oförändrad"]


def test_the_files_that_a_change_touches_are_told_beforehand(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Before a template is edited: which drafts would be made anew."""
    house.case(1)
    batch(house)
    capsys.readouterr()
    assert said("mallar", "anvands", "templates/region-jh/tjansteskrivelse.docx", "--ut", house.out) == 0
    out = capsys.readouterr().out
    assert "1 utkast görs om, 0 upprättade rörs inte." in out
    assert "GNS/1/2019 2019-10-07-tjansteskrivelse" in out
    assert said("mallar", "anvands", "templates/standard/avslut.docx", "--ut", house.out, "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_file_that_nobody_knows_is_no_reassurance(house: House) -> None:
    """A misspelt name touches nothing, but that is not the answer."""
    with pytest.raises(ChoiceError, match=r"Filen templates/standard/avslag\.docx finns inte här"):
        said("mallar", "anvands", "templates/standard/avslag.docx", "--ut", house.out)


def test_a_run_that_is_ended_leaves_nobody_behind(house: House) -> None:
    """SIGTERM: the exit code of an interruption, where to go on, no worker, no claim; the next run does the rest."""
    for number in range(1, 41):
        house.case(number)
    command = [sys.executable, "-m", "generator", "batch", house.cases, "--ut", house.out, "--rot", ROOT, "--utan-pdf"]
    run = subprocess.Popen(
        [*command, "--jobb", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ
    )
    assert run.stdout is not None
    for line in run.stdout:
        if line.startswith("[2/"):
            break
    run.send_signal(signal.SIGTERM)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Kör samma kommando igen" in err
    assert house.left() == []
    assert not [one for one in _with(str(house.out)) if one != os.getpid()]
    assert batch(house, "-q") == 0
    assert len(list(house.out.glob("GNS-*/*.docx"))) == 40


def _with(word: str) -> list[int]:
    """The processes whose command line has a word."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if word in line:
            found.append(int(path.parent.name))
    return found


def test_a_watched_folder_makes_what_is_saved(house: House) -> None:
    """A new case, then a mended one: each made within a few looks, with a receipt beside it; SIGTERM ends it."""
    command = [sys.executable, "-m", "generator", "bevaka", house.cases, "--ut", house.out, "--rot", ROOT, "--utan-pdf"]
    watch = subprocess.Popen(
        [*command, "--jobb", "1", "--var", "1"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT
    )
    try:
        case = house.case(1, arendemening=7)
        receipt = receipt_path(case)
        _until(lambda: receipt.exists() and "vägrad" in receipt.read_text("utf-8"))
        assert "Gör så här" in receipt.read_text("utf-8")
        house.case(1)
        _until(lambda: "klar: GNS/1/2019" in receipt.read_text("utf-8"))
        assert list(house.out.glob("GNS-1-2019/*.docx"))
    finally:
        watch.send_signal(signal.SIGTERM)
        told = watch.communicate(timeout=60)[0].decode()
    assert watch.returncode == 130, told
    assert "vägrad" in told
    assert "\n1 klar\n" in told  # how it stands at the end
    assert house.left() == []


def _until(look: Any) -> None:
    end = time.monotonic() + 90
    while not look():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.2)


def test_a_receipt_of_a_long_name_fits_on_a_disk(tmp_path: Path) -> None:
    """Two long names have two receipts, none longer than 255 bytes."""
    names = [receipt_path(tmp_path / f"{'å' * 120}{end}.json") for end in ("aaaaa", "bbbbb")]
    assert names[0] != names[1]
    for path in names:
        path.write_text("x", "utf-8")
    assert receipt_path(tmp_path / "a.json").name == "a.kvitto.txt"


def commands(text: str) -> list[str]:
    """The generator's command lines in a text."""
    return re.findall(r"generator (?:batch|bevaka|rapport|doktor)\b[^\n<`)>&«»]*", text)


@pytest.mark.parametrize("name", sorted(path.name for path in DRIFT.iterdir()))
def test_the_files_for_operations_name_commands_that_are_there(name: str) -> None:
    """Every command line in a unit, a cron line and a Windows task has a command and options that exist."""
    content = (DRIFT / name).read_bytes()
    text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8")
    text = text.replace("generator.exe</Command>\r\n      <Arguments>", "generator ")
    lines = commands(text)
    assert lines or name.endswith((".timer", ".logrotate"))
    for line in lines:
        _, command, *options = line.split()
        made = group.get_command(click.Context(group), command)
        assert made is not None
        known = {option for one in made.params for option in one.opts}
        assert {one for one in options if one.startswith("-")} <= known


def test_the_units_are_whole() -> None:
    """The Windows task is one, systemd's units have their parts, and what people mend is no alarm."""
    task = etree.fromstring((DRIFT / "generator-natt.xml").read_bytes())
    assert task.tag == "{http://schemas.microsoft.com/windows/2004/02/mit/task}Task"
    for name in ("generator-natt.service", "generator-bevaka.service", "generator-natt.timer"):
        unit = ConfigParser(strict=False, interpolation=None)
        unit.read(DRIFT / name, "utf-8")
        assert unit.sections()[0] == "Unit"
        assert unit.sections()[-1] == "Install"
    night = ConfigParser(strict=False, interpolation=None)
    night.read(DRIFT / "generator-natt.service", "utf-8")
    assert night["Service"]["SuccessExitStatus"] == "3"
    assert night["Service"]["KillMode"] == "mixed"
