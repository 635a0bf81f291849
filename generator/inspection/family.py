"""The files that make the template of one format in one profile, opened to be inspected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator.errors import TemplateError
from generator.findings import Finding, Place
from generator.inspection.source import BLOCKS, WordFile, inspect_file
from generator.model import type_name
from generator.word.templates import LETTERHEAD, STANDARD, Templates


@dataclass(frozen=True)
class Cupboard:
    """The Word files of a template folder, each opened once.

    Args:
        templates: the folder.
    """

    templates: Templates
    closed: dict[Path, tuple[Finding, ...]] = field(default_factory=dict)
    """Files that cannot be opened, and why."""
    _open: dict[Path, WordFile] = field(default_factory=dict)

    def file(self, path: Path) -> WordFile | None:
        """One file; None when it cannot be opened, which is noted."""
        if path not in self._open and path not in self.closed:
            try:
                self._open[path] = inspect_file(path)
            except TemplateError as error:
                self.closed[path] = error.findings
        return self._open.get(path)

    def paths(self, profil: str) -> Iterator[Path]:
        """Every Word file that the profile uses: its own, and the standard's where it has none of that name."""
        homes = [self.templates.folder / name for name in dict.fromkeys((profil, STANDARD))]
        names = {path.relative_to(home) for home in homes for path in home.rglob("*.doc[xm]") if _is_template(path)}
        for name in sorted(names):
            found = self.templates.find(profil, name.as_posix())
            if found is not None:
                yield found


def _is_template(path: Path) -> bool:
    """Word leaves a small hidden file beside one that is open."""
    return not path.name.startswith(("~$", "."))


@dataclass(frozen=True)
class Family:
    """One format in one profile's looks.

    Args:
        cupboard: the folder's files.
        profil: the profile.
        typ: the format.
    """

    cupboard: Cupboard
    profil: str
    typ: type_name

    @cached_property
    def letterhead(self) -> WordFile | None:
        """The profile's letterhead."""
        return self.find(LETTERHEAD)

    @cached_property
    def body(self) -> WordFile | None:
        """The format's file."""
        return self.find(f"{self.typ}.docx")

    def find(self, name: str) -> WordFile | None:
        """A file by its name, the profile's own before the standard's."""
        path = self.path(name)
        return self.cupboard.file(path) if path is not None else None

    def path(self, name: str) -> Path | None:
        """Where a file lies, by its name, whether it can be opened or not."""
        return self.cupboard.templates.find(self.profil, name)

    def has(self, name: str) -> bool:
        """True when there is a file of that name, whether it can be opened or not."""
        return self.path(name) is not None

    @cached_property
    def block_names(self) -> tuple[str, ...]:
        """The blocks that the format can include, as tags name them."""
        paths = self.cupboard.paths(self.profil)
        return tuple(f"{BLOCKS}/{path.name}" for path in paths if path.parent.name == BLOCKS)

    def lacking(self) -> Iterator[Finding]:
        """The files without which there is no template."""
        folder = self.cupboard.templates.folder
        for name in (LETTERHEAD, f"{self.typ}.docx"):
            if not self.has(name):
                message = f"Mallen {name} finns varken i profilen {self.profil} eller i {STANDARD}."
                remedy = f"Lägg filen i {folder / STANDARD} eller {folder / self.profil}."
                place = Place(file=folder / self.profil / name)
                yield Finding(code="mall-saknas", message=message, remedy=remedy, place=place)
