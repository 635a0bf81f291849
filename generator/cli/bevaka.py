"""`generator bevaka`: what is saved in a folder becomes documents at once."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli import options
from generator.cli.batch import conclude
from generator.cli.order import RunOptions, run_options
from generator.errors import GeneratorError


@click.command("bevaka", options_metavar="[VAL]")
@click.argument("mappar", metavar="MAPP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--var",
    "paus",
    metavar="SEKUNDER",
    type=click.FloatRange(1),
    default=10,
    show_default=True,
    help="Tid mellan två blickar i mappen.",
)
@run_options
@options.quiet
@options.verbose
def command(mappar: tuple[Path, ...], korning: RunOptions, paus: float, tyst: bool, utforlig: bool) -> int:
    """Bevaka en mapp och skapa det som sparas i den.

    Går tills den avbryts (Ctrl + C). Bredvid varje ärendefil läggs ett
    kvitto som säger vad som blev gjort, eller vad som ska rättas.
    """
    from generator.batch.stopping import Stop, on_signals
    from generator.batch.watch import Watch
    from generator.cli.progress import Plain, Unheard, unheard
    from generator.report import shown_path

    stop = Stop()
    with on_signals(stop):
        with Plain(quiet=tyst, verbose=utforlig, why=utforlig) as shown:
            try:
                watch = Watch(lambda: korning.order(mappar), [Unheard(shown)], stop, paus)
            except GeneratorError as error:
                options.print_findings(error.findings, quiet=False)
                return error.exit_code
            if not tyst:
                with unheard():
                    click.echo(f"Bevakar {', '.join(shown_path(folder) for folder in mappar)}. Avsluta med Ctrl + C.")
            night = watch.run()
        return conclude(night, korning, quiet=tyst)
