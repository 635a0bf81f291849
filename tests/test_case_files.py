"""Case files that are accepted, and case files that are refused with exactly these words.

A new case needs no Python: put a file in `tests/cases/accepted`, or one in
`tests/cases/refused` and run `pytest --uppdatera`, which writes its `.txt`.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from generator.errors import CaseError, FolderError
from generator.report import finding_lines
from generator.steps.read import MAX_BYTES, fetch, read
from generator.workshop import Workshop

CASES = Path(__file__).parent / "cases"
ACCEPTED = sorted((CASES / "accepted").glob("*.json"))
REFUSED = sorted((CASES / "refused").glob("*.json"))
SMALL = CASES / "accepted" / "minsta-beviljande.json"


def what_is_said(path: Path, shop: Workshop) -> str:
    """Everything that is printed about a refused case file."""
    with pytest.raises(CaseError) as refusal:
        read(fetch(path), shop.schemas)
    return "\n".join(line for finding in refusal.value.findings for line in finding_lines(finding))


def changed(path: str, value: str) -> str:
    """The smallest beviljande as JSON, with the value at a dotted path written as `value`."""
    case: Any = json.loads(SMALL.read_text("utf-8"))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner = case
    for step in steps:
        inner = inner[step]
    inner[last] = "@"
    return json.dumps(case, indent=2).replace('"@"', value)


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_accepted(path: Path, words: Workshop) -> None:
    """The case is read, with all its handlingar in their order."""
    arende = read(fetch(path), words.schemas)
    raw = json.loads(path.read_text("utf-8-sig"))
    assert arende.diarienummer == raw["diarienummer"]
    assert [(one.typ, one.datum.isoformat()) for one in arende.handlingar] == [
        (one["typ"], one["datum"]) for one in raw["handlingar"]
    ]


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_refused(path: Path, words: Workshop, monkeypatch: pytest.MonkeyPatch, *, uppdatera: bool) -> None:
    """The case is refused, and what is said about it is what its text file holds."""
    monkeypatch.chdir(path.parent)
    said = what_is_said(Path(path.name), words)
    text = path.with_suffix(".txt")
    if uppdatera:
        text.write_text(said + "\n", "utf-8")
    assert said == text.read_text("utf-8").removesuffix("\n")


def test_every_text_has_its_case() -> None:
    """No expected text is left behind when its case has gone or changed its name."""
    texts = {path.stem for path in CASES.rglob("*.txt")}
    assert texts == {path.stem for path in REFUSED}


def test_losa_accenter_is_read_as_whole_letters(words: Workshop) -> None:
    """A file whose å, ä and ö are written with loose accents gives the same values as one with whole letters."""
    loose = read(fetch(CASES / "accepted" / "losa-accenter.json"), words.schemas)
    whole = read(fetch(CASES / "accepted" / "minsta-tjansteskrivelse.json"), words.schemas)
    assert (loose.data, loose.handlingar) == (whole.data, whole.handlingar)
    assert loose.file.sha256 != whole.file.sha256


def test_faults_come_in_the_order_of_the_file(words: Workshop) -> None:
    """Several faults are told from the top of the file to its end."""
    with pytest.raises(CaseError) as refusal:
        read(fetch(CASES / "refused" / "flera-fel-i-filens-ordning.json"), words.schemas)
    lines = [finding.place.line or 0 for finding in refusal.value.findings]
    assert len(lines) == 3
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schemaversion", "1.0"),
        ("profil", '"Region JH"'),
        ("profil", '"region-jh\\n"'),
        ("organ", "null"),
        ("organ.namn", '"Nämnden\\n"'),
        ("sokande.organisationsnummer", '"232100-0164\\n"'),
        ("ekonomi.total_kostnad", "1000000000001"),
        ("ekonomi.finansieringsplan", "[]"),
        ("ekonomi.finansieringsplan.0.slag", "true"),
        ("handlingar", "{}"),
        ("handlingar", "[]"),
        ("handlingar.0", '"beviljande"'),
        ("handlingar.0.typ", "{}"),
        ("handlingar.0.typ", '[{"a": 1}]'),
        ("handlingar.0.typ", "7"),
        ("handlingar.0.status", "5"),
        ("handlingar.0.rubrik", '"Rubrik\\n"'),
        ("handlingar.0.rubrik", '["Rubrik"]'),
        ("handlingar.0.datum", "20240209"),
        ("handlingar.0.stod.andel_procent", '"33"'),
        ("handlingar.0.villkor.0", '""'),
    ],
)
def test_one_wrong_value_is_one_finding(path: str, value: str, words: Workshop, tmp_path: Path) -> None:
    """A value that cannot be is told once, where it stands, whatever it is."""
    file = tmp_path / "arende.json"
    file.write_text(changed(path, value), "utf-8")
    with pytest.raises(CaseError) as refusal:
        read(fetch(file), words.schemas)
    told = [".".join(map(str, finding.place.path)) for finding in refusal.value.findings]
    assert told == [path]


@pytest.mark.parametrize(("value", "shown"), [('["avslut"]', "en lista"), ("{}", "en grupp"), ("7", "7")])
def test_a_format_is_a_text(value: str, shown: str, words: Workshop, tmp_path: Path) -> None:
    """What is no text is no name of a format that could exist: its kind is what is wrong."""
    file = tmp_path / "arende.json"
    file.write_text(changed("handlingar.0.typ", value), "utf-8")
    with pytest.raises(CaseError) as refusal:
        read(fetch(file), words.schemas)
    (found,) = refusal.value.findings
    assert found.message == f"Format ska vara text inom raka citattecken, men är {shown}."


@pytest.mark.parametrize("number", ["123456e24", "9" * 24, "1e-24"])
def test_a_number_beyond_all_calculation(number: str, words: Workshop, tmp_path: Path) -> None:
    """An amount with too many digits to calculate with is refused by its field's name, and breaks nothing."""
    file = tmp_path / "arende.json"
    file.write_text(changed("ekonomi.total_kostnad", number), "utf-8")
    assert "ekonomi.total_kostnad" in what_is_said(file, words)


def test_a_file_too_large(words: Workshop, tmp_path: Path) -> None:
    """A file beyond all cases is refused before it is read as JSON."""
    file = tmp_path / "arende.json"
    file.write_bytes(b" " * (MAX_BYTES + 1))
    assert "fel: Filen är större än 5 MB." in what_is_said(file, words)


def packed(*names: str) -> bytes:
    """A zip file with empty files of these names."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return out.getvalue()


OTHERS = [
    (packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "ett Word-dokument", True),
    (packed("[Content_Types].xml", "xl/workbook.xml"), "en Excel-arbetsbok", False),
    (packed("[Content_Types].xml", "ppt/presentation.xml"), "en PowerPoint-presentation", False),
    (packed("arende.json"), "en zip-fil", False),
    (packed(), "en zip-fil", False),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "en PDF-fil", True),
    (b"%PDF-1.4\n% plain", "en PDF-fil", True),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "en bild (PNG)", False),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "en bild (JPEG)", False),
    (b"GIF89a", "en bild (GIF)", False),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ett dokument från en äldre version av Word eller Excel", False),
    (b"{\\rtf1\\ansi Hej}", "ett textdokument (RTF), som Word och andra ordbehandlare skriver", False),
    (b'\xef\xbb\xbf<!DOCTYPE html>\n<html lang="sv">', "en webbsida", True),
    (b'<?xml version="1.0"?>', "en XML-fil", False),
]


@pytest.mark.parametrize("more", [0, MAX_BYTES], ids=["liten", "stor"])
@pytest.mark.parametrize("name", ["fil.docx", "arende.json"])
@pytest.mark.parametrize(("content", "kind", "published"), OTHERS)
def test_another_kind_of_file_is_told_by_its_content(
    content: bytes, kind: str, published: bool, name: str, more: int, words: Workshop, tmp_path: Path
) -> None:
    """A Word file, a PDF, a picture is called what it is, whatever its name and size; what to do with it is said."""
    file = tmp_path / name
    file.write_bytes(content + b"\n" * more)
    said = what_is_said(file, words)
    assert f"fel: Filen är {kind}, inte en ärendefil." in said
    assert "Ange ärendefilen i stället" in said
    assert ("generator verifiera" in said) is published


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("ppt/presentation.xml", "en PowerPoint-presentation"),
        ("word/document.xml", "ett Word-dokument"),
        ("arende.json", "en zip-fil"),
    ],
)
def test_what_lies_packed_in_a_file_does_not_say_its_kind(
    first: str, kind: str, words: Workshop, tmp_path: Path
) -> None:
    """A picture's bytes may be any, and a presentation may hold a workbook: what is around them is told."""
    file, out = tmp_path / "fil.zip", BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(first, b"")
        archive.writestr("media/bild.jpg", b"\xff xl/ ppt/ word/ \xff")
        archive.writestr("bok.xlsx", packed("xl/workbook.xml"))
    file.write_bytes(out.getvalue())
    assert f"fel: Filen är {kind}, inte en ärendefil." in what_is_said(file, words)


@pytest.mark.parametrize("content", [b"<<<<<<< HEAD\n{}", b"{}PK\x03\x04", b"GIF", b"", b"{ rtf }"])
def test_text_is_not_taken_for_another_kind_of_file(content: bytes, words: Workshop, tmp_path: Path) -> None:
    """What may be a case file gone wrong is read as one, and told by what is wrong in it."""
    file = tmp_path / "arende.json"
    file.write_bytes(content)
    assert "inte en ärendefil" not in what_is_said(file, words)


@pytest.mark.parametrize(("name", "code"), [("saknas.json", "fil-saknas"), (".", "fil-saknas")])
def test_no_file(name: str, code: str, words: Workshop, tmp_path: Path) -> None:
    """A file that is not there, or is a folder, is the folder's fault and not the case's."""
    with pytest.raises(FolderError) as refusal:
        read(fetch(tmp_path / name), words.schemas)
    assert [finding.code for finding in refusal.value.findings] == [code]
