"""How a long run is followed: a bar on a terminal, plain lines elsewhere, errors alone when it is to be quiet."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from generator.cli import options
from generator.findings import Finding, Severity
from generator.results import Outcome

if TYPE_CHECKING:
    from generator.runlog import Entry

_NOTHING_TO_DO = (Outcome.UNCHANGED, Outcome.FROZEN, Outcome.SKIPPED)
_TOLD = 20
"""Findings that are shown below the bar; the report has them all."""


def follower(*, quiet: bool, verbose: bool, why: bool) -> Plain | Bar:
    """The one that fits where the output goes.

    Args:
        quiet: True when only errors are told.
        verbose: True when what is unchanged is told, too.
        why: True when it is told what had changed.
    """
    on_terminal = sys.stdout.isatty() and sys.stderr.isatty()
    return Bar() if on_terminal and not (quiet or verbose or why) else Plain(quiet=quiet, verbose=verbose, why=why)


@contextmanager
def unheard() -> Iterator[None]:
    """Go on when nobody can be told any more: the reader has left (`| head`), or the disk of the log is full."""
    try:
        yield
    except OSError:
        for stream in (sys.stdout, sys.stderr):
            _hush(stream)


def _hush(stream: Any) -> None:
    """Let a stream that takes nothing lead nowhere, so that it stops nothing later, either."""
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class Unheard:
    """Passes on what it is told, for as long as anybody hears it.

    Args:
        shown: who tells it.
    """

    def __init__(self, shown: Plain | Bar) -> None:
        self._shown = shown

    def planned(self, todo: int, unchanged: int) -> None:
        """Pass it on."""
        with unheard():
            self._shown.planned(todo, unchanged)

    def entry(self, entry: Entry) -> None:
        """Pass it on."""
        with unheard():
            self._shown.entry(entry)

    def remark(self, finding: Finding) -> None:
        """Pass it on."""
        with unheard():
            self._shown.remark(finding)


class Keeper:
    """Keeps every entry, for those who want them all at the end.

    Args:
        entries: where they are kept.
    """

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries

    def planned(self, todo: int, unchanged: int) -> None:
        """Nothing to keep."""

    def entry(self, entry: Entry) -> None:
        """Keep it."""
        self._entries.append(entry)

    def remark(self, finding: Finding) -> None:
        """The log has it."""


class Plain:
    """A line for each handling that was made or not: for log files and for those who read from top to bottom.

    Args:
        quiet: True when only errors are told.
        verbose: True when what is unchanged is told, too.
        why: True when it is told what had changed.
    """

    def __init__(self, *, quiet: bool, verbose: bool, why: bool) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._why = why
        self._todo = 0
        self._done = 0

    def planned(self, todo: int, unchanged: int) -> None:
        """Say how much there is to do."""
        self._todo = self._done + todo
        if not self._quiet:
            click.echo(f"{todo} att skapa, {unchanged} oförändrade.")

    def entry(self, entry: Entry) -> None:
        """A line for the handling, and what was found."""
        result = entry.result
        if result.outdated:
            options.print_findings(result.findings, quiet=self._quiet)
        if result.outcome in _NOTHING_TO_DO and not self._verbose:
            return
        self._done += result.outcome not in _NOTHING_TO_DO
        options.print_findings(result.findings, quiet=True)
        if not self._quiet:
            click.echo(f"[{self._done}/{max(self._done, self._todo)}] {_line(entry, why=self._why)}")

    def remark(self, finding: Finding) -> None:
        """Say it."""
        options.print_findings([finding], quiet=self._quiet)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""


class Bar:
    """A bar with the rate and the time that is left; what was found comes below it when it is full."""

    def __init__(self) -> None:
        self._bar: Any = click.progressbar(
            length=0,
            label="Skapar handlingar",
            show_pos=True,
            show_eta=True,
            item_show_func=lambda _: self._rate(),
            file=sys.stderr,
        )
        self._begun = time.monotonic()
        self._done = 0
        self._found: list[Finding] = []

    def planned(self, todo: int, unchanged: int) -> None:
        """The bar is as long as there is work to do."""
        click.echo(f"{todo} att skapa, {unchanged} oförändrade.", err=True)
        self._bar.length = todo
        self._begun = time.monotonic()
        if todo:
            self._bar.render_progress()

    def entry(self, entry: Entry) -> None:
        """One step further."""
        outdated = entry.result.outdated
        self._found += [one for one in entry.result.findings if outdated or one.severity is Severity.ERROR]
        if entry.result.outcome not in _NOTHING_TO_DO:
            self._done += 1
            self._bar.length = max(self._bar.length or 0, self._done)
            self._bar.update(1, entry)

    def remark(self, finding: Finding) -> None:
        """Kept for the end, so that the bar stays whole."""
        self._found.append(finding)

    def __enter__(self) -> Self:
        click.echo("Läser igenom ärendefilerna …", err=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bar as it is, and say what was found."""
        if self._bar.length:
            self._bar.render_finish()
        options.print_findings(self._found[:_TOLD], quiet=False)
        if len(self._found) > _TOLD:
            click.echo(f"… och {len(self._found) - _TOLD} till. Rapporten har alla.", err=True)

    def _rate(self) -> str:
        seconds = time.monotonic() - self._begun
        return f"{self._done / seconds:.1f} i sekunden".replace(".", ",") if self._done and seconds > 1 else ""


def _line(entry: Entry, *, why: bool) -> str:
    from generator.report import result_lines

    first, *_ = result_lines(entry.result)
    took = f" ({entry.seconds:.1f} s)".replace(".", ",") if entry.seconds else ""
    changed = f" – {', '.join(entry.why)}" if why and entry.why else ""
    return f"{first}{took}{changed}"
