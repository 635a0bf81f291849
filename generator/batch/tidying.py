"""What runs that were cut off have left in the folder is finished, or taken away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from generator.claims import GATE, Claim, sweep, take
from generator.errors import FolderError
from generator.findings import Finding
from generator.steps.publish import mend

OWN = ".generator"
"""The generator's own folder among the published ones."""
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
    for folder in (claims_of(out), out / OWN / "bok", out / OWN / "undan", out / "rapport" / "logg"):
        with suppress(OSError):
            sweep(folder)


def _finish(out: Path, path: Path, tell: Callable[[Finding], None]) -> None:
    """Take a claim that nobody holds, finish what it was for, and give it back."""
    if path.name.endswith(GATE):
        return
    claim = take(path.parent, path.name, _LEASE)
    if not isinstance(claim, Claim):
        return
    try:
        folder = out / path.stem
        if folder.is_dir():
            mend(folder)
    except FolderError as error:
        for finding in error.findings:
            tell(finding)
    finally:
        claim.release()
