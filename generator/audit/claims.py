"""What a file says about itself: the only thing to go by when no manifest lies beside it.

Anyone can write anything there, so it proves nothing; it tells where to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
from lxml import etree, html

from generator.errors import GeneratorError
from generator.pdf.claims import claims as pdf_claims
from generator.pdf.xmp import read_imprint
from generator.word.package import unpack
from generator.word.properties import CORE

TITLE, NUMBER, HANDLING, FORMAT, STATUS = "rubrik", "diarienummer", "handling", "format", "status"
TEMPLATES, RULES, PROGRAM = "mallar", "regler", "program"
LEVEL = "arkivniva"
"""The archive level that a PDF claims: "2A"."""
ACCESSIBLE = "tillganglighet"
"""The part of PDF/UA that it claims: "1"."""
_OWN = (NUMBER, HANDLING, FORMAT, STATUS, TEMPLATES, RULES, PROGRAM)
NAMES = (TITLE, *_OWN, LEVEL, ACCESSIBLE)
"""Everything that may be said, in the order in which people read it."""
_DC = "http://purl.org/dc/elements/1.1/"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_PREFIX = "handling."
"""What our own statements begin with in a web page, as in a PDF's metadata."""
_LONGEST = 500
"""Characters of one statement that are kept."""


def claims(path: Path, content: bytes) -> Mapping[str, str]:
    """What a file says about itself, by the names above; {} for one that cannot be read.

    Args:
        path: its name tells what kind of file it is.
        content: what lies there.
    """
    readers = {".pdf": _pdf, ".docx": _word, ".html": _page}
    reader = readers.get(path.suffix.casefold())
    try:
        said = dict(reader(path, content)) if reader and content else {}
    except (ValueError, LookupError, OSError, RuntimeError, etree.LxmlError, pikepdf.PikepdfError, GeneratorError):
        return {}  # anything may be wrong with a file that somebody has changed
    return {name: " ".join(said[name].split())[:_LONGEST] for name in NAMES if said.get(name)}


def _pdf(_: Path, content: bytes) -> Iterator[tuple[str, str]]:
    with pikepdf.open(BytesIO(content)) as pdf:
        own = pdf_claims(pdf)
    yield from ((TITLE, own.titles[0]), (LEVEL, own.level), (ACCESSIBLE, own.accessible))
    yield from read_imprint(content).items()


def _word(path: Path, content: bytes) -> Iterator[tuple[str, str]]:
    unpack(path)  # measures it before anything is taken into memory
    with ZipFile(BytesIO(content)) as archive:
        root = etree.fromstring(archive.read(CORE), etree.XMLParser(resolve_entities=False, no_network=True))
    yield TITLE, root.findtext(f"{{{_DC}}}title") or ""
    yield NUMBER, root.findtext(f"{{{_CP}}}keywords") or ""


def _page(_: Path, content: bytes) -> Iterator[tuple[str, str]]:
    root = html.document_fromstring(content.decode("utf-8"))
    told = {str(one.get("name") or "").casefold(): str(one.get("content") or "") for one in root.iter("meta")}
    yield TITLE, told.get("dcterms.title") or root.findtext(".//title") or ""
    yield from ((name, told.get(f"{_PREFIX}{name}", "")) for name in _OWN)
