"""What of a file reaches the documents: the parts that are printed, the paragraphs that their tags leave."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.inspection.source import Role, WordFile
from generator.word.assembly import MARGINAL
from generator.word.ooxml import PREFIXES, w
from generator.word.outline import Outline, Paragraph, paragraph_text
from generator.word.package import DOCUMENT

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ALONE = re.compile(r"\{[{%#]p\s.*[}%#]\}", re.DOTALL)
_ROW = re.compile(r"\{[{%#]tr\s")
_CELL = re.compile(r"\{[{%#]tc\s")
_OLDER = f"{{{PREFIXES['mc']}}}Fallback"
_BOX = w("txbxContent")
_SHOWN = (
    *(w(name) for name in ("drawing", "pict", "object", "br", "fldChar", "fldSimple", "sym", "sectPr", "ptab", "sdt")),
    *(w(name) for name in ("footnoteReference", "endnoteReference", "separator", "continuationSeparator")),
    f"{{{PREFIXES['m']}}}oMath",
)  # fmt: skip
"""What a paragraph can hold beside text that is seen, or that must have a paragraph."""


def printed(file: WordFile) -> tuple[Outline, ...]:
    """The parts that are printed: a letterhead's headers and footers, the body and the notes of the others."""
    margins = file.role is Role.LETTERHEAD
    return tuple(one for name, one in file.outlines.items() if bool(MARGINAL.fullmatch(name)) is margins)


def body_of(file: WordFile) -> Outline | None:
    """The body, if it is printed and can be read."""
    return next((one for one in printed(file) if one.part == DOCUMENT), None)


def standing(outline: Outline) -> Iterator[Paragraph]:
    """The paragraphs that are printed: not those that a tag replaces, nor an older drawing's."""
    return (one for one in outline.paragraphs if not is_replaced(one.element) and not is_older(one.element))


def is_older(element: etree._Element) -> bool:
    """True in the older of two drawings of the same thing."""
    return next(element.iterancestors(_OLDER), None) is not None


def is_replaced(paragraph: etree._Element) -> bool:
    """True when a tag takes the paragraph, or its row or cell, away with itself."""
    if _ALONE.fullmatch(paragraph_text(paragraph).strip()):
        return True
    cell, row = next(paragraph.iterancestors(w("tc")), None), next(paragraph.iterancestors(w("tr")), None)
    return (cell is not None and bool(_CELL.search(running_text(cell)))) or (row is not None and is_tag_row(row))


def is_tag_row(row: etree._Element) -> bool:
    """True for a table row that a tag replaces."""
    return bool(_ROW.search(running_text(row)))


def running_text(element: etree._Element) -> str:
    """All the text in an element, as it stands in the file."""
    return "".join(one.text or "" for one in element.iter(w("t")))


def own_words(paragraph: etree._Element) -> str:
    """The text of a paragraph without its tags."""
    return TAG.sub("", paragraph_text(paragraph))


def is_empty(paragraph: etree._Element) -> bool:
    """True when nothing is seen of the paragraph but the room it takes."""
    return not paragraph_text(paragraph).strip() and next(paragraph.iter(*_SHOWN), None) is None


def runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph that hold text; those of a text box in it are the box's own."""
    for run in paragraph.iter(w("r")):
        owner = next(run.iterancestors(w("p"), _BOX), None)
        if owner is paragraph and any((one.text or "").strip() for one in run.findall(w("t"))):
            yield run


def in_table(paragraph: etree._Element) -> bool:
    """True in a table."""
    return next(paragraph.iterancestors(w("tbl")), None) is not None


def in_box(element: etree._Element) -> bool:
    """True in a text box."""
    return next(element.iterancestors(_BOX), None) is not None
