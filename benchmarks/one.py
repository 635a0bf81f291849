"""One measurement in a process of its own, so that none inherits another's memory: `python -m benchmarks.one …`.

The arguments are the measurement's name, its rounds, and the file that its
figures are written to.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One measurement: where it is, and how often it is repeated."""

    module: str
    """A module of `benchmarks`."""
    function: str = "measure"
    """Takes the rounds and an empty folder; gives figures that JSON can hold."""
    rounds: int = 5
    quick: int = 2
    """The rounds when only a rough answer is wanted."""

    @property
    def work(self) -> Callable[[int, Path], Mapping[str, Any]]:
        """The function.

        Raises:
            ImportError: there is no such module.
            AttributeError: it has no such function.
        """
        found: Callable[[int, Path], Mapping[str, Any]]
        found = getattr(import_module(f"benchmarks.{self.module}"), self.function)
        return found


MEASUREMENTS: Mapping[str, Measurement] = {
    "docx": Measurement(module="docx", rounds=10),
    "tillvaxt_text": Measurement(module="docx_growth", function="text"),
    "tillvaxt_rader": Measurement(module="docx_growth", function="rows"),
    "tillvaxt_mottagare": Measurement(module="docx_growth", function="recipients"),
    "beslut": Measurement(module="deciding", rounds=30, quick=5),
    "tillvaxt_regler": Measurement(module="growth_rules"),
    "pdf": Measurement(module="pdf"),
    "kall": Measurement(module="cold", rounds=10),
    "oforandrat": Measurement(module="unchanged", rounds=3, quick=1),
    "tillvaxt_arenden": Measurement(module="growth_cases", rounds=2, quick=1),
    "tillvaxt_sidor": Measurement(module="growth_pages", rounds=3, quick=1),
}
"""Every measurement, in the order in which they are run."""


def main(name: str, rounds: int, result: Path) -> None:
    """Measure, and write what was found."""
    with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
        found = MEASUREMENTS[name].work(rounds, Path(folder))
    result.write_text(json.dumps(found, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
