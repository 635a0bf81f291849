"""What the lead of a run costs for each handling, beside those who make documents: planning, claiming, publishing.

Run it with `python -m benchmarks.lead [NUMBER]`. So many case files, the
examples in many copies, are gone through by a whole night run into an empty folder. The
crew is a stand-in in this process that makes Word files only; its time is
measured by itself and taken away, and what is left is the lead's. Milliseconds
for each handling, on the clock and of processor; the folder lies where
temporary files do.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.soak.casebook import write_cases
from generator.batch.floor import Order
from generator.batch.night import night_run
from generator.batch.stopping import Stop
from generator.crew import Done, Job, Outfit
from generator.crew.task import carry_out, workshop
from generator.settings import Settings
from generator.workshop import Workshop

ROOT = Path(__file__).parent.parent


class OwnCrew:
    """One worker, in this process; what it does is taken away from the lead's time."""

    def __init__(self) -> None:
        self._shop = workshop(Outfit(root=ROOT, engine=None))
        self._in_hand: list[Job] = []
        self.clock = self.processor = 0.0
        self.done = 0

    def wants(self) -> int:
        """One at a time."""
        return 1 - len(self._in_hand)

    def give(self, job: Job) -> None:
        """Keep it until it is asked for."""
        self._in_hand.append(job)

    def back(self, timeout: float) -> list[Done]:  # noqa: ARG002  # nobody is ever waited for
        """Make what is in hand, while the lead's clock stands."""
        clock, processor = perf_counter(), process_time()
        done = [carry_out(job, self._shop) for job in self._in_hand]
        self._in_hand.clear()
        self.done += len(done)
        self.clock += perf_counter() - clock
        self.processor += process_time() - processor
        return done

    def close(self) -> None:
        """Nothing to close."""


def main(number: int) -> dict[str, object]:
    """All figures."""
    with tempfile.TemporaryDirectory(prefix="generator-ledare-") as name:
        cases, crew = Path(name, "arenden"), OwnCrew()
        write_cases(ROOT / "cases", cases, number, 0, 1)
        order = Order(given=(cases,), shop=Workshop(Settings(root=ROOT, out=Path(name, "ut"))), crew=lambda: crew)
        clock, processor = perf_counter(), process_time()
        night = night_run(order, (), Stop())
        clock, processor = perf_counter() - clock - crew.clock, process_time() - processor - crew.processor
    return {
        "arenden": number,
        "handlingar": crew.done,
        "utfall": dict(night.ending.counts),
        "ledaren_ms": round(1000 * clock / crew.done, 2),
        "ledaren_processor_ms": round(1000 * processor / crew.done, 2),
        "stand-in_ms": round(1000 * crew.clock / crew.done, 2),
        "python": platform.python_version(),
        "maskin": f"{platform.machine()}, {os.cpu_count()} kärnor",
        "belastning": round(os.getloadavg()[0], 2),
    }


if __name__ == "__main__":
    figures = main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")
