"""What is painted on a page, by the marks around it (ISO 32000-1, 14.6).

Every text, line and picture of a tagged PDF either belongs to a tag, by a
number, or is marked as an artifact: paper, not content. What is neither is
something that a screen reader may read anywhere or not at all.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pikepdf
import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from generator.pdf.search import mended

_DEEPEST = 8
"""Drawings within drawings, beyond which nothing is looked for."""
_UNNUMBERED = -1
_USUAL = 256
"""Characters that a text in one place seldom has more than: PDFium reads the page anew each time it is asked."""
_ARTIFACT = "Artifact\0".encode("utf-16-le")


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """One page."""

    texts: Mapping[int, str]
    """The text of each marked content that has a number, empty for one of lines or pictures."""
    loose: tuple[str, ...]
    """What is neither numbered nor an artifact: a text as it reads, and "" for a line, surface or picture."""


def painted(page: PdfPage, words: PdfTextPage) -> Painted:
    """What is painted on a page.

    Args:
        page: the page.
        words: its text.
    """
    texts: dict[int, list[str]] = {}
    loose, spoken = [], set()
    for piece, number, marks in _pieces(page, _UNNUMBERED, ()):
        replaced = next((mark for mark in marks if _spoken_as(mark) is not None), None)
        text = _text(piece, words)
        if replaced is not None:
            text = "" if _address(replaced) in spoken else _spoken_as(replaced) or ""
            spoken.add(_address(replaced))
        if number != _UNNUMBERED:
            texts.setdefault(number, []).append(text)
        elif not any(map(_is_artifact, marks)):
            loose.append(text)
    joined = {number: mended("".join(found)) for number, found in texts.items()}
    return Painted(texts=MappingProxyType(joined), loose=tuple(mended(text) for text in loose))


_Piece = tuple[ctypes.c_void_p, int, tuple[ctypes.c_void_p, ...]]
"""A painted object, the number of the marked content that it belongs to, and the marks around it."""


def _pieces(page: PdfPage, number: int, marks: tuple[ctypes.c_void_p, ...]) -> Iterator[_Piece]:
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        yield from _within(pdfium.FPDFPage_GetObject(page.raw, index), number, marks, _DEEPEST)


def _within(piece: ctypes.c_void_p, number: int, around: tuple[ctypes.c_void_p, ...], left: int) -> Iterator[_Piece]:
    """The object itself, or all that a drawing holds, which belongs where the drawing does."""
    own = pdfium.FPDFPageObj_GetMarkedContentID(piece)
    number = number if own == _UNNUMBERED else own
    marks = (*around, *(pdfium.FPDFPageObj_GetMark(piece, at) for at in range(pdfium.FPDFPageObj_CountMarks(piece))))
    if pdfium.FPDFPageObj_GetType(piece) != pdfium.FPDF_PAGEOBJ_FORM or left == 0:
        yield piece, number, marks
        return
    for index in range(pdfium.FPDFFormObj_CountObjects(piece)):
        yield from _within(pdfium.FPDFFormObj_GetObject(piece, index), number, marks, left - 1)


def _text(piece: ctypes.c_void_p, words: PdfTextPage) -> str:
    if pdfium.FPDFPageObj_GetType(piece) != pdfium.FPDF_PAGEOBJ_TEXT:
        return ""
    room = (ctypes.c_ushort * _USUAL)()
    length = pdfium.FPDFTextObj_GetText(piece, words.raw, room, ctypes.sizeof(room))
    if length > ctypes.sizeof(room):
        room = (ctypes.c_ushort * (length // 2))()
        pdfium.FPDFTextObj_GetText(piece, words.raw, room, length)
    return bytes(room)[: max(0, length - 2)].decode("utf-16-le", "replace")


def _spoken_as(mark: ctypes.c_void_p) -> str | None:
    """The text that a mark says is to be read instead of what is painted (ActualText); None as a rule."""
    if not pdfium.FPDFPageObjMark_CountParams(mark):
        return None
    needed = ctypes.c_ulong()
    if not pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", None, 0, needed):
        return None
    room = (ctypes.c_ubyte * needed.value)()
    pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", room, needed.value, needed)
    return str(pikepdf.Object.parse(b"<" + bytes(room).hex().encode() + b">"))  # PDFium takes UTF-16 for bytes


def _is_artifact(mark: ctypes.c_void_p) -> bool:
    """True for the mark of what is no part of the document; one with a longer name leaves the room empty."""
    room, needed = (ctypes.c_ushort * (len(_ARTIFACT) // 2))(), ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, room, len(_ARTIFACT), needed)
    return bytes(room) == _ARTIFACT


def _address(mark: ctypes.c_void_p) -> int | None:
    return ctypes.cast(mark, ctypes.c_void_p).value
