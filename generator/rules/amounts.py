"""Amounts with the time that each is in force: caps, shares and limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from generator.expressions import NUMBER, Type, group
from generator.findings import Place
from generator.model import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One value and its time."""

    first: date
    last: date
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One amount through the years, the oldest value first."""

    name: str
    description: str
    unit: str
    profiles: tuple[str, ...]
    values: tuple[Dated, ...]
    place: Place

    def on(self, day: date) -> Dated | None:
        """What is in force on `day`; None when nothing is."""
        return next((one for one in self.values if one.first <= day <= one.last), None)

    @property
    def always(self) -> bool:
        """True when there is a value on every day and for every profile."""
        covered = date.min
        for one in self.values:
            if one.first > covered:
                return False
            covered = one.last if one.last == date.max else one.last + timedelta(days=1)
        return covered == date.max and not self.profiles


@dataclass(frozen=True, slots=True)
class Amounts:
    """All amounts of a rule book."""

    every: tuple[Amount, ...]

    def on(self, day: date, profil: str) -> Mapping[str, Value]:
        """Each name's value on `day` for a profile, its own before one for all; None where nothing is in force."""
        return MappingProxyType({name: found.value if found else None for name, found in self._found(day, profil)})

    def dated(self, name: str, day: date, profil: str) -> Dated | None:
        """The value of `name` in force on `day` for a profile, with its source."""
        return dict(self._found(day, profil)).get(name)

    def _found(self, day: date, profil: str) -> Iterator[tuple[str, Dated | None]]:
        for name in dict.fromkeys(one.name for one in self.every):
            candidates = [one for one in self.every if one.name == name]
            own = [one.on(day) for one in candidates if profil in one.profiles]
            shared = [one.on(day) for one in candidates if not one.profiles]
            yield name, next((one for one in (*own, *shared) if one), None)

    def faults(self, profiles: Sequence[str]) -> Iterator[tuple[Amount, str, str]]:
        """Each amount that cannot be used: why, as the end of a sentence, and what to do.

        Args:
            profiles: the profiles that there are.
        """
        seen: set[tuple[str, str]] = set()
        for one in self.every:
            for profil in one.profiles or ("",):
                if (one.name, profil) in seen:
                    yield one, "finns två gånger för samma profil.", "Lägg tiderna i samma lista av varden."
                seen.add((one.name, profil))
                if profil and profil not in profiles:
                    yield one, f"gäller profilen «{profil}», som inte finns.", f"Skriv en av: {', '.join(profiles)}."
            if not all(value.value.is_finite() for value in one.values):
                yield one, "har ett värde som inte är ett tal.", "Rätta värdet."
            wrong = overlap(one.values)
            if wrong is not None:
                time = f"från {wrong.first} till {wrong.last}"
                yield one, f"har en tid ({time}) som går in i en annan eller slutar före sin början.", "Rätta tiderna."

    @property
    def type(self) -> Type:
        """What expressions know about them: numbers, perhaps missing on some days."""
        always = {one.name for one in self.every if one.always}
        return group({one.name: NUMBER if one.name in always else NUMBER.maybe() for one in self.every})


def amount(data: Mapping[str, Any], place: Place) -> Amount:
    """An amount as its file has it, checked against the schema."""
    values = [
        Dated(
            first=day_of(one.get("fran"), date.min),
            last=day_of(one.get("till"), date.max),
            value=Decimal(one["varde"]),
            source=one["kalla"],
        )
        for one in data["varden"]
    ]
    return Amount(
        name=data["namn"],
        description=data["beskrivning"],
        unit=data["enhet"],
        profiles=tuple(data.get("profil", ())),
        values=tuple(sorted(values, key=lambda one: one.first)),
        place=place,
    )


def overlap(values: Iterable[Dated]) -> Dated | None:
    """The first value whose time begins before the one before it has ended, or ends before it begins."""
    before = None
    for one in values:
        if one.last < one.first or (before is not None and one.first <= before.last):
            return one
        before = one
    return None


def day_of(value: Any, otherwise: date) -> date:
    """A day as TOML may hold it: a date, or a text that the schema has accepted as one."""
    if value is None:
        return otherwise
    return date.fromisoformat(value) if isinstance(value, str) else value
