"""What each filter takes and gives, so that its use can be checked before there is a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.expressions.types import ANY, BOOL, DATE, NUMBER, TEXT, Kind, Type, group, list_of
from generator.proofreading import compiled
from generator.swedish import nearest

HIT = group(
    {
        "text": TEXT, "falt": TEXT, "namn": TEXT, "titel": TEXT, "lopande": BOOL, "traff": TEXT, "skriv": TEXT.maybe(),
    }
)  # fmt: skip
"""What has been found in a text."""
WRITTEN = group({"text": TEXT, "falt": TEXT, "namn": TEXT, "titel": TEXT, "lopande": BOOL})
"""A text that somebody has written."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument as the expression gives it."""

    type: Type
    value: Any = None
    """What is written there; None when it is worked out."""


Work = Callable[[Type, Sequence[Argument]], "Type | str"]
"""From the value's type and the arguments to the result's type, or to a Swedish sentence: what is wrong."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a filter takes and gives."""

    takes: tuple[Kind, ...]
    gives: Type | Work
    needs: tuple[Kind, ...] = ()
    """The kinds of the arguments that must be given."""
    may: tuple[Kind, ...] = ()
    """The kinds of those that may follow."""
    more: bool = False
    """True when any number of values may follow."""


def _field(items: Type, name: Any) -> Type | str:
    """The type of the field that a filter names."""
    item = items.item or ANY
    if item.kind is Kind.ANY:
        return ANY
    if not isinstance(name, str):
        return "Fältets namn ska stå inom citattecken."
    found = item.at((name,))
    if found is not None:
        return found
    guess = nearest(name, item.fields)
    return f"Fältet «{name}» finns inte i listan." + (f" Menade du «{guess}»?" if guess else "")


def _choose(items: Type, arguments: Sequence[Argument]) -> Type | str:
    found = _field(items, arguments[0].value)
    if isinstance(found, str):
        return found
    for one in arguments[1:]:
        fault = comparable(found, one)
        if fault:
            return fault
    return items


def _column(items: Type, arguments: Sequence[Argument]) -> Type | str:
    found = _field(items, arguments[0].value)
    return found if isinstance(found, str) else list_of(found.required())


def _sum(items: Type, arguments: Sequence[Argument]) -> Type | str:
    found = _field(items, arguments[0].value) if arguments else items.item or ANY
    if isinstance(found, str):
        return found
    fits = found.kind in (Kind.NUMBER, Kind.ANY) and (bool(arguments) or not found.optional)
    return NUMBER if fits else "Bara tal kan läggas ihop."


def _one(items: Type, _: Sequence[Argument]) -> Type:
    return (items.item or ANY).maybe()


def _on_written(items: Type, _: Sequence[Argument]) -> Type | str:
    """A filter that looks for things in texts that somebody has written."""
    item = items.item or ANY
    fits = item.kind is Kind.ANY or all(item.at((name,)) is not None for name in ("text", "falt", "lopande"))
    return list_of(HIT) if fits else "Filtret letar i texter som någon har skrivit: skrivet|…"


def _of_texts(result: Type) -> Work:
    def work(items: Type, _: Sequence[Argument]) -> Type | str:
        item = items.item or ANY
        fits = item.kind in (Kind.ANY, Kind.TEXT) and not item.optional
        return result if fits else "Filtret tar en lista av texter. Välj ett fält med kolumn först."

    return work


def _look_up(owner: Type, _: Sequence[Argument]) -> Type | str:
    if owner.kind is Kind.ANY:
        return ANY.maybe()
    return owner.rest.maybe() if owner.rest else "Gruppen har inga fria namn. Skriv fältets namn efter en punkt."


def _extreme(items: Type, _: Sequence[Argument]) -> Type | str:
    item = items.item or ANY
    fits = item.kind in (Kind.NUMBER, Kind.DATE, Kind.ANY) and not item.optional
    return item.maybe() if fits else "Bara tal och datum har en storlek."


def _search(gives: Type | Work) -> Work:
    """A filter with a pattern; one that is written in place is tried at once."""

    def work(value: Type, arguments: Sequence[Argument]) -> Type | str:
        pattern = arguments[0].value
        try:
            compiled(pattern if isinstance(pattern, str) else "")
        except re.error as error:
            return f"Mönstret «{pattern}» är inget reguljärt uttryck (tecken {(error.pos or 0) + 1})."
        return gives(value, arguments) if callable(gives) else gives

    return work


def comparable(known: Type, other: Argument) -> str | None:
    """None when the two can be equal, else a Swedish sentence: why they never are."""
    kinds = {known.kind, other.type.kind}
    if Kind.MIXED in kinds:
        return "Ett värde av blandat slag kan inte jämföras."
    if kinds & {Kind.ANY, Kind.NOTHING} or kinds <= {Kind.TEXT, Kind.MARKDOWN}:
        value = other.value
        if known.choices and isinstance(value, str) and value not in known.choices:
            guess = nearest(value, known.choices)
            hint = f" Menade du «{guess}»?" if guess else f" Det är {', '.join(sorted(known.choices))}."
            return f"Värdet är aldrig «{value}».{hint}"
        return None
    return None if len(kinds) == 1 else f"{known.kind} jämförs med {other.type.kind}.".capitalize()


_TEXTS = (Kind.TEXT, Kind.MARKDOWN)
_LACKING = list_of(group({"namn": TEXT, "falt": TEXT}))
_LIST = (Kind.LIST,)

SIGNATURES: dict[str, Signature] = {
    "datum": Signature((Kind.DATE,), TEXT),
    "datum_iso": Signature((Kind.DATE,), TEXT),
    "tal": Signature((Kind.NUMBER,), TEXT),
    "kronor": Signature((Kind.NUMBER,), TEXT),
    "procent": Signature((Kind.NUMBER,), TEXT),
    "paragraf": Signature((Kind.NUMBER, Kind.TEXT), TEXT),
    "postnummer": Signature((Kind.TEXT,), TEXT),
    "organisationsnummer": Signature((Kind.TEXT,), TEXT),
    "telefon": Signature((Kind.TEXT,), TEXT),
    "upprakning": Signature(_LIST, _of_texts(TEXT), may=(Kind.TEXT,)),
    "genitiv": Signature((Kind.TEXT,), TEXT),
    "versal": Signature((Kind.TEXT,), TEXT),
    "gemen": Signature((Kind.TEXT,), TEXT),
    "svensk_ordning": Signature(_LIST, _of_texts(list_of(TEXT))),
    "lower": Signature(_TEXTS, TEXT),
    "upper": Signature(_TEXTS, TEXT),
    "length": Signature((Kind.LIST, *_TEXTS), NUMBER),
    "antal": Signature((Kind.LIST, *_TEXTS), NUMBER),
    "med": Signature(_LIST, _choose, (Kind.TEXT,), more=True),
    "utan": Signature(_LIST, _choose, (Kind.TEXT,), more=True),
    "kolumn": Signature(_LIST, _column, (Kind.TEXT,)),
    "summa": Signature(_LIST, _sum, may=(Kind.TEXT,)),
    "forsta": Signature(_LIST, _one),
    "sista": Signature(_LIST, _one),
    "storst": Signature(_LIST, _extreme),
    "minst": Signature(_LIST, _extreme),
    "saknade": Signature(_LIST, _of_texts(_LACKING), (Kind.GROUP,), (Kind.GROUP,)),
    "nycklar": Signature((Kind.GROUP,), list_of(TEXT)),
    "foljer": Signature(_TEXTS, _search(BOOL), (Kind.TEXT,)),
    "uppslag": Signature((Kind.GROUP,), _look_up, (Kind.TEXT,)),
    "plus_dagar": Signature((Kind.DATE,), DATE, (Kind.NUMBER,)),
    "plus_veckor": Signature((Kind.DATE,), DATE, (Kind.NUMBER,)),
    "plus_manader": Signature((Kind.DATE,), DATE, (Kind.NUMBER,)),
    "plus_ar": Signature((Kind.DATE,), DATE, (Kind.NUMBER,)),
    "arbetsdag": Signature((Kind.DATE,), DATE),
    "dagar_till": Signature((Kind.DATE,), NUMBER, (Kind.DATE,)),
    "matchar": Signature(_TEXTS, _search(BOOL), (Kind.TEXT,)),
    "traffar": Signature(_LIST, _search(_on_written), (Kind.TEXT,)),
    "ord_ur": Signature(_LIST, _on_written, (Kind.GROUP,)),
    "personnummer": Signature(_LIST, _on_written),
    "tomma_rubriker": Signature(_LIST, _on_written),
    "hoppade_rubriker": Signature(_LIST, _on_written),
    "rader": Signature(_TEXTS, NUMBER),
}
"""The filters that expressions and wordings may use."""


def applied(name: str, value: Type, arguments: Sequence[Argument]) -> Type | str:
    """The type that the filter gives, or a Swedish sentence: why it cannot be used so."""
    signature = SIGNATURES[name]
    if value.kind is not Kind.ANY and value.kind not in signature.takes:
        return f"Filtret «{name}» tar {' eller '.join(signature.takes)}, inte {value.kind}."
    wanted = (*signature.needs, *signature.may)
    few, many = len(arguments) < len(signature.needs), len(arguments) > len(wanted) and not signature.more
    if few or many:
        wanted_number = f"ska ha {len(signature.needs)}" if signature.needs else "ska inte ha några"
        return f"Filtret «{name}» {wanted_number} värden inom parentes, men har {len(arguments)}."
    for kind, one in zip(wanted, arguments, strict=False):
        if one.type.kind not in (kind, Kind.ANY):
            return f"Filtret «{name}» ska ha {kind} inom parentesen, inte {one.type.kind}."
    return signature.gives(value, arguments) if callable(signature.gives) else signature.gives
