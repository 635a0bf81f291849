"""Small helpers that several tests share."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from openxml_audit import OpenXmlValidator

from generator.model import Document, Rendered
from generator.pipeline import Making
from generator.steps.read import read
from generator.steps.render import render
from generator.workshop import Workshop


def documents(path: Path, shop: Workshop) -> list[tuple[Document, Rendered]]:
    """Every handling of a case file, composed and rendered."""
    arende = read(path, shop.schemas)
    made = []
    for handling in arende.handlingar:
        _, document = Making(arende, handling, shop).draft()
        made.append((document, render(document, shop.templates)))
    return made


def parts(content: bytes) -> dict[str, bytes]:
    """A .docx as its parts."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def canonical(content: bytes) -> bytes:
    """An XML part in canonical form (C14N), so that only what it says is compared."""
    return etree.tostring(etree.fromstring(content), method="c14n")


def pretty(content: bytes) -> str:
    """An XML part with a line to each element."""
    root = etree.fromstring(content)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def packed(content: Mapping[str, bytes]) -> bytes:
    """Parts as a .docx."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return out.getvalue()


def repacked(source: Path, target: Path, changes: Mapping[str, bytes | None]) -> Path:
    """A copy of a Word file with some parts changed, added, or (None) left out."""
    kept = parts(source.read_bytes()) | dict(changes)
    target.write_bytes(packed({name: content for name, content in kept.items() if content is not None}))
    return target


def faults(path: Path) -> list[str]:
    """What the Open XML SDK's rules say against a file; a validator that is used twice raises false alarms."""
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


def text_of(content: bytes) -> str:
    """The running text of a .docx's body, a line to each paragraph."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    root = etree.fromstring(parts(content)["word/document.xml"])
    return "\n".join("".join(t.text or "" for t in p.iter(f"{word}t")) for p in root.iter(f"{word}p"))
