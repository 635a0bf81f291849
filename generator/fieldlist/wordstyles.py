"""The styles of a field list in Word: names of the letterheads' styles (`docs/mallhandbok.md`), looks of its own."""

from __future__ import annotations

FONT = "Calibri"
FIXED = "Courier New"
_SIZES = {1: 36, 2: 30, 3: 26, 4: 23, 5: 22, 6: 22}
"""Of headings, in half points."""
_INK = "1F3247"
_BOLD = "<w:b/><w:bCs/>"
_NEAR = '<w:spacing w:before="30" w:after="30"/>'


def styles(namespaces: str) -> str:
    """The part `word/styles.xml`, without its first line."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_face(FONT)}{_size(22)}"
        '<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="0" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    base = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    )
    headings = "".join(_heading(level) for level in _SIZES)
    return f"<w:styles {namespaces}>{defaults}{base}{headings}{_paragraphs()}{_characters()}{_table()}</w:styles>"


def _heading(level: int) -> str:
    before = 480 - 40 * level
    return _paragraph(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:bCs/><w:color w:val="{_INK}"/>{_size(_SIZES[level])}',
    )


def _paragraphs() -> str:
    return "".join(
        (
            _paragraph("BodyText", "Body Text", '<w:spacing w:before="60" w:after="110"/>'),
            _paragraph(
                "HTMLPreformatted",
                "HTML Preformatted",
                '<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="7F8C99"/></w:pBdr>'
                '<w:spacing w:before="40" w:after="40"/><w:ind w:left="284"/>',
                _tag_look(),
            ),
            _paragraph("Tabelltext", "Tabelltext", _NEAR, _face(FONT) + _size(20)),
            _paragraph("Tabellrubrik", "Tabellrubrik", f"<w:keepNext/>{_NEAR}", _face(FONT) + _BOLD + _size(20)),
            _paragraph("Footer", "footer", '<w:jc w:val="right"/>', _size(18)),
        )
    )  # fmt: skip


def _characters() -> str:
    looks = {
        "Strong": ("Strong", "<w:b/><w:bCs/>"),
        "Emphasis": ("Emphasis", "<w:i/><w:iCs/>"),
        "HTMLCode": ("HTML Code", _tag_look()),
    }
    return "".join(
        f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{look}</w:rPr></w:style>'
        for key, (name, look) in looks.items()
    )


def _table() -> str:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6B0BA"/>' for side in ("top", "bottom", "insideH")
    )
    sides = "".join(f'<w:{side} w:w="85" w:type="dxa"/>' for side in ("left", "right"))
    first = '<w:tblPr/><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8EDF2"/></w:tcPr>'
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="Tabell"><w:name w:val="Tabell"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{lines}</w:tblBorders>'
        f"<w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow">{first}</w:tblStylePr></w:style>'
    )


def _paragraph(key: str, name: str, looks: str, letters: str = "") -> str:
    own = ' w:customStyle="1"' if key == name and not key.startswith("Body") else ""
    run = f"<w:rPr>{letters}</w:rPr>" if letters else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{looks}</w:pPr>{run}</w:style>"
    )


def _tag_look() -> str:
    """Letters of fixed width that Word does not proof-read."""
    return f"{_face(FIXED)}<w:noProof/>{_size(18)}"


def _face(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
