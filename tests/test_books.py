"""A book keeps every line, whatever becomes of the folder of temporary files; what it holds is never lost by a save."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date
from io import FileIO
from pathlib import Path
from typing import IO, Any

import pytest

from generator.batch.own import OWN
from generator.batch.planning import books
from generator.batch.planning.books import PLACE, Book, Books, line_of
from generator.batch.planning.ledger import Ledger
from generator.batch.planning.memory import pack
from generator.model import Deadline
from generator.results import HandlingResult, Outcome
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import ROOT

MONTH = 24_300
LINES = {b"%064x" % number: line_of({"manad": MONTH, "text": "å" * 300}) for number in range(500)}


def gone(**_: object) -> IO[bytes]:
    """There is no folder of temporary files."""
    raise FileNotFoundError(2, os.strerror(2))


def full(**_: object) -> IO[bytes]:
    """The disk takes nothing more."""
    return open("/dev/full", "w+b", buffering=0)  # noqa: PTH123  # as `TemporaryFile` gives it


class Half(FileIO):
    """A file that takes half of what is written."""

    def write(self, content: Any) -> int:
        """Write half of it."""
        return super().write(content[: len(content) // 2])


def short(**_: object) -> IO[bytes]:
    """The disk fills in the midst of what is written."""
    number, name = tempfile.mkstemp()
    os.unlink(name)  # noqa: PTH108  # as `TemporaryFile` does
    return Half(number, "w+")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder of published documents with a book of many lines."""
    (tmp_path / OWN).mkdir()
    mine = Books(tmp_path)
    for name, line in LINES.items():
        mine.mine.put(name, line)
    mine.save(2, MONTH)
    return tmp_path


def names(out: Path) -> set[bytes]:
    """What the book on the disk has lines of."""
    [book] = (out / PLACE).iterdir()
    return {line.partition(b" ")[0] for line in book.read_bytes().splitlines()[1:]}


def test_a_line_is_what_was_laid_last() -> None:
    """Lines in the file and lines in memory are told alike; one that is laid anew is the last of all."""
    book = Book(b"%s %s\n" % one for one in LINES.items())
    first = next(iter(LINES))
    book.put(first, b"ny")
    assert (len(book), book.get(first), book.get(b"okand"), first in book) == (len(LINES), b"ny", None, True)
    assert list(book.items()) == [*list(LINES.items())[1:], (first, b"ny")]


@pytest.mark.parametrize("room", [gone, full, short])
def test_no_room_for_temporary_files_costs_no_line(
    room: Callable[..., IO[bytes]], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The book is read, used and saved as if there were room."""
    monkeypatch.setattr(books, "TemporaryFile", room)
    known = Books(out)
    assert dict(known.mine.items()) == LINES
    known.mine.put(b"f" * 64, line_of({"manad": MONTH}))
    known.save(2, MONTH)
    assert names(out) == {*LINES, b"f" * 64}


def test_a_book_that_cannot_be_read_back_is_left_as_it_is(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that the disk does not give back are not known, and no book without them takes the old one's place."""
    known = Books(out)
    assert known.mine._file is not None
    known.mine._file.truncate(0)
    first = next(iter(LINES))
    assert known.mine.get(first) is None
    with pytest.raises(OSError, match="Input/output error"):
        known.save(2, MONTH)
    assert names(out) == set(LINES)


def test_what_others_wrote_is_not_lost_when_it_cannot_be_read(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A save while the share answers nothing leaves the book as it is."""
    known = Books(out)
    known.mine = Book()
    known.mine.put(b"f" * 64, line_of({"manad": MONTH}))
    whole = Path.open

    def silent(self: Path, mode: str = "r", **more: object) -> object:
        if self.parent == out / PLACE and mode == "rb":
            raise TimeoutError
        return whole(self, mode, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as share:
        share.setattr(Path, "open", silent)
        with pytest.raises(TimeoutError):
            known.save(2, MONTH)
    assert names(out) == set(LINES)


def test_a_line_that_cannot_be_read_back_hides_no_other(out: Path) -> None:
    """What is remembered of a case file's days is told though the disk gives back nothing of other case files."""
    ledger = Ledger(Workshop(Settings(root=ROOT, out=out)))
    day = Deadline(name="Svar", day=date(2026, 3, 1), rule="svar", source="")
    result = HandlingResult(
        source=Path("a.json"), diarienummer="GNS/1/2026", handling="x", outcome=Outcome.DONE, deadlines=(day,)
    )
    kept = {"manad": MONTH, "fil": "a.json", "diarienummer": "GNS/1/2026", "mapp": "GNS-1-2026", "filer": {}}
    ledger.books.mine.put(b"f" * 64, line_of({**kept, "handlingar": {}, "resultat": [pack(result)]}))
    assert ledger.books.mine._file is not None
    ledger.books.mine._file.truncate(0)
    assert ledger.deadlines("a.json", "GNS/1/2026") == (day,)
