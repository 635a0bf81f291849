"""Lists with the labels that Word prints."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup

from generator.flow import Block, Listing
from generator.html.elements import element, in_lines

Inner = Callable[[tuple[Block, ...]], Markup]
"""Sets the blocks of an item, a single paragraph without an element of its own."""
_DECIMAL = re.compile(r"(\d{1,9})\.")
_LETTER = re.compile(r"([a-zA-Z])\.")
_BULLETS = {"•": None, "–": "streck", "-": "streck", "—": "streck"}
"""The signs that a list of a page can have by itself, with the class that gives them."""


def listing(one: Listing, inner: Inner) -> Markup:
    """A list: with the browser's own labels where they are the same as Word's, else with Word's as text."""
    labels = [item.label for item in one.items]
    if one.ordered:
        for form, first in ((_DECIMAL, None), (_LETTER, labels[0][:1])):
            numbers = _numbers(labels, form)
            if numbers:
                return _counted(one, numbers, _type(first), inner)
        return _labelled("ol", one, inner)
    if len(set(labels)) == 1 and labels[0] in _BULLETS:
        return element(
            "ul", in_lines(element("li", inner(item.blocks)) for item in one.items), class_=_BULLETS[labels[0]]
        )
    return _labelled("ul", one, inner)


def _type(letter: str | None) -> str | None:
    if letter is None:
        return None
    return "a" if letter.islower() else "A"


def _numbers(labels: list[str], form: re.Pattern[str]) -> list[int]:
    """The labels as numbers, letters by their place in the alphabet; empty unless all are of one form."""
    found = [form.fullmatch(one) for one in labels]
    values = [one[1] for one in found if one]
    if len(values) < len(labels) or len({one.islower() for one in values}) > 1:
        return []
    return [int(one) if one.isdecimal() else ord(one.lower()) - ord("a") + 1 for one in values]


def _counted(one: Listing, numbers: list[int], kind: str | None, inner: Inner) -> Markup:
    items = [
        element("li", inner(item.blocks), value=number if index and number != numbers[index - 1] + 1 else None)
        for index, (item, number) in enumerate(zip(one.items, numbers, strict=True))
    ]
    return element("ol", in_lines(items), type=kind, start=numbers[0] if numbers[0] != 1 else None)


def _labelled(name: str, one: Listing, inner: Inner) -> Markup:
    """A list whose labels are text."""
    items = (
        element("li", element("span", item.label, class_="tecken"), " ", element("div", inner(item.blocks)))
        for item in one.items
    )
    return element(name, in_lines(items), class_="egna")
