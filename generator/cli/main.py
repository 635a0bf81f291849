"""The command group, and the edge where an unexpected error becomes a crash log."""

from __future__ import annotations

import atexit
import gc
import io
import signal
import sys

import click

from generator.cli.language import speak_swedish
from generator.cli.lazy import LazyGroup
from generator.crash import write_log
from generator.errors import ExitCode

_COMMANDS = (
    "ny", "kontrollera", "forklara", "rendera", "batch", "bevaka", "rapport", "verifiera",
    "regler", "mallar", "forhandsgranska", "ny-profil", "doktor",
)  # fmt: skip
"""In the order of the work; each is a module beside this one, loaded when it is called."""

_NEW_OBJECTS = 100_000
"""So many new objects may there be before Python looks for rings among them; a command loads half as many."""


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from generator import __version__

        click.echo(f"generator {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    package="generator.cli",
    names=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO …",
    epilog="Börja med: generator ny FORMAT --profil PROFIL --dnr DIARIENUMMER",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Visa versionen och avsluta."
)
def group() -> None:
    """Skapar tjänsteskrivelser, beslut och andra handlingar ur en ärendefil.

    En ärendefil (JSON) blir Word-dokument och tillgängliga PDF-filer, med
    rätt rubriker, undertecknare och sändlista.
    """


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Run the command; no traceback ever reaches a user."""
    gc.set_threshold(_NEW_OBJECTS)  # else a tenth of a short command's time goes to looking through what it loads
    atexit.register(gc.freeze)  # and a last time when it ends
    speak_swedish()
    for stream in (sys.stdout, sys.stderr):  # a file may have a name that is no text
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    for name in ("SIGTERM", "SIGHUP"):  # a service that is stopped leaves as tidily as Ctrl-C does
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # `nohup` has said no
            signal.signal(number, _interrupt)
    try:
        code = group.main(prog_name="generator", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else ExitCode.OK)
    except click.exceptions.Abort:
        click.echo("Avbrutet.", err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitCode.USAGE)
    except KeyboardInterrupt:
        click.echo("Avbrutet.", err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has left, as `head` does
        sys.stderr.close()
        sys.exit(ExitCode.OK)
    except Exception as error:  # noqa: BLE001  # the one place where nothing may slip through
        log = write_log(error)
        click.echo("Något gick fel i programmet. Inget halvfärdigt dokument har sparats.", err=True)
        click.echo(f"    Gör så här: Skicka filen {log} till den som sköter generatorn.", err=True)
        sys.exit(ExitCode.UNEXPECTED)
