"""The bare way from a .docx to a PDF over UNO: load, export, close; runs under a Python that has `uno`.

It is started as the clerk is, and answers as the clerk does, but leaves out
everything that the clerk does to the document between opening and exporting
it. What it takes is the floor for anything that lets an office make the PDF.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "generator" / "engines"))
import clerk  # a file by itself, since the generator's packages are not at hand here
import uno


def convert(desktop, source, target, options):
    """Make one PDF; nobody counts its pages."""
    document = clerk.load(desktop, source)
    data = uno.Any("[]com.sun.star.beans.PropertyValue", clerk.properties(options))
    wanted = {"FilterName": "writer_pdf_Export", "FilterData": data}
    document.storeToURL(Path(target).as_uri(), clerk.properties(wanted))
    document.close(True)
    return 0


if __name__ == "__main__":
    assert callable(clerk.convert), "the clerk no longer converts by a function of this name"
    clerk.convert = convert
    clerk.main(*sys.argv[1:])
