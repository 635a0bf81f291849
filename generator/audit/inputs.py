"""Which inputs are others today than when a document was made, in words for people who never saw a digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.audit.model import Change
from generator.provenance import Difference, differences, part

__all__ = ["changes", "part"]

_NEW, _GONE, _ALTERED = "har kommit till sedan dess", "finns inte längre", "har ändrats sedan dess"
_NAMED = {"generator": "Generatorn", "python": "Python", "libreoffice": "LibreOffice"}
"""Programs that people know by name; the others are parts of the generator."""


def changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every input that differs, in the order in which people can do something about it.

    Args:
        then: `underlag` of a manifest, as it stands there; a part that is missing or odd counts as empty.
        now: today's, from `provenance.inputs`.
    """
    found = differences(then, now)
    told = (Change(kind=one.kind, name=one.name, text=_TEXTS[one.kind](one)) for one in found)
    other_words = any(one.kind == "handling" for one in found)
    return (*(() if other_words else _case(then, now)), *told)


def _case(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    """The case file is told only when what it says of the handling is the same: it may still hold what came later."""
    if part(then, "arende").get("sha256") != part(now, "arende").get("sha256"):
        text = (
            "Ärendefilen har ändrats, men inte i det som handlingen säger: "
            "andra handlingar, eller uppgifter som kom till efteråt."
        )
        yield Change(kind="arende", name=str(part(now, "arende").get("fil", "")), text=text)


def _file(text: str) -> Callable[[Difference], str]:
    def told(one: Difference) -> str:
        what = _NEW if one.then is None else _GONE if one.now is None else _ALTERED
        return text.format(one.name.removesuffix("/profil.toml"), what)

    return told


def _font(one: Difference) -> str:
    was, is_now = _drawn_with(one.then), _drawn_with(one.now)
    how = f"då {was}, nu {is_now}" if was != is_now else f"{is_now}, men i en annan version än då"
    return f"Typsnittet {one.name} sattes med andra bokstäver: {how}."


def _drawn_with(one: Any) -> str:
    if not isinstance(one, Mapping) or not one:
        return "inget"
    return f"{one.get('anvant') or 'okänt'} ({one.get('fil') or 'okänd fil'})"


def _program(one: Difference) -> str:
    was, is_now = ("inte med" if version is None else version for version in (one.then, one.now))
    who = _NAMED.get(one.name, f"Programdelen {one.name}")
    return f"{who} är i en annan version: då {was}, nu {is_now}."


_TEXTS: Mapping[str, Callable[[Difference], str]] = {
    "handling": lambda _: "Ärendefilen säger något annat om handlingen än den gjorde då.",
    "scheman": _file("Schemat {}, som säger vilka fält som finns, {}."),
    "regler": _file("Det som regelfilen {} säger om handlingen {}."),
    "profiler": _file("Profilen {} {}."),
    "mallar": _file("Mallen {} {}."),
    "typsnitt": _font,
    "reservtypsnitt": lambda _: "Tecken som typsnitten saknar sattes med andra reservtypsnitt.",
    "avstavning": _file("Avstavningsmönstret {} {}."),
    "program": _program,
    "slutsatser": lambda _: "Det som reglerna ger handlingen är ett annat än då: andra handlingar i ärendet.",
}
