"""A changed structure tree, written back to its file (ISO 32000-1, 14.7.4)."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.pdf.tree import Annotated, Element, Kid, Marked, Tree, numbers
from generator.pdf.values import listed, number


def write_tree(tree: Tree) -> None:
    """Write the elements that were changed, and to which element each marked content and annotation belongs."""
    for element in tree.changed.values():
        page = tree.page_of(element.object, None)
        element.object["/K"] = Array([_written(tree, kid, page) for kid in element.kids])
        for kid in element.elements:
            kid.object["/P"] = element.object
    tree.changed = {}
    if tree.regrouped:
        tree.root["/K"] = Array([top.object for top in tree.tops])
        tree.regrouped = False
    _write_owners(tree)


def _written(tree: Tree, kid: Kid, page: int | None) -> pikepdf.Object | int:
    """A child as it stands in /K."""
    if isinstance(kid, Element):
        return kid.object
    if isinstance(kid, Marked) and kid.page == page:
        return kid.mcid
    said = Dictionary(Type=Name.MCR, MCID=kid.mcid) if isinstance(kid, Marked) else Dictionary(Type=Name.OBJR)
    if isinstance(kid, Annotated):
        said["/Obj"] = kid.annotation
    if kid.page is not None:
        said["/Pg"] = tree.pdf.pages[kid.page].obj
    return said


class _Owners:
    """The parent tree: by number, whose marked contents or annotation it is."""

    def __init__(self, tree: Tree) -> None:
        self.by_number: dict[int, pikepdf.Object] = numbers(tree.root.get("/ParentTree"))
        self.following = max(self.by_number, default=-1) + 1

    def key(self, holder: pikepdf.Object, name: str) -> int:
        """The number of a page or annotation; a new one when it has none."""
        key = number(holder.get(name))
        if key is None:
            key, self.following = self.following, self.following + 1
            holder[name] = key
        return key


def _write_owners(tree: Tree) -> None:
    """Write the parent tree anew; what is no page's and no annotation's in it stays."""
    owners = _Owners(tree)
    contents: dict[int, dict[int, pikepdf.Object]] = {}
    for element in tree.walk():
        for kid in element.kids:
            if isinstance(kid, Marked):
                contents.setdefault(kid.page, {})[kid.mcid] = element.object
            elif isinstance(kid, Annotated):
                owners.by_number[owners.key(kid.annotation, "/StructParent")] = element.object
    for page in sorted(contents):
        key = owners.key(tree.pdf.pages[page].obj, "/StructParents")
        row = _row(contents[page], listed(owners.by_number.get(key)))
        owners.by_number[key] = tree.pdf.make_indirect(Array(row))
    flat = [one for key in sorted(owners.by_number) for one in (key, owners.by_number[key])]
    tree.root["/ParentTree"] = tree.pdf.make_indirect(Dictionary(Nums=Array(flat)))
    tree.root["/ParentTreeNextKey"] = owners.following


def _row(found: dict[int, pikepdf.Object], before: list[pikepdf.Object]) -> list[pikepdf.Object | None]:
    """One page's marked contents by number, each with its element; what the tree does not say stays as it was."""
    length = max(max(found) + 1, len(before))
    return [found.get(at, before[at] if at < len(before) else None) for at in range(length)]
