"""What one call from a cold shell takes, from its start to its end, beside LibreOffice called for the same Word file.

Run it with `python -m benchmarks.cold [ROUNDS]`. In turn: an empty Python,
`generator --help`, `kontrollera` and `rendera` of one example case into a new
folder, with and without veraPDF; `soffice --convert-to` of the Word file that
came out, to a plain PDF, with a profile that is ready, with a new one, and
with a new one that has the generator's settings, of which one shortens the start.
Milliseconds on the clock. The files are in memory already, as they are for
whoever calls for the second time.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.casemaking import LETTER, ROOT
from benchmarks.measuring import as_usual, ratio, rounded
from generator.engines.officebuild import find_office
from generator.engines.officehome import furnish

ROUNDS = 10
COMMAND = Path(sys.executable).with_name("generator")


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """Every call's figures, and what the targets speak of."""
    numbers = count()
    _run(COMMAND, "rendera", LETTER, "--ut", scratch / "ut", "--tyst", "--utan-verapdf")
    [word] = (scratch / "ut").glob("*/*.docx")

    def rendered(*more: str) -> None:
        _run(COMMAND, "rendera", LETTER, "--ut", scratch / f"ut-{next(numbers)}", "--tyst", *more)

    def converted(profile: Path) -> None:
        own = f"-env:UserInstallation={profile.as_uri()}"
        _run(find_office(), own, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", scratch / "pdf", word)
        assert (scratch / "pdf" / f"{word.stem}.pdf").stat().st_size

    def furnished(profile: Path) -> Path:
        furnish(profile)
        return profile

    took = _in_turn(
        {
            "python": lambda: _run(sys.executable, "-c", "pass"),
            "help": lambda: _run(COMMAND, "--help"),
            "kontrollera": lambda: _run(COMMAND, "kontrollera", LETTER),
            "rendera": rendered,
            "rendera_utan_verapdf": lambda: rendered("--utan-verapdf"),
            "soffice_klar_profil": lambda: converted(scratch / "profil"),
            "soffice_ny_profil": lambda: converted(scratch / f"profil-{next(numbers)}"),
            "soffice_var_profil": lambda: converted(furnished(scratch / f"profil-{next(numbers)}")),
        },
        rounds,
    )
    wall = {name: [one[0] for one in seen] for name, seen in took.items()}
    return {
        "help_ms": rounded(median(wall["help"])),
        "kontrollera_ms": rounded(median(wall["kontrollera"])),
        "rendera_mot_soffice": rounded(ratio(wall["rendera_utan_verapdf"], wall["soffice_klar_profil"])),
        "rendera_mot_soffice_ny_profil": rounded(ratio(wall["rendera_utan_verapdf"], wall["soffice_ny_profil"])),
        "rendera_mot_soffice_var_profil": rounded(ratio(wall["rendera_utan_verapdf"], wall["soffice_var_profil"])),
        "rendera_med_verapdf_mot_soffice": rounded(ratio(wall["rendera"], wall["soffice_klar_profil"])),
        "anrop": {_TITLES[name]: _figures(seen) for name, seen in took.items()},
    }


_TITLES = {
    "python": "python -c pass",
    "help": "generator --help",
    "kontrollera": "generator kontrollera",
    "rendera": "generator rendera, med veraPDF",
    "rendera_utan_verapdf": "generator rendera, utan veraPDF",
    "soffice_klar_profil": "soffice --convert-to, profilen klar",
    "soffice_ny_profil": "soffice --convert-to, ny profil",
    "soffice_var_profil": "soffice --convert-to, ny profil med generatorns inställningar",
}


def _in_turn(calls: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each call on the clock and of processor, round by round; one that goes before is not counted."""
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for number in range(-1, rounds):
        for name, call in calls.items():
            clock, processor = perf_counter(), _children()
            call()
            if number >= 0:
                seen[name].append(((perf_counter() - clock) * 1000, (_children() - processor) * 1000))
    return seen


def _children() -> float:
    """Seconds of processor of the programs that have ended, and of those that they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _figures(seen: Sequence[tuple[float, float]]) -> dict[str, float]:
    wall, busy = zip(*seen, strict=True)
    found = {"median_ms": median(wall), "minst_ms": min(wall), "processor_ms": median(busy)}
    return {name: rounded(value) for name, value in found.items()}


def _run(*words: object) -> None:
    """One call; what it says is thrown away."""
    void = subprocess.DEVNULL
    subprocess.run([*map(str, words)], check=True, cwd=ROOT, stdout=void, stderr=void, env=as_usual())


def main(rounds: int) -> dict[str, object]:
    """All figures, in a folder that is taken away."""
    scratch = Path(tempfile.mkdtemp(prefix="generator-kall-"))
    try:
        return measure(rounds, scratch)
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    figures = main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")
