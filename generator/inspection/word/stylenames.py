"""The names of styles in messages: as they stand in the file, and as a Swedish Word shows them."""

from __future__ import annotations

from generator.word.plaintext.names import swedish_name


def shown_style(name: str) -> str:
    """A style's name for a message: «heading 2» (i Word: Rubrik 2)."""
    swedish = swedish_name(name)
    return f"«{name}» (i Word: {swedish})" if swedish != name else f"«{name}»"
