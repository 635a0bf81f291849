"""A whole run: case files are found and gone through, and it is written down how it went."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator import __version__
from generator.batch.casefiles import Found, case_files, covers
from generator.batch.floor import LateCrew, Order, go_through
from generator.batch.listener import Listener
from generator.batch.patience import Unusable
from generator.batch.scribe import Scribe
from generator.batch.stopping import Stop
from generator.crash import write_log
from generator.crew.task import close
from generator.errors import ExitCode, FolderError, GeneratorError
from generator.findings import Finding, Severity
from generator.runlog import Ending, Kind, Run, RunLog, log_file
from generator.steps.publish import MANIFEST, make_out

_GO_ON = "Det som är klart är publicerat. Kör samma kommando igen, så görs resten."


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A run that is over."""

    ending: Ending
    log: Path | None
    """Its log; None when none could be written."""


def night_run(order: Order, listeners: Sequence[Listener], stop: Stop) -> Night:
    """Go through the case files once; whatever happens, the log gets its end.

    Args:
        order: what to do.
        listeners: who follows it.
        stop: whether somebody wants it to end.
    """
    found = case_files(order.given, order.out)
    whole = covers(order.given, found.sights)
    log = begin_log(order, len(found.sights), Kind.NIGHT if whole else Kind.SOME)
    scribe, crew = Scribe(log, listeners), LateCrew(order.crew)
    why, code = None, None
    try:
        for remark in (*found.remarks, *_nothing(order, found)):
            scribe.remark(remark)
        go_through(order, found.sights, crew, scribe, stop)
    except Unusable as unusable:
        scribe.remark(unusable.finding)
        why, code = unusable.finding.message, ExitCode.FOLDER
    except GeneratorError as error:
        for finding in error.findings:
            scribe.remark(finding)
        why, code = str(error), error.exit_code
    except Exception as error:  # noqa: BLE001  # one that nobody expected
        finding = broken(error)
        scribe.remark(finding)
        why, code = finding.message, ExitCode.UNEXPECTED
    finally:
        crew.close()
        close(order.shop)
    if stop:
        why, code = stop.why, ExitCode.INTERRUPTED
    return end(log, scribe, code, f"{why} {_GO_ON}" if why else None)


def _nothing(order: Order, found: Found) -> Iterator[Finding]:
    """A remark when there is no case file at all: a share that is not connected looks like an empty folder."""
    if not found.sights:
        before = any(order.out.glob(f"*/{MANIFEST}"))
        yield Finding(
            code="inga-arenden",
            message=f"Det finns inga ärendefiler i {', '.join(map(str, order.given))}.",
            remedy="Kontrollera att det är rätt mapp, och att den delade mappen är ansluten.",
            severity=Severity.ERROR if before else Severity.WARNING,
        )


def broken(error: Exception) -> Finding:
    """A fault in the program that ends a run; a crash log is written."""
    message = "Något gick fel i programmet, så körningen slutade i förtid."
    remedy = f"Skicka filen {write_log(error)} till den som sköter generatorn."
    return Finding(code="programfel", message=message, remedy=remedy)


def begin_log(order: Order, planned: int, kind: Kind) -> RunLog:
    """Begin the log of a run over so many case files; from now on the folder of published documents is to be there."""
    with suppress(FolderError):  # it is told when the folder is to be used
        make_out(order.out)
    run = Run(
        begun=datetime.now().astimezone(),
        host=socket.gethostname(),
        pid=os.getpid(),
        version=__version__,
        cases=tuple(order.given),
        out=order.out,
        planned=planned,
        kind=kind,
    )
    return RunLog(log_file(order.out, run), run)


def end(log: RunLog, scribe: Scribe, code: ExitCode | None, stopped: str | None) -> Night:
    """End a run's log; the code is that of the gravest result when nothing else decides it."""
    ending = Ending(
        ended=datetime.now().astimezone(),
        exit_code=int(code or scribe.tally.exit_code),
        stopped=stopped,
        counts=scribe.counts,
    )
    return Night(ending=ending, log=log.end(ending))
