"""Fields of one name in several formats: what rules and shared blocks may ask of each."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

from generator.case.schemas import Schemas
from generator.case.shape import shared_shape
from generator.rules.context import Matter
from generator.steps.read import fetch, read
from generator.workshop import Workshop
from tests.conftest import Case, Write

ONE = {"properties": {"grupp": {"properties": {"a": {"type": "string"}}}, "lika": {"type": "string"}}}
OTHER = {"properties": {"grupp": {"properties": {"b": {"type": "array"}}}, "lika": {"type": "string"}}}


def test_only_groups_that_differ_have_a_shared_shape() -> None:
    """The shape has all that any format has in the group, and leaves fields alone that are the same everywhere."""
    shape = shared_shape([ONE, OTHER])
    assert set(shape) == {"grupp"}
    assert set(shape["grupp"]["properties"]) == {"a", "b"}


def test_a_field_that_only_another_format_has_is_empty(
    case: Case, write: Write, words: Workshop, tmp_path: Path
) -> None:
    """A rule for all formats may ask for what stands in a group of one of them."""
    schemas = changed(words, tmp_path)
    case["handlingar"][0]["delegation"] = {"punkt": "4.2"}
    arende = read(fetch(write(case)), schemas)
    profile = words.profiles.wordings(arende.profil, arende.handlingar[0].datum)
    context = Matter(arende, arende.handlingar[0], profile, schemas).context(words.rules.amounts)
    assert context["handling"]["delegation"]["nytt_slag"] is None
    assert context["handling"]["delegation"]["punkt"] == "4.2"


def test_a_format_without_a_field_of_the_case_has_the_cases_own(
    case: Case, write: Write, words: Workshop, tmp_path: Path
) -> None:
    """Blocks that name the handläggare work in a format whose schema does not have the field."""
    schemas = changed(words, tmp_path, without="handlaggare")
    arende = read(fetch(write(case)), schemas)
    profile = words.profiles.wordings(arende.profil, arende.handlingar[0].datum)
    context = Matter(arende, arende.handlingar[0], profile, schemas).context(words.rules.amounts)
    assert context["handling"]["handlaggare"] == arende.data["handlaggare"]


def changed(words: Workshop, folder: Path, without: str | None = None) -> Schemas:
    """The schemas, with a field more in a group of another format, or one less in the case's own."""
    for name, path in words.schemas.files.items():
        schema = json.loads(path.read_text("utf-8"))
        target = folder / "schemas" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("avslut.schema.json"):
            inner = deepcopy(words.schemas.formats["avslut"]["properties"]["delegation"])
            inner["properties"]["nytt_slag"] = {"type": "string"}
            schema["properties"]["delegation"] = inner
        if name.endswith("tjansteskrivelse.schema.json") and without:
            del schema["properties"][without]
        target.write_text(json.dumps(schema, default=dict), "utf-8")
    return Schemas(folder / "schemas")
