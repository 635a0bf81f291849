"""Word files read once as sources for Jinja, whichever templates use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from jinja2 import nodes

from generator import sandbox
from generator.findings import Finding, Spot
from generator.inspection.source import WordFile
from generator.inspection.tags.script import Script, script_of
from generator.word.assembly import MARGINAL
from generator.word.frame import FOOTNOTES
from generator.word.ooxml import w
from generator.word.outline import Outline, Paragraph
from generator.word.package import DOCUMENT


@dataclass(frozen=True, eq=False)
class Source:
    """One part of a Word file, as Jinja reads it."""

    file: WordFile
    script: Script

    @cached_property
    def tree(self) -> nodes.Template:
        """The source's tree; the script is always whole."""
        return sandbox.PLAIN.parse(self.script.source)

    def spot(self, line: int) -> Spot | str:
        """The place of a line of the source."""
        paragraphs = self.script.outline.paragraphs
        return paragraphs[line - 1].spot if 0 < line <= len(paragraphs) else self.script.outline.part


@dataclass(frozen=True)
class Readings:
    """The sources of the parts of Word files, each read once."""

    _ready: dict[tuple[Path, str], Source] = field(default_factory=dict)

    def source(self, file: WordFile, outline: Outline) -> Source:
        """One part of a file."""
        key = (file.path, outline.part)
        if key not in self._ready:
            self._ready[key] = Source(file, script_of(outline, _notes(file) if outline.part == DOCUMENT else {}))
        return self._ready[key]

    def body(self, file: WordFile) -> Source | None:
        """A file's body, with its footnotes; None when it cannot be read."""
        return self.source(file, file.outlines[DOCUMENT]) if DOCUMENT in file.outlines else None

    def margins(self, file: WordFile) -> Iterator[Source]:
        """A file's headers and footers."""
        return (self.source(file, outline) for part, outline in file.outlines.items() if MARGINAL.fullmatch(part))


def _notes(file: WordFile) -> Mapping[str, Sequence[Paragraph]]:
    """The paragraphs of each footnote, by its id."""
    if FOOTNOTES not in file.outlines:
        return {}
    found: dict[str, list[Paragraph]] = {}
    for one in file.outlines[FOOTNOTES].paragraphs:
        note = next(one.element.iterancestors(w("footnote")), None)
        if note is not None:
            found.setdefault(str(note.get(w("id"))), []).append(one)
    return found


def misspellings(source: Source) -> list[Finding]:
    """Tags of one part that cannot be read."""
    return [source.file.finding(one.paragraph.spot, one.code, one.message, one.remedy) for one in source.script.faults]
