"""PDF/A judged in the program itself, on any machine: pikepdf's validator, and what it leaves to others.

It approves only what it knows, and does not know the claim of accessibility
nor metadata of an organisation's own; those are judged here (ISO 19005-2,
6.6.2.3) and taken out of the copy that it judges. All else is the file as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from lxml import etree
from pikepdf import pdfa

from generator.archival import Fault, Verdict
from generator.findings import Finding, Severity
from generator.pdf.claims import DC, PDFAID, RDF, packet

_PDF = "http://ns.adobe.com/pdf/1.3/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_DESCRIBED = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
_KNOWN = frozenset({DC, PDFAID, RDF, _PDF, _XMP, "adobe:ns:meta/", "http://www.w3.org/XML/1998/namespace"})
_BEYOND = ("FontMatrix",)
"""What pikepdf says of sound fonts that it cannot look into: those with cubic curves in other units than 1/1000."""
_PROGRAM = "pikepdf"
_NAMED = 3
"""How many faults a message quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict, and what is to be said of it."""

    verdict: Verdict
    findings: tuple[Finding, ...]


def judge(pdf: pikepdf.Pdf, level: str) -> Judgement:
    """Try a PDF against PDF/A.

    Args:
        pdf: the open file; its metadata in memory is not the same afterwards.
        level: the archive level that it claims: "2A".
    """
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it warns of fonts' dates, which nobody can mend
    metadata = packet(pdf)
    faults = [*_of_the_file(pdf), *_undescribed(metadata)]
    _leave_out_the_unknown(pdf, metadata)
    _leave_out_the_harmless(pdf)
    report = pdfa.check(pdf, f"{level[0]}b")
    faults += [Fault(rule=one.rule, message=one.message, where=one.where) for one in report.violations]
    unsure = [Fault(rule=one.rule, message=one.message, where=one.where) for one in report.unsupported]
    beyond = tuple(one for one in unsure if any(words in one.message for words in _BEYOND))
    faults += [one for one in unsure if one not in beyond]
    verdict = Verdict(
        program=_PROGRAM,
        version=pikepdf.__version__,
        profile=f"{level[0]}b",
        faults=tuple(faults),
        unjudged=beyond,
    )
    return Judgement(verdict=verdict, findings=tuple(_findings(verdict)))


def _findings(verdict: Verdict) -> Iterator[Finding]:
    standard = f"PDF/A-{verdict.profile}"
    if verdict.faults:
        message = f"PDF-filen följer inte {standard} enligt {verdict.program}: {_quoted(verdict.faults)}."
        remedy = "Rör det ett typsnitt eller en bild: byt den i mallen. Annars: kör «generator doktor» och anmäl felet."
        yield Finding(code="pdf-underkand", message=message, remedy=remedy)
    if verdict.unjudged:
        message = f"{verdict.program} kan inte pröva allt i PDF-filen mot {standard}: {_quoted(verdict.unjudged)}."
        remedy = "Granska filen med veraPDF, om den ska arkiveras."
        yield Finding(code="pdf-ej-provad", message=message, remedy=remedy, severity=Severity.NOTE)


def _quoted(faults: tuple[Fault, ...]) -> str:
    each = list(dict.fromkeys(f"{one.message} ({one.rule.rpartition(':')[2]})" for one in faults))
    more = f" och {len(each) - _NAMED} till" if len(each) > _NAMED else ""
    return "; ".join(each[:_NAMED]) + more


def _of_the_file(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """What the validator leaves out, since it judges the file as it would be saved (ISO 19005-2, 6.1.3)."""
    if pdf.is_encrypted:
        yield Fault(rule="6.1.3-2", message="the file is encrypted")
    if "/ID" not in pdf.trailer:
        yield Fault(rule="6.1.3-1", message="the file has no identifier")


def _undescribed(metadata: etree._Element) -> Iterator[Fault]:
    """Metadata of a namespace that the standard does not know, and the packet does not describe."""
    described = set(_described(metadata))
    for about in metadata.iter(f"{{{RDF}}}Description"):
        names = [*(one.tag for one in about if isinstance(one.tag, str)), *(str(key) for key in about.attrib)]
        for name in names:
            namespace, local = etree.QName(name).namespace, etree.QName(name).localname
            strange = namespace not in _KNOWN and namespace not in (None, _DESCRIBED, _SCHEMA, _PROPERTY)
            if strange and (namespace, local) not in described:
                yield Fault(rule="6.6.2.3.1-1", message=f"XMP property {local} of {namespace} is not described")


def _described(metadata: etree._Element) -> Iterator[tuple[str | None, str]]:
    """The namespace and name of each property that the packet itself describes."""
    for uri in metadata.iter(f"{{{_SCHEMA}}}namespaceURI"):
        schema = uri.getparent()
        if schema is not None:
            yield from ((uri.text, str(name.text)) for name in schema.iter(f"{{{_PROPERTY}}}name"))


def _leave_out_the_harmless(pdf: pikepdf.Pdf) -> None:
    """Take away what no standard forbids and the validator does not know: a first view, a checksum of the content."""
    first = pdf.Root.get("/OpenAction")
    if isinstance(first, pikepdf.Array) or (isinstance(first, pikepdf.Dictionary) and first.get("/S") == "/GoTo"):
        del pdf.Root["/OpenAction"]
    if "/DocChecksum" in pdf.trailer:
        del pdf.trailer["/DocChecksum"]


def _set_conformance(metadata: etree._Element) -> None:
    """Claim B, the only one that it knows; the others are what accessibility and fonts are judged by."""
    name = f"{{{PDFAID}}}conformance"
    for conformance in metadata.iter(name):
        conformance.text = "B"
    for about in metadata.iter(f"{{{RDF}}}Description"):  # a simple property may stand as an attribute, too
        if name in about.attrib:
            about.set(name, "B")


def _leave_out_the_unknown(pdf: pikepdf.Pdf, metadata: etree._Element) -> None:
    """Give the copy that is judged a packet of known metadata alone."""
    for about in list(metadata.iter(f"{{{RDF}}}Description")):
        for one in list(about):
            if isinstance(one.tag, str) and etree.QName(one).namespace not in _KNOWN:
                about.remove(one)
        for key in [key for key in about.attrib if etree.QName(str(key)).namespace not in (*_KNOWN, None)]:
            del about.attrib[key]
        parent = about.getparent()
        says = len(about) or any(etree.QName(str(key)).namespace not in (RDF, None) for key in about.attrib)
        if parent is not None and etree.QName(parent).localname == "RDF" and not says:
            parent.remove(about)
    _set_conformance(metadata)
    etree.cleanup_namespaces(metadata)
    written = etree.tostring(metadata, encoding="utf-8")
    packed = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>' + written + b'<?xpacket end="w"?>'
    if "/Metadata" in pdf.Root:
        stream = pikepdf.Stream(pdf, packed, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        pdf.Root["/Metadata"] = pdf.make_indirect(stream)
