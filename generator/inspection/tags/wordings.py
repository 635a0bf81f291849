"""Words of a profile that nothing prints: misspelt, or left behind by a template that no longer uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.case.profiles import SCHEMA
from generator.case.schemas import Schema
from generator.case.tomltext import TomlText, read_toml
from generator.expressions.facts import Path
from generator.findings import Finding, Severity
from generator.swedish import nearest
from generator.workshop import Workshop

_HINT = re.compile(r"\[[^\[\]]+\]")
_CHANGES = "lydelse"
_PROFILE = "profil"


def check_hints(shop: Workshop, profil: str) -> Iterator[Finding]:
    """Places of a profile that still hold the hint of what is to be filled in: `[Postadress]`."""
    source = read_toml(shop.profiles.file(profil), "Profilen", "profil-fel")
    for path, text in _texts(source.data, ()):
        if _HINT.fullmatch(text.strip()):
            yield Finding(
                code="profil-ej-ifylld",
                message=f"«{text}» är inte ifyllt, och skulle stå så i dokumenten.",
                remedy="Fyll i det, eller ta bort raden.",
                place=source.place(path),
                severity=Severity.WARNING,
            )


def _texts(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item, (*path, str(name)))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def check_wordings(shop: Workshop, profil: str, read: Iterable[Path]) -> Iterator[Finding]:
    """The words of a profile's own file that no template, rule or wording reaches.

    Args:
        shop: schemas, profiles and rules.
        profil: the profile.
        read: every value that the profile's templates look at: `("profil", "rubriker", "forslag")`.
    """
    file = shop.profiles.file(profil)
    source = read_toml(file, "Profilen", "profil-fel")
    elsewhere = "\n".join(path.read_text("utf-8") for path in (file, *sorted(shop.settings.rules.glob("*.toml"))))
    used = {path[1:3] for path in read if path[:1] == (_PROFILE,) and len(path) > 2}
    for group in _free(shop.schemas.inlined(SCHEMA)):
        names = {name for owner, name in used if owner == group}
        for start in _versions(source) if names else ():  # what no template reaches at all is read by the program
            for name in _at(source.data, (*start, group)):
                if name not in names and not re.search(rf"\bprofil\.{group}\.{name}\b", elsewhere):
                    guess = nearest(name, names)
                    hint = f" Menade du «{guess}»?" if guess else ""
                    yield Finding(
                        code="ord-oanvant",
                        message=f"Ordet {group}.{name} används inte av någon mall.{hint}",
                        remedy="Rätta namnet, eller ta bort raden.",
                        place=source.place((*start, group, name)),
                        severity=Severity.WARNING,
                    )


def _free(schema: Schema) -> Iterator[str]:
    """The groups of a profile whose names are free and whose values are words."""
    for name, node in schema["properties"].items():
        rest = node.get("additionalProperties")
        if isinstance(rest, Mapping) and rest.get("type") == "string":
            yield name


def _versions(source: TomlText) -> list[tuple[str | int, ...]]:
    """The ways to the profile itself and to each of its lydelser."""
    return [(), *((_CHANGES, index) for index in range(len(source.data.get(_CHANGES, ()))))]


def _at(data: Mapping[str, object], path: tuple[str | int, ...]) -> Mapping[str, object]:
    here: object = data
    for step in path:
        if isinstance(here, Mapping):
            here = here.get(str(step), {})
        elif isinstance(here, list) and isinstance(step, int):
            here = here[step]
    return here if isinstance(here, Mapping) else {}
