"""A template prepared once, and filled in as often as there are cases.

docxtpl patches and compiles a template anew for every document. Here that is
done once; a document costs Jinja's rendering and the packing of the parts
that changed. docxtpl stays the contract: its tags, its `patch_xml`, its
finishing touches (`fix_tables`, `fix_docpr_ids`) where a template needs them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from traceback import walk_tb
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import FunctionLoader, Template
from jinja2.exceptions import TemplateSyntaxError
from lxml import etree
from markupsafe import Markup, escape

from generator import richtext
from generator.sandbox import FAILURES, Environment, explain, markup, printable
from generator.word.archive import Archive
from generator.word.composition import DOCUMENT_RELS, PROLOG, Composed, hyperlinks, line_text, marked, misspelt
from generator.word.frame import FOOTNOTES, NUMBERING
from generator.word.ooxml import parse, serialize
from generator.word.package import DOCUMENT, refuse, rels_name
from generator.word.properties import APP, CORE, Properties, app, declare
from generator.word.setting import Setter, Supplement

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
        self._templates = {name: self._compile(name, source) for name, source in self._sources.items()}
        for name, source in composed.blocks.items():
            self._compile(name, source)
        whole = "".join([*self._sources.values(), *composed.blocks.values()])
        self._finishing = bool(_NEEDS_TABLES.search(whole)) or "<wp:docPr" in whole
        self._parts = {**composed.parts, **declare(composed.parts)}
        changing = {*self._templates, DOCUMENT_RELS, NUMBERING, FOOTNOTES, _NOTE_RELS, CORE, APP}
        self._archive = Archive({name: part for name, part in self._parts.items() if name not in changing})

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
        text = _NEIGHBOURS.sub(r"\1<w:p/>\2", _OPEN_CELL.sub(r"\1<w:p/></w:tc>", text))
        try:
            parse(text.encode())
        except etree.XMLSyntaxError:
            refuse(
                self._origins[name],
                "mall-ger-trasig-xml",
                "Taggarna i mallen tar isär dokumentet: något börjar innanför ett stycke och slutar utanför.",
                "Kontrollera att {%p if %}, {%p for %} och {%p endif %} står i egna stycken.",
            )
        if name == DOCUMENT and self._finishing:
            return serialize(_finished(text))
        return text.encode()

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

    def _compile(self, name: str, source: str) -> Template:
        try:
            return self._environment.from_string(source)
        except TemplateSyntaxError as error:
            place = misspelt(source, self._environment.from_string)
            refuse(self._origins[name], "tagg-felskriven", explain(error), "Rätta taggen i Word.", place)

    def _supplemented(self, supplement: Supplement) -> dict[str, bytes]:
        """The parts beside the body, with what this document adds to them."""
        parts = self._parts
        found = {
            DOCUMENT_RELS: _before_end(parts[DOCUMENT_RELS], "Relationships", hyperlinks(supplement.links)),
            FOOTNOTES: _before_end(parts[FOOTNOTES], "w:footnotes", "".join(supplement.footnotes)),
        }
        if NUMBERING in parts:
            found[NUMBERING] = _numbered(parts[NUMBERING], "".join(supplement.numbers))
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
    return made


def _finalize(value: Any) -> Any:
    """The last word on a printed value: a new line in it is a new line in Word."""
    text = printable(value)
    if type(text) is str and "\n" in text:
        return escape(text).replace("\n", _BREAK)
    return text


def _stycken(text: str, level: int = _SECTION_LEVEL) -> Markup:
    """A text of paragraphs, set in the letterhead's styles; `level` is that of its uppermost headings."""
    return _setter.get().set(richtext.parse(text), level) if text else markup("")


def _document_source(composed: Composed) -> str:
    """The document part as Jinja source: the composed root and page, the format's patched body between."""
    whole = composed.parts[DOCUMENT].decode()
    start = whole.index("<w:body>") + len("<w:body>")
    return PROLOG + whole[whole.index("<w:document") : start] + composed.body + whole[whole.rindex("<w:sectPr") :]


def _finished(text: str) -> etree._Element:
    """Give docxtpl's finishing touches: table grids that fit their cells, drawings with ids of their own."""
    template = DocxTemplate.__new__(DocxTemplate)
    template.docx_ids_index = 1000
    tree: etree._Element = template.fix_tables(text.encode())
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


def _numbered(content: bytes, added: str) -> bytes:
    """New numbering instances go after the others and before Word's own clean-up mark."""
    mark = content.find(b"<w:numIdMacAtCleanup")
    if mark < 0:
        return _before_end(content, "w:numbering", added)
    return content[:mark] + added.encode() + content[mark:]
