"""Places in a fragment that become a tag of the program's own, after docxtpl has patched the authors' tags.

docxtpl's `patch_xml` looks for tags with patterns that run across
paragraphs. A tag of our own in their way would change what becomes of its
neighbours, so until then it is an element of which Word knows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from generator.word.ooxml import W, w

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
"""Unicode's noncharacters: XML allows them, and no author can mean anything by them."""
MARK = re.compile(rf'<w:mark w:val="{_OPEN}(\w+) ?([^{_CLOSE}]*){_CLOSE}"/>')
"""A place as it stands in the text of a fragment: its kind, and what there is to know."""
OWN_TAG = re.compile(r"\{\{ ?\"[^\"]*\"\|_\w+[^}]*\}\}|\{% (?:end)?filter\b[^%]*%\}")
"""A tag of the program's own, which is never shown to an author."""


def mark(kind: str, knowledge: object = "") -> etree._Element:
    """An element that marks a place."""
    return etree.Element(w("mark"), {w("val"): f"{_OPEN}{kind} {knowledge}{_CLOSE}"}, nsmap={"w": W})


def replaced(element: etree._Element, by: etree._Element) -> None:
    """Put `by` where `element` stands."""
    parent = element.getparent()
    assert parent is not None  # nobody marks a root
    by.tail = element.tail
    parent.replace(element, by)


def written(source: str, tags: Callable[[str, str], str]) -> str:
    """A source with each mark written as the tag that `tags` gives for its kind and its knowledge."""
    return MARK.sub(lambda found: tags(found[1], found[2]), source)
