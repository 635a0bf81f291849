"""No fact may fall away unseen: each template is filled in with invented cases, and every fact is looked for.

The facts are those of finished documents (`x-visas` in the schemas, the
decision, those who sign and those who get it). A case with everything in it
shows what is never printed; cases with one field more than they need show
what is printed only when something else is there too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from generator.errors import GeneratorError
from generator.findings import Finding
from generator.inspection.family import Family
from generator.inspection.source import WordFile
from generator.inspection.tags.invented import attempted, composed, maker
from generator.inspection.tags.lenient import Lenient, Unfilled
from generator.inspection.tags.reading import Readings, Source
from generator.inspection.tags.remedy import how_to_print
from generator.model import Document, Fact
from generator.pdf.facts import homeless, lost
from generator.pdf.search import Pages
from generator.specimen import FieldPath, Maker, Only, Together, Wanted, everything, nothing
from generator.steps.verify.texts import remaining
from generator.word.assembly import MARGINAL
from generator.word.ooxml import r, w
from generator.word.package import DOCUMENT, target_name
from generator.workshop import Workshop

Key = tuple[str, tuple[str, ...]]
"""A fact, whichever item of a list it comes from: what it is called, and its field."""


@dataclass(frozen=True)
class Printing:
    """What one format's template prints.

    Args:
        family: its files.
        shop: schemas, profiles and rules.
        readings: the files as sources.
    """

    family: Family
    shop: Workshop
    readings: Readings

    def findings(self) -> Iterator[Finding]:
        """Every fact that a document could lose, as far as the template can be filled in."""
        if self.family.body is None or self.family.letterhead is None:
            return
        try:
            yield from self._tried(attempted(self.shop, self._maker, everything))
        except GeneratorError as error:
            yield self._untried(self.family.body, error.findings[0].message, error.findings[0].remedy)
        except Unfilled as error:
            yield self._untried(
                self.family.body, str(error), "Rätta taggen i mallen eller i ett block som den använder."
            )

    def _untried(self, body: WordFile, why: str, remedy: str) -> Finding:
        message = f"Det gick inte att pröva att mallen skriver ut allt. {why}"
        return body.finding(None, "mall-oprovad", message, remedy)

    def _tried(self, whole: Document) -> Iterator[Finding]:
        """What is lost of a case with everything in it, and of those with less."""
        never = dict(self._lost(whole))
        for key, fact in never.items():
            yield self._never(key, fact, whole)
        for key, (fact, wanted) in self._sometimes(set(never)).items():
            yield self._in_some_cases(key, fact, self._other(key, wanted))
        yield from self._number_on_every_page(whole)
        yield from self._merge_fields(whole)

    def _merge_fields(self, document: Document) -> Iterator[Finding]:
        """Merge fields of Word that name what a tag should print: they would be left in every document."""
        assert self.family.body is not None
        for mark in remaining(document, self._texts(document)):
            if mark.startswith("«"):
                message = f"{mark} är ett kopplat fält i Word, och fylls inte i."
                remedy = f"Skriv en tagg i mallen eller blocket i stället: {{{{ {mark[1:-1]} }}}}."
                yield self.family.body.finding(None, "rest-av-mall", message, remedy)

    def _sometimes(self, never: set[Key]) -> dict[Key, tuple[Fact, Wanted]]:
        """What is lost in a case that has less in it than there could be, and what that case has."""
        found: dict[Key, tuple[Fact, Wanted]] = {}
        cases: list[Wanted] = [nothing, *map(Only, self._optional)]
        for wanted in cases:
            document = self._document(wanted)
            for key, fact in self._lost(document) if document else ():
                if key not in never:
                    found.setdefault(key, (fact, wanted))
        return found

    def _other(self, key: Key, wanted: Wanted) -> FieldPath | None:
        """The field that a fact waits for: with it filled in too, the fact is printed."""
        for path in self._optional:
            document = self._document(Together(wanted, Only(path)))
            if document and key not in dict(self._lost(document)):
                return path
        return None

    @cached_property
    def _optional(self) -> tuple[FieldPath, ...]:
        return tuple(dict.fromkeys(self._maker.printed()))

    @cached_property
    def _maker(self) -> Maker:
        return maker(self.shop, self.family.profil, self.family.typ)

    def _document(self, wanted: Wanted) -> Document | None:
        return composed(self.shop, self._maker, wanted)

    @cached_property
    def _environment(self) -> Lenient:
        return Lenient(self._find)

    def _find(self, name: str) -> Source | None:
        file = self.family.find(name)
        return self.readings.body(file) if file is not None else None

    def _body(self, document: Document) -> str:
        source = self.readings.body(self.family.body) if self.family.body else None
        return self._environment.text(source, document.context) if source else ""

    @cached_property
    def _margins(self) -> Mapping[str, Source]:
        """The letterhead's headers and footers by part name."""
        sources = self.readings.margins(self.family.letterhead) if self.family.letterhead else ()
        return {one.script.outline.part: one for one in sources}

    def _texts(self, document: Document) -> list[str]:
        """What a document says: its body, then the letterhead's margins."""
        margins = [self._environment.text(one, document.context) for one in self._margins.values()]
        return [self._body(document), *margins]

    def _lost(self, document: Document) -> Iterator[tuple[Key, Fact]]:
        texts = self._texts(document)
        everywhere, alone = Pages(["\n".join(texts)]), Pages(texts[:1])
        for fact in (*lost(document.facts, everywhere), *homeless(document.facts, alone)):
            yield _key(fact), fact

    def _never(self, key: Key, fact: Fact, document: Document) -> Finding:
        assert self.family.body is not None
        message = f"{fact.label}{_named(key)} skrivs inte ut, och måste finnas med."
        remedy = self._block_with(fact, document) or how_to_print(key[1], self.shop.schemas, self.family.typ)
        return self.family.body.finding(None, "uppgift-skrivs-inte", message, remedy)

    def _in_some_cases(self, key: Key, fact: Fact, other: FieldPath | None) -> Finding:
        assert self.family.body is not None
        when = (
            f"bara när också {'.'.join(other)} är ifyllt" if other else "inte när andra frivilliga uppgifter är tomma"
        )
        message = f"{fact.label}{_named(key)} skrivs ut {when}."
        remedy = "Se efter vilket {% if %} eller {% for %} som står omkring, och pröva uppgiften själv i stället."
        return self.family.body.finding(None, "uppgift-faller-bort", message, remedy)

    def _block_with(self, fact: Fact, document: Document) -> str | None:
        """The block that prints a fact, as what to do."""
        for name in self.family.block_names:
            source = self._find(name)
            with suppress(Unfilled):
                if source and Pages([self._environment.text(source, document.context)]).have(fact.texts[0]):
                    return f'Lägg in blocket i ett eget stycke: {{%p include "{name}" %}}.'
        return None

    def _number_on_every_page(self, document: Document) -> Iterator[Finding]:
        """Facts that each page must carry, in the letterhead's headers and footers."""
        letterhead = self.family.letterhead
        assert letterhead is not None
        body = self._body(document)
        for fact in (one for one in document.facts if one.every_page):
            for pages, parts in page_kinds(letterhead).items():
                texts = [self._environment.text(self._margins[one], document.context) for one in parts]
                first = [body] if pages == _FIRST else []
                if not Pages(["\n".join((*texts, *first))]).have(fact.texts[0]):
                    message = f"{fact.label} står varken i sidhuvudet eller i sidfoten på {pages}."
                    remedy = (
                        f"Skriv det där, till exempel {how_to_print(_key(fact)[1], self.shop.schemas, self.family.typ)}"
                    )
                    yield letterhead.finding(None, "uppgift-inte-pa-varje-sida", message, remedy)


_FIRST, _OTHERS, _EVEN = "första sidan", "sidorna", "jämna sidor"


def page_kinds(letterhead: WordFile) -> dict[str, tuple[str, ...]]:
    """The kinds of pages that a letterhead has, each with the parts of its header and footer."""
    document, relations = letterhead.xml.get(DOCUMENT), letterhead.package.relationships()
    section = document.find(f"{w('body')}/{w('sectPr')}") if document is not None else None
    if section is None:
        return {}
    parts: dict[str, list[str]] = {"default": [], "first": [], "even": []}
    for one in section.iter(w("headerReference"), w("footerReference")):
        relation = relations.get(str(one.get(r("id"))))
        if relation is not None and MARGINAL.fullmatch(target_name(DOCUMENT, relation.target)):
            parts.setdefault(str(one.get(w("type"))), []).append(target_name(DOCUMENT, relation.target))
    kinds = {_OTHERS: tuple(parts["default"])}
    if section.find(w("titlePg")) is not None:
        kinds[_FIRST] = tuple(parts["first"])
    settings = letterhead.xml.get("word/settings.xml")
    if settings is not None and settings.find(w("evenAndOddHeaders")) is not None:
        kinds[_EVEN] = tuple(parts["even"])
    return {kind: tuple(one for one in names if one in letterhead.outlines) for kind, names in kinds.items()}


def _key(fact: Fact) -> Key:
    names = [step for step in fact.path if isinstance(step, str)]
    return fact.label, tuple(names)


def _named(key: Key) -> str:
    """The field's name in templates, in parentheses."""
    names = key[1]
    return f" ({'.'.join(tag_path(names))})" if names else ""


def tag_path(names: Iterable[str]) -> list[str]:
    """A case's field as templates name it."""
    first, *rest = names
    return ["handling", *rest] if first == "handlingar" else ["arende", first, *rest]
