"""The font files behind a document: every face of its families, and what is taken where they lack a character."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from generator.engines.fonts import ask, escaped, match


@lru_cache(maxsize=256)
def faces(family: str) -> Mapping[str, str]:
    """Every file of the family that is used for `family`, by its name, with its SHA-256: bold and italic, too."""
    [found] = match([family])
    if found.given is None:
        return {}
    return dict(sorted(_digests(_listed(found.given))))


@lru_cache(maxsize=256)
def stand_ins(families: tuple[str, ...]) -> str | None:
    """One SHA-256 for all files that stand in for characters that the families lack, in the order of choice.

    None when fontconfig is not there.
    """
    program = shutil.which("fc-match")
    if program is None:
        return None
    whole = sha256()
    for family in families:
        answer = ask(program, "%{file}\n", escaped(family), "-s")
        for name, digest in _digests(answer.splitlines()):
            whole.update(f"{name}\0{digest}\0".encode())
    return whole.hexdigest()


def _listed(family: str) -> Iterator[str]:
    program = shutil.which("fc-list")
    if program is not None:
        yield from ask(program, "%{file}\n", f":family={escaped(family)}").splitlines()


def _digests(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    for file in files:
        digest = _digest(Path(file))
        if digest is not None:
            yield Path(file).name, digest


@lru_cache(maxsize=1024)
def _digest(file: Path) -> str | None:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None
