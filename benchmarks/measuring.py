"""What every measurement here rests on: contestants in turn, medians, ratios within a run, and the machine.

Machines drift. Contestants are therefore run alternately, one round each of
all of them, and compared within their rounds: a ratio is the median of the
rounds' ratios, not the ratio of two medians.
"""

from __future__ import annotations

import gc
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time


def as_usual() -> dict[str, str]:
    """The environment of a program, where Python keeps what it has compiled, as it does unless it is told not to."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What one contestant took, in milliseconds, round by round."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...] = ()
    """Processor time of this process, where it is what works; empty for a contestant in a process of its own."""

    @property
    def median(self) -> float:
        """The median on the clock."""
        return median(self.wall)

    def figures(self) -> dict[str, object]:
        """The summary that goes into the results."""
        low, high = min(self.wall), max(self.wall)
        found: dict[str, object] = {
            "median_ms": rounded(self.median),
            "minst_ms": rounded(low),
            "mest_ms": rounded(high),
            "varv": len(self.wall),
        }
        return found | ({"processor_ms": rounded(median(self.cpu))} if self.cpu else {})


def alternate(contestants: Mapping[str, Callable[[], object]], rounds: int, warmup: int = 1) -> dict[str, Times]:
    """Run the contestants in turn.

    Args:
        contestants: the name of each, and its work of one round.
        rounds: how many rounds are counted.
        warmup: how many are run before, and not counted.

    Returns:
        The times of each.
    """
    wall: dict[str, list[float]] = {name: [] for name in contestants}
    cpu: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(-warmup, rounds):
        for name, work in contestants.items():
            gc.collect()
            clock, processor = perf_counter(), process_time()
            work()
            clock, processor = perf_counter() - clock, process_time() - processor
            if number >= 0:
                wall[name].append(clock * 1000)
                cpu[name].append(processor * 1000)
    return {name: Times(wall=tuple(wall[name]), cpu=tuple(cpu[name])) for name in contestants}


def ratio(slower: Times | Sequence[float], faster: Times | Sequence[float]) -> float:
    """How many times longer `slower` takes than `faster`: the median over rounds that were run in turn."""
    above = slower.wall if isinstance(slower, Times) else slower
    below = faster.wall if isinstance(faster, Times) else faster
    return median(a / b for a, b in zip(above, below, strict=True))


def rounded(value: float) -> float:
    """Three figures that count, no more than were measured."""
    return float(f"{value:.3g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the figures were measured on."""

    system: str
    processor: str
    cores: int
    python: str
    load: float
    """The load average of the last minute when the run began: above one, somebody else was working too."""


def machine() -> dict[str, object]:
    """This machine, as it is now."""
    return asdict(
        Machine(
            system=platform.platform(terse=True),
            processor=_processor(),
            cores=os.cpu_count() or 0,
            python=platform.python_version(),
            load=round(os.getloadavg()[0], 2),
        )
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
