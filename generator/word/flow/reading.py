"""The Word file's parts, each read as blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from generator.flow import Block, Flow, Heading, Note, Paragraph, Words
from generator.word.flow.blocks import blocks
from generator.word.flow.labels import Labels, figure
from generator.word.flow.story import Call, Story
from generator.word.flow.stylesheet import Stylesheet, switch, value
from generator.word.numbering import number_of, numbering_of
from generator.word.ooxml import r, w
from generator.word.package import DOCUMENT, Package, target_name
from generator.word.styles import PART as STYLES

_PATH = Path("dokument.docx")
_SETTINGS = "word/settings.xml"
_FIRST, _ORDINARY = "first", "default"
_NUMBERS = {"word/footnotes.xml": ("footnote", "decimal"), "word/endnotes.xml": ("endnote", "lowerRoman")}
"""Part of notes, to what one is called there and how they are numbered when nothing is said."""


def read_flow(docx: bytes) -> Flow:
    """Read a finished .docx as it is to be read aloud.

    Raises:
        zipfile.BadZipFile: it is not a whole archive.
        TemplateError: it has no text, or a part of it cannot be read.
    """
    with ZipFile(BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    package = Package(path=_PATH, sha256=sha256(docx).hexdigest(), parts=parts)
    sheet = _stylesheet(parts.get(STYLES))
    labels, calls = Labels(numbering_of(package), sheet), list[Call]()
    document = package.xml(DOCUMENT)
    body = document.find(w("body"))
    main = Story(package, DOCUMENT, sheet, labels, calls)
    text = blocks(body, main) if body is not None else ()
    notes = _notes(package, sheet, labels, calls)
    return Flow(
        language=sheet.language or _language(package),
        body=text,
        notes=notes,
        header=_margin(document, "headerReference", main),
        footer=_margin(document, "footerReference", main),
    )


@lru_cache(maxsize=8)  # by their content: the documents of one template share their styles, and what they say
def _stylesheet(styles: bytes | None) -> Stylesheet:
    if styles is None:
        return Stylesheet(None)
    return Stylesheet(Package(path=_PATH, sha256=sha256(styles).hexdigest(), parts={STYLES: styles}).xml(STYLES))


def _settings(package: Package) -> etree._Element | None:
    return package.xml(_SETTINGS) if _SETTINGS in package.parts else None


def _language(package: Package) -> str:
    """The language that the theme's fonts are chosen for, where the styles name none."""
    settings = _settings(package)
    return value(settings.find(w("themeFontLang"))) if settings is not None else ""


def _margin(document: etree._Element, kind: str, main: Story) -> tuple[Block, ...]:
    """The header or footer of the first page."""
    section = next(document.iter(w("sectPr")), None)
    if section is None:
        return ()
    shown = _FIRST if switch(section, "titlePg") else _ORDINARY
    relations = main.package.relationships(DOCUMENT)
    for reference in section.findall(w(kind)):
        relation = relations.get(str(reference.get(r("id"))))
        name = target_name(DOCUMENT, relation.target) if relation is not None else ""
        if value(reference, "type") == shown and name in main.package.parts:
            story = Story(main.package, name, main.sheet, main.labels, main.calls, margin=True)
            return blocks(main.package.xml(name), story)
    return ()


def _notes(package: Package, sheet: Stylesheet, labels: Labels, calls: list[Call]) -> tuple[Note, ...]:
    """The notes that the text calls; one may call another, which then comes after them."""
    roots = {part: _by_id(package, part, element) for part, (element, _) in _NUMBERS.items()}
    numbers = {part: _Numbering(package, part) for part in _NUMBERS}
    notes = []
    for call in calls:  # grows while a note calls another
        note = roots[call.part].get(call.id)
        story = Story(package, call.part, sheet, labels, calls)
        text = blocks(note, story) if note is not None else ()
        sign = call.sign or numbers[call.part].next()
        notes.append(Note(sign=sign, blocks=_without_sign(text, call.sign)))
    return tuple(notes)


def _by_id(package: Package, part: str, element: str) -> Mapping[str, etree._Element]:
    root = package.xml(part) if part in package.parts else None
    return {value(one, "id"): one for one in root.iter(w(element))} if root is not None else {}


class _Numbering:
    """How the notes of a part are numbered, and how far.

    Args:
        package: the file.
        part: the part.
    """

    def __init__(self, package: Package, part: str) -> None:
        kind, usual = _NUMBERS[part]
        settings = _settings(package)
        said = settings.find(w(f"{kind}Pr")) if settings is not None else None
        self._form = value(said.find(w("numFmt"))) if said is not None else ""
        self._form = self._form or usual
        start = number_of(said.find(w("numStart")), "val") if said is not None else None
        self._count = (start or 1) - 1

    def next(self) -> str:
        """The next note's number."""
        self._count += 1
        return figure(self._count, self._form)


def _without_sign(text: tuple[Block, ...], sign: str) -> tuple[Block, ...]:
    """A note without the sign of its author's choice, which Word repeats before its text."""
    first = text[0] if text else None
    if not sign or not isinstance(first, Paragraph | Heading):
        return text
    words = first.inlines[0]
    if not isinstance(words, Words) or not words.text.startswith(sign):
        return text
    left = words.text.removeprefix(sign).lstrip()
    inlines = (replace(words, text=left), *first.inlines[1:]) if left else first.inlines[1:]
    return (replace(first, inlines=inlines), *text[1:])
