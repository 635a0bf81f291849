"""Pages for a browser: one look for every report, no script needed to read it, nothing fetched from elsewhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import swedish

_FOLDER = Path(__file__).parent


def page(name: str, **values: Any) -> str:
    """A whole page.

    Args:
        name: the page's file in this folder: `jamforelse.html`. It extends `grund.html`.
        **values: what the page shows; every text is escaped.
    """
    return _environment().get_template(name).render(**values)


@lru_cache
def _environment() -> Environment:
    made = Environment(
        autoescape=True,
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(datum=swedish.datum, tal=swedish.tal)
    return made
