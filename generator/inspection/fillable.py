"""Whether a format's template can be filled in: only then does what it prints say anything of it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from generator.expressions.types import Wrong
from generator.findings import Finding, Place, Severity
from generator.word.assembly import MARGINAL
from generator.word.templates import LETTERHEAD

_TAGS = ("tagg-felskriven", "tagg-inte-ensam")
"""What is said of tags that are not whole, or that would take more with them than themselves."""


def unfillable(found: Iterable[Finding], misnamed: Iterable[Finding], closed: Container[Path]) -> tuple[Path, ...]:
    """The files that keep a template from being filled in.

    Args:
        found: what is wrong with each of its files by itself.
        misnamed: what is wrong with the names, filters and blocks in its tags.
        closed: the files that cannot be opened.

    Returns:
        The files in order, each once; none when the template can be filled in.
    """
    tags = [one for one in found if one.place.file in closed or (one.code in _TAGS and _is_printed(one.place))]
    names = [one for one in misnamed if one.severity is Severity.ERROR and one.code != Wrong.MISSING]
    return tuple(sorted({one.place.file for one in (*tags, *names) if one.place.file is not None}))


def _is_printed(place: Place) -> bool:
    """True when a place comes along into documents: a letterhead gives its margins, other files all but theirs."""
    marginal = place.spot is not None and MARGINAL.fullmatch(place.spot.part) is not None
    return marginal == (place.file is not None and place.file.name == LETTERHEAD)


def untried(file: Path) -> Finding:
    """That nothing was said of what templates print, since a file keeps them from being filled in."""
    return Finding(
        code="mall-oprovad",
        message="Att alla uppgifter skrivs ut prövas först när felen i filen är rättade.",
        remedy="Rätta felen och granska igen.",
        place=Place(file=file),
        severity=Severity.NOTE,
    )
