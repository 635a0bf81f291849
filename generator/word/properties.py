"""A document's own properties: title, subject, language and dates, never the template author's.

Everything is the handling's, so the same case gives the same bytes, and no
name of the person who last saved the template follows a decision out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

CORE = "docProps/core.xml"
APP = "docProps/app.xml"
RELS = "_rels/.rels"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE_TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_APP_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
_OVERRIDES = (
    (CORE, "application/vnd.openxmlformats-package.core-properties+xml"),
    (APP, "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a file says about itself (Dublin Core, ISO/IEC 29500-2 annex on core properties)."""

    title: str
    subject: str
    creator: str
    keywords: str
    language: str
    day: date
    """The handling's own date."""

    def core(self) -> bytes:
        """The part `docProps/core.xml`."""
        stamp = f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{self.day.isoformat()}T00:00:00Z</dcterms:{{0}}>'
        return (
            f"{_HEAD}<cp:coreProperties"
            ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(self.title)}</dc:title><dc:subject>{escape(self.subject)}</dc:subject>"
            f"<dc:creator>{escape(self.creator)}</dc:creator><cp:keywords>{escape(self.keywords)}</cp:keywords>"
            f"{stamp.format('created')}{stamp.format('modified')}<dc:language>{self.language}</dc:language>"
            "</cp:coreProperties>"
        ).encode()


def app(company: str) -> bytes:
    """The part `docProps/app.xml`: the organisation, and nothing that varies."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    inner = f"<Application>Microsoft Office Word</Application><Company>{escape(company)}</Company>"
    return f'{_HEAD}<Properties xmlns="{namespace}">{inner}</Properties>'.encode()


def declare(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The package's root relationships and content types with both property parts in them."""
    relations = parts[RELS].decode()
    added = (
        f'<Relationship Id="rIdCore" Type="{_CORE_TYPE}" Target="{CORE}"/>'
        f'<Relationship Id="rIdApp" Type="{_APP_TYPE}" Target="{APP}"/>'
    )
    types = parts["[Content_Types].xml"].decode()
    lines = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _OVERRIDES)
    return {
        RELS: relations.replace("</Relationships>", f"{added}</Relationships>").encode(),
        "[Content_Types].xml": types.replace("</Types>", f"{lines}</Types>").encode(),
    }
