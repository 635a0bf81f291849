"""`generator forhandsgranska`: the documents on a page of this machine, made anew whenever a template is saved."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.errors import ExitCode

if TYPE_CHECKING:
    from generator.preview.server import Server
    from generator.preview.session import Preview
    from generator.settings import Settings

_PORT = 8642


@click.command("forhandsgranska", options_metavar="[VAL]")
@click.argument("filer", metavar="[FIL…]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--profil", metavar="PROFIL", help="Bara ärenden med den profilen.")
@click.option(
    "--port",
    type=int,
    metavar="N",
    help=f"Sidans port; 0 tar en ledig.  [förval: {_PORT}, eller en ledig]",
)
@click.option("--oppna", is_flag=True, help="Öppna sidan i webbläsaren.")
@click.option(
    "--ut",
    metavar="MAPP",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Där publicerade dokument ligger. Inget skrivs dit.",
)
@options.root
def command(
    filer: tuple[Path, ...], profil: str | None, port: int | None, oppna: bool, ut: Path, rot: Path | None
) -> int:
    """Visa handlingarna i webbläsaren medan mallarna ändras.

    Startar en sida som bara den här datorn når. Den visar ärendena i mappen
    cases, och dem som nämns. Spara en mall i Word, ett ärende, en regel eller
    profil.toml: sidorna görs om inom ett par sekunder. Inget publiceras.
    """
    from generator.crash import write_log
    from generator.engines.registry import DEFAULT, ENGINES
    from generator.preview.session import Preview
    from generator.settings import Settings, find_root

    settings = Settings(root=find_root(rot), out=ut)
    _check(profil, settings)
    preview = Preview(settings, ENGINES[DEFAULT], write_log, filer, profil)
    with _server(preview, port) as server:
        try:
            with preview:
                _serve(server, oppna)
        except KeyboardInterrupt:  # the ordinary way to end
            click.echo("Förhandsgranskningen är avslutad.")
    return ExitCode.OK


def _check(profil: str | None, settings: Settings) -> None:
    from generator.workshop import Workshop

    wrong = Workshop(settings).profiles.check_name(profil) if profil is not None else None
    if wrong:
        raise click.BadParameter(wrong, param_hint="--profil")


def _server(preview: Preview, port: int | None) -> Server:
    """A server at the port; when none was asked for and the usual one is taken, at any."""
    from generator.preview.server import Server

    try:
        return Server(preview, _PORT if port is None else port)
    except (OSError, OverflowError):  # taken, kept for the system, or no port at all
        if port is not None:
            message = f"Porten {port} går inte att använda. Välj en annan mellan 1024 och 65535, eller 0 för en ledig."
            raise click.BadParameter(message, param_hint="--port") from None
    return Server(preview, 0)


def _serve(server: Server, show: bool) -> None:
    click.echo(f"Förhandsgranskningen finns på {server.address}")
    click.echo("Avsluta med Ctrl-C.")
    if show:
        click.launch(server.address)
    try:
        server.serve_forever()
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)  # what is being closed is closed whole
