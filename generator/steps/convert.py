"""Step 5, convert: a .docx becomes a PDF, through the chosen engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.engines.engine import Engine
from generator.model import Rendered


def convert(rendered: Rendered, engine: Engine, work: Path) -> Path:
    """Make the PDF of a rendered document.

    Args:
        rendered: the document.
        engine: what makes PDF files.
        work: a private folder; the PDF lies there afterwards.

    Raises:
        EngineError: no whole PDF came out.
    """
    return begin(rendered, engine, work)()


def begin(rendered: Rendered, engine: Engine, work: Path) -> Callable[[], Path]:
    """Let the PDF of a rendered document be made while something else is done, see `convert`; what waits for it."""
    docx, pdf = work / "dokument.docx", work / "dokument.pdf"
    docx.write_bytes(rendered.content)
    pdf.unlink(missing_ok=True)
    awaited = engine.begin(docx)

    def wait() -> Path:
        awaited(pdf)
        return pdf

    return wait
