"""A file with no manifest beside it, as when it came by mail, or that the manifest beside it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from generator.audit import claims
from generator.audit.files import Found, is_there, look
from generator.audit.handling import Means, settled, void
from generator.audit.model import Audit, FileAudit, Standing, remark, stumbled
from generator.audit.publication import Publication, lacks_manifest
from generator.audit.standards import Judged, judge
from generator.errors import GeneratorError
from generator.findings import Finding, Severity
from generator.model import Status
from generator.steps.publish import MANIFEST, SUFFIXES, read_manifest

_ASK = "Fråga den som skickade filen var den kommer från, eller ange med --ut MAPP var de publicerade filerna ligger."

RESTORE = (
    f"Hämta tillbaka {MANIFEST} från en säkerhetskopia. "
    "Har filerna kommit från någon annan: fråga den som skickade dem var de kommer från."
)
"""What to do when a folder has lost its manifest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A published file."""

    publication: Publication
    stem: str
    name: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.publication.folder / self.name


@dataclass(frozen=True)
class Library:
    """Everything that is published, to look a file up in.

    Args:
        out: the folder of the published folders.
    """

    out: Path

    @cached_property
    def publications(self) -> tuple[Publication, ...]:
        """Every folder whose manifest can be read."""
        return tuple(self._all())

    def _all(self) -> Iterator[Publication]:
        for manifest in sorted(self.out.glob(f"*/{MANIFEST}")):
            try:
                yield Publication(manifest.parent, read_manifest(manifest.parent))
            except GeneratorError:
                continue  # it is told when its own folder is looked at

    @cached_property
    def _digests(self) -> dict[str, Known]:
        return {
            digest: Known(publication=one, stem=one.stems[name], name=name)
            for one in self.publications
            for digest, name in one.digests.items()
        }

    def by_digest(self, digest: str | None) -> Known | None:
        """The published file with just that content."""
        return self._digests.get(digest or "")

    def stem_in(self, number: str | None, name: str) -> str | None:
        """The ärende's handling that a file is named after: "Kopia av 2024-03-01-avslut (1)"; the longest that fits."""
        stems = (stem for one in self.publications if one.diarienummer == number for stem in one.stems.values())
        return max((stem for stem in stems if stem and stem in name), key=len, default=None)

    def by_name(self, number: str, stem: str, suffix: str) -> Known | None:
        """The published file that a file says that it is."""
        name = f"{stem}{suffix}"
        of_case = (one for one in self.publications if one.diarienummer == number)
        return next((Known(publication=one, stem=stem, name=name) for one in of_case if name in one.stems), None)


def audit_stray(path: Path, beside: Publication | None, library: Library, means: Means) -> Audit:
    """Look at a file that no manifest beside it names.

    Args:
        path: the file.
        beside: the folder that it lies in, when that has a manifest.
        library: what is published.
        means: what to look with.

    Returns:
        An answer whatever lies there.
    """
    try:
        return _audit_stray(path, beside, library, means)
    except Exception as error:  # noqa: BLE001  # one file must not keep the others from being looked at
        found = look(path)
        stopped = stumbled(path, f"{path.name} gick inte att granska", error)
        files = (_file(found, Standing.UNREADABLE),)
        return settled(Audit(place=path, standing=Standing.UNREADABLE, files=files, findings=(stopped,)))


def _audit_stray(path: Path, beside: Publication | None, library: Library, means: Means) -> Audit:
    found = look(path)
    said = claims.claims(path, found.content or b"")
    audit = Audit(place=path, standing=Standing.UNKNOWN, said=said, diarienummer=said.get(claims.NUMBER))
    hindrance = _hindrance(found)
    if hindrance:
        standing = Standing.UNREADABLE if found.there else Standing.MISSING
        standing = Standing.UNKNOWN if found.content is not None else standing
        return settled(replace(audit, standing=standing, files=(_file(found, standing),), findings=(hindrance,)))
    same = _same(found, beside, library)
    audit = _recognised(audit, same) if same else _unrecognised(audit, beside, library)
    differs = audit.standing is Standing.DIFFERS
    judged = Judged() if differs else judge(path, found.content or b"", said, means.validator)
    file = replace(_file(found, audit.standing), verdicts=judged.verdicts)
    link = _link(found)
    return settled(replace(audit, files=(file,), findings=(*audit.findings, *link, *judged.findings)))


def _file(found: Found, standing: Standing) -> FileAudit:
    return FileAudit(path=found.path, standing=standing, sha256=found.sha256)


def _hindrance(found: Found) -> Finding | None:
    """Why nothing more can be said of a file."""
    name = found.path.name
    if not found.there:
        message = f"{name} finns inte: {found.why}." if found.link else f"{name} finns inte."
        return remark(found.path, "fil-saknas", message, "Kontrollera sökvägen.")
    if found.content is None:
        remedy = "Kontrollera sökvägen, och att du får läsa filen."
        return remark(found.path, "fil-olaslig", f"{name} går inte att läsa: {found.why}.", remedy)
    if found.path.suffix.casefold() not in SUFFIXES:
        message = f"{name} är inte en fil som generatorn publicerar. De slutar på {', '.join(SUFFIXES)}."
        return remark(found.path, "fil-okant-slag", message, "Ange en publicerad fil, eller mappen som den ligger i.")
    if not found.content:
        message = f"{name} är tom (0 byte). Det finns inget att jämföra."
        return remark(found.path, "fil-tom", message, "Hämta filen på nytt.")
    return None


def _same(found: Found, beside: Publication | None, library: Library) -> Known | None:
    """The published file that has the same content."""
    name = beside.digests.get(found.sha256 or "") if beside else None
    if beside and name:
        return Known(publication=beside, stem=beside.stems[name], name=name)
    return library.by_digest(found.sha256)


def _recognised(audit: Audit, same: Known) -> Audit:
    """The content is just what was published; where it lies and what it is called may be another matter."""
    number = same.publication.diarienummer
    message = f"Innehållet är exakt det som publicerades som {same.name} i ärende {number}."
    record = same.publication.record(same.stem)
    notes = [
        *void(audit.place, Status(record["status"])),
        remark(audit.place, "fil-igenkand", message, "", Severity.NOTE),
    ]
    if same.name != audit.place.name:
        renamed = f"Filen har fått ett annat namn: den publicerades som {same.name}."
        remedy = f"Låt den heta {same.name}, så att den inte förväxlas."
        notes.append(remark(audit.place, "fil-omdopt", renamed, remedy, Severity.WARNING))
    return replace(
        audit,
        standing=Standing.UNTOUCHED,
        diarienummer=number,
        handling=same.stem,
        record=record,
        findings=tuple(notes),
    )


def _unrecognised(audit: Audit, beside: Publication | None, library: Library) -> Audit:
    said, name = audit.said, audit.place.name
    number, suffix = said.get(claims.NUMBER), audit.place.suffix.casefold()
    stem = said.get(claims.HANDLING) or library.stem_in(number, audit.place.stem)  # a Word file says its ärende alone
    known = library.by_name(number, stem, suffix) if number and stem else None
    if known:
        status = Status(known.publication.record(known.stem)["status"])
        told = (*void(audit.place, status), _differs(audit.place, known))
        return replace(audit, standing=Standing.DIFFERS, handling=stem, findings=told)
    if beside:
        message = f"{name} ligger i mappen för ärende {beside.diarienummer}, men {MANIFEST} känner inte till den."
        remedy = f"Flytta ut filen om den inte hör hit. Hör den hit: hämta {MANIFEST} från en säkerhetskopia."
    elif lacks_manifest(audit.place.parent, library.out, number):
        fault = "går inte att använda" if is_there(audit.place.parent / MANIFEST) else "saknas"
        message = f"Mappens {MANIFEST} {fault}, så det går inte att säga om {name} är orörd."
        remedy = RESTORE
    else:
        message = (
            f"{name} finns inte bland de publicerade filerna i {library.out}, så det går inte att säga om den är äkta."
        )
        remedy = _ASK
    return replace(audit, findings=(remark(audit.place, "fil-okand", message, remedy),))


def _differs(path: Path, known: Known) -> Finding:
    """The file says that it is a published one, and is not."""
    record = known.publication.record(known.stem)
    status = Status(record["status"])
    message = (
        f"{path.name} säger sig vara {known.stem} i ärende {known.publication.diarienummer}, "
        f"men är inte densamma som den publicerade filen ({status.label})."
    )
    remedy = f"Använd den publicerade filen: {known.path}."
    if status.frozen:
        remedy += " Säg till registratorn och arkivarien: någon kan ha ändrat i handlingen."
    else:
        remedy += " Handlingen är ett utkast, så filen kan vara en äldre version."
    return remark(path, "fil-avviker", message, remedy)


def _link(found: Found) -> tuple[Finding, ...]:
    if not found.link:
        return ()
    message = f"{found.path.name} är en länk till {found.link}. Det är den filen som har granskats."
    return (remark(found.path, "fil-lank", message, "", Severity.NOTE),)
