"""A template prepared once, and filled in as often as there are cases.

docxtpl patches and compiles a template anew for every document. Here that is
done once; a document costs Jinja's rendering and the packing of the parts
that changed. docxtpl stays the contract: its tags, its `patch_xml`, its
finishing touches (`fix_tables`, `fix_docpr_ids`) where a template needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from pathlib import Path
from traceback import walk_tb
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import FunctionLoader, Template, pass_context
from jinja2.runtime import Context
from lxml import etree
from markupsafe import Markup, escape

from generator import richtext
from generator.sandbox import FAILURES, Environment, explain, markup, printable
from generator.word.archive import Archive
from generator.word.assembly import DOCUMENT_RELS, PROLOG, hyperlinks
from generator.word.composition import Composed, compiled, line_text, marked
from generator.word.faults import Faults
from generator.word.frame import FOOTNOTES, NUMBERING
from generator.word.ooxml import check, serialize
from generator.word.package import DOCUMENT, refuse, rels_name
from generator.word.properties import APP, CORE, Properties, app, declare
from generator.word.sections import continued
from generator.word.setting import Setter
from generator.word.supplement import Supplement

_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_OPEN_CELL = re.compile(r"(</w:tbl>|</w:tcPr>|<w:tcPr/>|<w:tc>)\s*</w:tc>")
"""A cell whose last paragraph went with a tag; Word takes such a file for damaged."""
_NEIGHBOURS = re.compile(r"(</w:tbl>)\s*(<w:tbl>)")
"""Two tables with nothing between them; Word makes one of the two."""
_NEEDS_TABLES = re.compile(r"\{%\s*(tc|colspan|hm|vm)\b|\{[{%]tc ")
_NOTE_RELS = rels_name(FOOTNOTES)
_SECTION_LEVEL = 3
"""Headings in a text stand below a section's, which stands below the document's."""

_setter: ContextVar[Setter] = ContextVar("setter")


class Prepared:
    """One format of one profile, ready to be filled in.

    Args:
        composed: the template in one piece.
    """

    def __init__(self, composed: Composed) -> None:
        self.files = composed.files
        self._frame = composed.frame
        self._origins = composed.origins
        self._blocks = composed.blocks
        self._environment = environment(composed.blocks)
        self._sources = {DOCUMENT: _document_source(composed), **composed.margins}
        self._templates = self._compiled(self._sources)
        self._finishing = _to_finish(self._sources, "".join(composed.blocks.values()))
        self._parts = {**composed.parts, **declare(composed.parts)}
        changing = {*self._templates, DOCUMENT_RELS, NUMBERING, FOOTNOTES, _NOTE_RELS, CORE, APP}
        self._latest: dict[str, tuple[str, bytes]] = {}
        """Header and footer as they were last filled in, and what that became: often the next document has the same."""
        self._archive = Archive(self._parts, changing, alike={*composed.margins, APP})

    def fill(self, context: Mapping[str, Any], properties: Properties, company: str) -> bytes:
        """One document.

        Args:
            context: all that the template can name.
            properties: what the file says about itself.
            company: the organisation, for the file's properties.

        Returns:
            The .docx, byte for byte the same for the same arguments.

        Raises:
            TemplateError: a tag names something that is not there, or prints
                something that is not text.
        """
        supplement = Supplement()
        token = _setter.set(Setter(self._frame, supplement))
        try:
            changed = {name: self._render(name, template, context) for name, template in self._templates.items()}
        finally:
            _setter.reset(token)
        changed |= self._supplemented(supplement)
        changed |= {CORE: properties.core(), APP: app(company)}
        return self._archive.pack(changed)

    def _render(self, name: str, template: Template, context: Mapping[str, Any]) -> bytes:
        try:
            text = template.render(context)
        except FAILURES as error:
            path, place = self._locate(name, context)
            refuse(path, "tagg-fel", explain(error), "Rätta taggen i Word.", place)
        if name == DOCUMENT:
            return self._whole(name, continued(text))
        latest = self._latest.get(name)
        if latest is None or latest[0] != text:
            latest = self._latest[name] = text, self._whole(name, text)
        return latest[1]

    def _whole(self, name: str, text: str) -> bytes:
        """A part that is filled in, made ready and found to be XML."""
        content = _mended(text).encode()
        try:
            check(content)
        except etree.XMLSyntaxError:
            refuse(
                self._origins[name],
                "mall-ger-trasig-xml",
                "Taggarna i mallen tar isär dokumentet: något börjar innanför ett stycke och slutar utanför.",
                "Kontrollera att {%p if %}, {%p for %} och {%p endif %} står i egna stycken.",
            )
        if name in self._finishing:
            return serialize(_finished(content, self._finishing.index(name)))
        return content

    def _locate(self, name: str, context: Mapping[str, Any]) -> tuple[Path, str | None]:
        """The file and the paragraph in which filling in fails: done again, with one paragraph to a line."""
        blocks = {block: marked(source) for block, source in self._blocks.items()}
        own = marked(self._sources[name])
        try:
            environment(blocks).from_string(own).render(context)
        except FAILURES as error:
            for frame, line in reversed(list(walk_tb(error.__traceback__))):
                where = frame.f_code.co_filename
                if where in blocks or where == "<template>":
                    return self._origins.get(where, self._origins[name]), line_text(blocks.get(where, own), line)
        return self._origins[name], None

    def _compiled(self, sources: Mapping[str, str]) -> dict[str, Template]:
        """The sources and the blocks, all compiled before any is used."""
        faults, found = Faults(), {}
        for name, source in {**sources, **self._blocks}.items():
            with faults.gathered():
                found[name] = compiled(source, self._origins[name], self._environment.from_string)
        faults.check()
        return {name: found[name] for name in sources}

    def _supplemented(self, supplement: Supplement) -> dict[str, bytes]:
        """The parts beside the body, with what this document adds to them."""
        parts = self._parts
        found = {
            DOCUMENT_RELS: _before_end(parts[DOCUMENT_RELS], "Relationships", hyperlinks(supplement.links)),
            FOOTNOTES: _before_end(parts[FOOTNOTES], "w:footnotes", "".join(supplement.footnotes)),
        }
        if NUMBERING in parts:
            found[NUMBERING] = _numbered(parts[NUMBERING], supplement)
        if supplement.note_links or _NOTE_RELS in parts:
            base = parts.get(_NOTE_RELS, f'{PROLOG}<Relationships xmlns="{_RELATIONS}"></Relationships>'.encode())
            found[_NOTE_RELS] = _before_end(base, "Relationships", hyperlinks(supplement.note_links))
        return found


_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def environment(blocks: Mapping[str, str], **options: Any) -> Environment:
    """The sandbox as Word templates see it: with blocks to include and `stycken` to set texts."""
    loader = FunctionLoader(lambda name: (blocks[name], name, None) if name in blocks else None)
    made = Environment(autoescape=True, loader=loader, **{"finalize": _finalize, **options})
    made.filters["stycken"] = _stycken
    made.filters.update(_OWN)
    return made


def _finalize(value: Any) -> Any:
    """The last word on a printed value: a new line in it is a new line in Word."""
    text = printable(value)
    if type(text) is str and "\n" in text:
        return escape(text).replace("\n", _BREAK)
    return text


@pass_context
def _stycken(_: Context, text: str, level: int = _SECTION_LEVEL) -> Markup:
    """A text of paragraphs, set in the letterhead's styles; `level` is that of its uppermost headings."""
    return _setter.get().set(richtext.parse(text), level) if text else markup("")


@pass_context
def _lista(_: Context, key: str, level: int, levelled: int | None = None) -> Markup:
    """The numbering of an item of a list in a template; without `levelled` it has it of its own, not by its style."""
    bare = None if levelled is None else f'<w:numPr><w:ilvl w:val="{level}"/></w:numPr>' * levelled
    return _setter.get().additions.item(key, level, bare)


@pass_context
def _omstart(_: Context, key: str, level: int) -> Markup:
    """Nothing; but the list begins anew with its next item."""
    _setter.get().additions.restart(key, level)
    return markup("")


@pass_context
def _fotnot(_: Context, content: str, numbered: int) -> Markup:
    return _setter.get().additions.note(_mended(content), numbered=bool(numbered))


@pass_context
def _bokmarke(_: Context, name: str) -> Markup:
    return _setter.get().additions.begin_bookmark(name)


@pass_context
def _bokslut(_: Context, name: str) -> Markup:
    return _setter.get().additions.end_bookmark(name)


_OWN: dict[str, Callable[..., Markup]] = {
    "_lista": _lista,
    "_omstart": _omstart,
    "_fotnot": _fotnot,
    "_bokmarke": _bokmarke,
    "_bokslut": _bokslut,
}
"""The program's own filters, which `generator.word.fragment` writes into a template and no author sees.

Each takes Jinja's context, which none needs: else Jinja would try a filter
of constants when it compiles a block, in the midst of the first document,
and print what came of it in all the others.
"""


def _mended(text: str) -> str:
    """Filled in, with the paragraphs that went with a tag and that Word asks for."""
    tables = text.count("</w:tbl>")
    if tables and text.count("</w:tc>") != text.count("</w:p></w:tc>"):  # counting takes a fourth of the search
        text = _OPEN_CELL.sub(r"\1<w:p/></w:tc>", text)
    return _NEIGHBOURS.sub(r"\1<w:p/>\2", text) if tables > 1 else text


def _document_source(composed: Composed) -> str:
    """The document part as Jinja source: the composed root and page, the format's patched body between."""
    whole = composed.parts[DOCUMENT].decode()
    start = whole.index("<w:body>") + len("<w:body>")
    return PROLOG + whole[whole.index("<w:document") : start] + composed.body + whole[whole.rindex("<w:sectPr") :]


def _to_finish(sources: Mapping[str, str], blocks: str) -> list[str]:
    """The parts that need docxtpl's finishing touches: those that tables or pictures are filled into.

    A picture that stands once in a header keeps the id that it has.
    """

    def needs(text: str) -> bool:
        return bool(_NEEDS_TABLES.search(text)) or "<wp:docPr" in text

    beside = [name for name, text in sources.items() if "include" in text and needs(blocks) and name != DOCUMENT]
    return [*([DOCUMENT] if needs(sources[DOCUMENT] + blocks) else []), *beside]


def _finished(content: bytes, part: int) -> etree._Element:
    """Give docxtpl's finishing touches: table grids that fit their cells, drawings with ids of their own."""
    template = DocxTemplate.__new__(DocxTemplate)
    template.docx_ids_index = 1000 * (part + 1)
    tree: etree._Element = template.fix_tables(content)
    template.fix_docpr_ids(tree)
    return tree


def _before_end(content: bytes, tag: str, added: str) -> bytes:
    if not added:
        return content
    end = f"</{tag}>".encode()
    head, _, tail = content.rpartition(end)
    if not head:  # an empty element closes itself
        return content.replace(b"/>", b">" + added.encode() + end, 1) if content.endswith(b"/>") else content
    return head + added.encode() + end + tail


def _numbered(content: bytes, supplement: Supplement) -> bytes:
    """Definitions go before the instances, new instances after the others and before Word's own clean-up mark."""
    numbers, definitions = "".join(supplement.numbers), "".join(supplement.definitions)
    mark = content.find(b"<w:numIdMacAtCleanup")
    if mark < 0:
        content = _before_end(content, "w:numbering", numbers)
    else:
        content = content[:mark] + numbers.encode() + content[mark:]
    first = content.find(b"<w:num ") if definitions else -1  # a definition is used by an instance
    return content if first < 0 else content[:first] + definitions.encode() + content[first:]
