"""A file's findings written into a copy of it, as Word comments where they belong (`--i-word`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from lxml import etree

from generator.errors import FolderError, TemplateError, reason
from generator.findings import Finding, Place, Severity, Spot
from generator.inspection.source import WordFile
from generator.wholefile import write_whole
from generator.word.archive import Archive
from generator.word.ooxml import w
from generator.word.package import DOCUMENT

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject
    from docx.text.run import Run

_AUTHOR = "Mallgranskning"
_INITIALS = "MG"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")


def write_commented(file: WordFile, findings: Iterable[Finding], target: Path) -> None:
    """Write a copy of a file with its findings as comments; those that it has already are kept.

    Args:
        file: the file.
        findings: what is wrong with it, in any order.
        target: the copy.

    Raises:
        TemplateError: the file is too broken to be written in.
        FolderError: the copy could not be written.
    """
    try:
        content = commented(file, findings)
    except (KeyError, ValueError, AttributeError, TypeError, etree.LxmlError, BadZipFile) as error:
        raise TemplateError(_too_broken(file)) from error
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except OSError as error:
        message = f"Kopian med kommentarer går inte att skriva: {reason(error)}."
        remedy = "Stäng filen i Word, eller välj en annan mapp."
        raise FolderError(
            Finding(code="kopia-gar-inte", message=message, remedy=remedy, place=Place(file=target))
        ) from error


def commented(file: WordFile, findings: Iterable[Finding]) -> bytes:
    """The copy as bytes: the same for the same file and findings."""
    from docx import Document  # noqa: PLC0415  # slow to load, and few commands need it

    document = Document(str(file.path))
    kept = {comment.comment_id for comment in document.comments}
    for finding in sorted(findings, key=_weight):
        runs = _anchor(document, finding.place.spot)
        document.add_comment(runs, _text(finding), author=_AUTHOR, initials=_INITIALS)
    _make_plain(document, kept)
    out = BytesIO()
    document.save(out)
    with ZipFile(out) as archive:  # packed anew: python-docx notes the time in it
        return Archive({name: archive.read(name) for name in archive.namelist()}).pack({})


def _weight(finding: Finding) -> int:
    return list(Severity).index(finding.severity)


def _anchor(document: DocumentObject, spot: Spot | None) -> list[Run]:
    """The runs that a comment is tied to: its paragraph's, or the first paragraph's for what stands elsewhere."""
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    every = list(document.element.body.iter(w("p")))
    number = spot.paragraph if spot is not None and spot.part == DOCUMENT else None
    element = every[number] if number is not None and number < len(every) else next(iter(every), None)
    outermost = [] if element is None else [one for one in element.iterancestors(w("p")) if one.tag == w("p")]
    if outermost:
        element = outermost[-1]  # Word takes no comment in a text box
    paragraph = document.add_paragraph() if element is None else Paragraph(element, document)
    runs = paragraph.runs or [paragraph.add_run()]
    return [runs[0], runs[-1]]


def _text(finding: Finding) -> str:
    """What the comment says: the place first when it cannot stand there, then what is wrong and what to do."""
    place, weight = finding.place, finding.severity.value.capitalize()
    elsewhere = place.spot is None or place.spot.part != DOCUMENT
    where = f" ({place.title or 'hela filen'})" if elsewhere else ""
    lines = [f"{weight}{where}: {finding.message}"]
    lines += [f"Gör så här: {finding.remedy}"] if finding.remedy else []
    lines += [f"Källa: {finding.source}"] if finding.source else []
    return "\n".join(_UNPRINTABLE.sub(" ", line) for line in lines)


def _make_plain(document: DocumentObject, kept: set[int]) -> None:
    """Take away what would make each copy another (the time), and styles that the file does not have."""
    names = {str(style.style_id) for style in document.styles}
    for comment in document.comments:
        if comment.comment_id in kept:
            continue
        element = comment._comment_elm  # python-docx has no other way to it
        if w("date") in element.attrib:
            del element.attrib[w("date")]
        _drop_unknown_styles(element, names)
    for mark in document.element.body.iter(w("commentReference")):
        run = mark.getparent()
        if run is not None:
            _drop_unknown_styles(run, names)


def _drop_unknown_styles(element: etree._Element, names: set[str]) -> None:
    for style in [one for one in element.iter(w("pStyle"), w("rStyle")) if one.get(w("val")) not in names]:
        owner = style.getparent()
        if owner is not None:
            owner.remove(style)


def _too_broken(file: WordFile) -> Finding:
    message = "Filen är för trasig för att få kommentarer. Felen i den står i listan ovan."
    remedy = "Rätta först de fel som säger att en del är trasig eller saknas."
    return Finding(code="kopia-gar-inte", message=message, remedy=remedy, place=Place(file=file.path))
