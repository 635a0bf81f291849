"""What a file's styles say, and what stands by itself, put together as Word puts it (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from generator.word.numbering import number_of
from generator.word.ooxml import w

_OWN, _NAMESPACE = w("*"), w("")
_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"heading ([1-9])")
_HIGHEST_LEVEL = 8
"""The last of Word's outline levels, from 0; 9 means body text."""


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of Word's own; "" when it is not there."""
    return "" if element is None else str(element.get(w(name), ""))


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first of Word's own elements of a name directly below another; None when there is none."""
    return None if element is None else next(element.iterchildren(w(name)), None)


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """What a switch among properties says: `<w:b/>` is on, `<w:b w:val="0"/>` off; None when it is not there."""
    found = child(properties, name)
    return None if found is None else value(found) not in _OFF


_DEEPEST = 3
"""How many steps a path in a style has at most: "pPr/numPr/numId"."""


def _by_path(place: etree._Element, steps: int = _DEEPEST, above: str = "") -> dict[str, etree._Element]:
    """Word's own elements below a place, by their path from there: the first, where there are several."""
    found: dict[str, etree._Element] = {}
    for one in place.iterchildren(_OWN):
        path = f"{above}{one.tag.removeprefix(_NAMESPACE)}"
        found.setdefault(path, one)
        if steps > 1 and len(one):
            found = _by_path(one, steps - 1, f"{path}/") | found
    return found


@dataclass(frozen=True)
class Stylesheet:
    """The styles of a file.

    Args:
        root: the root of the styles' part; None when the file has none.
    """

    root: etree._Element | None

    @cached_property
    def _styles(self) -> Mapping[str, etree._Element]:
        return {value(one, "styleId"): one for one in self.root.iter(w("style"))} if self.root is not None else {}

    @cached_property
    def _chains(self) -> dict[str, tuple[etree._Element, ...]]:
        return {}

    @cached_property
    def ordinary(self) -> str:
        """The id of the style of a paragraph that names none."""
        every = (one for one in self._styles.values() if value(one, "type") == "paragraph")
        return next((value(one, "styleId") for one in every if value(one, "default") in ("1", "true", "on")), "")

    def chain(self, style_id: str) -> tuple[etree._Element, ...]:
        """A style and those that it is based on, nearest first; a circle is left where it closes."""
        if style_id not in self._chains:
            self._chains[style_id] = tuple(self._ancestry(style_id))
        return self._chains[style_id]

    def _ancestry(self, style_id: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = value(child(self._styles[style_id], "basedOn"))

    def names(self, style_id: str) -> tuple[str, ...]:
        """The names of a style and those that it is based on, in small letters, nearest first."""
        if style_id not in self._names:
            self._names[style_id] = tuple(value(child(one, "name")).casefold() for one in self.chain(style_id))
        return self._names[style_id]

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        return {}

    def name(self, style_id: str) -> str:
        """A style's name in small letters; its id when the file lacks it."""
        return next(iter(self.names(style_id)), style_id.casefold())

    def says(self, style_id: str, path: str) -> etree._Element | None:
        """The nearest element that a style or its ancestors have at a path: "rPr/lang"."""
        return next(iter(self.all_say(style_id, path)), None)

    def all_say(self, style_id: str, path: str) -> tuple[etree._Element, ...]:
        """What a style and its ancestors have at a path, nearest first, and last what holds for all paragraphs."""
        asked = style_id, path
        if asked not in self._said:
            self._said[asked] = tuple(said[path] for said in self._paths(style_id) if path in said)
        return self._said[asked]

    @cached_property
    def _said(self) -> dict[tuple[str, str], tuple[etree._Element, ...]]:
        return {}

    def _paths(self, style_id: str) -> list[Mapping[str, etree._Element]]:
        """All that a style, its ancestors, and what holds for all paragraphs have, each by its path."""
        if style_id not in self._below:
            self._below[style_id] = [_by_path(one) for one in (*self.chain(style_id), *self._for_all)]
        return self._below[style_id]

    @cached_property
    def _below(self) -> dict[str, list[Mapping[str, etree._Element]]]:
        return {}

    @cached_property
    def _for_all(self) -> tuple[etree._Element, ...]:
        path = f"{w('docDefaults')}/{w('pPrDefault')}"
        found = self.root.find(path) if self.root is not None else None
        return () if found is None else (found,)

    def toggle(self, style_id: str, name: str) -> bool:
        """Whether a style switches bold, italic or hidden text on."""
        found = self.says(style_id, f"rPr/{name}")
        return found is not None and value(found) not in _OFF

    @cached_property
    def defaults(self) -> etree._Element | None:
        """The characters' properties that hold where nothing else is said."""
        path = "/".join(map(w, ("docDefaults", "rPrDefault", "rPr")))
        return self.root.find(path) if self.root is not None else None

    @cached_property
    def language(self) -> str:
        """The language of text that names none; "" when none is given."""
        return value(self.says(self.ordinary, "rPr/lang")) or value(child(self.defaults, "lang"))

    def heading_level(self, style_id: str, properties: etree._Element | None) -> int | None:
        """From 1; None for what is no heading: by its own outline level, or by the nearest style that says."""
        own = number_of(child(properties, "outlineLvl"), "val")
        if own is not None:
            return own + 1 if 0 <= own <= _HIGHEST_LEVEL else None
        if style_id not in self._levels:
            self._levels[style_id] = self._level(style_id)
        return self._levels[style_id]

    @cached_property
    def _levels(self) -> dict[str, int | None]:
        return {}

    def _level(self, style_id: str) -> int | None:
        for style in self.chain(style_id):
            level = number_of(style.find(f"{w('pPr')}/{w('outlineLvl')}"), "val")
            if level is not None:
                return level + 1 if 0 <= level <= _HIGHEST_LEVEL else None
            named = _HEADING.fullmatch(value(child(style, "name")).casefold())
            if named:
                return int(named[1])
        return None

    @cached_property
    def looks(self) -> dict[_Asked, Look]:
        """The looks that have been reckoned, by all that they depend on; a file has few."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a paragraph's style says of the text in it."""

    style: str
    """The style's id."""
    apart: bool
    """True where the style sets all of it apart, as a heading or quotation: only what differs from it stands out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a run is set."""

    strong: bool
    emphasis: bool
    code: bool
    raised: bool
    lowered: bool
    hidden: bool
    language: str | None


_CODE = frozenset({"html code", "html preformatted", "html typewriter", "html keyboard", "html sample", "plain text"})


_ASKED = ("rStyle", "b", "i", "vanish", "vertAlign", "lang")
_Asked = tuple[Setting, tuple[str | None, ...]]
"""A setting, and what a run says by itself of each of `_ASKED`; None where it says nothing."""


def look_of(properties: etree._Element | None, setting: Setting, sheet: Stylesheet) -> Look:
    """How a run with these properties is set in a paragraph of that setting."""
    asked = setting, _asked(properties)
    if asked not in sheet.looks:
        sheet.looks[asked] = _look(*asked, sheet)
    return sheet.looks[asked]


def _asked(properties: etree._Element | None) -> tuple[str | None, ...]:
    if properties is None or len(properties) == 0:
        return _NOTHING
    found: dict[object, str | None] = dict.fromkeys(_NAMES)
    for one in properties:
        if one.tag in found and found[one.tag] is None:
            found[one.tag] = value(one)
    return tuple(found.values())


_NAMES = tuple(map(w, _ASKED))
_NOTHING = (None,) * len(_ASKED)


def _look(setting: Setting, asked: tuple[str | None, ...], sheet: Stylesheet) -> Look:
    own = dict(zip(_ASKED, asked, strict=True))
    named = own["rStyle"] or ""

    def shown(name: str) -> bool:
        said = own[name]
        by_styles = sheet.toggle(named, name) != sheet.toggle(setting.style, name)
        on = said not in _OFF if said is not None else by_styles or bool(switch(sheet.defaults, name))
        return on != sheet.toggle(setting.style, name) if setting.apart and name != "vanish" else on

    def nearest(name: str) -> str:
        """By the run itself, its style, its paragraph's style."""
        said = own[name]
        if said is not None:
            return said
        styled = (sheet.says(style, f"rPr/{name}") for style in (named, setting.style))
        return value(next((one for one in styled if one is not None), None))

    height, language = nearest("vertAlign"), nearest("lang")
    foreign = language and language.casefold() not in (sheet.language.casefold(), "x-none")
    return Look(
        strong=shown("b"),
        emphasis=shown("i"),
        code=not _CODE.isdisjoint((*sheet.names(named), *sheet.names(setting.style))),
        raised=height == "superscript",
        lowered=height == "subscript",
        hidden=shown("vanish"),
        language=language if foreign else None,
    )
