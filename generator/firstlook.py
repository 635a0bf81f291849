"""A first look at a case that the schemas have refused: what the rules can say of the rest of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from generator.case.positions import Positions
from generator.case.salvage import Salvaged, salvage
from generator.case.schemas import Schemas
from generator.errors import GeneratorError
from generator.findings import Finding, JsonPath
from generator.model import CaseFile, Value
from generator.rules.context import day_in_doubt
from generator.steps.decide import glance, unknown_profile
from generator.steps.read import arende, outline
from generator.workshop import Workshop


def first_look(file: CaseFile, shop: Workshop, refused: Sequence[Finding]) -> tuple[Finding, ...]:
    """What the profile and the rules say besides, so that the reader is told everything at once.

    Args:
        file: the case file.
        shop: what to work with.
        refused: what the schemas have refused in it.

    Returns:
        Nothing when so little is left that nothing can be said, or when the
        profile or a rule is itself wrong; that is said when the case is right.
    """
    found = outline(file)
    left = salvage(found[0], refused, _fields_of(found[0], shop.schemas)) if found else None
    if found is None or left is None or {("profil",), ()} & set(left.doubts):
        return ()
    try:
        return tuple(dict.fromkeys(_seen(file, shop, left, found[1])))
    except GeneratorError:
        return ()


def _fields_of(value: Value, schemas: Schemas) -> Callable[[JsonPath], Iterable[str]]:
    return lambda path: schemas.node(value, path).get("properties", ())


def _seen(file: CaseFile, shop: Workshop, left: Salvaged, where: Positions) -> Iterator[Finding]:
    unknown = shop.profiles.check_name(str(left.value["profil"]))
    if unknown:
        yield unknown_profile(file.path, unknown, shop.profiles, where)
        return
    handlingar: Any = left.value["handlingar"]
    for index in range(len(handlingar)):
        if left.whole(index):
            case = arende(left.value, file, shop.schemas, only=index)
            doubts = left.doubted(index)
            if day_in_doubt(doubts, shop.schemas.formats[case.handlingar[0].typ]):
                continue  # nobody knows which rules are in force
            for one in glance(case, case.handlingar[0], shop.profiles, shop.rules, where, doubts):
                title = shop.schemas.title(left.value, one.place.path)
                yield replace(one, place=replace(one.place, title=title))
