"""What a file fetches from outside, and where its hyperlinks lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from generator.findings import Finding, Severity, Spot
from generator.inspection.source import WordFile
from generator.inspection.word.relations import relations, spot_in
from generator.word.ooxml import PREFIXES
from generator.word.package import ATTACHED

_INSERT = "Infoga innehållet i filen i stället för att länka till det."
_UNMERGE = "Ta bort kopplingen (Utskick, Starta koppla dokument, Normalt Word-dokument)."
_FETCHED = {
    "image": ("lankad-bild", "Bilden är länkad och hämtas utifrån", "Infoga bilden i stället för att länka till den."),
    "mailMergeSource": ("koppling", "Filen är kopplad till en adresslista", _UNMERGE),
    "mailMergeHeaderSource": ("koppling", "Filen är kopplad till en adresslista", _UNMERGE),
    "subDocument": ("hamtar-innehall", "Filen hämtar ett deldokument", _INSERT),
    "frame": ("hamtar-innehall", "Filen visar en annan fil i en ram", _INSERT),
    "oleObject": ("hamtar-innehall", "Här ligger ett objekt som är länkat till en annan fil", _INSERT),
}
_ELSE = ("hamtar-innehall", "Filen hämtar innehåll utifrån", _INSERT)
_GOOD = re.compile(r"(https?://|mailto:|tel:|sms:).", re.IGNORECASE)
_SCHEME = re.compile(r"(?!file:|[a-z]:[\\/])[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""A word and a colon, but no file and no disk."""
_TAG = re.compile(r"\{[{%]|[%}]\}")
_OLD_LINKS = ("src", f"{{{PREFIXES['o']}}}href", f"{{{PREFIXES['o']}}}althref")


def check_links(file: WordFile) -> Iterator[Finding]:
    """Everything that is fetched from outside, and links that a reader of the document cannot follow."""
    for one in relations(file):
        if one.kind == "hyperlink" and one.external:
            yield from check_address(file, one.spot, one.target)
        elif one.kind == ATTACHED:
            yield _made_from(file, one.spot, one.target)
        elif one.external:
            yield _fetched(file, one.spot, one.kind, one.target)
    for name, outline in file.outlines.items():
        for element in outline.root.iter(f"{{{PREFIXES['v']}}}*"):
            for address in filter(None, map(element.get, _OLD_LINKS)):
                yield _fetched(file, spot_in(file, name, element), "image", str(address))


def check_address(file: WordFile, spot: Spot, address: str) -> Iterator[Finding]:
    """What is wrong with the address of a hyperlink, if anything is."""
    plain = unquote(address).strip()
    if _TAG.search(plain):
        message = f"Länkens adress innehåller en tagg, som inte fylls i: {_shown(plain)}."
        yield file.finding(spot, "lank-med-tagg", message, "Skriv en fast adress, eller skriv ut adressen som text.")
    elif _SCHEME.match(plain) and not _GOOD.match(plain):
        message = f"Länken är av ett slag som kan göra skada eller inte går att följa: {_shown(plain)}."
        yield file.finding(spot, "lank-farlig", message, "Länka till en webbsida (https://) eller en e-postadress.")
    elif not _GOOD.match(plain) and not plain.startswith("#"):
        message = f"Länken går till en fil hos er, som den som får dokumentet inte når: {_shown(plain)}."
        yield file.finding(spot, "lank-lokal", message, "Länka till en webbsida (https://), eller ta bort länken.")


def _made_from(file: WordFile, spot: Spot, target: str) -> Finding:
    fetched = re.match(r"(https?|ftp):", target, re.IGNORECASE) is not None
    message = f"Filen är gjord från en dokumentmall ({_shown(target)}). Kopplingen tas inte med in i dokumenten"
    message += ", men Word hämtar den från nätet när mallen öppnas." if fetched else "."
    remedy = "Inget behöver göras. Vill du ta bort kopplingen: Utvecklare, Dokumentmall, och välj Normal."
    if fetched:
        remedy = "Ta bort kopplingen: Utvecklare, Dokumentmall, och välj Normal."
    weight = Severity.WARNING if fetched else Severity.NOTE
    return file.finding(spot, "dokumentmall", message, remedy, severity=weight)


def _fetched(file: WordFile, spot: Spot, kind: str, target: str) -> Finding:
    code, message, remedy = _FETCHED.get(kind, _ELSE)
    return file.finding(spot, code, f"{message}: {_shown(target)}.", remedy)


def _shown(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:79]}…"
