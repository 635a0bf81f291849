"""One published handling: its files against the manifest beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.audit import claims
from generator.audit.files import Found, is_there, look
from generator.audit.model import Audit, FileAudit, Rebuilt, Standing, remark, stumbled
from generator.audit.publication import Publication
from generator.audit.rebuild import Rebuilder
from generator.audit.standards import Judged, judge
from generator.engines.validator import Validator
from generator.errors import ExitCode, GeneratorError, OutputError
from generator.findings import Finding, Severity
from generator.model import Status
from generator.steps.publish import MANIFEST, Shelf

_FETCH = "Hämta originalet från arkivet eller en säkerhetskopia."
_TELL = "Säg genast till registratorn, arkivarien och den som ansvarar för informationssäkerheten."
_RESTORE = f"Använd inte filen och skicka den inte vidare. {_FETCH} {_TELL} Spara den ändrade filen åt dem."
_AGAIN = "Handlingen är ett utkast: skapa den på nytt med «generator rendera»."
_RUN_AGAIN = "Kör «generator rendera» igen på ärendefilen."
_VOID = "Handlingen är makulerad och gäller inte."
_ASK = "Använd den inte. Fråga registratorn vad som gäller i stället."
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


def audit_handling(publication: Publication, stem: str, names: Sequence[str], means: Means) -> Audit:
    """Look at a handling's files.

    Args:
        publication: the folder.
        stem: which handling.
        names: which of its files; the manifest names them.
        means: what to look with.

    Returns:
        An answer whatever lies there: what the program cannot cope with is
        told by its digest alone, and that is an alarm when it is another.
    """
    try:
        return _audit_handling(publication, stem, names, means)
    except Exception as error:  # noqa: BLE001  # one handling must not silence the alarm for another
        return _by_digests(publication, stem, names, error)


def _by_digests(publication: Publication, stem: str, names: Sequence[str], error: Exception) -> Audit:
    """A handling that could not be looked at to the end."""
    record = publication.record(stem)
    found = [look(publication.folder / name) for name in names]
    files = tuple(
        FileAudit(path=one.path, standing=_standing(one, record["filer"][one.path.name]), sha256=one.sha256)
        for one in found
    )
    stands = [Standing.UNREADABLE, *(one.standing for one in files)]
    audit = Audit(
        place=publication.folder,
        standing=max(stands, key=lambda one: one.weight),
        diarienummer=publication.diarienummer,
        handling=stem,
        files=files,
        record=record,
        findings=(stumbled(publication.folder, "Handlingen gick inte att granska färdigt", error),),
    )
    return settled(audit)


def _audit_handling(publication: Publication, stem: str, names: Sequence[str], means: Means) -> Audit:
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
    marks = [cut_off(shelf.under_way)] if is_there(shelf.under_way) else []
    audit = replace(audit, findings=(*void(publication.folder, audit.status), *audit.findings, *marks))
    return _rebuilt(settled(audit), means.rebuilder, _made_as(audit, seen))


def void(path: Path, status: Status | None) -> tuple[Finding, ...]:
    """What to say first of a handling that no longer holds, however untouched it is."""
    makulerad = status is Status.MAKULERAD
    return (remark(path, "handling-makulerad", _VOID, _ASK, Severity.WARNING),) if makulerad else ()


def _without_files(publication: Publication, names: Sequence[str]) -> tuple[Finding, ...]:
    message = (
        f"Enligt {MANIFEST} har handlingen inga filer. Så skriver aldrig generatorn: någon har ändrat i manifestet."
    )
    remedy = f"Hämta {MANIFEST} från en säkerhetskopia."
    return () if names else (remark(publication.folder / MANIFEST, "manifest-utan-filer", message, remedy),)


def cut_off(mark: Path) -> Finding:
    """What to say of the mark of a run that never came to its end."""
    message = f"En publicering avbröts innan den var klar: {mark.name} ligger kvar."
    return remark(mark, "avbruten-korning", message, _RUN_AGAIN, Severity.WARNING)


def settled(audit: Audit) -> Audit:
    """The audit with its exit code: that of an alarm, else of how it stands, else of its findings."""
    broken = any(one.severity is Severity.ERROR for one in audit.findings)
    code = ExitCode.OUTPUT if audit.alarm else _CODES.get(audit.standing, ExitCode.OUTPUT if broken else ExitCode.OK)
    return replace(audit, exit_code=code)


def _standing(found: Found, digest: object) -> Standing:
    """How a file stands against its digest in the manifest; nothing of it is parsed."""
    if not found.there:
        return Standing.MISSING
    if found.content is None:
        return Standing.MISSING if found.folder else Standing.UNREADABLE
    return Standing.UNTOUCHED if found.sha256 == digest else Standing.CHANGED


class _File:
    """One file that the manifest names."""

    def __init__(self, publication: Publication, stem: str, name: str, means: Means) -> None:
        self._publication, self._stem = publication, stem
        self._record = publication.record(stem)
        self._digest: object = self._record["filer"][name]
        self._path = publication.folder / name
        self._found = found = look(self._path)
        self._standing = _standing(found, self._digest)
        self.said: Mapping[str, str] = {}
        judged = self._read(means)
        self.audit = FileAudit(path=found.path, standing=self._standing, sha256=found.sha256, verdicts=judged.verdicts)
        self.findings = (*self._differences(), *self._lies(), *self._link(), *judged.findings)

    def _read(self, means: Means) -> Judged:
        """Look into the file; how well a changed one keeps to the standards, nobody needs to know."""
        path, content = self._path, self._found.content or b""
        try:
            self.said = claims.claims(path, content)
            untouched = self._standing is Standing.UNTOUCHED
            return judge(path, content, self.said, means.validator) if untouched else Judged()
        except Exception as error:  # noqa: BLE001  # its digest is known, and counts whatever stands in it
            return Judged(findings=(stumbled(path, f"{path.name} gick inte att granska", error),))

    def _differences(self) -> Iterator[Finding]:
        """Where the file is not what was published."""
        name, frozen = self._path.name, self._status.frozen
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
                yield remark(self._path, *self._change(), self._remedy)

    @property
    def _status(self) -> Status:
        """By the manifest."""
        return Status(self._record["status"])

    @property
    def _remedy(self) -> str:
        """A changed draft is made again, but not one that says that it is more than a draft: it may be evidence."""
        if self._is_ahead:
            return _RUN_AGAIN
        again = self._standing is Standing.CHANGED and not self._status.frozen and not self._other_status
        return _AGAIN if again else _RESTORE

    @property
    def _is_ahead(self) -> bool:
        """True for a new file of a draft whose publication was cut off; what is final gets no other files."""
        new = self._publication.begun(self._stem).get(self._path.name)
        return not self._status.frozen and new is not None and new == self._found.sha256

    @property
    def _other_status(self) -> bool:
        """True when the file says that it is a draft and the manifest that it is final, or the other way round."""
        own, told, draft = self.said.get(claims.STATUS), self._status, Status.UTKAST.value
        return bool(own) and ((own == draft and told in _MADE) or (own != draft and told is Status.UTKAST))

    def _change(self) -> tuple[str, str]:
        """What has become of a file that is another than it was: a code, and words for it."""
        name, other = self._path.name, self._publication.digests.get(self._found.sha256 or "")
        if not self._found.content:
            return "fil-tom", f"{name} är tom (0 byte). Den publicerade filen var det inte."
        if self._is_ahead:
            return "fil-halvvags", f"{name} är ny, men publiceringen avbröts innan manifestet hade skrivits."
        if other:
            return "fil-forvaxlad", f"{name} innehåller det som publicerades som {other}. Filerna har förväxlats."
        return "fil-andrad", f"{name} är inte densamma som när den publicerades."

    def _lies(self) -> Iterator[Finding]:
        """Where the file says that it is something else than the manifest says."""
        number, stem, said = self._publication.diarienummer, self._stem, self.said
        if said.get(claims.NUMBER, number) != number or said.get(claims.HANDLING, stem) != stem:
            own = f"{said.get(claims.HANDLING, 'en handling')} i ärende {said.get(claims.NUMBER, number)}"
            message = f"{self._path.name} säger sig vara {own}, inte {stem} i ärende {number}."
            yield remark(self._path, "fil-annan-handling", message, self._remedy)
        if self._other_status:
            own = said[claims.STATUS]
            message = f"{self._path.name} säger sig ha status {own}, men manifestet säger {self._status.label}."
            yield remark(self._path, "fil-annan-status", message, self._remedy)

    def _link(self) -> Iterator[Finding]:
        if self._found.link and self._found.there:
            message = f"{self._path.name} är ingen fil utan en länk till {self._found.link}."
            remedy = "Lägg själva filen i mappen: det som länken pekar på kan bytas ut utan att det syns här."
            yield remark(self._path, "fil-lank", message, remedy, Severity.WARNING)


def _rebuilt(audit: Audit, rebuilder: Rebuilder | None, statuses: Sequence[Status]) -> Audit:
    """The handling made again, when that is asked for."""
    if rebuilder is None or audit.handling is None or not audit.record["filer"]:
        return audit
    try:
        rebuilt = rebuilder.rebuild(audit.place, audit.handling, audit.record, statuses)
    except GeneratorError as error:
        code = audit.exit_code or error.exit_code
        return replace(audit, findings=(*audit.findings, *error.findings), exit_code=code)
    except Exception as error:  # noqa: BLE001  # how the published files stand is known, and is to be told
        stopped = stumbled(audit.place, "Handlingen gick inte att bygga om", error)
        code = audit.exit_code or ExitCode.FOLDER
        return replace(audit, findings=(*audit.findings, stopped), exit_code=code)
    if not rebuilt.differing or rebuilt.changes:
        return replace(audit, rebuilt=rebuilt)
    code = audit.exit_code or OutputError.exit_code
    return replace(audit, rebuilt=rebuilt, findings=(*audit.findings, _unexplained(audit, rebuilt)), exit_code=code)


def _made_as(audit: Audit, seen: Sequence[_File]) -> tuple[Status, ...]:
    """How far the handling may have come when its files were made: the manifest may since have been told of more.

    Each untouched file says it itself, but for Word files; one that was added
    later says another than the rest.
    """
    own = (one.said.get(claims.STATUS, "") for one in seen if one.audit.standing is Standing.UNTOUCHED)
    said = tuple(dict.fromkeys(Status(one) for one in own if one in list(Status)))
    told = Status(audit.record["status"])
    return said or ((Status.UPPRATTAD, Status.UTKAST) if told is Status.MAKULERAD else (told,))


def _unexplained(audit: Audit, rebuilt: Rebuilt) -> Finding:
    message = (
        f"Ombyggd av samma underlag blir filen en annan: {', '.join(rebuilt.differing)}. Det är allvarligt: antingen "
        "är manifestet ändrat efteråt, eller så gör programmet inte samma sak två gånger."
    )
    remedy = "Jämför med arkivets exemplar. Säg till registratorn, arkivarien och den som sköter generatorn."
    return remark(audit.place, "ombyggd-olik", message, remedy)
