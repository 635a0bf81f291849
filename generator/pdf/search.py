"""Finding a text in finished pages, whatever became of its spaces and line breaks.

A line may break at a space or after a hyphen, a word may be hyphenated, a
no-break space may come back as a plain one, and a paragraph may go on after
the next page's header. None of that is a loss; a missing letter is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LOOSE = re.compile("[\\s\u00ad\u200b-\u200d\u2010\u2011\u2060\\-]+")


def bare(text: str) -> str:
    """The text without spaces and hyphens, ligatures taken apart, in small letters."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def found(text: str, pages: Sequence[str]) -> bool:
    """True when `text` stands on one page, or goes on from page to page without a gap.

    Args:
        text: what to look for.
        pages: the pages' texts, each made `bare` already.
    """
    wanted = bare(text)
    if not wanted:
        return True
    return any(wanted in page for page in pages) or any(_runs_on(wanted, pages[start:]) for start in range(len(pages)))


def _runs_on(wanted: str, pages: Sequence[str]) -> bool:
    """True when the first page ends the text's beginning, and the following pages carry the rest in turn."""
    for page in pages:
        length = _longest_start(wanted, page)
        if length == 0:
            return False
        wanted = wanted[length:]
        if not wanted:
            return True
    return False


def _longest_start(wanted: str, page: str) -> int:
    """How much of the beginning of `wanted` stands in `page`, in characters."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        if wanted[:middle] in page:
            low = middle
        else:
            high = middle - 1
    return low
