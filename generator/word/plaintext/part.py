"""One part of a Word file while it is read: what its style ids and relationship ids stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from generator.word.ooxml import r, w
from generator.word.package import Package, Relationship, target_name
from generator.word.plaintext.measures import digest, plain, val
from generator.word.plaintext.names import swedish_name
from generator.word.styles import PART as STYLES


@dataclass(frozen=True)
class Names:
    """The styles of a file by their ids.

    Args:
        styles: the root of the styles' part; None when the file has none.
    """

    styles: etree._Element | None

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """Style id to the name that Word in Swedish shows."""
        found = {}
        for style in self.styles.iter(w("style")) if self.styles is not None else ():
            style_id = val(style, "styleId")
            found[style_id] = swedish_name(val(style.find(w("name"))) or style_id)
        return found

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """The ids of the styles that things have when they name none."""
        every = self.styles.iter(w("style")) if self.styles is not None else ()
        return frozenset(val(one, "styleId") for one in every if val(one, "default") in ("1", "true", "on"))

    @cached_property
    def language(self) -> str:
        """The language that texts have when they name none."""
        lang = self.styles.find(f"{w('docDefaults')}//{w('lang')}") if self.styles is not None else None
        return val(lang)

    def special(self, reference: etree._Element | None) -> tuple[str, ...]:
        """The style that a reference names; () for the ordinary one."""
        style_id = val(reference)
        if not style_id or style_id in self.ordinary:
            return ()
        return (self.shown.get(style_id, f"formatmallen «{style_id}», som saknas"),)


@dataclass(frozen=True)
class Part:
    """A part with what it points to.

    Args:
        package: the file.
        name: the part's name in it.
        names: the file's styles.
    """

    package: Package
    name: str
    names: Names

    @cached_property
    def _relations(self) -> Mapping[str, Relationship]:
        return self.package.relationships(self.name)

    def address(self, relation_id: str) -> str:
        """Where a link leads."""
        relation = self._relations.get(relation_id)
        return plain(relation.target) if relation else "som saknas"

    def target(self, reference: etree._Element) -> str:
        """The part that a reference points to; "" when there is none."""
        relation = self._relations.get(str(reference.get(r("id"))))
        name = target_name(self.name, relation.target) if relation and not relation.external else ""
        return name if name in self.package.parts else ""

    def content(self, relation_id: str) -> str:
        """What a picture or the like holds, as a short mark; its address when it lies elsewhere."""
        relation = self._relations.get(relation_id)
        if relation is None:
            return "fil saknas"
        if relation.external:
            return f"länkad från {plain(relation.target)}"
        content = self.package.parts.get(target_name(self.name, relation.target))
        return "fil saknas" if content is None else f"fil {digest(content)}"


def names_of(package: Package) -> Names:
    """The styles of a file, by their ids."""
    return Names(package.xml(STYLES) if STYLES in package.parts else None)
