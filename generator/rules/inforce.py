"""Which of the rules matter for a handling: a digest of just these, file by file."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from generator.model import type_name
from generator.rules.load import RuleBook
from generator.rules.model import Rule

_BESIDE = frozenset({"exempel", "beskrivning"})
"""What a rule's table says about it, and not to a handling."""
_WHETHER = frozenset({"format", "profil", "fran", "till"})
"""What it says about which handlingar it is for: of one that is for this handling, nothing more follows from it."""


def in_force(book: RuleBook, typ: type_name, profil: str, day: date) -> Mapping[str, str]:
    """Each rule file with the SHA-256 of what it says for such handlingar on a day of decision.

    Counted are rules whose format, profile and time fit, in their order, and
    the amounts of the day. Examples, descriptions and comments change nothing,
    nor does the end that a rule is given when another follows it.
    Files that say nothing are left out. Reckoned once between two days on
    which anything changes.

    Args:
        book: the rules.
        typ: the handling's format.
        profil: the ärende's profile.
        day: the day of decision.
    """
    known, name = book.reckoned, (in_force, typ, profil, bisect_right(book.turns, day))
    if name not in known:
        known[name] = MappingProxyType(_in_force(book, typ, profil, day))
    found: Mapping[str, str] = known[name]
    return found


def _in_force(book: RuleBook, typ: type_name, profil: str, day: date) -> dict[str, str]:
    said: defaultdict[str, list[Any]] = defaultdict(list)
    for rule in book.rules:
        if rule.speaks_about(typ, profil, day):
            said[rule.file.file.name].append(_told(rule))
    for amount in book.amounts.every:
        found = amount.on(day) if not amount.profiles or profil in amount.profiles else None
        if found is not None and amount.place.file is not None:
            # a profile's own amount goes before one for all
            own = bool(amount.profiles)
            said[amount.place.file.name].append([amount.name, own, str(found.value), found.source])
    return {name: sha256(json.dumps(said[name]).encode()).hexdigest() for name in sorted(said)}


@lru_cache(maxsize=4096)
def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _told(rule: Rule) -> str:
    table = rule.file.data[rule.kind][rule.path[1]]
    kept = {name: value for name, value in table.items() if name not in _BESIDE | _WHETHER}
    return _digest(json.dumps([rule.kind.value, kept], sort_keys=True, default=str, ensure_ascii=False))
