"""The book of what is done: for each case file with nothing left to do, by what one sees that it is still so.

A case file that is in the book costs a few digests instead of a reading. It
counts only if everything is the same to the byte: the case file, what
surrounds its handlingar, the manifest and the published files. What the book
does not know, or cannot be read of it, costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from generator.batch.planning.books import Book, Books, Entry, entry, entry_name, line_of
from generator.batch.planning.clashes import Claimed
from generator.batch.planning.glimpse import Glimpse
from generator.batch.planning.memory import pack, unpack
from generator.batch.planning.present import lying, published
from generator.errors import GeneratorError
from generator.model import CaseFile, Deadline
from generator.provenance import Scope, everything, key, surroundings
from generator.results import HandlingResult
from generator.workshop import Workshop

_FORGOTTEN = 2
"""Months after which an entry that nobody asked for is left out, and a book that nobody wrote in is taken away."""


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
        self.books = Books(shop.settings.out)
        self._changed = False
        self.littered: set[Path] = set()
        """The folders of ärenden with nothing to do in which files lie that were never written to their end."""

    def find(self, path: Path, seen: Glimpse) -> Remembered | None:
        """What the book says of a case file; None when it says nothing that still holds.

        Args:
            path: the case file.
            seen: what it is, and perhaps what lies in its ärende's folder.
        """
        name = entry_name(path.name, seen.sha256)
        for kept in self.books.about(name):
            with suppress(KeyError, TypeError, ValueError):  # whatever it is, it is no entry of ours
                if self._holds(kept, seen):
                    self._use(name, kept)
                    return self._remembered(path, seen.sha256, kept)
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
        name = entry_name(found.file.path.name, found.file.sha256)
        self.books.mine.put(name, line_of(kept))
        self._changed = True
        if "_by_name" in self.__dict__:
            self._by_name.setdefault((found.file.path.name, claimed.diarienummer), []).append((self.books.mine, name))

    def deadlines(self, name: str, diarienummer: str) -> tuple[Deadline, ...]:
        """What the handlingar of a case file set a last day for when it was last in the book, whatever it held."""
        with suppress(KeyError, TypeError, ValueError):  # as in `find`
            read = ((one, entry(book.get(one))) for book, one in self._by_name[name, diarienummer])
            known = [(one, kept) for one, kept in read if kept is not None]
            out = self._shop.settings.out
            there = [one for one in known if one[1]["filer"] == published(out / one[1]["mapp"], one[1]["handlingar"])]
            found, kept = (there or known)[-1]
            folder = out / kept["mapp"]
            results = [unpack(one, Path(name), diarienummer, folder) for one in kept["resultat"]]
            self._use(found, kept)
            return tuple(dict.fromkeys(day for one in results for day in one.deadlines))
        return ()

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[tuple[Book, bytes]]]:
        """The entries of each case file, by its name and diarienummer: other machines' first, the last one last."""
        found: dict[tuple[str, str], list[tuple[Book, bytes]]] = {}
        for book in (*reversed(self.books.others), self.books.mine):
            for name in book:
                kept = entry(book.get(name))  # one that cannot be read back hides no others
                if kept is not None and "fil" in kept:
                    found.setdefault((kept["fil"], kept["diarienummer"]), []).append((book, name))
        return found

    def save(self) -> None:
        """Write this machine's book, with what other runs have written in it meanwhile; books of long ago go.

        Raises:
            OSError: it cannot be written; the old one is still there.
        """
        self.books.forget(_FORGOTTEN)
        if self._changed:
            self.books.save(_FORGOTTEN, _month())
            self._changed = False

    def _holds(self, kept: Entry, seen: Glimpse) -> bool:
        """True when all that an entry was written by is still the same."""
        if kept["miljo"] != self._environment(kept["omraden"]):
            return False
        there = seen.lying(kept)
        if there is None:
            there = lying(self._shop.settings.out / kept["mapp"], kept["handlingar"])
        if there.littered:
            self.littered.add(self._shop.settings.out / kept["mapp"])
        return bool(kept["filer"] == there.files)

    def _use(self, name: bytes, kept: Entry) -> None:
        """Take an entry over that another machine wrote, or that was not used for a month."""
        if name not in self.books.mine or kept["manad"] != _month():
            self.books.mine.put(name, line_of({**kept, "manad": _month()}))
            self._changed = True

    def _remembered(self, path: Path, digest: str, kept: Entry) -> Remembered:
        folder, number = self._shop.settings.out / kept["mapp"], kept["diarienummer"]
        makers = {stem: (maker[0], maker[1]) if maker else None for stem, maker in kept["handlingar"].items()}
        return Remembered(
            results=tuple(unpack(one, path, number, folder) for one in kept["resultat"]),
            claimed=Claimed(
                path=path,
                sha256=digest,
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


def _scopes(kept: Iterable[Sequence[str]]) -> Iterator[Scope]:
    for profil, typ, day, language in kept:
        yield Scope(profil=profil, typ=typ, day=date.fromisoformat(day), language=language)


def _month() -> int:
    """The month, counted from year 0."""
    today = date.today()
    return 12 * today.year + today.month
