"""The parts of a composed template: the letterhead's, and what body and blocks bring along."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from xml.sax.saxutils import quoteattr

from lxml import etree

from generator.word.fragment import Fragment
from generator.word.frame import FOOTNOTES, NUMBERING
from generator.word.ooxml import CONTENT_TYPES, IGNORABLE, MC, PREFIXES, RELATIONSHIPS, R, parse, serialize, w
from generator.word.package import ATTACHED, DOCUMENT, HYPERLINK, Package, rels_name, target_name
from generator.word.pictures import Size, largest, printed_sizes, scaled
from generator.word.sections import begin

TYPES = "[Content_Types].xml"
PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SETTINGS = "word/settings.xml"
DOCUMENT_RELS = rels_name(DOCUMENT)
MARGINAL = re.compile(r"word/(header|footer)\d*\.xml")
_DROPPED = ("docProps/", "customXml/", "word/glossary/", "word/comments", "word/people.xml")
_PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".svg": "image/svg+xml",
    ".emf": "image/x-emf",
    ".wmf": "image/x-wmf",
}
_NO_RELATIONSHIPS = f'{PROLOG}<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def assembled(
    letterhead: Package,
    main: Fragment,
    blocks: list[Fragment],
    beside: Mapping[str, list[Fragment]],
    *,
    lists: bool,
) -> dict[str, bytes]:
    """Every part of a template; the tags are still in them.

    Args:
        letterhead: the package.
        main: the format's body.
        blocks: the blocks that it includes.
        beside: header or footer, to the blocks that it includes.
        lists: True when documents will have lists beside the letterhead's own.
    """
    fragments = [main, *blocks]
    parts = {name: content for name, content in letterhead.parts.items() if not name.startswith(_DROPPED)}
    parts[DOCUMENT] = _document(letterhead, main)
    parts.update(_unattached(letterhead))
    parts.update(image for one in fragments for image in one.images.values())
    for part, needs in {**beside, FOOTNOTES: fragments}.items():
        parts.update(_related(parts, part, "".join(_note_lines(needs) if part == FOOTNOTES else _lines(needs))))
    added = "".join(_lines(fragments))
    for name, kind, content in ((FOOTNOTES, "footnotes", _empty_footnotes), (NUMBERING, "numbering", _empty_numbering)):
        if name not in parts and (name == FOOTNOTES or lists):
            parts[name] = content()
            added += _relationship(f"rId{kind.capitalize()}", f"{R}/{kind}", f"{kind}.xml")
    parts.update(_related(parts, DOCUMENT, added))
    for name in [name for name in parts if name.endswith(".rels")]:
        parts[name] = _existing(name, parts)
    parts.update(scaled(parts, largest(_printed(letterhead, fragments))))
    parts[TYPES] = _types(parts)
    return parts


def _related(parts: Mapping[str, bytes], part: str, added: str) -> dict[str, bytes]:
    """The relationships of a part with some more lines; nothing when there are none."""
    name = rels_name(part)
    if not added:
        return {}
    known = serialize(parse(parts[name])).decode() if name in parts else _NO_RELATIONSHIPS
    if "</Relationships>" not in known:
        known = _NO_RELATIONSHIPS
    return {name: known.replace("</Relationships>", f"{added}</Relationships>").encode()}


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
    begin(page, main.begins)
    body.append(page)
    return main.tagged(serialize(root).decode()).encode()


def widened(root: etree._Element) -> etree._Element:
    """A header or footer with every prefix that a block may use, as the document has them."""
    wide = etree.Element(root.tag, nsmap={prefix: name for prefix, name in root.nsmap.items() if prefix} | PREFIXES)
    for name, value in root.attrib.items():
        wide.set(name, value)
    known = str(root.get(f"{{{MC}}}Ignorable", "")).split()
    wide.set(f"{{{MC}}}Ignorable", " ".join(dict.fromkeys([*known, *IGNORABLE.split()])))
    wide.extend(deepcopy(list(root)))
    return wide


def _lines(fragments: Iterable[Fragment]) -> Iterator[str]:
    for one in fragments:
        for rel_id, address in one.links.items():
            yield _relationship(rel_id, HYPERLINK, address, external=True)
        for rel_id, (name, _) in one.images.items():
            yield _relationship(rel_id, f"{R}/image", posixpath.relpath(name, "word"))


def _note_lines(fragments: Iterable[Fragment]) -> Iterator[str]:
    for one in fragments:
        for rel_id, address in one.note_links.items():
            yield _relationship(rel_id, HYPERLINK, address, external=True)


def _relationship(rel_id: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f"<Relationship Id={quoteattr(rel_id)} Type={quoteattr(kind)} Target={quoteattr(target)}{mode}/>"


def hyperlinks(links: Mapping[str, str]) -> str:
    """Relationship lines for addresses, by their ids."""
    return "".join(_relationship(rel_id, HYPERLINK, address, external=True) for address, rel_id in links.items())


def _empty_footnotes() -> bytes:
    root = f'<w:footnotes xmlns:w="{PREFIXES["w"]}" xmlns:r="{R}">{_SEPARATORS}</w:footnotes>'
    return f"{PROLOG}{root}".encode()


def _empty_numbering() -> bytes:
    return f'{PROLOG}<w:numbering xmlns:w="{PREFIXES["w"]}"></w:numbering>'.encode()


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
