"""The font lock: another font than the one asked for is never used without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from generator.engines import fonts
from generator.engines.fonts import FontMatch, lock, match
from generator.engines.libreoffice import LibreOffice
from generator.engines.verapdf import VeraPdf
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
    assert fonts._families_of("liberationsans-BOLD") == ("Liberation Sans",)
    assert fonts._families_of("Finns-Inte") == ()
    assert fonts._families_of("") == ()


@pytest.fixture
def no_fontconfig(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without fontconfig."""
    monkeypatch.setattr(fonts.shutil, "which", lambda _: None)
    fonts._match.cache_clear()
    fonts._named.cache_clear()
    yield
    fonts._match.cache_clear()
    fonts._named.cache_clear()


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
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖabcdefghijklmnopqrstuvwxyzåäö0123456789 .,:()-/|–§@\u00a0"


def _with_rights(source: Path, target: Path, family: str, rights: int) -> None:
    """A copy of a font under another name and licence (OS/2 fsType)."""
    with TTFont(source) as font:
        font["OS/2"].fsType = rights
        for record in font["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = family
        font.save(target)


def _with_cubic_curves(source: Path, target: Path, family: str) -> None:
    """The letters of a font drawn with cubic curves, 2048 units to the em."""
    with TTFont(source) as font:
        glyphs, signs = font.getGlyphSet(), {ord(one): font.getBestCmap()[ord(one)] for one in LETTERS}
        drawings = {}
        for name in (".notdef", *signs.values()):
            pen = T2CharStringPen(glyphs[name].width, glyphs)
            glyphs[name].draw(pen)
            drawings[name] = pen.getCharString()
        made = FontBuilder(2048, isTTF=False)
        made.setupGlyphOrder(list(drawings))
        made.setupCharacterMap(signs)
        made.setupCFF(family, {"FullName": family, "FontMatrix": [1 / 2048, 0, 0, 1 / 2048, 0, 0]}, drawings, {})
        made.setupHorizontalMetrics({name: (glyphs[name].width, 0) for name in drawings})
    made.setupHorizontalHeader(ascent=1854, descent=-434)
    names = dict.fromkeys(("familyName", "fullName", "psName", "uniqueFontIdentifier"), family)
    made.setupNameTable({**names, "styleName": "Regular"})
    made.setupOS2(sTypoAscender=1854, sTypoDescender=-434, usWinAscent=1854, usWinDescent=434)
    made.setupPost()
    made.save(target)


def test_fonts_in_somebodys_own_folder_are_not_the_machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice does not see them, so they do not count; those that the operator points out do."""
    (source,) = match(["Liberation Sans"])
    folder = tmp_path / ".local" / "share" / "fonts"
    folder.mkdir(parents=True)
    assert source.file is not None
    _with_rights(source.file, folder / "hemma.ttf", "Provhemma", 0)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (own,) = match(["Provhemma"])
    assert not own.faithful
    fonts._match.cache_clear()
    file = tmp_path / "fonts.conf"
    file.write_text(CONFIGURATION.format(fonts=folder, cache=tmp_path), "utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(file))
    (told,) = match(["Provhemma"])
    assert told.faithful


@pytest.fixture(scope="module")
def office_with_fonts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibreOffice]:
    """A LibreOffice on a machine that has three fonts more, told of as an operator tells it."""
    folder = tmp_path_factory.mktemp("typsnitt")
    (source,) = match(["Liberation Sans"])
    assert source.file is not None
    _with_rights(source.file, folder / "fri.ttf", "Provfri", 0)
    _with_rights(source.file, folder / "stangd.ttf", "Provstangd", 2)
    _with_cubic_curves(source.file, folder / "kubisk.otf", "Provkubisk")
    file = tmp_path_factory.mktemp("fontconfig") / "fonts.conf"
    file.write_text(CONFIGURATION.format(fonts=folder, cache=file.parent), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(file))
        engine = LibreOffice()
        yield engine
        engine.close()


@pytest.mark.office
@pytest.mark.parametrize(("family", "codes"), [("Provfri", []), ("Provstangd", ["pdf-typsnitt"])])
def test_a_font_that_must_not_be_carried_is_named(
    family: str, codes: list[str], plain: tuple[Document, Rendered], office_with_fonts: LibreOffice, tmp_path: Path
) -> None:
    """LibreOffice puts a font in the file whatever its licence says; one that forbids it stops the document."""
    document, rendered = plain
    found = _said(document, _asking(_short(rendered), family), office_with_fonts, tmp_path)
    assert [one.code for one in found] == codes
    assert all(family in one.message and one.severity is Severity.ERROR for one in found)


@pytest.mark.office
@pytest.mark.verapdf
def test_a_sound_font_that_the_validator_does_not_know_is_a_note(
    plain: tuple[Document, Rendered], office_with_fonts: LibreOffice, verapdf: VeraPdf, tmp_path: Path
) -> None:
    """What pikepdf cannot look into is said and not passed; veraPDF finds nothing wrong with it."""
    document, rendered = plain
    cubic = _asking(_short(rendered), "Provkubisk")
    flow, finished = sealed(document, cubic, office_with_fonts, tmp_path)
    verified = verify(document, cubic, flow, finished)
    assert [(one.code, one.severity) for one in verified.findings] == [("pdf-ej-provad", Severity.NOTE)]
    (verdict,) = verified.verdicts
    assert (verdict.passed, verdict.faults) == (False, ())
    assert verdict.unjudged
    file = tmp_path / "fardig.pdf"
    file.write_bytes(finished.pdf)
    assert all(one.passed for one in verapdf.validate(file, ("2a", "ua1")))
