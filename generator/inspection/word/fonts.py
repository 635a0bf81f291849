"""The fonts that a file asks for, and what this machine makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.engines.fonts import FontMatch, match
from generator.findings import Finding, Severity, Spot
from generator.inspection.source import Role, WordFile
from generator.inspection.summing import summed
from generator.inspection.word.relations import spot_in
from generator.word.fonts import asked_for
from generator.word.package import DOCUMENT

LACKING = "typsnitt-saknas"
"""The code of a font that is drawn with one of other widths: the document is whole all the same."""
_NOTES = "word/footnotes.xml"


def check(file: WordFile, lacking: Severity = Severity.ERROR) -> tuple[Finding, ...]:
    """Fonts that this machine lacks or draws with others, each at the first place that asks for it.

    Args:
        file: the file.
        lacking: how serious it is that a font is drawn with one of other widths.
    """
    return summed([*_embedded(file), *_judged(file, dict(_asked(file)), lacking)])


def _asked(file: WordFile) -> Iterator[tuple[str, Spot]]:
    """Every family that the file's printed text gets, with the place that asks for it; the first place is the last."""
    parts = {name: root for name, root in file.xml.items() if _counts(file, name)}
    for family, part, element in reversed(list(asked_for(parts))):
        yield family, spot_in(file, part, element)


def _counts(file: WordFile, name: str) -> bool:
    """True for parts that a document gets: all but the body of a letterhead, the body alone of the others."""
    if file.role is Role.LETTERHEAD:
        return name != DOCUMENT
    return name in (DOCUMENT, _NOTES) or name.startswith("word/theme/")


def _judged(file: WordFile, asked: Mapping[str, Spot], lacking: Severity) -> Iterator[Finding]:
    for font in match(sorted(asked)):
        if font.given is None:
            message = "Det går inte att se vilka typsnitt den här datorn har: programmet fontconfig saknas."
            remedy = "Be driften installera det: sudo apt-get install fontconfig."
            yield file.finding(None, "typsnitt-okant", message, remedy, severity=Severity.WARNING)
            return
        yield from _of_font(file, font, asked[font.asked], lacking)


def _of_font(file: WordFile, font: FontMatch, spot: Spot, lacking: Severity) -> Iterator[Finding]:
    if font.given is None or font.given.casefold() == font.asked.casefold():
        return
    if font.faithful:
        message = f"{font.asked} ritas med {font.given}, som har samma mått: raderna bryts på samma ställe."
        remedy = f"Inget behöver göras. I Word används {font.asked}."
        yield file.finding(spot, "typsnitt-tvilling", message, remedy, severity=Severity.NOTE)
        return
    message = (
        f"Typsnittet {font.asked} finns inte på den här datorn. PDF:en ritas med {font.given}, "
        "så rader och sidor bryts på andra ställen än i Word."
    )
    install = f"Be driften installera det: sudo apt-get install {font.package}." if font.package else ""
    remedy = (
        install or "Be driften installera typsnittet, eller byt till ett som finns. «generator doktor» visar vilka."
    )
    yield file.finding(spot, LACKING, message, remedy, severity=lacking)


def _embedded(file: WordFile) -> Iterator[Finding]:
    if any(name.casefold().endswith(".odttf") for name in file.package.parts):
        message = "Typsnitt är inbäddade i filen."
        if file.role is not Role.LETTERHEAD:
            message += " De följer inte med in i dokumenten."
        remedy = "Inget behöver göras. De stängs av i Word: Arkiv, Alternativ, Spara, Bädda in teckensnitt."
        yield file.finding(None, "typsnitt-inbaddat", message, remedy, severity=Severity.NOTE)
