"""Facts looked for in finished texts: what must be readable, and is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.model import Fact
from generator.pdf.search import Pages, bare


def lost(facts: Iterable[Fact], pages: Pages) -> Iterator[Fact]:
    """The facts none of whose texts stands anywhere."""
    return (fact for fact in facts if not any(pages.have(text) for text in fact.texts))


def homeless(facts: Sequence[Fact], body: Pages) -> Iterator[Fact]:
    """Facts that need a place of their own and stand only where another fact mentions them."""
    for fact in facts:
        if not fact.besides or not body.have(fact.texts[0]):
            continue  # what stands nowhere is lost
        mentions = sum(text.count(bare(fact.texts[0])) for text in _mentioning(fact, facts))
        if body.count(fact.texts[0]) <= mentions:
            yield fact


def _mentioning(fact: Fact, facts: Sequence[Fact]) -> list[str]:
    """The other facts' texts that mention a fact; one that stands within another is printed with it."""
    wanted = bare(fact.texts[0])
    texts = {bare(one.texts[0]) for one in facts if one.label != fact.label}
    longer = [text for text in texts if wanted in text and text != wanted]
    return [text for text in longer if not any(text in other and text != other for other in longer)]
