"""Many case files: found, planned, made by a crew, published here."""
