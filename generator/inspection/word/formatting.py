"""What a format or a block has of its own and the letterhead is to decide: page, header, footer, styles, looks."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.findings import Finding, Severity
from generator.inspection.source import Role, WordFile
from generator.inspection.summing import summed
from generator.inspection.word.direct import check_looks
from generator.inspection.word.printed import TAG, printed
from generator.inspection.word.relations import spot_in
from generator.inspection.word.stylenames import shown_style
from generator.inspection.word.stylesheet import sheet_of, style_names, value
from generator.swedish import nearest
from generator.word.assembly import MARGINAL
from generator.word.ooxml import r, w
from generator.word.package import DOCUMENT, rels_name, target_name
from generator.word.styles import PART

_REFERENCES = ("pStyle", "rStyle", "tblStyle")
_TWIPS_PER_MM = 1440 / 25.4
_TOLERANCE = 57
"""A millimetre: Word rounds when it saves."""
_MEASURES = {
    ("pgSz", "w"): "pappersbredd",
    ("pgSz", "h"): "pappershöjd",
    ("pgMar", "top"): "övre marginal",
    ("pgMar", "right"): "högermarginal",
    ("pgMar", "bottom"): "nedre marginal",
    ("pgMar", "left"): "vänstermarginal",
}


def check(file: WordFile, letterhead: WordFile) -> tuple[Finding, ...]:
    """All that a format or a block should leave to its letterhead; nothing for a letterhead itself.

    Args:
        file: the format or block.
        letterhead: the profile's `brevmall.docx`.
    """
    if file.role is Role.LETTERHEAD:
        return ()
    found = (
        *_margins(file),
        *_page(file, letterhead),
        *_lacking(file, letterhead),
        *_unused(file, letterhead),
        *check_looks(file, sheet_of(file, letterhead)),
    )
    return summed(found)


def _section(file: WordFile) -> etree._Element | None:
    """The page of the file: the last section's."""
    root = file.xml.get(DOCUMENT)
    return root.find(f"{w('body')}/{w('sectPr')}") if root is not None else None


def _margins(file: WordFile) -> Iterator[Finding]:
    """Headers and footers that hold something: they are not printed."""
    for name, outline in file.outlines.items():
        if not MARGINAL.fullmatch(name) or name not in _used_parts(file):
            continue
        full = [one for one in outline.paragraphs if one.spot.text or _has_picture(one.element)]
        if full:
            weight = Severity.ERROR if any(TAG.search(one.spot.text) for one in full) else Severity.WARNING
            which = "ett eget sidhuvud" if "header" in name else "en egen sidfot"
            message = f"Filen har {which}, som inte skrivs ut: sidhuvud och sidfot kommer från brevmallen."
            remedy = "Flytta det som ska synas till brevmallen eller till texten, och ta bort det här."
            yield file.finding(full[0].spot, "eget-sidhuvud", message, remedy, severity=weight)


def _used_parts(file: WordFile) -> set[str]:
    """The headers and footers that some section of the body names."""
    root, rels = file.xml.get(DOCUMENT), file.xml.get(rels_name(DOCUMENT))
    if root is None or rels is None:
        return set()
    named = {one.get(r("id")) for one in root.iter(w("headerReference"), w("footerReference"))}
    return {target_name(DOCUMENT, str(line.get("Target"))) for line in rels if line.get("Id") in named}


def _has_picture(paragraph: etree._Element) -> bool:
    return next(paragraph.iter(w("drawing"), w("pict"), w("object")), None) is not None


def _page(file: WordFile, letterhead: WordFile) -> Iterator[Finding]:
    own, wanted = _section(file), _section(letterhead)
    if own is None or wanted is None:
        return
    differing = []
    for (element, name), words in _MEASURES.items():
        mine, theirs = _measure(own, element, name), _measure(wanted, element, name)
        if mine is not None and theirs is not None and abs(mine - theirs) > _TOLERANCE:
            differing.append(f"{words} {_mm(mine)} mm (brevmallen {_mm(theirs)} mm)")
    if differing:
        message = f"Sidan är inte brevmallens: {', '.join(differing)}. Brevmallens gäller, så raderna bryts annorlunda."
        remedy = "Ställ in samma sida som i brevmallen (Layout, Marginaler), så ser du i Word det som skrivs ut."
        weight = Severity.WARNING if file.role is Role.FORMAT else Severity.NOTE
        yield file.finding(spot_in(file, DOCUMENT), "egen-sida", message, remedy, severity=weight)


def _measure(section: etree._Element, element: str, name: str) -> int | None:
    found = section.find(w(element))
    try:
        return abs(int(float(str(found.get(w(name)))))) if found is not None else None
    except (ValueError, OverflowError):
        return None


def _mm(twips: int) -> int:
    return round(twips / _TWIPS_PER_MM)


def _lacking(file: WordFile, letterhead: WordFile) -> Iterator[Finding]:
    own = style_names(file)
    known = {name.casefold(): name for name in style_names(letterhead).values()}
    for outline in printed(file):
        for reference in outline.root.iter(*map(w, _REFERENCES)):
            name = own.get(value(reference), value(reference))
            if name.casefold() not in known:
                table = next(reference.iterancestors(w("tbl")), None) if reference.tag == w("tblStyle") else None
                spot = outline.table(table) if table is not None else outline.spot(reference)
                yield file.finding(spot, "formatmall-saknas", *_style_words(name, list(known.values())))


def _style_words(name: str, known: list[str]) -> tuple[str, str]:
    guess = nearest(name, known)
    hint = f" Menade du {shown_style(guess)}?" if guess else ""
    remedy = "Byt till en formatmall som brevmallen har, eller skapa den i brevmallen."
    return f"Formatmallen {shown_style(name)} finns inte i brevmallen.{hint}", remedy


def _unused(file: WordFile, letterhead: WordFile) -> Iterator[Finding]:
    """The file's own styles that neither its text nor the letterhead has use for; not Word's twins of others."""
    styles = file.xml.get(PART)
    if styles is None:
        return
    known = {name.casefold() for name in style_names(letterhead).values()}
    used = {value(one) for outline in file.outlines.values() for one in outline.root.iter(*map(w, _REFERENCES))}
    own = [one for one in styles.iter(w("style")) if one.get(w("customStyle")) in ("1", "true")]
    idle = [one for one in own if one.get(w("styleId")) not in used and one.find(w("link")) is None]
    names = sorted(value(one.find(w("name"))) for one in idle)
    names = [name for name in names if name.casefold() not in known]
    if names:
        some = ", ".join(f"«{name}»" for name in names[:10]) + (
            f" och {len(names) - 10} till" if len(names) > 10 else ""
        )
        message = f"Filen har formatmallar som varken används eller finns i brevmallen: {some}."
        remedy = "De gör ingen skada. Ta bort dem om du vill (Formatmallar, Hantera formatmallar)."
        yield file.finding(PART, "formatmall-oanvand", message, remedy, severity=Severity.NOTE)
