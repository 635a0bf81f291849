"""The font lock: a document is drawn with the fonts that it asks for, or it is said.

Another font has other widths: lines and pages break elsewhere than in Word,
and the same case gives another document on another machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.engines.fonts import FontMatch, Lock, StandIn, lock, match
from generator.findings import Finding, Severity
from generator.flow import Flow, Listing, blocks_of
from generator.model import Document, Rendered
from generator.pdf.embedded import PdfFont, drawn

_BREAKS = "så rader och sidor bryts på andra ställen än i Word"
_NAMED = 10
"""How many characters a message names."""


def held(rendered: Rendered, flow: Flow, fonts: Sequence[PdfFont]) -> Lock:
    """The fonts of a PDF held against those that its Word file asks for.

    Args:
        rendered: the Word file.
        flow: the same as it is read; its bullets may have fonts of their own.
        fonts: those of the PDF.
    """
    return lock(match(rendered.fonts), drawn(tuple(fonts)), _bullets(flow))


def apart(own: Lock) -> frozenset[str]:
    """The characters that are drawn with other fonts than the text around them, and so stand after it in the file."""
    return frozenset(sign for one in own.stand_ins if one.needed for sign in one.characters)


def judged(document: Document, own: Lock, fonts: Sequence[PdfFont]) -> Iterator[Finding]:
    """What is wrong with the fonts of a PDF.

    Args:
        document: says whether a font may be exchanged for another.
        own: what `held` gave.
        fonts: those of the PDF.
    """
    weight = Severity.ERROR if document.fonts_locked else Severity.WARNING
    yield from _not_carried(fonts)
    if own.unknown:
        yield _unknown()
    for one in own.replaced:
        yield _replaced(one, own, weight)
    for one in own.closed:
        yield _closed(one)
    for stranger in own.stand_ins:
        if stranger.needed:
            yield _reserve(stranger)
        elif not own.replaced:
            yield _stranger(stranger, weight)


def _bullets(flow: Flow) -> frozenset[str]:
    lists = (block for block in blocks_of(flow.body) if isinstance(block, Listing) and not block.ordered)
    return frozenset(character for block in lists for item in block.items for character in item.label)


def _not_carried(fonts: Sequence[PdfFont]) -> Iterator[Finding]:
    names = sorted({font.name for font in fonts if not font.carried})
    if names:
        message = f"PDF-filen bär inte med sig typsnittet {', '.join(names)}, så den ser olika ut på olika datorer."
        remedy = "Byt typsnittet i brevmallen mot ett som kan bäddas in. «generator doktor» visar vilka som finns."
        yield Finding(code="pdf-typsnitt", message=message, remedy=remedy)


def _closed(font: FontMatch) -> Finding:
    message = f"Typsnittet {font.asked} får enligt sin licens inte bäddas in i dokument, men PDF-filen bär det med sig."
    remedy = f"Byt {font.asked} i brevmallen mot ett typsnitt som får bäddas in."
    return Finding(code="pdf-typsnitt", message=message, remedy=remedy, source="ISO 19005-2, 6.2.11.4.1")


def _unknown() -> Finding:
    message = "Det går inte att se vilka typsnitt den här datorn har: programmet fontconfig saknas."
    remedy = "Be driften installera det: sudo apt-get install fontconfig."
    return Finding(code="typsnitt-okant", message=message, remedy=remedy, severity=Severity.WARNING)


def _replaced(font: FontMatch, own: Lock, weight: Severity) -> Finding:
    used = sorted(one.font for one in own.stand_ins if not one.needed) or [str(font.given)]
    message = (
        f"Typsnittet {font.asked} finns inte på den här datorn. PDF-filen är ritad med {', '.join(used)}, {_BREAKS}."
    )
    get = f"sudo apt-get install {font.package}" if font.package else f"installera typsnittet {font.asked}"
    remedy = f"Be driften: {get}. {_allowed(weight)}"
    return Finding(code="typsnitt-utbytt", message=message, remedy=remedy, severity=weight)


def _stranger(one: StandIn, weight: Severity) -> Finding:
    message = f"PDF-filen är delvis ritad med {one.font}, som varken brevmallen eller mallen ber om, {_BREAKS}."
    remedy = f"Be driften se efter med «generator doktor» vilka typsnitt som saknas. {_allowed(weight)}"
    return Finding(code="typsnitt-utbytt", message=message, remedy=remedy, severity=weight)


def _allowed(weight: Severity) -> str:
    if weight is Severity.ERROR:
        return 'Ska dokument få göras ändå: skriv typsnittsbyte = "varning" under [pdf] i profil.toml.'
    return "Profilen godtar det (typsnittsbyte i profil.toml)."


def _reserve(one: StandIn) -> Finding:
    characters = sorted(one.characters)
    named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in characters[:_NAMED])
    more = f" och {len(characters) - _NAMED} till" if len(characters) > _NAMED else ""
    message = f"Tecken som dokumentets typsnitt saknar är ritade med {one.font}: {named}{more}."
    remedy = "Se efter att tecknen ser rätt ut i PDF-filen. En skärmläsare kan läsa dem sist på sin rad."
    return Finding(code="typsnitt-reserv", message=message, remedy=remedy, severity=Severity.NOTE)
