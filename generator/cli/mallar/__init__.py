"""`generator mallar`: check, show and compare the Word templates."""

from __future__ import annotations

import click

from generator.cli.lazy import LazyGroup

_COMMANDS = ("kontrollera", "faltlista", "visa", "jamfor", "anvands")
"""In the order of the work; each is a module beside this one."""


@click.group(
    "mallar",
    cls=LazyGroup,
    package=__name__,
    names=_COMMANDS,
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO …",
)
def command() -> None:
    """Granska, visa och jämför mallarna."""
