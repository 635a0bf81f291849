"""Whether everybody can take part of what a template becomes, as far as its file tells (WCAG 2.1, EN 301 549)."""

from __future__ import annotations

from generator.findings import Finding
from generator.inspection.source import WordFile
from generator.inspection.summing import summed
from generator.inspection.word import headings
from generator.inspection.word.contrast import check_contrast
from generator.inspection.word.images import check_images
from generator.inspection.word.language import SWEDISH, check_language
from generator.inspection.word.spacing import check_spacing
from generator.inspection.word.stylesheet import sheet_of
from generator.inspection.word.tables import check_tables


def check(file: WordFile, letterhead: WordFile | None = None, language: str = SWEDISH) -> tuple[Finding, ...]:
    """All that keeps somebody from a file's text.

    Args:
        file: the template file.
        letterhead: the letterhead whose styles its text gets; the file's own without one.
        language: the language of the profile.
    """
    sheet = sheet_of(file, letterhead)
    found = (
        *headings.check_file(file, sheet, letterhead),
        *check_tables(file),
        *check_images(file),
        *check_language(file, sheet, language),
        *check_contrast(file, sheet, letterhead),
        *check_spacing(file, sheet),
    )
    return summed(found)
