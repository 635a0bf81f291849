"""What has been saved: seen by looking at the files again and again, told when they hold still.

Looking works alike on every system and on shared folders, where a system's
own messages about changed files do not come through.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Thread
from zipfile import is_zipfile

from generator.preview.files import Print

PAUSE = 0.2
"""Seconds between two looks."""
_SHORT_PAUSE = 0.1
"""The same while a file is being saved."""
STILL = 0.3
"""Seconds that a file must be as it is before it is used."""
_PATIENCE = 1.0
"""Seconds that a file may hold still without being whole, before it is told all the same."""

Look = Callable[[], Mapping[Path, Print]]


class Stillness:
    """Which changes are over and done with.

    Word saves by writing another file and renaming it, so for a moment a file
    is gone, or half there.

    Args:
        prints: the files as they are from the beginning.
        whole: whether a file can be opened.
    """

    def __init__(self, prints: Mapping[Path, Print], whole: Callable[[Path], bool]) -> None:
        self._whole = whole
        self._seen = dict(prints)
        self._moved: dict[Path, float] = {}
        self._broken: set[Path] = set()

    @property
    def moving(self) -> bool:
        """True while a change is not yet told."""
        return bool(self._moved)

    def step(self, now: float, prints: Mapping[Path, Print]) -> frozenset[Path]:
        """Take in how the files are now.

        Args:
            now: seconds on a clock that only goes forward.
            prints: the files.

        Returns:
            The files that changed, or went, and now hold still. One that cannot
            be opened is told late, and once more when it can be.
        """
        for path in {*prints, *self._seen}:
            if prints.get(path) != self._seen.get(path):
                self._moved[path] = now
        self._seen = dict(prints)
        settled = frozenset(path for path, since in self._moved.items() if self._settled(path, now - since))
        mended = frozenset(path for path in self._broken if path not in self._moved and self._sound(path))
        for path in settled:
            del self._moved[path]
        self._broken = {path for path in self._broken | settled if path not in mended and not self._sound(path)}
        return settled | mended

    def _settled(self, path: Path, still: float) -> bool:
        return still >= _PATIENCE or (still >= STILL and path in self._seen and self._whole(path))

    def _sound(self, path: Path) -> bool:
        return path not in self._seen or self._whole(path)


class Watch:
    """A thread that looks at the files and says when some have changed.

    Args:
        look: how the files are now.
        tell: called, in this thread, with the files that changed.
    """

    def __init__(self, look: Look, tell: Callable[[frozenset[Path]], None]) -> None:
        self._look = look
        self._tell = tell
        self._stillness = Stillness(look(), opens)
        self._over = Event()
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(_SHORT_PAUSE if self._stillness.moving else PAUSE):
            changed = self._stillness.step(time.monotonic(), self._look())
            if changed:
                self._tell(changed)


def opens(path: Path) -> bool:
    """True when a file can be read, and a Word file is a whole archive: it is not being written."""
    try:
        with path.open("rb") as file:
            return path.suffix != ".docx" or is_zipfile(file)
    except OSError:
        return False
