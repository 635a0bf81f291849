"""The contest's template in the dialects of the others, by rule and not by hand.

Each takes the tree of a part (`benchmarks.contest.tree`) and gives the part's
XML with that contestant's tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import unescape

from benchmarks.contest.letterhead import paragraph
from benchmarks.contest.tree import Block, Node, Print, Values, printed

_FIELD = re.compile(r"«(\w+)»")
_ROW = '<w:tr><w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{}</w:tc></w:tr>'


def docxtpl(nodes: Sequence[Node], scope: str = "") -> str:
    """The dialect that is ours, too, with a name instead of each expression."""
    return "".join(_docxtpl(node, scope) for node in nodes)


def _docxtpl(node: Node, scope: str) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, Print):
        return f"{{{{ {scope}{node.key} }}}}"
    mark, each = node.level, f"v{node.key}"
    start = f"for {each} in {scope}{node.key}" if node.each else f"if {scope}{node.key}"
    end = "endfor" if node.each else "endif"
    inside = docxtpl(node.inside, f"{each}." if node.each else scope)
    return _around(mark, f"{{%{mark} {start} %}}") + inside + _around(mark, f"{{%{mark} {end} %}}")


def _around(mark: str, tag: str) -> str:
    """A tag with what goes with it: a paragraph, a row, or nothing."""
    return {"p": paragraph(tag), "tr": _ROW.format(paragraph(tag)), "": tag}[mark]


def docxtemplater(nodes: Sequence[Node]) -> str:
    """Sections: `{#key} … {/key}`, in paragraphs of their own, or around the cells of a row."""
    return "".join(_docxtemplater(node) for node in nodes)


def _docxtemplater(node: Node) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, Print):
        return f"{{{node.key}}}"
    start, inside, end = f"{{#{node.key}}}", docxtemplater(node.inside), f"{{/{node.key}}}"
    if node.level == "p":
        return paragraph(start) + inside + paragraph(end)
    return _in_texts(inside, start, end) if node.level == "tr" else start + inside + end


def _in_texts(xml: str, start: str, end: str) -> str:
    """The XML with something put first in its first text, and something last in its last."""
    opened = re.sub(r"(<w:t [^>]*>)", rf"\1{start}", xml, count=1)
    head, _, tail = opened.rpartition("</w:t>")
    return f"{head}{end}</w:t>{tail}"


def carbone(nodes: Sequence[Node], scope: str = "d.") -> str:
    """Loops by example: what stands at `[i]`, and again at `[i+1]`; sections between `showBegin` and `showEnd`."""
    return "".join(_carbone(node, scope) for node in nodes)


def _carbone(node: Node, scope: str) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, Print):
        return f"{{{scope}{node.key}}}"
    if node.each:
        first, again = (carbone(node.inside, f"{scope}{node.key}[{index}].") for index in ("i", "i+1"))
        return first + again
    start, end = f"{{{scope}{node.key}:ifEQ(true):showBegin}}", f"{{{scope}{node.key}:showEnd}}"
    around: Callable[[str], str] = paragraph if node.level == "p" else str
    return around(start) + carbone(node.inside, scope) + around(end)


def mailmerge(nodes: Sequence[Node]) -> str:
    """Merge fields. Sections are always there; a list is a table of one column, unless it is a table already."""
    return re.sub(r"<w:r>((?:(?!</w:r>).)*«(?:(?!</w:r>).)*)</w:r>", _with_fields, "".join(map(_mailmerge, nodes)))


def _mailmerge(node: Node) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, Print) or not node.level:
        return f"«{node.key}»"
    if not node.each:
        return "".join(map(_mailmerge, node.inside))
    if node.level == "tr":
        return "".join(map(_mailmerge, node.inside))
    table = '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="8504"/></w:tblGrid>'
    return f"{table}{_ROW.format(paragraph(f'«{node.key}»'))}</w:tbl><w:p/>"


def _with_fields(run: re.Match[str]) -> str:
    """A run with «names» in it as runs and fields."""
    look = "".join(re.findall(r"<w:rPr>.*?</w:rPr>", run[1]))
    inside = run[1].removeprefix(look)

    def field(name: re.Match[str]) -> str:
        shown = f"<w:r>{look}<w:t>«{name[1]}»</w:t></w:r>"
        simple = f'<w:fldSimple w:instr=" MERGEFIELD {name[1]} ">{shown}</w:fldSimple>'
        return f'</w:t></w:r>{simple}<w:r>{look}<w:t xml:space="preserve">'

    return f"<w:r>{look}{_FIELD.sub(field, inside)}</w:r>"


def merged(nodes: Sequence[Node], given: Values) -> Values:
    """The values as merge fields know them: texts, and rows of texts for lists; nothing where a section is absent."""
    found: Values = {}
    for node in nodes:
        if isinstance(node, Print):
            found[node.key] = given.get(node.key, "")
        elif isinstance(node, Block) and not node.level:
            found[node.key] = unescape("".join(printed([node], given))) if node.key in given else ""
        elif isinstance(node, Block) and node.level == "tr":
            found[_first(node)] = [merged(node.inside, item) for item in given.get(node.key, ())] or ""
        elif isinstance(node, Block) and node.each:
            found[node.key] = [{node.key: text} for text in _paragraphs(node, given)] or ""
        elif isinstance(node, Block):
            found |= merged(node.inside, given)
    return found


def _first(node: Block) -> str:
    """The field by which a row is known: its first."""
    return next(one.key for one in node.inside if isinstance(one, Print))


def _paragraphs(node: Block, given: Values) -> Iterator[str]:
    """The texts that a loop over paragraphs prints, one by one."""
    for found in re.findall(r"<w:p>.*?</w:p>", "".join(printed([node], given)) if node.key in given else "", re.DOTALL):
        yield unescape(re.sub(r"<[^>]*>", "", found))


def left_standing(nodes: Sequence[Node]) -> set[str]:
    """What `mailmerge` prints of sections that are absent: their words that are no values, paragraph by paragraph."""
    sections = [node for node in nodes if isinstance(node, Block) and node.level == "p" and not node.each]
    xml = "".join(_mailmerge(inside) for node in sections for inside in node.inside)
    words = (re.sub(r"<[^>]*>|«\w+»", "", found) for found in re.findall(r"<w:p>.*?</w:p>", xml, re.DOTALL))
    return {" ".join(text.split()) for text in words}
