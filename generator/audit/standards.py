"""Whether a file still is what Word, a screen reader and an archive can use."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile

from lxml import etree, html

from generator.archival import Verdict
from generator.audit import claims
from generator.audit.model import remark
from generator.engines.validator import Validator
from generator.errors import GeneratorError
from generator.findings import Finding, Severity
from generator.pdf import conformance
from generator.pdf.reading import Unreadable, opened
from generator.steps.validate import ACCESSIBLE, standard
from generator.word.package import unpack
from generator.word.reading import read_docx

_ORIGINAL = "Hämta originalet från arkivet eller en säkerhetskopia."
_REPORT = "Anmäl det till den som sköter generatorn, och spara filen."
_KNOWN = frozenset(f"{part}{letter}" for part in "23" for letter in "ABU")
"""The archive levels that can be tried (ISO 19005-2 and -3)."""
_SHOWN = 3
"""Faults of a standard that are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found of one file."""

    findings: tuple[Finding, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


def judge(path: Path, content: bytes, said: Mapping[str, str], validator: Validator | None) -> Judged:
    """Try one file.

    Args:
        path: where it lies.
        content: what lies there.
        said: what it says of itself; a PDF is tried by the standards that it claims.
        validator: what knows the standards, beside the generator's own checks; None for those alone.
    """
    if not content:
        return Judged()  # that it is empty has been said
    match path.suffix.casefold():
        case ".pdf":
            return _pdf(path, content, said, validator)
        case ".docx":
            return Judged(findings=tuple(_word(path, content)))
        case _:
            return Judged(findings=tuple(_page(path, content)))


def _pdf(path: Path, content: bytes, said: Mapping[str, str], validator: Validator | None) -> Judged:
    level = said.get(claims.LEVEL, "")
    try:
        with opened(content) as pdf:
            own = (conformance.judge(pdf, level).verdict,) if level in _KNOWN else ()
    except (Unreadable, RecursionError):
        return Judged(findings=(_broken(path, "pdf-trasig", "PDF-filen går inte att läsa. Den är skadad."),))
    if not own:
        named = f"PDF/A-{level}, som inte är en nivå som prövas här" if level else "inte följa PDF/A"
        message = f"PDF-filen säger sig {'följa ' if level else ''}{named}. Den prövas därför inte mot någon standard."
        return Judged(findings=(remark(path, "pdf-utan-ansprak", message, severity=Severity.NOTE),))
    try:
        outside = validator.validate(path.absolute(), (level.casefold(), ACCESSIBLE)) if validator else ()
    except GeneratorError as error:
        told = (replace(one, severity=Severity.WARNING) for one in error.findings)  # it says nothing of the file
        return Judged(findings=(*told, *_failed(path, own)), verdicts=own)
    verdicts = (*own, *outside)
    return Judged(findings=tuple(_failed(path, verdicts)), verdicts=verdicts)


def _failed(path: Path, verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    for one in verdicts:
        if not one.passed:
            first = "; ".join(f"{fault.rule}: {fault.message}" for fault in one.faults[:_SHOWN])
            message = f"PDF-filen följer inte {standard(one.profile)}, fast den säger det ({one.program}: {first})."
            yield remark(path, "pdf-underkand", message, _REPORT)


def _word(path: Path, content: bytes) -> Iterator[Finding]:
    try:
        unpack(path)  # measures it before anything is taken into memory
        faults = read_docx(content).faults
    except (GeneratorError, BadZipFile, etree.XMLSyntaxError, zlib.error, struct.error):
        yield _broken(path, "docx-trasig", "Word-filen går inte att läsa. Den är skadad, eller ingen Word-fil.")
        return
    except (KeyError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):  # what a hurt zip can give
        yield _broken(path, "docx-trasig", "Word-filen går inte att läsa. Den är skadad, eller har lösenord.")
        return
    for fault in faults:
        yield remark(path, "docx-ogiltig", f"Word skulle inte godta filen. {fault}", _ORIGINAL)


def _page(path: Path, content: bytes) -> Iterator[Finding]:
    """A browser shows anything; a page that was cut off lacks its end."""
    try:
        whole = html.document_fromstring(content.decode("utf-8")).find("body") is not None
    except (ValueError, etree.LxmlError):
        whole = False
    if not whole or not content.rstrip().endswith(b"</html>"):
        yield _broken(path, "webbsida-trasig", "Webbsidan är inte hel.")


def _broken(path: Path, code: str, message: str) -> Finding:
    return remark(path, code, message, _ORIGINAL)
