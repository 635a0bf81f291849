"""Names and filters in a template's tags, against the types that the schemas, the profile and the rules give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from generator.expressions.facts import Path
from generator.expressions.types import ANY, Kind, Type, Wrong
from generator.findings import Finding, Severity
from generator.inspection.family import Family
from generator.inspection.source import WordFile
from generator.inspection.tags.idioms import EMPTY_TEXT
from generator.inspection.tags.reading import Readings, Source
from generator.inspection.tags.walk import Remark, Setting, TemplateWalk
from generator.model import Value, type_name
from generator.workshop import Workshop

_REMEDIES: Mapping[str, str] = {
    Wrong.NAME: "Rätta namnet i taggen. Alla namn står i fältlistan (generator mallar faltlista).",
    Wrong.MISSING: "Sätt {% if … %} … {% endif %} omkring, eller {%p if … %} och {%p endif %} i egna stycken.",
    Wrong.FILTER: "Rätta filtret i taggen. Filtren står i mallhandboken.",
    Wrong.EXPRESSION: "Rätta taggen i Word. Mallhandboken visar hur taggar skrivs.",
    EMPTY_TEXT: "Sätt {%p if … %} före rubriken och {%p endif %} efter texten.",
    "text-i-stycken": "Låt taggen stå ensam i stycket, med p direkt efter klamrarna.",
    "block-saknas": "Rätta namnet i taggen, eller lägg in blocket i mappen block.",
    "block-i-sig": "Ta bort taggen ur blocket.",
    "block-okant": 'Skriv blockets namn inom citattecken: {%p include "block/namn.docx" %}.',
}


def names_in_reach(shop: Workshop, profil: str, formats: tuple[type_name, ...]) -> dict[str, Type]:
    """Every name that a template can use, with its type.

    Args:
        shop: schemas, profiles and rules.
        profil: whose wordings there are.
        formats: the formats that the template serves; none for all.
    """
    names = shop.rules.names.after_decision(formats)
    wordings = [shop.profiles.wordings(profil, day) for day in shop.profiles.days(profil)]
    return {**names, "profil": as_written(names["profil"], wordings)}


def as_written(type_: Type, values: Sequence[Value]) -> Type:
    """A type narrowed to what is really written: the fields that there are, missing only where one value lacks them."""
    if type_.kind is not Kind.GROUP:
        return replace(type_, optional=any(one is None for one in values))
    groups = [one for one in values if isinstance(one, Mapping)]
    names = dict.fromkeys(name for one in groups for name in one)
    fields = {
        name: as_written(type_.fields.get(name, type_.rest or ANY), [one.get(name) for one in groups]) for name in names
    }
    return Type(Kind.GROUP, optional=len(groups) < len(values), fields=MappingProxyType(fields))


@dataclass(frozen=True)
class NameCheck:
    """The check of names in templates, and what they were seen to look at.

    Args:
        readings: the files as sources.
        read: filled with every value that a template looks at.
    """

    readings: Readings
    read: set[Path] = field(default_factory=set)

    def family(self, family: Family, names: Mapping[str, Type]) -> Iterator[Finding]:
        """What is wrong in a format's template: its body, its blocks, the letterhead's header and footer."""
        body = self.readings.body(family.body) if family.body else None
        margins = self.readings.margins(family.letterhead) if family.letterhead else ()
        return self._walked([*([body] if body else []), *margins], family, names)

    def alone(self, file: WordFile, family: Family, names: Mapping[str, Type]) -> Iterator[Finding]:
        """What is wrong in a file that no format is made of."""
        body = self.readings.body(file)
        return self._walked([body] if body else [], family, names)

    def _walked(self, sources: Sequence[Source], family: Family, names: Mapping[str, Type]) -> Iterator[Finding]:
        def find(name: str) -> Source | None:
            file = family.find(name)
            return self.readings.body(file) if file is not None else None

        setting = Setting(find, family.has, family.block_names, {}, self.read)
        for source in sources:
            TemplateWalk(source, names, setting).walk()
        return map(_finding, setting.remarks)


def _finding(remark: Remark) -> Finding:
    severity = Severity.WARNING if remark.code == EMPTY_TEXT else Severity.ERROR
    remedy = _REMEDIES.get(remark.code, _REMEDIES[Wrong.EXPRESSION])
    return remark.source.file.finding(
        remark.source.spot(remark.line), remark.code, remark.text, remedy, severity=severity
    )
