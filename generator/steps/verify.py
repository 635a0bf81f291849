"""Step 7, verify: the files are opened again, and every fact is looked for.

Nothing is believed because a program said that it went well. What is not
found in the finished document is a finding that stops it from being
published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from zipfile import BadZipFile

from lxml import etree

from generator.archival import Finished
from generator.findings import Finding, Place
from generator.flow import Flow
from generator.model import Document, Fact, Rendered, Value, Verified
from generator.pdf.facts import homeless
from generator.pdf.reading import PdfContent, Unreadable, read_pdf
from generator.pdf.search import Pages
from generator.word.reading import read_docx

_LEFTOVERS = re.compile(r"\{\{|\{%|\}\}|%\}|\bNone\b|\bundefined\b")


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
        The number of pages, and everything that is wrong.
    """
    findings = list(_word(document, rendered))
    del flow, page
    if finished is None:
        return Verified(pages=None, findings=tuple(findings))
    try:
        content = read_pdf(finished.pdf)
    except Unreadable as error:
        broken = _finding(document, "pdf-trasig", f"PDF-filen går inte att läsa: {error}.", _AGAIN)
        return Verified(pages=None, findings=(*findings, broken))
    findings += _pdf(document, content)
    if not any(finding.code == _BROKEN_WORD for finding in findings):
        findings += _page_numbers(document, rendered, content)
    return Verified(pages=len(content.pages), findings=tuple(findings))


_BROKEN_WORD = "docx-trasig"
_PROFILE = "profil"
"""The part of the context with wordings that are templates themselves, and may have marks."""
_AGAIN = "Försök igen. Händer det om igen: kör «generator doktor» och anmäl felet."
_TEMPLATE = "Kontrollera att mallen skriver ut uppgiften. Anmäl det till den som sköter mallarna."


def _word(document: Document, rendered: Rendered) -> Iterator[Finding]:
    try:
        content = read_docx(rendered.content)
    except (BadZipFile, etree.XMLSyntaxError) as error:
        yield _finding(document, _BROKEN_WORD, f"Word-filen går inte att läsa: {error}.", _TEMPLATE)
        return
    for fault in content.faults:
        yield _finding(document, "docx-ogiltig", f"Word skulle inte godta filen. {fault}", _TEMPLATE)
    texts = (*content.margins, *content.body)
    yield from _missing(document, Pages(["\n".join(texts)]), "Word-filen")
    yield from _without_place(document, Pages(["\n".join(content.body)]))
    yield from _leftovers(document, texts, "Word-filen")


def _pdf(document: Document, content: PdfContent) -> Iterator[Finding]:
    pages = Pages(content.pages)
    if pages.empty:
        yield _finding(document, "pdf-tom", "PDF-filen har ingen text.", _AGAIN)
        return
    yield from _missing(document, pages, "PDF-filen")
    yield from _leftovers(document, content.pages, "PDF-filen")
    yield from _about_itself(document, content)


def _page_numbers(document: Document, rendered: Rendered, content: PdfContent) -> Iterator[Finding]:
    """Each page says which it is and how many there are, where the letterhead counts pages."""
    if not read_docx(rendered.content).numbered:
        return
    total = len(content.pages)
    for number, page in enumerate(content.pages, 1):
        if not re.search(rf"(?<!\d){number}\D{{1,6}}{total}(?!\d)", page):
            message = f"Sida {number} har inte sitt sidnummer, {number} av {total}, i PDF-filen."
            yield _finding(document, "sidnummer-fel", message, _AGAIN)


def _about_itself(document: Document, content: PdfContent) -> Iterator[Finding]:
    if content.title != document.title:
        yield _finding(document, "pdf-titel", f"PDF-filens titel är «{content.title}», inte rubriken.", _AGAIN)
    if content.language.casefold() != document.language.casefold():
        message = f"PDF-filens språk är «{content.language}», inte {document.language}."
        yield _finding(document, "pdf-sprak", message, "Sätt språket i brevmallens formatmall Normal.")
    if not content.tagged:
        yield _finding(document, "pdf-otaggad", "PDF-filen går inte att läsa med skärmläsare (saknar taggar).", _AGAIN)
    if content.fonts_missing:
        names = ", ".join(content.fonts_missing)
        yield _finding(document, "pdf-typsnitt", f"PDF-filen saknar typsnitt: {names}.", "Byt typsnitt i brevmallen.")


def _missing(document: Document, pages: Pages, where: str) -> Iterator[Finding]:
    for fact in document.facts:
        unprintable = sorted({one for text in fact.texts for one in pages.lacking(text)})
        if unprintable:
            yield _unprintable(document, fact, unprintable)
        elif fact.every_page:
            for number in pages.without(fact.texts[0]):
                yield _lost(document, fact, f"{where}, sida {number}" if len(pages) > 1 else where)
        elif not any(pages.have(text) for text in fact.texts):
            yield _lost(document, fact, where)


def _without_place(document: Document, body: Pages) -> Iterator[Finding]:
    """Signers and recipients that stand only where another fact mentions them."""
    for fact in homeless(document.facts, body):
        yield _lost(document, fact, "Word-filen på sin egen plats, bara där texten nämner den")


def _unprintable(document: Document, fact: Fact, characters: Sequence[str]) -> Finding:
    named = [f"{one} (U+{ord(one):04X})" for one in characters[:10]]
    message = f"{fact.label} innehåller tecken som inget typsnitt på den här datorn har: {', '.join(named)}."
    remedy = "Byt ut tecknen mot ord, eller be driften installera ett typsnitt som har dem."
    place = Place(file=document.arende.source, path=fact.path, title=fact.label)
    return Finding(code="tecken-saknas", message=message, remedy=remedy, place=place)


def _lost(document: Document, fact: Fact, where: str) -> Finding:
    text = fact.texts[0] if len(fact.texts[0]) <= 80 else f"{fact.texts[0][:77]}…"
    place = Place(file=document.arende.source, path=fact.path, title=fact.label)
    message = f"{fact.label} («{text}») finns inte i {where}."
    return Finding(code="uppgift-saknas", message=message, remedy=_TEMPLATE, place=place)


def _leftovers(document: Document, texts: Sequence[str], where: str) -> Iterator[Finding]:
    """Marks of an unfilled template; what the case itself says is its own affair."""
    for mark in sorted({hit for text in texts for hit in _LEFTOVERS.findall(text)}):
        if not any(_says(value, mark) for name, value in document.context.items() if name != _PROFILE):
            yield _finding(document, "rest-av-mall", f"«{mark}» står kvar i {where}.", _TEMPLATE)


def _says(value: Value, mark: str) -> bool:
    if isinstance(value, str):
        return mark in value
    if isinstance(value, Mapping):
        return any(_says(item, mark) for item in value.values())
    return isinstance(value, tuple) and any(_says(item, mark) for item in value)


def _finding(document: Document, code: str, message: str, remedy: str) -> Finding:
    place = Place(file=document.arende.source, path=document.handling.path)
    return Finding(code=code, message=message, remedy=remedy, place=place)
