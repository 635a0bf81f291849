"""JSON text to plain values, with the position of each, and every fault named in Swedish.

The standard library's decoder keeps no positions, lets duplicate keys pass
and speaks English. This scanner uses its string and number rules (RFC 8259)
and adds what a legal document needs: numbers become Decimal, text is Unicode
NFC with plain spaces, and characters that a document would lose on the way are refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed; documented in json.decoder's source since 3.0
from types import MappingProxyType

from generator.case.characters import FORBIDDEN, character_name, plain_spaces
from generator.case.fault import Fault, SyntaxFault
from generator.case.positions import Positions, path_text
from generator.case.quotes import ran_on, without_end, wrong_beginning
from generator.case.wholejson import MAX_DIGITS, decimal
from generator.findings import JsonPath
from generator.model import Value

MAX_DEPTH = 32
"""Nested arrays and objects; a case needs about six."""

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"\d,\Z")
_SPACED_NUMBER = re.compile(r"\d[ \u00a0]\Z")
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a JSON text holds; `value` is None when `faults` holds a fault of syntax."""

    value: Value
    positions: Positions
    faults: tuple[Fault, ...]


def scan(text: str) -> Parsed:
    """Read `text` as one JSON value.

    Faults of content (a duplicate key, a forbidden character) are collected,
    all of them; the first fault of syntax ends the reading.
    """
    scanner = _Scanner(text)
    value: Value = None
    try:
        value = scanner.document()
    except SyntaxFault as stop:
        scanner.faults.append(stop.fault)
    positions = Positions(text=text, look=lambda: scanner.offsets)
    return Parsed(value=value, positions=positions, faults=tuple(scanner.faults))


class _Scanner:
    """A recursive descent over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.offsets: dict[JsonPath, int] = {}
        self.faults: list[Fault] = []
        self.last = (0, 0, False)
        """Where the last text began, where it ended, and whether it is the name of a field."""

    def document(self) -> Value:
        self._skip()
        if self.at == len(self.text):
            raise self._fault("Filen är tom.", "Skapa en ny ärendefil med «generator ny».")
        value = self._value((), 0)
        self._skip()
        if self.at < len(self.text):
            raise self._expected(
                "Det står mer text efter ärendets sista klammer.",
                "Ta bort det som står efter den, eller rätta klamrarna ovanför.",
            )
        return value

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _value(self, path: JsonPath, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise self._fault(
                f"Filen har fler än {MAX_DEPTH} nivåer av klamrar i varandra.",
                "Kontrollera att inga klamrar upprepas av misstag.",
            )
        self.offsets.setdefault(path, self.at)
        match self.text[self.at : self.at + 1]:
            case "{":
                return self._object(path, depth)
            case "[":
                return self._array(path, depth)
            case '"':
                return self._string(path)
            case _:
                return self._number_or_word(path)

    def _expected(self, message: str, remedy: str) -> SyntaxFault:
        """The fault of something else standing where a mark was expected, unless there is a plainer reason."""
        start, end, name = self.last
        if not self.text[end : self.at].strip() and (fault := ran_on(self.text, start, end - 1, name=name)):
            return fault
        if self.at == len(self.text):
            return self._fault(
                "Filen tar slut mitt i.", "Kontrollera att hela filen är sparad och att varje klammer har sitt par."
            )
        if self.text[self.at] == "/":
            return self._comment()
        if self.text[self.at].isdigit() and _DECIMAL_COMMA.search(self.text, 0, self.at):
            return self._fault("Ett decimaltal har komma.", "Skriv decimaler efter punkt: 33.5.")
        if self.text[self.at].isdigit() and _SPACED_NUMBER.search(self.text, 0, self.at):
            return self._fault("Ett tal har mellanslag.", "Skriv talet utan mellanslag: 1050000.")
        return self._fault(message, remedy)

    def _object(self, path: JsonPath, depth: int) -> Value:
        members: dict[str, Value] = {}
        self.at += 1
        self._skip()
        while not self._take("}"):
            if members:
                self._separator("}")
            key = self._key(path, members)
            self._expect_colon(key)
            members[key] = self._value((*path, key), depth + 1)
            self._skip()
        return MappingProxyType(members)

    def _key(self, path: JsonPath, members: dict[str, Value]) -> str:
        start = self.at
        if self.text[start : start + 1] != '"':
            raise wrong_beginning(self.text, start, name=True) or self._expected(
                "Här väntades ett fältnamn inom raka citattecken.",
                'Skriv fältnamnet så här: "datum". Ta bort ett komma som står efter sista fältet.',
            )
        key = self._string(path, name=True)
        if key in members:
            where = f" i {path_text(path)}" if path else ""
            self.faults.append(
                Fault(
                    code="dubbelt-falt",
                    message=f"Fältet «{key}» står två gånger{where}.",
                    remedy="Ta bort den ena, så att det är klart vilket värde som gäller.",
                    offset=start,
                )
            )
        self.offsets[(*path, key)] = start
        return key

    def _expect_colon(self, key: str) -> None:
        self._skip()
        if not self._take(":"):
            raise self._expected(
                f"Det saknas ett kolon efter fältnamnet «{key}».",
                f'Skriv så här: "{key}": värde.',
            )

    def _array(self, path: JsonPath, depth: int) -> Value:
        items: list[Value] = []
        self.at += 1
        self._skip()
        while not self._take("]"):
            if items:
                self._separator("]")
            items.append(self._value((*path, len(items)), depth + 1))
            self._skip()
        return tuple(items)

    def _separator(self, end: str) -> None:
        comma = self.at
        if not self._take(","):
            if self.at == len(self.text):
                raise self._fault(
                    f"Filen tar slut innan «{end}» har kommit.",
                    "Kontrollera att hela filen är sparad och att varje klammer har sitt par.",
                )
            if self.text[self.at] in "]}":
                wrong = self.text[self.at]
                raise self._fault(f"Här står «{wrong}», men det är «{end}» som saknas.", f"Byt till {end}.")
            raise self._expected(
                "Det saknas ett komma före detta.",
                'Sätt ett komma efter föregående värde. Står ett citattecken inne i en text: skriv \\" i stället.',
            )
        if self.text[self.at : self.at + 1] == end:
            self.at = comma
            raise self._fault(f"Det står ett komma före «{end}».", "Ta bort kommat efter det sista värdet.")

    def _take(self, mark: str) -> bool:
        if not self.text.startswith(mark, self.at):
            return False
        self.at += 1
        self._skip()
        return True

    def _string(self, path: JsonPath, *, name: bool = False) -> str:
        start = self.at
        try:
            raw, self.at = scanstring(self.text, start + 1, True)
        except JSONDecodeError as error:
            self.at = error.pos
            raise self._string_fault(error.msg, start, name=name) from None
        self.last = (start, self.at, name)
        self._refuse_forbidden(raw, start, path)
        return unicodedata.normalize("NFC", plain_spaces(raw.replace("\r\n", "\n")))

    def _refuse_forbidden(self, raw: str, start: int, path: JsonPath) -> None:
        for bad in sorted(set(FORBIDDEN.findall(raw.replace("\r\n", "\n")))):
            self.faults.append(
                Fault(
                    code="otillatet-tecken",
                    message=f"Texten i {path_text(path) or 'filen'} innehåller {character_name(bad)}, "
                    "som inte kan återges i ett dokument.",
                    remedy="Ta bort tecknet. Det följer ofta med när text klistras in från ett annat program.",
                    offset=start,
                )
            )

    def _string_fault(self, english: str, start: int, *, name: bool) -> SyntaxFault:
        control = english.startswith("Invalid control")
        if control and self.text[self.at] not in "\r\n":
            return self._fault(
                f"Texten innehåller {character_name(self.text[self.at])}.",
                "Ta bort tecknet, eller skriv \\t om det är en tabb.",
            )
        unended = english.startswith("Unterminated")
        if (control or unended) and (fault := without_end(self.text, start, name=name)):
            return fault
        if unended:
            return self._fault("Texten som börjar här saknar slutcitattecken.", 'Avsluta texten med ".')
        if control:
            return self._fault(
                "En text får inte fortsätta på nästa rad.",
                "Skriv \\n där raden ska brytas och avsluta texten på samma rad.",
            )
        return self._fault(
            "Ett omvänt snedstreck (\\) följs av ett tecken som inte har någon betydelse.",
            "Skriv \\\\ om ett omvänt snedstreck ska stå i texten.",
        )

    def _number_or_word(self, path: JsonPath) -> Value:
        for word, value in _WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        match = _NUMBER.match(self.text, self.at)
        if match is None or self.text[match.end() : match.end() + 1].isalnum():
            raise self._value_fault()
        self.at = match.end()
        return self._decimal(match.group(), match.start(), path)

    def _decimal(self, digits: str, start: int, path: JsonPath) -> Decimal:
        value = decimal(digits)
        if value is None:
            message = f"Talet i {path_text(path)} har för många siffror."
            remedy = f"Skriv talet med högst {MAX_DIGITS} siffror."
            self.faults.append(Fault(code="orimligt-tal", message=message, remedy=remedy, offset=start))
            return Decimal(0)
        return value

    def _value_fault(self) -> SyntaxFault:
        rest = self.text[self.at : self.at + 1]
        if not rest:
            return self._fault(
                "Filen tar slut mitt i.", "Kontrollera att hela filen är sparad och att varje klammer har sitt par."
            )
        if quoted := wrong_beginning(self.text, self.at, name=False):
            return quoted
        if rest == "/":
            return self._comment()
        return self._fault(
            "Här väntades ett värde.",
            "Skriv text inom raka citattecken, tal med siffror (1050000 eller 33.5), true eller false.",
        )

    def _comment(self) -> SyntaxFault:
        return self._fault("Kommentarer kan inte stå i en ärendefil.", "Ta bort kommentaren.")

    def _fault(self, message: str, remedy: str) -> SyntaxFault:
        return SyntaxFault(message, remedy, self.at)
