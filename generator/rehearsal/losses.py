"""The facts that were printed and are printed no longer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import GeneratorError
from generator.findings import Finding, JsonPath, Severity
from generator.model import Document, Fact
from generator.pdf.search import Pages
from generator.rehearsal.take import Take
from generator.report import shown_path
from generator.steps.read import positions
from generator.word.outline import Outline
from generator.word.package import unpack
from generator.word.tags import TAG
from generator.word.templates import Templates

NOT_PRINTED = "uppgift-saknas"
"""The code of the check of finished files for a fact that is not where it should be."""
_LONG = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A fact that was printed and is printed no longer."""

    label: str
    """What it is, in Swedish: "Högsta belopp"."""
    text: str
    """As it was printed."""
    path: JsonPath
    """Where in the case it comes from."""
    where: str
    """Where it is no longer, in Swedish: "Word-filen"."""
    template: Path
    """The Word file that used to print it, or should."""
    tag: str | None
    """The tag that printed it and is gone; None when it is not known."""
    finding: Finding
    """The same as a problem, with its place in the case file and what to do."""


@dataclass(frozen=True, slots=True)
class _Gone:
    fact: Fact
    where: str


def printed(take: Take) -> int:
    """How many of a document's facts stand in every file of it."""
    return sum(all(_stands(fact, pages) for pages in take.media.values()) for fact in take.facts)


def accounted(finding: Finding, lost: Sequence[Loss]) -> bool:
    """True when a finding of the check of finished files says the same as a loss."""
    about = (finding.place.title, finding.place.path)
    return finding.code == NOT_PRINTED and any((one.label, one.path) == about for one in lost)


def reworded(before: Take, after: Take) -> int:
    """How many facts the profile has given other words."""
    return sum(1 for fact, _ in _vanished(before, after) if _is_reworded(fact, before, after))


def losses(before: Take, after: Take, old: Templates, new: Templates) -> tuple[Loss, ...]:
    """Every fact that the old document prints and the new does not.

    Args:
        before: the document as it was.
        after: the document as it is.
        old: the templates of the old document.
        new: the templates of the new one.
    """
    if before.document is None or after.document is None:
        return ()
    gone = [_Gone(fact, where) for fact, where in _vanished(before, after) if not _is_reworded(fact, before, after)]
    known = [one.fact for one in gone]
    gone += [one for one in _unplaced(before, after) if one.fact not in known]
    if not gone:
        return ()
    tags = _lost_tags(after.document, old, new)
    return tuple(_loss(one, after.document, tags, new) for one in gone)


def _vanished(before: Take, after: Take) -> Iterator[tuple[Fact, str]]:
    """Each fact of the old document that stood in a file of it, and does not stand in the new one of its kind."""
    for fact in before.facts:
        both = [name for name in before.media if name in after.media]
        where = [name for name in both if _is_gone(fact, before.media[name], after.media[name], after.facts)]
        if where:
            yield fact, " och ".join(where)


def _is_gone(fact: Fact, before: Pages, after: Pages, still: Sequence[Fact]) -> bool:
    """True when it stood there and does not, or, no longer asked for, stands only where a text mentions it."""
    if not _stands(fact, before):
        return False
    alone = fact.besides and fact not in still and after.count(fact.texts[0]) < before.count(fact.texts[0])
    return alone or not _stands(fact, after)


def _is_reworded(fact: Fact, before: Take, after: Take) -> bool:
    """True when the new document has other words for the same, and prints all of them."""
    alike = [one for one in after.facts if (one.label, one.path) == (fact.label, fact.path)]
    enough = sum((one.label, one.path) == (fact.label, fact.path) for one in before.facts)
    return len(alike) >= enough and all(_stands(one, pages) for one in alike for pages in after.media.values())


def _stands(fact: Fact, pages: Pages) -> bool:
    return any(pages.have(text) for text in fact.texts)


def _unplaced(before: Take, after: Take) -> Iterator[_Gone]:
    """What is missing in one place, and was not before: on a page, or beside where a text mentions it."""
    known = {one.fact for one in before.missing}
    for one in after.missing:
        fact = one.fact
        if fact in before.facts and fact not in known and all(_stands(fact, pages) for pages in before.media.values()):
            yield _Gone(fact, one.where)


def _loss(gone: _Gone, document: Document, tags: Mapping[str, Sequence[str]], templates: Templates) -> Loss:
    fact, source = gone.fact, document.arende.source
    name, tag = _suspect(fact, document, tags)
    file = templates.find(document.profil, name) or templates.folder / document.profil / name
    short = fact.texts[0] if len(fact.texts[0]) <= _LONG else f"{fact.texts[0][: _LONG - 3]}…"
    message = f"{fact.label} («{short}») skrevs ut förut, men finns inte längre i {gone.where}."
    remedy = f"Kontrollera att {shown_path(file)} skriver ut uppgiften."
    if tag:
        remedy = f"Lägg tillbaka taggen {tag} i {shown_path(file)}, eller en annan tagg som skriver ut uppgiften."
    finding = Finding(
        code="uppgift-forlorad",
        message=message,
        remedy=remedy,
        place=positions(document.arende.file).place(source, fact.path, fact.label),
        severity=Severity.ERROR,
    )
    return Loss(
        label=fact.label,
        text=fact.texts[0],
        path=fact.path,
        where=gone.where,
        template=file,
        tag=tag,
        finding=finding,
    )


def _suspect(fact: Fact, document: Document, tags: Mapping[str, Sequence[str]]) -> tuple[str, str | None]:
    """The template file that used to print a fact, and the tag that did; else the format's file."""
    names = [step for step in fact.path if isinstance(step, str)]
    for wanted in (".".join(names[-2:]), *reversed(names)):
        for file, lost in tags.items():
            for tag in lost:
                if wanted and re.search(rf"\b{re.escape(wanted)}\b", tag):
                    return file, tag
    only = next(iter(tags)) if len(tags) == 1 else f"{document.handling.typ}.docx"
    return only, tags[only][0] if len(tags.get(only, ())) == 1 else None


def _lost_tags(document: Document, old: Templates, new: Templates) -> Mapping[str, Sequence[str]]:
    """The tags that a document's template files have no longer, by file as both profiles and standard name it."""
    found = {}
    for name, (path, later) in _pairs(document, old, new).items():
        lost = Counter(_tags(path)) - Counter(_tags(later) if later else ())
        if lost:
            found[name] = tuple(lost)
    return found


def _pairs(document: Document, old: Templates, new: Templates) -> Mapping[str, tuple[Path, Path | None]]:
    """Each Word file of the old template, and the one that stands in its place now; those that differ."""
    profil, typ = document.profil, document.handling.typ
    was, now = (one.template(profil, typ).digests for one in (old, new))
    names = {_bare(name): name for name in was}
    later = {_bare(name): name for name in now}
    return {
        bare: (old.folder / name, new.folder / later[bare] if bare in later else None)
        for bare, name in names.items()
        if bare in later and was[name] != now[later[bare]]
    }


def _bare(name: str) -> str:
    """A template file's name without its profile: `block/underskrift.docx`."""
    return name.partition("/")[2]


def _tags(path: Path) -> Iterator[str]:
    """Every tag of a Word file, wherever it stands."""
    try:
        package = unpack(path)
        for part in package.parts:
            if part.startswith("word/") and part.endswith(".xml"):
                for paragraph in Outline(part, package.xml(part)).paragraphs:
                    yield from TAG.findall(paragraph.spot.text)
    except GeneratorError:
        return
