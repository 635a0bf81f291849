"""What stands in a paragraph, in pieces: texts with their looks, and marks for all that is no text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from lxml import etree

from generator.word.ooxml import MC, PREFIXES, R, w
from generator.word.plaintext.fields import Piece, without_counts
from generator.word.plaintext.looks import CHARACTERS, Look, common, look
from generator.word.plaintext.measures import local, plain, raw, val
from generator.word.plaintext.part import Part
from generator.word.plaintext.pictures import old_picture, picture

_M = PREFIXES["m"]
_WITHIN = ("sdt", "sdtContent", "smartTag", "customXml", "dir", "bdo", "fldSimple", "ruby", "rubyBase", "subDoc")
"""Elements that only hold others; what they say themselves is told besides."""
_SAYS_NOTHING = frozenset({
    "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "proofErr", "permStart", "permEnd",
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "annotationRef", "footnoteRef",
    "endnoteRef",
    "separator", "continuationSeparator", "lastRenderedPageBreak", "moveFromRangeStart", "moveFromRangeEnd",
    "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
    "customXmlDelRangeEnd", "rt", "ffData",
})  # fmt: skip
_BREAKS = {"page": "[sidbrytning]", "column": "[spaltbrytning]"}
_CHANGED = {"ins": "tillagt", "del": "borttaget", "moveTo": "flyttat hit", "moveFrom": "flyttat härifrån"}
_NOTES = {"footnoteReference": "fotnot", "endnoteReference": "slutnot", "commentReference": "kommentar"}
_CHARACTERS: Mapping[str, str] = {
    "tab": "→", "ptab": "→", "cr": "↵", "noBreakHyphen": plain("\u2011"), "softHyphen": plain("\u00ad"),
    "pgNum": "[fält PAGE]", "dayShort": "[fält DATE]", "dayLong": "[fält DATE]", "monthShort": "[fält DATE]",
    "monthLong": "[fält DATE]", "yearShort": "[fält DATE]", "yearLong": "[fält DATE]",
}  # fmt: skip


def pieces(element: etree._Element, part: Part) -> Iterator[Piece]:
    """The pieces below a paragraph, or below anything in one."""
    for child in element:
        if isinstance(child.tag, str) and local(child) not in _SAYS_NOTHING:
            yield from _READERS.get(local(child), _unknown)(child, part)


def written(found: Sequence[Piece]) -> tuple[Look, str]:
    """Pieces as one text, with the looks that all of it shares."""
    found = [*_joined(without_counts(found))]
    shared = common(one.look for one in found if one.kind == "text")
    return shared, "".join(_shown(one, shared) for one in found)


def run_look(properties: etree._Element | None, part: Part) -> Look:
    """The looks of characters, with their style's name first; the file's own language goes without saying."""
    if properties is None:
        return ()
    said = part.names.special(properties.find(w("rStyle"))) + look(properties, CHARACTERS)
    return tuple(one for one in said if one != f"språk {part.names.language}")


def _shown(piece: Piece, shared: Look) -> str:
    own = [one for one in piece.look if one not in shared]
    return f"[{', '.join(own)}: {piece.text}]" if own and piece.text else piece.text


def _joined(found: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of the same looks as one: Word cuts texts wherever somebody once edited."""
    for (kind, same), group in groupby(found, lambda one: (one.kind, one.look)):
        yield Piece("".join(one.text for one in group), same, kind)


def _run(run: etree._Element, part: Part) -> Iterator[Piece]:
    own = run_look(run.find(w("rPr")), part)
    for one in pieces(run, part):
        yield replace(one, look=own) if one.kind == "text" and not one.look else one


def _text(element: etree._Element, _: Part) -> Iterator[Piece]:
    yield Piece(plain(element.text or ""))


def _character(element: etree._Element, _: Part) -> Iterator[Piece]:
    yield Piece(_CHARACTERS[local(element)])


def _break(element: etree._Element, _: Part) -> Iterator[Piece]:
    mark = _BREAKS.get(val(element, "type"))
    yield Piece(mark, kind="mark") if mark else Piece("↵")


def _symbol(element: etree._Element, _: Part) -> Iterator[Piece]:
    yield Piece(f"[tecknet {val(element, 'char')} ur {val(element, 'font')}]")


def _instruction(element: etree._Element, _: Part) -> Iterator[Piece]:
    yield Piece(element.text or "", kind="instruction")


def _field_character(element: etree._Element, _: Part) -> Iterator[Piece]:
    yield Piece("", kind=val(element, "fldCharType"))


def _simple_field(element: etree._Element, part: Part) -> Iterator[Piece]:
    yield Piece("", kind="begin")
    yield Piece(val(element, "instr"), kind="instruction")
    yield Piece("", kind="separate")
    yield from pieces(element, part)
    yield Piece("", kind="end")


def _link(element: etree._Element, part: Part) -> Iterator[Piece]:
    target = str(element.get(f"{{{R}}}id") or "")
    anchor = val(element, "anchor")
    address = part.address(target) if target else ""
    yield Piece(f"[länk {address}{'#' if anchor else ''}{anchor}: ", kind="mark")
    yield from pieces(element, part)
    yield Piece("]", kind="mark")


def _change(element: etree._Element, part: Part) -> Iterator[Piece]:
    inner = [*pieces(element, part)]
    if inner:
        yield Piece(f"[{_CHANGED[local(element)]} av {val(element, 'author') or 'okänd'}: ", kind="mark")
        yield from inner
        yield Piece("]", kind="mark")


def _note(element: etree._Element, _: Part) -> Iterator[Piece]:
    yield Piece(f"[{_NOTES[local(element)]} {val(element, 'id')}]", kind="mark")


def _drawing(element: etree._Element, part: Part) -> Iterator[Piece]:
    yield Piece(picture(element, part), kind="mark")


def _old_drawing(element: etree._Element, part: Part) -> Iterator[Piece]:
    yield Piece(old_picture(element, part), kind="mark")


def _alternatives(element: etree._Element, part: Part) -> Iterator[Piece]:
    """The newer of two drawings of the same thing."""
    chosen = next(element.iter(f"{{{MC}}}Choice", f"{{{MC}}}Fallback"), None)
    yield from pieces(chosen, part) if chosen is not None else ()


def _formula(element: etree._Element, _: Part) -> Iterator[Piece]:
    yield Piece(f"[formel: {plain(''.join(one.text or '' for one in element.iter(f'{{{_M}}}t')))}]", kind="mark")


def _unknown(element: etree._Element, _: Part) -> Iterator[Piece]:
    yield Piece(f"[{raw(element)}]", kind="mark")


_Reader = Callable[[etree._Element, Part], Iterator[Piece]]
_READERS: Mapping[str, _Reader] = {
    "r": _run,
    "t": _text,
    "delText": _text,
    "br": _break,
    "sym": _symbol,
    "fldChar": _field_character,
    "instrText": _instruction,
    "delInstrText": _instruction,
    "hyperlink": _link,
    "drawing": _drawing,
    "pict": _old_drawing,
    "object": _old_drawing,
    "AlternateContent": _alternatives,
    "oMath": _formula,
    "oMathPara": _formula,
    **dict.fromkeys(_CHARACTERS, _character),
    **dict.fromkeys(_CHANGED, _change),
    **dict.fromkeys(_NOTES, _note),
    **dict.fromkeys(_WITHIN, pieces),
    "fldSimple": _simple_field,
}
