"""Tags that docxtpl would swallow or misread without a word, found before a template is used.

Checked on the paragraphs as they stand in Word: a tag must begin and end in
the same paragraph, and a tag that replaces its whole paragraph or row
(`{%p`, `{{p`, `{%tr`) must stand alone in it, since everything beside it
disappears.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from generator.word.ooxml import w
from generator.word.package import refuse

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MARK = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_ALONE = {
    "p": ("stycket", re.compile(r"\{[{%#]p\s")),
    "tr": ("tabellraden", re.compile(r"\{[{%#]tr\s")),
    "tc": ("tabellcellen", re.compile(r"\{[{%#]tc\s")),
}
_GLUE = re.compile(r"\{[{%]-|-[%}]\}|\{[{%]r\s")
"""Marks with which docxtpl joins paragraphs or replaces runs, and takes the text around them away."""
_KEPT = ("drawing", "pict", "object", "sectPr")
"""What a paragraph may hold beside its text that would disappear with it."""
_TEXT_INLINE = re.compile(r"\{\{(?!p\s)[^}]*\|\s*stycken\b")


def check_tags(root: etree._Element, path: Path) -> None:
    """Look through every paragraph and table row below `root`.

    Raises:
        TemplateError: a tag is not whole, or is not alone where it must be.
    """
    for paragraph in root.iter(w("p")):
        _check_whole(_text(paragraph), path)
    for name, (place, mark) in _ALONE.items():
        for element in root.iter(w(name)):
            text = _text(element).strip()
            if mark.search(text) and (len(_TAG.findall(text)) > 1 or _TAG.sub("", text) or _holds_more(element)):
                refuse(
                    path,
                    "tagg-inte-ensam",
                    f"Det står mer i {place} än taggen, och det skulle försvinna.",
                    f"Låt taggen stå ensam i {place} och flytta resten.",
                    _quote(text),
                )


def _check_whole(text: str, path: Path) -> None:
    rest = _TAG.sub("", text)
    if _MARK.search(rest):
        refuse(
            path,
            "tagg-felskriven",
            "En tagg börjar eller slutar inte: klamrarna går inte ihop.",
            "Skriv {{ fält }} eller {% ord %}, med båda klamrarna på båda sidor, i ett och samma stycke.",
            _quote(text),
        )
    if _GLUE.search(text):
        refuse(
            path,
            "tagg-felskriven",
            "Taggar med bindestreck ({%- -%}) och med r ({{r }}) tar bort text omkring sig.",
            "Skriv taggen utan bindestreck och utan r.",
            _quote(text),
        )
    if _TEXT_INLINE.search(text):
        refuse(
            path,
            "tagg-felskriven",
            "Text i stycken måste ersätta ett helt stycke.",
            "Skriv {{p fältet|stycken }}, med p direkt efter klamrarna, ensamt i stycket.",
            _quote(text),
        )


def _holds_more(element: etree._Element) -> bool:
    """True when there is a picture, a section break or a page break beside the text."""
    breaks = any(mark.get(w("type")) in ("page", "column") for mark in element.iter(w("br")))
    return breaks or next(element.iter(*map(w, _KEPT)), None) is not None


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(w("t")))


def _quote(text: str) -> str:
    return f"«{text[:120]}»"
