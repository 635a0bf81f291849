"""Publishing: whole files or none, never outside the folder, never over a frozen handling."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import wholefile
from generator.errors import ExitCode, FolderError
from generator.model import Document
from generator.pipeline import render_file
from generator.results import Outcome
from generator.steps import publish as step
from generator.steps.publish import MANIFEST, Shelf, folder_name, publish, shelf
from generator.wholefile import write_whole
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT, Case, Write
from tests.tools import documents


@pytest.fixture
def place(tmp_path: Path) -> Shelf:
    """A handling's place in an empty folder."""
    return Shelf(folder=tmp_path / "GNS-8-2019", stem="2019-10-07-skrivelse", diarienummer="GNS/8/2019")


ENTRY = {"status": "utkast", "underlag": {}, "sidor": 1}


@given(st.text(min_size=1, max_size=200))
def test_a_folder_name_is_one_safe_name(number: str) -> None:
    """Whatever the diarienummer, its folder is one plain name below the output folder."""
    name = folder_name(number)
    assert name
    assert len(name) <= 81
    assert Path(name).name == name
    assert not name.startswith(".")
    assert not set(name) & set('/\\:*?"<>|\0')


@pytest.mark.parametrize(
    ("number", "name"),
    [("GNS/8/2019", "GNS-8-2019"), ("../../x", "x"), ("con", "con-"), ("23RS11972", "23RS11972"), ("///", "arende")],
)
def test_folder_names(number: str, name: str) -> None:
    """Slashes become hyphens; what would lead out or is reserved in Windows does not."""
    assert folder_name(number) == name


def test_files_and_manifest_agree(place: Shelf) -> None:
    """The manifest has the digest of what lies there."""
    [path] = publish(place, {".docx": b"ord"}, ENTRY)
    assert path.read_bytes() == b"ord"
    manifest = json.loads((place.folder / MANIFEST).read_text("utf-8"))
    entry = manifest["handlingar"][place.stem]
    assert manifest["diarienummer"] == "GNS/8/2019"
    assert entry["filer"] == {path.name: sha256(b"ord").hexdigest()}
    assert place.seen().altered == ()
    path.write_bytes(b"annat")
    assert place.seen().altered == (path.name,)


def test_a_second_handling_keeps_the_first(place: Shelf) -> None:
    """One manifest holds all handlingar of the ärende."""
    other = replace(place, stem="2021-02-05-avslut")
    publish(place, {".docx": b"a"}, ENTRY)
    publish(other, {".docx": b"b"}, ENTRY)
    assert place.entry is not None
    assert other.entry is not None


def test_an_old_pdf_does_not_outlive_its_draft(place: Shelf) -> None:
    """When only the Word file is made anew, the PDF of the earlier draft is taken away."""
    publish(place, {".docx": b"a", ".pdf": b"p"}, ENTRY)
    publish(place, {".docx": b"b"}, ENTRY)
    assert not place.file(".pdf").exists()
    assert place.seen().altered == ()


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file_whole(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up costs neither the old file nor leaves a half one."""
    path = tmp_path / "a.docx"
    path.write_bytes(b"gammal")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if failing == "fsync":
        monkeypatch.setattr(wholefile.os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="space"):
        write_whole(path, b"ny")
    assert [file.name for file in tmp_path.iterdir()] == ["a.docx"]
    assert path.read_bytes() == b"gammal"


def test_a_full_disk_is_a_finding(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user hears what to do, and operations get their exit code."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, "write_beside", full)
    with pytest.raises(FolderError) as caught:
        publish(place, {".docx": b"a"}, ENTRY)
    assert caught.value.exit_code is ExitCode.FOLDER
    assert "disken" in caught.value.findings[0].remedy


def _document(shop: Workshop) -> Document:
    return documents(CASES[0], shop)[0][0]


def test_a_folder_of_another_arende_is_refused(words: Workshop, tmp_path: Path) -> None:
    """Two diarienummer that give the same folder never share it."""
    document = _document(words)
    folder = tmp_path / folder_name(document.arende.diarienummer)
    folder.mkdir()
    (folder / MANIFEST).write_text('{"diarienummer": "ETT/1/2000", "handlingar": {}}', "utf-8")
    with pytest.raises(FolderError, match="hör till ärendet ETT/1/2000"):
        shelf(document.arende, document.handling, tmp_path)


def test_a_link_out_of_the_folder_is_refused(words: Workshop, tmp_path: Path) -> None:
    """A folder that leads elsewhere is not followed."""
    document = _document(words)
    (tmp_path / "ut").mkdir()
    (tmp_path / "annan").mkdir()
    (tmp_path / "ut" / folder_name(document.arende.diarienummer)).symlink_to(tmp_path / "annan")
    with pytest.raises(FolderError, match="leder ut ur"):
        shelf(document.arende, document.handling, tmp_path / "ut")


def test_a_broken_manifest_is_a_finding(words: Workshop, tmp_path: Path) -> None:
    """A manifest that cannot be read stops publishing instead of being written over."""
    document = _document(words)
    folder = tmp_path / folder_name(document.arende.diarienummer)
    folder.mkdir()
    (folder / MANIFEST).write_text("{", "utf-8")
    with pytest.raises(FolderError, match="Manifestet"):
        shelf(document.arende, document.handling, tmp_path)


def test_nothing_to_do_writes_nothing(shop: Workshop, case: Case, write: Write) -> None:
    """The same case a second time is «oförändrad», and no file is touched."""
    path = write(case)
    [first] = render_file(path, shop)
    stamps = {file: file.stat().st_mtime_ns for file in first.files}
    [second] = render_file(path, shop)
    assert (first.outcome, second.outcome) == (Outcome.DONE, Outcome.UNCHANGED)
    assert {file: file.stat().st_mtime_ns for file in second.files} == stamps


@pytest.mark.parametrize("status", ["upprattad", "beslutad", "expedierad"])
def test_a_frozen_handling_is_never_written_over(status: str, shop: Workshop, case: Case, write: Write) -> None:
    """Once published as upprättad or later, other facts change nothing, and the report says so."""
    case["handlingar"][0]["status"] = status
    [first] = render_file(write(case), shop)
    before = {file: file.read_bytes() for file in first.files}
    case["handlingar"][0]["rubrik"] = "En annan rubrik"
    [second] = render_file(write(case), shop)
    assert (first.outcome, second.outcome) == (Outcome.DONE, Outcome.FROZEN)
    assert "skrivs inte över" in second.findings[0].message
    assert {file: file.read_bytes() for file in before} == before


def test_a_frozen_file_that_was_changed_is_an_alarm(shop: Workshop, case: Case, write: Write) -> None:
    """A published file that is no longer what the manifest says is refused, not mended in silence."""
    case["handlingar"][0]["status"] = "expedierad"
    [first] = render_file(write(case), shop)
    first.files[0].write_bytes(b"manipulerad")
    [second] = render_file(write(case), shop)
    assert (second.outcome, second.exit_code) == (Outcome.REFUSED, ExitCode.OUTPUT)
    assert first.files[0].name in second.findings[0].message


def test_a_draft_becomes_final_once(shop: Workshop, case: Case, write: Write) -> None:
    """From utkast to upprättad the files are made anew, without the mark of a draft."""
    render_file_once = list(render_file(write(case), shop))
    case["handlingar"][0]["status"] = "upprattad"
    [second] = render_file(write(case), shop)
    assert (render_file_once[0].outcome, second.outcome) == (Outcome.DONE, Outcome.DONE)


@pytest.mark.office
def test_a_final_word_file_can_get_its_pdf_later(office_shop: Workshop, case: Case, write: Write) -> None:
    """Published without PDF, a frozen handling gains one; its Word file is not touched."""
    case["handlingar"][0]["status"] = "upprattad"
    path = write(case)
    [first] = render_file(path, Workshop(office_shop.settings))
    stamp = first.files[0].stat().st_mtime_ns
    [second] = render_file(path, office_shop)
    assert [file.suffix for file in second.files] == [".docx", ".pdf"]
    assert second.files[0].stat().st_mtime_ns == stamp
    [third] = render_file(path, office_shop)
    assert (third.outcome, third.findings) == (Outcome.FROZEN, ())


def test_status_moves_on_in_the_manifest(shop: Workshop, case: Case, write: Write) -> None:
    """From upprättad to expedierad the manifest follows and the files stay; back to utkast is told apart."""
    handling = case["handlingar"][0]
    outcomes = []
    for status in ("upprattad", "beslutad", "expedierad"):
        handling["status"] = status
        [result] = render_file(write(case), shop)
        outcomes.append((result.outcome, result.findings))
        manifest = json.loads((result.files[0].parent / MANIFEST).read_text("utf-8"))
        assert manifest["handlingar"]["2019-10-07-tjansteskrivelse"]["status"] == status
    assert outcomes == [(Outcome.DONE, ()), (Outcome.FROZEN, ()), (Outcome.FROZEN, ())]
    handling["status"] = "utkast"
    [back] = render_file(write(case), shop)
    assert [finding.code for finding in back.findings] == ["fryst-underlag-andrat"]
    assert "expedierad" in back.findings[0].message


@pytest.mark.office
def test_another_program_is_no_change_of_a_frozen_handling(office_shop: Workshop, case: Case, write: Write) -> None:
    """Run without LibreOffice on what was made with it: nothing is said, since nobody changed anything."""
    case["handlingar"][0]["status"] = "beslutad"
    path = write(case)
    list(render_file(path, office_shop))
    [again] = render_file(path, Workshop(office_shop.settings))
    assert (again.outcome, again.findings) == (Outcome.FROZEN, ())


def test_another_handling_does_not_disturb_a_frozen_one(shop: Workshop, case: Case, write: Write) -> None:
    """A new handling in the same file is no change of one that is final."""
    case["handlingar"][0]["status"] = "upprattad"
    list(render_file(write(case), shop))
    case["handlingar"].append({**case["handlingar"][0], "datum": "2019-12-01", "status": "utkast"})
    first, second = render_file(write(case), shop)
    assert (first.outcome, first.findings, second.outcome) == (Outcome.FROZEN, (), Outcome.DONE)


def test_a_cancelled_handling_makes_nothing(shop: Workshop, case: Case, write: Write) -> None:
    """A makulerad handling is passed over, and the report says why."""
    case["handlingar"][0]["status"] = "makulerad"
    [result] = render_file(write(case), shop)
    assert (result.outcome, result.files, result.exit_code) == (Outcome.SKIPPED, (), 0)
    assert not shop.settings.out.exists()


def test_what_is_cancelled_later_stays_and_is_marked(shop: Workshop, case: Case, write: Write) -> None:
    """Files that were published stay where they are; the manifest says makulerad."""
    case["handlingar"][0]["status"] = "expedierad"
    [first] = render_file(write(case), shop)
    case["handlingar"][0]["status"] = "makulerad"
    list(render_file(write(case), shop))
    manifest = json.loads((first.files[0].parent / MANIFEST).read_text("utf-8"))
    assert manifest["handlingar"]["2019-10-07-tjansteskrivelse"]["status"] == "makulerad"
    assert first.files[0].exists()


def test_a_file_that_the_manifest_does_not_know_is_not_written_over(shop: Workshop, case: Case, write: Write) -> None:
    """Without its manifest a document may be final, so it is left alone and the report says how to go on."""
    case["handlingar"][0]["status"] = "upprattad"
    [first] = render_file(write(case), shop)
    before = first.files[0].read_bytes()
    (first.files[0].parent / MANIFEST).unlink()
    case["handlingar"][0]["rubrik"] = "Annat"
    [second] = render_file(write(case), shop)
    assert (second.outcome, second.exit_code) == (Outcome.FAILED, ExitCode.FOLDER)
    assert [finding.code for finding in second.findings] == ["fil-okand"]
    assert first.files[0].read_bytes() == before


def test_a_run_that_was_cut_off_is_taken_up_again(shop: Workshop, case: Case, write: Write) -> None:
    """Files without a manifest, but with the mark of publishing under way, are our own and made anew."""
    [first] = render_file(write(case), shop)
    folder = first.files[0].parent
    (folder / MANIFEST).unlink()
    (folder / f".{first.files[0].stem}.pagar").touch()
    [second] = render_file(write(case), shop)
    assert second.outcome is Outcome.DONE
    assert sorted(path.name for path in folder.iterdir()) == sorted([first.files[0].name, MANIFEST])


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"diarienummer": "GNS/8/2019", "handlingar": []}',
        '{"diarienummer": "GNS/8/2019", "handlingar": {"2019-10-07-tjansteskrivelse": {}}}',
        '{"diarienummer": "GNS/8/2019", "handlingar": {"x": {"status": "fryst", "filer": {}, "underlag": {}}}}',
        '{"diarienummer": "GNS/8/2019", "handlingar": {"x": {"status": "utkast", "filer": {"../../offer.txt": "0"}, '
        '"underlag": {}, "sidor": null}}}',
    ],
)
def test_a_manifest_changed_by_hand_is_not_believed(
    content: str, shop: Workshop, case: Case, write: Write, tmp_path: Path
) -> None:
    """Whatever was done to it: a finding, no traceback, and no file outside is touched."""
    victim = tmp_path / "offer.txt"
    victim.write_text("kvar", "utf-8")
    folder = shop.settings.out / "GNS-8-2019"
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text(content, "utf-8")
    [result] = render_file(write(case), shop)
    assert [finding.code for finding in result.findings] == ["manifest-trasigt"]
    assert victim.exists()


def test_two_files_do_not_make_the_same_handling(shop: Workshop, case: Case, write: Write) -> None:
    """A second case file with the same number, format and date is refused while the first is there."""
    [first] = render_file(write(case, "a.json"), shop)
    other = write({**case, "arendemening": "Annat"}, "b.json")
    [second] = render_file(other, shop)
    assert (first.outcome, second.outcome) == (Outcome.DONE, Outcome.REFUSED)
    assert "a.json" in second.findings[0].message
    (other.parent / "a.json").unlink()
    [renamed] = render_file(other, shop)
    assert renamed.outcome is Outcome.DONE


def test_runs_at_the_same_time_lose_no_entry(tmp_path: Path, case: Case, write: Write) -> None:
    """Four programs publish into one folder at once; the manifest has all four."""
    paths = []
    for day in range(1, 5):
        case["handlingar"][0]["datum"] = f"2019-10-0{day}"
        paths.append(write(case, f"{day}.json"))
    command = [
        sys.executable,
        "-m",
        "generator",
        "rendera",
        "--utan-pdf",
        "--ut",
        str(tmp_path / "ut"),
        "--rot",
        str(ROOT),
    ]
    running = [subprocess.Popen([*command, str(path)], cwd=ROOT, stdout=subprocess.DEVNULL) for path in paths]
    assert [one.wait(120) for one in running] == [0] * 4
    manifest = json.loads((tmp_path / "ut" / "GNS-8-2019" / MANIFEST).read_text("utf-8"))
    assert len(manifest["handlingar"]) == 4
