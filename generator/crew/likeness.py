"""What must be alike on every machine of a cluster, lest the same handling become another from machine to machine.

The schemas, rules and templates are sent. What is there before, the programs,
the fonts and the patterns by which words are broken, is compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256

from generator.engines.fontfiles import faces, stand_ins
from generator.engines.fonts import match
from generator.engines.officebuild import hyphenation
from generator.errors import TemplateError
from generator.provenance import programs
from generator.word.templates import Template
from generator.workshop import Workshop

Versions = tuple[tuple[str, str], ...]
"""What must be alike, in Swedish, each with its version or the beginning of its digest."""


def versions(shop: Workshop) -> Versions:
    """What a workshop makes documents with, beside what it was sent.

    Raises:
        GeneratorError: the schemas or the profiles cannot be used.
    """
    templates = tuple(_templates(shop))
    found = {**programs(), **_fonts(templates)}
    if shop.engine is not None:
        health = shop.engine.health()
        found[shop.engine.name] = f"{health.version} {health.build}".strip()
        languages = {"sv-SE"}.union(*(template.languages for template in templates))
        found["avstavningen"] = _short(sorted(hyphenation(languages).items()))
    if shop.validator is not None:
        found[shop.validator.name] = f"{shop.validator.health().version}"
    return tuple(found.items())


def unlike(wanted: Versions, here: Versions) -> str:
    """What differs from what is wanted: "zlib 1.2 i stället för 1.3"; "" when nothing does."""
    should, does = dict(wanted), dict(here)
    names = [name for name in (should | does) if should.get(name) != does.get(name)]
    return ", ".join(f"{name} {does.get(name, 'saknas')} i stället för {should.get(name, 'inget')}" for name in names)


def _templates(shop: Workshop) -> Iterator[Template]:
    """Every template that can be used; one that cannot is told of where a handling asks for it."""
    for profil in shop.profiles.names:
        for typ in shop.schemas.formats:
            with suppress(TemplateError):
                yield shop.templates.template(profil, typ)


def _fonts(templates: tuple[Template, ...]) -> dict[str, str]:
    families = tuple(sorted({family for template in templates for family in template.fonts}))
    found = {
        f"typsnittet {font.asked}": f"({font.given}, {_short((font.sha256, sorted(faces(font.asked).items())))})"
        for font in match(families)
    }
    return {**found, "reservtypsnitten": _short(stand_ins(families))}


def _short(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:8]
