"""Handlingar that are upprättad or later: what is kept, what may be added, what is said."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.audit.rebuild import Rebuilder
from generator.errors import FolderError
from generator.frozen import ADDED, Final
from generator.model import Rendered, Status
from generator.pipeline import render_file
from generator.results import HandlingResult, Outcome
from generator.settings import Settings
from generator.steps.publish import Shelf, publish, shelf
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write
from tests.tools import documents


@pytest.fixture
def own(tmp_path: Path) -> Workshop:
    """A root of its own that may be changed; Word files alone."""
    root = tmp_path / "rot"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    return Workshop(Settings(root=root, out=tmp_path / "ut"))


def made(case: Case, write: Write, shop: Workshop, status: str) -> HandlingResult:
    """The one handling of a case, made with a status."""
    case["handlingar"][0]["status"] = status
    [result] = list(render_file(write(case), shop))
    return result


def entry_of(result: HandlingResult) -> dict[str, Any]:
    """What the manifest says of it."""
    manifest = json.loads((result.files[0].parent / "manifest.json").read_text("utf-8"))
    entry: dict[str, Any] = manifest["handlingar"][result.handling]
    return entry


def published(shop: Workshop, path: Path, status: str) -> tuple[Shelf, Final, Rendered]:
    """A handling published as Word alone, and its Word file; no page says what status it has."""
    document, rendered = documents(path, shop)[0]
    place = shelf(document.arende, document.handling, shop.settings.out)
    entry = {"status": status, "underlag": {}, "sidor": None}
    shop.settings.out.mkdir(exist_ok=True)
    publish(place, {".docx": rendered.content}, entry)
    return place, Final(place.seen(), document.arende, document.handling), rendered


def as_status(final: Final, status: Status) -> Final:
    """The same where the case has another status."""
    return replace(final, handling=replace(final.handling, status=status))


def test_a_final_handling_never_thaws(case: Case, write: Write, shop: Workshop) -> None:
    """A case that is set back to a draft adds no file, even where the Word file does not show the status."""
    _, final, rendered = published(shop, write(case), "upprattad")
    assert as_status(final, Status.UPPRATTAD).lacking(rendered, {".docx", ".pdf"}) == {".pdf"}
    assert as_status(final, Status.UTKAST).lacking(rendered, {".docx", ".pdf"}) == frozenset()


@pytest.mark.parametrize("files", [{".docx": b"annat"}, {".pdf": b"p"}, {}], ids=["ändrad", "borta", "tomt"])
def test_publishing_refuses_to_touch_what_is_final(
    files: dict[str, bytes], case: Case, write: Write, shop: Workshop
) -> None:
    """A run that did not know that somebody made the handling final meanwhile changes nothing, and is told."""
    place, _, rendered = published(shop, write(case), "beslutad")
    with pytest.raises(FolderError) as caught:
        publish(place, files, {"status": "beslutad", "underlag": {}, "sidor": None})
    assert caught.value.findings[0].code == "handling-fryst"
    assert place.file(".docx").read_bytes() == rendered.content


def test_publishing_refuses_to_make_a_draft_of_it(case: Case, write: Write, shop: Workshop) -> None:
    """The same files, as a draft, would let the next run write over them."""
    place, _, rendered = published(shop, write(case), "beslutad")
    with pytest.raises(FolderError):
        publish(place, {".docx": rendered.content}, {"status": "utkast", "underlag": {}, "sidor": None})
    assert (place.entry or {})["status"] == "beslutad"


def test_what_the_first_files_were_made_of_stands(case: Case, write: Write, own: Workshop) -> None:
    """A web page that comes later has inputs of its own in the manifest; those of the Word file stay."""
    before = entry_of(made(case, write, own, "upprattad"))
    for file in own.settings.templates.glob("*/profil.toml"):
        file.write_text(file.read_text("utf-8") + "\n# en kommentar\n", "utf-8")
    result = made(case, write, Workshop(own.settings, web=True), "upprattad")
    after = entry_of(result)
    assert result.outcome is Outcome.DONE
    assert {path.suffix for path in result.files} == {".docx", ".html"}
    assert after["underlag"] == before["underlag"]
    assert after[ADDED]["profiler"] != before["underlag"]["profiler"]
    assert after["beslutsdag"] == before["beslutsdag"]


def test_made_of_the_same_nothing_more_is_written(case: Case, write: Write, own: Workshop) -> None:
    """Where the inputs are the same, one list serves all files."""
    made(case, write, own, "upprattad")
    assert ADDED not in entry_of(made(case, write, Workshop(own.settings, web=True), "upprattad"))


def test_a_file_that_cannot_be_added_is_told(case: Case, write: Write, own: Workshop) -> None:
    """When the Word file would be another today, the page that was asked for is not made, and that is said."""
    result = made(case, write, own, "upprattad")
    manifest = result.files[0].parent / "manifest.json"
    whole = json.loads(manifest.read_text("utf-8"))
    result.files[0].write_bytes(b"en annan programversion")
    whole["handlingar"][result.handling]["filer"] = {result.files[0].name: _sha(result.files[0])}
    manifest.write_text(json.dumps(whole), "utf-8")
    again = made(case, write, Workshop(own.settings, web=True), "upprattad")
    assert again.outcome is Outcome.FROZEN
    [note] = again.findings
    assert (note.code, "webbsidan" in note.message.casefold()) == ("fryst-ofullstandig", True)


def _sha(path: Path) -> str:
    from hashlib import sha256  # noqa: PLC0415

    return sha256(path.read_bytes()).hexdigest()


def test_a_status_never_goes_back(case: Case, write: Write, own: Workshop) -> None:
    """A case that says less than what is published is told, and the manifest stands."""
    made(case, write, own, "upprattad")
    assert entry_of(made(case, write, own, "expedierad"))["status"] == "expedierad"
    result = made(case, write, own, "beslutad")
    assert [one.code for one in result.findings] == ["status-bakat"]
    assert entry_of(result)["status"] == "expedierad"


def test_a_rebuilt_page_is_held_against_its_own_inputs(case: Case, write: Write, own: Workshop) -> None:
    """A page that was added later and comes out as another is explained by what it was itself made of."""
    made(case, write, own, "upprattad")
    kept = {file: file.read_bytes() for file in own.settings.templates.glob("*/profil.toml")}
    for file, content in kept.items():
        file.write_bytes(content + b"\n# en kommentar\n")
    result = made(case, write, Workshop(own.settings, web=True), "upprattad")
    for file, content in kept.items():
        file.write_bytes(content)
    rebuilder = Rebuilder(root=own.settings.root, beside=result.source)
    statuses = (Status.UPPRATTAD,)
    rebuilt = rebuilder.rebuild(result.files[0].parent, str(result.handling), entry_of(result), statuses)
    assert rebuilt.equal == (result.files[0].name,)
    assert {one.kind for one in rebuilt.changes} == {"profiler"}
