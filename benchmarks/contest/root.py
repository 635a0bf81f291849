"""The contest's own folder of schemas, rules and templates, and its cases.

Schemas, rules and profiles are the shipped ones; added to them is a format
whose texts are lists of plain paragraphs, since that is what all contestants
can print.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.contest.letterhead import body, letterhead, packed, with_body

ROOT = Path(__file__).parent.parent.parent
PROFILE = "region-orebro"
FORMAT = "tavlingsskrivelse"
EXAMPLE = ROOT / "cases" / "24rs2087.json"
_LIKE = ROOT / "schemas" / "handlingar" / "tjansteskrivelse.schema.json"
_DROPPED = ("sammanfattning", "arendebeskrivning", "bedomning", "konsekvenser", "ekonomiska_konsekvenser", "motivering")
_LINE = {"$ref": "../gemensamt.schema.json#/$defs/rad", "title": "Rad", "description": "En rad.", "examples": ["A"]}
_AMOUNT = {
    "$ref": "../gemensamt.schema.json#/$defs/belopp",
    "title": "Belopp",
    "description": "Kronor.",
    "examples": [1],
    "x-visas": "kronor",
}
_PROSE = (
    "arkivet bevarar handlingar så att de går att läsa, förstå och lita på så länge de finns hos kommunen och regionen"
    " varje system som stängs måste först lämna sitt innehåll till en plats där det kan öppnas av den som frågar efter"
    " det om tio eller hundra år eftersom insyn är grunden för förtroendet & rätten till den gäller <alla> lika"
)
"""What the texts' words are drawn from; two of them hold what XML must escape."""


Look = Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
"""What is done to the parts of a template before it is used."""


def make_root(folder: Path, look: Look) -> Path:
    """The folder, filled."""
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    schema = json.dumps(_schema(), ensure_ascii=False)
    (folder / "schemas" / "handlingar" / f"{FORMAT}.schema.json").write_text(schema, "utf-8")
    parts = letterhead(ROOT / "templates" / PROFILE / "brevmall.docx")
    (folder / "templates" / PROFILE / "brevmall.docx").write_bytes(packed(look(parts)))
    format_file = with_body({name: part for name, part in parts.items() if name != "word/header1.xml"}, body())
    (folder / "templates" / "standard" / f"{FORMAT}.docx").write_bytes(packed(look(format_file)))
    return folder


def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(_LIKE.read_text("utf-8"))
    fields = {name: node for name, node in schema["properties"].items() if name not in _DROPPED}
    fields["typ"] = {**fields["typ"], "const": FORMAT, "examples": [FORMAT]}
    fields |= {"inledning": _list("Inledning", _LINE | {"x-visas": "text"})}
    fields |= {"brodtext": _list("Brödtext", _LINE | {"x-visas": "text"})}
    columns = {"post": _LINE | {"x-visas": "text"}, "omfattning": _LINE | {"x-visas": "text"}, "belopp": _AMOUNT}
    fields |= {"kostnader": _list("Kostnader", _group("Post", columns))}
    common = json.loads((ROOT / "schemas" / "gemensamt.schema.json").read_text("utf-8"))["$defs"]["sandlista"]
    recipient = json.loads(json.dumps(common["items"]).replace("#/$defs", "../gemensamt.schema.json#/$defs"))
    fields["sandlista"] = _list("Sändlista", recipient)
    required = ["typ", "datum", "status", "rubrik", "brodtext"]
    return {**schema, "title": "Tävlingsskrivelse", "examples": [{}], "required": required, "properties": fields}


def _list(title: str, item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "title": title, "description": f"{title}.", "examples": [[]], "items": item}


def _group(title: str, fields: dict[str, Any]) -> dict[str, Any]:
    described = {"title": title, "description": f"{title}.", "examples": [{}], "additionalProperties": False}
    return {"type": "object", **described, "properties": fields}


def cases(number: int) -> list[str]:
    """Cases of two pages, as JSON: other names, sums, texts and lists of other lengths in each."""
    return [case(Random(seed)) for seed in range(number)]


def case(chance: Random, *, paragraphs: int = 8, rows: int | None = None, recipients: int | None = None) -> str:
    """One case.

    Args:
        chance: what decides the texts, and which sections are there.
        paragraphs: how many the body has; some forty words each.
        rows: how many the table has; by chance one to eight, or no table.
        recipients: how many there are; by chance one to twelve.
    """
    example = json.loads(EXAMPLE.read_text("utf-8"))
    base = example["handlingar"][0]
    kept = ("datum", "status", "sammantrade", "tidigare_beslut", "beslutsunderlag", "beslutspunkter", "undertecknare")
    handling = {"typ": FORMAT, "rubrik": _sentence(chance, 6), **{name: base[name] for name in kept}}
    if chance.random() < 0.7 or rows:
        handling["kostnader"] = [_row(chance, index) for index in range(rows or chance.randint(1, 8))]
    if chance.random() < 0.7:
        handling["inledning"] = [_sentence(chance, 40) for _ in range(2)]
    if chance.random() < 0.3:
        del handling["tidigare_beslut"]
    count = chance.randint(1, 12) if recipients is None else recipients
    handling["sandlista"] = [{"namn": f"{_sentence(chance, 2)} {index}"} for index in range(count)]
    handling["brodtext"] = [_sentence(chance, chance.randint(30, 50)) for _ in range(paragraphs)]
    points = chance.sample(base["beslutspunkter"], k=chance.randint(1, len(base["beslutspunkter"])))
    named = {"diarienummer": f"24RS{chance.randint(1000, 9999)}", "arendemening": _sentence(chance, 8)}
    whole = {**example, **named, "profil": PROFILE, "handlingar": [{**handling, "beslutspunkter": points}]}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _row(chance: Random, index: int) -> dict[str, object]:
    amount = chance.randint(1, 10**8)
    return {"post": f"{_sentence(chance, 3)} {index}", "omfattning": _sentence(chance, 5), "belopp": amount}


def _sentence(chance: Random, words: int) -> str:
    return " ".join(chance.choices(_PROSE.split(), k=words)).capitalize()
