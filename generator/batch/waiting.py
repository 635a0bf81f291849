"""Handlingar that have to wait, and why: nothing is wrong with them that the next round does not see to."""

from __future__ import annotations

from pathlib import Path

from generator.claims import Holder
from generator.findings import Finding, Place, Severity

CLAIM = "ansprak-gick-inte"
"""The code of what is found when a claim cannot be written or read."""
CLAIM_REMEDY = "Kontrollera att mappen är ansluten, att disken har plats och att kontot får skriva i den."


def half_copied(path: Path) -> Finding:
    """The file is not whole, and was changed a moment ago."""
    message = f"{path.name} ser ut att vara halvt kopierad: den är inte hel JSON, och den ändrades nyss."
    remedy = "Den tas i nästa körning. Står det så igen: öppna filen och spara om den."
    return _note("fil-halv", message, remedy, path)


def restless(path: Path) -> Finding:
    """The file changes all the time."""
    message = f"Någon skriver fortfarande i {path.name}."
    remedy = "Den tas i nästa körning, när den har stått stilla i några sekunder."
    return _note("fil-orolig", message, remedy, path)


def elsewhere(path: Path, holder: Holder) -> Finding:
    """Another run works with the same ärende, and has done so all the time."""
    message = f"Ärendet görs av en annan körning: {holder}."
    remedy = "Den körningens rapport säger hur det gick. Nästa körning gör det som blev kvar."
    return _note("arende-upptaget", message, remedy, path)


def claim_unread(path: Path, why: str) -> Finding:
    """Nobody can tell whether the claim is still held: nothing is published before it can be read."""
    message = f"Det gick inte att se om ärendet fortfarande är den här körningens: {why}."
    return Finding(code=CLAIM, message=message, remedy=CLAIM_REMEDY, place=Place(file=path.parent))


def claim_lost(path: Path) -> Finding:
    """The run was silent for so long that another took over; what it made is not published."""
    message = "En annan körning tog över ärendet medan handlingen skapades, så den här lät bli att publicera den."
    remedy = "Den körningens rapport säger hur det gick. Händer det ofta: filservern svarar för långsamt."
    return _note("ansprak-forlorat", message, remedy, path)


def changed_meanwhile(path: Path, what: str) -> Finding:
    """The inputs are not those that were planned with."""
    message = f"Något som handlingen görs av ändrades under körningen: {what}. Den publicerades inte."
    remedy = "Nästa körning gör den med det som gäller då."
    return _note("underlag-andrat", message, remedy, path)


def _note(code: str, message: str, remedy: str, path: Path) -> Finding:
    return Finding(code=code, message=message, remedy=remedy, severity=Severity.NOTE, place=Place(file=path))
