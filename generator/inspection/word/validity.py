"""What Word itself would refuse or repair, by the rules of Microsoft's Open XML SDK."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from generator.findings import Finding, Place, Severity, Spot
from generator.inspection.source import Role, WordFile, inspect_file
from generator.inspection.summing import summed
from generator.inspection.word.relations import spot_in
from generator.word.assembly import TYPES
from generator.word.frame import FOOTNOTES, NUMBERING
from generator.word.package import DOCUMENT

_STEP = re.compile(r"/(?:\w+:)?(\w+)(?:\[(\d+)\])?")
_REPAIR = (
    "Öppna filen i Word, låt Word reparera den och spara om den. Försvinner något: gör om stället från början, "
    "eller utgå från en äldre kopia."
)
_MADE = (
    "Titta på stället i mallen: tar ett if eller for bort ett stycke som måste finnas, eller alla rader i en tabell? "
    "Hittar du inget: anmäl det till den som sköter programmet."
)
_KINDS = {
    "package": "filen är inte rätt packad",
    "relationship": "en del som filen hänvisar till saknas",
    "schema": "något står där det inte får stå, eller saknas där det måste stå",
    "semantic": "en hänvisning leder fel, eller två delar av filen säger emot varandra",
    "binary": "en bild eller ett typsnitt i filen är trasigt",
    "markup_compatibility": "filen är gjord för flera versioner av Word på ett sätt som inte går ihop",
}
_TAKEN = ("", TYPES, DOCUMENT, FOOTNOTES, NUMBERING)
_TOLERATED = re.compile(r"attribute 'characterSet'|Value '(start|end)' is not in allowed values: \['center', 'left'")
"""What LibreOffice writes in every file: the character set of a font, the side of a list's number."""
_ELSE = "den följer inte reglerna för Word-filer"


class Fault(NamedTuple):
    """What the validator says."""

    part: str
    path: str
    """The way to the element: `/document[1]/body[1]/p[3]`."""
    kind: str
    detail: str
    """In the validator's own English."""


def check(file: WordFile) -> tuple[Finding, ...]:
    """What Word would refuse or repair in a template file, as it lies on the disk.

    A fault weighs less in a part that no document gets, and nothing where
    Word is known to open the file all the same.
    """
    return summed(_finding(file, fault) for fault in faults_of(file.path))


def _finding(file: WordFile, fault: Fault) -> Finding:
    spot, words = _spot(file, fault), _words(fault)
    if _TOLERATED.search(fault.detail):
        message = f"Filen följer inte reglerna för Word-filer, men Word öppnar den: {words}."
        remedy = "Inget behöver göras. Det försvinner när filen sparas i Word."
        return file.finding(spot, "word-godtar-anda", message, remedy, severity=Severity.NOTE)
    weight = Severity.ERROR if file.role is Role.LETTERHEAD or _goes_along(fault.part) else Severity.WARNING
    return file.finding(spot, "word-godtar-inte", f"Word skulle inte godta filen: {words}.", _REPAIR, severity=weight)


def _goes_along(part: str) -> bool:
    """True for what a document gets of a format or block, and for what holds the file together."""
    return part in _TAKEN or part.startswith("word/media/") or part.endswith(".rels")


def check_rendered(content: bytes, template: Path, made_of: str) -> tuple[Finding, ...]:
    """What Word would refuse or repair in a document that a template gave.

    Args:
        content: the document, a .docx.
        template: the file to blame: the format's.
        made_of: what it was made of, as the end of a sentence: "cases/x.json, handling 1".

    Returns:
        Findings at the template; their titles say where in the document.

    Raises:
        TemplateError: the document is no .docx at all.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "handling.docx"
        path.write_bytes(content)
        faults, document = faults_of(path), inspect_file(path)
    found = []
    for fault in (one for one in faults if not _TOLERATED.search(one.detail)):
        spot = _spot(document, fault)
        title = f"{spot.where}: «{spot.text[:120]}»" if spot.text else spot.where
        message = f"Word skulle inte godta dokumentet som mallen ger av {made_of}: {_words(fault)}."
        place = Place(file=template, title=f"i dokumentet, {title}")
        found.append(Finding(code="dokument-godtas-inte", message=message, remedy=_MADE, place=place))
    return summed(found)


def faults_of(path: Path) -> tuple[Fault, ...]:
    """Everything that the validator has against a Word file, each once; a file that is the same is asked of once."""
    return _faults(path.read_bytes())


@lru_cache(maxsize=256)
def _faults(content: bytes) -> tuple[Fault, ...]:
    from openxml_audit import OpenXmlValidator  # noqa: PLC0415  # slow to load, and few commands need it
    from openxml_audit.errors import PackageValidationError  # noqa: PLC0415

    try:  # one validator for each file: one that is used twice raises false alarms
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "fil.docx"
            path.write_bytes(content)
            errors = OpenXmlValidator().validate(str(path)).errors
    except PackageValidationError as error:
        return (Fault("", "", "package", str(error)),)
    found = (Fault(one.part_uri.lstrip("/"), one.path, one.error_type.value, one.description) for one in errors)
    return _once(found)


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(dict.fromkeys(faults))


def _words(fault: Fault) -> str:
    return f"{_KINDS.get(fault.kind, _ELSE)} ({fault.detail.strip().rstrip('.')})"


def _spot(file: WordFile, fault: Fault) -> Spot:
    part = fault.part if fault.part in file.package.parts else ""
    root = file.xml.get(part)
    return spot_in(file, part, _element(root, fault.path) if root is not None and fault.path else None)


def _element(root: etree._Element, path: str) -> etree._Element:
    """The element at the end of a path; as near to it as the path can be followed."""
    found = root
    for name, number in _STEP.findall(path)[1:]:
        alike = [one for one in found.iterchildren(etree.Element) if etree.QName(one).localname == name]
        if len(alike) < int(number or 1):
            break
        found = alike[int(number or 1) - 1]
    return found
