"""The folder of the logs: the newest, those before it, and how many are kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator.errors import FolderError
from generator.runlog.reading import read_ends
from generator.runlog.values import Run, WholeRun
from generator.wholefile import write_whole

REPORTS = "rapport"
"""The folder of the reports, among the published ones."""
_LOGS = Path(REPORTS, "logg")
_HISTORY = "historik.json"
_REPORTS_OF = (".html", ".json", ".xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A run in a few numbers, for comparing it with others."""

    name: str
    """What tells it from others, and sorts by time."""
    begun: str
    """When it began, as ISO 8601."""
    seconds: float
    """How long it took."""
    counts: Mapping[str, int]
    """How many of each outcome there were."""


def log_file(out: Path, run: Run) -> Path:
    """Where a run's log belongs."""
    return out / _LOGS / f"{run.name}.jsonl"


def logs(out: Path) -> tuple[Path, ...]:
    """The logs that there are, the oldest first."""
    return tuple(sorted((out / _LOGS).glob("*.jsonl")))


def newest(out: Path) -> Path | None:
    """The newest log; None when there is none."""
    return next(reversed(logs(out)), None)


def history(out: Path, until: str, most: int = 30) -> tuple[History, ...]:
    """The runs up to and with one of them, the oldest first: those whose logs are gone, too.

    Args:
        out: the folder of what is published.
        until: the name of the last run that is wanted.
        most: how many at most.
    """
    known = {one.name: one for one in _remembered(out)}
    for path in [path for path in logs(out) if path.stem <= until][-most:]:
        if path.stem not in known:
            with suppress(FolderError):
                known[path.stem] = in_numbers(read_ends(path))
    told = sorted((one for one in known.values() if one.name <= until), key=lambda one: one.name)
    return tuple(told[-most:])


def alongside(out: Path, own: WholeRun) -> tuple[WholeRun, ...]:
    """The runs that went on while one did, without their handlingar, the oldest first.

    Args:
        out: the folder of what is published.
        own: the run.
    """
    found = []
    for path in logs(out):
        with suppress(FolderError, OSError):
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if path.stem != own.run.name and written >= own.run.begun:
                found.append((read_ends(path), written))
    over = own.ending.ended if own.ending else datetime.now(UTC)
    return tuple(
        other
        for other, written in found
        if other.run.begun <= over and (other.ending.ended if other.ending else written) >= own.run.begun
    )


def in_numbers(whole: WholeRun) -> History:
    """A run in a few numbers; what it had counted itself counts, else its lines."""
    counts = dict(whole.ending.counts) if whole.ending else {}
    if not counts:
        for entry in whole.entries:
            counts[entry.result.outcome.value] = counts.get(entry.result.outcome.value, 0) + 1
    begun, ended = whole.run.begun, whole.ending.ended if whole.ending else whole.run.begun
    return History(
        name=whole.run.name,
        begun=begun.isoformat(timespec="seconds"),
        seconds=round((ended - begun).total_seconds(), 1),
        counts=counts,
    )


def rotate(out: Path, keep: int) -> int:
    """Keep the newest logs, with their reports and pictures; of the others a few numbers stay.

    Args:
        out: the folder of what is published.
        keep: how many are kept.

    Returns:
        How many were removed.

    Raises:
        OSError: the numbers could not be written; then nothing is removed.
    """
    old = logs(out)[:-keep]
    gone = {one.name: one for one in _remembered(out)}
    for path in old:
        with suppress(FolderError):
            one = in_numbers(read_ends(path))
            gone[one.name] = one
    if old:
        told = json.dumps([asdict(gone[name]) for name in sorted(gone)], ensure_ascii=False, indent=1)
        write_whole(out / _LOGS / _HISTORY, told.encode())
    for path in old:
        shutil.rmtree(path.with_suffix(""), ignore_errors=True)
        for suffix in _REPORTS_OF:
            (out / REPORTS / f"{path.stem}{suffix}").unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    return len(old)


def _remembered(out: Path) -> list[History]:
    """The numbers of runs whose logs are gone."""
    try:
        said = json.loads((out / _LOGS / _HISTORY).read_bytes())
        told = [History(**one) for one in said]
        return [one for one in told if datetime.fromisoformat(one.begun)]
    except (OSError, ValueError, TypeError):
        return []
