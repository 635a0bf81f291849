"""What a PDF claims of itself: title, language, standards (ISO 32000-1, 14.3 and 7.7; ISO 16684-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from lxml import etree

from generator.findings import Finding

PDFAID = "http://www.aiim.org/pdfa/ns/id/"
PDFUAID = "http://www.aiim.org/pdfua/ns/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
_AGAIN = "Försök igen. Händer det om igen: kör «generator doktor» och anmäl felet."
_LANGUAGE = "Sätt språket i brevmallens formatmall Normal."


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a PDF says about itself."""

    titles: tuple[str, ...]
    """Its title wherever it stands: in the document information, then in the metadata."""
    languages: tuple[str, ...]
    """Its language wherever it stands: in the catalog, then in the metadata."""
    level: str
    """The archive level: "2A"; empty when it claims none."""
    accessible: str
    """The part of PDF/UA: "1"; empty when it claims none."""
    shows_title: bool
    """True when a viewer's window shows the title and not the file name."""
    tagged: bool
    """True when it says that its content is tagged."""


def packet(pdf: pikepdf.Pdf) -> etree._Element:
    """The metadata packet's root; an empty element when there is none that can be read."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return etree.Element("nothing")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(metadata.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return etree.Element("nothing")


def claims(pdf: pikepdf.Pdf) -> Claims:
    """What a PDF says about itself."""
    root, whole = pdf.Root, packet(pdf)
    return Claims(
        titles=(str(pdf.docinfo.get("/Title", "")), _value(whole, DC, "title")),
        languages=(str(root.get("/Lang", "")), _value(whole, DC, "language")),
        level=_value(whole, PDFAID, "part") + _value(whole, PDFAID, "conformance").upper(),
        accessible=_value(whole, PDFUAID, "part"),
        shows_title=_flag(root, "/ViewerPreferences", "/DisplayDocTitle"),
        tagged=_flag(root, "/MarkInfo", "/Marked"),
    )


def judged(own: Claims, title: str, language: str, level: str) -> Iterator[Finding]:
    """What is wrong with what a PDF says about itself.

    Args:
        own: what it says.
        title: the document's title.
        language: its language.
        level: the archive level that it is to claim.
    """
    for found in dict.fromkeys(one for one in own.titles if one != title):
        yield Finding(code="pdf-titel", message=f"PDF-filens titel är «{found}», inte rubriken.", remedy=_AGAIN)
    for found in dict.fromkeys(one for one in own.languages if one.casefold() != language.casefold()):
        message = f"PDF-filens språk är «{found}», inte {language}."
        yield Finding(code="pdf-sprak", message=message, remedy=_LANGUAGE)
    if not own.shows_title:
        message = "PDF-filen visar sitt filnamn i fönstrets rubrik och inte sin titel."
        yield Finding(code="pdf-titel-visas-inte", message=message, remedy=_AGAIN)
    if own.accessible != "1":
        message = "PDF-filen säger inte att den är tillgänglig (PDF/UA-1)."
        yield Finding(code="pdf-ua-saknas", message=message, remedy=_AGAIN)
    if own.level != level:
        found = f"PDF/A-{own.level}" if own.level else "ingen arkivnivå"
        message = f"PDF-filen anger {found}, men ska ha nivån PDF/A-{level}."
        yield Finding(code="pdf-arkivniva", message=message, remedy=_AGAIN)


def _value(whole: etree._Element, namespace: str, name: str) -> str:
    """A property as an element, with its first value, or as an attribute; empty when it is not there."""
    element = next(whole.iter(f"{{{namespace}}}{name}"), None)
    if element is not None:
        inner = next(element.iter(f"{{{RDF}}}li"), element)
        return str(inner.text or "")
    about = (one.get(f"{{{namespace}}}{name}") for one in whole.iter(f"{{{RDF}}}Description"))
    return next((str(value) for value in about if value), "")


def _flag(root: pikepdf.Object, group: str, name: str) -> bool:
    found = root.get(group)
    flag: object = found.get(name) if isinstance(found, pikepdf.Dictionary) else None
    return flag is True
