"""Kills a publication after each of its system calls, and looks at what lies there.

Run as a program of its own, with one thread, since it forks: `python -m
tests.kill_publish FOLDER [alla]`. Each child is traced, stopped after its n-th
system call and killed there; then the folder is looked at as a reader would
find it, mended as the next run would, and looked at again. Two calls with the
same folder after them are one place to be killed at, unless all are asked for.
Prints, as JSON, how often what was found was the old document and the new one.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.model import Status
from generator.steps.publish import MANIFEST, Shelf, mend, note_status, publish

_TRACEME, _SYSCALL, _SETOPTIONS = 0, 24, 0x4200
_MARK_CALLS, _END_WITH_TRACER = 0x01, 0x100000
_CALL = signal.SIGTRAP | 0x80
"""How a stop at a system call is told from any other."""
_STEM = "2024-05-14-skrivelse"
State = Mapping[str, bytes]
"""The files of a folder by name, those of the document alone."""


@dataclass(frozen=True)
class Sample:
    """Something that is done to a folder, and what the folder looks like before and after."""

    before: Callable[[Shelf], object]
    action: Callable[[Shelf], object]
    word: str = "ny"
    """What the Word file consists of afterwards."""


def document(word: str, *suffixes: str) -> dict[str, bytes]:
    """Files that can be told from those of another document."""
    return {suffix: f"{word}{suffix}".encode() * 500 for suffix in suffixes}


def entry(rubrik: str, status: str = "utkast") -> dict[str, Any]:
    """What a manifest says of a document."""
    return {"status": status, "underlag": {}, "sidor": 1, "rubrik": rubrik}


def old(place: Shelf, *suffixes: str, status: str = "utkast") -> None:
    """Publish what lies there before, and another handling that must stay as it is."""
    other = Shelf(folder=place.folder, stem="2023-01-01-annan", diarienummer=place.diarienummer)
    publish(other, document("annan", ".docx"), entry("annan"))
    publish(place, document("gammal", *suffixes), entry("gammal", status))


def cut_off(place: Shelf) -> None:
    """Leave what a publication leaves that is killed when its journal has been written."""
    old(place, ".docx", ".pdf")
    child = Traced(lambda: publish(place, document("ny", ".docx", ".html"), entry("ny")))
    while child.goes_on() and not place.under_way.exists():
        pass
    child.kill()


SAMPLES = {
    "första": Sample(
        lambda place: place.folder.rmdir(), lambda place: publish(place, document("ny", ".docx", ".pdf"), entry("ny"))
    ),
    "ersatt": Sample(
        lambda place: old(place, ".docx", ".pdf"),
        lambda place: publish(place, document("ny", ".docx", ".pdf", ".html"), entry("ny")),
    ),
    "fil-bort": Sample(
        lambda place: old(place, ".docx", ".pdf", ".html"),
        lambda place: publish(place, document("ny", ".docx"), entry("ny")),
    ),
    "status": Sample(
        lambda place: old(place, ".docx", status="upprattad"),
        lambda place: note_status(place, Status.EXPEDIERAD),
        "gammal",
    ),
    "lagning": Sample(cut_off, lambda place: mend(place.folder)),
}


class Traced:
    """A child that stops at each of its system calls."""

    def __init__(self, action: Callable[[], object]) -> None:
        self._pid = os.fork()
        if self._pid == 0:
            try:
                _ptrace(_TRACEME, 0, 0)
                os.kill(os.getpid(), signal.SIGSTOP)
                action()
            except BaseException as error:  # noqa: BLE001  # nothing of it may come back into the parent's code
                os.write(2, repr(error).encode())
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(self._pid, 0)
        if not os.WIFSTOPPED(status):
            raise SystemExit("ptrace går inte att använda här")
        _ptrace(_SETOPTIONS, self._pid, _MARK_CALLS | _END_WITH_TRACER)

    def goes_on(self) -> bool:
        """Let it do one system call; False when it has come to its end."""
        for _ in ("into the call", "out of it"):
            _ptrace(_SYSCALL, self._pid, 0)
            _, status = os.waitpid(self._pid, 0)
            if not os.WIFSTOPPED(status):
                assert os.WIFEXITED(status), status
                assert os.WEXITSTATUS(status) == 0, status
                return False
            assert os.WSTOPSIG(status) == _CALL, os.WSTOPSIG(status)
        return True

    def kill(self) -> None:
        """End it at once, where it is."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _ptrace(request: int, pid: int, data: int) -> None:
    if _LIBC.ptrace(request, pid, None, ctypes.c_void_p(data)) == -1:
        raise SystemExit(f"ptrace går inte att använda här: {os.strerror(ctypes.get_errno())}")


def readable(folder: Path) -> State:
    """What a reader finds: no file is half, and the manifest can be read.

    Raises:
        AssertionError: a file is not whole.
    """
    seen = {path.name: path.read_bytes() for path in folder.glob("[!.]*")}
    words = {"gammal", "ny", "annan"}
    for name, content in seen.items():
        if name == MANIFEST:
            json.loads(content)
        else:
            assert content in {f"{word}{Path(name).suffix}".encode() * 500 for word in words}, f"{name} är inte hel"
    return seen


def whole(place: Shelf, allowed: list[State]) -> int:
    """Which of the states a mended folder is in.

    Raises:
        AssertionError: in none, or the manifest and the files do not agree, or something is left over.
    """
    found = _content(place)
    assert found in allowed, f"{sorted(found)} är varken det gamla eller det nya"
    for name, digest in (place.entry or {}).get("filer", {}).items():
        assert sha256(found[name]).hexdigest() == digest, name
    return allowed.index(found)


def try_all(work: Path, sample: Sample, *, every: bool) -> dict[str, int]:
    """Kill one action after each of its system calls.

    Args:
        work: an empty folder.
        sample: the action.
        every: True to kill also after calls that leave the folder as it was.

    Raises:
        AssertionError: it left something that is neither the old nor the new document.
    """
    place = Shelf(folder=work / "GNS-8-2019", stem=_STEM, diarienummer="GNS/8/2019")
    kept = work / "innan"
    place.folder.mkdir(parents=True)
    sample.before(place)
    if place.folder.exists():
        shutil.copytree(place.folder, kept)
    mend(place.folder)
    allowed = [_content(place), _after(place, kept, sample)]
    _set_back(place.folder, kept)
    tally = {"anrop": 0, "gammalt": 0, "nytt": 0}
    for number, changed in enumerate(_watched(place, sample), 1):
        tally["anrop"] += 1
        if changed or every:
            _set_back(place.folder, kept)
            _kill_after(number, place, sample)
            readable(place.folder)
            mend(place.folder)
            tally[("gammalt", "nytt")[whole(place, allowed)]] += 1
    return tally


def _kill_after(number: int, place: Shelf, sample: Sample) -> None:
    child = Traced(lambda: sample.action(place))
    assert all(child.goes_on() for _ in range(number)), "det blev färre systemanrop än förra gången"
    child.kill()


def _watched(place: Shelf, sample: Sample) -> list[bool]:
    """For each system call of an action, whether it has changed anything in the folder."""
    child, before, changes = Traced(lambda: sample.action(place)), _content(place), []
    while child.goes_on():
        now = _content(place)
        changes.append(now != before)
        before = now
    return changes


def _content(place: Shelf) -> State:
    return {path.name: path.read_bytes() for path in place.folder.iterdir()} if place.folder.exists() else {}


def _after(place: Shelf, kept: Path, sample: Sample) -> State:
    """The new document."""
    _set_back(place.folder, kept)
    sample.action(place)
    assert place.file(".docx").read_bytes() == document(sample.word, ".docx")[".docx"]
    return _content(place)


def _set_back(folder: Path, kept: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if kept.exists():
        shutil.copytree(kept, folder)


if __name__ == "__main__":
    _LIBC = ctypes.CDLL(None, use_errno=True)
    gc.disable()
    into, every = Path(sys.argv[1]), "alla" in sys.argv[2:]
    done = {name: try_all(into / name, sample, every=every) for name, sample in SAMPLES.items()}
    print(json.dumps(done))  # noqa: T201
