"""Pictures, shapes and other drawn things as a line in brackets; a changed one has another line."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from generator.word.ooxml import PREFIXES, A, R, w
from generator.word.plaintext.measures import digest, drawn, local, look_of, measure, plain, raw
from generator.word.plaintext.part import Part

_WP, _PIC, _V = PREFIXES["wp"], PREFIXES["pic"], PREFIXES["v"]
_FROM = {
    "page": "sidan", "margin": "marginalen", "column": "spalten", "paragraph": "stycket", "line": "raden",
    "character": "tecknet", "leftMargin": "vänstermarginalen", "rightMargin": "högermarginalen",
    "topMargin": "övermarginalen", "bottomMargin": "nedermarginalen",
}  # fmt: skip


def picture(drawing: etree._Element, part: Part) -> str:
    """A `w:drawing`: what it is, its alternative text, its size, place and content."""
    kind = "bild" if next(drawing.iter(f"{{{_PIC}}}pic"), None) is not None else _kind(drawing)
    said = [_alternative(drawing, kind), *_size(drawing), *_place(drawing), *_contents(drawing, part), *_drawn(drawing)]
    links = (part.address(str(one.get(f"{{{R}}}id"))) for one in drawing.iter(f"{{{A}}}hlinkClick"))
    said += [f"länk {address}" for address in links]
    return f"[{'; '.join(dict.fromkeys(said))}]"


def _kind(drawing: etree._Element) -> str:
    if next(drawing.iter(w("txbxContent")), None) is not None:
        return "textruta"
    data = next(drawing.iter(f"{{{A}}}graphicData"), None)
    uri = str(data.get("uri", "")) if data is not None else ""
    return {"chart": "diagram", "diagram": "SmartArt"}.get(uri.rsplit("/", 1)[-1], "form")


def _alternative(drawing: etree._Element, kind: str) -> str:
    about = next(drawing.iter(f"{{{_WP}}}docPr"), None)
    text = plain(str(about.get("descr", ""))).strip() if about is not None else ""
    if any(local(one) == "decorative" and one.get("val") in ("1", "true") for one in drawing.iter("{*}decorative")):
        return f"{kind}: dekorativ" + (f", men med alternativtexten {text}" if text else "")
    return f"{kind}: {text}" if text else f"{kind} utan alternativtext"


def _size(drawing: etree._Element) -> Iterator[str]:
    for extent in drawing.iter(f"{{{_WP}}}extent"):
        yield f"{drawn(str(extent.get('cx', '0')))} × {drawn(str(extent.get('cy', '0')))}"


def _place(drawing: etree._Element) -> Iterator[str]:
    """Where a floating one lies; one in the line of text says nothing."""
    for anchor in drawing.iter(f"{{{_WP}}}anchor"):
        for name, way in (("positionH", "i sidled"), ("positionV", "i höjdled")):
            for position in anchor.iter(f"{{{_WP}}}{name}"):
                start = str(position.get("relativeFrom", ""))
                inner = next((one for one in position if isinstance(one.tag, str)), None)
                value = (inner.text or "").strip() if inner is not None else ""
                where = drawn(value) if inner is not None and local(inner) == "posOffset" else plain(value)
                yield f"{way} {where} från {_FROM.get(start, start)}"
        wraps = [local(one) for one in anchor if isinstance(one.tag, str) and local(one).startswith("wrap")]
        behind = "bakom texten" if anchor.get("behindDoc") in ("1", "true") else "framför texten"
        yield from (behind if one == "wrapNone" else f"textflöde {one.removeprefix('wrap')}" for one in wraps)


def _contents(drawing: etree._Element, part: Part) -> Iterator[str]:
    """A mark of every file that it shows."""
    for one in drawing.iter():
        if isinstance(one.tag, str) and local(one) != "hlinkClick" and not one.tag.startswith(w("")):
            for key, value in sorted(one.attrib.items()):
                if str(key).startswith(f"{{{R}}}") and not any(
                    above.tag == w("txbxContent") for above in one.iterancestors()
                ):
                    yield part.content(str(value))


def _drawn(drawing: etree._Element) -> Iterator[str]:
    """What is drawn beside the picture itself: cropping, frames, turns and fillings."""
    for crop in drawing.iter(f"{{{A}}}srcRect"):
        if crop.attrib:
            yield "beskuren " + " ".join(f"{key} {measure(value, 1000, '%')}" for key, value in _attributes(crop))
    for properties in drawing.iter("{*}spPr"):
        turned = [dict(_attributes(one)).get("rot", "0") for one in properties.iter(f"{{{A}}}xfrm")]
        yield from (f"vriden {measure(one, 60_000, 'grader')}" for one in turned if one != "0")
        shapes = [dict(_attributes(one)).get("prst", "") for one in properties.iter(f"{{{A}}}prstGeom")]
        yield from (f"formen {one}" for one in shapes if one != "rect")
        if any(not _plain_outline(one) for one in properties.iterchildren(tag=etree.Element)):
            yield f"ritad {look_of(properties)}"


def _plain_outline(element: etree._Element) -> bool:
    """True for size and place, and for no line and no filling."""
    inner = [local(one) for one in element.iterchildren(tag=etree.Element)]
    return local(element) in ("xfrm", "prstGeom", "noFill") or (local(element) == "ln" and inner == ["noFill"])


def _attributes(element: etree._Element) -> list[tuple[str, str]]:
    """An element's attributes in the order of their names, without namespaces."""
    return sorted((str(key).rpartition("}")[2], plain(str(value))) for key, value in element.attrib.items())


def old_picture(drawing: etree._Element, part: Part) -> str:
    """A `w:pict` or `w:object`, as older Words drew: watermarks, pictures and boxes (VML)."""
    shapes = drawing.iter(*(f"{{{_V}}}{name}" for name in ("shape", "rect", "line", "oval", "roundrect")))
    said = [_old_shape(shape, part) for shape in shapes]
    said += [raw(one) for one in drawing.iterchildren(tag=etree.Element) if local(one) in ("OLEObject", "control")]
    return "".join(f"[{one}]" for one in said) or f"[{local(drawing)}]"


def _old_shape(shape: etree._Element, part: Part) -> str:
    words = [plain(str(one.get("string"))) for one in shape.iter(f"{{{_V}}}textpath") if one.get("string")]
    pictures = [one.get(f"{{{R}}}id") for one in shape.iter(f"{{{_V}}}imagedata")]
    files = [part.content(str(one)) for one in pictures if one]
    kind = "vattenstämpel" if words else "bild" if files else "form"
    named = plain(str(shape.get("alt", ""))).strip() or " ".join(words)
    drawn_as = [f"{key} {value}" for key, value in _attributes(shape) if key not in ("id", "spid", "gfxdata", "alt")]
    first = f"{kind}: {named}" if named else f"{kind} utan alternativtext"
    return "; ".join([first, *files, f"ritad {digest(' '.join(drawn_as).encode())}"])
