"""What one document adds to its letterhead's other parts: links, lists, footnotes, bookmarks.

Lists are counted out here while the document is filled in, since only then
is it known how often a block is included and a loop goes round. Each file's
list has a definition of its own, copied when it is first used, so that no
other list counts on in between; beginning anew is an instance of it that
says where to start. A list style's first list in a document needs neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from zlib import crc32

from lxml import etree
from markupsafe import Markup

from generator.sandbox import Misuse, markup
from generator.word.frame import Frame
from generator.word.ooxml import PREFIXES, XML, parse, w

_NOTES = f'<w:footnotes xmlns:w="{PREFIXES["w"]}" xmlns:r="{PREFIXES["r"]}">'


@dataclass(slots=True)
class Supplement:
    """What a document adds; each in the order of the text."""

    links: dict[str, str] = field(default_factory=dict)
    """Address to relationship id, for the body."""
    note_links: dict[str, str] = field(default_factory=dict)
    """Address to relationship id, for the footnotes, which are a part of their own."""
    definitions: list[str] = field(default_factory=list)
    """`w:abstractNum` elements."""
    numbers: list[str] = field(default_factory=list)
    """`w:num` elements."""
    footnotes: list[str] = field(default_factory=list)
    """`w:footnote` elements."""
    bookmarks: dict[str, int] = field(default_factory=dict)
    """Bookmark to its id, below zero once it has ended."""


@dataclass(slots=True)
class _Count:
    """How far one list has come."""

    number: int
    pending: int | None = None
    """The level from which it begins anew at its next item."""


class Additions:
    """What the files of a template add to one document, as it is filled in.

    Args:
        frame: the letterhead, with what is known of each list.
        supplement: where it is gathered.
    """

    def __init__(self, frame: Frame, supplement: Supplement) -> None:
        self._frame = frame
        self._supplement = supplement
        self._counts: dict[str, _Count] = {}
        self._homes: dict[str, int] = {}
        self._owners: dict[int, str] = {}

    def item(self, key: str, level: int, bare: str | None) -> Markup:
        """The numbering of an item.

        Args:
            key: its list's, in the frame.
            level: its level in it, from 0.
            bare: what its paragraph has when nothing but its style numbers it; None when it never has.

        Raises:
            Misuse: there is no such list.
        """
        if key not in self._frame.lists:
            raise Misuse("Filtret «_lista» finns inte.")
        plan, count = self._frame.lists[key], self._counts.get(key)
        if count is None:
            count = self._counts[key] = _Count(self._first(key))
        elif count.pending is not None and count.pending <= level:
            count.number = self._again(key, count.pending)
        count.pending = None
        if bare is not None and count.number == plan.number:
            return markup(bare)
        return markup(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{count.number}"/></w:numPr>')

    def restart(self, keys: str, level: int) -> None:
        """Let lists begin anew at their next items of this level or a deeper one."""
        for key in keys.split():
            count = self._counts.get(key)
            if count is not None:
                count.pending = level if count.pending is None else min(level, count.pending)

    def shared(self, definition: int) -> int:
        """The letterhead's definition for the texts' own lists, or a copy of it when a file's list counts by it."""
        lent = next((one.copy for one in self._frame.lists.values() if one.definition == definition), None)
        return definition if lent is None else self._home(f"texter {definition}", definition, lent)

    def note(self, content: str, *, numbered: bool) -> Markup:
        """A footnote's mark; its text goes to the supplement.

        Args:
            content: the note's paragraphs.
            numbered: True when the note begins with its number; False when it has a sign of its author's choice.

        Raises:
            Misuse: the tags in the note tear it apart.
        """
        try:
            note = parse(f"{_NOTES}<w:footnote>{content}</w:footnote></w:footnotes>".encode())[0]
        except etree.XMLSyntaxError:
            raise Misuse(
                "Taggarna i en fotnot tar isär den: något börjar i ett stycke och slutar i ett annat."
            ) from None
        if note.find(w("p")) is None:
            etree.SubElement(note, w("p"))
        if numbered and next(note.iter(w("footnoteRef")), None) is None:
            _mark(note, self._frame.styles.ids.get("footnote reference"))
        number = self._frame.next_footnote + len(self._supplement.footnotes)
        self._supplement.footnotes.append(f'<w:footnote w:id="{number}">{_inner(note)}</w:footnote>')
        sign = "" if numbered else ' w:customMarkFollows="1"'
        return markup(f'<w:footnoteReference{sign} w:id="{number}"/>')

    def begin_bookmark(self, name: str) -> Markup:
        """A bookmark's start where it stands for the first time; in a loop's next round there is none."""
        bookmarks = self._supplement.bookmarks
        if name in bookmarks:
            return markup("")
        bookmarks[name] = len(bookmarks) + 1
        return markup(f'<w:bookmarkStart w:id="{bookmarks[name]}" w:name="{name}"/>')

    def end_bookmark(self, name: str) -> Markup:
        """The end of a bookmark that has begun and not ended."""
        bookmarks = self._supplement.bookmarks
        number = bookmarks.get(name, 0)
        if number <= 0:
            return markup("")
        bookmarks[name] = -number
        return markup(f'<w:bookmarkEnd w:id="{number}"/>')

    def _first(self, key: str) -> int:
        plan = self._frame.lists[key]
        home = self._home(plan.home, plan.definition, plan.copy)
        if plan.number is not None and home == plan.definition:
            return plan.number
        return self._number(home, plan.overrides)

    def _again(self, key: str, level: int) -> int:
        plan = self._frame.lists[key]
        kept = [(above, plan.looks[above]) for above in range(level) if plan.looks[above]]
        looks = "".join(f'<w:lvlOverride w:ilvl="{above}">{look}</w:lvlOverride>' for above, look in kept)
        return self._number(self._homes[plan.home], looks + "".join(plan.restarts[level:]))

    def _home(self, home: str, definition: int | None, copy: str) -> int:
        """The definition by which the lists of one home count: the letterhead's for the first, else a copy."""
        if home in self._homes:
            return self._homes[home]
        if definition is not None and self._owners.setdefault(definition, home) == home:
            found = definition
        else:
            found = self._frame.next_definition + len(self._supplement.definitions)
            name = f'<w:nsid w:val="{crc32(home.encode()):08X}"/>'
            head = f'<w:abstractNum w:abstractNumId="{found}">{name}'
            self._supplement.definitions.append(f"{head}{copy}</w:abstractNum>")
        self._homes[home] = found
        return found

    def _number(self, definition: int, overrides: str) -> int:
        number = self._frame.next_number + len(self._supplement.numbers)
        self._supplement.numbers.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'
        )
        return number


def _mark(note: etree._Element, style: str | None) -> None:
    """Put the number first in a note that has lost the paragraph with it to a tag."""
    paragraph = note.find(w("p"))
    assert paragraph is not None  # `note` has seen to it
    number, space = etree.Element(w("r")), etree.Element(w("r"))
    if style is not None:
        etree.SubElement(etree.SubElement(number, w("rPr")), w("rStyle"), {w("val"): style})
    etree.SubElement(number, w("footnoteRef"))
    etree.SubElement(space, w("t"), {f"{{{XML}}}space": "preserve"}).text = " "
    place = 0 if paragraph.find(w("pPr")) is None else 1
    paragraph[place:place] = [number, space]


def _inner(note: etree._Element) -> str:
    text = etree.tostring(note, encoding="unicode", with_tail=False)
    return "" if text.endswith("/>") else text[text.index(">") + 1 : text.rindex("<")]
