"""The tags of a paragraph as they stand in Word, whatever runs they are split over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from generator.word.ooxml import w
from generator.word.outline import Paragraph
from generator.word.tags import spelt

_LEVEL = re.compile(r"^(p|tr|tc|r)\s")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\t": " ", "\n": " "})
"""Word's autocorrection, which docxtpl takes back inside tags."""
_WORD = re.compile(r"\s*(\w+)")


class Tag(NamedTuple):
    """One tag as it stands in Word."""

    paragraph: Paragraph
    text: str
    """The whole tag, as it was typed."""
    level: str
    """What it replaces: "p", "tr", "tc", "r", or "" for nothing but itself."""
    code: str
    """What Jinja reads in it."""
    container: etree._Element
    """What must hold both its beginning and its end."""
    before: str = ""
    """The words between the tag before it and itself."""
    half: bool = False
    """True when braces of it are missing, which is told of its paragraph."""

    @property
    def prints(self) -> bool:
        """True for `{{ … }}`."""
        return "%" not in self.text if self.half else self.text.startswith("{{")

    @property
    def word(self) -> str:
        """The first word of a statement: "if"."""
        hit = _WORD.match(self.code)
        return hit[1] if hit else ""


def tags_of(paragraph: Paragraph) -> Iterator[Tag]:
    """The tags of a paragraph, comments left out; one that lacks braces as it was meant."""
    texts = _texts(paragraph)
    words, end = "".join(one.text or "" for one in texts), 0
    for one in spelt(words):
        before, end = words[end : one.start], one.end
        if one.text.startswith("{#"):
            continue
        inner = (one.text[2:-2] if one.whole else one.text.strip("{}%#")).translate(_QUOTES).strip("-")
        level = _LEVEL.match(inner)
        code = (inner[level.end() :] if level else inner).strip()
        container = _container(_text_at(texts, one.start), level)
        yield Tag(paragraph, one.text, level[1] if level else "", code, container, before, half=not one.whole)


def words_after(paragraph: Paragraph) -> str:
    """The words after the last tag of a paragraph; all of them when it has none."""
    words = "".join(one.text or "" for one in _texts(paragraph))
    return words[max((one.end for one in spelt(words)), default=0) :]


def _texts(paragraph: Paragraph) -> list[etree._Element]:
    """The texts of a paragraph, without those of text boxes in it."""
    return [one for one in paragraph.element.iter(w("t")) if _owner(one) is paragraph.element]


def _owner(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(w("p")), None)


def _text_at(texts: list[etree._Element], offset: int) -> etree._Element:
    for element in texts:
        offset -= len(element.text or "")
        if offset < 0:
            return element
    return texts[-1]


def _container(start: etree._Element, level: re.Match[str] | None) -> etree._Element:
    """What a tag stands in once docxtpl has replaced what it replaces."""
    run = start.getparent()
    if level is None or level[1] == "r":
        above = run.getparent() if run is not None else None
        return above if above is not None else start
    replaced = next(start.iterancestors(w(level[1])), None)
    above = replaced.getparent() if replaced is not None else None
    return above if above is not None else start
