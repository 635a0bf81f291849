"""Characters that only one font knows are given their common names (ISO 19005-2, 6.2.11.7).

Word's own bullets are characters of the private use area: U+F0B7 in Symbol is
a bullet to that font and nonsense to everybody else. A font's ToUnicode map
says what its glyphs mean when text is searched, copied or read aloud, so it is
there that they are mended.
"""

from __future__ import annotations

from pikepdf import Dictionary, Object, Stream

from generator.findings import Finding, Severity
from generator.pdf.charmaps import charmap, private, rewritten
from generator.pdf.repairs.work import Work
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


def explain_symbols(work: Work) -> None:
    """Mend the well-known bullets; with others left the file cannot claim level A."""
    unexplained: dict[str, str] = {}
    for font in _fonts(work):
        characters = {one for text in charmap(font).characters.values() for one in text if private(one)}
        if not characters:
            continue
        source = font["/ToUnicode"]
        if any(ord(one) in MEANINGS for one in characters):
            replace(source, rewritten(source.read_bytes(), MEANINGS))
        unexplained |= {one: _name(font) for one in sorted(characters) if ord(one) not in MEANINGS}
    if unexplained and work.level[1] == "A":
        work.findings.append(_lowered(unexplained, work.level))
        work.level = work.level[0] + "U"


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
            f"PDF-filen blir PDF/A-{level[0]}u i stället för PDF/A-{level[0]}a: ett tecken har ingen betydelse utanför "
            f"sitt typsnitt ({signs}), så ingen skärmläsare kan läsa det."
        ),
        remedy=(
            "Byt tecknet i brevmallens numrering (eller i texten) mot ett vanligt tecken i textens eget typsnitt, "
            "till exempel punkten • eller tankstrecket –."
        ),
        severity=Severity.NOTE,
    )
