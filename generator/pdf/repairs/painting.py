"""What is painted is either content or said not to be (ISO 14289-1, 7.1)."""

from __future__ import annotations

from generator.pdf.repairs.work import Work


def mark_loose_painting(work: Work) -> None:
    """Mark lines and surfaces that stand outside all marked content as artifacts.

    LibreOffice leaves the borders of a header's or footer's paragraphs so.
    """
    for sheet in work.sheets:
        sheet.wrap_loose()
