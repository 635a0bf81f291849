"""The text of a new `profil.toml`, made from the profile's schema so that it never goes stale.

What a profile needs stands ready with a hint in brackets; everything else
that it may have stands beside it as an example that is switched off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import Any

from generator.case.profiles import SCHEMA, STANDARD, Profiles
from generator.case.schemas import Schema

_WANTED = "x-i-ny-fil"
"""On a field of a schema: a new file should have it although it may be left out."""
_FORMATS = "format"
"""The profile's group with a table for each format."""
_GAPS: tuple[Any, ...] = (None, ())
"""What stands for a field that the standard does not have."""
_WIDTH = 110
_HEAD = """\
# Profilen {name}: organisationens ord, adress och personer.
#
# Fyll i det som står inom hakparentes. Rader som börjar med # gäller inte. De som ser ut som #namn = "värde" är
# exempel: ta bort tecknet # och byt exemplet mot ert eget. Har gruppens rubrik inom hakparentes också ett # ska
# det bort. Det som inte står här tas ur standarden.
"""


def profile_text(name: str, title: str | None, profiles: Profiles) -> str:
    """The text of a new profile.

    Args:
        name: the profile's name.
        title: the organisation's name; None to be filled in.
        profiles: the profiles, with the schemas that the fields come from.
    """
    schema = profiles.schemas.inlined(SCHEMA)
    standard: Any = profiles.wordings(STANDARD, date.today())
    nodes: Mapping[str, Schema] = schema["properties"]
    given = {"namn": title} if title is not None else {}
    blocks = [_HEAD.format(name=name)]
    blocks += ["\n".join(_entry(key, node, given)) for key, node in nodes.items() if not _is_group(node)]
    for key, node in nodes.items():
        if key == _FORMATS:
            blocks += _formats(key, node, profiles, standard.get(key) or {})
        elif _is_group(node):
            blocks.append("\n".join(_group((key,), node, standard.get(key))))
    return "\n".join(f"{block.rstrip()}\n" for block in blocks)


def toml(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_key(key)} = {toml(item)}" for key, item in value.items() if item not in _GAPS) + " }"
        )
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str) and "\\" in value and "'" not in value:
        return f"'{value}'"
    return (
        json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        if isinstance(value, str | bool)
        else str(value)
    )


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml(name)


def _is_group(node: Schema) -> bool:
    """True for what has a heading of its own in TOML: a group, or a list of groups."""
    return "object" in (node.get("type"), node.get("items", {}).get("type"))


def _said(node: Schema) -> list[str]:
    """What a field is, as a comment."""
    return [f"# {line}" for line in wrap(f"{node.get('title')}: {node.get('description')}", _WIDTH)]


def _example(node: Schema) -> Any:
    return (node.get("examples") or [""])[0]


def _hint(node: Schema) -> str | None:
    """What stands for a text that somebody must write; None where the schema would not take it."""
    hint = f"[{node.get('title')}]"
    free = node.get("type") == "string" and not {"format", "enum", "const"} & set(node)
    return hint if free and re.search(node.get("pattern", ""), hint) else None


def _entry(key: str, node: Schema, given: Mapping[str, Any], *, needed: bool = False) -> Iterator[str]:
    """A field: what it is, and its line, switched off unless it is given or a person must write it."""
    yield from _said(node)
    if given.get(key) is not None:
        yield f"{_key(key)} = {toml(given[key])}"
    elif needed:
        yield f"{_key(key)} = {toml(_hint(node) or _example(node))}"
    elif node.get(_WANTED) and _hint(node):
        yield f"{_key(key)} = {toml(_hint(node))}"
    else:
        yield f"#{_key(key)} = {toml(_example(node))}"


def _heading(names: tuple[str, ...], *, many: bool = False) -> str:
    dotted = ".".join(map(_key, names))
    return f"[[{dotted}]]" if many else f"[{dotted}]"


def _group(names: tuple[str, ...], node: Schema, standard: Any) -> Iterator[str]:
    """A group with what is in it; one that must not be empty is switched off unless the standard has it."""
    if node.get("type") == "array":
        yield from _list(names, node)
    elif not node.get("properties"):
        yield from _register(names, node, standard)
    else:
        lists = {key: inner for key, inner in node["properties"].items() if _is_group(inner)}
        required = node.get("required", [])
        given = {key: (standard or {}).get(key) for key in required}
        on = all(value is not None for value in given.values())
        yield from _said(node)
        yield ("" if on else "#") + _heading(names)
        for key, inner in node["properties"].items():
            yield from _entry(key, inner, given) if key not in lists else ()
        for key, inner in lists.items():
            yield from _group((*names, key), inner, None)


def _list(names: tuple[str, ...], node: Schema) -> Iterator[str]:
    """A list of groups: one as an example, switched off."""
    yield from _said(node)
    for item in _example(node) or [_example(node["items"])]:
        yield f"#{_heading(names, many=True)}"
        yield from (f"#{_key(key)} = {toml(value)}" for key, value in item.items())


def _register(names: tuple[str, ...], node: Schema, standard: Any) -> Iterator[str]:
    """A group whose names are the profile's own: words, or people and recipients."""
    inner: Schema = node["additionalProperties"]
    yield from _said(node)
    if inner.get("type") != "object":
        yield _heading(names)
        yield from (f"#{_key(key)} = {toml(value)}" for key, value in (standard or _example(node)).items())
        return
    for key, example in _example(node).items():
        if node.get(_WANTED):
            yield f"# Namnet «{key}» väljer ni själva; byt det överallt här i filen."
            yield _heading((*names, key))
            for field, field_node in inner["properties"].items():
                yield from _entry(field, field_node, {}, needed=field in inner.get("required", []))
        else:
            yield f"#{_heading((*names, key))}"
            yield from (f"#{_key(field)} = {toml(value)}" for field, value in example.items())


def _formats(key: str, node: Schema, profiles: Profiles, standard: Mapping[str, Any]) -> Iterator[str]:
    """A table for each format: what a new handling of it has from the profile, and examples of the rest."""
    table: Mapping[str, Schema] = node["additionalProperties"]["properties"]
    yield "\n".join(_said(node) + [line for field, inner in table.items() for line in _listed(field, inner)])
    for typ, schema in profiles.schemas.formats.items():
        common = standard.get(typ) or {}
        asked = [field for field, inner in table.items() if inner.get(_WANTED) or _is_left_to_profile(field, schema)]
        lacking = [field for field in asked if not common.get(field)]
        plain = [field for field, inner in table.items() if not _is_group(inner)]
        lines = [f"# {schema.get('title', typ)}", _heading((key, typ))]
        for field in sorted(plain, key=lambda one: one not in lacking):
            value = toml(common.get(field) or _example(table[field]))
            lines += [f"{'' if field in lacking else '#'}{field} = {value}"]
        for field in table:
            if _is_group(table[field]) and (field in lacking or common.get(field)):
                lines += _sentences((key, typ, field), table[field]["items"], common.get(field) or ())
        yield "\n".join(lines)


def _sentences(names: tuple[str, ...], node: Schema, standard: Any) -> Iterator[str]:
    """The standard's own, switched off; else one to write."""
    for item in standard:
        yield ""
        yield f"#{_heading(names, many=True)}"
        yield from (f"#{_key(field)} = {toml(value)}" for field, value in item.items() if value not in _GAPS)
    if not standard:
        yield ""
        yield _heading(names, many=True)
        needed = {field: node["properties"][field] for field in node["required"]}
        yield from (f"{_key(field)} = {toml(_hint(inner) or _example(inner))}" for field, inner in needed.items())


def _listed(field: str, node: Schema) -> list[str]:
    return [f"#   {line}" for line in wrap(f"{field}: {node.get('description')}", _WIDTH, subsequent_indent="  ")]


def _is_left_to_profile(field: str, schema: Schema) -> bool:
    """True for a field of the format that a new case file does not have, so that the profile must give it."""
    own = schema["properties"].get(field)
    return own is not None and field not in schema.get("required", []) and not own.get(_WANTED)
