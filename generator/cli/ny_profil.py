"""`generator ny_profil`."""

from __future__ import annotations

import click


@click.command("ny-profil", options_metavar="[VAL]")
def command() -> None:
    """Skapa en ny profil."""
