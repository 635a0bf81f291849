"""Which font files this machine uses for the families that a template asks for (fontconfig)."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from generator.engines import leftovers
from generator.engines.process import inquire

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

T = TypeVar("T")

METRIC_TWINS = {
    "calibri": "carlito",
    "cambria": "caladea",
    "arial": "liberation sans",
    "times new roman": "liberation serif",
    "courier new": "liberation mono",
    "arial narrow": "liberation sans narrow",
    "helvetica": "liberation sans",
    "times": "liberation serif",
    "courier": "liberation mono",
}
"""Free families with the same widths, so that every line breaks where it does in Word."""
PACKAGES = {
    "carlito": "fonts-crosextra-carlito",
    "caladea": "fonts-crosextra-caladea",
    "liberation sans": "fonts-liberation",
    "liberation serif": "fonts-liberation",
    "liberation mono": "fonts-liberation",
    "liberation sans narrow": "fonts-liberation",
    "open sans": "fonts-open-sans",
    "dejavu sans": "fonts-dejavu-core",
    "dejavu serif": "fonts-dejavu-core",
    "dejavu sans mono": "fonts-dejavu-core",
    "noto sans": "fonts-noto-core",
    "noto serif": "fonts-noto-core",
    "noto sans mono": "fonts-noto-mono",
    "roboto": "fonts-roboto-unhinted",
    "lato": "fonts-lato",
    "inter": "fonts-inter",
    "manrope": "fonts-manrope",
    "quicksand": "fonts-quicksand",
    "cabin": "fonts-cabin",
    "cantarell": "fonts-cantarell",
    "dosis": "fonts-dosis",
    "karla": "fonts-karla",
    "vollkorn": "fonts-vollkorn",
    "eb garamond": "fonts-ebgaramond",
    "gentium plus": "fonts-sil-gentiumplus",
    "charis sil": "fonts-sil-charis",
    "andika": "fonts-sil-andika",
    "linux libertine o": "fonts-linuxlibertine",
    "opensymbol": "fonts-opensymbol",
    "comic neue": "fonts-comic-neue",
    "jetbrains mono": "fonts-jetbrains-mono",
    "hack": "fonts-hack",
}
"""Debian's packages, by family in lower case."""

FONTS_OF = ("FONTCONFIG_FILE", "FONTCONFIG_PATH")
"""What the operator of a machine says of its fonts; LibreOffice and fontconfig must be told the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FontMatch:
    """What a family becomes on this machine."""

    asked: str
    given: str | None
    """The family that is used; None when fontconfig is not there."""
    file: Path | None
    sha256: str | None

    @property
    def faithful(self) -> bool:
        """True when it is the family itself or its metric twin."""
        given = (self.given or "").casefold()
        return given in (self.asked.casefold(), METRIC_TWINS.get(self.asked.casefold()))

    @property
    def package(self) -> str | None:
        """The Debian package that has the right one, if known."""
        wanted = METRIC_TWINS.get(self.asked.casefold(), self.asked.casefold())
        return PACKAGES.get(wanted)

    @property
    def families(self) -> tuple[str, ...]:
        """The names of families that are right for it: itself, its metric twin, and what it is if that is right."""
        twin = METRIC_TWINS.get(self.asked.casefold())
        return (self.asked, *([twin] if twin else ()), *([self.given] if self.given and self.faithful else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A font in a finished document that nobody asked for."""

    font: str
    """Its PostScript name."""
    characters: frozenset[str]
    """What it is used for, without spaces."""
    needed: bool
    """True when the fonts that were asked for lack all of those characters."""


def match(families: Iterable[str]) -> tuple[FontMatch, ...]:
    """What each family becomes, in the order given."""
    return tuple(_match(family) for family in families)


@lru_cache(maxsize=256)
def _match(family: str) -> FontMatch:
    program = shutil.which("fc-match")
    if program is None:
        return FontMatch(asked=family, given=None, file=None, sha256=None)
    names, _, file = ask(program, "%{family}\t%{file}", escaped(family)).partition("\t")
    path = Path(file) if file else None
    digest = sha256(path.read_bytes()).hexdigest() if path and path.is_file() else None
    return FontMatch(asked=family, given=_name(family, names.split(",")), file=path, sha256=digest)


def _name(asked: str, names: list[str]) -> str | None:
    """The name that was asked for, if it is among the font's ("Open Sans,Open Sans Semibold"); else the first."""
    return next((one for one in names if one.casefold() == asked.casefold()), names[0]) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What a finished document was drawn with, held against what it asks for."""

    replaced: tuple[FontMatch, ...]
    """The families that this machine draws with others, and that the document shows it of."""
    stand_ins: tuple[StandIn, ...]
    """The fonts in it that belong to no family that it asks for."""
    closed: tuple[FontMatch, ...]
    """The families in it whose licence forbids that a file carries them."""
    unknown: bool
    """True when it is not known what any family becomes: fontconfig is not there."""


def lock(asked: Sequence[FontMatch], drawn: Mapping[str, frozenset[str]], marks: frozenset[str]) -> Lock:
    """Hold the fonts of a finished document against those that it asks for.

    A family that only an unused style names leaves no trace in the document,
    and is not told of.

    Args:
        asked: the families that it asks for.
        drawn: the characters that each font in it is used for, by PostScript name.
        marks: characters that have fonts of their own: the bullets of lists.
    """
    strangers = tuple(_stand_ins(asked, drawn, marks))
    needed = {one.font for one in strangers if one.needed}
    uncalled = any(not one.needed for one in strangers)
    names = [name for name in drawn if name not in needed]
    unfaithful = (one for one in asked if one.given is not None and not one.faithful)
    shown = (one for one in unfaithful if uncalled or any(_belongs(name, [str(one.given)]) for name in names))
    right = (one for one in asked if one.faithful and any(_belongs(name, one.families) for name in drawn))
    closed = (one for one in right if one.file is not None and _is_closed(one.file))
    return Lock(
        replaced=tuple(shown),
        stand_ins=strangers,
        closed=tuple(closed),
        unknown=any(one.given is None for one in asked),
    )


def _stand_ins(
    asked: Sequence[FontMatch], drawn: Mapping[str, frozenset[str]], marks: frozenset[str]
) -> Iterator[StandIn]:
    """The fonts that belong to no family that the document asks for."""
    right = _right(asked)
    for name, characters in drawn.items():
        used = frozenset(one for one in characters if not _is_blank(one))
        if used and not used <= marks and not _is_symbols(name) and not _belongs(name, right):
            files = {one.file for one in asked if one.faithful and one.file is not None}
            known = (have for file in files if (have := _characters(file)))
            needed = any(not used & have for have in known)
            yield StandIn(font=name, characters=used, needed=needed)


def _right(asked: Sequence[FontMatch]) -> list[str]:
    return [family for one in asked for family in one.families if one.given is None or one.faithful]


_SYMBOLS = ("opensymbol", "symbol", "wingdings", "webdings", "starsymbol", "zapfdingbats", "standardsymbols")
"""Fonts of marks, which every program maps to ordinary characters."""
_RESTRICTED = 2
"""Restricted licence embedding, the lowest four bits of fsType."""


def _is_blank(character: str) -> bool:
    """True for spaces, and for characters that only say how others are drawn: joiners, variation selectors."""
    return character.isspace() or unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _is_symbols(name: str) -> bool:
    return _plain(name).startswith(_SYMBOLS)


def _belongs(name: str, families: Iterable[str]) -> bool:
    """True when a font, by its PostScript name, is of one of the families; fontconfig knows names that differ."""
    wanted = {_plain(family) for family in families}
    family = _plain(name.partition("-")[0])
    return family in wanted or any(_plain(one) in wanted for one in _families_of(name))


def _plain(name: str) -> str:
    return "".join(one for one in name.casefold() if one.isalnum())


def _families_of(name: str) -> tuple[str, ...]:
    """The families that a font calls itself, by its PostScript name; none when this machine does not know it."""
    return _named().get(name.casefold(), ()) if name else ()


@lru_cache(maxsize=1)
def _named() -> Mapping[str, tuple[str, ...]]:
    """The families of every font of this machine, by its PostScript name in lower case: one question for them all."""
    program = shutil.which("fc-list")
    found: dict[str, tuple[str, ...]] = {}
    for line in ask(program, "%{postscriptname}\t%{family}\n", ":").splitlines() if program else ():
        name, _, families = line.partition("\t")
        found[name.casefold()] = (*found.get(name.casefold(), ()), *(one for one in families.split(",") if one))
    return found


@lru_cache(maxsize=64)
def _characters(file: Path) -> frozenset[str]:
    """The characters that a font file has; none when it cannot be read."""
    return _asked_of(file, lambda font: frozenset(chr(code) for code in font.getBestCmap()), frozenset())


@lru_cache(maxsize=64)
def _is_closed(file: Path) -> bool:
    """True when a font's licence forbids that documents carry it (OpenType, OS/2, fsType: restricted)."""
    return _asked_of(file, lambda font: bool(font["OS/2"].fsType & 0xF == _RESTRICTED), otherwise=False)


def _asked_of(file: Path, question: Callable[[TTFont], T], otherwise: T) -> T:
    """What a font file says; something else when it cannot be read, or does not say."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415  # takes its time

    try:
        with file.open("rb") as content, TTFont(content, fontNumber=0, lazy=True) as font:
            return question(font)
    except (TTLibError, OSError, KeyError, TypeError):
        return otherwise


def ask(program: str, wanted: str, pattern: str, *how: str) -> str:
    """Ask fontconfig as LibreOffice does: fonts in somebody's own folder are not the machine's.

    Args:
        program: one of fontconfig's.
        wanted: what it is to print of each font, in fontconfig's own notation.
        pattern: the fonts.
        how: more options.
    """
    kept = {name: os.environ[name] for name in ("PATH", *FONTS_OF) if name in os.environ}
    with leftovers.lent("typsnitt") as home:
        environment = {**kept, "HOME": str(home), "LC_ALL": "C.UTF-8"}
        return inquire([program, *how, "-f", wanted, pattern], timeout=20, environment=environment, folder=home).output


def escaped(name: str) -> str:
    """A name in a pattern of fontconfig."""
    return name.replace("\\", "").replace(":", "\\:").replace("-", "\\-").replace(",", "\\,")
