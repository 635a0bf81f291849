"""How LibreOffice lays a document out where it is asked for something of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from generator.engines.libreoffice import LibreOffice
from tests.flowtools import p, rel, style, word

pytestmark = pytest.mark.office
_RELS = rel("rId1", "styles", "styles.xml") + rel("rId2", "settings", "settings.xml")
_SETTINGS = '<w:autoHyphenation/><w:themeFontLang w:val="sv-SE"/>'
_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:left="{0}" w:right="{0}" w:top="1440" w:bottom="1440"/></w:sectPr>'
)
_WORDS = "underbyggnaden uppdelade överklagande arbetade avgörandena områdesbestämmelserna omedelbart "
_BROKEN = re.compile(r"(\w+)[\x02\ufffe](\w+)")
"""A word with the mark that PDFium has for a hyphen at the end of a line."""


def laid_out(docx: bytes, office: LibreOffice, folder: Path) -> list[str]:
    """The text of each page."""
    source, made = folder / "a.docx", folder / "a.pdf"
    source.write_bytes(docx)
    office.convert(source, made)
    document = PdfDocument(made)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_hyphen_leaves_three_letters(office: LibreOffice, tmp_path: Path) -> None:
    """No word loses fewer than three letters to either line, whether its style or the paragraph itself allows it."""
    sheet = style("Tyst", inner="<w:pPr><w:suppressAutoHyphens/></w:pPr>")
    text = _WORDS * 12
    body = "".join(
        p(text[shift:], named, own)
        for shift in range(0, 60, 6)
        for named, own in (("", ""), ("Tyst", '<w:suppressAutoHyphens w:val="0"/>'))
    )
    docx = word(body + _SECTION.format(4600), styles=sheet, settings=_SETTINGS, rels=_RELS)
    broken = [pair for page in laid_out(docx, office, tmp_path) for pair in _BROKEN.findall(page)]
    assert len(broken) > 50
    assert [pair for pair in broken if min(map(len, pair)) < 3] == []


@pytest.mark.parametrize("margins", ["", "<w:titlePg/>"], ids=["one header", "a first page of its own"])
def test_no_heading_is_left_at_the_foot_of_a_page(margins: str, office: LibreOffice, tmp_path: Path) -> None:
    """What is kept with the next paragraph stands on its page, in every section."""
    keep = "<w:keepNext/><w:keepLines/>"
    part = "".join(p(f"Rubrik {n}", properties=keep) + p(f"Text {n} " + "ord " * (25 * (n % 7) + 9)) for n in range(60))
    turned = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    ends = [f"<w:sectPr>{size}{margins}</w:sectPr>" for size in ('<w:pgSz w:w="11906" w:h="16838"/>', turned)]
    docx = word(f"{part}{p(properties=ends[0])}{part}{ends[1]}", rels=_RELS, settings="")
    pages = laid_out(docx, office, tmp_path)
    alone = [page for page in pages if re.search(r"Rubrik \d+\s*$", page)]
    assert len(pages) > 6
    assert alone == []
