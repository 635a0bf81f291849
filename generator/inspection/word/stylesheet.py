"""What a text in a file looks like once it is printed: its own formatting over the letterhead's styles.

A file's styles are the letterhead's of the same names, as in composition;
its own definitions are not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from generator.inspection.source import WordFile
from generator.word.ooxml import w
from generator.word.styles import PART

_HEADING = re.compile(r"heading ([1-9])")
_OFF = ("0", "false", "off")
_NO_HEADING = 9
"""The outline level of body text."""


@dataclass(frozen=True)
class StyleSheet:
    """The looks of one file's text.

    Args:
        names: the file's own style ids, with the names that people see.
        styles: the letterhead's styles, by name in lower case.
        ids: the same, by their ids.
        defaults: the letterhead's defaults for all text.
    """

    names: Mapping[str, str]
    styles: Mapping[str, etree._Element]
    ids: Mapping[str, etree._Element]
    defaults: etree._Element | None

    def name(self, style_id: str) -> str:
        """The name of a style that the file uses."""
        return self.names.get(style_id, style_id)

    def style_name(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style."""
        style = next(self.chain(_style_id(paragraph, "p"), "paragraph"), None)
        return value(style.find(w("name"))) if style is not None else self.name(_style_id(paragraph, "p"))

    def chain(self, style_id: str, kind: str) -> Iterator[etree._Element]:
        """A style that the file uses, or the default of its kind when it names none, and those that it is based on."""
        style = self.styles.get(self.name(style_id).casefold()) if style_id else self._default(kind)
        return self.bases(style)

    def bases(self, style: etree._Element | None) -> Iterator[etree._Element]:
        """A style of the letterhead and those that it is based on, the nearest first."""
        seen: set[etree._Element] = set()
        while style is not None and style not in seen:
            yield style
            seen.add(style)
            style = self.ids.get(value(style.find(w("basedOn"))))

    def _default(self, kind: str) -> etree._Element | None:
        chosen = (one for one in self.ids.values() if one.get(w("type")) == kind and is_on(one, "default"))
        return next(chosen, None)

    def of_paragraph(self, paragraph: etree._Element, name: str) -> etree._Element | None:
        """A paragraph's property: its own, its style's, or that of all text."""
        layers = [paragraph, *self.chain(_style_id(paragraph, "p"), "paragraph")]
        found = (one.find(f"{w('pPr')}/{w(name)}") for one in layers)
        return next((one for one in found if one is not None), self.default("p", name))

    def default(self, kind: str, name: str) -> etree._Element | None:
        """A property of all paragraphs ("p") or runs ("r")."""
        path = f"{w(f'{kind}PrDefault')}/{w(f'{kind}Pr')}/{w(name)}"
        return self.defaults.find(path) if self.defaults is not None else None

    def of_run(self, run: etree._Element, name: str) -> etree._Element | None:
        """A run's property: its own, its style's, its paragraph's style's, or that of all text."""
        layers = [run, *self.chain(_style_id(run, "r") or "\0", "character")]
        paragraph = next(run.iterancestors(w("p")), None)
        if paragraph is not None:
            layers += self.chain(_style_id(paragraph, "p"), "paragraph")
        found = (one.find(f"{w('rPr')}/{w(name)}") for one in layers)
        return next((one for one in found if one is not None), self.default("r", name))

    def level(self, paragraph: etree._Element) -> int | None:
        """The level of a heading, from 1; None for other text."""
        outline = self.of_paragraph(paragraph, "outlineLvl")
        if outline is not None:
            number = value(outline)
            return int(number) + 1 if number.isdecimal() and int(number) < _NO_HEADING else None
        named = _HEADING.fullmatch(self.style_name(paragraph).casefold())
        return int(named[1]) if named else None

    def is_list(self, paragraph: etree._Element) -> bool:
        """True for a paragraph that Word numbers, or gives a mark."""
        numbering = self.of_paragraph(paragraph, "numPr")
        return numbering is not None and value(numbering.find(w("numId"))) not in ("", "0")


def sheet_of(file: WordFile, letterhead: WordFile | None = None) -> StyleSheet:
    """The looks of a file's text in a letterhead; in its own styles without one."""
    looks = (letterhead or file).xml.get(PART)
    ids = {} if looks is None else {str(one.get(w("styleId"))): one for one in looks.iter(w("style"))}
    styles = {value(one.find(w("name"))).casefold(): one for one in ids.values()}
    defaults = looks.find(w("docDefaults")) if looks is not None else None
    return StyleSheet(style_names(file), styles, ids, defaults)


def style_names(file: WordFile) -> dict[str, str]:
    """The styles that a file defines: ids to names."""
    own = file.xml.get(PART)
    found = own.iter(w("style")) if own is not None else ()
    return {str(one.get(w("styleId"))): value(one.find(w("name"))) for one in found}


def value(element: etree._Element | None) -> str:
    """What an element's `w:val` says; "" without one."""
    return str(element.get(w("val"), "")) if element is not None else ""


def is_on(element: etree._Element | None, name: str = "val") -> bool:
    """True for a property that is switched on: there, and not "0" or "false"."""
    return element is not None and str(element.get(w(name), "1" if name == "val" else "0")) not in _OFF


def _style_id(element: etree._Element, kind: str) -> str:
    return value(element.find(f"{w(f'{kind}Pr')}/{w(f'{kind}Style')}"))
