"""The quick yes of the schemas: never said where the library that gives reasons would say no."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.case.jsontext import parse
from generator.case.quick import Acceptor
from generator.case.schemas import CASE, FORMAT_FOLDER, Schemas
from generator.case.validator import refusals
from generator.model import Value
from tests.conftest import CASES, ROOT

BASE = "https://generator.invalid/schemas/"
SCHEMAS = Schemas(ROOT / "schemas")
ODD = {
    "$id": f"{BASE}udda.json",
    "type": "object",
    "properties": {
        "tal": {"type": "number", "minimum": Decimal("0.1"), "maximum": 100, "multipleOf": Decimal("0.01")},
        "helt": {"type": "integer", "exclusiveMinimum": 0},
        "jämnt": {"type": "number", "multipleOf": 1},
        "hundra": {"type": "number", "multipleOf": 100},
        "stort": {"type": "number", "maximum": Decimal("1E+20")},
        "val": {"enum": [1, "ett", None, True, [1], {"a": 1}]},
        "fast": {"const": Decimal("1.5")},
        "olika": {"type": "array", "uniqueItems": True, "maxItems": 4},
        "ord": {"type": "string", "pattern": r"^\S+$", "minLength": 2, "maxLength": 5},
        "siffror": {"type": "string", "pattern": r"^\d+$"},
        "kort": {"$ref": "#/$defs/kort", "maxLength": 9},
        "dag": {"type": "string", "format": "date"},
        "post": {"type": "string", "format": "email"},
    },
    "dependentRequired": {"tal": ["helt"]},
    "if": {"required": ["dag"]},
    "then": {"required": ["post"]},
    "minProperties": 1,
    "additionalProperties": False,
    "$defs": {"kort": {"type": "string", "maxLength": 3}},
}
TEXTS = st.one_of(
    st.sampled_from(["", " ", "ett", "ab", "ab\n", "\u0085", "a\u0085", "\ufeff\u200b", "٣"]),
    st.sampled_from(["a@b.se", "a@b", "12", "1\n", "2024-02-30", "2024-02-29", "\u00ad", "tre", "fyra"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)
NUMBERS = st.one_of(
    st.sampled_from(["1", "1.0", "1.50", "0.1", "0.09999999999999999999999", "100.00000000000000000001", "1.005", "0"]),
    st.decimals(-(10**21), 10**21, places=4, allow_nan=False).map(str),
    st.decimals(-200, 200, places=3, allow_nan=False).map(str),
).map(Decimal)
PLAIN = st.one_of(TEXTS, NUMBERS, st.booleans(), st.none())
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2).map(MappingProxyType),
    ),
    max_leaves=6,
)
Path_ = tuple[str | int, ...]


ACCEPTOR = Acceptor({f"{BASE}udda.json": ODD})


def accepted(value: Value) -> bool:
    """True when the odd schema quickly accepts a value."""
    return ACCEPTOR.accepts(f"{BASE}udda.json", value)


def of_the_odd() -> st.SearchStrategy[Mapping[str, Any]]:
    """Values of the odd schema's fields, most of them nearly right."""
    return st.dictionaries(st.sampled_from([*ODD["properties"], "annat"]), VALUES, max_size=4).map(MappingProxyType)


@settings(max_examples=600, deadline=None)
@given(of_the_odd())
def test_a_quick_yes_is_a_yes(value: Mapping[str, Any]) -> None:
    """Whatever stands in a value, jsonschema has nothing against what was quickly accepted."""
    if accepted(value):
        assert refusals(ODD, SCHEMAS._references.registry, value) == []


@pytest.mark.parametrize(
    ("field", "value", "yes"),
    [
        ("tal", "1.05", True),
        ("tal", "100.00000000000000000001", False),
        ("tal", "0.0999999999999999999999", False),
        ("val", "1.0", True),
        ("helt", "2.0", True),
        ("fast", "1.50", True),
        ("jämnt", "4371300031983", True),
        ("jämnt", "437130003198311.98", False),
        ("jämnt", "2.0000000000000000000001", False),
        ("hundra", "100.00000000000000001", False),
        ("hundra", "6755227847557000.5", False),
        ("stort", "100000000000000000000", True),
        ("stort", "100000000000000000000.5", False),
    ],
)
def test_numbers_are_exact(field: str, value: str, yes: bool) -> None:
    """A number is compared as it is written, to its last digit."""
    whole = MappingProxyType({"helt": Decimal(1), field: Decimal(value)})
    assert accepted(whole) is yes


@pytest.mark.parametrize("text", ["a\u0085b", "ab\n", "\u200b\u200b", "\u00a0ab"])
def test_a_pattern_is_read_as_everywhere_else(text: str) -> None:
    """A text that Python's pattern refuses is not accepted by another language's."""
    assert not accepted(MappingProxyType({"ord": text}))


def test_numbers_that_are_equal_are_not_different() -> None:
    """1 and 1.0 are one value, so a list with both is not one of different items."""
    both = MappingProxyType({"olika": (Decimal(1), Decimal("1.0"))})
    assert not accepted(both)


@pytest.mark.parametrize("schema", [{"patternProperties": {"^a": {}}}, {"allOf": [{"$dynamicRef": "#a"}]}])
def test_what_it_cannot_judge_it_does_not_accept(schema: dict[str, Any]) -> None:
    """A schema with keywords that the two libraries may understand differently is left to the slow one."""
    assert not Acceptor({f"{BASE}a.json": schema}).accepts(f"{BASE}a.json", MappingProxyType({}))


def test_a_schema_that_points_nowhere_accepts_nothing() -> None:
    """What is wrong with a schema is said by the slow way, which has the words."""
    assert not Acceptor({f"{BASE}a.json": {"$ref": "b.json"}}).accepts(f"{BASE}a.json", "ett")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_example_is_quickly_accepted(path: Path) -> None:
    """The examples, which are right, never wait for reasons."""
    value = parse(path.read_text("utf-8")).value
    assert isinstance(value, Mapping)
    assert SCHEMAS._acceptor.accepts(f"{BASE}{CASE}", value)
    for handling in value["handlingar"]:
        assert SCHEMAS._acceptor.accepts(f"{BASE}{FORMAT_FOLDER}/{handling['typ']}.schema.json", handling)


def _paths(value: Any, path: Path_ = ()) -> list[Path_]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(one for name, item in below for one in _paths(item, (*path, name)))]


def _changed(value: Any, path: Path_, new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _changed(value[path[0]], path[1:], new)
    return copy


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_quick_yes_to_a_changed_case_is_a_yes(data: st.DataObject) -> None:
    """Whatever one value of an example is changed to, nothing is accepted that the slow way refuses."""
    whole = json.loads(data.draw(st.sampled_from(CASES)).read_text("utf-8"))
    path = data.draw(st.sampled_from(_paths(whole)))
    new = data.draw(st.one_of(TEXTS, st.booleans(), st.none(), st.integers(-1, 10**15), st.just([]), st.just({})))
    value = parse(json.dumps(_changed(whole, path, new))).value
    if not isinstance(value, Mapping):
        return
    handlingar: Any = value.get("handlingar") if isinstance(value.get("handlingar"), tuple) else ()
    known = (one for one in handlingar if isinstance(one, Mapping) and one.get("typ") in list(SCHEMAS.formats))
    formats = ((f"{FORMAT_FOLDER}/{one['typ']}.schema.json", one) for one in known)
    for name, part in ((CASE, value), *formats):
        if SCHEMAS._acceptor.accepts(BASE + name, part):
            assert refusals(SCHEMAS._load(name), SCHEMAS._references.registry, part) == []
