"""Footnotes in a body or a block: each reference takes its note along, to be filled in where it stands."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from generator.word.faults import Faults
from generator.word.frame import FOOTNOTES
from generator.word.marks import mark, replaced
from generator.word.ooxml import w
from generator.word.package import Package, refuse
from generator.word.unmovable import paragraph_title

NOTE = "fotnot"
"""The kind of a mark: which of the file's notes it is, and 1 when Word numbers it."""
_CUSTOM = w("customMarkFollows")


def refuse_lost(body: etree._Element, source: str, package: Package, faults: Faults) -> None:
    """Note the footnotes that would go with a tag beside them.

    Args:
        body: the file's `w:body`, its footnotes marked.
        source: what docxtpl's patching leaves of it.
        package: the file.
        faults: where they are noted.
    """
    for one in body.iter(w("mark")):
        value = str(one.get(w("val")))
        if f"{NOTE} " in value and value not in source:
            with faults.gathered():
                message = (
                    "En fotnot står bredvid en tagg som ersätter hela stycket eller raden, och den skulle försvinna."
                )
                remedy = "Flytta fotnoten till ett stycke med text."
                refuse(package.path, "tagg-inte-ensam", message, remedy, paragraph_title(one))


def take_notes(body: etree._Element, package: Package, faults: Faults) -> list[etree._Element]:
    """The footnotes of a body, in the order of their references, which become marks.

    Args:
        body: the file's `w:body`.
        package: the file.
        faults: where references without a note are noted.
    """
    taken: list[etree._Element] = []
    references = list(body.iter(w("footnoteReference")))
    root = package.xml(FOOTNOTES) if references and FOOTNOTES in package.parts else None
    notes = {one.get(w("id")): one for one in root.iter(w("footnote"))} if root is not None else {}
    for reference in references:
        note = notes.get(reference.get(w("id")))
        with faults.gathered():
            if note is None:
                message = "Texten till en fotnot saknas i Word-filen."
                refuse(package.path, "mall-trasig", message, "Infoga fotnoten på nytt.", paragraph_title(reference))
            numbered = reference.get(_CUSTOM) in (None, "0", "false", "off")
            replaced(reference, mark(NOTE, f"{len(taken)} {int(numbered)}"))
            taken.append(deepcopy(note))
    return taken
