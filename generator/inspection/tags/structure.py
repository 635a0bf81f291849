"""Tags that belong together: every `if` with its `endif`, in the same place of the document.

Jinja tells where a file ends without an `endif`; a person wants to know which
`if` it is that has none. And a condition that begins in one paragraph and
ends in another, without `p`, would tear the document's XML apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.inspection.tags.tagging import Tag
from generator.word.ooxml import w
from generator.word.outline import Paragraph

_PAIRS = {
    "endif": "if", "endfor": "for", "endmacro": "macro", "endcall": "call", "endfilter": "filter", "endwith": "with",
    "endset": "set",
}  # fmt: skip
_ENDS = {begin: end for end, begin in _PAIRS.items()}
_MIDDLES = {"elif": ("if",), "else": ("if", "for")}
_PLACES = {"tbl": "en tabell", "tr": "en tabellrad", "tc": "en tabellcell", "p": "ett stycke", "hyperlink": "en länk"}


class Statement(NamedTuple):
    """A tag in the source."""

    line: int
    column: int
    """Its place in the line's list of codes."""
    word: str
    """Its first word; empty for what prints."""
    tag: Tag
    code: str
    """What stands in the source for it; empty when it is left out."""

    @property
    def opens(self) -> bool:
        """True when something must close it."""
        return self.word in _ENDS and (self.word != "set" or "=" not in self.tag.code)


class Fault(NamedTuple):
    """Tags that do not fit together."""

    place: Paragraph
    message: str
    remedy: str


def balanced(statements: Sequence[Statement], lines: list[list[str]]) -> list[Fault]:
    """What does not fit together; `lines` is made whole so that it can be read all the same.

    Args:
        statements: the tags in order.
        lines: the source's codes, line by line; changed where something lacks its other half.
    """
    balance = _Balance(lines)
    for one in statements:
        if one.code and one.word:
            balance.take(one)
    balance.finish()
    return balance.faults


class _Balance:
    def __init__(self, lines: list[list[str]]) -> None:
        self.faults: list[Fault] = []
        self._lines = lines
        self._open: list[Statement] = []

    def take(self, one: Statement) -> None:
        """Take one statement in its turn."""
        if one.opens:
            self._open.append(one)
        elif one.word in _PAIRS:
            self._close(one, (_PAIRS[one.word],), stays=False)
        elif one.word in _MIDDLES:
            self._close(one, _MIDDLES[one.word], stays=True)

    def _close(self, one: Statement, begins: tuple[str, ...], *, stays: bool) -> None:
        index = next((at for at in reversed(range(len(self._open))) if self._open[at].word in begins), None)
        if index is None:
            wanted = " eller ".join(f"{{% {begin} %}}" for begin in begins)
            self._fault(one, f"{one.tag.text} saknar sin början, {wanted}.", "Ta bort taggen, eller lägg till början.")
            self._lines[one.line][one.column] = ""
            return
        for unclosed in reversed(self._open[index + 1 :]):
            self._unclosed(unclosed)
            ending = f"{{% {_ENDS[unclosed.word]} %}}"
            self._lines[one.line][one.column] = ending + self._lines[one.line][one.column]
        del self._open[index + 1 :]
        self._same_place(self._open[index], one)
        if not stays:
            self._open.pop()

    def finish(self) -> None:
        """Close what is still open."""
        for one in reversed(self._open):
            self._unclosed(one)
            self._lines[-1].append(f"{{% {_ENDS[one.word]} %}}")
        self._open.clear()

    def _unclosed(self, one: Statement) -> None:
        level = one.tag.level
        ending = f"{{%{level} {_ENDS[one.word]} %}}"
        remedy = f"Lägg till {ending} där det slutar" + (", i ett eget stycke." if level == "p" else ".")
        self._fault(one, f"{one.tag.text} har inget {ending}.", remedy)

    def _same_place(self, begin: Statement, end: Statement) -> None:
        """Both halves must stand in the same body, cell, row or paragraph."""
        if begin.tag.container is end.tag.container:
            return
        where = [_place(one) for one in (begin, end)]
        message = (
            f"{begin.tag.text} börjar i {where[0]} och {end.tag.text} står i {where[1]}. Det tar isär dokumentet."
            if where[0] != where[1]
            else f"{begin.tag.text} och {end.tag.text} står i var sitt: {where[0]}. Det tar isär dokumentet."
        )
        self._fault(begin, message, _remedy(begin, end))

    def _fault(self, one: Statement, message: str, remedy: str) -> None:
        self.faults.append(Fault(one.tag.paragraph, message, remedy))


def _place(one: Statement) -> str:
    tag = str(one.tag.container.tag)
    return next((words for name, words in _PLACES.items() if tag == w(name)), "brödtexten")


def _remedy(begin: Statement, end: Statement) -> str:
    word, ending = begin.word, _ENDS[begin.word]
    if "" in (begin.tag.level, end.tag.level):
        return (
            "Gäller det ord i ett stycke: låt båda stå i samma stycke. Gäller det hela stycken: skriv "
            f"{{%p {word} … %}} och {{%p {ending} %}} i egna stycken."
        )
    return (
        f"Låt båda stå i samma del av dokumentet: {{%p {word} … %}} och {{%p {ending} %}} båda utanför tabellen eller "
        f"i samma cell, {{%tr {word} … %}} och {{%tr {ending} %}} i samma tabell."
    )
