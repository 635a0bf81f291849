"""Invented cases: what templates are tried on."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.case.schemas import Schemas
from generator.model import Value
from generator.specimen import Maker, Only, Together, everything, example_number, nothing
from generator.steps.read import fetch, read
from generator.workshop import Workshop
from tests.conftest import ROOT

FORMATS = sorted(Schemas(ROOT / "schemas").formats)


def maker(words: Workshop, typ: str, profil: str) -> Maker:
    """What makes cases of a format."""
    wordings = words.profiles.wordings(profil, date(2026, 1, 1))
    return Maker(words.schemas, typ, profil, example_number(wordings, words.schemas))


@pytest.mark.parametrize("typ", FORMATS)
@pytest.mark.parametrize("wanted", [everything, nothing])
def test_an_invented_case_is_one_that_the_schemas_accept(
    typ: str, wanted: Any, words: Workshop, tmp_path: Path
) -> None:
    """With everything in it and with as little as possible, a case of each format in each profile can be read."""
    for profil in words.profiles.names:
        path = tmp_path / f"{profil}.json"
        path.write_text(json.dumps(maker(words, typ, profil).case(wanted), default=int), "utf-8")
        assert read(fetch(path), words.schemas).handlingar[0].typ == typ


@pytest.mark.parametrize("typ", FORMATS)
def test_no_two_texts_are_alike(typ: str, words: Workshop) -> None:
    """What is found in a document can have come from one field only."""
    found: Counter[str] = Counter()

    def look(value: Value) -> None:
        if isinstance(value, str) and value.startswith("Prov "):
            found[value] += 1
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
            look(one)

    look(dict(maker(words, typ, words.profiles.names[0]).case(everything)))
    assert len(found) > 20
    assert set(found.values()) == {1}


def test_one_field_brings_the_groups_that_it_stands_in(words: Workshop) -> None:
    """A case with one field more has that field, its groups, and nothing else that may be left out."""
    making = maker(words, FORMATS[0], words.profiles.names[0])
    bare: Any = making.case(nothing)["handlingar"]
    more: Any = making.case(Only(("handling", "beslutsunderlag", "diarienummer")))["handlingar"]
    assert set(more[0]) - set(bare[0]) == {"beslutsunderlag"}
    assert all("diarienummer" in one for one in more[0]["beslutsunderlag"])
    both: Any = making.case(Together(Only(("handling", "beslutsunderlag")), Only(("handling", "nummer"))))["handlingar"]
    assert set(both[0]) - set(bare[0]) == {"beslutsunderlag", "nummer"}


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": ["number", "null"]}, Decimal),
        ({"type": ["string", "null"]}, str),
        ({"enum": [None, "ja"]}, str),
        ({"const": True}, bool),
        ({"type": "integer", "minimum": 1, "maximum": 12}, Decimal),
        ({"type": "string", "x-visas": "telefon", "examples": ["063-14 00 01"]}, str),
    ],
)
def test_odd_fields_get_a_value_of_their_kind(schema: Any, kind: type, words: Workshop) -> None:
    """Several kinds, missing values, small numbers and texts of a certain form."""
    value = maker(words, FORMATS[0], words.profiles.names[0])._value(schema, ("handling", "x"), everything, 0)
    assert type(value) is kind
    assert "examples" not in schema or value in schema["examples"]
    assert not isinstance(value, Decimal) or value <= schema.get("maximum", value)
