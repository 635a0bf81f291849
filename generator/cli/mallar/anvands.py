"""`generator mallar anvands`: which published handlingar a file has a part in, before somebody changes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.errors import ChoiceError
from generator.findings import Finding

if TYPE_CHECKING:
    from generator.batch.planning.touched import Touched


@click.command("anvands", options_metavar="[VAL]")
@click.argument("filer", metavar="FIL…", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.out
@options.as_json
def command(filer: tuple[Path, ...], ut: Path, som_json: bool) -> int:
    """Räkna upp de handlingar som en fil berör.

    FIL är en mall, ett block, en brevmall, en profil, en regelfil eller ett
    schema. Ändrar du den görs utkasten om i nästa körning. Upprättade
    handlingar rörs aldrig.
    """
    from generator.batch.planning.touched import touched

    found = {file: touched(ut, file) for file in filer}
    unknown = [_unknown(file, ut) for file, many in found.items() if not many and not file.exists()]
    if unknown:
        raise ChoiceError(*unknown)
    if som_json:
        options.print_json([_plain(file, one) for file, many in found.items() for one in many])
        return 0
    for file, many in found.items():
        _tell(file, many)
    return 0


def _unknown(file: Path, out: Path) -> Finding:
    """Better said than "0 drafts": a name that is misspelt touches nothing, either."""
    message = f"Filen {file} finns inte här, och ingen handling i {out} har gjorts med den."
    remedy = "Skriv sökvägen, till exempel templates/standard/avslut.docx, och mappen med handlingar efter --ut."
    return Finding(code="fil-okand", message=message, remedy=remedy)


def _tell(file: Path, found: Sequence[Touched]) -> None:
    drafts = [one for one in found if not one.frozen]
    final = len(found) - len(drafts)
    click.echo(f"{file}: {len(drafts)} utkast görs om, {final} upprättade rörs inte.")
    for one in drafts:
        click.echo(f"    {one.diarienummer} {one.handling}")


def _plain(file: Path, one: Touched) -> dict[str, object]:
    return {
        "fil": str(file),
        "diarienummer": one.diarienummer,
        "handling": one.handling,
        "status": one.status.value,
        "gors_om": not one.frozen,
        "arendefil": one.case,
    }
