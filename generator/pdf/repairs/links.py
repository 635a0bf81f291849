"""Links are read as links, and say where they lead (ISO 14289-1, 7.18)."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from generator.pdf.repairs.work import Work
from generator.pdf.tree import Annotated
from generator.pdf.values import dictionaries


def describe_links(work: Work) -> None:
    """Let a link without a description be described by its text, else by where it leads."""
    for element in work.tree.walk():
        for kid in element.kids:
            if isinstance(kid, Annotated) and _undescribed(kid.annotation):
                text = " ".join(work.text(element).split()) or element.text_of("/Alt")
                kid.annotation["/Contents"] = String(text or _address(kid.annotation) or work.imprint.title)


def _undescribed(annotation: pikepdf.Object) -> bool:
    return annotation.get("/Subtype") == Name.Link and not str(annotation.get("/Contents", "")).strip()


def _address(link: pikepdf.Object) -> str:
    """Where a link leads, out of the file or by name within it."""
    action = link.get("/A")
    said = action.get("/URI", "") if isinstance(action, Dictionary) else link.get("/Dest", "")
    return str(said) if isinstance(said, String | Name) else ""


def drop_untagged_links(work: Work) -> None:
    """Take away links that no element holds: those in headers and footers; their text stays.

    Headers and footers are artifacts, which a screen reader does not read, and
    nothing in an artifact can be a link.
    """
    tagged = {one.annotation.objgen for one in work.tree.leaves() if isinstance(one, Annotated)}
    for page in work.pdf.pages:
        said = dictionaries(page.obj.get("/Annots"))
        if "/Annots" not in page.obj:
            continue
        kept = [one for one in said if one.get("/Subtype") != Name.Link or one.objgen in tagged]
        if not kept:
            del page.obj["/Annots"]
        elif len(kept) < len(page.obj["/Annots"]):
            page.obj["/Annots"] = Array(kept)


def order_tabs(work: Work) -> None:
    """Let the Tab key go through links in the order in which they are read.

    LibreOffice writes the order as a string, and leaves it where the links are taken away.
    """
    for page in work.pdf.pages:
        if "/Annots" in page.obj or "/Tabs" in page.obj:
            page.obj["/Tabs"] = Name.S
