"""docxtpl, as its documentation has it; run by a Python that has it: `python by_docxtpl.py TEMPLATE`."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import Any

from answering import answer, listed  # type: ignore[import-not-found]  # runs alone, in a venv of its own
from docxtpl import DocxTemplate


def make(case: dict[str, Any]) -> bytes:
    """One document."""
    template, out = DocxTemplate(sys.argv[1]), BytesIO()
    template.render(case, autoescape=True)
    template.save(out)
    return out.getvalue()


if __name__ == "__main__":
    answer(listed, make)
