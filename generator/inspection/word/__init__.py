"""What templates are as Word files: looks, accessibility, what must not be there."""
