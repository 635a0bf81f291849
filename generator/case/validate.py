"""A case against its schemas: every fault at once, each with its place and its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from generator.case.messages import Words, missing, nearest, shown, title, unknown, words
from generator.case.positions import Positions
from generator.case.schemas import Schema, Schemas, subschema
from generator.model import Finding, JsonPath, Value

_HANDLINGAR = "handlingar"
_TYP = "typ"


class Validation:
    """The check of one case file."""

    def __init__(self, file: Path, positions: Positions, schemas: Schemas) -> None:
        self._file = file
        self._positions = positions
        self._schemas = schemas

    def findings(self, value: Value) -> tuple[Finding, ...]:
        """Everything that the schemas refuse in `value`, in the order of the file."""
        if not isinstance(value, Mapping):
            text = Words("fel-slag", "Filen ska innehålla ett ärende inom { }.", "Börja filen med { och sluta med }.")
            return (self._finding(text, (), {}),)
        found = list(self._errors(self._schemas.case_validator, self._schemas.case, value, ()))
        handlingar = value.get(_HANDLINGAR)
        if isinstance(handlingar, tuple):
            for index, handling in enumerate(handlingar):
                found += self._handling(handling, (_HANDLINGAR, index))
        if not found:
            found = list(self._demands(value))
        return tuple(sorted(found, key=lambda finding: (finding.place.line or 0, finding.place.column or 0)))

    def _handling(self, handling: Value, path: JsonPath) -> Iterator[Finding]:
        """The faults of one handling; its format is chosen first, so that no other's rules answer."""
        if not isinstance(handling, Mapping):
            return  # the ärende's schema has said so already
        typ = handling.get(_TYP)
        if typ in self._schemas.formats:
            yield from self._errors(
                self._schemas.format_validator(str(typ)), self._schemas.formats[str(typ)], handling, path
            )
        else:
            yield self._no_format(handling, path)

    def _no_format(self, handling: Mapping[str, Value], path: JsonPath) -> Finding:
        names = ", ".join(self._schemas.formats)
        wrong = next((key for key in handling if nearest(key, [_TYP])), None)
        if _TYP in handling:
            guess = nearest(str(handling[_TYP]), self._schemas.formats)
            hint = f" Menade du «{guess}»?" if guess else ""
            said = Words("okant-format", f"Formatet {shown(handling[_TYP])} finns inte.{hint}", f"Formaten är: {names}.")
            return self._finding(said, (*path, _TYP), {"title": "Format"})
        if wrong is not None:
            return self._finding(unknown(wrong, [_TYP]), (*path, wrong), {})
        said = Words("falt-saknas", "Fältet «typ» (Format) saknas.", f"Skriv vilket format handlingen har: {names}.")
        return self._finding(said, (*path, _TYP), {"title": "Format"})

    def _errors(
        self, validator: Draft202012Validator, schema: Schema, value: Value, prefix: JsonPath
    ) -> Iterator[Finding]:
        errors = list(validator.iter_errors(value))
        typos = {tuple(error.absolute_path): _typos(error, schema) for error in errors if _is_unknown(error)}
        seen: set[tuple[JsonPath, str]] = set()
        for error in errors:
            for path, said in _speak(error, schema, typos.get(tuple(error.absolute_path), {})):
                if (path, said.code) not in seen:
                    seen.add((path, said.code))
                    yield self._finding(said, (*prefix, *path), subschema(schema, path))

    def _demands(self, value: Mapping[str, Value]) -> Iterator[Finding]:
        """What the formats need from the ärende (`x-kraver-av-arendet`)."""
        handlingar = value[_HANDLINGAR]
        assert isinstance(handlingar, tuple)
        told: set[str] = set()
        for handling in handlingar:
            assert isinstance(handling, Mapping)
            format_schema = self._schemas.formats[str(handling[_TYP])]
            for dotted in format_schema.get("x-kraver-av-arendet", []):
                path = tuple(dotted.split("."))
                if dotted not in told and _lacks(value, path) and not any(dotted.startswith(f"{t}.") for t in told):
                    told.add(dotted)
                    yield self._demand(path, title(format_schema))

    def _demand(self, path: tuple[str, ...], format_title: str) -> Finding:
        field = subschema(self._schemas.case, path)
        said = missing(".".join(path), field)
        why = f" Formatet {format_title} behöver det."
        return self._finding(said._replace(message=said.message + why), path, field)

    def _finding(self, said: Words, path: JsonPath, field: Mapping[str, Any]) -> Finding:
        name = str(field["title"]) if "title" in field else None
        place = self._positions.place(self._file, path, name)
        return Finding(code=said.code, message=said.message, remedy=said.remedy, place=place)


def _is_unknown(error: ValidationError) -> bool:
    return error.validator == "additionalProperties"


def _typos(error: ValidationError, schema: Schema) -> dict[str, str | None]:
    """Each unknown key of one object, with the known and unused key it most likely stands for."""
    known = subschema(schema, tuple(error.absolute_path)).get("properties", {})
    unused = [name for name in known if name not in error.instance]
    return {key: nearest(key, unused) for key in error.instance if key not in known}


def _speak(
    error: ValidationError, schema: Schema, typos: Mapping[str, str | None]
) -> Iterator[tuple[JsonPath, Words]]:
    """One error as the places it speaks about; a mistyped key hides what follows from the typing."""
    here: JsonPath = tuple(error.absolute_path)
    field = subschema(schema, here)
    if _is_unknown(error):
        properties = field.get("properties", {})
        unused = [name for name in properties if name not in error.instance]
        for key in typos:
            yield (*here, key), unknown(key, unused)
    elif error.validator == "required":
        conditional = {"then", "else"} & set(map(str, error.absolute_schema_path))
        for name in error.validator_value:
            if name not in error.instance and name not in typos.values() and not (typos and conditional):
                yield (*here, name), missing(name, subschema(field, (name,)))
    else:
        yield here, words(error, field)


def _lacks(value: Value, path: tuple[str, ...]) -> bool:
    for step in path:
        if not isinstance(value, Mapping) or step not in value:
            return True
        value = value[step]
    return False
