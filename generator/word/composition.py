"""Letterhead, body and blocks put together to one template package.

The letterhead (`brevmall.docx`) is the package: page, styles, header, footer,
fonts. A format's .docx gives only its body, and the blocks that a body
includes are cut out the same way. Changing the letterhead changes every
document of its profile.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, meta
from lxml import etree

from generator.sandbox import Environment, explain
from generator.word.fragment import Fragment, jinja_source, read_fragment
from generator.word.frame import FOOTNOTES, NUMBERING, Frame, frame_of
from generator.word.ooxml import CONTENT_TYPES, IGNORABLE, MC, PREFIXES, R, parse, serialize, w
from generator.word.package import ATTACHED, DOCUMENT, HYPERLINK, Package, open_package, refuse, rels_name, target_name
from generator.word.pictures import Size, largest, printed_sizes, scaled
from generator.word.tags import check_tags

TYPES = "[Content_Types].xml"
PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SETTINGS = "word/settings.xml"
DOCUMENT_RELS = rels_name(DOCUMENT)
MARGINAL = re.compile(r"word/(header|footer)\d*\.xml")
_DROPPED = ("docProps/", "customXml/", "word/glossary/", "word/comments", "word/people.xml")
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A template package in one piece, its tags still in it."""

    parts: Mapping[str, bytes]
    """Every part; the document's body is the format's."""
    body: str
    """The format's paragraphs as Jinja source."""
    blocks: Mapping[str, str]
    """The blocks that it includes, by the names in their tags, as Jinja source."""
    margins: Mapping[str, str]
    """Headers and footers that have tags, by part name, as Jinja source."""
    frame: Frame
    files: Mapping[Path, str]
    """Every Word file that went into it, with its SHA-256."""
    origins: Mapping[str, Path]
    """Which Word file a piece of Jinja source comes from: by part name for body, header and footer, else by block."""


def compose(letterhead: Path, body: Path, find_block: Callable[[str], Path | None]) -> Composed:
    """Put one template together.

    Args:
        letterhead: the profile's `brevmall.docx`.
        body: the format's .docx.
        find_block: where a block named in an `include` lies; None if nowhere.

    Raises:
        TemplateError: a file is missing or broken, or does not fit the letterhead.
    """
    package = open_package(letterhead)
    frame = frame_of(package)
    main = read_fragment(body, frame.styles)
    source = jinja_source(main)
    margins = _margin_sources(package)
    blocks = dict(_blocks([(source, body), *((text, letterhead) for text in margins.values())], find_block, frame))
    fragments = [main, *(fragment for fragment, _ in blocks.values())]
    return Composed(
        parts=_parts(package, main, fragments),
        body=source,
        blocks={name: text for name, (_, text) in blocks.items()},
        frame=frame,
        files={letterhead: package.sha256, **{one.path: one.sha256 for one in fragments}},
        margins=margins,
        origins={
            DOCUMENT: body,
            **{name: one.path for name, (one, _) in blocks.items()},
            **dict.fromkeys(margins, letterhead),
        },
    )


def included(source: str, path: Path) -> list[str]:
    """The names of the blocks that a Jinja source includes.

    Raises:
        TemplateError: a tag is wrong, or a block's name is not written out.
    """
    try:
        names = list(meta.find_referenced_templates(_READER.parse(source)))
    except TemplateSyntaxError as error:
        refuse(path, "tagg-felskriven", explain(error), "Rätta taggen i Word.", misspelt(source, _READER.parse))
    if None in names:
        refuse(path, "block-okant", "Ett block har inte sitt namn utskrivet i taggen.", "Skriv namnet i citattecken.")
    return [name for name in names if name is not None]


def marked(source: str) -> str:
    """A Jinja source with each paragraph on a line of its own."""
    return re.sub(r"(</w:p>)|(<w:p[ >])", r"\1\n\2", source)


def misspelt(source: str, compile_: Callable[[str], object]) -> str | None:
    """The text of the paragraph with a misspelt tag; None when there is none."""
    try:
        compile_(marked(source))
    except TemplateSyntaxError as error:
        return line_text(marked(source), error.lineno)
    return None


_READER = Environment(autoescape=True)


def line_text(source: str, line: int) -> str | None:
    """The text of one line of a Jinja source, without its XML, to show where a fault is."""
    lines = source.splitlines()
    if not 0 < line <= len(lines):
        return None
    text = re.sub(r"<[^>]*>", "", lines[line - 1])
    return f"«{text.strip()[:120]}»" if text.strip() else None


def _blocks(
    sources: list[tuple[str, Path]], find_block: Callable[[str], Path | None], frame: Frame
) -> Iterator[tuple[str, tuple[Fragment, str]]]:
    """The blocks that some sources include, and those that they include, each once."""
    waiting = [(name, path) for source, path in sources for name in included(source, path)]
    seen: set[str] = set()
    while waiting:
        name, used_by = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        found = find_block(name)
        if found is None:
            refuse(used_by, "block-saknas", f"Blocket «{name}» finns inte.", "Rätta namnet, eller lägg in blocket.")
        fragment = read_fragment(found, frame.styles)
        text = jinja_source(fragment)
        inside = included(text, found)
        if name in inside:
            refuse(found, "block-i-sig", f"Blocket «{name}» innehåller sig självt.", "Ta bort taggen ur blocket.")
        waiting += [(inner, found) for inner in inside]
        yield name, (fragment, text)


def _parts(letterhead: Package, main: Fragment, fragments: list[Fragment]) -> dict[str, bytes]:
    parts = {name: content for name, content in letterhead.parts.items() if not name.startswith(_DROPPED)}
    parts[DOCUMENT] = _document(letterhead, main)
    parts.update(_unattached(letterhead))
    images = dict(image for one in fragments for image in one.images.values())
    parts.update(images)
    relations = serialize(letterhead.xml(DOCUMENT_RELS)).decode()
    added = "".join(_lines(fragments))
    if FOOTNOTES not in parts:
        parts[FOOTNOTES] = _empty_footnotes()
        added += _relationship("rIdFootnotes", f"{R}/footnotes", "footnotes.xml")
    parts[DOCUMENT_RELS] = relations.replace("</Relationships>", f"{added}</Relationships>").encode()
    for name in [name for name in parts if name.endswith(".rels")]:
        parts[name] = _existing(name, parts)
    parts.update(scaled(parts, largest(_printed(letterhead, fragments))))
    parts[TYPES] = _types(parts)
    return parts


def _margin_sources(letterhead: Package) -> dict[str, str]:
    """The letterhead's headers and footers that have tags, looked through and as Jinja source."""
    found = {}
    for name in letterhead.parts:
        if MARGINAL.fullmatch(name):
            root = letterhead.xml(name)
            check_tags(root, letterhead.path)
            text = str(DocxTemplate.patch_xml(None, etree.tostring(root, encoding="unicode")))
            if "{{" in text or "{%" in text:
                found[name] = PROLOG + text
    return found


def _unattached(letterhead: Package) -> dict[str, bytes]:
    """The settings without the note of the .dotx that the letterhead was made from: a path on somebody's disk."""
    rels = rels_name(SETTINGS)
    if rels not in letterhead.parts:
        return {}
    settings, lines = letterhead.xml(SETTINGS), letterhead.xml(rels)
    for note in list(settings.iter(w(ATTACHED))):
        settings.remove(note)
    for line in [line for line in lines if str(line.get("Type")).endswith(f"/{ATTACHED}")]:
        lines.remove(line)
    return {SETTINGS: serialize(settings), rels: serialize(lines)}


def _printed(letterhead: Package, fragments: list[Fragment]) -> Iterator[tuple[str, Size]]:
    """Every picture by its part name, with a size that it is printed in."""
    for one in fragments:
        for rel_id, size in printed_sizes(one.body):
            if rel_id in one.images:
                yield one.images[rel_id][0], size
    for name in letterhead.parts:
        if MARGINAL.fullmatch(name):
            relations = letterhead.relationships(name)
            for rel_id, size in printed_sizes(letterhead.xml(name)):
                if rel_id in relations:
                    yield target_name(name, relations[rel_id].target), size


def _document(letterhead: Package, main: Fragment) -> bytes:
    """The letterhead's document with its page, and the format's body in it."""
    root = etree.Element(w("document"), nsmap=PREFIXES)
    root.set(f"{{{MC}}}Ignorable", IGNORABLE)
    body = etree.SubElement(root, w("body"))
    body.extend(list(main.body))
    page = letterhead.xml(DOCUMENT).find(f"{w('body')}/{w('sectPr')}")
    assert page is not None  # `frame_of` has looked
    for name in [name for name in page.attrib if "rsid" in str(name)]:
        del page.attrib[name]
    for change in page.findall(w("sectPrChange")):
        page.remove(change)
    for section in body.iter(w("sectPr")):  # a section of the format's own has the letterhead's header and footer too
        section[:0] = [deepcopy(one) for one in page if one.tag in (w("headerReference"), w("footerReference"))]
    body.append(page)
    return serialize(root)


def _lines(fragments: list[Fragment]) -> Iterator[str]:
    for one in fragments:
        for rel_id, address in one.links.items():
            yield _relationship(rel_id, HYPERLINK, address, external=True)
        for rel_id, (name, _) in one.images.items():
            yield _relationship(rel_id, f"{R}/image", posixpath.relpath(name, "word"))


def _relationship(rel_id: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f"<Relationship Id={quoteattr(rel_id)} Type={quoteattr(kind)} Target={quoteattr(target)}{mode}/>"


def hyperlinks(links: Mapping[str, str]) -> str:
    """Relationship lines for addresses, by their ids."""
    return "".join(_relationship(rel_id, HYPERLINK, address, external=True) for address, rel_id in links.items())


def _empty_footnotes() -> bytes:
    root = f'<w:footnotes xmlns:w="{PREFIXES["w"]}" xmlns:r="{R}">{_SEPARATORS}</w:footnotes>'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{root}'.encode()


def _existing(name: str, parts: Mapping[str, bytes]) -> bytes:
    """A `.rels` part without the lines whose targets were dropped."""
    root = parse(parts[name])
    folder = posixpath.dirname(posixpath.dirname(name))
    for line in list(root):
        target = posixpath.normpath(posixpath.join("/", folder, str(line.get("Target")))).lstrip("/")
        if line.get("TargetMode") != "External" and target not in parts:
            root.remove(line)
    return serialize(root)


def _types(parts: Mapping[str, bytes]) -> bytes:
    """Content types for the parts that are there, and for no other."""
    root = parse(parts[TYPES])
    for line in list(root.iter(f"{{{CONTENT_TYPES}}}Override")):
        if str(line.get("PartName")).lstrip("/") not in parts:
            root.remove(line)
    known = {str(line.get("PartName")) for line in root} | {f".{line.get('Extension')}".lower() for line in root}
    for suffix, kind in _PICTURES.items():
        if suffix not in known and any(name.lower().endswith(suffix) for name in parts):
            root.insert(0, etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension=suffix[1:], ContentType=kind))
    for name, kind in ((FOOTNOTES, "footnotes"), (NUMBERING, "numbering")):
        if name in parts and f"/{name}" not in known:
            content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
            root.append(etree.Element(f"{{{CONTENT_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type))
    return serialize(root)
