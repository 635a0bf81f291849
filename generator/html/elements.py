"""HTML elements, each text in them made safe."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that have no place in a page (HTML, 13.2.3.5): controls and what is no character."""
_VOID = frozenset({"br", "img"})


def text(said: str) -> Markup:
    """A text, escaped, without characters that a page cannot hold."""
    return escape(_UNFIT.sub("", said))


def element(name: str, *children: Markup | str, **attributes: str | int | None) -> Markup:
    """An element.

    Args:
        name: its name.
        children: what stands in it; what is no markup is escaped.
        attributes: by name, without those that are None; a low line at the end is for names that Python has
            taken ("class_"), one within is a hyphen ("aria_label").
    """
    said = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), text(str(value)))
        for key, value in attributes.items()
        if value is not None
    )
    opening = Markup("<{}{}>").format(Markup(name), said)  # noqa: S704  # names are this program's own
    return opening if name in _VOID else Markup("{}{}</{}>").format(opening, together(children), Markup(name))  # noqa: S704


def in_lines(children: Iterable[Markup]) -> Markup:
    """Blocks, items, rows or cells one after another, each on a line of its own, so that their words stand apart."""
    return Markup("\n").join(children)


def fit(value: object) -> Markup:
    """What a template shows: markup as it is, all else as text."""
    return value if isinstance(value, Markup) else text(str(value))


def together(children: Iterable[Markup | str]) -> Markup:
    """Markup one after another; what is no markup is escaped."""
    return Markup("").join(one if isinstance(one, Markup) else text(one) for one in children)
