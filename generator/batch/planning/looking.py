"""A case file that the book does not know, looked at closely: what is to be done with each handling, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.batch.planning.clashes import Claimed
from generator.batch.planning.ledger import Restful
from generator.batch.planning.memory import rests
from generator.batch.planning.planned import Action, CasePlan, Planned
from generator.batch.planning.present import published
from generator.batch.planning.why import added, status_change, why
from generator.casework import one_handling
from generator.errors import FolderError
from generator.making import Making
from generator.model import Arende, Deadline, Handling, Status
from generator.provenance import Scope, part, scope
from generator.results import HandlingResult, Outcome, Seen
from generator.rules.context import decision_day
from generator.steps.decide import weigh
from generator.steps.publish import Shelf, folder_name, read_manifest
from generator.workshop import Workshop

Place = Callable[[Arende, Handling, Path], Shelf]
"""How the place of a handling's files is found."""


class Look:
    """One case file, looked at closely.

    Args:
        arende: what it says.
        shop: what its handlingar are made with.
        where: how the place of a handling's files is found.
    """

    def __init__(self, arende: Arende, shop: Workshop, where: Place) -> None:
        self._arende = arende
        self._shop = shop
        self._where = where
        self._folder = shop.settings.out / folder_name(arende.diarienummer)
        self._stems = tuple(one.file_stem for one in arende.handlingar)
        self._files = published(self._folder, self._stems)
        self._scopes: list[Scope] = []
        self._steps: list[Planned] = []
        self._entries: dict[str, Mapping[str, Any] | None] = dict.fromkeys(self._stems)

    def plan(self) -> CasePlan:
        """Its plan."""
        arende, known = self._arende, []
        for handling in arende.handlingar:
            count = len(self._steps)
            result = one_handling(arende, handling, self._shop, self._weighed)
            if result.exit_code:
                result = replace(result, deadlines=self._watched(handling), left=self._left(handling))
            if len(self._steps) == count:
                known.append(result)
        return CasePlan(
            file=arende.file,
            steps=tuple(self._steps),
            known=tuple(known),
            diarienummer=arende.diarienummer,
            folder=self._folder,
            handlaggare=_person(arende.data),
            own=self._own,
            arendemening=str(arende.data["arendemening"]),
        )

    @property
    def _own(self) -> dict[str, str]:
        """The handläggare of the handlingar that name another than the ärende does."""
        named = ((one.file_stem, _person(one.data)) for one in self._arende.handlingar)
        return {stem: name for stem, name in named if name and name != _person(self._arende.data)}

    def _watched(self, handling: Handling) -> tuple[Deadline, ...]:
        """The deadlines of a handling that was refused, if the rules can say them."""
        with suppress(Exception):  # why they cannot is said already
            making = Making(self._arende, handling, self._shop, Seen(stem=handling.file_stem))
            return making.weighed(weigh).deadlines
        return ()

    def _left(self, handling: Handling) -> tuple[Path, ...]:
        """What was published of a handling before."""
        entry = self._entries[handling.file_stem] or {}
        return tuple(self._folder / name for name in entry.get("filer", ()))

    def claimed(self) -> Claimed:
        """What it claims, as it turned out when it was planned."""
        number = self._arende.diarienummer
        return Claimed(
            path=self._arende.source,
            sha256=self._arende.file.sha256,
            diarienummer=number,
            folder=self._folder.name,
            published=_owner(self._folder) == number,
            makers={stem: _maker(entry) for stem, entry in self._entries.items()},
        )

    def restful(self, plan: CasePlan, claimed: Claimed) -> Restful | None:
        """What the book is to say of it; None when there is something to do, or when another day may say otherwise."""
        own = all(maker is None or maker[0] == claimed.path.name for maker in claimed.makers.values())
        if plan.steps or self._files is None or not own or not all(map(rests, plan.known)):
            return None
        return Restful(
            file=plan.file,
            results=plan.known,
            claimed=claimed,
            folder=self._folder,
            scopes=tuple(dict.fromkeys(self._scopes)),
            files=self._files,
            handlaggare=plan.handlaggare,
            own=plan.own,
            arendemening=plan.arendemening,
        )

    def _weighed(self, arende: Arende, handling: Handling) -> HandlingResult:
        """The result of a handling with which there is nothing to do; else it becomes a step."""
        place = self._where(arende, handling, self._shop.settings.out)
        seen = place.seen()
        self._entries[place.stem] = seen.entry
        making = Making(arende, handling, self._shop, seen)
        made = making.settled()
        if made is None:
            self._steps.append(self._to_make(handling, place, seen, making))
        elif made.entry is not None:
            self._steps.append(_to_note(handling, place, seen, made.line.deadlines))
        else:
            self._scopes.append(_scope(arende, handling, making, self._shop))
            return _with_files(made.line, place, seen)
        return making.line(Outcome.DONE)

    def _to_make(self, handling: Handling, place: Shelf, seen: Seen, making: Making) -> Planned:
        sources = making.sources
        if seen.frozen:
            action, reasons = Action.ADD, tuple(added(seen, self._shop.suffixes))
        else:
            action = Action.CREATE if seen.entry is None else Action.REPLACE
            reasons = why(seen, sources, handling.status, making.wanted)
        days = making.underlag.deadlines
        return Planned(
            stem=place.stem, action=action, why=reasons, place=place, seen=seen, sources=sources, deadlines=days
        )


def _to_note(handling: Handling, place: Shelf, seen: Seen, days: tuple[Deadline, ...]) -> Planned:
    reasons = tuple(status_change(seen, handling.status))
    return Planned(stem=place.stem, action=Action.NOTE, why=reasons, place=place, seen=seen, sources={}, deadlines=days)


def _person(data: Mapping[str, Any]) -> str | None:
    """The handläggare that an ärende or a handling names."""
    name: str | None = (data.get("handlaggare") or {}).get("namn")
    return name


def _with_files(line: HandlingResult, place: Shelf, seen: Seen) -> HandlingResult:
    """A result with the files that lie there; those of a makulerad handling are not shown."""
    names: Iterable[str] = (seen.entry or {}).get("filer", ()) if line.outcome is not Outcome.SKIPPED else ()
    return replace(line, files=tuple(place.folder / name for name in names))


def _scope(arende: Arende, handling: Handling, making: Making, shop: Workshop) -> Scope:
    """What surrounds a handling; of one that is makulerad nothing is asked of the rules."""
    if handling.status is not Status.MAKULERAD:
        return scope(making.underlag)
    day = decision_day(handling, shop.schemas)
    return Scope(profil=arende.profil, typ=handling.typ, day=day, language="sv-SE")


def _maker(entry: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """The case file that a handling was published from: name and digest, as far as the manifest tells."""
    case = part((entry or {}).get("underlag", {}), "arende")
    return (str(case.get("fil", "")), str(case.get("sha256", ""))) if entry is not None else None


def _owner(folder: Path) -> str | None:
    """The diarienummer of a folder of published documents; None when it is nobody's, or nobody knows."""
    try:
        owner: str | None = read_manifest(folder).get("diarienummer")
    except FolderError:
        return None
    return owner
