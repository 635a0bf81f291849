"""Case files that claim the same: one handling from two of them, or one folder for two diarienummer.

Which of them is right, no program can tell. What is published already stays
its own case file's; where nothing is, nothing is made of either.
"""

from __future__ import annotations

import marshal
import os
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.findings import Finding, Place

CODES = frozenset({"handling-dubbel", "handling-upptagen", "diarienummer-snarlika"})
"""What is said of those that claim the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What one case file claims."""

    path: Path
    sha256: str
    """The digest of the case file."""
    diarienummer: str
    folder: str
    """The name of the folder that the diarienummer gives."""
    published: bool
    """True when the folder is there and is this diarienummer's."""
    makers: Mapping[str, tuple[str, str] | None]
    """Its handlingar by file stem, each with the case file that it was published from: name and digest."""


class Clashes:
    """What the case files of a run claim, as far as they have been seen; packed, for there may be many."""

    def __init__(self) -> None:
        self._cases: dict[str, bytes] = {}
        """What each claims, by its path as the system compares it."""
        self._folders: dict[str, str | tuple[str, ...]] = {}
        """The case file that claims a folder; a row of them where there are several."""

    def note(self, claimed: Claimed) -> None:
        """What a case file claims now; what it claimed before is forgotten."""
        self.forget(claimed.path)
        name, folder = _key(claimed.path), _folded(claimed.folder)
        self._cases[name] = _packed(claimed)
        self._claim(folder, (*self._claimants(folder), name))

    def forget(self, path: Path) -> None:
        """A case file that claims nothing: it is gone, or cannot be read."""
        before = self.of(path)
        if before is not None:
            del self._cases[_key(path)]
            folder = _folded(before.folder)
            self._claim(folder, tuple(one for one in self._claimants(folder) if one != _key(path)))

    def of(self, path: Path) -> Claimed | None:
        """What a case file claimed when it was last seen; None when it claims nothing."""
        packed = self._cases.get(_key(path))
        return None if packed is None else _unpacked(path, packed)

    def against(self, own: Claimed) -> Mapping[str, Finding]:
        """What is to be said against the handlingar of a case file, by file stem."""
        near = [Path(one) for one in self._claimants(_folded(own.folder)) if one != _key(own.path)]
        beside = [_unpacked(path, self._cases[_key(path)]) for path in near if os.path.lexists(path)]
        if not beside:
            return {}
        strangers = [one for one in beside if one.diarienummer != own.diarienummer]
        if strangers and not own.published:
            return dict.fromkeys(own.makers, _alike(own, strangers))
        found = {stem: _rivals(own, beside, stem) for stem in own.makers}
        return {stem: _twice(own, rivals, stem) for stem, rivals in found.items() if rivals}

    def _claimants(self, folder: str) -> tuple[str, ...]:
        found = self._folders.get(folder, ())
        return (found,) if isinstance(found, str) else found

    def _claim(self, folder: str, names: tuple[str, ...]) -> None:
        """From now on these claim a folder."""
        if names:
            self._folders[folder] = names if len(names) > 1 else names[0]
        else:
            self._folders.pop(folder, None)


def _packed(claimed: Claimed) -> bytes:
    """What a case file claims, but for its path: a third of what its objects take."""
    own = claimed.path.name, claimed.sha256
    makers = [(stem, maker == own or maker) for stem, maker in claimed.makers.items()]
    return marshal.dumps(
        (bytes.fromhex(claimed.sha256), claimed.diarienummer, claimed.folder, claimed.published, makers)
    )


def _unpacked(path: Path, packed: bytes) -> Claimed:
    digest, diarienummer, folder, published, makers = marshal.loads(packed)  # noqa: S302  # this process packed it
    own = path.name, digest.hex()
    return Claimed(
        path=path,
        sha256=digest.hex(),
        diarienummer=diarienummer,
        folder=folder,
        published=published,
        makers={stem: own if maker is True else maker for stem, maker in makers},
    )


def _rivals(own: Claimed, beside: Iterable[Claimed], stem: str) -> list[Claimed]:
    """Those that claim the same handling, unless it is `own` that it was published from."""
    rivals = [one for one in beside if one.diarienummer == own.diarienummer and stem in one.makers]
    owners = _owners([own, *rivals], stem) if rivals else []
    return [] if owners == [own] else rivals


def _owners(claimants: Sequence[Claimed], stem: str) -> list[Claimed]:
    """Those that a handling may have been published from."""
    makers = {one.path: one.makers[stem] for one in claimants}
    named = [one for one in claimants if (maker := makers[one.path]) and maker[0] == one.path.name]
    if len(named) < 2:
        return named
    return [one for one in named if (maker := makers[one.path]) and maker[1] == one.sha256]


def _twice(own: Claimed, rivals: Sequence[Claimed], stem: str) -> Finding:
    others = _listed(own, rivals)
    remedy = "Behåll handlingen i en av filerna, eller ge den ena ett nummer."
    if len(_owners([own, *rivals], stem)) == 1:
        message = f"Handlingen {stem} i {own.diarienummer} finns redan, och står också i {others}."
        return Finding(code="handling-upptagen", message=message, remedy=remedy, place=Place(file=own.path))
    there = any(one.makers[stem] for one in (own, *rivals))
    what = "Den som redan är publicerad ligger kvar som den är." if there else "Ingen av dem har skapats."
    message = f"Handlingen {stem} i {own.diarienummer} står också i {others}. {what}"
    return Finding(code="handling-dubbel", message=message, remedy=remedy, place=Place(file=own.path))


def _alike(own: Claimed, strangers: Sequence[Claimed]) -> Finding:
    numbers = ", ".join(sorted({one.diarienummer for one in strangers}))
    message = (
        f"Diarienumret {own.diarienummer} ger samma mapp som {numbers} i {_listed(own, strangers)}, "
        f"så handlingarna skulle blandas."
    )
    remedy = (
        "Är det samma ärende: skriv diarienumret likadant i båda filerna. "
        "Annars: skapa det ena ärendets handlingar i en annan mapp, med --ut."
    )
    return Finding(code="diarienummer-snarlika", message=message, remedy=remedy, place=Place(file=own.path))


def _listed(own: Claimed, others: Iterable[Claimed]) -> str:
    """The other case files: by name in the same folder, else with theirs."""
    names = {one.path.name if one.path.parent == own.path.parent else str(one.path) for one in others}
    return ", ".join(sorted(names))


def _key(path: Path | str) -> str:
    """The text by which a path is found: one for all spellings of a file that the system takes for one."""
    return os.path.normcase(path)


def _folded(name: str) -> str:
    """The name as a system sees it that tells neither capitals nor ways to write å."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
