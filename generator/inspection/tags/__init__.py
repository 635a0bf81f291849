"""What templates say to Jinja: tags, names and the facts that they print."""
