"""`generator kontrollera`: is anything wrong in the case files?"""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli import options


@click.command("kontrollera", options_metavar="[VAL]")
@options.files
@options.handling
@click.option("--strikt", is_flag=True, help="Låt varningar räknas som fel, utom dem som ärendet har godtagit.")
@options.out
@options.root
@options.as_json
@options.quiet
@options.verbose
def command(
    filer: tuple[Path, ...],
    handling: str | None,
    strikt: bool,
    ut: Path,
    rot: Path | None,
    som_json: bool,
    tyst: bool,
    utforlig: bool,
) -> int:
    """Kontrollera ärendefiler utan att skapa dokument.

    Prövar fälten och alla regler. Visar alla fel och varningar i alla filer
    på en gång, med rad, kolumn, källa och vad som ska göras.
    """
    from generator import report
    from generator.pipeline import check_file
    from generator.settings import Settings, find_root
    from generator.workshop import Workshop

    shop = Workshop(Settings(root=find_root(rot), out=ut))
    results = [result for file in filer for result in check_file(file, shop, handling)]
    if som_json:
        options.print_json(report.as_json(results))
        return report.exit_code(results, strict=strikt)
    options.print_findings(report.in_file_order(results), quiet=tyst and not strikt)
    if utforlig:
        click.echo(f"Scheman och mallar: {shop.settings.root}")
    if not tyst:
        click.echo(report.checked_summary(results, strict=strikt))
    return report.exit_code(results, strict=strikt)
