"""The finished PDF, read back and tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.archival import Finished, Verdict
from generator.findings import Finding
from generator.flow import Flow
from generator.model import Document, Rendered
from generator.pdf import accessibility, causes, claims, embedded, outerlinks
from generator.pdf.conformance import judge
from generator.pdf.reading import PdfContent, Unreadable, opened, read_whole
from generator.pdf.search import Pages
from generator.pdf.structure import AGAIN
from generator.steps.verify import fontlock
from generator.steps.verify.seen import Seen, searched
from generator.steps.verify.texts import of_template
from generator.word.pagenumbers import PageNumbers

_NUMBERS = (
    "Se efter i brevmallens sidhuvud och sidfot att sidnumret och antalet sidor syns och står intill varandra: "
    "«1 (3)». Gör de det: kör «generator doktor» och anmäl felet."
)
_PDF = "PDF-filen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """A PDF that was read back, or that could not be."""

    seen: Seen
    numbers: tuple[Finding, ...] = ()
    """What is wrong with the numbers on its pages."""
    pages: int | None = None
    """How many it has; None when it cannot be read."""
    verdicts: tuple[Verdict, ...] = ()


def read_back(
    document: Document, rendered: Rendered, flow: Flow, finished: Finished, *, numbers: PageNumbers, origin: str
) -> ReadBack:
    """Everything that is to be said of a PDF.

    Args:
        document: what should be readable in it.
        rendered: the .docx that it was made of.
        flow: the same as it is read.
        finished: the PDF.
        numbers: which of its pages count themselves, and how.
        origin: where a fault in a template is to be looked for.
    """
    try:
        with opened(finished.pdf) as file:
            content = read_whole(finished.pdf)
            fonts = embedded.fonts(file)
            lock = fontlock.held(rendered, flow, fonts)
            apart, unseen = fontlock.apart(lock), causes.unseen(file, flow)
            findings = [
                *claims.judged(claims.claims(file), document.title, document.language, finished.level),
                *accessibility.judged(
                    file, content.painted, flow, origin, apart=apart, unseen=of_template(document, unseen)
                ),
                *outerlinks.judged(file, flow),
                *embedded.nameless(fonts, finished.level),
                *fontlock.judged(document, lock, fonts),
            ]
            judgement = judge(file, finished.level)  # last, for it is given a changed copy
    except Unreadable as error:
        broken = Finding(code="pdf-trasig", message=f"{_PDF} går inte att läsa: {error}.", remedy=AGAIN)
        return ReadBack(seen=Seen(findings=(broken,)))
    text = _text(document, content, apart, unseen)
    return ReadBack(
        seen=Seen(missing=text.missing, findings=(*text.findings, *findings, *judgement.findings)),
        numbers=tuple(_page_numbers(content, numbers)),
        pages=len(content.pages),
        verdicts=(judgement.verdict,),
    )


def _text(document: Document, content: PdfContent, apart: frozenset[str], unseen: frozenset[str]) -> Seen:
    pages = Pages(content.pages, apart)
    if pages.empty:
        return Seen(findings=(Finding(code="pdf-tom", message=f"{_PDF} har ingen text.", remedy=AGAIN),))
    return searched(document, pages, content.pages, _PDF, unseen)


def _page_numbers(content: PdfContent, numbers: PageNumbers) -> Iterator[Finding]:
    """Each page says which it is and how many there are, where the letterhead counts pages."""
    total = len(content.pages)
    for page, text in enumerate(content.pages, 1):
        said = numbers.of(page, total)
        if said is not None and not _counted(text, *said):
            message = f"Sida {page} har inte sitt sidnummer, {said[0]} av {total}, i {_PDF}."
            yield Finding(code="sidnummer-fel", message=message, remedy=_NUMBERS)


def _counted(text: str, number: str, totals: Iterable[str]) -> bool:
    edge = r"\d" if number.isdecimal() else r"\w"
    return any(re.search(rf"(?<!{edge}){number}\D{{1,6}}{total}(?!{edge})", text) for total in totals)
