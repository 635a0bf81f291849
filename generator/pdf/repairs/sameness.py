"""The same document gives the same bytes: nothing of when, or by which run, it was made."""

from __future__ import annotations

import struct
from datetime import date

from pikepdf import Array, Dictionary, Stream

from generator.pdf.repairs.work import Work
from generator.pdf.streams import replace

_DATE = slice(24, 36)
_IDENTITY = slice(84, 100)
"""Places in the header of a colour profile (ICC.1:2010, 7.2): when it was made, and a digest of it."""
_HEADER = 128


def forget_the_run(work: Work) -> None:
    """Take away the file's identity and checksum, and the time that stands in its colour profile."""
    for name in ("/ID", "/DocChecksum"):
        if name in work.pdf.trailer:
            del work.pdf.trailer[name]
    intents = work.pdf.Root.get("/OutputIntents")
    for intent in intents if isinstance(intents, Array) else ():
        profile = intent.get("/DestOutputProfile") if isinstance(intent, Dictionary) else None
        if isinstance(profile, Stream):
            _settle_profile(profile, work.imprint.day)


def _settle_profile(profile: Stream, day: date) -> None:
    read = profile.read_bytes()
    settled = bytearray(read)
    if len(settled) < _HEADER:
        return
    settled[_DATE] = struct.pack(">6H", day.year, day.month, day.day, 12, 0, 0)
    settled[_IDENTITY] = bytes(16)  # zero: not reckoned
    if bytes(settled) != read:
        replace(profile, bytes(settled))
