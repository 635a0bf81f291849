"""A finished .docx read back: its text, and whether what it points to is there.

Word refuses what LibreOffice forgives: a reference to a part, style, list or
footnote that does not exist, or an id that occurs twice.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import cast
from zipfile import ZipFile

from lxml import etree

from generator.word.flow.stylesheet import Setting, Stylesheet, child, look_of, value
from generator.word.frame import FOOTNOTES, NUMBERING
from generator.word.ooxml import PREFIXES, RELATIONSHIPS, R, parse, w
from generator.word.package import DOCUMENT, rels_name
from generator.word.pagenumbers import PageNumbers, page_numbers
from generator.word.styles import PART as STYLES

_POINTERS = etree.XPath("//@r:id | //@r:embed | //@r:link", namespaces={"r": R}, smart_strings=False)
"""What points to another part."""
_HIDING = b"vanish"
"""What a part has somewhere that hides text: the setting is rare, and few files need be asked run by run."""
_TEXT_PARTS = ("word/document", "word/header", "word/footer", "word/footnotes")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxContent:
    """What a reader, and Word, see of a .docx."""

    body: tuple[str, ...]
    """Each paragraph's text, footnotes' included."""
    margins: tuple[str, ...]
    """Each paragraph's text in headers and footers."""
    hidden: tuple[str, ...]
    """Text that goes with the file and that nobody is shown, a paragraph's at a time; it is no part of the others."""
    numbers: PageNumbers
    """Which of its pages count themselves, and how: "1 (3)"."""
    faults: tuple[str, ...]
    """What Word would not accept, in Swedish."""


def read_docx(content: bytes) -> DocxContent:
    """Read a finished .docx back.

    Raises:
        zipfile.BadZipFile: it is not a whole archive.
        lxml.etree.XMLSyntaxError: a part is not well-formed.
    """
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        faults = [f"Delen {name} finns två gånger." for name in _doubles(archive.namelist())]
    roots = {name: parse(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    texts = {name: root for name, root in roots.items() if name.startswith(_TEXT_PARTS) and name.endswith(".xml")}
    body = [root for name, root in texts.items() if name in (DOCUMENT, FOOTNOTES)]
    margins = [root for name, root in texts.items() if name not in (DOCUMENT, FOOTNOTES)]
    styles = {str(style.get(w("styleId"))) for style in roots[STYLES].iter(w("style"))} if texts else set()
    for name, root in texts.items():
        faults += _dangling(name, root, roots, styles)
    faults += _lost_targets(roots, set(parts))
    hides = bool(texts) and any(_HIDING in parts[name] for name in (*texts, STYLES))
    sheet = Stylesheet(roots[STYLES]) if hides else None
    return DocxContent(
        body=tuple(line for root in body for line in _paragraphs(root, sheet)),
        margins=tuple(line for root in margins for line in _paragraphs(root, sheet)),
        hidden=tuple(line for root in texts.values() for line in _paragraphs(root, sheet, shown=False) if sheet),
        numbers=page_numbers(roots),
        faults=tuple(faults),
    )


def _paragraphs(root: etree._Element, sheet: Stylesheet | None, *, shown: bool = True) -> Iterator[str]:
    """What is shown of each paragraph that shows something, or else what is hidden; without a sheet nothing is."""
    for paragraph in root.iter(w("p")):
        text = "".join(_characters(paragraph, sheet, shown=shown))
        if text.strip():
            yield text


def _characters(paragraph: etree._Element, sheet: Stylesheet | None, *, shown: bool) -> Iterator[str]:
    for element in paragraph.iter(w("t"), w("tab"), w("br")):
        if sheet is None or _is_hidden(element, sheet) != shown:
            yield element.text or "" if element.tag == w("t") else " "


def _is_hidden(element: etree._Element, sheet: Stylesheet) -> bool:
    """Whether the run is hidden that a text stands in: by itself, by its style or by its paragraph's."""
    run = element.getparent()
    around = next(element.iterancestors(w("p")), None)
    style = value(child(child(around, "pPr"), "pStyle")) or sheet.ordinary
    return look_of(child(run, "rPr"), Setting(style=style, apart=False), sheet).hidden


def _doubles(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _values(root: etree._Element, element: str, attribute: str = "val") -> set[str]:
    return {str(one.get(w(attribute))) for one in root.iter(w(element))}


def _dangling(name: str, root: etree._Element, roots: dict[str, etree._Element], styles: set[str]) -> Iterator[str]:
    """References from one part to styles, lists, footnotes and relationships that are not there."""
    used = _values(root, "pStyle") | _values(root, "rStyle") | _values(root, "tblStyle")
    yield from (f"Formatmallen {style} saknas ({name})." for style in sorted(used - styles))
    numbers = _values(roots[NUMBERING], "num", "numId") if NUMBERING in roots else set()
    yield from (f"Listan {number} saknas ({name})." for number in sorted(_values(root, "numId") - numbers - {"0"}))
    notes = _values(roots[FOOTNOTES], "footnote", "id") if FOOTNOTES in roots else set()
    yield from (f"Fotnoten {note} saknas." for note in sorted(_values(root, "footnoteReference", "id") - notes))
    rels = roots.get(rels_name(name))
    ids = {str(line.get("Id")) for line in rels} if rels is not None else set()
    asked = {one for one in cast("list[str]", _POINTERS(root)) if one}
    yield from (f"Länken {target} saknas ({name})." for target in sorted(asked - ids))
    drawings = [str(one.get("id")) for one in root.iter(f"{{{PREFIXES['wp']}}}docPr")]
    bookmarks = [str(one.get(w("id"))) for one in root.iter(w("bookmarkStart"))]
    yield from (f"Id {double} finns två gånger ({name})." for double in _doubles(drawings) + _doubles(bookmarks))
    if any(len(cell) == 0 or cell[-1].tag != w("p") for cell in root.iter(w("tc"))):
        yield f"En tabellcell saknar sitt sista stycke ({name})."


def _lost_targets(roots: dict[str, etree._Element], parts: set[str]) -> Iterator[str]:
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        lines = list(root.iter(f"{{{RELATIONSHIPS}}}Relationship"))
        yield from (f"Id {double} finns två gånger ({name})." for double in _doubles([str(x.get("Id")) for x in lines]))
        for line in lines:
            target = posixpath.normpath(posixpath.join("/", folder, str(line.get("Target")))).lstrip("/")
            if line.get("TargetMode") != "External" and target not in parts:
                yield f"Delen {target} saknas ({name})."
