"""The dress rehearsal: what a change in the templates does to every document."""
