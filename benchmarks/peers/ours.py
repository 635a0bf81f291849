"""The generator, and the floor below it: `python -m benchmarks.peers.ours WAY ROOT`.

`beslutat` begins with what is decided and composes and renders; `json` begins
with the bytes of a case file and reads and decides as well. `golv` is what no
way of filling in a template of Jinja's can go below: Jinja's own rendering of
the prepared parts, and the deflating of those parts that a case changes.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from benchmarks.peers.answering import answer, listed
from generator.making import Making
from generator.model import Beslutsunderlag, CaseFile
from generator.results import Seen
from generator.settings import Settings
from generator.steps.compose import compose
from generator.steps.decide import decide
from generator.steps.read import read
from generator.steps.render import render
from generator.word.prepared import _setter
from generator.word.setting import Setter
from generator.word.supplement import Supplement
from generator.workshop import Workshop

_LEVEL = 6


class Ours:
    """The three ways.

    Args:
        root: the folder of schemas, rules and templates.
    """

    def __init__(self, root: Path) -> None:
        self._shop = Workshop(Settings(root=root, out=Path("/nowhere")))

    def decided(self, content: bytes) -> Beslutsunderlag:
        """What is decided of the first handling of a case file."""
        arende = read(CaseFile(Path("arende.json"), content), self._shop.schemas)
        return Making(arende, arende.handlingar[0], self._shop, Seen(stem="a")).weighed(decide)

    def from_decided(self, underlag: Beslutsunderlag) -> bytes:
        """Compose and render."""
        return render(compose(underlag, self._shop.schemas), self._shop.templates).content

    def from_json(self, content: bytes) -> bytes:
        """Read, decide, compose and render."""
        return self.from_decided(self.decided(content))

    def floor(self, underlag: Beslutsunderlag) -> Callable[[], bytes]:
        """The least that must be done for a document of this case."""
        prepared = self._shop.templates.template(underlag.arende.profil, underlag.handling.typ).prepared
        with ZipFile(BytesIO(self.from_decided(underlag))) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        changed = [part for name, part in parts.items() if prepared._parts.get(name) != part]
        templates, context, frame = list(prepared._templates.values()), underlag.context, prepared._frame

        def least() -> bytes:
            token = _setter.set(Setter(frame, Supplement()))
            try:
                for template in templates:
                    template.render(context)
            finally:
                _setter.reset(token)
            return b"".join(map(_deflated, changed))

        return least


def _deflated(part: bytes) -> bytes:
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(part) + deflate.flush()


def _contents(path: Path) -> list[bytes]:
    return [text.encode() for text in listed(path)]


def main(way: str, root: Path) -> None:
    """Answer lines."""
    ours = Ours(root)
    ways: dict[str, tuple[Callable[[bytes], Any], Callable[[Any], bytes]]] = {
        "beslutat": (ours.decided, ours.from_decided),
        "json": (bytes, ours.from_json),
        "golv": (lambda content: ours.floor(ours.decided(content)), lambda least: least()),
    }
    ready, make = ways[way]
    answer(lambda path: [ready(content) for content in _contents(path)], make)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
