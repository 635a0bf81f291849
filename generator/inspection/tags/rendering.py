"""What a template renders: a document with everything in it, made as documents are and held against Word's rules."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import TemplateError
from generator.findings import Finding
from generator.inspection.family import Family
from generator.inspection.tags.invented import composed, maker
from generator.inspection.word import validity
from generator.specimen import everything
from generator.steps.render import render
from generator.word.reading import read_docx
from generator.workshop import Workshop


def check_rendered(family: Family, shop: Workshop) -> Iterator[Finding]:
    """What Word would refuse or repair in a finished document, and what stops it from being made."""
    assert family.body is not None
    document = composed(shop, maker(shop, family.profil, family.typ), everything)
    if document is None:
        return
    try:
        content = render(document, shop.templates).content
    except TemplateError as error:
        yield from error.findings
        return
    for fault in read_docx(content).faults:
        message = f"Word skulle inte godta dokumentet som mallen ger. {fault}"
        yield family.body.finding(None, "dokument-ogiltigt", message, "Spara om mallen i Word och pröva igen.")
    yield from validity.check_rendered(content, family.body.path, "ett påhittat ärende med allt ifyllt")
