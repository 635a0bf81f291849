"""Step 7, verify: the files are opened again, and every fact is looked for.

Nothing is believed because a program said that it went well. What is not
found in the finished document is a finding that stops it from being
published; so is a PDF that a screen reader cannot read, that an archive
cannot keep, or that is drawn with other fonts than its Word file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from zipfile import BadZipFile

from lxml import etree

from generator.archival import Finished, Verdict
from generator.findings import Finding, Place
from generator.flow import Flow
from generator.model import Document, Missing, Rendered, Verified
from generator.pdf import accessibility, claims, embedded
from generator.pdf.conformance import judge
from generator.pdf.reading import PdfContent, Unreadable, opened, read_pdf
from generator.pdf.search import Pages
from generator.steps.verify import fontlock, texts
from generator.steps.verify.webpage import page_lines
from generator.word.reading import read_docx

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
    word = _word(document, rendered)
    found = [word.seen]
    if page is not None:
        found.append(_web_page(document, page))
    if finished is None:
        return _verified(document, found)
    try:
        pdf = _read(document, rendered, flow, finished)
    except Unreadable as error:
        broken = Finding(code="pdf-trasig", message=f"{_PDF} går inte att läsa: {error}.", remedy=_AGAIN)
        return _verified(document, [*found, Seen(findings=(*finished.findings, broken))])
    numbers = tuple(_page_numbers(pdf.content)) if word.numbered else ()
    found += [Seen(findings=finished.findings), pdf.seen, Seen(findings=numbers)]
    return replace(_verified(document, found), pages=len(pdf.content.pages), verdicts=(pdf.verdict,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is wrong with a file."""

    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()


def _verified(document: Document, found: Sequence[Seen]) -> Verified:
    missing = tuple(one for seen in found for one in seen.missing)
    lost = (texts.lost(document, one) for one in missing)
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
    numbered: bool = False
    """True when it counts its pages."""


def _word(document: Document, rendered: Rendered) -> _Word:
    try:
        content = read_docx(rendered.content)
    except (BadZipFile, etree.XMLSyntaxError) as error:
        message = f"{_WORD} går inte att läsa: {error}."
        return _Word(seen=Seen(findings=(Finding(code="docx-trasig", message=message, remedy=texts.TEMPLATE),)))
    lines = (*content.margins, *content.body)
    faults = (f"Word skulle inte godta filen. {fault}" for fault in content.faults)
    invalid = (Finding(code="docx-ogiltig", message=fault, remedy=texts.TEMPLATE) for fault in faults)
    seen = _searched(document, Pages(["\n".join(lines)]), lines, _WORD)
    homeless = texts.without_place(document, Pages(["\n".join(content.body)]), _WORD)
    seen = Seen(missing=(*seen.missing, *homeless), findings=(*invalid, *seen.findings))
    return _Word(seen=seen, numbered=content.numbered)


def _web_page(document: Document, page: bytes) -> Seen:
    lines = page_lines(page)
    if not lines:
        return Seen(findings=(Finding(code="webbsida-tom", message="Webbsidan har ingen text.", remedy=_AGAIN),))
    return _searched(document, Pages(["\n".join(lines)]), lines, _PAGE)


def _searched(document: Document, pages: Pages, lines: Sequence[str], where: str) -> Seen:
    """Facts and leftovers, looked for in a file's text."""
    return Seen(
        missing=tuple(texts.missing(document, pages, where)),
        findings=(*texts.unprintable(document, pages), *texts.leftovers(document, lines, where)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A PDF that was read back."""

    content: PdfContent
    seen: Seen
    verdict: Verdict


def _read(document: Document, rendered: Rendered, flow: Flow, finished: Finished) -> _Read:
    """Everything that is to be said of a PDF; the validator last, for it is given a changed copy."""
    content = read_pdf(finished.pdf)
    with opened(finished.pdf) as file:
        fonts = embedded.fonts(file)
        lock = fontlock.held(rendered, flow, fonts)
        apart = fontlock.apart(lock)
        findings = [
            *claims.judged(claims.claims(file), document.title, document.language, finished.level),
            *accessibility.judged(file, content.painted, flow, _origin(rendered), apart),
            *embedded.nameless(fonts, finished.level),
            *fontlock.judged(document, lock, fonts),
        ]
        judgement = judge(file, finished.level)
    text = _text(document, content, apart)
    seen = Seen(missing=text.missing, findings=(*text.findings, *findings, *judgement.findings))
    return _Read(content=content, seen=seen, verdict=judgement.verdict)


def _text(document: Document, content: PdfContent, apart: frozenset[str]) -> Seen:
    pages = Pages(content.pages, apart)
    if pages.empty:
        return Seen(findings=(Finding(code="pdf-tom", message=f"{_PDF} har ingen text.", remedy=_AGAIN),))
    return _searched(document, pages, content.pages, _PDF)


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
