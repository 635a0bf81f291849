"""Findings as they stand on a page, each with a link to its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from generator.case.positions import path_text
from generator.findings import Finding, Place, Severity, Spot
from generator.preview.files import CASES, real
from generator.report import shown_path

TEMPLATES = "templates"
WORD = ".docx"
_GROUPS = (
    ("Mallarna", (TEMPLATES,)),
    ("Ärendet och dokumentet", (CASES,)),
    ("Reglerna och schemana", ("rules", "schemas")),
    ("Övrigt", ("",)),
)
"""The heading of each group of remarks, and in which folders the files are that it speaks about."""
_WEIGHTS = tuple(Severity)
"""From the gravest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding in words, with the way to its place."""

    id: str
    """A name of its own, the same for as long as the finding stands: where the keyboard's focus was can be found."""
    weight: str
    """How much it weighs, in a word: "fel", "varning", "upplysning", "godtagen varning"."""
    severity: Severity
    message: str
    remedy: str
    source: str | None
    waived: str | None
    place: str
    """Where, in words; empty when it is nowhere in particular."""
    anchor: str
    """The name of the place within its file's page; empty for the file as a whole."""
    href: str | None
    """The address of the place; None when it cannot be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkGroup:
    """Remarks about files of one kind."""

    title: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Guide:
    """Knows the addresses of the files that may be shown.

    Args:
        listing: the files by the names of their addresses.
        query: what the addresses end with: "?fran=…"; the way back.
    """

    listing: Mapping[str, Path]
    query: str = ""

    def name(self, path: Path | None) -> str | None:
        """The name that a file's address has; None when it may not be shown."""
        return self._names.get(real(path)) if path is not None else None

    @cached_property
    def _names(self) -> Mapping[Path, str]:
        return {real(path): name for name, path in self.listing.items()}

    def href(self, place: Place) -> str | None:
        """The address of a place; None when it cannot be shown."""
        name = self.name(place.file)
        if name is None:
            return None
        address = word_address(name) if name.endswith(WORD) else f"/fil/{quote(name)}"
        return f"{address}{self.query}#{anchor(place)}" if anchor(place) else f"{address}{self.query}"

    def file(self, path: Path) -> str:
        """A file's name for people: below the root as its address says it, else its path."""
        name = self.name(path)
        return shown_path(path) if name is None or not path.match(name) else name

    def words(self, place: Place) -> str:
        """Where, in words: "templates/standard/brevmall.docx, sidhuvud 1, stycke 2"."""
        parts = [self.file(place.file)] if place.file else []
        if place.spot is not None:
            parts += [place.spot.where]
        else:
            parts += [f"rad {place.line}"] if place.line else []
            parts += [f"tecken {place.column}"] if place.line and place.column else []
            parts += [place.title or path_text(place.path)]
        return ", ".join(part for part in parts if part)

    def remark(self, finding: Finding) -> Remark:
        """A finding as it stands on a page."""
        place = finding.place
        return Remark(
            id=f"anm-{sha256(repr(_same(finding)).encode()).hexdigest()[:10]}",
            weight="godtagen varning" if finding.waived else finding.severity.value,
            severity=finding.severity,
            message=finding.message,
            remedy=finding.remedy,
            source=finding.source,
            waived=finding.waived,
            place=self.words(place),
            anchor=anchor(place),
            href=self.href(place),
        )

    def groups(self, findings: Iterable[Finding]) -> tuple[RemarkGroup, ...]:
        """Findings by the kind of file that must be mended, each once, the gravest first."""
        sorted_out: dict[str, list[Finding]] = {title: [] for title, _ in _GROUPS}
        for finding in once(findings):
            sorted_out[self._group(finding)].append(finding)
        return tuple(
            RemarkGroup(title=title, remarks=tuple(map(self.remark, _by_weight(found))))
            for title, found in sorted_out.items()
            if found
        )

    def _group(self, finding: Finding) -> str:
        name = self.name(finding.place.file) or ""
        return next(title for title, folders in _GROUPS if name.partition("/")[0] in folders or folders == ("",))


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings without those that say the same of the same place."""
    told: set[tuple[object, ...]] = set()
    for finding in findings:
        if _same(finding) not in told:
            told.add(_same(finding))
            yield finding


def _same(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.message, str(finding.place.file), anchor(finding.place)


def anchor(place: Place) -> str:
    """The name of a place within its file's page: "stycke-document-12", "del-header1", "rad-7"; empty for the file."""
    return spot_anchor(place.spot) if place.spot is not None else line_anchor(place.line)


def spot_anchor(spot: Spot) -> str:
    """The name of a place within a Word file's page."""
    part = part_anchor(spot.part)
    return part if spot.paragraph is None else f"{part.replace('del-', 'stycke-', 1)}-{spot.paragraph}"


def part_anchor(part: str) -> str:
    """The name of a whole part within a Word file's page: "del-header1" for "word/header1.xml"."""
    short = part.removeprefix("word/").removesuffix(".xml")
    return "del-" + "".join(character if character.isalnum() else "-" for character in short)


def line_anchor(line: int | None) -> str:
    """The name of a line within a text's page."""
    return f"rad-{line}" if line else ""


def word_address(name: str) -> str:
    """The address of the page of a Word file among the templates."""
    return f"/mall/{quote(name.removeprefix(f'{TEMPLATES}/'))}"


def _by_weight(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: (bool(one.waived), _WEIGHTS.index(one.severity)))
