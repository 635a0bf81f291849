"""The contest's Word files: a shipped letterhead with a picture in its header, and a body of two pages.

The styles, the footer and the fields of the header are those of the shipped
letterhead. The body has what letters have: texts in paragraphs, sections that
may be absent, points with points below them, a table, signatures and a list
of recipients.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image, ImageDraw

DOCUMENT = "word/document.xml"
HEADER = "word/header1.xml"
FOOTER = "word/footer1.xml"
_LOGO = "word/media/logo.png"
_SIDE = 420
"""Pixels of the logo's side: 300 to the inch for the size that it is printed in."""
_EMU = 1_280_160
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = (
    f'<w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{_EMU}"'
    f' cy="{_EMU}"/><wp:docPr id="1" name="Logotyp" descr="Logotyp"/><a:graphic xmlns:a="{_A}"><a:graphicData'
    f' uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr id="1" name="logo.png"/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdLogo"/><a:stretch><a:fillRect/></a:stretch>'
    f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{_EMU}" cy="{_EMU}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing>"
)
_COSTS = "handling.kostnader"
_LINES: tuple[tuple[str, str], ...] = (
    ("Dokumenttyp", "{{ dokument.typ }}"),
    (
        "Huvuduppgift",
        "{{ profil.etiketter.tjanstestalle }}\t"
        "{% if arende.tjanstestalle %}{{ arende.tjanstestalle }}, {% endif %}{{ handling.handlaggare.namn }}",
    ),
    ("", "{%p if handling.handlaggare.telefon %}"),
    ("Huvuduppgift", "{{ profil.etiketter.telefon }}\t{{ handling.handlaggare.telefon|telefon }}"),
    ("", "{%p endif %}"),
    ("Huvuduppgift", "{{ profil.etiketter.diarienummer }}\t{{ arende.diarienummer }}"),
    ("Huvuduppgift", "{{ profil.etiketter.organ }}\t{{ arende.organ.namn }}"),
    ("Heading1", "{{ dokument.titel }}"),
    ("Heading2", "{{ profil.rubriker.forslag }}"),
    ("Beslutsinledning", "{{ beslut.inledning }}"),
    ("", "{%p for punkt in beslut.punkter %}"),
    ("AttSats", "{{ punkt.text }}"),
    ("", "{%p for under in punkt.underpunkter %}"),
    ("Beslutsunderpunkt", "{{ under }}"),
    ("", "{%p endfor %}"),
    ("", "{%p endfor %}"),
    ("", "{%p if handling.inledning %}"),
    ("Heading2", "{{ profil.rubriker.sammanfattning }}"),
    ("", "{%p for stycke in handling.inledning %}"),
    ("BodyText", "{{ stycke }}"),
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
    ("Heading2", "{{ profil.rubriker.arendebeskrivning }}"),
    ("", "{%p for stycke in handling.brodtext %}"),
    ("BodyText", "{{ stycke }}"),
    ("", "{%p endfor %}"),
    ("", f"{{%p if {_COSTS} %}}"),
    ("Heading2", "{{ profil.rubriker.ekonomiska_konsekvenser }}"),
    (
        "BodyText",
        f"Kostnaden är {{{{ {_COSTS}|summa('belopp')|kronor }}}}, fördelad på {{{{ {_COSTS}|antal }}}} poster.",
    ),
    ("", "<table>"),
    ("", "{%p endif %}"),
    ("", "{%p if handling.tidigare_beslut %}"),
    ("Heading2", "{{ profil.rubriker.tidigare_beslut }}"),
    ("", "{%p for beslutet in handling.tidigare_beslut %}"),
    (
        "ListBullet",
        "{{ beslutet.organ }}, {{ beslutet.datum|datum }}"
        "{% if beslutet.paragraf %}, {{ beslutet.paragraf|paragraf }}{% endif %}"
        "{% if beslutet.innehall %}: {{ beslutet.innehall }}{% endif %}",
    ),
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
    ("", "{%p if handling.beslutsunderlag %}"),
    ("Heading2", "{{ profil.rubriker.beslutsunderlag }}"),
    ("", "{%p for underlag in handling.beslutsunderlag %}"),
    ("ListBullet", "{{ underlag.titel }}{% if underlag.datum %}, {{ underlag.datum|datum_iso }}{% endif %}"),
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
    ("", "{%p for person in undertecknare %}"),
    ("UnderskriftNamn", "{{ person.namn }}"),
    ("UnderskriftTitel", "{{ person.titel }}"),
    ("", "{%p endfor %}"),
    ("", "{%p if mottagare %}"),
    ("Heading2", "{{ profil.rubriker.sandlista }}"),
    ("", "{%p for en in mottagare %}"),
    ("Mottagare", "{{ en }}"),
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
)
_ROWS: tuple[tuple[str, ...], ...] = (
    ("Kostnad", "Omfattning", "Kronor"),
    (f"{{%tr for rad in {_COSTS} %}}",),
    ("{{ rad.post }}", "{{ rad.omfattning }}", "{{ rad.belopp|kronor }}"),
    ("{%tr endfor %}",),
)


def body() -> str:
    """The contest's body, as WordprocessingML with the tags of our templates."""
    return "".join(_table() if text == "<table>" else paragraph(text, style) for style, text in _LINES)


def paragraph(text: str, style: str = "") -> str:
    """One paragraph of one run; a tab in the text is a tab in Word."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r>{_text(text)}</w:r></w:p>"


def _text(text: str) -> str:
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in text.split("\t"))


def _table() -> str:
    rows = "".join(f"<w:tr>{''.join(_cell(text) for text in row)}</w:tr>" for row in _ROWS)
    grid = '<w:gridCol w:w="3402"/><w:gridCol w:w="3402"/><w:gridCol w:w="1700"/>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="8504" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'


def _cell(text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{paragraph(text, "BodyText")}</w:tc>'


def letterhead(shipped: Path) -> dict[str, bytes]:
    """The parts of a shipped letterhead whose header is a table of two cells: a logo, and the header as it was."""
    with ZipFile(shipped) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, _, inside = parts[HEADER].decode().rpartition("<w:hdr ")
    opening, _, paragraphs = inside.partition(">")
    paragraphs = paragraphs.removesuffix("</w:hdr>")
    logo = f"<w:tc>{_width(2200)}<w:p><w:r>{_DRAWING}</w:r></w:p></w:tc>"
    table = (
        '<w:tbl><w:tblPr><w:tblW w:w="8504" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="2200"/>'
        f'<w:gridCol w:w="6304"/></w:tblGrid><w:tr>{logo}<w:tc>{_width(6304)}{paragraphs}</w:tc></w:tr></w:tbl><w:p/>'
    )
    relation = f'<Relationship Id="rIdLogo" Type="{_R}/image" Target="media/logo.png"/>'
    return parts | {
        HEADER: f"{head}<w:hdr {opening}>{table}</w:hdr>".encode(),
        "word/_rels/header1.xml.rels": f'<Relationships xmlns="{_RELS}">{relation}</Relationships>'.encode(),
        _LOGO: _logo(),
        "[Content_Types].xml": re.sub(
            rb"(<Types [^>]*>)", rb'\1<Default Extension="png" ContentType="image/png"/>', parts["[Content_Types].xml"]
        ),
    }


def _width(twips: int) -> str:
    return f'<w:tcPr><w:tcW w:w="{twips}" w:type="dxa"/></w:tcPr>'


def _logo() -> bytes:
    """A disc on nothing, that weighs what a logo does: some kilobytes."""
    picture, middle, out = Image.new("RGBA", (_SIDE, _SIDE)), _SIDE // 2, BytesIO()
    disc = ImageDraw.Draw(picture)
    for radius in range(middle, 0, -3):
        disc.circle((middle, middle), radius, fill=(radius % 256, 90, 160 + radius % 90, 255))
    picture.save(out, "PNG")
    return out.getvalue()


def with_body(parts: Mapping[str, bytes], inside: str) -> dict[str, bytes]:
    """A package whose document has another body; page and header stay."""
    whole = parts[DOCUMENT].decode()
    start, end = whole.index("<w:body>") + len("<w:body>"), whole.rindex("<w:sectPr")
    return {**parts, DOCUMENT: (whole[:start] + inside + whole[end:]).encode()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a .docx."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
