"""Reading finished PDF files: their text, and what they say about themselves."""
