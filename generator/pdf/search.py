"""Finding a text in finished pages, whatever became of its spaces and line breaks.

A line may break at a space or after a hyphen, a word may be hyphenated, a
no-break space may come back as a plain one, and a paragraph may go on after
the next page's header. None of that is a loss; a missing letter is.

Characters of other scripts and pictographs are drawn with other fonts, and
come back from a PDF apart from the text around them, or from right to left.
So of them it is asked that each is there; of everything else that it stands
in its order.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, islice

_LOOSE = re.compile("[\\s\u00ad\u200b-\u200f\u2010\u2011\u2060\ufe00-\ufe0f\\-]+")
_FOREIGN = re.compile("[^\u0000-\u058f\u1e00-\u2bff\ufb00-\ufb06]")
"""Beyond Latin, Greek, Cyrillic and Armenian letters, punctuation, arrows and technical signs."""
_BETWEEN = "\n"
"""Stands in no text that is bare."""
_SHORT = 200
"""Characters of a text that is asked for again and again, at the most."""
_LINE_END_HYPHENS = {0x02: "-", 0xFFFE: "-\n"}


def bare(text: str) -> str:
    """The text without spaces and hyphens, ligatures taken apart, in small letters."""
    return _fact(text) if len(text) <= _SHORT else _bare(text)


def _bare(text: str) -> str:
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).casefold()


_fact = lru_cache(maxsize=1024)(_bare)
"""Every fact is looked for in three files, and beside every other; a whole page is read once."""


def mended(text: str) -> str:
    """The text as it reads: PDFium writes a hyphen at the end of a line as a mark of its own."""
    return text.translate(_LINE_END_HYPHENS)


def ordered(text: str, apart: frozenset[str] = frozenset()) -> str:
    """What of a text stands in its order in a PDF: as `bare` gives it, without characters of other scripts.

    Args:
        text: the text.
        apart: more characters that are drawn with other fonts than the text around them.
    """
    return _near(bare(text), apart)


def _near(text: str, apart: frozenset[str]) -> str:
    near = _FOREIGN.sub("", text)
    return near.translate(dict.fromkeys(map(ord, bare("".join(apart))))) if apart else near


class Pages:
    """The text of finished pages, ready to be searched.

    Args:
        texts: each page's text.
        apart: characters that are drawn with other fonts than the text around them, besides those of other scripts.
    """

    def __init__(self, texts: Sequence[str], apart: frozenset[str] = frozenset()) -> None:
        whole = [bare(text) for text in texts]
        self._apart = apart
        self._near = [_near(text, apart) for text in whole]
        self._joined = _BETWEEN.join(self._near)
        self._starts = [0, *accumulate(len(page) + len(_BETWEEN) for page in self._near)]
        self._last = 0
        """Where in them the last text was found: what is asked for next often stands just after it."""
        self._foreign = {character for text in whole for character in _FOREIGN.findall(text)}

    def __len__(self) -> int:
        return len(self._near)

    @property
    def empty(self) -> bool:
        """True when no page has any text."""
        return not any(self._near) and not self._foreign

    def without(self, text: str) -> list[int]:
        """The numbers, from 1, of the pages on which `text` does not stand."""
        wanted = ordered(text, self._apart)
        return [number for number, page in enumerate(self._near, 1) if wanted not in page]

    def lacking(self, text: str) -> list[str]:
        """The characters of other scripts in `text` that stand on no page."""
        return sorted(set(_FOREIGN.findall(bare(text))) - self._foreign)

    def count(self, text: str) -> int:
        """How many times `text` stands there, on all pages together."""
        wanted = ordered(text, self._apart)
        return sum(page.count(wanted) for page in self._near) if wanted else 1

    def have(self, text: str) -> bool:
        """True when `text` stands on one page, or goes on from page to page without a gap."""
        wanted = ordered(text, self._apart)
        if not wanted:
            return bool(self._near)
        at = self._joined.find(wanted, self._last)
        at = self._joined.find(wanted) if at < 0 else at
        if at >= 0:
            self._last = at
            return True
        return any(_runs_on(wanted, islice(self._near, start, None)) for start in self._likely_first())

    def _likely_first(self) -> Iterator[int]:
        """The pages by their places in the file: from the one where the last text was found, then those before it."""
        here = bisect_right(self._starts, self._last) - 1
        yield from range(here, len(self._near))
        yield from range(here)


def _runs_on(wanted: str, pages: Iterable[str]) -> bool:
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
