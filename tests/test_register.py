"""Who signs and who gets the document: the case's own, and those whom the profile's register has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from generator.model import Recipient, RecipientGroup, Signer
from generator.rules.register import CASE, Line, Named, Unknown, recipients, signers

FUNCTIONS = {
    "direktor": {"namn": "Harald Sundin", "titel": "Direktör", "formel": None},
    "chef": {"namn": "Alva Berglind", "titel": "Chef", "formel": None},
    "sekreterare": {"namn": "Signe Norrvall", "titel": "Sekreterare", "formel": "Enligt uppdrag"},
}
REGISTER = {
    "ekonomi": {"namn": "Ekonomienheten", "enhet": None, "organisation": None, "kategori": "verkstallare"},
    "arkiv": {"namn": "Arkivet", "enhet": "Kansliet", "organisation": "Provkommunen", "kategori": None},
    "revision": {"namn": "Revisorerna", "enhet": None, "organisation": None, "kategori": "kannedom"},
}
GROUPS = (
    {"rubrik": "För verkställighet", "kategorier": ("verkstallare",)},
    {"rubrik": "För kännedom", "kategorier": ("kannedom", "part")},
)


def profile(formula: str | None = "I tjänsten", groups: Sequence[Mapping[str, Any]] = ()) -> Mapping[str, Any]:
    """A profile with its registers."""
    return {"funktioner": FUNCTIONS, "mottagare": REGISTER, "formel": formula, "sandlista": {"grupper": groups}}


def named(*names: str, rule: str = "regel") -> list[Named]:
    """Names that a rule gives."""
    return [Named(name, rule) for name in names]


def person(namn: str, enhet: str | None = None, organisation: str | None = None, **more: Any) -> Mapping[str, Any]:
    """A recipient as the case has it."""
    return {"namn": namn, "enhet": enhet, "organisation": organisation, "kategori": None, **more}


def given(
    *names: str,
    case: Sequence[Mapping[str, Any]] = (),
    lines: Sequence[Line] = (),
    groups: Sequence[Mapping[str, Any]] = (),
    nobody: bool = False,
) -> tuple[RecipientGroup, ...]:
    """Those who get the document."""
    return recipients(case, named(*names), lines, profile(groups=groups), nobody=nobody)


def texts(groups: Sequence[RecipientGroup]) -> list[tuple[str | None, list[str]]]:
    """The list as it is printed."""
    return [(one.heading, [who.text for who in one.recipients]) for one in groups]


def test_signers_come_in_the_registers_order() -> None:
    """Whatever order the rules give them in, and each once, with the first rule as its ground."""
    wanted = [*named("sekreterare", "chef"), *named("direktor", "chef", rule="annan")]
    found = signers((), wanted, profile(None))
    assert [(one.namn, one.titel, one.ground) for one in found] == [
        ("Harald Sundin", "Direktör", "annan"),
        ("Alva Berglind", "Chef", "regel"),
        ("Signe Norrvall", "Sekreterare", "regel"),
    ]


def test_the_case_names_its_own_signers() -> None:
    """They are kept in the case's order, with the case as their ground, and the rules add nobody."""
    own = [{"namn": "Kim Ek", "titel": "Ordförande"}, {"funktion": "direktor"}]
    found = signers(own, named("chef"), profile(None))
    assert found == (
        Signer(formel=None, namn="Kim Ek", titel="Ordförande", ground=CASE),
        Signer(formel=None, namn="Harald Sundin", titel="Direktör", ground=CASE),
    )
    assert CASE == "ärendet"


def test_the_case_may_say_otherwise_than_the_register() -> None:
    """A name, title or formula of the case's own comes before the function's."""
    [one] = signers([{"funktion": "sekreterare", "titel": "T.f. sekreterare", "formel": "Dag som ovan"}], (), profile())
    assert (one.namn, one.titel, one.formel) == ("Signe Norrvall", "T.f. sekreterare", "Dag som ovan")


@pytest.mark.parametrize(
    ("names", "formula", "printed"),
    [
        (("direktor", "chef"), "I tjänsten", ["I tjänsten", None]),
        (("direktor", "sekreterare"), "I tjänsten", ["I tjänsten", "Enligt uppdrag"]),
        (("direktor", "sekreterare"), "Enligt uppdrag", ["Enligt uppdrag", None]),
        (("direktor", "chef", "sekreterare"), None, [None, None, "Enligt uppdrag"]),
        (("sekreterare",), "I tjänsten", ["Enligt uppdrag"]),
        (("chef",), "", [None]),
    ],
)
def test_a_formula_is_printed_once_for_those_who_share_it(
    names: tuple[str, ...], formula: str | None, printed: list[str | None]
) -> None:
    """Above the first of them; the function's own comes before the profile's."""
    assert [one.formel for one in signers((), named(*names), profile(formula))] == printed


def test_a_person_who_would_sign_twice_signs_once() -> None:
    """Named twice by the case, or the same in two functions that a rule gives; who differs in title signs as both."""
    kim, lo = {"namn": "Kim Ek", "titel": "Ordförande"}, {"namn": "Lo Ek", "titel": "Sekreterare"}
    assert [one.namn for one in signers([kim, lo, kim], (), profile(None))] == ["Kim Ek", "Lo Ek"]
    assert [one.namn for one in signers([kim, {**kim, "titel": "Ledamot"}], (), profile(None))] == ["Kim Ek"] * 2
    functions = {**FUNCTIONS, "vd": FUNCTIONS["direktor"]}
    found = signers((), named("vd", "direktor", "chef"), {**profile(None), "funktioner": functions})
    assert [(one.namn, one.ground) for one in found] == [("Harald Sundin", "regel"), ("Alva Berglind", "regel")]


def test_nobody_signs_when_nobody_is_named() -> None:
    """Neither by the case nor by a rule, also in a profile without registers."""
    assert signers((), (), {"funktioner": None, "formel": None}) == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("direktör", "Funktionen «direktör» finns inte i profilens register. Menade du «direktor»?"),
        ("Chef", "Funktionen «Chef» finns inte i profilens register. Menade du «chef»?"),
        ("kung", "Funktionen «kung» finns inte i profilens register. Där finns: direktor, chef, sekreterare."),
    ],
)
def test_a_function_that_the_profile_lacks_is_told(name: str, message: str) -> None:
    """With the nearest name, or all of them, and the rule that named it."""
    with pytest.raises(Unknown) as caught:
        signers((), [*named("chef"), *named(name, rule="fel-regel")], profile())
    assert (str(caught.value), caught.value.rule, caught.value.name) == (message, "fel-regel", name)


def test_an_empty_register_is_told() -> None:
    """A profile without functions or recipients has none to suggest."""
    bare = {"funktioner": None, "mottagare": None, "formel": None, "sandlista": {"grupper": ()}}
    with pytest.raises(Unknown, match=r"Där finns: inga\.$"):
        signers((), named("chef"), bare)
    with pytest.raises(Unknown, match=r"^Mottagaren «ekonomi» .* Där finns: inga\.$"):
        recipients((), named("ekonomi"), (), bare, nobody=False)


def test_recipients_come_in_the_registers_order() -> None:
    """The case's own first, then lines of the rules' own, then the register's, then lines that stand in no register."""
    found = given(
        "Revisionsbyrån AB",
        "revision",
        "ekonomi",
        "arkiv",
        case=[person("Lo Ek"), person("Kim Ek", "Regional utveckling", "Region Prov")],
        lines=[Line("Föreningen Prov", None, "egen")],
    )
    assert texts(found) == [
        (
            None,
            [
                "Lo Ek",
                "Kim Ek, Regional utveckling, Region Prov",
                "Föreningen Prov",
                "Ekonomienheten",
                "Arkivet, Kansliet, Provkommunen",
                "Revisorerna",
                "Revisionsbyrån AB",
            ],
        )
    ]


def test_every_recipient_has_its_ground() -> None:
    """The case, or the rule that gave it, with the category of the register or of the rule."""
    [group] = given("ekonomi", case=[person("Kim Ek", kategori="part")], lines=[Line("Föreningen", "kannedom", "egen")])
    assert group.recipients == (
        Recipient(text="Kim Ek", ground=CASE, category="part"),
        Recipient(text="Föreningen", ground="egen", category="kannedom"),
        Recipient(text="Ekonomienheten", ground="regel", category="verkstallare"),
    )


def test_nobody_gets_the_document_twice() -> None:
    """Capitals aside, å ä ö too; the case's own line is the one that is kept."""
    found = given(
        "ekonomi",
        "ekonomi",
        "EKONOMIENHETEN",
        case=[person("ekonomienheten"), person("ÅSA ÖMAN"), person("Åsa Öman"), person("Åsa Öman", "Arkivet")],
        lines=[Line("åsa öman", None, "egen")],
    )
    assert [(one.text, one.ground) for one in found[0].recipients] == [
        ("ekonomienheten", CASE),
        ("ÅSA ÖMAN", CASE),
        ("Åsa Öman, Arkivet", CASE),
    ]


def test_recipients_stand_in_the_profiles_groups() -> None:
    """In the groups' order, the case's own first in each; those without a group come first, without a heading."""
    found = given(
        "revision",
        "arkiv",
        "ekonomi",
        case=[person("Kim Ek", kategori="verkstallare"), person("Lo Ek", kategori="part"), person("Bo Ek")],
        lines=[Line("Föreningen", "kannedom", "egen"), Line("Länsstyrelsen", "samverkan", "egen")],
        groups=GROUPS,
    )
    assert texts(found) == [
        (None, ["Bo Ek", "Länsstyrelsen", "Arkivet, Kansliet, Provkommunen"]),
        ("För verkställighet", ["Kim Ek", "Ekonomienheten"]),
        ("För kännedom", ["Lo Ek", "Föreningen", "Revisorerna"]),
    ]


def test_a_group_without_members_is_left_out() -> None:
    """No heading stands above nothing."""
    assert texts(given("revision", groups=GROUPS)) == [("För kännedom", ["Revisorerna"])]
    assert given(groups=GROUPS) == ()


def test_none_is_printed_only_when_the_case_says_so() -> None:
    """An empty list is an empty list; «Inga» is a statement, and not made beside somebody."""
    assert given() == ()
    assert given(nobody=True) == (
        RecipientGroup(heading=None, recipients=(Recipient(text="Inga", ground=CASE, category=None),)),
    )
    assert texts(given(nobody=True, groups=GROUPS)) == [(None, ["Inga"])]
    assert texts(given("arkiv", nobody=True)) == [(None, ["Arkivet, Kansliet, Provkommunen"])]
    assert texts(given(case=[person("Kim Ek")], nobody=True)) == [(None, ["Kim Ek"])]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ekonomin", "Mottagaren «ekonomin» finns inte i profilens register. Menade du «ekonomi»?"),
        ("zzz", "Mottagaren «zzz» finns inte i profilens register. Där finns: ekonomi, arkiv, revision."),
    ],
)
def test_a_recipient_that_the_profile_lacks_is_told(name: str, message: str) -> None:
    """A name in small letters must be one of the register's; one with a capital is a line of its own."""
    with pytest.raises(Unknown) as caught:
        given("arkiv", name)
    assert (str(caught.value), caught.value.rule, caught.value.name) == (message, "regel", name)
    assert texts(given(name.capitalize())) == [(None, [name.capitalize()])]
