"""Facts looked for in finished texts: what must be readable, and is not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from generator.model import Fact
from generator.pdf.search import Pages, bare

_BETWEEN = "\n"
"""Stands in no text that is bare."""


def lost(facts: Iterable[Fact], pages: Pages) -> Iterator[Fact]:
    """The facts none of whose texts stands anywhere."""
    return (fact for fact in facts if not any(pages.have(text) for text in fact.texts))


def homeless(facts: Sequence[Fact], body: Pages) -> Iterator[Fact]:
    """Facts that need a place of their own and stand only where another fact mentions them."""
    beside = {label: _Texts(facts, label) for label in {fact.label for fact in facts if fact.besides}}
    for fact in facts:
        if not fact.besides or not body.have(fact.texts[0]):
            continue  # what stands nowhere is lost
        wanted = bare(fact.texts[0])
        mentioning = beside[fact.label].mentioning(wanted)
        mentions = sum(text.count(wanted) for text in mentioning if body.have(text))  # what is lost mentions nobody
        if body.count(fact.texts[0]) <= mentions:
            yield fact


class _Texts:
    """The texts of all facts but those of one label, joined, so that many can be looked for in them."""

    def __init__(self, facts: Iterable[Fact], label: str) -> None:
        self._texts = sorted({bare(one.texts[0]) for one in facts if one.label != label})
        self._joined = _BETWEEN.join(self._texts)
        self._ends = list(accumulate(len(text) + len(_BETWEEN) for text in self._texts))

    def mentioning(self, wanted: str) -> list[str]:
        """The texts in which `wanted` stands beside something else; one that stands within another counts with it."""
        longer, at = list[str](), self._joined.find(wanted)
        while at >= 0:
            place = bisect_right(self._ends, at)
            if self._texts[place] != wanted:
                longer.append(self._texts[place])
            at = self._joined.find(wanted, self._ends[place])
        return [text for text in longer if not any(text in other and text != other for other in longer)]
