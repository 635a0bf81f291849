"""What the file says about itself, in the catalog, the packet and the information dictionary.

All of it comes from the imprint, and the two places where a title or a date
can stand say the same (ISO 19005-2, 6.6.3).
"""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name, String

from generator.pdf.repairs.work import Work
from generator.pdf.xmp import keywords, packet, tool, writable

_SURPRISES = ("/OpenAction", "/AA")


def state_catalog(work: Work) -> None:
    """Language, that the file is tagged, that a window shows its title, and that nothing happens when it is opened."""
    root = work.pdf.Root
    root["/Lang"] = String(work.imprint.language)
    root["/MarkInfo"] = Dictionary(Marked=True)
    shown = root.get("/ViewerPreferences")
    if isinstance(shown, Dictionary):
        shown["/DisplayDocTitle"] = True
    else:
        root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)
    for name in _SURPRISES:
        if name in root:
            del root[name]


def state_metadata(work: Work) -> None:
    """The packet, written anew, and the information dictionary in agreement with it."""
    producer = str(work.pdf.docinfo.get("/Producer", ""))
    stream = pikepdf.Stream(work.pdf, packet(work.imprint, work.level, producer))
    stream["/Type"], stream["/Subtype"] = Name.Metadata, Name.XML
    work.pdf.Root["/Metadata"] = work.pdf.make_indirect(stream)
    day = f"D:{work.imprint.day:%Y%m%d}120000Z"
    said = {
        "/Title": writable(work.imprint.title),
        "/Author": writable(work.imprint.creator),
        "/Subject": writable(work.imprint.subject),
        "/Keywords": keywords(work.imprint),
        "/Creator": tool(work.imprint),
        "/Producer": writable(producer),
        "/CreationDate": day,
        "/ModDate": day,
    }
    work.pdf.trailer["/Info"] = work.pdf.make_indirect(Dictionary({key: String(text) for key, text in said.items()}))
