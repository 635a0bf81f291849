"""Which case files there are, and which of them hold still.

On a share nobody tells when a copy is finished: a file that was changed a
moment ago is looked at twice, and one that is not whole JSON may be half of
one.
"""

from __future__ import annotations

import glob
import marshal
import os
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from generator.batch.own import OWN
from generator.errors import reason
from generator.findings import Finding, Place, Severity
from generator.runlog.folder import is_reports
from generator.steps.publish import MANIFEST

STILL = 2.0
"""Seconds that a file must hold still before it is read."""
YOUNG = 600.0
"""Seconds after its last change in which a file that is not whole may be half copied."""
_LONG_AGO = 3600.0
"""Seconds after which nobody is still writing a file, even if clocks differ a little."""
UNREADABLE = "mapp-olaslig"
"""The code of what is said of a folder of which nothing is known."""
_PLAIN = 2
"""The form of packed values in which what is equal is packed alike: later ones say what else refers to it."""
_NOT_OURS = (".", "~$", "_")
_OTHERS = (MANIFEST, ".schema.json", ".kvitto.json")


class Sight:
    """A case file as it was seen in a folder: one piece of memory, for there may be many, and several rows have them.

    Args:
        name: where it lies.
        size: in bytes.
        changed: when its content was last changed, in nanoseconds, by the clock of the file server.
        at: when it was seen, by this machine's monotonic clock, in seconds.
    """

    __slots__ = ("packed",)

    def __init__(self, name: str, size: int = 0, changed: int = 0, at: float = 0.0) -> None:
        self.packed = marshal.dumps((name, size, changed, at), _PLAIN)

    @classmethod
    def of(cls, packed: bytes) -> Self:
        """The sight whose `packed` this is; they share it."""
        sight = cls.__new__(cls)
        sight.packed = packed
        return sight

    def _said(self) -> tuple[str, int, int, float]:
        said: tuple[str, int, int, float] = marshal.loads(self.packed)  # noqa: S302  # this process packed it
        return said

    @property
    def name(self) -> str:
        """Where it lies, as a text."""
        return self._said()[0]

    @property
    def size(self) -> int:
        """In bytes."""
        return self._said()[1]

    @property
    def changed(self) -> int:
        """When its content was last changed, in nanoseconds, by the clock of the file server."""
        return self._said()[2]

    @property
    def at(self) -> float:
        """When it was seen, by this machine's monotonic clock, in seconds."""
        return self._said()[3]

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sight) and self.packed == other.packed

    def __hash__(self) -> int:
        return hash(self.packed)


class Sights(Collection[Sight]):
    """Sights as they lie in memory by the thousand.

    Args:
        sights: what was seen.
    """

    def __init__(self, sights: Iterable[Sight] = ()) -> None:
        self._packed = [sight.packed for sight in sights]

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[Sight]:
        return map(Sight.of, self._packed)

    def __contains__(self, sight: object) -> bool:
        return isinstance(sight, Sight) and sight.packed in self._packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found."""

    sights: Sights
    """The case files, each once, in the order of their paths."""
    remarks: tuple[Finding, ...]
    """What is to be said of folders and names."""


@dataclass(slots=True)
class _Search:
    out: Path
    sights: dict[str, Sight] = field(default_factory=dict)
    """Each by its whole path as the system compares it, so that a file that was given twice is found once."""
    remarks: list[Finding] = field(default_factory=list)
    cwd: Path = field(default_factory=Path.cwd)
    """The working folder, asked for once: a night sees ten thousand files."""

    def of(self, given: Path) -> None:
        """A file, a folder with everything below it, or a pattern that no shell has spread out."""
        if _is_folder(given):
            self._folder(given)
            return
        spread = _spread(given) if _is_pattern(given) else []
        for one in spread:
            self.of(one)
        if not spread:
            self._add(given)

    def _add(self, path: Path) -> None:
        whole = path if path.is_absolute() else self.cwd / path  # to join them anew takes as long as to look
        self.sights.setdefault(os.path.normcase(whole), look(path))

    def _folder(self, folder: Path) -> None:
        for here, inner, names in os.walk(folder, onerror=self._unreadable):
            at = Path(here)
            inner[:] = sorted(one for one in inner if not one.startswith(_NOT_OURS) and not self._is_ours(at / one))
            self.remarks += [_linked(at / one) for one in inner if (at / one).is_symlink()]
            for name in sorted(names):
                if is_case_name(name):
                    self._add(at / name)

    def _is_ours(self, folder: Path) -> bool:
        """True for a folder of published documents, or of reports."""
        own = self.cwd / folder == self.cwd / self.out or _is_folder(folder / OWN)
        return own or is_reports(folder)

    def _unreadable(self, error: OSError) -> None:
        folder = Path(error.filename)
        message = f"Mappen {folder} går inte att läsa: {reason(error)}."
        remedy = "Kontrollera att mappen finns kvar och att kontot får läsa i den. Ärenden i den har inte tagits med."
        self.remarks.append(Finding(code=UNREADABLE, message=message, remedy=remedy, place=Place(file=folder)))


def _is_folder(path: Path) -> bool:
    """`Path.is_dir` fails below a folder that is closed to us, and the whole run with it."""
    return os.path.isdir(path)  # noqa: PTH112


def case_files(given: Sequence[Path], out: Path) -> Found:
    """Find the case files.

    Args:
        given: files, folders (with all below them), or patterns.
        out: the folder of what is published, in which no case file is looked for.
    """
    search = _Search(out)
    for one in given:
        search.of(one)
    sights = Sights(search.sights[path] for path in sorted(search.sights, key=Path))
    return Found(sights=sights, remarks=(*search.remarks, *_look_alikes(sights)))


def covers(given: Sequence[Path], found: Sights) -> bool:
    """True when a run sees all that there is: folders, or every case file of the folders in which its files lie.

    Args:
        given: what the run was given.
        found: the case files in it.
    """
    if not found or not all(one.is_file() for one in given):
        return True
    here = Path.cwd()
    ours = {os.path.normcase(os.path.join(here, sight.name)) for sight in found}  # noqa: PTH118  # ten thousand
    folders = {os.path.dirname(name) for name in ours}  # noqa: PTH120
    return all(
        os.path.normcase(os.path.join(folder, name)) in ours  # noqa: PTH118
        for folder in folders
        for name in os.listdir(folder)  # noqa: PTH208  # names are all that is needed
        if is_case_name(name)
    )


def is_case_name(name: str) -> bool:
    """True for the name of a case file; not for the traces of other programs, nor for what the generator writes."""
    plain = name.casefold()
    return plain.endswith(".json") and not name.startswith(_NOT_OURS) and not plain.endswith(_OTHERS)


def look(path: str | Path) -> Sight:
    """A file as it is now; one that cannot be seen has neither size nor time, and is told when it is read."""
    try:
        state = os.stat(path)  # noqa: PTH116  # a text will do
    except OSError:
        return Sight(os.fspath(path), at=time.monotonic())
    return Sight(os.fspath(path), state.st_size, state.st_mtime_ns, time.monotonic())


def settled(sight: Sight, skew: float = 0) -> bool:
    """True when a file may be read: it was last changed long ago, or has not changed since it was first seen.

    Args:
        sight: the file as it was first seen.
        skew: seconds that the file server's clock is before this machine's.
    """
    if time.time() + skew - sight.changed / 1e9 > _LONG_AGO:
        return True
    now = look(sight.name)
    same = (now.size, now.changed) == (sight.size, sight.changed)
    return same and now.at - sight.at >= STILL


def latest(sight: Sight) -> Sight:
    """The file as it was first seen, if it is still the same; else as it is now."""
    now = look(sight.name)
    return sight if (now.size, now.changed) == (sight.size, sight.changed) else now


def may_be_half(sight: Sight, skew: float = 0) -> bool:
    """True when a file that is not whole was changed so lately that somebody may still be copying it."""
    return abs(time.time() + skew - sight.changed / 1e9) < YOUNG


def _linked(folder: Path) -> Finding:
    message = f"{folder} är en länk till en annan mapp. Ärenden i den har inte tagits med."
    remedy = "Ange mappen som länken leder till på kommandoraden, om ärendena i den ska vara med."
    place = Place(file=folder)
    return Finding(code="mapp-lank", message=message, remedy=remedy, severity=Severity.WARNING, place=place)


def _is_pattern(path: Path) -> bool:
    return not os.path.lexists(path) and glob.has_magic(str(path))


def _spread(pattern: Path) -> list[Path]:
    root = Path(pattern.anchor)
    return sorted(root.glob(str(pattern.relative_to(root))))


def _look_alikes(sights: Sights) -> Iterator[Finding]:
    """Names that are one on another system: they differ only in case, or in how å is written."""
    many = {name for name, number in Counter(_elsewhere(sight) for sight in sights).items() if number > 1}
    alike: defaultdict[str, list[Path]] = defaultdict(list)
    for sight in sights if many else ():
        if (name := _elsewhere(sight)) in many:
            alike[name].append(sight.path)
    for same in alike.values():
        for path in same:
            others = ", ".join(other.name for other in same if other != path)
            message = f"Filen {path.name} har nästan samma namn som {others}. På en annan dator är de samma fil."
            remedy = "Ge den ena ett annat namn, så att ingen av dem skrivs över när mappen kopieras."
            yield Finding(
                code="filnamn-snarlika",
                message=message,
                remedy=remedy,
                severity=Severity.WARNING,
                place=Place(file=path),
            )


def _elsewhere(sight: Sight) -> str:
    """A file's path, its name as a system sees it that tells neither capitals nor ways to write å."""
    folder, name = os.path.split(sight.name)
    return os.path.join(folder, unicodedata.normalize("NFC", name).casefold())  # noqa: PTH118  # ten thousand
