"""`generator ny-profil`: a new organisation is served with no Python, from the first minute."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tomli

from generator.case.profiles import SCHEMA, Profiles
from generator.case.schemas import Schemas, fields
from generator.cli.main import group
from generator.errors import ExitCode
from generator.newprofile import text as profile_text
from generator.pipeline import prove_file
from generator.settings import VARIABLE, Settings
from generator.workshop import Workshop
from tests.conftest import ROOT
from tests.test_cli import run

pytestmark = pytest.mark.thorough

SOURCES = [None, "standard", *Profiles(ROOT / "templates", Schemas(ROOT / "schemas")).names]
FORMATS = sorted(path.name.split(".")[0] for path in (ROOT / "schemas" / "handlingar").glob("*.json"))
Command = Callable[..., int]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of schemas, rules and templates that a test may change."""
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, tmp_path / "rot" / name)
    return tmp_path / "rot"


@pytest.fixture
def generator(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The real command line, in a folder of its own."""
    monkeypatch.setenv(VARIABLE, str(root))
    monkeypatch.chdir(tmp_path)
    return lambda *words: int(group.main([*map(str, words)], prog_name="generator", standalone_mode=False))


def number(root: Path, name: str) -> str:
    """A diarienummer that the profile takes."""
    wanted = Profiles(root / "templates", Schemas(root / "schemas")).wordings(name, date.today())["diarienummer"]
    return str(wanted["exempel"] or "K/1/2026")  # type: ignore[index,call-overload]


@pytest.mark.parametrize("source", SOURCES)
def test_a_new_profile_makes_every_format_at_once(source: str | None, root: Path, generator: Command) -> None:
    """Whatever it is copied from: a new case of every format is accepted and becomes a Word file."""
    assert generator("ny-profil", "kommun-x", *(["--fran", source] if source else [])) == 0
    dnr = number(root, "kommun-x")
    for typ in FORMATS:
        assert generator("ny", typ, "--profil", "kommun-x", "--dnr", dnr, "--fil", f"{typ}.json") == 0
    files = [f"{typ}.json" for typ in FORMATS]
    assert generator("kontrollera", *files) == 0
    for typ in FORMATS:
        assert generator("rendera", f"{typ}.json", "--utan-pdf", "--ut", f"ut-{typ}") == 0
        assert [*Path(f"ut-{typ}").rglob(f"*-{typ}.docx")]


def test_the_commands_that_it_names_work_as_they_stand(
    root: Path, generator: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each of the next commands can be pasted, with the folder that was given, blanks and all."""
    elsewhere = tmp_path / "en annan mapp"
    root.rename(elsewhere)
    assert generator("ny-profil", "kommun-x", "--rot", elsewhere) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if line.startswith("    generator ")]
    assert len(lines) == 3
    for line in lines:
        words = shlex.split(line)[1:]
        assert generator(*words, *(["--utan-pdf"] if words[0] == "rendera" else [])) == 0, line
    assert [*(tmp_path / "prov").rglob("*.docx")]


def test_nobody_signs_as_a_hint(root: Path, generator: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft may be signed by «[Namn]», and says so; a handling that is upprättad is stopped until it is filled in."""
    assert generator("ny-profil", "kommun-x") == 0
    case = json.loads((ROOT / "cases" / "gns-8-2019.json").read_text("utf-8"))
    case |= {"profil": "kommun-x", "handlingar": case["handlingar"][:1]}
    for status, code in (("utkast", ExitCode.OK), ("upprattad", ExitCode.OUTPUT)):
        case["handlingar"][0]["status"] = status
        Path("x.json").write_text(json.dumps(case), "utf-8")
        capsys.readouterr()
        assert generator("rendera", "x.json", "--utan-pdf", "--ut", status) == code
        assert "Profilen kommun-x är inte ifylld: «[" in capsys.readouterr().err
    profile = root / "templates" / "kommun-x" / "profil.toml"
    profile.write_text(re.sub(r'"\[([^\]\n]+)\]"', r'"\1"', profile.read_text("utf-8")), "utf-8")
    assert generator("rendera", "x.json", "--utan-pdf", "--ut", status) == 0
    assert "ifylld" not in capsys.readouterr().err


@pytest.mark.office
def test_a_new_profile_becomes_pdf(root: Path, generator: Command, tmp_path: Path, office_shop: Workshop) -> None:
    """Its documents pass every check as PDF too, with the name that was given."""
    assert generator("ny-profil", "kommun-x", "--namn", "Kommunen «Ån»") == 0
    assert generator("ny", FORMATS[-1], "--profil", "kommun-x", "--dnr", "K/1/2026", "--fil", "x.json") == 0
    shop = Workshop(Settings(root=root, out=tmp_path / "ut"), office_shop.engine)
    [(result, proof)] = prove_file(tmp_path / "x.json", shop, None)
    assert result.exit_code == 0, result.findings
    assert proof is not None
    assert proof.document.organisation == "Kommunen «Ån»"
    assert proof.pdf is not None


def test_the_starting_set_is_small(root: Path, generator: Command) -> None:
    """A profile's words and a letterhead; all else is inherited, so that it follows the standard."""
    assert generator("ny-profil", "kommun-x") == 0
    made = root / "templates" / "kommun-x"
    assert sorted(path.name for path in made.iterdir()) == ["brevmall.docx", "profil.toml"]
    standard = root / "templates" / "standard" / "brevmall.docx"
    assert (made / "brevmall.docx").read_bytes() == standard.read_bytes()


def test_a_copy_has_every_file_and_another_name(root: Path, generator: Command) -> None:
    """All files but those that an open program left; in the profile only the name is another, comments stay."""
    source = root / "templates" / SOURCES[-1]  # type: ignore[operator]
    (source / "~$brevmall.docx").write_bytes(b"x")
    (source / "block" / ".~lock.a.docx#").write_bytes(b"x")
    assert generator("ny-profil", "kommun-x", "--fran", source.name, "--namn", 'A "B" \\C') == 0
    made = root / "templates" / "kommun-x"
    names = [sorted(path.relative_to(one).as_posix() for path in one.rglob("*.docx")) for one in (source, made)]
    assert names[1] == [name for name in names[0] if "~" not in name]
    before, after = (tomli.loads((one / "profil.toml").read_text("utf-8")) for one in (source, made))
    assert after == {**before, "namn": 'A "B" \\C'}
    assert [*made.rglob("*~*")] == []
    comments = [line for line in (source / "profil.toml").read_text("utf-8").splitlines() if line.startswith("#")]
    assert set(comments) < set((made / "profil.toml").read_text("utf-8").splitlines())


@pytest.mark.parametrize("written", ['namn = """\nDet\\\n gamla"""', "'namn' = 'Det gamla' # så", "", "\ufeffnamn='Å'"])
def test_a_name_is_changed_however_it_is_written(written: str, root: Path, generator: Command) -> None:
    """Over several lines, quoted, with a comment, after a byte order mark, or not there at all."""
    old = root / "templates" / "gammal"
    old.mkdir()
    (old / "profil.toml").write_text(f"{written}\n[kontakt]\nort = 'Ort'\n", "utf-8")
    assert generator("ny-profil", "kommun-x", "--fran", "gammal", "--namn", "Det nya") == 0
    made = tomli.loads((root / "templates" / "kommun-x" / "profil.toml").read_text("utf-8"))
    assert made == {"namn": "Det nya", "kontakt": {"ort": "Ort"}}


def test_every_field_of_a_profile_is_in_the_new_file(root: Path, generator: Command) -> None:
    """Each field of the schema stands there with its title or as a line; a field that is new to the schema too."""
    schema = root / "schemas" / SCHEMA
    content = json.loads(schema.read_text("utf-8"))
    content["properties"]["faxnummer"] = {
        "type": "string", "title": "Fax", "description": "Ett nummer.", "examples": ["0"], "x-i-ny-fil": True
    }  # fmt: skip
    schema.write_text(json.dumps(content), "utf-8")
    assert generator("ny-profil", "kommun-x", "--namn", "Kommunen") == 0
    text = (root / "templates" / "kommun-x" / "profil.toml").read_text("utf-8")
    assert 'namn = "Kommunen"' in text
    assert '# Fax: Ett nummer.\nfaxnummer = "[Fax]"' in text
    nodes = [(path, node) for path, node in fields(Schemas(root / "schemas").inlined(SCHEMA)) if len(path) < 3]
    lost = [
        path for path, node in nodes if path[-1] != "[]" and f"{node['title']}: {node['description'][:20]}" not in text
    ]
    assert lost == []


def test_what_is_switched_off_can_be_switched_on(root: Path, generator: Command) -> None:
    """Every example outside the formats' tables is right as it stands: without its # the profile still loads."""
    assert generator("ny-profil", "kommun-x") == 0
    file = root / "templates" / "kommun-x" / "profil.toml"
    ordinary, start, formats = file.read_text("utf-8").partition("[format.")
    switched = re.sub(r"^#(?=\S)", "", ordinary, flags=re.MULTILINE)
    assert switched != ordinary
    file.write_text(switched + start + formats, "utf-8")
    profile = Profiles(root / "templates", Schemas(root / "schemas")).wordings("kommun-x", date.today())
    assert profile["diarienummer"]["exempel"] == "GNS/8/2019"  # type: ignore[index,call-overload]


@pytest.mark.parametrize(
    "name", ["Region-X", "kommun å", "kommun_x", "-x", "x-", "a--b", "../x", "", "standard", "x\n"]
)
def test_a_name_that_cannot_be_used_is_refused(
    name: str, root: Path, generator: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is right instead; nothing is made."""
    before = sorted((root / "templates").rglob("*"))
    assert generator("ny-profil", "--", name) == ExitCode.TEMPLATE
    assert "Gör så här:" in capsys.readouterr().err
    assert sorted((root / "templates").rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["kommun-x", "--fran", "region-xx"], "Profilen «region-xx» finns inte."),
        (["kommun-x", "--fran", ""], "Profilerna är:"),
        (["kommun-x", "--namn", " "], "Organisationens namn"),
        (["kommun-x", "--namn", "två\nrader"], "Organisationens namn"),
        (["finns"], "Profilens mapp finns redan."),
        (["kommun-x", "--rot", "ingenstans"], "Schemat finns inte."),
    ],
)
def test_what_cannot_be_made_is_refused_whole(
    words: list[str], said: str, root: Path, generator: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with its reason and what to do, and without a trace in the folder."""
    (root / "templates" / "finns").mkdir()
    before = sorted((root / "templates").rglob("*"))
    assert generator("ny-profil", *words) == ExitCode.TEMPLATE
    told = capsys.readouterr().err
    assert said in told
    assert "Gör så här:" in told
    assert sorted((root / "templates").rglob("*")) == before


def test_a_broken_source_is_told_with_its_own_line(
    root: Path, generator: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong in the profile that is copied is not copied."""
    broken = root / "templates" / "trasig"
    broken.mkdir()
    (broken / "profil.toml").write_text('namn = "A"\nrubrker = 1\n', "utf-8")
    assert generator("ny-profil", "kommun-x", "--fran", "trasig") == ExitCode.TEMPLATE
    assert "profil.toml:2:1" in capsys.readouterr().err
    assert not (root / "templates" / "kommun-x").exists()


def test_a_full_disk_leaves_nothing(
    root: Path, generator: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the last move fails there is no half profile, and nothing hidden either."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", fail)
    before = sorted((root / "templates").rglob("*"))
    assert generator("ny-profil", "kommun-x") == ExitCode.FOLDER
    assert "disken är full" in capsys.readouterr().err
    assert sorted((root / "templates").rglob("*")) == before


def test_the_programs_own_templates_are_not_written_in(
    root: Path, generator: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A profile there would be lost with the next version."""
    monkeypatch.setattr("generator.newprofile.making._PROGRAM", root)
    assert generator("ny-profil", "kommun-x") == ExitCode.TEMPLATE
    assert "följde med programmet" in capsys.readouterr().err


def test_the_shell_gets_swedish_help(tmp_path: Path) -> None:
    """The command explains itself, and a word too few is told in Swedish."""
    shown = run("ny-profil", "-h", folder=tmp_path).stdout
    assert "--fran PROFIL" in shown
    assert "--namn TEXT" in shown
    assert run("ny-profil", folder=tmp_path).returncode == ExitCode.USAGE


@pytest.mark.parametrize("value", ["a", 'a "b"', "\\d+", "it's \\ both", "\x7f", ["a", "b"], {"å ä": True}, 3])
def test_values_are_written_as_toml(value: object) -> None:
    """Whatever a schema has for an example is read back as it was."""
    assert tomli.loads(f"x = {profile_text.toml(value)}") == {"x": value}
