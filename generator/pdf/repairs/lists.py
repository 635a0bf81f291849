"""A list item's label stands apart from what the item says (ISO 32000-1, 14.8.4.3.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pikepdf import Array, Dictionary, Name

from generator.flow import Flow, Listing, blocks_of
from generator.pdf.charmaps import private
from generator.pdf.repairs.work import Work
from generator.pdf.tree import LEAVES, Element, Marked, attributes

_BULLETS = {"•": "Disc", "●": "Disc", "◦": "Circle", "○": "Circle", "o": "Circle", "▪": "Square", "■": "Square"}
_ROMAN = re.compile("m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_WORD = re.compile(r"[^\W_]+")


def set_labels_apart(work: Work) -> None:
    """Give each item whose label is a marked content of its own an Lbl, and its list a ListNumbering.

    LibreOffice paints label and text apart, and puts both in the item's
    paragraph. Only what the flow knows as a label, or a symbol font's sign, is
    taken for one.
    """
    known = _labels(work.flow)
    for listing in [one for one in work.tree.walk() if one.role == "L"]:
        labels = [label for item in listing.elements if (label := _set_apart(work, item, known))]
        if labels:
            _set_numbering(listing, numbering(labels))


def _labels(flow: Flow) -> frozenset[str]:
    """Every label of the flow's lists, without spaces."""
    blocks = (*flow.body, *(block for note in flow.notes for block in note.blocks))
    lists = (one for one in blocks_of(blocks) if isinstance(one, Listing))
    return frozenset(bare for one in lists for item in one.items if (bare := "".join(item.label.split())))


def _set_apart(work: Work, item: Element, known: frozenset[str]) -> str:
    """Move an item's label into an Lbl; the label, or nothing when there is none to move."""
    body = next((one for one in item.elements if one.role == "LBody"), None)
    holder = body.elements[0] if body is not None and body.elements and body.kids[0] is body.elements[0] else body
    if body is None or holder is None or any(one.role == "Lbl" for one in item.elements):
        return ""
    first = holder.kids[0] if holder.kids else None
    if not isinstance(first, Marked) or (holder is not body and holder.role not in LEAVES):
        return ""
    label = "".join(work.sheets[first.page].text(first.mcid).split())
    if label not in known and not (label and all(map(private, label))):
        return ""
    holder.kids.pop(0)
    work.tree.change(holder)
    work.tree.new("Lbl", item, body.index, [first])
    return label


def numbering(labels: Sequence[str]) -> str:
    """How a list is numbered, as ListNumbering says it (ISO 32000-1, table 347).

    Args:
        labels: those of its items, from the first; at least one.
    """
    first = labels[0]
    if first in _BULLETS:
        return _BULLETS[first]
    words = [found[-1] for label in labels if (found := _WORD.findall(label))]
    if not words:
        return "None"
    if words[0].isdecimal():
        return "Decimal"
    kind = "Roman" if _counts_in_roman(words) else "Alpha"
    return ("Upper" if words[0].isupper() else "Lower") + kind


def _counts_in_roman(words: Sequence[str]) -> bool:
    """True when the words are roman numerals one after another; one alone only when it is the first."""
    if not all(_ROMAN.fullmatch(word) for word in words):
        return False
    values = [_value(word.casefold()) for word in words]
    follow = all(after == before + 1 for before, after in pairwise(values))
    return follow and (len(values) > 1 or values[0] == 1)


def _value(numeral: str) -> int:
    values = [_VALUES[letter] for letter in numeral]
    signs = [-1 if one < after else 1 for one, after in zip(values, [*values[1:], 0], strict=True)]
    return sum(sign * value for sign, value in zip(signs, values, strict=True))


def _set_numbering(listing: Element, style: str) -> None:
    others = [one for one in attributes(listing.object) if one.get("/O") != Name.List]
    listing.object["/A"] = Array([*others, Dictionary(O=Name.List, ListNumbering=Name("/" + style))])
