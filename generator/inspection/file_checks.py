"""What is wrong with Word files, whatever their tags say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.findings import Finding, Severity
from generator.inspection.source import Role, WordFile
from generator.inspection.word import accessibility, fonts, forbidden, formatting, revisions, validity
from generator.inspection.word.headings import check_headings


@dataclass(frozen=True)
class FileChecks:
    """The checks of single files; what does not hang on the letterhead is looked at once for all profiles."""

    _once: dict[Path, tuple[Finding, ...]] = field(default_factory=dict)

    def check(self, file: WordFile, letterhead: WordFile | None, language: str, lacking: Severity) -> Iterator[Finding]:
        """What is wrong with a file by itself and against a letterhead.

        Args:
            file: the file.
            letterhead: the letterhead in whose looks it is printed; None when there is none.
            language: the profile's.
            lacking: how serious the profile takes a font that the machine lacks.
        """
        if file.path not in self._once:
            alone = (forbidden.check(file), revisions.check(file), validity.check(file))
            self._once[file.path] = tuple(one for found in alone for one in found)
        yield from self._once[file.path]
        yield from fonts.check(file, lacking)
        if letterhead is not None and file.role is not Role.LETTERHEAD:
            yield from formatting.check(file, letterhead)
        yield from accessibility.check(file, letterhead, language)


def check_together(files: Sequence[WordFile]) -> tuple[Finding, ...]:
    """What is wrong with the files of one format together, in the order in which they are printed."""
    return check_headings(files)
