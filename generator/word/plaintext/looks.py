"""The looks of characters, paragraphs and tables in words: "fet, 12 pt, färg #1F5B4E".

What Word can do that has no words here is shown as it stands in the file:
nothing that changes the looks is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from generator.word.plaintext.measures import centimetres, colour, local, measure, points, raw, val
from generator.word.plaintext.phrases import (
    ALIGNED,
    TIGHT,
    Speak,
    author,
    borders,
    choice,
    emphasised,
    fonts,
    indent,
    language,
    line,
    margins,
    numbering,
    phrase,
    shading,
    silent,
    spacing,
    switch,
    tabs,
    twin,
    underline,
    width,
)

Look = tuple[str, ...]
"""What is special in the looks of something, a phrase to each."""


def look(properties: etree._Element | None, speech: Mapping[str, Speak]) -> Look:
    """What some properties say of the looks, always in the same order.

    Args:
        properties: `w:rPr`, `w:pPr` and the like; None for nothing.
        speech: an element's name to its words.
    """
    if properties is None:
        return ()
    order = {name: place for place, name in enumerate(speech)}
    elements = [one for one in properties if isinstance(one.tag, str)]
    elements.sort(key=lambda one: (order.get(local(one), len(order)), local(one)))
    said = (speech.get(local(one), raw)(one) for one in elements)
    return tuple(dict.fromkeys(text for text in said if text))


def common(looks: Iterable[Look]) -> Look:
    """What all of them share, in the order of the first."""
    first, *others = [*looks] or [()]
    return tuple(one for one in first if all(one in other for other in others))


def bracketed(words: Iterable[str]) -> Iterator[str]:
    """A label: "[Rubrik 2, centrerad]"; nothing when there is nothing to say."""
    said = ", ".join(words)
    if said:
        yield f"[{said}]"


CHARACTERS: Mapping[str, Speak] = {
    "rStyle": silent,  # its name is put first by whoever knows the names
    "rFonts": fonts,
    "sz": lambda element: measure(val(element), 2, "pt"),
    "b": switch("fet"),
    "i": switch("kursiv"),
    "u": underline,
    "color": lambda element: f"färg {colour(element, 'val', 'themeColor')}",
    "highlight": lambda element: "inte överstruken" if val(element) == "none" else f"överstruken {val(element)}",
    "shd": shading,
    "caps": switch("versaler"),
    "smallCaps": switch("kapitäler"),
    "strike": switch("genomstruken"),
    "dstrike": switch("dubbelt genomstruken"),
    "vanish": switch("dold"),
    "vertAlign": choice({"superscript": "upphöjd", "subscript": "nedsänkt", "baseline": "på baslinjen"}),
    "spacing": lambda element: f"teckenavstånd {points(val(element))}",
    "position": lambda element: f"höjd {measure(val(element), 2, 'pt')}",
    "w": phrase("bredd ", " %"),
    "kern": lambda element: f"kerning {measure(val(element), 2, 'pt')}",
    "bdr": lambda element: f"ram {line(element)}",
    "lang": language,
    "bCs": twin("b", switch("fet")),
    "iCs": twin("i", switch("kursiv")),
    "szCs": twin("sz", lambda element: measure(val(element), 2, "pt")),
    "ins": author("nytt stycke"),
    "del": author("borttaget styckemärke"),
    "moveFrom": author("flyttat härifrån"),
    "moveTo": author("flyttat hit"),
    "rPrChange": author("ändrat utseende"),
    "noProof": silent,
    "webHidden": silent,
}
PARAGRAPHS: Mapping[str, Speak] = {
    "pStyle": silent,
    "rPr": silent,
    "sectPr": silent,
    "outlineLvl": lambda element: (
        f"dispositionsnivå {int(val(element)) + 1 if val(element) in '012345678' and val(element) else 'ingen'}"
    ),
    "numPr": numbering,
    "jc": choice(ALIGNED, "justering "),
    "ind": indent,
    "spacing": spacing,
    "contextualSpacing": switch(
        "inget avstånd mellan stycken av samma slag", "avstånd även mellan stycken av samma slag"
    ),
    "tabs": tabs,
    "pBdr": borders,
    "shd": shading,
    "keepNext": switch("håll ihop med nästa"),
    "keepLines": switch("håll ihop raderna"),
    "pageBreakBefore": switch("ny sida före"),
    "widowControl": switch("inga ensamma rader", "ensamma rader tillåts"),
    "suppressAutoHyphens": switch("ingen avstavning", "avstavning"),
    "pPrChange": author("ändrat utseende"),
}
TABLES: Mapping[str, Speak] = {
    "tblStyle": silent,
    "tblCaption": phrase("rubrik för skärmläsare: "),
    "tblDescription": phrase("alternativtext: "),
    "tblW": width("bredd"),
    "tblInd": width("indrag"),
    "jc": choice(ALIGNED, "justering "),
    "tblLayout": lambda element: "fasta kolumner" if val(element, "type") == "fixed" else "",
    "tblBorders": borders,
    "shd": shading,
    "tblCellMar": margins,
    "tblCellSpacing": width("avstånd mellan celler"),
    "tblLook": emphasised,
    "tblPrChange": author("ändrat utseende"),
}
ROWS: Mapping[str, Speak] = {
    "tblHeader": switch("rubrikrad"),
    "cantSplit": switch("delas inte", "får delas"),
    "trHeight": lambda element: f"{TIGHT.get(val(element, 'hRule'), 'minst ')}{centimetres(val(element))} hög",
    "ins": author("ny rad"),
    "del": author("borttagen rad"),
    "trPrChange": author("ändrat utseende"),
}
CELLS: Mapping[str, Speak] = {
    "tcW": width("bredd"),
    "gridSpan": phrase("över ", " kolumner"),
    "vMerge": lambda element: "börjar flera rader" if val(element) == "restart" else "hör till cellen ovanför",
    "shd": shading,
    "tcBorders": borders,
    "tcMar": margins,
    "vAlign": choice(
        {"top": "upptill i cellen", "center": "mitt i cellen", "bottom": "nedtill i cellen"}, "justering "
    ),
    "tcPrChange": author("ändrat utseende"),
}
