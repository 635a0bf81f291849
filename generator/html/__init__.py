"""A document as one web page."""

from generator.html.page import web_page

__all__ = ["web_page"]
