"""The rule book: what is wrong with a rule is told when it is loaded, and what it does when a case meets it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.errors import ExitCode, TemplateError
from generator.explain import explanations
from generator.findings import Finding, Severity
from generator.pipeline import check_file, explain_file, render_file
from generator.report import exit_code, in_file_order
from generator.results import Outcome
from generator.ruledoc import chosen, document, listing
from generator.rules.load import RuleBook
from generator.settings import Settings
from generator.tryout import trial_run
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write
from tests.tools import text_of

HEAD = '[[kontroll]]\nid = "ny-regel"\nniva = "varning"\nkalla = "Praxis: prov"\n'
WORDS = 'falt = "handling.rubrik"\nmeddelande = "Det är fel."\natgard = "Rätta."\n'
EXAMPLES = 'exempel = [{ bas = "tjansteskrivelse", ger = "inget" }, { bas = "tjansteskrivelse", ger = "fynd" }]\n'
Room = Callable[[str], Workshop]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """The real schemas, templates and rules, and one more rule file, if it says anything."""
    root = tmp_path / "verksamhet"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)

    def with_rules(text: str) -> Workshop:
        if text:
            (root / "rules" / "zz-ny.toml").write_text(text, "utf-8")
        return Workshop(Settings(root=root, out=tmp_path / "ut"))

    return with_rules


def faults(room: Room, text: str) -> tuple[Finding, ...]:
    """What is said about a rule file."""
    with pytest.raises(TemplateError) as refusal:
        _ = room(text).rules
    return refusal.value.findings


@pytest.mark.parametrize(
    ("rule", "words", "line"),
    [
        ("[[kontroll", "inte skriven som TOML", 1),
        ('[kontroll]\nid = "x"\n', "dubbla klamrar: [[kontroll]]", 1),
        (HEAD + f'krav = "{"(" * 300}true{")" * 300}"\n' + WORDS + EXAMPLES, "för djupt", 5),
        (HEAD + 'krav = "true"\nfran = 2024-01-02\ntill = 2024-01-01\n' + WORDS + EXAMPLES, "gäller aldrig", 7),
        (HEAD + 'krav = "handling.rubriken"\n' + WORDS + EXAMPLES, "Menade du «rubrik»?", 5),
        (HEAD + 'krav = "handlng.rubrik"\n' + WORDS + EXAMPLES, "Menade du «handling»?", 5),
        (HEAD + 'krav = "handling.status == \'besluta\'"\n' + WORDS + EXAMPLES, "Menade du «beslutad»?", 5),
        (HEAD + 'krav = "handling.stod.andel_procent < 5"\n' + WORDS + EXAMPLES, "«handling.stod» kan saknas", 5),
        (HEAD + 'krav = "handling.datum > 5"\n' + WORDS + EXAMPLES, "Ett datum jämförs med ett tal", 5),
        (HEAD + 'krav = "handling.datum >"\n' + WORDS + EXAMPLES, "tar slut för tidigt", 5),
        (HEAD + 'krav = "handling.rubrik|matchr(\'x\')"\n' + WORDS + EXAMPLES, "Menade du «matchar»?", 5),
        (HEAD + 'krav = "true"\nnar = "handling.x"\n' + WORDS + EXAMPLES, "handling.x", 6),
        (HEAD + 'krav = "true"\nfor_varje = "handling.rubrik"\n' + WORDS + EXAMPLES, "ska vara en lista", 6),
        (HEAD + 'krav = "true"\nfalt = "handling.rubrikk"\nmeddelande = "x"\natgard = "y"\n' + EXAMPLES, "rubrikk", 6),
        (HEAD + 'krav = "true"\nfalt = "post"\nmeddelande = "x"\natgard = "y"\n' + EXAMPLES, "for_varje", 6),
        (HEAD + 'krav = "true"\nfalt = "handling.rubrik"\nmeddelande = "{{ handling.sammanfatning }}"\natgard = "y"\n'
         + EXAMPLES, "sammanfatning", 7),
        (HEAD + 'krav = "true"\nfalt = "handling.rubrik"\nmeddelande = "{{ handling.nummer }}"\natgard = "y"\n'
         + EXAMPLES, "«handling.nummer» kan saknas", 7),
        (HEAD + WORDS + EXAMPLES, "Fältet «krav» (Krav) saknas", 1),
        (HEAD + 'krav = "true"\nkrva = "x"\n' + WORDS + EXAMPLES, "Menade du «krav»?", 6),
        (HEAD.replace('"varning"', '"varnin"') + 'krav = "true"\n' + WORDS + EXAMPLES, "Menade du «varning»?", 3),
        (HEAD + 'krav = "true"\nformat = ["avslutt"]\n' + WORDS + EXAMPLES, "Menade du «avslut»?", 6),
        (HEAD + 'krav = "true"\nprofil = ["region-j"]\n' + WORDS + EXAMPLES, "Menade du «region-jh»?", 6),
        (HEAD.replace("ny-regel", "sandlista-tom") + 'krav = "true"\n' + WORDS + EXAMPLES, "Två regler heter", 1),
        (HEAD.replace('"varning"', '"fel"').replace("Praxis: prov", "Slutsats: prov") + 'krav = "true"\n' + WORDS
         + EXAMPLES, "får bara varna", 3),
        (HEAD + 'krav = "true"\nmonster = { m = "(" }\n' + WORDS + EXAMPLES, "Ett mönster", 6),
        (HEAD + 'krav = "true"\n' + WORDS, "Fältet «exempel» (Exempel) saknas", 1),
        (
            '[[belopp]]\nnamn = "x"\nbeskrivning = "x"\nenhet = "kronor"\n'
            'varden = [{ till = 2024-01-01, varde = 1, kalla="xx" }, { fran = 2024-01-01, varde = 2, kalla="xx" }]\n',
            "går in i en annan", 1,
        ),
        (
            '[[varde]]\nid = "v"\nnamn = "v"\nbeskrivning = "x"\nkalla = "Praxis: x"\nuttryck = "varde.finns_inte"\n'
            + EXAMPLES, "finns_inte", 6,
        ),
        (
            '[[mottagare]]\nid = "m"\nbeskrivning = "x"\nkalla = "Praxis: x"\n' + EXAMPLES,
            "ska ha ett av: «mottagare»; «mottagare_ur»; «namn» och «kategori»", 1,
        ),
        (
            '[[mottagare]]\nid = "m"\nbeskrivning="x"\nkalla="Praxis: x"\nmottagare_ur = "handling.beslutspunkter"\n'
            + EXAMPLES, "lista av namn", 5,
        ),
    ],
)  # fmt: skip
def test_a_fault_in_a_rule_is_told_with_its_line(rule: str, words: str, line: int, room: Room) -> None:
    """TOML, fields, names, types, formats, grounds: a fault is told when the rules are loaded, where it stands."""
    found = faults(room, rule)
    assert words in " ".join(one.message for one in found)
    hits = [one for one in found if words in one.message]
    assert hits[0].place.file is not None
    assert (hits[0].place.file.name, hits[0].place.line) == ("zz-ny.toml", line)
    assert all(one.remedy for one in found)


def test_all_faults_of_all_rules_are_told_at_once(room: Room) -> None:
    """Two rules with a fault each, one of them with two, give three findings."""
    one = HEAD + 'krav = "handling.a"\nnar = "handling.b"\n' + WORDS + EXAMPLES
    other = HEAD.replace("ny-regel", "nyare-regel") + 'krav = "handling.c"\n' + WORDS + EXAMPLES
    assert len(faults(room, one + other)) == 3


def new_ones(shop: Workshop) -> RuleBook:
    """The rule book with the rules of the new file alone."""
    book = shop.rules
    return replace(book, rules=tuple(one for one in book.rules if one.file.file.name == "zz-ny.toml"))


def test_broken_rules_stop_a_document(room: Room, case: Case, write: Write) -> None:
    """With a rule that cannot be loaded nothing is made, and the rule's file is named."""
    shop = room(HEAD + 'krav = "handling.a"\n' + WORDS + EXAMPLES)
    [result] = render_file(write(case), shop)
    assert (result.outcome, result.exit_code) == (Outcome.FAILED, ExitCode.TEMPLATE)
    assert {one.place.file.name for one in result.findings if one.place.file} == {"zz-ny.toml"}


def test_a_rule_that_fails_on_a_case_is_reported(room: Room, case: Case, write: Write) -> None:
    """An expression that cannot be worked out is never a silent pass: it is told, with the rule's place."""
    shop = room(HEAD + 'krav = "1 / (handling.beslutspunkter|antal - 2) > 0"\n' + WORDS + EXAMPLES)
    [result] = check_file(write(case), shop)
    [finding] = result.findings
    assert (result.outcome, result.exit_code, finding.code) == (Outcome.FAILED, ExitCode.TEMPLATE, "regel-fel")
    assert finding.message.startswith("Regeln ny-regel gick inte att pröva för 2019-10-07-tjansteskrivelse.")
    assert finding.place.line == 1


def test_a_new_rule_is_one_edit(room: Room, case: Case, write: Write) -> None:
    """A rule in one TOML file is tried on cases, on its examples, listed and documented, with its source."""
    shop = room(
        '[[kontroll]]\nid = "rubrik-for-lang"\nkrav = "handling.rubrik|antal <= 20"\nniva = "varning"\n'
        'falt = "handling.rubrik"\nmeddelande = "Rubriken har {{ handling.rubrik|antal|tal }} tecken."\n'
        'atgard = "Korta den."\nkalla = "Praxis: prov"\n'
        'exempel = [\n  { bas = "tjansteskrivelse", handling.rubrik = "Kort", ger = "inget" },\n'
        '  { bas = "tjansteskrivelse", ger = "fynd" },\n]\n'
    )
    [result] = check_file(write(case), shop)
    [finding] = result.findings
    assert finding.message == "Rubriken har 30 tecken."
    assert (finding.source, finding.place.title) == ("Praxis: prov", "Rubrik")
    assert finding.place.line == 36
    assert trial_run(new_ones(shop), shop)[0] == ()
    assert "### rubrik-for-lang\n" in document(shop.rules)
    assert any("rubrik-for-lang" in line for line in listing(chosen(shop.rules, "tjansteskrivelse")))


@pytest.mark.parametrize(
    ("examples", "words"),
    [
        ('{ bas = "tjansteskrivelse", ger = "inget" }, { bas = "tjansteskrivelse", ger = "inget" }', "slår till"),
        ('{ bas = "tjansteskrivelse", ger = "fynd" }, { bas = "tjansteskrivelse", ger = "fynd" }', "inte slår till"),
        ('{ bas = "tjansteskrivelse", ger = "inget" }, { bas = "avslut", ger = "fynd" }', "ger «inget», men"),
        ('{ bas = "avslut", ger = "inget" }, { bas = "avslut", handling.datum = "x", ger = "fynd" }', "går inte att"),
        ('{ bas = "avslut", ger = "inget" }, { bas = "avslut", nr = 9, ger = "fynd" }', "ingen handling nummer 9"),
        (
            '{ bas = "avslut", ger = "inget" }, { bas = "avslut", utan = ["rubrik"], ger = "fynd" }',
            "går inte att ta bort",
        ),
    ],
)
def test_a_rule_without_true_examples_fails(examples: str, words: str, room: Room) -> None:
    """Examples of one kind only, wrong ones, and ones that no schema accepts are told by `regler testa`."""
    shop = room(HEAD + 'krav = "true"\n' + WORDS + f"exempel = [{examples}]\n")
    findings, tally = trial_run(new_ones(shop), shop)
    assert any(words in one.message for one in findings)
    assert tally.endswith("stämmer inte.")


def test_a_base_case_that_is_not_there_is_named(room: Room) -> None:
    """An example with an unknown base case names the file that is missing."""
    examples = 'exempel = [{ bas = "saknas", ger = "inget" }, { bas = "avslut", ger = "fynd" }]\n'
    shop = room(HEAD + 'krav = "true"\n' + WORDS + examples)
    findings, _ = trial_run(new_ones(shop), shop)
    assert [one.message for one in findings if "saknas.json finns inte" in one.message]
    assert {one.code for one in findings} == {"regel-fel", "exempel-fel"}


def test_without_rules_nothing_is_made(tmp_path: Path, case: Case, write: Write) -> None:
    """A folder without rules is refused: nobody would sign, and nothing would be checked."""
    root = tmp_path / "verksamhet"
    for name in ("schemas", "templates"):
        shutil.copytree(ROOT / name, root / name)
    [result] = render_file(write(case), Workshop(Settings(root=root, out=tmp_path / "ut")))
    assert (result.outcome, result.exit_code) == (Outcome.FAILED, ExitCode.TEMPLATE)
    assert result.findings[0].message.startswith("Det finns inga regler.")


@pytest.mark.parametrize("left", ["", "# Reglerna om texten\n"])
def test_a_rule_file_that_has_lost_its_rules_is_refused(left: str, tmp_path: Path, case: Case, write: Write) -> None:
    """An emptied file would let every case through unchecked; one that is not wanted is taken away."""
    root = tmp_path / "verksamhet"
    for name in ("schemas", "templates", "rules"):
        shutil.copytree(ROOT / name, root / name)
    lost = root / "rules" / "texten.toml"
    lost.write_text(left, "utf-8")
    [result] = render_file(write(case), Workshop(Settings(root=root, out=tmp_path / "ut")))
    assert (result.outcome, result.exit_code) == (Outcome.FAILED, ExitCode.TEMPLATE)
    [found] = result.findings
    assert (found.message, found.place.file) == ("Det finns inga regler i texten.toml.", lost)


def test_a_newer_rule_does_not_refuse_what_is_final(room: Room, case: Case, write: Write) -> None:
    """A handling that was published as upprättad stays as it is when a rule comes that it does not keep."""
    case["handlingar"][0]["status"] = "upprattad"
    file, shop = write(case), room(HEAD + 'krav = "true"\n' + WORDS + EXAMPLES)
    assert [one.outcome for one in render_file(file, shop)] == [Outcome.DONE]
    shop = room(HEAD.replace('"varning"', '"fel"') + 'krav = "false"\n' + WORDS + EXAMPLES)
    [later] = render_file(file, shop)
    assert (later.outcome, later.findings, later.exit_code) == (Outcome.FROZEN, (), 0)


def test_what_is_makulerad_is_not_checked(case: Case, write: Write, shop: Workshop) -> None:
    """A handling that is void is passed over, whatever it holds."""
    case["handlingar"][0] |= {"status": "makulerad", "rubrik": "[Rubrik]"}
    [result] = check_file(write(case), shop)
    assert (result.outcome, result.findings) == (Outcome.SKIPPED, ())


def waiving(case: Case, rule: str, reason: str = "Det är överenskommet.", level: str = "handling") -> Case:
    """The case with an exception from a rule, and something that the rule objects to."""
    case["handlingar"][0]["beslutspunkter"] = [{"text": "Mallen ska fyllas i.", "typ": "uppdrag"}]
    holder = case["handlingar"][0] if level == "handling" else case
    holder["undantag"] = [{"regel": rule, "skal": reason}]
    return case


@pytest.mark.parametrize("level", ["handling", "arende"])
def test_a_warning_can_be_accepted_in_writing(level: str, case: Case, write: Write, shop: Workshop) -> None:
    """An accepted warning is told with its reason, does not count, and is kept in the manifest."""
    file = write(waiving(case, "uppdrag-utan-ansvarig-eller-frist", level=level))
    [result] = render_file(file, shop)
    [finding] = result.findings
    assert (result.outcome, finding.waived) == (Outcome.DONE, "Det är överenskommet.")
    assert exit_code([result], strict=True) is ExitCode.OK
    manifest = json.loads((result.files[0].parent / "manifest.json").read_text("utf-8"))
    [entry] = manifest["handlingar"].values()
    [kept] = entry["varningar"]
    assert (kept["regel"], kept["undantag"]) == ("uppdrag-utan-ansvarig-eller-frist", "Det är överenskommet.")


@pytest.mark.parametrize(
    ("rule", "words", "severity"),
    [
        ("dnr-format-fel", "är ett fel, och från fel finns inga undantag", Severity.ERROR),
        ("sandlista-tom", "från fel finns inga undantag", Severity.ERROR),
        ("uppdrag-utan-ansvar", "Menade du «uppdrag-utan-ansvarig-eller-frist»?", Severity.ERROR),
        ("projektperiod-ogiltig", "behövs inte", Severity.NOTE),
    ],
)
def test_an_exception_that_cannot_be_is_told(
    rule: str, words: str, severity: Severity, case: Case, write: Write, shop: Workshop
) -> None:
    """An exception from an error or an unknown rule is an error, one that excuses nothing is a note."""
    [result] = check_file(write(waiving(case, rule)), shop)
    hits = [one for one in result.findings if words in one.message]
    assert [one.severity for one in hits] == [severity]
    assert hits[0].place.path[-3:] == ("undantag", 0, "regel")


def test_strict_makes_warnings_count(case: Case, write: Write, shop: Workshop) -> None:
    """A warning that nobody has accepted fails a strict check, and no other."""
    case["handlingar"][0]["beslutspunkter"] = [{"text": "Mallen ska fyllas i.", "typ": "uppdrag"}]
    [result] = check_file(write(case), shop)
    assert [one.severity for one in result.findings] == [Severity.WARNING]
    assert exit_code([result]) is ExitCode.OK
    assert exit_code([result], strict=True) is ExitCode.CASE


def test_findings_come_in_the_order_of_the_file(write: Write, shop: Workshop) -> None:
    """What is wrong with the ärende and with each handling is told from the top of the file to its end, once."""
    case = json.loads((ROOT / "rules" / "exempel" / "avslut.json").read_text("utf-8"))
    case["diarienummer"] = "fel"
    case["handlingar"][0]["beslutspunkter"] = [{"text": "Mallen ska fyllas i.", "typ": "uppdrag"}]
    case["handlingar"][1]["kvarvarande_medel"] = {"belopp": 1, "hantering": "Okänt."}
    case["handlingar"][1]["beslutspunkter"] = [{"text": "Ärendet avslutas."}]
    found = in_file_order(list(check_file(write(case), shop)))
    assert [one.code for one in found] == [
        "dnr-format-fel",
        "uppdrag-utan-ansvarig-eller-frist",
        "avslut-medel-utan-beslutspunkt",
    ]
    assert [one.place.line for one in found] == sorted(one.place.line or 0 for one in found)


def test_a_final_document_whose_case_has_changed_is_told(case: Case, write: Write, shop: Workshop) -> None:
    """After upprättad, a change of content is a warning; its status, and what is known only afterwards, are not."""
    case["handlingar"][0]["status"] = "upprattad"
    assert [one.outcome for one in render_file(write(case), shop)] == [Outcome.DONE]
    case["handlingar"][0] |= {"status": "beslutad", "justering": {"datum": "2019-10-25", "anslagen": "2019-10-26"}}
    [unchanged] = check_file(write(case), shop)
    assert unchanged.findings == ()
    case["handlingar"][0]["rubrik"] = "En annan rubrik"
    [changed] = check_file(write(case), shop)
    assert [one.code for one in changed.findings] == ["fryst-underlag-andrat"]


def test_a_divided_list_is_printed_in_its_groups(room: Room, case: Case, write: Write) -> None:
    """With groups in the profile, the list has their headings, the case's own first in each, and nobody twice."""
    shop = room("")
    profile = shop.profiles.file("region-jh")
    profile.write_text(
        profile.read_text("utf-8").replace(
            "[format.tjansteskrivelse]\n", '[format.tjansteskrivelse]\nmottagare = ["diariet", "ekonomienheten"]\n'
        )
        + '\n[mottagare.diariet]\nnamn = "Diariet"\nkategori = "diariet"\n'
        + '\n[[sandlista.grupper]]\nrubrik = "För verkställighet"\nkategorier = ["verkstallare", "part"]\n'
        + '\n[[sandlista.grupper]]\nrubrik = "För kännedom"\nkategorier = ["kannedom", "diariet"]\n',
        "utf-8",
    )
    case["handlingar"][0]["sandlista"] = [
        {"namn": "Okänd enhet"},
        {"namn": "DIARIET", "kategori": "kannedom"},
        {"namn": "E-strategen", "kategori": "verkstallare"},
    ]
    [result] = render_file(write(case), shop)
    text = text_of(result.files[0].read_bytes())
    listed = text[text.index("Utdrag till") :].splitlines()
    assert listed == ["Utdrag till", "Okänd enhet", "För verkställighet", "E-strategen", "Ekonomienheten",
                      "För kännedom", "DIARIET"]  # fmt: skip


def test_everything_is_explained(write: Write, shop: Workshop) -> None:
    """Each value, text, signer, recipient and finding names its rule, condition, values and source, or the case."""
    case = json.loads((ROOT / "rules" / "exempel" / "beviljande.json").read_text("utf-8"))
    case["handlingar"][0]["stod"] |= {"andel_procent": 60, "eu_fond": "ERUF"}
    case["handlingar"][0]["beslutsdatum"] = "2022-12-31"
    [(result, underlag)] = explain_file(write(case), shop)
    assert underlag is not None
    assert result.outcome is Outcome.REFUSED
    found = {one.what: one for one in explanations(underlag, shop.rules)}
    tak = found["stodtak_procent = 50"]
    assert tak.condition == "handling.stod and varde.projektbidrag"
    assert dict(tak.values)["handling.stod.eu_fond"] == "«ERUF»"
    assert dict(tak.values)["belopp.stodtak_procent"] == "50 (5 § förordningen (2003:596))"
    assert dict(tak.values)["belopp.stodtak_eu_procent"] == "(tomt)"
    assert found["Livia Hedström, Regional utveckling"].rule is None
    assert found["Bergslagens kulturförening"].rule == "sokande-far-beslutet"
    assert found["Torsten Almgren, Förvaltningschef"].source is not None
    refusal = next(one for what, one in found.items() if what.startswith("fel: Stödet är 60"))
    assert (refusal.rule, refusal.source) == ("stodandel-over-tak", "5 § förordningen (2003:596)")


def test_the_values_are_in_reach_of_templates(write: Write, shop: Workshop) -> None:
    """What rules work out stands in the template's names, and a standard text is printed and looked for."""
    case: dict[str, Any] = json.loads((ROOT / "rules" / "exempel" / "tjansteskrivelse.json").read_text("utf-8"))
    case["handlingar"][0] |= {
        "overklagande": {"regim": "laglighetsprovning", "instans": "Förvaltningsrätten i Härnösand"},
        "justering": {"datum": "2024-02-19", "anslagen": "2024-02-20"},
    }
    [result] = render_file(write(case), shop)
    assert (result.outcome, result.findings) == (Outcome.DONE, ())
    assert "senast den\xa012\xa0mars 2024" in text_of(result.files[0].read_bytes())


def test_of_what_is_final_a_check_only_tells(room: Room, case: Case, write: Write) -> None:
    """What a newer rule finds in a published, unchanged upprättad handling is worth knowing, and no error."""
    case["handlingar"][0]["status"] = "upprattad"
    file, shop = write(case), room("")
    assert [one.outcome for one in render_file(file, shop)] == [Outcome.DONE]
    shop = room(HEAD.replace('"varning"', '"fel"') + 'krav = "false"\n' + WORDS + EXAMPLES)
    [result] = check_file(file, shop)
    assert [(one.code, one.severity) for one in result.findings] == [("ny-regel", Severity.NOTE)]
    assert (result.outcome, result.exit_code) == (Outcome.DONE, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('undertecknare = ["regiondirektr"]', "Menade du «regiondirektor»?"),
        ('delegat = ["kung"]', "«kung» finns inte under [funktioner]"),
        ('mottagare = ["ekonomienhten"]', "Menade du «ekonomienheten»?"),
        ('obligatoriska = ["bedoming"]', "Menade du «bedomning»?"),
        ('huvud = ["handlaggare.epst"]', "Menade du «handlaggare.epost»?"),
    ],
)
def test_a_name_in_a_profile_that_nobody_has_is_told(
    text: str, words: str, room: Room, case: Case, write: Write
) -> None:
    """A misspelt function, recipient or field in a profile is told with its file and line, whatever the case."""
    shop = room("")
    profile = shop.profiles.file("region-jh")
    profile.write_text(profile.read_text("utf-8") + f"\n[[lydelse]]\nformat.avslut = {{ {text} }}\n", "utf-8")
    [result] = check_file(write(case), shop)
    [finding] = result.findings
    assert words in finding.message
    assert (finding.place.file, result.exit_code) == (profile, ExitCode.TEMPLATE)
    assert finding.place.line == len(profile.read_text("utf-8").splitlines())


def test_values_may_stand_in_any_order(room: Room, case: Case, write: Write) -> None:
    """A value that needs another is worked out after it, wherever the two are written."""
    head = 'beskrivning = "x"\nkalla = "Praxis: x"\n'
    shop = room(
        f'[[varde]]\nid = "a"\nnamn = "a"\n{head}uttryck = "varde.b + 1"\n{EXAMPLES}'
        f'[[varde]]\nid = "b"\nnamn = "b"\n{head}uttryck = "2"\n{EXAMPLES}'
        + HEAD + 'krav = "varde.a == 4"\nfalt = "handling.rubrik"\n'
        'meddelande = "a är {{ varde.a|tal }}."\natgard = "x"\n' + EXAMPLES
    )  # fmt: skip
    [result] = check_file(write(case), shop)
    assert [one.message for one in result.findings] == ["a är 3."]
