"""A new profile: a starting set of files to change."""
