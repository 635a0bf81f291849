"""The whole file: its parts under headings, from the body to the styles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from posixpath import basename

from lxml import etree

from generator.word.ooxml import W, w
from generator.word.outline import part_name
from generator.word.package import DOCUMENT, Package, refuse, target_name, unpack
from generator.word.plaintext.blocks import lines
from generator.word.plaintext.measures import digest, plain, val
from generator.word.plaintext.pages import page_lines, references, setting_lines, theme_lines
from generator.word.plaintext.part import Names, Part, names_of
from generator.word.plaintext.stylesheet import list_lines, style_lines, used_lists, used_styles

_NOTES = {"word/footnotes.xml": ("Fotnoter", "fotnot"), "word/endnotes.xml": ("Slutnoter", "slutnot")}
_COMMENTS = "word/comments.xml"
_NUMBERING, _SETTINGS, _THEME = "word/numbering.xml", "word/settings.xml", "word/theme/theme1.xml"
_UNSEEN = ("docProps/", "customXml/", "_rels/", "[Content_Types].xml", "word/webSettings.xml", "word/fontTable.xml",
           "word/stylesWithEffects.xml", "word/people.xml", "word/commentsExtended.xml", "word/commentsIds.xml",
           "word/commentsExtensible.xml", "word/styles.xml", "word/media/", "mimetype")  # fmt: skip
"""Parts that print nowhere, and those that are told of where they are used."""

_Section = tuple[str, tuple[str, ...]]
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def plain_text(path: Path) -> str:
    """A Word file as text: body, headers and footers, notes, comments, pages, styles, lists.

    Args:
        path: the file, a template or a finished document; whatever is in it, it is only looked at.

    Raises:
        TemplateError: it is missing, is no Word file, or is too large to be opened.
    """
    package = unpack(path)
    told = [section for section in _sections(package) if section[1]]
    return "\n\n".join("\n".join([f"== {heading} ==", *content]) for heading, content in told) + "\n"


def _sections(package: Package) -> Iterator[_Section]:
    main = _main_part(package)
    names = names_of(package)
    document = package.xml(main)
    body = document.find(w("body"))
    yield "Brödtext", tuple(lines(body, Part(package, main, names))) if body is not None else ()
    margins = references(document, Part(package, main, names))
    for name in [*margins, *_margins_left_over(package, margins)]:
        where = ", ".join(margins.get(name, ["används inte"]))
        heading = part_name(name)
        content = tuple(lines(package.xml(name), Part(package, name, names)))
        yield f"{heading[:1].upper()}{heading[1:]} ({where})", content or ("[tomt]",)
    for name, (heading, word) in _NOTES.items():
        yield heading, tuple(_notes(package, name, names, word))
    yield "Kommentarer", tuple(_notes(package, _COMMENTS, names, "kommentar"))
    yield "Sidor", tuple(page_lines(document))
    yield from _looks(package, names, [document, *(package.xml(name) for name in margins)])
    yield "Övrigt i filen", tuple(_rest(package, {main, *margins}))


def _main_part(package: Package) -> str:
    """The part that holds the text: where the file itself says, which is nearly always the same place."""
    starts = [one for one in package.relationships("").values() if one.kind == "officeDocument"]
    name = target_name("", starts[0].target) if starts else DOCUMENT
    if name not in package.parts:
        refuse(package.path, "mall-trasig", "Filen är inte ett Word-dokument (.docx).", _SAVE)
    root = package.xml(name).tag
    if root == f"{{{_STRICT}}}document":
        refuse(package.path, "mall-trasig", "Filen är sparad som Strikt Open XML-dokument.", _SAVE)
    if root != f"{{{W}}}document":
        refuse(package.path, "mall-trasig", "Filen är inte ett Word-dokument (.docx).", _SAVE)
    return name


_SAVE = "Öppna filen i Word och spara om den som Word-dokument (.docx)."


def _margins_left_over(package: Package, known: dict[str, list[str]]) -> list[str]:
    """Headers and footers that no section shows."""
    every = (
        name for name in package.parts if name.startswith(("word/header", "word/footer")) and name.endswith(".xml")
    )
    return sorted(name for name in every if name not in known)


def _notes(package: Package, name: str, names: Names, word: str) -> Iterator[str]:
    """Footnotes or comments, each with the number that the text calls it by."""
    if name not in package.parts:
        return
    for note in package.xml(name).iterchildren(w("footnote"), w("endnote"), w("comment")):
        if val(note, "type") in ("", "normal"):
            author = f" av {val(note, 'author')}" if val(note, "author") else ""
            first, *more = [*lines(note, Part(package, name, names))] or [""]
            yield f"[{word} {val(note, 'id')}{author}] {first}".rstrip()
            yield from (f"    {line}" for line in more)


def _looks(package: Package, names: Names, roots: list[etree._Element]) -> Iterator[_Section]:
    styles = [names.styles] if names.styles is not None else []
    yield "Formatmallar", tuple(style_lines(names, used_styles(roots)))
    if _NUMBERING in package.parts:
        yield "Listor", tuple(list_lines(package.xml(_NUMBERING), names, used_lists([*roots, *styles])))
    if _THEME in package.parts:
        yield "Tema", tuple(theme_lines(package.xml(_THEME)))
    yield "Inställningar", setting_lines(package.xml(_SETTINGS) if _SETTINGS in package.parts else None)


def _rest(package: Package, told: set[str]) -> Iterator[str]:
    """Parts that are told of nowhere else: macros, embedded files, diagrams. A changed one has another mark."""
    known = {*told, *_NOTES, _COMMENTS, _NUMBERING, _SETTINGS, _THEME}
    for name in sorted(package.parts):
        if name in known or "_rels/" in name or any(name.startswith(one) for one in _UNSEEN):
            continue
        if not name.startswith(("word/header", "word/footer")):
            yield f"{plain(basename(name))} ({plain(name)}, {digest(package.parts[name])})"
