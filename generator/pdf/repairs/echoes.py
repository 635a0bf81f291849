"""Shadowed, embossed and engraved text is read once (ISO 32000-1, 14.9.4)."""

from __future__ import annotations

from generator.pdf.repairs.work import Work
from generator.pdf.tree import Marked


def silence_echoes(work: Work) -> None:
    """Let a text that is painted twice, one a little beside the other, be said once.

    LibreOffice paints shadow and relief as text, in the same marked content.
    """
    for leaf in work.tree.leaves():
        if isinstance(leaf, Marked):
            work.sheets[leaf.page].say_once(leaf.mcid)
