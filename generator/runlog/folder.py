"""The folder of the logs: the newest, those before it, and how many are kept."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from generator.errors import FolderError
from generator.runlog.reading import read_ends, read_start
from generator.runlog.values import Ending, Kind, Run, WholeRun
from generator.wholefile import write_whole

REPORTS = "rapport"
"""The folder of the reports, among the published ones."""
LOGS = Path(REPORTS, "logg")
"""The folder of the logs, among the published ones."""
_HISTORY = "historik.json"
_QUIET = 31 * 86400.0
"""Seconds after which a run that has said nothing is over."""
_LATELY = 86400.0
"""Seconds in which a run of another machine may say nothing and yet go on."""
_REPORTS_OF = (".html", ".json", ".xml")


def is_reports(folder: Path) -> bool:
    """True for the folder of the reports, in which nothing is published."""
    return folder.name == REPORTS and os.path.isdir(folder / LOGS.name)  # noqa: PTH112  # a closed folder is none


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
    return out / LOGS / f"{run.name}.jsonl"


def logs(out: Path) -> tuple[Path, ...]:
    """The logs that there are, the oldest first."""
    return tuple(sorted((out / LOGS).glob("*.jsonl")))


def newest(out: Path) -> Path | None:
    """The newest log of a night run, or of any run when there was none; None when there is no log."""
    known = [(path, run.kind) for path, run in _begun(out)]
    nights = [path for path, kind in known if kind is Kind.NIGHT]
    return next(reversed(nights or [path for path, _ in known]), None)


def is_latest(out: Path, own: WholeRun) -> bool:
    """True when a run tells how things stand: no night run that began later has come to its end.

    A run over single files, or by day, tells only of what it saw: it counts while there is no night run.
    """
    others = [(path, run) for path, run in _begun(out) if run.name != own.run.name]
    if own.run.kind is not Kind.NIGHT and any(run.kind is Kind.NIGHT for _, run in others):
        return False
    later = [path for path, run in others if run.kind is own.run.kind and run.name > own.run.name]
    return not any(_ending(path) for path in later)


def history(out: Path, until: str, most: int = 30) -> tuple[History, ...]:
    """The night runs up to and with one of them, the oldest first: those whose logs are gone, too.

    Args:
        out: the folder of what is published.
        until: the name of the last run that is wanted.
        most: how many at most.
    """
    known = {one.name: one for one in _remembered(out)}
    nights = [path for path, run in _begun(out) if run.name == until or run.kind is Kind.NIGHT]
    for path in [path for path in nights if path.stem <= until][-most:]:
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


def without_report(out: Path, most: int = 10) -> tuple[Path, ...]:
    """The newest logs of runs that were cut off, or that never came to write a report, the oldest first."""
    bare = [path for path in logs(out) if not (out / REPORTS / f"{path.stem}.html").exists()]
    return tuple(path for path in bare[-most:] if not _lives(path))


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
    """Keep the newest logs of each kind, with their reports and pictures; of the others a few numbers stay.

    A run that goes on keeps its log, however old it is.

    Args:
        out: the folder of what is published.
        keep: how many of each kind are kept.

    Returns:
        How many were removed.

    Raises:
        OSError: the numbers could not be written; then nothing is removed.
    """
    begun = list(_begun(out))
    past = [path for kind in Kind for path in [path for path, run in begun if run.kind is kind][:-keep]]
    old = [path for path in past if not _may_go_on(path)]
    gone = {one.name: one for one in _remembered(out)}
    for path in old:
        with suppress(FolderError):
            whole = read_ends(path)
            if whole.run.kind is Kind.NIGHT:
                gone[whole.run.name] = in_numbers(whole)
    if old:
        told = json.dumps([asdict(gone[name]) for name in sorted(gone)], ensure_ascii=False, indent=1)
        write_whole(out / LOGS / _HISTORY, told.encode())
    for path in old:
        shutil.rmtree(path.with_suffix(""), ignore_errors=True)
        for suffix in _REPORTS_OF:
            (out / REPORTS / f"{path.stem}{suffix}").unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    return len(old)


def _begun(out: Path) -> Iterator[tuple[Path, Run]]:
    """The logs with their beginnings, the oldest first; those that have none are passed over."""
    for path in logs(out):
        with suppress(FolderError):
            yield path, read_start(path)


def _ending(path: Path) -> Ending | None:
    with suppress(FolderError):
        return read_ends(path).ending
    return None


def _may_go_on(path: Path) -> bool:
    """True for the log of a run that has no ending and was written in the last month: a watch may be quiet for long."""
    with suppress(OSError):
        return datetime.now(UTC).timestamp() - path.stat().st_mtime < _QUIET and _ending(path) is None
    return False


def _lives(path: Path) -> bool:
    """True for the log of a run that may still go on: its process is there, or it is another machine's, and lately."""
    try:
        run, state = read_start(path), path.stat()
    except (FolderError, OSError):
        return True
    if run.host == socket.gethostname():
        return run.pid != os.getpid() and psutil.pid_exists(run.pid)
    return datetime.now(UTC).timestamp() - state.st_mtime < _LATELY


def _remembered(out: Path) -> list[History]:
    """The numbers of runs whose logs are gone."""
    try:
        said = json.loads((out / LOGS / _HISTORY).read_bytes())
        told = [History(**one) for one in said]
        return [one for one in told if datetime.fromisoformat(one.begun)]
    except (OSError, ValueError, TypeError):
        return []
