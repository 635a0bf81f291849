"""`generator doktor`: is everything there that documents need?"""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import click

from generator.cli import options
from generator.errors import ExitCode


@click.command("doktor", options_metavar="[VAL]")
@options.out
@options.root
@options.as_json
@options.quiet
def command(ut: Path, rot: Path | None, som_json: bool, tyst: bool) -> int:
    """Undersök om datorn har det som dokumenten behöver.

    Ser efter LibreOffice, typsnitt, avstavning, mappar och mallar, och säger
    vad som ska göras åt det som saknas.
    """
    from generator.doctor import examine
    from generator.settings import Settings, find_root

    checks = list(examine(Settings(root=find_root(rot), out=ut)))
    good = all(check.good for check in checks)
    if som_json:
        keys = ("namn", "bra", "funnet", "atgard")
        options.print_json([dict(zip(keys, astuple(check), strict=True)) for check in checks])
        return ExitCode.OK if good else ExitCode.ENGINE
    for check in checks:
        if not check.good or not tyst:
            mark = click.style("bra ", fg="green") if check.good else click.style("FEL ", fg="red")
            click.echo(f"{mark} {check.name}: {check.found}")
        if check.remedy:
            click.echo(f"     Gör så här: {check.remedy}")
    return ExitCode.OK if good else ExitCode.ENGINE
