"""What is asked about, folder by folder, and the answers: one for each handling, stray file and odd folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.audit.handling import Means, Publication, audit_handling, cut_off, documents, settled
from generator.audit.model import Audit, Standing, remark
from generator.audit.stray import Library, audit_stray
from generator.errors import ExitCode, GeneratorError, reason
from generator.findings import Finding, Severity
from generator.steps.publish import MANIFEST, folder_name, read_manifest

_MARK = ".pagar"


def audit(paths: Sequence[Path], means: Means) -> Iterator[Audit]:
    """Look at published files.

    Args:
        paths: files, folders of one ärende, or folders of such folders; a
            manifest stands for its folder. Each is looked at once.
        means: what to look with.
    """
    library = Library(means.out)
    whole = {path.parent if path.name == MANIFEST else path for path in paths if path.name == MANIFEST or path.is_dir()}
    seen: set[Path] = set()
    for path in paths:
        folder = path.parent if path.name == MANIFEST else path
        if folder in whole and folder not in seen:
            yield from _asked(folder, library, means)
            seen.add(folder)
        elif folder not in whole and path.parent not in seen:
            named = [one.name for one in dict.fromkeys(paths) if one.parent == path.parent and one not in whole]
            yield from _named(path.parent, named, library, means)
            seen.add(path.parent)


def _asked(folder: Path, library: Library, means: Means) -> Iterator[Audit]:
    """A folder that was named: nothing at all in it is an answer, too."""
    empty = True
    for one in _folder(folder, library, means):
        empty = False
        yield one
    if empty:
        message = "Mappen har inga dokument och inget manifest. Det finns inget att verifiera."
        yield _about(folder, Standing.UNKNOWN, "mapp-tom", message, "Kontrollera sökvägen.")


def _named(folder: Path, names: Sequence[str], library: Library, means: Means) -> Iterator[Audit]:
    """Some files of one folder, gathered by the handling that they belong to."""
    try:
        publication = _publication(folder)
    except GeneratorError as error:
        yield _broken(folder, error)
        publication = None
    stems = publication.stems if publication else {}
    done = set()
    for name in names:
        stem = stems.get(name)
        if publication is None or stem is None:
            yield audit_stray(folder / name, publication, library, means)
        elif stem not in done:
            done.add(stem)
            yield audit_handling(publication, stem, [one for one in names if stems.get(one) == stem], means)


def _folder(folder: Path, library: Library, means: Means) -> Iterator[Audit]:
    """Everything in a folder: an ärende's own, or one that holds others."""
    try:
        publication = _publication(folder)
        if publication is None:
            yield from _gathering(folder, library, means)
        else:
            yield from _whole(publication, library, means)
    except GeneratorError as error:
        yield _broken(folder, error)
    except OSError as error:
        message = f"Mappen går inte att läsa: {reason(error)}."
        yield _about(folder, Standing.UNREADABLE, "mapp-olaslig", message, "Kontrollera att du får läsa mappen.")


def _publication(folder: Path) -> Publication | None:
    manifest = read_manifest(folder)
    return Publication(folder, manifest) if manifest else None


def _whole(publication: Publication, library: Library, means: Means) -> Iterator[Audit]:
    """An ärende's folder: every handling of the manifest, every file that it does not know."""
    for stem, record in publication.manifest["handlingar"].items():
        yield audit_handling(publication, stem, list(record["filer"]), means)
    for path in documents(publication.folder):
        if path.name not in publication.stems:
            yield audit_stray(path, publication, library, means)
    remarks = tuple(_remarks(publication))
    if remarks:
        number = publication.diarienummer
        yield Audit(place=publication.folder, standing=Standing.REMARKED, diarienummer=number, findings=remarks)


def _remarks(publication: Publication) -> Iterator[Finding]:
    """What else there is to say of an ärende's folder; nothing of it makes a document less genuine."""
    folder, number = publication.folder, publication.diarienummer
    if folder.resolve().name != folder_name(number):
        message = f"Mappen heter {folder.resolve().name}, men manifestet gäller ärende {number}."
        remedy = f"Är det en kopia är allt som det ska. Annars ska mappen heta {folder_name(number)}."
        yield remark(folder, "mapp-annat-namn", message, remedy, Severity.WARNING)
    known = {*documents(folder), folder / MANIFEST}
    for path in sorted(folder.iterdir()):
        if path in known:
            continue
        if path.suffix == _MARK and path.name.startswith("."):
            stem = path.name[1:].removesuffix(_MARK)
            if stem not in publication.manifest["handlingar"]:
                yield cut_off(path)
        else:
            message = f"{path.name} hör inte till det som generatorn publicerar, och har inte granskats."
            yield remark(path, "fil-ovidkommande", message, "", Severity.NOTE)


def _gathering(folder: Path, library: Library, means: Means) -> Iterator[Audit]:
    """A folder without a manifest: its documents are strays, its folders are looked into."""
    strays = documents(folder)
    inner = sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    if strays and library.out.resolve() in (folder.resolve(), folder.resolve().parent):
        message = f"Mappen har dokument men ingen {MANIFEST}, så det går inte att säga om de är orörda."
        remedy = f"Hämta {MANIFEST} från en säkerhetskopia."
        yield _about(folder, Standing.UNKNOWN, "manifest-saknas", message, remedy)
    for path in strays:
        yield audit_stray(path, None, library, means)
    for one in inner:
        if one.is_symlink():
            message = f"{one.name} är en länk till en annan mapp, och har inte granskats."
            yield _about(one, Standing.REMARKED, "mapp-lank", message, "Ange mappen själv om den ska granskas.")
        else:
            yield from _folder(one, library, means)


def _broken(folder: Path, error: GeneratorError) -> Audit:
    return Audit(place=folder, standing=Standing.UNKNOWN, findings=error.findings, exit_code=ExitCode(error.exit_code))


def _about(folder: Path, standing: Standing, code: str, message: str, remedy: str) -> Audit:
    """What there is to say of a folder as a whole."""
    severity = Severity.NOTE if standing is Standing.REMARKED else Severity.ERROR
    return settled(Audit(place=folder, standing=standing, findings=(remark(folder, code, message, remedy, severity),)))
