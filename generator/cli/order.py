"""The options that long runs share, and the order that they make."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import options

if TYPE_CHECKING:
    from generator.batch.floor import Order
    from generator.crew import Crew, Outfit

_PATH = click.Path(path_type=Path)


def _address(value: str | None) -> str | None:
    """A scheduler's address, as far as its form tells."""
    if value is not None and not re.fullmatch(r"[a-z]+://[^\s/]+:[0-9]+", value):
        message = "Skriv adressen som tcp://dator:8786, eller tls://dator:8786."
        raise click.BadParameter(message)
    return value


_OPTIONS: tuple[Callable[..., Any], ...] = (
    options.out,
    click.option("--jobb", metavar="N", type=click.IntRange(1, 256), help="Samtidiga jobb.  [förval: ett per kärna]"),
    click.option("--utan-pdf", is_flag=True, help="Bara Word-dokument; kräver inte LibreOffice."),
    click.option("--html", is_flag=True, help="Gör också en tillgänglig webbsida av varje handling."),
    click.option("--motor", metavar="NAMN", help="Programmet som gör PDF.  [förval: libreoffice]"),
    click.option("--utan-verapdf", is_flag=True, help="Pröva PDF-filerna bara i generatorn själv, fast veraPDF finns."),
    click.option(
        "--tidsgrans",
        metavar="SEKUNDER",
        type=click.IntRange(5),
        default=120,
        show_default=True,
        help="Längsta tid för ett dokument i programmet som gör PDF.",
    ),
    click.option(
        "--talamod",
        metavar="SEKUNDER",
        type=click.IntRange(0),
        default=300,
        show_default=True,
        help="Så länge väntar körningen på en mapp som är full eller borta.",
    ),
    click.option("--forsok-igen", is_flag=True, help="Pröva också handlingar som är satta åt sidan."),
    click.option(
        "--klunga",
        metavar="ADRESS",
        callback=lambda _, __, value: _address(value),
        help="Låt en Dask-klunga göra arbetet: tcp://dator:8786.",
    ),
    click.option("--behall", metavar="N", type=click.IntRange(1), help="Spara bara de N senaste rapporterna."),
    options.root,
)


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that long runs share; it gets them as one `RunOptions`, in `korning`."""

    @wraps(command)  # the options that are nearer to the command go along
    def gathered(**given: Any) -> Any:
        names = RunOptions.__dataclass_fields__
        own = {name: given.pop(name) for name in list(given) if name in names}
        return command(korning=RunOptions(**own), **given)

    return reduce(lambda made, option: option(made), reversed(_OPTIONS), gathered)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What was asked for, by the options' names."""

    ut: Path
    jobb: int | None
    utan_pdf: bool
    html: bool
    motor: str | None
    utan_verapdf: bool
    tidsgrans: int
    talamod: int
    forsok_igen: bool
    klunga: str | None
    behall: int | None
    rot: Path | None

    def order(self, given: tuple[Path, ...]) -> Order:
        """The order of a run over case files."""
        from concurrent.futures import ThreadPoolExecutor

        from generator.crew.task import workshop

        outfit = self._outfit()
        with ThreadPoolExecutor(1) as beside:
            asked = beside.submit(workshop, outfit)  # a program tells its version; meanwhile the rest is loaded
            import generator.batch.night
            import generator.word.templates  # noqa: F401
            from generator.batch.floor import Order
            from generator.workshop import Workshop
        made = asked.result()
        shop = Workshop(self._settings(), made.engine, made.validator, web=self.html)
        return Order(given=given, shop=shop, crew=self._crew(outfit), patience=self.talamod, again=self.forsok_igen)

    def _settings(self) -> Any:
        from generator.settings import Settings, find_root

        return Settings(root=find_root(self.rot), out=self.ut)

    def _outfit(self) -> Outfit:
        from generator.cli.rendera import engine_name
        from generator.crew import Limits, Outfit
        from generator.engines.registry import usable_validator

        return Outfit(
            root=self._settings().root,
            engine=None if self.utan_pdf else engine_name(self.motor),
            validator=not self.utan_pdf and not self.utan_verapdf and usable_validator() is not None,
            web=self.html,
            limits=Limits(seconds=self.tidsgrans),
        )

    def _crew(self, outfit: Outfit) -> Callable[[], Crew]:
        if self.klunga is not None:
            from generator.crew.cluster import ClusterCrew

            address = self.klunga
            return lambda: ClusterCrew(address, outfit)
        from generator.crew.local import LocalCrew

        return lambda: LocalCrew(outfit, self.jobb or os.cpu_count() or 1)
