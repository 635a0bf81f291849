"""How the cost of a .docx grows with its length, with its table and with its list of recipients.

Run it alone with `python -m benchmarks.docx_growth [ROUNDS]`. One case of
each size, made by every contestant in turn; what they say is compared first.
A contestant that takes longer than `PATIENCE` for one document is let off
larger ones, and stands there without a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.contest.entrants import OURS, Contest
from benchmarks.contest.root import case
from benchmarks.docx import alone
from benchmarks.measuring import rounded
from benchmarks.peers.process import Peer

PAGES = (1, 5, 20, 50, 100, 200)
ROWS = (10, 100, 1000, 4000)
RECIPIENTS = (1, 10, 100, 1000)
PATIENCE = 30_000.0
"""Milliseconds."""
_PARAGRAPHS = 10
"""To a page."""
_WARMUP = 20
ROUNDS = 5


def text(rounds: int, scratch: Path) -> dict[str, object]:
    """One to two hundred pages of text."""
    return _grown(lambda pages: case(Random(1), paragraphs=_PARAGRAPHS * pages), PAGES, "sidor", rounds, scratch)


def rows(rounds: int, scratch: Path) -> dict[str, object]:
    """Ten to four thousand rows."""
    return _grown(lambda number: case(Random(1), rows=number), ROWS, "tabellrader", rounds, scratch)


def recipients(rounds: int, scratch: Path) -> dict[str, object]:
    """One to a thousand recipients."""
    return _grown(lambda number: case(Random(1), recipients=number), RECIPIENTS, "mottagare", rounds, scratch)


def _grown(
    sized: Callable[[int], str], sizes: Sequence[int], name: str, rounds: int, scratch: Path
) -> dict[str, object]:
    """The median milliseconds of each contestant for each size."""
    arena = Contest(scratch)
    with arena.all() as peers:
        series: dict[str, list[float | None]] = {one: [] for one in peers}
        running = dict(peers)
        _warm(arena, peers, sized(sizes[0]))
        for size in sizes:
            files = arena.write([sized(size)])
            for one, peer in running.items():
                peer.load(files[one])
            arena.check(running, 1)
            took = _rounds(running, rounds)
            for one, found in series.items():
                found.append(rounded(took[one]) if one in took else None)
            running = {one: peer for one, peer in running.items() if one == OURS or took[one] < PATIENCE}
        return {"x": list(sizes), "x_namn": name, "serier": series}


def _warm(arena: Contest, peers: Mapping[str, Peer], small: str) -> None:
    """Make a small document often enough that a just-in-time compiler has learnt what it will."""
    files = arena.write([small])
    for name, peer in peers.items():
        peer.load(files[name])
        for _ in range(_WARMUP):
            peer.make(0)


def _rounds(peers: Mapping[str, Peer], rounds: int) -> dict[str, float]:
    """The median milliseconds of each for the one case that they have."""
    times: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(rounds):
        for name, peer in peers.items():
            times[name].append(peer.make(0).ms)
    return {name: median(took) for name, took in times.items()}


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """All three."""
    works = {"text": text, "rader": rows, "mottagare": recipients}
    return {name: work(rounds, scratch / name) for name, work in works.items()}


if __name__ == "__main__":
    alone(measure, ROUNDS)
