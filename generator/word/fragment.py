"""The body of a format or a block, cut out of its Word file and made fit for a letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from zlib import crc32

from docxtpl import DocxTemplate
from lxml import etree

from generator.word.bookmarks import BEGIN, END
from generator.word.faults import Faults
from generator.word.frame import FOOTNOTES
from generator.word.links import dress_links
from generator.word.lists import LEVEL, LIST, OWN, FileLists, Plans
from generator.word.marks import written
from generator.word.notes import NOTE, refuse_lost, take_notes
from generator.word.numbering import numbering_of
from generator.word.ooxml import PREFIXES, R, w
from generator.word.package import DOCUMENT, HYPERLINK, Package, Relationship, open_package, refuse, target_name
from generator.word.rounds import with_restarts
from generator.word.sections import beginning, dress
from generator.word.styles import styles_of, translate
from generator.word.tags import check_tags
from generator.word.unmovable import clean, clean_note, paragraph_title, refuse_unmovable, sets_texts

_OBJECTS = {"chart": "ett diagram", "diagram": "en SmartArt-bild"}
"""What people call things, by the beginning of their relationship's kind."""
_ROOT = re.compile(r"^<[^>]*>|</[^>]*>$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A piece of body and what it needs around it."""

    path: Path
    sha256: str
    body: etree._Element
    """A `w:body` with paragraphs and tables, ids and styles already those of the whole."""
    paragraphs: str
    """The same as text that Jinja understands, with marks where tags of the program's own are to stand."""
    notes: tuple[str, ...]
    """Its footnotes, as Jinja source."""
    links: Mapping[str, str]
    """Relationship id to address, for hyperlinks."""
    note_links: Mapping[str, str]
    """The same for the hyperlinks in its footnotes."""
    images: Mapping[str, tuple[str, bytes]]
    """Relationship id to part name and content, for pictures."""
    begins: str
    """How its last section begins, when it has several: "continuous"; "" when it does not say."""
    whole: bool
    """False when its tags are not whole, or not alone where they must be."""

    @property
    def source(self) -> str:
        """Its paragraphs as Jinja source, with tags that count its lists and set its notes."""
        return self.tagged(with_restarts(self.paragraphs))

    def tagged(self, text: str) -> str:
        """Text with the marks in it written as the program's own tags."""
        return written(
            text, lambda kind, knowledge: self.notes_tag(knowledge) if kind == NOTE else _tag(kind, knowledge)
        )

    def notes_tag(self, knowledge: str) -> str:
        """The tag that sets a footnote, with the note in it: so its fields see the loop around its reference."""
        index, numbered = map(int, knowledge.split())
        return f"{{% filter _fotnot({numbered}) %}}{self.notes[index]}{{% endfilter %}}"


def read_fragment(path: Path, plans: Plans, faults: Faults) -> Fragment | None:
    """Cut the body out of a Word file.

    Args:
        path: the format's or block's .docx.
        plans: the letterhead that its text will have, and where its lists are noted.
        faults: where everything is noted that cannot be used: a broken file,
            a style that the letterhead lacks, something that cannot be moved.

    Returns:
        None when the file cannot be opened.
    """
    with faults.gathered():
        package = open_package(path)
        body = package.xml(DOCUMENT).find(w("body"))
        if body is None:
            refuse(path, "mall-trasig", "Word-filen saknar brödtext.", "Spara om den i Word.")
        return _cut(body, package, plans, faults)
    return None


def _cut(body: etree._Element, package: Package, plans: Plans, faults: Faults) -> Fragment:
    own, tags = styles_of(package), Faults()
    lists = FileLists(package.path, numbering_of(package), own, plans)
    notes, begins = take_notes(body, package, faults), beginning(body)
    for note in notes:
        clean_note(note)
    for piece in (body, *notes):
        is_note = piece is not body
        clean(piece)
        refuse_unmovable(piece, package, faults, note=is_note)
        if not is_note or not list(sets_texts(piece)):  # those tags are refused whatever their form
            with tags.gathered():
                check_tags(piece, package.path)
        translate(piece, own, plans.frame.styles, faults)
        dress_links(piece, plans.frame.styles.ids.get("hyperlink"))
        lists.mark(piece, faults, note=is_note)
    faults.findings += tags.findings
    links, images = _moved([body], DOCUMENT, package, faults)
    note_links, _ = _moved(notes, FOOTNOTES, package, faults)
    dress(body, plans.frame.section)
    paragraphs = patched(body)
    refuse_lost(body, paragraphs, package, faults)
    return Fragment(
        path=package.path,
        sha256=package.sha256,
        body=body,
        paragraphs=paragraphs,
        notes=tuple(written(patched(note), _tag) for note in notes),
        links=links,
        note_links=note_links,
        images=images,
        begins=begins,
        whole=not tags.findings,
    )


def _moved(
    pieces: Iterable[etree._Element], part: str, package: Package, faults: Faults
) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """What pieces of a part point to, links and pictures, under ids that no other fragment has."""
    links: dict[str, str] = {}
    images: dict[str, tuple[str, bytes]] = {}
    relations = package.relationships(part)
    for element, name in [pair for piece in pieces for pair in _references(piece)]:
        with faults.gathered():
            relation = _movable(element, str(element.get(name)), relations, package)
            new_id = f"{_prefix(package.path)}{relation.id}"
            if relation.type == HYPERLINK:
                links[new_id] = relation.target
            else:
                images[new_id] = _image(package, relation, new_id)
            element.set(name, new_id)
    return links, images


def _references(piece: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in piece.iter():
        for name in element.attrib:
            if str(name).startswith(f"{{{R}}}"):
                yield element, str(name)


def _movable(
    element: etree._Element, target: str, relations: Mapping[str, Relationship], package: Package
) -> Relationship:
    relation = relations.get(target)
    if relation is None or relation.kind not in ("image", "hyperlink"):
        kind = relation.kind if relation is not None else target
        what = _OBJECTS.get(re.split("[A-Z]", kind)[0], f"ett objekt ({kind})")
        message = f"Mallen innehåller {what}, som inte följer med in i dokumentet."
        remedy = "Ta bort det ur mallen, eller klistra in det som bild."
        refuse(package.path, "mall-ej-flyttbart", message, remedy, paragraph_title(element))
    if relation.kind == "hyperlink" and any(sign in unquote(relation.target) for sign in ("{{", "{%")):
        refuse(
            package.path,
            "mall-ej-flyttbart",
            f"En länks adress har en tagg, som inte fylls i där: {unquote(relation.target)}.",
            "Ta bort länken (högerklicka, Ta bort hyperlänk) och skriv adressen som text, med taggen i texten.",
            paragraph_title(element),
        )
    return relation


def _prefix(path: Path) -> str:
    """Relationship ids that no other fragment has: letters and digits of folder and file, in doubt a sum of them."""
    name = f"{path.parent.name}{path.stem}"
    plain = re.sub(r"\W", "", name, flags=re.ASCII)
    return f"{plain}_" if plain == name else f"{plain}{crc32(name.encode()):08x}_"


def _image(package: Package, relation: Relationship, new_id: str) -> tuple[str, bytes]:
    source = target_name(DOCUMENT, relation.target)
    if source not in package.parts:
        refuse(package.path, "mall-trasig", f"Bilden {source} saknas i Word-filen.", "Infoga bilden på nytt.")
    return f"word/media/{new_id}{PurePosixPath(source).suffix}", package.parts[source]


def _tag(kind: str, knowledge: str) -> str:
    """The program's own tag for a mark."""
    if kind == LIST:
        key, level, _, source = knowledge.split()
        bare = {OWN: "", LEVEL: ", 1"}.get(source, ", 0")
        return f'{{{{ "{key}"|_lista({level}{bare}) }}}}'
    return f'{{{{ "{knowledge}"|{({BEGIN: "_bokmarke", END: "_bokslut"})[kind]} }}}}'


def patched(element: etree._Element) -> str:
    """What stands in an element as text that Jinja understands.

    docxtpl's own `patch_xml` does it: its tags (`{%p`, `{%tr`, `{{r`) are the
    contract with those who write templates.
    """
    root = etree.Element(w("body"), nsmap=PREFIXES)
    root.extend(list(element))
    text = etree.tostring(root, encoding="unicode")
    element.extend(list(root))
    return str(DocxTemplate.patch_xml(None, _ROOT.sub("", text)))
