"""A Markdown text becomes blocks; most texts have no marks, and need no parser to be read."""

from __future__ import annotations

import re
from functools import lru_cache

from generator import swedish
from generator.richtext.tree import Paragraph, RichText, Run

_LINE = r"(?:[^\W\d_]|[«”\"§(])[\w \xa0.,;:?!()/%§+=&\"'’”»«–—-]*+(?<!\s)"
_UNMARKED = re.compile(rf"{_LINE}(?:\n++{_LINE})*+\n*")
"""Lines of words and figures, and what stands between them; none begins as a list, a heading or a table does."""
_APART = re.compile(r"\n\n+")


@lru_cache(maxsize=512)
def parse(text: str) -> RichText:
    """The blocks, footnotes and faults of a Markdown text."""
    if _UNMARKED.fullmatch(text):
        return RichText(tuple(map(_paragraph, _APART.split(text.rstrip("\n")))), (), ())
    from generator.richtext.reader import read  # noqa: PLC0415  # a library that many cases do without

    return read(text)


def _paragraph(text: str) -> Paragraph:
    """A paragraph as the reader of marked texts gives it: its lines, with a space where each was broken."""
    first, *others = (Run(text=swedish.hall_ihop(line)) for line in text.split("\n"))
    return Paragraph((first, *(one for line in others for one in (Run(text=" "), line))))
