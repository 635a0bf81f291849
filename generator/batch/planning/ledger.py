"""The book of what is done: for each case file with nothing left to do, by what one sees that it is still so.

A case file that is in the book costs a few digests instead of a reading. It
counts only if everything is the same to the byte: the case file, what
surrounds its handlingar, the manifest and the published files. What the book
does not know, or cannot be read of it, costs time and nothing else.

Each machine writes a book of its own, and reads all of them.
"""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

from generator.batch.own import OWN
from generator.batch.planning.clashes import Claimed
from generator.batch.planning.memory import pack, unpack
from generator.batch.planning.present import digests, is_littered, names_in, published
from generator.errors import GeneratorError
from generator.model import CaseFile, Deadline
from generator.provenance import Scope, everything, key, surroundings
from generator.results import HandlingResult
from generator.wholefile import write_whole
from generator.workshop import Workshop

PLACE = Path(OWN, "bok")
"""Where the books lie, below the folder of published documents."""
_VERSION = "generatorns bok 1"
_FORGOTTEN = 2
"""Months after which an entry that nobody asked for is left out, and a book that nobody wrote in is taken away."""
_MONTH = 31 * 24 * 3600.0
"""Seconds."""
_MOST = 8
"""Books of other machines that are read, the newest: each may be as large as one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A case file with nothing to do, as the book has it."""

    results: tuple[HandlingResult, ...]
    claimed: Claimed
    folder: Path
    handlaggare: str | None
    own: Mapping[str, str]
    """The handläggare of each handling that has another than its ärende, by file stem."""
    arendemening: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restful:
    """A case file with nothing to do, as it was just found."""

    file: CaseFile
    results: tuple[HandlingResult, ...]
    claimed: Claimed
    folder: Path
    scopes: tuple[Scope, ...]
    files: Mapping[str, str]
    """What lay in the folder of it before anybody looked closer, from `published`."""
    handlaggare: str | None
    own: Mapping[str, str]
    arendemening: str | None


class Ledger:
    """The books of one folder of published documents.

    Args:
        shop: what handlingar are made with.
    """

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._folder = shop.settings.out / PLACE
        self._own = self._folder / f"{_host()}.json"
        self._mine = _read(self._own)
        self._others = [book for book in map(_read, self._foreign()[:_MOST]) if book]
        self._changed = False
        self.littered: set[Path] = set()
        """The folders of ärenden with nothing to do in which files lie that were never written to their end."""

    def find(self, file: CaseFile) -> Remembered | None:
        """What the book says of a case file; None when it says nothing that still holds."""
        name = _name(file)
        for book in (self._mine, *self._others):
            kept = _entry(book.get(name))
            with suppress(KeyError, TypeError, ValueError):  # whatever it is, it is no entry of ours
                if kept is not None and self._holds(kept):
                    self._use(name, kept)
                    return self._remembered(file, kept)
        return None

    def keep(self, found: Restful) -> None:
        """Write a case file down. What is written here is not on the disk until it is saved."""
        scopes = [[one.profil, one.typ, one.day.isoformat(), one.language] for one in found.scopes]
        environment = self._environment(scopes)
        if environment is None:
            return
        claimed = found.claimed
        kept = {
            "manad": _month(),
            "miljo": environment,
            "omraden": scopes,
            "mapp": claimed.folder,
            "filer": dict(found.files),
            "diarienummer": claimed.diarienummer,
            "publicerad": claimed.published,
            "handlingar": claimed.makers,
            "handlaggare": found.handlaggare,
            "egna": dict(found.own),
            "fil": found.file.path.name,
            "arendemening": found.arendemening,
            "resultat": [pack(one) for one in found.results],
        }
        name = _name(found.file)
        self._mine.pop(name, None)  # what is written last stands last
        self._mine[name] = _line(kept)
        self._changed = True
        if "_by_name" in self.__dict__:
            self._by_name.setdefault((found.file.path.name, claimed.diarienummer), []).append((name, kept))

    def deadlines(self, name: str, diarienummer: str) -> tuple[Deadline, ...]:
        """What the handlingar of a case file set a last day for when it was last in the book, whatever it held."""
        with suppress(KeyError, TypeError, ValueError):  # as in `find`
            known = self._by_name[name, diarienummer]
            out = self._shop.settings.out
            there = [one for one in known if one[1]["filer"] == published(out / one[1]["mapp"], one[1]["handlingar"])]
            entry, kept = (there or known)[-1]
            folder = out / kept["mapp"]
            results = [unpack(one, Path(name), diarienummer, folder) for one in kept["resultat"]]
            self._use(entry, kept)
            return tuple(dict.fromkeys(day for one in results for day in one.deadlines))
        return ()

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[tuple[bytes, Mapping[str, Any]]]]:
        """The entries of each case file, by its name and diarienummer: other machines' first, the last one last."""
        found: dict[tuple[str, str], list[tuple[bytes, Mapping[str, Any]]]] = {}
        for book in (*reversed(self._others), self._mine):
            for name, line in book.items():
                kept = _entry(line)
                if kept is not None and "fil" in kept:
                    found.setdefault((kept["fil"], kept["diarienummer"]), []).append((name, kept))
        return found

    def save(self) -> None:
        """Write this machine's book, with what other runs have written in it meanwhile; books of long ago go.

        Raises:
            OSError: it cannot be written; the old one is still there.
        """
        for book in self._foreign():
            if time.time() - _written(book) > _FORGOTTEN * _MONTH:
                book.unlink(missing_ok=True)
        if not self._changed:
            return
        theirs = {name: line for name, line in _read(self._own).items() if name not in self._mine}
        whole = {**theirs, **self._mine}
        lines = [_VERSION.encode(), *(name + b" " + line for name, line in whole.items() if _is_in_use(line))]
        for folder in (self._folder.parent, self._folder):  # but not the one of what is published
            folder.mkdir(exist_ok=True)
        write_whole(self._own, b"\n".join(lines) + b"\n")
        self._changed = False

    def _holds(self, kept: Mapping[str, Any]) -> bool:
        """True when all that an entry was written by is still the same."""
        if kept["miljo"] != self._environment(kept["omraden"]):
            return False
        folder = self._shop.settings.out / kept["mapp"]
        names = names_in(folder)
        if is_littered(names):
            self.littered.add(folder)
        return bool(kept["filer"] == digests(folder, names, kept["handlingar"]))

    def _foreign(self) -> list[Path]:
        """The books of other machines, the newest first."""
        return sorted((path for path in _listed(self._folder) if path != self._own), key=_written, reverse=True)

    def _use(self, name: bytes, kept: Mapping[str, Any]) -> None:
        """Take an entry over that another machine wrote, or that was not used for a month."""
        if name not in self._mine or kept["manad"] != _month():
            self._mine[name] = _line({**kept, "manad": _month()})
            self._changed = True

    def _remembered(self, file: CaseFile, kept: Mapping[str, Any]) -> Remembered:
        folder, number = self._shop.settings.out / kept["mapp"], kept["diarienummer"]
        makers = {stem: (maker[0], maker[1]) if maker else None for stem, maker in kept["handlingar"].items()}
        return Remembered(
            results=tuple(unpack(one, file.path, number, folder) for one in kept["resultat"]),
            claimed=Claimed(
                path=file.path,
                sha256=file.sha256,
                diarienummer=number,
                folder=kept["mapp"],
                published=kept["publicerad"],
                makers=makers,
            ),
            folder=folder,
            handlaggare=kept["handlaggare"],
            own=kept["egna"],
            arendemening=kept["arendemening"],
        )

    def _environment(self, scopes: Iterable[Sequence[str]]) -> str | None:
        """The digest of what surrounds handlingar, of the files that each is to have, and of the program.

        Args:
            scopes: the handlingar's, as an entry has them: thousands of entries have the same.
        """
        shop, known = self._shop, self._shop.reckoned
        name = ("omgivning", *map(tuple, scopes))
        if name not in known:
            try:
                around = [key(surroundings(scope, shop)) for scope in _scopes(name[1:])]
            except GeneratorError:
                return None
            known[name] = sha256("\0".join([*around, *sorted(shop.suffixes), everything()]).encode()).hexdigest()
        return str(known[name])


def _name(file: CaseFile) -> bytes:
    """What an entry is found by: the case file's name and content, wherever it lies."""
    return sha256(os.fsencode(file.path.name) + f"\0{file.sha256}".encode()).hexdigest().encode()


def _scopes(kept: Iterable[Sequence[str]]) -> Iterator[Scope]:
    for profil, typ, day, language in kept:
        yield Scope(profil=profil, typ=typ, day=date.fromisoformat(day), language=language)


def _line(kept: Mapping[str, Any]) -> bytes:
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
    return b"%08x " % crc32(text) + text


def _entry(line: bytes | None) -> Mapping[str, Any] | None:
    """An entry; None when there is none, or when the disk has spoiled it."""
    if line is None:
        return None
    check, _, text = line.partition(b" ")
    if check != b"%08x" % crc32(text):
        return None
    found: Mapping[str, Any] = json.loads(text)
    return found


def _read(book: Path) -> dict[bytes, bytes]:
    """A book's entries, still packed; none when it cannot be used."""
    try:
        first, *lines = book.read_bytes().splitlines()
    except (OSError, ValueError):
        return {}
    if first != _VERSION.encode():
        return {}
    return {name: line for name, _, line in (one.partition(b" ") for one in lines)}


def _listed(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.suffix == ".json"]
    return []


def _written(book: Path) -> float:
    """When a book was last written; now, when that cannot be seen."""
    with suppress(OSError):
        return book.stat().st_mtime
    return time.time()


def _is_in_use(line: bytes) -> bool:
    kept = _entry(line)
    return kept is not None and _month() - kept["manad"] <= _FORGOTTEN


def _month() -> int:
    """The month, counted from year 0."""
    today = date.today()
    return 12 * today.year + today.month


def _host() -> str:
    """This machine's name, as a file may have it."""
    return re.sub(r"[^\w.-]", "-", socket.gethostname()) or "dator"
