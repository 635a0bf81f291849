"""What a claim's file tells of who holds it."""

from __future__ import annotations

import json
import math
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.processes import is_gone, room


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a claim, as its file tells; nothing of it is known when the file cannot be read."""

    host: str | None = None
    """The machine."""
    room: str | None = None
    """What its process numbers belong to, see `generator.processes.room`; claims of older versions do not tell."""
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
        """True when it is a process of this machine and container: another may have the same name."""
        return (self.host, self.room) == (socket.gethostname(), room()) and self.pid is not None

    @property
    def gone(self) -> bool:
        """True when it is known that the process has ended; only its own machine and container know."""
        return self.here and self.pid is not None and is_gone(self.pid, self.started)

    def __str__(self) -> str:
        """In Swedish: "datorn kontor-7 (process 4711) sedan 2026-03-01 02:13"."""
        who = f"datorn {self.host} (process {self.pid})" if self.host else "en okänd dator"
        return f"{who} sedan {self.since:%Y-%m-%d %H:%M}" if self.since else who


def read_holder(path: Path) -> Holder | None:
    """What a claim's file tells; None when there is none."""
    try:
        return holder_of(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError:
        return Holder()


def holder_of(content: bytes) -> Holder:
    """What the content of a claim's file tells; nothing when it is none."""
    try:
        said = json.loads(content)
        return Holder(
            host=str(said["dator"]),
            room=said.get("rum"),
            pid=int(said["process"]),
            started=float(said["startad"]),
            token=str(said["marke"]),
            since=datetime.fromisoformat(said["sedan"]),
            lease=_seconds(said["giltig_sekunder"]),
        )
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError, AttributeError):
        return Holder()


def _seconds(said: object) -> float:
    """A lease; one that never runs out is no lease."""
    lease = float(str(said))
    if not math.isfinite(lease):
        raise ValueError(said)
    return lease
