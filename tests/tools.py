"""Small helpers that several tests share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from lxml import etree
from openxml_audit import OpenXmlValidator

from generator.archival import Finished, Imprint
from generator.engines.engine import Engine
from generator.flow import Flow
from generator.making import Making
from generator.model import Document, Rendered
from generator.results import Seen
from generator.steps.convert import convert
from generator.steps.finish import finish
from generator.steps.read import fetch, read
from generator.steps.render import render
from generator.word.flow import read_flow
from generator.workshop import Workshop


def documents(path: Path, shop: Workshop) -> list[tuple[Document, Rendered]]:
    """Every handling of a case file, composed and rendered."""
    arende = read(fetch(path), shop.schemas)
    made = []
    for handling in arende.handlingar:
        _, document = Making(arende, handling, shop, Seen(stem=handling.file_stem)).draft()
        made.append((document, render(document, shop.templates)))
    return made


def imprint_of(document: Document) -> Imprint:
    """What a document's PDF is to say about itself, with versions made up."""
    return Imprint(
        title=document.title,
        subject=str(document.arende.data["arendemening"]),
        creator=document.organisation,
        language=document.language,
        day=document.handling.datum,
        diarienummer=document.arende.diarienummer,
        handling=document.handling.file_stem,
        format=document.handling.typ,
        status=document.handling.status.value,
        templates="0123456789abcdef",
        rules="fedcba9876543210",
        program="0",
    )


def sealed(document: Document, rendered: Rendered, engine: Engine, folder: Path) -> tuple[Flow, Finished]:
    """A rendered document as it is read, and its PDF as it would be published."""
    flow = read_flow(rendered.content)
    return flow, finish(convert(rendered, engine, folder), imprint_of(document), flow, document.level)


def reworked(finished: Finished, change: Callable[[pikepdf.Pdf], object], **saving: object) -> Finished:
    """A finished PDF that somebody has had a hand in; `saving` is how pikepdf saves it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(finished.pdf)) as file:
        change(file)
        file.save(out, **saving)
    return replace(finished, pdf=out.getvalue())


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
