"""Bookmarks in a body or a block: those that something there refers to come along, each once in a document."""

from __future__ import annotations

import re

from lxml import etree

from generator.word.marks import mark, replaced
from generator.word.ooxml import w

BEGIN, END = "bokmarke", "bokslut"
"""The kinds of marks: a bookmark's start and end, with its name."""


def keep_needed(root: etree._Element) -> None:
    """Mark the bookmarks below `root` that a link or a field there names, and drop the others.

    In a loop a bookmark would be repeated, and Word wants each once; what is
    marked gets its id, and its place, while a document is filled in.
    """
    named = _named(root)
    kept: dict[str, str] = {}
    for start in list(root.iter(w("bookmarkStart"))):
        name = str(start.get(w("name")))
        if name in named and name.isidentifier() and name not in kept.values():
            kept[str(start.get(w("id")))] = name
            replaced(start, mark(BEGIN, name))
        else:
            _remove(start)
    for end in list(root.iter(w("bookmarkEnd"))):
        name = kept.pop(str(end.get(w("id"))), "")
        if name:
            replaced(end, mark(END, name))
        else:
            _remove(end)


def _named(root: etree._Element) -> set[str]:
    """Every word that may be a bookmark's name, in links inside the document and in fields."""
    links = {str(one.get(w("anchor"))) for one in root.iter(w("hyperlink"))}
    fields = [one.text or "" for one in root.iter(w("instrText"))]
    fields += [" " + str(one.get(w("instr"))) + " " for one in root.iter(w("fldSimple"))]
    return links | set(re.findall(r"\w+", "".join(fields)))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
