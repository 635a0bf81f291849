"""The prepared template against docxtpl itself, which is the contract with those who write templates."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate

from generator.model import Document, Rendered
from generator.sandbox import printable
from generator.word.composition import Composed, compose
from generator.word.prepared import _setter, environment
from generator.word.properties import APP, CORE, declare
from generator.word.reading import read_docx
from generator.word.setting import Setter, Supplement
from generator.word.templates import Templates
from generator.workshop import Workshop
from tests.conftest import CASES, Write
from tests.tools import canonical, documents, faults, packed, parts

_WORDS = ["Åre", "kommun", "&", "<w:p/>", "]]>", "{{ 7*7 }}", "rad\u00a0två", "«citat»", "100 000", "ö-vik", "'", '"']
_BLOCKS = [
    "- a\n- b\n  - c",
    "1. ett\n2. två",
    "| A | B |\n|---|--:|\n| x | 1 |",
    "> citat",
    "## Rubrik",
    "**fet** *kursiv*",
]
_COMPARED = ("word/document.xml", "word/header1.xml", "word/footer1.xml")


@lru_cache
def composed_template(profil: str, typ: str, templates: Path) -> tuple[Composed, bytes]:
    """The composed package with its tags still in it, as parts and as one file."""
    find = Templates(templates).find
    letterhead, body = find(profil, "brevmall.docx"), find(profil, f"{typ}.docx")
    assert letterhead is not None
    assert body is not None
    composed = compose(letterhead, body, lambda name: find(profil, name))
    return composed, packed({**composed.parts, **declare(composed.parts), CORE: _core(), APP: _app()})


def by_docxtpl(document: Document, shop: Workshop) -> dict[str, bytes]:
    """The same document as docxtpl makes it."""
    composed, whole = composed_template(document.profil, document.handling.typ, shop.settings.templates)
    template = DocxTemplate(BytesIO(whole))
    token = _setter.set(Setter(composed.frame, Supplement()))
    try:
        # finalize without our new-line rule: docxtpl has its own
        template.render(document.context, environment(composed.blocks, finalize=printable), autoescape=True)
    finally:
        _setter.reset(token)
    out = BytesIO()
    template.save(out)
    return parts(out.getvalue())


def _core() -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return f'<cp:coreProperties xmlns:cp="{space}"/>'.encode()


def _app() -> bytes:
    return b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'


def assert_same(document: Document, content: bytes, shop: Workshop) -> None:
    """Both have the same body, header and footer."""
    theirs, ours = by_docxtpl(document, shop), parts(content)
    for name in _COMPARED:
        assert canonical(ours[name]) == canonical(theirs[name]), name


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_examples_are_as_docxtpl_makes_them(path: Path, lenient: Workshop) -> None:
    """Every example has the body, header and footer that docxtpl gives it, in canonical form."""
    made = documents(path, lenient)
    assert made
    for document, rendered in made:
        assert_same(document, rendered.content, lenient)


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(1, 12))).strip()


def _prose(chance: random.Random) -> str:
    pieces = [chance.choice(_BLOCKS) if chance.random() < 0.4 else _text(chance) for _ in range(chance.randint(1, 4))]
    return "\n\nMellan.\n\n".join(pieces)


def _shaken(node: Any, chance: random.Random, key: str = "") -> Any:
    """A case with other texts, other amounts, and lists of other lengths."""
    if isinstance(node, dict):
        return {name: _shaken(value, chance, name) for name, value in node.items()}
    if isinstance(node, list):
        picked = node if key == "handlingar" else chance.choices(node, k=chance.randint(1, 3))
        return [_shaken(item, chance, key) for item in picked]
    if key in ("rubrik", "arendemening", "namn", "titel", "enhet", "innehall", "hantering", "villkor", "tjanstestalle"):
        return _text(chance)
    if key in ("sammanfattning", "arendebeskrivning", "bedomning", "ekonomiska_konsekvenser", "uppfoljning"):
        return _prose(chance)
    if key == "text":
        return _text(chance)
    if key == "belopp":
        return chance.randint(0, 10**8)
    return node


def generated(batch: int, lenient: Workshop, write: Write) -> Iterator[tuple[Document, Rendered]]:
    """Twenty other cases; ten batches make two hundred."""
    chance = random.Random(batch)
    made = 0
    while made < 20:
        base = json.loads(chance.choice(CASES).read_text("utf-8"))
        base["handlingar"] = [chance.choice(base["handlingar"])]
        base["handlingar"][0].pop("undantag", None)  # said once, it must not be said twice
        for pair in documents(write(_shaken(base, chance)), lenient):
            yield pair
            made += 1


@pytest.mark.parametrize("batch", [pytest.param(one, marks=pytest.mark.thorough if one else ()) for one in range(10)])
def test_two_hundred_other_cases_are_as_docxtpl_makes_them(batch: int, lenient: Workshop, write: Write) -> None:
    """Generated cases too, with markup, odd characters and lists of other lengths in every text."""
    compared = 0
    for document, rendered in generated(batch, lenient, write):
        assert_same(document, rendered.content, lenient)
        assert read_docx(rendered.content).faults == ()
        compared += 1
    assert compared == 20


@pytest.mark.thorough
@pytest.mark.parametrize("batch", range(10))
def test_word_would_open_the_two_hundred(batch: int, lenient: Workshop, write: Write, tmp_path: Path) -> None:
    """Each generated document keeps the Open XML SDK's rules."""
    checked = 0
    for _, rendered in generated(batch, lenient, write):
        file = tmp_path / "a.docx"
        file.write_bytes(rendered.content)
        assert faults(file) == []
        checked += 1
    assert checked == 20
