"""A .docx as its parts (ISO/IEC 29500-2, Open Packaging Conventions), opened with care.

Templates come by mail and from shared folders, so nothing is unpacked before
its size is known, and what could reach out of the document is refused.
"""

from __future__ import annotations

import lzma
import posixpath
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NoReturn
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from generator.errors import TemplateError, reason
from generator.findings import Finding, Place
from generator.word.ooxml import RELATIONSHIPS, parse

MAX_PARTS = 500
MAX_UNPACKED = 60_000_000
"""Bytes; a template with a few pictures is under five million."""
MAX_RATIO = 200
"""Unpacked size to packed, for parts over a million bytes."""
MAX_FILE = 30_000_000
"""Bytes of the file as it lies on the disk."""

DOCUMENT = "word/document.xml"
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
ATTACHED = "attachedTemplate"
"""Word's note of the .dotx that a file was once made from; it fetches nothing, and is not taken along."""
_DAMAGED = (
    BadZipFile,
    RuntimeError,
    EOFError,
    LookupError,
    ValueError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)
"""What a damaged file gives while it is unpacked; RuntimeError also one with a password."""
_ACTIVE = ("vbaProject", "/activeX/", "/embeddings/", "oleObject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """One line of a `.rels` part."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of the type: "image", "hyperlink", "header"."""
        return self.type.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """An opened .docx."""

    path: Path
    sha256: str
    parts: Mapping[str, bytes]
    """Part name without leading slash, to content, in the order of the file."""

    def xml(self, name: str) -> etree._Element:
        """The root of the XML part `name`.

        Raises:
            TemplateError: it is missing, not well-formed, or has a document type.
        """
        if name not in self.parts:
            refuse(self.path, "mall-ofullstandig", f"Word-filen saknar delen {name}.", _RESAVE)
        if b"<!DOCTYPE" in self.parts[name]:
            refuse(self.path, "mall-doctype", f"Delen {name} innehåller en dokumenttyp (DOCTYPE).", _RESAVE)
        try:
            return parse(self.parts[name])
        except etree.XMLSyntaxError as error:
            refuse(self.path, "mall-trasig", f"Delen {name} går inte att läsa: {error.msg}.", _RESAVE)

    def relationships(self, part: str = DOCUMENT) -> Mapping[str, Relationship]:
        """The relationships of a part, by their ids."""
        name = rels_name(part)
        if name not in self.parts:
            return {}
        found = [_relationship(item) for item in self.xml(name).iter(f"{{{RELATIONSHIPS}}}Relationship")]
        return {relation.id: relation for relation in found}


_RESAVE = "Öppna filen i Word och spara om den som Word-dokument (.docx)."
_SHRINK = "Förminska bilderna i Word (Bildformat, Komprimera bilder) och spara om."


def rels_name(part: str) -> str:
    """The name of the part that holds `part`'s relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_name(part: str, target: str) -> str:
    """The part that an internal relationship of `part` points to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def open_package(path: Path) -> Package:
    """Open a .docx.

    Raises:
        TemplateError: it is missing, is no .docx, is too large, or holds
            macros, embedded objects or links to other files.
    """
    package = unpack(path)
    _refuse_active(package)
    return package


def unpack(path: Path) -> Package:
    """Open a .docx whatever it holds, to be looked at and not to be used.

    Raises:
        TemplateError: it is missing, is no .docx, or is too large.
    """
    content = _bytes(path)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_bomb(path, archive.infolist())
            parts = {item.filename: archive.read(item) for item in archive.infolist() if _is_part(item)}
    except _DAMAGED:
        refuse(path, "mall-trasig", "Filen är inte ett Word-dokument (.docx), eller är lösenordsskyddad.", _RESAVE)
    return Package(path=path, sha256=sha256(content).hexdigest(), parts=parts)


def _is_part(item: ZipInfo) -> bool:
    """True for a part, False for a folder.

    Raises:
        BadZipFile: it has no name (ISO/IEC 29500-2, 6.2.2).
    """
    if not item.filename:
        raise BadZipFile
    return not item.is_dir()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            size = f"{path.stat().st_size // 1_000_000} MB"
            refuse(path, "mall-for-stor", f"Word-filen är orimligt stor ({size}) och öppnas inte.", _SHRINK)
        return path.read_bytes()
    except FileNotFoundError:
        refuse(path, "mall-saknas", "Mallfilen finns inte.", "Lägg filen på sin plats, eller rätta namnet.")
    except OSError as error:
        refuse(path, "mall-olaslig", f"Mallfilen går inte att läsa: {reason(error)}.", "Stäng den i Word.")


def _refuse_bomb(path: Path, items: list[ZipInfo]) -> None:
    total = sum(item.file_size for item in items)
    swollen = any(item.file_size > max(1_000_000, MAX_RATIO * item.compress_size) for item in items)
    if len(items) > MAX_PARTS or total > MAX_UNPACKED or swollen:
        refuse(
            path,
            "mall-for-stor",
            f"Word-filen är orimligt stor uppackad ({total // 1_000_000} MB i {len(items)} delar).",
            _SHRINK,
        )


def _refuse_active(package: Package) -> None:
    for name in package.parts:
        if any(word in name for word in _ACTIVE):
            refuse(
                package.path,
                "mall-aktivt-innehall",
                f"Word-filen innehåller makron eller inbäddade objekt ({name}).",
                "Ta bort dem och spara som Word-dokument (.docx).",
            )
        if name.endswith(".rels"):
            _refuse_links(package, name)


def _refuse_links(package: Package, name: str) -> None:
    for item in package.xml(name).iter(f"{{{RELATIONSHIPS}}}Relationship"):
        relation = _relationship(item)
        if relation.external and relation.kind not in (HYPERLINK.rsplit("/", 1)[-1], ATTACHED):
            refuse(
                package.path,
                "mall-extern-lank",
                f"Word-filen hämtar innehåll utifrån: {relation.target}.",
                "Klistra in innehållet i stället för att länka till det.",
            )


def _relationship(item: etree._Element) -> Relationship:
    return Relationship(
        id=str(item.get("Id")),
        type=str(item.get("Type")),
        target=str(item.get("Target")),
        external=item.get("TargetMode") == "External",
    )


def refuse(path: Path, code: str, message: str, remedy: str, title: str | None = None) -> NoReturn:
    """Stop on a template that cannot be used.

    Raises:
        TemplateError: always.
    """
    place = Place(file=path, title=title)
    raise TemplateError(Finding(code=code, message=message, remedy=remedy, place=place))
