"""How a field is printed: the tag to write, as what to do about a field that a template lacks."""

from __future__ import annotations

from collections.abc import Sequence

from generator.case.schemas import Schema, Schemas
from generator.model import type_name

_SHOWN = "x-visas"
_ITEM = "rad"


def how_to_print(names: Sequence[str], schemas: Schemas, typ: type_name) -> str:
    """What to write in the template.

    Args:
        names: the field's way in a case, without the places in lists.
        schemas: the schemas.
        typ: the format.
    """
    if not names:
        return "Lägg tillbaka den tagg eller det block som skriver ut den."
    own = names[0] == "handlingar"
    schema = schemas.formats[typ] if own else schemas.case
    start = "handling" if own else "arende"
    way, lists, node = start, [], schema
    for name in names[1:] if own else names:
        node = node.get("properties", {}).get(name, {})
        way = f"{way}.{name}"
        if node.get("type") == "array":
            lists.append(way)
            way, node = _ITEM, node.get("items", {})
    tag = _tag(way, node)
    if not lists:
        return f"Skriv {tag}" + (" i ett eget stycke." if tag.startswith("{{p") else ".")
    loops = " och ".join(f"{{%p for {_ITEM} in {one} %}}" for one in lists)
    return f"Gå igenom listan med {loops} … {{%p endfor %}} och skriv {tag} i den."


def _tag(way: str, node: Schema) -> str:
    """The tag of a field, in the first of the forms in which it may be printed."""
    if node.get("contentMediaType"):
        return f"{{{{p {way}|stycken }}}}"
    shown = node.get(_SHOWN, "text")
    form = shown if isinstance(shown, str) else shown[0]
    return f"{{{{ {way} }}}}" if form == "text" else f"{{{{ {way}|{form} }}}}"
