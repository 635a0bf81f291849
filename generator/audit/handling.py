"""One published handling: its files against the manifest beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.audit import claims
from generator.audit.files import look
from generator.audit.model import Audit, FileAudit, Rebuilt, Standing, remark
from generator.audit.rebuild import Rebuilder
from generator.audit.standards import Judged, judge
from generator.engines.validator import Validator
from generator.errors import ExitCode, GeneratorError, OutputError
from generator.findings import Finding, Severity
from generator.model import Status
from generator.steps.publish import MANIFEST, SUFFIXES, Shelf

_FETCH = "Hämta originalet från arkivet eller en säkerhetskopia."
_TELL = "Säg genast till registratorn, arkivarien och den som ansvarar för informationssäkerheten."
_RESTORE = f"Använd inte filen och skicka den inte vidare. {_FETCH} {_TELL} Spara den ändrade filen åt dem."
_AGAIN = "Handlingen är ett utkast: skapa den på nytt med «generator rendera»."
_RUN_AGAIN = "Kör «generator rendera» igen på ärendefilen."
_CODES = {
    Standing.CHANGED: ExitCode.OUTPUT,
    Standing.DIFFERS: ExitCode.OUTPUT,
    Standing.MISSING: ExitCode.FOLDER,
    Standing.UNKNOWN: ExitCode.FOLDER,
    Standing.UNREADABLE: ExitCode.FOLDER,
}
_MADE = (Status.UPPRATTAD, Status.BESLUTAD, Status.EXPEDIERAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What a file is looked at with."""

    out: Path
    """Where documents are published: what a file from elsewhere is compared with."""
    validator: Validator | None = None
    """What judges PDF files beside the generator's own checks; None for those alone."""
    rebuilder: Rebuilder | None = None
    """What makes a handling again; None when that was not asked for."""


@dataclass(frozen=True)
class Publication:
    """A folder whose manifest can be read.

    Args:
        folder: where it lies.
        manifest: what it says.
    """

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def diarienummer(self) -> str:
        """The ärende's."""
        return str(self.manifest["diarienummer"])

    @cached_property
    def stems(self) -> Mapping[str, str]:
        """Each file that the manifest names, and the handling that it belongs to."""
        return {name: stem for stem, record in self.manifest["handlingar"].items() for name in record["filer"]}

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Each digest that the manifest holds, and the file that has it."""
        records = self.manifest["handlingar"].values()
        return {str(digest): name for record in records for name, digest in record["filer"].items()}

    @cached_property
    def strays(self) -> Mapping[str, Path]:
        """The documents that the manifest does not name, by their digest."""
        found = (look(path) for path in documents(self.folder) if path.name not in self.stems)
        return {one.sha256: one.path for one in found if one.sha256}

    def record(self, stem: str) -> Mapping[str, Any]:
        """What the manifest says of a handling."""
        record: Mapping[str, Any] = self.manifest["handlingar"][stem]
        return record


def documents(folder: Path) -> list[Path]:
    """The files of a folder that may be documents, by name; Word's own lock files are not."""
    there = (path for path in folder.iterdir() if path.suffix.casefold() in SUFFIXES)
    return sorted(path for path in there if not path.name.startswith((".", "~$")))


def audit_handling(publication: Publication, stem: str, names: Sequence[str], means: Means) -> Audit:
    """Look at a handling's files.

    Args:
        publication: the folder.
        stem: which handling.
        names: which of its files; the manifest names them.
        means: what to look with.
    """
    seen = [_File(publication, stem, name, means) for name in names]
    files = tuple(one.audit for one in seen)
    audit = Audit(
        place=publication.folder,
        standing=max((one.standing for one in files), key=lambda one: one.weight, default=Standing.UNKNOWN),
        diarienummer=publication.diarienummer,
        handling=stem,
        files=files,
        record=publication.record(stem),
        said=next((one.said for one in seen if claims.STATUS in one.said), {}),
        findings=tuple(finding for one in seen for finding in one.findings) or _without_files(publication, names),
    )
    shelf = Shelf(folder=publication.folder, stem=stem, diarienummer=publication.diarienummer)
    if shelf.under_way.exists():
        audit = replace(audit, findings=(*audit.findings, cut_off(shelf.under_way)))
    return _rebuilt(settled(audit), means.rebuilder)


def _without_files(publication: Publication, names: Sequence[str]) -> tuple[Finding, ...]:
    message = (
        f"Enligt {MANIFEST} har handlingen inga filer. Så skriver aldrig generatorn: någon har ändrat i manifestet."
    )
    remedy = f"Hämta {MANIFEST} från en säkerhetskopia."
    return () if names else (remark(publication.folder / MANIFEST, "manifest-utan-filer", message, remedy),)


def cut_off(mark: Path) -> Finding:
    """What to say of the mark of a run that never came to its end."""
    message = f"En körning avbröts innan den var klar: märket {mark.name} ligger kvar."
    return remark(mark, "avbruten-korning", message, _RUN_AGAIN, Severity.WARNING)


def settled(audit: Audit) -> Audit:
    """The audit with its exit code: that of an alarm, else of how it stands, else of its findings."""
    broken = any(one.severity is Severity.ERROR for one in audit.findings)
    code = ExitCode.OUTPUT if audit.alarm else _CODES.get(audit.standing, ExitCode.OUTPUT if broken else ExitCode.OK)
    return replace(audit, exit_code=code)


class _File:
    """One file that the manifest names."""

    def __init__(self, publication: Publication, stem: str, name: str, means: Means) -> None:
        self._publication, self._stem = publication, stem
        self._record = publication.record(stem)
        self._digest: object = self._record["filer"][name]
        self._path = publication.folder / name
        self._found = found = look(self._path)
        self.said = claims.claims(found.path, found.content or b"")
        judged = Judged()  # how well a changed file keeps to the standards, nobody needs to know
        if self._standing is Standing.UNTOUCHED:
            judged = judge(found.path, found.content or b"", self.said, means.validator)
        self.audit = FileAudit(path=found.path, standing=self._standing, sha256=found.sha256, verdicts=judged.verdicts)
        self.findings = (*self._differences(), *self._lies(), *self._link(), *judged.findings)

    @property
    def _standing(self) -> Standing:
        if not self._found.there:
            return Standing.MISSING
        if self._found.content is None:
            return Standing.MISSING if self._found.folder else Standing.UNREADABLE
        return Standing.UNTOUCHED if self._found.sha256 == self._digest else Standing.CHANGED

    def _differences(self) -> Iterator[Finding]:
        """Where the file is not what was published."""
        name, frozen = self._path.name, Status(self._record["status"]).frozen
        match self._standing:
            case Standing.MISSING:
                moved = self._publication.strays.get(str(self._digest))
                remedy = f"{_FETCH} {_TELL}" if frozen else _AGAIN
                message = f"{name} saknas." if self._found.plainly_gone else f"{name} saknas: {self._found.why}."
                if moved:
                    message += f" Filen {moved.name} har samma innehåll. Den har nog fått ett annat namn."
                    remedy = f"Låt filen {moved.name} heta {name} igen."
                yield remark(self._path, "fil-saknas", message, remedy)
            case Standing.UNREADABLE:
                message = f"{name} går inte att läsa: {self._found.why}. Därför går det inte att säga om den är orörd."
                yield remark(self._path, "fil-olaslig", message, "Be driften om hjälp att läsa filen.")
            case Standing.CHANGED:
                yield remark(self._path, *self._change(), _RESTORE if frozen else _AGAIN)

    def _change(self) -> tuple[str, str]:
        """What has become of a file that is another than it was: a code, and words for it."""
        name, other = self._path.name, self._publication.digests.get(self._found.sha256 or "")
        if not self._found.content:
            return "fil-tom", f"{name} är tom (0 byte). Den publicerade filen var det inte."
        if other:
            return "fil-forvaxlad", f"{name} innehåller det som publicerades som {other}. Filerna har förväxlats."
        return "fil-andrad", f"{name} är inte densamma som när den publicerades."

    def _lies(self) -> Iterator[Finding]:
        """Where the file says that it is something else than the manifest says."""
        number, stem, said = self._publication.diarienummer, self._stem, self.said
        if said.get(claims.NUMBER, number) != number or said.get(claims.HANDLING, stem) != stem:
            own = f"{said.get(claims.HANDLING, 'en handling')} i ärende {said.get(claims.NUMBER, number)}"
            message = f"{self._path.name} säger sig vara {own}, inte {stem} i ärende {number}."
            yield remark(self._path, "fil-annan-handling", message, _RESTORE)
        status, told = said.get(claims.STATUS), Status(self._record["status"])
        draft = Status.UTKAST.value
        if status and ((status == draft and told in _MADE) or (status != draft and told is Status.UTKAST)):
            message = f"{self._path.name} säger sig ha status {status}, men manifestet säger {told.label}."
            yield remark(self._path, "fil-annan-status", message, _RESTORE)

    def _link(self) -> Iterator[Finding]:
        if self._found.link and self._found.there:
            message = f"{self._path.name} är ingen fil utan en länk till {self._found.link}."
            remedy = "Lägg själva filen i mappen: det som länken pekar på kan bytas ut utan att det syns här."
            yield remark(self._path, "fil-lank", message, remedy, Severity.WARNING)


def _rebuilt(audit: Audit, rebuilder: Rebuilder | None) -> Audit:
    """The handling made again, when that is asked for."""
    if rebuilder is None or audit.handling is None or not audit.record["filer"]:
        return audit
    try:
        rebuilt = rebuilder.rebuild(audit.place, audit.handling, audit.record, _made_as(audit))
    except GeneratorError as error:
        code = audit.exit_code or error.exit_code
        return replace(audit, findings=(*audit.findings, *error.findings), exit_code=code)
    if not rebuilt.differing or rebuilt.changes:
        return replace(audit, rebuilt=rebuilt)
    code = audit.exit_code or OutputError.exit_code
    return replace(audit, rebuilt=rebuilt, findings=(*audit.findings, _unexplained(audit, rebuilt)), exit_code=code)


def _made_as(audit: Audit) -> Status:
    """How far the handling had come when its files were made: the manifest may since have been told of more."""
    said = audit.said.get(claims.STATUS, "")
    if audit.standing is Standing.UNTOUCHED and said in list(Status):
        return Status(said)
    told = Status(audit.record["status"])
    return Status.UPPRATTAD if told is Status.MAKULERAD else told


def _unexplained(audit: Audit, rebuilt: Rebuilt) -> Finding:
    message = (
        f"Ombyggd av samma underlag blir filen en annan: {', '.join(rebuilt.differing)}. Det är allvarligt: antingen "
        "är manifestet ändrat efteråt, eller så gör programmet inte samma sak två gånger."
    )
    remedy = "Jämför med arkivets exemplar. Säg till registratorn, arkivarien och den som sköter generatorn."
    return remark(audit.place, "ombyggd-olik", message, remedy)
