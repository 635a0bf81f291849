"""Every input that can change a document: what the case says, what follows from it, and what surrounds it.

What surrounds a handling (schemas, rules, profiles, templates, fonts,
programs) is the same for many, and reckoned once for a workshop.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from generator.case.concerned import concerned
from generator.case.profiles import STANDARD
from generator.case.schemas import Schema, Schemas
from generator.model import Arende, Beslutsunderlag, Handling, Value
from generator.provenance.software import programs
from generator.rules.inforce import in_force
from generator.workshop import Workshop

_AFTERWARDS = "x-efterhand"
"""A keyword of our own: the field is known only after a handling is upprättad."""
_AROUND = frozenset({"handlingar", "tidigare", "publicerad", "plats"})
"""The names by which a template sees more than its own handling: the others of the ärende, its place among them."""
_WHETHER = frozenset({"defined", "undefined", "default", "d"})
"""The words by which a template asks whether there is a field of some name in any format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What decides which schemas, rules, profiles, templates, fonts and programs surround a handling."""

    profil: str
    typ: str
    day: date
    """The day of decision: the rules of that day count."""
    language: str
    """The document's language: "sv-SE"."""


def scope(underlag: Beslutsunderlag) -> Scope:
    """A handling's scope."""
    return Scope(
        profil=underlag.arende.profil,
        typ=underlag.handling.typ,
        day=underlag.day,
        language=str(underlag.profile["sprak"] or "sv-SE"),
    )


def inputs(underlag: Beslutsunderlag, shop: Workshop) -> dict[str, Any]:
    """Every input that can change a handling's document, each with its SHA-256 or version.

    Nothing is composed, rendered or started for it.

    Args:
        underlag: the handling, with what was decided about it.
        shop: what it is to be made with.

    Raises:
        TemplateError: a schema, a rule or the template cannot be used.
    """
    arende, handling = underlag.arende, underlag.handling
    return {
        "arende": {"fil": arende.source.name, "sha256": arende.file.sha256},
        "handling": {"sha256": content(arende, handling, shop.schemas)},
        "slutsatser": {"sha256": _conclusions(underlag, shop)},
        **surroundings(scope(underlag), shop),
    }


def surroundings(where: Scope, shop: Workshop) -> Mapping[str, Any]:
    """The part of the inputs that is the same for all handlingar of a scope; reckoned once for a workshop.

    Raises:
        TemplateError: a schema, a rule or the template cannot be used.
    """
    known = shop.reckoned
    if where not in known:
        known[where] = _surroundings(where, shop)
    found: Mapping[str, Any] = known[where]
    return found


def key(sources: Mapping[str, Any]) -> str:
    """One SHA-256 for all inputs but the case file as a whole: another when anything of the document may be."""
    return _digest({**sources, "arende": None})


def content(arende: Arende, handling: Handling, schemas: Schemas) -> str:
    """The digest of everything that the case says in a handling's document.

    What is left empty says nothing. Nor does, in a handling that is upprättad
    or later, what is known only afterwards (`x-efterhand`): its paragraph in
    the minutes, when they were put up.
    """
    final = handling.status.frozen
    own = {name: value for name, value in handling.data.items() if name != "status"}
    said = [_said(arende.data, schemas.case, final=final), _said(own, schemas.formats[handling.typ], final=final)]
    whole = json.dumps([*said, not final], default=str, sort_keys=True, ensure_ascii=False)
    return sha256(whole.encode()).hexdigest()


def _said(value: Value, schema: Schema, *, final: bool) -> object:
    if isinstance(value, Mapping):
        nodes = schema.get("properties", {})
        kept = {name: item for name, item in value.items() if item not in (None, ())}
        return {
            name: _said(item, nodes.get(name, {}), final=final)
            for name, item in kept.items()
            if not (final and nodes.get(name, {}).get(_AFTERWARDS))
        }
    if isinstance(value, tuple):
        return [_said(item, schema.get("items", {}), final=final) for item in value]
    return value


def _conclusions(underlag: Beslutsunderlag, shop: Workshop) -> str:
    """The digest of what followed for a document: rules may look at the ärende's other handlingar."""
    names = shop.templates.template(underlag.arende.profil, underlag.handling.typ).names
    context: Any = underlag.context
    around = {name: context.get(name, context["dokument"].get(name)) for name in sorted(_AROUND & names)}
    whether = [shop.schemas.empty_fields, shop.schemas.shared_shape] if _WHETHER & names else []
    return _digest(
        [
            [underlag.lead, *underlag.points],
            underlag.signers,
            underlag.groups,
            [(one.name, one.value) for one in (*underlag.values, *underlag.texts)],
            around,
            whether,
        ]
    )


def _surroundings(where: Scope, shop: Workshop) -> dict[str, Any]:
    from generator.engines.fontfiles import stand_ins  # noqa: PLC0415  # for who makes something, as in `making`
    from generator.engines.officebuild import hyphenation  # noqa: PLC0415

    template = shop.templates.template(where.profil, where.typ)
    found: dict[str, Any] = {
        "scheman": concerned(shop.schemas, where.typ),
        "regler": dict(in_force(shop.rules, where.typ, where.profil, where.day)),
        "profiler": {f"{name}/profil.toml": shop.profiles.digest(name) for name in (STANDARD, where.profil)},
        "mallar": dict(template.digests),
        "typsnitt": _fonts(template.fonts),
        "reservtypsnitt": {"sha256": stand_ins(tuple(template.fonts))},
        "program": dict(programs()),
    }
    if shop.engine is not None:
        health = shop.engine.health()
        found["program"][shop.engine.name] = f"{health.version} {health.build}".strip()
        found["avstavning"] = hyphenation({where.language, *template.languages})
    return found


def _fonts(families: Iterable[str]) -> dict[str, Any]:
    from generator.engines.fontfiles import faces  # noqa: PLC0415  # see `_surroundings`
    from generator.engines.fonts import match  # noqa: PLC0415

    return {
        font.asked: {
            "anvant": font.given,
            "fil": font.file.name if font.file else None,
            "sha256": font.sha256,
            "snitt": dict(faces(font.asked)),
        }
        for font in match(families)
    }


def _digest(value: object) -> str:
    whole = json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False)
    return sha256(whole.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value):  # asdict would copy all that is in it first
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return str(value)
