"""One file out of an archive of thousands."""

from __future__ import annotations

import mmap
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

_LISTED = struct.Struct("<4s6xH4xIII3H8xI")
"""A file in the list at the end: signature, method, check sum, sizes packed and unpacked, lengths of its name, extra
field and comment, place (APPNOTE.TXT, 4.3.12)."""
_LOCAL = struct.Struct("<4s22xHH")
"""The head before its content: signature, lengths of name and extra field (4.3.7)."""
_END = 22
"""Bytes of the record that closes an archive without a comment (4.3.16)."""


def read_entry(archive: Path, name: str) -> bytes:
    """The content of one file in a ZIP archive.

    Python's reader makes an object of every file that the archive lists before
    it gives one, which takes it longer than all else. Here the one is looked
    for; what is not as simple as it nearly always is, Python's reader is asked
    for after all.

    Raises:
        OSError: the archive cannot be read.
        BadZipFile: it is none.
        KeyError: there is no such file in it.
    """
    with suppress(ValueError, struct.error, zlib.error), archive.open("rb") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            found = _looked_up(whole, name.encode())
        if found is not None:
            return found
    with ZipFile(archive) as opened:
        return opened.read(name)


def _looked_up(whole: mmap.mmap, name: bytes) -> bytes | None:
    """The content of the file that is listed last by this name; None when anything about it is unusual."""
    listed = whole.rfind(name) - _LISTED.size
    if listed < 0 or whole[-_END : 4 - _END] != b"PK\5\6":
        return None
    mark, method, digest, packed, size, length, _, _, at = _LISTED.unpack_from(whole, listed)
    head, named, extra = _LOCAL.unpack_from(whole, at)
    if (mark, head, length, named) != (b"PK\1\2", b"PK\3\4", len(name), len(name)):
        return None
    begin = at + _LOCAL.size + named + extra
    content = whole[begin : begin + packed]
    if method == ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content)
    elif method != ZIP_STORED:
        return None
    return content if len(content) == size and zlib.crc32(content) == digest else None
