"""The one place that starts other programs.

Each gets a process group of its own and a time limit. When the limit is
reached the whole group is ended, and nothing else: a shared server may run
other people's LibreOffice.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    import psutil

_KEPT_OUTPUT = 20_000
"""Bytes of a program's output that are kept."""


TRIES = 3
"""How often a program is asked that only answers a question."""


class Silence(Exception):
    """A program did not answer: it took too long, or it is gone."""

    def __init__(self, *, timed_out: bool, said: str) -> None:
        super().__init__(timed_out, said)
        self.timed_out = timed_out
        self.said = said


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A program that has ended."""

    returncode: int | None
    """Its exit code; None when it was ended at the time limit."""
    output: str
    """The last of what it wrote on standard output and standard error."""


def run(command: Sequence[str | Path], *, timeout: float, environment: Mapping[str, str], folder: Path) -> Finished:
    """Start a program and wait for it.

    Args:
        command: the program and its arguments.
        timeout: seconds that it may take.
        environment: its whole environment.
        folder: where it works.

    Raises:
        OSError: the program could not be started.
    """
    return Question(command, environment=environment, folder=folder).answer(timeout)


def inquire(
    command: Sequence[str | Path],
    *,
    timeout: float,
    environment: Mapping[str, str],
    folder: Path,
    tries: int = TRIES,
) -> Finished:
    """Run a program that only answers a question, see `run`: one that fails is asked again, `tries` times in all.

    Somebody else may have ended it, or the machine may have been short of memory
    for a moment; a whole night must not hang on one such answer.

    Raises:
        OSError: the program could not be started.
    """
    for _ in range(tries - 1):
        finished = run(command, timeout=timeout, environment=environment, folder=folder)
        if finished.returncode == 0:
            return finished
    return run(command, timeout=timeout, environment=environment, folder=folder)


class Question:
    """A program that was started, and ends when it has said what it has to say; `answer` or `close` comes once.

    Args:
        command: the program and its arguments.
        environment: its whole environment.
        folder: where it works.

    Raises:
        OSError: the program could not be started.
    """

    def __init__(self, command: Sequence[str | Path], *, environment: Mapping[str, str], folder: Path) -> None:
        self._output = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
        try:
            self._process = _start(
                command, environment, folder, stdin=subprocess.DEVNULL, stdout=self._output, stderr=self._output
            )
        except OSError:
            self._output.close()
            raise

    def answer(self, timeout: float) -> Finished:
        """Wait until it has ended, at most `timeout` seconds."""
        returncode: int | None = None
        with self._output:
            try:
                with suppress(subprocess.TimeoutExpired):
                    returncode = self._process.wait(timeout)
            finally:
                _end_group(self._process)
            return Finished(returncode=returncode, output=_last_of(self._output))

    def close(self) -> None:
        """End its whole group."""
        _end_group(self._process)
        self._output.close()


class Conversation:
    """A program that answers a line for each line that it is given.

    Args:
        command: the program and its arguments.
        environment: its whole environment.
        folder: where it works.

    Raises:
        OSError: the program could not be started.
    """

    def __init__(self, command: Sequence[str | Path], *, environment: Mapping[str, str], folder: Path) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
        try:
            self._process = _start(
                command, environment, folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
            )
        except OSError:
            self._errors.close()
            raise
        self._answers: Queue[bytes] = Queue()
        self._family: tuple[psutil.Process, ...] = ()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(b"")  # the end: nobody waits for a program that is gone

    def say(self, line: str) -> None:
        """Give the program a line.

        Raises:
            Silence: it is gone.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise Silence(timed_out=False, said=_last_of(self._errors)) from None

    def hear(self, timeout: float) -> str:
        """The next line from the program, waited for at most `timeout` seconds.

        Raises:
            Silence: no line came.
        """
        try:
            line = self._answers.get(timeout=timeout)
        except Empty:
            raise Silence(timed_out=True, said=_last_of(self._errors)) from None
        if not line:
            raise Silence(timed_out=False, said=_last_of(self._errors))
        return line.decode(errors="replace").strip()

    def memory(self) -> int:
        """Bytes of memory that the program holds, with those that it had started when this was first asked."""
        if not self._family:
            self._family = _family(self._process.pid)
        return sum(_held(process) for process in self._family)

    def close(self, patience: float = 5) -> None:
        """Let the program leave by itself for `patience` seconds, then end its whole group."""
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        _end_group(self._process)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _start(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    folder: Path,
    *,
    stdin: int,
    stdout: int | IO[bytes],
    stderr: IO[bytes],
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  # the command is ours, its file names are ours
        [str(part) for part in command],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        env=dict(environment),
        cwd=folder,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # Windows: Ctrl-C is not for it
    )


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the program's whole group; a program that has ended may have left children."""
    if os.name == "nt":
        import psutil  # noqa: PLC0415  # see `_family`

        for one in _family(process.pid):
            with suppress(psutil.Error):
                one.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _family(pid: int) -> tuple[psutil.Process, ...]:
    """A process and all that it has started, and they in turn, while it lives."""
    import psutil  # noqa: PLC0415  # takes its time, as in `generator.processes`

    try:
        head = psutil.Process(pid)
        return head, *head.children(recursive=True)
    except psutil.Error:
        return ()


def _held(process: psutil.Process) -> int:
    import psutil  # noqa: PLC0415  # see `_family`

    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _last_of(output: IO[bytes]) -> str:
    output.seek(max(0, output.seek(0, os.SEEK_END) - _KEPT_OUTPUT))
    return output.read().decode(errors="replace").strip()
