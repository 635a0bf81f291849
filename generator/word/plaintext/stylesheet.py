"""The styles and lists of a Word file, a line to each, so that a changed one shows as words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from generator.word.ooxml import w
from generator.word.plaintext.looks import CELLS, CHARACTERS, PARAGRAPHS, ROWS, TABLES, Look, look
from generator.word.plaintext.measures import val
from generator.word.plaintext.part import Names

_KINDS = {"paragraph": "", "character": " (tecken)", "table": " (tabell)", "numbering": " (lista)"}
_PARTS = {
    "wholeTable": "hela tabellen", "firstRow": "första raden", "lastRow": "sista raden", "firstCol": "första kolumnen",
    "lastCol": "sista kolumnen", "band1Horz": "udda rader", "band2Horz": "jämna rader", "band1Vert": "udda kolumner",
    "band2Vert": "jämna kolumner", "nwCell": "cellen överst till vänster", "neCell": "cellen överst till höger",
    "swCell": "cellen nederst till vänster", "seCell": "cellen nederst till höger",
}  # fmt: skip
_SPEECH = {"pPr": PARAGRAPHS, "rPr": CHARACTERS, "tblPr": TABLES, "trPr": ROWS, "tcPr": CELLS}
_FORMATS = {
    "decimal": "siffror", "lowerLetter": "små bokstäver", "upperLetter": "stora bokstäver",
    "lowerRoman": "små romerska", "upperRoman": "stora romerska", "none": "utan nummer",
}  # fmt: skip


def style_lines(names: Names, used: Iterable[str]) -> Iterator[str]:
    """The looks of every style, in the order of their names.

    Word's own styles that nothing uses and that say nothing of the looks are left out.
    """
    if names.styles is None:
        return
    defaults = names.styles.find(w("docDefaults"))
    if defaults is not None:
        every = [one for holder in defaults for one in _looks(holder)]
        yield f"Grundvärden: {', '.join(every) or 'Words egna'}"
    kept = set(used)
    told = [one for style in names.styles.iter(w("style")) for one in _style(style, names, kept)]
    yield from sorted(told, key=lambda line: line.partition(":")[0].casefold())


def _style(style: etree._Element, names: Names, used: set[str]) -> Iterator[str]:
    style_id = val(style, "styleId")
    below = names.shown.get(val(style.find(w("basedOn"))), val(style.find(w("basedOn"))))
    said = ((f"bygger på {below}",) if below else ()) + _looks(style) + tuple(_parts(style))
    own = val(style, "customStyle") in ("1", "true", "on")
    if own or style_id in used or len(said) > bool(below):
        ordinary = " (gäller när inget annat sägs)" if style_id in names.ordinary else ""
        kind = _KINDS.get(val(style, "type"), "")
        yield f"{names.shown[style_id]}{kind}{ordinary}: {', '.join(said) or 'inget eget'}"


def _looks(holder: etree._Element) -> Look:
    """What the properties right below an element say of the looks: characters first."""
    inner = [look(holder.find(w(name)), speech) for name, speech in sorted(_SPEECH.items(), reverse=True)]
    return tuple(text for said in inner for text in said)


def _parts(style: etree._Element) -> Iterator[str]:
    """The looks that a table style gives a part of the table."""
    for one in style.iterfind(w("tblStylePr")):
        said = _looks(one)
        if said:
            yield f"{_PARTS.get(val(one, 'type'), val(one, 'type'))} ({', '.join(said)})"


def used_styles(roots: Iterable[etree._Element]) -> set[str]:
    """The ids of the styles that the parts name."""
    kinds = (w("pStyle"), w("rStyle"), w("tblStyle"))
    return {val(one) for root in roots for one in root.iter(*kinds)}


def used_lists(roots: Iterable[etree._Element]) -> set[str]:
    """The numbers of the lists that paragraphs and styles stand in."""
    return {val(one) for root in roots for one in root.iter(w("numId"))}


def list_lines(definitions: etree._Element, names: Names, used: set[str]) -> Iterator[str]:
    """Every list that something stands in: its marks and indents, level by level."""
    abstract = {val(one, "abstractNumId"): one for one in definitions.iterfind(w("abstractNum"))}
    told: dict[str, str] = {}
    for one in definitions.iterfind(w("num")):
        name, source = val(one, "numId"), val(one.find(w("abstractNumId")))
        if name not in used or source not in abstract:
            continue
        changes = [f", nivå {_depth(change)} {_changed(change)}" for change in one.iterfind(w("lvlOverride"))]
        if source in told:
            yield f"lista {name}: som lista {told[source]}{''.join(changes)}"
            continue
        told[source] = name
        yield f"lista {name}{''.join(changes)}:"
        for level in abstract[source].iterfind(w("lvl")):
            yield f"    nivå {_depth(level)}: {', '.join(_level(level, names))}"


def _depth(element: etree._Element) -> str:
    level = val(element, "ilvl")
    return str(int(level) + 1) if level.isdecimal() else level


def _changed(change: etree._Element) -> str:
    start = val(change.find(w("startOverride")))
    level = change.find(w("lvl"))
    said = ([f"börjar om på {start}"] if start else []) + ([*_mark(level)] if level is not None else [])
    return ", ".join(said) or "ändrad"


def _level(level: etree._Element, names: Names) -> Iterator[str]:
    yield from _mark(level)
    yield from look(level.find(w("pPr")), PARAGRAPHS)
    yield from look(level.find(w("rPr")), CHARACTERS)
    style = level.find(w("pStyle"))
    if style is not None:
        yield f"formatmall {names.shown.get(val(style), val(style))}"


def _mark(level: etree._Element) -> Iterator[str]:
    """What stands before each paragraph."""
    kind, text = val(level.find(w("numFmt"))), val(level.find(w("lvlText")))
    yield f"punkten {text}" if kind == "bullet" else f"«{text}» i {_FORMATS.get(kind, kind)}"
    if (start := val(level.find(w("start")))) not in ("", "1"):
        yield f"från {start}"
    after = {"space": "mellanslag efter", "nothing": "inget efter"}.get(val(level.find(w("suff"))))
    yield from (after,) if after else ()
    if (aligned := val(level.find(w("lvlJc")))) not in ("", "left", "start"):
        yield f"justering {aligned}"
    if picture := val(level.find(w("lvlPicBulletId"))):
        yield f"bildpunkt {picture}"
