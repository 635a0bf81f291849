"""Step 7, verify: the files are opened again, and every fact is looked for.

Nothing is believed because a program said that it went well. What is not
found in the finished document is a finding that stops it from being
published; so is a PDF that a screen reader cannot read, that an archive
cannot keep, or that is drawn with other fonts than its Word file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from zipfile import BadZipFile

from lxml import etree

from generator.archival import Finished, Verdict
from generator.findings import Finding, Place
from generator.flow import Flow
from generator.model import Document, Rendered, Verified
from generator.pdf import accessibility, claims, embedded
from generator.pdf.conformance import judge
from generator.pdf.reading import PdfContent, Unreadable, opened, read_pdf
from generator.pdf.search import Pages
from generator.steps.verify import fontlock, texts
from generator.steps.verify.webpage import page_lines
from generator.word.reading import DocxContent, read_docx

_AGAIN = accessibility.AGAIN
_PDF, _WORD, _PAGE = "PDF-filen", "Word-filen", "webbsidan"


def verify(
    document: Document, rendered: Rendered, flow: Flow, finished: Finished | None = None, page: bytes | None = None
) -> Verified:
    """Check the finished files against the document.

    Args:
        document: what should be readable in them.
        rendered: the .docx.
        flow: the .docx as it is read: what the PDF's tags must say, in that order.
        finished: the PDF, or None when none was asked for.
        page: the web page, or None when none was asked for.

    Returns:
        The number of pages, everything that is wrong, and what the program's
        own validator says of the PDF.
    """
    word, findings = _word(document, rendered)
    if page is not None:
        findings += _web_page(document, page)
    if finished is None:
        return Verified(pages=None, findings=_placed(document, findings))
    findings += finished.findings
    try:
        pdf = _read(document, rendered, flow, finished)
    except Unreadable as error:
        findings.append(Finding(code="pdf-trasig", message=f"{_PDF} går inte att läsa: {error}.", remedy=_AGAIN))
        return Verified(pages=None, findings=_placed(document, findings))
    findings += pdf.findings
    if word is not None and word.numbered:
        findings += _page_numbers(pdf.content)
    return Verified(pages=len(pdf.content.pages), findings=_placed(document, findings), verdicts=(pdf.verdict,))


def _placed(document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What has no place yet is about the handling as a whole."""
    whole = Place(file=document.arende.source, path=document.handling.path)
    return tuple(one if one.place != Place() else replace(one, place=whole) for one in findings)


def _word(document: Document, rendered: Rendered) -> tuple[DocxContent | None, list[Finding]]:
    try:
        content = read_docx(rendered.content)
    except (BadZipFile, etree.XMLSyntaxError) as error:
        message = f"{_WORD} går inte att läsa: {error}."
        return None, [Finding(code="docx-trasig", message=message, remedy=texts.TEMPLATE)]
    lines = (*content.margins, *content.body)
    faults = (f"Word skulle inte godta filen. {fault}" for fault in content.faults)
    return content, [
        *(Finding(code="docx-ogiltig", message=fault, remedy=texts.TEMPLATE) for fault in faults),
        *texts.missing(document, Pages(["\n".join(lines)]), _WORD),
        *texts.without_place(document, Pages(["\n".join(content.body)]), _WORD),
        *texts.leftovers(document, lines, _WORD),
    ]


def _web_page(document: Document, page: bytes) -> Iterator[Finding]:
    lines = page_lines(page)
    if not lines:
        yield Finding(code="webbsida-tom", message="Webbsidan har ingen text.", remedy=_AGAIN)
        return
    yield from texts.missing(document, Pages(["\n".join(lines)]), _PAGE)
    yield from texts.leftovers(document, lines, _PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A PDF that was read back."""

    content: PdfContent
    findings: tuple[Finding, ...]
    verdict: Verdict


def _read(document: Document, rendered: Rendered, flow: Flow, finished: Finished) -> _Read:
    """Everything that is to be said of a PDF; the validator last, for it is given a changed copy."""
    content = read_pdf(finished.pdf)
    with opened(finished.pdf) as file:
        fonts = embedded.fonts(file)
        lock = fontlock.held(rendered, flow, fonts)
        apart = fontlock.apart(lock)
        findings = [
            *_text(document, content, apart),
            *claims.judged(claims.claims(file), document.title, document.language, finished.level),
            *accessibility.judged(file, content.painted, flow, _origin(rendered), apart),
            *embedded.nameless(fonts, finished.level),
            *fontlock.judged(document, lock, fonts),
        ]
        judgement = judge(file, finished.level)
    return _Read(content=content, findings=(*findings, *judgement.findings), verdict=judgement.verdict)


def _text(document: Document, content: PdfContent, apart: frozenset[str]) -> Iterator[Finding]:
    pages = Pages(content.pages, apart)
    if pages.empty:
        yield Finding(code="pdf-tom", message=f"{_PDF} har ingen text.", remedy=_AGAIN)
        return
    yield from texts.missing(document, pages, _PDF)
    yield from texts.leftovers(document, content.pages, _PDF)


def _origin(rendered: Rendered) -> str:
    """Where a fault in a template is to be looked for."""
    files = ", ".join(rendered.templates)
    return f"Dokumentet är gjort av {files}; «generator mallar kontrollera» visar stället." if files else ""


def _page_numbers(content: PdfContent) -> Iterator[Finding]:
    """Each page says which it is and how many there are, where the letterhead counts pages."""
    total = len(content.pages)
    for number, page in enumerate(content.pages, 1):
        if not re.search(rf"(?<!\d){number}\D{{1,6}}{total}(?!\d)", page):
            message = f"Sida {number} har inte sitt sidnummer, {number} av {total}, i {_PDF}."
            yield Finding(code="sidnummer-fel", message=message, remedy=_AGAIN)
