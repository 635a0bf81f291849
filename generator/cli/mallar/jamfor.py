"""`generator jamfor`."""

from __future__ import annotations

import click


@click.command("jamfor", options_metavar="[VAL]")
def command() -> None:
    """Jämför dokumenten före och efter en ändring i mallarna."""
