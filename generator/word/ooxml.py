"""The names, namespaces and parser of Office Open XML (ISO/IEC 29500)."""

from __future__ import annotations

from functools import partial
from threading import local

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XML = "http://www.w3.org/XML/1998/namespace"

PREFIXES = {
    "w": W,
    "r": R,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": A,
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": MC,
    "w14": W14,
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
}
"""The prefixes that every composed document declares on its root."""
IGNORABLE = "w14 w15 wp14"
"""Prefixes that an older reader may skip (ISO/IEC 29500-3, mc:Ignorable)."""

_parser = partial(etree.XMLParser, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_PARSER = _parser()
_LONGEST = 10_000_000
"""Bytes; libxml2 refuses a longer text between two tags, but only where it builds a tree."""
_BY_TREE = (b"xml:id", b"<!DOCTYPE")
"""What is looked at only where a tree is built."""


def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute: `w("p")`."""
    return f"{{{W}}}{name}"


def r(name: str) -> str:
    """The full name of a relationship attribute: `r("id")`."""
    return f"{{{R}}}{name}"


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for a comment or the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parse(content: bytes) -> etree._Element:
    """The root of an XML part; entities are never resolved and nothing is fetched.

    Raises:
        lxml.etree.XMLSyntaxError: the part is not well-formed.
    """
    return etree.fromstring(content, _PARSER)


class _Nothing:
    """What is built of a part that is only to be checked."""

    def close(self) -> None:
        """Nothing is left to do."""


class _Readers(local):
    """What checks parts, one for each thread: it tells of the last one that it read.

    It is kept, for what one holds comes back only when Python looks for rings.
    """

    def __init__(self) -> None:
        self.checking = _parser(target=_Nothing())  # type: ignore[arg-type]  # the stubs ask for more than lxml does


_READERS = _Readers()


def check(content: bytes) -> None:
    """Nothing, if `parse` would take an XML part.

    No tree is built of a part in which nothing is wrong. Of any other, and of
    one with something that only a tree would show, a tree says what is true.
    Elements may lie one level deeper in each other here: 257, not 256.

    Raises:
        lxml.etree.XMLSyntaxError: the part is not well-formed.
    """
    reader = _READERS.checking
    try:
        etree.fromstring(content, reader)
        doubtful = bool(reader.error_log) or len(content) > _LONGEST or any(sign in content for sign in _BY_TREE)
    except etree.XMLSyntaxError:
        doubtful = True
    if doubtful:
        parse(content)


def serialize(root: etree._Element) -> bytes:
    """An XML part as Word writes it: UTF-8, standalone."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
