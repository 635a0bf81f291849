"""The preview: a local page that shows the templates while they are changed."""
