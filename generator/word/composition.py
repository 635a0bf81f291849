"""Letterhead, body and blocks put together to one template package.

The letterhead (`brevmall.docx`) is the package: page, styles, header, footer,
fonts. A format's .docx gives only its body, and the blocks that a body
includes are cut out the same way. Changing the letterhead changes every
document of its profile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Template, TemplateSyntaxError, meta
from lxml import etree

from generator.sandbox import Environment, explain
from generator.word.assembly import MARGINAL, PROLOG, assembled, widened
from generator.word.faults import Faults
from generator.word.fragment import Fragment, read_fragment
from generator.word.frame import Frame, frame_of
from generator.word.lists import Plans
from generator.word.marks import OWN_TAG
from generator.word.package import DOCUMENT, Package, open_package, refuse
from generator.word.tags import check_tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A template package in one piece, its tags still in it."""

    parts: Mapping[str, bytes]
    """Every part; the document's body is the format's."""
    body: str
    """The format's paragraphs as Jinja source."""
    blocks: Mapping[str, str]
    """The blocks that it includes, by the names in their tags, as Jinja source."""
    margins: Mapping[str, str]
    """Headers and footers that have tags, by part name, as Jinja source."""
    frame: Frame
    files: Mapping[Path, str]
    """Every Word file that went into it, with its SHA-256."""
    origins: Mapping[str, Path]
    """Which Word file a piece of Jinja source comes from: by part name for body, header and footer, else by block."""


def compose(letterhead: Path, body: Path, find_block: Callable[[str], Path | None]) -> Composed:
    """Put one template together.

    Args:
        letterhead: the profile's `brevmall.docx`.
        body: the format's .docx.
        find_block: where a block named in an `include` lies; None if nowhere.

    Raises:
        TemplateError: files are missing or broken, or do not fit the
            letterhead; with everything that is wrong in all of them.
    """
    faults, package = Faults(), open_package(letterhead)
    family = _Family(Plans(frame_of(package)), find_block, faults)
    main = read_fragment(body, family.plans, faults)
    margins = _margin_sources(package, faults)
    own = _Source(main.source, body, whole=main.whole) if main is not None else None
    family.add([*([own] if own is not None else []), *margins.values()])
    _refuse_notes(margins, family, faults)
    if faults.findings:
        _gather_misspelt([*([own] if own is not None else []), *margins.values(), *family.sources.values()], faults)
    faults.check()
    assert main is not None  # else there was a fault
    assert own is not None
    return _composed(package, main, own, margins, family)


def _composed(
    letterhead: Package, main: Fragment, own: _Source, margins: Mapping[str, _Source], family: _Family
) -> Composed:
    blocks, frame = family.blocks, replace(family.plans.frame, lists=family.plans.known)
    beside = {part: family.below(margin) for part, margin in margins.items()}
    return Composed(
        parts=assembled(letterhead, main, list(blocks.values()), beside, lists=bool(frame.lists)),
        body=own.text,
        blocks={name: source.text for name, source in family.sources.items()},
        frame=frame,
        files={letterhead.path: letterhead.sha256, **{one.path: one.sha256 for one in (main, *blocks.values())}},
        margins={part: margin.text for part, margin in margins.items()},
        origins={
            DOCUMENT: main.path,
            **{name: one.path for name, one in blocks.items()},
            **dict.fromkeys(margins, letterhead.path),
        },
    )


def included(source: str, path: Path) -> list[str]:
    """The names of the blocks that a Jinja source includes.

    Raises:
        TemplateError: a tag is wrong, or a block's name is not written out.
    """
    try:
        names = list(meta.find_referenced_templates(_READER.parse(source)))
    except TemplateSyntaxError as error:
        refuse(path, "tagg-felskriven", explain(error), "Rätta taggen i Word.", misspelt(source, _READER.parse))
    if None in names:
        refuse(path, "block-okant", "Ett block har inte sitt namn utskrivet i taggen.", "Skriv namnet i citattecken.")
    return [name for name in names if name is not None]


def marked(source: str) -> str:
    """A Jinja source with each paragraph on a line of its own."""
    return re.sub(r"(</w:p>)|(<w:p[ >])", r"\1\n\2", source)


def misspelt(source: str, compile_: Callable[[str], object]) -> str | None:
    """The text of the paragraph with a misspelt tag; None when there is none."""
    try:
        compile_(marked(source))
    except TemplateSyntaxError as error:
        return line_text(marked(source), error.lineno)
    return None


_READER = Environment(autoescape=True)
_READER.filters |= dict.fromkeys(("stycken", "_lista", "_omstart", "_fotnot", "_bokmarke", "_bokslut"), str)


def line_text(source: str, line: int) -> str | None:
    """The text of one line of a Jinja source, as its author sees it, to show where a fault is."""
    lines = source.splitlines()
    if not 0 < line <= len(lines):
        return None
    text = re.sub(r"<[^>]*>", "", OWN_TAG.sub("", lines[line - 1]))
    return f"«{text.strip()[:120]}»" if text.strip() else None


@dataclass(frozen=True, slots=True)
class _Source:
    """A piece of Jinja source, and where it comes from."""

    text: str
    path: Path
    whole: bool
    """False when its tags are not whole: what Jinja says of them has been said better."""

    def includes(self, faults: Faults) -> list[str]:
        """The names of the blocks that it includes, as far as they can be read."""
        misspelt_tags = Faults()
        with misspelt_tags.gathered():
            return included(self.text, self.path)
        faults.findings += [one for one in misspelt_tags.findings if self.whole or one.code != "tagg-felskriven"]
        return _INCLUDE.findall(self.text)


_INCLUDE = re.compile(r"\{%\s*include\s*[\"']([^\"']*)[\"']")


@dataclass
class _Family:
    """The blocks of a template: those that it includes, and those that they include."""

    plans: Plans
    find: Callable[[str], Path | None]
    faults: Faults
    blocks: dict[str, Fragment] = field(default_factory=dict)
    """By the names in the tags."""
    sources: dict[str, _Source] = field(default_factory=dict)
    """The same, as Jinja source."""
    _seen: set[str] = field(default_factory=set)

    def add(self, users: Iterable[_Source]) -> None:
        """Read the blocks that some sources include, each once."""
        waiting = [(name, user.path) for user in users for name in user.includes(self.faults)]
        while waiting:
            name, used_by = waiting.pop(0)
            with self.faults.gathered():
                waiting += [(inside, self.sources[name].path) for inside in self._read(name, used_by)]

    def below(self, source: _Source) -> list[Fragment]:
        """The blocks that a source includes, by way of others too."""
        waiting, found = source.includes(Faults()), dict[str, Fragment]()
        while waiting:
            name = waiting.pop()
            if name in self.blocks and name not in found:
                found[name] = self.blocks[name]
                waiting += self.sources[name].includes(Faults())
        return list(found.values())

    def _read(self, name: str, used_by: Path) -> list[str]:
        """Read a block that is new; the names of those that it includes."""
        path = self.find(name)
        if path is None:
            refuse(used_by, "block-saknas", f"Blocket «{name}» finns inte.", "Rätta namnet, eller lägg in blocket.")
        fragment = read_fragment(path, self.plans, self.faults) if name not in self._seen else None
        self._seen.add(name)
        if fragment is None:
            return []
        self.blocks[name] = fragment
        self.sources[name] = _Source(fragment.source, path, whole=fragment.whole)
        inside = self.sources[name].includes(self.faults)
        if name in inside:
            refuse(path, "block-i-sig", f"Blocket «{name}» innehåller sig självt.", "Ta bort taggen ur blocket.")
        return inside


def _refuse_notes(margins: Mapping[str, _Source], family: _Family, faults: Faults) -> None:
    """A header has no footnotes, so a block that has some cannot stand there."""
    for margin in margins.values():
        for block in family.below(margin):
            if block.notes:
                with faults.gathered():
                    refuse(
                        block.path,
                        "mall-ej-flyttbart",
                        "Blocket har en fotnot, och i brevmallens sidhuvud och sidfot kan inga fotnoter stå.",
                        "Ta bort fotnoten, eller flytta blocket till brödtexten.",
                    )


def _gather_misspelt(sources: Iterable[_Source], faults: Faults) -> None:
    """Note the tags that would be refused when the template is compiled, which it will not be now."""
    for one in sources:
        try:
            _READER.parse(one.text)
        except TemplateSyntaxError:
            continue  # noted when its blocks were looked for
        with faults.gathered():
            compiled(one.text, one.path, _READER.from_string)


def compiled(source: str, path: Path, compile_: Callable[[str], Template]) -> Template:
    """A source, compiled.

    Raises:
        TemplateError: a tag is misspelt.
    """
    try:
        return compile_(source)
    except TemplateSyntaxError as error:
        refuse(path, "tagg-felskriven", explain(error), "Rätta taggen i Word.", misspelt(source, compile_))


def _margin_sources(letterhead: Package, faults: Faults) -> dict[str, _Source]:
    """The letterhead's headers and footers that have tags, looked through and as Jinja source."""
    found = {}
    for name in letterhead.parts:
        if MARGINAL.fullmatch(name):
            root, before = letterhead.xml(name), len(faults.findings)
            with faults.gathered():
                check_tags(root, letterhead.path)
            text = _patched(root)
            if _INCLUDE.search(text):
                text = _patched(widened(root))
            if "{{" in text or "{%" in text:
                found[name] = _Source(PROLOG + text, letterhead.path, whole=len(faults.findings) == before)
    return found


def _patched(root: etree._Element) -> str:
    return str(DocxTemplate.patch_xml(None, etree.tostring(root, encoding="unicode")))
