"""A whole run: case files are found and gone through, and it is written down how it went."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator import __version__
from generator.batch.casefiles import case_files
from generator.batch.floor import LateCrew, Order, go_through
from generator.batch.listener import Listener
from generator.batch.patience import Unusable
from generator.batch.scribe import Scribe
from generator.batch.stopping import Stop
from generator.crew.task import close
from generator.errors import ExitCode, GeneratorError
from generator.runlog import Ending, Run, RunLog, log_file

_GO_ON = "Det som är klart är publicerat. Kör samma kommando igen, så görs resten."


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A run that is over."""

    ending: Ending
    log: Path | None
    """Its log; None when none could be written."""


def night_run(order: Order, listeners: Sequence[Listener], stop: Stop) -> Night:
    """Go through the case files once.

    Args:
        order: what to do.
        listeners: who follows it.
        stop: whether somebody wants it to end.
    """
    found = case_files(order.given, order.out)
    log = begin_log(order, len(found.sights))
    scribe, crew = Scribe(log, listeners), LateCrew(order.crew)
    why, code = None, None
    try:
        for remark in found.remarks:
            scribe.remark(remark)
        go_through(order, found.sights, crew, scribe, stop)
    except Unusable as unusable:
        scribe.remark(unusable.finding)
        why, code = unusable.finding.message, ExitCode.FOLDER
    except GeneratorError as error:
        for finding in error.findings:
            scribe.remark(finding)
        why, code = str(error), error.exit_code
    finally:
        crew.close()
        close(order.shop)
    if stop:
        why, code = stop.why, ExitCode.INTERRUPTED
    return end(log, scribe, code, f"{why} {_GO_ON}" if why else None)


def begin_log(order: Order, planned: int) -> RunLog:
    """Begin the log of a run over so many case files."""
    run = Run(
        begun=datetime.now().astimezone(),
        host=socket.gethostname(),
        pid=os.getpid(),
        version=__version__,
        cases=tuple(order.given),
        out=order.out,
        planned=planned,
    )
    return RunLog(log_file(order.out, run), run)


def end(log: RunLog, scribe: Scribe, code: ExitCode | None, stopped: str | None) -> Night:
    """End a run's log; the code is that of the gravest result when nothing else decides it."""
    ending = Ending(
        ended=datetime.now().astimezone(),
        exit_code=int(code or scribe.tally.exit_code),
        stopped=stopped,
        counts=scribe.tally.counts,
    )
    return Night(ending=ending, log=log.end(ending))
