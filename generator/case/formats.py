"""JSON Schema's `format`, checked for real.

jsonschema only checks formats when it is given a checker, and its own check
of an e-mail address is satisfied by any "@".
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from datetime import date
from uuid import UUID

from jsonschema import FormatChecker

FORMATS = FormatChecker(formats=())
"""The formats that our schemas use; a test holds the schemas against it."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"().]{2,}")


@FORMATS.checks("date", raises=ValueError)
def is_date(value: object) -> bool:
    """True for a day of the calendar written year-month-day (RFC 3339 full-date)."""
    if not isinstance(value, str):
        return True
    return bool(_DATE.fullmatch(value)) and bool(date.fromisoformat(value))


@FORMATS.checks("email")
def is_email(value: object) -> bool:
    """True for one plain address with a domain."""
    return not isinstance(value, str) or bool(_EMAIL.fullmatch(value))


@FORMATS.checks("uuid", raises=ValueError)
def is_uuid(value: object) -> bool:
    """True for a UUID in its canonical form (RFC 9562)."""
    return not isinstance(value, str) or str(UUID(value)) == value.lower()


@FORMATS.checks("regex", raises=re.error)
def is_regex(value: object) -> bool:
    """True for a regular expression that Python can compile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # about sets in some later Python; a user can do nothing with it
        return not isinstance(value, str) or bool(re.compile(value))


def _plainly(check: Callable[[object], bool], raises: object) -> Callable[[str], bool]:
    """A check that says False where the other raises."""

    def answer(text: str) -> bool:
        try:
            return bool(check(text))
        except raises:  # type: ignore[misc]  # an exception, or a tuple of them
            return False

    return answer


QUICK = {name: _plainly(check, raises) for name, (check, raises) in FORMATS.checkers.items()}
"""The same formats, for the library that gives no reasons."""
