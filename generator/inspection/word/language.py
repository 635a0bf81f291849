"""The language of a document, by which a screen reader chooses its voice, and of pieces in another one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Finding, Severity, Spot
from generator.inspection.source import Role, WordFile
from generator.inspection.word.printed import TAG, printed, running_text, runs, standing
from generator.inspection.word.relations import spot_in
from generator.inspection.word.stylesheet import StyleSheet, value
from generator.word.assembly import SETTINGS
from generator.word.ooxml import w
from generator.word.styles import PART

SWEDISH = "sv-SE"
_SOURCE = "WCAG 2.1, 3.1.1 (EN 301 549, 10.3.1.1)"
_PARTS = "WCAG 2.1, 3.1.2 (EN 301 549, 10.3.1.2)"
_SWEDISH_WORDS = re.compile(
    r"[åäö]|\b(och|att|det|som|av|till|med|den|inte|ett|om|har|eller|vid|enligt|beslut|beslutar)\b", re.IGNORECASE
)
_NAMES = {"en": "engelska", "da": "danska", "nb": "norska", "nn": "norska", "no": "norska", "fi": "finska",
          "de": "tyska", "fr": "franska", "es": "spanska", "sv": "svenska", "se": "nordsamiska", "sma": "sydsamiska",
          "smj": "lulesamiska", "pl": "polska", "ar": "arabiska"}  # fmt: skip


def check_language(file: WordFile, sheet: StyleSheet, language: str = SWEDISH) -> Iterator[Finding]:
    """Whether the document speaks its language, and which texts are marked as another.

    Args:
        file: the template file.
        sheet: the looks of its text.
        language: the language of the profile.
    """
    if file.role is Role.LETTERHEAD:
        yield from _of_all_text(file, sheet, language)
    for outline in printed(file):
        for paragraph in standing(outline):
            for run in runs(paragraph.element):
                other = value(run.find(f"{w('rPr')}/{w('lang')}"))
                says_something = any(map(str.isalpha, running_text(run)))
                if other and says_something and other.casefold() != language.casefold():
                    yield _of_piece(file, paragraph.spot, running_text(run), other)


def _of_all_text(file: WordFile, sheet: StyleSheet, language: str) -> Iterator[Finding]:
    layers = [style.find(f"{w('rPr')}/{w('lang')}") for style in sheet.chain("", "paragraph")]
    own = next((value(one) for one in (*layers, sheet.default("r", "lang")) if one is not None), "")
    remedy = f"Välj {_name(language)} i brevmallens formatmall Normal (Ändra formatmall, Format, Språk)."
    spot = spot_in(file, PART)
    if not own:
        message = f"Brevmallen säger inte vilket språk texten är på. Det ska vara {_name(language)} ({language})."
        yield file.finding(spot, "sprak-saknas", message, remedy, source=_SOURCE)
    elif own.casefold() != language.casefold():
        wanted = f"{_name(language)} ({language})"
        message = f"Brevmallens språk är {_name(own)} ({own}), inte {wanted}. Texten läses upp med fel uttal."
        yield file.finding(spot, "sprak-fel", message, remedy, source=_SOURCE)
    settings = file.xml.get(SETTINGS)
    theme = value(settings.find(w("themeFontLang"))) if settings is not None else ""
    if theme and theme.casefold() != language.casefold():
        message = f"Temats språk är {_name(theme)} ({theme}). Det styr bara valet av typsnitt."
        remedy = "Inget behöver göras. Det ändras när Word på den här datorn har svenska som redigeringsspråk."
        yield file.finding(SETTINGS, "sprak-tema", message, remedy, severity=Severity.NOTE)


def _of_piece(file: WordFile, spot: Spot, text: str, other: str) -> Finding:
    """A change of language is right for a piece in that language, and wrong for Swedish that Word took for another."""
    plain = TAG.sub("", text).strip()
    remedy = "Markera texten: Granska, Språk, Ange korrekturspråk, och välj språket som den är på."
    if other.split("-", maxsplit=1)[0] != "sv" and (not any(map(str.isalpha, plain)) or _SWEDISH_WORDS.search(plain)):
        what = "Taggen" if not any(map(str.isalpha, plain)) else "Texten"
        message = (
            f"{what} är märkt som {_name(other)} ({other}) men ser ut att vara svenska. Den läses upp med fel uttal."
        )
        return file.finding(spot, "sprak-pa-text", message, remedy, severity=Severity.WARNING, source=_PARTS)
    message = (
        f"Ett stycke text («{plain[:60]}») är märkt som {_name(other)} ({other}). Det är rätt om den är på det språket."
    )
    return file.finding(spot, "sprak-byte", message, remedy, severity=Severity.NOTE, source=_PARTS)


def _name(code: str) -> str:
    return _NAMES.get(code.split("-", maxsplit=1)[0].casefold(), "ett annat språk")
