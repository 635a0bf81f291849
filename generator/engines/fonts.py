"""Which font files this machine uses for the families that a template asks for (fontconfig)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from generator.engines.process import run

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


def match(families: Iterable[str]) -> tuple[FontMatch, ...]:
    """What each family becomes, in the order given."""
    return tuple(_match(family) for family in families)


@lru_cache(maxsize=256)
def _match(family: str) -> FontMatch:
    program = shutil.which("fc-match")
    if program is None:
        return FontMatch(asked=family, given=None, file=None, sha256=None)
    pattern = family.replace("\\", "").replace(":", "\\:").replace("-", "\\-").replace(",", "\\,")
    finished = run(
        [program, "-f", "%{family}\t%{file}", pattern], timeout=20, environment=dict(os.environ), folder=Path.cwd()
    )
    names, _, file = finished.output.partition("\t")
    path = Path(file) if file else None
    digest = sha256(path.read_bytes()).hexdigest() if path and path.is_file() else None
    return FontMatch(asked=family, given=_name(family, names.split(",")), file=path, sha256=digest)


def _name(asked: str, names: list[str]) -> str | None:
    """The name that was asked for, if it is among the font's ("Open Sans,Open Sans Semibold"); else the first."""
    return next((one for one in names if one.casefold() == asked.casefold()), names[0]) or None
