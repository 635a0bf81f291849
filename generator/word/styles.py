"""Word's styles: the letterhead's, by the names that people see.

A style's id depends on the language of the Word that saved the file
("Rubrik1", "Heading1"); its name does not ("heading 1"). So files are
matched by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from generator.word.faults import Faults
from generator.word.ooxml import w
from generator.word.package import Package, refuse

PART = "word/styles.xml"
_REFERENCES = tuple(w(name) for name in ("pStyle", "rStyle", "tblStyle"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """The styles of one Word file."""

    path: Path
    ids: Mapping[str, str]
    """Style name in lower case, to its id."""
    names: Mapping[str, str]
    """Style id, to its name."""

    def id(self, name: str) -> str:
        """The id of the style called `name`.

        Raises:
            TemplateError: there is no such style.
        """
        if name.casefold() not in self.ids:
            refuse(
                self.path,
                "formatmall-saknas",
                f"Formatmallen «{name}» finns inte i brevmallen.",
                "Skapa den i brevmallen i Word, eller kopiera den från standardens brevmall (Ordna formatmallar).",
            )
        return self.ids[name.casefold()]


def styles_of(package: Package) -> Styles:
    """The styles of a Word file."""
    names = {}
    for style in package.xml(PART).iter(w("style")):
        name = style.find(w("name"))
        if name is not None:
            names[str(style.get(w("styleId")))] = str(name.get(w("val")))
    ids = {name.casefold(): style_id for style_id, name in names.items()}
    return Styles(path=package.path, ids=ids, names=names)


def translate(element: etree._Element, own: Styles, letterhead: Styles, faults: Faults) -> None:
    """Point every style reference below `element` at the letterhead's style of the same name.

    Args:
        element: a piece of a file.
        own: the file's styles.
        letterhead: the letterhead's.
        faults: where the styles are noted that the letterhead lacks.
    """
    for reference in element.iter(*_REFERENCES):
        style_id = str(reference.get(w("val")))
        with faults.gathered():
            reference.set(w("val"), letterhead.id(own.names.get(style_id, style_id)))
