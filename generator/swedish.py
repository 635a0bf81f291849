"""How dates, numbers, lists and names are written in Swedish official texts.

One place for the whole generator: messages, rules and Word templates use the
same functions. Follows Myndigheternas skrivregler: groups of three with a
no-break space, "kronor" and "procent" written out, the month by name in
running text. The functions are pure; the text they return never breaks
between a number and what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from unicodedata import normalize

NBSP = "\u00a0"
"""No-break space."""

_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_ALPHABET = {letter: chr(0x10000 + place) for place, letter in enumerate("abcdefghijklmnopqrstuvwxyzåäö")}
_AS_LETTER = str.maketrans({"é": "e", "è": "e", "ü": "y", "æ": "ä", "ø": "ö", "á": "a", "à": "a"})
_ENDED = re.compile(r"[.!?…][\"”»’')\]]*\Z")
"""Ends in an end mark, perhaps inside quotation marks or brackets."""
_ABBREVIATED = re.compile(r"(?:\b\w\.\s?\w{1,2}|\b(?:osv|etc|dvs|bl\.a|m\.fl))\.$")
"""Ends in an abbreviation whose point is part of it: "m.m.", "osv."."""
_TOGETHER = re.compile(
    r"(?<=\d) (?=\d{3}(?!\d))"  # 1 050 000
    r"|(?<=\d) (?=(?:kronor|krona|kr|tkr|mnkr|miljoner|miljarder|procent|euro|öre|kap\.|§)(?!\w)|%)"
    r"|(?<=§) (?=\d)|(?<=§§) (?=\d)|(?<=\bkap\.) (?=\d)|(?<=\bkl\.) (?=\d)|(?<=\bden) (?=\d{1,2} [a-z])"
    r"|(?<=\bden \d) (?=[a-z])|(?<=\bden \d\d) (?=[a-z])"
)
"""Spaces at which a line must not break."""
_BARE = str.maketrans("åäöéü", "aaoeu")
_AREA_CODES = re.compile(r"0(?:8|1[013689]|2[0136]|3[1356]|4[0246]|54|6[03]|7[02369]|90|[1-9]\d\d)")
"""Area codes by length: Stockholm, the two-digit ones, and else three digits (PTS's numbering plan)."""


def datum(value: date) -> str:
    """A date in running text: "den 3 juni 2019".

    Raises:
        TypeError: the value is no date.
    """
    if not isinstance(value, date):
        raise TypeError(value)
    return f"den{NBSP}{value.day}{NBSP}{_MONTHS[value.month - 1]} {value.year}"


def datum_iso(value: date) -> str:
    """A date in headers and tables: "2019-06-03" (SS-ISO 8601)."""
    return value.isoformat()


def tal(value: Decimal | int) -> str:
    """A number with groups of three and a decimal comma: "1 050 000", "33,5".

    Every decimal of the value is kept; nothing is rounded.
    """
    return format(Decimal(value), ",f").replace(",", NBSP).replace(".", ",")


def kronor(value: Decimal | int) -> str:
    """An amount: "1 050 000 kronor", "1 krona"; öre are shown with two decimals."""
    amount = Decimal(value)
    if amount != amount.to_integral_value():
        amount = amount.quantize(Decimal("0.01")) if -int(amount.as_tuple().exponent) < 2 else amount
    else:
        amount = amount.to_integral_value()
    return f"{tal(amount)}{NBSP}{'krona' if amount == 1 else 'kronor'}"


def procent(value: Decimal | int) -> str:
    """A share in running text: "33 procent"."""
    return f"{tal(value)}{NBSP}procent"


def paragraf(value: Decimal | int | str) -> str:
    """A paragraph of minutes, "§ 8"; law is cited the other way, "8 §"."""
    return f"§{NBSP}{int(value) if isinstance(value, Decimal) else value}"


def sidnummer(page: int, pages: int) -> str:
    """A page number as headers have it: "1 (3)"."""
    return f"{page}{NBSP}({pages})"


def postnummer(value: str) -> str:
    """A postal code in its two groups: "831 30". Anything but five digits is left as it is."""
    digits = re.sub(r"\s", "", value)
    return f"{digits[:3]}{NBSP}{digits[3:]}" if re.fullmatch(r"\d{5}", digits) else value


def organisationsnummer(value: str) -> str:
    """An organisation number: "232100-0214". Anything but ten digits is left as it is."""
    digits = re.sub(r"[\s-]", "", value)
    return f"{digits[:6]}-{digits[6:]}" if re.fullmatch(r"\d{10}", digits) else value


def telefon(value: str) -> str:
    """A Swedish telephone number in groups: "063-14 76 76", "08-123 456 78", "070-123 45 67".

    The area code is the one that the writer set off with a hyphen, else that
    of the numbering plan. A number that is not Swedish is left as it is.
    """
    digits = re.sub(r"[\s\-–()]", "", value)
    digits = "0" + digits.removeprefix("+46").removeprefix("0") if digits.startswith("+46") else digits
    own = re.match(r"\s*(0\d{1,3})\s*[-–]", value)
    code = re.match(own[1], digits) if own else _AREA_CODES.match(digits)
    if code is None or not digits.isdigit() or not 5 <= len(digits) - code.end() <= 8:
        return value
    rest = digits[code.end() :]
    return f"{code.group()}-{NBSP.join(_groups(rest))}"


def _groups(digits: str) -> Iterable[str]:
    """Subscriber digits in the usual groups: 5 as 3+2, 6 as 2+2+2, 7 as 3+2+2, 8 as 3+3+2."""
    sizes = {5: (3, 2), 6: (2, 2, 2), 7: (3, 2, 2), 8: (3, 3, 2)}[len(digits)]
    start = 0
    for size in sizes:
        yield digits[start : start + size]
        start += size


def hall_ihop(text: str) -> str:
    """The text with no-break spaces where a line must not break.

    Within a number ("1 050 000"), between a number and what it counts
    ("33 procent", "745 tkr"), after § and kap., and within a date
    ("den 3 juni"). No character but the space is changed.
    """
    return _TOGETHER.sub(NBSP, text)


def upprakning(items: Sequence[str], sista: str = "och") -> str:
    """A list in a sentence: "Bräcke, Krokom och Strömsund"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {sista} {items[-1]}"


def genitiv(name: str) -> str:
    """The genitive of a name: "Region Örebro läns", "Bräcke kommuns", "Borås"."""
    return name if name.endswith(("s", "x", "z", "S", "X", "Z")) else name + "s"


def versal(text: str) -> str:
    """The text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def sorteringsnyckel(text: str) -> str:
    """A key that sorts as a Swedish dictionary does: å, ä and ö last, é as e, v and w apart."""
    return "".join(
        _ALPHABET.get(letter) or _ALPHABET.get(normalize("NFD", letter)[0], letter)
        for letter in text.casefold().translate(_AS_LETTER)
    )


def utan_slutpunkt(text: str) -> str:
    """The text without its ending punctuation, so that another can be set."""
    bare = text.rstrip().rstrip(",;:").rstrip()
    return bare if _ABBREVIATED.search(bare) else bare.rstrip(".,;:").rstrip()


def att_sats(text: str, *, last: bool, next_last: bool, opens_list: bool) -> str:
    """One att-sats of a decision with the ending its place asks for.

    Args:
        text: the clause, with or without "att" and ending punctuation.
        last: it closes the sentence with a full stop.
        next_last: "samt" leads over to the last.
        opens_list: a list of sub-points follows, so it ends in a colon.
    """
    clause = utan_slutpunkt(text)
    clause = f"att {clause[4:] if clause.casefold().startswith('att ') else clause}"
    if opens_list:
        return f"{clause}:"
    return clause + (("" if clause.endswith(".") else ".") if last else " samt" if next_last else ",")


def mening(text: str, *, opens_list: bool = False) -> str:
    """One numbered decision point: a sentence with a capital letter and an end mark."""
    text = text.strip()
    if opens_list:
        return versal(utan_slutpunkt(text)) + ":"
    return versal(text) if _ENDED.search(text) else versal(utan_slutpunkt(text)) + "."


def gemen(text: str) -> str:
    """The text with its first letter small; an abbreviation ("IT-strateg") is left as it is."""
    return text if text[1:2].isupper() or not text[1:2].isalpha() else text[:1].lower() + text[1:]


def siffror(value: Decimal) -> str:
    """A number as digits with a decimal comma and no groups: "19", "33,5"."""
    return format(value, "f").replace(".", ",")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely stands for, å ä ö and capitals aside."""
    plain = {candidate.casefold().translate(_BARE): candidate for candidate in known}
    hits = get_close_matches(name.casefold().translate(_BARE), plain, n=1, cutoff=0.6)
    return plain[hits[0]] if hits else None
