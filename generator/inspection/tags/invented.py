"""Invented cases on their way to a template: what it would be given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.case.positions import Positions
from generator.errors import GeneratorError
from generator.model import CaseFile, Document, type_name
from generator.specimen import Maker, Wanted, example_number
from generator.steps.compose import compose
from generator.steps.decide import weigh
from generator.steps.read import arende
from generator.workshop import Workshop

_NOWHERE = Positions(text="", look=dict)


def maker(shop: Workshop, profil: str, typ: type_name) -> Maker:
    """What makes specimens of a format in a profile."""
    wordings = shop.profiles.wordings(profil, date.today())
    return Maker(shop.schemas, typ, profil, example_number(wordings, shop.schemas))


def composed(shop: Workshop, making: Maker, wanted: Wanted) -> Document | None:
    """What a template would be given for an invented case; None when rules cannot be applied to it."""
    try:
        return attempted(shop, making, wanted)
    except GeneratorError:
        return None


def attempted(shop: Workshop, making: Maker, wanted: Wanted) -> Document:
    """The same.

    Raises:
        TemplateError: a rule cannot be applied, or a schema wants a form that a field cannot have.
    """
    case = arende(making.case(wanted), CaseFile(Path("prov.json")), shop.schemas)
    underlag = weigh(case, case.handlingar[0], shop.profiles, shop.rules, lambda: _NOWHERE)
    return compose(underlag, shop.schemas)
