"""`generator regler`: list the rules, try their examples, write their document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.errors import ExitCode, GeneratorError

if TYPE_CHECKING:
    from generator.workshop import Workshop

_DOCUMENT = Path("docs") / "regler.md"


@click.group("regler", options_metavar="[VAL]", subcommand_metavar="KOMMANDO …")
def command() -> None:
    """Visa, pröva och dokumentera reglerna."""


@command.command("lista", options_metavar="[VAL]")
@click.option("--format", "format_", metavar="FORMAT", help="Bara regler som gäller formatet.")
@options.root
@options.as_json
def lista(format_: str | None, rot: Path | None, som_json: bool) -> int:
    """Lista reglerna med nivå och källa."""
    from generator.ruledoc import as_json, chosen, listing

    shop = _shop(rot)
    try:
        if format_ is not None and format_ not in shop.schemas.formats:
            raise click.BadParameter(f"Formatet «{format_}» finns inte. Det finns: {', '.join(shop.schemas.formats)}.")
        rules = chosen(shop.rules, format_)
    except GeneratorError as error:
        return _refused(error)
    if som_json:
        options.print_json(as_json(rules))
    else:
        click.echo("\n".join(listing(rules)) or "Det finns inga regler.")
    return ExitCode.OK


@command.command("testa", options_metavar="[VAL]")
@options.root
@options.quiet
def testa(rot: Path | None, tyst: bool) -> int:
    """Pröva varje regel på dess egna exempel."""
    from generator.tryout import trial_run

    shop = _shop(rot)
    try:
        findings, tally = trial_run(shop.rules, shop)
    except GeneratorError as error:
        return _refused(error)
    options.print_findings(findings, quiet=tyst)
    if not tyst:
        click.echo(tally)
    return ExitCode.TEMPLATE if findings else ExitCode.OK


@command.command("dokument", options_metavar="[VAL]")
@click.option("--fil", metavar="FIL", type=click.Path(path_type=Path), help="Vart.  [förval: docs/regler.md i roten]")
@options.root
def dokument(fil: Path | None, rot: Path | None) -> int:
    """Skriv reglerna som ett dokument."""
    from generator.errors import reason
    from generator.ruledoc import document
    from generator.wholefile import write_whole

    shop = _shop(rot)
    file = fil or shop.settings.root / _DOCUMENT
    try:
        text = document(shop.rules)
        write_whole(file, text.encode())
    except GeneratorError as error:
        return _refused(error)
    except OSError as error:
        click.echo(f"fel: {file} kunde inte sparas: {reason(error)}.", err=True)
        return ExitCode.FOLDER
    click.echo(f"Reglerna står i {file}")
    return ExitCode.OK


def _shop(root: Path | None) -> Workshop:
    from generator.settings import Settings, find_root
    from generator.workshop import Workshop

    return Workshop(Settings(root=find_root(root), out=Path("out")))


def _refused(error: GeneratorError) -> ExitCode:
    options.print_findings(error.findings, quiet=False)
    return error.exit_code
