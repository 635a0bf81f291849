"""Expressions of rules and wordings: their values, their types, and what is said of one that cannot be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Undefined, nodes

from generator import sandbox, tryout
from generator.case.types import arende_type, handling_type, type_of
from generator.expressions import (
    ANY,
    BOOL,
    DATE,
    MARKDOWN,
    NUMBER,
    TEXT,
    Expression,
    Kind,
    Type,
    check_wording,
    compile_expression,
    group,
    list_of,
)
from generator.expressions.compiler import parsed
from generator.expressions.facts import NOTHING_KNOWN
from generator.expressions.signatures import HIT, SIGNATURES, WRITTEN
from generator.expressions.types import NOTHING, demanding, union
from generator.expressions.walk import Part, Walk
from generator.model import Markdown
from generator.rules.evaluate import Trial
from generator.rules.model import Check, Receiving, Reckoning, Rule, Signing
from generator.workshop import Workshop

STATUS = Type(Kind.TEXT, choices=frozenset({"utkast", "beslutad"}))
PERSON = group({"namn": TEXT, "arvode": NUMBER.maybe(), "status": STATUS})
SUPPORT = group({"fond": TEXT.maybe(), "belopp": NUMBER})
NAMES: Mapping[str, Type] = {
    "rubrik": TEXT,
    "ingress": TEXT.maybe(),
    "bedomning": MARKDOWN,
    "antal_sidor": NUMBER,
    "paragraf": NUMBER.maybe(),
    "datum": DATE,
    "justerad": DATE.maybe(),
    "webb": BOOL,
    "granskad": BOOL.maybe(),
    "status": STATUS,
    "stod": SUPPORT.maybe(),
    "anslag": SUPPORT,
    "personer": list_of(PERSON),
    "villkor": list_of(TEXT),
    "tal": list_of(NUMBER),
    "dagar": list_of(DATE),
    "skrivet": list_of(WRITTEN),
    "rubriker": group({"forslag": TEXT}, TEXT),
    "tabell": group({"skall": TEXT}, TEXT),
    "okant": ANY,
}
"""What the tests' expressions may name."""
EITHER = Type(Kind.MIXED)
"""A value that is now of one kind, now of another."""


def frozen(**fields: Any) -> Mapping[str, Any]:
    """A group of fields, as a context has it."""
    return MappingProxyType(fields)


KIM = frozen(namn="Kim Ek", arvode=Decimal(300), status="utkast")
LO = frozen(namn="Lo Åkerö", arvode=None, status="beslutad")
TEXTS = (
    frozen(
        text="## Bakgrund\n\n#### Nuläge\n\nBarn skall få svar. 811228-9874",
        falt="f",
        namn="b",
        titel="B",
        lopande=True,
    ),
    frozen(text="En rad.", falt="g", namn="g", titel="G", lopande=False),
)
FULL: Mapping[str, Any] = frozen(
    rubrik="åtgärder i Ås",
    ingress="Kort.",
    bedomning=Markdown("Ett.\n\nTvå."),
    antal_sidor=Decimal(3),
    paragraf=Decimal(8),
    datum=date(2024, 2, 29),
    justerad=date(2024, 3, 7),
    webb=True,
    granskad=False,
    status="utkast",
    stod=frozen(fond="Eruf", belopp=Decimal(400)),
    anslag=frozen(fond=None, belopp=Decimal("33.5")),
    personer=(KIM, LO),
    villkor=("b", "å", "a"),
    tal=(Decimal(2), Decimal(1)),
    dagar=(date(2024, 5, 1), date(2023, 5, 1)),
    skrivet=TEXTS,
    rubriker=frozen(forslag="Förslag"),
    tabell=frozen(skall="ska"),
    okant=frozen(djup=Decimal(1)),
)
"""Everything filled in."""
BARE: Mapping[str, Any] = MappingProxyType(
    {
        **FULL,
        **dict.fromkeys(("ingress", "paragraf", "justerad", "granskad", "stod")),
        **dict.fromkeys(("personer", "villkor", "tal", "dagar", "skrivet"), ()),
        "rubrik": "",
        "antal_sidor": Decimal(0),
        "webb": False,
    }
)
"""What may be missing is missing."""


def made(source: str) -> Expression:
    """An expression that must be right."""
    expression = compile_expression(source, NAMES)
    assert expression.faults == ()
    return expression


@pytest.mark.parametrize(
    ("source", "value", "type_"),
    [
        ("rubrik", "åtgärder i Ås", TEXT),
        ("ingress", "Kort.", TEXT.maybe()),
        ("stod", FULL["stod"], SUPPORT.maybe()),
        ("anslag.belopp", Decimal("33.5"), NUMBER),
        ("anslag.fond", None, TEXT.maybe()),
        ("anslag['belopp']", Decimal("33.5"), NUMBER),
        ("rubriker.forslag", "Förslag", TEXT),
        ("rubriker['forslag']", "Förslag", TEXT),
        ("tabell['sk' ~ 'all']", "ska", TEXT),
        ("okant.djup", Decimal(1), ANY),
        ("'x'", "x", TEXT),
        ("7", Decimal(7), NUMBER),
        ("0.1", Decimal("0.1"), NUMBER),
        ("-7", Decimal(-7), NUMBER),
        ("true", True, BOOL),
        ("false", False, BOOL),
        ("none", None, NOTHING),
        ("[1, 2]", (Decimal(1), Decimal(2)), list_of(NUMBER)),
        ("('a', 'b')", ("a", "b"), list_of(TEXT)),
        ("[1, 'b']", (Decimal(1), "b"), list_of(EITHER)),
        ("[1, none]", (Decimal(1), None), list_of(NUMBER.maybe())),
        ("[]", (), list_of(ANY)),
        ("not rubrik", False, BOOL),
        ("webb and granskad == true", False, BOOL),
        ("rubrik and ingress", "Kort.", TEXT.maybe()),
        ("ingress or rubrik", "Kort.", TEXT),
        ("ingress or paragraf", "Kort.", EITHER.maybe()),
        ("'ja' if webb else 'nej'", "ja", TEXT),
        ("'ja' if not webb", None, TEXT.maybe()),
        ("1 if webb else 'nej'", Decimal(1), EITHER),
        ("antal_sidor == 3", True, BOOL),
        ("antal_sidor != 3", False, BOOL),
        ("antal_sidor < 3", False, BOOL),
        ("antal_sidor <= 3", True, BOOL),
        ("datum > datum", False, BOOL),
        ("datum >= datum", True, BOOL),
        ("'b' in villkor", True, BOOL),
        ("'c' not in villkor", True, BOOL),
        ("status in ('utkast', 'beslutad')", True, BOOL),
        ("'gärd' in rubrik", True, BOOL),
        ("paragraf == none", False, BOOL),
        ("antal_sidor + 2 * 4", Decimal(11), NUMBER),
        ("antal_sidor - 5", Decimal(-2), NUMBER),
        ("antal_sidor / 2", Decimal("1.5"), NUMBER),
        ("0.1 + 0.2", Decimal("0.3"), NUMBER),
        ("-antal_sidor", Decimal(-3), NUMBER),
        ("tal + [5]", (Decimal(2), Decimal(1), Decimal(5)), list_of(NUMBER)),
        ("rubrik ~ ' ' ~ anslag.belopp|tal ~ ' ' ~ datum|datum_iso", "åtgärder i Ås 33,5 2024-02-29", TEXT),
        ("okant.djup ~ ''", "1", TEXT),
        ("paragraf is none", False, BOOL),
        ("paragraf is not none", True, BOOL),
    ],
)
def test_every_construct_has_its_value_and_its_type(source: str, value: object, type_: Type) -> None:
    """Names, fields, constants, lists, logic, comparison, arithmetic: what each gives, and what is known of it."""
    expression = made(source)
    found = expression.run(FULL)
    assert (found, type(found)) == (value, type(value))
    assert expression.type == type_


_FILTERED: list[tuple[str, object, Type]] = [
    ("datum|datum", "den\u00a029\u00a0februari 2024", TEXT),
    ("datum|datum_iso", "2024-02-29", TEXT),
    ("1050000|tal", "1\u00a0050\u00a0000", TEXT),
    ("1050|kronor", "1\u00a0050\u00a0kronor", TEXT),
    ("anslag.belopp|procent", "33,5\u00a0procent", TEXT),
    ("antal_sidor|paragraf", "§\u00a03", TEXT),
    ("'12a'|paragraf", "§\u00a012a", TEXT),
    ("'83130'|postnummer", "831\u00a030", TEXT),
    ("'2321000214'|organisationsnummer", "232100-0214", TEXT),
    ("'063147676'|telefon", "063-14\u00a076\u00a076", TEXT),
    ("villkor|upprakning", "b, å och a", TEXT),
    ("villkor|upprakning('eller')", "b, å eller a", TEXT),
    ("'Bräcke'|genitiv", "Bräckes", TEXT),
    ("rubrik|versal", "Åtgärder i Ås", TEXT),
    ("'Åtgärd'|gemen", "åtgärd", TEXT),
    ("villkor|svensk_ordning", ("a", "b", "å"), list_of(TEXT)),
    ("rubrik|lower", "åtgärder i ås", TEXT),
    ("rubrik|upper", "ÅTGÄRDER I ÅS", TEXT),
    ("villkor|length", 3, NUMBER),
    ("rubrik|antal", Decimal(13), NUMBER),
    ("personer|med('namn', 'KIM EK')", (KIM,), list_of(PERSON)),
    ("personer|utan('status', 'utkast')", (LO,), list_of(PERSON)),
    ("personer|kolumn('namn')", ("Kim Ek", "Lo Åkerö"), list_of(TEXT)),
    ("personer|kolumn('arvode')", (Decimal(300),), list_of(NUMBER)),
    ("personer|summa('arvode')", Decimal(300), NUMBER),
    ("tal|summa", Decimal(3), NUMBER),
    ("personer|forsta", KIM, PERSON.maybe()),
    ("personer|sista", LO, PERSON.maybe()),
    ("tal|storst", Decimal(2), NUMBER.maybe()),
    ("dagar|minst", date(2023, 5, 1), DATE.maybe()),
    ("['fond']|saknade(anslag)", (frozen(namn="fond", falt="fond"),), list_of(group({"namn": TEXT, "falt": TEXT}))),
    ("anslag|nycklar", ("fond", "belopp"), list_of(TEXT)),
    ("tabell|uppslag('skall')", "ska", TEXT.maybe()),
    ("'23RS1'|foljer('[0-9]+RS[0-9]+')", True, BOOL),
    ("datum|plus_dagar(1)", date(2024, 3, 1), DATE),
    ("datum|plus_veckor(1)", date(2024, 3, 7), DATE),
    ("datum|plus_manader(1)", date(2024, 3, 29), DATE),
    ("datum|plus_ar(1)", date(2025, 2, 28), DATE),
    ("datum|plus_dagar(2)|arbetsdag", date(2024, 3, 4), DATE),
    ("datum|dagar_till(datum|plus_dagar(3))", Decimal(3), NUMBER),
    ("rubrik|matchar('GÄRD')", True, BOOL),
    ("skrivet|traffar('en rad')|kolumn('traff')", ("En rad",), list_of(TEXT)),
    ("skrivet|ord_ur(tabell)|kolumn('skriv')", ("ska",), list_of(TEXT)),
    ("skrivet|personnummer|kolumn('traff')", ("811228-9874",), list_of(TEXT)),
    ("skrivet|tomma_rubriker|kolumn('traff')", (), list_of(TEXT)),
    ("skrivet|hoppade_rubriker|kolumn('traff')", ("Nuläge",), list_of(TEXT)),
    ("skrivet|traffar('rad')", (frozen(**TEXTS[1], traff="rad", skriv=None),), list_of(HIT)),
    ("bedomning|rader", Decimal(2), NUMBER),
]


@pytest.mark.parametrize(("source", "value", "type_"), _FILTERED)
def test_every_filter_has_its_value_and_its_type(source: str, value: object, type_: Type) -> None:
    """What each filter gives, and what is known of it."""
    expression = made(source)
    assert expression.run(FULL) == value
    assert expression.type == type_


def test_no_filter_is_forgotten_here() -> None:
    """Each filter of the signatures is used above."""
    used = {part.split("(")[0] for source, _, _ in _FILTERED for part in source.split("|")[1:]}
    assert set(SIGNATURES) == {name.strip(")") for name in used}


def test_every_filter_of_the_sandbox_has_a_signature() -> None:
    """A filter that templates have can be used in rules too, but for `stycken`, which makes paragraphs of Word."""
    assert set(SIGNATURES) - set(sandbox.FILTERS) == {"lower", "upper", "length"}
    assert set(sandbox.FILTERS) <= set(SIGNATURES)
    [fault] = compile_expression("bedomning|stycken", NAMES).faults
    assert fault == f"Filtret «stycken» finns inte. Filtren är: {', '.join(SIGNATURES)}."


@pytest.mark.parametrize("name", ["okant", "utkast"])
@pytest.mark.parametrize("source", ["rubriker.{0}", "rubriker['{0}']", "rubriker['' ~ '{0}']", "rubriker.{0} or 'x'"])
def test_a_free_name_that_is_not_there_raises(source: str, name: str) -> None:
    """As Jinja's own does: a name that is asked for straight out is to be there."""
    expression = made(source.format(name))
    assert expression.type == TEXT
    with pytest.raises(KeyError, match=name):
        expression.run(FULL)
    assert evaluated(lambda: jinja(expression.source, FULL)) == ("föll", None)


@pytest.mark.parametrize(
    ("source", "value", "type_"),
    [
        ("rubriker|uppslag('forslag')", "Förslag", TEXT.maybe()),
        ("rubriker|uppslag('okant')", None, TEXT.maybe()),
        ("rubriker|uppslag(status)", None, TEXT.maybe()),
        ("rubriker|uppslag('fors' ~ 'lag')", "Förslag", TEXT.maybe()),
        ("rubriker|uppslag('okant') or rubrik", "åtgärder i Ås", TEXT),
        ("(tabell|uppslag('zzz') or 'x')|upper", "X", TEXT),
        ("rubriker|uppslag('okant') is none", True, BOOL),
        ("'x' if tabell|uppslag('zzz') else 'y'", "y", TEXT),
        ("okant|uppslag('djup')", Decimal(1), ANY.maybe()),
        ("okant|uppslag('hav')", None, ANY.maybe()),
    ],
)
def test_a_free_name_that_may_be_missing_is_looked_up(source: str, value: object, type_: Type) -> None:
    """`uppslag` gives nothing where the name is not there, so what it gives must be tested."""
    expression = made(source)
    assert (expression.run(FULL), jinja(source, FULL)) == (value, value)
    assert expression.type == type_


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("rubrk", "Namnet «rubrk» finns inte. Menade du «rubrik»?"),
        ("zzz", f"Namnet «zzz» finns inte. Namnen är: {', '.join(NAMES)}."),
        ("anslag.belop", "Fältet «anslag.belop» finns inte. Menade du «belopp»?"),
        ("anslag['zzz']", "Fältet «anslag.zzz» finns inte. Fälten är: fond, belopp."),
        ("rubrik.langd", "«rubrik» är en text och har inga fält."),
        ("(personer|forsta).namn", "Ett värde kan saknas och kan då inte ha några fält. Pröva det först."),
        ("stod.belopp", "«stod» kan saknas och kan då inte ha några fält. Pröva det först: stod and …"),
        ("paragraf > 1", "«paragraf» kan saknas och kan då inte jämföras. Pröva det först: paragraf and …"),
        ("1 < paragraf", "«paragraf» kan saknas och kan då inte jämföras. Pröva det först: paragraf and …"),
        ("paragraf + 1", "«paragraf» kan saknas och kan då inte räknas med. Pröva det först: paragraf and …"),
        ("-paragraf", "«paragraf» kan saknas och kan då inte räknas med. Pröva det först: paragraf and …"),
        ("rubrik ~ ingress", "«ingress» kan saknas och kan då inte skrivas. Pröva det först: ingress and …"),
        ("'x' in ingress", "«ingress» kan saknas och kan då inte innehålla något. Pröva det först: ingress and …"),
        (
            "ingress|upper",
            "«ingress» kan saknas och kan då inte gå genom filtret upper. Pröva det först: ingress and …",
        ),
        (
            "rubriker[ingress]",
            "«ingress» kan saknas och kan då inte användas som namn. Pröva det först: ingress and …",
        ),
        ("anslag.fond|upper", "«anslag.fond» kan saknas och kan då inte gå genom filtret upper. Pröva det först: "
         "anslag.fond and …"),
        ("antal_sidor == rubrik", "Ett tal jämförs med en text."),
        ("datum == '2024-02-29'", "Ett datum jämförs med en text."),
        ("webb != 'ja'", "Ett ja eller nej jämförs med en text."),
        ("antal_sidor in villkor", "Ett tal jämförs med en text."),
        ("antal_sidor in (1, 'x')", "Ett tal jämförs med en text."),
        ("status == 'utkas'", "Värdet är aldrig «utkas». Menade du «utkast»?"),
        ("status == 'zzz'", "Värdet är aldrig «zzz». Det är beslutad, utkast."),
        ("status in ('utkast', 'beslutd')", "Värdet är aldrig «beslutd». Menade du «beslutad»?"),
        ("personer|med('status', 'utkas')", "Värdet är aldrig «utkas». Menade du «utkast»?"),
        ("rubrik < rubrik", "Bara tal och datum kan vara större eller mindre, inte en text."),
        ("'x' in anslag", "Ordet in behöver en lista till höger, inte en grupp."),
        ("1 < antal_sidor < 5", "Jämför två värden i taget, och skriv and mellan jämförelserna."),
        ("datum + 1", "Bara tal kan räknas med. Till ett datum läggs tid med plus_dagar och liknande."),
        ("rubrik + 'x'", "Bara tal kan räknas med. Till ett datum läggs tid med plus_dagar och liknande."),
        ("tal - tal", "Bara tal kan räknas med. Till ett datum läggs tid med plus_dagar och liknande."),
        ("rubrik|datum", "Filtret «datum» tar ett datum, inte en text."),
        ("datum|paragraf", "Filtret «paragraf» tar ett tal eller en text, inte ett datum."),
        ("datum|plus_dagar", "Filtret «plus_dagar» ska ha 1 värden inom parentes, men har 0."),
        ("datum|plus_dagar(1, 2)", "Filtret «plus_dagar» ska ha 1 värden inom parentes, men har 2."),
        ("datum|arbetsdag(1)", "Filtret «arbetsdag» ska inte ha några värden inom parentes, men har 1."),
        ("datum|plus_dagar('x')", "Filtret «plus_dagar» ska ha ett tal inom parentesen, inte en text."),
        ("villkor|saknade(rubrik)", "Filtret «saknade» ska ha en grupp inom parentesen, inte en text."),
        ("rubrik|upper(x=1)", "Filtret «upper» ska ha sina värden i ordning, utan namn."),
        ("rubrik|upper(*villkor)", "Filtret «upper» ska ha sina värden i ordning, utan namn."),
        ("personer|med('namm')", "Fältet «namm» finns inte i listan. Menade du «namn»?"),
        ("personer|kolumn(rubrik)", "Fältets namn ska stå inom citattecken."),
        ("personer|summa('namn')", "Bara tal kan läggas ihop."),
        ("villkor|summa", "Bara tal kan läggas ihop."),
        ("villkor|storst", "Bara tal och datum har en storlek."),
        ("personer|utan('arvode', 'x')", "Ett tal jämförs med en text."),
        ("rubrik|datum('x')", "Filtret «datum» tar ett datum, inte en text."),
        ("personer|med", "Filtret «med» ska ha 1 värden inom parentes, men har 0."),
        ("tal|summa('x', 'y')", "Filtret «summa» ska inte ha några värden inom parentes, men har 2."),
        ("tabell|uppslag", "Filtret «uppslag» ska ha 1 värden inom parentes, men har 0."),
        ("tabell|uppslag(1)", "Filtret «uppslag» ska ha en text inom parentesen, inte ett tal."),
        ("personer|uppslag('x')", "Filtret «uppslag» tar en grupp, inte en lista."),
        ("(tabell|uppslag('x'))|upper", "Ett värde kan saknas och kan då inte gå genom filtret upper. Pröva det "
         "först."),
        ("tabell|uppslag(ingress)", "«ingress» kan saknas och kan då inte stå inom parentes. Pröva det först: "
         "ingress and …"),
        ("datum|plus_dagar(paragraf)", "«paragraf» kan saknas och kan då inte stå inom parentes. Pröva det först: "
         "paragraf and …"),
        ("rubrik|foljer(ingress)", "«ingress» kan saknas och kan då inte stå inom parentes. Pröva det först: "
         "ingress and …"),
        ("villkor|upprakning(ingress)", "«ingress» kan saknas och kan då inte stå inom parentes. Pröva det först: "
         "ingress and …"),
        ("villkor|saknade(stod)", "«stod» kan saknas och kan då inte stå inom parentes. Pröva det först: stod and …"),
        ("villkor|saknade(anslag, stod)", "«stod» kan saknas och kan då inte stå inom parentes. Pröva det först: "
         "stod and …"),
        ("-rubrik", "Bara tal kan räknas med."),
        ("-datum", "Bara tal kan räknas med."),
        ("rubrik ~ antal_sidor", "Tecknet ~ fogar ihop texter, inte ett tal. Gör text av det först, till exempel med "
         "tal."),
        ("datum ~ rubrik", "Tecknet ~ fogar ihop texter, inte ett datum. Gör text av det först, till exempel med tal."),
        ("rubrik ~ bedomning", "Tecknet ~ fogar ihop texter, inte en text i stycken. Gör text av det först, till "
         "exempel med tal."),
        ("personer|upprakning", "Filtret tar en lista av texter. Välj ett fält med kolumn först."),
        ("tal|svensk_ordning", "Filtret tar en lista av texter. Välj ett fält med kolumn först."),
        ("[rubrik, ingress]|upprakning", "Filtret tar en lista av texter. Välj ett fält med kolumn först."),
        ("[rubrik, antal_sidor]|upprakning", "Filtret tar en lista av texter. Välj ett fält med kolumn först."),
        ("villkor|traffar('x')", "Filtret letar i texter som någon har skrivit: skrivet|…"),
        ("personer|ord_ur(tabell)", "Filtret letar i texter som någon har skrivit: skrivet|…"),
        ("villkor|personnummer", "Filtret letar i texter som någon har skrivit: skrivet|…"),
        ("tal|tomma_rubriker", "Filtret letar i texter som någon har skrivit: skrivet|…"),
        ("personer|hoppade_rubriker", "Filtret letar i texter som någon har skrivit: skrivet|…"),
        ("villkor|traffar('(')", "Mönstret «(» är inget reguljärt uttryck (tecken 1)."),
        ("[antal_sidor, paragraf]|summa", "Bara tal kan läggas ihop."),
        ("[datum, justerad]|minst", "Bara tal och datum har en storlek."),
        ("rubrik|foljer('a(')", "Mönstret «a(» är inget reguljärt uttryck (tecken 2)."),
        ("'utkas' != status", "Värdet är aldrig «utkas». Menade du «utkast»?"),
        ("'zzz' == status", "Värdet är aldrig «zzz». Det är beslutad, utkast."),
        ("'utkas' not in personer|kolumn('status')", "Värdet är aldrig «utkas». Menade du «utkast»?"),
        ("ingress in rubrik", "Ett värde som kan saknas kan inte sökas i en text. Pröva det först."),
        ("personer|forsta.namn", "Sätt parentes runt det som filtret gör: (…|forsta).namn"),
        ("personer|sista.finns.inte", "Sätt parentes runt det som filtret gör: (…|sista).finns.inte"),
        ("rubrik|uper", "Filtret «uper» finns inte. Menade du «upper»?"),
        ("rubrik|qqq", f"Filtret «qqq» finns inte. Filtren är: {', '.join(SIGNATURES)}."),
        ("rubrik|matchar('a(b')", "Mönstret «a(b» är inget reguljärt uttryck (tecken 2)."),
        ("skrivet|traffar('[')", "Mönstret «[» är inget reguljärt uttryck (tecken 1)."),
        ("rubrik is defined", "Provet «defined» finns inte. Skriv fältets namn, eller not och namnet."),
        ("rubrik.upper()", "Uttrycket använder något som inte är tillåtet här, till exempel ett anrop."),
        ("rubrik()", "Uttrycket använder något som inte är tillåtet här, till exempel ett anrop."),
        ("antal_sidor ** 2", "Uttrycket använder något som inte är tillåtet här, till exempel ett anrop."),
        ("antal_sidor % 2", "Uttrycket använder något som inte är tillåtet här, till exempel ett anrop."),
        ("{'a': 1}", "Uttrycket använder något som inte är tillåtet här, till exempel ett anrop."),
        ("personer[0]", "Skriv namnet på ett fält efter en punkt, eller använd filtret forsta eller med."),
        ("", "Uttrycket tar slut för tidigt."),
        ("rubrik and", "Uttrycket tar slut för tidigt."),
        ("(rubrik", "En tagg är felskriven. Jämför med taggarna i mallhandboken."),
        ("rubrik, status", "En tagg är felskriven vid «,»."),
        ("rubrik status", "En tagg är felskriven vid «status»."),
        ("rubrik }} x", "En tagg är felskriven vid «}}»."),
        ("rubrik !", "En tagg har ett tecken som inte kan stå där: «!»."),
    ],
)  # fmt: skip
def test_every_fault_is_told_in_swedish(source: str, fault: str) -> None:
    """Names, kinds, filters, syntax: each is refused before there is a value, and the sentence says why."""
    assert compile_expression(source, NAMES).faults == (fault,)


def test_all_faults_are_told_at_once() -> None:
    """One fault does not hide another, and what depends on a fault is not blamed."""
    faults = compile_expression("rubrk and stod.belop > 1 and (zzz.djup + 1)|datum", NAMES).faults
    assert [one.split("»")[0] for one in faults] == [
        "Namnet «rubrk",
        "«stod",
        "Fältet «stod.belop",
        "Namnet «zzz",
        "Filtret «datum",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "stod and stod.belopp > 1",
        "not stod or stod.belopp > 1",
        "not (stod and stod.belopp > 1)",
        "stod is not none and stod.belopp > 1",
        "stod is none or stod.belopp > 1",
        "not stod is none and stod.belopp > 1",
        "stod['belopp'] > 1 if stod else false",
        "false if not stod else stod.belopp > 1",
        "stod and stod.fond and stod.fond|upper",
        "stod and stod['fond'] and stod.fond|upper == 'ERUF'",
        "ingress == 'x' and ingress|upper",
        "ingress != 'x' or ingress|upper",
        "ingress in villkor and ingress|upper",
        "ingress not in villkor or ingress|upper",
        "(stod and webb) and stod.belopp > 1",
        "not (not stod or not paragraf) and stod.belopp > paragraf",
        "(stod and webb or stod and granskad) and stod.belopp > 1",
        "(1 if stod else 0) if stod and stod.belopp else 2",
        "stod.belopp + paragraf if stod and paragraf else 0",
    ],
)
def test_what_was_tested_may_be_used(source: str) -> None:
    """A test that holds, or fails, makes a field known in what is reached only then; bare contexts do not break it."""
    expression = made(source)
    for context in (FULL, BARE):
        assert expression.run(context) == jinja(source, context)


@pytest.mark.parametrize(
    "source",
    [
        "stod or stod.belopp > 1",
        "stod is none and stod.belopp > 1",
        "(stod or webb) and stod.belopp > 1",
        "not stod and stod.belopp > 1",
        "ingress != 'x' and ingress|upper",
        "ingress != none and ingress|upper",
        "ingress not in villkor and ingress|upper",
        "stod.belopp if not stod else 1",
        "webb if stod else stod.belopp > 1",
        "(stod and webb) or stod.belopp > 1",
        "(webb and stod) is not none and stod.belopp > 1",
        "stod and anslag.fond|upper",
        "(webb and stod) or true and stod.belopp > 1",
        "(stod is none and webb) or stod.belopp > 1",
        "stod.belopp > 1 if not (not stod and webb) else false",
    ],
)
def test_what_was_not_tested_may_not_be_used(source: str) -> None:
    """A test of something else, or on the other side, proves nothing."""
    [fault] = compile_expression(source, NAMES).faults
    assert "kan saknas" in fault


@pytest.mark.parametrize(
    "source",
    [
        "-rubrik == 1",
        "-villkor == 1",
        "ingress in 'abc'",
        "ingress in ('x', none) and ingress|rader > 1",
        "ingress in [anslag.fond, 'x'] and ingress|rader > 1",
        "datum|plus_dagar(paragraf) > datum",
        "rubrik|foljer(ingress)",
        "rubrik|foljer('(')",
        "bedomning ~ 'x'",
        "webb ~ 'x'",
        "villkor ~ 'x'",
        "villkor|traffar('x')",
        "villkor|tomma_rubriker",
        "personer|upprakning",
        "tal|upprakning",
        "personer|svensk_ordning",
        "[antal_sidor, paragraf]|summa",
        "[antal_sidor, paragraf]|storst",
        "bedomning|stycken",
        "'utkas' == status",
        "'utkas' in personer|kolumn('status')",
    ],
)
def test_what_cannot_be_run_is_refused(source: str) -> None:
    """A rule must not fail first when a handling comes that has, or lacks, just that field."""
    assert compile_expression(source, NAMES).faults != ()


@pytest.mark.parametrize("source", ["rubrik|foljer(monster)", "rubrik|matchar(monster)", "skrivet|traffar(monster)"])
def test_a_pattern_that_is_worked_out_fails_in_swedish(source: str) -> None:
    """One that is no regular expression is a fault of the rule, like other wrong values."""
    with pytest.raises(sandbox.Misuse, match="passar inte till fältets värde"):
        compile_expression(source, {**NAMES, "monster": TEXT}).run({**FULL, "monster": "("})


@pytest.mark.parametrize(
    "source",
    [
        "antal_sidor in (zzz, 2)",
        "antal_sidor in (2, zzz)",
        "zzz in (1, 2)",
        "antal_sidor < rubrik",
        "datum < '2024-02-29'",
        "zzz < 1",
        "zzz ~ 'x'",
        "-zzz",
        "[zzz]|summa",
        "zzz|traffar('x')",
        "datum|plus_dagar(zzz)",
        "(1 if webb else 'x') < 1",
    ],
)
def test_a_fault_is_told_once(source: str) -> None:
    """An unknown name in a list, and kinds that cannot be compared, are one fault each."""
    assert len(compile_expression(source, NAMES).faults) == 1


@pytest.mark.parametrize("mixed", ["(1 if webb else 'x')", "(stod and webb)", "(ingress or paragraf or 'x')"])
@pytest.mark.parametrize("use", ["not {}", "{} is none", "{} is not none", "rubrik if {} else status", "{} and webb"])
def test_a_value_of_mixed_kinds_may_be_tested_for_being_there(mixed: str, use: str) -> None:
    """That is all that one can ask of it, and it means what Jinja means."""
    source = use.format(mixed)
    for context in (FULL, BARE):
        assert made(source).run(context) == jinja(source, context)


@pytest.mark.parametrize(
    ("use", "fault"),
    [
        ("{} == 1", "Ett värde av blandat slag kan inte jämföras."),
        ("'x' != {}", "Ett värde av blandat slag kan inte jämföras."),
        ("{} == none", "Ett värde av blandat slag kan inte jämföras."),
        ("{} < 1", "Ett värde av blandat slag kan inte jämföras."),
        ("{} in villkor", "Ett värde av blandat slag kan inte jämföras."),
        ("{} in (1,)", "Ett värde av blandat slag kan inte jämföras."),
        ("{} not in [paragraf, 1]", "Ett värde av blandat slag kan inte jämföras."),
        ("'x' in {}", "Ordet in behöver en lista till höger, inte ett värde av blandat slag."),
        ("{}.namn", "«Värdet» är ett värde av blandat slag och har inga fält."),
        ("{} + 1", "Bara tal kan räknas med. Till ett datum läggs tid med plus_dagar och liknande."),
        ("-{}", "Bara tal kan räknas med."),
        ("{} ~ 'x'", "Tecknet ~ fogar ihop texter, inte ett värde av blandat slag. Gör text av det först, till "
         "exempel med tal."),
        ("{}|upper", "Filtret «upper» tar en text eller en text i stycken, inte ett värde av blandat slag."),
        ("{}|tal", "Filtret «tal» tar ett tal, inte ett värde av blandat slag."),
        ("datum|plus_dagar({})", "Filtret «plus_dagar» ska ha ett tal inom parentesen, inte ett värde av blandat "
         "slag."),
        ("personer|med('arvode', {})", "Ett värde av blandat slag kan inte jämföras."),
        ("[{}]|upprakning", "Filtret tar en lista av texter. Välj ett fält med kolumn först."),
        ("[{}]|summa", "Bara tal kan läggas ihop."),
        ("[{}]|storst", "Bara tal och datum har en storlek."),
        ("[{}]|kolumn('namn')", "Fältet «namn» finns inte i listan."),
        ("[{}]|personnummer", "Filtret letar i texter som någon har skrivit: skrivet|…"),
    ],
)  # fmt: skip
def test_a_value_of_mixed_kinds_may_not_be_used(use: str, fault: str) -> None:
    """What is right for the one kind is wrong for the other, on whichever side it stands."""
    names = {**NAMES, "antingen": EITHER}
    assert compile_expression(use.format("(1 if webb else 'x')"), names).faults == (fault,)
    assert compile_expression(use.format("antingen"), names).faults == (fault.replace("Värdet", "antingen"),)


def test_what_mixes_kinds_is_told_beside_what_was_not_tested() -> None:
    """Two faults are two."""
    assert compile_expression("(stod and webb) == true and stod.belopp > 1", NAMES).faults == (
        "Ett värde av blandat slag kan inte jämföras.",
        "«stod» kan saknas och kan då inte ha några fält. Pröva det först: stod and …",
    )


@pytest.mark.parametrize(
    "use", ["{} == 1", "{} < 1", "{} in villkor", "{}.namn", "{} + 1", "-{}", "{}|upper", "{} ~ ''"]
)
def test_nothing_is_said_against_what_nothing_is_known_about(use: str) -> None:
    """A value of unknown kind may be anything."""
    assert compile_expression(use.format("okant"), NAMES).faults == ()


def test_what_is_known_beforehand_may_be_used() -> None:
    """A rule's condition is known where its demand is tried."""
    condition = made("stod and stod.fond")
    assert condition.holding == {("stod",), ("stod", "fond")}
    assert compile_expression("stod.fond|upper", NAMES, condition.holding).faults == ()
    assert compile_expression("stod.fond|upper", NAMES).faults
    assert made("not stod").failing == {("stod",)}
    assert made("not stod").holding == made("webb == true").failing == NOTHING_KNOWN


def test_an_expression_tells_what_it_reads() -> None:
    """Every value by its whole path, each once, in order."""
    expression = made("stod and stod.belopp > 1 and personer|med('status', status) and rubriker[status] and stod")
    assert expression.reads == (("stod",), ("stod", "belopp"), ("personer",), ("status",), ("rubriker",))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Utan taggar { }.", "Utan taggar { }."),
        ("{{ rubrik }}, {{ datum }}, {{ antal_sidor }}", "åtgärder i Ås, 2024-02-29, 3"),
        ("{{ ingress or 'inget' }}", "Kort."),
        ("{% if ingress %}{{ ingress }}{% endif %}", "Kort."),
        ("{% if not ingress %}inget{% else %}{{ ingress }}{% endif %}", "Kort."),
        ("{% if not stod %}a{% elif stod.fond %}{{ stod.fond }}{% else %}{{ stod.belopp }}{% endif %}", "Eruf"),
        ("{% if webb and not ingress %}a{% elif webb %}b{% else %}c{% endif %}", "b"),
        ("{% for en in personer %}{{ loop.index }} {{ en.namn }}; {% endfor %}", "1 Kim Ek; 2 Lo Åkerö; "),
        ("{% for en in personer %}{% if en.arvode %}{{ en.arvode }}{% else %}-{% endif %}{% endfor %}", "300-"),
        ("{% for en in personer|med('arvode') %}{{ en.namn }}{% else %}ingen{% endfor %}", "Kim Ek"),
        ("{% set en = personer|forsta %}{% if en %}{{ en.namn }}{% endif %}", "Kim Ek"),
        ("{% set summa = antal_sidor + 1 %}{{ summa }} {{ summa|kronor }}", "4 4\u00a0kronor"),
        ("{# en anteckning #}{{ status }}", "utkast"),
    ],
)
def test_a_right_wording_is_filled_in(text: str, result: str) -> None:
    """Tags that the check accepts give their text, and narrowing follows the branches."""
    assert check_wording(text, NAMES).faults == ()
    assert sandbox.plain_text(text, FULL) == result


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ ingress }}", "«ingress» kan saknas och kan då inte skrivas ut. Pröva det först: {% if ingress %}"),
        ("{% if ingress %}{% endif %}{{ ingress }}", "«ingress» kan saknas och kan då inte skrivas ut. "
         "Pröva det först: {% if ingress %}"),
        ("{% if ingress %}x{% else %}{{ ingress }}{% endif %}", "«ingress» kan saknas och kan då inte skrivas ut. "
         "Pröva det först: {% if ingress %}"),
        ("{% if ingress %}x{% elif webb %}{{ ingress }}{% endif %}", "«ingress» kan saknas och kan då inte skrivas "
         "ut. Pröva det först: {% if ingress %}"),
        ("{% set en = personer|forsta %}{{ en.namn }}", "«en» kan saknas och kan då inte ha några fält. "
         "Pröva det först: {% if en %}"),
        ("{{ anslag.fond }}", "«anslag.fond» kan saknas och kan då inte skrivas ut. Pröva det först: "
         "{% if anslag.fond %}"),
        ("{% if anslag.fond|upper %}x{% endif %}", "«anslag.fond» kan saknas och kan då inte gå genom filtret upper. "
         "Pröva det först: {% if anslag.fond %}"),
        ("{{ rubriker|uppslag('forslag') }}", "Ett värde kan saknas och kan då inte skrivas ut. Pröva det först."),
        ("{{ 1 if webb else 'x' }}", "Värdet är ett värde av blandat slag och kan inte skrivas ut som det är."),
        ("{% for en in (1, 'x') %}{{ en }}{% endfor %}", "«en» är ett värde av blandat slag och kan inte skrivas ut "
         "som det är."),
        ("{{ anslag.belopp ~ ' procent' }}", "Tecknet ~ fogar ihop texter, inte ett tal. Gör text av det först, till "
         "exempel med tal."),
        ("{{ bedomning|stycken }}", f"Filtret «stycken» finns inte. Filtren är: {', '.join(SIGNATURES)}."),
        ("{{ rubrik if webb }}", "Ett värde kan saknas och kan då inte skrivas ut. Pröva det först."),
        ("{{ webb }}", "«webb» är ett ja eller nej och kan inte skrivas ut som det är."),
        ("{{ personer }}", "«personer» är en lista och kan inte skrivas ut som det är."),
        ("{{ anslag }}", "«anslag» är en grupp och kan inte skrivas ut som det är."),
        ("{{ bedomning }}", "«bedomning» är en text i stycken och kan inte skrivas ut som det är."),
        ("{{ (1, 2) }}", "Värdet är en lista och kan inte skrivas ut som det är."),
        ("{{ [1, 2]|summa }}", "Skriv listan inom vanliga parenteser: ('a', 'b')."),
        ("{{ antal_sidor * 1.5 }}", "Ett decimaltal kan inte skrivas i en text. Räkna ut det i ett värde först."),
        ("{% set rubrik = 'x' %}", "Namnet «rubrik» finns redan. Välj ett annat i {% set %}."),
        ("{% for en in personer %}{{ en.nam }}{% endfor %}", "Fältet «en.nam» finns inte. Menade du «namn»?"),
        ("{% for en in personer %}{% endfor %}{{ en.namn }}", f"Namnet «en» finns inte. Namnen är: "
         f"{', '.join(NAMES)}."),
        ("{% for en in personer %}{% else %}{{ loop.index }}{% endfor %}", f"Namnet «loop» finns inte. Namnen är: "
         f"{', '.join(NAMES)}."),
        ("{% for en in rubrik %}x{% endfor %}", "{% for %} behöver ett namn, ordet in och en lista."),
        ("{% for a, b in personer %}x{% endfor %}", "{% for %} behöver ett namn, ordet in och en lista."),
        ("{% include 'x' %}", "Bara {{ }}, {% if %}, {% for %} och {% set %} kan användas här."),
        ("{% macro x() %}{% endmacro %}", "Bara {{ }}, {% if %}, {% for %} och {% set %} kan användas här."),
        ("{% set x %}y{% endset %}", "Bara {{ }}, {% if %}, {% for %} och {% set %} kan användas här."),
        ("{% if webb %}x", "Ett {% if %} eller {% for %} saknar sitt {% endif %} eller {% endfor %}."),
        ("{% endif %}", "Ett {% endif %}, {% else %} eller {% endfor %} saknar sin början."),
        ("{% visa x %}", "Taggen «visa» finns inte. Börja med if, for, set eller include."),
        ("{{ rubrik", "En tagg är felskriven. Jämför med taggarna i mallhandboken."),
        ("{{ range(3) }}", "Uttrycket använder något som inte är tillåtet här, till exempel ett anrop."),
    ],
)  # fmt: skip
def test_a_wrong_wording_is_told_in_swedish(text: str, fault: str) -> None:
    """What cannot be printed, gone through or said in a wording is refused with its reason."""
    assert check_wording(text, NAMES).faults == (fault,)


@pytest.mark.parametrize(
    "text",
    [
        "{% if webb %}{% set x = rubrik %}{% endif %}{{ x }}",
        "{% if webb %}x{% else %}{% set x = rubrik %}{% endif %}{{ x }}",
        "{% if webb %}{% set x = rubrik %}{% else %}{{ x }}{% endif %}",
        "{% if webb %}{% set x = rubrik %}{% elif not rubrik %}{{ x }}{% endif %}",
        "{% if webb %}x{% elif rubrik %}{% set x = rubrik %}{% else %}{{ x }}{% endif %}",
        "{% if webb %}{% if rubrik %}{% set x = rubrik %}{% endif %}{{ x }}{% endif %}",
        "{% for en in villkor %}{% set x = en %}{% endfor %}{{ x }}",
        "{% for en in villkor %}{% set x = en %}{% else %}{{ x }}{% endfor %}",
        "{% for en in villkor %}{% else %}{{ en }}{% endfor %}",
        "{% for en in villkor %}{% endfor %}{{ loop.index }}",
        "{% for en in villkor if loop.first %}x{% endfor %}",
        "{% if ingress %}{% set ingress = anslag.fond %}{{ ingress }}{% endif %}",
        "{% if stod %}{% set stod = personer|forsta %}{{ stod.namn }}{% endif %}",
        "{% if stod and stod.fond %}{% for stod in [anslag] %}{{ stod.fond }}{% endfor %}{% endif %}",
        "{% set status = antal_sidor %}{% if status == 'utkast' %}x{% endif %}",
        "{% for status in tal %}{{ status|upper }}{% endfor %}",
        "{% for en in personer if en.finns_inte %}x{% endfor %}",
        "{% for en in personer if en.arvode > 1 %}x{% endfor %}",
        "{% for en in personer if not en.arvode %}{{ en.arvode }}{% endfor %}",
        "{% for en in personer if en.arvode %}x{% endfor %}{% for en in personer %}{{ en.arvode }}{% endfor %}",
        "{{ bedomning|stycken }}",
    ],
)
def test_a_wording_that_cannot_be_filled_in_is_refused(text: str) -> None:
    """Names that are set in one branch alone or taken by another value, a loop's own condition, a template's filter."""
    assert check_wording(text, NAMES).faults != ()


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{% if webb %}{% set x = rubrik %}{{ x }}{% endif %}", "åtgärder i Ås"),
        ("{% if not webb %}a{% else %}{% set x = status %}{{ x }}{% endif %}", "utkast"),
        ("{% set x = rubrik %}{% if webb %}{{ x }}{% endif %}{{ x }}", "åtgärder i Åsåtgärder i Ås"),
        ("{% set x = status %}{% for en in tal %}{{ x }}{% endfor %}", "utkastutkast"),
        ("{% for rubrik in tal %}{{ rubrik + 1 }}{% endfor %}{{ rubrik|upper }}", "32ÅTGÄRDER I ÅS"),
        ("{% for en in villkor %}{% set ny = 1 %}{{ ny + 1 }}{% endfor %}{{ rubrik|upper }}",
         "222ÅTGÄRDER I ÅS"),
        ("{% if stod %}{% for stod in tal %}{{ stod }}{% endfor %}{{ stod.belopp }}{% endif %}", "21400"),
        ("{% set nya = villkor %}{{ nya|upprakning }}", "b, å och a"),
        ("{% for en in personer if en.arvode %}{{ en.arvode|kronor }}{% endfor %}", "300\u00a0kronor"),
        ("{% for en in personer if en.arvode and en.arvode > 300 %}x{% else %}ingen{% endfor %}", "ingen"),
        ("{% for en in personer if not en.arvode %}{{ loop.index }} {{ en.namn }}{% endfor %}", "1 Lo Åkerö"),
        ("{% for personer in personer %}{{ personer.namn }}, {% endfor %}{{ personer|antal }}", "Kim Ek, Lo Åkerö, 2"),
        ("{{ rubriker|uppslag('zzz') or rubrik }}", "åtgärder i Ås"),
        ("{% if tabell|uppslag('zzz') %}x{% endif %}", ""),
        ("{% set ny = tabell|uppslag('skall') %}{% if ny %}{{ ny }}{% endif %}", "ska"),
        ("{% if (1 if webb else 'nej') %}x{% endif %}", "x"),
    ],
)  # fmt: skip
def test_a_name_is_in_reach_where_jinja_has_it(text: str, result: str) -> None:
    """What a branch or a loop sets is known within it; after a loop its name is again what it was."""
    assert check_wording(text, NAMES).faults == ()
    assert sandbox.plain_text(text, FULL) == result


def test_a_name_that_is_there_is_not_set_anew() -> None:
    """Setting a known name is refused, and what was known of the old value is not believed of the new."""
    known = frozenset({("stod",), ("stod", "fond")})
    faults = check_wording("{{ stod.fond }}{% set stod = anslag %}{{ stod.fond }}", NAMES, known).faults
    assert faults == (
        "Namnet «stod» finns redan. Välj ett annat i {% set %}.",
        "«stod.fond» kan saknas och kan då inte skrivas ut. Pröva det först: {% if stod.fond %}",
    )


@pytest.mark.parametrize("text", ["{{ bedomning }}", "{{ villkor }}", "{{ webb }}", "{{ anslag.fond }}"])
def test_what_the_check_refuses_to_print_is_not_printed(text: str) -> None:
    """The sandbox refuses it too; paragraphs within a wording would not be paragraphs."""
    assert check_wording(text, NAMES).faults
    with pytest.raises(sandbox.Misuse):
        sandbox.plain_text(text, FULL)


def test_numbers_are_joined_alike_in_wordings_and_expressions() -> None:
    """As texts, with a decimal comma in both."""
    joined = "anslag.belopp|tal ~ ' procent'"
    assert check_wording(f"{{{{ {joined} }}}}", NAMES).faults == ()
    assert sandbox.plain_text(f"{{{{ {joined} }}}}", FULL) == made(joined).run(FULL) == "33,5 procent"


def test_a_wording_has_what_is_known_and_tells_what_it_reads() -> None:
    """Facts from a rule's condition reach its message; its reads are those of conditions and loops too."""
    text = "{% if webb %}{{ stod.belopp }}{% endif %}{% for en in personer %}{{ en.namn }}{% endfor %}"
    checked = check_wording(text, NAMES, made("stod").holding)
    assert checked.faults == ()
    assert checked.reads == (("webb",), ("stod", "belopp"), ("personer",))
    assert check_wording(text, NAMES).faults


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("{% set en = personer|forsta %}{% if en %}{{ en.namn }}{% endif %}", (("personer",),)),
        ("{% for en in personer if en.arvode %}{{ loop.index }}{% endfor %}", (("personer",),)),
        ("{% set x = anslag.belopp %}{% set y = x + 1 %}{{ y }} {{ x }}", (("anslag", "belopp"),)),
        ("{{ rubriker|uppslag(status) or rubrik }}", (("rubriker",), ("status",), ("rubrik",))),
        ("Ingen tagg.", ()),
    ],
)
def test_names_that_a_wording_sets_itself_are_not_read(text: str, reads: tuple[tuple[str, ...], ...]) -> None:
    """They are the wording's own, so what they were made of is read instead."""
    checked = check_wording(text, NAMES)
    assert (checked.faults, checked.reads) == ((), reads)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (TEXT, TEXT, TEXT),
        (TEXT, MARKDOWN.maybe(), TEXT.maybe()),
        (TEXT, NUMBER, EITHER),
        (TEXT.maybe(), DATE, EITHER.maybe()),
        (TEXT, list_of(TEXT), EITHER),
        (TEXT, ANY, ANY),
        (ANY, NUMBER.maybe(), ANY.maybe()),
        (EITHER, ANY, ANY),
        (EITHER, EITHER, EITHER),
        (EITHER, TEXT, EITHER),
        (EITHER, MARKDOWN.maybe(), EITHER.maybe()),
        (EITHER, NOTHING, EITHER.maybe()),
        (EITHER, None, EITHER.maybe()),
        (NUMBER, NOTHING, NUMBER.maybe()),
        (TEXT, None, TEXT.maybe()),
        (list_of(TEXT), None, list_of(TEXT)),
        (list_of(TEXT), list_of(NUMBER), list_of(EITHER)),
        (STATUS, TEXT, TEXT),
        (STATUS, Type(Kind.TEXT, choices=frozenset({"ny"})), Type(Kind.TEXT, choices=STATUS.choices | {"ny"})),
        (group({"a": TEXT}), group({"b": NUMBER}), group({"a": TEXT.maybe(), "b": NUMBER.maybe()})),
        (group({"a": TEXT}), group({"a": TEXT}).maybe(), group({"a": TEXT}).maybe()),
        (group({"a": TEXT}), group({}, NUMBER), group({"a": EITHER}, NUMBER.maybe())),
    ],
)
def test_what_is_either_is_known_as_both(one: Type, other: Type | None, both: Type) -> None:
    """A value of one of two types is known as what they share; a field of one only may be missing."""
    assert union(one, other) == both


def test_a_demanded_field_is_there_and_all_on_the_way_to_it() -> None:
    """What a format demands of its ärende need not be tested."""
    whole = demanding(group({"stod": SUPPORT.maybe(), "dag": DATE.maybe()}), ("stod", "fond"))
    assert whole == group({"stod": group({"fond": TEXT, "belopp": NUMBER}), "dag": DATE.maybe()})


def test_a_schema_gives_its_type() -> None:
    """Kinds, dates, Markdown, choices, required fields and free names; lists are never missing."""
    text, number = {"type": "string"}, {"type": "number"}
    schema = {
        "type": "object",
        "required": ["namn"],
        "additionalProperties": number,
        "properties": {
            "namn": text,
            "dag": {**text, "format": "date"},
            "brod": {**text, "contentMediaType": "text/markdown"},
            "val": {"enum": ["a", "b"]},
            "typ": {"const": "c"},
            "ja": {"type": "boolean"},
            "heltal": {"type": "integer"},
            "vad": {},
            "rader": {"type": "array", "items": {"type": "object", "required": ["x"], "properties": {"x": text}}},
            "under": {"type": "object", "required": ["x"], "properties": {"x": text}},
        },
    }
    fields = {
        "namn": TEXT,
        "dag": DATE.maybe(),
        "brod": MARKDOWN.maybe(),
        "val": Type(Kind.TEXT, optional=True, choices=frozenset("ab")),
        "typ": Type(Kind.TEXT, optional=True, choices=frozenset("c")),
        "ja": BOOL.maybe(),
        "heltal": NUMBER.maybe(),
        "vad": ANY.maybe(),
        "rader": list_of(group({"x": TEXT})),
        "under": group({"x": TEXT}).maybe(),
    }
    assert type_of(schema) == group(fields, NUMBER)
    gaps = {**fields, "namn": TEXT.maybe(), "under": group({"x": TEXT.maybe()})}
    assert type_of(schema, gaps=True) == group(gaps, NUMBER)


def test_a_rule_knows_what_its_formats_have(words: Workshop) -> None:
    """A field of other formats may be missing; what each of the formats demands of the ärende is there."""
    schemas = words.schemas
    every = tuple(schemas.formats)
    [typ] = [name for name in every if "sokande" in schemas.formats[name].get("x-kraver-av-arendet", ())]
    assert not arende_type(schemas, (typ,)).fields["sokande"].optional
    assert arende_type(schemas, every).fields["sokande"].optional
    assert arende_type(schemas, ()).fields["sokande"].optional
    required = schemas.formats[typ]["required"]
    [own] = [name for name in required if not any(name in schemas.formats[one]["properties"] for one in every
             if one != typ)][:1]  # fmt: skip
    assert not handling_type(schemas, (typ,)).fields[own].optional
    assert handling_type(schemas, every).fields[own].optional
    assert handling_type(schemas, tuple(one for one in every if one != typ)).fields[own].optional
    assert not handling_type(schemas, every).fields["handlaggare"].optional


# --- Our closures against Jinja's own evaluation


@cache
def as_jinja(source: str) -> Any:
    """An expression as Jinja compiles it."""
    return sandbox.PLAIN.compile_expression(source, undefined_to_none=False)


def jinja(source: str, context: Mapping[str, Any]) -> Any:
    """What Jinja itself makes of an expression."""
    return as_jinja(source)(**context)


def evaluated(work: Callable[[], Any]) -> tuple[str, Any]:
    """What a piece of work gives, or that it raises; a name that is not there is Jinja's way to raise at any use."""
    try:
        value = work()
    except (*sandbox.FAILURES, LookupError, AttributeError):
        return "föll", None
    if isinstance(value, Undefined):
        return "föll", None
    return "gav", tuple(value) if isinstance(value, list) else value


def compared(expression: Expression | None, context: Mapping[str, Any]) -> Iterator[str]:
    """Where the two do not agree, in value or in raising."""
    if expression is not None:
        ours = evaluated(lambda: expression.run(context))
        theirs = evaluated(lambda: jinja(expression.source, context))
        same = ours == theirs and isinstance(ours[1], bool) is isinstance(theirs[1], bool)
        if not same:
            yield f"{expression.source}: {ours} ≠ {theirs}"


def disagreements(rule: Rule, trial: Trial) -> Iterator[str]:
    """Where the two do not agree on any expression of a rule, nor on any item that it goes through."""
    context = dict(trial.context)
    yield from compared(rule.condition, context)
    match rule:
        case Check():
            context |= rule.own
            yield from compared(rule.each, context)
            each = rule.each
            items = (evaluated(lambda: each.run(context))[1] or ()) if each else ({},)
            for number, post in enumerate(items, start=1):
                yield from compared(rule.demand, {**context, "post": post, "nr": Decimal(number)})
        case Reckoning():
            yield from compared(rule.expression, context)
        case Signing() | Receiving():
            yield from compared(rule.chosen, context)


def test_rules_mean_what_jinja_means(words: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule's expressions, in two of its own examples and in every base case, give or fail as Jinja's own do."""
    noted: list[Trial] = []
    conclude, bases = tryout.conclude, {}
    monkeypatch.setattr(tryout, "conclude", lambda trial: noted.append(trial) or conclude(trial))
    found: list[str] = []
    for rule in words.rules.rules:
        for example in (rule.examples[0], rule.examples[-1], *(one for one in rule.examples if one.number)):
            noted.clear()
            tryout.attempt(rule, example, words.rules, words)
            for trial in noted:  # none when the schemas refuse the example
                found += disagreements(rule, trial)
                if not (example.case or example.handling or example.without or example.published):
                    bases.setdefault(example.base, trial)
    assert set(bases) == {path.stem for path in (words.settings.rules / tryout.FOLDER).glob("*.json")}
    found += [fault for trial in bases.values() for rule in words.rules.rules for fault in disagreements(rule, trial)]
    assert found == []


# --- Random expressions that pass the check


def _texts() -> st.SearchStrategy[str]:
    return st.sampled_from(
        [
            "rubrik",
            "ingress",
            "status",
            "anslag.fond",
            "stod.fond",
            "'x'",
            "''",
            "rubriker.forslag",
            "(rubriker|uppslag('zzz'))",
            "(tabell|uppslag(status))",
        ]
    )


def _numbers() -> st.SearchStrategy[str]:
    return st.sampled_from(
        [
            "antal_sidor",
            "paragraf",
            "anslag.belopp",
            "stod.belopp",
            "tal|summa",
            "villkor|antal",
            "tal|storst",
            "2",
            "0",
        ]
    )


def _whatever() -> st.SearchStrategy[str]:
    return st.sampled_from(["stod", "webb", "granskad", "personer", "justerad", "datum", "none", "true", "anslag"])


_JOINING = st.sampled_from(["and", "and", "or", "or", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "~"])
_FILTERS = (
    "upper",
    "antal",
    "length",
    "rader",
    "versal",
    "arbetsdag",
    "plus_dagar(1)",
    "summa('arvode')",
    "tal",
    "datum",
)
_FILTERS += ("upprakning", "svensk_ordning", "storst", "minst", "summa", "kronor", "uppslag('x')", "foljer('x')")
_FILTERS += ("kolumn('namn')", "med('status', 'utkast')", "utan('arvode')", "forsta")
_ENDING = st.sampled_from(
    ["is none", "is not none", "in villkor", "not in villkor", "in tal", "/ 4", *(f"|{name}" for name in _FILTERS)]
)


_WHOLE = st.sampled_from(["summa", "storst", "minst", "upprakning", "forsta", "antal"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair, three = st.tuples(inner, inner), st.tuples(inner, inner, inner)
    return st.one_of(
        inner.map(lambda one: f"(not {one})"),
        inner.map(lambda one: f"(-{one})"),
        st.tuples(inner, _WHOLE).map(lambda parts: f"([{parts[0]}, {parts[0]}]|{parts[1]})"),
        st.tuples(inner, _JOINING, inner).map(lambda parts: f"({' '.join(parts)})"),
        three.map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
        pair.map(lambda parts: f"({parts[0]} in ({parts[1]}, 'x'))"),
        st.tuples(inner, _ENDING).map(lambda parts: f"({' '.join(parts)})"),
    )


EXPRESSIONS = st.recursive(st.one_of(_texts(), _numbers(), _whatever()), _grown, max_leaves=7)
_TESTS = ("stod", "stod is none", "webb", "paragraf", "paragraf is not none", "ingress == 'x'", "ingress != 'x'")
_TESTS += ("ingress in villkor", "ingress not in villkor", "(stod and stod.fond)", "granskad == true")
_CONDITIONS = st.recursive(
    st.sampled_from(_TESTS),
    lambda inner: st.one_of(
        inner.map(lambda one: f"(not {one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({' '.join(parts)})"),
    ),
    max_leaves=4,
)
_USES = st.sampled_from(["stod.belopp > 1", "paragraf + 1 > 8", "ingress|upper == 'X'", "stod.fond|upper == 'ERUF'"])
_FORMS = st.sampled_from(["{} and {}", "{} or {}", "not {} or {}", "{1} if {0} else webb", "webb if {} else {}"])
GUARDED = st.tuples(_FORMS, _CONDITIONS, _USES).map(lambda parts: parts[0].format(*parts[1:]))
MIXED = [
    MappingProxyType({**FULL, "stod": stod, "paragraf": paragraf, "ingress": ingress, "webb": webb, "villkor": ("x",)})
    for stod in (None, FULL["stod"], frozen(fond=None, belopp=Decimal(0)))
    for paragraf in (None, Decimal(8))
    for ingress in (None, "x", "y")
    for webb in (True, False)
]
"""Every mixture of what is there and what is not."""


def test_a_field_that_is_let_through_is_there() -> None:
    """However a test is put together, a use that the check accepts behind it never meets an empty field."""
    passed: list[str] = []

    @settings(max_examples=150, derandomize=True, deadline=None, database=None)
    @given(GUARDED)
    def runs(source: str) -> None:
        expression = compile_expression(source, NAMES)
        if not expression.faults:
            passed.append(source)
            for context in MIXED:
                assert expression.run(context) == jinja(source, context)

    runs()
    assert len(set(passed)) > 20, "the grammar gives too little that passes"


class Watched(Walk):
    """A walk that notes when it comes to a value of which nothing is known: against its use nothing is said."""

    blind = False

    def part(self, node: nodes.Node) -> Part:
        """Check and compile one node."""
        made_ = super().part(node)
        self.blind = self.blind or made_.type.kind is Kind.ANY
        return made_


def test_what_passes_the_check_can_be_run() -> None:
    """A random expression of known kinds that the check accepts runs on full and bare contexts, and as Jinja's own."""
    passed: list[str] = []

    @settings(max_examples=150, derandomize=True, deadline=None, database=None)
    @given(EXPRESSIONS)
    def runs(source: str) -> None:
        walk = Watched(NAMES, NOTHING_KNOWN)
        walk.part(parsed(source))
        expression = compile_expression(source, NAMES)
        assert expression.faults == tuple(walk.faults)
        if not walk.faults and not walk.blind:
            passed.append(source)
            for context in (FULL, BARE):
                assert expression.run(context) == jinja(source, context)

    runs()
    assert len(set(passed)) > 20, "the grammar gives too little that passes"
