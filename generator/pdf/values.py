"""What stands in a PDF, read as what should stand there; whatever else it is, is nothing."""

from __future__ import annotations

from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the page's lower left corner."""


def number(value: object) -> int | None:
    """A whole number; None for everything else."""
    return value if isinstance(value, int) else None


def real(value: object) -> float | None:
    """A number; None for everything else."""
    return float(value) if isinstance(value, int | float | Decimal) else None


def listed(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    """What stands in a list; nothing when it is none."""
    return list(value) if isinstance(value, Array) else []


def dictionaries(value: pikepdf.Object | None) -> list[Dictionary]:
    """The dictionaries in a list."""
    return [one for one in listed(value) if isinstance(one, Dictionary)]


def box(value: pikepdf.Object | None) -> Box | None:
    """A rectangle; None for everything else."""
    sides = [side for one in listed(value) if (side := real(one)) is not None]
    return (sides[0], sides[1], sides[2], sides[3]) if len(sides) == 4 else None
