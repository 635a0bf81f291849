"""A finished PDF, read back by libraries that had no part in making it.

PDFium reads the text; pikepdf (QPDF) checks that the file holds together.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pypdfium2 import PdfDocument, PdfiumError

from generator.pdf.painted import Painted, painted
from generator.pdf.search import mended


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfContent:
    """What a reader sees of a PDF."""

    pages: tuple[str, ...]
    """Each page's text in reading order, header and footer included."""
    painted: tuple[Painted, ...]
    """What is painted on each page, by its tags."""


class Unreadable(Exception):
    """The file is not a PDF that can be read."""


def read_pdf(pdf: bytes) -> PdfContent:
    """Read a PDF back.

    Raises:
        Unreadable: it is broken.
    """
    with opened(pdf):
        pass  # PDFium mends what is broken, and says nothing of it
    return read_whole(pdf)


def read_whole(pdf: bytes) -> PdfContent:
    """Read back a PDF that has been opened, and is known to hold together.

    Raises:
        Unreadable: it is broken all the same.
    """
    try:
        pages = list(_pages(pdf))
    except PdfiumError as error:
        raise Unreadable(str(error)) from None
    return PdfContent(pages=tuple(text for text, _ in pages), painted=tuple(marks for _, marks in pages))


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    """A PDF that is whole, open to be looked at.

    Raises:
        Unreadable: it is broken, or what is looked at in it is.
    """
    try:
        with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as file:
            yield file
    except (pikepdf.PikepdfError, OSError, ValueError, KeyError) as error:
        raise Unreadable(str(error)) from None


def _pages(pdf: bytes) -> Iterator[tuple[str, Painted]]:
    document = PdfDocument(pdf)
    try:
        for page in document:
            words = page.get_textpage()
            text = mended(words.get_text_range()).replace("\r\n", "\n")
            yield text, painted(page, words)
            words.close()
            page.close()
    finally:
        document.close()
