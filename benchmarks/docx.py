"""A .docx beside what others need for the same: time and memory.

Run it alone with `python -m benchmarks.docx [ROUNDS]`, after `script/bench`
has fetched the others. Each contestant is a warm process of its own. In a
round each makes all documents, one contestant after another, so that each
works as in a batch and drift strikes all alike. Everything is made in memory,
from values in memory. What all of them say is compared before anything counts.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.contest.entrants import FLOOR, FROM_JSON, OURS, OWN, Contest, module
from benchmarks.contest.root import ROOT, Look, cases
from benchmarks.contest.texts import same
from benchmarks.contest.wordlike import as_word_saves
from benchmarks.measuring import ratio, rounded
from benchmarks.peers.process import Peer, Took

CASES = 25
ROUNDS = 10
LOOKS: Mapping[str, Look] = {"sparad_i_word": as_word_saves, "ren": dict}
"""The template as Word saves it, and as clean as it can be."""
_WARMUP = 2
"""Rounds that are not counted: a just-in-time compiler has learnt what it will by then."""


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """The contest with both templates, and the shipped templates beside docxtpl.

    Args:
        rounds: how often each document is made.
        scratch: an empty folder.

    Raises:
        Failed: a contestant is missing or gives up.
        Different: a contestant says something else than we do.
    """
    found = {name: contest(look, rounds, scratch / name) for name, look in LOOKS.items()}
    return {**found, "skeppade": shipped(rounds, scratch / "skeppade")}


def contest(look: Look, rounds: int, scratch: Path) -> dict[str, object]:
    """All contestants, with the template in one look."""
    arena, texts = Contest(scratch, look), cases(CASES)
    files = arena.write(texts, scratch / "arenden")
    with arena.all() as peers:
        for name, peer in peers.items():
            peer.load(files[name])
        arena.check(peers, CASES)
        return summary(in_turn(peers, CASES, rounds), peers)


def shipped(rounds: int, scratch: Path) -> dict[str, object]:
    """The examples' handlingar with their own templates: we, docxtpl and the floor."""
    scratch.mkdir()
    texts = list(_examples())
    data = scratch / "exempel.json"
    data.write_text(json.dumps(texts), "utf-8")
    ways: dict[str, tuple[str, ...]] = {name: ("ours", way) for name, way in OWN.items()}
    ways["docxtpl"] = ("shipped_docxtpl",)
    with ExitStack() as stack:
        peers = {name: stack.enter_context(module(name, *words, str(ROOT))) for name, words in ways.items()}
        for peer in peers.values():
            peer.load(data)
        for case in range(len(texts)):
            ours = peers[OURS].made(case, scratch)
            for name in (FROM_JSON, "docxtpl"):
                same(ours, peers[name].made(case, scratch))
        return summary(in_turn(peers, len(texts), rounds), peers)


def _examples() -> list[str]:
    """Each example handling as a case of its own."""
    found = []
    for path in sorted((ROOT / "cases").glob("*.json")):
        whole = json.loads(path.read_text("utf-8"))
        found += [json.dumps({**whole, "handlingar": [one]}, ensure_ascii=False) for one in whole["handlingar"]]
    return found


def in_turn(peers: Mapping[str, Peer], number: int, rounds: int) -> dict[str, list[Took]]:
    """What each contestant took for each document, round after round."""
    times: dict[str, list[Took]] = {name: [] for name in peers}
    for turn in range(-_WARMUP, rounds):
        for name, peer in peers.items():
            took = [peer.make(case) for case in range(number)]
            times[name] += took if turn >= 0 else []
    return times


def summary(times: Mapping[str, list[Took]], peers: Mapping[str, Peer]) -> dict[str, object]:
    """The figures of each contestant; `kvot` is how many times as long as we, document by document."""
    clock = {name: [one.ms for one in took] for name, took in times.items()}
    work = {name: [one.cpu for one in took] for name, took in times.items()}
    deltagare = {
        name: {
            "median_ms": rounded(median(took)),
            "minst_ms": rounded(min(took)),
            "processor_ms": rounded(median(work[name])),
            "kvot": rounded(ratio(took, clock[OURS])),
            "kvot_processor": rounded(ratio(work[name], work[OURS])),
            "minne_mib": round(peers[name].peak()),
        }
        for name, took in clock.items()
    }
    return {
        "dokument": len(clock[OURS]),
        "deltagare": deltagare,
        "mot_golvet": rounded(ratio(clock[OURS], clock[FLOOR])),
    }


def alone(work: Callable[[int, Path], Mapping[str, object]], rounds: int) -> None:
    """Run one measurement by itself and print what it found; the first argument is the number of rounds."""
    with tempfile.TemporaryDirectory() as name:
        found = work(int(sys.argv[1]) if len(sys.argv) > 1 else rounds, Path(name))
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    alone(measure, ROUNDS)
