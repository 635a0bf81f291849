"""What a Word file says to Jinja: its tags in order, each with its paragraph, without the Word around them.

A part becomes a source with one line for each of its paragraphs, so that the
line of a fault is the paragraph of a fault. Tags that cannot be read are told
and left out, so that everything else is checked all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from jinja2 import TemplateSyntaxError

from generator import sandbox
from generator.expressions.compiler import parsed
from generator.inspection.tags.structure import Statement, balanced
from generator.inspection.tags.tagging import Tag, tags_of, words_after
from generator.swedish import nearest
from generator.word.ooxml import w
from generator.word.outline import Outline, Paragraph

_ENDS = {
    "if": "endif", "for": "endfor", "macro": "endmacro", "call": "endcall", "filter": "endfilter", "with": "endwith",
}  # fmt: skip
_CELLS = ("colspan", "cellbg")
"""docxtpl's own words for table cells; they take an expression."""
_MERGES = ("vm", "hm")
_SINGLE = ("set", "include", "import", "from")
_MIDDLES = ("else", "elif")
_KNOWN = (*_ENDS, *_ENDS.values(), *_SINGLE, *_MIDDLES, *_CELLS, *_MERGES, "endset")
ANYTHING = "okant_varde_"
"""A name that stands in for what could not be read; nothing can be said against its use."""
_RESULT = "Rätta taggen i Word."


class Misspelt(NamedTuple):
    """A tag that cannot be read."""

    paragraph: Paragraph
    message: str
    remedy: str
    code: str = "tagg-felskriven"


@dataclass(frozen=True)
class Script:
    """One part's tags as a source for Jinja."""

    outline: Outline
    source: str
    """A line for each paragraph, in the order of the part; always whole."""
    faults: tuple[Misspelt, ...]
    """What could not be read."""


def script_of(outline: Outline, notes: Mapping[str, Sequence[Paragraph]] = MappingProxyType({})) -> Script:
    """The tags of one part.

    Args:
        outline: the part.
        notes: the paragraphs of its footnotes, by their ids; their tags are read where the note is referred to.
    """
    reading = _Reading()
    lines: list[list[str]] = []
    statements: list[Statement] = []
    for number, paragraph in enumerate(outline.paragraphs):
        lines.append([])
        below = [note for key in _referred(paragraph) for note in notes.get(key, ())]
        for part in (paragraph, *below):
            for tag in tags_of(part):
                code = reading.code(tag)
                lines[-1].append(_literal(tag.before))
                statements.append(Statement(number, len(lines[-1]), tag.word if not tag.prints else "", tag, code))
                lines[-1].append(code)
            lines[-1].append(_literal(words_after(part)))
    for place, message, remedy in balanced(statements, lines):
        reading.faults.append(Misspelt(place, message, remedy))
    source = "\n".join("".join(line) for line in lines)
    return Script(outline, source, tuple(reading.faults))


def _referred(paragraph: Paragraph) -> Iterator[str]:
    """The footnotes that a paragraph refers to."""
    return (str(one.get(w("id"))) for one in paragraph.element.iter(w("footnoteReference")))


def _literal(words: str) -> str:
    """Words as Jinja reads them: a half tag, which is told elsewhere, opens nothing."""
    return re.sub(r"\{(?=[{%#])", "(", words).replace("\n", " ")


class _Reading:
    """Each tag read for itself; what is wrong is noted, and something harmless put in its place.

    A tag that lacks braces is read as it was meant, so that what it opens or closes is not missed as well. When it
    cannot be read, nothing more is said of it.
    """

    def __init__(self) -> None:
        self.faults: list[Misspelt] = []

    def code(self, tag: Tag) -> str:
        """The tag as Jinja is to see it."""
        if not tag.half and tag.level in ("p", "tr", "tc") and re.search(r"[%}]", tag.text[2:-2]):
            return self._bad(
                tag, "Tecknen % och } kan inte stå inne i en tagg med p, tr eller tc.", "Skriv om villkoret."
            )
        if tag.prints:
            return self._print(tag)
        return self._statement(tag)

    def _print(self, tag: Tag) -> str:
        if not tag.code:
            return self._bad(tag, "Taggen är tom.", "Skriv namnet på ett fält i den, eller ta bort den.")
        try:
            parsed(tag.code)
        except TemplateSyntaxError as error:
            return self._bad(tag, f"Taggen {tag.text} går inte att läsa. {sandbox.explain(error)}")
        return f"{{{{ {tag.code} }}}}"

    def _statement(self, tag: Tag) -> str:
        word, rest = tag.word, tag.code[len(tag.word) :].strip()
        if word in _CELLS:
            return self._print(tag._replace(code=rest))
        if word in _MERGES:
            return ""
        if word not in _KNOWN:
            return self._bad(tag, *_unknown(tag))
        if word == "set" and not _assigns(tag.code):
            return self._tried(tag, f"{{% {tag.code} %}}{{% endset %}}", f"{{% set {ANYTHING}n %}}")
        return self._tried(tag, _trial(tag.code, word), _harmless(tag.code, word))

    def _tried(self, tag: Tag, trial: str, harmless: str) -> str:
        try:
            sandbox.PLAIN.parse(trial)
        except TemplateSyntaxError as error:
            self._bad(tag, f"Taggen {tag.text} går inte att läsa. {sandbox.explain(error)}")
            return harmless
        return f"{{% {tag.code} %}}"

    def _bad(self, tag: Tag, message: str, remedy: str = _RESULT) -> str:
        if not tag.half:
            self.faults.append(Misspelt(tag.paragraph, message, remedy))
        return ""


def _assigns(code: str) -> bool:
    """True for `set x = …`; `set x` alone begins a block."""
    return re.match(r"set\s+[\w.,\s]+=(?!=)", code) is not None


def _trial(code: str, word: str) -> str:
    """A source in which a statement stands alone and whole."""
    if word in _ENDS:
        return f"{{% {code} %}}{{% {_ENDS[word]} %}}"
    if word in _MIDDLES:
        return f"{{% if x %}}{{% {code} %}}{{% endif %}}"
    if word.startswith("end"):
        return ""
    return f"{{% {code} %}}"


def _harmless(code: str, word: str) -> str:
    """A statement that opens or closes what the misspelt one meant to."""
    if word == "for":
        names = re.match(r"for\s+(\w+(?:\s*,\s*\w+)*)", code)
        return f"{{% for {names[1] if names else ANYTHING + 'n'} in {ANYTHING} %}}"
    stand_in = {
        "if": f"if {ANYTHING}",
        "elif": f"elif {ANYTHING}",
        "else": "else",
        "with": "with",
        "filter": "filter e",
    }
    if word == "macro":
        return f"{{% macro {ANYTHING}n() %}}"
    if word == "call":
        return f"{{% call {ANYTHING}() %}}"
    return f"{{% {stand_in[word]} %}}" if word in stand_in else ""


def _unknown(tag: Tag) -> tuple[str, str]:
    """What to say of a statement that does not begin with a word of Jinja's."""
    word, rest = tag.word, tag.code[len(tag.word) :].strip()
    if word in ("p", "tr", "tc", "r") or tag.code.startswith(("p ", "tr ", "tc ")):
        return f"Mellan klammern och {word} får inget mellanslag stå: {tag.text}", f"Skriv {{%{word} {rest} %}}."
    for level in ("tr", "tc", "p"):
        bare = word.removeprefix(level)
        if bare != word and bare in _KNOWN:
            return (
                f"Ett mellanslag saknas efter {level} i {tag.text}.",
                f"Skriv {{%{level} {bare}{' ' + rest if rest else ''} %}}.",
            )
    if word == "end" and rest in ("if", "for"):
        return f"{tag.text} skrivs i ett ord.", f"Skriv {{% end{rest} %}}."
    if not word:
        return "Taggen är tom.", "Ta bort den."
    guess = nearest(word, _KNOWN)
    hint = f" Menade du «{guess}»?" if guess else " Börja med if, for, set eller include."
    return f"Taggen «{word}» finns inte.{hint}", _RESULT
