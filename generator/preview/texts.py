"""Files as text, in pieces that have addresses: a Word file's paragraphs, a text's lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import FolderError, reason
from generator.findings import Finding, Place
from generator.inspection.source import inspect_file
from generator.preview.remarks import Remark, line_anchor, part_anchor, spot_anchor
from generator.word.outline import Outline, Paragraph, part_name

_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some characters of a line."""

    text: str
    tag: bool
    """True for a tag of the template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph or a line, with its address and what is said of it."""

    anchor: str
    label: str
    """Which one it is: "stycke 3", "tabell 1, rad 2, cell 1", "12"."""
    pieces: tuple[Piece, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Lines that belong together: a Word file's body, a header, a whole text."""

    anchor: str
    title: str
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]
    """What is said of the part as a whole."""


_Said = Mapping[str, tuple[Remark, ...]]


def word_parts(path: Path, remarks: Iterable[Remark]) -> tuple[Part, ...]:
    """A Word file as text, part by part.

    Args:
        path: the file.
        remarks: what is said of it.

    Raises:
        TemplateError: it is missing, is no .docx, or is too large.
    """
    said = _by_place(remarks)
    return tuple(_part(outline, said) for outline in inspect_file(path).outlines.values() if outline.paragraphs)


def _part(outline: Outline, said: _Said) -> Part:
    anchor, title = part_anchor(outline.part), part_name(outline.part)
    lines = tuple(_paragraph(paragraph, title, said) for paragraph in outline.paragraphs)
    return Part(anchor=anchor, title=title[:1].upper() + title[1:], lines=lines, remarks=said.get(anchor, ()))


def _paragraph(paragraph: Paragraph, part: str, said: _Said) -> Line:
    spot = paragraph.spot
    anchor, label = spot_anchor(spot), spot.where.removeprefix(f"{part}, ")
    return Line(anchor=anchor, label=label, pieces=_pieces(spot.text), remarks=said.get(anchor, ()))


def _pieces(text: str) -> tuple[Piece, ...]:
    cut = ((piece, index % 2 == 1) for index, piece in enumerate(_TAG.split(text)))
    return tuple(Piece(text=piece, tag=tag) for piece, tag in cut if piece)


def text_part(path: Path, remarks: Iterable[Remark]) -> Part:
    """A text file, line by line.

    Args:
        path: the file.
        remarks: what is said of it.

    Raises:
        FolderError: it cannot be read.
    """
    said = _by_place(remarks)
    try:
        content = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        message = f"Filen går inte att läsa: {reason(error)}."
        raise FolderError(Finding(code="fil-olaslig", message=message, place=Place(file=path))) from None
    lines = tuple(_text_line(number, line, said) for number, line in enumerate(content.rstrip("\n").split("\n"), 1))
    return Part(anchor="text", title="", lines=lines, remarks=())


def _text_line(number: int, text: str, said: _Said) -> Line:
    anchor, piece = line_anchor(number), Piece(text=text.rstrip("\r"), tag=False)
    return Line(anchor=anchor, label=str(number), pieces=(piece,), remarks=said.get(anchor, ()))


def unplaced(parts: Iterable[Part], remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """What is said of the file as a whole, or of a place that is no longer there."""
    there = {name for part in parts for name in (part.anchor, *(line.anchor for line in part.lines))}
    return tuple(remark for remark in remarks if remark.anchor not in there)


def _by_place(remarks: Iterable[Remark]) -> _Said:
    said: dict[str, tuple[Remark, ...]] = {}
    for remark in remarks:
        said[remark.anchor] = (*said.get(remark.anchor, ()), remark)
    return said
