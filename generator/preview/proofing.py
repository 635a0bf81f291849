"""One attempt to make a handling's pages, and what it leaves on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from generator.engines.engine import Awaited, Engine, Health
from generator.errors import ExitCode
from generator.findings import Finding
from generator.pdf.pages import pictures
from generator.pipeline import prove_file
from generator.preview.board import Sheet, View
from generator.preview.catalogue import Choice
from generator.preview.quotes import located
from generator.results import HandlingResult, Proof
from generator.word.reading import read_docx
from generator.workshop import Workshop

DOTS_PER_INCH = 120
"""Fine enough for a page as wide as a window."""
_GONE = "motor-avbrott"
"""The finding of an engine that has ended; it starts again by itself."""


class Peephole:
    """An engine whose pages are seen as soon as they are made: the check of a long document takes its time.

    Args:
        engine: the engine.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.sheets: tuple[Sheet, ...] = ()
        """The pages of the last document, if it came so far; to finish it changes nothing that is seen."""
        self.name = engine.name
        self.see: Callable[[tuple[Sheet, ...]], None] = lambda _: None
        """Called with the pages of every document."""

    def health(self) -> Health:
        """See `Engine.health`."""
        return self._engine.health()

    def prepare(self) -> None:
        """See `Engine.prepare`."""
        self._engine.prepare()

    def convert(self, docx: Path, pdf: Path) -> None:
        """See `Engine.convert`."""
        self.begin(docx)(pdf)

    def begin(self, docx: Path) -> Awaited:
        """See `Engine.begin`."""
        return partial(self._look, self._engine.begin(docx))

    def _look(self, awaited: Awaited, pdf: Path) -> None:
        awaited(pdf)
        self.sheets = tuple(_sheets(pdf.read_bytes()))
        self.see(self.sheets)

    def close(self) -> None:
        """See `Engine.close`."""
        self._engine.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of it."""

    sheets: tuple[Sheet, ...] = ()
    words: tuple[str, ...] = ()
    """The text, where there are no pages."""
    findings: tuple[Finding, ...] = ()
    again: bool = False
    """True when it was not the files' fault."""


def attempt(choice: Choice, shop: Workshop, engine: Peephole) -> Attempt:
    """Make a handling's pages; what stops it is among the findings.

    Args:
        choice: the handling.
        shop: what to work with; its engine is `engine`, or None where that cannot be used.
        engine: gives the pages of what it made.
    """
    engine.sheets = ()
    result, proof = _proof(choice, shop)
    if any(finding.code == _GONE for finding in result.findings):
        result, proof = _proof(choice, shop)
    again = result.exit_code == ExitCode.ENGINE
    if proof is None and again:
        _, proof = _proof(choice, replace(shop, engine=None))
    words = _words(proof.docx) if proof is not None and not engine.sheets else ()
    return Attempt(sheets=engine.sheets, words=words, findings=result.findings, again=again)


def begun(before: View | None, generation: int) -> View:
    """What is shown while an attempt is made: what was there."""
    return replace(before or View(generation=generation), generation=generation, under_way=True)


def seen(before: View, sheets: tuple[Sheet, ...], now: datetime) -> View:
    """What is shown when the pages are made and not yet checked."""
    fresh = replace(before, sheets=sheets, words=(), made=now, old=False, again=False, before=before.sheets)
    return replace(fresh, unchecked=True)


def finished(before: View, made: Attempt, now: datetime) -> View:
    """What is shown after an attempt; pages that could be made stay until there are newer ones.

    Args:
        before: what was shown when it began.
        made: what came of the attempt.
        now: when that was.
    """
    blank = View(generation=before.generation, findings=made.findings, again=made.again, before=before.sheets)
    if made.sheets or (made.words and not before.sheets):
        return replace(blank, sheets=made.sheets, words=made.words, made=now)
    kept = replace(blank, sheets=before.sheets, words=before.words, made=before.made)
    return replace(kept, old=bool(before.sheets or before.words), before=before.before)


def _proof(choice: Choice, shop: Workshop) -> tuple[HandlingResult, Proof | None]:
    result, proof = next(iter(prove_file(choice.file, shop, choice.number)))
    return replace(result, findings=located(result.findings)), proof


def _sheets(pdf: bytes) -> Iterator[Sheet]:
    for text, picture in zip(_texts(pdf), pictures(pdf, DOTS_PER_INCH), strict=True):
        out = BytesIO()
        picture.save(out, "PNG", compress_level=1)  # it goes no further than this machine
        png = out.getvalue()
        yield Sheet(name=sha256(png).hexdigest()[:20], png=png, width=picture.width, height=picture.height, text=text)


def _texts(pdf: bytes) -> tuple[str, ...]:
    """Each page's text, for those who cannot see the pictures."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415  # as in `generator.pdf.pages`

    document = PdfDocument(pdf)
    try:
        return tuple(page.get_textpage().get_text_bounded().replace("\r\n", "\n").strip() for page in document)
    finally:
        document.close()


def _words(docx: bytes) -> tuple[str, ...]:
    content = read_docx(docx)
    return (*content.body, *content.margins)
