"""`generator mallar visa`: a Word file as text, for a terminal and for `git diff`."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import click

from generator.cli import options
from generator.errors import ExitCode, GeneratorError, TemplateError


@click.command("visa", options_metavar="[VAL]")
@click.argument("fil", metavar="FIL", type=click.Path(path_type=Path))
@click.option("--for-git", is_flag=True, help="Låt en fil som inte går att läsa bli en rad text i stället för ett fel.")
def command(fil: Path, for_git: bool) -> int:
    """Visa en Word-fil som text med sina taggar.

    Fungerar för mallar och färdiga dokument. Först kommer brödtexten, ett
    stycke på varje rad med sin formatmall inom hakparentes, och sedan sidhuvud,
    sidfot, noter, sidor och formatmallar. I ett git-förråd visar git diff
    samma text.
    """
    from generator.word.plaintext import plain_text

    try:
        text = plain_text(fil)
    except TemplateError as error:
        return _told(fil, error) if for_git else _refused(error)
    _write(text)
    return ExitCode.OK


def _refused(error: GeneratorError) -> ExitCode:
    options.print_findings(error.findings, quiet=False)
    unreadable = any(finding.code == "mall-olaslig" for finding in error.findings)
    return ExitCode.FOLDER if unreadable else error.exit_code


def _told(file: Path, error: GeneratorError) -> ExitCode:
    """One line for git, which would give up the rest of the difference if we failed.

    It holds no path, since git gives the older version a new one each time,
    and a mark of the content, so that two broken versions are told apart.
    """
    try:
        mark = sha256(file.read_bytes()).hexdigest()[:8]
    except OSError:
        mark = "oläst"
    _write(f"[Går inte att visa som text: {error}] ({mark})\n")
    return ExitCode.OK


def _write(text: str) -> None:
    """Print in the terminal's own characters, but give other programs UTF-8 whatever the shell speaks."""
    click.echo(text if sys.stdout.isatty() else text.encode(), nl=False)
