"""docx-mailmerge2, as its documentation has it: `python by_mailmerge.py TEMPLATE`."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import Any

from answering import answer, listed  # type: ignore[import-not-found]  # runs alone, in a venv of its own
from mailmerge import MailMerge  # type: ignore[import-not-found]


def make(case: dict[str, Any]) -> bytes:
    """One document."""
    out = BytesIO()
    with MailMerge(sys.argv[1]) as document:
        document.merge(**case)
        document.write(out)
    return out.getvalue()


if __name__ == "__main__":
    answer(listed, make)
