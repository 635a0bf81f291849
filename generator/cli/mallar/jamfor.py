"""`generator mallar jamfor`: the dress rehearsal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.errors import ExitCode, GeneratorError

if TYPE_CHECKING:
    from generator.findings import Finding
    from generator.rehearsal.before import Before
    from generator.rehearsal.compare import Comparison
    from generator.settings import Settings

_PATH = click.Path(path_type=Path)


@click.command("jamfor", options_metavar="[VAL]")
@click.argument("filer", metavar="[FIL…]", nargs=-1, type=_PATH)
@click.option(
    "--mot",
    metavar="REV|MAPP",
    default="HEAD",
    show_default=True,
    help="Mallarna från förut: en revision i git eller en mapp.",
)
@click.option(
    "--ut",
    metavar="FIL",
    type=_PATH,
    default=Path("out") / "jamforelse.html",
    show_default=True,
    help="Vart rapporten sparas.",
)
@click.option("--utan-pdf", is_flag=True, help="Jämför bara orden; kräver inte LibreOffice.")
@click.option("--oppna", is_flag=True, help="Öppna rapporten när den är klar.")
@options.root
@options.as_json
@options.quiet
def command(
    filer: tuple[Path, ...],
    mot: str,
    ut: Path,
    utan_pdf: bool,
    oppna: bool,
    rot: Path | None,
    som_json: bool,
    tyst: bool,
) -> int:
    """Jämför dokumenten före och efter en ändring i mallarna.

    Skapar ärendefilernas dokument med mallarna från förut och med dagens, och
    visar i en rapport vad som skiljer: sidor, ord och uppgifter. Utan filer
    jämförs alla i rotens mapp cases. Inget publiceras.

    Felkoden är 4 när en uppgift som skrevs ut inte längre skrivs ut, eller
    när ett dokument inte längre går att skapa.
    """
    from generator.rehearsal.before import templates_before
    from generator.settings import Settings, find_root

    settings = Settings(root=find_root(rot), out=Path("out"))
    cases = tuple(dict.fromkeys(filer)) or tuple(sorted((settings.root / "cases").glob("*.json")))
    if not cases:
        raise click.UsageError(f"Det finns inga ärendefiler i {settings.root / 'cases'}. Ange vilka som ska jämföras.")
    try:
        with templates_before(mot, settings.templates) as before:
            compared = _rehearse(cases, before, settings, pdf=not utan_pdf, silent=tyst or som_json)
            _save(ut, compared, before, settings, pdf=not utan_pdf)
    except GeneratorError as error:
        options.print_findings(error.findings, quiet=False)
        return error.exit_code
    if oppna:
        click.launch(str(ut))
    return _conclude(compared, ut, mot, quiet=tyst, in_json=som_json)


def _rehearse(
    cases: Sequence[Path], before: Before, settings: Settings, *, pdf: bool, silent: bool
) -> list[Comparison]:
    from generator.engines.registry import DEFAULT, ENGINES
    from generator.rehearsal.compare import Rehearsal
    from generator.rehearsal.stage import stages
    from generator.rehearsal.verdict import line

    engine = ENGINES[DEFAULT]() if pdf else None
    compared = []
    try:
        for one in Rehearsal(*stages(before.folder, settings, engine)).of(cases):
            compared.append(one)
            if not silent:
                click.echo(line(one))
    finally:
        if engine is not None:
            engine.close()
    return compared


def _save(file: Path, compared: Sequence[Comparison], before: Before, settings: Settings, *, pdf: bool) -> None:
    from generator.errors import FolderError, reason
    from generator.findings import Finding, Place
    from generator.rehearsal.before import changed_files
    from generator.rehearsal.sheet import sheet
    from generator.report import shown_path
    from generator.wholefile import write_whole

    today = f"mappen {shown_path(settings.templates)}"
    text = sheet(compared, before, today, changed_files(before.folder, settings.templates), pdf=pdf)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text.encode())
    except OSError as error:
        message, remedy = f"Rapporten kunde inte sparas: {reason(error)}.", "Ange en annan fil med --ut."
        raise FolderError(
            Finding(code="skriva-gick-inte", message=message, remedy=remedy, place=Place(file=file))
        ) from None


def _conclude(compared: Sequence[Comparison], file: Path, against: str, *, quiet: bool, in_json: bool) -> ExitCode:
    from generator.rehearsal.verdict import as_json, findings, verdict

    said = verdict(compared)
    if in_json:
        whole = {"rapport": str(file), "mot": against, "utlatande": f"{said.heading} {said.sentence}"}
        options.print_json({**whole, "felkod": int(said.exit_code), "dokument": [as_json(one) for one in compared]})
        return said.exit_code
    told: dict[Finding, None] = dict.fromkeys(finding for one in compared for finding in findings(one))
    options.print_findings(told, quiet=quiet)
    if not quiet:
        click.echo(f"{said.heading} {said.sentence}")
        click.echo(f"Rapporten: {file}")
    return said.exit_code
