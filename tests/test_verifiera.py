"""Published files looked at again: whether they are untouched, what they say, and whether they come out again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import click
import pikepdf
import pytest
from click.testing import CliRunner
from docx import Document as DocxDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archival import Fault, Imprint, Verdict
from generator.audit import words
from generator.audit.examine import audit
from generator.audit.handling import Means
from generator.audit.inputs import changes
from generator.audit.model import Audit, Standing
from generator.audit.rebuild import Rebuilder
from generator.audit.standards import judge
from generator.cli.main import group
from generator.engines.engine import Health
from generator.engines.libreoffice import LibreOffice
from generator.engines.verapdf import VeraPdf
from generator.errors import ExitCode, TemplateError
from generator.flow import Flow, Paragraph, Words
from generator.html import web_page
from generator.model import Status
from generator.pdf import conformance
from generator.pdf.xmp import packet
from generator.pipeline import render_file
from generator.settings import Settings
from generator.steps.publish import MANIFEST, Shelf, journal, publish
from generator.word.package import unpack
from generator.workshop import Workshop
from tests.conftest import ROOT

NUMBER, OTHER = "GNS/8/2019", "RUN/77/2024"
FINAL, DRAFT = "2019-10-07-skrivelse", "2021-02-05-skrivelse"
WORD = (ROOT / "templates" / "standard" / "brevmall.docx").read_bytes()
CASE = ROOT / "cases" / "gns-8-2019.json"
UPPRATTAD, BESLUTAD = Status.UPPRATTAD, Status.BESLUTAD
SUFFIXES = (".docx", ".html", ".pdf")


def pdf(title: str) -> bytes:
    """A small whole PDF that claims nothing."""
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.docinfo["/Title"] = title
    made.save(out, deterministic_id=True)
    return out.getvalue()


def page(title: str, **said: str) -> bytes:
    """A small web page, with what it says of itself."""
    metas = "".join(f'<meta name="handling.{name}" content="{value}">' for name, value in said.items())
    return f"<!doctype html><html><head><title>{title}</title>{metas}</head><body>{title}</body></html>".encode()


def entry(status: str, **more: Any) -> dict[str, Any]:
    """What a manifest says of a handling."""
    made_of = {"arende": {"fil": "arende.json", "sha256": "0" * 64}, "mallar": {}, "regler": {}, "program": {}}
    return {"status": status, "sidor": 1, "rubrik": "En rubrik", "underlag": made_of, **more}


def put(out: Path, stem: str, status: str, number: str = NUMBER, said: Mapping[str, str] | None = None) -> None:
    """Publish a handling with one file of each kind."""
    place = Shelf(folder=out / number.replace("/", "-"), stem=stem, diarienummer=number)
    claimed = {"diarienummer": number, "handling": stem, "status": status, **(said or {})}
    files = {".docx": WORD, ".pdf": pdf(f"{number} {stem}"), ".html": page(stem, **claimed)}
    out.mkdir(exist_ok=True)
    publish(place, files, entry(status))


def imprint() -> Imprint:
    """What a file of the decided handling says about itself."""
    return Imprint(
        title="Beslut", subject="Ämne", creator="Regionen", language="sv-SE", day=date(2019, 10, 7),
        diarienummer=NUMBER, handling=FINAL, format="skrivelse", status="beslutad",
        templates="m1", rules="r1", program="0.1",
    )  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where two handlingar of one ärende are published: one that is decided, one that is a draft."""
    folder = tmp_path / "out"
    put(folder, FINAL, "beslutad")
    put(folder, DRAFT, "utkast")
    return folder


@pytest.fixture
def folder(out: Path) -> Path:
    """The ärende's folder."""
    return out / "GNS-8-2019"


def ask(out: Path, *paths: Path, **means: Any) -> list[Audit]:
    """What is said of some files."""
    return list(audit(paths, Means(out=out, **means)))


def text(audits: Sequence[Audit]) -> str:
    """The answers as a person reads them."""
    return "\n".join(line for one in audits for line in words.lines(one, verbose=True))


def codes(one: Audit) -> set[str]:
    """The findings' codes."""
    return {finding.code for finding in one.findings}


def flip(path: Path) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_what_nobody_touched_is_untouched(out: Path, folder: Path) -> None:
    """Every file of every handling is what the manifest says; the answer is calm and the exit code 0."""
    audits = ask(out, folder)
    assert [(one.handling, one.standing, one.exit_code) for one in audits] == [
        (FINAL, Standing.UNTOUCHED, 0), (DRAFT, Standing.UNTOUCHED, 0)
    ]  # fmt: skip
    assert words.exit_code(audits) is ExitCode.OK
    assert text(audits).startswith(f"ORÖRD: {FINAL} i ärende {NUMBER}\n")
    assert "LARM" not in text(audits)
    assert words.summary(audits) == "Granskat: 2 orörda."


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(("stem", "alarm"), [(FINAL, True), (DRAFT, False)])
def test_one_byte_is_seen(suffix: str, stem: str, alarm: bool, out: Path, folder: Path) -> None:
    """One changed byte in a file of any kind is told; in a frozen handling it is an alarm, in a draft an error."""
    flip(folder / f"{stem}{suffix}")
    [one] = ask(out, folder / f"{stem}{suffix}")
    assert one.standing is Standing.CHANGED
    assert "fil-andrad" in codes(one)
    assert one.alarm is alarm
    assert one.exit_code is ExitCode.OUTPUT
    assert text([one]).startswith("LARM – ÄNDRAD" if alarm else "ÄNDRAD")
    assert ("arkivarien" in text([one])) is alarm
    assert ("generator rendera" in text([one])) is not alarm


def test_the_other_files_of_a_changed_handling_are_told_to_be_untouched(out: Path, folder: Path) -> None:
    """Of three files only the changed one is called so."""
    flip(folder / f"{FINAL}.pdf")
    [one, _] = ask(out, folder)
    assert {file.path.suffix: file.standing for file in one.files} == {
        ".docx": Standing.UNTOUCHED, ".pdf": Standing.CHANGED, ".html": Standing.UNTOUCHED
    }  # fmt: skip


def test_swapped_files_are_told(out: Path, folder: Path) -> None:
    """Two files that have changed names are both told, each with what it really is."""
    one, other, aside = folder / f"{FINAL}.pdf", folder / f"{DRAFT}.pdf", folder / "x"
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
    final, draft = ask(out, one, other)
    assert "fil-forvaxlad" in codes(final)
    assert "fil-forvaxlad" in codes(draft)
    assert f"publicerades som {DRAFT}.pdf" in text([final])
    assert final.alarm
    assert not draft.alarm


@pytest.mark.parametrize(("stem", "code"), [(FINAL, ExitCode.OUTPUT), (DRAFT, ExitCode.FOLDER)])
def test_a_missing_file_is_told(stem: str, code: ExitCode, out: Path, folder: Path) -> None:
    """A file that the manifest names and that is gone is an alarm for a frozen handling, else a missing file."""
    (folder / f"{stem}.pdf").unlink()
    for asked in (folder, folder / f"{stem}.pdf"):
        found = [one for one in ask(out, asked) if one.handling == stem]
        assert [(one.standing, one.exit_code) for one in found] == [(Standing.MISSING, code)]
        assert found[0].alarm is (stem == FINAL)


def test_a_renamed_file_is_recognised(out: Path, folder: Path) -> None:
    """A file that lies there under another name is named where the published one is missing, and when asked about."""
    new = (folder / f"{FINAL}.pdf").rename(folder / "beslut.pdf")
    [handling, _, stray] = ask(out, folder)
    assert "beslut.pdf har samma innehåll" in text([handling])
    assert stray.standing is Standing.UNTOUCHED
    assert "fil-omdopt" in codes(stray)
    [one] = ask(out, new)
    assert one.handling == FINAL
    assert f"publicerades som {FINAL}.pdf" in text([one])


def test_an_unknown_document_in_the_folder_is_told(out: Path, folder: Path) -> None:
    """A document that the manifest does not know is no published one; other files are mentioned only."""
    (folder / "annat.pdf").write_bytes(pdf("annat"))
    (folder / "anteckning.txt").write_text("ring Eva")
    (folder / "~$annat.docx").write_bytes(b"word")
    *_, stray, rest = ask(out, folder)
    assert (stray.standing, stray.exit_code, codes(stray) >= {"fil-okand"}) == (Standing.UNKNOWN, 7, True)
    assert (rest.standing, rest.exit_code) == (Standing.REMARKED, 0)
    assert [finding.place.file for finding in rest.findings] == [folder / "anteckning.txt", folder / "~$annat.docx"]


def test_an_empty_file_is_told(out: Path, folder: Path) -> None:
    """A file of no bytes is called empty, in the folder and from elsewhere."""
    (folder / f"{FINAL}.pdf").write_bytes(b"")
    (out.parent / "tom.pdf").write_bytes(b"")
    inside, outside = ask(out, folder / f"{FINAL}.pdf", out.parent / "tom.pdf")
    assert codes(inside) == codes(outside) == {"fil-tom"}
    assert inside.alarm


def test_a_file_that_cannot_be_read_is_told(out: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without permission nobody knows whether the file is untouched: no alarm, but no all-clear either."""

    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    [one] = ask(out, folder / f"{FINAL}.pdf")
    assert (one.standing, one.exit_code, one.alarm) == (Standing.UNREADABLE, ExitCode.FOLDER, False)
    assert "behörighet saknas" in text([one])


def test_a_folder_in_place_of_a_file_and_a_pipe_are_told(out: Path, folder: Path) -> None:
    """What is no file is never read: a pipe would be waited for forever."""
    (folder / f"{FINAL}.pdf").unlink()
    (folder / f"{FINAL}.pdf").mkdir()
    os.mkfifo(out.parent / "ror.pdf")
    inside, _, outside = ask(out, folder, out.parent / "ror.pdf")
    assert inside.standing is Standing.MISSING
    assert inside.alarm
    assert "en mapp ligger där" in text([inside])
    assert (outside.standing, outside.exit_code) == (Standing.UNREADABLE, ExitCode.FOLDER)


def test_links_are_told(out: Path, folder: Path) -> None:
    """A link to the right content is a warning; a link to nothing is a missing file."""
    kept = (folder / f"{FINAL}.pdf").rename(out.parent / "kvar.pdf")
    (folder / f"{FINAL}.pdf").symlink_to(kept)
    [one] = ask(out, folder / f"{FINAL}.pdf")
    assert (one.standing, one.exit_code, "fil-lank" in codes(one)) == (Standing.UNTOUCHED, 0, True)
    kept.unlink()
    [one] = ask(out, folder / f"{FINAL}.pdf")
    assert one.standing is Standing.MISSING
    assert "en länk till" in text([one])


def test_a_link_to_a_folder_is_not_followed(out: Path, folder: Path, tmp_path: Path) -> None:
    """A folder that links to itself does not make the work endless."""
    (out / "runt").symlink_to(out)
    audits = ask(out, out)
    assert [one.handling for one in audits] == [FINAL, DRAFT, None]
    assert codes(audits[-1]) == {"mapp-lank"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"\xff\xfe",
        b"[]",
        b'{"diarienummer": 1}',
        b'{"diarienummer": "a", "handlingar": {"x": {}}}',
    ],
)
def test_a_broken_manifest_is_told(content: bytes, out: Path, folder: Path) -> None:
    """A manifest that cannot be used is a finding for the folder, and the other folders are looked at all the same."""
    (folder / MANIFEST).write_bytes(content)
    put(out, FINAL, "utkast", OTHER)
    broken, whole = ask(out, out)
    assert (codes(broken), broken.exit_code) == ({"manifest-trasigt"}, ExitCode.FOLDER)
    assert whole.standing is Standing.UNTOUCHED
    first, second = ask(out, folder / f"{FINAL}.html")
    assert codes(first) == {"manifest-trasigt"}
    assert second.said["handling"] == FINAL
    assert f"Mappens {MANIFEST} går inte att använda, så det går inte att säga" in text([second])


def test_a_broken_manifest_is_told_in_good_swedish(out: Path, folder: Path) -> None:
    """The manifest is a neuter in Swedish, whatever is wrong with it."""
    (folder / MANIFEST).write_bytes(b"{")
    assert "Manifestet går inte att använda: det är inte hel JSON." in text(ask(out, folder))
    (folder / MANIFEST).write_bytes(b"[]")
    said = "Manifestet går inte att använda: det är ändrat för hand, eller skrivet av en annan version."
    assert said in text(ask(out, folder))


@pytest.mark.parametrize("odd", [None, 5, "text", [1], {"fil": 3}, {"a": {"anvant": 1}}])
def test_an_odd_manifest_never_breaks_the_answer(odd: Any, out: Path, folder: Path) -> None:
    """Whatever stands in the parts of a manifest that publishing does not check, there is an answer."""
    whole = json.loads((folder / MANIFEST).read_text("utf-8"))
    for record in whole["handlingar"].values():
        record.update(rubrik=odd, granskning=odd, underlag=dict.fromkeys(record["underlag"] | {"typsnitt": 1}, odd))
    (folder / MANIFEST).write_text(json.dumps(whole), "utf-8")
    audits = ask(out, folder, rebuilder=Rebuilder(ROOT))
    assert text(audits)
    assert json.dumps(words.as_json(audits))
    assert all(one.standing is Standing.UNTOUCHED for one in audits)


@pytest.mark.parametrize("files", [{}, {"": "x"}, {"..": "x"}, {"a\0b.pdf": "x"}, {"x" * 300: 5}])
def test_odd_names_in_a_manifest_are_never_untouched(files: dict[str, Any], out: Path, folder: Path) -> None:
    """A manifest edited to name no file, or what no file is called, gives an answer that is not calm."""
    whole = json.loads((folder / MANIFEST).read_text("utf-8"))
    whole["handlingar"][FINAL]["filer"] = files
    (folder / MANIFEST).write_text(json.dumps(whole), "utf-8")
    [one] = [one for one in ask(out, folder) if one.handling == FINAL and one.place == folder]
    assert one.standing in (Standing.MISSING, Standing.UNKNOWN, Standing.UNREADABLE)
    assert one.exit_code
    assert text([one])


def test_the_mark_of_an_interrupted_run_is_told(out: Path, folder: Path) -> None:
    """The mark of a run that was cut off is a warning, by its handling or, when none has it, by the folder."""
    (folder / f".{DRAFT}.pagar").touch()
    (folder / ".2020-01-01-annan.pagar").touch()
    final, draft, rest = ask(out, folder)
    assert "avbruten-korning" not in codes(final)
    assert "avbruten-korning" in codes(draft)
    assert codes(rest) == {"avbruten-korning"}
    assert {one.exit_code for one in (final, draft, rest)} == {0}


def cut_off(folder: Path, stem: str, files: Mapping[str, bytes], step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish a draft, and be cut off where its journal is carried out."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    place = Shelf(folder=folder, stem=stem, diarienummer=NUMBER)
    folder.parent.mkdir(exist_ok=True)
    with monkeypatch.context() as patched:
        patched.setattr(journal, step, stopped)
        with pytest.raises(KeyboardInterrupt):
            publish(place, files, entry("utkast"))


def test_a_half_published_draft_is_told_and_left(out: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New files before an old manifest: it is said, to run again is the remedy, and nothing is mended."""
    cut_off(folder, DRAFT, {".docx": WORD, ".html": page("ny", status="beslutad")}, "record", monkeypatch)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    [draft] = [one for one in ask(out, folder) if one.handling == DRAFT]
    assert {"avbruten-korning", "fil-halvvags", "fil-saknas"} <= codes(draft)
    assert draft.standing is Standing.CHANGED
    assert draft.exit_code
    ahead = next(one for one in draft.findings if one.code == "fil-halvvags")
    assert "igen" in ahead.remedy
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_first_publication_that_was_cut_off_is_no_lost_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files without a manifest, but with a journal: nobody is told to fetch a manifest that never was."""
    folder = tmp_path / "out" / "GNS-8-2019"
    cut_off(folder, DRAFT, {".docx": WORD}, "record", monkeypatch)
    found = {finding.code for one in ask(tmp_path / "out", folder) for finding in one.findings}
    assert "avbruten-korning" in found
    assert "manifest-saknas" not in found


def test_traces_of_publishing_are_told_as_such(out: Path, folder: Path) -> None:
    """A claim and a half file in a folder are no strange files, and no alarm."""
    for name in (".las", ".las.byter", ".0000000a-1.tmp"):
        (folder / name).touch()
    *_, rest = ask(out, folder)
    assert [one.code for one in rest.findings] == ["publicering-spar"] * 3
    assert rest.exit_code == 0


def test_a_copied_folder_is_told(out: Path, folder: Path) -> None:
    """A folder with another name than its ärende is mentioned, and its files compared as they are."""
    copy = shutil.copytree(folder, out.parent / "kopia")
    *handlingar, rest = ask(out, copy)
    assert all(one.standing is Standing.UNTOUCHED for one in handlingar)
    assert (codes(rest), rest.exit_code) == ({"mapp-annat-namn"}, 0)


def test_many_folders_are_gone_through(out: Path) -> None:
    """The folder of all folders gives an answer for each handling; the alarm decides the exit code."""
    put(out, FINAL, "expedierad", OTHER)
    flip(out / "RUN-77-2024" / f"{FINAL}.docx")
    (out / "GNS-8-2019" / f"{DRAFT}.pdf").unlink()
    audits = ask(out, out)
    assert [(one.diarienummer, one.standing, one.alarm) for one in audits] == [
        (NUMBER, Standing.UNTOUCHED, False), (NUMBER, Standing.MISSING, False), (OTHER, Standing.CHANGED, True)
    ]  # fmt: skip
    assert words.exit_code(audits) is ExitCode.OUTPUT
    assert words.summary(audits).startswith("LARM för 1 handling. ")


def test_the_reports_of_runs_are_no_documents(out: Path) -> None:
    """All that is published is looked at; the pages of the reports, which lie beside it, are not."""
    for name in ("senaste.html", "handlaggare/anna-berg.html", "logg/a.jsonl"):
        page = out / "rapport" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("<!DOCTYPE html><html lang='sv'><title>Körningen</title></html>", "utf-8")
    assert {one.standing for one in ask(out, out)} == {Standing.UNTOUCHED}


def test_a_folder_without_its_manifest_is_told(out: Path, folder: Path) -> None:
    """Documents in a published folder whose manifest is gone are never called untouched."""
    (folder / MANIFEST).unlink()
    audits = ask(out, folder)
    assert codes(audits[0]) == {"manifest-saknas"}
    assert {one.standing for one in audits} == {Standing.UNKNOWN}
    assert words.exit_code(audits) is ExitCode.FOLDER


def test_files_without_their_manifest_are_not_asked_after(out: Path, folder: Path) -> None:
    """Each file of such a folder says, named alone too, that the manifest is to be restored: nobody has sent it."""
    (folder / MANIFEST).unlink()
    for one in (*ask(out, folder), *ask(out, folder / f"{FINAL}.pdf", folder / f"{DRAFT}.docx")):
        said = text([one])
        assert f"Hämta tillbaka {MANIFEST} från en säkerhetskopia." in said
        assert "Fråga den som skickade" not in said


@pytest.mark.parametrize("alone", [False, True])
def test_a_lost_manifest_is_known_by_the_folders_name(alone: bool, out: Path, folder: Path, tmp_path: Path) -> None:
    """A folder named after the ärende that its files say lacks its manifest, wherever the published ones lie."""
    (folder / MANIFEST).unlink()
    asked = folder / f"{FINAL}.html" if alone else folder
    audits = ask(tmp_path / "annan", asked)
    assert audits[0].exit_code == ExitCode.FOLDER
    assert f"Hämta tillbaka {MANIFEST} från en säkerhetskopia." in text(audits[:1])
    assert ("manifest-saknas" in codes(audits[0])) is not alone


def test_a_folder_of_mailed_files_lacks_no_manifest(out: Path, folder: Path, tmp_path: Path) -> None:
    """Files in a folder of any other name are asked after as before, and copies of published ones known as that."""
    mailed = tmp_path / "bilagor"
    mailed.mkdir()
    (mailed / "x.html").write_bytes(page("En annan", diarienummer="ANN/1/2020", handling="2020-01-01-brev"))
    [one] = ask(out, mailed)
    assert "Fråga den som skickade" in text([one])
    kept = tmp_path / "kopior" / "GNS-8-2019"
    shutil.copytree(folder, kept, ignore=shutil.ignore_patterns(MANIFEST))
    assert {one.standing for one in ask(out, kept)} == {Standing.UNTOUCHED}


def test_what_the_program_cannot_cope_with_is_judged_by_its_digest(
    out: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When reading a file breaks the program, a changed one is an alarm all the same, and the others are looked at."""

    def broken(path: Path, _: bytes) -> Mapping[str, str]:
        if path.suffix == ".pdf":
            raise TypeError(path)
        return {}

    monkeypatch.setattr("generator.audit.claims.claims", broken)
    flip(folder / f"{FINAL}.pdf")
    stray = Path(shutil.copy(folder / f"{DRAFT}.pdf", out.parent / "brev.pdf"))
    final, draft, mailed = ask(out, folder, stray)
    assert (final.standing, final.alarm, final.exit_code) == (Standing.CHANGED, True, ExitCode.OUTPUT)
    assert (draft.standing, draft.exit_code) == (Standing.UNTOUCHED, ExitCode.OUTPUT)
    assert (mailed.standing, mailed.exit_code) == (Standing.UNREADABLE, ExitCode.FOLDER)
    assert all("granskning-avbruten" in codes(one) for one in (final, draft, mailed))
    assert "TypeError" in text([mailed])


def test_a_handling_that_breaks_the_program_is_judged_by_its_digests(
    out: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks the program beside the files, a changed file is an alarm, and no handling is called untouched."""
    monkeypatch.setattr("generator.audit.handling.void", lambda *_: 1 / 0)
    flip(folder / f"{FINAL}.pdf")
    final, draft = ask(out, folder)
    assert (final.standing, final.alarm, final.exit_code) == (Standing.CHANGED, True, ExitCode.OUTPUT)
    assert (draft.standing, draft.alarm, draft.exit_code) == (Standing.UNREADABLE, False, ExitCode.FOLDER)
    assert codes(final) == codes(draft) == {"granskning-avbruten"}


def test_a_folder_that_breaks_the_program_stops_no_other(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks the program in one folder is told of that folder, and the next one is looked at."""
    put(out, FINAL, "utkast", OTHER)
    flip(out / "RUN-77-2024" / f"{FINAL}.docx")
    monkeypatch.setattr("generator.audit.examine._remarks", lambda _: 1 / 0)
    audits = ask(out, out)
    assert [one.standing for one in audits] == [
        Standing.UNTOUCHED, Standing.UNTOUCHED, Standing.UNREADABLE, Standing.CHANGED, Standing.UNREADABLE
    ]  # fmt: skip


def locked() -> bytes:
    """A PDF that asks for a password."""
    made, kept = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.save(kept, encryption=pikepdf.Encryption(owner="a", user="b"))
    return kept.getvalue()


def odd(key: str, value: Any) -> bytes:
    """A PDF with something else in its catalog than should stand there."""
    made, kept = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.Root[key] = value
    made.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    "content",
    [locked(), odd("/MarkInfo", 1), odd("/ViewerPreferences", True), odd("/ViewerPreferences", pikepdf.Array([1]))],
)
def test_an_odd_pdf_in_one_folder_hides_no_alarm(content: bytes, out: Path) -> None:
    """A PDF with a password, or an odd catalog, is told; so is the changed file in the folder after it."""
    put(out, FINAL, "beslutad", OTHER)
    (out / "GNS-8-2019" / f"{FINAL}.pdf").write_bytes(content)
    (out / "GNS-8-2019" / "annan.pdf").write_bytes(content)
    flip(out / "RUN-77-2024" / f"{FINAL}.docx")
    first, _, stray, later = ask(out, out)
    assert [first.alarm, later.alarm] == [True, True]
    assert stray.standing is Standing.UNKNOWN
    assert "granskning-avbruten" not in codes(first) | codes(stray)


def test_a_part_without_a_name_is_a_broken_word_file(out: Path, tmp_path: Path) -> None:
    """A Word file whose package has a part without a name is refused as damaged, here and as a template."""
    path = tmp_path / "x.docx"
    with ZipFile(BytesIO(WORD)) as whole, ZipFile(path, "w") as hurt:
        for item in whole.infolist():
            hurt.writestr(item.filename, whole.read(item))
        hurt.writestr(ZipInfo("x"), b"")
        hurt.infolist()[-1].filename = ""
    assert "docx-trasig" in codes(ask(out, path)[0])
    with pytest.raises(TemplateError, match="inte ett Word-dokument"):
        unpack(path)


def rewrite(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a manifest by hand."""
    whole = json.loads((folder / MANIFEST).read_text("utf-8"))
    change(whole)
    (folder / MANIFEST).write_text(json.dumps(whole), "utf-8")


def test_half_a_sign_in_a_manifest_can_be_told(out: Path, folder: Path) -> None:
    """Half a surrogate pair, which no terminal can show, breaks neither the text nor the JSON."""
    rewrite(folder, lambda whole: whole["handlingar"][FINAL].update(rubrik="a\ud800b"))
    assert "Rubrik: a\N{REPLACEMENT CHARACTER}b" in run(folder, "--ut", out, "--utan-verapdf")[1]
    told = json.loads(run(folder, "--ut", out, "--json", "--utan-verapdf")[1])
    assert told[0]["manifest"]["rubrik"] == "a\ud800b"


@pytest.mark.parametrize("stem", ["x" * 300, "x\0", "\ud800"])
def test_a_name_that_no_file_can_have_is_told(stem: str, out: Path, folder: Path) -> None:
    """A handling whose name is too long for a file, or impossible, is looked at by its files like any other."""
    rewrite(folder, lambda whole: whole.update(handlingar={stem: whole["handlingar"][FINAL]}))
    for asked in (folder, folder / f"{FINAL}.pdf"):
        one = ask(out, asked)[0]
        assert (one.handling, one.standing) == (stem, Standing.UNTOUCHED)
        assert "granskning-avbruten" not in codes(one)
        assert text([one])
    assert ask(out, folder / f"{stem}.pdf", Path("x" * 300))[0].exit_code is ExitCode.FOLDER


@pytest.mark.parametrize("stem", ["../../../etc/x", "/etc/x", "a/b", ""])
def test_a_handling_never_leads_out_of_its_folder(stem: str, out: Path, folder: Path) -> None:
    """A manifest with a handling that is no plain name is told to be broken."""
    rewrite(folder, lambda whole: whole.update(handlingar={stem: whole["handlingar"][FINAL]}))
    assert codes(ask(out, folder)[0]) == {"manifest-trasigt"}


FORGED = "x\nORÖRD: allt är bra\x1b[32m\x9b2J\u202e"


def test_no_name_commands_the_terminal(out: Path, folder: Path, tmp_path: Path) -> None:
    """Line breaks and signs that command a terminal, in names of handlingar and files and in titles, are replaced."""
    rewrite(folder, lambda whole: whole.update(handlingar={FORGED: whole["handlingar"][FINAL]}))
    named, titled = tmp_path / f"{FORGED}.pdf", tmp_path / "t.pdf"
    named.write_bytes(pdf("x"))
    titled.write_bytes(pdf(FORGED))
    said = run(folder, named, titled, "--ut", out, "--utan-verapdf", "-v")[1]
    assert said.count("allt är bra") >= 3
    assert not [line for line in said.splitlines() if line.startswith("ORÖRD: allt")]
    assert not set(said) & set("\x1b\x9b\u202e")
    raw = run(folder, titled, "--ut", out, "--utan-verapdf", "--json")[1]
    assert "allt är bra" in json.loads(raw)[-1]["sager_sig_vara"]["rubrik"]
    assert not set(raw) & set("\x1b\x9b\u202e")
    assert json.loads(raw)[0]["handling"] == FORGED


def test_a_named_file_does_not_hide_its_folder(out: Path, folder: Path) -> None:
    """Whatever the order of a file and its folder, the alarm for another file is given, and nothing is told twice."""
    flip(folder / f"{FINAL}.docx")
    file = folder / f"{DRAFT}.pdf"
    for asked in ((file, folder), (folder, file), (file, out), (folder, out), (out, folder), (out, out, folder)):
        audits = ask(out, *asked)
        assert [(one.handling, one.alarm) for one in audits] == [(FINAL, True), (DRAFT, False)], asked


def test_a_missing_file_beside_its_folder_is_told(out: Path, folder: Path) -> None:
    """A file that is named and is not there is told although its whole folder was looked at."""
    missing = folder / "finns-inte.pdf"
    for asked in ((missing, folder), (folder, missing)):
        assert [one.handling for one in ask(out, *asked)] == [FINAL, DRAFT, None]
        assert codes(ask(out, *asked)[-1]) == {"fil-saknas"}


def test_a_folder_that_was_told_is_not_called_empty(out: Path, folder: Path) -> None:
    """A folder of folders that were all named before is no empty folder."""
    assert [one.handling for one in ask(out, folder, out)] == [FINAL, DRAFT]


@pytest.mark.parametrize("copied", [False, True])
def test_a_makulerad_handling_is_warned_of(copied: bool, out: Path, folder: Path, tmp_path: Path) -> None:
    """A handling that is void is untouched, and the answer warns that it does not hold; for a mailed copy, too."""
    rewrite(folder, lambda whole: whole["handlingar"][FINAL].update(status="makulerad"))
    asked = Path(shutil.copy(folder / f"{FINAL}.pdf", tmp_path / "kopia.pdf")) if copied else folder / f"{FINAL}.pdf"
    [one] = ask(out, asked)
    assert (one.standing, one.exit_code, "handling-makulerad" in codes(one)) == (Standing.UNTOUCHED, 0, True)
    assert "Varning: Handlingen är makulerad och gäller inte." in text([one]).splitlines()[1]
    assert "gäller inte" not in text(ask(out, folder / f"{DRAFT}.pdf"))


def test_a_changed_draft_gets_one_advice(out: Path, folder: Path) -> None:
    """A changed draft is to be made again; one that says that it is decided is kept and told of; never both."""
    other = (folder / f"{DRAFT}.html").read_bytes()
    for said, again in (({"handling": "2021-01-01-brev"}, True), ({"status": "beslutad"}, False)):
        changed = page(DRAFT, diarienummer=NUMBER, **{"handling": DRAFT, "status": "utkast", **said})
        assert changed != other
        (folder / f"{DRAFT}.html").write_bytes(changed)
        told = text(ask(out, folder / f"{DRAFT}.html"))
        assert ("skapa den på nytt" in told, "Säg genast" in told) == (again, not again)


def test_what_was_judged_is_said_of_the_pdf(out: Path, folder: Path) -> None:
    """That the PDF was approved when it was published is not said under a Word file or web page alone."""
    judged = [{"program": "p", "standard": "2a", "godkand": True}]
    rewrite(folder, lambda whole: whole["handlingar"][FINAL].update(granskning=judged))
    said = "PDF-filen när den publicerades: godkänd enligt PDF/A-2a"
    for asked, told in ((".docx", False), (".html", False), (".pdf", True)):
        assert (said in text(ask(out, folder / f"{FINAL}{asked}"))) is told
    assert said in text(ask(out, folder))


def test_an_empty_folder_is_told(out: Path, tmp_path: Path) -> None:
    """A folder with nothing to look at is an answer, and not a silent success."""
    (tmp_path / "tom" / "inre").mkdir(parents=True)
    [one] = ask(out, tmp_path / "tom")
    assert (codes(one), one.exit_code) == ({"mapp-tom"}, ExitCode.FOLDER)


def test_files_of_one_handling_are_one_answer(out: Path, folder: Path) -> None:
    """Files named one by one, some of them twice, are gathered by handling; a missing one stops none of the others."""
    files = [folder / f"{FINAL}.pdf", folder / "finns-inte.pdf", folder / f"{FINAL}.docx", folder / f"{FINAL}.pdf"]
    handling, missing = ask(out, *files)
    assert [file.path.suffix for file in handling.files] == [".pdf", ".docx"]
    assert (missing.standing, missing.exit_code) == (Standing.MISSING, ExitCode.FOLDER)


def test_a_manifest_stands_for_its_folder(out: Path, folder: Path) -> None:
    """Whoever names the manifest means the folder, which is looked at once."""
    assert [one.handling for one in ask(out, folder / MANIFEST, folder)] == [FINAL, DRAFT]


def test_a_mailed_copy_is_recognised(out: Path, folder: Path, tmp_path: Path) -> None:
    """A file from elsewhere is known by its content among what is published, whatever it is called."""
    mailed = shutil.copy(folder / f"{FINAL}.pdf", tmp_path / "Fwd beslut.pdf")
    [one] = ask(out, mailed)
    assert (one.standing, one.handling, one.exit_code) == (Standing.UNTOUCHED, FINAL, 0)
    assert f"exakt det som publicerades som {FINAL}.pdf i ärende {NUMBER}" in text([one])


def test_a_mailed_forgery_is_told(out: Path, folder: Path, tmp_path: Path) -> None:
    """A file that says that it is a published handling and is not is told, with where the real one lies."""
    mailed = tmp_path / "beslut.html"
    mailed.write_bytes((folder / f"{FINAL}.html").read_bytes().replace(b"<body>", b"<body>inte "))
    [one] = ask(out, mailed)
    assert (one.standing, codes(one), one.exit_code) == (Standing.DIFFERS, {"fil-avviker"}, ExitCode.OUTPUT)
    assert str(folder / f"{FINAL}.html") in text([one])
    assert "någon kan ha ändrat i handlingen" in text([one])


@pytest.mark.parametrize("name", [FINAL, f"Kopia av {FINAL} (1)"])
def test_a_mailed_changed_word_file_is_told(name: str, out: Path, folder: Path, tmp_path: Path) -> None:
    """A Word file that says its ärende and bears a handling's name, but has other content, is told as a forgery."""
    changed, path = DocxDocument(BytesIO(WORD)), tmp_path / f"{name}.docx"
    changed.core_properties.keywords = NUMBER
    changed.save(str(path))
    [one] = ask(out, path)
    assert (one.standing, one.handling, codes(one) & {"fil-avviker"}) == (Standing.DIFFERS, FINAL, {"fil-avviker"})
    path = path.rename(tmp_path / "annat.docx")
    assert ask(out, path)[0].standing is Standing.UNKNOWN


def test_a_real_web_page_says_what_it_is(out: Path, tmp_path: Path) -> None:
    """A mailed page as the program writes it tells all that a PDF tells, and an altered one is known as that."""
    said = imprint()
    body = Paragraph(style="body text", inlines=(Words(text="Avslag."),))
    flow = Flow(language="sv-SE", body=(body,), notes=(), header=(), footer=())
    path = tmp_path / "x.html"
    path.write_bytes(web_page(flow, said).replace(b"Avslag.", b"Bifall."))
    [one] = ask(out, path)
    assert one.said == {
        "rubrik": "Beslut", "diarienummer": NUMBER, "handling": FINAL, "format": "skrivelse", "status": "beslutad",
        "mallar": "m1", "regler": "r1", "program": "0.1",
    }  # fmt: skip
    assert (one.standing, codes(one), one.exit_code) == (Standing.DIFFERS, {"fil-avviker"}, ExitCode.OUTPUT)


def test_a_mailed_stranger_says_what_it_says(out: Path, tmp_path: Path) -> None:
    """A file that nothing is known of is unknown, and what it says of itself is shown as just that."""
    mailed = tmp_path / "x.html"
    mailed.write_bytes(page("En annan", diarienummer="ANN/1/2020", handling="2020-01-01-brev"))
    [one] = ask(out, mailed)
    assert (one.standing, codes(one), one.exit_code) == (Standing.UNKNOWN, {"fil-okand"}, ExitCode.FOLDER)
    assert "Det här säger filen om sig själv:\n        Rubrik: En annan\n        Ärende: ANN/1/2020" in text([one])


def test_other_kinds_of_files_are_refused(out: Path, tmp_path: Path) -> None:
    """What the generator never publishes is not judged."""
    (tmp_path / "x.odt").write_bytes(b"x")
    [one] = ask(out, tmp_path / "x.odt")
    assert (codes(one), one.exit_code) == ({"fil-okant-slag"}, ExitCode.FOLDER)


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ({"handling": DRAFT}, "fil-annan-handling"),
        ({"diarienummer": NUMBER}, "fil-annan-handling"),
        ({"status": "utkast"}, "fil-annan-status"),
    ],
)
def test_a_file_under_anothers_name_is_told(claim: Mapping[str, str], code: str, out: Path) -> None:
    """A file that the manifest approves but that says it is another handling is an error: somebody wrote in both."""
    put(out, "2022-01-01-skrivelse", "beslutad", OTHER, claim)
    [one] = ask(out, out / "RUN-77-2024")
    assert one.standing is Standing.UNTOUCHED
    assert codes(one) >= {code}
    assert one.exit_code is ExitCode.OUTPUT


def test_a_frozen_file_under_a_manifest_made_a_draft_is_told(out: Path) -> None:
    """A manifest that calls a decided handling a draft, to silence the alarm, is contradicted by the file."""
    put(out, "2022-01-01-skrivelse", "utkast", OTHER, {"status": "beslutad"})
    [one] = ask(out, out / "RUN-77-2024")
    assert "fil-annan-status" in codes(one)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_hurt_file_breaks_the_command(suffix: str, data: st.DataObject, tmp_path_factory: Any) -> None:
    """However a file is hurt, judging it gives findings and never a crash."""
    whole = {".docx": WORD, ".pdf": pdf("hel"), ".html": page("hel", handling="x")}[suffix]
    content = bytearray(whole)
    for place, value in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=9)):
        content[place] = value
    path = tmp_path_factory.mktemp("skadad") / f"x{suffix}"
    path.write_bytes(content[: data.draw(st.integers(1, len(whole)))])
    assert ask(path.parent / "out", path)[0].exit_code in (ExitCode.FOLDER, ExitCode.OUTPUT)


@dataclass
class Judge:
    """A validator that finds what it is told to find."""

    faults: tuple[Fault, ...]
    name: str = "domare"
    asked: list[Sequence[str]] = field(default_factory=list)

    def health(self) -> Health:
        """In good health."""
        return Health(version="1")

    def prepare(self) -> None:
        """Nothing to start."""

    def validate(self, _: Path, profiles: Sequence[str]) -> tuple[Verdict, ...]:
        """The same for each profile."""
        self.asked.append(tuple(profiles))
        return tuple(Verdict(program="domare", version="1", profile=one, faults=self.faults) for one in profiles)

    def close(self) -> None:
        """Nothing to end."""


def claiming(level: str) -> bytes:
    """A PDF that says that it is PDF/A, and is not."""
    made, kept = pikepdf.new(), BytesIO()
    made.add_blank_page()
    with made.open_metadata() as metadata:
        metadata["pdfaid:part"], metadata["pdfaid:conformance"] = level[0], level[1]
    made.save(kept)
    return kept.getvalue()


def test_a_pdf_is_tried_by_the_standards_that_it_claims(tmp_path: Path) -> None:
    """A PDF that claims a level is tried by it, in the program and by the validator; one that claims none is not."""
    path, validator = tmp_path / "x.pdf", Judge(faults=(Fault(rule="7.1-3", message="content"),))
    path.write_bytes(claiming("2A"))
    judged = judge(path, path.read_bytes(), {"arkivniva": "2A"}, validator)
    assert validator.asked == [("2a", "ua1")]
    assert {finding.code for finding in judged.findings} == {"pdf-underkand"}
    assert {(one.program, one.passed) for one in judged.verdicts} == {("pikepdf", False), ("domare", False)}
    assert {one.code for one in judge(path, pdf("x"), {}, validator).findings} == {"pdf-utan-ansprak"}
    assert {one.code for one in judge(path, pdf("x"), {"arkivniva": "9Z"}, validator).findings} == {"pdf-utan-ansprak"}


def test_a_claim_may_stand_as_an_attribute() -> None:
    """A level that stands as an XML attribute, as other programs write it, is judged as one in an element."""
    with pikepdf.open(BytesIO(claiming("2A"))) as file:
        elements = [fault.message for fault in conformance.judge(file, "2A").verdict.faults]
    found = []
    for others in ("", "<dc:format>application/pdf</dc:format>"):
        with pikepdf.open(BytesIO(claiming("2A"))) as file:
            about = (
                '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
                '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" '
                'pdfaid:conformance="A" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                f"{others}</rdf:Description></rdf:RDF></x:xmpmeta>"
            )
            file.Root.Metadata = file.make_stream(about.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
            found.append([fault.message for fault in conformance.judge(file, "2A").verdict.faults])
    assert found == [elements, elements]


@dataclass(frozen=True)
class Made:
    """A handling that was published from a case file, with all that it was made of."""

    root: Path
    case: Path
    folder: Path


STEM = "2019-10-07-tjansteskrivelse"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """One handling made of a copy of the real schemas, rules and templates."""
    root = tmp_path_factory.mktemp("rot")
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    whole = json.loads(CASE.read_text("utf-8"))
    case = root / "cases" / CASE.name
    case.parent.mkdir()
    case.write_text(json.dumps({**whole, "handlingar": whole["handlingar"][:1]}, ensure_ascii=False), "utf-8")
    [result] = render_file(case, Workshop(Settings(root=root, out=root / "out")))
    return Made(root=root, case=case, folder=result.files[0].parent)


@pytest.fixture
def made(published: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A copy that a test may change, with nothing of use in the working folder."""
    (tmp_path / "tom").mkdir()
    monkeypatch.chdir(tmp_path / "tom")
    root = Path(shutil.copytree(published.root, tmp_path / "rot"))
    return Made(root=root, case=root / "cases" / CASE.name, folder=root / "out" / published.folder.name)


def again(made: Made, **more: Any) -> Audit:
    """The handling, looked at and made again."""
    [one] = ask(made.folder.parent, made.folder, rebuilder=Rebuilder(made.root, **more))
    return one


def test_a_handling_comes_out_again_byte_for_byte(published: Made) -> None:
    """Of the same inputs the same file is made, and the answer says so."""
    one = again(published)
    assert one.rebuilt is not None
    assert (one.rebuilt.equal, one.rebuilt.differing, one.rebuilt.changes) == ((f"{STEM}.docx",), (), ())
    assert one.exit_code is ExitCode.OK
    assert f"Lika med den publicerade, byte för byte: {STEM}.docx." in text([one])


def edit(path: Path, old: str, new: str) -> None:
    """Change a text file, which must hold what is changed."""
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), "utf-8")


def _rule(root: Path) -> None:
    path = root / "rules" / "arende.toml"
    text = path.read_text("utf-8")
    assert "Två handlingar har samma format" in text
    path.write_text(text.replace("Två handlingar har samma format", "Två har samma format"), "utf-8")


def _template(root: Path) -> None:
    from docx import Document  # noqa: PLC0415

    path = root / "templates" / "region-jh" / "tjansteskrivelse.docx"
    document = Document(str(path))
    document.add_paragraph("Ett stycke till.")
    document.save(str(path))


def _profile(root: Path) -> None:
    path = root / "templates" / "region-jh" / "profil.toml"
    path.write_text(path.read_text("utf-8") + "\n# ny\n", "utf-8")


def _schema(root: Path) -> None:
    path = root / "schemas" / "gemensamt.schema.json"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def _case(root: Path) -> None:
    edit(root / "cases" / CASE.name, "Digital transformation", "Digital omställning")


def _other_handling(root: Path) -> None:
    path = root / "cases" / CASE.name
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


@pytest.mark.parametrize(
    ("change", "kind", "said", "differs"),
    [
        (_rule, "regler", "Det som regelfilen arende.toml säger om handlingen har ändrats", False),
        (_template, "mallar", "Mallen region-jh/tjansteskrivelse.docx har ändrats", True),
        (_profile, "profiler", "Profilen region-jh har ändrats", False),
        (_schema, "scheman", "Schemat gemensamt.schema.json", False),
        (_case, "handling", "Ärendefilen säger något annat om handlingen", True),
        (_other_handling, "arende", "Ärendefilen har ändrats, men inte i det som handlingen säger", False),
    ],
)
def test_what_has_changed_since_is_named(
    change: Callable[[Path], None], kind: str, said: str, differs: bool, made: Made
) -> None:
    """Each kind of input that is another today is told in words; a difference that it explains is no fault."""
    change(made.root)
    one = again(made)
    assert one.rebuilt is not None
    assert [found.kind for found in one.rebuilt.changes] == [kind]
    assert said in text([one])
    assert bool(one.rebuilt.differing) is differs
    assert one.exit_code is ExitCode.OK


def test_fonts_and_programs_are_told_then_and_now() -> None:
    """A font or program in another version is told with both versions."""
    then = {
        "typsnitt": {"Calibri": {"anvant": "Carlito", "fil": "Carlito.ttf", "sha256": "1"}},
        "program": {"libreoffice": "7.4", "generator": "0.1", "pikepdf": "10"},
    }
    now = {
        "typsnitt": {"Calibri": {"anvant": "DejaVu Sans", "fil": "DejaVu.ttf", "sha256": "2"}},
        "program": {"libreoffice": "24.2", "generator": "0.2", "pikepdf": "10"},
    }
    told = " ".join(one.text for one in changes(then, now))
    assert "då Carlito (Carlito.ttf), nu DejaVu Sans (DejaVu.ttf)" in told
    assert "LibreOffice är i en annan version: då 7.4, nu 24.2." in told
    assert "Generatorn är i en annan version: då 0.1, nu 0.2." in told
    assert "pikepdf" not in told
    assert changes(then, then) == ()


def test_a_difference_that_nothing_explains_is_grave(made: Made) -> None:
    """A file and its manifest changed together are untouched by digest, and found out when it is made again."""
    path = made.folder / f"{STEM}.docx"
    path.write_bytes(WORD)
    edit_digest(made.folder, path)
    [one] = ask(made.folder.parent, made.folder)
    assert (one.standing, one.exit_code) == (Standing.UNTOUCHED, ExitCode.OK)
    one = again(made)
    assert codes(one) >= {"ombyggd-olik"}
    assert one.exit_code is ExitCode.OUTPUT
    assert "Det är allvarligt" in text([one])


def edit_digest(folder: Path, path: Path) -> None:
    """Write a file's digest into the manifest by hand."""
    whole = json.loads((folder / MANIFEST).read_text("utf-8"))
    whole["handlingar"][path.stem]["filer"][path.name] = sha256(path.read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(whole), "utf-8")


def test_a_changed_file_can_be_made_again(made: Made) -> None:
    """When the file was changed but its inputs were not, the answer says that the original can be had again."""
    flip(made.folder / f"{STEM}.docx")
    one = again(made)
    assert one.standing is Standing.CHANGED
    assert one.rebuilt is not None
    assert one.rebuilt.equal == (f"{STEM}.docx",)


def test_the_case_file_is_looked_for(made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is found by --arende, in the working folder, in its cases, and below the root; else that is told."""
    deep = made.root / "arkiv" / "2019" / CASE.name
    deep.parent.mkdir(parents=True)
    made.case.rename(deep)
    assert again(made).rebuilt is not None
    away = deep.rename(tmp_path / CASE.name)
    assert codes(again(made)) >= {"arendefil-saknas"}
    assert again(made).exit_code is ExitCode.FOLDER
    monkeypatch.chdir(tmp_path)
    found = [again(made), again(made, beside=away), again(made, beside=tmp_path)]
    assert all(one.rebuilt and one.rebuilt.equal for one in found)
    (tmp_path / "cases").mkdir()
    away.rename(tmp_path / "cases" / CASE.name)
    assert again(made).rebuilt is not None


def test_a_case_file_that_was_named_is_the_one_that_is_used(made: Made, tmp_path: Path) -> None:
    """When --arende leads nowhere that is told, and no other file of the same name is used in its place."""
    for beside in (tmp_path / "finns-inte.json", tmp_path / "tom"):
        one = again(made, beside=beside)
        assert one.rebuilt is None
        assert codes(one) >= {"arendefil-saknas"}
        assert one.exit_code is ExitCode.FOLDER


def test_a_case_file_without_rebuilding_is_a_misuse(out: Path, folder: Path) -> None:
    """To name a case file without --bygg-om is refused: it would have been ignored."""
    done = CliRunner().invoke(group, ["verifiera", str(folder), "--arende", "x.json"], standalone_mode=False)
    assert isinstance(done.exception, click.UsageError)
    assert "--bygg-om" in done.exception.message


def test_the_roots_case_file_goes_before_the_working_folders(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two case files that have both changed, the one of the root is taken, which is the root that was named."""
    near = made.root.parent / "cases" / CASE.name
    near.parent.mkdir()
    for path, word in ((near, "Analog"), (made.case, "Numerisk")):
        path.write_text(made.case.read_text("utf-8").replace("Digital", word), "utf-8")
    monkeypatch.chdir(near.parent.parent)
    one = again(made)
    assert one.rebuilt is not None
    assert one.rebuilt.source.resolve() == made.case.resolve()


def test_a_manifest_with_an_odd_case_can_be_rebuilt(made: Made) -> None:
    """What stands in the place of the case file's name in a manifest never breaks the answer."""
    for odd_case in (5, {"fil": 5}, {"fil": "x" * 300}, {"fil": "\ud800"}):
        rewrite(made.folder, lambda whole, value=odd_case: whole["handlingar"][STEM]["underlag"].update(arende=value))
        one = again(made, beside=made.case)
        assert one.rebuilt is not None
        assert one.rebuilt.differing == ()


def test_a_rebuilding_that_breaks_the_program_leaves_the_verdict(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """When making a handling again breaks the program, its files are still what they are, and the code is not 0."""
    monkeypatch.setattr(Rebuilder, "rebuild", lambda *_: 1 / 0)
    one = again(made)
    assert (one.standing, one.exit_code, codes(one)) == (
        Standing.UNTOUCHED, ExitCode.FOLDER, {"granskning-avbruten"}
    )  # fmt: skip


def test_a_makulerad_draft_comes_out_as_the_draft_that_it_was(made: Made) -> None:
    """A draft of Word alone that was made void is made again as a draft, and nothing is said to have changed."""
    edit(made.case, '"status": "utkast"', '"status": "makulerad"')
    rewrite(made.folder, lambda whole: whole["handlingar"][STEM].update(status="makulerad"))
    one = again(made)
    assert one.rebuilt is not None
    assert (one.rebuilt.equal, [found.kind for found in one.rebuilt.changes]) == ((f"{STEM}.docx",), ["arende"])
    assert one.exit_code is ExitCode.OK


def test_a_file_that_was_added_later_comes_out_again(made: Made) -> None:
    """A page that was added when the handling had come further says so, and is made again as it was then."""
    edit(made.case, '"status": "utkast"', '"status": "beslutad"')
    shutil.rmtree(made.folder)
    [result] = render_file(made.case, Workshop(Settings(root=made.root, out=made.folder.parent), web=True))
    record = json.loads((made.folder / MANIFEST).read_text("utf-8"))["handlingar"][STEM]
    assert len(result.files) == 2
    for statuses, differing in (((UPPRATTAD, BESLUTAD), ()), ((UPPRATTAD,), (f"{STEM}.html",))):
        assert Rebuilder(made.root).rebuild(made.folder, STEM, record, statuses).differing == differing


def test_of_two_case_files_the_unchanged_one_is_taken(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """A nearer file of the same name that says something else does not hide the one that the handling was made of."""
    near = made.root.parent / CASE.name
    near.write_text(made.case.read_text("utf-8").replace("Digital", "Analog"), "utf-8")
    monkeypatch.chdir(near.parent)
    one = again(made)
    assert one.rebuilt is not None
    assert one.rebuilt.source.resolve() == made.case.resolve()


def test_a_handling_that_has_left_the_case_is_told(made: Made) -> None:
    """A case file that no longer has the handling is a finding with the code of a case."""
    edit(made.case, "2019-10-07", "2019-10-08")
    one = again(made)
    assert codes(one) >= {"handling-saknas"}
    assert one.exit_code is ExitCode.CASE


def run(*arguments: str | Path) -> tuple[int, str]:
    """The command's exit code and everything that it prints."""
    done = CliRunner().invoke(group, [str(one) for one in ("verifiera", *arguments)], standalone_mode=False)
    assert done.exception is None, done.exception
    return int(done.return_value), done.output


def test_the_command_says_alarm_first(out: Path, folder: Path) -> None:
    """The command's text begins with the alarm, ends with the tally, and leaves exit code 6."""
    flip(folder / f"{FINAL}.docx")
    code, said = run(folder, "--ut", out)
    assert code == ExitCode.OUTPUT
    assert said.startswith("LARM – ÄNDRAD: ")
    assert said.rstrip().splitlines()[-1] == "LARM för 1 handling. Granskat: 1 orörd, 1 ändrad."


def test_the_quiet_command_says_only_what_is_wrong(out: Path, folder: Path) -> None:
    """With --tyst a whole folder is passed in silence, and a fault is still told."""
    assert run(folder, "--ut", out, "--tyst") == (0, "")
    (folder / f"{DRAFT}.docx").unlink()
    code, said = run(folder, "--ut", out, "--tyst")
    assert code == ExitCode.FOLDER
    assert said.startswith(f"SAKNAS: {DRAFT}")
    assert FINAL not in said


def test_the_command_speaks_json(out: Path, folder: Path) -> None:
    """With --json there is one value for each answer, and nothing else on standard output."""
    flip(folder / f"{FINAL}.html")
    code, said = run(folder, "--ut", out, "--json")
    first, second = json.loads(said)
    assert code == first["felkod"] == ExitCode.OUTPUT
    assert (first["utfall"], first["larm"], first["status"]) == ("ändrad", True, "beslutad")
    assert (second["utfall"], second["larm"], second["felkod"]) == ("orörd", False, 0)
    assert first["manifest"]["filer"].keys() == {f"{FINAL}{suffix}" for suffix in SUFFIXES}
    assert [one["utfall"] for one in first["filer"]] == ["orörd", "orörd", "ändrad"]


def test_the_command_can_do_without_the_reference_validator(
    out: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --utan-verapdf the reference validator is not so much as looked for."""
    asked = []
    monkeypatch.setattr("generator.engines.registry.usable_validator", lambda: asked.append(1))
    assert run(folder, "--ut", out, "--utan-verapdf")[0] == 0
    assert asked == []
    assert run(folder, "--ut", out)[0] == 0
    assert asked == [1]


def test_the_command_makes_again(published: Made) -> None:
    """With --bygg-om the command finds the root, makes the handling again, and says that it is the same."""
    code, said = run(published.folder, "--ut", published.folder.parent, "--bygg-om", "--rot", published.root)
    assert code == 0
    assert "byte för byte" in said


def test_a_pdf_says_itself_what_it_is(out: Path, tmp_path: Path) -> None:
    """A PDF that came by mail tells its ärende, handling and versions by the properties in its metadata."""
    said = imprint()
    with pikepdf.open(BytesIO(pdf("Beslut"))) as file:
        file.Root.Metadata = file.make_stream(packet(said, "2A", "x"))
        file.save(tmp_path / "x.pdf")
    [one] = ask(out, tmp_path / "x.pdf")
    assert one.said == {
        "rubrik": "Beslut", "diarienummer": NUMBER, "handling": FINAL, "format": "skrivelse", "status": "beslutad",
        "mallar": "m1", "regler": "r1", "program": "0.1", "arkivniva": "2A", "tillganglighet": "1",
    }  # fmt: skip
    assert (one.standing, codes(one)) == (Standing.DIFFERS, {"fil-avviker"})


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, office: LibreOffice) -> Path:
    """The folder of two upprättade handlingar with Word and PDF, and their case file beside it."""
    base = tmp_path_factory.mktemp("office")
    whole = json.loads((ROOT / "cases" / "run-77-2024.json").read_text("utf-8"))
    for one in whole["handlingar"]:
        one["status"] = "upprattad"
    case = base / "run-77-2024.json"
    case.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    results = list(render_file(case, Workshop(Settings(root=ROOT, out=base / "out"), office)))
    assert all(result.files for result in results), [result.findings for result in results]
    return results[0].files[0].parent


@pytest.mark.office
def test_finished_files_are_approved_and_come_out_again(printed: Path, office: LibreOffice) -> None:
    """Files as they are published pass by the standards that they claim, and are made again byte for byte."""
    rebuilder = Rebuilder(ROOT, office, printed.parent.parent)
    first, second = ask(printed.parent, printed, rebuilder=rebuilder)
    for one in (first, second):
        assert (one.standing, one.exit_code) == (Standing.UNTOUCHED, ExitCode.OK), text([one])
        assert [(verdict.profile, verdict.passed) for file in one.files for verdict in file.verdicts] == [("2b", True)]
        assert one.rebuilt is not None
        assert len(one.rebuilt.equal) == 2


@pytest.mark.office
def test_finished_files_pass_the_reference_validator(printed: Path, verapdf: VeraPdf) -> None:
    """Published PDF files are tried by veraPDF too, by both of the standards that they claim."""
    for one in ask(printed.parent, printed, validator=verapdf):
        verdicts = [verdict for file in one.files for verdict in file.verdicts if verdict.program == verapdf.name]
        assert [(verdict.profile, verdict.passed) for verdict in verdicts] == [("2a", True), ("ua1", True)]
        assert one.exit_code is ExitCode.OK


@pytest.mark.office
def test_a_handling_that_has_come_further_comes_out_the_same(
    printed: Path, tmp_path: Path, office: LibreOffice
) -> None:
    """A manifest that has been told that the handling is expedierad does not make its rebuilt PDF another."""
    folder = Path(shutil.copytree(printed, tmp_path / "out" / printed.name))
    edit(folder / MANIFEST, '"status": "upprattad"', '"status": "expedierad"')
    for one in ask(folder.parent, folder, rebuilder=Rebuilder(ROOT, office, printed.parent.parent)):
        assert one.rebuilt is not None
        assert one.rebuilt.differing == ()
        assert one.exit_code is ExitCode.OK


@pytest.mark.office
def test_a_pdf_copied_over_anothers_name_says_so_itself(printed: Path, tmp_path: Path) -> None:
    """A PDF that lies under another handling's name is told by the manifest, and by its own properties."""
    folder = Path(shutil.copytree(printed, tmp_path / "out" / printed.name))
    one, other = sorted(folder.glob("*.pdf"))
    shutil.copy(one, other)
    [changed] = ask(folder.parent, other)
    assert codes(changed) >= {"fil-forvaxlad", "fil-annan-handling"}
    assert changed.alarm
