"""Where the lists of a body or a block begin anew.

A file's lists begin anew each time it is included. In a loop the numbers go
on from round to round when the loop begins with an item of the list: the
items are what is repeated. Where something else comes first, a heading or a
lead-in, each round has a list of its own; so has what stands after the loop,
once something comes between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.word.lists import LIST
from generator.word.marks import MARK

_STEP = re.compile(
    r'(?P<tag>\{%.*?%\})|(?P<value>(?<!")\{\{.*?\}\})|\{#.*?#\}|(?P<end></w:p>)'
    r"|<w:p(?: [^>]*)?/>|(?P<paragraph><w:p(?: [^>]*)?>(?:<w:pPr>.*?</w:pPr>)?)",
    re.DOTALL,
)
_OPENS = re.compile(r"\{%\s*for\b")
_CLOSES = re.compile(r"\{%\s*endfor\b")
_INCLUDES = re.compile(r"\{%\s*include\b")
_UNSEEN = re.compile(r"\{%.*?%\}|\{#.*?#\}|<(?!w:drawing|w:pict|w:object|w:sym)[^>]*>", re.DOTALL)


class _Content(NamedTuple):
    """Something that is printed: an item of a list, or (without a key) something else."""

    place: int
    """Where it begins in the source."""
    key: str | None
    level: int


@dataclass
class _Loop:
    """What stands between a `for` and its `endfor`; also the file as a whole."""

    contents: list[_Content | _Loop] = field(default_factory=list)

    def flat(self) -> Iterator[_Content]:
        """All that is printed in it, in loops inside too."""
        for one in self.contents:
            if isinstance(one, _Loop):
                yield from one.flat()
            else:
                yield one


def with_restarts(source: str) -> str:
    """A fragment's Jinja source, its marks still in it, with tags that let its lists begin anew.

    A source without counted lists comes back as it is.
    """
    if MARK.search(source) is None:
        return source
    whole = _read(source)
    keys = list(dict.fromkeys(one.key for one in whole.flat() if one.key is not None))
    if not keys:
        return source
    restarts: set[tuple[int, str, int]] = {(0, key, 0) for key in keys}
    for key in keys:
        restarts.update(_restarts(whole, key))
    for place, key, level in sorted(restarts, reverse=True):
        source = f'{source[:place]}{{{{ "{key}"|_omstart({level}) }}}}{source[place:]}'
    return source


def _read(source: str) -> _Loop:
    """What a source prints, and in which loops."""
    whole, inside = _Loop(), False
    path = [whole]
    for step in _STEP.finditer(source):
        tag, here = step["tag"], path[-1].contents
        if step["end"]:
            inside = False
        elif tag and _OPENS.match(tag):
            path.append(_Loop())
            here.append(path[-1])
        elif tag and _CLOSES.match(tag):
            path[1:] = path[1:-1]
        elif (tag and _INCLUDES.match(tag)) or (step["value"] and not inside):
            here.append(_Content(step.start(), None, 0))
        elif step["paragraph"]:
            inside = True
            here += _paragraph(source, step)
    return whole


def _paragraph(source: str, step: re.Match[str]) -> Iterable[_Content]:
    """A paragraph as content: an item, text, or nothing when it shows nothing."""
    for sign in MARK.finditer(step["paragraph"]):
        if sign[1] == LIST:
            key, level, counted, _ = sign[2].split()
            return [_Content(step.start(), key if counted == "1" else None, int(level))]
    shown = _UNSEEN.sub("", source[step.end() : source.find("</w:p>", step.end())])
    return [_Content(step.start(), None, 0)] if shown.strip() else []


def _restarts(loop: _Loop, key: str) -> Iterator[tuple[int, str, int]]:
    """The places in a loop before which a list is told to begin anew, with the level from which it does."""
    after: int | None = None
    for one in loop.contents:
        if isinstance(one, _Loop):
            led, level = _lead(one, key)
            if after is not None:
                yield from ((lead.place, key, after) for lead in led)
            if level is None:
                continue
            yield from ((lead.place, key, level) for lead in led)
            yield from _restarts(one, key)
            after = level if led else None
        elif one.key == key:
            after = None
        elif after is not None:
            yield one.place, key, after


def _lead(loop: _Loop, key: str) -> tuple[list[_Content], int | None]:
    """What comes before the first item of a list in a loop, and the list's uppermost level there; None without one."""
    every = list(loop.flat())
    levels = [one.level for one in every if one.key == key]
    first = next((index for index, one in enumerate(every) if one.key == key), len(every))
    return every[:first], min(levels, default=None)
