"""Finds the paragraph that a finding quotes.

A document that cannot be rendered tells the text of the paragraph that
stopped it and not its number: what was rendered had been put together from
many files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from pathlib import Path

from generator.errors import GeneratorError
from generator.findings import Finding, Spot
from generator.inspection.source import inspect_file
from generator.preview.remarks import WORD
from generator.word.outline import Outline

_QUOTE = re.compile(r"«(.+)»", re.DOTALL)
_PARAGRAPH_TAG = re.compile(r"(\{[{%])(?:p|tr|tc)\b|\s")
"""What a tag loses before it is run, and what says nothing of which paragraph it is."""


def located(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, those that quote a paragraph of a Word file with its place."""
    return tuple(map(_located, findings))


def _located(finding: Finding) -> Finding:
    place = finding.place
    quote = _QUOTE.fullmatch(place.title or "")
    if quote is None or place.spot is not None or place.file is None or place.file.suffix != WORD:
        return finding
    spot = find(place.file, quote[1])
    return replace(finding, place=replace(place, spot=spot)) if spot else finding


def find(path: Path, quote: str) -> Spot | None:
    """The first paragraph of a Word file with that text; None when there is none, or no such file.

    Args:
        path: the file.
        quote: the text, perhaps cut short, perhaps of several paragraphs.
    """
    try:
        outlines = inspect_file(path).outlines.values()
    except GeneratorError:
        return None
    wanted = _bare(unescape(quote))
    return next((spot for outline in outlines if wanted and (spot := _within(outline, wanted))), None)


def _within(outline: Outline, wanted: str) -> Spot | None:
    """The paragraph in which the text begins; tags alone in paragraphs are quoted with the paragraph after them."""
    texts = [_bare(paragraph.spot.text) for paragraph in outline.paragraphs]
    start = "".join(texts).find(wanted)
    for paragraph, text in zip(outline.paragraphs, texts, strict=True):
        if 0 <= start < len(text):
            return paragraph.spot
        start -= len(text)
    return None


def _bare(text: str) -> str:
    return _PARAGRAPH_TAG.sub(lambda hit: hit[1] or "", text)
