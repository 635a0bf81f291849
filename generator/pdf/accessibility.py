"""Whether a screen reader gets the whole document, in its order, from a PDF's tags (ISO 14289-1).

Most of this no validator looks at: a table without heading cells, a document
without headings and tags in the wrong order are all valid. The rest must hold
on a machine that has no validator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pikepdf

from generator.findings import Finding
from generator.flow import Flow, Heading, blocks_of, tables
from generator.pdf.causes import boxed, departed
from generator.pdf.order import body_texts, departure, flow_notes, source_at
from generator.pdf.painted import Painted
from generator.pdf.spoken import note_texts, said, tag_texts
from generator.pdf.structure import AGAIN, headless, heads, levels, no_headings, shortened, table_name, wordless
from generator.pdf.tree import HEADINGS, Annotated, Element, Marked, Tree

_QUOTED = 60


@dataclass(frozen=True)
class Tagged:
    """A tagged PDF, ready to be judged."""

    pdf: pikepdf.Pdf
    tree: Tree
    painted: Sequence[Painted]
    """What is painted on each page."""
    flow: Flow
    """The document as it should be read."""
    apart: frozenset[str] = frozenset()
    """Characters that are drawn with other fonts than the text around them."""
    unseen: frozenset[str] = frozenset()
    """Characters of which the pages show empty boxes."""

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Every tag, in reading order."""
        return tuple(self.tree.walk())

    @cached_property
    def held(self) -> Mapping[int, frozenset[int]]:
        """The numbers of the marked contents that tags hold, by page."""
        found: dict[int, set[int]] = {}
        for leaf in self.tree.leaves():
            if isinstance(leaf, Marked):
                found.setdefault(leaf.page, set()).add(leaf.mcid)
        return {page: frozenset(numbers) for page, numbers in found.items()}

    def of(self, role: str) -> Iterator[Element]:
        """The tags of a standard type."""
        return (element for element in self.elements if element.role == role)

    def spoken(self, leaf: Marked) -> str:
        """The text of a marked content."""
        return self.painted[leaf.page].texts.get(leaf.mcid, "") if 0 <= leaf.page < len(self.painted) else ""

    def text(self, element: Element) -> str:
        """All the text of a tag, shortened to be quoted."""
        return shortened(list(said([element], self.spoken)))

    def page(self, element: Element) -> str:
        """Where a tag's content stands: " på sida 2"; empty when it has none."""
        return next((f" på sida {leaf.page + 1}" for leaf in element.leaves() if leaf.page is not None), "")


def judged(
    pdf: pikepdf.Pdf,
    painted: Sequence[Painted],
    flow: Flow,
    origin: str,
    *,
    apart: frozenset[str] = frozenset(),
    unseen: frozenset[str] = frozenset(),
) -> Iterator[Finding]:
    """Everything that keeps a screen reader from the document.

    Args:
        pdf: the open file.
        painted: what is painted on each page.
        flow: the document as it should be read.
        origin: what to add to the remedy of a fault that comes from a template: which files to look in.
        apart: characters that are drawn with other fonts than the text around them, and come after it.
        unseen: characters that no field of the case has, and of which the pages show empty boxes.
    """
    if "/StructTreeRoot" not in pdf.Root:
        yield _untagged()
        return
    tagged = Tagged(pdf, Tree(pdf), painted, flow, apart, unseen)
    if not any(tagged.held.values()):
        yield _untagged()
        return
    for check in OF_TEMPLATES:
        for finding in check(tagged):
            yield replace(finding, remedy=f"{finding.remedy} {origin}".rstrip())
    for check in OF_TAGS:
        yield from check(tagged)


def _untagged() -> Finding:
    message = "PDF-filen går inte att läsa med skärmläsare (saknar taggar)."
    return Finding(code="pdf-otaggad", message=message, remedy=AGAIN)


def headings(tagged: Tagged) -> Iterator[Finding]:
    """Headings from level 1, none skipped, those of the Word file (WCAG 1.3.1; ISO 14289-1, 7.4.2)."""
    numbered = [one for one in tagged.elements if one.role in HEADINGS - {"H"}]
    yield from levels([(int(one.role[1:]), tagged.text(one)) for one in numbered])
    if not numbered and not any(tagged.of("H")):
        yield no_headings()


def same_headings(tagged: Tagged) -> Iterator[Finding]:
    """The headings that the Word file has, no more and no fewer (WCAG 1.3.1)."""
    found = sum(bool(tagged.text(one)) for one in tagged.elements if one.role in HEADINGS)
    wanted = sum(isinstance(block, Heading) for block in blocks_of(tagged.flow.body))
    if found not in (0, wanted):
        message = f"PDF-filen har {found} rubriker, men Word-filen {wanted}."
        yield Finding(code="rubriker-fel", message=message, remedy=AGAIN)


def table_headings(tagged: Tagged) -> Iterator[Finding]:
    """Tables with heading cells, those that the Word file has (WCAG 1.3.1; ISO 14289-1, 7.5)."""
    wanted = tables(tagged.flow)
    found = list(tagged.of("Table"))
    cut = {element.object.objgen for element, _, _ in _cut_off(tagged)}
    for element, columns, shown in _cut_off(tagged):
        name = table_name(tagged.text(element), tagged.page(element))
        message = f"{name} är bredare än sidan: av {columns} kolumner syns {shown} i PDF-filen."
        remedy = "Gör tabellen smalare eller dela den i flera. I en mall kan den också stå på en liggande sida."
        yield Finding(code="tabell-for-bred", message=message, remedy=remedy)
    for number, element in enumerate(found):
        if element.object.objgen in cut:
            continue
        own = sum(one.role == "TH" for one in _own_cells(element))
        text, page = tagged.text(element), tagged.page(element)
        if own == 0:
            yield headless(text, page)
        elif len(wanted) == len(found) and own != heads(wanted[number]):
            name, meant = table_name(text, page), heads(wanted[number])
            message = f"{name} har {own} rubrikceller i PDF-filen, men {meant} i Word-filen."
            remedy = "Dela sammanslagna celler i tabellen, så att varje rad har lika många."
            yield Finding(code="tabellrubriker-fel", message=message, remedy=remedy)


def _cut_off(tagged: Tagged) -> Iterator[tuple[Element, int, int]]:
    """Tables of which the PDF lacks columns: the tag, how many columns the Word file has, and how many the PDF."""
    found, wanted = list(tagged.of("Table")), tables(tagged.flow)
    for element, table in zip(found, wanted, strict=True) if len(found) == len(wanted) else ():
        written = {at for row in table.rows for at, cell in enumerate(row) if cell.blocks}
        merged = any(cell.columns > 1 or cell.rows > 1 for row in table.rows for cell in row)
        rows = [list(_own_cells(row)) for row in _own_rows(element)]
        seen = {at for row in rows for at, cell in enumerate(row) if next(cell.leaves(), None) is not None}
        if not merged and not written <= seen:
            yield element, len(written), len(written & seen)


def _own_rows(table: Element) -> Iterator[Element]:
    for element in table.elements:
        if element.role == "TR":
            yield element
        elif element.role in ("THead", "TBody", "TFoot"):
            yield from _own_rows(element)


def _own_cells(table: Element) -> Iterator[Element]:
    """The cells of a table, without those of tables within it."""
    for element in table.elements:
        if element.role in ("TH", "TD"):
            yield element
        elif element.role in ("TR", "THead", "TBody", "TFoot"):
            yield from _own_cells(element)


def figures(tagged: Tagged) -> Iterator[Finding]:
    """Pictures that have words, and words that have a picture (ISO 14289-1, 7.3)."""
    for number, element in enumerate(tagged.of("Figure"), 1):
        alternative = element.text_of("/Alt") or element.text_of("/ActualText")
        if not alternative.strip():
            yield wordless(number, tagged.page(element))
        if not any(True for _ in element.leaves()):
            name = f" ({alternative.strip()})" if alternative.strip() else ""
            message = f"Bild {number}{name} har en tagg, men taggen håller ingen bild."
            remedy = "Lägg bilden i nivå med texten i Word: Layoutalternativ, I nivå med text."
            yield Finding(code="bild-tom", message=message, remedy=remedy)


def reading_order(tagged: Tagged) -> Iterator[Finding]:
    """All that the Word file says, and nothing else, in the same order (WCAG 1.3.2)."""
    found = departure(tag_texts(tagged.tree, tagged.spoken), body_texts(tagged.flow), tagged.apart)
    if found is not None and not any(_cut_off(tagged)):  # whose lost cells are told of already
        yield departed(found, "Dokumentet", source_at(tagged.flow, found.at, tagged.apart))
    found = departure(note_texts(tagged.tree, tagged.spoken), flow_notes(tagged.flow), tagged.apart)
    if found is not None:
        yield departed(found, "Fotnoterna", None)


def characters(tagged: Tagged) -> Iterator[Finding]:
    """Characters that the page shows, not empty boxes in their stead (ISO 19005-2, 6.2.11.8)."""
    yield from boxed(tagged.unseen)


def marked_content(tagged: Tagged) -> Iterator[Finding]:
    """Every painted thing has a tag or is an artifact (ISO 14289-1, 7.1)."""
    for number, page in enumerate(tagged.painted):
        lost = [text for mcid, text in page.texts.items() if mcid not in tagged.held.get(number, ())]
        loose = [*page.loose, *lost]
        if loose:
            text = next((" ".join(one.split())[:_QUOTED] for one in loose if one.strip()), "")
            what = f"texten «{text}»" if text else "linjer eller bilder"
            message = f"På sida {number + 1} finns {what} utanför taggarna, så skärmläsaren läser fel."
            yield Finding(code="innehall-otaggat", message=message, remedy=AGAIN)


def notations(tagged: Tagged) -> Iterator[Finding]:
    """Links and other annotations that have a tag, and words (ISO 14289-1, 7.18)."""
    owners = _owners(tagged)
    for number, page in enumerate(tagged.pdf.pages, 1):
        notes = list(page.obj.get("/Annots", ()))
        if notes and page.obj.get("/Tabs") != pikepdf.Name.S:
            message = f"På sida {number} går tabbtangenten inte i läsordningen mellan länkarna."
            yield Finding(code="pdf-tabbordning", message=message, remedy=AGAIN)
        for annotation in notes:
            yield from _annotation(annotation, owners.get(annotation.objgen), number)


def _owners(tagged: Tagged) -> Mapping[tuple[int, int], Element]:
    """The tag that holds each annotation."""
    return {
        kid.annotation.objgen: element
        for element in tagged.elements
        for kid in element.kids
        if isinstance(kid, Annotated)
    }


def _annotation(annotation: pikepdf.Object, owner: Element | None, page: int) -> Iterator[Finding]:
    kind = str(annotation.get("/Subtype", ""))
    if kind == "/Popup":
        return
    link = kind == "/Link"
    name = "En länk" if link else f"En anteckning ({kind.lstrip('/')})"
    if owner is None or (link and not any(one.role == "Link" for one in (owner, *owner.above()))):
        message = f"{name} på sida {page} har ingen tagg, så skärmläsaren hittar den inte."
        yield Finding(code="lank-otaggad" if link else "anteckning-otaggad", message=message, remedy=AGAIN)
    if link and not str(annotation.get("/Contents", "")).strip():
        message = f"En länk på sida {page} säger inte vart den leder."
        yield Finding(code="lank-utan-beskrivning", message=message, remedy=AGAIN)


def footnotes(tagged: Tagged) -> Iterator[Finding]:
    """Footnotes each with an id of its own (ISO 14289-1, 7.9)."""
    seen = set()
    for element in tagged.of("Note"):
        own = element.text_of("/ID")
        if not own or own in seen:
            message = f"Fotnoten «{tagged.text(element)}» har inget eget id, så skärmläsaren hittar den inte."
            yield Finding(code="fotnot-utan-id", message=message, remedy=AGAIN)
        seen.add(own)


Check = Callable[[Tagged], Iterator[Finding]]
OF_TEMPLATES: tuple[Check, ...] = (headings, table_headings, figures, reading_order, characters)
"""What somebody mends in a template, or in a picture, table or character of the case."""
OF_TAGS: tuple[Check, ...] = (same_headings, marked_content, notations, footnotes)
"""What the program should have mended itself."""
