"""The template folder: which Word files make the template of a format and a profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.model import type_name
from generator.word.composition import Composed, compose
from generator.word.fonts import families
from generator.word.package import refuse
from generator.word.prepared import Prepared

LETTERHEAD = "brevmall.docx"
STANDARD = "standard"
_TAG = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
_WORD = re.compile(r"\w+")
_LANGUAGE = re.compile(rb"<w:lang\s[^>]*?\bw:val=\"([\w-]+)\"")


@dataclass(frozen=True)
class Template:
    """A template that is ready to be filled in."""

    prepared: Prepared
    fonts: tuple[str, ...]
    """The font families that it asks for."""
    names: frozenset[str]
    """Every word in its tags: the names that it uses are among them."""
    languages: frozenset[str]
    """The languages that its styles and texts are in, as they say themselves: "sv-SE"."""
    digests: Mapping[str, str]
    """Every Word file in it, as a path below the template folder, with its SHA-256."""


@dataclass(frozen=True)
class Templates:
    """All templates of one folder; each is prepared when first asked for."""

    folder: Path
    _ready: dict[tuple[str, type_name], Template] = field(default_factory=dict, repr=False)

    def find(self, profil: str, name: str) -> Path | None:
        """The profile's own file `name`, else the standard's, else None."""
        for home in (self.folder / profil, self.folder / STANDARD):
            path = home / name
            if path.is_file() and path.resolve().is_relative_to(self.folder.resolve()):
                return path
        return None

    def template(self, profil: str, typ: type_name) -> Template:
        """The template of a format in a profile's looks.

        Raises:
            TemplateError: a file is missing or cannot be used.
        """
        if (profil, typ) not in self._ready:
            self._ready[profil, typ] = self._prepare(profil, typ)
        return self._ready[profil, typ]

    def _prepare(self, profil: str, typ: type_name) -> Template:
        letterhead = self._demand(profil, LETTERHEAD)
        body = self._demand(profil, f"{typ}.docx")
        composed = compose(letterhead, body, lambda name: self.find(profil, name))
        digests = {path.relative_to(self.folder).as_posix(): digest for path, digest in composed.files.items()}
        return Template(
            Prepared(composed), families(composed.parts), words(composed), languages(composed.parts), digests
        )

    def _demand(self, profil: str, name: str) -> Path:
        path = self.find(profil, name)
        if path is None:
            refuse(
                self.folder / profil / name,
                "mall-saknas",
                f"Mallen {name} finns varken i profilen {profil} eller i {STANDARD}.",
                f"Lägg filen i {self.folder / STANDARD} eller {self.folder / profil}.",
            )
        return path


def words(composed: Composed) -> frozenset[str]:
    """Every word in the tags of a template, its blocks, header and footer."""
    sources = (composed.body, *composed.blocks.values(), *composed.margins.values())
    return frozenset(word for source in sources for tag in _TAG.findall(source) for word in _WORD.findall(tag))


def languages(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The languages that a package's parts name for Latin text."""
    return frozenset(found.decode() for part in parts.values() for found in _LANGUAGE.findall(part))
