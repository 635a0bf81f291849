"""Thousands of invented cases made from the examples, and bad ones of every kind among them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Case = dict[str, Any]
_FIRST = 5_000
"""The first running number: none of the examples has it."""


@dataclass(kw_only=True)
class Casebook:
    """What was written, and what is to come of it."""

    good: dict[str, list[str]] = field(default_factory=dict)
    """Diarienummer to the file stems of its handlingar."""
    bad: dict[str, str] = field(default_factory=dict)
    """File name to what is wrong with it."""


def write_cases(examples: Path, folder: Path, count: int, share: float, seed: int) -> Casebook:
    """Fill a folder with cases.

    Args:
        examples: the folder of the example cases.
        folder: where they are to lie.
        count: how many files.
        share: how many of them are bad, from 0 to 1.
        seed: equal seeds give equal folders.
    """
    chance, book = random.Random(seed), Casebook()
    originals = [json.loads(path.read_text("utf-8")) for path in sorted(examples.glob("*.json"))]
    kinds = list(BAD)
    folder.mkdir(parents=True)
    step = max(1, round(1 / share)) if share else count + 1
    for number in range(count):
        case = numbered(chance.choice(originals), _FIRST + number)
        name = f"arende-{number:05}.json"
        if number % step == step - 1:
            kind = kinds[(number // step) % len(kinds)]
            book.bad.update(dict.fromkeys(BAD[kind](case, folder, name), kind))
        else:
            (folder / name).write_text(_text(case), "utf-8")
            book.good[case["diarienummer"]] = list(_stems(case))
    return book


def numbered(case: Case, number: int) -> Case:
    """The same case under another diarienummer, written as its diary writes it."""
    made: Case = json.loads(_text(case))
    parts = re.findall(r"\d+|\D+", made["diarienummer"])
    digits = [index for index, part in enumerate(parts) if part.isdigit()]
    year_last = len(parts[digits[-1]]) == 4 and parts[digits[-1]].startswith("20") and parts[0][0].isalpha()
    parts[digits[0] if year_last else digits[-1]] = str(number)
    made["diarienummer"] = "".join(parts)
    return made


def _stems(case: Case) -> Iterator[str]:
    for one in case["handlingar"]:
        parts = [one["datum"], one["typ"], *([one["nummer"]] if one.get("nummer") else [])]
        yield "-".join(parts)


def _text(case: Mapping[str, Any]) -> str:
    return json.dumps(case, ensure_ascii=False, indent=2)


def _written(content: bytes, folder: Path, name: str) -> list[str]:
    (folder / name).write_bytes(content)
    return [name]


def _changed(change: Callable[[Case], object]) -> Callable[[Case, Path, str], list[str]]:
    def write(case: Case, folder: Path, name: str) -> list[str]:
        change(case)
        return _written(_text(case).encode(), folder, name)

    return write


def _cut_off(case: Case, folder: Path, name: str) -> list[str]:
    content = _text(case).encode()
    return _written(content[: len(content) // 2], folder, name)


def _empty(_: Case, folder: Path, name: str) -> list[str]:
    return _written(b"", folder, name)


def _utf16(case: Case, folder: Path, name: str) -> list[str]:
    return _written(_text(case).encode("utf-16"), folder, name)


def _latin(case: Case, folder: Path, name: str) -> list[str]:
    return _written(_text(case).encode("latin-1", "replace"), folder, name)


def _not_an_object(_: Case, folder: Path, name: str) -> list[str]:
    return _written(b'["handling"]', folder, name)


def _far_too_big(case: Case, folder: Path, name: str) -> list[str]:
    return _written(_text(case).encode() + b" " * 6_000_000, folder, name)


def _twins(case: Case, folder: Path, name: str) -> list[str]:
    other = name.replace("arende", "tvilling")
    return [*_written(_text(case).encode(), folder, name), *_written(_text(case).encode(), folder, other)]


def _gone_link(_: Case, folder: Path, name: str) -> list[str]:
    (folder / name).symlink_to(folder / "finns-inte" / name)
    return [name]


def _long_name(case: Case, folder: Path, name: str) -> list[str]:
    case["diarienummer"] = "fel nummer"
    stem = name.removesuffix(".json")
    return _written(_text(case).encode(), folder, f"{stem}-{'å' * ((255 - len(stem) - 6) // 2)}.json")


BAD: Mapping[str, Callable[[Case, Path, str], list[str]]] = {
    "avhuggen": _cut_off,
    "tom": _empty,
    "utf-16": _utf16,
    "latin-1": _latin,
    "lista i stället för ärende": _not_an_object,
    "för stor": _far_too_big,
    "två filer för samma handling": _twins,
    "länk som inte leder någonstans": _gone_link,
    "långt filnamn och fel diarienummer": _long_name,
    "okänd profil": _changed(lambda case: case.update(profil="region-atlantis")),
    "okänt format": _changed(lambda case: case["handlingar"][0].update(typ="dikt")),
    "okänt fält": _changed(lambda case: case.update(arendemeningen="dubbelt")),
    "fält saknas": _changed(lambda case: case.pop("arendemening")),
    "omöjligt datum": _changed(lambda case: case["handlingar"][0].update(datum="2024-02-31")),
    "inga handlingar": _changed(lambda case: case.update(handlingar=[])),
    "tal i stället för text": _changed(lambda case: case.update(arendemening=7)),
}
"""Each kind of bad case: what writes it, and gives the names of the files that it wrote."""
