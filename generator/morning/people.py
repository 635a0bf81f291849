"""Each handläggare's own page has a name that a browser can keep as a bookmark."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

_LONGEST = 60


def page_names(names: Iterable[str]) -> dict[str, str]:
    """A file name, without suffix, for each person; two people never share one.

    Args:
        names: the people's names.
    """
    plain = {name: _plain(name) for name in names}
    shared = {one for one, people in Counter(plain.values()).items() if people > 1}
    return {name: f"{one}-{_mark(name)}" if one in shared else one for name, one in plain.items()}


def _plain(name: str) -> str:
    """A name in small plain letters: "Åsa Öst-Lind" is `asa-ost-lind`."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].strip("-") or f"namn-{_mark(name)}"


def _mark(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:6]
