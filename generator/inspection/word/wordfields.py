"""Word's fields: what Word fills in by itself, where a document must say what the case says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from generator.findings import Finding, Severity
from generator.inspection.source import WordFile
from generator.inspection.word.links import check_address
from generator.inspection.word.printed import is_older
from generator.word.ooxml import w
from generator.word.outline import Outline

_TAG = "Ta bort fältet (markera det, Delete) och skriv en tagg i stället, till exempel {{ handling.datum|datum }}."


class _Kind(NamedTuple):
    code: str
    names: frozenset[str]
    why: str
    remedy: str
    severity: Severity = Severity.ERROR


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALLOWED = _names(
    "PAGE NUMPAGES SECTION SECTIONPAGES STYLEREF REF PAGEREF NOTEREF SEQ LISTNUM AUTONUM HYPERLINK SYMBOL EQ QUOTE = "
    "ADVANCE TC XE TA"
)
_KINDS = (
    _Kind(
        "falt-datum",
        _names("DATE TIME SAVEDATE CREATEDATE PRINTDATE EDITTIME"),
        "Det visar en annan dag när dokumentet öppnas nästa gång",
        _TAG,
    ),
    _Kind(
        "falt-filuppgift",
        _names(
            "FILENAME FILESIZE AUTHOR LASTSAVEDBY USERNAME USERINITIALS USERADDRESS TEMPLATE TITLE SUBJECT KEYWORDS "
            "COMMENTS INFO DOCPROPERTY DOCVARIABLE REVNUM NUMWORDS NUMCHARS BIDIOUTLINE"
        ),
        "Det visar uppgifter om filen eller om den som sitter vid datorn, inte om ärendet",
        "Ta bort fältet (markera det, Delete) och skriv en tagg i stället.",
    ),
    _Kind(
        "falt-hamtar",
        _names("INCLUDEPICTURE INCLUDETEXT INCLUDE IMPORT LINK DDE DDEAUTO EMBED DATABASE RD SHAPE"),
        "Det hämtar innehåll från en annan fil",
        "Infoga innehållet i filen i stället (markera fältet, Ctrl+Skift+F9 gör om det till vanlig text).",
    ),
    _Kind(
        "falt-kommando",
        _names("MACROBUTTON GOTOBUTTON PRINT CONTROL ADDIN HTMLACTIVEX PRIVATE"),
        "Det startar ett makro eller ett annat kommando",
        "Ta bort fältet.",
    ),
    _Kind(
        "falt-formular",
        _names(
            "FORMTEXT FORMCHECKBOX FORMDROPDOWN ASK FILLIN SET IF COMPARE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF "
            "SKIPIF ADDRESSBLOCK GREETINGLINE BARCODE DISPLAYBARCODE MERGEBARCODE AUTOTEXT AUTOTEXTLIST GLOSSARY"
        ),
        "Det ska fyllas i för hand eller av Words egen koppling, som inte körs här",
        "Ta bort fältet och skriv en tagg i stället.",
    ),
    _Kind(
        "falt-forteckning",
        _names("TOC INDEX TOA BIBLIOGRAPHY CITATION"),
        "Förteckningen görs inte om när dokumentet skapas, så den visar det som stod i mallen",
        "Ta bort förteckningen ur mallen.",
        Severity.WARNING,
    ),
)
_UNKNOWN = _Kind(
    "falt-okant",
    frozenset(),
    "Det är inte känt här, och det är inte säkert att det blir rätt i dokumentet",
    "Ta bort fältet, eller gör om det till vanlig text (markera det, Ctrl+Skift+F9).",
    Severity.WARNING,
)


class _Field(NamedTuple):
    element: etree._Element
    instruction: str


def check_fields(file: WordFile) -> Iterator[Finding]:
    """Fields that may not be in a template, in any part of it."""
    for outline in file.outlines.values():
        for one in fields(outline):
            name = re.match(r"\s*(\w+|=)", one.instruction)
            word = name[1].upper() if name else ""
            if word == "HYPERLINK":
                yield from _hyperlink(file, outline, one)
            elif word not in _ALLOWED:
                kind = next((kind for kind in _KINDS if word in kind.names), _UNKNOWN)
                message = f"Här finns {f'Word-fältet {word}' if word else 'ett Word-fält utan namn'}. {kind.why}."
                spot = outline.spot(one.element)
                yield file.finding(spot, kind.code, message, kind.remedy, severity=kind.severity)
        yield from _open(file, outline)


def fields(outline: Outline) -> Iterator[_Field]:
    """Every field of a part with its instruction, whether Word wrote it in one piece or over many runs."""
    open_: list[_Open] = []
    for element in outline.root.iter(w("fldSimple"), w("fldChar"), w("instrText"), w("delInstrText")):
        if is_older(element):
            continue
        if element.tag == w("fldSimple"):
            yield _Field(element, str(element.get(w("instr"), "")))
        elif element.tag != w("fldChar"):
            if open_ and open_[-1].reading:
                open_[-1].text.append(element.text or "")
        elif element.get(w("fldCharType")) == "begin":
            open_.append(_Open(element))
        elif open_:
            yield from _closed(open_, str(element.get(w("fldCharType"))))


@dataclass
class _Open:
    """A field that has begun."""

    element: etree._Element
    text: list[str] = field(default_factory=list)
    reading: bool = True
    """True until its result begins."""


def _closed(open_: list[_Open], mark: str) -> Iterator[_Field]:
    """What the middle or the end of a field makes known."""
    if open_[-1].reading:
        open_[-1].reading = False
        yield _Field(open_[-1].element, "".join(open_[-1].text))
    if mark == "end":
        open_.pop()


def _open(file: WordFile, outline: Outline) -> Iterator[Finding]:
    marks = [one for one in outline.root.iter(w("fldChar")) if not is_older(one)]
    begun = [one for one in marks if one.get(w("fldCharType")) == "begin"]
    if len(begun) > sum(one.get(w("fldCharType")) == "end" for one in marks):
        message = "Ett Word-fält börjar men slutar inte. Texten efter det kan försvinna."
        remedy = "Ta bort fältet (Alt+F9 visar fälten) och infoga det på nytt."
        yield file.finding(outline.spot(begun[-1]), "falt-oppet", message, remedy)


def _hyperlink(file: WordFile, outline: Outline, one: _Field) -> Iterator[Finding]:
    address = re.match(r'\s*HYPERLINK\s+(?!\\)(?:"([^"]*)"|(\S+))', one.instruction, re.IGNORECASE)
    if address is not None:
        target = (address[1] or address[2] or "").replace("\\\\", "\\")
        yield from check_address(file, outline.spot(one.element), target)
