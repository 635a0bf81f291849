"""Files of other kinds than case files, known by their first bytes: what they are called says less."""

from __future__ import annotations

import re
from typing import NamedTuple

HEAD = 4096
"""Bytes from the start of a file that are enough to know it by."""


class Kind(NamedTuple):
    """A kind of file."""

    name: str
    """What people call it, with its article."""
    published: bool = False
    """True for what the generator itself publishes."""


_WORD = Kind("ett Word-dokument", published=True)
_PAGE = Kind("en webbsida", published=True)
_KINDS = {
    b"%PDF-": Kind("en PDF-fil", published=True),
    b"{\\rtf": Kind("ett textdokument (RTF), som Word och andra ordbehandlare skriver"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Kind("ett dokument från en äldre version av Word eller Excel"),
    b"\x89PNG": Kind("en bild (PNG)"),
    b"\xff\xd8\xff": Kind("en bild (JPEG)"),
    b"GIF8": Kind("en bild (GIF)"),
    b"II*\0": Kind("en bild (TIFF)"),
    b"MM\0*": Kind("en bild (TIFF)"),
    b"7z\xbc\xaf": Kind("en packad fil (7-Zip)"),
    b"\x1f\x8b": Kind("en packad fil (gzip)"),
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OF_OFFICE = re.compile(rb"[\s\S]{30}(?:\[Content_Types\]|_rels/|docProps/|customXml/|word/|xl/|ppt/|mimetype)")
"""A zip file that is a document: what its first file is called. Other zip files may hold documents."""
_PART = re.compile(rb"PK\x03\x04[\s\S]{26}(word/|xl/|ppt/|mimetypeapplication/vnd\.oasis\.opendocument)")
"""A file in a zip file, by its header (APPNOTE 4.3.7): what is packed in it may hold any bytes."""
_IN_ZIP = {
    b"word/": _WORD,
    b"xl/": Kind("en Excel-arbetsbok"),
    b"ppt/": Kind("en PowerPoint-presentation"),
    b"mimetypeapplication/vnd.oasis.opendocument": Kind("ett dokument från LibreOffice"),
}
"""What the names of the files in a zip file tell of it: such documents are zip files."""
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:(!doctype\s+html|html\b)|[?]xml\b|svg\b)", re.IGNORECASE)


def kind_of(content: bytes) -> Kind | None:
    """What kind of file it is; None when it is text that may be JSON, or nothing that is known.

    Args:
        content: the file's content, or the first `HEAD` bytes of it.
    """
    if content.startswith(_ZIP):
        known = _PART.search(content) if _OF_OFFICE.match(content) else None
        return _IN_ZIP[known[1]] if known else Kind("en zip-fil")
    if markup := _MARKUP.match(content):
        return _PAGE if markup[1] else Kind("en XML-fil")
    return next((kind for start, kind in _KINDS.items() if content.startswith(start)), None)
