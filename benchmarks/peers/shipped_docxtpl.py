"""docxtpl with the shipped templates, put together by us and given to it whole: `python -m … ROOT`.

Our own filters come along, since a template that uses them is nothing without
them: docxtpl sets the same Markdown as we do.
"""

from __future__ import annotations

import sys
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from docxtpl import DocxTemplate

from benchmarks.peers.answering import answer, listed
from benchmarks.peers.ours import Ours
from generator.model import Beslutsunderlag
from generator.sandbox import printable
from generator.word.composition import Composed, compose
from generator.word.prepared import _setter, environment
from generator.word.properties import APP, CORE, declare
from generator.word.setting import Setter
from generator.word.supplement import Supplement
from generator.word.templates import Templates

_CORE = b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
_APP = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'


@cache
def _whole(folder: Path, profil: str, typ: str) -> tuple[Composed, bytes]:
    """A template in one piece, its tags still in it: as parts, and as a file."""
    templates = Templates(folder)
    letterhead, body = templates.find(profil, "brevmall.docx"), templates.find(profil, f"{typ}.docx")
    assert letterhead is not None
    assert body is not None
    composed, out = compose(letterhead, body, lambda name: templates.find(profil, name)), BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, part in {**composed.parts, **declare(composed.parts), CORE: _CORE, APP: _APP}.items():
            archive.writestr(name, part)
    return composed, out.getvalue()


def make(underlag: Beslutsunderlag, folder: Path) -> bytes:
    """One document."""
    composed, whole = _whole(folder, underlag.arende.profil, underlag.handling.typ)
    template, out = DocxTemplate(BytesIO(whole)), BytesIO()
    token = _setter.set(Setter(composed.frame, Supplement()))
    try:
        # finalize without our new-line rule: docxtpl has its own
        surroundings = environment(composed.blocks, finalize=printable)
        template.render(underlag.context, surroundings, autoescape=True)
    finally:
        _setter.reset(token)
    template.save(out)
    return out.getvalue()


if __name__ == "__main__":
    root = Path(sys.argv[1])
    ours = Ours(root)
    answer(
        lambda path: [ours.decided(text.encode()) for text in listed(path)],
        lambda underlag: make(underlag, root / "templates"),
    )
