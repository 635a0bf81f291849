"""Paragraphs and tables in the order of the file, lists and quotations put together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from generator.flow import Block, Heading, Inline, Paragraph, Source, Words
from generator.word.flow.grouping import Line, Part, grouped
from generator.word.flow.inline import Reader, chosen_of
from generator.word.flow.joining import joined
from generator.word.flow.story import Story
from generator.word.flow.stylesheet import Setting, child, look_of, value
from generator.word.flow.tables import table
from generator.word.numbering import number_of
from generator.word.ooxml import MC, local_name, w

_CONTINUED = re.compile(r"list continue(?: ([2-9]))?")
_QUOTED = frozenset({"quote", "intense quote"})
_SILENT = frozenset({"sectPr", "sdtPr", "sdtEndPr", "customXmlPr", "del", "moveFrom", "tblPr", "tcPr", "pPr", ""})
_DROPPED = frozenset({"drop", "margin"})
_SIDES = {"right": "right", "end": "right", "center": "center"}
_DEEPEST = 20
"""How many tables may lie in each other before the innermost are read as the paragraphs in them."""
_BLOCKS = (w("p"), w("tbl"))


def blocks(parent: etree._Element, story: Story) -> tuple[Block, ...]:
    """What stands in a body, a cell, a note, a header or a text box."""
    return grouped(_parts(parent, story))


def _parts(parent: etree._Element, story: Story) -> Iterator[Part]:
    """Every paragraph and table below `parent`, those in content controls and the like too."""
    for one in parent:
        if local_name(one) in _SILENT:
            continue
        if one.tag == w("p"):
            yield from _paragraph(one, story)
        elif one.tag == w("tbl") and story.depth < _DEEPEST:
            yield from table(one, lambda cell: _cell(cell, story))
        elif one.tag == f"{{{MC}}}AlternateContent":
            chosen = chosen_of(one)
            yield from _parts(chosen, story) if chosen is not None else ()
        elif next(one.iter(*_BLOCKS), None) is not None:
            yield from _parts(one, story)
        else:
            yield from _loose(one, story)


def _cell(cell: etree._Element, story: Story) -> tuple[Block, ...]:
    story.depth += 1
    made = blocks(cell, story)
    story.depth -= 1
    return made


def _paragraph(element: etree._Element, story: Story) -> Iterator[Part]:
    """A paragraph, if anything stands in it, and the text boxes that hang on it."""
    properties = child(element, "pPr")
    style = value(child(properties, "pStyle")) or story.sheet.ordinary
    quoted = not _QUOTED.isdisjoint(story.sheet.names(style))
    level = story.sheet.heading_level(style, properties)
    setting = Setting(style=style, apart=quoted or level is not None)
    inlines = (*story.initial, *_inlines(element, setting, story))
    if _is_initial(element, properties):
        story.initial = tuple(replace(one, source=Source.INITIAL) if isinstance(one, Words) else one for one in inlines)
        return
    story.initial = ()
    if inlines or not _hidden(properties, setting, story):
        yield from _line(properties, inlines, setting, level, story)
    yield from _boxes(story)


def _is_initial(element: etree._Element, properties: etree._Element | None) -> bool:
    """Whether all that stands in a paragraph is the large first letter of the next one (17.3.1.11, dropCap)."""
    frame = child(properties, "framePr")
    following = element.getnext()
    return value(frame, "dropCap") in _DROPPED and following is not None and following.tag == w("p")


def _line(
    properties: etree._Element | None, inlines: tuple[Inline, ...], setting: Setting, level: int | None, story: Story
) -> Iterator[Line]:
    label = story.labels.next(setting.style, properties)
    if level is not None:
        if inlines:
            said = label.text if label is not None else ""
            yield Line(block=Heading(level=level, inlines=inlines, label=said, anchors=story.take_anchors()))
    elif inlines:
        name = story.sheet.name(setting.style)
        align = _align(properties, setting.style, story)
        block = Paragraph(style=name, inlines=inlines, align=align, anchors=story.take_anchors())
        above, below = (_space(properties, setting.style, story, side) for side in ("before", "after"))
        yield Line(
            block=block,
            label=label,
            continues=_continues(setting.style, story),
            quoted=setting.apart,
            above=above,
            below=below,
        )
    elif label is not None and label.text:
        yield Line(block=None, label=label)


def _inlines(element: etree._Element, setting: Setting, story: Story) -> tuple[Inline, ...]:
    look = look_of(None, setting, story.sheet)
    return joined(Reader(story, setting, look).pieces(element))


def _hidden(properties: etree._Element | None, setting: Setting, story: Story) -> bool:
    """Whether the paragraph's own mark is hidden, so that an empty one does not show its number either."""
    return look_of(child(properties, "rPr"), setting, story.sheet).hidden


def _continues(style: str, story: Story) -> int:
    found = (_CONTINUED.fullmatch(name) for name in story.sheet.names(style))
    return next((int(one[1] or 1) for one in found if one), 0)


def _align(properties: etree._Element | None, style: str, story: Story) -> str:
    own = child(properties, "jc")
    return _SIDES.get(value(own if own is not None else story.sheet.says(style, "pPr/jc")), "")


def _space(properties: etree._Element | None, style: str, story: Story, side: str) -> int:
    """The space before or after a paragraph, in twentieths of a point."""
    said = (child(properties, "spacing"), *story.sheet.all_say(style, "pPr/spacing"))
    return next((found for one in said if (found := number_of(one, side)) is not None), 0)


def _loose(element: etree._Element, story: Story) -> Iterator[Part]:
    """What stands between paragraphs: a bookmark, or a text where Word would have none."""
    setting = Setting(style=story.sheet.ordinary, apart=False)
    reader = Reader(story, setting, look_of(None, setting, story.sheet))
    inlines = joined(reader.piece(element))
    if inlines:
        name = story.sheet.name(setting.style)
        yield Line(block=Paragraph(style=name, inlines=inlines, anchors=story.take_anchors()))


def _boxes(story: Story) -> Iterator[Part]:
    boxes, story.boxes = story.boxes, []
    for box in boxes:
        yield from _parts(box, story)
