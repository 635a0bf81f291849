"""After the night: is every good case published once and whole, every bad one told of, and nothing left lying about?"""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.soak.casebook import Casebook

_ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where it all happened."""

    cases: Path
    out: Path
    own: Path
    """The folder of temporary files."""
    command: tuple[str, ...]
    """What starts the generator."""
    environment: Mapping[str, str]

    def said(self, *arguments: str | Path) -> list[dict[str, Any]]:
        """What a command of the generator says as JSON."""
        command = [*self.command, *map(str, arguments), "--ut", str(self.out), "--rot", str(_ROOT), "--json"]
        done = subprocess.run(command, check=False, capture_output=True, env=dict(self.environment), timeout=3600)
        told: list[dict[str, Any]] = json.loads(done.stdout)
        return told


def reckon(book: Casebook, ground: Ground, judge: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Look at everything.

    Args:
        book: what was written, and what was to come of it.
        ground: where it happened.
        judge: the options with which every published file is verified.

    Returns:
        What is wrong, in Swedish; and the figures.
    """
    out = ground.out
    calm = ground.said("batch", ground.cases)  # what was killed too often has its turn
    last = ground.said("batch", ground.cases)
    audits = _verified(ground, judge)
    logs = list(_lines(out / "rapport" / "logg"))
    faults = [
        *_unpublished(book, out),
        *_unreported(book, last),
        *_not_quiet(last),
        *_doubles(logs),
        *(f"verifiera: {one['plats']}: {one['tillstand']}" for one in audits if not one["bra"]),
        *_left(out, ground.own),
    ]
    figures = {
        "ärenden": len(book.good),
        "dåliga filer": len(book.bad),
        "publicerade handlingar": sum(len(stems) for stems in book.good.values()),
        "granskade": len(audits),
        "gjorda i lugn efteråt": sum(one["utfall"] == "klar" for one in calm),
        "utfall i den sista körningen": dict(Counter(one["utfall"] for one in last)),
        "gjorda i alla körningar": sum(one.get("utfall") == "klar" for one in logs),
        "körningar med logg": len(list((out / "rapport" / "logg").glob("*.jsonl"))),
    }
    return faults[:200], figures


def _verified(ground: Ground, judge: Sequence[str]) -> list[dict[str, Any]]:
    """What `verifiera` says of every published handling."""
    folders = sorted(path.parent for path in ground.out.glob("*/manifest.json"))
    told: list[dict[str, Any]] = []
    for at in range(0, len(folders), 200):
        told += [_plain(one) for one in ground.said("verifiera", *folders[at : at + 200], *judge)]
    return told


def _plain(audit: Mapping[str, Any]) -> dict[str, Any]:
    name = f"{audit['diarienummer']} {audit['handling']}"
    return {"plats": name, "tillstand": audit["utfall"], "bra": not audit["felkod"]}


def _unpublished(book: Casebook, out: Path) -> Iterator[str]:
    """Good handlingar that are not there, whole, once."""
    there: dict[tuple[str, str], int] = Counter()
    for manifest in out.glob("*/manifest.json"):
        said = json.loads(manifest.read_text("utf-8"))
        for stem, entry in said["handlingar"].items():
            there[said["diarienummer"], stem] += 1
            missing = [name for name in entry["filer"] if not (manifest.parent / name).is_file()]
            if missing or {Path(name).suffix for name in entry["filer"]} != {".docx", ".pdf"}:
                yield f"{said['diarienummer']} {stem}: filer saknas"
    wanted = {(number, stem) for number, stems in book.good.items() for stem in stems}
    yield from (f"inte publicerad en gång: {one}: {there[one]}" for one in sorted(wanted) if there[one] != 1)
    yield from (f"publicerad fast den är dålig: {one}" for one in sorted(set(there) - wanted))


def _unreported(book: Casebook, last: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Bad case files of which the last run says nothing, or says that they are good."""
    told = {Path(one["fil"]).name: one for one in last if one["utfall"] in ("vägrad", "misslyckad", "väntar")}
    for name, kind in book.bad.items():
        if name not in told:
            yield f"inget sagt om {name} ({kind})"
        elif not told[name]["anmarkningar"]:
            yield f"ingen anmärkning om {name} ({kind})"


def _not_quiet(last: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Good handlingar that one more run makes anew, or refuses."""
    good = (one for one in last if Path(one["fil"]).name.startswith("arende-"))
    yield from (f"gjordes om: {one['fil']} {one['handling']}" for one in good if one["utfall"] == "klar")


def _doubles(logs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Handlingar that more than one run has made."""
    made = Counter((one["diarienummer"], one["handling"]) for one in logs if one.get("utfall") == "klar")
    yield from (f"gjord {count} gånger: {one}" for one, count in made.items() if count > 1)


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    for log in folder.glob("*.jsonl"):
        for line in log.read_text("utf-8", "replace").splitlines():
            try:
                said = json.loads(line)
            except ValueError:
                continue  # cut off by a kill
            result = said.get("resultat", said)
            if isinstance(result, dict) and "utfall" in result:
                yield result


def _left(out: Path, own: Path) -> Iterator[str]:
    """Temporary files, claims and processes that nobody needs any more."""
    time.sleep(2)
    for path in out.rglob("*"):
        inner = path.relative_to(out).parts
        if path.is_file() and (path.name.startswith(".") or "ansprak" in inner):
            yield f"kvar i mappen: {path.relative_to(out)}"
    yield from (f"kvar bland tillfälliga filer: {path.name}" for path in own.iterdir())
    for process in psutil.process_iter(["cmdline"]):
        words = " ".join(process.info["cmdline"] or ())
        if str(own) in words or str(out) in words:
            yield f"kvar i minnet: {process.pid} {words[:100]}"
