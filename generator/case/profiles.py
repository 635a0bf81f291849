"""Profiles: an organisation's voice, from `templates/<profil>/profil.toml`, dated.

What a profile does not say itself it has from `templates/standard/profil.toml`.
Wordings and office-holders change; a table `[[lydelse]]` with `fran` and
`till` changes the rest of the file for handlingar of those days.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.case.messages import missing, nearest, unknown, words
from generator.case.schemas import Schemas, subschema
from generator.errors import TemplateError
from generator.model import Finding, JsonPath, Place, Value

STANDARD = "standard"
FILE = "profil.toml"
SCHEMA = "profil.schema.json"


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
        merged = _patched(self._read(STANDARD), day)
        merged = _merge(merged, _patched(self._read(name), day))
        frozen = _frozen(_filled(merged, self.schemas.inlined(SCHEMA)))
        assert isinstance(frozen, Mapping)
        return frozen

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

    def _read(self, name: str) -> Mapping[str, Any]:
        if name not in self._cache:
            self._cache[name] = self._load(self.file(name))
        return self._cache[name]

    def _load(self, path: Path) -> Mapping[str, Any]:
        try:
            data = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        except FileNotFoundError:
            raise TemplateError(_finding(path, "Profilen finns inte.", "Kontrollera namnet.")) from None
        except UnicodeDecodeError:
            raise TemplateError(_finding(path, "Profilen är inte sparad som UTF-8.", "Spara den som UTF-8.")) from None
        except tomllib.TOMLDecodeError as error:
            raise TemplateError(_misread(path, str(error))) from None
        findings = tuple(self._check(data, path))
        if findings:
            raise TemplateError(*findings)
        return data

    def _check(self, data: Mapping[str, Any], path: Path) -> list[Finding]:
        """What is wrong in the file itself, and in what each lydelse makes of it."""
        found = self._check_one(data, path)
        base = {key: value for key, value in data.items() if key != "lydelse"}
        for change in data.get("lydelse", []) if not found else []:
            patch = {key: value for key, value in change.items() if key not in ("fran", "till")}
            found += self._check_one(_merge(base, patch), path)
        return found

    def _check_one(self, data: Mapping[str, Any], path: Path) -> list[Finding]:
        schema = self.schemas.inlined(SCHEMA)
        found = []
        for error in self.schemas.refusals(SCHEMA, _plain(data)):
            field = subschema(schema, error.path)
            if error.keyword == "required":
                said = [missing(name, subschema(field, (name,))) for name in error.wanted if name not in error.value]
            elif error.keyword == "additionalProperties":
                known = field.get("properties", {})
                said = [unknown(name, known) for name in error.value if name not in known]
            else:
                said = [words(error, field)]
            found += [_finding(path, one.message, one.remedy, error.path) for one in said]
        return found


def _misread(file: Path, english: str) -> Finding:
    """What tomllib refuses, with the place that it names."""
    hit = re.search(r"line (\d+), column (\d+)", english)
    line, column = (int(hit[1]), int(hit[2])) if hit else (None, None)
    return Finding(
        code="profil-fel",
        message="Profilen går inte att läsa: raden är inte skriven som TOML.",
        remedy='Skriv namn = "värde", med text inom raka citattecken och varje namn en gång.',
        place=Place(file=file, line=line, column=column),
    )


def _finding(file: Path, message: str, remedy: str, path: JsonPath = ()) -> Finding:
    return Finding(code="profil-fel", message=message, remedy=remedy, place=Place(file=file, path=path))


def _patched(profile: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    """The profile with every lydelse that is in force on `day` laid over it, in file order."""
    base = {key: value for key, value in profile.items() if key != "lydelse"}
    for change in profile.get("lydelse", []):
        if _day(change.get("fran", date.min)) <= day <= _day(change.get("till", date.max)):
            base = _merge(base, {key: value for key, value in change.items() if key not in ("fran", "till")})
    return base


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid over `under`: groups field by field, everything else whole (RFC 7396 without null)."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _merge(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return merged


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


def _plain(value: Any) -> Any:
    """TOML's values as JSON has them, for the validator."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_plain(item) for item in value)
    return value.isoformat() if isinstance(value, date) else value


def _frozen(value: Any) -> Value:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
