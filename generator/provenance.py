"""What a document was made of: digests of every input, for the manifest."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator import __version__
from generator.engines.fonts import match
from generator.model import Beslutsunderlag, Document, Rendered
from generator.workshop import Workshop

_LIBRARIES = ("docxtpl", "jinja2", "lxml", "jsonschema", "babel", "markdown-it-py", "pypdf", "pikepdf")


def inputs(document: Document, rendered: Rendered, shop: Workshop) -> dict[str, Any]:
    """Every input that can change the document, each with its SHA-256 or version.

    Args:
        document: what was made.
        rendered: its .docx, which knows its templates and fonts.
        shop: what it was made with.
    """
    used, engine = ("standard", document.profil), shop.engine
    return {
        "arende": {"fil": document.arende.source.name, "sha256": document.arende.sha256},
        "handling": {"sha256": _content(document)},
        "scheman": dict(shop.schemas.digests),
        "regler": _digests(shop.settings.rules, "*.toml"),
        "profiler": {f"{name}/profil.toml": _digest(shop.profiles.file(name)) for name in used},
        "mallar": dict(rendered.templates),
        "typsnitt": {
            font.asked: {"anvant": font.given, "fil": font.file.name if font.file else None, "sha256": font.sha256}
            for font in match(rendered.fonts)
        },
        "program": {**programs(), **({engine.name: engine.health().version} if engine else {})},
    }


def decided(underlag: Beslutsunderlag) -> dict[str, Any]:
    """Who signs and who gets the document, and on what ground."""
    return {
        "undertecknare": [{"namn": one.namn, "titel": one.titel, "grund": one.ground} for one in underlag.signers],
        "mottagare": [{"text": one.text, "grund": one.ground} for one in underlag.recipients],
    }


@lru_cache
def programs() -> Mapping[str, str]:
    """The versions of the generator, Python and the libraries that make documents."""
    libraries = {name: version(name) for name in _LIBRARIES}
    return {"generator": f"{__version__}+{_code()[:12]}", "python": platform.python_version(), **libraries}


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when two sets of inputs give the same document.

    The case file as a whole is left out: its other handlingar, and this one's
    status after it was upprättad, do not show in the document.
    """
    return {**one, "arende": None} == {**other, "arende": None}


def rewritten(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when people have changed what a document says or how it looks; a newer program or font is not that."""
    return any(one.get(name) != other.get(name) for name in ("handling", "regler", "profiler", "mallar"))


def _content(document: Document) -> str:
    """The digest of everything that the case says in this document."""
    handling = {name: value for name, value in document.handling.data.items() if name != "status"}
    draft = not document.handling.status.frozen
    whole = json.dumps([document.arende.data, handling, draft], default=_plain, sort_keys=True, ensure_ascii=False)
    return sha256(whole.encode()).hexdigest()


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)


def _code() -> str:
    """The digest of the generator's own code: a change in it can change a document."""
    package = Path(__file__).parent
    whole = sha256()
    for path in sorted(package.rglob("*.py")):
        whole.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def _digests(folder: Path, pattern: str) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): _digest(path) for path in sorted(folder.rglob(pattern))}


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
