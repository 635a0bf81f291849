"""Who follows a run while it goes on."""

from __future__ import annotations

from typing import Protocol

from generator.findings import Finding
from generator.runlog import Entry


class Listener(Protocol):
    """Is told what happens, as it happens."""

    def planned(self, todo: int, unchanged: int) -> None:
        """The case files have been looked through.

        Args:
            todo: handlingar to be made, as far as is known.
            unchanged: handlingar with which there is nothing to do.
        """
        ...

    def entry(self, entry: Entry) -> None:
        """A handling has come to its end."""
        ...

    def remark(self, finding: Finding) -> None:
        """Something is to be said of a folder or of the machine."""
        ...
