"""How dates, numbers, lists and names are written in Swedish.

In tables an underscore stands for a no-break space, so that it can be seen.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, localcontext

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from generator import swedish
from generator.swedish import NBSP

ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20).map(Decimal),
    st.integers(0, 6).flatmap(lambda places: st.decimals(-(10**12), 10**12, places=places)),
)
WORDS = st.text(ALPHABET, min_size=1, max_size=12)
PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)


def joined(text: str) -> str:
    """The text with a no-break space for each underscore."""
    return text.replace("_", NBSP)


def digits(text: str) -> str:
    """The digits of a text."""
    return re.sub(r"[^0-9]", "", text)


def as_number(text: str) -> Decimal:
    """The number that a Swedish text shows."""
    return Decimal(text.replace(NBSP, "").replace(",", ".").replace("−", "-"))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2019, 6, 3), "den_3_juni 2019"),
        (date(2019, 10, 31), "den_31_oktober 2019"),
        (date(2024, 2, 29), "den_29_februari 2024"),
        (date(2025, 1, 1), "den_1_januari 2025"),
    ],
)
def test_datum_names_the_month(day: date, text: str) -> None:
    """A date in running text has the month by name and no zero before the day."""
    assert swedish.datum(day) == joined(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_datum_keeps_day_and_month_together(day: date) -> None:
    """A line may break before the year and nowhere else; day and year are those of the date."""
    before, year = swedish.datum(day).split(" ")
    den, number, month = before.split(NBSP)
    assert (den, number, year) == ("den", str(day.day), str(day.year))
    assert month.islower()


def test_datum_has_twelve_different_months() -> None:
    """Every month has its own Swedish name."""
    names = [swedish.datum(date(2024, month, 1)).split(NBSP)[2].split(" ")[0] for month in range(1, 13)]
    assert names == (
        "januari februari mars april maj juni juli augusti september oktober november december".split()  # noqa: SIM905
    )


@given(st.dates())
def test_datum_iso_reads_back(day: date) -> None:
    """A date in a table is ISO 8601 without any space."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", swedish.datum_iso(day))
    assert date.fromisoformat(swedish.datum_iso(day)) == day


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (7, "7"),
        (999, "999"),
        (1000, "1_000"),
        (1050000, "1_050_000"),
        (Decimal("33.5"), "33,5"),
        (Decimal("33.50"), "33,50"),
        (Decimal("0.05"), "0,05"),
        (Decimal("1234567.125"), "1_234_567,125"),
        (Decimal("1E+3"), "1_000"),
        (10**24, "1" + "_000" * 8),
    ],
)
def test_tal_groups_by_three(value: Decimal | int, text: str) -> None:
    """A number has groups of three with no-break spaces and a decimal comma."""
    assert swedish.tal(value) == joined(text)


@given(NUMBERS)
@example(Decimal("-1234567.50"))
@example(Decimal("123456789012345678.901234"))
def test_tal_keeps_every_digit(value: Decimal) -> None:
    """The number read back from its text is the number, with as many decimals."""
    shown = as_number(swedish.tal(value))
    assert shown == value
    assert shown.as_tuple().exponent == value.as_tuple().exponent


@given(NUMBERS)
def test_tal_is_one_word(value: Decimal) -> None:
    """A number has the Swedish shape, so no line can break within it."""
    assert re.fullmatch(rf"[-−]?\d{{1,3}}({NBSP}\d{{3}})*(,\d+)?", swedish.tal(value))


@given(NUMBERS)
def test_numbers_are_written_as_cldr_has_them(value: Decimal) -> None:
    """Babel, which follows Unicode's Swedish locale, writes every number the same way."""
    decimals = max(0, -int(value.as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(prec=100):
        assert swedish.tal(value) == format_decimal(value, pattern, locale="sv_SE")


@given(st.dates(date(1000, 1, 1)))
def test_dates_are_written_as_cldr_has_them(day: date) -> None:
    """Babel, which follows Unicode's Swedish locale, writes every date the same way."""
    assert swedish.datum(day) == f"den{NBSP}" + format_date(day, "d'\u00a0'MMMM y", locale="sv_SE")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0_kronor"),
        (1, "1_krona"),
        (Decimal("1.00"), "1_krona"),
        (2, "2_kronor"),
        (1050000, "1_050_000_kronor"),
        (Decimal("1050000.00"), "1_050_000_kronor"),
        (Decimal("1.5"), "1,50_kronor"),
        (Decimal("745.25"), "745,25_kronor"),
        (Decimal("0.5"), "0,50_kronor"),
    ],
)
def test_kronor(value: Decimal | int, text: str) -> None:
    """An amount is written out; öre are shown with two decimals, and only when there are any."""
    assert swedish.kronor(value) == joined(text)


@given(NUMBERS)
def test_kronor_keeps_the_amount(value: Decimal) -> None:
    """The amount read back is the amount, in one unbroken piece, with no or at least two decimals."""
    text = swedish.kronor(value)
    number, _, unit = text.rpartition(NBSP)
    decimals = number.partition(",")[2]
    assert as_number(number) == value
    assert unit == ("krona" if value == 1 else "kronor")
    assert len(decimals) != 1
    assert " " not in text


@given(NUMBERS)
def test_procent_keeps_the_share(value: Decimal) -> None:
    """A share is the number and "procent", in one unbroken piece."""
    number, _, unit = swedish.procent(value).rpartition(NBSP)
    assert (as_number(number), unit) == (value, "procent")
    assert " " not in swedish.procent(value)


@pytest.mark.parametrize(("value", "text"), [(33, "33_procent"), (Decimal("33.5"), "33,5_procent")])
def test_procent(value: Decimal | int, text: str) -> None:
    """A share in running text has "procent" written out."""
    assert swedish.procent(value) == joined(text)


@pytest.mark.parametrize(("value", "text"), [(8, "§_8"), (Decimal(61), "§_61"), ("14–16", "§_14–16")])
def test_paragraf(value: Decimal | int | str, text: str) -> None:
    """A paragraph of minutes has the sign first and does not break."""
    assert swedish.paragraf(value) == joined(text)


def test_sidnummer() -> None:
    """A page number says which page and how many there are, without breaking."""
    assert swedish.sidnummer(1, 3) == joined("1_(3)")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("83130", "831_30"),
        ("831 30", "831_30"),
        (" 831\u00a030 ", "831_30"),
        ("SE-831 30", "SE-831 30"),
        ("0150", "0150"),
        ("SW1A 2AA", "SW1A 2AA"),
        ("", ""),
    ],
)
def test_postnummer(value: str, text: str) -> None:
    """Five digits become two groups; anything else is left as it is."""
    assert swedish.postnummer(value) == joined(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2321000214", "232100-0214"),
        ("232100-0214", "232100-0214"),
        ("232100 0214", "232100-0214"),
        ("16232100-0214", "16232100-0214"),
        ("DE129273398", "DE129273398"),
        ("FI 0245458-3", "FI 0245458-3"),
        ("", ""),
    ],
)
def test_organisationsnummer(value: str, text: str) -> None:
    """Ten digits become 6+4 with a hyphen; anything else is left as it is."""
    assert swedish.organisationsnummer(value) == text


@given(st.one_of(PRINTABLE, st.text("0123456789- ", max_size=14)))
def test_postnummer_and_organisationsnummer_keep_what_they_got(value: str) -> None:
    """Grouping changes only spaces and hyphens, whatever comes in."""
    for group in (swedish.postnummer, swedish.organisationsnummer):
        assert re.sub(r"[\s-]", "", group(value)) == re.sub(r"[\s-]", "", value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("063147676", "063-14_76_76"),
        ("063-14 76 76", "063-14_76_76"),
        ("(063) 14 76 76", "063-14_76_76"),
        ("063–147676", "063-14_76_76"),
        ("+46 63 14 76 76", "063-14_76_76"),
        ("+46 (0)63-14 76 76", "063-14_76_76"),
        ("08-12345678", "08-123_456_78"),
        ("08-123456", "08-12_34_56"),
        ("0701234567", "070-123_45_67"),
        ("010-1234567", "010-123_45_67"),
        ("0250 123 45", "0250-123_45"),
        ("0771-123456", "0771-12_34_56"),
    ],
)
def test_telefon_in_groups(value: str, text: str) -> None:
    """A Swedish number has its area code, a hyphen and the usual groups."""
    assert swedish.telefon(value) == joined(text)


@pytest.mark.parametrize(
    "value",
    ["+47 22 33 44 55", "0046 63 14 76 76", "+358 9 1234 567", "112", "växel 063-14 76 76", "063-14 76", "", "0"],
)
def test_telefon_leaves_other_numbers(value: str) -> None:
    """A foreign, short or worded number is left as it is."""
    assert swedish.telefon(value) == value


@pytest.mark.parametrize("value", ["22 33 44 55", "14 76 76 76"])
def test_telefon_invents_no_area_code(value: str) -> None:
    """A number without 0 or +46 first has no known area code, so it is left as it is."""
    assert swedish.telefon(value) == value


@given(st.from_regex(r"(0|\+46)[0-9 ()–-]{4,20}", fullmatch=True))
@example("+46 (0)8 123 45 67")
def test_telefon_keeps_every_digit(value: str) -> None:
    """Grouping keeps the digits and their order; only +46 becomes 0."""
    shown = swedish.telefon(value)
    national = "0" + digits(value).removeprefix("46").removeprefix("0") if value.startswith("+") else digits(value)
    assert shown == value or digits(shown) == national
    assert shown == value or " " not in shown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("högst 1 050 000 kronor", "högst 1_050_000_kronor"),
        ("33 procent av 745 tkr", "33_procent av 745_tkr"),
        ("5 % ränta", "5_% ränta"),
        ("enligt § 8 och §§ 9–10", "enligt §_8 och §§_9–10"),
        ("9 kap. 37 § kommunallagen", "9_kap._37_§ kommunallagen"),
        ("den 3 juni 2019", "den_3_juni 2019"),
        ("den 31 oktober 2019 kl. 9", "den_31_oktober 2019 kl._9"),
        ("tre kommuner och 412 invånare", "tre kommuner och 412 invånare"),
        ("2 kronprinsar", "2 kronprinsar"),
        ("år 2025 9 av 13", "år 2025 9 av 13"),
    ],
)
def test_hall_ihop(text: str, kept: str) -> None:
    """Spaces within numbers, dates and references to law become no-break, and no others."""
    assert swedish.hall_ihop(text) == joined(kept)


@given(st.text(st.sampled_from("0123456789 §.%abckpdenkronor\n") | st.characters(), max_size=40))
def test_hall_ihop_changes_only_spaces(text: str) -> None:
    """No character but the space is changed, and none comes or goes."""
    kept = swedish.hall_ihop(text)
    assert kept.replace(NBSP, " ") == text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["Bräcke"], "Bräcke"),
        (["Bräcke", "Krokom"], "Bräcke och Krokom"),
        (["Bräcke", "Krokom", "Strömsund"], "Bräcke, Krokom och Strömsund"),
    ],
)
def test_upprakning(items: list[str], text: str) -> None:
    """A list in a sentence has commas and, before the last, "och"."""
    assert swedish.upprakning(items) == text


@given(st.lists(WORDS, min_size=2, max_size=6), st.sampled_from(["och", "eller", "samt"]))
def test_upprakning_keeps_every_item(items: list[str], sista: str) -> None:
    """The items read back from the sentence are the items, in their order."""
    first, _, last = swedish.upprakning(items, sista).rpartition(f" {sista} ")
    assert [*first.split(", "), last] == items


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Region Örebro län", "Region Örebro läns"),
        ("Bräcke kommun", "Bräcke kommuns"),
        ("Borås", "Borås"),
        ("Max", "Max"),
        ("Schweiz", "Schweiz"),
        ("SAS", "SAS"),
    ],
)
def test_genitiv(name: str, text: str) -> None:
    """A name takes an s, unless it ends in an s sound already."""
    assert swedish.genitiv(name) == text


@given(WORDS)
def test_genitiv_never_doubles_the_s(name: str) -> None:
    """The genitive of a genitive is itself, and the name is still there."""
    assert swedish.genitiv(swedish.genitiv(name)) == swedish.genitiv(name)
    assert swedish.genitiv(name).removesuffix("s") == name.removesuffix("s")


@pytest.mark.parametrize(
    ("text", "large", "small"),
    [
        ("ärendet avslutas", "Ärendet avslutas", "ärendet avslutas"),
        ("Regionens del i EU", "Regionens del i EU", "regionens del i EU"),
        ("8 § gäller", "8 § gäller", "8 § gäller"),
        ("å", "Å", "å"),
        ("", "", ""),
    ],
)
def test_versal_and_gemen(text: str, large: str, small: str) -> None:
    """Only the first letter changes; the rest stays as it is written."""
    assert (swedish.versal(text), swedish.gemen(text)) == (large, small)


def test_sorteringsnyckel_puts_a_ring_and_dots_last() -> None:
    """Names sort as in a Swedish dictionary: z, å, ä, ö; v and w apart."""
    names = ["Örebro", "Ånge", "Berg", "Älvdalen", "Åre", "Vansbro", "Zinkgruvan", "Wermland", "Arvika", "Vara"]
    assert sorted(names, key=swedish.sorteringsnyckel) == [
        *("Arvika", "Berg", "Vansbro", "Vara", "Wermland", "Zinkgruvan", "Ånge", "Åre", "Älvdalen", "Örebro")
    ]


@given(st.lists(WORDS, max_size=8))
def test_sorteringsnyckel_follows_the_alphabet(names: list[str]) -> None:
    """Words of Swedish letters sort letter by letter in the order of the alphabet, capitals aside."""
    by_place = sorted(names, key=lambda name: [ALPHABET.index(letter) for letter in name])
    assert sorted(names, key=swedish.sorteringsnyckel) == by_place
    assert all(swedish.sorteringsnyckel(name.upper()) == swedish.sorteringsnyckel(name) for name in names)


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("Lindem", "Lindén", "Lindeo"),
        ("Mylle", "Müller", "Mysing"),
        ("Ärlig", "Ærø", "Ästad"),
        ("Ökna", "Øland", "Öst"),
        ("Novab", "Novák", "Noval"),
        ("Lopes", "López", "Lorent"),
        ("Munos", "Muñoz", "Munsk"),
        ("Petrovib", "Petrović", "Petrovik"),
    ],
)
def test_sorteringsnyckel_of_foreign_letters(before: str, name: str, after: str) -> None:
    """A foreign letter sorts with the Swedish letter that it counts as, not before all others."""
    shuffled = [name, after, "Anna", "Östen", before]
    ordered = sorted(shuffled, key=swedish.sorteringsnyckel)
    assert [one for one in ordered if one not in {"Anna", "Östen"}] == [before, name, after]
    assert ordered[0] == "Anna"


@pytest.mark.parametrize(
    "text", ["Texten", "Texten.", "Texten,", "Texten;", "Texten:", "Texten. ", "Texten .", "Texten..."]
)
def test_utan_slutpunkt(text: str) -> None:
    """Ending punctuation and spaces go, so that another mark can be set."""
    assert swedish.utan_slutpunkt(text) == "Texten"


@given(PRINTABLE)
def test_utan_slutpunkt_takes_nothing_else(text: str) -> None:
    """What is taken away is only marks at the end."""
    left = swedish.utan_slutpunkt(text)
    assert text.startswith(left)
    assert not text[len(left) :].strip(".,;:")
    assert not left.endswith((".", ",", ";", ":"))


@pytest.mark.parametrize(
    ("text", "last", "next_last", "opens_list", "clause"),
    [
        ("inriktningen godkänns", False, False, False, "att inriktningen godkänns,"),
        ("inriktningen godkänns", False, True, False, "att inriktningen godkänns samt"),
        ("inriktningen godkänns", True, False, False, "att inriktningen godkänns."),
        ("följande principer gäller", True, False, True, "att följande principer gäller:"),
        ("att ärendet avslutas.", False, False, False, "att ärendet avslutas,"),
        ("attestordningen ändras;", True, False, False, "att attestordningen ändras."),
    ],
)
def test_att_sats(text: str, last: bool, next_last: bool, opens_list: bool, clause: str) -> None:
    """Each att-sats has its "att" once and the ending that its place asks for."""
    assert swedish.att_sats(text, last=last, next_last=next_last, opens_list=opens_list) == clause


ENDINGS = st.tuples(st.sampled_from(["", " ", "\n"]), st.sampled_from(["", *".,;:"])).map("".join)


@given(WORDS, ENDINGS, st.booleans(), st.booleans(), st.booleans())
def test_att_sats_has_one_ending(word: str, ending: str, last: bool, next_last: bool, opens_list: bool) -> None:
    """However the author ended the clause, it ends in one mark or in "samt", and has one "att"."""
    clause = swedish.att_sats(word + ending, last=last, next_last=next_last, opens_list=opens_list)
    wanted = ":" if opens_list else "." if last else " samt" if next_last else ","
    assert clause == f"att {word}{wanted}"


@pytest.mark.parametrize(
    ("text", "opens_list", "sentence"),
    [
        ("ärendet avslutas", False, "Ärendet avslutas."),
        ("Ärendet avslutas.", False, "Ärendet avslutas."),
        (" ärendet avslutas; ", False, "Ärendet avslutas."),
        ("är frågan besvarad?", False, "Är frågan besvarad?"),
        ("stopp!", False, "Stopp!"),
        ("bidraget får användas till resor m.m.", False, "Bidraget får användas till resor m.m."),
        ("följande gäller", True, "Följande gäller:"),
        ("Följande gäller.", True, "Följande gäller:"),
        ("Följande gäller:", True, "Följande gäller:"),
    ],
)
def test_mening(text: str, opens_list: bool, sentence: str) -> None:
    """A decision point begins with a capital and ends in one mark, a colon before sub-points."""
    assert swedish.mening(text, opens_list=opens_list) == sentence


@given(WORDS, ENDINGS, st.booleans())
def test_mening_has_one_end_mark(word: str, ending: str, opens_list: bool) -> None:
    """However the author ended the sentence, it ends in exactly one mark."""
    sentence = swedish.mening(word + ending, opens_list=opens_list)
    assert re.fullmatch(r"\w+\s?[.:]", sentence)
    assert sentence.endswith(":" if opens_list else ".")
    assert sentence.casefold().startswith(word)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("19", "19"),
        ("33.5", "33,5"),
        ("1050000", "1050000"),
        ("1E+3", "1000"),
        ("0.0001", "0,0001"),
        ("-2.50", "-2,50"),
    ],
)
def test_siffror(value: str, text: str) -> None:
    """Digits with a decimal comma, no groups and no exponent."""
    assert swedish.siffror(Decimal(value)) == text


@given(NUMBERS)
def test_siffror_reads_back(value: Decimal) -> None:
    """The number read back is the number, and nothing but digits, sign and comma is there."""
    assert as_number(swedish.siffror(value)) == value
    assert re.fullmatch(r"-?\d+(,\d+)?", swedish.siffror(value))


@pytest.mark.parametrize(
    ("title", "small"),
    [("Utvecklingsledare", "utvecklingsledare"), ("IT-strateg", "IT-strateg"), ("e-strateg", "e-strateg"), ("", "")],
)
def test_a_small_letter_spares_abbreviations(title: str, small: str) -> None:
    """A title in a sentence gets a small letter, an abbreviation does not."""
    assert swedish.gemen(title) == small


@pytest.mark.parametrize(
    ("written", "grouped"),
    [("0200-110700", "0200-11\u00a007\u00a000"), ("063-147676", "063-14\u00a076\u00a076"), ("0200110700", None)],
)
def test_the_writers_area_code_is_kept(written: str, grouped: str | None) -> None:
    """A hyphen that the writer set is not moved; no digit is ever lost."""
    shown = swedish.telefon(written)
    assert grouped is None or shown == grouped
    assert [one for one in shown if one.isdigit()] == [one for one in written if one.isdigit()]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nämnden säger ”ja.”", "Nämnden säger ”ja.”"),
        ("ärendet avslutas (se bilaga.)", "Ärendet avslutas (se bilaga.)"),
        ("och så vidare …", "Och så vidare …"),
        ("ärendet avslutas;", "Ärendet avslutas."),
    ],
)
def test_an_end_mark_is_not_doubled(text: str, sentence: str) -> None:
    """A sentence that ends inside quotation marks or brackets gets no second full stop."""
    assert swedish.mening(text) == sentence


def test_a_paragraph_is_a_whole_number() -> None:
    """8.0 in a case file is paragraph 8."""
    assert swedish.paragraf(Decimal("8.0")) == "§\u00a08"
