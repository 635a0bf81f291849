"""`generator visa`."""

from __future__ import annotations

import click


@click.command("visa", options_metavar="[VAL]")
def command() -> None:
    """Visa en Word-fil som text med sina taggar."""
