"""What is asked about, folder by folder, and the answers: one for each handling, stray file and odd folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.audit.files import is_folder, whereabouts
from generator.audit.handling import Means, audit_handling, cut_off, settled
from generator.audit.model import Audit, Standing, remark, stumbled
from generator.audit.publication import MARK, Publication, documents, is_mark, lacks_manifest
from generator.audit.stray import RESTORE, Library, audit_stray
from generator.errors import ExitCode, GeneratorError, reason
from generator.findings import Finding, Severity
from generator.runlog.folder import is_reports
from generator.steps.publish import MANIFEST, folder_name, is_trace, read_manifest


def audit(paths: Sequence[Path], means: Means) -> Iterator[Audit]:
    """Look at published files: first the folders, then the files that lie in none of them.

    Args:
        paths: files, folders of one ärende, or folders of such folders; a
            manifest stands for its folder. Each is looked at once, however
            many of the paths lead to it.
        means: what to look with.
    """
    tour = _Tour(Library(means.out), means)
    folders = [path.parent if path.name == MANIFEST else path for path in paths if _means_folder(path)]
    for folder in folders:
        yield from tour.asked(folder)
    files = [path for path in paths if not _means_folder(path)]
    for where in dict.fromkeys(whereabouts(path.parent) for path in files):
        beside = [path for path in files if whereabouts(path.parent) == where]
        names = dict.fromkeys(path.name for path in beside if not tour.has_told(path))
        yield from tour.named(beside[0].parent, list(names))


def _means_folder(path: Path) -> bool:
    return path.name == MANIFEST or is_folder(path)


class _Tour:
    """A walk through folders, that remembers where it has been."""

    def __init__(self, library: Library, means: Means) -> None:
        self._library, self._means = library, means
        self._seen: set[Path] = set()
        self._told: set[tuple[Path, str]] = set()

    def has_told(self, path: Path) -> bool:
        """True when the answers so far speak of a file."""
        return (whereabouts(path.parent), path.name) in self._told

    def asked(self, folder: Path) -> Iterator[Audit]:
        """A folder that was named: nothing at all in it is an answer, too."""
        where = whereabouts(folder)
        empty = not any(one.is_relative_to(where) for one in self._seen)
        for one in self._folder(folder):
            empty = False
            yield one
        if empty:
            message = "Mappen har inga dokument och inget manifest. Det finns inget att verifiera."
            yield _about(folder, Standing.UNKNOWN, "mapp-tom", message, "Kontrollera sökvägen.")

    def named(self, folder: Path, names: Sequence[str]) -> Iterator[Audit]:
        """Some files of one folder, gathered by the handling that they belong to."""
        if not names:
            return
        try:
            publication = _publication(folder)
        except GeneratorError as error:
            yield _broken(folder, error)
            publication = None
        stems = publication.stems if publication else {}
        for stem in dict.fromkeys(stems.get(name) for name in names):
            of_it = [name for name in names if stems.get(name) == stem]
            if publication is None or stem is None:
                yield from (self._stray(folder / name, publication) for name in of_it)
            else:
                yield audit_handling(publication, stem, of_it, self._means)

    def _folder(self, folder: Path) -> Iterator[Audit]:
        """Everything in a folder: an ärende's own, or one that holds others."""
        where = whereabouts(folder)
        if where in self._seen:
            return
        self._seen.add(where)
        try:
            publication = _publication(folder)
            answers = self._whole(publication) if publication else self._gathering(folder)
            for one in answers:
                self._told |= {(where, file.path.name) for file in one.files}
                yield one
        except GeneratorError as error:
            yield _broken(folder, error)
        except OSError as error:
            message = f"Mappen går inte att läsa: {reason(error)}."
            yield _about(folder, Standing.UNREADABLE, "mapp-olaslig", message, "Kontrollera att du får läsa mappen.")
        except Exception as error:  # noqa: BLE001  # whatever lies in one folder, the others are looked at
            stopped = stumbled(folder, "Mappen gick inte att granska färdigt", error)
            yield settled(Audit(place=folder, standing=Standing.UNREADABLE, findings=(stopped,)))

    def _whole(self, publication: Publication) -> Iterator[Audit]:
        """An ärende's folder: every handling of the manifest, every file that it does not know."""
        for stem, record in publication.manifest["handlingar"].items():
            yield audit_handling(publication, stem, list(record["filer"]), self._means)
        for path in documents(publication.folder):
            if path.name not in publication.stems:
                yield self._stray(path, publication)
        remarks = tuple(_remarks(publication))
        if remarks:
            number = publication.diarienummer
            yield Audit(place=publication.folder, standing=Standing.REMARKED, diarienummer=number, findings=remarks)

    def _gathering(self, folder: Path) -> Iterator[Audit]:
        """A folder without a manifest: its documents are strays, its folders are looked into."""
        strays = documents(folder)
        inner = sorted(one for one in folder.iterdir() if is_folder(one) and not _is_ours(one))
        marks = sorted(one for one in folder.iterdir() if is_mark(one))
        if marks:
            found = tuple(cut_off(one) for one in marks)
            yield Audit(place=folder, standing=Standing.REMARKED, findings=found)
        audits = [self._stray(path, None) for path in strays]
        if audits and not marks and self._lacks_manifest(folder, audits):
            message = f"Mappen har dokument men ingen {MANIFEST}, så det går inte att säga om de är orörda."
            yield _about(folder, Standing.UNKNOWN, "manifest-saknas", message, RESTORE)
        yield from audits
        for one in inner:
            if one.is_symlink():
                message = f"{one.name} är en länk till en annan mapp, och har inte granskats."
                yield _about(one, Standing.REMARKED, "mapp-lank", message, "Ange mappen själv om den ska granskas.")
            else:
                yield from self._folder(one)

    def _lacks_manifest(self, folder: Path, strays: Sequence[Audit]) -> bool:
        out = self._library.out
        unknown = {one.diarienummer for one in strays if one.standing is Standing.UNKNOWN}
        return whereabouts(folder) == whereabouts(out) or any(
            lacks_manifest(folder, out, number) for number in (None, *unknown)
        )

    def _stray(self, path: Path, beside: Publication | None) -> Audit:
        return audit_stray(path, beside, self._library, self._means)


def _is_ours(folder: Path) -> bool:
    """True for a folder in which the program keeps what is its own, and publishes nothing."""
    return folder.name.startswith(".") or is_reports(folder)


def _publication(folder: Path) -> Publication | None:
    manifest = read_manifest(folder)
    return Publication(folder, manifest) if manifest else None


def _remarks(publication: Publication) -> Iterator[Finding]:
    """What else there is to say of an ärende's folder; nothing of it makes a document less genuine."""
    folder, number = publication.folder, publication.diarienummer
    if whereabouts(folder).name != folder_name(number):
        message = f"Mappen heter {whereabouts(folder).name}, men manifestet gäller ärende {number}."
        remedy = f"Är det en kopia är allt som det ska. Annars ska mappen heta {folder_name(number)}."
        yield remark(folder, "mapp-annat-namn", message, remedy, Severity.WARNING)
    known = {*documents(folder), folder / MANIFEST}
    for path in sorted(folder.iterdir()):
        if path in known:
            continue
        if is_mark(path):
            stem = path.name[1:].removesuffix(MARK)
            if stem not in publication.manifest["handlingar"]:
                yield cut_off(path)
        elif is_trace(path.name):
            message = f"{path.name} är ett spår av en publicering som pågår eller har avbrutits."
            remedy = "Det försvinner nästa gång något publiceras i mappen."
            yield remark(path, "publicering-spar", message, remedy, Severity.NOTE)
        else:
            message = f"{path.name} hör inte till det som generatorn publicerar, och har inte granskats."
            yield remark(path, "fil-ovidkommande", message, "", Severity.NOTE)


def _broken(folder: Path, error: GeneratorError) -> Audit:
    return Audit(place=folder, standing=Standing.UNKNOWN, findings=error.findings, exit_code=ExitCode(error.exit_code))


def _about(folder: Path, standing: Standing, code: str, message: str, remedy: str) -> Audit:
    """What there is to say of a folder as a whole."""
    severity = Severity.NOTE if standing is Standing.REMARKED else Severity.ERROR
    return settled(Audit(place=folder, standing=standing, findings=(remark(folder, code, message, remedy, severity),)))
