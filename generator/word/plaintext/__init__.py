"""A Word file as text, to be read in a terminal and in the differences that git shows.

What stands in it, what it looks like, and nothing that prints nowhere. The
same file gives the same text; a change in what somebody would see changes it.
"""

from generator.word.plaintext.document import plain_text as plain_text
