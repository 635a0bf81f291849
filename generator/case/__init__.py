"""Reading a case file: JSON with positions, JSON Schema, and Swedish words for what is wrong."""
