"""The engines there are, in plain sight: add one here and `--motor` knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.engines.engine import Engine
from generator.engines.libreoffice import LibreOffice

ENGINES: Mapping[str, Callable[[], Engine]] = {LibreOffice.name: LibreOffice}
"""Each engine's name, and how to make one."""
DEFAULT = LibreOffice.name
