"""LibreOffice behind its Protocol, and engines that misbehave on purpose."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from generator.engines import leftovers
from generator.engines.engine import Engine
from generator.engines.libreoffice import LibreOffice
from generator.engines.officebuild import find_office
from generator.engines.process import Conversation, Silence, inquire, run
from generator.engines.registry import DEFAULT, ENGINES
from generator.errors import EngineError, ExitCode
from generator.pipeline import render_file
from generator.processes import is_gone
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write
from tests.crewtools import at_home_in, until

READY = "print('{\"ready\": true}', flush=True)"
Clerk = Callable[..., LibreOffice]
WHO = f"""
{READY}
import os
held = []
for number, line in enumerate(sys.stdin, 1):
    if number == 2:
        held.append(bytearray(os.urandom(1 << 20)) * 150)
    open(json.loads(line)["target"], "wb").write(b"%PDF-" + str(os.getpid()).encode() + b" %%EOF")
    print(json.dumps({{"pages": 1}}), flush=True)
"""
"""An office whose documents say who made them; with its second it grows by 150 MiB."""


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    """Make an engine whose office is a few lines of Python."""
    made: list[LibreOffice] = []

    def engine(code: str, **limits: int) -> LibreOffice:
        script = tmp_path / f"kontorist{len(made)}.py"
        script.write_text("import sys, json, time\n" + textwrap.dedent(code), "utf-8")
        made.append(LibreOffice((sys.executable, str(script)), timeout=1.0, **limits))
        return made[-1]

    yield engine
    for one in made:
        one.close()


def refusal(engine: LibreOffice, tmp_path: Path) -> str:
    """The code of the finding with which a conversion ends."""
    source = tmp_path / "a.docx"
    source.write_bytes(b"PK")
    with pytest.raises(EngineError) as caught:
        engine.convert(source, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()
    [finding] = caught.value.findings
    assert finding.remedy
    return finding.code


def test_an_engine_that_hangs_is_ended(clerk: Clerk, tmp_path: Path) -> None:
    """A time limit ends the office and the program that started it, and says so."""
    marker = tmp_path / "pid"
    engine = clerk(f"""
        import subprocess
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        open({str(marker)!r}, "w").write(str(child.pid))
        {READY}
        for line in sys.stdin: time.sleep(600)
    """)
    assert refusal(engine, tmp_path) == "motor-tidsgrans"
    child = int(marker.read_text())
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1][:3]:
            break
        time.sleep(0.05)
    else:
        os.kill(child, 9)
        pytest.fail("the office's child lives on")


def test_an_engine_that_says_all_is_well_is_not_believed(clerk: Clerk, tmp_path: Path) -> None:
    """An answer without a file is a failure."""
    code = f"{READY}\nfor line in sys.stdin: print(json.dumps({{'pages': 1}}), flush=True)"
    assert refusal(clerk(code), tmp_path) == "motor-utan-resultat"


@pytest.mark.parametrize("content", ["b'%PDF-1.7 and then nothing'", "b'not a PDF at all %%EOF'", "b''"])
def test_half_a_file_is_not_taken(content: str, clerk: Clerk, tmp_path: Path) -> None:
    """A file that is empty, cut off or something else is a failure."""
    code = f"""
        {READY}
        for line in sys.stdin:
            open(json.loads(line)["target"], "wb").write({content})
            print(json.dumps({{"pages": 1}}), flush=True)
    """
    assert refusal(clerk(code), tmp_path) == "motor-utan-resultat"


def test_an_engine_that_crashes_is_reported(clerk: Clerk, tmp_path: Path) -> None:
    """An office that dies in the middle is reported with its last words."""
    code = f"{READY}\nsys.stdin.readline()\nprint('segmentation fault', file=sys.stderr)\nsys.exit(139)"
    assert refusal(clerk(code), tmp_path) == "motor-avbrott"


def test_an_engine_that_does_not_start_is_reported(clerk: Clerk, tmp_path: Path) -> None:
    """An office that leaves before it is ready is reported."""
    assert refusal(clerk("sys.exit(1)"), tmp_path) == "motor-avbrott"


def test_a_missing_program_is_reported(tmp_path: Path) -> None:
    """A program that is not there ends in a finding with the command that installs it."""
    engine = LibreOffice(("/finns/inte",))
    assert refusal(engine, tmp_path) == "motor-saknas"
    engine.close()


def test_after_a_failure_the_next_document_gets_a_new_office(clerk: Clerk, tmp_path: Path) -> None:
    """One bad document does not spoil the next."""
    flag = tmp_path / "varit"
    code = f"""
        import pathlib
        flag = pathlib.Path({str(flag)!r})
        {READY}
        for line in sys.stdin:
            if not flag.exists():
                flag.touch()
                sys.exit(1)
            open(json.loads(line)["target"], "wb").write(b"%PDF-1.7 ... %%EOF")
            print(json.dumps({{"pages": 1}}), flush=True)
    """
    engine = clerk(code)
    assert refusal(engine, tmp_path) == "motor-avbrott"
    engine.convert(tmp_path / "a.docx", tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").exists()


def makers(engine: LibreOffice, count: int, tmp_path: Path) -> list[bytes]:
    """Which process made each of some documents."""
    source, made = tmp_path / "a.docx", tmp_path / "a.pdf"
    source.write_bytes(b"PK")
    who = []
    for _ in range(count):
        engine.convert(source, made)
        who.append(made.read_bytes().split()[0].removeprefix(b"%PDF-"))
    return who


def test_an_office_is_replaced_after_some_documents(clerk: Clerk, tmp_path: Path) -> None:
    """After so many documents comes a new office; the old one and its folder are gone."""
    engine = clerk(WHO, documents=2)
    one, also_one, two, also_two, three = makers(engine, 5, tmp_path)
    assert one == also_one != two == also_two != three != one
    assert not psutil.pid_exists(int(one))
    assert not psutil.pid_exists(int(two))


def test_an_office_that_grows_is_replaced(clerk: Clerk, tmp_path: Path) -> None:
    """An office that holds more memory than it may is closed when its document is done."""
    one, also_one, two = makers(clerk(WHO, memory=100), 3, tmp_path)
    assert one == also_one != two
    assert not psutil.pid_exists(int(one))
    assert len(set(makers(clerk(WHO, memory=1000), 3, tmp_path))) == 1


def test_an_office_that_fails_once_is_not_trusted(clerk: Clerk, tmp_path: Path) -> None:
    """After a document that did not come out, the next one gets a new office, though the old one still answers."""
    code = f"""
        {READY}
        import os
        for number, line in enumerate(sys.stdin):
            if number != 1:
                open(json.loads(line)["target"], "wb").write(b"%PDF-" + str(os.getpid()).encode() + b" %%EOF")
            print(json.dumps({{"pages": 1}}), flush=True)
    """
    engine = clerk(code)
    [one] = makers(engine, 1, tmp_path)
    (tmp_path / "a.pdf").unlink()
    assert refusal(engine, tmp_path) == "motor-utan-resultat"
    [two] = makers(engine, 1, tmp_path)
    assert one != two


def test_what_an_office_leaves_lying_goes_with_its_folder(clerk: Clerk, tmp_path: Path) -> None:
    """Its home and its temporary files are in its own folder, which is gone when it is closed."""
    home = "import tempfile; held = [tempfile.mkdtemp()]; open(f'{held[0]}.home', 'w').write(os.environ['HOME'])"
    engine = clerk(WHO.replace("held = []", home))
    makers(engine, 1, tmp_path)
    folder = engine._profile
    assert any(one.is_dir() for one in folder.glob("tmp*"))
    [said] = folder.glob("tmp*.home")
    assert said.read_text() == str(folder)
    engine.close()
    assert not folder.exists()


@pytest.mark.office
@pytest.mark.parametrize(
    ("victim", "how", "code"),
    [
        ("soffice.bin", signal.SIGKILL, "motor-avbrott"),
        ("python", signal.SIGKILL, "motor-avbrott"),
        ("soffice.bin", signal.SIGSTOP, "motor-tidsgrans"),
        pytest.param("python", signal.SIGSTOP, "motor-tidsgrans", marks=pytest.mark.thorough),
        ("oosplash", signal.SIGKILL, None),
    ],
    ids=lambda value: str(value).rsplit(".", 1)[-1],
)
def test_an_office_that_is_struck_is_replaced(victim: str, how: int, code: str | None, tmp_path: Path) -> None:
    """Whichever of its processes is killed or stopped: it is told, all of them are ended, the next document is made."""
    document, made = ROOT / "templates" / "standard" / "avslut.docx", tmp_path / "a.pdf"
    engine = LibreOffice(timeout=5)
    engine.convert(document, made)
    folder, office = engine._profile, engine._office
    assert office is not None
    assert office.memory() > 100 * 2**20
    [struck] = [one for one in office._family if one.name().startswith(victim)]
    struck.send_signal(how)
    if code is not None:
        with pytest.raises(EngineError) as caught:
            engine.convert(document, made)
        assert [finding.code for finding in caught.value.findings] == [code]
        assert not folder.exists()
        until(lambda: all(is_gone(one.pid) for one in office._family), "the whole office is gone")
    engine.convert(document, made)
    assert made.read_bytes().startswith(b"%PDF-")
    pipes = leftovers._pipes(engine._profile)
    assert all(pipe.exists() for pipe in pipes)
    engine.close()
    assert not any(path.exists() for path in (folder, *pipes))


def test_an_office_may_be_started_before_it_is_needed(clerk: Clerk, tmp_path: Path) -> None:
    """It starts without being waited for, and the document that comes then is made by it."""
    told = tmp_path / "startade"
    code = f"import os; open({str(told)!r}, 'a').write(f'{{os.getpid()}} ')\n{WHO}"
    engine = clerk(code)
    engine.prepare()
    until(told.is_file, "it is starting")
    engine.prepare()
    [maker] = makers(engine, 1, tmp_path)
    assert told.read_bytes().split() == [maker]


def test_an_office_that_cannot_be_started_is_told_of_when_it_is_needed(tmp_path: Path) -> None:
    """To prepare never fails; the document that comes then does."""
    engine = LibreOffice(("/finns/inte",))
    engine.prepare()
    assert refusal(engine, tmp_path) == "motor-saknas"
    engine.close()


@pytest.mark.office
def test_an_office_that_is_not_needed_after_all_is_gone_at_once(tmp_path: Path) -> None:
    """Closed while it starts, or when it has made a document, it leaves no process, folder or pipe behind."""
    engine = LibreOffice()
    for made in (False, True):
        engine.prepare()
        if made:
            engine.convert(ROOT / "templates" / "standard" / "avslut.docx", tmp_path / "a.pdf")
        folder = engine._profile
        until(lambda folder=folder: at_home_in(folder) != [], "it is starting")
        engine.close()
        assert not any(path.exists() for path in (folder, *leftovers._pipes(folder)))
        until(lambda folder=folder: at_home_in(folder) == [], "it is gone")


@pytest.mark.office
def test_an_office_that_is_started_is_asked_for_its_version_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is the one that it gives when it is asked alone; nobody who does not want it waits, or leaves it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    alone = LibreOffice().health()
    assert alone.version is not None
    engine = LibreOffice()
    engine.prepare()
    [home] = tmp_path.glob("generator-fraga-*")
    assert engine.health() == alone
    assert not home.exists()
    engine.prepare()
    assert not list(tmp_path.glob("generator-fraga-*")), "it has been answered"
    engine.close()
    unasked = LibreOffice()
    unasked.prepare()
    [home] = tmp_path.glob("generator-fraga-*")
    unasked.close()
    assert at_home_in(home) == []
    assert not list(tmp_path.iterdir())


def test_a_version_that_is_not_told_at_once_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clerk: Clerk
) -> None:
    """Somebody else may have ended the program that was asked while the office started."""
    code = f"cd {tmp_path}; [ -e asked ] && echo Office 1 b && exit; touch asked; exit 1"
    program = pretended(tmp_path, "soffice", code)
    monkeypatch.setattr("generator.engines.libreoffice.find_office", lambda: program)
    engine = clerk(READY)
    engine.prepare()
    assert engine.health().version == "Office 1"


def pretended(folder: Path, name: str, code: str) -> Path:
    """A program by some name that is a few lines of shell."""
    made = folder / name
    made.write_text(f"#!/bin/sh\n{code}\n", "utf-8")
    made.chmod(0o755)
    return made


def test_a_python_that_does_not_speak_with_the_office_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The likely one is taken unasked; when it cannot, the others are asked, and the first that can has its turn."""
    speaks = "case $1 in -c) ;; *) echo '{\"ready\": true}'; read line; echo '{\"pages\": 1}'; sleep 60;; esac"
    pythons = [pretended(tmp_path, "stum", "exit 1"), pretended(tmp_path, "talande", speaks)]
    monkeypatch.setattr("generator.engines.libreoffice.find_office", lambda: tmp_path / "soffice")
    monkeypatch.setattr("generator.engines.officehome._pythons", lambda: iter(pythons))
    engine = LibreOffice(timeout=5)
    assert refusal(engine, tmp_path) == "motor-utan-resultat"  # it spoke, though nothing was made
    assert engine._python == str(pythons[1])
    del pythons[1]
    silent = LibreOffice(timeout=5)
    assert refusal(silent, tmp_path) == "motor-saknas"


@pytest.mark.office
def test_an_office_finds_its_folder_as_it_would_leave_it(tmp_path: Path) -> None:
    """The folder says whose it is, in the office's own words: it need not be cleared, nor the office start twice."""
    program = find_office()
    assert program is not None
    engine = LibreOffice()
    said = (engine._profile / "user" / "extensions" / "buildid").read_text("utf-8")
    engine.close()
    command = [
        program.resolve().parent / "soffice.bin", f"-env:UserInstallation={tmp_path.as_uri()}",
        "--headless", "--convert-to", "txt:Text", ROOT / "templates" / "standard" / "avslut.docx",
    ]  # fmt: skip
    again = 81
    assert subprocess.run(command, env={"HOME": str(tmp_path)}, cwd=tmp_path, check=False).returncode == again
    assert (tmp_path / "user" / "extensions" / "buildid").read_text("utf-8") == said


@pytest.mark.office
def test_an_office_does_not_try_out_how_it_draws_before_it_starts(tmp_path: Path) -> None:
    """No version is new to its folder; one that is, by the same folder without that word, draws and logs it."""
    log = Path("user", "GraphicsRenderTests.log")
    engine = LibreOffice()
    engine.convert(ROOT / "templates" / "standard" / "avslut.docx", tmp_path / "a.pdf")
    assert not (engine._profile / log).exists()
    engine.close()
    settings = engine._profile / "user" / "registrymodifications.xcu"
    settings.write_text(settings.read_text("utf-8").replace("99.0", "0.0"), "utf-8")
    engine.convert(ROOT / "templates" / "standard" / "avslut.docx", tmp_path / "b.pdf")
    assert (engine._profile / log).exists()
    engine.close()


@pytest.mark.office
@pytest.mark.parametrize("stopped", [False, True], ids=["idle", "stopped"])
def test_an_office_does_not_outlive_its_owner(stopped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who started it is killed: it leaves by itself, even if it hangs, and takes its folder with it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = (
        "import time; from pathlib import Path; from generator.engines.libreoffice import LibreOffice\n"
        "engine = LibreOffice(); engine.convert(Path('templates/standard/avslut.docx'), engine._profile / 'a.pdf')\n"
        "print(engine._profile, flush=True); time.sleep(600)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    folder = Path(owner.stdout.readline().strip())
    inside = at_home_in(folder)
    try:
        assert {one.name() for one in inside} >= {"soffice.bin", "oosplash"}
        for one in inside:
            if stopped and one.name() == "soffice.bin":
                one.suspend()
        owner.kill()
        until(lambda: at_home_in(folder) == [] and not folder.exists(), "it is gone with its folder")
    finally:
        owner.kill()
        owner.communicate()
        for one in at_home_in(folder):
            one.kill()
    leftovers.sweep()
    assert not any(pipe.exists() for pipe in leftovers._pipes(folder))


def test_an_engine_failure_is_one_line_of_the_report(clerk: Clerk, case: Case, write: Write, tmp_path: Path) -> None:
    """Nothing is published, the outcome is «misslyckad», and operations are to act."""
    shop = Workshop(Settings(root=ROOT, out=tmp_path / "out"), clerk("sys.exit(1)"))
    [result] = render_file(write(case), shop)
    assert (result.outcome, result.exit_code) == ("misslyckad", ExitCode.ENGINE)
    assert not (tmp_path / "out").exists()


def test_what_was_begun_and_not_waited_for_is_nobodys(clerk: Clerk, tmp_path: Path) -> None:
    """Each document gets the PDF that was made of it, whatever was begun before; of the others nothing is left."""
    engine = clerk(
        f"""
        {READY}
        for line in sys.stdin:
            asked = json.loads(line)
            open(asked["target"], "wb").write(b"%PDF-" + open(asked["source"], "rb").read() + b" %%EOF")
            print(json.dumps({{"pages": 1}}), flush=True)
        """
    )
    source, made = tmp_path / "a.docx", tmp_path / "a.pdf"
    source.write_bytes(b"ett")
    engine.begin(source)
    source.write_bytes(b"tva")
    awaited = engine.begin(source)
    source.unlink()
    awaited(made)
    assert made.read_bytes() == b"%PDF-tva %%EOF"
    assert [one.name for one in engine._profile.iterdir()] == ["user"]


def test_an_engine_that_cannot_begin_says_so_when_it_is_waited_for(clerk: Clerk, tmp_path: Path) -> None:
    """What else there is to say of a document is said first."""
    source = tmp_path / "a.docx"
    source.write_bytes(b"PK")
    awaited = clerk("sys.exit(1)").begin(source)
    with pytest.raises(EngineError) as caught:
        awaited(tmp_path / "a.pdf")
    assert [finding.code for finding in caught.value.findings] == ["motor-avbrott"]


def test_an_engine_that_is_closed_meanwhile_is_not_waited_for(clerk: Clerk, tmp_path: Path) -> None:
    """Who breaks the work off need not wait for the time limit."""
    source = tmp_path / "a.docx"
    source.write_bytes(b"PK")
    engine = clerk(f"{READY}\ntime.sleep(60)")
    awaited = engine.begin(source)
    engine._end(patience=0)
    with pytest.raises(EngineError) as caught:
        awaited(tmp_path / "a.pdf")
    assert [finding.code for finding in caught.value.findings] == ["motor-avbrott"]


def test_closing_removes_the_profile_folder(clerk: Clerk) -> None:
    """No folder is left behind."""
    engine = clerk("")
    folder = engine._profile
    assert folder.is_dir()
    engine.close()
    assert not folder.exists()


def test_the_registry_is_in_plain_sight() -> None:
    """Every engine has the name it is registered under and keeps the Protocol."""
    assert DEFAULT in ENGINES
    for name, make in ENGINES.items():
        engine: Engine = make()
        assert engine.name == name
        engine.close()


def test_output_and_exit_code_of_a_program() -> None:
    """`run` gives the exit code and both outputs, and None at the time limit."""
    command = [sys.executable, "-c", "import sys; print('ut'); print('fel', file=sys.stderr); sys.exit(3)"]
    finished = run(command, timeout=20, environment=dict(os.environ), folder=Path("/"))
    assert finished.returncode == 3
    assert {"ut", "fel"} <= set(finished.output.split())
    slow = run([sys.executable, "-c", "import time; time.sleep(60)"], timeout=0.2, environment={}, folder=Path("/"))
    assert slow.returncode is None


def test_a_conversation_ends_when_the_program_does(tmp_path: Path) -> None:
    """Nobody waits for an answer from a program that is gone."""
    with Conversation([sys.executable, "-c", "pass"], environment=dict(os.environ), folder=tmp_path) as talk:
        with pytest.raises(Silence) as caught:
            talk.hear(20)
        assert not caught.value.timed_out


def test_one_that_was_ended_by_somebody_is_asked_again(tmp_path: Path) -> None:
    """A program that only answers: the second answer counts; one that always fails is believed after three."""
    asked = tmp_path / "frågad"
    noted = "p.write_text(p.read_text() + 'x' if p.exists() else 'x')"
    program = f"import os, pathlib; p = pathlib.Path({str(asked)!r}); {noted}"
    once = f"{program}; os.kill(os.getpid(), 9) if p.read_text() == 'x' else print('svar')"
    finished = inquire([sys.executable, "-c", once], timeout=30, environment=dict(os.environ), folder=tmp_path)
    assert (finished.returncode, finished.output.strip(), asked.read_text()) == (0, "svar", "xx")
    asked.unlink()
    never = f"{program}; raise SystemExit(7)"
    finished = inquire([sys.executable, "-c", never], timeout=30, environment=dict(os.environ), folder=tmp_path)
    assert (finished.returncode, asked.read_text()) == (7, "xxx")
    asked.unlink()
    environment = dict(os.environ)
    finished = inquire([sys.executable, "-c", never], timeout=30, environment=environment, folder=tmp_path, tries=2)
    assert (finished.returncode, asked.read_text()) == (7, "xx")
