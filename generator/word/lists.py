"""The lists of a body or a block: each is its file's own, and is counted anew in every document.

A list made with Word's buttons comes along with its definition. One made
with a list style of the letterhead, or one that Word has tied to such a
style, has the letterhead's looks. Headings with numbers are no lists: they
count through the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from lxml import etree

from generator.word.faults import Faults
from generator.word.frame import Frame, ListLevel
from generator.word.marks import mark, replaced
from generator.word.numbering import Instance, Numbering, number_of
from generator.word.ooxml import w
from generator.word.outline import paragraph_text
from generator.word.package import refuse
from generator.word.plans import ListPlan, letterheads_list, own_list
from generator.word.styles import Styles

LIST = "lista"
"""The kind of a mark: its list's key, its level, 1 when it is counted, and what its numbering comes from."""
OWN, STYLE, LEVEL = "eget", "formatmall", "niva"
"""The paragraph itself, its style alone, or its style on a level that the paragraph names."""
_BEFORE = tuple(map(w, ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")))
"""What stands before `w:numPr` among a paragraph's properties."""


@dataclass
class Plans:
    """The lists of a template, gathered file by file.

    Args:
        frame: the letterhead.
    """

    frame: Frame
    known: dict[str, ListPlan] = field(default_factory=dict)
    """Key to list."""
    _keys: dict[tuple[str, int | None], str] = field(default_factory=dict)

    def key(self, plan: ListPlan, own: int | None) -> str:
        """The key of a list.

        Args:
            plan: the list.
            own: the instance, when it does not simply go on from others of its home.
        """
        key = self._keys.setdefault((plan.home, own), str(len(self.known)))
        self.known.setdefault(key, plan)
        return key

    def base(self, style: str) -> ListLevel | None:
        """The letterhead's numbering behind a style, by its name; None when it has none, or is a heading's."""
        name = style.casefold()
        return None if name in self.frame.headings else self.frame.levels.get(name)


@dataclass(frozen=True)
class FileLists:
    """The lists of one file.

    Args:
        path: the file.
        numbering: what it defines.
        styles: its styles.
        plans: where the template's lists are gathered.
    """

    path: Path
    numbering: Numbering
    styles: Styles
    plans: Plans

    def mark(self, root: etree._Element, faults: Faults, *, note: bool) -> None:
        """Mark the numbered paragraphs below `root`, whose styles are the letterhead's already.

        Args:
            root: a body or a footnote.
            faults: where lists are noted that cannot come along.
            note: True for a footnote, in which nothing is counted.
        """
        for paragraph in list(root.iter(w("p"))):
            properties = paragraph.find(w("pPr"))
            if properties is not None:
                with faults.gathered():
                    self._mark(properties, note=note)

    def _mark(self, properties: etree._Element, *, note: bool) -> None:
        own = properties.find(w("numPr"))
        number = number_of(own.find(w("numId")), "val") if own is not None else None
        level = number_of(own.find(w("ilvl")), "val") if own is not None else None
        if number is None:
            self._mark_styled(properties, level, note=note)
        elif number not in self.numbering.nums:
            _switch_off(properties)  # 0 is Word's word for no list, and a list that is not there shows nothing either
        else:
            instance = self.numbering.instance(number)
            if instance is None:
                message = "En listas definition saknas i Word-filen."
                refuse(
                    self.path, "mall-trasig", message, "Gör om listan i Word (Start, Numrering).", _title(properties)
                )
            self._check(instance, level or 0, properties, note=note)
            _put(properties, self._own_key(instance), level or 0, instance, OWN)

    def _mark_styled(self, properties: etree._Element, level: int | None, *, note: bool) -> None:
        style = properties.find(w("pStyle"))
        frame = self.plans.frame
        base = self.plans.base(frame.styles.names.get(str(style.get(w("val"))), "")) if style is not None else None
        instance = frame.numbering.instance(base.number) if base is not None else None
        if base is None or instance is None:
            return
        here = base.level if level is None else level
        if instance.counts(here):  # a bullet needs nothing but its style
            self._check(instance, here, properties, note=note)
            _put(properties, self._styled_key(instance), here, instance, STYLE if level is None else LEVEL)

    def _check(self, instance: Instance, level: int, properties: etree._Element, *, note: bool) -> None:
        if note and instance.counts(level):
            self._refuse("en numrerad lista i en fotnot", "Skriv numren för hand, eller använd punkter.", properties)
        if instance.has_picture(level):
            self._refuse("en lista med bilder som punkter", "Välj ett tecken som punkt i Word.", properties)

    def _refuse(self, what: str, remedy: str, properties: etree._Element) -> NoReturn:
        message = f"Mallen innehåller {what}, som inte följer med in i dokumentet."
        refuse(self.path, "mall-ej-flyttbart", message, remedy, _title(properties))

    def _styled_key(self, styled: Instance, own: Instance | None = None) -> str:
        """The key of a list in the letterhead's looks."""
        begun = own if own is not None else (styled if styled.overrides else None)
        return self.plans.key(letterheads_list(self._file, styled, own), None if begun is None else _apart(begun, own))

    def _own_key(self, own: Instance) -> str:
        """The key of a list made with Word's buttons."""
        number = self._tied(own.abstract)
        styled = self.plans.frame.numbering.instance(number) if number is not None else None
        if styled is not None:
            return self._styled_key(styled, own if own.overrides else None)
        return self.plans.key(own_list(self._file, own, self._run_styles()), own.number if own.overrides else None)

    def _tied(self, abstract: etree._Element) -> int | None:
        """The letterhead's instance behind the list styles to which a definition is tied, level by level."""
        found = set()
        for level in abstract.findall(w("lvl")):
            tie = level.find(w("pStyle"))
            base = self.plans.base(self.styles.names.get(str(tie.get(w("val"))), "")) if tie is not None else None
            if base is not None:
                found.add(base.number if base.level == number_of(level, "ilvl") else None)
        return found.pop() if len(found) == 1 else None

    @property
    def _file(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"

    def _run_styles(self) -> Mapping[str, str]:
        ours = self.plans.frame.styles.ids
        return {one: ours[name.casefold()] for one, name in self.styles.names.items() if name.casefold() in ours}


def _apart(instance: Instance, own: Instance | None) -> int:
    """A number of a list that begins anew of itself: the file's instances above zero, the letterhead's below."""
    return instance.number if own is not None else -instance.number


def _title(properties: etree._Element) -> str:
    paragraph = properties.getparent()
    assert paragraph is not None  # properties stand in a paragraph
    return f"stycket «{paragraph_text(paragraph).strip()[:60]}»"


def _switch_off(properties: etree._Element) -> None:
    number = properties.find(f"{w('numPr')}/{w('numId')}")
    assert number is not None  # the caller has read it
    number.set(w("val"), "0")


def _put(properties: etree._Element, key: str, level: int, instance: Instance, source: str) -> None:
    """Put a mark where a paragraph's numbering stands, or would stand."""
    sign = mark(LIST, f"{key} {level} {int(instance.counts(level))} {source}")
    own = properties.find(w("numPr"))
    if own is not None:
        replaced(own, sign)
    else:
        before = [one for one in properties if one.tag in _BEFORE]
        properties.insert(properties.index(before[-1]) + 1 if before else 0, sign)
