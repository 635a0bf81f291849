"""A finished Word file, read as a flow of headings, paragraphs, lists, tables and notes."""

from generator.word.flow.reading import read_flow

__all__ = ["read_flow"]
