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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

from generator.batch.clashes import Claimed
from generator.batch.memory import pack, unpack
from generator.errors import GeneratorError
from generator.model import CaseFile
from generator.provenance import Scope, everything, key, surroundings
from generator.results import HandlingResult
from generator.steps.publish import MANIFEST, SUFFIXES
from generator.steps.publish.journal import journal_file
from generator.wholefile import digest, write_whole
from generator.workshop import Workshop

PLACE = Path(".generator", "bok")
"""Where the books lie, below the folder of published documents."""
_VERSION = "generatorns bok 1"
_FORGOTTEN = 2
"""Months after which an entry that nobody asked for is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A case file with nothing to do, as the book has it."""

    results: tuple[HandlingResult, ...]
    claimed: Claimed
    folder: Path
    handlaggare: str | None
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
        others = sorted(path for path in _listed(self._folder) if path != self._own)
        self._others = [book for book in map(_read, others) if book]
        self._changed = False

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
        environment = self._environment(found.scopes)
        if environment is None:
            return
        claimed = found.claimed
        kept = {
            "manad": _month(),
            "miljo": environment,
            "omraden": [[one.profil, one.typ, one.day.isoformat(), one.language] for one in found.scopes],
            "mapp": claimed.folder,
            "filer": dict(found.files),
            "diarienummer": claimed.diarienummer,
            "publicerad": claimed.published,
            "handlingar": claimed.makers,
            "handlaggare": found.handlaggare,
            "arendemening": found.arendemening,
            "resultat": [pack(one) for one in found.results],
        }
        self._mine[_name(found.file)] = _line(kept)
        self._changed = True

    def save(self) -> None:
        """Write this machine's book, with what other runs have written in it meanwhile.

        Raises:
            OSError: it cannot be written; the old one is still there.
        """
        if not self._changed:
            return
        whole = {**_read(self._own), **self._mine}
        lines = [_VERSION.encode(), *(name + b" " + line for name, line in whole.items() if _is_in_use(line))]
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._own, b"\n".join(lines) + b"\n")
        self._changed = False

    def _holds(self, kept: Mapping[str, Any]) -> bool:
        """True when all that an entry was written by is still the same."""
        if kept["miljo"] != self._environment(_scopes(kept["omraden"])):
            return False
        folder = self._shop.settings.out / kept["mapp"]
        return bool(kept["filer"] == published(folder, kept["handlingar"]))

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
            arendemening=kept["arendemening"],
        )

    def _environment(self, scopes: Iterable[Scope]) -> str | None:
        """The digest of what surrounds handlingar, of the files that each is to have, and of the program."""
        shop = self._shop
        try:
            around = [self._around(scope) for scope in scopes]
        except GeneratorError:
            return None
        return sha256("\0".join([*around, *sorted(shop.suffixes), everything()]).encode()).hexdigest()

    def _around(self, scope: Scope) -> str:
        known = self._shop.reckoned
        name = ("omgivning", scope)
        if name not in known:
            known[name] = key(surroundings(scope, self._shop))
        return str(known[name])


def published(folder: Path, stems: Iterable[str]) -> dict[str, str] | None:
    """The digest of each file that is published of some handlingar, and of the manifest, by name.

    None when a publication is under way or was cut off, or when the folder leads elsewhere.
    """
    try:
        names = set(os.listdir(folder))  # noqa: PTH208  # names are all that is needed
    except FileNotFoundError:
        return {}
    except OSError:
        return None
    if folder.is_symlink() or any(journal_file(folder, stem).name in names for stem in stems):
        return None
    wanted = [MANIFEST, *(f"{stem}{suffix}" for stem in stems for suffix in SUFFIXES)]
    return {name: digest(folder / name) or "" for name in wanted if name in names}


def _name(file: CaseFile) -> bytes:
    """What an entry is found by: the case file's name and content, wherever it lies."""
    return sha256(f"{file.path.name}\0{file.sha256}".encode()).hexdigest().encode()


def _scopes(kept: Sequence[Sequence[str]]) -> Iterator[Scope]:
    for profil, typ, day, language in kept:
        yield Scope(profil=profil, typ=typ, day=date.fromisoformat(day), language=language)


def _line(kept: Mapping[str, Any]) -> bytes:
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
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
