"""`generator batch`: everything that has changed, in one run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import options
from generator.cli.order import RunOptions, run_options
from generator.errors import GeneratorError

if TYPE_CHECKING:
    from generator.batch.floor import Order
    from generator.batch.night import Night
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
    entries: list[Entry] = []
    night = _run(order, entries if som_json else None, quiet=tyst or som_json, verbose=utforlig, why=varfor)
    if som_json:
        from generator.report import as_json

        options.print_json(as_json([entry.result for entry in entries]))
    conclude(night, korning, quiet=tyst or som_json)
    return night.ending.exit_code


def _run(order: Order, entries: list[Entry] | None, *, quiet: bool, verbose: bool, why: bool) -> Night:
    from generator.batch.night import night_run
    from generator.batch.stopping import Stop, on_signals
    from generator.cli.progress import Keeper, follower

    stop = Stop()
    with on_signals(stop), follower(quiet=quiet, verbose=verbose, why=why) as shown:
        kept = [] if entries is None else [Keeper(entries)]
        return night_run(order, [shown, *kept], stop)


def conclude(night: Night, korning: RunOptions, *, quiet: bool) -> None:
    """The count, where the report lies, and where to go on when it did not come to its end."""
    from generator.cli.rapport import write
    from generator.report import shown_path, summary_of

    page, _ = write(night.log, korning.ut, korning.behall)
    if night.ending.stopped:
        click.echo(night.ending.stopped, err=True)
    if quiet:
        return
    click.echo(summary_of(night.ending.counts) or "Inga ärendefiler.")
    if page is not None:
        click.echo(f"Rapport: {shown_path(page)}")


def _plan(order: Order, *, som_json: bool) -> int:
    """Tell what would be done, and why."""
    from generator.batch.foresight import foresee
    from generator.cli.planned import plan_lines

    plans = foresee(order)
    if som_json:
        options.print_json([one for plan in plans for one in _plan_json(plan)])
        return 0
    for line in plan_lines(plans):
        click.echo(line)
    return 0


def _plan_json(plan: Any) -> list[dict[str, Any]]:
    return [
        {
            "fil": str(plan.file.path),
            "diarienummer": plan.diarienummer,
            "handling": stem,
            "atgard": action.value,
            "varfor": list(why),
        }
        for stem, action, why in plan.actions
    ]
