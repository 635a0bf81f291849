"""Texts of paragraphs: Markdown in, a small tree of blocks out.

CommonMark with tables and footnotes. The tree is what every kind of output
is set from, so that a Word file and a page on the web say the same. Four
rules are changed, because nothing that an author wrote may vanish:

- HTML, entities and link definitions are plain text, never markup;
- an asterisk between two letters or digits is an asterisk ("7*7"), and an
  underscore is always an underscore ("min_fil");
- a line of dashes under a paragraph does not make it a heading;
- what cannot be set (pictures, dividing lines, footnotes that nothing points
  to) is a fault with a line number, not a silence.
"""

from generator.richtext.parsing import parse
from generator.richtext.tree import (
    MARK,
    Block,
    Break,
    Code,
    Fault,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    RichText,
    Run,
    Table,
    characters,
    plain,
    plain_paragraphs,
)

__all__ = [
    "MARK",
    "Block",
    "Break",
    "Code",
    "Fault",
    "Heading",
    "Inline",
    "List",
    "Note",
    "Paragraph",
    "Quote",
    "RichText",
    "Run",
    "Table",
    "characters",
    "parse",
    "plain",
    "plain_paragraphs",
]
