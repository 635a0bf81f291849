"""How the cost of a .docx grows with its length, with its table and with its list of recipients.

Run it alone with `python -m benchmarks.docx_growth [ROUNDS]`. One case of
each size, made by every contestant in turn; what they say is compared first. A
round goes through all sizes, so that a slow moment of the machine does not
strike one size alone; the least of the rounds counts, since what is asked is
how the work grows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from benchmarks.contest.entrants import Contest
from benchmarks.contest.root import case
from benchmarks.docx import alone
from benchmarks.measuring import rounded
from benchmarks.peers.process import Peer

PAGES = (1, 5, 20, 50, 100, 200)
ROWS = (10, 100, 1000, 4000)
RECIPIENTS = (1, 10, 100, 1000)
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
    """The least milliseconds of each contestant for each size; a round goes through all sizes."""
    arena = Contest(scratch)
    files = {size: arena.write([sized(size)], scratch / str(size)) for size in sizes}
    with arena.all() as peers:
        _warm(peers, files[sizes[0]])
        for size in sizes:
            _load(peers, files[size])
            arena.check(peers, 1)
        took: dict[str, dict[int, list[float]]] = {one: {size: [] for size in sizes} for one in peers}
        for _ in range(rounds):
            for size in sizes:
                _load(peers, files[size])
                for one, peer in peers.items():
                    took[one][size].append(peer.make(0).ms)
    series = {one: [rounded(min(found)) for found in of.values()] for one, of in took.items()}
    return {"x": list(sizes), "x_namn": name, "serier": series}


def _load(peers: Mapping[str, Peer], files: Mapping[str, Path]) -> None:
    for name, peer in peers.items():
        peer.load(files[name])


def _warm(peers: Mapping[str, Peer], files: Mapping[str, Path]) -> None:
    """Make a small document often enough that a just-in-time compiler has learnt what it will."""
    _load(peers, files)
    for peer in peers.values():
        for _ in range(_WARMUP):
            peer.make(0)


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """All three."""
    works = {"text": text, "rader": rows, "mottagare": recipients}
    return {name: work(rounds, scratch / name) for name, work in works.items()}


if __name__ == "__main__":
    alone(measure, ROUNDS)
