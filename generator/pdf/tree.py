"""The structure tree of a tagged PDF, as Python objects (ISO 32000-1, 14.7).

A structure tree says what the painted marks are: this run of text belongs to
a paragraph, that one to a heading cell. It is read once, walked and changed
here, and written back where it was changed. Its leaves are the marked
contents of the pages, by number, and annotations. What the standard lets a
program write in several ways (one child or a list, a number or a dictionary)
is one thing here; what it does not allow is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.pdf.values import dictionaries, listed, number

_REFERENCE, _OBJECT = Name.MCR, Name.OBJR
_GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"})
_OPAQUE = frozenset({"NonStruct", "Private"})
_LISTS = frozenset({"L", "LI", "Lbl", "LBody"})
_TABLES = frozenset({"Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"})
_INLINE = frozenset({"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot"})
_ASIAN = frozenset({"Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"})
_DRAWN = frozenset({"Figure", "Formula", "Form"})
HEADINGS = frozenset({"H", "H1", "H2", "H3", "H4", "H5", "H6"})
LEAVES = HEADINGS | {"P"}
"""The types of elements that hold running text and no other blocks."""
STANDARD = LEAVES | _GROUPING | _OPAQUE | _LISTS | _TABLES | _INLINE | _ASIAN | _DRAWN
"""The structure types that have a meaning of their own (ISO 32000-1, 14.8.4)."""
DIRECT = (0, 0)
"""The number of an object that has none, since it stands within another."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked content of a page: a number in its content stream."""

    page: int
    """Which page, from 0."""
    mcid: int


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """An annotation that an element holds."""

    annotation: pikepdf.Object
    page: int | None
    """Which page, from 0; None when the tree does not say."""


@dataclass(slots=True, eq=False)
class Element:
    """A structure element."""

    object: Dictionary
    """Itself in the file; its children are written to it by `write_tree`."""
    name: str
    """Its type as it is written: LibreOffice calls it by the paragraph style."""
    role: str
    """Its standard type, by the role map: "P", "TH"; its own name when there is none."""
    parent: Element | None
    kids: list[Kid] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        """The elements among its children."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def index(self) -> int:
        """Its place among its parent's children, from 0."""
        assert self.parent is not None
        return next(at for at, kid in enumerate(self.parent.kids) if kid is self)

    def text_of(self, key: str) -> str:
        """A text that it carries: "/Alt", "/ActualText", "/Lang", "/ID"; empty when it has none."""
        if key not in self.object:  # as a rule; asking for what is not there takes its time
            return ""
        value = self.object[key]
        return str(value) if isinstance(value, pikepdf.String) else ""

    def attribute(self, key: str) -> pikepdf.Object | None:
        """A structure attribute, whoever its owner: "/BBox", "/Scope"."""
        return next((one[key] for one in attributes(self.object) if key in one), None)

    def walk(self) -> Iterator[Element]:
        """Itself and every element below it, in reading order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += [kid for kid in reversed(one.kids) if isinstance(kid, Element)]

    def leaves(self) -> Iterator[Marked | Annotated]:
        """Every marked content and annotation below it, in reading order."""
        waiting: list[Kid] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Element):
                waiting += reversed(one.kids)
            else:
                yield one

    def above(self) -> Iterator[Element]:
        """The elements around it, from the nearest."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent


Kid = Element | Marked | Annotated


class Tree:
    """A whole structure tree.

    Args:
        pdf: the open file.

    Raises:
        KeyError: it has no structure tree.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.Root["/StructTreeRoot"]
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.roles = _roles(self.root.get("/RoleMap"))
        self.changed: dict[int, Element] = {}
        self.regrouped = False
        """True when an element that had no parent was taken from there."""
        self._seen: set[tuple[int, int]] = set()
        self.tops = [kid for kid in self._kids(self.root.get("/K"), None, None) if isinstance(kid, Element)]
        """The elements without a parent: as a rule one Document."""

    def walk(self) -> Iterator[Element]:
        """Every element, in reading order."""
        for top in tuple(self.tops):
            yield from top.walk()

    def leaves(self) -> Iterator[Marked | Annotated]:
        """Every marked content and annotation, in reading order."""
        for top in self.tops:
            yield from top.leaves()

    def new(self, role: str, parent: Element, at: int, kids: list[Kid]) -> Element:
        """Put a new element of a standard type among a parent's children; its own are those given, taken from there.

        Args:
            role: its type.
            parent: what it is to stand in.
            at: before which of the parent's children.
            kids: its children; they are not taken out of where they were.
        """
        made = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + role), P=parent.object))
        element = Element(made, role, role, parent, kids)
        page = next((leaf.page for leaf in element.leaves() if leaf.page is not None), None)
        if page is not None:
            made["/Pg"] = self.pdf.pages[page].obj
        for kid in kids:
            if isinstance(kid, Element):
                kid.parent = element
        parent.kids.insert(at, element)
        self.changed |= {id(parent): parent, id(element): element}
        return element

    def change(self, element: Element) -> None:
        """Remember that an element's children were changed."""
        self.changed[id(element)] = element

    def move(self, element: Element, after: Element) -> None:
        """Take an element from its parent and put it directly after another, which has a parent."""
        assert after.parent is not None
        self.drop(element)
        self.put(element, after.parent, after.index + 1)

    def put(self, element: Element, parent: Element, at: int) -> None:
        """Put an element that was dropped among a parent's children, before the one at a place."""
        parent.kids.insert(at, element)
        element.parent = parent
        self.change(parent)

    def drop(self, element: Element) -> None:
        """Take an element, with all below it, from its parent, or from those that have none."""
        if element.parent is None:
            self.tops = [top for top in self.tops if top is not element]
            self.regrouped = True
        else:
            element.parent.kids.pop(element.index)
            self.change(element.parent)

    def rename(self, element: Element, role: str) -> None:
        """Let an element be of a standard type."""
        element.role = role
        element.object["/S"] = Name("/" + role)

    def _kids(self, value: pikepdf.Object | int | None, page: int | None, parent: Element | None) -> list[Kid]:
        """The children that /K says, in any of its forms."""
        if isinstance(value, int):
            return [] if page is None else [Marked(page, value)]
        if isinstance(value, Array):
            return [kid for one in value for kid in self._kids(one, page, parent)]
        if not isinstance(value, Dictionary):
            return []
        kind = value.get("/Type")
        if kind == _REFERENCE:
            return self._reference(value, page)
        if kind == _OBJECT:
            return self._annotated(value, page)
        return self._element(value, page, parent)

    def _reference(self, value: Dictionary, page: int | None) -> list[Kid]:
        """A marked content by dictionary; one that stands in another stream than the page's is passed over."""
        where, mcid = self.page_of(value, page), number(value.get("/MCID"))
        return [Marked(where, mcid)] if where is not None and mcid is not None and "/Stm" not in value else []

    def _annotated(self, value: Dictionary, page: int | None) -> list[Kid]:
        what = value.get("/Obj")
        return [Annotated(what, self.page_of(value, page))] if isinstance(what, Dictionary) else []

    def _element(self, value: Dictionary, page: int | None, parent: Element | None) -> list[Kid]:
        """An element and all below it; one that is its own forefather is met once."""
        numbered = value.objgen
        if numbered in self._seen:
            return []
        self._seen |= {numbered} - {DIRECT}
        name = str(value.get("/S", "/NonStruct"))[1:]
        element = Element(value, name, self.roles.get(name, name), parent)
        element.kids = self._kids(value.get("/K"), self.page_of(value, page), element)
        return [element]

    def page_of(self, value: Dictionary, page: int | None) -> int | None:
        """The page that a dictionary names, else the one around it."""
        named = value.get("/Pg")
        return page if named is None else self.pages.get(named.objgen)


def attributes(element: Dictionary) -> list[Dictionary]:
    """An element's attribute dictionaries, without their revision numbers."""
    if "/A" not in element:
        return []
    value = element["/A"]
    if isinstance(value, Array):
        return dictionaries(value)
    return [value] if isinstance(value, Dictionary) else []


def numbers(tree: pikepdf.Object | None) -> dict[int, pikepdf.Object]:
    """A number tree, such as the parent tree, as one mapping (ISO 32000-1, 7.9.7)."""
    found: dict[int, pikepdf.Object] = {}
    waiting = [tree]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or node.objgen in seen:
            continue
        seen |= {node.objgen} - {DIRECT}
        flat = listed(node.get("/Nums"))
        pairs = zip(map(number, flat[::2]), flat[1::2], strict=False)
        found.update({key: value for key, value in pairs if key is not None})
        waiting += listed(node.get("/Kids"))
    return found


def _roles(value: pikepdf.Object | None) -> dict[str, str]:
    """The role map, each name with the standard type that it ends in; a circle ends nowhere."""
    given = {str(key)[1:]: str(to)[1:] for key, to in value.items()} if isinstance(value, Dictionary) else {}
    found = {}
    for name in given:
        at, passed = name, set()
        while at in given and at not in passed and (at == name or at not in STANDARD):
            passed.add(at)
            at = given[at]
        if at in STANDARD:
            found[name] = at
    return found
