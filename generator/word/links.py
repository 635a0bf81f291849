"""Links in a body or a block get the letterhead's style for links.

Word gives it to every link that it makes itself; a link whose looks somebody
took away, or that came in with pasted text, has none. LibreOffice makes a
link in the PDF only of text that has a character style.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generator.word.flow.fields import words
from generator.word.ooxml import w

_PRINTED = tuple(map(w, ("t", "sym", "noBreakHyphen")))
_KIND = "HYPERLINK"


def dress_links(root: etree._Element, style: str | None) -> None:
    """Give the texts of all links below `root`, and of no other, a character style where they have none.

    Args:
        root: a body, or a footnote.
        style: the style's id; None leaves them as they are.
    """
    for run in _linked(root) if style is not None else ():
        if any(True for _ in run.iterchildren(*_PRINTED)):
            _dress(run, str(style))


def _linked(root: etree._Element) -> Iterator[etree._Element]:
    """The runs of links: Word writes a link as an element around them, or as a field whose answer they are."""
    open_: list[_Field] = []
    for one in list(root.iter(w("r"), w("fldChar"), w("instrText"))):
        if one.tag == w("fldChar"):
            _step(open_, str(one.get(w("fldCharType"))))
        elif one.tag == w("instrText"):
            if open_ and not open_[-1].answering:
                open_[-1].asks += one.text or ""
        elif _stands_in_link(one) or any(field.answering and _links(field.asks) for field in open_):
            yield one


@dataclass(slots=True)
class _Field:
    """A field that has begun."""

    asks: str = ""
    answering: bool = False


def _step(open_: list[_Field], mark: str) -> None:
    if mark == "begin":
        open_.append(_Field())
    elif open_ and mark == "separate":
        open_[-1].answering = True
    elif open_ and mark == "end":
        open_.pop()


def _stands_in_link(run: etree._Element) -> bool:
    around = run.iterancestors(w("hyperlink"), w("fldSimple"))
    return any(one.tag == w("hyperlink") or _links(str(one.get(w("instr"), ""))) for one in around)


def _links(instruction: str) -> bool:
    return [one.upper() for one in words(instruction)[:1]] == [_KIND]


def _dress(run: etree._Element, style: str) -> None:
    look = run.find(w("rPr"))
    if look is None:
        look = etree.Element(w("rPr"))
        run.insert(0, look)
    if look.find(w("rStyle")) is None:
        named = etree.Element(w("rStyle"))
        named.set(w("val"), style)
        look.insert(0, named)
