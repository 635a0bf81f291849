"""Headings: their levels, through the blocks that are included, and those that only look like headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from generator.findings import Finding, Severity
from generator.inspection.source import BLOCKS, Role, WordFile
from generator.inspection.summing import summed
from generator.inspection.word.printed import TAG, body_of, in_table, is_older, is_replaced, own_words, runs, standing
from generator.inspection.word.stylesheet import StyleSheet, is_on, sheet_of, value
from generator.word.ooxml import w
from generator.word.outline import Outline, Paragraph, paragraph_text

_SOURCE = "WCAG 2.1, 1.3.1 och 2.4.6 (EN 301 549, 10.1.3.1 och 10.2.4.6)"
_LEVELS = "WCAG 2.1, 1.3.1 (EN 301 549, 10.1.3.1); PDF/UA-1, 7.4.2"
_STATEMENT = re.compile(r"\{%p?\s*(\w+)(?:\s+[\"']([^\"']+)[\"'])?")
_SENTENCE = (".", ":", ";", ",", "!", "?", "…", "»", ")")
_LONGEST = 80
"""Characters; a longer text in bold is no heading."""
_LARGER = 4
"""Half points; as much larger than its style a text looks like a heading."""


class _Heading(NamedTuple):
    file: WordFile
    paragraph: Paragraph
    level: int


@dataclass
class _Levels:
    """The level before the next heading, on the way through branches."""

    before: int | None
    """None when it cannot be known; 0 before the first heading."""
    text: str = ""
    _branches: list[tuple[int | None, list[int | None]]] = field(default_factory=list)

    def statement(self, word: str) -> None:
        """Follow a tag: a branch begins where the condition did; after it, the deepest that a branch reached."""
        if word in ("if", "for"):
            self._branches.append((self.before, []))
        elif word in ("else", "elif") and self._branches:
            start, ends = self._branches[-1]
            ends.append(self.before)
            self.before = start
        elif word in ("endif", "endfor") and self._branches:
            start, ends = self._branches.pop()
            reached = [start, *ends, self.before]
            self.before = None if None in reached else max(one for one in reached if one is not None)


def check_headings(files: Iterable[WordFile]) -> tuple[Finding, ...]:
    """The headings of a whole document, in the order in which they are printed.

    Args:
        files: those that the format is made of: its own, the blocks that it includes, the letterhead.
    """
    every = list(files)
    blocks = {f"{BLOCKS}/{one.path.name}": one for one in every if one.role is Role.BLOCK}
    letterhead = next((one for one in every if one.role is Role.LETTERHEAD), None)
    body = next((one for one in every if one.role is Role.FORMAT), None)
    return summed(_skipped(body, blocks, letterhead)) if body is not None else ()


def check_file(file: WordFile, sheet: StyleSheet, letterhead: WordFile | None) -> Iterator[Finding]:
    """The headings of one file, as far as they are known without the blocks that it includes."""
    yield from _skipped(file, {}, letterhead)
    outline = body_of(file)
    if outline is not None:
        yield from _empty(file, outline, sheet)
        yield from _faked(file, outline, sheet)


def _skipped(body: WordFile, blocks: Mapping[str, WordFile], letterhead: WordFile | None) -> Iterator[Finding]:
    levels = _Levels(None if body.role is Role.BLOCK else 0)
    for one in _in_order(body, blocks, letterhead, levels, ()):
        if levels.before is not None and one.level > levels.before + 1:
            yield one.file.finding(
                one.paragraph.spot, "rubrik-hoppar", _skip_words(one.level, levels),
                f"Gör den till Rubrik {levels.before + 1}, eller lägg rubriken som saknas före den.", source=_LEVELS,
            )  # fmt: skip
        levels.before, levels.text = one.level, one.paragraph.spot.text


def _skip_words(level: int, levels: _Levels) -> str:
    if levels.before == 0:
        return f"Dokumentets första rubrik är på nivå {level}. Den ska vara på nivå 1."
    quoted = f" («{levels.text[:60]}»)" if levels.text else ""
    return f"Rubriken är på nivå {level}, men rubriken före{quoted} är på nivå {levels.before}: en nivå är överhoppad."


def _in_order(
    file: WordFile,
    blocks: Mapping[str, WordFile],
    letterhead: WordFile | None,
    levels: _Levels,
    inside: tuple[str, ...],
) -> Iterator[_Heading]:
    """Every heading in the order of printing; `levels` follows the tags on the way."""
    outline, sheet = body_of(file), sheet_of(file, letterhead)
    for one in outline.paragraphs if outline is not None else ():
        text = paragraph_text(one.element)
        level = sheet.level(one.element)
        if level is not None and text.strip() and not is_replaced(one.element):
            yield _Heading(file, one, level)
        elif text.strip().startswith("{%p"):
            statement = _STATEMENT.match(text.strip())
            word, name = statement.groups() if statement else ("", None)
            if word != "include":
                levels.statement(word)
            elif name is not None and name in blocks and name not in inside:
                yield from _in_order(blocks[name], blocks, letterhead, levels, (*inside, name))
            else:
                levels.before = None


def _empty(file: WordFile, outline: Outline, sheet: StyleSheet) -> Iterator[Finding]:
    for one in standing(outline):
        if sheet.level(one.element) is not None and not paragraph_text(one.element).strip():
            message = "Här finns en rubrik utan text. Den som lyssnar hör en tom rubrik."
            yield file.finding(
                one.spot, "rubrik-tom", message, "Ta bort stycket, eller ge det formatmallen Brödtext.",
                severity=Severity.WARNING, source=_SOURCE,
            )  # fmt: skip


def _faked(file: WordFile, outline: Outline, sheet: StyleSheet) -> Iterator[Finding]:
    found = [one for one in outline.paragraphs if _is_seen(one.element)]
    for one, after in pairwise(found):
        if not _looks_like_heading(one.element, sheet) or not _is_text(after.element, sheet):
            continue
        message = "Stycket ser ut som en rubrik men är brödtext. Den som lyssnar hittar den inte bland rubrikerna."
        remedy = "Ge stycket en rubrikformatmall (Rubrik 2 eller Rubrik 3) i stället för fet stil eller större text."
        yield file.finding(one.spot, "rubrik-falsk", message, remedy, severity=Severity.WARNING, source=_SOURCE)


def _is_seen(paragraph: etree._Element) -> bool:
    """True for text, and for a tag that becomes text."""
    text = paragraph_text(paragraph).strip()
    return bool(text) and not is_older(paragraph) and (text.startswith("{{p") or not is_replaced(paragraph))


def _looks_like_heading(paragraph: etree._Element, sheet: StyleSheet) -> bool:
    """True for a short line, in bold or larger text from its beginning to its end, that is no sentence."""
    text = paragraph_text(paragraph).strip()
    plain = own_words(paragraph).strip()
    if sheet.level(paragraph) or in_table(paragraph) or sheet.is_list(paragraph) or "\t" in text:
        return False
    if len(plain) > _LONGEST or plain.endswith(_SENTENCE) or not any(map(str.isalpha, text)):
        return False
    every = list(runs(paragraph))
    return bool(every) and (all(_is_bold(one) for one in every) or all(_is_larger(one, sheet) for one in every))


def _is_bold(run: etree._Element) -> bool:
    """True for bold set on the text itself, by the button or by a character style; a paragraph style's is meant."""
    own = run.find(f"{w('rPr')}/{w('b')}")
    named = value(run.find(f"{w('rPr')}/{w('rStyle')}")).casefold()
    return is_on(own) if own is not None else named in ("strong", "stark")


def _is_larger(run: etree._Element, sheet: StyleSheet) -> bool:
    own = value(run.find(f"{w('rPr')}/{w('sz')}"))
    usual = next((value(size) for size in _styled_sizes(run, sheet)), "20")
    return own.isdecimal() and usual.isdecimal() and int(own) >= int(usual) + _LARGER


def _styled_sizes(run: etree._Element, sheet: StyleSheet) -> Iterator[etree._Element]:
    paragraph = next(run.iterancestors(w("p")))
    style_id = value(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))
    sizes = [style.find(f"{w('rPr')}/{w('sz')}") for style in sheet.chain(style_id, "paragraph")]
    yield from (one for one in (*sizes, sheet.default("r", "sz")) if one is not None)


def _is_text(paragraph: etree._Element, sheet: StyleSheet) -> bool:
    """True for what stands below a heading: a sentence, a text in paragraphs, a list or a table."""
    text = paragraph_text(paragraph).strip()
    if sheet.level(paragraph) is not None:
        return False
    sentence = own_words(paragraph).strip().endswith(".") or len(TAG.sub("x", text)) >= _LONGEST
    return sentence or "|stycken" in text.replace(" ", "") or sheet.is_list(paragraph) or in_table(paragraph)
