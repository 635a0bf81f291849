"""`generator ny`: a new case file to fill in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.errors import CaseError, ExitCode, FolderError, GeneratorError, reason
from generator.findings import Finding, Place

if TYPE_CHECKING:
    from generator.case.profiles import Profiles
    from generator.case.schemas import Schemas


@click.command("ny", options_metavar="[VAL]")
@click.argument("format_", metavar="FORMAT")
@click.option("--profil", metavar="PROFIL", required=True, help="Organisationens profil, till exempel region-jh.")
@click.option("--dnr", metavar="DIARIENUMMER", required=True, help="Ärendets diarienummer.")
@click.option(
    "--fil", metavar="FIL", type=click.Path(path_type=Path), help="Där filen ska ligga. Annars cases/<dnr>.json."
)
@options.root
def command(format_: str, profil: str, dnr: str, fil: Path | None, rot: Path | None) -> int:
    """Skapa en ny ärendefil med de fält som formatet kräver.

    Det som ska fyllas i står inom hakparentes. Öppna filen i en redigerare
    som förstår JSON Schema, så visas vad varje fält betyder.
    """
    from generator.settings import find_root

    try:
        file = _write(format_, profil, dnr, fil, find_root(rot))
    except GeneratorError as error:
        options.print_findings(error.findings, quiet=False)
        return error.exit_code
    click.echo(f"Ny ärendefil: {file}")
    click.echo(f"Fyll i den och kör sedan: generator kontrollera {file}")
    return ExitCode.OK


def _write(typ: str, profil: str, dnr: str, file: Path | None, root: Path) -> Path:
    from generator.case.profiles import Profiles
    from generator.case.schemas import Schemas
    from generator.settings import Settings
    from generator.skeleton import skeleton
    from generator.steps.publish import folder_name
    from generator.wholefile import write_whole

    settings = Settings(root=root, out=Path("out"))
    profiles = Profiles(settings.templates, Schemas(settings.schemas))
    _check_format(typ, profiles.schemas)
    _check_profile(profil, dnr, profiles)
    file = file or Path("cases") / f"{folder_name(dnr).lower()}.json"
    _check_free(file, f"{folder_name(dnr).lower()}.json")
    text = skeleton(typ, profiles, profil=profil, diarienummer=dnr, file=file, today=date.today())
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text.encode())
    except OSError as error:
        message, place = f"Filen kunde inte sparas: {reason(error)}.", Place(file=file)
        remedy = "Ange en annan plats med --fil."
        raise FolderError(Finding(code="skriva-gick-inte", message=message, remedy=remedy, place=place)) from None
    return file


def _check_free(file: Path, name: str) -> None:
    """Refuse a place where something lies; `name` is what the file would be called if nobody had said."""
    if file.is_dir():
        remedy = f"Ange med --fil vad filen ska heta, till exempel {file / name}."
        _refuse("fil-ar-mapp", f"{file} är en mapp, inte en fil.", remedy)
    if file.exists():
        remedy = "Lägg handlingen i den filen, eller ange en annan med --fil."
        _refuse("fil-finns", f"Filen {file} finns redan.", remedy)


def _check_format(typ: str, schemas: Schemas) -> None:
    from generator.swedish import nearest

    if not schemas.formats:
        _refuse("scheman-saknas", f"Det finns inga format i {schemas.folder}.", "Ange rätt mapp med --rot.")
    if typ not in schemas.formats:
        guess = nearest(typ, schemas.formats)
        hint = f" Menade du «{guess}»?" if guess else ""
        _refuse("okant-format", f"Formatet «{typ}» finns inte.{hint}", f"Formaten är: {', '.join(schemas.formats)}.")


def _check_profile(profil: str, dnr: str, profiles: Profiles) -> None:
    unknown = profiles.check_name(profil)
    if unknown:
        _refuse("profil-okand", unknown, f"Profilerna är: {', '.join(profiles.names)}.")
    pattern = profiles.wordings(profil, date.today())["diarienummer"]
    if isinstance(pattern, Mapping) and pattern["monster"] and not re.fullmatch(str(pattern["monster"]), dnr):
        _refuse("dnr-format-fel", f"«{dnr}» är inte ett diarienummer i {profil}.", f"Exempel: {pattern['exempel']}.")


def _refuse(code: str, message: str, remedy: str) -> None:
    raise CaseError(Finding(code=code, message=message, remedy=remedy))
