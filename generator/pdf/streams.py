"""Streams, compressed here and not when the file is saved.

The library that saves the file writes a stream that it compresses itself in
another way than one that came compressed; then a file that is finished twice
would not be the same.
"""

from __future__ import annotations

import zlib

import pikepdf
from pikepdf import Name


def stream(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    """A new stream of the file."""
    made = pikepdf.Stream(pdf, b"")
    replace(made, content)
    return made


def replace(target: pikepdf.Stream, content: bytes) -> None:
    """Give a stream other content."""
    target.write(zlib.compress(content), filter=Name.FlateDecode)
