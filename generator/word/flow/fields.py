"""Word's fields while a text is read: their questions are passed over, and their answers are the text.

A field begins, asks, answers and ends in runs of its own; it may stand in
another, and may end in a later paragraph than it began in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

PAGE_COUNTS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_LINKING = frozenset({"REF", "PAGEREF", "NOTEREF"})
_RECKONED = frozenset({
    "AUTHOR", "CREATEDATE", "DATE", "DOCPROPERTY", "EDITTIME", "FILENAME", "FILESIZE", "INFO", "LASTSAVEDBY",
    "NUMCHARS", "NUMPAGES", "NUMWORDS", "PAGE", "PRINTDATE", "REVNUM", "SAVEDATE", "SECTION", "SECTIONPAGES",
    "SUBJECT", "TEMPLATE", "TIME", "TITLE", "USERINITIALS", "USERNAME",
})  # fmt: skip
"""Fields whose answers change by themselves (ISO/IEC 29500-1, 17.16.5)."""


@dataclass(slots=True)
class _Field:
    asks: str = ""
    answering: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that have begun and not ended, outermost first."""

    _open: list[_Field] = field(default_factory=list)

    def begin(self) -> None:
        """A field begins."""
        self._open.append(_Field())

    def ask(self, instruction: str) -> None:
        """The innermost field says, or goes on saying, what it asks for."""
        if self._open and not self._open[-1].answering:
            self._open[-1].asks += instruction

    def answer(self) -> None:
        """The innermost field's answer begins."""
        if self._open:
            self._open[-1].answering = True

    def end(self) -> None:
        """The innermost field ends."""
        if self._open:
            self._open.pop()

    @property
    def shown(self) -> bool:
        """True where text is printed: outside fields, or in their answers."""
        return all(one.answering for one in self._open)

    @property
    def counts_pages(self) -> bool:
        """True in the answer of a field that counts pages."""
        return self._asks_any(PAGE_COUNTS)

    @property
    def reckoned(self) -> bool:
        """True in the answer of a field that is reckoned anew whenever the file is opened."""
        return self._asks_any(_RECKONED)

    def _asks_any(self, kinds: frozenset[str]) -> bool:
        return any(words(one.asks)[:1] and words(one.asks)[0].upper() in kinds for one in self._open)

    @property
    def link(self) -> str:
        """Where the innermost linking field leads; "" outside of such."""
        return next((found for one in reversed(self._open) if one.answering and (found := target(one.asks))), "")


def words(instruction: str) -> list[str]:
    """A field's instruction as its words, quotation marks taken off."""
    return [quoted.replace("\\\\", "\\") or bare for quoted, bare in _WORD.findall(instruction)]


def target(instruction: str) -> str:
    r"""Where a field leads: an address, or "#" and a bookmark's name; "" when it leads nowhere.

    `HYPERLINK "address" \l "bookmark"` and `REF bookmark \h`
    (ISO/IEC 29500-1, 17.16.5.25 and 17.16.5.50).
    """
    said = words(instruction)
    kind, rest = (said[0].upper(), said[1:]) if said else ("", [])
    if kind in _LINKING:
        return f"#{rest[0]}" if rest and any(one.lower() == "\\h" for one in rest) else ""
    if kind != "HYPERLINK":
        return ""
    address = rest[0] if rest and not rest[0].startswith("\\") else ""
    places = [after for switch, after in pairwise(rest) if switch.lower() == "\\l"]
    return address + "".join(f"#{one}" for one in places[:1])
