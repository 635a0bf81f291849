"""Handläggare: one person however the name is written, and a page whose name a browser can keep as a bookmark."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from hashlib import sha256

from generator.runlog import Entry

_LONGEST = 60


def spelt_alike(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The lines with each handläggare's name as it is written most often: "  åsa ek " is Åsa Ek."""
    lines = tuple(entries)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in lines:
        if one.handlaggare is not None:
            spellings[_folded(one.handlaggare)][" ".join(one.handlaggare.split())] += 1
    usual = {folded: min(found, key=lambda name: (-found[name], name)) for folded, found in spellings.items()}
    return tuple(map(partial(_spelt, usual), lines))


def _spelt(usual: Mapping[str, str], line: Entry) -> Entry:
    if line.handlaggare is None:
        return line
    name = usual[_folded(line.handlaggare)] or None
    return line if name == line.handlaggare else replace(line, handlaggare=name)


def page_names(names: Iterable[str]) -> dict[str, str]:
    """A file name, without suffix, for each person; two people never share one.

    It follows from the name alone, so that a bookmark leads right whoever
    else there is: a name in plain letters is its own file name, and one that
    loses something in them (an accent, a hyphen) always has a mark.

    Args:
        names: the people's names.
    """
    return {name: _page_name(_folded(name)) for name in names}


def _page_name(folded: str) -> str:
    """The file name of "signe norrvall" is `signe-norrvall`; of "åsa öst-lind" `asa-ost-lind-` and a mark."""
    letters = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].strip("-")
    mark = sha256(folded.encode(errors="replace")).hexdigest()[:6]
    return plain if plain.replace("-", " ") == folded else f"{plain or 'namn'}-{mark}"


@lru_cache(maxsize=1024)  # a night's ten thousand handlingar belong to a few dozen people
def _folded(name: str) -> str:
    """The name as it is told from others: without capitals, with single blanks."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
