"""TOML files that people write: read with Decimal for numbers, and with the line of each value.

The library (the standard library's reader, compiled) does not say where anything stands. The
lines are found by a second look at the text, which knows headings (`[a.b]`,
`[[a]]`), keys at the beginning of a line, and texts over several lines; what
is written inside `{ }` or `[ ]` is placed at the key that it belongs to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli

from generator.case.messages import Words, missing, shown, title, unknown, words
from generator.case.refusal import Refusal
from generator.case.schemas import Schemas, subschema
from generator.errors import TemplateError, reason
from generator.findings import Finding, JsonPath, Place
from generator.swedish import nearest

_KEY = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?")
_ENTRY = re.compile(rf"\s*({_DOTTED})\s*=")
_PART = re.compile(_KEY)
_TOKEN = re.compile(
    r'"{3}(?:\\.|[^\\])*?"{3}' r"|'{3}.*?'{3}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|#[^\n]*|[\[\]{}\n]", re.DOTALL
)
"""What may hide or hold a line's end: texts, comments and brackets."""


@dataclass(frozen=True)
class TomlText:
    """A TOML file's content, and where it stands."""

    file: Path
    text: str
    data: Mapping[str, Any]

    def place(self, path: JsonPath) -> Place:
        """Where the value at `path` stands, or the nearest table around it."""
        known = path
        while known and known not in self._lines:
            known = known[:-1]
        return Place(file=self.file, line=self._lines.get(known, 1), column=1, path=path)

    @cached_property
    def _lines(self) -> dict[JsonPath, int]:
        found: dict[JsonPath, int] = {}
        table: JsonPath = ()
        counts: dict[JsonPath, int] = {}
        for number, line in _statements(self.text.replace("\r\n", "\n")):
            if heading := _TABLE.match(line):
                table = _entered(_parts(heading[2]), counts, many=heading[1] == "[[")
                found.setdefault(table, number)
            elif entry := _ENTRY.match(line):
                names = _parts(entry[1])
                for length in range(1, len(names) + 1):
                    found.setdefault((*table, *names[:length]), number)
        return found


def read_toml(path: Path, what: str, code: str) -> TomlText:
    """Read a TOML file.

    Args:
        path: the file.
        what: what to call it in messages, with its article: "Profilen".
        code: the code of the finding when it cannot be read.

    Raises:
        TemplateError: it is not there, may not be read, is not UTF-8 or not TOML.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return TomlText(path, text, tomli.loads(text.replace("\r\n", "\n"), parse_float=Decimal))
    except FileNotFoundError:
        said = (f"{what} finns inte.", "Kontrollera namnet.")
    except OSError as error:
        said = (f"{what} går inte att läsa: {reason(error)}.", "Kontrollera behörigheten.")
    except UnicodeDecodeError:
        said = (f"{what} har en annan teckenkod än UTF-8.", "Spara filen som UTF-8.")  # right whatever the gender
    except tomli.TOMLDecodeError as error:
        raise TemplateError(_misread(path, what, code, str(error), text)) from None
    raise TemplateError(Finding(code=code, message=said[0], remedy=said[1], place=Place(file=path)))


def toml_faults(schemas: Schemas, name: str, data: Mapping[str, Any]) -> Iterator[tuple[JsonPath, Words]]:
    """What the schema file `name` refuses in the content of a TOML file: where, and in which words."""
    refusals = _first(schemas.refusals(name, as_json(data)))
    told = dict.fromkeys(one for error in refusals for one in _spoken(error, schemas.inlined(name)))
    guessed = {(path[:-1], said.message.rpartition("«")[2].partition("»")[0]) for path, said in told}
    for path, said in told:  # a mistyped key hides that the right one is missing
        if said.code != "falt-saknas" or (path, said.message.partition("«")[2].partition("»")[0]) not in guessed:
            yield path, said


def _first(refusals: Sequence[Refusal]) -> Iterator[Refusal]:
    """The refusals, without what is said of a value that is of the wrong kind altogether."""
    kinds = {error.path for error in refusals if error.keyword == "type"}
    return (error for error in refusals if error.keyword == "type" or error.path not in kinds)


def _spoken(error: Refusal, schema: Mapping[str, Any]) -> Iterator[tuple[JsonPath, Words]]:
    field = subschema(schema, error.path)
    if error.keyword == "required":
        for lacking in error.wanted:
            if lacking not in error.value:
                yield error.path, _missing(lacking, subschema(field, (lacking,)))
    elif error.keyword == "additionalProperties":
        known = field.get("properties", {})
        unused = [one for one in known if one not in error.value]
        for extra in error.value:
            if extra not in known:
                yield (*error.path, extra), unknown(extra, unused if nearest(extra, unused) else known)
    elif error.keyword == "type" and (heading := _heading(error, field)):
        yield error.path, _headed(error, field, heading)
    else:
        yield error.path, _unescaped(words(error, field), field)


def _heading(error: Refusal, field: Mapping[str, Any]) -> str:
    """The heading that a group or a list of groups is written under in TOML; "" for values of other kinds."""
    names = ".".join(one for one in error.path if isinstance(one, str))
    if error.wanted == "array":
        groups = isinstance(error.value, Mapping) or field.get("items", {}).get("type") == "object"
        return f"[[{names}]]" if groups else ""
    if error.wanted != "object":
        return ""
    return f"[[{names}]]" if isinstance(error.path[-1], int) else f"[{names}]"


def _headed(error: Refusal, field: Mapping[str, Any], heading: str) -> Words:
    if isinstance(error.value, Mapping):
        return Words("fel-slag", f"Rubriken ska ha dubbla klamrar: {heading}.", f"Skriv {heading}.")
    message = f"{title(field)} ska vara fält under rubriken {heading}, men är {shown(error.value)}."
    return Words("fel-slag", message, f"Skriv {heading} på en egen rad, och fälten på raderna under.")


def _unescaped(said: Words, field: Mapping[str, Any]) -> Words:
    """An example with backslashes, as TOML is written most easily: within single quotes."""
    example = str((field.get("examples") or [""])[0])
    if "\\" not in example:
        return said
    return said._replace(remedy=said.remedy.replace(json.dumps(example, ensure_ascii=False), f"'{example}'"))


def _missing(name: str, field: Mapping[str, Any]) -> Words:
    example = json.dumps((field.get("examples") or ["…"])[0], ensure_ascii=False)
    return missing(name, field)._replace(remedy=f"Lägg till {name} = {example}")


def as_json(value: Any) -> Any:
    """TOML's values as a case file has them: tuples, Decimal, and dates as texts."""
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(as_json(item) for item in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value.isoformat() if isinstance(value, date | time) else value


def _misread(file: Path, what: str, code: str, english: str, text: str) -> Finding:
    """What the library refuses, with the place that it names."""
    hit = re.search(r"line (\d+), column (\d+)", english)
    line, column = (int(hit[1]), int(hit[2])) if hit else (max(1, len(text.splitlines())), 1)  # the end of the file
    return Finding(
        code=code,
        message=f"{what} går inte att läsa: raden är inte skriven som TOML.",
        remedy='Skriv namn = "värde", med text inom raka citattecken och varje namn en gång.',
        place=Place(file=file, line=line, column=column),
    )


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _entered(names: tuple[str, ...], counts: dict[JsonPath, int], *, many: bool) -> JsonPath:
    """The path of the table that a heading opens; a list that it passes through is entered at its last item."""
    path: JsonPath = ()
    for index, name in enumerate(names):
        path = (*path, name)
        if index == len(names) - 1 and many:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The lines, numbered from 1, but for those that continue a text, a list or a group."""
    lines = text.split("\n")
    yield 1, lines[0]
    number, depth = 1, 0
    for token in _TOKEN.finditer(text):
        mark = token.group()
        number += mark.count("\n")
        depth += (mark in "[{") - (mark in "]}") if len(mark) == 1 else 0
        if mark == "\n" and depth == 0:
            yield number, lines[number - 1]
