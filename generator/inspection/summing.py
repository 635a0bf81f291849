"""Many findings made fit to be read: the same one in a paragraph is said once, and two hundred alike are summed up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from generator.findings import Finding

_ALIKE = 5
"""As many findings that say the same thing are told one by one."""
_OF_A_KIND = 20
"""As many findings with the same code are told one by one, whatever they say."""
_PLACES = 5
"""As many of the other places are named."""


def summed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, each paragraph's once, the many alike as one that names the places of the others.

    Args:
        findings: those of one check on one file, in the order of the file.
    """
    once: dict[Hashable, Finding] = {}
    alike: dict[Hashable, list[Finding]] = defaultdict(list)
    for one in findings:
        once.setdefault((one.code, one.message, _paragraph(one)), one)
    for one in once.values():
        alike[one.code, one.message, one.severity].append(one)
    kept = {id(first): last for group in alike.values() for first, last in _shortened(group, _ALIKE, 1)}
    kinds: dict[str, list[Finding]] = defaultdict(list)
    for one in once.values():
        if id(one) in kept:
            kinds[one.code].append(kept[id(one)])
    told = {id(first): last for group in kinds.values() for first, last in _shortened(group, _OF_A_KIND, _OF_A_KIND)}
    ordered = [kept[id(one)] for one in once.values() if id(one) in kept]
    return tuple(told[id(one)] for one in ordered if id(one) in told)


def _shortened(group: Sequence[Finding], most: int, keep: int) -> Iterable[tuple[Finding, Finding]]:
    """Each finding that is kept, and what it becomes: the last of them tells of those that are not."""
    if len(group) <= most:
        return [(one, one) for one in group]
    kept, rest = group[:keep], group[keep:]
    return [*((one, one) for one in kept[:-1]), (kept[-1], _with_rest(kept[-1], rest))]


def _with_rest(finding: Finding, rest: Sequence[Finding]) -> Finding:
    places = [one.place.spot.where for one in rest if one.place.spot is not None]
    named = "; ".join(dict.fromkeys(places[:_PLACES]))
    more = f" och {len(rest) - _PLACES} till" if len(rest) > _PLACES else ""
    same = finding.message == rest[0].message
    words = "Detsamma gäller" if same else "Fler fel av samma slag finns"
    return replace(finding, message=f"{finding.message} {words} på {len(rest)} ställen till: {named}{more}.")


def _paragraph(finding: Finding) -> Hashable:
    spot = finding.place.spot
    return (spot.part, spot.where, spot.paragraph) if spot else None
