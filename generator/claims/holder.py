"""What a claim's file tells of who holds it."""

from __future__ import annotations

import json
import math
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.processes import is_gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a claim, as its file tells; nothing of it is known when the file cannot be read."""

    host: str | None = None
    """The machine."""
    pid: int | None = None
    """The process on that machine."""
    started: float | None = None
    """When the process was started, as that machine counts."""
    token: str = ""
    """Tells this claim from every other."""
    since: datetime | None = None
    """Since when, by the holder's own clock."""
    lease: float | None = None
    """Seconds that the claim holds without being written anew."""

    @property
    def here(self) -> bool:
        """True when it is a process of this machine."""
        return self.host == socket.gethostname() and self.pid is not None

    @property
    def gone(self) -> bool:
        """True when it is known that the process has ended; only its own machine knows."""
        return self.here and self.pid is not None and is_gone(self.pid, self.started)

    def __str__(self) -> str:
        """In Swedish: "datorn kontor-7 (process 4711) sedan 2026-03-01 02:13"."""
        who = f"datorn {self.host} (process {self.pid})" if self.host else "en okänd dator"
        return f"{who} sedan {self.since:%Y-%m-%d %H:%M}" if self.since else who


def read_holder(path: Path) -> Holder | None:
    """What a claim's file tells; None when there is none."""
    try:
        said = json.loads(path.read_bytes())
        return Holder(
            host=str(said["dator"]),
            pid=int(said["process"]),
            started=float(said["startad"]),
            token=str(said["marke"]),
            since=datetime.fromisoformat(said["sedan"]),
            lease=_seconds(said["giltig_sekunder"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return Holder()


def _seconds(said: object) -> float:
    """A lease; one that never runs out is no lease."""
    lease = float(str(said))
    if not math.isfinite(lease):
        raise ValueError(said)
    return lease
