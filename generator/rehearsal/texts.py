"""What two Word files say, and how it differs: paragraph by paragraph, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from generator.word.ooxml import PREFIXES, RELATIONSHIPS, parse, r, w
from generator.word.outline import Outline, part_name
from generator.word.package import DOCUMENT, rels_name, target_name

_SETTINGS = "word/settings.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_MARGINS = {
    ("headerReference", "first"): "första sidans sidhuvud",
    ("headerReference", "default"): "sidhuvudet",
    ("headerReference", "even"): "jämna sidors sidhuvud",
    ("footerReference", "first"): "första sidans sidfot",
    ("footerReference", "default"): "sidfoten",
    ("footerReference", "even"): "jämna sidors sidfot",
}
_FALLBACK = f"{{{PREFIXES['mc']}}}Fallback"
_BLANK = re.compile(r"[\s\u00a0\u202f\u2009]+")
_WORD = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)|\s+|\w+(?:[-‑/:.,]\w+)*|[^\w\s]")
"""Amounts, blanks, words with what joins them, and single marks."""
_ALIKE = 0.4
"""How much of two paragraphs' words must be the same for the one to be the other, changed."""
_MANY = 400
"""Pairs of paragraphs that are tried with each other; longer stretches are paired in their order."""
_AROUND = 70
"""Characters that are kept on each side of a changed word."""


class Piece(StrEnum):
    """What became of some words."""

    SAME = "lika"
    GONE = "borttaget"
    ADDED = "tillagt"
    SKIPPED = "utelamnat"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A paragraph that is not what it was."""

    where: str
    """In words: "brödtexten, stycke 7"; where it stands now, or stood."""
    what: str
    """In Swedish: "ändrat", "borttaget", "tillagt"."""
    pieces: tuple[tuple[Piece, str], ...]
    """The words in their order."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that a reader sees."""

    where: str
    text: str


def lines(docx: bytes) -> Mapping[str, tuple[Line, ...]]:
    """Every paragraph that is printed, by the place that it is printed in.

    Headers and footers go by the pages that they stand on, not by the names
    of their parts, which Word changes as it likes.
    """
    with ZipFile(BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    document = parse(parts[DOCUMENT])
    found = {part_name(DOCUMENT): _lines(DOCUMENT, document, part_name(DOCUMENT))}
    for name in _NOTES:
        if name in parts:
            found[part_name(name)] = _lines(name, parse(parts[name]), part_name(name))
    for name, place in _margins(document, parts):
        found.setdefault(place, ())
        found[place] += tuple(one for one in _lines(name, parse(parts[name]), place) if one not in found[place])
    return found


def _lines(part: str, root: etree._Element, place: str) -> tuple[Line, ...]:
    kept = (one for one in Outline(part, root).paragraphs if next(one.element.iterancestors(_FALLBACK), None) is None)
    told = ((one.spot.where.removeprefix(part_name(part)), _BLANK.sub(" ", one.spot.text).strip()) for one in kept)
    return tuple(Line(f"{place}{where}", text) for where, text in told if text)


def _margins(document: etree._Element, parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The parts of the headers and footers that are printed, each with its place."""
    rels = parse(parts[rels_name(DOCUMENT)]) if rels_name(DOCUMENT) in parts else ()
    targets = {str(one.get("Id")): str(one.get("Target")) for one in rels if one.tag.startswith(f"{{{RELATIONSHIPS}}}")}
    even = _SETTINGS in parts and parse(parts[_SETTINGS]).find(w("evenAndOddHeaders")) is not None
    for section in document.iter(w("sectPr")):
        shown = {"default": True, "even": even, "first": section.find(w("titlePg")) is not None}
        for one in section:
            kind, pages = etree.QName(one).localname, str(one.get(w("type"), "default"))
            name = target_name(DOCUMENT, targets.get(str(one.get(r("id"))), ""))
            if (kind, pages) in _MARGINS and shown[pages] and name in parts:
                yield name, _MARGINS[kind, pages]


def changes(before: bytes, after: bytes) -> tuple[TextChange, ...]:
    """Every paragraph that differs between two Word files, place by place."""
    old, new = lines(before), lines(after)
    places = [*new, *(place for place in old if place not in new)]
    return tuple(one for place in places for one in _changes(old.get(place, ()), new.get(place, ())))


def _changes(old: Sequence[Line], new: Sequence[Line]) -> Iterator[TextChange]:
    matcher = SequenceMatcher(a=[one.text for one in old], b=[one.text for one in new], autojunk=False)
    for what, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if what != "equal":
            for pair in _paired(old[old_start:old_end], new[new_start:new_end]):
                yield _change(*pair)


def _paired(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Each new paragraph with the old one that it was made of, in order; what is left over stands alone."""
    if len(old) == len(new) == 1:  # one for one, however little they have in common: a name for another
        yield old[0], new[0]
        return
    start = 0
    for one in new:
        match = _likest(one, old, start) if len(old) * len(new) <= _MANY else _next(one, old, start)
        if match is None:
            yield None, one
        else:
            yield from ((left, None) for left in old[start:match])
            yield old[match], one
            start = match + 1
    yield from ((left, None) for left in old[start:])


def _likest(line: Line, old: Sequence[Line], start: int) -> int | None:
    scores = {index: _likeness(old[index].text, line.text) for index in range(start, len(old))}
    best = max(scores, key=lambda index: scores[index], default=None)
    return best if best is not None and scores[best] >= _ALIKE else None


def _next(line: Line, old: Sequence[Line], start: int) -> int | None:
    return start if start < len(old) and _likeness(old[start].text, line.text) >= _ALIKE else None


def _likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, from 0 to 1."""
    mine, yours = Counter(one.casefold().split()), Counter(other.casefold().split())
    return 2 * (mine & yours).total() / max(1, mine.total() + yours.total())


def _change(old: Line | None, new: Line | None) -> TextChange:
    if new is None:
        assert old is not None
        return TextChange(where=old.where, what="borttaget", pieces=((Piece.GONE, old.text),))
    if old is None:
        return TextChange(where=new.where, what="tillagt", pieces=((Piece.ADDED, new.text),))
    return TextChange(where=new.where, what="ändrat", pieces=tuple(_shortened(list(_words(old.text, new.text)))))


def _words(old: str, new: str) -> Iterator[tuple[Piece, str]]:
    """The words of both, in order; a change of several words in a row is one piece."""
    mine, yours = _WORD.findall(old), _WORD.findall(new)
    for what, old_start, old_end, new_start, new_end in _joined(mine, yours):
        gone, added = "".join(mine[old_start:old_end]), "".join(yours[new_start:new_end])
        if what == "equal":
            yield Piece.SAME, added
            continue
        if gone:
            yield Piece.GONE, gone
        if added:
            yield Piece.ADDED, added


def _joined(mine: Sequence[str], yours: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The steps from one to the other; a lone space between two changes belongs to the change."""
    held: tuple[str, int, int, int, int] | None = None
    codes = SequenceMatcher(a=mine, b=yours, autojunk=False).get_opcodes()
    for index, code in enumerate(codes):
        bridge = code[0] == "equal" and 0 < index < len(codes) - 1 and not "".join(mine[code[1] : code[2]]).strip()
        if code[0] == "equal" and not bridge:
            if held:
                yield held
            held = None
            yield code
        else:
            held = ("replace", held[1] if held else code[1], code[2], held[3] if held else code[3], code[4])
    if held:
        yield held


def _shortened(pieces: Sequence[tuple[Piece, str]]) -> Iterator[tuple[Piece, str]]:
    """The pieces with long unchanged stretches cut to what stands nearest the changes."""
    for index, (piece, text) in enumerate(pieces):
        head = _AROUND if index > 0 else 0
        tail = _AROUND if index < len(pieces) - 1 else 0
        if piece is not Piece.SAME or len(text) <= head + tail + 20:
            yield piece, text
            continue
        if head:
            yield piece, text[:head].rsplit(" ", 1)[0] + " "
        yield Piece.SKIPPED, "…"
        if tail:
            yield piece, " " + text[-tail:].split(" ", 1)[-1]
