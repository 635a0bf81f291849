"""Tags that docxtpl would swallow or misread without a word, found before a template is used.

Checked on the paragraphs as they stand in Word: a tag must begin and end in
the same paragraph, and a tag that replaces its whole paragraph or row
(`{%p`, `{{p`, `{%tr`) must stand alone in it, since everything beside it
disappears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from generator.errors import TemplateError
from generator.findings import Finding, Place
from generator.word.ooxml import w

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
"""A whole tag."""
_MARK = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_APART = re.compile(r"\{\s[{%#]|[}%#]\s\}")
"""Braces that a program has set apart, or that belong to nothing: they would be left in documents."""
_HALF = re.compile(r"(\{[{%#][^{}%]*[%#}]{0,2}|[{%]?[^{}%]*%\}|\{[^{}%]*\}\})|[^{}%]+")
"""What was meant as a tag, between the whole ones: a brace or two are missing, at its beginning or at its end. Text
that is none is passed over in one go."""
_ALONE = {
    "p": ("stycket", re.compile(r"\{[{%#]p\s")),
    "tr": ("tabellraden", re.compile(r"\{[{%#]tr\s")),
    "tc": ("tabellcellen", re.compile(r"\{[{%#]tc\s")),
}
_GLUE = re.compile(r"\{[{%]-|-[%}]\}|\{[{%]r\s")
"""Marks with which docxtpl joins paragraphs or replaces runs, and takes the text around them away."""
_KEPT = ("drawing", "pict", "object", "sectPr", "footnoteReference")
"""What a paragraph may hold beside its text that would disappear with it."""
_TEXT_INLINE = re.compile(r"\{\{(?!p\s)[^}]*\|\s*stycken\b")


class Spelt(NamedTuple):
    """A tag as it was typed."""

    start: int
    """Where in the text it begins."""
    text: str
    whole: bool
    """False when braces are missing."""

    @property
    def end(self) -> int:
        """Where in the text it has ended."""
        return self.start + len(self.text)


class TagFault(NamedTuple):
    """What is wrong with a tag, and where."""

    element: etree._Element
    """The paragraph, table row or cell."""
    code: str
    message: str
    remedy: str
    text: str
    """All that stands there."""


def spelt(text: str) -> Iterator[Spelt]:
    """Every tag of a paragraph in order, and what was meant as one."""
    end = 0
    for hit in TAG.finditer(text):
        yield from _halves(text, end, hit.start())
        yield Spelt(hit.start(), hit[0], whole=True)
        end = hit.end()
    yield from _halves(text, end, len(text))


def _halves(text: str, start: int, end: int) -> Iterator[Spelt]:
    """What was meant as tags between two whole ones."""
    if _MARK.search(text, start, end):
        for hit in _HALF.finditer(text, start, end):
            if hit[1]:
                yield Spelt(hit.start(), hit[1], whole=False)


def check_tags(root: etree._Element, path: Path) -> None:
    """Look through every paragraph and table row below `root`.

    Raises:
        TemplateError: tags are not whole, or not alone where they must be; all of them at once.
    """
    findings = [
        Finding(code=one.code, message=one.message, remedy=one.remedy, place=Place(file=path, title=_quote(one.text)))
        for one in tag_faults(root)
    ]
    if findings:
        raise TemplateError(*findings)


def tag_faults(root: etree._Element) -> Iterator[TagFault]:
    """Everything that is wrong with the tags of every paragraph and table row below `root`."""
    for paragraph in root.iter(w("p")):
        yield from _unwhole(paragraph, _text(paragraph))
    for name, (place, mark) in _ALONE.items():
        for element in root.iter(w(name)):
            text = _text(element).strip()
            if mark.search(text) and (_says_more(text) or _holds_more(element)):
                yield TagFault(
                    element,
                    "tagg-inte-ensam",
                    f"Det står mer i {place} än taggen, och det skulle försvinna.",
                    f"Låt taggen stå ensam i {place} och flytta resten.",
                    text,
                )


def _unwhole(paragraph: etree._Element, text: str) -> Iterator[TagFault]:
    between = TAG.sub("", text)
    if _MARK.search(between) or _APART.search(between):
        yield TagFault(
            paragraph,
            "tagg-felskriven",
            "En tagg börjar eller slutar inte: klamrarna går inte ihop.",
            "Skriv {{ fält }} eller {% ord %}, med båda klamrarna tätt ihop på båda sidor, i ett och samma stycke.",
            text,
        )
    if _GLUE.search(text):
        yield TagFault(
            paragraph,
            "tagg-felskriven",
            "Taggar med bindestreck ({%- -%}) och med r ({{r }}) tar bort text omkring sig.",
            "Skriv taggen utan bindestreck och utan r.",
            text,
        )
    if _TEXT_INLINE.search(text):
        yield TagFault(
            paragraph,
            "tagg-felskriven",
            "Text i stycken måste ersätta ett helt stycke.",
            "Skriv {{p fältet|stycken }}, med p direkt efter klamrarna, ensamt i stycket.",
            text,
        )


def _says_more(text: str) -> bool:
    """True when a text is more than one tag; that braces of it are missing is another fault, and told as such."""
    tags = list(spelt(text))
    return len(tags) > 1 or len(text) > sum(len(one.text) for one in tags)


def _holds_more(element: etree._Element) -> bool:
    """True when there is a picture, a section break or a page break beside the text."""
    breaks = any(mark.get(w("type")) in ("page", "column") for mark in element.iter(w("br")))
    return breaks or next(element.iter(*map(w, _KEPT)), None) is not None


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(w("t")))


def _quote(text: str) -> str:
    return f"«{text[:120]}»"
