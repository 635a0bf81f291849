"""Word's lists: what a file's numbering part defines, and a definition made fit for another file.

A paragraph names a numbering instance (`w:num`), which follows a definition
(`w:abstractNum`) and may begin anew or look different on some levels
(`w:lvlOverride`). Word counts by definition: two instances of one definition
go on from each other, unless the instance says where it starts
(`w:startOverride`), which counts once, where the instance is first used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from generator.word.ooxml import MC, W, w
from generator.word.package import Package

PART = "word/numbering.xml"
_UNCOUNTED = ("bullet", "none")
_NAMES = tuple(w(name) for name in ("nsid", "tmpl", "name", "styleLink", "numStyleLink"))
"""The names of a definition, by which Word would take two lists for one."""
_TIES = tuple(w(name) for name in ("pStyle", "lvlPicBulletId"))
"""What ties a level to a file: a paragraph style, a picture."""


@dataclass(frozen=True, eq=False)
class Instance:
    """A numbering instance with the definition that it follows."""

    number: int
    """Its `w:numId`."""
    element: etree._Element
    """The `w:num`."""
    definition: int
    """Its `w:abstractNumId`, that of the list style when it goes by way of one."""
    abstract: etree._Element
    """The `w:abstractNum`."""

    @property
    def overrides(self) -> Mapping[int, etree._Element]:
        """Its `w:lvlOverride` elements, by level."""
        return dict(_by(self.element, "lvlOverride", "ilvl"))

    def level(self, level: int) -> etree._Element | None:
        """How a level looks."""
        overriding = self.overrides.get(level)
        own = overriding.find(w("lvl")) if overriding is not None else None
        return own if own is not None else dict(_by(self.abstract, "lvl", "ilvl")).get(level)

    def counts(self, level: int) -> bool:
        """True when a level shows a number or a letter, not a bullet."""
        found = self.level(level)
        form = found.find(f".//{w('numFmt')}") if found is not None else None
        return found is not None and (form is None or form.get(w("val")) not in _UNCOUNTED)

    def has_picture(self, level: int) -> bool:
        """True when the bullet of a level is a picture."""
        found = self.level(level)
        return found is not None and found.find(w("lvlPicBulletId")) is not None

    def begins(self, level: int) -> int | None:
        """The number with which the instance itself lets a level begin."""
        overriding = self.overrides.get(level)
        return number_of(overriding.find(w("startOverride")), "val") if overriding is not None else None

    def start(self, level: int) -> int:
        """The number with which a level begins."""
        found, own = self.level(level), self.begins(level)
        if own is not None:
            return own
        return (number_of(found.find(w("start")), "val") if found is not None else None) or 0


@dataclass(frozen=True, eq=False)
class Numbering:
    """The lists that one Word file defines."""

    nums: Mapping[int, etree._Element]
    """The instances, by `w:numId`."""
    abstracts: Mapping[int, etree._Element]
    """The definitions, by `w:abstractNumId`."""

    def instance(self, number: int) -> Instance | None:
        """An instance; None when its definition is not there."""
        element = self.nums.get(number)
        found = number_of(element.find(w("abstractNumId")), "val") if element is not None else None
        abstract = self.abstracts.get(found) if found is not None else None
        link = abstract.find(w("numStyleLink")) if abstract is not None else None
        if link is not None:
            found = next((one for one, named in self.abstracts.items() if _is_linked(named, link)), None)
        if element is None or found is None or found not in self.abstracts:
            return None
        return Instance(number, element, found, self.abstracts[found])


def numbering_of(package: Package) -> Numbering:
    """The lists of a Word file."""
    if PART not in package.parts:
        return Numbering({}, {})
    root = package.xml(PART)
    return Numbering(dict(_by(root, "num", "numId")), dict(_by(root, "abstractNum", "abstractNumId")))


def number_of(element: etree._Element | None, name: str) -> int | None:
    """An attribute that is a whole number; None when it is not there, or is none."""
    value = element.get(w(name)) if element is not None else None
    return int(str(value)) if value is not None and str(value).lstrip("-").isdecimal() else None


def _by(root: etree._Element, element: str, name: str) -> Iterator[tuple[int, etree._Element]]:
    for one in root.findall(w(element)):
        number = number_of(one, name)
        if number is not None:
            yield number, one


def _is_linked(abstract: etree._Element, link: etree._Element) -> bool:
    style = abstract.find(w("styleLink"))
    return style is not None and style.get(w("val")) == link.get(w("val"))


def portable(element: etree._Element, run_styles: Mapping[str, str] | None) -> str:
    """A definition or a level as it can stand in another file, as text.

    What ties it to its own file is left: names, paragraph styles, pictures,
    and what only some versions of Word know.

    Args:
        element: a `w:abstractNum` or a `w:lvl`.
        run_styles: id of a character style there, to its id here; None when they are the same.
    """
    copy = deepcopy(element)
    for choice in list(copy.iter(f"{{{MC}}}AlternateContent")):
        _settle(choice)
    for one in [one for one in copy.iter() if one.tag in (*_TIES, *_NAMES) or not _is_words(one.tag)]:
        _drop(one)
    if run_styles is not None:
        _restyle(copy, run_styles)
    for one in copy.iter():
        for name in [name for name in one.attrib if not _is_words(name)]:
            del one.attrib[name]
    return _text(copy)


def _restyle(copy: etree._Element, run_styles: Mapping[str, str]) -> None:
    for style in list(copy.iter(w("rStyle"))):
        known = run_styles.get(str(style.get(w("val"))))
        if known is None:
            _drop(style)
        else:
            style.set(w("val"), known)


def inner(element: str) -> str:
    """What stands in an element, as text."""
    return element[element.index(">") + 1 : element.rindex("<")]


def _is_words(name: object) -> bool:
    return str(name).startswith(f"{{{W}}}")


def _text(element: etree._Element) -> str:
    """An element as text, to be put where the prefix `w` is known."""
    element.tail = None
    root = etree.Element(w("numbering"), nsmap={"w": W})
    root.append(element)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w"])
    return inner(etree.tostring(root, encoding="unicode"))


def _settle(choice: etree._Element) -> None:
    """Put what every version of Word understands in the place of a choice."""
    parent = choice.getparent()
    assert parent is not None  # a choice stands in something
    fallback = choice.find(f"{{{MC}}}Fallback")
    place = parent.index(choice)
    parent[place : place + 1] = list(fallback) if fallback is not None else []


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
