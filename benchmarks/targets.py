"""The targets: which figure of a run is held against which limit.

A target is a ratio within the run wherever it can be; the few that are
milliseconds or seconds speak of a quiet machine of two cores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

Results = Mapping[str, Any]
"""The figures of each measurement, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target."""

    name: str
    """What is promised, in Swedish."""
    figure: Callable[[Results], float]
    """The figure; KeyError when it was not measured."""
    limit: float
    at_least: bool = False
    """True when the figure is to be at least the limit, False when at most."""

    def held(self, results: Results) -> bool:
        """True when the figure is on the right side of the limit.

        Raises:
            KeyError: it was not measured.
        """
        found = self.figure(results)
        return found >= self.limit if self.at_least else found <= self.limit


def at(*keys: str) -> Callable[[Results], float]:
    """The figure that stands below some keys."""

    def figure(results: Results) -> float:
        found: Any = results
        for key in keys:
            found = found[key]
        return float(found)

    return figure


def steepness(xs: Sequence[float], ys: Sequence[float | None]) -> float:
    """By which power the cost grows in the last step: 1 is linear, 2 quadratic.

    Raises:
        KeyError: the last step was not measured.
    """
    last, before = ys[-1], ys[-2]
    if last is None or before is None:
        raise KeyError(xs[-1])
    return log(last / before) / log(xs[-1] / xs[-2])


def linear(measurement: str, series: str) -> Callable[[Results], float]:
    """The steepness of a series of a measurement of growth."""
    return lambda results: steepness(results[measurement]["x"], results[measurement]["serier"][series])


def _contest(look: str, peer: str) -> Callable[[Results], float]:
    return at("docx", look, "deltagare", peer, "kvot")


_LOOKS = {"sparad_i_word": "mallen sparad i Word", "ren": "ren mall"}
_PEERS = {"docxtpl": 20, "docxtemplater": 6, "Carbone": 10}
_GROWTH = {
    "tillvaxt_text": "text",
    "tillvaxt_rader": "tabellrader",
    "tillvaxt_mottagare": "mottagare",
    "tillvaxt_arenden": "ärenden",
    "tillvaxt_sidor": "sidor till PDF",
    "tillvaxt_regler": "regler",
}
_STEEPEST = 1.15

TARGETS: tuple[Target, ...] = (
    *(
        Target(name=f"Word mot {peer}, {looks}", figure=_contest(look, peer), limit=limit, at_least=True)
        for look, looks in _LOOKS.items()
        for peer, limit in _PEERS.items()
    ),
    Target(name="Word mot docxtpl, skeppade mallar", figure=_contest("skeppade", "docxtpl"), limit=20, at_least=True),
    *(
        Target(name=f"Word mot golvet, {looks}", figure=at("docx", look, "mot_golvet"), limit=2)
        for look, looks in {**_LOOKS, "skeppade": "skeppade mallar"}.items()
    ),
    Target(name="Läsa och besluta ett ärende, ms", figure=at("beslut", "ms"), limit=3),
    Target(name="Till publicerad PDF mot LibreOffice självt, ett kontor", figure=at("pdf", "mot_bar_1"), limit=1.3),
    Target(name="Till publicerad PDF mot LibreOffice självt, två kontor", figure=at("pdf", "mot_bar_2"), limit=1.3),
    Target(name="Från ett kontor till två", figure=at("pdf", "ett_till_tva"), limit=1.7, at_least=True),
    Target(
        name="PDF mot ett anrop av soffice per fil, en arbetare per kärna som förvalet är",
        figure=at("pdf", "per_fil_mot_tva"),
        limit=8,
        at_least=True,
    ),
    Target(
        name="PDF mot ett anrop av soffice per fil, en enda arbetare",
        figure=at("pdf", "per_fil_mot_oss"),
        limit=8,
        at_least=True,
    ),
    Target(name="10 000 oförändrade ärenden, s", figure=at("oforandrat", "sekunder"), limit=5),
    Target(name="LibreOffice som startas för oförändrade", figure=at("oforandrat", "startade_kontor"), limit=0),
    Target(name="generator --help, ms", figure=at("kall", "help_ms"), limit=120),
    Target(name="generator kontrollera, ms", figure=at("kall", "kontrollera_ms"), limit=350),
    Target(name="generator rendera mot kall soffice", figure=at("kall", "rendera_mot_soffice"), limit=1.3),
    Target(name="Minnet vid 10 000 ärenden mot 1 000", figure=at("tillvaxt_arenden", "okning_1000_10000"), limit=1.1),
    Target(name="Minnet för mer än 200 sidor, MiB", figure=at("tillvaxt_sidor", "minne_langst_mib"), limit=1024),
    *(
        Target(name=f"Tillväxt med {what}, exponent", figure=linear(name, "generatorn"), limit=_STEEPEST)
        for name, what in _GROWTH.items()
    ),
)
