"""Packing a .docx: unchanged parts are deflated once, equal content gives equal bytes.

Times in the archive are the first that the format can hold, names are in a
fixed order, and the level of compression is fixed: so the same case and the
same templates give the same file, bit by bit (APPNOTE.TXT 6.3, the fields by
their names there).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

_LEVEL = 6
_EARLIEST = 33
"""1 January 1980 as an MS-DOS date."""
_UTF8_NAMES = 0x0800
_MADE_ON_UNIX = (3 << 8) | 20
_SIGNED = b"PK\1\2" + struct.pack("<H", _MADE_ON_UNIX)
_FIRST = ("[Content_Types].xml", "_rels/.rels")


class _Entry(NamedTuple):
    name: bytes
    header: bytes
    packed: bytes


def _entry(name: str, content: bytes) -> _Entry:
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(content) + deflate.flush()
    encoded = name.encode()
    header = struct.pack(
        "<HHHHHIIIHH", 20, _UTF8_NAMES, 8, 0, _EARLIEST, zlib.crc32(content), len(packed), len(content), len(encoded), 0
    )
    return _Entry(encoded, header, packed)


class Archive:
    """A .docx of which most parts never change.

    Args:
        parts: the parts of a document to which nothing is added.
        last: the parts that may be others in a document; they come last.
        alike: those of them that two documents in a row may well have alike; the latest is kept.
    """

    def __init__(self, parts: Mapping[str, bytes], last: Collection[str] = (), alike: Collection[str] = ()) -> None:
        names = sorted((name for name in parts if name not in last), key=lambda name: (name not in _FIRST, name))
        self._shared = _laid([_entry(name, parts[name]) for name in names], 0)
        self._as_it_is = {name: (parts[name], _entry(name, parts[name])) for name in last if name in parts}
        self._alike = frozenset(alike)
        self._latest: dict[str, tuple[bytes, _Entry]] = {}

    def pack(self, changed: Mapping[str, bytes]) -> bytes:
        """The shared parts and `changed`, which come last, as one .docx."""
        first = self._shared
        rest = _laid([self._packed(name, content) for name, content in sorted(changed.items())], len(first.files))
        size, count = len(first.directory) + len(rest.directory), first.number + rest.number
        position = len(first.files) + len(rest.files)
        end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, size, position, 0)
        return b"".join((first.files, rest.files, first.directory, rest.directory, end))

    def _packed(self, name: str, content: bytes) -> _Entry:
        """A part that may have changed; one that has not, or is the latest document's, is packed already."""
        for known in (self._as_it_is.get(name), self._latest.get(name)):
            if known is not None and known[0] == content:
                return known[1]
        made = _entry(name, content)
        if name in self._alike:
            self._latest[name] = (content, made)
        return made


class _Laid(NamedTuple):
    """Entries one after another, and what the directory says of them."""

    files: bytes
    directory: bytes
    number: int


def _laid(entries: Sequence[_Entry], position: int) -> _Laid:
    """Entries, the first of which comes at `position` in the file."""
    files: list[bytes] = []
    directory: list[bytes] = []
    for name, header, packed in entries:
        files += (b"PK\3\4", header, name, packed)
        directory += (_SIGNED, header, struct.pack("<HHHII", 0, 0, 0, 0o644 << 16, position), name)
        position += 4 + len(header) + len(name) + len(packed)
    return _Laid(b"".join(files), b"".join(directory), len(entries))
