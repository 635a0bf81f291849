"""The font lock: another font than the one asked for is never used without a word."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from generator.engines import fonts
from generator.engines.fonts import FontMatch, lock, match
from generator.engines.libreoffice import LibreOffice
from generator.findings import Finding, Severity
from generator.model import Document, Fact, Rendered
from generator.pdf.embedded import PdfFont
from generator.settings import Settings
from generator.steps.verify import fontlock, verify
from generator.word.flow import read_flow
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT
from tests.odd_word import SYMBOL, SYMBOL_ITEM, body, paragraph
from tests.tools import documents, packed, parts, sealed

NONE: frozenset[str] = frozenset()
ABC = frozenset("abc ")


def _font(asked: str, given: str | None, file: Path | None = None) -> FontMatch:
    return FontMatch(asked=asked, given=given, file=file, sha256=None)


@pytest.mark.parametrize(
    ("asked", "given", "drawn"),
    [
        ("Carlito", "Carlito", "Carlito-Bold"),
        ("Calibri", "Carlito", "Carlito"),
        ("Open Sans", "Open Sans", "OpenSans-Semibold"),
        ("Liberation Sans", "Liberation Sans", "LiberationSans-Italic"),
        ("Cambria", "Caladea", "Caladea-Regular"),
        ("Carlito", "Carlito", "OpenSymbol"),
        ("Carlito", None, "Carlito"),
    ],
)
def test_the_right_font_by_another_name_is_no_stranger(asked: str, given: str | None, drawn: str) -> None:
    """A family's weights, its metric twin and fonts of symbols are what was asked for."""
    held = lock([_font(asked, given)], {drawn: ABC}, NONE)
    assert (held.replaced, held.stand_ins) == ((), ())


def test_a_replaced_family_is_told_when_the_document_shows_it() -> None:
    """A family that became another is told when the other is there, not when only an unused style names it."""
    asked = [_font("Carlito", "Carlito"), _font("Tahoma", "DejaVu Sans")]
    assert lock(asked, {"Carlito": ABC}, NONE).replaced == ()
    assert [one.asked for one in lock(asked, {"Carlito": ABC, "DejaVuSans-Bold": ABC}, NONE).replaced] == ["Tahoma"]
    elsewhere = lock(asked, {"Carlito": ABC, "LiberationSans": ABC}, NONE)
    assert [one.asked for one in elsewhere.replaced] == ["Tahoma"], "LibreOffice may choose otherwise than fontconfig"


def test_a_font_for_characters_that_the_others_lack_is_a_reserve() -> None:
    """A stranger is needed for what no asked font has, and for nothing that they have."""
    (carlito,) = match(["Carlito"])
    (needed,) = lock([carlito], {"Carlito": ABC, "DejaVuSans": frozenset("☃ ")}, NONE).stand_ins
    assert (needed.font, needed.characters, needed.needed) == ("DejaVuSans", frozenset("☃"), True)
    (mixed,) = lock([carlito], {"Carlito": ABC, "DejaVuSans": frozenset("☃a")}, NONE).stand_ins
    assert not mixed.needed
    (unreadable,) = lock([_font("Carlito", "Carlito", Path(__file__))], {"DejaVuSans": ABC}, NONE).stand_ins
    assert not unreadable.needed


def test_bullets_may_have_fonts_of_their_own() -> None:
    """Word's bullet «o» is set in Courier New; letters of the text may not be."""
    (carlito,) = match(["Carlito"])
    assert lock([carlito], {"LiberationMono": frozenset("o")}, frozenset("o•")).stand_ins == ()
    assert lock([carlito], {"LiberationMono": frozenset("os")}, frozenset("o•")).stand_ins != ()


def test_fontconfig_knows_names_that_differ() -> None:
    """A font whose PostScript name does not begin as its family is looked up."""
    assert fonts._families_of("LiberationSans-Bold") == ("Liberation Sans",)
    assert fonts._families_of("Finns-Inte") == ()


@pytest.fixture
def no_fontconfig(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without fontconfig."""
    monkeypatch.setattr(fonts.shutil, "which", lambda _: None)
    fonts._match.cache_clear()
    fonts._families_of.cache_clear()
    yield
    fonts._match.cache_clear()
    fonts._families_of.cache_clear()


@pytest.fixture(scope="module")
def plain() -> tuple[Document, Rendered]:
    """A document with the looks of a letterhead; no fact is asked of it."""
    document, rendered = documents(CASES[0], Workshop(Settings(root=ROOT, out=Path("/nowhere"))))[0]
    return replace(document, facts=()), rendered


def _judged(document: Document, rendered: Rendered, name: str) -> list[Finding]:
    """What is said of the fonts of a PDF that has one."""
    own = [PdfFont(name=name, carried=True, mapped=True, characters=ABC)]
    return list(fontlock.judged(document, fontlock.held(rendered, read_flow(rendered.content), own), own))


def test_without_fontconfig_names_are_what_there_is(no_fontconfig: None, plain: tuple[Document, Rendered]) -> None:
    """Nobody knows what the machine has, which is a warning, told once; a stranger's name still gives it away."""
    document, rendered = plain
    asked = replace(rendered, fonts=("Carlito", "Calibri"))
    found = _judged(document, asked, "Carlito")
    assert [(one.code, one.severity) for one in found] == [("typsnitt-okant", Severity.WARNING)]
    found = _judged(document, asked, "DejaVuSans")
    assert [one.code for one in found] == ["typsnitt-okant", "typsnitt-utbytt"]


def _asking(rendered: Rendered, family: str) -> Rendered:
    """The document with another family for all its text."""
    own = parts(rendered.content)
    for name in own:
        if re.fullmatch(r"word/(styles|document|theme/theme1|header\d|footer\d)\.xml", name):
            for old in rendered.fonts:
                own[name] = own[name].replace(f'"{old}"'.encode(), f'"{family}"'.encode())
    return replace(rendered, content=packed(own), fonts=(family,))


def _short(rendered: Rendered) -> Rendered:
    """The document with two words of its own."""
    text = body(rendered.content, paragraph("Rubrik", "Heading1"), paragraph("Några ord."))
    return replace(rendered, content=text)


def _said(document: Document, rendered: Rendered, office: LibreOffice, folder: Path) -> tuple[Finding, ...]:
    return verify(document, rendered, *sealed(document, rendered, office, folder)).findings


@pytest.mark.office
def test_a_missing_font_stops_the_document(
    plain: tuple[Document, Rendered], office: LibreOffice, tmp_path: Path
) -> None:
    """A family that the machine lacks is an error that names what replaced it; a profile can make it a warning."""
    document, rendered = plain
    worse = _asking(_short(rendered), "Finnsinte Sans")
    (found,) = _said(document, worse, office, tmp_path)
    assert (found.code, found.severity) == ("typsnitt-utbytt", Severity.ERROR)
    assert "Finnsinte Sans finns inte" in found.message
    assert re.search(r"ritad med \w+", found.message)
    assert "profil.toml" in found.remedy
    (allowed,) = _said(replace(document, fonts_locked=False), worse, office, tmp_path)
    assert (allowed.code, allowed.severity) == ("typsnitt-utbytt", Severity.WARNING)


def test_a_missing_font_names_its_package(plain: tuple[Document, Rendered], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Debian has the font, the remedy is the command that installs it."""
    document, rendered = plain
    monkeypatch.setattr(fontlock, "match", lambda _: (_font("Calibri", "DejaVu Sans"),))
    (found,) = _judged(document, rendered, "DejaVuSans")
    assert "sudo apt-get install fonts-crosextra-carlito" in found.remedy


@pytest.mark.office
def test_a_glyph_that_the_font_lacks_is_a_note(
    plain: tuple[Document, Rendered], office: LibreOffice, tmp_path: Path
) -> None:
    """A sign that the letterhead's font lacks is drawn with another, which is said; bullets in Symbol are not."""
    document, rendered = plain
    blocks = (
        paragraph("Rubrik", "Heading1"),
        paragraph("En snögubbe ☃ i texten."),
        paragraph("Ett", properties=SYMBOL_ITEM),
    )
    snow = replace(rendered, content=body(rendered.content, *blocks, numbering=SYMBOL))
    asked = Fact(label="Sagt", texts=("En snögubbe ☃ i texten.",), path=())
    (found,) = _said(replace(document, facts=(asked,)), snow, office, tmp_path)
    assert (found.code, found.severity) == ("typsnitt-reserv", Severity.NOTE)
    assert "☃ (U+2603)" in found.message


CONFIGURATION = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""


@pytest.fixture
def closed_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A family whose licence forbids that it is embedded, seen by this test alone."""
    family, folder = "Provtypsnitt", tmp_path / "typsnitt"
    folder.mkdir()
    (source,) = match(["Liberation Sans"])
    with TTFont(source.file) as font:
        font["OS/2"].fsType = 2
        for record in font["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = family
        font.save(folder / "prov.ttf")
    file = tmp_path / "fonts.conf"
    file.write_text(CONFIGURATION.format(fonts=folder, cache=tmp_path / "cache"), "utf-8")
    monkeypatch.setitem(os.environ, "FONTCONFIG_FILE", str(file))
    return family


@pytest.mark.office
def test_a_font_that_must_not_be_embedded_is_named(
    plain: tuple[Document, Rendered], closed_font: str, tmp_path: Path
) -> None:
    """A font that LibreOffice may not put in the file stops the document, with its name."""
    document, rendered = plain
    engine = LibreOffice()
    try:
        found = _said(document, _asking(_short(rendered), closed_font), engine, tmp_path)
    finally:
        engine.close()
    assert [one.code for one in found] == ["pdf-typsnitt"]
    assert closed_font in found[0].message
