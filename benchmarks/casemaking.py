"""Case files to measure with, made from the examples: many of them, and long ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "cases"
LETTER = EXAMPLES / "24rs2087.json"
"""The example that others are made from: one tjänsteskrivelse of six pages."""
Case = dict[str, Any]
_SENTENCES = (
    "En allmän handling ska gå att läsa, förstå och lita på så länge den finns. Det gäller vare sig den är skriven "
    "på papper eller har kommit till i ett datasystem. Enligt 3 § arkivlagen (1990:782) ska myndigheterna sköta sina "
    "arkiv så att de fungerar för insyn, för rättsväsendet och förvaltningen och för forskningen. Digitala handlingar "
    "åldras snabbare än papper."
)
_TO_A_PAGE = 9
"""Paragraphs of those sentences, under one heading, that fill a page."""


def letter(diarienummer: str = "24RS2087") -> Case:
    """The example, under a diarienummer."""
    case: Case = json.loads(LETTER.read_text("utf-8"))
    return case | {"diarienummer": diarienummer}


def short_letter(diarienummer: str) -> Case:
    """The example cut down to two pages: what a tjänsteskrivelse usually is."""
    case = letter(diarienummer)
    [handling] = case["handlingar"]
    for one in handling["konsekvenser"]:
        one["text"] = one["text"].split(". ")[0].rstrip(".") + "."
    handling["arendebeskrivning"] = "\n\n".join(handling["arendebeskrivning"].split("\n\n")[1:4])
    handling["bedomning"] = handling["bedomning"].split("\n\n## ")[0]
    handling["ekonomiska_konsekvenser"] = "Arbetet kostar 11 900 000 kronor under fyra år. Regionen betalar hälften."
    for name, kept in (("beslutspunkter", 2), ("beslutsunderlag", 2), ("undertecknare", 1), ("sandlista", 4)):
        handling[name] = handling[name][:kept]
    return case


def long_letter(pages: int, diarienummer: str = "24RS2087") -> Case:
    """The example with a body of about so many pages."""
    case = letter(diarienummer)
    body = (f"## Avsnitt {page}\n\n" + "\n\n".join([_SENTENCES] * _TO_A_PAGE) for page in range(1, pages + 1))
    case["handlingar"][0]["arendebeskrivning"] = "\n\n".join(body)
    return case


def table_letter(rows: int) -> Case:
    """The example with a table of so many rows, and three columns."""
    case = letter()
    lines = (f"| {number} | Rad nummer {number} i tabellen | {number * 100} |" for number in range(1, rows + 1))
    head = "## Tabell\n\n| Nummer | Namn | Kronor |\n|---|---|---:|\n"
    case["handlingar"][0]["arendebeskrivning"] = head + "\n".join(lines)
    return case


def letter_to(recipients: int) -> Case:
    """The example with so many recipients."""
    case = letter()
    case["handlingar"][0]["sandlista"] = [
        {"namn": f"Mottagare Nummer {number}", "enhet": f"Enhet {number % 50}"} for number in range(1, recipients + 1)
    ]
    return case


def write(case: Case, path: Path) -> Path:
    """A case file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(case, ensure_ascii=False, indent=1), "utf-8")
    return path
