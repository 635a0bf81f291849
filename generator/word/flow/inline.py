"""What stands in a paragraph: texts with their looks, links, pictures and calls of notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from generator.flow import LineBreak, NoteMark, Picture, Source, Words
from generator.word.flow.drawings import drawn, drawn_of_old
from generator.word.flow.story import Story
from generator.word.flow.stylesheet import Look, Setting, child, look_of, value
from generator.word.flow.symbols import readable
from generator.word.ooxml import MC, XML, local_name, r, w

_SILENT = frozenset({
    "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "tblPr", "trPr", "tcPr", "ffData",
    "del", "moveFrom", "delText", "delInstrText", "footnoteRef", "endnoteRef", "annotationRef", "separator",
    "continuationSeparator", "lastRenderedPageBreak", "commentReference", "sectPr",
})  # fmt: skip
"""Elements that print nothing."""
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_UNSEEN = "_GoBack"
"""Word's own bookmark of where somebody last wrote."""
_CODE = re.compile("[0-9A-Fa-f]{2,4}")
_SPACE, _BREAK = re.compile(r"[\t\n\r ]+"), re.compile(r"[\t\n\r]")


@dataclass(frozen=True, slots=True)
class PageCount:
    """Where a margin counts pages."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a paragraph.

    Args:
        inline: what it is.
        link: where it leads; "" when it is no link.
    """

    inline: Words | LineBreak | Picture | NoteMark | PageCount
    link: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what stands in one paragraph.

    Args:
        story: the part that it stands in.
        setting: what the paragraph's style says.
        look: how the run is set that is being read.
        link: where the link leads that is being read.
        source: what puts the text there; None for what was written.
    """

    story: Story
    setting: Setting
    look: Look
    link: str = ""
    source: Source | None = None

    def pieces(self, element: etree._Element) -> Iterator[Piece]:
        """The pieces below a paragraph, or below anything in one; what is unknown is read through for its text."""
        for one in element:
            yield from self.piece(one)

    def piece(self, element: etree._Element) -> Iterator[Piece]:
        """The pieces of an element, whatever it is."""
        name = local_name(element)
        if name and name not in _SILENT:
            yield from _READERS.get(name, Reader.pieces)(self, element)

    def run(self, element: etree._Element) -> Iterator[Piece]:
        """A run; a hidden one is read for the fields that begin and end in it."""
        look = look_of(child(element, "rPr"), self.setting, self.story.sheet)
        reader = self if look is self.look else replace(self, look=look)
        found = [*reader.pieces(element)]
        yield from () if look.hidden else found

    def text(self, element: etree._Element) -> Iterator[Piece]:
        """A text; spaces at its ends count only where the file says so."""
        if _is_sign(element):
            return
        said = element.text or ""
        kept = element.get(f"{{{XML}}}space") == "preserve"
        text = said if kept else said.strip("\t\n\r ")
        yield from self._words(_SPACE.sub(_one_space, text) if _BREAK.search(text) else text)

    def character(self, element: etree._Element) -> Iterator[Piece]:
        """A character that has an element of its own."""
        yield from self._words(_CHARACTERS[local_name(element)])

    def symbol(self, element: etree._Element) -> Iterator[Piece]:
        """A character of a symbol font."""
        if not _is_sign(element):
            yield from self._words(_symbol(element))

    def line_break(self, _: etree._Element) -> Iterator[Piece]:
        """A new line, page or column."""
        if self.story.fields.shown:
            yield Piece(LineBreak(), self._target)

    def _words(self, text: str) -> Iterator[Piece]:
        if not text or not self.story.fields.shown:
            return
        if self.story.margin and self.story.fields.counts_pages:
            yield Piece(PageCount())
            return
        look = self.look
        yield Piece(
            Words(
                text=text,
                strong=look.strong,
                emphasis=look.emphasis,
                code=look.code,
                raised=look.raised,
                lowered=look.lowered,
                language=look.language,
                source=Source.FIELD if self.story.fields.reckoned else self.source,
            ),
            self._target,
        )

    @property
    def _target(self) -> str:
        return self.link or self.story.fields.link

    def hyperlink(self, element: etree._Element) -> Iterator[Piece]:
        """A link to an address, to a place in the document, or to a place at an address."""
        relation, anchor = element.get(r("id")), value(element, "anchor")
        address = self.story.address(str(relation)) if relation else ""
        yield from replace(self, link=f"{address}#{anchor}" if anchor else address).pieces(element)

    def formula(self, element: etree._Element) -> Iterator[Piece]:
        """A formula: its letters and figures one after the other, for what stands above what is looks."""
        yield from replace(self, source=Source.FORMULA).pieces(element)

    def simple_field(self, element: etree._Element) -> Iterator[Piece]:
        """A field in one element."""
        self.story.fields.begin()
        self.story.fields.ask(value(element, "instr"))
        self.story.fields.answer()
        yield from self.pieces(element)
        self.story.fields.end()

    def field_character(self, element: etree._Element) -> Iterator[Piece]:
        """Where a field begins, answers or ends."""
        fields = self.story.fields
        steps = {"begin": fields.begin, "separate": fields.answer, "end": fields.end}
        steps.get(value(element, "fldCharType"), _nothing)()
        yield from ()

    def instruction(self, element: etree._Element) -> Iterator[Piece]:
        """What a field asks for."""
        self.story.fields.ask(element.text or "")
        yield from ()

    def note(self, element: etree._Element) -> Iterator[Piece]:
        """A call of a note; a sign of its author's choice follows in the same run, and is the note's."""
        if not self.story.fields.shown:
            return
        part = "word/footnotes.xml" if element.tag == w("footnoteReference") else "word/endnotes.xml"
        sign = "".join(_sign(element)).strip() if _has_sign(element) else ""
        yield Piece(NoteMark(index=self.story.call(part, value(element, "id"), sign)), self._target)

    def bookmark(self, element: etree._Element) -> Iterator[Piece]:
        """Where a bookmark begins."""
        name = value(element, "name")
        if name and name != _UNSEEN:
            self.story.anchors.append(name)
        yield from ()

    def drawing(self, element: etree._Element) -> Iterator[Piece]:
        """A picture or drawing of today's Word; text boxes wait for the paragraph's end."""
        self._keep_boxes(element)
        for picture, link in drawn(element, self.story) if self.story.fields.shown else ():
            yield Piece(picture, link or self._target)

    def old_drawing(self, element: etree._Element) -> Iterator[Piece]:
        """The same of the old Word."""
        self._keep_boxes(element)
        for picture in drawn_of_old(element, self.story) if self.story.fields.shown else ():
            yield Piece(picture, self._target)

    def _keep_boxes(self, element: etree._Element) -> None:
        """Boxes in boxes are read with the outer one; of two forms of a box, the newer one."""
        for box in element.iter(w("txbxContent")):
            around = [one.tag for one in box.iterancestors() if element in (one, *one.iterancestors())]
            if w("txbxContent") not in around and f"{{{MC}}}Fallback" not in around:
                self.story.boxes.append(box)

    def alternatives(self, element: etree._Element) -> Iterator[Piece]:
        """The newest form of what is there in several."""
        chosen = chosen_of(element)
        yield from self.pieces(chosen) if chosen is not None else ()


def chosen_of(element: etree._Element) -> etree._Element | None:
    """Of `mc:AlternateContent` the form that is read (ISO/IEC 29500-3, 10.2)."""
    chosen = element.find(f"{{{MC}}}Choice")
    return chosen if chosen is not None else element.find(f"{{{MC}}}Fallback")


def _nothing() -> None:
    """A kind of field character that is not known."""


def _one_space(found: re.Match[str]) -> str:
    """A line break or tab in a text is a space; the spaces themselves are kept."""
    return found[0] if found[0].strip(" ") == "" else " "


def _symbol(element: etree._Element) -> str:
    """The character that a `w:sym` shows; nothing for a number that is none."""
    code = value(element, "char")
    character = chr(int(code, 16)) if _CODE.fullmatch(code) else ""
    if not character or unicodedata.category(character) in ("Cc", "Cs", "Cn"):
        return ""
    return readable(character, value(element, "font"), "\N{REPLACEMENT CHARACTER}")


def _has_sign(reference: etree._Element) -> bool:
    """Whether a note is called by a sign of its author's choice, which follows in the same run."""
    return value(reference, "customMarkFollows") not in ("", "0", "false", "off")


def _sign(reference: etree._Element) -> Iterator[str]:
    for one in reference.itersiblings(w("t"), w("sym")):
        yield _symbol(one) if one.tag == w("sym") else one.text or ""


def _is_sign(element: etree._Element) -> bool:
    """Whether a text is the sign of the note that is called before it."""
    calls = element.itersiblings(w("footnoteReference"), w("endnoteReference"), preceding=True)
    return any(_has_sign(one) for one in calls)


_Read = Callable[[Reader, etree._Element], Iterator[Piece]]
_READERS: Mapping[str, _Read] = {
    "r": Reader.run,
    "t": Reader.text,
    "sym": Reader.symbol,
    "br": Reader.line_break,
    "cr": Reader.line_break,
    "hyperlink": Reader.hyperlink,
    "oMath": Reader.formula,
    "fldSimple": Reader.simple_field,
    "fldChar": Reader.field_character,
    "instrText": Reader.instruction,
    "footnoteReference": Reader.note,
    "endnoteReference": Reader.note,
    "bookmarkStart": Reader.bookmark,
    "drawing": Reader.drawing,
    "pict": Reader.old_drawing,
    "object": Reader.old_drawing,
    "AlternateContent": Reader.alternatives,
    **dict.fromkeys(_CHARACTERS, Reader.character),
}
