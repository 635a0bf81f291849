"""The command `generator`: parse, call, print, exit. The only room that does."""

from generator.cli.main import main

__all__ = ["main"]
