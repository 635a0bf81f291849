"""The engines and validators there are, in plain sight: add one here and the commands know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from generator.engines.engine import Engine
from generator.engines.libreoffice import LibreOffice
from generator.engines.validator import Validator
from generator.engines.verapdf import VeraPdf


class MakeEngine(Protocol):
    """How to make an engine; nothing is started."""

    def __call__(self, *, timeout: float = ..., documents: int = ..., memory: int = ...) -> Engine:
        """Make one.

        Args:
            timeout: seconds that one document may take.
            documents: after how many documents what it has started is started anew.
            memory: MiB of memory above which it is, too.
        """
        ...


ENGINES: Mapping[str, MakeEngine] = {LibreOffice.name: LibreOffice}
"""Each engine's name, and how to make one."""
DEFAULT = LibreOffice.name
VALIDATORS: Mapping[str, Callable[[], Validator]] = {VeraPdf.name: VeraPdf}
"""Each validator's name, and how to make one."""


def usable_validator() -> Validator | None:
    """The first validator that this machine has; None when it has none. Nothing is started."""
    made = (make() for make in VALIDATORS.values())
    return next((one for one in made if one.health().version is not None), None)
