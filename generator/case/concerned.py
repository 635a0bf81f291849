"""Which schema files bear on a format: a change in another format's schema changes nothing of it."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from generator.case.profiles import SCHEMA as PROFILE
from generator.case.schemas import CASE, DISPATCH, FORMAT_FOLDER, Schemas
from generator.model import type_name


def concerned(schemas: Schemas, typ: type_name) -> Mapping[str, str]:
    """The schema files that a format goes by, each with its SHA-256: the ärende's, its own, the profile's.

    Files that these point to are among them; not what an editor goes by to
    tell the formats apart, which points to them all.

    Args:
        schemas: the schemas.
        typ: the format.

    Raises:
        TemplateError: a schema cannot be read.
    """
    waiting, found = [CASE, f"{FORMAT_FOLDER}/{typ}.schema.json", PROFILE], set[str]()
    while waiting:
        name = waiting.pop()
        if name in schemas.files and name not in found and name != DISPATCH:
            found.add(name)
            waiting += _pointed_to(schemas, name)
    return {name: schemas.digests[name] for name in sorted(found)}


def _pointed_to(schemas: Schemas, name: str) -> Iterator[str]:
    """The files that a schema file points to."""
    folder = posixpath.dirname(name)
    for target in _references(json.loads(schemas.files[name].read_bytes())):
        file = target.partition("#")[0]
        if file:
            yield posixpath.normpath(posixpath.join(folder, file))


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        target = node.get("$ref")
        if isinstance(target, str):
            yield target
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
