"""Step 7, verify: the files are opened again, and every fact is looked for.

Nothing is believed because a program said that it went well. What is not
found in the finished document is a finding that stops it from being
published; so is a PDF or a web page that a screen reader cannot read, and a
PDF that an archive cannot keep, or that is drawn with other fonts than its
Word file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from zipfile import BadZipFile

from lxml import etree

from generator.archival import Finished
from generator.findings import Finding, Place, Severity
from generator.flow import Flow
from generator.model import Document, Rendered
from generator.pdf import structure
from generator.pdf.search import Pages
from generator.results import Verified
from generator.steps.verify import texts
from generator.steps.verify.seen import Seen, searched
from generator.steps.verify.webpage import page_lines
from generator.word.pagenumbers import UNCOUNTED, PageNumbers
from generator.word.reading import read_docx
from generator.word.templates import LETTERHEAD

_WORD, _PAGE = "Word-filen", "webbsidan"


def verify(
    document: Document, rendered: Rendered, flow: Flow, finished: Finished | None = None, page: bytes | None = None
) -> Verified:
    """Check the finished files against the document.

    Args:
        document: what should be readable in them.
        rendered: the .docx.
        flow: the .docx as it is read: what the PDF's tags must say, in that order. What is wrong with it is an
            error when there is a PDF or a web page, and a warning of what will stop them when there is none.
        finished: the PDF, or None when none was asked for.
        page: the web page, or None when none was asked for.

    Returns:
        The number of pages, everything that is wrong, and what the program's
        own validator says of the PDF.
    """
    return conclude(document, rendered, flow, look(document, rendered, flow, page), finished)


def look(document: Document, rendered: Rendered, flow: Flow, page: bytes | None = None) -> Looked:
    """Check what needs no PDF: the first half of `verify`, which can be done while one is made."""
    unheard = tuple(_unheard(document, rendered, flow))
    return Looked(
        word=_word(document, rendered), page=None if page is None else _web_page(document, page), unheard=unheard
    )


def conclude(
    document: Document, rendered: Rendered, flow: Flow, looked: Looked, finished: Finished | None = None
) -> Verified:
    """Check the PDF, and put together what was found: the second half of `verify`."""
    word, unheard = looked.word, looked.unheard
    found = [one for one in (word.seen, looked.page) if one is not None]
    if finished is None:
        weight = Severity.WARNING if looked.page is None else Severity.ERROR
        return _verified(document, [*found, Seen(findings=tuple(replace(one, severity=weight) for one in unheard))])
    from generator.steps.verify.pdffile import read_back  # noqa: PLC0415  # the libraries for PDF

    origin = _origin(document, rendered)
    pdf = read_back(document, rendered, flow, finished, numbers=word.numbers, origin=origin)
    told = {one.code for one in pdf.seen.findings}  # of the PDF, with the page where it stands
    more = tuple(one for one in unheard if one.code not in told)
    found += [Seen(findings=finished.findings), pdf.seen, Seen(findings=(*pdf.numbers, *more))]
    return replace(_verified(document, found), pages=pdf.pages, verdicts=pdf.verdicts)


def _verified(document: Document, found: Sequence[Seen]) -> Verified:
    missing = tuple(one for seen in found for one in seen.missing)
    lost = texts.losses(document, missing)
    findings = _placed(document, [*lost, *(one for seen in found for one in seen.findings)])
    return Verified(pages=None, findings=findings, missing=missing)


def _placed(document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What has no place yet is about the handling as a whole."""
    whole = Place(file=document.arende.source, path=document.handling.path)
    return tuple(one if one.place != Place() else replace(one, place=whole) for one in findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A Word file that was read back."""

    seen: Seen
    numbers: PageNumbers = UNCOUNTED
    """Which of its pages count themselves, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was found without the PDF."""

    word: _Word
    page: Seen | None
    """None when no web page was asked for."""
    unheard: tuple[Finding, ...]
    """What keeps a listener from the document in whatever form."""


def _word(document: Document, rendered: Rendered) -> _Word:
    try:
        content = read_docx(rendered.content)
    except (BadZipFile, etree.XMLSyntaxError) as error:
        message = f"{_WORD} går inte att läsa: {error}."
        return _Word(seen=Seen(findings=(Finding(code="docx-trasig", message=message, remedy=texts.TEMPLATE),)))
    lines = (*content.margins, *content.body)
    faults = (f"Word skulle inte godta filen. {fault}" for fault in content.faults)
    invalid = (Finding(code="docx-ogiltig", message=fault, remedy=texts.TEMPLATE) for fault in faults)
    seen = searched(document, Pages(["\n".join(lines)]), lines, _WORD)
    body, margins = (Pages(["\n".join(part)]) for part in (content.body, content.margins))
    homeless = texts.without_place(document, body, margins, _WORD)
    unfilled = texts.unfilled(document, lines, _WORD)
    hidden = _hidden(content.hidden, _origin(document, rendered))
    seen = Seen(missing=(*seen.missing, *homeless), findings=(*invalid, *hidden, *unfilled, *seen.findings))
    return _Word(seen=seen, numbers=content.numbers)


def _hidden(lines: Sequence[str], origin: str) -> Iterator[Finding]:
    """Hidden text goes out with the file, and anybody can show it."""
    remedy = f"Ta bort texten, eller ta bort Dold (Start, Tecken), i mallen. {origin}".rstrip()
    for line in dict.fromkeys(lines):
        message = f"{_WORD} innehåller dold text: «{texts.quoted(line)}». Den syns inte, men följer med i filen."
        yield Finding(code="dold-text", message=message, remedy=remedy)


def _web_page(document: Document, page: bytes) -> Seen:
    lines = page_lines(page)
    if not lines:
        return Seen(
            findings=(Finding(code="webbsida-tom", message="Webbsidan har ingen text.", remedy=structure.AGAIN),)
        )
    return searched(document, Pages(["\n".join(lines)]), lines, _PAGE)


def _unheard(document: Document, rendered: Rendered, flow: Flow) -> Iterator[Finding]:
    """What keeps a listener from the document in whatever form, with the files where it is to be mended."""
    for finding in structure.of_flow(flow):
        yield replace(finding, remedy=f"{finding.remedy} {_origin(document, rendered)}".rstrip())


def _origin(document: Document, rendered: Rendered) -> str:
    """Where a fault in a template is to be looked for: the format's own file, then blocks, last the letterhead."""
    if not rendered.templates:
        return ""
    names = {f"{document.handling.typ}.docx": 0, LETTERHEAD: 2}
    first, *others = sorted(rendered.templates, key=lambda file: names.get(file.rpartition("/")[2], 1))
    also = f"Dokumentet är också gjort av {', '.join(others)}. " if others else ""
    return f"Se först efter i {first}. {also}«generator mallar kontrollera» visar stället."
