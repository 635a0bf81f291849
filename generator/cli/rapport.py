"""`generator rapport`: the report of a run, made anew from its log."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from generator.cli import options
from generator.errors import ExitCode, GeneratorError


@click.command("rapport", options_metavar="[VAL]")
@click.argument("loggar", metavar="[LOGG…]", nargs=-1, type=click.Path(path_type=Path))
@options.out
@click.option("--behall", metavar="N", type=click.IntRange(1), help="Spara bara de N senaste rapporterna.")
@options.quiet
def command(loggar: tuple[Path, ...], ut: Path, behall: int | None, tyst: bool) -> int:
    """Gör om rapporten ur en körnings logg.

    Utan LOGG görs den senaste körningens. Loggarna ligger i mappen
    rapport/logg bland de publicerade dokumenten.
    """
    from generator.runlog import newest

    chosen = loggar or tuple(path for path in [newest(ut)] if path is not None)
    if not chosen:
        click.echo(f"Det finns ingen logg i {ut}. Kör först: generator batch ÄRENDEN --ut {ut}", err=True)
        return ExitCode.FOLDER
    code = 0
    for log in chosen:
        page, failed = write(log, ut, behall)
        code = code or failed
        if page is not None and not tyst:
            click.echo(f"Rapport: {page}")
    return code


def write_missing(out: Path) -> None:
    """Write the reports of runs that were cut off before they had any; what goes wrong stays as it was."""
    from generator.morning import write_reports
    from generator.runlog import without_report

    for log in without_report(out):
        with suppress(GeneratorError):
            write_reports(log, out)


def write(log: Path | None, out: Path, keep: int | None) -> tuple[Path | None, int]:
    """Write a run's report, and keep only the newest; what goes wrong is told.

    Args:
        log: the run's log; None when it could be written nowhere.
        out: the folder of what is published.
        keep: how many runs are kept; None for all.

    Returns:
        The report's page, if there is one, and the exit code.
    """
    from generator.morning import write_reports
    from generator.runlog import rotate

    if log is None:
        return None, ExitCode.FOLDER
    try:
        page = write_reports(log, out).page
    except GeneratorError as error:
        options.print_findings(error.findings, quiet=False)
        return None, error.exit_code
    if keep is not None:
        try:
            rotate(out, keep)
        except OSError as error:
            click.echo(f"Äldre rapporter kunde inte tas bort: {error.strerror}.", err=True)
    return page, ExitCode.OK
