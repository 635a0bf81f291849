"""Which inputs are others today than when a document was made, in words for people who never saw a digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.audit.model import Change

_FILES = (
    ("scheman", "Schemat {}, som säger vilka fält som finns, {}."),
    ("regler", "Regelfilen {} {}."),
    ("profiler", "Profilen {} {}."),
    ("mallar", "Mallen {} {}."),
)
_NEW, _GONE, _ALTERED = "har kommit till sedan dess", "finns inte längre", "har ändrats sedan dess"
_NAMED = {"generator": "Generatorn", "python": "Python", "libreoffice": "LibreOffice"}
"""Programs that people know by name; the others are parts of the generator."""


def changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every input that differs, in the order in which people can do something about it.

    Args:
        then: `underlag` of a manifest, as it stands there; a part that is missing or odd counts as empty.
        now: today's, from `provenance.inputs`.
    """
    found = [*_case(then, now)]
    for kind, text in _FILES:
        found += _files(kind, text, part(then, kind), part(now, kind))
    found += _fonts(part(then, "typsnitt"), part(now, "typsnitt"))
    found += _programs(part(then, "program"), part(now, "program"))
    return tuple(found)


def part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of a manifest; {} when it is not there or is something else than a mapping."""
    value = whole.get(name)
    return value if isinstance(value, Mapping) else {}


def _case(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    """The case file is told only when what it says of the handling is the same: it may still hold what came later."""
    if part(then, "handling").get("sha256") != part(now, "handling").get("sha256"):
        text = "Ärendefilen säger något annat om handlingen än den gjorde då."
        yield Change(kind="handling", name="", text=text)
    elif part(then, "arende").get("sha256") != part(now, "arende").get("sha256"):
        text = (
            "Ärendefilen har ändrats, men inte i det som handlingen säger: "
            "andra handlingar, eller uppgifter som kom till efteråt."
        )
        yield Change(kind="arende", name=str(part(now, "arende").get("fil", "")), text=text)


def _files(kind: str, text: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            what = _NEW if name not in then else _GONE if name not in now else _ALTERED
            yield Change(kind=kind, name=name, text=text.format(name.removesuffix("/profil.toml"), what))


def _fonts(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    for asked in sorted(then.keys() | now.keys()):
        if then.get(asked) != now.get(asked):
            was, is_now = _font(part(then, asked)), _font(part(now, asked))
            how = f"då {was}, nu {is_now}" if was != is_now else f"{is_now}, men i en annan version än då"
            yield Change(kind="typsnitt", name=asked, text=f"Typsnittet {asked} sattes med andra bokstäver: {how}.")


def _font(one: Mapping[str, Any]) -> str:
    if not one:
        return "inget"
    return f"{one.get('anvant') or 'okänt'} ({one.get('fil') or 'okänd fil'})"


def _programs(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            was, is_now = then.get(name, "inte med"), now.get(name, "inte med")
            who = _NAMED.get(name, f"Programdelen {name}")
            text = f"{who} är i en annan version: då {was}, nu {is_now}."
            yield Change(kind="program", name=name, text=text)
