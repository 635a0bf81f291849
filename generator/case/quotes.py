"""Quotation marks that are not JSON's: what Word makes of a typed ", and other keys beside it.

Word and its kin replace " with curved marks while one types. A text that
begins with such a mark, or ends with one, is told by the mark: what JSON
expected instead says nothing to somebody who sees quotation marks on both sides.
"""

from __future__ import annotations

import re

from generator.case.fault import SyntaxFault

_DOUBLE = "“”„‟»«"
_TYPED = "'`´"
"""On the keyboard: no program has put them there."""
_MARK = re.compile(f"[{_DOUBLE}’‘‚‛›‹{_TYPED}]")
_COLON = re.compile(r"[ \t]*:")
_NEXT = re.compile(r"[ \t]*[,\]}]")
_NOTHING_ELSE = re.compile(r"[ \t,\]}]*\Z")
_ANOTHER = re.compile(r'\s*"')
_LINE = re.compile(r"[^\r\n]*")


def wrong_beginning(text: str, at: int, *, name: bool) -> SyntaxFault | None:
    """The fault of a text that begins with the wrong mark; None when no mark stands there.

    Args:
        text: the file.
        at: where the text begins.
        name: True for the name of a field, False for a value.
    """
    mark, what = text[at : at + 1], "Fältnamn" if name else "Text"
    if not _MARK.match(mark):
        return None
    if mark == "'":
        return SyntaxFault(f"{what} ska stå inom dubbla citattecken (\"), inte enkla (').", _remedy(mark), at)
    return SyntaxFault(f"{what} ska stå inom raka citattecken, inte {mark}.", _remedy(mark), at)


def without_end(text: str, start: int, *, name: bool) -> SyntaxFault | None:
    """The fault of a text that has no second " on its line, but ends with another mark; None when it does not.

    Args:
        text: the file.
        start: where the text's " stands.
        name: True for the name of a field, False for a value.
    """
    line = _LINE.match(text, start)
    return _found(text, start, line.end() if line else start, name=name)


def ran_on(text: str, start: int, end: int, *, name: bool) -> SyntaxFault | None:
    """The fault of a text that ends with another mark, and was read on to the next text's "; None when it was not.

    Args:
        text: the file.
        start: where the text's first " stands.
        end: where its second " stands.
        name: True for the name of a field, False for a value.
    """
    if _ANOTHER.match(text, end + 1):
        return None  # the second " is where the text ends: one that began the next text would have its words after it
    found = _found(text, start, end, name=name)
    return found if found and text[found.fault.offset + 1 : end].strip() else None


def _found(text: str, start: int, end: int, *, name: bool) -> SyntaxFault | None:
    """The mark that a text between two places seems to end with."""
    marks = list(_MARK.finditer(text, start + 1, end))
    if name:
        return next((_ended("Fältnamnet", one) for one in marks[:1] if _COLON.match(text, one.end(), end)), None)
    opening = [one for one in marks if one[0] in _DOUBLE][::2]  # every second one ends a quotation within the text
    wrong = next((one for one in opening if _NEXT.match(text, one.end(), end)), None)
    if wrong:
        return _ended("Texten", wrong)
    last = next((one for one in marks[-1:] if _NOTHING_ELSE.match(text, one.end(), end)), None)
    if last is None:
        return None
    alike = sum((one[0] in _DOUBLE) == (last[0] in _DOUBLE) for one in marks)
    return _ended("Texten", last) if alike % 2 else _unended(last)


def _ended(what: str, mark: re.Match[str]) -> SyntaxFault:
    return SyntaxFault(f'{what} börjar med " men slutar med {mark[0]}.', _remedy(mark[0]), mark.start())


def _unended(mark: re.Match[str]) -> SyntaxFault:
    """The mark belongs to a quotation within the text, and nothing comes after it."""
    remedy = f'Sätt " efter {mark[0]}, där texten slutar.'
    return SyntaxFault(f'Texten börjar med " men slutar med {mark[0]}.', remedy, mark.start())


def _remedy(mark: str) -> str:
    if mark in _TYPED:
        return 'Byt till ".'
    return 'Byt till ". Skriv inte filen i Word: autokorrigeringen där byter ut raka citattecken.'
