"""`generator kontrollera`."""

from __future__ import annotations

import click


@click.command("kontrollera", options_metavar="[VAL]")
def command() -> None:
    """Granska mallarna utan att skapa dokument."""
