"""`generator doktor`: is everything there that documents need?"""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.errors import ExitCode

if TYPE_CHECKING:
    from generator.doctor import Check


@click.command("doktor", options_metavar="[VAL]")
@click.option(
    "--paket", is_flag=True, help="Skriv bara de Debianpaket med typsnitt som mallarna behöver och som saknas."
)
@options.out
@options.root
@options.as_json
@options.quiet
def command(paket: bool, ut: Path, rot: Path | None, som_json: bool, tyst: bool) -> int:
    """Undersök om datorn har det som dokumenten behöver.

    Ser efter LibreOffice, veraPDF, typsnitt, avstavning, mappar och mallar,
    och säger vad som ska göras åt det som saknas.
    """
    from generator.doctor import examine, font_packages
    from generator.settings import Settings, find_root

    settings = Settings(root=find_root(rot), out=ut)
    if paket:
        for name in font_packages(settings):
            click.echo(name)
        return ExitCode.OK
    checks = list(examine(settings))
    if som_json:
        keys = ("namn", "bra", "funnet", "atgard", "kan_undvaras")
        options.print_json([dict(zip(keys, astuple(check), strict=True)) for check in checks])
    else:
        for check in checks:
            _show(check, quiet=tyst)
    return ExitCode.ENGINE if any(check.wrong for check in checks) else ExitCode.OK


def _show(check: Check, *, quiet: bool) -> None:
    """Print one check; with `quiet` only what must be mended."""
    if quiet and not check.wrong:
        return
    colours = {"bra ": "green", "obs ": "yellow", "FEL ": "red"}
    mark = "bra " if check.good else "FEL " if check.wrong else "obs "
    click.echo(f"{click.style(mark, fg=colours[mark])} {check.name}: {check.found}")
    if check.remedy:
        click.echo(f"     Gör så här: {check.remedy}")
