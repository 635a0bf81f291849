"""The rules: each keeps its examples, each can fail, and together they catch what real documents got wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jinja2 import nodes

from generator.expressions import Expression, compile_expression
from generator.expressions.compiler import parsed
from generator.expressions.types import ANY
from generator.expressions.walk import Walk
from generator.findings import Finding, Severity
from generator.pipeline import check_file
from generator.ruledoc import document
from generator.rules.compile import UNPROVEN
from generator.rules.load import RuleBook
from generator.rules.model import Check, Rule
from generator.settings import Settings
from generator.tryout import FOUND, NOTHING, attempt, trial_run
from generator.workshop import Workshop
from tests.conftest import ROOT

SHOP = Workshop(Settings(root=ROOT, out=Path("/nowhere")))
BOOK = SHOP.rules
CHECKS = [one for one in BOOK.of(Check) if one.demand is not None]
FORTY = [
    "dnr-format-fel",
    "datum-ogiltigt",
    "sidhuvud-uppgift-saknas",
    "obligatoriskt-avsnitt-saknas",
    "avsnitt-utan-innehall",
    "platshallartext-kvar",
    "sammanfattning-saknas",
    "beslutsunderlag-odaterat",
    "forslag-till-beslut-saknas",
    "forslag-ej-sjalvbarande",
    "beslutsstil-avviker",
    "uppdrag-utan-ansvarig-eller-frist",
    "tidigare-beslut-utan-paragraf",
    "bidragsvillkor-saknas",
    "uppfoljning-saknas",
    "finansieringsplan-saknas",
    "finansieringsplan-summerar-inte",
    "slutrapportering-saknas",
    "motivering-rus-saknas",
    "stodandel-over-tak",
    "stodbelopp-och-andel-oforenliga",
    "statsstodsprovning-saknas",
    "de-minimis-over-tak",
    "forskott-over-tak",
    "projektperiod-ogiltig",
    "projektstart-fore-beslut",
    "overklagandetext-fel",
    "beslutsdeltagare-saknas",
    "avslag-utan-motivering",
    "delegation-ofullstandig",
    "jav-eller-sjalvfinansiering",
    "avslut-medel-utan-beslutspunkt",
    "sandlista-tom",
    "part-saknas-i-sandlista",
    "sekretessmarkering-ofullstandig",
    "personnummer-i-dokument",
    "skrivregel-belopp-datum",
    "ord-foraldrat-eller-oforklarat",
    "perspektiv-utan-innehall",
    "tillganglig-struktur",
]
"""The checks that law and practice ask for."""
FAULTS = {
    "000-tjansteskrivelse": {"sandlista-tom", "skrivregel-belopp-datum", "uppdrag-utan-ansvarig-eller-frist"},
    "001-avslut": {
        "falt-saknas",
        "platshallartext-kvar",
        "avslut-medel-utan-beslutspunkt",
        "tidigare-beslut-utan-paragraf",
        "ord-foraldrat-eller-oforklarat",
    },
    "002-beviljande": {
        "projektstart-fore-beslut",
        "perspektiv-utan-innehall",
        "finansieringsplan-saknas",
        "uppfoljning-saknas",
        "slutrapportering-saknas",
        "statsstodsprovning-saknas",
        "jav-eller-sjalvfinansiering",
        "ord-tillvaxtpolitik",
        "ord-statligt-stod",
        "overklagande-saknas",
    },
}
"""What three real documents got wrong, by the rule named for it."""


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_keeps_its_examples(rule: Rule) -> None:
    """Every rule does on each of its examples what the example says, and has one of each kind."""
    tried = [attempt(rule, example, BOOK, SHOP) for example in rule.examples]
    assert [(one.gave, one.problem) for one in tried if not one.kept] == []
    gives = {one.example.gives for one in tried}
    assert NOTHING in gives
    assert len(gives) > 1
    assert not isinstance(rule, Check) or gives == {NOTHING, FOUND}


def test_every_rule_that_was_asked_for_is_there() -> None:
    """The forty checks of law and practice stand in the rules under their names."""
    assert len(FORTY) == 40
    assert [name for name in FORTY if BOOK.rule(name) is None] == []


def test_a_ground_that_is_not_proven_only_warns() -> None:
    """A rule whose source begins with Slutsats or Allmän kunskap is a warning."""
    unproven = [one for one in BOOK.of(Check) if UNPROVEN.search(one.source)]
    assert unproven
    assert {one.severity for one in unproven} == {Severity.WARNING}


@pytest.mark.parametrize("name", FAULTS)
def test_the_faults_of_real_documents_are_caught(name: str) -> None:
    """Each fault of a published document is found by the rule named for it, and nothing else is."""
    results = check_file(ROOT / "tests" / "cases" / "forlagor" / f"{name}.json", SHOP)
    assert {finding.code for result in results for finding in result.findings} == FAULTS[name]


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_holds_for_its_days(rule: Rule) -> None:
    """From its first day of decision to its last, both counted, and on no other."""
    typ, profil = (*rule.formats, "avslut")[0], (*rule.profiles, "region-jh")[0]
    assert rule.speaks_about(typ, profil, rule.first)
    assert rule.speaks_about(typ, profil, rule.last)
    assert rule.first == date.min or not rule.speaks_about(typ, profil, rule.first - timedelta(days=1))
    assert rule.last == date.max or not rule.speaks_about(typ, profil, rule.last + timedelta(days=1))


def changed(rule: Check, demand: Expression) -> tuple[Rule, RuleBook]:
    """The rule with another demand, and the rule book with that rule."""
    mutant = replace(rule, demand=demand)
    return mutant, replace(BOOK, rules=tuple(mutant if one is rule else one for one in BOOK.rules))


def survives(rule: Check, demand: Expression) -> bool:
    """True when every example is content with another demand."""
    mutant, book = changed(rule, demand)
    return all(attempt(mutant, example, book, SHOP).kept for example in rule.examples)


@pytest.mark.parametrize("rule", CHECKS, ids=lambda rule: rule.id)
def test_no_check_is_one_that_cannot_fail(rule: Check) -> None:
    """A demand that always holds, or the opposite of the demand, makes an example fail."""
    assert rule.demand is not None
    demand = rule.demand
    assert not survives(rule, compile_expression("true", {}))
    assert not survives(rule, replace(demand, run=lambda context: not demand.run(context)))


def conjuncts(node: nodes.Node) -> Iterator[nodes.Node]:
    """The parts of an expression that must all hold."""
    if isinstance(node, nodes.And):
        yield from conjuncts(node.left)
        yield from conjuncts(node.right)
    else:
        yield node


@pytest.mark.thorough
@pytest.mark.parametrize("rule", CHECKS, ids=lambda rule: rule.id)
def test_every_part_of_a_demand_is_needed(rule: Check) -> None:
    """Of a demand with several parts, leaving out any one makes an example fail."""
    assert rule.demand is not None
    whole = list(conjuncts(parsed(rule.demand.source)))
    names = BOOK.names.after_decision(rule.formats)
    for left_out in whole if len(whole) > 1 else ():
        rest = [one for one in whole if one is not left_out]
        parts = [compiled(one, names, rule) for one in rest]
        weaker = replace(rule.demand, run=lambda context, parts=parts: all(part(context) for part in parts))
        assert not survives(rule, weaker), left_out


def compiled(node: nodes.Node, names: dict[str, Any], rule: Check) -> Any:
    """One part of a demand, ready to run; its types were checked with the whole."""
    return Walk({**names, **dict.fromkeys(("post", "nr", *rule.own), ANY)}, frozenset()).part(node).run


@pytest.mark.thorough
def test_the_command_finds_nothing_wrong() -> None:
    """Trying all rules on their examples ends with a tally and no finding."""
    findings, tally = trial_run(BOOK, SHOP)
    assert findings == ()
    assert tally == f"{len(BOOK.rules)} regler, {sum(len(one.examples) for one in BOOK.rules)} exempel, alla stämmer."


def test_the_document_of_the_rules_is_fresh(uppdatera: bool) -> None:
    """`docs/regler.md` says what the rules say."""
    path = ROOT / "docs" / "regler.md"
    if uppdatera:
        path.write_text(document(BOOK), "utf-8")
    assert path.read_text("utf-8") == document(BOOK), "kör generator regler dokument"


def findings_of(case: dict[str, Any], tmp_path: Path, shop: Workshop = SHOP) -> tuple[Finding, ...]:
    """What is found in a case."""
    file = tmp_path / "arende.json"
    file.write_text(json.dumps(case, ensure_ascii=False, indent=2), "utf-8")
    return tuple(finding for result in check_file(file, shop) for finding in result.findings)


@pytest.mark.parametrize(
    ("regime", "demanded"),
    [
        ("laglighetsprovning", False),
        ("forvaltningsbesvar", True),
        ("far_inte_overklagas", False),
        ("foretagsstod", False),
    ],
)
def test_the_regime_decides_what_is_demanded(regime: str, demanded: bool, tmp_path: Path) -> None:
    """Sections 31–33 of förvaltningslagen are errors only where they apply for certain."""
    case = json.loads((ROOT / "rules" / "exempel" / "beviljande.json").read_text("utf-8"))
    handling = case["handlingar"][0]
    handling["status"] = "beslutad"
    handling["stod"]["lagrum"] = "2022:1468" if regime == "foretagsstod" else "egna-medel"
    handling["overklagande"] = {"regim": regime}
    handling["beslutspunkter"] = [{"text": "ansökan i övrigt avslås", "typ": "avsla"}]
    errors = {one.code for one in findings_of(case, tmp_path) if one.severity is Severity.ERROR}
    wanted = {"beslutsdeltagare-saknas", "avslag-utan-motivering", "part-saknas-i-sandlista"}
    assert errors == (wanted if demanded else set())
