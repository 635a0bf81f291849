"""Swedish for Click's own words, whatever language the shell is set to."""

from __future__ import annotations

import gettext
from pathlib import Path

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.shell_completion
import click.termui
import click.types
import click.utils

_CATALOGUE = Path(__file__).parent.parent / "locale"
_DOMAIN = "messages"


def speak_swedish() -> None:
    """Give every module of Click our catalogue.

    Click looks its words up in gettext's default domain and in the
    language of the environment. The program is Swedish for everyone, so the
    catalogue is put in its modules directly and the environment, which other
    programs inherit, is left alone.
    """
    swedish = gettext.translation(_DOMAIN, str(_CATALOGUE), ["sv"])
    modules = (
        click.core, click.decorators, click.exceptions, click.formatting, click.parser,
        click.termui, click.types, click.utils,
    )  # fmt: skip
    for module in modules:
        if hasattr(module, "_"):
            setattr(module, "_", swedish.gettext)  # noqa: B010
        if hasattr(module, "ngettext"):
            setattr(module, "ngettext", swedish.ngettext)  # noqa: B010  # imported by Click, not declared
