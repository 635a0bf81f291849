"""The books as they lie on the disk: for each case file with nothing left to do a line, with a checksum of its own.

Each machine writes a book of its own, and reads all of them.
"""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from errno import EIO
from hashlib import sha256
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from weakref import finalize
from zlib import crc32

from generator.batch.own import OWN
from generator.wholefile import write_whole

PLACE = Path(OWN, "bok")
"""Where the books lie, below the folder of published documents."""
_VERSION = "generatorns bok 1"
_MONTH = 31 * 24 * 3600.0
"""Seconds."""
_MOST = 8
"""Books of other machines that are read, the newest: each may be as large as one's own."""

_AT_A_TIME = 65_536
"""Bytes of lines that are laid in a book's file at once."""
_LENGTH = 32
"""Bits that say how long a line is."""
_LONGEST = (1 << _LENGTH) - 1

Entry = Mapping[str, Any]
"""What a line says."""


class Book:
    """A book's lines, laid in a file of its own: in memory is only where each stands, for there may be many.

    A temporary file that takes no more costs memory and nothing else: lines are then kept there.

    Args:
        lines: each with its name in front, as a book on the disk has them.
    """

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        self._places: dict[bytes, int] = {}
        """Where each line stands in the file, and how long it is; for one that is kept here, nothing."""
        self._kept: dict[bytes, bytes] = {}
        self._weight = 0
        self._file: IO[bytes] | None = None
        self._full = False
        for line in lines:
            name, _, packed = line.rstrip(b"\n").partition(b" ")
            self.put(name, packed)

    def put(self, name: bytes, line: bytes) -> None:
        """Lay a line last, in place of the one of that name."""
        self._places.pop(name, None)
        self._places[name] = 0
        self._kept[name] = line
        self._weight += len(line)
        if self._weight > _AT_A_TIME and not self._full:
            self._lay()

    def _lay(self) -> None:
        """Lay the lines that are kept here in the file, all or none."""
        whole = b"".join(self._kept.values())
        try:
            place = self._opened().seek(0, os.SEEK_END)
            self._full = self._opened().write(whole) != len(whole)
        except OSError:
            self._full = True
        if self._full:
            return
        for name, line in self._kept.items():
            self._places[name] = place << _LENGTH | len(line)
            place += len(line)
        self._kept.clear()
        self._weight = 0

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._file = TemporaryFile(buffering=0)  # noqa: SIM115  # open for as long as the book is
            finalize(self, self._file.close)
        return self._file

    def get(self, name: bytes) -> bytes | None:
        """The line of a name; None when there is none, or when it cannot be read back."""
        with suppress(OSError):
            return self._line(name) if name in self._places else None
        return None

    def _line(self, name: bytes) -> bytes:
        kept = self._kept.get(name)
        if kept is not None:
            return kept
        place, length = self._places[name] >> _LENGTH, self._places[name] & _LONGEST
        self._opened().seek(place)
        line = self._opened().read(length)
        if len(line) < length:
            raise OSError(EIO, os.strerror(EIO))
        return line

    def __contains__(self, name: bytes) -> bool:
        return name in self._places

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[bytes]:
        return iter(list(self._places))

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """All names and their lines, what was laid last last.

        Raises:
            OSError: a line cannot be read back.
        """
        for name in self:
            yield name, self._line(name)


class Books:
    """The books of one folder of published documents; sent to another process, they are read anew there.

    Args:
        out: the folder.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._folder = out / PLACE
        self._own = self._folder / f"{_host()}.json"
        self.mine = _read(self._own)
        """This machine's; what is last in it was written last."""
        self.others = [book for book in map(_read, self._foreign()[:_MOST]) if book]

    def __reduce__(self) -> tuple[type[Books], tuple[Path]]:
        return Books, (self.out,)

    def about(self, name: bytes) -> Iterator[Entry]:
        """What the books say of a case file, this machine's own first; a line that the disk has spoiled says nothing.

        Args:
            name: what it is found by, from `entry_name`.
        """
        for book in (self.mine, *self.others):
            kept = entry(book.get(name))
            if kept is not None:
                yield kept

    def save(self, months: int, month: int) -> None:
        """Write this machine's book, with what other runs have written in it meanwhile.

        Args:
            months: how old an entry may be, in months.
            month: this one.

        Raises:
            OSError: it cannot be written, or what it holds cannot be read; the old one is still there.
        """
        theirs = ((name, line) for name, line in _whole(self._own).items() if name not in self.mine)
        whole = (one for part in (theirs, self.mine.items()) for one in part)
        used = (b"%s %s\n" % (name, line) for name, line in whole if _age(line, month) <= months)
        for folder in (self._folder.parent, self._folder):  # but not the one of what is published
            folder.mkdir(exist_ok=True)
        write_whole(self._own, chain([f"{_VERSION}\n".encode()], used))

    def forget(self, months: int) -> None:
        """Take away the books of machines that have not written for so many months.

        Raises:
            OSError: one cannot be taken away.
        """
        for book in self._foreign():
            if time.time() - _written(book) > months * _MONTH:
                book.unlink(missing_ok=True)

    def _foreign(self) -> list[Path]:
        """The books of other machines, the newest first."""
        return sorted((path for path in _listed(self._folder) if path != self._own), key=_written, reverse=True)


def entry_name(file: str, digest: str) -> bytes:
    """What an entry is found by: the case file's name and the digest of its content, wherever it lies."""
    return sha256(os.fsencode(file) + f"\0{digest}".encode()).hexdigest().encode()


def line_of(kept: Entry) -> bytes:
    """An entry, packed."""
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
    return b"%08x " % crc32(text) + text


def entry(line: bytes | None) -> Entry | None:
    """An entry; None when there is none, or when the disk has spoiled it."""
    if line is None:
        return None
    check, _, text = line.partition(b" ")
    if check != b"%08x" % crc32(text):
        return None
    found: Entry = json.loads(text)
    return found


def _age(line: bytes, month: int) -> int:
    """Months since an entry was asked for; many when it is spoiled."""
    kept = entry(line)
    return month if kept is None else month - int(kept["manad"])


def _read(path: Path) -> Book:
    """A book; an empty one when it cannot be used."""
    with suppress(OSError):
        return _whole(path)
    return Book()


def _whole(path: Path) -> Book:
    """A book; an empty one when there is none, or when it is of another kind.

    Raises:
        OSError: it cannot be read.
    """
    with suppress(FileNotFoundError), path.open("rb") as file:
        if file.readline() == f"{_VERSION}\n".encode():
            return Book(file)
    return Book()


def _listed(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.suffix == ".json"]
    return []


def _written(book: Path) -> float:
    """When a book was last written; now, when that cannot be seen."""
    with suppress(OSError):
        return book.stat().st_mtime
    return time.time()


def _host() -> str:
    """This machine's name, as a file may have it."""
    return re.sub(r"[^\w.-]", "-", socket.gethostname()) or "dator"
