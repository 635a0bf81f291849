"""Profiles: an organisation's voice, from `templates/<profil>/profil.toml`, dated.

What a profile does not say itself it has from `templates/standard/profil.toml`.
Wordings and office-holders change; a table `[[lydelse]]` with `fran` and
`till` changes the rest of the file for handlingar of those days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.case.messages import Words
from generator.case.schemas import Schemas, fields, subschema
from generator.case.shape import merged
from generator.case.tomltext import TomlText, read_toml, toml_faults
from generator.errors import TemplateError
from generator.findings import Finding, JsonPath, Place
from generator.model import Value, type_name
from generator.swedish import nearest

STANDARD = "standard"
FILE = "profil.toml"
SCHEMA = "profil.schema.json"
_REGISTERS = ("funktioner", "mottagare")
_NAMED = {"undertecknare": "funktioner", "delegat": "funktioner", "mottagare": "mottagare"}
"""The fields of a format's table that hold names of a register."""
_Version = tuple[str, tuple[int, ...], tuple[int, ...]]
"""A profile, and which lydelser of the standard and of its own are in force."""


@dataclass(frozen=True)
class Profiles:
    """All profiles of one template folder.

    Raises:
        TemplateError: from any lookup, when a profile is missing or wrong.
    """

    folder: Path
    schemas: Schemas

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The profiles there are, in alphabetical order."""
        found = sorted(path.parent.name for path in self.folder.glob(f"*/{FILE}"))
        return tuple(name for name in found if name != STANDARD)

    @cached_property
    def _cache(self) -> dict[str, Mapping[str, Any]]:
        return {}

    def wordings(self, name: str, day: date) -> Mapping[str, Value]:
        """The profile `name` as it reads on `day`, over the standard wordings.

        Every field of the profile's schema is there; what neither the profile
        nor the standard says is None or ().
        """
        standard, own = self._read(STANDARD), self._read(name)
        version = (name, _in_force(standard, day), _in_force(own, day))
        if version not in self._versions:
            whole = merged(_patched(standard, version[1]), _patched(own, version[2]))
            frozen = _frozen(_filled(whole, self.schemas.inlined(SCHEMA)))
            assert isinstance(frozen, Mapping)
            self._versions[version] = frozen
        return self._versions[version]

    @cached_property
    def _versions(self) -> dict[_Version, Mapping[str, Value]]:
        """The wordings that have been asked for; each is read-only all through."""
        return {}

    def days(self, name: str) -> tuple[date, ...]:
        """Days that have every wording of a profile among them: the ends of each lydelse, and the days beside."""
        found = {date.today()}
        for home in (STANDARD, name):
            for change in self._read(home).get("lydelse", []):
                first, last = _day(change.get("fran", date.min)), _day(change.get("till", date.max))
                found |= {first, last}
                found |= {first - timedelta(days=1)} if first > date.min else set()
                found |= {last + timedelta(days=1)} if last < date.max else set()
        return tuple(sorted(found))

    def check_name(self, name: str) -> str | None:
        """None when the profile exists, else a Swedish sentence with the nearest name."""
        if name in self.names:
            return None
        guess = nearest(name, self.names)
        hint = f" Menade du «{guess}»?" if guess else ""
        return f"Profilen «{name}» finns inte.{hint}"

    def file(self, name: str) -> Path:
        """Where the profile `name` is written."""
        return self.folder / name / FILE

    def digest(self, name: str) -> str:
        """SHA-256 of the profile's file."""
        if name not in self._digests:
            self._read(name)  # says what is wrong with it
            self._digests[name] = sha256(self.file(name).read_bytes()).hexdigest()
        return self._digests[name]

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {}

    def _read(self, name: str) -> Mapping[str, Any]:
        if name not in self._cache:
            self._cache[name] = self._load(self.file(name))
        return self._cache[name]

    def _load(self, path: Path) -> Mapping[str, Any]:
        source = read_toml(path, "Profilen", "profil-fel")
        findings = tuple(self._check(source))
        if findings:
            raise TemplateError(*findings)
        return source.data

    def _check(self, source: TomlText) -> list[Finding]:
        """What is wrong in the file itself, and in what each lydelse makes of it."""
        data = source.data
        found = [_finding(source.place(path), said) for path, said in toml_faults(self.schemas, SCHEMA, data)]
        base = {key: value for key, value in data.items() if key != "lydelse"}
        for index, change in enumerate(data.get("lydelse", [])) if not found else ():
            patch = {key: value for key, value in change.items() if key not in ("fran", "till")}
            for path, said in toml_faults(self.schemas, SCHEMA, merged(base, patch)):
                place = source.place(("lydelse", index, *path))
                found.append(_finding(replace(place, path=path), said))
        return found or list(self._strangers(source))

    def _strangers(self, source: TomlText) -> Iterator[Finding]:
        """Names of functions, recipients and fields that a format's table uses and nobody has."""
        changes = [(one, ("lydelse", index)) for index, one in enumerate(source.data.get("lydelse", []))]
        versions: list[tuple[Mapping[str, Any], JsonPath]] = [(source.data, ()), *changes]
        everywhere = [data for data, _ in versions]
        if source.file.parent.name != STANDARD:
            everywhere.append(self._read(STANDARD))
        registers = {name: {key for data in everywhere for key in data.get(name, {})} for name in _REGISTERS}
        for data, start in versions:
            for typ, table in data.get("format", {}).items():
                for field, said in _unknown_names(table, registers, self._field_names(typ)):
                    yield _finding(source.place((*start, "format", typ, field)), said)

    def _field_names(self, typ: str) -> set[str]:
        """The fields that a format's documents can ask for: its own and the ärende's, dotted."""
        own = self.schemas.formats.get(typ, {})
        return {".".join(path) for schema in (own, self.schemas.case) for path, _ in fields(schema)}


def _unknown_names(
    table: Mapping[str, Any], registers: Mapping[str, set[str]], known: set[str]
) -> Iterator[tuple[str, Words]]:
    """Each field of a format's table with a name in it that nobody has."""
    for field, register in _NAMED.items():
        for name in table.get(field, ()):
            if name not in registers[register] and (register != "mottagare" or name == name.casefold()):
                yield field, _no_such(f"Namnet «{name}» finns inte under [{register}].", name, registers[register])
    for field in ("obligatoriska", "huvud"):
        for name in table.get(field, ()):
            if name not in known:
                yield field, _no_such(f"Fältet «{name}» finns inte i något schema.", name, known)


def _no_such(message: str, name: str, known: Iterable[str]) -> Words:
    guess = nearest(name, known)
    said = f"{message} Menade du «{guess}»?" if guess else message
    return Words("profil-fel", said, "Rätta namnet, eller lägg till det som saknas.")


def _finding(place: Place, said: Words) -> Finding:
    return Finding(code="profil-fel", message=said.message, remedy=said.remedy, place=place)


def _in_force(profile: Mapping[str, Any], day: date) -> tuple[int, ...]:
    """Which lydelser of a profile are in force on `day`, by their places in the file."""
    changes = enumerate(profile.get("lydelse", []))
    return tuple(
        index
        for index, change in changes
        if _day(change.get("fran", date.min)) <= day <= _day(change.get("till", date.max))
    )


def _patched(profile: Mapping[str, Any], changes: tuple[int, ...]) -> Mapping[str, Any]:
    """The profile with some of its lydelser laid over it, in file order."""
    base = {key: value for key, value in profile.items() if key != "lydelse"}
    for index in changes:
        change = profile["lydelse"][index]
        base = merged(base, {key: value for key, value in change.items() if key not in ("fran", "till")})
    return base


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _filled(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value with None or () for every field of the schema that it does not have."""
    if isinstance(value, Mapping):
        known = schema.get("properties", {})
        gaps = {name: _gap(node) for name, node in known.items() if name not in value}
        rest = schema.get("additionalProperties")
        free = rest if isinstance(rest, Mapping) else {}
        return {**gaps, **{name: _filled(item, known.get(name, free)) for name, item in value.items()}}
    if isinstance(value, list):
        return [_filled(item, schema.get("items", {})) for item in value]
    return value


def _gap(schema: Mapping[str, Any]) -> Any:
    """What stands for a field that no profile has: a group of gaps, so that a template can ask for each."""
    if schema.get("type") == "array":
        return ()
    inner = schema.get("properties")
    return {name: _gap(node) for name, node in inner.items()} if inner else None


def _frozen(value: Any) -> Value:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def fonts_locked(profile: Mapping[str, Value]) -> bool:
    """True when the profile's documents may be drawn with no other fonts than they ask for."""
    pdf: Any = profile["pdf"]
    return bool(pdf["typsnittsbyte"] == "fel")


def standing(profile: Mapping[str, Value], typ: type_name, schemas: Schemas) -> Mapping[str, Any]:
    """What the profile gives the format `typ`; a group of gaps when it says nothing of it."""
    formats: Any = profile["format"] or {}
    if typ in formats:
        found: Mapping[str, Any] = formats[typ]
        return found
    gaps = _frozen(_filled({}, subschema(schemas.inlined(SCHEMA), ("format", typ))))
    assert isinstance(gaps, Mapping)
    return gaps
