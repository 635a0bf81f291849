"""Is everything there that documents need? One line for each thing, with the remedy beside what is wrong."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.case.profiles import fonts_locked
from generator.engines.fonts import FontMatch, match
from generator.engines.registry import ENGINES, VALIDATORS
from generator.errors import GeneratorError
from generator.provenance import programs
from generator.settings import Settings
from generator.word.fonts import families
from generator.word.package import DOCUMENT, unpack
from generator.word.templates import LETTERHEAD, Template
from generator.workshop import Workshop

_SHARED = ("word/footnotes.xml", "word/theme/")
"""The parts that documents get of a letterhead and of its formats alike."""
_HYPHENATION = ("/usr/share/hyphen", "/usr/lib/libreoffice/share/extensions", "/usr/share/myspell/dicts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at."""

    name: str
    good: bool
    found: str
    remedy: str = ""
    dispensable: bool = False
    """True when documents can be made and published without it."""

    @property
    def wrong(self) -> bool:
        """True when something must be mended."""
        return not self.good and not self.dispensable


def examine(settings: Settings) -> Iterator[Check]:
    """Everything that documents need, in the order in which to mend it."""
    yield Check(name="Generator", good=True, found=programs()["generator"])
    yield Check(name="Python", good=True, found=f"{platform.python_version()} på {platform.system()}")
    yield from _folders(settings)
    yield from _engines()
    yield from _validators()
    yield _hyphenation()
    yield from _templates(settings)


def _folders(settings: Settings) -> Iterator[Check]:
    for name, folder in (("Scheman", settings.schemas), ("Mallar", settings.templates), ("Regler", settings.rules)):
        remedy = "Ange rätt mapp med --rot eller miljövariabeln GENERATOR_ROT."
        yield Check(name=name, good=folder.is_dir(), found=str(folder), remedy="" if folder.is_dir() else remedy)
    nearest = next(one for one in (settings.out, *settings.out.absolute().parents) if one.exists())
    writable = os.access(nearest, os.W_OK) and nearest.is_dir()
    remedy = "" if writable else "Ange en annan mapp med --ut, eller ändra behörigheten."
    yield Check(name="Utmapp", good=writable, found=str(settings.out), remedy=remedy)


def _engines() -> Iterator[Check]:
    for name, make in ENGINES.items():
        engine = make()
        try:
            health = engine.health()
        finally:
            engine.close()
        found = health.version or "går inte att använda"
        yield Check(name=f"PDF-motor {name}", good=health.version is not None, found=found, remedy=health.remedy)


def _validators() -> Iterator[Check]:
    """The in-process checks always run, so that a validator is good to have, no more."""
    for name, make in VALIDATORS.items():
        validator = make()
        try:
            health = validator.health()
        finally:
            validator.close()
        found = health.version or "saknas; PDF-filerna prövas bara i generatorn själv"
        good = health.version is not None
        yield Check(name=f"PDF-granskare {name}", good=good, found=found, remedy=health.remedy, dispensable=True)


def _hyphenation() -> Check:
    there = any(list(Path(folder).rglob("hyph_sv*.dic")) for folder in _HYPHENATION if Path(folder).is_dir())
    found = "svenska finns" if there else "svenska saknas, raderna bryts annorlunda än i Word"
    return Check(name="Avstavning", good=there, found=found, remedy="" if there else "sudo apt-get install hyphen-sv")


def _templates(settings: Settings) -> Iterator[Check]:
    shop = Workshop(settings)
    try:
        pairs = _pairs(shop)
    except GeneratorError as error:
        yield from _wrong("Scheman", error)
        return
    speechless, broken = set[str](), set[tuple[str, str]]()
    for profil in shop.profiles.names:
        try:
            shop.profiles.wordings(profil, date.today())
        except GeneratorError as error:
            speechless.add(profil)
            yield from _wrong(f"Profil {profil}", error)
    for profil, typ in pairs:
        try:
            shop.templates.template(profil, typ)
        except GeneratorError as error:
            broken.add((profil, typ))
            yield from _wrong(f"Mall {profil}/{typ}", error)
    yield from _rules(shop)
    whole = sum(pair not in broken and pair[0] not in speechless for pair in pairs)
    found = f"{whole} av {len(pairs)} (formaten i varje profil)"
    yield Check(name="Hela mallar", good=whole == len(pairs), found=found)
    for font in _fonts(shop):
        yield _font(font, shop)


def _pairs(shop: Workshop) -> list[tuple[str, str]]:
    """Every profile with every format."""
    return [(profil, typ) for profil in shop.profiles.names for typ in shop.schemas.formats]


def _fonts(shop: Workshop) -> tuple[FontMatch, ...]:
    """What becomes of the families that the templates ask for; a template that is broken asks for none."""
    return match(sorted({family for _, template in _whole(shop) for family in template.fonts}))


def _whole(shop: Workshop) -> Iterator[tuple[str, Template]]:
    """The templates that can be used, each with its profile."""
    for profil, typ in _pairs(shop):
        with suppress(GeneratorError):
            yield profil, shop.templates.template(profil, typ)


def font_packages(settings: Settings) -> tuple[str, ...]:
    """The Debian packages with fonts that the templates ask for and this machine lacks, each once.

    A family that no known package has is left out; schemas and templates that
    are broken are, too. `examine` tells of both.
    """
    try:
        fonts = _fonts(Workshop(settings))
    except GeneratorError:
        return ()
    return tuple(sorted({font.package for font in fonts if font.package and not font.faithful}))


def _rules(shop: Workshop) -> Iterator[Check]:
    try:
        yield Check(name="Hela regler", good=True, found=str(len(shop.rules.rules)))
    except GeneratorError as error:
        yield from _wrong("Regel", error)


def _wrong(name: str, error: GeneratorError) -> Iterator[Check]:
    for finding in error.findings:
        file = f"{finding.place.file}: " if finding.place.file else ""
        yield Check(name=name, good=False, found=file + finding.message, remedy=finding.remedy)


def _font(font: FontMatch, shop: Workshop) -> Check:
    name = f"Typsnitt {font.asked}"
    if font.given is None:
        remedy = "Installera fontconfig: sudo apt-get install fontconfig"
        return Check(name=name, good=False, found="fontconfig saknas", remedy=remedy)
    found = font.given if font.given == font.asked else f"{font.given} används"
    if font.faithful:
        return Check(name=name, good=True, found=found)
    asking = {profil for profil, template in _whole(shop) if font.asked in template.fonts}
    allowed = not any(_locks(profil, shop) for profil in asking)
    more = ", vilket profilen godtar (typsnittsbyte)" if allowed else ""
    remedy = f"sudo apt-get install {font.package}" if font.package else _exchange(font.asked, shop)
    return Check(name=name, good=False, found=found + more, remedy=remedy, dispensable=allowed)


def _locks(profil: str, shop: Workshop) -> bool:
    """True when another font stops the profile's documents; a profile that cannot be read is told of elsewhere."""
    with suppress(GeneratorError):
        return fonts_locked(shop.profiles.wordings(profil, date.today()))
    return True


def _exchange(family: str, shop: Workshop) -> str:
    """What to do of a font that no package has, with the files that ask for it."""
    files = sorted({file for _, template in _whole(shop) for file in template.digests})
    asking = [file for file in files if family in _asked(shop.templates.folder / file)]
    return f"Installera typsnittet, eller byt det i {', '.join(asking) or 'brevmallen'}."


def _asked(path: Path) -> tuple[str, ...]:
    """The families that a file asks for with what documents get of it: all but a letterhead's body, or the body."""
    parts, frame = unpack(path).parts, path.name == LETTERHEAD
    printed = (name for name in parts if (name == DOCUMENT) != frame or name.startswith(_SHARED))
    return families({name: parts[name] for name in printed})
