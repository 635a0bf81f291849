"""Step 1, read: a case file becomes an Arende, or all that is wrong with it."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from generator.case.fault import Fault
from generator.case.foreign import HEAD, Kind, kind_of
from generator.case.jsontext import parse
from generator.case.positions import Positions
from generator.case.schemas import Schemas
from generator.case.validate import Validation
from generator.case.values import typed
from generator.errors import CaseError, FolderError, reason
from generator.findings import Finding, Place
from generator.model import Arende, CaseFile, Handling, Status, Value

MAX_BYTES = 5_000_000
"""A case file of two hundred pages is about 600 kB."""


def fetch(path: Path) -> CaseFile:
    """A case file's bytes, read once: nobody looks at the path again.

    Raises:
        FolderError: the file is not there, may not be read, or is none.
        CaseError: it is too big to be a case file, or of another kind besides, or its name is no text.
    """
    if any("\ud800" <= sign <= "\udfff" for sign in path.name):  # the manifest could not say what it was made of
        _refuse(path, "filnamn-olasligt", "Filnamnet har tecken som inte är text.", "Byt namn på filen.")
    try:
        state = path.stat()
        if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):  # a pipe would be waited for in vain
            _folder(path, "fil-olaslig", "Det är ingen vanlig fil.", "Ersätt den med en vanlig fil, eller ta bort den.")
        if state.st_size > MAX_BYTES:
            _too_big(path)
        return CaseFile(path, path.read_bytes())
    except FileNotFoundError:
        _folder(path, "fil-saknas", "Filen finns inte.", "Kontrollera sökvägen.")
    except IsADirectoryError:
        _folder(path, "fil-saknas", "Det är en mapp, inte en fil.", f"Ange filerna i den: {path}/*.json")
    except OSError as error:
        _folder(path, "fil-olaslig", f"Filen går inte att läsa: {reason(error)}.", "Kontrollera behörigheten.")


def _too_big(path: Path) -> NoReturn:
    with path.open("rb") as file:
        kind = kind_of(file.read(HEAD))
    if kind is not None:
        _another_kind(path, kind)
    _refuse(path, "fil-for-stor", f"Filen är större än {MAX_BYTES // 1_000_000} MB.", "Dela upp ärendet.")


def _another_kind(path: Path, kind: Kind) -> NoReturn:
    remedy = "Ange ärendefilen i stället: en textfil (JSON), som du skapar med «generator ny»."
    if kind.published:
        remedy += " Är det här ett publicerat dokument som du vill pröva: kör «generator verifiera»."
    _refuse(path, "inte-arendefil", f"Filen är {kind.name}, inte en ärendefil.", remedy)


def read(file: CaseFile, schemas: Schemas) -> Arende:
    """Read one case file and check it against the schemas.

    Args:
        file: the case file, UTF-8 JSON.
        schemas: the schemas to check it against.

    Returns:
        The ärende with typed values: Decimal, date, Markdown, tuples.

    Raises:
        CaseError: everything that is wrong in it, at once.
    """
    parsed = parse(_decode(file))
    if parsed.faults:
        raise CaseError(*(_from_fault(fault, file.path, parsed.positions) for fault in parsed.faults))
    findings = Validation(file.path, parsed.positions, schemas).findings(parsed.value)
    if findings:
        raise CaseError(*findings)
    assert isinstance(parsed.value, Mapping)
    return arende(parsed.value, file, schemas)


def positions(file: CaseFile) -> Positions:
    """Where each value of a case file stands, for findings of later steps."""
    return parse(_decode(file)).positions


def outline(file: CaseFile) -> tuple[Mapping[str, Value], Positions] | None:
    """A case file's content, unchecked, with positions; None when it is no object or not whole JSON."""
    parsed = parse(_decode(file))
    return (parsed.value, parsed.positions) if isinstance(parsed.value, Mapping) else None


def _decode(file: CaseFile) -> str:
    path, content = file.path, file.content
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(path, "fel-teckenkod", "Filen är sparad som UTF-16.", "Spara den som UTF-8.")
    if kind := kind_of(content):
        _another_kind(path, kind)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = len(content[content.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        place = Place(file=path, line=line, column=column)
        remedy = "Öppna filen och spara den som UTF-8. Kontrollera sedan å, ä och ö."
        raise CaseError(
            Finding(code="fel-teckenkod", message="Filen är inte sparad som UTF-8.", remedy=remedy, place=place)
        ) from None


def _from_fault(fault: Fault, path: Path, where: Positions) -> Finding:
    line, column = where.line_column(fault.offset)
    place = Place(file=path, line=line, column=column)
    return Finding(code=fault.code, message=fault.message, remedy=fault.remedy, place=place)


def arende(value: Mapping[str, Value], file: CaseFile, schemas: Schemas, *, only: int | None = None) -> Arende:
    """An ärende with typed values.

    Args:
        value: its content, accepted by the schemas.
        file: where it was read.
        schemas: what gives the values their types.
        only: the index of the one handling that is wanted; None for all.
    """
    whole = typed(value, schemas.case)
    assert isinstance(whole, Mapping)
    handlingar = value["handlingar"]
    assert isinstance(handlingar, tuple)
    return Arende(
        file=file,
        diarienummer=str(whole["diarienummer"]),
        profil=str(whole["profil"]),
        data=MappingProxyType({name: item for name, item in whole.items() if name != "handlingar"}),
        handlingar=tuple(
            _handling(index, item, whole, schemas) for index, item in enumerate(handlingar) if only in (None, index)
        ),
    )


def _handling(index: int, value: Value, arende: Mapping[str, Value], schemas: Schemas) -> Handling:
    """One handling; what it does not say itself it inherits from the ärende's field of the same name."""
    assert isinstance(value, Mapping)
    typ = str(value["typ"])
    data = typed(value, schemas.formats[typ])
    assert isinstance(data, Mapping)
    datum = data["datum"]
    assert isinstance(datum, date)
    inherited = {name: arende[name] for name, item in data.items() if item is None and name in arende}
    number = data.get("nummer")
    return Handling(
        index=index,
        typ=typ,
        datum=datum,
        status=Status(str(data["status"])),
        number=str(number) if number else None,
        data=MappingProxyType({**data, **inherited}),
        inherited=frozenset(inherited),
    )


def _refuse(path: Path, code: str, message: str, remedy: str) -> NoReturn:
    raise CaseError(Finding(code=code, message=message, remedy=remedy, place=Place(file=path)))


def _folder(path: Path, code: str, message: str, remedy: str) -> NoReturn:
    raise FolderError(Finding(code=code, message=message, remedy=remedy, place=Place(file=path)))
