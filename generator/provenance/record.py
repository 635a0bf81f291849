"""What the manifest, and the PDF itself, say of how a document came to be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from generator.archival import Imprint, Verdict
from generator.findings import Severity
from generator.model import Beslutsunderlag, Document, Value


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


def _plain(value: Value) -> object:
    return value if isinstance(value, bool | None) else str(value)
