"""From a case file to a checked and published PDF, beside what others take to make a PDF of the same Word file.

Run it with `python -m benchmarks.pdf [ROUNDS]`. Two sets of documents: the
ten example handlingar, and tjänsteskrivelser of two pages. In each round each
contestant makes a whole set in turn, while the others' offices are warm and
idle (see `pdf_contestants`):

- `bara_1`, `bara_2`: one and two offices that load, export and close, with our
  options: nobody who lets LibreOffice make the PDF can go below;
- `vi_1`, `vi_2`: a whole night run with one and two workers, from JSON to
  files that are checked and on the disk (without veraPDF, a program of its
  own). A set follows after forty others in the same run, and the time is that
  from the last of those to the last of all: of thirty documents a run keeps
  pictures for its report, and in a night of thousands nobody notices. The lead
  works, too, on the same processors;
- `soffice_per_fil`, `soffice_ett_anrop`: the command line, with our options;
- `unoserver_klient`, `unoconvert`: a warm unoserver, with our options.

Only we lay a document out a second time, mend the PDF and check it. A figure
counts only when the text of all files is the same, page by page and letter by
letter but for blanks and hyphens, since lines may be broken elsewhere. Times
are milliseconds a document; ratios are medians of the rounds' own ratios.
Processor time is that of all processes of a contestant, LibreOffice's too.
Memory is the sum of their resident sets when a round is over (what they share
counts each time), of a night run with its lead's; for the command line the
most that one office held.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from statistics import median
from typing import Any

import psutil
import pypdfium2

from benchmarks.casemaking import EXAMPLES, Case, short_letter, write
from benchmarks.measuring import machine, ratio, rounded
from benchmarks.pdf_contestants import Bare, Contestant, Ours, Watch
from benchmarks.pdf_peers import Called, Unoserver
from benchmarks.soak.casebook import numbered

ROUNDS = 5
_SET = 20
"""Handlingar of a set."""
_BEFORE = 40
"""Those that a run of ours makes before them."""
_TITLES = {
    "bara_1": "LibreOffice självt, ett kontor",
    "bara_2": "LibreOffice självt, två kontor",
    "vi_1": "generatorn, en arbetare",
    "vi_2": "generatorn, två arbetare",
    "soffice_per_fil": "soffice, ett anrop per fil",
    "soffice_ett_anrop": "soffice, ett anrop för alla",
    "unoserver_klient": "unoserver, klienten kvar",
    "unoconvert": "unoserver, unoconvert per fil",
}
_RATIOS = {
    "mot_bar_1": ("vi_1", "bara_1"),
    "mot_bar_2": ("vi_2", "bara_2"),
    "ett_till_tva": ("vi_1", "vi_2"),
    "bar_ett_till_tva": ("bara_1", "bara_2"),
    "per_fil_mot_oss": ("soffice_per_fil", "vi_1"),
    "per_fil_mot_tva": ("soffice_per_fil", "vi_2"),
    "ett_anrop_mot_oss": ("soffice_ett_anrop", "vi_1"),
    "unoserver_mot_oss": ("unoserver_klient", "vi_1"),
    "unoconvert_mot_oss": ("unoconvert", "vi_1"),
}
_WORST = {"mot_bar_1": max, "mot_bar_2": max, "ett_till_tva": min, "per_fil_mot_oss": min, "per_fil_mot_tva": min}
"""Which of two sets is the worse one for us: that one stands at the top."""
_BETWEEN_LINES = re.compile(r"[\s\ufffe\x02\u00ad‐‑-]")


@dataclass(kw_only=True)
class Seat:
    """A contestant, and what was seen of it."""

    contestant: Contestant
    stay: Sequence[psutil.Process]
    """Its programs that go on."""
    wall: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    """Milliseconds a document, round by round: on the clock, and of processor."""
    held: int = 0
    """MiB, at most."""

    def figures(self) -> dict[str, object]:
        """What goes into the results."""
        return {
            "median_ms": rounded(median(self.wall)),
            "minst_ms": rounded(min(self.wall)),
            "processor_ms": rounded(median(self.busy)),
            "minne_mib": self.held + self.contestant.peak,
        }


def measure(rounds: int, scratch: Path) -> dict[str, object]:
    """Both sets.

    Args:
        rounds: how often each contestant makes each set.
        scratch: an empty folder to work in.
    """
    sets = {
        "exempelärendena": _contest(rounds, scratch / "exempel", _examples()),
        "tjänsteskrivelser på två sidor": _contest(rounds, scratch / "tva-sidor", _letters()),
    }
    return {name: worst(one["kvoter"][name] for one in sets.values()) for name, worst in _WORST.items()} | sets


def _examples() -> Iterator[Case]:
    for number, path in enumerate(cycle(sorted(EXAMPLES.glob("*.json")))):
        # a diarienummer of its own each: cases that share one wait for each other
        yield numbered(json.loads(path.read_text("utf-8")), 7_000 + number)


def _letters() -> Iterator[Case]:
    return (short_letter(f"24RS{number}") for number in count(9001))


def _filled(folder: Path, cases: Iterator[Case]) -> frozenset[str]:
    """Write case files for a run; the names of the folders in which the set of them is published."""
    handlingar, names = 0, list[str]()
    while handlingar < _BEFORE + _SET:
        case = next(cases)
        write(case, folder / f"{handlingar:03}.json")
        names += [case["diarienummer"].replace("/", "-")] * (handlingar >= _BEFORE)
        handlingar += len(case["handlingar"])
    assert handlingar == _BEFORE + _SET, handlingar
    return frozenset(names)


def _contest(rounds: int, scratch: Path, kind: Iterator[Case]) -> dict[str, Any]:
    """One set of documents, made by everybody."""
    cases = scratch / "arenden"
    wanted = _filled(cases, kind)
    with ExitStack() as stack:
        seats = [_seated(lambda: Ours(1, cases, _BEFORE), [], scratch, stack)]
        documents = _published(scratch / "vi_1", wanted, scratch / "word")
        texts = _texts(scratch / "vi_1", documents)
        seats += [_seated(begin, documents, scratch, stack) for begin in _others(scratch, cases)]
        for seat in seats:
            made = _texts(scratch / seat.contestant.name, documents)
            assert made == texts, f"{seat.contestant.name}: another text"
        for _ in range(rounds):
            for seat in seats:
                _take_turn(seat, documents, scratch)
    found = {seat.contestant.name: seat for seat in seats}
    wall, busy = ({name: getattr(seat, kind) for name, seat in found.items()} for kind in ("wall", "busy"))
    return {
        "dokument": len(documents),
        "sidor": sum(map(len, texts.values())),
        "deltagare": {title: found[name].figures() for name, title in _TITLES.items()},
        "i_arbetaren_ms": {_TITLES[name]: _at_work(found[name], rounds * len(documents)) for name in ("vi_1", "vi_2")},
        "kvoter": _ratios(wall),
        "processorkvoter": _ratios(busy),
    }


def _ratios(found: Mapping[str, Sequence[float]]) -> dict[str, float]:
    return {name: rounded(ratio(found[above], found[below])) for name, (above, below) in _RATIOS.items()}


def _at_work(seat: Seat, last: int) -> float:
    """Milliseconds that a worker spent on each of the last documents."""
    assert isinstance(seat.contestant, Ours)
    return rounded(median(seat.contestant.seconds[-last:]) * 1000)


def _others(scratch: Path, cases: Path) -> list[Callable[[], Contestant]]:
    """What begins everybody but the first."""
    return [
        lambda: Bare(1),
        lambda: Ours(2, cases, _BEFORE),
        lambda: Bare(2),
        lambda: Called(scratch, at_once=False),
        lambda: Called(scratch, at_once=True),
        lambda: Unoserver(scratch, program=False),
        lambda: Unoserver(scratch, program=True),
    ]


def _seated(begin: Callable[[], Contestant], documents: Sequence[Path], scratch: Path, stack: ExitStack) -> Seat:
    """A contestant that has made the set, so that all its programs are there and warm."""
    before = _started()
    contestant = begin()
    stack.callback(contestant.close)
    _made(contestant, documents, scratch, Watch())
    if not contestant.peak:  # of two that stay, one may not have had a turn yet, or few
        _made(contestant, documents, scratch, Watch())
    return Seat(contestant=contestant, stay=[one for one in _started() if one not in before])


def _started() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def _made(contestant: Contestant, documents: Sequence[Path], scratch: Path, watch: Watch) -> None:
    """Let a contestant make the set; its files lie in a folder of its own."""
    folder = scratch / contestant.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    contestant.round(documents, folder, watch)
    lacking = [one.stem for one in documents if not (folder / f"{one.stem}.pdf").is_file()]
    assert not lacking, f"{contestant.name} has not made {lacking}"


def _take_turn(seat: Seat, documents: Sequence[Path], scratch: Path) -> None:
    """One round of one contestant, written down."""
    watch = Watch(seat.stay)
    _made(seat.contestant, documents, scratch, watch)
    seat.wall.append(watch.wall * 1000 / len(documents))
    seat.busy.append(watch.busy * 1000 / len(documents))
    holders = [*seat.stay, psutil.Process()] if isinstance(seat.contestant, Ours) else seat.stay
    seat.held = max(seat.held, sum(one.memory_info().rss for one in holders) >> 20)


def _published(made: Path, wanted: frozenset[str], folder: Path) -> list[Path]:
    """The set's Word files as we published them, laid out for the others under the names of our PDF files."""
    folder.mkdir()
    for docx in made.glob("publicerat/*/*.docx"):
        if docx.parent.name in wanted:
            shutil.copyfile(docx, folder / f"{docx.parent.name}_{docx.name}")
    assert len(list(folder.iterdir())) == _SET, wanted
    return sorted(folder.iterdir())


def _texts(folder: Path, documents: Sequence[Path]) -> dict[str, list[str]]:
    """The letters of each page of each document's PDF."""
    return {one.stem: [*map(_bare, pypdfium2.PdfDocument(folder / f"{one.stem}.pdf"))] for one in documents}


def _bare(page: pypdfium2.PdfPage) -> str:
    return _BETWEEN_LINES.sub("", page.get_textpage().get_text_bounded())


def main(rounds: int) -> dict[str, object]:
    """All figures, and what they were measured on."""
    with tempfile.TemporaryDirectory(prefix="generator-matning-") as scratch:
        return {**measure(rounds, Path(scratch)), "maskin": machine()}


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    sys.stdout.write(json.dumps(main(asked), ensure_ascii=False, indent=2) + "\n")
