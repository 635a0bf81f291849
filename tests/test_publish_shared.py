"""Publishing in a folder that others use: open documents, other machines, what a run that was cut off has left."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator import wholefile
from generator.claims import Claim
from generator.errors import CaseError, ExitCode, FolderError
from generator.making import Making
from generator.model import Status
from generator.pipeline import check_file, render_file
from generator.results import Made, Outcome
from generator.steps import publish as step
from generator.steps.publish import MANIFEST, OVERTAKEN, Shelf, look_up, mend, note_status, occupancy, publish, shelf
from generator.steps.publish.journal import Journal
from generator.wholefile import is_temporary
from generator.wordlocks import opened
from generator.workshop import Workshop
from tests.conftest import CASES, Case, Write
from tests.tools import documents

ENTRY = {"status": "utkast", "underlag": {}, "sidor": 1}
OLD, NEW = {".docx": b"gammal", ".pdf": b"gammal"}, {".docx": b"ny", ".pdf": b"ny"}
WHO = "Åsa Öberg"


@pytest.fixture
def place(tmp_path: Path) -> Shelf:
    """A handling's place in an empty folder."""
    return Shelf(folder=tmp_path / "GNS-8-2019", stem="2019-10-07-skrivelse", diarienummer="GNS/8/2019")


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for another machine in a test."""
    monkeypatch.setattr(occupancy, "PATIENCE", 0.0)


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def owner_file(who: str) -> bytes:
    """What Word writes beside a document that somebody has open."""
    narrow, wide = who.encode("cp1252"), who.encode("utf-16-le")
    return (bytes([len(narrow)]) + narrow).ljust(54, b"\0") + (bytes([len(who), 0]) + wide).ljust(108, b"\0")


def cut_off(
    place: Shelf, new: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch, entry: Mapping[str, Any] = ENTRY
) -> None:
    """Publish, and be stopped when the journal lies there."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "carry_out", stopped)
        with pytest.raises(KeyboardInterrupt):
            publish(place, new, entry)


@pytest.mark.parametrize(
    ("lock", "content", "who"),
    [
        ("~$19-10-07-skrivelse.docx", owner_file(WHO), WHO),
        ("~$2019-10-07-skrivelse.docx", owner_file(WHO), WHO),
        ("~$19-10-07-skrivelse.docx", owner_file(WHO)[:54], WHO),
        ("~$19-10-07-skrivelse.docx", b"", "Någon"),
        ("~$19-10-07-skrivelse.docx", b"\xff" * 162, "Någon"),
        (".~lock.2019-10-07-skrivelse.docx#", f"{WHO},asa,kontor-7,01.03.2026 02:13,file:///p;".encode(), WHO),
        (".~lock.2019-10-07-skrivelse.pdf#", b",asa,kontor-7,01.03.2026 02:13,file:///p;", "asa"),
        (".~lock.2019-10-07-skrivelse.docx#", b"\xff\xfe", "Någon"),
    ],
)
def test_an_open_document_is_not_written_over(lock: str, content: bytes, who: str, place: Shelf) -> None:
    """Open in Word or LibreOffice: the finding names who has it, and nothing at all is written."""
    publish(place, OLD, ENTRY)
    (place.folder / lock).write_bytes(content)
    before = files(place.folder)
    with pytest.raises(FolderError) as caught:
        publish(place, NEW, ENTRY)
    [finding] = caught.value.findings
    assert finding.code == "oppen-i-word"
    assert finding.message.startswith(f"{who} har {place.stem}.")
    assert "stänga" in finding.remedy
    assert files(place.folder) == before


def test_what_somebody_else_published_meanwhile_is_not_written_over(place: Shelf) -> None:
    """A document that was begun before another was published is refused, and so is its status; nothing is touched."""
    for before in ({}, OLD):
        if before:
            publish(place, before, ENTRY)
        seen = place.seen()
        publish(place, {**NEW, ".docx": b"nyast" + b"!" * len(before)}, ENTRY)
        there = files(place.folder)
        for act in (
            lambda seen=seen: publish(place, NEW, ENTRY, seen),
            lambda seen=seen: note_status(place, Status.EXPEDIERAD, seen),
        ):
            with pytest.raises(FolderError) as caught:
                act()
            assert [finding.code for finding in caught.value.findings] == [OVERTAKEN]
        assert files(place.folder) == there


def test_a_publication_of_ones_own_that_was_cut_off_is_no_others(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who tries once more after a publication that was halfway finds its own document, and is not refused."""
    publish(place, OLD, ENTRY)
    seen = place.seen()
    cut_off(place, NEW, monkeypatch)
    publish(place, NEW, ENTRY, seen)
    assert place.file(".docx").read_bytes() == b"ny"
    with pytest.raises(FolderError):
        publish(place, OLD, ENTRY, seen)


def test_a_document_that_was_published_while_another_was_made(
    shop: Workshop, case: Case, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who renders is told to do so again, and what lies there is what the other made."""
    path, made = write(case), Making.made

    def slow(self: Making) -> Made:
        with monkeypatch.context() as quick:
            quick.setattr(Making, "made", made)
            case["arendemening"] = "Den andras"
            [other] = render_file(write(case), shop)
            assert other.outcome is Outcome.DONE
        return made(self)

    monkeypatch.setattr(Making, "made", slow)
    [mine] = render_file(path, shop)
    assert (mine.outcome, mine.exit_code) == (Outcome.FAILED, ExitCode.FOLDER)
    assert [finding.code for finding in mine.findings] == [OVERTAKEN]
    assert "igen" in mine.findings[0].remedy
    monkeypatch.setattr(Making, "made", made)
    assert [one.outcome for one in render_file(path, shop)] == [Outcome.UNCHANGED]


def test_who_has_lost_the_folder_removes_nothing(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that was to go may be another's by now: it is asked before, not after, whether the folder is still ours."""
    publish(place, OLD, ENTRY)
    answers = iter([True, False])
    monkeypatch.setattr(Claim, "held", lambda _: next(answers, False))
    with pytest.raises(FolderError):
        publish(place, {".docx": b"ny"}, ENTRY)
    assert place.file(".pdf").exists()


def test_the_folder_of_all_that_is_published_is_not_made_anew(place: Shelf) -> None:
    """It has been renamed or unmounted: nobody would know what is upprättat in an empty one."""
    gone = replace(place, folder=place.folder.parent / "ut" / place.folder.name)
    with pytest.raises(FolderError):
        publish(gone, NEW, ENTRY)
    assert not gone.folder.parent.exists()


def test_an_open_file_that_stays_as_it_is_stops_nobody(place: Shelf) -> None:
    """Somebody reads the Word file, and only the PDF is made anew."""
    publish(place, OLD, ENTRY)
    (place.folder / "~$19-10-07-skrivelse.docx").write_bytes(owner_file(WHO))
    publish(place, {**OLD, ".pdf": b"ny"}, ENTRY)
    assert place.file(".pdf").read_bytes() == b"ny"


def test_an_open_file_is_not_removed(place: Shelf) -> None:
    """A PDF that is to go, and that somebody has open, stays with all the others."""
    publish(place, OLD, ENTRY)
    (place.folder / f".~lock.{place.stem}.pdf#").write_bytes(b"")
    before = files(place.folder)
    with pytest.raises(FolderError, match="öppet"):
        publish(place, {".docx": b"ny"}, ENTRY)
    assert files(place.folder) == before


def test_an_old_lock_file_is_named(place: Shelf) -> None:
    """A lock file that lies there for days is probably forgotten: a person is told which file to remove."""
    publish(place, OLD, ENTRY)
    lock = place.folder / "~$19-10-07-skrivelse.docx"
    lock.write_bytes(owner_file(WHO))
    then = time.time() - 5 * 86_400
    os.utime(lock, (then, then))
    with pytest.raises(FolderError) as caught:
        publish(place, NEW, ENTRY)
    assert lock.name in caught.value.findings[0].remedy


@pytest.mark.parametrize(
    ("name", "lock"),
    [("brev.docx", "~$brev.docx"), ("skrivel.docx", "~$krivel.docx"), ("skrivels.docx", "~$rivels.docx")],
)
def test_words_names_of_owner_files(name: str, lock: str, tmp_path: Path) -> None:
    """Up to six letters are kept whole, of seven the first is left out, of more the first two."""
    assert opened(tmp_path / name) is None
    (tmp_path / lock).write_bytes(owner_file(WHO))
    found = opened(tmp_path / name)
    assert found is not None
    assert (found.who, found.lock.name) == (WHO, lock)


def test_a_server_that_refuses_an_open_file_is_understood(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any lock file: the server says that another machine has the file, before anything is written."""
    publish(place, OLD, ENTRY)
    before, real = files(place.folder), Path.open

    def busy(self: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        if mode == "r+b":
            raise OSError(errno.EBUSY, "Device or resource busy")
        return real(self, mode, *more, **named)

    monkeypatch.setattr(Path, "open", busy)
    with pytest.raises(FolderError) as caught:
        publish(place, NEW, ENTRY)
    assert caught.value.findings[0].code == "oppen-i-word"
    assert files(place.folder) == before


def occupied(folder: Path, age: float = 0) -> None:
    """Let another machine be at work in a folder."""
    said = {"dator": "kontor-7", "process": 4711, "startad": 1.5, "marke": "m", "sedan": "2026-03-01T02:13:00+01:00"}
    (folder / ".las").write_text(json.dumps({**said, "giltig_sekunder": occupancy.LEASE}), "utf-8")
    then = time.time() - age
    os.utime(folder / ".las", (then, then))


@pytest.mark.parametrize(
    "act", [lambda place: publish(place, NEW, ENTRY), lambda place: note_status(place, Status.EXPEDIERAD)]
)
def test_a_folder_in_which_another_machine_works_is_left_alone(act: Callable[[Shelf], object], place: Shelf) -> None:
    """Who does not get the folder in time is told which machine has it, and since when."""
    publish(place, OLD, ENTRY)
    occupied(place.folder)
    before = files(place.folder)
    with pytest.raises(FolderError) as caught:
        act(place)
    [finding] = caught.value.findings
    assert finding.code == "mapp-anvands"
    assert "kontor-7" in finding.message
    assert "2026-03-01 02:13" in finding.message
    assert files(place.folder) == before


def test_a_folder_that_a_dead_machine_had_is_taken_over(place: Shelf) -> None:
    """A claim that nobody has kept alive for longer than its lease stops nobody, and nothing is left of it."""
    publish(place, OLD, ENTRY)
    occupied(place.folder, age=2 * occupancy.LEASE)
    publish(place, NEW, ENTRY)
    assert sorted(files(place.folder)) == sorted([*(f"{place.stem}{suffix}" for suffix in NEW), MANIFEST])


def test_who_has_lost_the_folder_changes_nothing(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that was away until another had taken over publishes nothing, and leaves no half file."""
    publish(place, OLD, ENTRY)
    before = files(place.folder)
    monkeypatch.setattr(Claim, "held", lambda _: False)
    with pytest.raises(FolderError) as caught:
        publish(place, NEW, ENTRY)
    monkeypatch.undo()
    (place.folder / ".las").unlink()  # this process still lives, so nobody takes it over
    assert caught.value.findings[0].code == "mapp-anvands"
    assert files(place.folder) == before


@pytest.mark.parametrize("call", ["fsync", "replace", "write", "link"])
def test_a_disk_that_fills_up_anywhere_costs_nothing(call: str, place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever write fails: it is told, and with room again the folder is mended to the old document or the new."""
    publish(place, OLD, ENTRY)
    old, number = files(place.folder), 0
    while True:
        number += 1
        error = fails(call, number, monkeypatch, lambda: publish(place, NEW, ENTRY))
        if error is None:
            break
        assert error.exit_code is ExitCode.FOLDER
        assert "disken är full" in error.findings[0].message
        assert not {name for name in files(place.folder) if is_temporary(name)} or place.under_way.exists()
        mend(place.folder)
        now = {name: content for name, content in files(place.folder).items() if name != MANIFEST}
        assert len(now) == 2
        assert set(now.values()) in ({b"gammal"}, {b"ny"})
        assert place.seen().altered == ()
        publish(place, OLD, ENTRY)
        assert files(place.folder) == old
    assert place.file(".docx").read_bytes() == b"ny"
    assert number > 1 or call == "link"


def fails(call: str, number: int, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> FolderError | None:
    """What is said when the disk is full from the n-th call on; None when it never got that far."""
    owner: Any = {"replace": Path, "write": Path}.get(call, os)
    name = {"write": "write_bytes"}.get(call, call)
    real, calls = getattr(owner, name), 0

    def full(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls >= number:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, full)
        try:
            act()
        except FolderError as error:
            return error
        return None


def test_a_folder_that_vanishes_is_a_finding(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Removed in the midst of publishing: it is told, and nothing is left behind."""
    real = step.write_beside

    def vanish(path: Path, content: bytes) -> Path:
        shutil.rmtree(place.folder)
        return real(path, content)

    monkeypatch.setattr(step, "write_beside", vanish)
    with pytest.raises(FolderError) as caught:
        publish(place, NEW, ENTRY)
    assert caught.value.findings[0].code == "skriva-gick-inte"
    assert not place.folder.exists()


@pytest.mark.parametrize(
    ("there", "number"),
    [("gns-8-2019", "GNS/8/2019"), (unicodedata.normalize("NFD", "Öre-1"), "Öre/1"), ("STRASSE-1", "straße/1")],
)
def test_folders_with_nearly_the_same_name_are_refused(there: str, number: str, tmp_path: Path) -> None:
    """Names that are one on another system: both are named, and no folder is made."""
    (tmp_path / there).mkdir()
    place = Shelf(folder=tmp_path / step.folder_name(number), stem="2019-10-07-skrivelse", diarienummer=number)
    with pytest.raises(FolderError) as caught:
        publish(place, NEW, ENTRY)
    [finding] = caught.value.findings
    assert finding.code == "mapp-snarlik"
    assert there in finding.message
    assert place.folder.name in finding.message
    assert [path.name for path in tmp_path.iterdir()] == [there]


@pytest.mark.parametrize(("number", "handling"), [("GNS/8/2019", "x" * 240), ("\U00020000" * 70, "2")])
def test_names_that_no_disk_takes_are_refused(number: str, handling: str, words: Workshop, tmp_path: Path) -> None:
    """Longer than 255 bytes: the case file is to be changed, and nothing is written."""
    document = documents(CASES[0], words)[0][0]
    arende = replace(document.arende, diarienummer=number)
    with pytest.raises(CaseError) as caught:
        shelf(arende, replace(document.handling, number=handling), tmp_path)
    assert caught.value.findings[0].code == "namn-for-langt"
    assert caught.value.findings[0].place.file == arende.source
    assert list(tmp_path.iterdir()) == []


def test_the_longest_name_can_be_published(tmp_path: Path) -> None:
    """What is written on the way to a name of 255 bytes is no longer than that."""
    place = Shelf(folder=tmp_path / "a", stem="x" * (255 - len("..pagar")), diarienummer="a")
    publish(place, NEW, ENTRY)
    publish(place, {".docx": b"nyare", ".html": b"nyare"}, ENTRY)
    assert place.seen().altered == ()


def test_a_publication_that_was_cut_off_is_finished_by_the_next(
    shop: Workshop, case: Case, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rendering finishes what was begun in earnest before it looks; one who only checks writes nothing."""
    path = write(case)
    [first] = render_file(path, shop)
    folder = first.files[0].parent
    place = Shelf(folder=folder, stem=first.files[0].stem, diarienummer="GNS/8/2019")
    entry = place.entry
    assert entry is not None
    cut_off(place, {".docx": b"ny"}, monkeypatch, entry)
    before = files(folder)
    assert len(before) == 4
    [checked] = check_file(path, shop)
    assert checked.outcome is Outcome.DONE
    assert files(folder) == before
    document = documents(path, shop)[0][0]
    assert look_up(document.arende, document.handling, shop.settings.out).seen().altered == ()
    found = shelf(document.arende, document.handling, shop.settings.out)
    assert found.file(".docx").read_bytes() == b"ny"
    assert found.seen().altered == ()
    assert sorted(files(folder)) == sorted([first.files[0].name, MANIFEST])


def test_what_never_came_to_anything_is_swept_away(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """New files of a run that was cut off before its journal lay there are removed; the old document stands."""
    publish(place, OLD, ENTRY)
    before = files(place.folder)
    for name in (".0000000a-1.tmp", ".ffff12345-99999.tmp"):
        (place.folder / name).write_bytes(b"halv")
    (place.folder / ".eget.tmp").write_bytes(b"annans")
    assert mend(place.folder) == ()
    assert files(place.folder) == {**before, ".eget.tmp": b"annans"}
    assert mend(place.folder.parent / "finns inte") == ()


def test_an_interruption_just_after_the_journal_keeps_the_new_files(
    place: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C when the journal has come to lie there: the files that it names are not taken away."""
    publish(place, OLD, ENTRY)

    def stopped(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(wholefile, "flush_folder", stopped)
        with pytest.raises(KeyboardInterrupt):
            publish(place, NEW, ENTRY)
    assert mend(place.folder) == (place.stem,)
    assert place.file(".docx").read_bytes() == b"ny"
    assert place.seen().altered == ()


def test_the_trace_of_a_takeover_that_was_cut_off_is_swept_away(place: Shelf) -> None:
    """Somebody died while taking over the folder from somebody who gave it back after all."""
    publish(place, OLD, ENTRY)
    before = files(place.folder)
    occupied(place.folder, age=2 * occupancy.LEASE)
    (place.folder / ".las").rename(place.folder / ".las.byter")
    assert mend(place.folder) == ()
    assert files(place.folder) == before


def test_where_somebody_is_at_work_nothing_is_swept(place: Shelf) -> None:
    """The files that another machine is writing just now are its own."""
    publish(place, OLD, ENTRY)
    occupied(place.folder)
    (place.folder / ".0000000a-1.tmp").write_bytes(b"halv")
    before = files(place.folder)
    assert mend(place.folder) == ()
    assert files(place.folder) == before


def test_one_handling_that_cannot_be_finished_stops_no_other(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open document waits, with its new files; the others of the folder are published, and it is finished later."""
    other = replace(place, stem="2021-02-05-avslut")
    publish(place, OLD, ENTRY)
    cut_off(place, NEW, monkeypatch)
    lock = place.folder / "~$19-10-07-skrivelse.docx"
    lock.write_bytes(owner_file(WHO))
    publish(other, OLD, ENTRY)
    assert other.seen().altered == ()
    with pytest.raises(FolderError, match=WHO):
        publish(place, {".docx": b"nyast"}, ENTRY)
    with pytest.raises(FolderError, match=WHO):
        mend(place.folder)
    assert place.file(".docx").read_bytes() == b"gammal"
    lock.unlink()
    assert mend(place.folder) == (place.stem,)
    assert place.file(".docx").read_bytes() == b"ny"
    assert place.seen().altered == ()


def test_a_new_file_that_the_disk_has_spoiled_replaces_nothing(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its digest is another than the journal says: the old one stays, and is known as not what it should be."""
    publish(place, OLD, ENTRY)
    cut_off(place, NEW, monkeypatch)
    for path in place.folder.glob(".*.tmp"):
        path.write_bytes(b"skrap")
    mend(place.folder)
    assert place.file(".docx").read_bytes() == b"gammal"
    assert len(place.seen().altered) == 2
    assert sorted(files(place.folder)) == sorted([MANIFEST, *(f"{place.stem}{suffix}" for suffix in OLD)])


def test_a_journal_cannot_change_what_is_final(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody has made the handling final since: its files stay, and a person is told."""
    publish(place, OLD, ENTRY)
    cut_off(place, NEW, monkeypatch)
    manifest = json.loads((place.folder / MANIFEST).read_text("utf-8"))
    manifest["handlingar"][place.stem]["status"] = "beslutad"
    (place.folder / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(FolderError) as caught:
        mend(place.folder)
    assert caught.value.findings[0].code == "handling-fryst"
    assert place.seen().altered == ()


@pytest.mark.parametrize(
    "change",
    [
        {"flyttas": {".0000000a-1.tmp": "../offer.txt"}},
        {"flyttas": {"offer.txt": "2019-10-07-skrivelse.docx"}},
        {"flyttas": {"../offer.txt": "2019-10-07-skrivelse.docx"}},
        {"flyttas": {".0000000a-1.tmp": ["x"]}},
        {"flyttas": []},
        {"tas_bort": ["../offer.txt"]},
        {"tas_bort": ["2021-02-05-avslut.docx"]},
        {"tas_bort": ["2019-10-07-skrivelse.docx"]},
        {"tas_bort": [7]},
        {"tas_bort": "x"},
        {"post": {}},
        {"post": None},
        {"diarienummer": 7},
    ],
)
def test_a_journal_changed_by_hand_is_not_believed(
    change: Mapping[str, Any], place: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is written in it: no file of others is touched, and the document is the old one."""
    other = replace(place, stem="2021-02-05-avslut")
    publish(other, OLD, ENTRY)
    publish(place, OLD, ENTRY)
    for victim in (place.folder / "offer.txt", place.folder.parent / "offer.txt"):
        victim.write_bytes(b"kvar")
    cut_off(place, NEW, monkeypatch)
    said = json.loads(place.under_way.read_bytes())
    place.under_way.write_text(json.dumps({**said, **change}), "utf-8")
    mend(place.folder)
    assert (place.folder / "offer.txt").read_bytes() == b"kvar"
    assert (place.folder.parent / "offer.txt").read_bytes() == b"kvar"
    assert (place.seen().altered, other.seen().altered) == ((), ())
    assert place.file(".docx").read_bytes() == b"gammal"
    publish(place, NEW, ENTRY)
    assert not place.under_way.exists()


def test_a_journal_of_another_arende_records_nothing(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two diarienummer that give one folder never share it, whatever lies there."""
    publish(place, OLD, ENTRY)
    cut_off(place, NEW, monkeypatch)
    said = json.loads(place.under_way.read_bytes())
    place.under_way.write_text(json.dumps({**said, "diarienummer": "ETT/1/2000"}), "utf-8")
    with pytest.raises(FolderError, match="hör till ärendet GNS/8/2019"):
        mend(place.folder)
    with pytest.raises(FolderError, match="hör till ärendet GNS/8/2019"):
        publish(replace(place, stem="2021-02-05-x", diarienummer="ETT/1/2000"), NEW, ENTRY)
    assert place.seen().altered == ()


def test_an_open_document_is_one_line_of_the_report(shop: Workshop, case: Case, write: Write) -> None:
    """The handling fails with the folder's exit code and says who has it open; no other is disturbed."""
    [first] = render_file(write(case), shop)
    name = first.files[0].name
    (first.files[0].parent / f"~${name[2:]}").write_bytes(owner_file(WHO))
    case["handlingar"][0]["rubrik"] = "En annan rubrik"
    [second] = render_file(write(case), shop)
    assert (second.outcome, second.exit_code) == (Outcome.FAILED, ExitCode.FOLDER)
    assert WHO in second.findings[0].message
