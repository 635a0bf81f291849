"""The whole page: head, header, body, notes, footer."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from generator.archival import Imprint
from generator.flow import Block, Flow, Heading, Note, Paragraph, blocks_of
from generator.html.blocks import MarginSetter, Setter
from generator.html.elements import element, fit
from generator.html.writing import plain, writing

_FOLDER = Path(__file__).parent


def web_page(flow: Flow, imprint: Imprint) -> bytes:
    """One self-contained page in UTF-8: no script, no other file, nothing fetched.

    Follows WCAG 2.1, level AA, which EN 301 549 asks of web pages. Equal flows give equal bytes.
    """
    language = flow.language or imprint.language
    page = writing(flow, language)
    setter, margin, style = Setter(page), MarginSetter(page), _style()
    has_heading = any(isinstance(one, Heading) and one.level == 1 for one in blocks_of(flow.body))
    if not has_heading:
        page.levels.append(0)
    said = _words(flow.header)
    made = _template().render(
        language=language,
        chrome=page.chrome,
        imprint=imprint,
        style=Markup(style),  # noqa: S704  # the program's own
        policy=_digest(style),
        organisation=None if imprint.creator in said else imprint.creator,
        diarienummer=None if imprint.diarienummer in said else imprint.diarienummer,
        header=margin.sequence(flow.header),
        title=None if has_heading else imprint.title,
        body=setter.sequence(flow.body),
        notes=[_note(index, note, setter) for index, note in enumerate(flow.notes)],
        footer=margin.sequence(flow.footer),
    )
    return made.encode()


def _note(index: int, note: Note, setter: Setter) -> Markup:
    """A note with its sign, and a link back to where the text first calls it."""
    back = element(
        "a",
        "↩",
        href=f"#anrop-{index + 1}",
        role="doc-backlink",
        aria_label=f"Tillbaka till fotnot {note.sign} i texten",
        class_="tillbaka",
        lang=setter.page.chrome,
    )
    sign = element("span", note.sign, class_="tecken")
    return element("li", sign, " ", element("div", setter.ended(note.blocks, back)), id=f"not-{index + 1}")


def _words(blocks: tuple[Block, ...]) -> str:
    return " ".join(plain(one.inlines) for one in blocks_of(blocks) if isinstance(one, Heading | Paragraph))


def _digest(style: str) -> str:
    """The style sheet as the page's policy names it (Content Security Policy, level 3, 2.3.1)."""
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"


@lru_cache
def _style() -> str:
    return (_FOLDER / "sida.css").read_text("utf-8").strip()


@lru_cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        finalize=fit,
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("sida.html")
