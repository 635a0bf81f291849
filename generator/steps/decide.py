"""Step 2, decide: what follows from a handling and its profile.

Who signs, who gets it, and how the decision points read. Nothing here
decides a matter (kommunallagen 6 kap. 38 §); it sets out what people have
written down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
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
    JsonPath,
    Place,
    Recipient,
    Severity,
    Signer,
    Value,
)

Context = Mapping[str, Any]
_HINT = re.compile(r"\[[^\[\]]+\]")
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
        raise CaseError(_unknown_profile(arende, unknown, profiles, where()))
    profile = profiles.wordings(arende.profil, handling.datum)
    work = _Work(arende, handling, profile, profiles.file(arende.profil))
    findings = tuple(work.findings())
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


Problem = tuple[str, str, str, JsonPath, Severity]
"""Code, message, remedy, path and weight of a finding that has no place yet."""


class _Work:
    """One handling under one profile."""

    def __init__(self, arende: Arende, handling: Handling, profile: Mapping[str, Value], file: Any) -> None:
        self._arende = arende
        self._handling = handling
        self._profile = profile
        self._file = file
        formats = profile["format"] or {}
        assert isinstance(formats, Mapping)
        empty: Mapping[str, Any] = {}
        self._format: Mapping[str, Any] = formats.get(handling.typ) or empty  # type: ignore[assignment]
        self._context: Context = {"arende": arende.data, "handling": handling.data, "profil": profile}

    def findings(self) -> Iterator[Problem]:
        yield from self._number()
        yield from self._missing_functions()
        yield from self._hints()
        yield from self._empty_lists()
        yield from self._twins()

    def _number(self) -> Iterator[Problem]:
        pattern: Any = self._profile["diarienummer"]
        if pattern and pattern["monster"] and not re.fullmatch(str(pattern["monster"]), self._arende.diarienummer):
            yield (
                "dnr-format-fel",
                f"Diarienumret «{self._arende.diarienummer}» följer inte formen hos {self._profile['namn']}.",
                f"Skriv det som i diariet, till exempel {pattern['exempel']}.",
                ("diarienummer",),
                Severity.ERROR,
            )

    def _missing_functions(self) -> Iterator[Problem]:
        known: Any = self._profile["funktioner"] or {}
        for index, person in enumerate(self._named_signers()):
            function = person.get("funktion")
            if function and person.get("namn"):
                yield (
                    "undertecknare-dubbel",
                    f"Undertecknaren har både funktion («{function}») och namn («{person['namn']}»).",
                    "Ta bort det ena. Funktionens innehavare står i profilen.",
                    (*self._handling.path, "undertecknare", index),
                    Severity.ERROR,
                )
            if function and function not in known:
                yield (
                    "funktion-okand",
                    f"Funktionen «{function}» finns inte i profilen {self._arende.profil}.",
                    f"Välj en av: {', '.join(known) or 'inga finns'}. Eller skriv namn och titel.",
                    (*self._handling.path, "undertecknare", index, "funktion"),
                    Severity.ERROR,
                )

    def _hints(self) -> Iterator[Problem]:
        """A hint of a new file that nobody has written over."""
        weight = Severity.ERROR if self._handling.status.frozen else Severity.WARNING
        for root, start in ((self._arende.data, ()), (self._handling.own, self._handling.path)):
            for path, text in _strings(root, start):
                if _HINT.fullmatch(text):
                    message = f"Texten är inte ifylld: «{text}»."
                    yield "platshallartext-kvar", message, "Skriv det som ska stå där.", path, weight

    def _empty_lists(self) -> Iterator[Problem]:
        weight = Severity.ERROR if self._handling.status.frozen else Severity.WARNING
        fields = self._handling.data
        if "undertecknare" in fields and not self._named_signers() and not self._format.get("undertecknare"):
            yield (
                "undertecknare-saknas",
                "Ingen skriver under dokumentet.",
                'Lägg till "undertecknare" i handlingen.',
                (*self._handling.path, "undertecknare"),
                Severity.ERROR,
            )
        if "sandlista" in fields and not list(self.recipients()):
            yield (
                "sandlista-tom",
                "Sändlistan är tom.",
                'Lägg till "sandlista", eller skriv skälet i "inga_mottagare".',
                (*self._handling.path, "sandlista"),
                weight,
            )

    def _twins(self) -> Iterator[Problem]:
        twins = [
            one for one in self._arende.handlingar if one.file_stem.casefold() == self._handling.file_stem.casefold()
        ]
        if twins[0] is not self._handling:
            yield (
                "handling-dubblett",
                f"Två handlingar har samma format och datum ({self._handling.file_stem}).",
                'Ge den ena ett "nummer", till exempel "2".',
                self._handling.path,
                Severity.ERROR,
            )

    def _named_signers(self) -> tuple[Mapping[str, Any], ...]:
        return self._handling.data.get("undertecknare") or ()  # type: ignore[return-value]

    def signers(self) -> Iterator[Signer]:
        """The case's own signers, else the profile's; a formula is printed once for those who share it."""
        functions: Any = self._profile["funktioner"] or {}
        named = self._named_signers()
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
        listed: Any = self._handling.data.get("sandlista") or ()
        lines = [(_address(one), _FROM_CASE) for one in listed]
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


def _strings(value: Value, path: JsonPath) -> Iterator[tuple[JsonPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _strings(item, (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))


def _address(recipient: Mapping[str, Any]) -> str:
    parts = (recipient["namn"], recipient["enhet"], recipient["organisation"])
    return ", ".join(str(part) for part in parts if part)


def _unknown_profile(arende: Arende, message: str, profiles: Profiles, where: Positions) -> Finding:
    place = where.place(arende.source, ("profil",), "Profil")
    remedy = f"Profilerna är: {', '.join(profiles.names)}."
    return Finding(code="profil-okand", message=message, remedy=remedy, place=place)


def _placed(problem: Problem, arende: Arende, where: Positions) -> Finding:
    code, message, remedy, path, severity = problem
    place = where.place(arende.source, path)
    return Finding(code=code, message=message, remedy=remedy, place=place, severity=severity)
