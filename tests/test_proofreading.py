"""Looking for things in what people have written: what is found, what is let be, and what comes with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
import tomli

from generator.proofreading import (
    compiled,
    foljer,
    hoppade_rubriker,
    matchar,
    ord_ur,
    personnummer,
    rader,
    tomma_rubriker,
    traffar,
)
from tests.conftest import ROOT


def text(words: str, *, running: bool = True) -> Mapping[str, Any]:
    """A text that somebody has written."""
    return MappingProxyType(
        {
            "text": words,
            "falt": "handlingar[0].bedomning",
            "namn": "bedomning",
            "titel": "Bedömning",
            "lopande": running,
        }
    )


def words(hits: tuple[Mapping[str, Any], ...]) -> list[str]:
    """What was found."""
    return [one["traff"] for one in hits]


@pytest.mark.parametrize(
    ("written", "pattern", "found"),
    [
        ("Åtgärd ÅTGÄRD åtgärd", "åtgärd", ["Åtgärd", "ÅTGÄRD", "åtgärd"]),
        ("atgard", "åtgärd", []),
        ("xx och xxx", r"\bxx+\b", ["xx", "xxx"]),
        ("xx, xx, xx", r"\bxx\b", ["xx"]),
        ("ett\ntvå", "ett.två", []),
        ("", "a", []),
    ],
)
def test_a_pattern_is_found_capitals_aside(written: str, pattern: str, found: list[str]) -> None:
    """Every place in order, the same words once for each text."""
    assert words(traffar((text(written),), pattern)) == found


def help_texts(written: str) -> list[str]:
    """What the rule on help texts that are left finds in a text."""
    rules = tomli.loads((ROOT / "rules" / "texten.toml").read_text("utf-8"))["kontroll"]
    [rule] = [one for one in rules if one["id"] == "platshallartext-kvar"]
    return words(traffar((text(written),), rule["monster"]["hjalptext"]))


@pytest.mark.parametrize("box", ["[x]", "[X]", "[ ]"])
@pytest.mark.parametrize(
    "marker", ["- ", "* ", "+ ", "-  ", "1. ", "12) ", "  - ", "    1. ", "a\n - ", "Klart:\n\n- "]
)
def test_a_check_box_is_no_help_text(marker: str, box: str) -> None:
    """Ticked or not, after the marker of a list item, a box is what somebody has written on purpose."""
    assert help_texts(f"{marker}{box} Budgeten är klar.\n{marker.lstrip()}{box}") == []


@pytest.mark.parametrize(
    "written",
    [
        "[x]",
        "Bidraget är [x] kronor.",
        "Enligt [x] ska det ske.",
        "- Till [x]",
        "Mötet är kl. 8 - [x].",
        "Priset är 5 * [x].",
        "Så blev det 2024. [x] ska stå kvar.",
        "Se avsnitt 3) [x].",
        "Se avsnitt 12. [x] gäller.",
        "- [xx] är klart",
        "- [x] kronor",
        "- [namn]",
    ],
)
def test_what_is_to_be_filled_in_is_found_beside_check_boxes(written: str) -> None:
    """Elsewhere than first in a list item, and before a measure, x within brackets is to be replaced; so are words."""
    assert len(help_texts(written)) == 1


def test_a_hit_keeps_what_is_known_of_its_text() -> None:
    """The field, its name and title stand beside the words found; texts come in order, none at all gives nothing."""
    first, second = text("ett xx"), MappingProxyType({**text("två xx"), "namn": "rubrik", "falt": "rubrik"})
    found = traffar((first, second), "x+")
    assert found == ({**first, "traff": "xx", "skriv": None}, {**second, "traff": "xx", "skriv": None})
    assert traffar((), "x") == personnummer(()) == tomma_rubriker(()) == hoppade_rubriker(()) == ()


def test_a_pattern_matches_somewhere_or_follows_all_the_way() -> None:
    """`matchar` looks anywhere and does not mind capitals; `foljer` wants the whole text, capitals and all."""
    assert matchar("Enligt den REGIONALA planen", "regionala")
    assert not matchar("planen", "regionala")
    assert foljer("GNS/8/2019", "[A-Z]+/[0-9]+/[0-9]{4}")
    assert not foljer("gns/8/2019", "[A-Z]+/[0-9]+/[0-9]{4}")
    assert not foljer("GNS/8/2019 ", "[A-Z]+/[0-9]+/[0-9]{4}")
    assert not foljer("GNS/8/2019\n", "[A-Z]+/[0-9]+/[0-9]{4}")
    assert not foljer("", "x+")
    assert (type(matchar("a", "a")), type(foljer("a", "a"))) == (bool, bool)


def test_a_pattern_that_is_none_is_told() -> None:
    """What is no regular expression is refused when it is made ready."""
    with pytest.raises(re.error):
        compiled("(")


TABLE = MappingProxyType(
    {"skall": "ska", "tillse": "se till", "icke": "inte", "m.m.": "med mera", "e d": "eller dylikt"}
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Barn skall få svar.", [("skall", "ska")]),
        ("SKALL, Skall och skall", [("SKALL", "ska"), ("Skall", "ska"), ("skall", "ska")]),
        ("Skallen, fågelskall och skallra", []),
        ("Vi skall tillse det, icke.", [("skall", "ska"), ("tillse", "se till"), ("icke", "inte")]),
        ("Bilar m.m. och annat", [("m.m.", "med mera")]),
        ("mxmx", []),
        ("bord e d", [("e d", "eller dylikt")]),
        ("(skall)", [("skall", "ska")]),
        ("skall_", []),
        ("åskall", []),
    ],
)
def test_whole_words_are_found_with_better_ones(written: str, found: list[tuple[str, str]]) -> None:
    """A word of the table, not one that contains it; points in it are points."""
    hits = ord_ur((text(written),), TABLE)
    assert [(one["traff"], one["skriv"]) for one in hits] == found


def test_swedish_words_and_empty_tables() -> None:
    """å ä ö have capitals too, the longest word wins, and without words there is nothing to find."""
    table = {"därvidlag": "där", "i och för sig": "", "i och": "x"}
    hits = ord_ur((text("DÄRVIDLAG i och för sig"),), table)
    assert [(one["traff"], one["skriv"]) for one in hits] == [("DÄRVIDLAG", "där"), ("i och för sig", "")]
    assert ord_ur((text("skall"),), {}) == ()


@pytest.mark.parametrize(
    ("word", "written", "found"),
    [
        ("İ", "i", [("i", None)]),  # a letter that Python's patterns and its small letters see differently
        ("ſkall", "skall Skall", [("skall", "x"), ("Skall", "x")]),
        ("ß", "ß ss", [("ß", "x")]),
        ("(a", "(a och [b", [("(a", "x")]),
        ("", "ett ord", []),
    ],
)
def test_no_word_of_a_table_is_too_odd(word: str, written: str, found: list[tuple[str, str | None]]) -> None:
    """The table is data: whatever letters are in it, nothing is raised; at worst nothing better is known."""
    hits = ord_ur((text(written),), {word: "x"})
    assert [(one["traff"], one["skriv"]) for one in hits if one["traff"]] == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("811228-9874", ["811228-9874"]),
        ("8112289874", ["8112289874"]),
        ("19811228-9874", ["19811228-9874"]),
        ("198112289874", ["198112289874"]),
        ("811228+9874", ["811228+9874"]),
        ("18811228+9874", ["18811228+9874"]),
        ("20000229-0005", ["20000229-0005"]),
        ("000229-0005", ["000229-0005"]),
        ("701063-2391", ["701063-2391"]),  # samordningsnummer: the day is 3
        ("19701063-2391", ["19701063-2391"]),
        ("Kim Ek (811228-9874), Lo Ek (811228-9874).", ["811228-9874"]),
        ("pnr:811228-9874!", ["811228-9874"]),
        ("811228 9874", ["811228 9874"]),
        ("19811228 9874", ["19811228 9874"]),
        ("811228\u00a09874", ["811228\u00a09874"]),
        ("811228\u20139874", ["811228\u20139874"]),  # the dash that Word makes of a hyphen
        ("811228\u20119874", ["811228\u20119874"]),  # the hyphen that does not break
        ("nr-811228-9874", ["811228-9874"]),
        ("pnr-8112289874 och", ["8112289874"]),
        ("811228-9874-", ["811228-9874"]),
        ("701063 2391", ["701063 2391"]),
        ("811228 9875", []),
        ("811228  9874", []),
        ("811228 - 9874", []),
        ("811228\n9874", []),
        ("232100 0214", []),
        ("070-811228 9874", []),
        ("811228-9875", []),  # the check digit
        ("811328-9874", []),  # the month
        ("811232-9878", []),  # the day is neither 32 nor that of a samordningsnummer
        ("701092-2399", []),  # nor is 92
        ("010230-0007", []),  # 30 February
        ("232100-0214", []),  # an organisation's number has a third digit from 2
        ("802999-9996", []),
        ("16232100-0214", []),
        ("165560360793", []),
        ("1811228-9874", []),  # part of a longer number
        ("811228-98741", []),
        ("811228-9874-1", []),
        ("1-811228-9874", []),
        ("81122898741234", []),
        ("2024-02-09", []),
        ("20240209-20240229", []),
        ("faktura 1234567890", []),
        ("063-14 76 76", []),
        ("bankgiro 5050-1055", []),
        ("23RS11972", []),
        ("", []),
    ],
)
def test_personnummer_are_found_and_other_numbers_are_not(written: str, found: list[str]) -> None:
    """A day of birth, with 60 added or not, and a right check digit, standing by itself."""
    assert words(personnummer((text(written),))) == found
    assert words(personnummer((text(written, running=False),))) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("# Bakgrund\n\nText.", []),
        ("# Bakgrund", ["Bakgrund"]),
        ("# Bakgrund\n\n   \n", ["Bakgrund"]),
        ("# Bakgrund\n\n# Nuläge\n\nText.", ["Bakgrund"]),
        ("# Bakgrund\n\n## Nuläge\n\nText.", []),
        ("## Nuläge\n\n# Bakgrund\n\nText.", ["Nuläge"]),
        ("# Bakgrund\n## Nuläge\n# Slut\nText.", ["Nuläge"]),
        ("Text.\n\n###### Åtgärd", ["Åtgärd"]),
        ("# Samma\n\n# Samma", ["Samma"]),
        ("#Ingen rubrik", []),
        ("####### Sju är ingen rubrik", []),
        ("Text utan rubrik.", []),
        ("", []),
        (" \n", []),
        ("\n\n\t\n", []),
    ],
)
def test_headings_with_nothing_under_them(written: str, found: list[str]) -> None:
    """Neither a text nor a lower heading follows; in a text that is no text of paragraphs # is a sign like others."""
    assert words(tomma_rubriker((text(written),))) == found
    assert tomma_rubriker((text(written, running=False),)) == ()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("# Ett\n\n## Två\n\n### Tre", []),
        ("# Ett\n\n### Tre", ["Tre"]),
        ("# Ett\n\ntext\n\n#### Fyra\n\n##### Fem", ["Fyra"]),
        ("### Tre\n\ntext", []),
        ("# Ett\n\n## Två\n\n# Ett till\n\n### Tre", ["Tre"]),
        ("### Tre\n\n# Ett", []),
        ("# Ett\n\n### Tre\n\n### Tre igen", ["Tre"]),
        ("#\tEtt\n\n###\tÅtta ord", ["Åtta ord"]),
        ("Text.", []),
        ("", []),
        (" \n\n", []),
    ],
)
def test_headings_that_skip_a_level(written: str, found: list[str]) -> None:
    """More than one level down from the heading before; upward any step is right, and the first sets the level."""
    assert words(hoppade_rubriker((text(written),))) == found
    assert hoppade_rubriker((text(written, running=False),)) == ()


@pytest.mark.parametrize(
    ("written", "lines"),
    [("", 0), ("\n \n", 0), ("x", 1), ("x" * 80, 1), ("x" * 81, 2), ("ett\n\ntvå", 2), ("x" * 161 + "\r\ny", 4)],
)
def test_about_how_many_lines_a_text_takes(written: str, lines: int) -> None:
    """Eighty characters to a line, blank lines aside."""
    assert (rader(written), type(rader(written))) == (lines, Decimal)
