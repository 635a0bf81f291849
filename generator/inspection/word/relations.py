"""A file's relationships: what its parts take from others, and where in the text they do it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from generator.findings import Spot
from generator.inspection.source import WordFile
from generator.word.ooxml import RELATIONSHIPS, R
from generator.word.outline import part_name


class Relation(NamedTuple):
    """One relationship with the place that uses it."""

    owner: str
    """The part that has it."""
    id: str
    kind: str
    """The last word of its type: "image", "hyperlink"."""
    target: str
    external: bool
    users: tuple[etree._Element, ...]
    """The elements of the part that name it."""
    spot: Spot
    """The first of those, else the part."""


def relations(file: WordFile) -> Iterator[Relation]:
    """Every relationship of a file, part by part."""
    for name, root in file.xml.items():
        if name.endswith(".rels"):
            folder, base = posixpath.split(name)
            owner = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
            users = _users(file.xml.get(owner))
            for line in root.iter(f"{{{RELATIONSHIPS}}}Relationship"):
                yield _relation(file, owner, line, users)


def _relation(file: WordFile, owner: str, line: etree._Element, users: dict[str, list[etree._Element]]) -> Relation:
    rel_id = str(line.get("Id"))
    used = tuple(users.get(rel_id, ()))
    return Relation(
        owner=owner,
        id=rel_id,
        kind=str(line.get("Type")).rsplit("/", 1)[-1],
        target=str(line.get("Target")),
        external=line.get("TargetMode") == "External",
        users=used,
        spot=spot_in(file, owner, used[0] if used else None),
    )


def spot_in(file: WordFile, part: str, element: etree._Element | None = None) -> Spot:
    """The place of an element in a part; of the part as a whole when it holds no text."""
    outline = file.outlines.get(part)
    if outline is not None and element is not None:
        return outline.spot(element)
    return Spot(part=part, where=part_name(part) if part else "hela filen")


def _users(root: etree._Element | None) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for element in root.iter(etree.Element) if root is not None else ():
        for name, rel_id in element.attrib.items():
            if str(name).startswith(f"{{{R}}}"):
                found.setdefault(str(rel_id), []).append(element)
    return found
