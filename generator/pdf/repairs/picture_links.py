"""Pictures that lead somewhere do so in the PDF, too (ISO 14289-1, 7.18.5)."""

from __future__ import annotations

from urllib.parse import quote

from pikepdf import Array, Dictionary, Name, String

from generator.findings import Finding, Severity
from generator.pdf.repairs.pairing import Shown, around, held, outward, pairing
from generator.pdf.repairs.work import Work
from generator.pdf.tree import Annotated, Element
from generator.pdf.values import listed

_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"
_PRINTED = 4
"""The flag of an annotation that is printed (ISO 32000-1, table 165)."""


def link_figures(work: Work) -> None:
    """Let each picture that leads out of the document be a link, and tell of those that lead within it.

    LibreOffice 7.4 forgets where pictures lead.
    """
    for figures, shown in pairing(work).pairs:
        figure = figures[0]
        if not shown.target or any(up.role == "Link" for up in figure.above()):
            continue
        if not outward(shown.target) or not _link(work, figure, shown):
            work.findings.append(_lost(shown))


def _link(work: Work, figure: Element, shown: Shown) -> bool:
    """Put a figure in a link; False when it is not known where it stands."""
    page, place = work.tree.page_of(figure.object, None), around([figure])
    if page is None or place is None or figure.parent is None:
        return False
    holder = work.pdf.pages[page].obj
    annotation = work.pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([*place]),
            Border=Array([0, 0, 0]),
            F=_PRINTED,
            Contents=String(shown.text or shown.target),
            A=Dictionary(Type=Name.Action, S=Name.URI, URI=String(quote(shown.target, safe=_IN_ADDRESSES))),
        )
    )
    holder["/Annots"] = Array([*listed(holder.get("/Annots")), annotation])
    parent, at = figure.parent, figure.index
    work.tree.drop(figure)
    if not held(figure):
        parent, at = work.tree.new("P", parent, at, []), 0
    work.tree.new("Link", parent, at, [figure, Annotated(annotation, page)])
    return True


def _lost(shown: Shown) -> Finding:
    name = f"Bilden «{shown.picture.alt}»" if shown.picture.alt else "En bild utan alternativtext"
    return Finding(
        code="bildlank-borta",
        message=f"{name} är en länk i Word-filen ({shown.target}), men inte i PDF-filen.",
        remedy="Lägg länken på ord i texten, i stället för på bilden.",
        severity=Severity.WARNING,
    )
