"""What is not finished in a file: tracked changes, comments, and the switch that makes more of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from generator.findings import Finding, Severity, Spot
from generator.inspection.source import Role, WordFile
from generator.inspection.summing import summed
from generator.inspection.word.printed import running_text
from generator.inspection.word.relations import spot_in
from generator.inspection.word.stylesheet import is_on
from generator.word.assembly import SETTINGS
from generator.word.ooxml import w

_COMMENTS = "word/comments.xml"
_KINDS = {
    "ins": "infogad text",
    "del": "borttagen text",
    "moveFrom": "flyttad text",
    "moveTo": "flyttad text",
    "moveFromRangeStart": "flyttad text",
    "moveToRangeStart": "flyttad text",
    "customXmlInsRangeStart": "infogad text",
    "customXmlDelRangeStart": "borttagen text",
    "cellIns": "infogad cell",
    "cellDel": "borttagen cell",
    "cellMerge": "sammanslagna celler",
    "rPrChange": "ändrat utseende",
    "pPrChange": "ändrat utseende",
    "sectPrChange": "ändrad sida",
    "tblPrChange": "ändrad tabell",
    "tblPrExChange": "ändrad tabell",
    "tblGridChange": "ändrad tabell",
    "trPrChange": "ändrad tabell",
    "tcPrChange": "ändrad tabell",
    "numberingChange": "ändrad numrering",
}
"""Word's marks of a tracked change, and what has been done."""
_ACCEPT = "Godta eller avvisa ändringarna i Word (Granska, Godta alla ändringar) och stäng av Spåra ändringar."


def check(file: WordFile) -> tuple[Finding, ...]:
    """Tracked changes in any part, comments, and tracking that is switched on."""
    return summed([*_changes(file), *_comments(file), *_switched_on(file)])


def _changes(file: WordFile) -> Iterator[Finding]:
    for name, root in file.xml.items():
        kinds: dict[Spot, list[str]] = defaultdict(list)
        for element in root.iter(*map(w, _KINDS)):
            kinds[spot_in(file, name, element)].append(_KINDS[etree.QName(element).localname])
        for spot, found in kinds.items():
            done = ", ".join(dict.fromkeys(found))
            yield file.finding(spot, "sparad-andring", f"Här finns spårade ändringar ({done}).", _ACCEPT)


def _comments(file: WordFile) -> Iterator[Finding]:
    said = {str(one.get(w("id"))): one for one in _stored(file)}
    used = set()
    for outline in file.outlines.values():
        for reference in outline.root.iter(w("commentReference")):
            used.add(str(reference.get(w("id"))))
            yield _comment(file, outline.spot(reference), said.get(str(reference.get(w("id")))))
    for number, comment in said.items():
        if number not in used:
            yield _comment(file, spot_in(file, _COMMENTS), comment)


def _stored(file: WordFile) -> Iterator[etree._Element]:
    root = file.xml.get(_COMMENTS)
    return root.iter(w("comment")) if root is not None else iter(())


def _comment(file: WordFile, spot: Spot, comment: etree._Element | None) -> Finding:
    text = " ".join(running_text(comment).split()) if comment is not None else ""
    author = str(comment.get(w("author"), "")) if comment is not None else ""
    quoted = f": «{text if len(text) <= 80 else f'{text[:79]}…'}»" if text else ""
    message = f"Här finns en kommentar{f' av {author}' if author else ''}{quoted}."
    return file.finding(spot, "kommentar", message, "Ta hand om kommentaren och ta bort den (Granska, Ta bort).")


def _switched_on(file: WordFile) -> Iterator[Finding]:
    settings = file.xml.get(SETTINGS)
    if settings is not None and is_on(settings.find(w("trackRevisions"))):
        message, weight = "Spåra ändringar är på. Nästa ändring i mallen blir spårad.", Severity.NOTE
        if file.role is Role.LETTERHEAD:
            message, weight = "Spåra ändringar är på, och blir på i varje dokument.", Severity.WARNING
        yield file.finding(SETTINGS, "sparning-pa", message, "Stäng av: Granska, Spåra ändringar.", severity=weight)
