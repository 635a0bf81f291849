"""What runs that were cut off have left in the folder is finished, or taken away."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from generator.batch.own import OWN
from generator.claims import GATE, Claim, sweep, sweep_files, take
from generator.errors import FolderError
from generator.findings import Finding
from generator.runlog.folder import REPORTS
from generator.steps.publish import mend

_CLAIMS = "ansprak"
_LEASE = 120.0


def claims_of(out: Path) -> Path:
    """The folder of the claims on ärenden, each named after the ärende's folder."""
    return out / OWN / _CLAIMS


def tidy_up(out: Path, tell: Callable[[Finding], None]) -> None:
    """Finish the publications that were cut off, and take away stale claims and half-written files.

    A claim that nobody holds any more names the ärende that was being worked on.

    Args:
        out: the folder of what is published.
        tell: is told what could not be finished.
    """
    with suppress(OSError):
        for path in sorted(claims_of(out).glob("*.json")):
            _finish(out, path, tell)
    with suppress(OSError):
        sweep(claims_of(out))
    reports = out / REPORTS
    _tidy_files((out, out / OWN / "bok", out / OWN / "undan", reports, reports / "logg", reports / "handlaggare"))


def tidy_cases(cases: Iterable[str]) -> None:
    """Take away the half-written files beside case files: receipts that were cut off."""
    _tidy_files(map(Path, {os.path.dirname(case) for case in cases}))  # noqa: PTH120  # of ten thousand


def mend_all(folders: Iterable[Path], tell: Callable[[Finding], None]) -> None:
    """Take away what is left in the folders of ärenden with which nothing else was to be done.

    Args:
        folders: the ärenden's.
        tell: is told what could not be finished.
    """
    for folder in sorted(folders):
        _mend(folder, tell)


def _tidy_files(folders: Iterable[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            sweep_files(folder)


def _finish(out: Path, path: Path, tell: Callable[[Finding], None]) -> None:
    """Take a claim that nobody holds, finish what it was for, and give it back."""
    if path.name.endswith(GATE):
        return
    claim = take(path.parent, path.name, _LEASE)
    if not isinstance(claim, Claim):
        return
    try:
        _mend(out / path.stem, tell)
    finally:
        claim.release()


def _mend(folder: Path, tell: Callable[[Finding], None]) -> None:
    try:
        if folder.is_dir():
            mend(folder)
    except FolderError as error:
        for finding in error.findings:
            tell(finding)
