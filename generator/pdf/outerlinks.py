"""Whether the links out of a document are links in its PDF too, and not mere text (ISO 32000-1, 12.5.6.5)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from urllib.parse import unquote

import pikepdf

from generator.findings import Finding, Severity
from generator.flow import Flow, Heading, Inline, Link, Paragraph, Picture, Words, blocks_of, inlines_of
from generator.pdf.structure import shortened
from generator.pdf.values import dictionaries


def judged(pdf: pikepdf.Pdf, flow: Flow) -> Iterator[Finding]:
    """The links of a document's text that its PDF has lost.

    Those in headers and footers are not looked for: a PDF/UA's headers and
    footers are artifacts, which hold no links.

    Args:
        pdf: the open file.
        flow: the document as it should be read.
    """
    found = [*_addresses(pdf)]
    left, lost = Counter(found), list[Link]()
    links = [*_outer(flow)]
    for link in links:
        address = _plain(link.target)
        if left[address]:
            left[address] -= 1
        else:
            lost.append(link)
    known = {_plain(link.target) for link in links}
    for address in (one for one in found if one not in known):
        # LibreOffice shortens paths and spells out names of hosts: an address that no link has is a link's rewritten
        if lost:
            lost.remove(max(lost, key=lambda link: _likeness(address, _plain(link.target))))
    yield from map(_lost, lost)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _outer(flow: Flow) -> Iterator[Link]:
    """The links to addresses that somebody can see, in reading order."""
    blocks = [*blocks_of(flow.body), *(one for note in flow.notes for one in blocks_of(note.blocks))]
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            for one in inlines_of(block.inlines):
                if isinstance(one, Link) and not one.target.startswith("#") and _shows(one.inlines):
                    yield one


def _shows(inlines: tuple[Inline, ...]) -> bool:
    return any(isinstance(one, Picture) or (isinstance(one, Words) and one.text.strip()) for one in inlines)


def _addresses(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Where the links of the pages lead, out of the file; a link over two lines, or in two looks, may be two."""
    for page in pdf.pages:
        for annotation in dictionaries(page.obj.get("/Annots")):
            action = annotation.get("/A")
            if annotation.get("/Subtype") != pikepdf.Name.Link or not isinstance(action, pikepdf.Dictionary):
                continue
            if action.get("/S") != pikepdf.Name.GoTo:
                yield _plain(str(action.get("/URI", "")))


def _plain(address: str) -> str:
    """An address in one form: LibreOffice writes some letters as codes, and an empty path as a slash."""
    return unicodedata.normalize("NFC", unquote(address)).casefold().rstrip("/")


def _lost(link: Link) -> Finding:
    text = shortened([one.text for one in link.inlines if isinstance(one, Words)])
    if not text:
        message = f"En bild är länkad till {link.target}, men inte i PDF-filen."
        remedy = "Skriv länken som text bredvid bilden i mallen, och ta bort den från bilden."
        return Finding(code="lank-forlorad", message=message, remedy=remedy, severity=Severity.WARNING)
    message = f"Länken «{text}» till {link.target} är bara text i PDF-filen och går inte att följa."
    remedy = "Ge den teckenformatmallen Hyperlink (Hyperlänk) i Word, och se efter att brevmallen har formatmallen."
    return Finding(code="lank-forlorad", message=message, remedy=remedy)
