"""A Word file under inspection: as much of it as can be read, and a way to say where something is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from lxml import etree

from generator.findings import Finding, Place, Severity, Spot
from generator.word.ooxml import parse
from generator.word.outline import Outline, part_name
from generator.word.package import DOCUMENT, Package, unpack
from generator.word.templates import LETTERHEAD

_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
BLOCKS = "block"
"""The folder of the blocks in a profile's folder."""


class Role(StrEnum):
    """What a template file is for, by the words that messages use."""

    LETTERHEAD = "brevmall"
    FORMAT = "format"
    BLOCK = "block"


@dataclass(frozen=True)
class WordFile:
    """One template file.

    Args:
        package: its parts.
    """

    package: Package

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.package.path

    @property
    def role(self) -> Role:
        """What it is for, by its name and place."""
        if self.path.name == LETTERHEAD:
            return Role.LETTERHEAD
        return Role.BLOCK if self.path.parent.name == BLOCKS else Role.FORMAT

    @cached_property
    def xml(self) -> Mapping[str, etree._Element]:
        """Every XML part that can be read, by its name; one with a document type is not."""
        return dict(self._readable())

    def _readable(self) -> Iterator[tuple[str, etree._Element]]:
        for name, content in self.package.parts.items():
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" not in content:
                try:
                    yield name, parse(content)
                except etree.XMLSyntaxError:
                    continue  # `forbidden` says so

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """The parts with text, by their names: the body first, then headers, footers and notes."""
        names = sorted((name for name in self.xml if _TEXT_PARTS.fullmatch(name)), key=lambda name: name != DOCUMENT)
        return {name: Outline(name, self.xml[name]) for name in names}

    def finding(
        self,
        spot: Spot | str | None,
        code: str,
        message: str,
        remedy: str,
        *,
        severity: Severity = Severity.ERROR,
        source: str | None = None,
    ) -> Finding:
        """What is wrong at a spot of the file, in a part as a whole (its name), or in the file as a whole (None)."""
        if isinstance(spot, str):
            spot = Spot(part=spot, where=part_name(spot))
        place = Place(file=self.path, title=_title(spot), spot=spot)
        return Finding(code=code, message=message, remedy=remedy, place=place, severity=severity, source=source)


def inspect_file(path: Path) -> WordFile:
    """Open a file to be inspected; macros, links and the like do not stop it.

    Raises:
        TemplateError: it is missing, is no .docx, or is too large to be opened.
    """
    return WordFile(unpack(path))


def _title(spot: Spot | None) -> str | None:
    if spot is None:
        return None
    text = spot.text if len(spot.text) <= 120 else f"{spot.text[:119]}…"
    return f"{spot.where}: «{text}»" if text else spot.where
