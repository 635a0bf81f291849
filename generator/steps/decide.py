"""Step 2, decide: what follows from a handling and its profile.

Who signs, who gets it, and how the decision points read. Nothing here
decides a matter (kommunallagen 6 kap. 38 §); it sets out what people have
written down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator import sandbox, swedish
from generator.case.positions import Positions
from generator.case.profiles import Profiles
from generator.errors import CaseError, TemplateError
from generator.model import (
    Arende,
    Beslutsunderlag,
    DecisionPoint,
    Finding,
    Handling,
    Place,
    Recipient,
    Severity,
    Signer,
    Value,
)
from generator.rules.checks import Matter, Problem, number_problems, problems

Context = Mapping[str, Any]
_FROM_CASE = "ärendet"
_FROM_PROFILE = "profilen"


def decide(arende: Arende, handling: Handling, profiles: Profiles, where: Callable[[], Positions]) -> Beslutsunderlag:
    """Work out signers, recipients and decision points.

    Args:
        arende: the ärende.
        handling: which of its handlingar.
        profiles: the profiles to choose from.
        where: gives the case file's positions, when a finding needs them.

    Raises:
        CaseError: the case names something that the profile does not have, or
            lacks something that must be there, all at once.
        TemplateError: the profile is wrong.
    """
    unknown = profiles.check_name(arende.profil)
    if unknown:
        raise CaseError(_unknown_profile(arende.source, unknown, profiles, where()))
    profile = profiles.wordings(arende.profil, handling.datum)
    formats: Any = profile["format"] or {}
    matter = Matter(
        arende=arende, handling=handling, profile=profile, standing=formats.get(handling.typ) or MappingProxyType({})
    )
    work = _Work(matter, profiles.file(arende.profil))
    findings = tuple(problems(matter))
    if any(severity is Severity.ERROR for _, _, _, _, severity in findings):
        raise CaseError(*(_placed(one, arende, where()) for one in findings))
    return Beslutsunderlag(
        arende=arende,
        handling=handling,
        profile=profile,
        lead=work.lead(),
        points=tuple(work.points()),
        signers=tuple(work.signers()),
        recipients=tuple(work.recipients()),
        findings=tuple(_placed(one, arende, where()) for one in findings),
    )


class _Work:
    """One handling under one profile."""

    def __init__(self, matter: Matter, file: Path) -> None:
        self._matter = matter
        self._handling = matter.handling
        self._profile = matter.profile
        self._format = matter.standing
        self._file = file
        self._context: Context = {
            "arende": matter.arende.data,
            "handling": matter.handling.data,
            "profil": matter.profile,
        }

    def signers(self) -> Iterator[Signer]:
        """The case's own signers, else the profile's; a formula is printed once for those who share it."""
        functions: Any = self._profile["funktioner"] or {}
        named = self._matter.named_signers
        people = named or tuple({"funktion": name} for name in self._format.get("undertecknare", ()))
        before = None
        for person in people:
            office = functions.get(person.get("funktion")) or {}
            if not office and not person.get("namn"):
                raise self._unknown_function(str(person.get("funktion")))
            formula = person.get("formel") or office.get("formel") or self._profile["formel"]
            yield Signer(
                formel=str(formula) if formula and formula != before else None,
                namn=str(person.get("namn") or office["namn"]),
                titel=str(person.get("titel") or office["titel"]),
                ground=_FROM_CASE if named else _FROM_PROFILE,
            )
            before = formula

    def _unknown_function(self, name: str) -> TemplateError:
        message = f"Profilen låter «{name}» skriva under {self._handling.typ}, men den funktionen finns inte i den."
        remedy = "Lägg till funktionen under [funktioner], eller rätta namnet."
        place = Place(file=self._file)
        return TemplateError(Finding(code="profil-fel", message=message, remedy=remedy, place=place))

    def recipients(self) -> Iterator[Recipient]:
        """The case's recipients, then the profile's standing ones, without doubles; "Inga" if the case says so."""
        seen: set[str] = set()
        lines = [(_address(one), _FROM_CASE) for one in self._matter.recipients]
        lines += [(str(one), _FROM_PROFILE) for one in self._format.get("mottagare") or ()]
        if not lines and self._handling.data.get("inga_mottagare"):
            lines = [("Inga", _FROM_CASE)]
        for text, ground in lines:
            if text.casefold() not in seen:
                seen.add(text.casefold())
                yield Recipient(text=text, ground=ground)

    def lead(self) -> str | None:
        """The words before att-satser, filled in."""
        style: Any = self._profile["beslut"]
        if not style or style["stil"] != "att-satser" or not style["inledning"]:
            return None
        return self._text(str(style["inledning"]))

    def points(self) -> Iterator[DecisionPoint]:
        """The format's own decision points around the case's, written as the profile writes them."""
        sentences = [
            *self._standing("beslutspunkter"),
            *self._own(),
            *self._standing("avslutande_beslutspunkter"),
        ]
        style: Any = self._profile["beslut"]
        as_clauses = bool(style) and style["stil"] == "att-satser"
        for index, (sentence, under) in enumerate(sentences):
            left = len(sentences) - index - 1
            if as_clauses:
                text = swedish.att_sats(sentence, last=left == 0, next_last=left == 1, opens_list=bool(under))
            else:
                text = swedish.mening(sentence, opens_list=bool(under))
            lines = tuple(swedish.hall_ihop(swedish.mening(one)) for one in under)
            yield DecisionPoint(text=swedish.hall_ihop(text), underpunkter=lines)

    def _own(self) -> Iterator[tuple[str, list[str]]]:
        points: Any = self._handling.data.get("beslutspunkter") or ()
        for point in points:
            yield str(point["text"]), [str(one) for one in point["underpunkter"]]

    def _standing(self, name: str) -> Iterator[tuple[str, list[str]]]:
        for point in self._format.get(name) or ():
            if self._applies(point):
                yield self._text(str(point["text"])), list(self._under(point))

    def _under(self, point: Mapping[str, Any]) -> Iterator[str]:
        if point["underpunkter_ur"]:
            yield from (str(one) for one in self._safely(sandbox.value_of, point["underpunkter_ur"]) or ())
        for under in point["underpunkter"]:
            if self._applies(under):
                yield self._text(str(under["text"]))

    def _applies(self, wording: Mapping[str, Any]) -> bool:
        return not wording["nar"] or bool(self._safely(sandbox.holds, wording["nar"]))

    def _text(self, wording: str) -> str:
        return str(self._safely(sandbox.plain_text, wording))

    def _safely(self, work: Callable[[str, Context], Any], wording: str) -> Any:
        try:
            return work(wording, self._context)
        except sandbox.FAILURES as error:
            raise TemplateError(
                Finding(
                    code="profil-fel",
                    message=f"Ordalydelsen «{wording}» i profilen går inte att fylla i. {sandbox.explain(error)}",
                    remedy="Rätta ordalydelsen i profilen.",
                    place=Place(file=self._file),
                )
            ) from None


def first_look(value: Mapping[str, Value], file: Path, profiles: Profiles, where: Positions) -> Iterator[Finding]:
    """What the profile says against a case that the schemas have refused, so that all is told at once.

    Args:
        value: the case as it was read, not checked.
        file: the case file.
        profiles: the profiles to choose from.
        where: the file's positions.

    Raises:
        TemplateError: the profile is wrong.
    """
    name, number = value.get("profil"), value.get("diarienummer")
    if not isinstance(name, str):
        return
    unknown = profiles.check_name(name)
    if unknown:
        yield _unknown_profile(file, unknown, profiles, where)
    elif isinstance(number, str):
        for code, message, remedy, path, severity in number_problems(number, profiles.wordings(name, date.max)):
            place = where.place(file, path, "Diarienummer")
            yield Finding(code=code, message=message, remedy=remedy, place=place, severity=severity)


def _address(recipient: Mapping[str, Any]) -> str:
    parts = (recipient["namn"], recipient["enhet"], recipient["organisation"])
    return ", ".join(str(part) for part in parts if part)


def _unknown_profile(file: Path, message: str, profiles: Profiles, where: Positions) -> Finding:
    place = where.place(file, ("profil",), "Profil")
    remedy = f"Profilerna är: {', '.join(profiles.names)}."
    return Finding(code="profil-okand", message=message, remedy=remedy, place=place)


def _placed(problem: Problem, arende: Arende, where: Positions) -> Finding:
    code, message, remedy, path, severity = problem
    place = where.place(arende.source, path)
    return Finding(code=code, message=message, remedy=remedy, place=place, severity=severity)
