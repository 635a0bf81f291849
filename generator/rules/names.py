"""The names that rules may use, with their types; `context` gives the values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

from generator.case.profiles import SCHEMA as PROFILE
from generator.case.schemas import Schemas, subschema
from generator.case.types import arende_type, handling_type, type_of
from generator.expressions import BOOL, DATE, MARKDOWN, NUMBER, TEXT, Kind, Type, group, list_of
from generator.expressions.signatures import WRITTEN
from generator.expressions.types import union
from generator.model import Status, type_name
from generator.rules.amounts import Amounts

STATUS = Type(Kind.TEXT, choices=frozenset(Status))
DOCUMENT = group(
    {
        "typ": TEXT,
        "titel": TEXT,
        "utkast": BOOL,
        "filnamn": TEXT,
        "falt": list_of(TEXT),
        "beslutsdag": DATE,
        "plats": NUMBER,
    }
)
"""What is known of the document as a whole."""
SIBLING: Mapping[str, Type] = {"filnamn": TEXT, "beslutsdag": DATE, "plats": NUMBER}
"""What a handling in a list of them has besides its fields."""
PUBLISHED = group({"status": STATUS, "andrad": BOOL}).maybe()
"""What the manifest says of a handling that has been published."""
SIGNER = group({"namn": TEXT, "titel": TEXT, "formel": TEXT.maybe()})
GROUP = group({"rubrik": TEXT.maybe(), "mottagare": list_of(TEXT)})
POINT = group({"text": TEXT, "underpunkter": list_of(TEXT)})
DECISION = group({"inledning": TEXT.maybe(), "punkter": list_of(POINT)})
_OUTCOME: Mapping[str, Type] = {
    "undertecknare": list_of(SIGNER),
    "mottagare": list_of(TEXT),
    "sandlista": list_of(GROUP),
    "beslut": DECISION,
}


class Names:
    """The names in reach of each kind of rule.

    Args:
        schemas: the fields of cases and profiles.
        amounts: the amounts that there are.
        texts: the names of the standard texts.
    """

    def __init__(self, schemas: Schemas, amounts: Amounts, texts: Iterable[str]) -> None:
        self._schemas = schemas
        self._profile = type_of(schemas.inlined(PROFILE), gaps=True)
        self._standing = type_of(subschema(schemas.inlined(PROFILE), ("format", "-")), gaps=True)
        self._amounts = amounts.type
        self._values: dict[str, Type] = {}
        self._texts = group(dict.fromkeys(texts, MARKDOWN.maybe()))
        self._base = lru_cache(self._fields)
        self._handling = lru_cache(partial(handling_type, schemas))

    def add_value(self, name: str, type_: Type) -> None:
        """Bring a value into reach of the rules after it."""
        self._values[name] = union(self._values[name], type_) if name in self._values else type_

    def before_decision(self, formats: tuple[type_name, ...]) -> dict[str, Type]:
        """What is known before anything follows from it: the case, the profile, and the values so far."""
        return {**self._base(formats), "varde": group(self._values)}

    def after_decision(self, formats: tuple[type_name, ...]) -> dict[str, Type]:
        """What a check may look at: all that was decided as well."""
        return {**self.before_decision(formats), "texter": self._texts, **_OUTCOME}

    def _fields(self, formats: tuple[type_name, ...]) -> dict[str, Type]:
        every = tuple(self._schemas.formats)
        sibling = group({**self._handling(every).fields, **SIBLING})
        return {
            "arende": arende_type(self._schemas, formats),
            "handling": self._handling(formats or every),
            "handlingar": list_of(sibling),
            "tidigare": list_of(sibling),
            "profil": self._profile,
            "formatet": self._standing,
            "dokument": DOCUMENT,
            "belopp": self._amounts,
            "skrivet": list_of(WRITTEN),
            "publicerad": PUBLISHED,
        }
