"""What a page says of a choice, in words."""

from __future__ import annotations

from datetime import datetime

from generator.findings import Finding
from generator.preview.board import State, View
from generator.preview.catalogue import Choice

SIZES = {"liten": "Liten", "normal": "Normal", "stor": "Stor"}
"""How large the pages are shown: the word in the address, and on the page."""
NORMAL = "normal"


def status(view: View | None) -> str:
    """How it is with the pages, as one line that is read aloud when it changes."""
    if view is None or (view.under_way and view.made is None):
        return "Sidorna görs …"
    if view.under_way and not view.unchecked:
        return "Något har sparats. Sidorna görs om …"
    if view.made is None:
        return "Det går inte att göra sidor av det som är sparat nu. Anmärkningarna säger varför."
    if view.old:
        return f"Det går inte att göra sidor av det som är sparat nu. Sidorna är från kl. {_clock(view.made)}."
    if not view.sheets:
        return f"Texten är uppdaterad kl. {_clock(view.made)}"
    pages = f"{len(view.sheets)} {'sida' if len(view.sheets) == 1 else 'sidor'}"
    return f"Sidorna är uppdaterade kl. {_clock(view.made)}, {pages}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H.%M.%S}"


def findings(state: State, choice: Choice) -> tuple[Finding, ...]:
    """All that is said of a choice: by its templates' inspection, by the rules, by the check of the finished files."""
    view = state.views.get(choice.key)
    inspection = state.inspections.get((choice.profil, choice.typ))
    return (*(inspection.findings if inspection else ()), *(view.findings if view else ()))


def unfinished(state: State, choice: Choice) -> str:
    """What is still to come before all is said of a choice; empty when all is said."""
    view, inspection = state.views.get(choice.key), state.inspections.get((choice.profil, choice.typ))
    if view is None or (view.under_way and not view.unchecked):
        return ""  # the status says so
    if view.unchecked:
        return "Handlingen kontrolleras …"
    known = inspection is not None and inspection.generation == view.generation
    return "Mallarna granskas …" if choice.typ and choice.profil and not known else ""


def every_finding(state: State) -> tuple[Finding, ...]:
    """All that is known to be wrong anywhere."""
    inspected = (finding for one in state.inspections.values() for finding in one.findings)
    seen = (finding for view in state.views.values() for finding in view.findings)
    return (*inspected, *seen)
