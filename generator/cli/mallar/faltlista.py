"""`generator faltlista`."""

from __future__ import annotations

import click


@click.command("faltlista", options_metavar="[VAL]")
def command() -> None:
    """Skriv fältlistan: alla fält med taggarna att klistra in."""
