"""The whole page: head, header, body, notes, footer."""

from __future__ import annotations

from generator.archival import Imprint
from generator.flow import Flow


def web_page(flow: Flow, imprint: Imprint) -> bytes:
    """One self-contained page in UTF-8: no script, no other file, nothing fetched."""
    del flow, imprint
    return b""
