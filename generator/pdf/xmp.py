"""What a PDF says about itself, as an XMP packet (ISO 16684-1; ISO 19005-2, 6.6).

The packet is written anew, never mended: everything in it is known. Besides
the standard properties it has our own, that tell an archive which handling
the file is and what it was made of. PDF/A asks that such properties, and
PDF/UA's own, are described in the packet itself.
"""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
from lxml import etree

from generator.archival import Imprint

HANDLING = "https://generator.example/ns/handling/1/"
"""The namespace of our own properties."""
PROPERTIES = {
    "diarienummer": "Ärendets diarienummer",
    "handling": "Handlingens namn: datum, format och vid behov nummer",
    "format": "Handlingens format",
    "status": "Handlingens status när filen skapades",
    "mallar": "Version av mallar och profil, en kontrollsumma",
    "regler": "Version av reglerna, en kontrollsumma",
    "program": "Version av programmet som skapade filen",
}
"""Our own properties, each with what it says."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_SPACES = {
    "x": "adobe:ns:meta/",
    "rdf": _RDF,
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "handling": HANDLING,
}
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
_END = b'\n<?xpacket end="r"?>'
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text as XML can hold it: a control character or half a surrogate pair becomes U+FFFD."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def packet(imprint: Imprint, level: str, producer: str) -> bytes:
    """The whole packet.

    Args:
        imprint: what the file is to say about itself.
        level: the archive level that it claims: "2A".
        producer: the program that made its pages.
    """
    root = etree.Element(_name("x:xmpmeta"), nsmap={"x": _SPACES["x"]})
    about = etree.SubElement(root, _name("rdf:RDF"), nsmap={"rdf": _RDF})
    _claims(_description(about, "pdfaid", "pdfuaid"), level)
    _document(_description(about, "dc"), imprint)
    _program(_description(about, "pdf", "xmp"), imprint, producer)
    _own(_description(about, "handling"), imprint)
    _schemas(_description(about, "pdfaExtension", "pdfaSchema", "pdfaProperty"))
    return _BEGIN + etree.tostring(root, encoding="utf-8") + _END


def moment(imprint: Imprint) -> str:
    """The file's only date, as XMP writes it: noon on the handling's own day."""
    return f"{imprint.day.isoformat()}T12:00:00Z"


def tool(imprint: Imprint) -> str:
    """The program that made the document."""
    return writable(f"Ärendegenerator {imprint.program}")


def keywords(imprint: Imprint) -> str:
    """What to find it by, as one text."""
    return writable(", ".join(imprint.keywords))


def read_imprint(pdf: bytes) -> dict[str, str]:
    """What one of our files says it is: the properties of `PROPERTIES` that it has.

    Raises:
        pikepdf.PdfError: it is no whole PDF.
        lxml.etree.XMLSyntaxError: its packet is not well-formed.
    """
    with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as file:
        metadata = file.Root.get("/Metadata")
        read = metadata.read_bytes() if isinstance(metadata, pikepdf.Stream) else b""
    if not read.strip():
        return {}
    root = etree.fromstring(read, etree.XMLParser(resolve_entities=False, no_network=True))
    found = {name: root.find(f".//{{{HANDLING}}}{name}") for name in PROPERTIES}
    return {name: one.text or "" for name, one in found.items() if one is not None}


def _name(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def _description(about: etree._Element, *prefixes: str) -> etree._Element:
    """A group of properties."""
    made = etree.SubElement(about, _name("rdf:Description"), nsmap={one: _SPACES[one] for one in prefixes})
    made.set(_name("rdf:about"), "")
    return made


def _say(group: etree._Element, name: str, text: str) -> None:
    etree.SubElement(group, _name(name)).text = writable(text)


def _list(group: etree._Element, name: str, kind: str, *texts: str) -> None:
    """A property of several values: Bag, Seq, or Alt with one value for every language."""
    values = etree.SubElement(etree.SubElement(group, _name(name)), _name(f"rdf:{kind}"))
    for text in texts:
        value = etree.SubElement(values, _name("rdf:li"))
        value.text = writable(text)
        if kind == "Alt":
            value.set(f"{{{_XML}}}lang", "x-default")


def _claims(group: etree._Element, level: str) -> None:
    _say(group, "pdfaid:part", level[0])
    _say(group, "pdfaid:conformance", level[1])
    _say(group, "pdfuaid:part", "1")


def _document(group: etree._Element, imprint: Imprint) -> None:
    _list(group, "dc:title", "Alt", imprint.title)
    _list(group, "dc:creator", "Seq", imprint.creator)
    _list(group, "dc:description", "Alt", imprint.subject)
    _list(group, "dc:subject", "Bag", *imprint.keywords)
    _list(group, "dc:language", "Bag", imprint.language)
    _say(group, "dc:format", "application/pdf")


def _program(group: etree._Element, imprint: Imprint, producer: str) -> None:
    _say(group, "pdf:Producer", producer)
    _say(group, "pdf:Keywords", keywords(imprint))
    _say(group, "xmp:CreatorTool", tool(imprint))
    for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        _say(group, name, moment(imprint))


def _own(group: etree._Element, imprint: Imprint) -> None:
    said = {
        "diarienummer": imprint.diarienummer,
        "handling": imprint.handling,
        "format": imprint.format,
        "status": imprint.status,
        "mallar": imprint.templates,
        "regler": imprint.rules,
        "program": imprint.program,
    }
    for name in PROPERTIES:
        _say(group, f"handling:{name}", said[name])


def _schemas(group: etree._Element) -> None:
    """Descriptions of the properties that PDF/A does not know (ISO 19005-2, 6.6.2.3)."""
    bag = etree.SubElement(etree.SubElement(group, _name("pdfaExtension:schemas")), _name("rdf:Bag"))
    _schema(bag, "PDF/UA Universal Accessibility Schema", "pdfuaid", {"part": "Part of ISO 14289"}, "Integer")
    _schema(bag, "Handlingar i ett ärende", "handling", PROPERTIES, "Text")


def _schema(bag: etree._Element, title: str, prefix: str, properties: dict[str, str], kind: str) -> None:
    schema = _resource(bag)
    _say(schema, "pdfaSchema:schema", title)
    _say(schema, "pdfaSchema:namespaceURI", _SPACES[prefix])
    _say(schema, "pdfaSchema:prefix", prefix)
    listed = etree.SubElement(etree.SubElement(schema, _name("pdfaSchema:property")), _name("rdf:Seq"))
    for name, meaning in properties.items():
        entry = _resource(listed)
        _say(entry, "pdfaProperty:name", name)
        _say(entry, "pdfaProperty:valueType", kind)
        _say(entry, "pdfaProperty:category", "internal")
        _say(entry, "pdfaProperty:description", meaning)


def _resource(group: etree._Element) -> etree._Element:
    made = etree.SubElement(group, _name("rdf:li"))
    made.set(_name("rdf:parseType"), "Resource")
    return made
