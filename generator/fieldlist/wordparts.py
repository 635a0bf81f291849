"""What a field list in Word has around its text: settings, theme, a page number, the package's own lists.

Written out here, and not taken from a letterhead or a library's template, so
that a list changes with schemas and rules alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.fieldlist.wordstyles import FIXED, FONT, styles

TEXT_WIDTH = 14570
"""Twips between the margins of a landscape A4 page."""
PORTRAIT_WIDTH = 9070
"""The same of an upright page with usual margins, where a table will stand when it has been pasted."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_THEME = "application/vnd.openxmlformats-officedocument.theme"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"'
_KINDS = ("styles", "settings", "fontTable", "footer", "theme")


def parts() -> dict[str, bytes]:
    """The parts that every list has: all but the text and the properties."""
    written = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relationships({"rIdMain": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relationships({f"rId{one}": (one, f"{one}.xml") for one in _KINDS}),
        "word/styles.xml": styles(_NAMESPACES),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/footer.xml": _footer(),
        "word/theme.xml": _theme(),
    }
    return {name: (_HEAD + text).encode() for name, text in written.items()}


def main(body: str) -> dict[str, bytes]:
    """The part with the text: its paragraphs and tables, on landscape pages.

    Args:
        body: the paragraphs and tables.
    """
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdfooter"/>'
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
        'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    text = f"{_HEAD}<w:document {_NAMESPACES}><w:body>{body}{page}</w:body></w:document>"
    return {"word/document.xml": text.encode()}


def _types() -> str:
    kinds: Mapping[str, str] = {"document": "document.main", **{one: one for one in _KINDS}}
    lines = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_THEME if name == "theme" else f"{_WORD}.{kind}"}+xml"/>'
        for name, kind in kinds.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _settings() -> str:
    return (
        f'<w:settings {_NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="sv-SE"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
        "</w:settings>"
    )


def _fonts() -> str:
    families = {FONT: ("swiss", "variable"), FIXED: ("modern", "fixed")}
    lines = "".join(
        f'<w:font w:name="{name}"><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, (family, pitch) in families.items()
    )
    return f"<w:fonts {_NAMESPACES}>{lines}</w:fonts>"


def _footer() -> str:
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    text = '<w:r><w:t xml:space="preserve">Sida </w:t></w:r>'
    return f'<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{text}{page}</w:p></w:ftr>'


def _theme() -> str:
    """The colours and fonts that Word expects to be named, though no style here goes by them."""
    flat = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{flat}</a:ln>'
    bare = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    names = {
        "dk1": "000000", "lt1": "FFFFFF", "dk2": "404040", "lt2": "F2F2F2", "accent1": "1F3247", "accent2": "5B6B7A",
        "accent3": "8A6D3B", "accent4": "4F6D4A", "accent5": "6B4A6D", "accent6": "7A3B3B", "hlink": "0B4F8A",
        "folHlink": "5A3A7E",
    }  # fmt: skip
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in names.items())
    fonts = "".join(
        f'<a:{one}><a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/></a:{one}>'
        for one in ("majorFont", "minorFont")
    )
    formats = "".join(
        f"<a:{name}>{one * 3}</a:{name}>"
        for name, one in (
            ("fillStyleLst", flat),
            ("lnStyleLst", line),
            ("effectStyleLst", bare),
            ("bgFillStyleLst", flat),
        )
    )
    return (
        f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Lista"><a:themeElements>'
        f'<a:clrScheme name="Lista">{colours}</a:clrScheme><a:fontScheme name="Lista">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Lista">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    )
