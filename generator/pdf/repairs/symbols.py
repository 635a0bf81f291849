"""Characters that only one font knows are given their common names (ISO 19005-2, 6.2.11.7).

Word's own bullets are characters of the private use area: U+F0B7 in Symbol is
a bullet to that font and nonsense to everybody else. A font's ToUnicode map
says what its glyphs mean when text is searched, copied or read aloud, so it is
there that they are mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pikepdf import Dictionary, Object, Stream

from generator.findings import Finding, Severity
from generator.pdf.boxes import boxes
from generator.pdf.charmaps import charmap, private, rewritten
from generator.pdf.order import body_texts, without_leaders
from generator.pdf.repairs.work import Work
from generator.pdf.spoken import tag_texts
from generator.pdf.streams import replace

MEANINGS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF0FE: "☑",
    0xF076: "❖",
    0xF06E: "■",
    0xF071: "❑",
    0xF0E0: "→",
    0xF0E8: "➔",
    0xF0FB: "✗",
}
"""The bullets that Word offers, in Symbol and Wingdings; those that mean different things in the two are left out."""
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""What a document has for a character that nobody can name."""
_LOOSE = frozenset("-\u00ad\u2010\u2011")


def explain_symbols(work: Work) -> None:
    """Mend the signs that the document itself has another character for, and the well-known bullets.

    With others left the file cannot claim level A.
    """
    if any(map(_private, _fonts(work))):
        empty = boxes(work.pdf)[0]  # of which nobody sees what the document means
        meanings = {**MEANINGS, **_said_by(work)}
        _mend(work, {code: meant for code, meant in meanings.items() if chr(code) not in empty})
    unexplained = {one: _name(font) for font in _fonts(work) for one in _private(font)}
    if unexplained and work.level[1] == "A":
        work.findings.append(_lowered(unexplained, work.level))
        work.level = work.level[0] + "U"


def _private(font: Object) -> list[str]:
    """The private characters that a font says its glyphs are."""
    return sorted({one for text in charmap(font).characters.values() for one in text if private(one)})


def _mend(work: Work, meanings: Mapping[int, str]) -> None:
    for font in _fonts(work):
        source = font["/ToUnicode"]
        if isinstance(source, Stream) and any(ord(one) in meanings for one in _private(font)):
            replace(source, rewritten(source.read_bytes(), meanings))
    for sheet in work.sheets:
        sheet.forget_fonts()


def _said_by(work: Work) -> dict[int, str]:
    """What private characters mean, by the characters that the document has in their place.

    Nothing, when the texts differ in anything else: then no place is certain.
    """
    heard, wanted = _letters(tag_texts(work.tree, work.spoken)), _letters(body_texts(work.flow))
    if len(heard) != len(wanted):
        return {}
    meant: dict[str, set[str]] = {}
    for one, other in zip(heard, wanted, strict=True):
        if private(one):
            meant.setdefault(one, set()).add(other)
        elif one.casefold() != other.casefold():  # capitals are looks
            return {}
    certain = {one: next(iter(others)) for one, others in meant.items() if len(others) == 1}
    return {ord(one): other for one, other in certain.items() if other != _UNKNOWN and not private(other)}


def _letters(texts: Iterable[str]) -> str:
    """Texts without what a line may lose at its end, and what a PDF has before tab stops."""
    return without_leaders("".join(one for text in texts for one in text if not one.isspace() and one not in _LOOSE))


def _fonts(work: Work) -> list[Object]:
    """Every font of the pages that says what its characters are."""
    found: dict[tuple[int, int], Object] = {}
    for sheet in work.sheets:
        fonts = sheet.page.resources.get("/Font")
        for font in fonts.values() if isinstance(fonts, Dictionary) else ():
            if isinstance(font, Dictionary) and isinstance(font.get("/ToUnicode"), Stream):
                found[font.objgen] = font
    return list(found.values())


def _name(font: Object) -> str:
    """A font's name without the letters that say it is a part of the font."""
    return str(font.get("/BaseFont", "/okänt")).lstrip("/").split("+")[-1]


def _lowered(unexplained: dict[str, str], level: str) -> Finding:
    signs = ", ".join(f"U+{ord(one):04X} i {font}" for one, font in unexplained.items())
    return Finding(
        code="arkivniva-sankt",
        message=(
            f"PDF-filen blir PDF/A-{level[0]}u i stället för PDF/A-{level[0]}a. Den har tecken som bara deras eget "
            f"typsnitt känner ({signs}), och dem kan ingen skärmläsare läsa."
        ),
        remedy=(
            "Se efter i brevmallens numrering (och i texten) var ett tecken är satt i Symbol eller Wingdings. "
            "Byt det mot ett vanligt tecken i textens eget typsnitt, till exempel punkten • eller tankstrecket –."
        ),
        severity=Severity.NOTE,
    )
