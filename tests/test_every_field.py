"""Every field of every example: taken away or mistyped, it is told once, by name and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from generator.case.schemas import Schemas
from generator.errors import CaseError
from generator.findings import Finding, JsonPath
from generator.steps.read import fetch, read
from generator.workshop import Workshop

ROOT = Path(__file__).parent.parent
ALL_FIELDS = ROOT / "tests" / "cases" / "accepted" / "alla-falt.json"
FILES = [*sorted((ROOT / "cases").glob("*.json")), ALL_FIELDS]
PROSE = 60
"""Texts longer than this are cut, so that a thousand readings take seconds."""
ITEMS = 4
"""Of longer lists only so many items are kept, for the same reason."""


def shortened(value: Any) -> Any:
    """The value with long texts cut to their first word, and long lists to their first items."""
    if isinstance(value, dict):
        return {key: shortened(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shortened(item) for item in value[:ITEMS]]
    return value.split()[0] if isinstance(value, str) and len(value) > PROSE else value


def case_of(path: Path) -> Any:
    """A case file as plain values."""
    return shortened(json.loads(path.read_text("utf-8")))


def at(value: Any, path: JsonPath) -> Any:
    """What stands at a path."""
    for step in path:
        value = value[step]
    return value


def objects(value: Any, path: JsonPath = ()) -> Iterator[JsonPath]:
    """The way to every object of a value, the value itself first."""
    if isinstance(value, dict):
        yield path
        for key, item in value.items():
            yield from objects(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from objects(item, (*path, index))


def schema_at(schemas: Schemas, case: Any, path: JsonPath) -> Mapping[str, Any]:
    """The written-out schema of the object at a path; a handling's is that of its format."""
    schema: Mapping[str, Any] = schemas.inlined("arende.schema.json")
    if path[:1] == ("handlingar",) and len(path) > 1:
        schema = schemas.inlined(f"handlingar/{at(case, path[:2])['typ']}.schema.json")
        path = path[2:]
    for step in path:
        schema = schema["items"] if isinstance(step, int) else schema["properties"][step]
    return schema


def lines(value: Any) -> dict[JsonPath, int]:
    """The line of every key and element, in the way that `json.dumps(indent=2)` writes them."""
    found: dict[JsonPath, int] = {}

    def walk(inner: Any, path: JsonPath, line: int) -> int:
        found[path] = line
        if isinstance(inner, dict | list) and inner:
            pairs = inner.items() if isinstance(inner, dict) else enumerate(inner)
            for step, item in pairs:
                line = walk(item, (*path, step), line + 1)
            return line + 1
        return line

    walk(value, (), 1)
    return found


def renamed(case: Any, path: JsonPath, old: str, new: str) -> Any:
    """A copy of the case in which one key has another name, in the same place."""
    copy = deepcopy(case)
    holder = at(copy, path)
    members = [(new if key == old else key, item) for key, item in holder.items()]
    holder.clear()
    holder.update(members)
    return copy


def mistyped(name: str) -> Iterator[str]:
    """The name with a letter too many, and with its two middle letters swapped."""
    yield name + "x"
    middle = len(name) // 2
    swapped = name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]
    if swapped != name:
        yield swapped


def findings(case: Any, file: Path, schemas: Schemas) -> tuple[Finding, ...]:
    """What is found wrong with a case."""
    file.write_text(json.dumps(case, ensure_ascii=False, indent=2), "utf-8")
    with pytest.raises(CaseError) as refusal:
        read(fetch(file), schemas)
    return refusal.value.findings


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_required_field_that_is_missing(path: Path, words: Workshop, tmp_path: Path) -> None:
    """Each required field, when it is taken away, is the one finding, at the line of what should hold it."""
    case = case_of(path)
    told = 0
    for holder in objects(case):
        schema = schema_at(words.schemas, case, holder)
        for name in schema.get("required", []):
            copy = deepcopy(case)
            del at(copy, holder)[name]
            (finding,) = findings(copy, tmp_path / "arende.json", words.schemas)
            title = schema["properties"][name]["title"]
            assert finding.message == f"Fältet «{name}» ({title}) saknas."
            assert (finding.place.path, finding.place.title) == ((*holder, name), title)
            assert finding.place.line == lines(copy)[holder]
            assert f"«{name}»" in finding.remedy or f'"{name}"' in finding.remedy or name == "typ"
            told += 1
    assert told >= 7


@pytest.mark.thorough
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_mistyped_key(path: Path, words: Workshop, tmp_path: Path) -> None:
    """Each key, when it is mistyped, is the one finding, at its own line, with the right name suggested."""
    case = case_of(path)
    told = 0
    for holder in objects(case):
        for name in at(case, holder):
            for wrong in mistyped(name):
                copy = renamed(case, holder, name, wrong)
                (finding,) = findings(copy, tmp_path / "arende.json", words.schemas)
                assert finding.message == f"Fältet «{wrong}» är okänt. Menade du «{name}»?"
                assert finding.place.path == (*holder, wrong)
                assert finding.place.line == lines(copy)[*holder, wrong]
                told += 1
    assert told >= 60


def test_the_examples_hold_every_field(words: Workshop) -> None:
    """The file with all fields has every field of every schema, so no field goes untested."""
    case = case_of(ALL_FIELDS)
    used = set()
    for holder in objects(case):
        schema = schema_at(words.schemas, case, holder)
        root = at(case, holder[:2])["typ"] if holder[:1] == ("handlingar",) else "arende"
        where = (root, *("[]" if isinstance(step, int) else step for step in holder[2 if root != "arende" else 0 :]))
        used |= {(*where, name) for name in at(case, holder)}
        assert set(at(case, holder)) <= set(schema["properties"])

    def declared(schema: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for name, field in schema.get("properties", {}).items():
            yield (*path, name)
            yield from declared(field, (*path, name))
        if "items" in schema:
            yield from declared(schema["items"], (*path, "[]"))

    wanted = set(declared(words.schemas.case, ("arende",)))
    for typ, schema in words.schemas.formats.items():
        wanted |= set(declared(schema, (typ,)))
    either = {"sandlista", "inga_mottagare"}
    missing = {path for path in wanted - used if not either & set(path)}
    assert missing == set()
    assert either <= {step for path in used for step in path}
