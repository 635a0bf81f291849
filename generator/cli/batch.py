"""`generator batch`: everything that has changed, in one run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.cli.order import RunOptions, run_options
from generator.errors import ExitCode, GeneratorError

if TYPE_CHECKING:
    from generator.batch.floor import Order
    from generator.batch.night import Night
    from generator.batch.stopping import Stop
    from generator.runlog import Entry


@click.command("batch", options_metavar="[VAL]")
@click.argument("arenden", metavar="ÄRENDEN…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--plan", is_flag=True, help="Säg vad som skulle göras och varför, och gör ingenting.")
@click.option("--varfor", is_flag=True, help="Säg vid varje handling vad som har ändrats.")
@run_options
@options.as_json
@options.quiet
@options.verbose
def command(
    arenden: tuple[Path, ...],
    korning: RunOptions,
    plan: bool,
    varfor: bool,
    som_json: bool,
    tyst: bool,
    utforlig: bool,
) -> int:
    """Skapa allt som har ändrats.

    ÄRENDEN är ärendefiler, eller mappar med sådana. Det som är oförändrat
    görs inte om, och ett ärende med fel hindrar inga andra. Flera körningar
    kan gå samtidigt på samma mapp; de delar då på arbetet. En rapport läggs i
    mappen rapport bland dokumenten.
    """
    try:
        order = korning.order(arenden)
    except GeneratorError as error:
        options.print_findings(error.findings, quiet=False)
        return error.exit_code
    if plan:
        return _plan(order, som_json=som_json)
    from generator.batch.stopping import Stop, on_signals
    from generator.cli.progress import unheard

    stop = Stop()
    entries: list[Entry] = []
    with on_signals(stop):  # the report is written, whoever wants the run to end
        night = _run(order, stop, entries if som_json else None, quiet=tyst or som_json, verbose=utforlig, why=varfor)
        code = conclude(night, korning, quiet=tyst or som_json)
    if som_json:
        from generator.report import as_json

        with unheard():
            options.print_json(as_json([entry.result for entry in entries]))
    return code


def _run(order: Order, stop: Stop, entries: list[Entry] | None, *, quiet: bool, verbose: bool, why: bool) -> Night:
    from generator.batch.night import night_run
    from generator.cli.progress import Keeper, Unheard, follower

    with follower(quiet=quiet, verbose=verbose, why=why) as shown:
        kept = [] if entries is None else [Keeper(entries)]
        return night_run(order, [Unheard(shown), *kept], stop)


def conclude(night: Night, korning: RunOptions, *, quiet: bool) -> int:
    """The report; the count, where the report lies, and where to go on when the run did not come to its end.

    Returns:
        The exit code: that of the run, or of the report when it could not be written.
    """
    from generator.cli.progress import unheard
    from generator.cli.rapport import write, write_missing
    from generator.report import shown_path, summary_of

    page, failed = None, int(ExitCode.FOLDER)  # so it is when not even the fault can be told
    with unheard():
        page, failed = write(night.log, korning.ut, korning.behall)
        write_missing(korning.ut)
        if night.ending.stopped:
            click.echo(night.ending.stopped, err=True)
        if not quiet:
            nothing = "Ingen handling hann göras." if night.ending.stopped else "Inga ärendefiler."
            click.echo(summary_of(night.ending.counts) or nothing)
        if page is not None and not quiet:
            click.echo(f"Rapport: {shown_path(page)}")
    return max(night.ending.exit_code, failed)  # 70 and 130 go before all


def _plan(order: Order, *, som_json: bool) -> int:
    """Tell what would be done, and why; and what is wrong, as far as that is known before anything is made."""
    from generator.batch.foresight import foresee
    from generator.cli.planned import plan_json, plan_lines, plan_sum

    told = foresee(order)
    options.print_findings(told.remarks, quiet=som_json)
    if som_json:
        options.print_json([one for plan in told.plans for one in plan_json(plan)])
        return told.exit_code
    for plan in told.plans:
        for result in plan.known:
            options.print_findings(result.findings, quiet=not result.outdated)
        for line in plan_lines(plan):
            click.echo(line)
    click.echo(plan_sum(told.plans))
    return told.exit_code
