"""The dialect of Markdown: CommonMark, tables and footnotes, and what is changed in them."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as emphasis
from markdown_it.rules_inline.escape import escape
from mdit_py_plugins.footnote import footnote_plugin

_ESCAPE = re.compile(r"\\(?:[*\[\]`|<\n]|!(?=\[))")
"""A backslash that takes away a meaning wherever it stands, or breaks a line."""
_FIRST = re.compile(r"\s{0,3}(?:(?:\\?#)*\\#|(?:\\?>\s*)*\\>|(?:\\?~)*\\~|(?:\\?-\s*)*\\-|\\[+]|\d{1,9}\\[.)])")
"""A line up to a mark that has a meaning first on it, alone or in a row; the mark is escaped."""
_RULE = re.compile(r"\s{0,3}\\?_(?:\s*\\?_){2,}\s*")
"""A line to sign on: what would be a dividing line without its backslashes."""
_LONG = 1000
"""Characters; a longer line holds no row of marks. Each backslash is looked at with all that stand before it."""
_LOOSE_NOTE = re.compile(r"\[\^[^\]\s]+\]")


def _between_words(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it calls it so
    """Take an underscore, or a lone asterisk between letters or digits, as text; leave all others to CommonMark."""
    at, text = state.pos, state.src
    between = 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
    if text[at] == "_" or between:
        if not silent:
            state.pending += text[at]
        state.pos += 1
        return True
    return emphasis(state, silent)


def _escaped(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it calls it so
    """Let a backslash stand that takes away no meaning; CommonMark leaves out one before any mark, also in a path."""
    return _takes_away(state.src, state.pos) and escape(state, silent)


def _takes_away(text: str, at: int) -> bool:
    """True for a backslash that takes away a meaning, or breaks a line; any other is what was written, as in a path."""
    if _ESCAPE.match(text, at):
        return True
    start = text.rfind("\n", 0, at) + 1
    if text[at + 1 : at + 2] != "_":
        return at - start < _LONG and _FIRST.fullmatch(text, start, at + 2) is not None
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return len(line) < _LONG and _RULE.fullmatch(line) is not None


def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 100})
        .enable("table")
        .use(footnote_plugin)
    )
    parser.disable(["entity", "reference", "lheading"])
    parser.inline.ruler.at("emphasis", _between_words)
    parser.inline.ruler.at("escape", _escaped)
    parser.core.ruler.before("footnote_tail", "note_lines", _note_lines)
    parser.core.ruler.before("text_join", "loose_notes", _loose_notes)
    return parser


def _note_lines(state: StateCore) -> None:
    """Remember the label and line of every footnote's text, before the plugin keeps the last of each."""
    state.env["note_lines"] = [
        (token.meta["label"], token.map[0] + 1)
        for token in state.tokens
        if token.type == "footnote_reference_open" and token.map
    ]


def _loose_notes(state: StateCore) -> None:
    """Find references to footnotes that are not there; an escaped bracket is a text of its own and is none."""
    state.env["loose_notes"] = []
    for token in state.tokens:
        line = (token.map[0] if token.map else 0) + 1
        for child in token.children or ():
            line += child.type in ("softbreak", "hardbreak")
            if child.type == "text":
                state.env["loose_notes"] += [(mark, line) for mark in _LOOSE_NOTE.findall(child.content)]


PARSER = _parser()
"""Reads a text; keeps no state of one text for the next."""
