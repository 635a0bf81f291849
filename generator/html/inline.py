"""Running text: words and their looks, links, calls of notes, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from markupsafe import Markup

from generator.flow import Inline, LineBreak, Link, NoteMark, Picture, Words, inlines_of
from generator.html.elements import element, text, together
from generator.html.pictures import picture
from generator.html.writing import Writing


def running(inlines: Iterable[Inline], page: Writing) -> Markup:
    """A text as markup; a tab is a space."""
    return together(_inline(one, page) for one in inlines)


def stretches(inlines: Iterable[Inline]) -> list[tuple[Inline, ...]]:
    """A text cut at its tabs, without empty stretches."""
    found: list[list[Inline]] = [[]]
    for one in inlines:
        if not isinstance(one, Words):
            found[-1].append(one)
            continue
        first, *more = one.text.split("\t")
        found[-1] += [replace(one, text=first)] if first else []
        found += [[replace(one, text=said)] if said else [] for said in more]
    return [tuple(one) for one in found if any(not _is_blank(inline) for inline in one)]


def _is_blank(inline: Inline) -> bool:
    return isinstance(inline, Words) and not inline.text.strip()


def _inline(one: Inline, page: Writing) -> Markup:
    match one:
        case Words():
            return _words(one)
        case LineBreak():
            return element("br")
        case Picture():
            return picture(one)
        case NoteMark():
            return _call(one.index, page)
        case Link():
            return _link(one, page)


def _words(words: Words) -> Markup:
    made = text(words.text.replace("\t", " "))
    for name in _elements(words):
        made = element(name, made)
    return element("span", made, lang=words.language) if words.language else made


def _elements(words: Words) -> Iterator[str]:
    """The elements around words, inner before outer."""
    looks = (
        (words.code, "code"),
        (words.lowered, "sub"),
        (words.raised, "sup"),
        (words.emphasis, "em"),
        (words.strong, "strong"),
    )
    yield from (name for on, name in looks if on)


def _link(link: Link, page: Writing) -> Markup:
    address = page.address(link.target)
    inner = running(link.inlines, page)
    if address is None:
        return inner
    if any(_named(one) for one in inlines_of(link.inlines)):
        return element("a", inner, href=address)
    inside = address.startswith("#")
    name = "Länk i dokumentet" if inside else link.target
    return element("a", inner, href=address, aria_label=name, lang=page.chrome if inside else None)


def _named(inline: Inline) -> bool:
    """True for what gives a link a name: words, the call of a note, a picture that says something."""
    match inline:
        case Words():
            return bool(inline.text.strip())
        case Picture():
            return bool(inline.alt) and not inline.decorative
        case NoteMark():
            return True
        case _:
            return False


def _call(index: int, page: Writing) -> Markup:
    """A call of a note; only the first has a place that the note leads back to."""
    sign = page.notes[index].sign
    place = f"anrop-{index + 1}" if index not in page.called else None
    page.called.add(index)
    link = element(
        "a",
        sign,
        href=f"#not-{index + 1}",
        id=place,
        role="doc-noteref",
        aria_label=f"Fotnot {sign}",
        lang=page.chrome,
    )
    return element("sup", link, class_="anrop")
