"""The other end of a contestant's line: what asks it for documents."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from select import select
from types import TracebackType
from typing import Any, NamedTuple

_HIGH_WATER = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


class Took(NamedTuple):
    """The time of one document, by the contestant's own clock."""

    ms: float
    cpu: float
    """Milliseconds of the processor, of all the process's threads."""


class Failed(Exception):
    """A contestant is missing, cannot do what it is asked for, or takes too long."""


class Peer:
    """One contestant in a process of its own; a context manager that ends it.

    Args:
        name: what it is called in messages.
        command: how it is started.
        folder: where it is started.
        environment: what it finds in its environment beside ours.
        patience: seconds that one answer may take.

    Raises:
        Failed: the program is missing.
    """

    def __init__(
        self, name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str], patience: float = 120
    ) -> None:
        self.name = name
        self._patience = patience
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                command, cwd=folder, env={**os.environ, **environment}, stdin=pipe, stdout=pipe, text=True
            )
        except OSError as error:
            raise Failed(f"{name}: {error}") from error

    def __enter__(self) -> Peer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(5 if kind is None else 0.1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def load(self, data: Path) -> None:
        """Take the cases of a file.

        Raises:
            Failed: it cannot.
        """
        self._ask(data=str(data))

    def make(self, case: int) -> Took:
        """Make one document; the time it took.

        Raises:
            Failed: it cannot.
        """
        said = self._ask(case=case)
        return Took(float(said["ms"]), float(said["cpu"]))

    def made(self, case: int, scratch: Path) -> bytes:
        """One document.

        Raises:
            Failed: it cannot.
        """
        path = scratch / "made.docx"
        self._ask(case=case, save=str(path))
        return path.read_bytes()

    def peak(self) -> float:
        """The most memory that it has held, in MiB (`VmHWM` of proc_pid_status(5)).

        Raises:
            Failed: the system does not tell.
        """
        with suppress(OSError):
            found = _HIGH_WATER.search(Path(f"/proc/{self._process.pid}/status").read_text("utf-8"))
            if found:
                return int(found[1]) / 1024
        raise Failed(f"{self.name}: minnet går inte att läsa")

    def _ask(self, **asked: object) -> dict[str, Any]:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):  # an empty answer says it below
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
        ready, _, _ = select([process.stdout], [], [], self._patience)
        if not ready:
            process.kill()
            raise Failed(f"{self.name}: svarade inte på {self._patience:g} s")
        answer = process.stdout.readline()
        said: dict[str, Any] = json.loads(answer) if answer.strip() else {"error": f"slutade ({process.wait(5)})"}
        if "error" in said:
            raise Failed(f"{self.name}: {said['error']}")
        return said
