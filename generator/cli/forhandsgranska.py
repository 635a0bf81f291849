"""`generator forhandsgranska`."""

from __future__ import annotations

import click


@click.command("forhandsgranska", options_metavar="[VAL]")
def command() -> None:
    """Visa mallarna i webbläsaren medan de ändras."""
