"""The field list: every field that a template can print, with the tag to paste, from schemas and rules."""
