"""`generator mallar faltlista`: every field that a template can print, with the tag to paste."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from generator.cli import options
from generator.errors import ExitCode, GeneratorError


@click.command("faltlista", options_metavar="[VAL]")
@click.option("--format", "format_", metavar="FORMAT", help="Bara formatet. Annars skrivs alla, med en sida över dem.")
@click.option("--ut", metavar="MAPP", type=click.Path(path_type=Path), help="Vart.  [förval: docs/faltlista i roten]")
@options.root
@options.quiet
def command(format_: str | None, ut: Path | None, rot: Path | None, tyst: bool) -> int:
    """Skriv fältlistan: alla fält med taggarna att klistra in.

    Ger för varje format en Word-fil och en sida för webbläsaren. Där står alla
    uppgifter som en mall kan skriva ut: vad de heter och betyder, ett exempel
    så som det kommer att stå, och färdiga taggar, upprepningar och tabeller.
    """
    from generator.errors import reason
    from generator.fieldlist.files import FOLDER, START, field_lists
    from generator.report import shown_path
    from generator.settings import Settings, find_root
    from generator.wholefile import write_whole
    from generator.workshop import Workshop

    shop = Workshop(Settings(root=find_root(rot), out=Path("out")))
    folder = ut or shop.settings.root / "docs" / FOLDER
    try:
        if format_ is not None and format_ not in shop.schemas.formats:
            raise click.BadParameter(_no_such(format_, shop.schemas.formats))
        files = dict(field_lists(shop, format_))
    except GeneratorError as error:
        options.print_findings(error.findings, quiet=False)
        return error.exit_code
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            write_whole(folder / name, content)
    except OSError as error:
        click.echo(f"fel: Fältlistan kunde inte sparas i {shown_path(folder)}: {reason(error)}.", err=True)
        return ExitCode.FOLDER
    if not tyst:
        click.echo(f"Fältlistan står i {shown_path(folder)}. Öppna {START if format_ is None else f'{format_}.html'}.")
    return ExitCode.OK


def _no_such(name: str, formats: Iterable[str]) -> str:
    from generator.swedish import nearest

    guess = nearest(name, formats)
    hint = f" Menade du «{guess}»?" if guess else ""
    return f"Formatet «{name}» finns inte.{hint} Det finns: {', '.join(formats)}."
