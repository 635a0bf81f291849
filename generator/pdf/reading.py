"""A finished PDF, read back by libraries that had no part in making it.

pypdf reads the text; pikepdf (QPDF) checks that the file holds together.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pypdf import PdfReader
from pypdf.errors import PyPdfError


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfContent:
    """What a reader sees of a PDF."""

    pages: tuple[str, ...]
    """Each page's text in reading order, header and footer included."""
    title: str
    language: str
    tagged: bool
    """True when the text carries its structure for a screen reader."""
    shows_title: bool
    """True when a viewer's window shows the title and not the file name."""
    fonts_missing: tuple[str, ...]
    """Fonts that the file uses and does not carry in itself."""


class Unreadable(Exception):
    """The file is not a PDF that can be read."""


def read_pdf(pdf: bytes) -> PdfContent:
    """Read a PDF back.

    Raises:
        Unreadable: it is broken.
    """
    try:
        pages = tuple(page.extract_text() for page in PdfReader(BytesIO(pdf), strict=True).pages)
        with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as file:
            root = file.Root
            return PdfContent(
                pages=pages,
                title=str(file.docinfo.get("/Title", "")),
                language=str(root.get("/Lang", "")),
                tagged="/StructTreeRoot" in root and _flag(root, "/MarkInfo", "/Marked"),
                shows_title=_flag(root, "/ViewerPreferences", "/DisplayDocTitle"),
                fonts_missing=tuple(sorted(_missing_fonts(file))),
            )
    except (PyPdfError, pikepdf.PdfError, OSError, ValueError, KeyError) as error:
        raise Unreadable(str(error)) from None


def _flag(root: pikepdf.Object, group: str, name: str) -> bool:
    return group in root and name in root[group] and bool(root[group][name])


def _missing_fonts(pdf: pikepdf.Pdf) -> set[str]:
    missing = set()
    for page in pdf.pages:
        for font in page.resources.get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor")
            if descriptor is None or not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                missing.add(str(font.get("/BaseFont", "?")).lstrip("/"))
    return missing
