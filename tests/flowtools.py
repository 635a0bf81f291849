"""Small Word files for tests of reading, and flows as short texts that can be compared at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from generator.flow import (
    Block,
    Cell,
    Flow,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    NoteMark,
    Paragraph,
    Picture,
    Quotation,
    Table,
    Words,
)
from generator.word.flow import read_flow
from generator.word.ooxml import PREFIXES
from tests.conftest import ROOT
from tests.tools import packed, parts

NAMESPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOTS = {
    "document": "document", "styles": "styles", "numbering": "numbering", "footnotes": "footnotes",
    "endnotes": "endnotes", "header1": "hdr", "footer1": "ftr", "settings": "settings",
}  # fmt: skip


def word(body: str, *, files: dict[str, bytes] | None = None, rels: str = "", styles: str = "", **more: str) -> bytes:
    """A .docx with this body: the letterhead's styles and lists, or those given.

    Args:
        body: what stands in `w:body`.
        files: parts besides.
        rels: the document's relationships, beside those that the letterhead has.
        styles: styles beside the letterhead's.
        more: what stands in a part, by its name without folder and suffix.
    """
    content = parts((ROOT / "templates" / "standard" / "brevmall.docx").read_bytes())
    for name, inner in {**more, "document": f"<w:body>{body}</w:body>"}.items():
        content[f"word/{name}.xml"] = f"<w:{_ROOTS[name]} {NAMESPACES}>{inner}</w:{_ROOTS[name]}>".encode()
    sheet = content["word/styles.xml"]
    content["word/styles.xml"] = sheet.replace(b"</w:styles>", f"{styles}</w:styles>".encode())
    lines = f'<Relationships xmlns="{_RELATIONS}">{rels}</Relationships>'
    content["word/_rels/document.xml.rels"] = lines.encode()
    return packed(content | (files or {}))


def rel(identity: str, kind: str, target: str, *, external: bool = False) -> str:
    """A relationship."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def style(identity: str, *, based: str = "", kind: str = "paragraph", inner: str = "", name: str = "") -> str:
    """A style."""
    above = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identity}"><w:name w:val="{name or identity}"/>{above}{inner}</w:style>'
    )


def t(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str = "", named: str = "", properties: str = "") -> str:
    """A paragraph of a style; text that is no markup becomes a run."""
    inner = content if content.startswith("<") or not content else t(content)
    said = f'<w:pStyle w:val="{named}"/>' if named else ""
    return f"<w:p><w:pPr>{said}{properties}</w:pPr>{inner}</w:p>"


def item(content: str, number: int = 1, level: int = 0, properties: str = "") -> str:
    """An item of a list made with Word's buttons."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(content, properties=numbered + properties)


def told(docx: bytes) -> list[str]:
    """The body of a Word file, a line to each block, in a shorthand of the tests."""
    return [*lines(read_flow(docx).body)]


def lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Blocks as lines: "# heading", "1. item", "| cell | cell", "> quotation"; what lies within is set in."""
    for block in blocks:
        match block:
            case Heading():
                yield " ".join(filter(None, ["#" * block.level, block.label, said(block.inlines)]))
            case Paragraph():
                yield said(block.inlines)
            case Listing():
                for one in block.items:
                    yield from _marked(one.label or "-", one.blocks)
            case Table():
                yield from ("| " + " | ".join(map(_cell, row)) for row in block.rows)
            case Quotation():
                yield from (f"> {line}" for line in lines(block.blocks))


def _marked(label: str, blocks: tuple[Block, ...]) -> Iterator[str]:
    first, *more = [*lines(blocks)] or [""]
    yield f"{label} {first}"
    yield from (f"  {line}" for line in more)


def _cell(cell: Cell) -> str:
    spans = f"{{{cell.columns}x{cell.rows}}}" if (cell.columns, cell.rows) != (1, 1) else ""
    return f"{'' if cell.heads is None else f'{cell.heads.value}:'}{spans}{' / '.join(lines(cell.blocks))}"


def said(inlines: tuple[Inline, ...]) -> str:
    """Inlines as text: *strong*, /emphasis/, `code`, ^raised^, _lowered_, {en:language}, [link](target), [^0]."""
    return "".join(map(_inline, inlines))


def _inline(one: Inline) -> str:
    match one:
        case Words():
            looks = ("*", one.strong), ("/", one.emphasis), ("`", one.code), ("^", one.raised), ("_", one.lowered)
            marks = "".join(mark for mark, on in looks if on)
            text = f"{marks}{one.text}{marks[::-1]}".replace("\t", "→")
            return f"{{{one.language}:{text}}}" if one.language else text
        case LineBreak():
            return "↵"
        case Picture():
            return f"[bild {one.alt}]" if not one.decorative else "[dekor]"
        case NoteMark():
            return f"[^{one.index}]"
        case Link():
            return f"[{said(one.inlines)}]({one.target})"


def letters(flow: Flow) -> str:
    """Every character of a flow's body and notes that is no space, labels left out, in reading order."""
    return "".join("".join([*_texts(flow.body), *(x for n in flow.notes for x in _texts(n.blocks))]).split())


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield from _words(block.inlines)
            case Listing():
                for one in block.items:
                    yield from _texts(one.blocks)
            case Table():
                for cell in (cell for row in block.rows for cell in row):
                    yield from _texts(cell.blocks)
            case Quotation():
                yield from _texts(block.blocks)


def _words(inlines: tuple[Inline, ...]) -> Iterator[str]:
    for one in inlines:
        if isinstance(one, Words):
            yield one.text
        elif isinstance(one, Link):
            yield from _words(one.inlines)
