"""Word files: composing templates, filling them in, and packing what comes out.

The reading order is that of the work: `package` opens a .docx, `fragment`
cuts the body out of a format or block, `composition` puts letterhead and
body together, `prepared` fills the result in, `archive` packs it.
"""
