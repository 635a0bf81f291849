"""A JSON text as a value, with the place of each of its values and every fault named in Swedish."""

from __future__ import annotations

from generator.case.positions import Positions
from generator.case.scanner import MAX_DEPTH, Parsed, scan
from generator.case.wholejson import NotPlain, read_whole


def parse(text: str) -> Parsed:
    """Read `text` as one JSON value; see `generator.case.scanner.scan`.

    What has no faults is read by the standard library, and scanned only when
    somebody asks where a value stands.
    """
    try:
        value = read_whole(text, MAX_DEPTH)
    except NotPlain:
        return scan(text)
    return Parsed(value=value, positions=Positions(text=text, look=lambda: scan(text).positions.offsets), faults=())
