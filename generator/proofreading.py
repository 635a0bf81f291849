"""Looking for things in what people have written: patterns, words, personnummer, headings without a text.

The texts come as groups with `text`, `falt` (the way to the field), `namn`
(the field's own name), `titel` and `lopande` (true for a text of paragraphs).
What is found comes as the same groups with `traff` (the words found), and
`skriv` where something better is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import ceil
from types import MappingProxyType
from typing import Any

Text = Mapping[str, Any]
Hit = Mapping[str, Any]

_LINE = 80
"""Characters to a line of a document: 11 points between the usual margins."""
_PERSONNUMMER = re.compile(
    # a digit with no digit before it, told backwards: a pattern that begins with a look back is tried at every letter
    r"(?P<figures>\d(?<!\d\d)(?<!\d-\d)\d{5}(?:\d\d)?[-+–\u2011 \u00a0]?\d{4})(?!-?\d)"
)
_CENTURIES = ("18", "19", "20")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<words>\S.*)")


def traffar(texts: Sequence[Text], pattern: str) -> tuple[Hit, ...]:
    """Every place where the regular expression `pattern` matches, capitals and small letters alike."""
    return tuple(_hits(texts, lambda text: (hit.group() for hit in compiled(pattern).finditer(text))))


def matchar(text: str, pattern: str) -> bool:
    """True when the regular expression `pattern` matches somewhere in the text."""
    return bool(compiled(pattern).search(text))


def foljer(text: str, pattern: str) -> bool:
    """True when the whole text follows the regular expression `pattern`, capitals and all."""
    return bool(re.fullmatch(pattern, text))


def ord_ur(texts: Sequence[Text], table: Mapping[str, str]) -> tuple[Hit, ...]:
    """Every whole word of the texts that is a key of `table`, with what should be written instead (`skriv`)."""
    if not table:
        return ()
    spelled = {word.casefold(): better for word, better in table.items()}
    words = compiled(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(table, key=len, reverse=True))) + r")(?![\w-])")
    found = _hits(texts, lambda text: (hit.group() for hit in words.finditer(text)))
    return tuple(MappingProxyType({**hit, "skriv": spelled.get(hit["traff"].casefold())}) for hit in found)


def personnummer(texts: Sequence[Text]) -> tuple[Hit, ...]:
    """Every personnummer or samordningsnummer: a day of birth and a right check digit.

    Ten or twelve digits; the last is the Luhn sum of the nine before it
    (folkbokföringslagen 1991:481, 18 § and 18 a §). An organisation's number
    has no such day and is not taken for one.
    """
    return tuple(
        _hits(texts, lambda text: (hit.group() for hit in _PERSONNUMMER.finditer(text) if _is_person(hit["figures"])))
    )


def tomma_rubriker(texts: Sequence[Text]) -> tuple[Hit, ...]:
    """Every heading in a text of paragraphs that has nothing under it, not even a heading of a lower level."""
    return tuple(_hits((text for text in texts if text["lopande"]), _empty_headings))


def hoppade_rubriker(texts: Sequence[Text]) -> tuple[Hit, ...]:
    """Every heading in a text of paragraphs that stands more than one level below the one before it."""
    return tuple(_hits((text for text in texts if text["lopande"]), _skipped_headings))


def rader(text: str) -> Decimal:
    """About how many lines a text of paragraphs takes in a document."""
    return Decimal(sum(ceil(len(line) / _LINE) for line in text.splitlines() if line.strip()))


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern made ready.

    Raises:
        re.error: it is no regular expression.
    """
    return re.compile(pattern, re.IGNORECASE)


def _hits(texts: Iterable[Text], find: Callable[[str], Iterable[str]]) -> Iterator[Hit]:
    for text in texts:
        for words in dict.fromkeys(find(text["text"])):
            yield MappingProxyType({**text, "traff": words, "skriv": None})


def _is_person(figures: str) -> bool:
    digits = re.sub(r"\D", "", figures)
    if len(digits) == 12:
        if not digits.startswith(_CENTURIES):
            return False
        digits = digits[2:]
    month, day = int(digits[2:4]), int(digits[4:6])
    return _is_day(month, day - 60 if day > 60 else day) and _luhn(digits) == 0


def _is_day(month: int, day: int) -> bool:
    try:
        date(2000, month, day)  # a leap year: the century is not always told
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> int:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10


def _headings(text: str) -> Iterator[tuple[int, str, str]]:
    """Level, words, and the next line that is not blank."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line, after in zip(lines, [*lines[1:], ""], strict=False):
        if hit := _HEADING.fullmatch(line):
            yield len(hit["marks"]), hit["words"], after


def _empty_headings(text: str) -> Iterator[str]:
    for level, words, after in _headings(text):
        below = _HEADING.fullmatch(after)
        if not after or (below and len(below["marks"]) <= level):
            yield words


def _skipped_headings(text: str) -> Iterator[str]:
    before: int | None = None
    for level, words, _ in _headings(text):
        if before is not None and level > before + 1:
            yield words
        before = level
