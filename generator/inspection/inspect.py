"""Everything that is wrong with a profile's templates, at once: file by file, then format by format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from jinja2 import meta

from generator.case.profiles import fonts_locked
from generator.case.schemas import FORMAT_FOLDER
from generator.errors import GeneratorError
from generator.findings import Finding, Severity
from generator.inspection.family import Cupboard, Family
from generator.inspection.file_checks import FileChecks, check_together
from generator.inspection.fillable import unfillable, untried
from generator.inspection.source import Role, WordFile
from generator.inspection.tags.names import NameCheck, names_in_reach
from generator.inspection.tags.reading import Readings, Source, misspellings
from generator.inspection.tags.rendering import check_rendered
from generator.inspection.tags.required import Printing
from generator.inspection.tags.wordings import check_hints, check_wordings
from generator.inspection.word.fonts import LACKING
from generator.inspection.word.language import SWEDISH
from generator.model import type_name
from generator.swedish import nearest
from generator.word.package import DOCUMENT
from generator.word.tags import tag_faults
from generator.word.templates import LETTERHEAD
from generator.workshop import Workshop

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True)
class Inspection:
    """The inspection of one template folder; every file is opened and read once.

    Args:
        shop: schemas, profiles, rules and templates.
    """

    shop: Workshop

    @cached_property
    def cupboard(self) -> Cupboard:
        """The folder's files."""
        return Cupboard(self.shop.templates)

    @cached_property
    def _readings(self) -> Readings:
        return Readings()

    @cached_property
    def _name_checks(self) -> dict[str, NameCheck]:
        return {}

    def _names(self, profil: str) -> NameCheck:
        """The check of names in a profile's templates, which gathers what they look at."""
        return self._name_checks.setdefault(profil, NameCheck(self._readings))

    @cached_property
    def _checks(self) -> FileChecks:
        return FileChecks()

    def everything(
        self, profiles: Sequence[str] | None = None, formats: Sequence[type_name] | None = None
    ) -> tuple[Finding, ...]:
        """All that is wrong, in the order of the files.

        Args:
            profiles: whose templates; None for all.
            formats: which formats; None for all, and the blocks that none includes.
        """
        found: list[Finding] = []
        for profil in profiles if profiles is not None else self.shop.profiles.names:
            families = [Family(self.cupboard, profil, typ) for typ in formats or self.shop.schemas.formats]
            paths = self._paths(profil, None if formats is None else families)
            found += self._files(profil, paths)
            for family in families:
                found += [*_told(self._family(family, tuple(found)))]
            found += _told(check_hints(self.shop, profil))
            if formats is None:
                found += _told(self._unused(profil, families))
                found += _told(self._wordings(profil))
        return in_order(found)

    def outside(self, path: Path, profil: str) -> tuple[Finding, ...]:
        """A file that lies somewhere else, looked at as if it were a format of the profile."""
        file = self.cupboard.file(path)
        if file is None:
            return self.cupboard.closed[path]
        return in_order([*self._file(file, profil), *self._alone(file, profil)])

    def _paths(self, profil: str, families: Sequence[Family] | None) -> list[Path]:
        """The files of a profile; only those that some formats are made of when formats are chosen."""
        if families is None:
            return list(self.cupboard.paths(profil))
        return sorted({file.path for family in families for file in self._used(family)})

    def _used(self, family: Family) -> Iterator[WordFile]:
        """The files that a format is made of."""
        yield from (file for file in (family.letterhead, family.body) if file is not None)
        for path in self._blocks(family):
            block = self.cupboard.file(path)
            if block is not None:
                yield block

    def _blocks(self, family: Family) -> Iterator[Path]:
        """The blocks that a format includes, in its body or in the letterhead's margins; also those out of order."""
        bodies = [self._readings.body(family.body)] if family.body else []
        waiting = [*bodies, *(self._readings.margins(family.letterhead) if family.letterhead else ())]
        seen: set[str] = set()
        while waiting:
            source = waiting.pop()
            for name in _included(source) if source else ():
                path = family.path(name) if name not in seen else None
                seen.add(name)
                if path is not None:
                    block = self.cupboard.file(path)
                    waiting += [self._readings.body(block)] if block is not None else []
                    yield path

    def _files(self, profil: str, paths: Iterable[Path]) -> Iterator[Finding]:
        for path in paths:
            file = self.cupboard.file(path)
            yield from self._file(file, profil) if file is not None else self.cupboard.closed[path]

    def _file(self, file: WordFile, profil: str) -> Iterator[Finding]:
        """What is wrong with one file, whatever it is used for."""
        letterhead = self.cupboard.templates.find(profil, LETTERHEAD)
        frame = self.cupboard.file(letterhead) if letterhead is not None else None
        yield from self._checks.check(file, frame, self._language(profil), self._lacking(profil))
        for outline in file.outlines.values():
            for fault in tag_faults(outline.root):
                yield file.finding(outline.spot(fault.element), fault.code, fault.message, fault.remedy)
            if outline.part != DOCUMENT or file.role is not Role.LETTERHEAD:  # a letterhead's body is never printed
                yield from misspellings(self._readings.source(file, outline))

    def _language(self, profil: str) -> str:
        """A profile's language; Swedish when it cannot be read, which is told elsewhere."""
        try:
            return str(self.shop.profiles.wordings(profil, date.today())["sprak"])
        except GeneratorError:
            return SWEDISH

    def _lacking(self, profil: str) -> Severity:
        """How serious a font is that the machine lacks: as serious as it is for the profile's documents."""
        try:
            locked = fonts_locked(self.shop.profiles.wordings(profil, date.today()))
        except GeneratorError:
            locked = True
        return Severity.ERROR if locked else Severity.WARNING

    def _family(self, family: Family, found: Sequence[Finding]) -> Iterator[Finding]:
        """What is wrong with the files of one format together."""
        yield from family.lacking()
        if family.body is None or family.letterhead is None:
            return
        names = names_in_reach(self.shop, family.profil, (family.typ,))
        misnamed = tuple(self._names(family.profil).family(family, names))
        yield from misnamed
        yield from check_together([*self._used(family)])
        files = {family.letterhead.path, family.body.path, *self._blocks(family)}
        unfit = unfillable([one for one in found if one.place.file in files], misnamed, self.cupboard.closed)
        yield from map(untried, unfit)
        if not unfit:
            yield from Printing(family, self.shop, self._readings).findings()
        broken = {
            one.place.file for one in (*found, *misnamed) if one.severity is Severity.ERROR and one.code != LACKING
        }
        if not broken & files:
            yield from check_rendered(family, self.shop)

    def _wordings(self, profil: str) -> Iterator[Finding]:
        """Words that no template uses; not asked when a file cannot be opened, for it may be what uses them."""
        if not any(path in self.cupboard.closed for path in self.cupboard.paths(profil)):
            yield from check_wordings(self.shop, profil, self._names(profil).read)

    def _unused(self, profil: str, families: Sequence[Family]) -> Iterator[Finding]:
        """Files that no format is made of: what is wrong in them, and that they wait in vain."""
        used = {file.path for family in families for file in self._used(family)}
        for path in self.cupboard.paths(profil):
            file = self.cupboard.file(path)
            if file is not None and path not in used:
                yield self._in_vain(file)
                yield from self._alone(file, profil)

    def _in_vain(self, file: WordFile) -> Finding:
        if file.path.suffix != ".docx":
            message, remedy = f"Filer som slutar på {file.path.suffix} används inte.", "Spara den som .docx i Word."
            return file.finding(None, "fel-filformat", message, remedy)
        if file.role is Role.BLOCK:
            message, remedy = "Inget format använder blocket.", "Ta bort filen om den inte behövs."
            return file.finding(None, "block-oanvant", message, remedy, severity=Severity.NOTE)
        guess = nearest(file.path.stem, self.shop.schemas.formats)
        hint = f" Menade du «{guess}»?" if guess else ""
        message = f"Det finns inget format som heter «{file.path.stem}», så filen används inte.{hint}"
        remedy = (
            f"Byt namn på filen, eller lägg ett schema för formatet i {self.shop.settings.schemas / FORMAT_FOLDER}."
        )
        return file.finding(None, "format-okant", message, remedy, severity=Severity.WARNING)

    def _alone(self, file: WordFile, profil: str) -> Iterator[Finding]:
        """Names in a file that belongs to no format: those of any format will do."""
        family = Family(self.cupboard, profil, "")
        return self._names(profil).alone(file, family, names_in_reach(self.shop, profil, ()))


def _included(source: Source) -> Iterator[str]:
    """The blocks that a source includes by name."""
    return (name for name in meta.find_referenced_templates(source.tree) if name is not None)


def _told(found: Iterator[Finding]) -> Iterator[Finding]:
    """Findings, and those of a profile or a rule that stops more from being found."""
    try:
        yield from found
    except GeneratorError as error:
        yield from error.findings


def inspect_templates(shop: Workshop, profil: str, typ: type_name) -> tuple[Finding, ...]:
    """All that is wrong with the template of one format in one profile.

    Args:
        shop: schemas, profiles, rules and templates.
        profil: the profile.
        typ: the format.

    Returns:
        The findings in the order of the files; those of schemas, profiles or
        rules when they cannot be read.
    """
    try:
        return Inspection(shop).everything([profil], [typ])
    except GeneratorError as error:
        return error.findings


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, as grave as any profile takes it, file by file, from top to bottom."""
    gravest: dict[Finding, Finding] = {}
    for one in sorted(findings, key=lambda one: _WEIGHT[one.severity]):
        gravest.setdefault(replace(one, severity=Severity.ERROR), one)
    return tuple(sorted(gravest.values(), key=_place))


def _place(finding: Finding) -> tuple[str, bool, str, int, int]:
    spot = finding.place.spot
    part, paragraph = (spot.part, spot.paragraph or 0) if spot else ("", 0)
    return str(finding.place.file or ""), part != DOCUMENT, part, paragraph, _WEIGHT[finding.severity]
