"""JSON Schema's `format` and `pattern`, checked for real.

A validator only checks formats when it is told to, and jsonschema's own check
of an e-mail address is satisfied by any "@".
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"().]{2,}")


def is_date(value: object) -> bool:
    """True for a day of the calendar written year-month-day (RFC 3339 full-date)."""
    if not isinstance(value, str):
        return True
    return bool(_DATE.fullmatch(value)) and bool(date.fromisoformat(value))


def is_email(value: object) -> bool:
    """True for one plain address with a domain."""
    return not isinstance(value, str) or bool(_EMAIL.fullmatch(value))


def is_uuid(value: object) -> bool:
    """True for a UUID in its canonical form (RFC 9562)."""
    return not isinstance(value, str) or str(UUID(value)) == value.lower()


def is_regex(value: object) -> bool:
    """True for a regular expression that Python can compile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # about sets in some later Python; a user can do nothing with it
        return not isinstance(value, str) or bool(re.compile(value))


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Args:
        check: True for a value that has it, and for one that is no text.
        raises: what the check may raise, which means that the value has it not.
    """

    check: Callable[[object], bool]
    raises: type[Exception] | tuple[()] = ()

    def holds(self, value: object) -> bool:
        """The check's answer; False where it raises."""
        try:
            return self.check(value)
        except self.raises:
            return False


FORMATS = {
    "date": Format(is_date, ValueError),
    "email": Format(is_email),
    "uuid": Format(is_uuid, ValueError),
    "regex": Format(is_regex, re.error),
}
"""The formats that our schemas use; a test holds the schemas against it."""


def visible(text: str) -> bool:
    """True when a reader sees something: a letter, a digit, a mark or a sign."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def follows(text: str, pattern: str) -> bool:
    """True when a visible text matches `pattern` as JSON Schema means it.

    A last $ is the end of the text, not a place before a line break.

    Raises:
        re.error: the pattern is no regular expression.
    """
    return visible(text) and _compiled(pattern).search(text) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))
