"""The body of a format or a block, cut out of its Word file and made fit for a letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docxtpl import DocxTemplate
from lxml import etree

from generator.word.ooxml import PREFIXES, W14, W, r, w
from generator.word.package import DOCUMENT, HYPERLINK, Package, Relationship, open_package, refuse, target_name
from generator.word.styles import Styles, styles_of, translate
from generator.word.tags import check_tags

_REFERENCES = (r("id"), r("embed"), r("link"))
_NOISE = (w("proofErr"), w("lastRenderedPageBreak"))
_REVISIONS = re.compile(rf"\{{{W}\}}rsid\w*|\{{{W14}\}}(paraId|textId)")
_ROOT = re.compile(r"^<[^>]*>|</[^>]*>$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A piece of body and what it needs around it."""

    path: Path
    sha256: str
    body: etree._Element
    """A `w:body` with paragraphs and tables, ids and styles already those of the whole."""
    links: Mapping[str, str]
    """Relationship id to address, for hyperlinks."""
    images: Mapping[str, tuple[str, bytes]]
    """Relationship id to part name and content, for pictures."""


def read_fragment(path: Path, letterhead: Styles) -> Fragment:
    """Cut the body out of a Word file.

    Args:
        path: the format's or block's .docx.
        letterhead: the styles that its text will have.

    Raises:
        TemplateError: the file is broken, uses a style that the letterhead
            lacks, or holds something that cannot be moved.
    """
    package = open_package(path)
    body = package.xml(DOCUMENT).find(w("body"))
    if body is None:
        refuse(path, "mall-trasig", "Word-filen saknar brödtext.", "Spara om den i Word.")
    _clean(body)
    _refuse_unmovable(body, package)
    check_tags(body, path)
    translate(body, styles_of(package), letterhead)
    links: dict[str, str] = {}
    images: dict[str, tuple[str, bytes]] = {}
    for element, name, relation in _references(body, package):
        new_id = f"{_prefix(path)}{relation.id}"
        element.set(name, new_id)
        if relation.type == HYPERLINK:
            links[new_id] = relation.target
        else:
            images[new_id] = _image(package, relation, new_id)
    return Fragment(path=path, sha256=package.sha256, body=body, links=links, images=images)


def _prefix(path: Path) -> str:
    """Relationship ids that no other fragment has: letters and digits of folder and file."""
    return re.sub(r"\W", "", f"{path.parent.name}{path.stem}", flags=re.ASCII) + "_"


def _clean(body: etree._Element) -> None:
    """Drop what Word notes for itself: in a loop it would be repeated, and ids would collide."""
    for element in list(body.iter(*_NOISE)):
        _remove(element)
    _drop_bookmark(body, "_GoBack")
    for element in body.iter():
        for name in [name for name in element.attrib if _REVISIONS.fullmatch(str(name))]:
            del element.attrib[name]
    for section in list(body.iter(w("sectPr"))):
        if section.getparent() is body:
            body.remove(section)
        else:
            for reference in list(section.iter(w("headerReference"), w("footerReference"))):
                section.remove(reference)


def _drop_bookmark(body: etree._Element, name: str) -> None:
    for start in [mark for mark in body.iter(w("bookmarkStart")) if mark.get(w("name")) == name]:
        for end in [mark for mark in body.iter(w("bookmarkEnd")) if mark.get(w("id")) == start.get(w("id"))]:
            _remove(end)
        _remove(start)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


_DELETE = "Ta bort det ur mallen."
_ACCEPT = "Godkänn eller avvisa ändringarna i Word (Granska, Spåra ändringar)."
_UNMOVABLE = {
    "footnoteReference": ("en fotnot", _DELETE),
    "endnoteReference": ("en slutnot", _DELETE),
    "commentReference": ("en kommentar", "Ta bort kommentaren (Granska, Ta bort)."),
    "numPr": ("en lista som inte kommer från en formatmall", "Använd formatmallarna Punktlista och Numrerad lista."),
    "ins": ("spårade ändringar", _ACCEPT),
    "del": ("spårade ändringar", _ACCEPT),
    "moveFrom": ("spårade ändringar", _ACCEPT),
    "pPrChange": ("spårade ändringar", _ACCEPT),
    "rPrChange": ("spårade ändringar", _ACCEPT),
    "sectPrChange": ("spårade ändringar", _ACCEPT),
}


def _refuse_unmovable(body: etree._Element, package: Package) -> None:
    for name, (words, remedy) in _UNMOVABLE.items():
        found = body.find(f".//{w(name)}")
        if found is not None:
            refuse(
                package.path,
                "mall-ej-flyttbart",
                f"Mallen innehåller {words}, som inte följer med in i dokumentet.",
                remedy,
                _paragraph_text(found),
            )


def _paragraph_text(element: etree._Element) -> str | None:
    around = next(iter([element] if element.tag == w("p") else element.iterancestors(w("p"))), None)
    if around is None:
        return None
    return "stycket «" + "".join(text.text or "" for text in around.iter(w("t")))[:60] + "»"


def _references(body: etree._Element, package: Package) -> Iterator[tuple[etree._Element, str, Relationship]]:
    relations = package.relationships()
    for element in body.iter():
        for name in _REFERENCES:
            target = element.get(name)
            if target is None:
                continue
            relation = relations.get(str(target))
            if relation is None or relation.kind not in ("image", "hyperlink"):
                what = relation.kind if relation else target
                refuse(
                    package.path, "mall-ej-flyttbart", f"Mallen innehåller ett objekt som inte kan flyttas: {what}.",
                    "Ta bort det ur mallen.", _paragraph_text(element),
                )  # fmt: skip
            yield element, name, relation


def _image(package: Package, relation: Relationship, new_id: str) -> tuple[str, bytes]:
    source = target_name(DOCUMENT, relation.target)
    if source not in package.parts:
        refuse(package.path, "mall-trasig", f"Bilden {source} saknas i Word-filen.", "Infoga bilden på nytt.")
    return f"word/media/{new_id}{PurePosixPath(source).suffix}", package.parts[source]


def jinja_source(fragment: Fragment) -> str:
    """The fragment's paragraphs as text that Jinja understands.

    docxtpl's own `patch_xml` does it: its tags (`{%p`, `{%tr`, `{{r`) are the
    contract with those who write templates.
    """
    root = etree.Element(w("body"), nsmap=PREFIXES)
    root.extend(list(fragment.body))
    text = etree.tostring(root, encoding="unicode")
    fragment.body.extend(list(root))
    return str(DocxTemplate.patch_xml(None, _ROOT.sub("", text)))
