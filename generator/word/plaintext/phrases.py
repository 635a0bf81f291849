"""Word's elements for looks in words, one function to each kind of element."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from generator.word.ooxml import w
from generator.word.plaintext.measures import centimetres, colour, is_on, local, measure, number, points, val

Speak = Callable[[etree._Element], str]
"""An element in words; "" when there is nothing to say."""

_LINES = {
    "single": "enkel",
    "double": "dubbel",
    "dotted": "prickad",
    "dashed": "streckad",
    "nil": "ingen",
    "none": "ingen",
}
SIDES = {
    "top": "upptill", "bottom": "nedtill", "left": "till vänster", "start": "till vänster", "right": "till höger",
    "end": "till höger", "between": "mellan", "bar": "i marginalen", "insideH": "mellan rader",
    "insideV": "mellan kolumner",
}  # fmt: skip
ALIGNED = {
    "left": "vänsterställd", "start": "vänsterställd", "center": "centrerad", "right": "högerställd",
    "end": "högerställd", "both": "marginaljusterad", "distribute": "utspridd",
}  # fmt: skip


def silent(_: etree._Element) -> str:
    """Nothing: it is told elsewhere, or prints nowhere."""
    return ""


def switch(word: str, off: str = "") -> Speak:
    """Words for what is on, and for what is expressly off."""
    return lambda element: word if is_on(element) else off or f"inte {word}"


def phrase(before: str, after: str = "") -> Speak:
    """Words around a value."""
    return lambda element: f"{before}{val(element)}{after}"


def choice(known: Mapping[str, str], before: str = "") -> Speak:
    """The words for a value; others stand as they are."""
    return lambda element: known.get(val(element), f"{before}{val(element)}")


def twin(name: str, speak: Speak) -> Speak:
    """The looks of scripts that are written from right to left: told only when they differ from the ordinary ones."""

    def differ(element: etree._Element) -> str:
        beside = element.getparent()
        ordinary = beside.find(w(name)) if beside is not None else None
        same = (ordinary is not None and is_on(ordinary)) == is_on(element) and val(ordinary) == val(element)
        return "" if same else f"andra skrifter {speak(element)}"

    return differ


def fonts(element: etree._Element) -> str:
    """The fonts of Latin text first; those of other scripts when they are others."""
    named = {}
    for side in ("ascii", "hAnsi", "cs", "eastAsia"):
        theme = val(element, f"{side}Theme") or (val(element, "cstheme") if side == "cs" else "")
        kind = "rubriktypsnitt" if theme.startswith("major") else "brödtexttypsnitt"
        named[side] = f"temats {kind}" if theme else val(element, side)
    latin = [*dict.fromkeys(named[side] for side in ("ascii", "hAnsi") if named[side])]
    others = [*dict.fromkeys(named[side] for side in ("cs", "eastAsia") if named[side])]
    rest = [one for one in others if one not in latin]
    return ", ".join(latin + ([f"andra skrifter {' och '.join(rest)}"] if rest else []))


def shading(element: etree._Element) -> str:
    """A background."""
    pattern = "" if val(element) in ("clear", "nil", "") else f" mönster {val(element)}"
    fill = colour(element, "fill", "themeFill")
    return f"bakgrund {fill or 'automatisk'}{pattern}"


def borders(element: etree._Element) -> str:
    """The lines around something."""
    return "; ".join(f"linje {SIDES.get(local(one), local(one))} {line(one)}" for one in element)


def line(element: etree._Element) -> str:
    """One line of a border: kind, width, colour, and how far away."""
    kind = _LINES.get(val(element), val(element))
    if kind == "ingen":
        return kind
    width = measure(val(element, "sz"), 8, "pt")
    away = val(element, "space")
    gap = f", {away} pt bort" if away not in ("", "0") else ""
    return " ".join(word for word in (kind, width, colour(element, "color", "themeColor")) if word) + gap


def underline(element: etree._Element) -> str:
    """How something is underlined."""
    kind = val(element)
    tint = colour(element, "color", "themeColor")
    if kind == "none":
        return "inte understruken"
    how = _LINES.get(kind, kind)
    return "understruken" + ("" if kind in ("single", "") else f" {how}") + (f" {tint}" if tint else "")


def language(element: etree._Element) -> str:
    """The language of a text."""
    return f"språk {val(element)}" if val(element) else ""


_SPACED = {"before": "före", "after": "efter", "beforeLines": "rader före", "afterLines": "rader efter"}
TIGHT = {"exact": "exakt ", "atLeast": "minst "}


def spacing(element: etree._Element) -> str:
    """The room before and after a paragraph, and between its lines."""
    said = []
    for name, word in _SPACED.items():
        if value := val(element, name):
            said.append(f"{word} {value if 'Lines' in name else points(value)}")
    for name, word in (("beforeAutospacing", "före automatiskt"), ("afterAutospacing", "efter automatiskt")):
        if val(element, name) not in ("", "0", "false"):
            said.append(word)
    if line := val(element, "line"):
        rule = val(element, "lineRule")
        lines = number(int(line) / 240, 4) if line.isdecimal() else line
        said.append(f"radavstånd {TIGHT[rule]}{points(line)}" if rule in TIGHT else f"radavstånd {lines}")
    return ", ".join(said)


_INDENTS = {
    "left": "vänster", "start": "vänster", "right": "höger", "end": "höger", "firstLine": "första raden",
    "hanging": "hängande",
}  # fmt: skip


def indent(element: etree._Element) -> str:
    """How far a paragraph is moved in."""
    said = [f"{word} {centimetres(value)}" for name, word in _INDENTS.items() if (value := val(element, name))]
    said += [f"{local} {val(element, local)}" for local in ("leftChars", "rightChars", "firstLineChars", "hangingChars")
             if val(element, local) not in ("", "0")]  # fmt: skip
    return f"indrag {' '.join(said)}" if said else ""


def tabs(element: etree._Element) -> str:
    """The tab stops."""
    kinds = {**ALIGNED, "left": "", "start": "", "clear": "borttagen", "num": "", "decimal": "decimal"}
    said = []
    for one in element:
        leader = val(one, "leader")
        dots = f" med {leader}" if leader not in ("", "none") else ""
        said.append(
            " ".join(["tabb", kinds.get(val(one), val(one)), centimetres(val(one, "pos"))]).replace("  ", " ") + dots
        )
    return ", ".join(said)


def numbering(element: etree._Element) -> str:
    """Which list a paragraph stands in."""
    known, level = val(element.find(w("numId"))), val(element.find(w("ilvl")))
    if known == "0":
        return "ingen lista"
    depth = f"nivå {int(level) + 1}" if level.isdecimal() else ""
    return " ".join(word for word in (f"lista {known}" if known else "lista", depth) if word)


def width(word: str) -> Speak:
    """A width in centimetres or per cent; one that Word reckons itself says nothing."""

    def speak(element: etree._Element) -> str:
        size, kind = val(element, "w"), val(element, "type")
        if kind in ("auto", "nil"):
            return ""
        return f"{word} {measure(size, 50, '%') if kind == 'pct' else centimetres(size)}"

    return speak


def margins(element: etree._Element) -> str:
    """The room inside cells."""
    said = (f"{SIDES.get(local(one), local(one))} {centimetres(val(one, 'w'))}" for one in element)
    return "luft i celler " + " ".join(said)


def author(word: str) -> Speak:
    """A tracked change, with who made it."""
    return lambda element: f"{word} av {val(element, 'author') or 'okänd'}"


_EMPHASISED = {
    "firstRow": "första raden", "lastRow": "sista raden", "firstColumn": "första kolumnen",
    "lastColumn": "sista kolumnen",
}  # fmt: skip


def emphasised(element: etree._Element) -> str:
    """Which parts of a table wear the looks that its style has for them."""
    bits = int(val(element), 16) if val(element).isalnum() and _is_hex(val(element)) else 0
    flags = {
        "firstRow": 0x20,
        "lastRow": 0x40,
        "firstColumn": 0x80,
        "lastColumn": 0x100,
        "noHBand": 0x200,
        "noVBand": 0x400,
    }
    on = {
        name
        for name, bit in flags.items()
        if (val(element, name) not in ("0", "false") if val(element, name) else bits & bit)
    }
    said = [word for name, word in _EMPHASISED.items() if name in on]
    said += [word for name, word in (("noHBand", "randade rader"), ("noVBand", "randade kolumner")) if name not in on]
    return "framhävt: " + ", ".join(said) if said else ""


def _is_hex(text: str) -> bool:
    return all(one in "0123456789abcdefABCDEF" for one in text)
