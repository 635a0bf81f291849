"""What a schema refuses, by plain names."""

from __future__ import annotations

from typing import Any, NamedTuple

from generator.findings import JsonPath


class Refusal(NamedTuple):
    """One thing that a schema refuses."""

    keyword: str
    """The schema's keyword: "required", "format"."""
    wanted: Any
    """What the keyword asks for."""
    value: Any
    """The value that was refused."""
    path: JsonPath
    """The way to it."""
    conditional: bool
    """True when the schema asks for it only because of another field (`then`, `else`)."""
