"""The engines and validators there are, in plain sight: add one here and the commands know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.engines.engine import Engine
from generator.engines.libreoffice import LibreOffice
from generator.engines.validator import Validator
from generator.engines.verapdf import VeraPdf

ENGINES: Mapping[str, Callable[[], Engine]] = {LibreOffice.name: LibreOffice}
"""Each engine's name, and how to make one."""
DEFAULT = LibreOffice.name
VALIDATORS: Mapping[str, Callable[[], Validator]] = {VeraPdf.name: VeraPdf}
"""Each validator's name, and how to make one."""


def usable_validator() -> Validator | None:
    """The first validator that this machine has; None when it has none. Nothing is started."""
    made = (make() for make in VALIDATORS.values())
    return next((one for one in made if one.health().version is not None), None)
