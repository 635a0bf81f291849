"""JSON text to values, with the position of each and every fault named."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.case.fault import Fault
from generator.case.jsontext import parse
from generator.case.positions import Positions
from generator.case.scanner import MAX_DEPTH, scan
from generator.case.wholejson import MAX_DIGITS, NotPlain, read_whole
from generator.findings import JsonPath
from generator.model import Value
from tests.conftest import CASES

FORBIDDEN = (
    *map(chr, [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]),
    *map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF]),
)
"""What a document would lose on the way, written out here a second time on purpose."""

NARROW, WIDE = "\u2007\u2009\u202f", "\u2000-\u2006\u2008\u200a\u205f\u3000"
"""Spaces that are read as a no-break space, and as a space."""


def nfc(text: str) -> str:
    """The text in Unicode NFC, with plain spaces."""
    return unicodedata.normalize("NFC", re.sub(f"[{WIDE}]", " ", re.sub(f"[{NARROW}]", "\u00a0", text)))


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN), max_size=12).map(nfc)
NUMBERS = st.integers(-(10**20), 10**20) | st.integers(-(10**6), 10**6).map(lambda cents: cents / 100)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
INDENTS = st.none() | st.integers(0, 4) | st.just("\t")
SOUP = st.text(st.sampled_from('{}[]":,\\/ \n\t\r-+.eE0123456789truefalsn"”“’«\'å'), max_size=18)


def ours(value: Any) -> Value:
    """A value of the `json` module as the case files' own values."""
    if isinstance(value, dict):
        return MappingProxyType({key: ours(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(ours(item) for item in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value))
    assert value is None or isinstance(value, str | bool)
    return value


def places(value: Any, path: JsonPath = ()) -> Iterator[tuple[JsonPath, Any]]:
    """Every path of a value, with what must stand there: a member's key, an element itself."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key), key
            yield from places(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield (*path, index), item
            yield from places(item, (*path, index))


def only_fault(text: str) -> tuple[Fault, tuple[int, int]]:
    """The one fault of a text, and its line and column."""
    parsed = parse(text)
    assert len(parsed.faults) == 1, parsed.faults
    return parsed.faults[0], parsed.positions.line_column(parsed.faults[0].offset)


@given(VALUES, st.booleans(), INDENTS)
def test_what_json_writes_reads_back(value: Any, ensure_ascii: bool, indent: int | str | None) -> None:
    """Every value comes back equal and of our types: Decimal, tuples, read-only mappings."""
    parsed = parse(json.dumps(value, ensure_ascii=ensure_ascii, indent=indent))
    assert parsed.faults == ()
    assert repr(parsed.value) == repr(ours(value))  # repr also tells 1 from true and a tuple from a list


@given(VALUES, st.booleans(), INDENTS)
def test_every_path_has_its_place(value: Any, ensure_ascii: bool, indent: int | str | None) -> None:
    """A member's offset is that of its key, an element's and the root's that of the value itself."""
    text = json.dumps(value, ensure_ascii=ensure_ascii, indent=indent)
    offsets = parse(text).positions.offsets
    wanted = {(): value, **dict(places(value))}
    decoder = json.JSONDecoder()
    assert {path: decoder.raw_decode(text, offset)[0] for path, offset in offsets.items()} == wanted


@given(st.text(max_size=30) | SOUP)
@example('{"a": "\\')
@example('"\\ud800\\udc00\\udc00"')
@example("[" * 5000)
def test_no_text_makes_parse_raise(text: str) -> None:
    """Whatever the text, parse answers: with a value that has no faults, or with faults that have places."""
    parsed = parse(text)
    for fault in parsed.faults:
        line, column = parsed.positions.line_column(fault.offset)
        assert 0 <= fault.offset <= len(text)
        assert text.split("\n")[line - 1][: column - 1] == text[: fault.offset].rpartition("\n")[2]
        assert fault.message.endswith(".")
        assert fault.remedy.endswith(".")


@given(SOUP)
def test_what_json_refuses_is_refused(text: str) -> None:
    """Nothing passes that the standard library's strict reading refuses."""
    try:
        json.loads(text)
    except ValueError:
        assert parse(text).faults


ODD_TEXTS = st.text(st.sampled_from('aå\u0301\u2009\u3000\u00a0\ufeff\u2028\r\n\t\x07\\"/e'), max_size=6)
ODD_VALUES = st.recursive(
    st.none() | st.booleans() | st.sampled_from([0, -0.0, 1e30, 1e-7, 10**24, 10**23, 33.50]) | ODD_TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD_TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(SOUP | st.builds(json.dumps, ODD_VALUES, ensure_ascii=st.booleans(), indent=INDENTS))
@example("[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH)
@example("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
@example("[" * MAX_DEPTH + "[1]" + "]" * MAX_DEPTH)
@example('{"a": 1, "a": 1}')
@example("[NaN, Infinity]")
@example('{"a\u030a": 1, "å": 2}')
@example('["\u0301", 1\u2003]')
def test_what_is_read_quickly_is_read_right(text: str) -> None:
    """A text that the standard library is let read has no faults, and the very value that the scanner finds."""
    try:
        value = read_whole(text, MAX_DEPTH)
    except NotPlain:
        return
    scanned = scan(text)
    assert scanned.faults == ()
    assert repr(value) == repr(scanned.value)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_examples_are_read_quickly(path: Path) -> None:
    """Case files as people write them do not wait for the scanner."""
    text = path.read_text("utf-8")
    assert repr(read_whole(text, MAX_DEPTH)) == repr(scan(text).value)


def test_the_value_cannot_be_changed() -> None:
    """Mappings are read-only and arrays are tuples."""
    value: Any = parse('{"lista": [1], "grupp": {"a": 1}}').value
    with pytest.raises(TypeError):
        value["grupp"]["a"] = 2
    assert value["lista"] == (Decimal(1),)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", "0"), ("-5", "-5"), ("33.50", "33.50"), ("1e3", "1000"), ("12.5E-1", "1.25"), ("9" * MAX_DIGITS, "9" * 24)],
)
def test_numbers_are_exact(text: str, number: str) -> None:
    """A number keeps every digit it was written with, and has no exponent."""
    assert str(parse(f"[{text}]").value[0]) == number  # type: ignore[index]


@pytest.mark.parametrize("character", FORBIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_forbidden_characters(character: str) -> None:
    """A character that a document would lose is refused with its number, also when it is escaped."""
    escaped = f'{{\n  "rubrik": "Ny\\u{ord(character):04x}tt"\n}}'
    fault, place = only_fault(escaped)
    assert (fault.code, place) == ("otillatet-tecken", (2, 13))
    assert f"rubrik innehåller tecknet U+{ord(character):04X}" in fault.message
    if character >= " ":
        assert only_fault(escaped.replace(f"\\u{ord(character):04x}", character)) == (fault, place)


@pytest.mark.parametrize("surrogate", ["\\ud800", "\\udfff", "\\udc00\\ud800"])
def test_half_a_character(surrogate: str) -> None:
    """Half of a surrogate pair is refused as half a character; a whole pair is a character."""
    faults = parse(f'"{surrogate}"').faults
    assert {fault.code for fault in faults} == {"otillatet-tecken"}
    assert all("ett halvt tecken" in fault.message for fault in faults)
    assert parse('"\\ud83d\\ude00"').value == "\U0001f600"


@pytest.mark.parametrize("character", ["\t", "\n", "\u00a0", "\u00ad", "\u200d", "\u2013", "\U0001f600", "\u0627"])
def test_allowed_characters(character: str) -> None:
    """Tabs, line breaks, no-break spaces, soft hyphens, dashes and other scripts are text."""
    parsed = parse(json.dumps(f"a{character}b"))
    assert (parsed.value, parsed.faults) == (f"a{character}b", ())


def test_forbidden_characters_are_all_told() -> None:
    """Each kind of forbidden character in each text is a fault of its own, in the order of the file."""
    faults = parse('{"a": "x\\u0007y\\u202ez\\u0007", "b": ["\\ufeff"]}').faults
    assert [fault.message.split(",")[0] for fault in faults] == [
        "Texten i a innehåller tecknet U+0007",
        "Texten i a innehåller tecknet U+202E (RIGHT-TO-LEFT OVERRIDE)",
        "Texten i b[0] innehåller tecknet U+FEFF (ZERO WIDTH NO-BREAK SPACE)",
    ]


@given(TEXTS)
@example("å ä ö é")
def test_text_becomes_nfc(text: str) -> None:
    """Letters that are written with loose accents come back as whole letters, in values and in keys."""
    loose = unicodedata.normalize("NFD", text)
    parsed = parse(json.dumps({loose: loose}))
    assert parsed.value == {nfc(loose): nfc(loose)}
    assert (nfc(loose),) in parsed.positions.offsets


def test_line_breaks_of_windows() -> None:
    """A line break written as carriage return and line feed becomes a line feed, with no fault."""
    parsed = parse('{\r\n"a": "x\\r\\ny"\r\n}')
    assert (parsed.value, parsed.faults) == ({"a": "x\ny"}, ())


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('{\n  "a": 1,\n  "a": 2\n}', "Fältet «a» står två gånger.", (3, 3)),
        ('{"o": {"a": 1, "b": 2, "a": 3}}', "Fältet «a» står två gånger i o.", (1, 24)),
        ('{"l": [1, {"a": 1, "a": 3}]}', "Fältet «a» står två gånger i l[1].", (1, 20)),
        ('{"\u00e9": 1, "e\u0301": 2}', "Fältet «é» står två gånger.", (1, 10)),
        ('{"\u00e9": 1, "\\u00e9": 2}', "Fältet «é» står två gånger.", (1, 10)),
    ],
)
def test_duplicate_keys(text: str, message: str, place: tuple[int, int]) -> None:
    """A key that stands twice is told at the second, however it is written."""
    fault, where = only_fault(text)
    assert (fault.code, fault.message, where) == ("dubbelt-falt", message, place)


def test_content_faults_are_collected() -> None:
    """All faults of content are told at once, and the fault of syntax that ends the reading comes last."""
    faults = parse('{\n"a": "\\u0001",\n"a": 2,\n"b": ?\n}').faults
    assert [fault.code for fault in faults] == ["otillatet-tecken", "dubbelt-falt", "json-fel"]
    assert [fault.offset for fault in faults] == sorted(fault.offset for fault in faults)


@pytest.mark.parametrize(
    "number", ["1" * (MAX_DIGITS + 1), "1e25", "1e-25", "1e99999", "0." + "0" * 24 + "1", "-" + "9" * 30]
)
def test_long_numbers(number: str) -> None:
    """A number with more digits than any amount has is refused where it stands."""
    fault, place = only_fault(f'{{\n"belopp": {number}}}')
    assert (fault.code, place) == ("orimligt-tal", (2, 11))
    assert fault.message == "Talet i belopp har för många siffror."


@pytest.mark.parametrize("exponent", ["1e999999999999999999", "1e9999999999999999999", "-1E-99999999999999999999"])
def test_an_exponent_beyond_all_numbers(exponent: str) -> None:
    """An exponent too large even for Decimal is refused in words; it does not break the program."""
    assert only_fault(f'{{"a": {exponent}}}')[0].code == "orimligt-tal"


@pytest.mark.parametrize("number", ["-" + "1" * MAX_DIGITS, "1" * (MAX_DIGITS - 1) + ".5"])
def test_sign_and_point_are_not_digits(number: str) -> None:
    """A number of exactly as many digits as are allowed is taken, whatever its sign and point."""
    assert parse(f"[{number}]").faults == ()


def test_depth() -> None:
    """As many levels as are allowed are read; with two more the reading ends where they begin."""
    deep = "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH
    assert parse(deep).faults == ()
    fault, place = only_fault(f"[[{deep}]]")
    assert fault.message == "Filen har fler än 32 nivåer av klamrar i varandra."
    assert place == (1, MAX_DEPTH + 2)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "Filen är tom.", (1, 1)),
        (" \n ", "Filen är tom.", (2, 2)),
        ('{"a": 1}\n{', "Det står mer text efter ärendets sista klammer.", (2, 1)),
        ('{"a": 1}}', "Det står mer text efter ärendets sista klammer.", (1, 9)),
        ("{\n  a: 1}", "Här väntades ett fältnamn inom raka citattecken.", (2, 3)),
        ('{"a": 1,,}', "Här väntades ett fältnamn inom raka citattecken.", (1, 9)),
        ('{"a" 1}', "Det saknas ett kolon efter fältnamnet «a».", (1, 6)),
        ('{"a"\n= 1}', "Det saknas ett kolon efter fältnamnet «a».", (2, 1)),
        ('{"a": 1\n  "b": 2}', "Det saknas ett komma före detta.", (2, 3)),
        ("[1\n 2]", "Det saknas ett komma före detta.", (2, 2)),
        ('{"a": 1,\n}', "Det står ett komma före «}».", (1, 8)),
        ("[1, 2 ,\n\n]", "Det står ett komma före «]».", (1, 7)),
        ('{"a": [1, 2', "Filen tar slut innan «]» har kommit.", (1, 12)),
        ('{"a": 1\n', "Filen tar slut innan «}» har kommit.", (2, 1)),
        ('{"a":', "Filen tar slut mitt i.", (1, 6)),
        ("[1,", "Filen tar slut mitt i.", (1, 4)),
        ('{"a": "text\n', "En text får inte fortsätta på nästa rad.", (1, 12)),
        ('{"a":\n "text', "Texten som börjar här saknar slutcitattecken.", (2, 2)),
        ('{"text', "Texten som börjar här saknar slutcitattecken.", (1, 2)),
        ('{"a": "C:\\Mapp"}', "Ett omvänt snedstreck (\\) följs av ett tecken som inte har någon betydelse.", (1, 10)),
        ('{"a": /* nej */ 1}', "Kommentarer kan inte stå i en ärendefil.", (1, 7)),
        ('{"a": // nej\n1}', "Kommentarer kan inte stå i en ärendefil.", (1, 7)),
        ('{"a": text}', "Här väntades ett värde.", (1, 7)),
        ('{"a": True}', "Här väntades ett värde.", (1, 7)),
        ('{"a": 007}', "Här väntades ett värde.", (1, 7)),
        ('{"a": +5}', "Här väntades ett värde.", (1, 7)),
        ('{"a": .5}', "Här väntades ett värde.", (1, 7)),
        ('{"a": 5kr}', "Här väntades ett värde.", (1, 7)),
        ('{"a": NaN}', "Här väntades ett värde.", (1, 7)),
        ('{"a": -Infinity}', "Här väntades ett värde.", (1, 7)),
        ('{"a": }', "Här väntades ett värde.", (1, 7)),
        ("[1, , 2]", "Här väntades ett värde.", (1, 5)),
        ("\ufeff{}", "Här väntades ett värde.", (1, 1)),
    ],
)
def test_syntax_faults(text: str, message: str, place: tuple[int, int]) -> None:
    """Each fault of syntax says what is wrong, at the line and column where it is."""
    fault, where = only_fault(text)
    assert (fault.code, fault.message, where) == ("json-fel", message, place)
    assert parse(text).value is None


CURVED = ("“”", "””", "„“", "„”", "»«", "«»", "»»", "‘’", "’’", "‚‘", "›‹", "‹›")
"""How programs write a quotation in the languages of Europe."""


@pytest.mark.parametrize("marks", CURVED)
@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("{\n  (a): 1}", "Fältnamn ska stå inom raka citattecken, inte (.", (2, 3)),
        ('{"a": 1, (b): (c)}', "Fältnamn ska stå inom raka citattecken, inte (.", (1, 10)),
        ('{(a": 1}', "Fältnamn ska stå inom raka citattecken, inte (.", (1, 2)),
        ('{"a": (text)}', "Text ska stå inom raka citattecken, inte (.", (1, 7)),
        ('{"a": (text"}', "Text ska stå inom raka citattecken, inte (.", (1, 7)),
        ('{"a": [(b), (c)]}', "Text ska stå inom raka citattecken, inte (.", (1, 8)),
        ('{"ab): 1,\n"c": 2}', 'Fältnamnet börjar med " men slutar med ).', (1, 5)),
        ('{"ab): "c", "d": 2}', 'Fältnamnet börjar med " men slutar med ).', (1, 5)),
        ('{"ab) : (c),\n(d): 2}', 'Fältnamnet börjar med " men slutar med ).', (1, 5)),
        ('{"ab): 1}', 'Fältnamnet börjar med " men slutar med ).', (1, 5)),
        ('{"a": "text),\n "b": 1}', 'Texten börjar med " men slutar med ).', (1, 12)),
        ('{"a": "text),\r\n "b": 1}', 'Texten börjar med " men slutar med ).', (1, 12)),
        ('{"a": "text)\n}', 'Texten börjar med " men slutar med ).', (1, 12)),
        ('{"a": "text), "b": 1}', 'Texten börjar med " men slutar med ).', (1, 12)),
        ('{"a": "text)}', 'Texten börjar med " men slutar med ).', (1, 12)),
        ('{"a": ["b), "c"]}', 'Texten börjar med " men slutar med ).', (1, 10)),
        ('{"a": [{"b": "c)}]}\n', 'Texten börjar med " men slutar med ).', (1, 16)),
    ],
)
def test_quotation_marks_of_word_are_named(text: str, message: str, place: tuple[int, int], marks: str) -> None:
    """A name or a text that begins or ends with a curved mark is told by that mark, where it stands, and so is Word."""
    curve = str.maketrans("()", marks)
    fault, where = only_fault(text.translate(curve))
    assert (fault.code, fault.message, where) == ("json-fel", message.translate(curve), place)
    assert fault.remedy.startswith('Byt till ". Skriv inte filen i Word')


@pytest.mark.parametrize("mark", ["'", "`", "´"])
@pytest.mark.parametrize("text", ["{*a*: 1}", '{"a": *b*}', '{"a*: 1}', '{"a": "b*,\n"c": 1}', '{"a": "b*}'])
def test_marks_of_the_keyboard_are_not_blamed_on_word(text: str, mark: str) -> None:
    """A straight single mark or an accent in the place of " is named, and Word is not: no program put it there."""
    fault, _ = only_fault(text.replace("*", mark))
    assert f" {mark}." in fault.message or f"({mark})." in fault.message
    assert fault.remedy == 'Byt till ".'


def test_single_quotation_marks_are_not_called_curved() -> None:
    """A straight single mark is straight: the double one is asked for."""
    assert only_fault("{'a': 1}")[0].message == "Fältnamn ska stå inom dubbla citattecken (\"), inte enkla (')."
    assert only_fault("{\"a\": 'b'}")[0].message == "Text ska stå inom dubbla citattecken (\"), inte enkla (')."


@pytest.mark.parametrize("after", [',\n "b": 1}', ', "b": 1}', "}", "\n}"])
@pytest.mark.parametrize("quotation", ["”hej”", "“hej”", "„hej“", "»hej«", "”Ja, Ulla”, ”nej”"])
def test_a_quotation_at_the_end_of_an_open_text(quotation: str, after: str) -> None:
    """When the last mark ends a quotation within the text it is to stay, and what is missing is to be put after it."""
    fault, place = only_fault(f'{{"a": "Hon sa {quotation}{after}')
    assert fault.message == f'Texten börjar med " men slutar med {quotation[-1]}.'
    assert fault.remedy == f'Sätt " efter {quotation[-1]}, där texten slutar.'
    assert place == (1, 15 + len(quotation) - 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": "Om ”A”" "b": 1}', "Det saknas ett komma före detta."),
        ('{"a": "5 tum”"\n "b": 1}', "Det saknas ett komma före detta."),
        ('{"a": "Hon sa ”hej”,"\n "b": 1}', "Det saknas ett komma före detta."),
        ('{"a": "Se [”Planen”]"\n "b": 1}', "Det saknas ett komma före detta."),
        ('{"a": "Skärmar på 24”, 27” och 32”" "b": 1}', "Det saknas ett komma före detta."),
        ('["Tecknet ”, eller «, finns" "b"]', "Det saknas ett komma före detta."),
        ('{"a": "Hon sa ”ja”, och gick" "b": 1}', "Det saknas ett komma före detta."),
        ('{"a": "Hon sa ”ja”, och gick\n"}', "En text får inte fortsätta på nästa rad."),
        ('{"a": "Lars’ och Annas hus\n"}', "En text får inte fortsätta på nästa rad."),
        ('{"a": "Hon sa ”ja”, och gick', "Texten som börjar här saknar slutcitattecken."),
        ('{"Namn ”a”" 1}', "Det saknas ett kolon efter fältnamnet «Namn ”a”»."),
        ('{"a": "”b”", 1}', "Här väntades ett fältnamn inom raka citattecken."),
    ],
)
def test_quotations_within_a_text_are_not_to_blame(text: str, message: str) -> None:
    """Curved marks within a text are text: what else is wrong is told as if they were letters."""
    assert only_fault(text)[0].message == message


@pytest.mark.parametrize("character", ["\t", "\x0b", "\x00"])
def test_a_raw_control_character_is_not_called_a_line_break(character: str) -> None:
    """A tab or other control character within a text is named as such: nothing goes on to the next line."""
    fault, place = only_fault(f'{{"a": "x{character}y"}}')
    assert place == (1, 9)
    assert "nästa rad" not in fault.message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{\n  // nej\n  "a": 1}', (2, 3)),
        ('{"a": 1, // nej\n "b": 2}', (1, 10)),
        ('{"a": 1 // nej\n}', (1, 9)),
        ("[1 /* nej */, 2]", (1, 4)),
        ('{"a": 1}\n// nej', (2, 1)),
    ],
)
def test_comments_wherever_they_stand(text: str, place: tuple[int, int]) -> None:
    """A comment is called a comment also where a key, a comma or nothing was expected."""
    fault, where = only_fault(text)
    assert (fault.message, where) == ("Kommentarer kan inte stå i en ärendefil.", place)


@pytest.mark.parametrize("text", ["{", '{"a": 1,', '{"a": 1,\n', '{"a"', '{"a": {\n'])
def test_a_text_that_ends_too_early(text: str) -> None:
    """A file that is cut off is said to end too early, also where a key or a colon was expected."""
    fault, _ = only_fault(text)
    assert fault.message.startswith("Filen tar slut")


@given(st.text(st.sampled_from("ab\n\r\t å"), max_size=40), st.data())
def test_line_and_column(text: str, data: st.DataObject) -> None:
    """Line and column lead back to the offset, and count characters from 1."""
    offset = data.draw(st.integers(0, len(text)))
    line, column = Positions(text=text, look=dict).line_column(offset)
    assert sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1 == offset


def test_spaces_of_other_widths_are_plain() -> None:
    """A narrow space between the figures of a number is a no-break space, any other wide or thin one a space."""
    value = parse('{"a": "10\\u202f000, 10\u2009000, 10\u2007000\u2003kr\u3000\u00a0"}').value
    assert value == {"a": "10\u00a0000, 10\u00a0000, 10\u00a0000 kr \u00a0"}
