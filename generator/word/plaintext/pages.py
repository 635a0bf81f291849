"""The page: paper, margins, headers' places, and the settings of the whole file that show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from generator.word.ooxml import A, w
from generator.word.plaintext.looks import Look, look
from generator.word.plaintext.measures import centimetres, colour, drawn_colour, is_on, local, plain, raw, val
from generator.word.plaintext.part import Part
from generator.word.plaintext.phrases import Speak, author, borders, silent

_PAPERS = {("11906", "16838"): "A4", ("16838", "23811"): "A3", ("8391", "11906"): "A5", ("12240", "15840"): "US Letter"}
_MARGINS = {"top": "överkant", "bottom": "nederkant", "left": "vänster", "right": "höger"}
_EDGES = {"header": "sidhuvud", "footer": "sidfot"}
_STARTS = {
    "continuous": "på samma sida", "nextPage": "på ny sida", "evenPage": "på jämn sida", "oddPage": "på udda sida",
}  # fmt: skip


def _paper(element: etree._Element) -> str:
    size = (val(element, "w"), val(element, "h"))
    lying = val(element, "orient") == "landscape"
    known = _PAPERS.get((size[1], size[0]) if lying else size)
    return f"papper {known or ' × '.join(map(centimetres, size))}, {'liggande' if lying else 'stående'}"


def _margins(element: etree._Element) -> str:
    around = [f"{word} {centimetres(val(element, name))}" for name, word in _MARGINS.items()]
    edges = [
        f"{word} {centimetres(val(element, name))} från kanten" for name, word in _EDGES.items() if val(element, name)
    ]
    gutter = [f"bindning {centimetres(val(element, 'gutter'))}"] if val(element, "gutter") not in ("", "0") else []
    return f"marginaler {', '.join(around + gutter)}; {', '.join(edges)}"


def _columns(element: etree._Element) -> str:
    count = val(element, "num")
    return f"{count} spalter med {centimetres(val(element, 'space'))} emellan" if count not in ("", "1") else ""


def _numbers(element: etree._Element) -> str:
    start = f" från {val(element, 'start')}" if val(element, "start") else ""
    kind = f" med {val(element, 'fmt')}" if val(element, "fmt") not in ("", "decimal") else ""
    return f"sidnummer{start}{kind}" if start or kind else ""


_SECTION: Mapping[str, Speak] = {
    "type": lambda element: f"börjar {_STARTS.get(val(element), val(element))}",
    "pgSz": _paper,
    "pgMar": _margins,
    "cols": _columns,
    "pgBorders": borders,
    "pgNumType": _numbers,
    "titlePg": lambda element: "särskild förstasida" if is_on(element) else "",
    "vAlign": lambda element: f"text lodrätt {val(element)}" if val(element) != "top" else "",
    "sectPrChange": author("ändrad sida"),
    "headerReference": silent,
    "footerReference": silent,
    "docGrid": lambda element: "" if val(element, "type") in ("", "default") else raw(element),
}
_SETTINGS: Mapping[str, Speak] = {
    "evenAndOddHeaders": lambda element: "särskilda jämna sidor" if is_on(element) else "",
    "mirrorMargins": lambda element: "spegelvända marginaler" if is_on(element) else "",
    "autoHyphenation": lambda element: "avstavning" if is_on(element) else "",
    "consecutiveHyphenLimit": lambda element: f"högst {val(element)} avstavade rader i följd",
    "hyphenationZone": lambda element: f"avstavningszon {centimetres(val(element))}",
    "doNotHyphenateCaps": lambda element: "versaler avstavas inte" if is_on(element) else "",
    "defaultTabStop": lambda element: f"tabbavstånd {centimetres(val(element))}",
    "themeFontLang": lambda element: f"temats språk {val(element)}" if val(element) else "",
    "trackRevisions": lambda element: "spårar ändringar" if is_on(element) else "",
    "documentProtection": raw,
    "gutterAtTop": raw,
    "bookFoldPrinting": raw,
    "displayBackgroundShape": lambda element: "sidans bakgrund visas" if is_on(element) else "",
    "updateFields": lambda element: "fält uppdateras när filen öppnas" if is_on(element) else "",
}
"""The settings that show on the page or stop somebody from writing; the others are Word's own book-keeping."""


def sections(body: etree._Element) -> tuple[etree._Element, ...]:
    """The sections of a document, in order: where page setup and headers may change."""
    return tuple(one for one in body.iter(w("sectPr")) if next(one.iterancestors(w("sectPrChange")), None) is None)


def page_lines(document: etree._Element) -> Iterator[str]:
    """Each section's page."""
    every = sections(document)
    for number, section in enumerate(every, 1):
        first = f"avsnitt {number}: " if len(every) > 1 else ""
        yield from (f"{first}{one}" for one in look(section, _SECTION))
    for background in document.iterfind(w("background")):
        yield f"sidans bakgrund {colour(background, 'color', 'themeColor')}"


def setting_lines(settings: etree._Element | None) -> Look:
    """The settings of the whole file that show."""
    if settings is None:
        return ()
    chosen = etree.Element("settings")
    chosen.extend([one for one in settings if isinstance(one.tag, str) and local(one) in _SETTINGS])
    return look(chosen, _SETTINGS)


def theme_lines(theme: etree._Element) -> Iterator[str]:
    """The fonts and colours that styles may take from the theme."""
    fonts = {}
    for kind in ("major", "minor"):
        latin = theme.find(f".//{{{A}}}{kind}Font/{{{A}}}latin")
        fonts[kind] = plain(str(latin.get("typeface", ""))) if latin is not None else ""
    yield f"rubriktypsnitt {fonts['major']}, brödtexttypsnitt {fonts['minor']}"
    scheme = theme.find(f".//{{{A}}}clrScheme")
    if scheme is not None:
        yield "färger " + ", ".join(f"{local(one)} {drawn_colour(one)}" for one in scheme if isinstance(one.tag, str))


def references(document: etree._Element, part: Part) -> dict[str, list[str]]:
    """Each header's and footer's part, in the order of the sections, with the pages that it stands on."""
    pages = {"default": "alla sidor", "first": "första sidan", "even": "jämna sidor"}
    found: dict[str, list[str]] = {}
    every = sections(document)
    for number, section in enumerate(every, 1):
        for one in section:
            if isinstance(one.tag, str) and local(one) in ("headerReference", "footerReference"):
                where = pages.get(val(one, "type"), val(one, "type"))
                suffix = f" i avsnitt {number}" if len(every) > 1 else ""
                if name := part.target(one):
                    found.setdefault(name, []).append(where + suffix)
    return found
