"""What a document was made of: digests of every input, for the manifest."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator import __version__
from generator.archival import Imprint, Verdict
from generator.case.schemas import Schema, Schemas
from generator.engines.fonts import match
from generator.findings import Severity
from generator.model import Arende, Beslutsunderlag, Document, Handling, Rendered, Value
from generator.workshop import Workshop

_AFTERWARDS = "x-efterhand"
"""A keyword of our own: the field is known only after a handling is upprättad."""
_WORDS = ("docxtpl", "jinja2", "lxml", "jsonschema", "babel", "holidays", "markdown-it-py")
_FILES = ("pikepdf", "fonttools", "pypdfium2", "pillow")


def inputs(document: Document, rendered: Rendered, shop: Workshop) -> dict[str, Any]:
    """Every input that can change the document, each with its SHA-256 or version.

    Args:
        document: what was made.
        rendered: its .docx, which knows its templates and fonts.
        shop: what it was made with.
    """
    used, engine = ("standard", document.profil), shop.engine
    return {
        "arende": {"fil": document.arende.source.name, "sha256": document.arende.file.sha256},
        "handling": {"sha256": content(document.arende, document.handling, shop.schemas)},
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


def imprint(document: Document, sources: Mapping[str, Any]) -> Imprint:
    """What a document's PDF is to say about itself.

    Args:
        document: what was made.
        sources: its `inputs`.
    """
    return Imprint(
        title=document.title,
        subject=str(document.arende.data["arendemening"]),
        creator=document.organisation,
        language=document.language,
        day=document.handling.datum,
        diarienummer=document.arende.diarienummer,
        handling=document.handling.file_stem,
        format=document.handling.typ,
        status=document.handling.status.value,
        templates=version_of(sources["mallar"], sources["profiler"]),
        rules=version_of(sources["regler"]),
        program=sources["program"]["generator"],
    )


def version_of(*digests: Mapping[str, str]) -> str:
    """One short digest for many files, each with its own: equal when they are."""
    return sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:16]


def judged(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    """What each validator said of the PDF, for the manifest."""
    return [
        {
            "program": f"{one.program} {one.version}",
            "standard": one.profile,
            "godkand": one.passed,
            "brister": [f"{fault.rule}: {fault.message}" for fault in one.faults],
            "ej_provat": [f"{fault.rule}: {fault.message}" for fault in one.unjudged],
        }
        for one in verdicts
    ]


def decided(underlag: Beslutsunderlag) -> dict[str, Any]:
    """What followed from the rules: signers, recipients, values and texts by their rules, and the warnings."""
    warnings = [one for one in underlag.findings if one.severity is Severity.WARNING]
    return {
        "beslutsdag": underlag.day.isoformat(),
        "undertecknare": [{"namn": one.namn, "titel": one.titel, "grund": one.ground} for one in underlag.signers],
        "mottagare": [{"text": one.text, "grund": one.ground} for one in underlag.recipients],
        "standardtexter": [{"namn": one.name, "regel": one.rule} for one in underlag.texts],
        "varden": [
            {
                "namn": one.name,
                "varde": _plain(one.value),
                "regel": one.rule,
            }
            for one in underlag.values
        ],
        "varningar": [
            {"regel": one.code, "meddelande": one.message, "kalla": one.source, "undantag": one.waived}
            for one in warnings
        ],
    }


@lru_cache
def programs() -> Mapping[str, str]:
    """The versions of the generator, Python and the libraries that make documents."""
    libraries = {name: version(name) for name in (*_WORDS, *_FILES)}
    return {"generator": f"{__version__}+{_code()[:12]}", "python": platform.python_version(), **libraries}


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when two sets of inputs give the same document.

    The case file as a whole is left out: its other handlingar, and this one's
    status after it was upprättad, do not show in the document.
    """
    return {**one, "arende": None} == {**other, "arende": None}


def rewritten(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True when people have changed what a document says or how it looks; a newer program or font is not that."""
    return any(one.get(name) != other.get(name) for name in ("handling", "profiler", "mallar"))


def content(arende: Arende, handling: Handling, schemas: Schemas) -> str:
    """The digest of everything that the case says in a handling's document.

    What is left empty says nothing. Nor does, in a handling that is upprättad
    or later, what is known only afterwards (`x-efterhand`): its paragraph in
    the minutes, when they were put up.
    """
    final = handling.status.frozen
    own = {name: value for name, value in handling.data.items() if name != "status"}
    said = [_said(arende.data, schemas.case, final=final), _said(own, schemas.formats[handling.typ], final=final)]
    whole = json.dumps([*said, not final], default=str, sort_keys=True, ensure_ascii=False)
    return sha256(whole.encode()).hexdigest()


def _said(value: Value, schema: Schema, *, final: bool) -> object:
    if isinstance(value, Mapping):
        nodes = schema.get("properties", {})
        kept = {name: item for name, item in value.items() if item not in (None, ())}
        return {
            name: _said(item, nodes.get(name, {}), final=final)
            for name, item in kept.items()
            if not (final and nodes.get(name, {}).get(_AFTERWARDS))
        }
    if isinstance(value, tuple):
        return [_said(item, schema.get("items", {}), final=final) for item in value]
    return value


def _plain(value: Value) -> object:
    return value if isinstance(value, bool | None) else str(value)


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
