"""The inspection of Word templates: all that is wrong with them, told before a document is made."""
