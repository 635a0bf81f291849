"""The command as a user meets it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import crash, doctor, pipeline, report
from generator.cli import doktor, main, rendera
from generator.engines import registry, verapdf
from generator.engines.engine import Health
from generator.engines.fonts import PACKAGES
from generator.errors import ExitCode
from generator.results import HandlingResult, Outcome
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT, Case, Write
from tests.tools import parts, repacked

GENERATOR = [sys.executable, "-m", "generator"]


def run(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell would, in a folder of its own."""
    environment = {**os.environ, "GENERATOR_ROT": str(ROOT), "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"}
    return subprocess.run(
        [*GENERATOR, *map(str, arguments)],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


ENGLISH = ("Usage", "Options", "Commands", "Error", "Try ", "Missing", "Show this", "No such", "Invalid", "OPTIONS")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-h",), 0),
        (("--help",), 0),
        (("ny", "-h"), 0),
        (("kontrollera", "-h"), 0),
        (("rendera", "--help"), 0),
        (("doktor", "-h"), 0),
        ((), 2),
        (("rendera",), 2),
        (("rendra", "x"), 2),
        (("rendera", "--finnsinte", "x"), 2),
        (("rendera", "x.json", "--motor", "abiword"), 2),
        (("ny", "avslut"), 2),
        (("kontrollera", "--handling"), 2),
    ],
)
def test_every_word_is_swedish(arguments: tuple[str, ...], code: int, tmp_path: Path) -> None:
    """Help and usage errors, Click's own words too, are Swedish whatever the shell speaks."""
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == code
    shown = done.stdout + done.stderr
    assert shown.strip()
    assert not [word for word in ENGLISH if word in shown]
    assert "Traceback" not in shown


def test_a_mistyped_command_is_guessed(tmp_path: Path) -> None:
    """The nearest command is suggested."""
    assert "Menade du «rendera»?" in run("rendra", "x", folder=tmp_path).stderr


def test_the_version_is_shown(tmp_path: Path) -> None:
    """`--version` says which it is."""
    assert run("--version", folder=tmp_path).stdout.startswith("generator 0.")


def test_all_problems_of_all_files_at_once(case: Case, write: Write, tmp_path: Path) -> None:
    """Each with file, line:column, path, title, what is wrong and what to do; the good file is still counted."""
    good = write(case, "bra.json")
    case["handlingar"][0]["datum"] = "2025-06-31"
    case["handlaggre"] = case.pop("handlaggare")
    bad = write(case, "fel.json")
    broken = tmp_path / "trasig.json"
    broken.write_text("{", "utf-8")
    done = run("kontrollera", bad, good, broken, tmp_path / "saknas.json", folder=tmp_path)
    assert done.returncode == ExitCode.CASE
    lines = done.stderr.splitlines()
    assert any(line.startswith("fel.json:28:") and "handlingar[0].datum (Handlingens datum)" in line for line in lines)
    assert any("«handlaggre» är okänt. Menade du «handlaggare»?" in line for line in lines)
    assert any(line.startswith("trasig.json:1:2:") for line in lines)
    assert any(line.startswith("saknas.json: fel: Filen finns inte.") for line in lines)
    assert sum("Gör så här:" in line for line in lines) == 4
    assert "1 handling utan fel" in done.stdout


def test_json_for_machines(case: Case, write: Write, tmp_path: Path) -> None:
    """`--json` gives the same findings as values, and nothing else on standard output."""
    case["handlingar"][0]["datum"] = "2025-06-31"
    done = run("kontrollera", "--json", write(case), folder=tmp_path)
    [result] = json.loads(done.stdout)
    [finding] = result["anmarkningar"]
    assert (finding["kod"], finding["falt"]) == ("datum-ogiltigt", "handlingar[0].datum")
    assert (finding["rad"], finding["kolumn"]) == (34, 7)
    assert result["felkod"] == done.returncode == ExitCode.CASE


def test_rendering_without_pdf(tmp_path: Path) -> None:
    """Every example in one call: documents in out/, a line each, exit code 0; quiet says nothing."""
    done = run("rendera", *CASES, "--utan-pdf", folder=tmp_path)
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if line[0] != " " and "godtagen varning" not in line] == []
    assert done.stdout.rstrip().endswith("klara")
    made = sorted(path.suffix for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert made.count(".docx") >= 8
    assert made.count(".json") == len(CASES)
    again = run("rendera", *CASES, "--utan-pdf", "--tyst", folder=tmp_path)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


@pytest.mark.office
def test_rendering_with_pdf(tmp_path: Path) -> None:
    """The ordinary command starts LibreOffice, makes the PDF and leaves no process or folder behind."""
    before = set(Path(tempfile.gettempdir()).glob("generator-office-*"))
    done = run("rendera", ROOT / "cases" / "gns-8-2019.json", "--handling", "avslut", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "GNS-8-2019" / "2021-02-05-avslut.pdf").exists()
    left = set(Path(tempfile.gettempdir()).glob("generator-office-*")) - before
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not [folder for folder in left if not any(str(folder).encode() in command for command in commands)]


def test_a_new_case_file_is_valid(tmp_path: Path) -> None:
    """For every format and profile `ny` writes a file that the schemas accept and whose hints are pointed out."""
    formats = sorted(path.name.split(".")[0] for path in (ROOT / "schemas" / "handlingar").glob("*.json"))
    numbers = {"region-jh": "RUN/{}/2026", "region-orebro": "26RS{}"}
    assert set(numbers) | {"standard"} == {path.parent.name for path in (ROOT / "templates").glob("*/profil.toml")}
    files = []
    for profil, number in numbers.items():
        for index, typ in enumerate(formats, 1):
            made = run("ny", typ, "--profil", profil, "--dnr", number.format(index), folder=tmp_path)
            assert made.returncode == 0, made.stderr
            files.append(tmp_path / made.stdout.splitlines()[0].removeprefix("Ny ärendefil: "))
            content = json.loads(files[-1].read_text("utf-8"))
            assert (files[-1].parent / content["$schema"]).resolve() == ROOT / "schemas" / "arende.schema.json"
    checked = run("kontrollera", *files, folder=tmp_path)
    assert checked.returncode == 0, checked.stderr
    hints = [line for line in checked.stderr.splitlines() if "Hjälptext" in line]
    assert sum("«[Rubrik]»" in line for line in hints) == len(files)
    assert sum("«[Handläggarens namn]»" in line for line in hints) == len(files)
    assert len(hints) == len(set(hints))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("tjanstskrivelse", "--profil", "region-jh", "--dnr", "GNS/1/2026"), "Menade du «tjansteskrivelse»?"),
        (("avslut", "--profil", "region-jhh", "--dnr", "GNS/1/2026"), "Menade du «region-jh»?"),
        (("avslut", "--profil", "region-jh", "--dnr", "26RS1"), "Exempel: GNS/8/2019"),
    ],
)
def test_ny_refuses_what_does_not_exist(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """An unknown format or profile, or a number of another form, is named with the nearest right one."""
    done = run("ny", *arguments, folder=tmp_path)
    assert done.returncode == ExitCode.CASE
    assert words in done.stderr
    assert not list(tmp_path.iterdir())


def test_ny_never_writes_over(tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    arguments = ("ny", "avslut", "--profil", "region-jh", "--dnr", "GNS/1/2026", "--fil", "a.json")
    (tmp_path / "a.json").write_text("mitt", "utf-8")
    done = run(*arguments, folder=tmp_path)
    assert done.returncode == ExitCode.CASE
    assert (tmp_path / "a.json").read_text("utf-8") == "mitt"


def test_ny_calls_a_folder_a_folder(tmp_path: Path) -> None:
    """A folder given for the file is called what it is, and a name for the file in it is proposed that then works."""
    arguments = ("ny", "avslut", "--profil", "region-jh", "--dnr", "GNS/1/2026", "--fil")
    (tmp_path / "arenden").mkdir()
    done = run(*arguments, "arenden", folder=tmp_path)
    assert done.returncode == ExitCode.CASE
    assert "arenden är en mapp, inte en fil." in done.stderr
    proposed = str(Path("arenden") / "gns-1-2026.json")
    assert f"Ange med --fil vad filen ska heta, till exempel {proposed}." in done.stderr
    assert run(*arguments, proposed, folder=tmp_path).returncode == ExitCode.OK


@pytest.mark.office
def test_the_doctor_finds_a_healthy_machine(tmp_path: Path) -> None:
    """On a machine that script/test has prepared nothing is wrong; as JSON too."""
    done = run("doktor", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "LibreOffice" in done.stdout
    checks = json.loads(run("doktor", "--json", folder=tmp_path).stdout)
    assert all(check["bra"] for check in checks)


def test_the_doctor_names_what_is_missing(tmp_path: Path) -> None:
    """A wrong folder is an error with its remedy."""
    done = run("doktor", "--rot", tmp_path, folder=tmp_path)
    assert done.returncode == ExitCode.ENGINE
    assert "FEL  Scheman" in done.stdout
    assert "--rot" in done.stdout


def fonts_are(given: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine have one font, which stands in for all others."""
    program = folder / "fc-match"
    program.write_text(f"#!/bin/sh\nprintf '{given}\\t/finns/inte'\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def doctored(folder: Path, said: str, *files: str, family: str) -> dict[str, doctor.Check]:
    """What the doctor says of an own folder, where files ask for a family and every profile says something."""
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    profile = folder / "templates" / "standard" / "profil.toml"
    profile.write_text(profile.read_text("utf-8").replace('typsnittsbyte = "fel"', said), "utf-8")
    for file in (folder / "templates" / one for one in files):
        text = parts(file.read_bytes())["word/document.xml"].decode()
        fonts = f'<w:rPr><w:rFonts w:ascii="{family}" w:hAnsi="{family}"/></w:rPr>'
        changed = re.sub(r"<w:r>(<w:rPr>.*?</w:rPr>)?(?=<w:t)", f"<w:r>{fonts}", text)
        repacked(file, file, {"word/document.xml": changed.encode()})
    return {check.name: check for check in doctor.examine(Settings(root=folder, out=folder / "ut"))}


@pytest.fixture
def no_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """No program is asked for its health."""
    monkeypatch.setattr(doctor, "ENGINES", {})
    monkeypatch.setattr(doctor, "VALIDATORS", {})


@pytest.mark.parametrize(("said", "wrong"), [('typsnittsbyte = "fel"', True), ('typsnittsbyte = "varning"', False)])
def test_the_doctor_weighs_a_missing_font_as_the_profile_does(
    said: str, wrong: bool, no_engines: None, tmp_path: Path
) -> None:
    """A font that stops documents is to be mended, one that a profile lets pass is not; the file that asks is named."""
    check = doctored(tmp_path, said, "standard/avslut.docx", family="Hittepå Sans")["Typsnitt Hittepå Sans"]
    assert (check.good, check.wrong) == (False, wrong)
    assert ("profilen godtar" in check.found) is not wrong
    assert check.remedy == "Installera typsnittet, eller byt det i standard/avslut.docx."


def test_the_doctor_counts_no_template_of_a_broken_profile(no_engines: None, tmp_path: Path) -> None:
    """Templates whose profile cannot be read make no documents."""
    checks = doctored(tmp_path, "typsnittsbyte = 3", family="")
    assert not any(check.good for name, check in checks.items() if name.startswith("Profil "))
    assert checks["Hela mallar"].wrong
    assert checks["Hela mallar"].found.startswith("0 av ")


def test_the_doctor_lists_the_font_packages_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--paket` gives a line for each Debian package that the templates' fonts need and the machine lacks."""
    fonts_are("DejaVu Sans", tmp_path, monkeypatch)
    done = run("doktor", "--paket", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    packages = done.stdout.splitlines()
    assert "fonts-crosextra-carlito" in packages
    assert packages == sorted(set(packages))
    assert set(packages) <= set(PACKAGES.values())


def test_the_doctor_lists_no_packages_of_broken_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where schemas and templates are missing there is nothing to list, and it is no error."""
    fonts_are("DejaVu Sans", tmp_path, monkeypatch)
    done = run("doktor", "--paket", "--rot", tmp_path, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_validator_that_is_missing_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without Java the doctor says what that means and how to get it, and is content; --tyst says nothing of it."""
    monkeypatch.setattr(doctor, "ENGINES", {})
    monkeypatch.setattr(verapdf, "find_java", lambda: None)
    checks = {check.name: check for check in doctor.examine(Settings(root=ROOT, out=tmp_path))}
    check = checks["PDF-granskare verapdf"]
    assert (check.good, check.wrong) == (False, False)
    assert "prövas bara i generatorn själv" in check.found
    assert "default-jre-headless" in check.remedy
    doktor._show(check, quiet=True)
    assert capsys.readouterr().out == ""
    doktor._show(check, quiet=False)
    assert capsys.readouterr().out.startswith("obs  PDF-granskare verapdf: saknas")
    doktor._show(replace(check, dispensable=False), quiet=True)
    assert capsys.readouterr().out.startswith("FEL ")


class Idle:
    """A program that does nothing but be closed."""

    name = "overksam"

    def __init__(self) -> None:
        self.closed = 0

    def health(self) -> Health:
        """As if it were there."""
        return Health(version="1.0")

    def close(self) -> None:
        """Count."""
        self.closed += 1


def shops(
    monkeypatch: pytest.MonkeyPatch, *arguments: str, fails: bool = False
) -> tuple[Workshop, Idle, Idle, list[str]]:
    """What `rendera` would have worked with, its engine, its validator, and what it says."""
    seen: list[Workshop] = []
    engine, validator = Idle(), Idle()

    def render_file(_: Path, shop: Workshop, __: str | None) -> list[HandlingResult]:
        seen.append(shop)
        if fails:
            raise KeyboardInterrupt
        return []

    monkeypatch.setattr(pipeline, "render_file", render_file)
    monkeypatch.setattr(registry, "ENGINES", {registry.DEFAULT: lambda: engine})
    monkeypatch.setattr(registry, "usable_validator", lambda: validator)
    done = CliRunner().invoke(rendera.command, ["x.json", "--rot", str(ROOT), *arguments])
    return seen[0], engine, validator, done.output.splitlines()


def test_the_validator_is_used_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is one it is taken, named with --utforlig, and closed at the end, as the engine is."""
    shop, engine, validator, said = shops(monkeypatch, "--utforlig")
    assert (shop.engine, shop.validator, shop.web) == (engine, validator, False)
    assert (engine.closed, validator.closed) == (1, 1)
    assert said[-1] == "PDF-filer prövas av: generatorn själv, overksam 1.0"


def test_programs_are_closed_after_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle leaves no program behind."""
    _, engine, validator, _ = shops(monkeypatch, fails=True)
    assert (engine.closed, validator.closed) == (1, 1)


def test_the_validator_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--utan-verapdf` leaves it out and says so; without PDF there is nothing for it to try."""
    shop, _, _, said = shops(monkeypatch, "--utan-verapdf", "--utforlig")
    assert shop.engine is not None
    assert shop.validator is None
    assert said[-1] == "PDF-filer prövas av: generatorn själv (veraPDF används inte)"
    assert shops(monkeypatch, "--utan-pdf")[0].validator is None


def test_a_web_page_is_made_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--html` asks for a page beside the other files, also without PDF."""
    assert shops(monkeypatch, "--html")[0].suffixes == {".docx", ".pdf", ".html"}
    assert shops(monkeypatch, "--html", "--utan-pdf")[0].suffixes == {".docx", ".html"}


def test_the_pdf_is_opened_before_the_web_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--oppna` opens the PDF when there is one, else the last file."""
    opened: list[str] = []
    monkeypatch.setattr(rendera.click, "launch", opened.append)
    files = [tmp_path / name for name in ("a.docx", "a.pdf", "a.html")]
    line = HandlingResult(source=tmp_path, diarienummer=None, handling="a", outcome=Outcome.DONE)
    rendera._open([replace(line, files=tuple(files)), replace(line, files=(files[0],)), line])
    assert opened == [str(files[1]), str(files[0])]


@pytest.mark.office
@pytest.mark.verapdf
def test_the_verdicts_stand_in_the_manifest(tmp_path: Path) -> None:
    """The ordinary command has veraPDF try the PDF by both standards; the web page lies beside it."""
    case = ROOT / "cases" / "gns-8-2019.json"
    done = run("rendera", case, "--handling", "avslut", "--html", "--utforlig", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "out" / "GNS-8-2019"
    assert {path.suffix for path in folder.glob("2021*")} == {".docx", ".pdf", ".html"}
    entry = json.loads((folder / "manifest.json").read_text("utf-8"))["handlingar"]["2021-02-05-avslut"]
    judged = {one["standard"]: one["godkand"] for one in entry["granskning"] if one["program"].startswith("verapdf")}
    assert judged == {"2a": True, "ua1": True}
    assert "generatorn själv, verapdf core" in done.stdout


def test_an_unexpected_error_leaves_a_log_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault in the program itself: two Swedish lines, exit code 70, and a log with the trace."""

    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("inre fel")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["generator", "kontrollera", str(CASES[0])])
    monkeypatch.setattr(report, "checked_summary", break_down)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == ExitCode.UNEXPECTED
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    [log] = tmp_path.glob("generator-krasch-*.log")
    assert log.name in shown.err
    assert "ZeroDivisionError: inre fel" in log.read_text("utf-8")


def test_a_crash_log_finds_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the working folder cannot be written, the log goes to the temporary folder."""
    gone = tmp_path / "borta"
    gone.mkdir()
    monkeypatch.chdir(gone)
    monkeypatch.setattr(crash.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(Path, "cwd", lambda: tmp_path / "finns" / "inte")
    assert crash.write_log(ValueError("x")).parent == tmp_path


@pytest.mark.office
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_stopped_run_leaves_no_office_behind(kind: signal.Signals, tmp_path: Path) -> None:
    """However the program is ended, its LibreOffice and veraPDF end too, and half a document is nowhere."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    command = [*GENERATOR, "rendera", *map(str, CASES), "--ut", str(tmp_path / "ut"), "--rot", str(ROOT)]
    running = subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert running.stdout is not None
    running.stdout.readline()  # the first document is done, so the office is up
    running.send_signal(kind)
    running.wait(60)
    running.stdout.close()
    deadline = time.monotonic() + 30
    while (offices(tmp_path) or list(tmp_path.glob("generator-granskare-*"))) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert offices(tmp_path) == []
    assert not list(tmp_path.glob("generator-office-*"))
    assert not list(tmp_path.glob("generator-granskare-*"))
    assert not list((tmp_path / "ut").rglob("*.tmp"))


def offices(profile: Path) -> list[str]:
    """The processes that work in a profile folder below `profile`."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            command = path.read_bytes().decode(errors="replace")
            found += [command] if str(profile) in command and "soffice" in command else []
    return found


def test_faults_of_every_kind_come_together(case: Case, write: Write, tmp_path: Path) -> None:
    """A wrong date, a text that cannot be set and what a format asks of the ärende are told in one run."""
    handling = case["handlingar"][0]
    handling |= {"datum": "2024-02-31", "arendebeskrivning": "text\n\n---\n\n[^1]"}
    other = json.loads((ROOT / "cases" / "23rs11972.json").read_text("utf-8"))["handlingar"][0]
    case["handlingar"].append(other)
    case["diarienummer"] = "2019-8"
    [result] = json.loads(run("kontrollera", "--json", write(case), folder=tmp_path).stdout)
    codes = [finding["kod"] for finding in result["anmarkningar"]]
    assert sorted(set(codes)) == ["datum-ogiltigt", "dnr-format-fel", "falt-saknas", "text-fel"]
    assert codes.count("text-fel") == 2
    rows = [finding["rad"] for finding in result["anmarkningar"]]
    assert rows == sorted(rows)


def test_a_strict_check_fails_on_a_warning(case: Case, write: Write, tmp_path: Path) -> None:
    """`--strikt` turns a warning into exit code 3; the warning names its source, its rule and what to do."""
    case["handlingar"][0]["beslutspunkter"] = [{"text": "Mallen ska fyllas i.", "typ": "uppdrag"}]
    file = write(case)
    lenient, strict = run("kontrollera", file, folder=tmp_path), run("kontrollera", "--strikt", file, folder=tmp_path)
    assert (lenient.returncode, strict.returncode) == (ExitCode.OK, ExitCode.CASE)
    assert lenient.stderr == strict.stderr
    assert "varning: Uppdraget «Mallen ska fyllas i.» saknar ansvarig och slutdatum." in strict.stderr
    assert "(regeln uppdrag-utan-ansvarig-eller-frist)" in strict.stderr
    assert "Gör så här: Skriv vem som ska göra det (ansvarig)" in strict.stderr


def test_what_to_do_is_said_once(case: Case, write: Write, tmp_path: Path) -> None:
    """Findings of one rule with one remedy each have their line, and the remedy stands under the first."""
    case["handlingar"][0]["beslutspunkter"] = [{"text": f"Mallen {n} ska fyllas i.", "typ": "uppdrag"} for n in "abc"]
    said = run("kontrollera", write(case), folder=tmp_path).stderr
    assert said.count("varning: Uppdraget") == 3
    assert said.count("Gör så här: Skriv vem") == 1


def test_forklara_tells_why(tmp_path: Path) -> None:
    """`forklara` prints rule, condition, values and source for a screen, and the same as values with `--json`."""
    file = ROOT / "cases" / "23rs11972.json"
    done = run("forklara", file, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "  stodtak_procent = 50\n      Regel: stodtak" in done.stdout
    assert "  Torsten Almgren, Förvaltningschef\n" in done.stdout
    assert "          handling.stod.andel_procent = 33\n" in done.stdout
    [told] = json.loads(run("forklara", "--json", file, folder=tmp_path).stdout)
    assert told["beslutsdag"] == "2024-02-09"
    kinds = {one["slag"] for one in told["forklaringar"]}
    assert kinds == {"värden", "frister", "standardtexter", "undertecknare", "mottagare", "anmärkningar"}


def test_forklara_of_a_broken_case(tmp_path: Path) -> None:
    """A case that cannot be read is told as by `kontrollera`, and no traceback comes."""
    file = tmp_path / "trasig.json"
    file.write_text("{", "utf-8")
    done = run("forklara", file, folder=tmp_path)
    assert done.returncode == ExitCode.CASE
    assert "trasig.json:1:2" in done.stderr


def test_regler_are_listed_tried_and_written(tmp_path: Path) -> None:
    """`regler lista` names each rule with weight and source, `testa` tries them, `dokument` writes them."""
    listed = run("regler", "lista", "--format", "avslut", folder=tmp_path)
    assert "avslut-medel-utan-beslutspunkt       fel " in listed.stdout
    some = json.loads(run("regler", "lista", "--json", "--format", "tjansteskrivelse", folder=tmp_path).stdout)
    rules = Workshop(Settings(root=ROOT, out=tmp_path)).rules.rules
    others = {one.id for one in rules if one.formats and "tjansteskrivelse" not in one.formats}
    assert {"avslut-utan-tidigare-beslut", "anmalan-till-namnden"} <= others
    assert {one.id for one in rules} - {one["id"] for one in some} == others
    tried = run("regler", "testa", folder=tmp_path)
    assert (tried.returncode, tried.stderr) == (0, "")
    assert tried.stdout.rstrip().endswith("exempel, alla stämmer.")
    made = run("regler", "dokument", "--fil", tmp_path / "regler.md", folder=tmp_path)
    assert made.returncode == 0
    assert (tmp_path / "regler.md").read_text("utf-8") == (ROOT / "docs" / "regler.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("lista", "--format", "avslutt"), ExitCode.USAGE, "finns inte"),
        (("dokument", "--fil", "saknas/regler.md"), ExitCode.FOLDER, "kunde inte sparas"),
    ],
)
def test_regler_with_wrong_arguments(arguments: tuple[str, ...], code: ExitCode, words: str, tmp_path: Path) -> None:
    """An unknown format or a folder that is not there is told in Swedish."""
    done = run("regler", *arguments, folder=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
