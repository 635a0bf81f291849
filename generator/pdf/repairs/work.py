"""A PDF while it is mended: opened once, each page's content and the structure tree read once."""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf

from generator.archival import Imprint
from generator.findings import Finding
from generator.flow import Flow
from generator.pdf.content import Sheet
from generator.pdf.tree import Element, Marked, Tree


@dataclass(slots=True, kw_only=True)
class Work:
    """What every repair works on."""

    pdf: pikepdf.Pdf
    tree: Tree
    sheets: tuple[Sheet, ...]
    """The content of each page, from the first."""
    imprint: Imprint
    """What the file is to say about itself."""
    flow: Flow
    """The document as it is read."""
    level: str
    """The archive level that the file can claim, so far: "2A"."""
    findings: list[Finding] = field(default_factory=list)
    """Why that is lower than was asked for."""

    def spoken(self, marked: Marked) -> str:
        """What a marked content says."""
        return self.sheets[marked.page].text(marked.mcid)

    def text(self, element: Element) -> str:
        """What an element says, without what its /ActualText replaces."""
        instead = element.text_of("/ActualText")
        if instead:
            return instead
        return "".join(
            self.text(kid) if isinstance(kid, Element) else self.spoken(kid)
            for kid in element.kids
            if isinstance(kid, Element | Marked)
        )
