"""What is seen of a case file before its turn comes: by a process that goes before, or when the turn is there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.batch.planning.books import Books, Entry, entry_name
from generator.batch.planning.present import Lying, lying
from generator.steps.read import fetch


class Glimpse(NamedTuple):
    """A case file as it was just seen, and what is published of it, if it was looked for."""

    sha256: str
    """The digest of the case file."""
    folder: str | None = None
    """The name of the folder that was looked into; None when none was."""
    stems: tuple[str, ...] = ()
    """The file stems of the handlingar that were looked for."""
    there: Lying | None = None
    """What lay there."""
    state: tuple[int, ...] | None = None
    """What the case file's state was before it was read; None when it has just been."""

    def holds(self, path: Path) -> bool:
        """True when nobody has touched the case file since it was seen."""
        return self.state is None or self.state == _state(path)

    def lying(self, kept: Entry) -> Lying | None:
        """What lies in the folder of an entry of its handlingar; None when that was not looked for."""
        return self.there if (self.folder, self.stems) == (kept["mapp"], tuple(kept["handlingar"])) else None


@dataclass(frozen=True)
class Lookout:
    """Looks at case files, and at what the book says is published of them; it can be sent to another process.

    Args:
        books: the books of what is done.
    """

    books: Books

    def __call__(self, path: str) -> Glimpse | None:
        """What is seen of a case file; None when it cannot be read: then it is read when its turn comes, and told."""
        try:
            state, file = _state(path), fetch(Path(path))
            for kept in self.books.about(entry_name(file.path.name, file.sha256)):
                folder, stems = str(kept["mapp"]), tuple(kept["handlingar"])
                return Glimpse(file.sha256, folder, stems, lying(self.books.out / folder, stems), state)
            return Glimpse(file.sha256, state=state)
        except Exception:  # noqa: BLE001  # whatever it is, the other case files have their turn
            return None


def _state(path: str | Path) -> tuple[int, ...]:
    """What the file system tells of a file, its content apart; nothing when it cannot be seen."""
    try:
        now = os.stat(path)  # noqa: PTH116  # a text will do
    except OSError:
        return ()
    return now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns
