"""Why a handling is made, or made anew: what has changed, by the names that people know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.model import Status
from generator.provenance import Difference, differences
from generator.results import Seen

NEW = "ny"
_PROGRAMS = {"python": "Python", "libreoffice": "LibreOffice", "generator": "generatorn"}
"""Programs that people know by name; the others go by their own."""
_FILES = {".docx": "Word-filen", ".pdf": "PDF-filen", ".html": "webbsidan"}


def why(seen: Seen, sources: Mapping[str, Any], status: Status, wanted: frozenset[str]) -> tuple[str, ...]:
    """What has changed since a handling was published, in Swedish; never empty.

    Args:
        seen: what is published of it.
        sources: what it would be made of today, from `provenance.inputs`.
        status: how far it has come, as the case says.
        wanted: the suffixes of the files that it is to have.
    """
    if seen.entry is None:
        return (NEW,)
    found = (
        *changed_inputs(seen.entry["underlag"], sources),
        *status_change(seen, status),
        *_files(seen, wanted),
    )
    return found or ("underlaget",)


def changed_inputs(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """The inputs that differ, each by its name: "mallen standard/avslut.docx", "LibreOffice 7.4 → 24.8"."""
    return tuple(dict.fromkeys(_TEXTS[one.kind](one) for one in differences(then, now)))


def status_change(seen: Seen, status: Status) -> Iterator[str]:
    """The step that a published handling has taken; nothing when it has taken none."""
    before = Status((seen.entry or {"status": status})["status"])
    if before is not status:
        yield f"status {before.label} → {status.label}"


def added(seen: Seen, wanted: frozenset[str]) -> Iterator[str]:
    """The files that a published handling lacks."""
    there: Mapping[str, str] = (seen.entry or {}).get("filer", {})
    for suffix, called in _FILES.items():
        if suffix in wanted and seen.name(suffix) not in there:
            yield f"{called} ska läggas till"


def _files(seen: Seen, wanted: frozenset[str]) -> Iterator[str]:
    """The files that are not what was published, that are lacking, or that are not to be there."""
    there: Mapping[str, str] = (seen.entry or {}).get("filer", {})
    for name in seen.altered:
        yield f"{_FILES.get(Path(name).suffix, name)} är ändrad eller borta"
    yield from added(seen, wanted)
    for suffix, called in _FILES.items():
        if suffix not in wanted and seen.name(suffix) in there:
            yield f"{called} ska tas bort"


def _program(one: Difference) -> str:
    called = _PROGRAMS.get(one.name, one.name)
    then, now = (_version(one.name, value) for value in (one.then, one.now))
    if one.name == "generator" and then == now:
        return "generatorns kod"
    if then == now:
        return f"{called} {now} i en annan utgåva"
    return f"{called} {then} → {now}"


def _version(name: str, value: Any) -> str:
    """The version alone, as people write it: without the program's name, its build, and the digest of its code."""
    if value is None:
        return "inget"
    words = str(value).partition("+")[0].split()
    if words and words[0].casefold() == name:
        words = words[1:]
    return words[0] if words else "okänd"


_TEXTS: Mapping[str, Callable[[Difference], str]] = {
    "handling": lambda _: "ärendets uppgifter",
    "scheman": lambda one: f"schemat {one.name.removesuffix('.schema.json')}",
    "regler": lambda one: f"reglerna i {one.name}",
    "profiler": lambda one: f"profilen {one.name.removesuffix('/profil.toml')}",
    "mallar": lambda one: f"mallen {one.name}",
    "typsnitt": lambda one: f"typsnittet {one.name}",
    "reservtypsnitt": lambda _: "datorns reservtypsnitt",
    "avstavning": lambda one: f"avstavningen i {one.name}",
    "program": _program,
    "slutsatser": lambda _: "ärendets andra handlingar",
}
