"""The field list: every field that a template can use, with the tag to paste."""
