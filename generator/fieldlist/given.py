"""What a rule book and the standard's profile name themselves, described like the fields of a schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from generator.case.profiles import STANDARD, Profiles
from generator.case.schemas import Schema
from generator.expressions import Kind, Type, group
from generator.fieldlist.looks import LOOK, SHOWN, UNIT
from generator.forms import FORMS
from generator.model import type_name
from generator.rules.load import RuleBook
from generator.rules.model import Reckoning, Rule, StandardText

_NOTHING = "inget"
"""What a rule's example says when nothing comes of it."""
_YES = "ja"
_STEERING = ("lydelse", "format")
"""What a profile says that is not to be printed: its dated changes, and what it gives each format."""


def values(book: RuleBook, typ: type_name, types: Mapping[str, Type]) -> dict[str, Schema]:
    """What is worked out for a handling of the format, by name."""
    found: dict[str, Schema] = {}
    for name, rules in _by_name(book.of(Reckoning), typ):
        kind = types[name].kind
        gives = next(_gives(rules), None)
        found[name] = _described(name, rules, gives == _YES if gives and kind is Kind.BOOL else gives)
    return found


def texts(book: RuleBook, typ: type_name) -> dict[str, Schema]:
    """The standard texts that a handling of the format may get, by name."""
    return {
        name: {**_described(name, rules, next(_gives(rules), None)), SHOWN: "stycken"}
        for name, rules in _by_name(book.of(StandardText), typ)
    }


def amounts(book: RuleBook) -> dict[str, Schema]:
    """The amounts in force on the day of decision, by name."""
    found: dict[str, Schema] = {}
    for one in sorted(book.amounts.every, key=lambda one: bool(one.profiles)):
        form = {LOOK: one.unit} if one.unit in FORMS else {LOOK: "tal", UNIT: one.unit}
        newest = [str(one.values[-1].value)] if one.values else []
        found.setdefault(one.name, {"title": one.name, "description": one.description, "examples": newest, **form})
    return {one.name: found[one.name] for one in book.amounts.every}


def homes(book: RuleBook, titles: Mapping[type_name, str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The titles of the formats that a value or text may be given for, where that is not all of them."""
    found: dict[tuple[str, ...], set[str]] = {}
    named = [("varde", one) for one in book.of(Reckoning)] + [("texter", one) for one in book.of(StandardText)]
    for root, rule in named:
        found.setdefault((root, rule.name), set()).update(rule.formats or titles)
    return {path: tuple(title for typ, title in titles.items() if typ in named) for path, named in found.items()}


def _by_name(rules: Sequence[Any], typ: type_name) -> Iterator[tuple[str, list[Any]]]:
    about = [one for one in rules if not one.formats or typ in one.formats]
    for name in dict.fromkeys(one.name for one in about):
        yield name, [one for one in about if one.name == name]


def _described(name: str, rules: Sequence[Rule], shown: Any) -> dict[str, Any]:
    said = dict.fromkeys(one.description for one in rules if one.description)
    return {"title": name, "description": " ".join(said), "examples": [] if shown is None else [shown]}


def _gives(rules: Sequence[Rule]) -> Iterator[str]:
    """What the rules' own examples say that comes of them."""
    for rule in rules:
        given = (one.gives for one in rule.examples)
        yield from (text.strip() for text in given if isinstance(text, str) and text != _NOTHING)


def profile(whole: Type, schema: Schema, profiles: Profiles) -> tuple[Type, Schema]:
    """The profile with the names that all profiles have: its fields, and the standard's in groups with free names."""
    words = profiles.wordings(STANDARD, date.max)
    fields = {name: one for name, one in whole.fields.items() if name not in _STEERING}
    return _filled(replace(whole, fields=fields), schema, words)


def _filled(type_: Type, schema: Schema, words: Any) -> tuple[Type, Schema]:
    """The type and schema of a group, its free names written out as far as the standard has them."""
    if type_.kind is not Kind.GROUP:
        return type_, schema
    nodes = schema.get("properties", {})
    filled = {name: _filled(one, nodes.get(name, {}), _get(words, name)) for name, one in type_.fields.items()}
    pairs = {name: (one, node) for name, (one, node) in filled.items() if _has_words(one, node)}
    if type_.rest is not None and isinstance(words, Mapping):
        free = schema.get("additionalProperties", {})
        for name, word in words.items():
            if name not in pairs:
                pairs[name] = _filled(type_.rest, _worded(free, name, word), word)
        type_ = type_.required()
    made = group({name: one for name, (one, _) in pairs.items()})
    known = {**schema, "properties": {name: node for name, (_, node) in pairs.items()}}
    return replace(made, optional=type_.optional), known


def _has_words(type_: Type, schema: Schema) -> bool:
    """False for a group without names, and for a wording: what comes of it is printed under another name."""
    wording = any("{{" in one for one in schema.get("examples", ()) if isinstance(one, str))
    return not wording and (type_.kind is not Kind.GROUP or bool(type_.fields))


def _get(words: Any, name: str) -> Any:
    return words.get(name) if isinstance(words, Mapping) else None


def _worded(free: Schema, name: str, word: Any) -> dict[str, Any]:
    """A free name's schema, with the standard's word for example."""
    plain = {"title": word, LOOK: "text"} if isinstance(word, str) else {"title": name}
    return {**free, **plain, "examples": [word]}
