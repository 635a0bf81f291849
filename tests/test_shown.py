"""What a format prints is worked out once; a document has the same facts as if its whole schema were gone through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

import pytest

from generator.case.shown import Shown, shown
from generator.forms import FORMS
from generator.making import Making
from generator.model import Beslutsunderlag
from generator.results import Seen
from generator.steps.compose import compose
from generator.steps.decide import weigh
from generator.steps.read import fetch, read
from generator.workshop import Workshop

ROOT = Path(__file__).parent.parent
FILES = [*sorted((ROOT / "cases").glob("*.json")), ROOT / "tests" / "cases" / "accepted" / "alla-falt.json"]
Said = tuple[str, tuple[str, ...], tuple[str | int, ...]]
"""A fact's label, texts and path."""


def _everything(value: Any, schema: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[Said]:
    """The facts in a value, by its whole schema."""
    if value is None:
        return
    if "x-visas" in schema:
        forms = schema["x-visas"]
        texts = [list(FORMS[name](value)) for name in ([forms] if isinstance(forms, str) else forms)]
        found = [(one,) for one in texts[0]] if len(texts) == 1 else [tuple(one[0] for one in texts)]
        yield from ((str(schema.get("title", path[-1])), one, path) for one in found)
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _everything(item, schema.get("items", {}), (*path, index))
    elif isinstance(value, Mapping):
        for name, node in schema.get("properties", {}).items():
            yield from _everything(value.get(name), node, (*path, name))


def _thinned(value: Any, chance: Random) -> Any:
    """A value with some fields left out, and some lists longer or shorter."""
    if isinstance(value, Mapping):
        kept = {name: _thinned(one, chance) for name, one in value.items() if chance.random() > 0.1}
        return MappingProxyType(kept)
    if isinstance(value, tuple):
        items = [_thinned(one, chance) for one in value if chance.random() > 0.1]
        return tuple(items + items[: chance.randint(0, 1)])
    return None if chance.random() < 0.03 else value


def _weighed(path: Path, shop: Workshop) -> Iterator[Beslutsunderlag]:
    arende = read(fetch(path), shop.schemas)
    for handling in arende.handlingar:
        yield Making(arende, handling, shop, Seen(stem="a")).weighed(weigh)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_facts_are_those_of_the_whole_schema(path: Path, lenient: Workshop) -> None:
    """Whatever is there or not in a case, all that the schemas show is a fact, in their order, each text once."""
    chance = Random(7)
    for whole, _ in product(_weighed(path, lenient), range(20)):
        arende = replace(whole.arende, data=_thinned(whole.arende.data, chance))
        handling = replace(whole.handling, data=_thinned(whole.handling.data, chance))
        schema = lenient.schemas.formats[handling.typ]
        shared = {
            name: one for name, one in lenient.schemas.case["properties"].items() if name not in schema["properties"]
        }
        said = [
            ("Diarienummer", (arende.diarienummer,), ("diarienummer",)),
            *_everything(handling.data, schema, handling.path),
            *_everything(arende.data, {"properties": shared}, ()),
        ]
        each = list({texts: (label, texts, path) for label, texts, path in reversed(said)}.values())[::-1]
        facts = compose(replace(whole, arende=arende, handling=handling), lenient.schemas).facts
        assert [(one.label, one.texts, one.path) for one in facts[: len(each)]] == sorted(each, key=said.index)
        assert len(each) > 3


def test_what_is_not_printed_is_not_looked_at() -> None:
    """Of a schema nothing is left but the way to what is printed; of one that prints nothing, nothing at all."""
    line = {"type": "string", "title": "Rad", "x-visas": "text"}
    silent = {"properties": {"a": {"type": "string"}}, "items": {"title": "b"}}
    found = shown({"properties": {"tyst": silent, "rader": {"items": line, "properties": {"tyst": silent}}}})
    assert found is not None
    assert [name for name, _ in found.fields] == ["rader"]
    assert (found.forms, found.items, found.title) == (None, None, None)
    inner = found.fields[0][1]
    assert (inner.fields, inner.items) == ((), shown(line))
    assert shown(silent) is None


def test_a_form_that_is_no_name_is_told_of_as_one_that_there_is_none_of() -> None:
    """A schema that wants a field printed as a number stops with the forms that there are."""
    assert shown({"x-visas": 5}) == Shown(title=None, forms=("5",), fields=(), items=None)
