"""Two sets of inputs beside each other: whether they give the same document, and which of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FILES = ("scheman", "regler", "profiler", "mallar")
"""The parts that hold a file's digest under its name."""
_NAMED = (*FILES, "typsnitt", "avstavning", "program")
_LATER = ("slutsatser", "reservtypsnitt", "avstavning")
"""The parts that older manifests do not have; that one is lacking says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One input that is another than it was."""

    kind: str
    """The part of the inputs: "mallar"."""
    name: str = ""
    """Which of the part: "standard/avslut.docx"; empty for a part that is one thing."""
    then: Any = None
    """What it was; None when it was not there."""
    now: Any = None
    """What it is; None when it is not there any more."""


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when two sets of inputs give the same document.

    The case file as a whole is left out: its other handlingar, and this one's
    status after it was upprättad, do not show in the document.
    """
    return {**one, "arende": None} == {**other, "arende": None}


def rewritten(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when people have changed what a document says or how it looks; a newer program or font is not that."""
    return any(one.get(name) != other.get(name) for name in ("handling", "profiler", "mallar"))


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every input that differs, but for the case file as a whole; what follows from the others is told only alone.

    Args:
        then: inputs as a manifest has them; a part that is missing or odd counts as empty.
        now: today's.
    """
    found = [*_one("handling", then, now)]
    for kind in _NAMED:
        found += _each(kind, then, now)
    found += _one("reservtypsnitt", then, now)
    return tuple(found or _one("slutsatser", then, now))


def part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of a manifest; {} when it is not there or is something else than a mapping."""
    value = whole.get(name)
    return value if isinstance(value, Mapping) else {}


def _one(kind: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    was, is_now = part(then, kind).get("sha256"), part(now, kind).get("sha256")
    if was != is_now and not _too_old(kind, then):
        yield Difference(kind=kind, then=was, now=is_now)


def _each(kind: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    was, is_now = part(then, kind), part(now, kind)
    for name in sorted(was.keys() | is_now.keys()) if not _too_old(kind, then) else ():
        if was.get(name) != is_now.get(name):
            yield Difference(kind=kind, name=name, then=was.get(name), now=is_now.get(name))


def _too_old(kind: str, then: Mapping[str, Any]) -> bool:
    return kind in _LATER and kind not in then
