"""`generator mallar kontrollera`: all that is wrong with the templates, before a document is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.errors import ExitCode, GeneratorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.findings import Finding
    from generator.inspection.inspect import Inspection


@click.command("kontrollera", options_metavar="[VAL]")
@click.argument("filer", metavar="[FIL…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--profil", metavar="PROFIL", multiple=True, help="Bara profilens mallar. Kan anges flera gånger.")
@click.option("--format", "format_", metavar="FORMAT", multiple=True, help="Bara formatet. Kan anges flera gånger.")
@click.option("--i-word", is_flag=True, help="Skriv anmärkningarna som kommentarer i en kopia av varje mall.")
@click.option("--strikt", is_flag=True, help="Låt varningar räknas som fel.")
@options.out
@options.root
@options.as_json
@options.quiet
def command(
    filer: tuple[Path, ...],
    profil: tuple[str, ...],
    format_: tuple[str, ...],
    i_word: bool,
    strikt: bool,
    ut: Path,
    rot: Path | None,
    som_json: bool,
    tyst: bool,
) -> int:
    """Granska mallarna utan att skapa dokument.

    Prövar taggar, namn, tillgänglighet, typsnitt och det som Word kräver, och
    att alla uppgifter skrivs ut. Visar allt på en gång, med fil och stycke.
    Utan FIL granskas alla mallar i alla profiler.
    """
    from generator.inspection.inspect import Inspection
    from generator.settings import Settings, find_root
    from generator.workshop import Workshop

    shop = Workshop(Settings(root=find_root(rot), out=ut))
    try:
        inspection = Inspection(shop)
        findings = _findings(inspection, filer, profil, format_)
        copies = _commented(inspection, findings, ut) if i_word else []
    except GeneratorError as error:
        findings, copies = error.findings, []
    _tell(findings, copies, som_json=som_json, quiet=tyst)
    if not tyst and not som_json:
        from generator.report import tally

        click.echo(tally(findings))
    return _code(findings, strict=strikt)


def _findings(
    inspection: Inspection, files: Sequence[Path], profiles: Sequence[str], formats: Sequence[str]
) -> tuple[Finding, ...]:
    """What is asked for: everything, or what concerns some files."""
    shop = inspection.shop
    _known("Profilen", profiles, shop.profiles.names)
    _known("Formatet", formats, tuple(shop.schemas.formats))
    folder = shop.templates.folder.resolve()
    inside = {file.resolve() for file in files if file.resolve().is_relative_to(folder)}
    found: tuple[Finding, ...] = ()
    if inside or not files:
        found = inspection.everything(profiles or None, formats or None)
    if files:
        found = tuple(one for one in found if one.place.file is not None and one.place.file.resolve() in inside)
    for file in files:
        if not file.is_file() or file.resolve() not in inside:
            found += inspection.outside(file, next(iter(profiles), shop.profiles.names[0]))
    return found


def _known(what: str, names: Sequence[str], known: Sequence[str]) -> None:
    from generator.swedish import nearest

    for name in names:
        if name not in known:
            guess = nearest(name, known)
            hint = f" Menade du «{guess}»?" if guess else ""
            raise click.BadParameter(f"{what} «{name}» finns inte.{hint} Det finns: {', '.join(known)}.")


def _commented(inspection: Inspection, findings: Sequence[Finding], out: Path) -> list[Path]:
    """A copy of each file that something is said about, with what is said as comments in it."""
    from generator.inspection.comments import write_commented

    copies = []
    for path in dict.fromkeys(one.place.file for one in findings if one.place.file is not None):
        file = inspection.cupboard.file(path)
        if file is None:
            continue  # what cannot be opened has no room for comments
        target = out / "granskning" / _below(path, inspection.shop.templates.folder)
        write_commented(file, [one for one in findings if one.place.file == path], target)
        copies.append(target)
    return copies


def _below(path: Path, folder: Path) -> Path:
    return path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name)


def _tell(findings: Sequence[Finding], copies: Sequence[Path], *, som_json: bool, quiet: bool) -> None:
    from generator.report import finding_json, shown_path

    if som_json:
        options.print_json([finding_json(one) for one in findings])
        return
    options.print_findings(findings, quiet=quiet)
    for copy in copies:
        click.echo(f"Med kommentarer: {shown_path(copy)}")


def _code(findings: Sequence[Finding], *, strict: bool) -> ExitCode:
    from generator.findings import Severity

    heavy = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return ExitCode.TEMPLATE if any(one.severity in heavy for one in findings) else ExitCode.OK
