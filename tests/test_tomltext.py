"""TOML that people write: what it says, and on which line each value stands."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from generator.case.tomltext import TomlText, as_json, read_toml, toml_faults
from generator.errors import TemplateError
from generator.findings import Finding, JsonPath
from generator.workshop import Workshop


def read(folder: Path, content: str | bytes) -> TomlText:
    """The content, written to a file and read."""
    path = folder / "prov.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_toml(path, "Provet", "prov-fel")


def refused(path: Path) -> Finding:
    """What is said of a file that cannot be read."""
    with pytest.raises(TemplateError) as caught:
        read_toml(path, "Provet", "prov-fel")
    [finding] = caught.value.findings
    assert finding.code == "prov-fel"
    assert finding.place.file == path
    return finding


KEYS = """\
# en anteckning
namn = "x"

[grupp]
a = 1
"b c" = 2
'd.e' = 3
under.djupt = 4  # [inte.detta]
under . bredt = 5

[grupp.inre]
a = 6

["grupp" . 'yttre']
a = 7
"""
TABLES = """\
[[regel]]
id = "ett"

[[regel.exempel]]
ger = "a"

[[regel.exempel]]
ger = "b"

[regel.tabell]
skall = "ska"

[[regel]]
id = "två"
exempel = [
  { ger = "c", bas = "x" },
  { ger = "d" },
]
sist = 1

[[regel]]
id = "tre"
[[regel.exempel]]
ger = "e"
[[regel.exempel.del]]
z = 1
[[regel.exempel.del]]
z = 2
[efter]
id = 3
"""
TEXTS = '''\
a = """
b = 1
[c]
[[d]]
"""
e = """f = 1
g = 2"""
h = \'\'\'
i = 1
"""
\'\'\'
j = """på en rad"""
k = "l = 1"
m = [
  "n = 1",
  "[o]",
]
p = { q = 1, r = { s = 2 } }
t = 1
'''


@pytest.mark.parametrize(
    ("content", "path", "line"),
    [
        (KEYS, ("namn",), 2),
        (KEYS, ("grupp",), 4),
        (KEYS, ("grupp", "a"), 5),
        (KEYS, ("grupp", "b c"), 6),
        (KEYS, ("grupp", "d.e"), 7),
        (KEYS, ("grupp", "under"), 8),
        (KEYS, ("grupp", "under", "djupt"), 8),
        (KEYS, ("grupp", "under", "bredt"), 9),
        (KEYS, ("grupp", "inre"), 11),
        (KEYS, ("grupp", "inre", "a"), 12),
        (KEYS, ("grupp", "yttre", "a"), 15),
        (TABLES, ("regel", 0), 1),
        (TABLES, ("regel", 0, "id"), 2),
        (TABLES, ("regel", 0, "exempel", 0), 4),
        (TABLES, ("regel", 0, "exempel", 0, "ger"), 5),
        (TABLES, ("regel", 0, "exempel", 1, "ger"), 8),
        (TABLES, ("regel", 0, "tabell", "skall"), 11),
        (TABLES, ("regel", 1, "id"), 14),
        (TABLES, ("regel", 1, "exempel"), 15),
        (TABLES, ("regel", 1, "exempel", 1, "ger"), 15),
        (TABLES, ("regel", 1, "sist"), 19),
        (TABLES, ("regel", 2, "id"), 22),
        (TABLES, ("regel", 2, "exempel", 0, "ger"), 24),
        (TABLES, ("regel", 2, "exempel", 0, "del", 1, "z"), 28),
        (TABLES, ("efter", "id"), 30),
        (TEXTS, ("a",), 1),
        (TEXTS, ("e",), 6),
        (TEXTS, ("h",), 8),
        (TEXTS, ("j",), 12),
        (TEXTS, ("k",), 13),
        (TEXTS, ("m", 1), 14),
        (TEXTS, ("p",), 18),
        (TEXTS, ("p", "r", "s"), 18),
        (TEXTS, ("t",), 19),
    ],
)
def test_a_value_stands_on_its_line(content: str, path: JsonPath, line: int, tmp_path: Path) -> None:
    """Keys, tables, lists of tables in lists of tables, texts over lines; what is inline at its owner."""
    place = read(tmp_path, content).place(path)
    assert (place.line, place.column, place.path, place.file) == (line, 1, path, tmp_path / "prov.toml")


@pytest.mark.parametrize(
    ("content", "path", "line"),
    [
        (KEYS, ("grupp", "inre", "saknas"), 11),
        (KEYS, ("saknas", "helt"), 1),
        (TABLES, ("regel", 1, "saknas"), 13),
        (TABLES, ("regel", 0, "exempel", 1, "saknas", 3), 7),
        (TEXTS, ("b",), 1),
        (TEXTS, ("c", "x"), 1),
    ],
)
def test_a_value_that_is_not_there_stands_at_what_is_around_it(
    content: str, path: JsonPath, line: int, tmp_path: Path
) -> None:
    """The nearest table that is written, else the file's first line; what only looks like a key is none."""
    place = read(tmp_path, content).place(path)
    assert (place.line, place.path) == (line, path)


@pytest.mark.parametrize(
    "content",
    [
        "a = [\n  [1],\n]\nb = 2",
        'a = [\n  ["x"],\n]\nb = 2',
        '# """ i en anteckning\nc = 1\n\nb = 2',
        "a = \"'''\"\nc = 1\n\nb = 2",
        'a = ["""\nx""", """\ny"""]\nb = 2',
        'a = "\u2028"\n\n\nb = 2',
        "a = [[1,\n2],[\n3]]\nb = 2",
        'a = ["]", "[", \'{\', "#"]\n\nb = 2',
        "a = [ # ]\n  1,\n]\nb = 2",
        "a = 1 # [ {\nb = 2",
        "a = { x = [\n1,\n2] }\nb = 2",
        "a = [\n  { x = [1] },\n  { x = [2] },\n]\nb = 2",
        'a = """x\\""" \n"""\nb = 2',
        'a = """\\\\"""\n\nb = 2',
        'a = """\n""x"""\nb = 2',
        'a = """x"""""\n\nb = 2',
        "a = '''x''''\n\nb = 2",
        "a = 'c:\\'\n\nb = 2",
        'a = "c:\\\\"\n\nb = 2',
        'a = "\\"["\n\nb = 2',
        "a = [\n\"\"\"\n]\n\"\"\",\n'''[''']\nb = 2",
        '"a#" = 1\n"c]" = 2\n"d = 4" = 3\nb = 2',
        "a = 07:30:00\nc = 1979-05-27T07:32:00Z\nd = 1979-05-27 07:32:00\nb = 2",
    ],
)
def test_a_key_after_something_odd_stands_on_its_line(content: str, tmp_path: Path) -> None:
    """Lists in lists, marks in comments, keys and texts, long texts in a list, odd line separators, times."""
    for ending in ("\n", "\r\n"):
        file = read(tmp_path, content.replace("\n", ending))
        assert file.data["b"] == 2
        assert file.place(("b",)).line == content.count("\n") + 1


@pytest.mark.parametrize(
    ("content", "path", "line"),
    [
        ("a = [\n[1],\n]\n\n[[t]]\nx = [[1,\n2]]\n[[t]]\ny = 1", ("t", 1, "y"), 9),
        ('["x]"]\nc = 1\n[y."a#b"]\nd = 1', ("y", "a#b", "d"), 4),
        ("a = [\n  { b = 1 },\n  { b = 2 },\n]\n[c]\nb = 3", ("c", "b"), 6),
        ('a = """\n[c]\nb = 1\n"""\n[c]\nb = 2', ("c", "b"), 6),
        ("a = [\n  [1]\n]\n[c]\nb = 2", ("c",), 4),
        ("a = [\n# b = 1\n]\n\nb = 2", ("b",), 5),
    ],
)
def test_a_table_after_something_odd_stands_on_its_line(
    content: str, path: JsonPath, line: int, tmp_path: Path
) -> None:
    """What is within brackets, texts or comments opens no table and is no key."""
    assert read(tmp_path, content).place(path).line == line


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_are_the_same_however_the_file_was_saved(prefix: bytes, ending: str, tmp_path: Path) -> None:
    """With Windows line ends and with a byte order mark the same is said, on the same lines."""
    file = read(tmp_path, prefix + TEXTS.replace("\n", ending).encode())
    plain = read(tmp_path, TEXTS)
    assert file.data == plain.data
    assert file.data["a"] == "b = 1\n[c]\n[[d]]\n"
    assert [file.place((name,)).line for name in "aehjkmpt"] == [1, 6, 8, 12, 13, 14, 18, 19]


def test_numbers_and_dates_are_exact(tmp_path: Path) -> None:
    """Decimals as Decimal, never binary; whole numbers and dates as TOML has them; å ä ö as they are."""
    data = read(tmp_path, 'a = 0.1\nb = 400_000\nc = 2024-02-29\nd = "åäö"\n').data
    assert data == {"a": Decimal("0.1"), "b": 400000, "c": date(2024, 2, 29), "d": "åäö"}
    assert type(data["a"]) is Decimal


def test_times_are_texts_in_json(tmp_path: Path) -> None:
    """Times, with a day or without, as ISO 8601 has them; numbers as Decimal and lists as tuples, all the way down."""
    data = read(tmp_path, "[t]\na = [07:30:00, 2024-02-29]\nb = 2024-02-29T07:30:00Z\nc = [[1], 1.5, true]").data
    assert data["t"]["a"] == [time(7, 30), date(2024, 2, 29)]
    assert as_json(data) == {
        "t": {
            "a": ("07:30:00", "2024-02-29"),
            "b": "2024-02-29T07:30:00+00:00",
            "c": ((Decimal(1),), Decimal("1.5"), True),
        }
    }


@pytest.mark.parametrize("value", ["07:30:00", "2024-02-29T07:30:00", "2024-02-29T07:30:00Z"])
def test_a_time_where_a_day_should_be_is_told(value: str, tmp_path: Path, words: Workshop) -> None:
    """The rules' schema refuses it in Swedish, with its path."""
    amount = f'[[belopp]]\nnamn = "x"\nbeskrivning = "Ett."\nenhet = "kronor"\nvarden = [{{ varde = 1, fran = {value}, '
    file = read(tmp_path, amount + 'kalla = "Praxis: ett prov" }]\n')
    [(path, said)] = toml_faults(words.schemas, "regler.schema.json", file.data)
    assert path == ("belopp", 0, "varden", 0, "fran")
    assert "som inte är skrivet som år-månad-dag" in said.message
    assert file.place(path).line == 5


@pytest.mark.parametrize(
    ("content", "path", "message", "remedy"),
    [
        ("pdf.arkivniva = 2", ("pdf", "arkivniva"), "ska vara text inom raka citattecken, men är 2.", '"2A"'),
        ("pdf = 3", ("pdf",), "ska vara fält under rubriken [pdf], men är 3.", "Skriv [pdf] på en egen rad"),
        ('format.x = "y"', ("format", "x"), "ska vara fält under rubriken [format.x]", "Skriv [format.x]"),
        ("lydelse = 3", ("lydelse",), "ska vara fält under rubriken [[lydelse]]", "Skriv [[lydelse]]"),
        ("lydelse = [3]", ("lydelse", 0), "ska vara fält under rubriken [[lydelse]]", "Skriv [[lydelse]]"),
        ("[lydelse]", ("lydelse",), "Rubriken ska ha dubbla klamrar: [[lydelse]].", "Skriv [[lydelse]]"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_once_and_as_toml_is_written(
    content: str, path: JsonPath, message: str, remedy: str, tmp_path: Path, words: Workshop
) -> None:
    """What is of the wrong kind has one message, and a group is advised as a heading, not within braces."""
    file = read(tmp_path, f"{content}\n")
    [(found, said)] = [
        one for one in toml_faults(words.schemas, "profil.schema.json", file.data) if one[1].code != "falt-saknas"
    ]
    assert found == path
    assert message in said.message
    assert remedy in said.remedy
    assert "{" not in said.message + said.remedy


def test_an_empty_file_is_one(tmp_path: Path) -> None:
    """Nothing is in it, and nothing is wrong with it."""
    file = read(tmp_path, "")
    assert (dict(file.data), file.place(("a",)).line) == ({}, 1)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a = 1\nb = två", 2),
        ("a = 1\na = 2", 2),
        ("[a]\n[b]\n[a]", 3),
        ("a = 2024-13-01", 1),
        ("a = 2023-02-29", 1),
        ("a.b = 1\n\na = { c = 1 }", 3),
        ("a =", None),
    ],
)
def test_what_is_not_toml_is_told_with_its_place(content: str, line: int | None, tmp_path: Path) -> None:
    """Misspelt, said twice, no day of the calendar, cut off: the parser's line, and what to write."""
    path = tmp_path / "prov.toml"
    path.write_text(content, "utf-8")
    finding = refused(path)
    assert finding.message == "Provet går inte att läsa: raden är inte skriven som TOML."
    assert finding.remedy.startswith('Skriv namn = "värde"')
    assert line is None or (finding.place.line, bool(finding.place.column)) == (line, True)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The name is wrong."""
    finding = refused(tmp_path / "saknas.toml")
    assert (finding.message, finding.remedy) == ("Provet finns inte.", "Kontrollera namnet.")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Said in Swedish with the system's reason."""
    assert refused(tmp_path).message == "Provet går inte att läsa: en mapp ligger där en fil skulle vara."


@pytest.mark.parametrize("content", ["namn = 'Åre'".encode("latin-1"), "namn = 'Åre'".encode("utf-16")])
def test_a_file_that_is_not_utf_8(content: bytes, tmp_path: Path) -> None:
    """Saved by an old editor: the remedy says how to save it."""
    path = tmp_path / "prov.toml"
    path.write_bytes(content)
    finding = refused(path)
    assert (finding.message, finding.remedy) == ("Provet har en annan teckenkod än UTF-8.", "Spara filen som UTF-8.")
