"""What may not be in a template: what can do harm, what is lost on the way, what is not what it says it is."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.findings import Finding, Severity, Spot
from generator.inspection.source import Role, WordFile
from generator.inspection.summing import summed
from generator.inspection.word.bookmarks import check_bookmarks
from generator.inspection.word.links import check_links
from generator.inspection.word.printed import is_older, printed, runs
from generator.inspection.word.relations import relations, spot_in
from generator.inspection.word.stylesheet import StyleSheet, is_on, sheet_of
from generator.inspection.word.wordfields import check_fields
from generator.word.assembly import SETTINGS, TYPES
from generator.word.ooxml import W14, W, parse, w
from generator.word.package import DOCUMENT

_RESAVE = "Öppna filen i Word och spara om den: Arkiv, Spara som, Word-dokument (.docx)."
_DELETE = "Ta bort objektet i Word. Ska innehållet synas: klistra in det som text eller bild."
_PARTS = {
    "vbaproject": ("makro", "Filen innehåller makron.", _RESAVE),
    "vbadata": ("makro", "Filen innehåller makron.", _RESAVE),
    "attachedtoolbars": ("makro", "Filen innehåller egna verktygsfält, som kan köra makron.", _RESAVE),
    "customui/": ("makro", "Filen innehåller egna knappar i menyfliken, som kan köra makron.", _RESAVE),
    "/activex/": ("aktivt-objekt", "Filen innehåller ett program (en ActiveX-kontroll).", _DELETE),
    "/embeddings/": ("inbaddat-objekt", "Filen innehåller en inbäddad fil eller ett inbäddat objekt.", _DELETE),
    "oleobject": ("inbaddat-objekt", "Filen innehåller en inbäddad fil eller ett inbäddat objekt.", _DELETE),
    "webextensions/": (
        "makro",
        "Filen startar ett Office-tillägg när den öppnas.",
        "Ta bort tillägget ur filen i Word.",
    ),
}
"""Parts by what their names contain, in lower case."""
_KINDS = {
    "oleObject": _PARTS["/embeddings/"],
    "package": _PARTS["/embeddings/"],
    "control": _PARTS["/activex/"],
    "aFChunk": (
        "inbaddat-objekt",
        "Filen innehåller ett helt dokument till, som Word fogar in när den öppnas.",
        "Öppna filen i Word, spara om den, eller klistra in texten i stället.",
    ),
}
_MOVED = ("image", "hyperlink", "header", "footer", "footnotes", "endnotes", "comments", *_KINDS)
"""What a body may name: it goes along, or something else is said of it."""
_FORM = tuple(w(name) for name in ("date", "dropDownList", "comboBox", "showingPlcHdr", "repeatingSection"))
_CHECKBOX = f"{{{W14}}}checkbox"


def check(file: WordFile, letterhead: WordFile | None = None) -> tuple[Finding, ...]:
    """All that is in a file and may not be there.

    Args:
        file: the template file.
        letterhead: the letterhead whose styles its text gets; the file's own without one.
    """
    found = (
        *_broken(file),
        *_active(file),
        *_unmovable(file),
        *check_links(file),
        *check_fields(file),
        *check_bookmarks(file),
        *_controls(file),
        *_hidden(file, sheet_of(file, letterhead)),
        *_endnotes(file),
        *_settings(file),
    )
    return summed(found)


def _broken(file: WordFile) -> Iterator[Finding]:
    for name, content in file.package.parts.items():
        if not _looks_like_xml(name, content):
            continue
        spot = spot_in(file, name)
        try:
            doctype = str(parse(content).getroottree().docinfo.doctype)  # type: ignore[attr-defined]  # not in the stubs
        except etree.XMLSyntaxError as error:
            if b"<!DOCTYPE" not in content:
                line, column = error.position
                message = f"Delen går inte att läsa: den är trasig på rad {line}, tecken {column}."
                yield file.finding(spot, "del-trasig", message, f"{_RESAVE} Går det inte: utgå från en äldre kopia.")
                continue
            doctype = "DOCTYPE"
        if doctype:
            message = (
                "Delen innehåller en dokumenttyp (DOCTYPE). Den kan hämta innehåll utifrån och skrivs aldrig av Word."
            )
            yield file.finding(spot, "doctype", message, _RESAVE)
    yield from _other_kind(file)


def _looks_like_xml(name: str, content: bytes) -> bool:
    """True for XML parts whatever they are called; a drawing (SVG) is one too."""
    start = content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1]
    return name.endswith((".xml", ".rels", ".vml", ".svg")) or start == b"<"


def _other_kind(file: WordFile) -> Iterator[Finding]:
    document = file.xml.get(DOCUMENT)
    if DOCUMENT not in file.package.parts:
        yield file.finding(None, "del-saknas", f"Filen saknar sin text (delen {DOCUMENT}).", _RESAVE)
    elif document is not None and etree.QName(document).namespace != W:
        message = "Filen är sparad i ett annat format än det vanliga (strikt Open XML). Texten i den hittas inte."
        yield file.finding(None, "fel-filformat", message, _RESAVE)


def _active(file: WordFile) -> Iterator[Finding]:
    said: set[str] = set()
    for one in relations(file):
        words = _KINDS.get(one.kind)
        if words is not None and not one.external:
            said.add(words[0])
            yield file.finding(one.spot, *words)
    for name in file.package.parts:
        for word, words in _PARTS.items():
            if word in f"/{name}".casefold() and words[0] not in said:
                said.add(words[0])
                yield file.finding(name, *words)
    types = file.xml.get(TYPES)
    declared = {str(line.get("ContentType")) for line in types} if types is not None else set()
    if "makro" not in said and any("macroEnabled" in one for one in declared):
        message = "Filen är sparad som ett dokument med makron (.docm), fast den heter .docx."
        yield file.finding(None, "makro", message, _RESAVE)


def _unmovable(file: WordFile) -> Iterator[Finding]:
    """Charts, drawings made of parts of their own and the like, in a body that is moved into a letterhead."""
    if file.role is Role.LETTERHEAD:
        return
    for one in relations(file):
        if one.owner != DOCUMENT or one.external or not one.users:
            continue
        if one.kind not in _MOVED:
            what = {"chart": "ett diagram", "diagram": "en SmartArt-bild"}.get(
                one.kind[:7].removesuffix("Ex"), "ett objekt"
            )
            message = f"Här ligger {what}, som inte följer med in i dokumentet."
            yield file.finding(one.spot, "objekt-flyttas-inte", message, _PICTURE)


_PICTURE = "Klistra in det som en bild med alternativtext i stället (Klistra in special, Bild)."


def _controls(file: WordFile) -> Iterator[Finding]:
    for outline in printed(file):
        for control in outline.root.iter(w("sdtPr")):
            if is_older(control):
                continue
            if control.find(w("dataBinding")) is not None:
                message = "En innehållskontroll hämtar sin text ur filens egenskaper, inte ur ärendet."
                remedy = "Högerklicka på den, Ta bort innehållskontroll, och skriv en tagg i stället."
                yield file.finding(_control_spot(file, outline.part, control), "kontroll-kopplad", message, remedy)
            elif any(one.tag in _FORM or one.tag == _CHECKBOX for one in control):
                message = "En innehållskontroll (ett fält att fylla i för hand) följer med in i varje dokument."
                remedy = "Högerklicka på den, Ta bort innehållskontroll, och skriv en tagg i stället."
                yield file.finding(
                    _control_spot(file, outline.part, control), "kontroll-att-fylla-i", message, remedy,
                    severity=Severity.WARNING,
                )  # fmt: skip


def _control_spot(file: WordFile, part: str, control: etree._Element) -> Spot:
    around = control.getparent()
    return spot_in(file, part, around if around is not None else control)


def _hidden(file: WordFile, sheet: StyleSheet) -> Iterator[Finding]:
    for outline in printed(file):
        for paragraph in outline.paragraphs:
            if any(is_on(sheet.of_run(run, "vanish")) for run in runs(paragraph.element)):
                message = "Här finns dold text. Den syns inte, men följer med i Word-filen."
                remedy = "Ta bort texten, eller markera den och ta bort Dold (Start, Tecken)."
                yield file.finding(paragraph.spot, "dold-text", message, remedy)


def _endnotes(file: WordFile) -> Iterator[Finding]:
    body = file.outlines.get(DOCUMENT)
    if body is not None and file.role is not Role.LETTERHEAD:
        for note in body.root.iter(w("endnoteReference")):
            message = "Här finns en slutnot. Den följer inte med in i dokumentet."
            remedy = (
                "Skriv texten i brödtexten, eller gör om slutnoten till en fotnot (Referenser, Fotnoter, Konvertera)."
            )
            yield file.finding(body.spot(note), "slutnot", message, remedy)


def _settings(file: WordFile) -> Iterator[Finding]:
    settings = file.xml.get(SETTINGS)
    if settings is None:
        return
    travels = file.role is Role.LETTERHEAD
    protection = settings.find(w("documentProtection"))
    if protection is not None and is_on(protection, "enforcement"):
        message = "Filen är skyddad mot ändringar." + (" Skyddet följer med in i varje dokument." if travels else "")
        remedy = "Ta bort skyddet (Granska, Begränsa redigering)."
        weight = Severity.ERROR if travels else Severity.WARNING
        yield file.finding(SETTINGS, "skyddad", message, remedy, severity=weight)
    if settings.find(w("mailMerge")) is not None:
        message = "Filen är kopplad till en adresslista (Word-koppling). Word vill öppna listan varje gång."
        remedy = "Ta bort kopplingen: Utskick, Starta koppla dokument, Normalt Word-dokument."
        yield file.finding(SETTINGS, "koppling", message, remedy)
