"""The files of one handling: the Word file at hand, converted, finished, and all of them checked.

Apart from `making`, for what is only read, checked or left as it is needs none
of the libraries behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.archival import Finished, Imprint
from generator.engines import leftovers
from generator.flow import Flow
from generator.model import Document, Rendered
from generator.results import Verified
from generator.steps.convert import begin
from generator.steps.validate import validate
from generator.steps.verify import conclude, look
from generator.word.flow import read_flow
from generator.workshop import Workshop


def made_files(
    document: Document, rendered: Rendered, imprint: Callable[[], Imprint], shop: Workshop, suffixes: frozenset[str]
) -> tuple[dict[str, bytes], Verified]:
    """Convert, finish, verify.

    Args:
        document: what should be readable in the files.
        rendered: its Word file.
        imprint: gives what they say about themselves; asked while the engine works.
        shop: what to work with.
        suffixes: the files that are wanted.

    Returns:
        The files by suffix, and what is to be said of them.

    Raises:
        EngineError: no whole PDF came out.
        OutputError: the PDF cannot be mended.
    """
    with leftovers.lent("arbete") as work:
        awaited = begin(rendered, shop.engine, work) if shop.engine and ".pdf" in suffixes else None
        if awaited and shop.validator:
            shop.validator.prepare()
        flow = read_flow(rendered.content)  # this and what follows, while the engine works
        said = imprint()
        page = _web_page(flow, said) if ".html" in suffixes else None
        looked = look(document, rendered, flow, page)
        finished = _finished(awaited, said, flow, document.level) if awaited else None
        verified = conclude(document, rendered, flow, looked, finished)
        if finished and shop.validator:
            verified = validate(document, verified, finished, shop.validator, work)
    made = {".docx": rendered.content}
    if finished:
        made[".pdf"] = finished.pdf
    if page is not None:
        made[".html"] = page
    return made, verified


def _finished(awaited: Callable[[], Path], imprint: Imprint, flow: Flow, level: str) -> Finished:
    import generator.steps.verify.pdffile  # noqa: F401, PLC0415  # the libraries for PDF, before anybody waits
    from generator.steps.finish import finish  # noqa: PLC0415

    return finish(awaited(), imprint, flow, level)


def _web_page(flow: Flow, imprint: Imprint) -> bytes:
    from generator.html import web_page  # noqa: PLC0415  # few ask for one

    return web_page(flow, imprint)
