"""What there is to choose from: every handling of every case, by format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator.case.schemas import Schemas
from generator.errors import GeneratorError
from generator.model import Value
from generator.preview.files import Files, Print, fingerprint
from generator.steps.read import fetch, outline

_UNREAD = "Ärenden som inte går att läsa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One handling of a case, as its file calls it; nothing of it has been checked."""

    key: str
    """Its address: the case's short name and the handling's number: "run-7-2024/1"."""
    file: Path
    number: str
    """Which handling of the file it is, from 1."""
    typ: str
    """Its format; empty when the file cannot be read."""
    profil: str
    name: str
    """The diarienummer, or the file's name."""
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A format with the handlingar there are of it."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything that can be looked at."""

    groups: tuple[Group, ...]
    profil: str | None = None
    """The one profile that is looked at; None for all."""

    @cached_property
    def choices(self) -> Mapping[str, Choice]:
        """Every choice by its key, in the order of the list."""
        return {choice.key: choice for group in self.groups for choice in group.choices}


@dataclass(frozen=True)
class Librarian:
    """Makes the catalogue; a case file is read again only when it has changed.

    Args:
        files: where to look.
        profil: the one profile that is looked at; None for all.
    """

    files: Files
    profil: str | None = None
    _known: dict[Path, tuple[Print | None, tuple[Choice, ...]]] = field(default_factory=dict, repr=False)

    def catalogue(self, schemas: Schemas) -> Catalogue:
        """The catalogue as the files are now."""
        found = [choice for name, path in self.files.cases().items() for choice in self._choices(name, path)]
        wanted = [choice for choice in found if self.profil in (None, choice.profil) or not choice.typ]
        return Catalogue(tuple(_groups(wanted, _titles(schemas))), self.profil)

    def _choices(self, name: str, path: Path) -> tuple[Choice, ...]:
        """The handlingar of a file; while it cannot be read, those that it had before."""
        now = fingerprint(path)
        before, known = self._known.get(path, (None, ()))
        if not known or before != now:
            known = _read(name, path) or known or (_unread(name, path),)
            self._known[path] = (now, known)
        return known


def _read(name: str, path: Path) -> tuple[Choice, ...]:
    try:
        content = outline(fetch(path))
    except GeneratorError:
        return ()  # the findings beside the page say what is wrong
    if content is None:
        return ()
    case, _ = content
    handlingar = case.get("handlingar")
    if not isinstance(handlingar, tuple):
        return ()
    return tuple(_choice(name, path, case, number, one) for number, one in enumerate(handlingar, 1))


def _choice(name: str, path: Path, case: Mapping[str, Value], number: int, handling: Value) -> Choice:
    said = handling if isinstance(handling, Mapping) else {}
    return Choice(
        key=f"{name}/{number}",
        file=path,
        number=str(number),
        typ=_text(said, "typ"),
        profil=_text(case, "profil"),
        name=_text(case, "diarienummer") or path.name,
        day=_text(said, "datum"),
    )


def _text(said: Mapping[str, Value], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _unread(name: str, path: Path) -> Choice:
    return Choice(key=f"{name}/1", file=path, number="1", typ="", profil="", name=path.name)


def _titles(schemas: Schemas) -> Mapping[str, str]:
    """Every format's name for people; none while the schemas are broken, which the findings tell."""
    try:
        return {typ: str(schema.get("title", typ)) for typ, schema in schemas.formats.items()}
    except GeneratorError:
        return {}


def _groups(choices: Sequence[Choice], titles: Mapping[str, str]) -> Iterator[Group]:
    others = {choice.typ: choice.typ or _UNREAD for choice in choices if choice.typ not in titles}
    for typ, title in (*titles.items(), *sorted(others.items(), reverse=True)):
        yield Group(title=title, choices=tuple(choice for choice in choices if choice.typ == typ))
