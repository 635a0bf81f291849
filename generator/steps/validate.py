"""Beside verify: a program that knows the standards judges the finished PDF."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.archival import Finished
from generator.engines.validator import Validator
from generator.model import Verified

ACCESSIBLE = "ua1"
"""PDF/UA-1 (ISO 14289-1)."""


def validate(verified: Verified, finished: Finished, validator: Validator, work: Path) -> Verified:
    """Add what a validator says of the finished PDF.

    Args:
        verified: what is known already.
        finished: the PDF.
        validator: the program.
        work: a private folder.

    Raises:
        EngineError: the validator could not judge it.
    """
    file = work / "fardig.pdf"
    file.write_bytes(finished.pdf)
    verdicts = validator.validate(file, (finished.level.casefold(), ACCESSIBLE))
    return replace(verified, verdicts=(*verified.verdicts, *verdicts))
