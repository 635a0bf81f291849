"""Who is in the contest, with what each of them needs: a process, a template, the cases in its own terms."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.contest import dialects
from benchmarks.contest.letterhead import DOCUMENT, FOOTER, HEADER, body, letterhead, packed, with_body
from benchmarks.contest.root import PROFILE, ROOT, Look, make_root
from benchmarks.contest.texts import Different, same, says_all
from benchmarks.contest.tree import Node, Values, parse, values
from benchmarks.contest.wordlike import as_word_saves
from benchmarks.peers.ours import Ours
from benchmarks.peers.process import Peer

PEERS = ROOT / "benchmarks" / "peers"
TOOLS = ROOT / ".bench"
"""Where `script/bench` puts the others."""
OURS, FROM_JSON, FLOOR = "generatorn", "generatorn, från JSON", "golvet"
OWN = {OURS: "beslutat", FROM_JSON: "json", FLOOR: "golv"}
_PYTHON = str(TOOLS / "venv" / "bin" / "python")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """One of the others."""

    command: tuple[str, ...]
    """What starts it; the path of its template comes last."""
    dialect: Callable[[Sequence[Node]], str]
    """Its template, from the tree of a part."""
    given: Callable[[Sequence[Node], Values], Values] = lambda _, ready: ready
    """What it is given, from the ready-made values."""
    whole: bool = True
    """False when it has no conditions, so that it always prints all sections."""


THEIRS: Mapping[str, Entrant] = {
    "docxtpl": Entrant(command=(_PYTHON, "by_docxtpl.py"), dialect=dialects.docxtpl),
    "docxtemplater": Entrant(command=("node", "by_docxtemplater.mjs"), dialect=dialects.docxtemplater),
    "Carbone": Entrant(command=("node", "by_carbone.mjs"), dialect=dialects.carbone),
    "docx-mailmerge2": Entrant(
        command=(_PYTHON, "by_mailmerge.py"), dialect=dialects.mailmerge, given=dialects.merged, whole=False
    ),
}


class Contest:
    """The template in all dialects, and the cases in all terms.

    Args:
        scratch: a folder to work in, made if need be.
        look: what is done to every template before it is used, ours and theirs.
    """

    def __init__(self, scratch: Path, look: Look = as_word_saves) -> None:
        self.scratch, self._look = scratch, look
        self.root = make_root(scratch / "rot", look)
        self._ours = Ours(self.root)
        self._letterhead = letterhead(ROOT / "templates" / PROFILE / "brevmall.docx")
        self._trees = {DOCUMENT: parse(body())}
        self._trees |= {part: parse(self._letterhead[part].decode()) for part in (HEADER, FOOTER)}

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The tags of all parts."""
        return tuple(node for tree in self._trees.values() for node in tree)

    def template(self, name: str) -> Path:
        """The template of one of the others, written."""
        dialect = THEIRS[name].dialect
        margins = {part: dialect(self._trees[part]).encode() for part in (HEADER, FOOTER)}
        parts = with_body({**self._letterhead, **margins}, dialect(self._trees[DOCUMENT]))
        path = self.scratch / f"{name}.docx"
        path.write_bytes(packed(self._look(parts)))
        return path

    def write(self, cases: Sequence[str], folder: Path) -> dict[str, Path]:
        """The cases as each contestant takes them: files in a folder, by the contestants' names."""
        ready = [values(self.nodes, self._ours.decided(case.encode()).context) for case in cases]
        given: dict[str, list[Any]] = {name: list(cases) for name in OWN}
        given |= {name: [one.given(self.nodes, case) for case in ready] for name, one in THEIRS.items()}
        folder.mkdir(exist_ok=True)
        paths = {name: folder / f"{name}.json" for name in given}
        for name, path in paths.items():
            path.write_text(json.dumps(given[name], ensure_ascii=False), "utf-8")
        return paths

    def start(self, name: str) -> Peer:
        """A contestant's process.

        Raises:
            Failed: its program is missing.
        """
        if name in OWN:
            return module(name, "ours", OWN[name], str(self.root))
        command = (*THEIRS[name].command, str(self.template(name)))
        return Peer(name, command, PEERS, {"NODE_PACKAGES": str(TOOLS)})

    @contextmanager
    def all(self) -> Iterator[dict[str, Peer]]:
        """Every contestant, started, and ended afterwards.

        Raises:
            Failed: a program is missing.
        """
        with ExitStack() as stack:
            yield {name: stack.enter_context(self.start(name)) for name in (*OWN, *THEIRS)}

    def check(self, peers: Mapping[str, Peer], cases: int) -> None:
        """Nothing, if every contestant says the same as we do in every case.

        Raises:
            Different: one does not; the message says which and where.
        """
        for case in range(cases):
            ours = peers[OURS].made(case, self.scratch)
            for name, peer in peers.items():
                if name not in (OURS, FLOOR):
                    self._check(name, ours, peer.made(case, self.scratch))

    def _check(self, name: str, ours: bytes, theirs: bytes) -> None:
        try:
            if name in THEIRS and not THEIRS[name].whole:
                says_all(ours, theirs, dialects.left_standing(self.nodes))
            else:
                same(ours, theirs)
        except Different as error:
            raise Different(f"{name}: {error}") from None


def module(name: str, *words: str) -> Peer:
    """A contestant that is a module of `benchmarks.peers`, with its arguments."""
    command = (sys.executable, "-m", f"benchmarks.peers.{words[0]}", *words[1:])
    return Peer(name, command, ROOT, {"PYTHONPATH": str(ROOT)})
