"""The loop of a contestant that is a Python process; it imports nothing but the standard library."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any


def answer(load: Callable[[Path], list[Any]], make: Callable[[Any], bytes]) -> None:
    """Answer lines until there are no more.

    Args:
        load: the cases of a data file, ready to be made.
        make: one document of a case; this is what is timed.
    """
    cases: list[Any] = []
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            if "data" in asked:
                cases = load(Path(asked["data"]))
                said: dict[str, object] = {"cases": len(cases)}
            else:
                begun, worked = perf_counter(), process_time()
                made = make(cases[asked["case"]])
                said = {"ms": (perf_counter() - begun) * 1000, "cpu": (process_time() - worked) * 1000}
                if "save" in asked:
                    Path(asked["save"]).write_bytes(made)
        except Exception as error:  # noqa: BLE001  # whatever it is, the other side shall hear of it
            said = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def listed(path: Path) -> list[Any]:
    """The cases of a data file as they stand there."""
    found: list[Any] = json.loads(path.read_text("utf-8"))
    return found
