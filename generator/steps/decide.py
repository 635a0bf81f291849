"""Step 2, decide: what follows from a handling, by the rules of its day.

Values that are worked out, standard texts, who signs, who gets it, how the
decision points read, and what is wrong. Nothing here decides a matter
(kommunallagen 6 kap. 38 §); it sets out what people have written down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from generator import sandbox, swedish
from generator.case.positions import Positions
from generator.case.profiles import Profiles
from generator.errors import CaseError, TemplateError
from generator.findings import Finding, Place, Severity
from generator.model import Arende, Beslutsunderlag, DecisionPoint, Given, Handling, RecipientGroup, Signer, Value
from generator.rules.context import Matter
from generator.rules.evaluate import Trial
from generator.rules.load import RuleBook
from generator.rules.waivers import excused, waived


def decide(
    arende: Arende,
    handling: Handling,
    profiles: Profiles,
    book: RuleBook,
    where: Callable[[], Positions],
    *,
    published: Mapping[str, Value] | None = None,
) -> Beslutsunderlag:
    """Work out what follows from a handling, and refuse one that a rule finds an error in.

    Args:
        arende: the ärende.
        handling: which of its handlingar.
        profiles: the profiles to choose from.
        book: the rules.
        where: gives the case file's positions, when a finding needs them.
        published: what the manifest says of the handling (`status`, `andrad`); None when it was never published.

    Raises:
        CaseError: a check of the weight "fel" found something; everything
            that was found, at once.
        TemplateError: the profile or a rule is wrong.
    """
    underlag = weigh(arende, handling, profiles, book, where, published=published)
    if any(finding.severity is Severity.ERROR for finding in underlag.findings):
        raise CaseError(*underlag.findings)
    return underlag


def weigh(
    arende: Arende,
    handling: Handling,
    profiles: Profiles,
    book: RuleBook,
    where: Callable[[], Positions],
    *,
    published: Mapping[str, Value] | None = None,
) -> Beslutsunderlag:
    """The same, but errors are findings like others: for who wants to know why.

    Raises:
        CaseError: the case names a profile that is not there.
        TemplateError: the profile or a rule is wrong.
    """
    unknown = profiles.check_name(arende.profil)
    if unknown:
        raise CaseError(unknown_profile(arende.source, unknown, profiles, where()))
    profile = profiles.wordings(arende.profil, handling.datum)
    matter = Matter(arende, handling, profile, profiles.schemas, published, profiles.file(arende.profil))
    trial = Trial(book, matter)
    outcome = conclude(trial)
    findings = _placed(waived(trial.findings(), matter, book), where)
    if trial.faults:
        raise TemplateError(*trial.faults)
    return Beslutsunderlag(
        arende=arende,
        handling=handling,
        profile=profile,
        day=matter.day,
        findings=findings,
        deadlines=tuple(trial.deadlines),
        applied=tuple(trial.applied),
        context=MappingProxyType(trial.context),
        **outcome._asdict(),
    )


def glance(  # noqa: PLR0917  # the same five that decide has, and what is in doubt
    arende: Arende,
    handling: Handling,
    profiles: Profiles,
    book: RuleBook,
    where: Positions,
    doubts: frozenset[tuple[str, ...]],
) -> tuple[Finding, ...]:
    """What the rules say of a handling in a case that the schemas have refused, so that all is told at once.

    Args:
        arende: what is left of the ärende.
        handling: what is left of the handling.
        profiles: the profiles to choose from.
        book: the rules.
        where: the file's positions.
        doubts: the names that nothing can be said about.

    Raises:
        TemplateError: the profile is wrong.
    """
    profile = profiles.wordings(arende.profil, handling.datum)
    matter = Matter(arende, handling, profile, profiles.schemas)
    return _placed(excused(Trial(book, matter, doubts).findings(), matter, book), lambda: where)


class Outcome(NamedTuple):
    """What followed from the rules and the profile, before anything was checked."""

    values: tuple[Given, ...]
    texts: tuple[Given, ...]
    signers: tuple[Signer, ...]
    groups: tuple[RecipientGroup, ...]
    lead: str | None
    points: tuple[DecisionPoint, ...]


def conclude(trial: Trial) -> Outcome:
    """Everything that follows, in the order in which one thing may look at another.

    Args:
        trial: the handling before its rules; its context is complete afterwards.

    Raises:
        TemplateError: a wording of the profile cannot be filled in.
    """
    values, texts = trial.values(), trial.texts()
    signers, groups = trial.signers(), trial.recipients()
    wordings = _Points(trial.matter, trial.context)
    lead, points = wordings.lead(), tuple(wordings.points())
    trial.context["beslut"] = _beslut(lead, points)
    return Outcome(values, texts, signers, groups, lead, points)


def _beslut(lead: str | None, points: Sequence[DecisionPoint]) -> Mapping[str, Value]:
    """The decision as templates and rules see it."""
    each: tuple[Value, ...] = tuple(
        MappingProxyType({"text": one.text, "underpunkter": one.underpunkter}) for one in points
    )
    return MappingProxyType({"inledning": lead, "punkter": each})


class _Points:
    """The decision points of one handling, as its profile writes them."""

    def __init__(self, matter: Matter, context: Mapping[str, Any]) -> None:
        self._handling = matter.handling
        self._style: Any = matter.profile["beslut"]
        self._format = matter.standing
        self._context = context
        self._file = matter.profile_file

    def lead(self) -> str | None:
        """The words before att-satser, filled in."""
        style = self._style
        if not style or style["stil"] != "att-satser" or not style["inledning"]:
            return None
        return self._text(str(style["inledning"]))

    def points(self) -> Iterator[DecisionPoint]:
        """The format's own decision points around the case's."""
        sentences = [
            *self._standing("beslutspunkter"),
            *self._own(),
            *self._standing("avslutande_beslutspunkter"),
        ]
        as_clauses = bool(self._style) and self._style["stil"] == "att-satser"
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
        for point in self._format[name]:
            text = self._text(str(point["text"])).strip() if self._applies(point) else ""
            if text:  # a wording may come to nothing
                yield text, list(self._under(point))

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

    def _safely(self, work: Callable[[str, Mapping[str, Any]], Any], wording: str) -> Any:
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


def unknown_profile(file: Path, message: str, profiles: Profiles, where: Positions) -> Finding:
    """The case names a profile that is not there."""
    place = where.place(file, ("profil",), "Profil")
    remedy = f"Profilerna är: {', '.join(profiles.names)}."
    return Finding(code="profil-okand", message=message, remedy=remedy, place=place)


def _placed(findings: Sequence[Finding], where: Callable[[], Positions]) -> tuple[Finding, ...]:
    """The findings with their lines, in the order of the file."""
    if not findings:
        return ()
    positions = where()
    placed = [replace(one, place=positions.place(one.place.file, one.place.path)) for one in findings if one.place.file]
    return tuple(sorted(placed, key=lambda one: (one.place.line or 0, one.place.column or 0)))
