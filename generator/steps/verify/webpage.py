"""The text of a web page, as it is read."""

from __future__ import annotations

from lxml import etree, html

_SILENT = frozenset({"script", "style", "template", "noscript"})
_WITHIN_A_LINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
    }
)


def page_lines(page: bytes) -> tuple[str, ...]:
    """The lines of a web page's body, without empty ones; none when it has no body.

    Args:
        page: an HTML file in UTF-8.
    """
    if not page.strip():
        return ()
    body = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8")).find("body")
    pieces: list[str] = []
    if body is not None:
        _read(body, pieces)
    return tuple(line.strip() for line in "".join(pieces).split("\n") if line.strip())


def _read(element: etree._Element, pieces: list[str]) -> None:
    if isinstance(element.tag, str) and element.tag not in _SILENT:
        edge = "" if element.tag in _WITHIN_A_LINE else "\n"
        pieces += [edge, " ".join((element.text or "").split("\n"))]
        for child in element:
            _read(child, pieces)
        pieces.append(edge)
    pieces.append(" ".join((element.tail or "").split("\n")))
