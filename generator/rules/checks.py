"""The checks of one handling against its profile; each says what is wrong, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import Arende, Handling, JsonPath, Severity, Value

Problem = tuple[str, str, str, JsonPath, Severity]
"""Code, message, remedy, path and weight of a finding that has no place yet."""

_HINT = re.compile(r"\[[^\[\]]+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What the checks look at."""

    arende: Arende
    handling: Handling
    profile: Mapping[str, Value]
    standing: Mapping[str, Any]
    """What the profile gives the handling's format: signers, recipients, decision points."""

    @property
    def named_signers(self) -> tuple[Mapping[str, Any], ...]:
        """The signers that the case names itself."""
        return self.handling.data.get("undertecknare") or ()  # type: ignore[return-value]

    @property
    def recipients(self) -> tuple[Mapping[str, Any], ...]:
        """The recipients that the case names itself."""
        return self.handling.data.get("sandlista") or ()  # type: ignore[return-value]


def problems(matter: Matter) -> Iterator[Problem]:
    """Everything that is wrong, in the order of the checks."""
    for check in (_number, _functions, _hints, _signers, _recipients, _twins):
        yield from check(matter)


def _number(matter: Matter) -> Iterator[Problem]:
    yield from number_problems(matter.arende.diarienummer, matter.profile)


def number_problems(diarienummer: str, profile: Mapping[str, Value]) -> Iterator[Problem]:
    """A diarienummer that does not look as the organisation's do."""
    pattern: Any = profile["diarienummer"]
    if pattern and pattern["monster"] and not re.fullmatch(str(pattern["monster"]), diarienummer):
        yield (
            "dnr-format-fel",
            f"Diarienumret «{diarienummer}» följer inte formen hos {profile['namn']}.",
            f"Skriv det som i diariet, till exempel {pattern['exempel']}.",
            ("diarienummer",),
            Severity.ERROR,
        )


def _functions(matter: Matter) -> Iterator[Problem]:
    known: Any = matter.profile["funktioner"] or {}
    for index, person in enumerate(matter.named_signers):
        function = person.get("funktion")
        if function and person.get("namn"):
            yield (
                "undertecknare-dubbel",
                f"Undertecknaren har både funktion («{function}») och namn («{person['namn']}»).",
                "Ta bort det ena. Funktionens innehavare står i profilen.",
                (*matter.handling.path, "undertecknare", index),
                Severity.ERROR,
            )
        if function and function not in known:
            yield (
                "funktion-okand",
                f"Funktionen «{function}» finns inte i profilen {matter.arende.profil}.",
                f"Välj en av: {', '.join(known) or 'inga finns'}. Eller skriv namn och titel.",
                (*matter.handling.path, "undertecknare", index, "funktion"),
                Severity.ERROR,
            )


def _hints(matter: Matter) -> Iterator[Problem]:
    """A hint of a new file that nobody has written over."""
    for root, start in ((matter.arende.data, ()), (matter.handling.own, matter.handling.path)):
        for path, text in _strings(root, start):
            if _HINT.fullmatch(text):
                message = f"Texten är inte ifylld: «{text}»."
                yield "platshallartext-kvar", message, "Skriv det som ska stå där.", path, _weight(matter)


def _signers(matter: Matter) -> Iterator[Problem]:
    asked = "undertecknare" in matter.handling.data
    if asked and not matter.named_signers and not matter.standing.get("undertecknare"):
        yield (
            "undertecknare-saknas",
            "Ingen skriver under dokumentet.",
            'Lägg till "undertecknare" i handlingen.',
            (*matter.handling.path, "undertecknare"),
            Severity.ERROR,
        )


def _recipients(matter: Matter) -> Iterator[Problem]:
    named = bool(matter.recipients or matter.standing.get("mottagare"))
    nobody = bool(matter.handling.data.get("inga_mottagare"))
    if "sandlista" in matter.handling.data and not named and not nobody:
        yield (
            "sandlista-tom",
            "Sändlistan är tom.",
            'Lägg till "sandlista", eller skriv skälet i "inga_mottagare".',
            (*matter.handling.path, "sandlista"),
            _weight(matter),
        )
    if named and nobody:
        yield (
            "sandlista-motsagd",
            "Handlingen säger att ingen ska få dokumentet, men det finns mottagare.",
            'Ta bort "inga_mottagare", eller mottagarna. Fasta mottagare står i profilen.',
            (*matter.handling.path, "inga_mottagare"),
            Severity.ERROR,
        )


def _weight(matter: Matter) -> Severity:
    """A draft may be looked at before it is complete."""
    return Severity.ERROR if matter.handling.status.frozen else Severity.WARNING


def _twins(matter: Matter) -> Iterator[Problem]:
    twins = [
        one for one in matter.arende.handlingar if one.file_stem.casefold() == matter.handling.file_stem.casefold()
    ]
    if twins[0] is not matter.handling:
        yield (
            "handling-dubblett",
            f"Två handlingar har samma format och datum ({matter.handling.file_stem}).",
            'Ge den ena ett "nummer", till exempel "2".',
            matter.handling.path,
            Severity.ERROR,
        )


def _strings(value: Value, path: JsonPath) -> Iterator[tuple[JsonPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _strings(item, (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))
