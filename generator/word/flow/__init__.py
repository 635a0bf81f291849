"""A finished Word file, read as a flow of headings, paragraphs, lists, tables and notes.

The reading order is that of the work: `stylesheet` knows what styles say,
`labels` counts lists, `inline` reads what stands in a paragraph, `blocks` and
`tables` read paragraphs and tables one by one, `grouping` puts lists and
quotations together, `reading` reads the parts of the file.
"""

from generator.word.flow.reading import read_flow

__all__ = ["read_flow"]
