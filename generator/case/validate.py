"""A case against its schemas: every fault at once, each with its place and its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator import richtext, swedish
from generator.case.messages import Words, missing, shown, title, unknown, words
from generator.case.positions import Positions
from generator.case.refusal import Refusal
from generator.case.schemas import CASE, Schema, Schemas, subschema
from generator.findings import Finding, JsonPath
from generator.model import Value
from generator.swedish import nearest

_HANDLINGAR = "handlingar"
_TYP = "typ"
_UNKNOWN = "additionalProperties"


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
        found = list(self._errors(self._schemas.refusals(CASE, value), self._schemas.case, ()))
        found += self._texts(value, self._schemas.case, ())
        handlingar = value.get(_HANDLINGAR)
        if isinstance(handlingar, tuple):
            for index, handling in enumerate(handlingar):
                found += self._handling(handling, (_HANDLINGAR, index))
        if self._knows_formats(value):
            found += self._demands(value, {one.place.path[:-1] for one in found if one.code == "okant-falt"})
        return tuple(sorted(found, key=lambda finding: (finding.place.line or 0, finding.place.column or 0)))

    def _knows_formats(self, value: Mapping[str, Value]) -> bool:
        handlingar = value.get(_HANDLINGAR)
        if not isinstance(handlingar, tuple):
            return False
        return all(isinstance(one, Mapping) and one.get(_TYP) in list(self._schemas.formats) for one in handlingar)

    def _texts(self, value: Value, schema: Schema, path: JsonPath) -> Iterator[Finding]:
        """What cannot be set in the Markdown texts below a value."""
        if isinstance(value, Mapping):
            for name, item in value.items():
                yield from self._texts(item, subschema(schema, (name,)), (*path, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from self._texts(item, subschema(schema, (index,)), (*path, index))
        elif isinstance(value, str) and schema.get("contentMediaType") == "text/markdown":
            for fault in richtext.parse(value).faults:
                said = Words("text-fel", f"{fault.message} (rad {fault.line} i texten)", fault.remedy)
                yield self._finding(said, path, schema)

    def _handling(self, handling: Value, path: JsonPath) -> Iterator[Finding]:
        """The faults of one handling; its format is chosen first, so that no other's rules answer."""
        if not isinstance(handling, Mapping):
            return  # the ärende's schema has said so already
        typ = handling.get(_TYP)
        if isinstance(typ, str) and typ in self._schemas.formats:
            refusals = self._schemas.format_refusals(typ, handling)
            yield from self._errors(refusals, self._schemas.formats[typ], path)
            yield from self._texts(handling, self._schemas.formats[typ], path)
        else:
            yield self._no_format(handling, path)

    def _no_format(self, handling: Mapping[str, Value], path: JsonPath) -> Finding:
        names = swedish.upprakning([f'"{name}"' for name in self._schemas.formats], "eller")
        wrong = next((key for key in handling if nearest(key, [_TYP])), None)
        if _TYP in handling and not isinstance(handling[_TYP], str):
            message = f"Format ska vara text inom raka citattecken, men är {shown(handling[_TYP])}."
            return self._finding(Words("okant-format", message, f"Skriv {names}."), (*path, _TYP), {"title": "Format"})
        if _TYP in handling:
            guess = nearest(str(handling[_TYP]), self._schemas.formats)
            hint = f" Menade du «{guess}»?" if guess else ""
            said = Words("okant-format", f"Formatet {shown(handling[_TYP])} finns inte.{hint}", f"Skriv {names}.")
            return self._finding(said, (*path, _TYP), {"title": "Format"})
        if wrong is not None:
            return self._finding(unknown(wrong, [_TYP]), (*path, wrong), {})
        said = Words("falt-saknas", "Fältet «typ» (Format) saknas.", f"Skriv vilket format handlingen har: {names}.")
        return self._finding(said, (*path, _TYP), {"title": "Format"})

    def _errors(self, errors: list[Refusal], schema: Schema, prefix: JsonPath) -> Iterator[Finding]:
        typos = {error.path: _typos(error, schema) for error in errors if error.keyword == _UNKNOWN}
        seen: set[tuple[JsonPath, str]] = set()
        wrong_kind = {error.path for error in errors if error.keyword == "type"}
        for error in errors:
            if error.path in wrong_kind and error.keyword != "type":
                continue  # the kind is wrong, so nothing else can be right
            for path, said in _speak(error, schema, typos.get(error.path, {})):
                if (path, said.code) not in seen:
                    seen.add((path, said.code))
                    yield self._finding(said, (*prefix, *path), subschema(schema, path))

    def _demands(self, value: Mapping[str, Value], mistyped: set[JsonPath]) -> Iterator[Finding]:
        """What the formats need from the ärende (`x-kraver-av-arendet`).

        In a group with a mistyped field that may be the very one that is
        missing, so nothing is said of it.
        """
        handlingar = value[_HANDLINGAR]
        assert isinstance(handlingar, tuple)
        told: set[tuple[str, ...]] = set()
        for handling in handlingar:
            assert isinstance(handling, Mapping)
            format_schema = self._schemas.formats[str(handling[_TYP])]
            for dotted in format_schema.get("x-kraver-av-arendet", []):
                path = tuple(dotted.split("."))
                groups = {path[:length] for length in range(len(path))}
                if path not in told and _lacks(value, path) and groups.isdisjoint(told | mistyped):
                    told.add(path)
                    yield self._demand(path, title(format_schema))

    def _demand(self, path: tuple[str, ...], format_title: str) -> Finding:
        field = subschema(self._schemas.case, path)
        said = missing(path[-1], field)
        why = f" Formatet {format_title} behöver det."
        return self._finding(said._replace(message=said.message + why), path, field)

    def _finding(self, said: Words, path: JsonPath, field: Mapping[str, Any]) -> Finding:
        name = str(field["title"]) if "title" in field else None
        place = self._positions.place(self._file, path, name)
        return Finding(code=said.code, message=said.message, remedy=said.remedy, place=place)


def _typos(error: Refusal, schema: Schema) -> dict[str, str | None]:
    """Each unknown key of one object, with the known and unused key it most likely stands for."""
    known = subschema(schema, error.path).get("properties", {})
    unused = [name for name in known if name not in error.value]
    return {key: nearest(key, unused) for key in error.value if key not in known}


def _speak(error: Refusal, schema: Schema, typos: Mapping[str, str | None]) -> Iterator[tuple[JsonPath, Words]]:
    """One error as the places it speaks about; a mistyped key hides what follows from the typing."""
    field = subschema(schema, error.path)
    if error.keyword == _UNKNOWN:
        unused = [name for name in field.get("properties", {}) if name not in error.value]
        for key in typos:
            yield (*error.path, key), unknown(key, unused)
    elif error.keyword == "required":
        for name in error.wanted:
            if name not in error.value and name not in typos.values() and not (typos and error.conditional):
                yield (*error.path, name), missing(name, subschema(field, (name,)))
    else:
        yield error.path, words(error, field)


def _lacks(value: Value, path: tuple[str, ...]) -> bool:
    for step in path:
        if not isinstance(value, Mapping) or step not in value:
            return True
        value = value[step]
    return False
