"""`generator ny-profil`: a folder of templates for a new organisation."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.errors import ExitCode, GeneratorError

if TYPE_CHECKING:
    from generator.newprofile import NewProfile


@click.command("ny-profil", options_metavar="[VAL]")
@click.argument("namn", metavar="NAMN")
@click.option(
    "--fran", metavar="PROFIL", help="Kopiera alla filer från en annan profil.  [förval: bara det som behövs]"
)
@click.option("--namn", "organisation", metavar="TEXT", help="Organisationens namn, så som det ska stå i handlingarna.")
@options.root
def command(namn: str, fran: str | None, organisation: str | None, rot: Path | None) -> int:
    """Skapa en ny profil: en mapp med mallar för en organisation.

    NAMN är mappens namn: små bokstäver utan å, ä och ö, siffror och
    bindestreck. Profilen går att använda genast. Det som ska fyllas i står
    inom hakparentes i profil.toml, och sidans utseende ändras i brevmall.docx.
    """
    from generator.newprofile import make_profile
    from generator.settings import Settings, find_root
    from generator.workshop import Workshop

    shop = Workshop(Settings(root=find_root(rot), out=Path("out")))
    try:
        made = make_profile(namn, shop, source=fran, title=organisation)
    except GeneratorError as error:
        options.print_findings(error.findings, quiet=False)
        return error.exit_code
    for line in _told(made, rot):
        click.echo(line)
    return ExitCode.OK


def _told(made: NewProfile, root: Path | None) -> Iterator[str]:
    """What was made, and what comes next."""
    from generator.report import shown_path

    yield f"Ny profil: {made.name}"
    yield from (f"    {shown_path(file)}" for file in made.files)
    yield "Öppna profil.toml i en textredigerare och fyll i namn, adress och personer. Ändra sidhuvud och logotyp i"
    yield "brevmall.docx i Word. Allt annat ärvs från standarden tills profilen har en egen fil."
    yield "Pröva den sedan så här:"
    yield from (f"    generator {shlex.join(words)}" for words in _next(made, root))


def _next(made: NewProfile, root: Path | None) -> Iterator[list[str]]:
    where = ["--rot", str(root)] if root is not None else []
    case, out = f"prov/{made.name}.json", "prov"
    yield ["ny", made.format, "--profil", made.name, "--dnr", made.diarienummer, "--fil", case, *where]
    yield ["kontrollera", case, *where]
    yield ["rendera", case, "--ut", out, *where]
