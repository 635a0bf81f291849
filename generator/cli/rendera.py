"""`generator rendera`: from case files to documents."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options

if TYPE_CHECKING:
    from generator.engines.engine import Engine
    from generator.engines.validator import Validator
    from generator.findings import Finding
    from generator.results import HandlingResult
    from generator.workshop import Workshop


@click.command("rendera", options_metavar="[VAL]")
@options.files
@options.out
@options.handling
@click.option("--utan-pdf", is_flag=True, help="Bara Word-dokument; kräver inte LibreOffice.")
@click.option("--html", is_flag=True, help="Gör också en tillgänglig webbsida av varje handling.")
@click.option("--motor", metavar="NAMN", help="Programmet som gör PDF.  [förval: libreoffice]")
@click.option("--utan-verapdf", is_flag=True, help="Pröva PDF-filerna bara i generatorn själv, fast veraPDF finns.")
@click.option("--oppna", is_flag=True, help="Öppna dokumenten när de är klara.")
@options.root
@options.as_json
@options.quiet
@options.verbose
def command(
    filer: tuple[Path, ...],
    ut: Path,
    handling: str | None,
    utan_pdf: bool,
    html: bool,
    motor: str | None,
    utan_verapdf: bool,
    oppna: bool,
    rot: Path | None,
    som_json: bool,
    tyst: bool,
    utforlig: bool,
) -> int:
    """Skapa dokument ur ärendefiler.

    Varje handling blir ett Word-dokument och en PDF i mappen för ärendets
    diarienummer. En handling som är upprättad, beslutad eller expedierad
    skrivs aldrig över.
    """
    from generator import report
    from generator.pipeline import render_file
    from generator.settings import Settings, find_root
    from generator.workshop import Workshop

    engine = None if utan_pdf else _engine(motor)
    validator = None if utan_pdf or utan_verapdf else _validator()
    shop = Workshop(Settings(root=find_root(rot), out=ut), engine, validator, web=html)
    results: list[HandlingResult] = []
    told: set[Finding] = set()
    with ExitStack() as ending:
        for program in (engine, validator):
            if program is not None:
                ending.callback(program.close)
        for file in filer:
            for result in render_file(file, shop, handling):
                results.append(result)
                if not som_json:
                    _show(result, told, tyst)
    if som_json:
        options.print_json(report.as_json(results))
    elif not tyst:
        _conclude(results, shop, utforlig)
    if oppna:
        _open(results)
    return report.exit_code(results)


def _engine(name: str | None) -> Engine:
    from generator.engines.registry import ENGINES

    return ENGINES[engine_name(name)]()


def engine_name(name: str | None) -> str:
    """The engine that was asked for, by its name; the usual one when none was."""
    from generator.engines.registry import DEFAULT, ENGINES

    chosen = name or DEFAULT
    if chosen not in ENGINES:
        raise click.BadParameter(f"Motorn «{chosen}» finns inte. Motorerna är: {', '.join(ENGINES)}.")
    return chosen


def _validator() -> Validator | None:
    from generator.engines.registry import usable_validator

    return usable_validator()


def _show(result: HandlingResult, told: set[Finding], quiet: bool) -> None:
    """Print a result; what concerns the whole ärende is said once, not for each handling."""
    from generator.report import result_lines

    options.print_findings([finding for finding in result.findings if finding not in told], quiet=quiet)
    told.update(result.findings)
    if not quiet and result.files:
        for line in result_lines(result):
            click.echo(line)


def _conclude(results: list[HandlingResult], shop: Workshop, verbose: bool) -> None:
    from generator.provenance import programs
    from generator.report import summary

    click.echo(summary(results) or "Inget att göra.")
    if verbose:
        click.echo(f"Scheman och mallar: {shop.settings.root}")
        for name, version in programs().items():
            click.echo(f"    {name} {version}")
        if shop.engine:
            click.echo(f"PDF-filer prövas av: {', '.join(_validators(shop.validator))}")


def _validators(validator: Validator | None) -> list[str]:
    own = "generatorn själv"
    return [own, f"{validator.name} {validator.health().version}"] if validator else [f"{own} (veraPDF används inte)"]


def _open(results: list[HandlingResult]) -> None:
    for result in results:
        if result.files:
            pdf = [file for file in result.files if file.suffix == ".pdf"]
            click.launch(str([*result.files, *pdf][-1]))
