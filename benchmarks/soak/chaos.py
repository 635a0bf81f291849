"""What goes wrong in the soak: programs are killed, the disk is filled."""

from __future__ import annotations

import os
import random
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

_OFFICE = ("soffice", "oosplash", "clerk.py")


class Runner:
    """One night run that is started again for as long as it is killed.

    Args:
        command: what starts it.
        environment: its environment.
        log: where its output goes.
    """

    def __init__(self, command: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self._command, self._environment, self._log = command, environment, log
        self.process = self._start()
        self.kills = 0

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as output:
            return subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=self._environment
            )

    def kill(self) -> None:
        """End it as a power cut would, and start it anew."""
        self.process.kill()
        self.process.wait()
        self.kills += 1
        self.process = self._start()

    @property
    def going_on(self) -> bool:
        """True until it has ended by itself."""
        return self.process.poll() is None

    def below(self) -> list[psutil.Process]:
        """Every process that it has started, and those that these have."""
        with suppress(psutil.Error):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []


class Chaos(threading.Thread):
    """Kills something every few seconds, and fills the disk once.

    Args:
        runners: the night runs.
        disk: a folder on the disk that is filled.
        every: seconds between two deeds, from and to.
        fill_at: seconds after which the disk is filled.
        seed: decides what is killed when.
    """

    def __init__(
        self, runners: Sequence[Runner], disk: Path, every: tuple[float, float], fill_at: float, seed: int
    ) -> None:
        super().__init__(daemon=True)
        self._runners, self._disk, self._every, self._fill_at = runners, disk, every, fill_at
        self._chance = random.Random(seed)
        self._enough = threading.Event()
        self.deeds: Counter[str] = Counter()

    def stop(self) -> None:
        """No more of it."""
        self._enough.set()
        self.join()

    def run(self) -> None:
        """Go on until told to stop."""
        begun, filled = time.monotonic(), False
        while not self._enough.wait(self._chance.uniform(*self._every)):
            if not filled and time.monotonic() - begun > self._fill_at:
                filled = True
                self._fill()
            else:
                self._kill()

    def _kill(self) -> None:
        alive = [runner for runner in self._runners if runner.going_on]
        if not alive:
            return
        runner = self._chance.choice(alive)
        if self._chance.random() < 0.1:
            runner.kill()
            self.deeds["körning"] += 1
            return
        below = runner.below()
        if below:
            victim = self._chance.choice(below)
            with suppress(psutil.Error):
                kind = "kontor" if any(word in " ".join(victim.cmdline()) for word in _OFFICE) else "arbetare"
                victim.kill()
                self.deeds[kind] += 1

    def _fill(self) -> None:
        """Leave no room for a while."""
        ballast = self._disk / "ballast"
        block = bytes(1 << 20)
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(block)
        self.deeds["full disk"] += 1
        self._enough.wait(15)
        ballast.unlink(missing_ok=True)
        os.sync()
