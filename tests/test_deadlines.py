"""Deadlines: rules that say by which day something must have been done, and whether it has."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.batch.planning.memory import pack, unpack
from generator.errors import TemplateError
from generator.explain import explanations, lines
from generator.model import Deadline
from generator.morning.digest import digest
from generator.pipeline import explain_file, render_file
from generator.results import Outcome
from generator.rules.inforce import in_force
from generator.rules.load import RuleBook, load_rules
from generator.rules.model import Rule
from generator.runlog.plain import entry_json, entry_of
from generator.settings import Settings
from generator.tryout import trial_run
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write
from tests.mornings import entry

Edit = Callable[[str, str], Workshop]
DAY = date(2024, 2, 9)


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """A root of its own in whose rule file `varden.toml` a text has been replaced."""

    def changed(old: str, new: str, file: str = "varden.toml") -> Workshop:
        root = tmp_path / "rot"
        for name in ("schemas", "rules", "templates"):
            shutil.copytree(ROOT / name, root / name, dirs_exist_ok=True)
        path = root / "rules" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return Workshop(Settings(root=root, out=tmp_path / "ut"))

    return changed


def deadlines(path: Path, shop: Workshop) -> dict[str, Deadline]:
    """The deadlines of a case file's first handling, by their rules."""
    [result, *_] = list(render_file(path, shop))
    return {one.rule: one for one in result.deadlines}


def test_a_handling_tells_its_deadlines(case: Case, write: Write, shop: Workshop) -> None:
    """What, by when, by which rule and source, and that it is not met; the same when nothing is to be made."""
    case["handlingar"][0]["sammantrade"] = {"datum": "2019-10-21", "paragraf": 5}
    path = write(case)
    first = deadlines(path, shop)["justering-senast"]
    assert (first.day, first.met) == (date(2019, 11, 4), False)
    assert first.name == "Protokollet ska vara justerat"
    assert first.source
    assert deadlines(path, shop)["justering-senast"] == first


def test_what_the_case_says_meets_it(case: Case, write: Write, shop: Workshop) -> None:
    """The day on which the minutes were approved meets the deadline, and sets the next."""
    case["handlingar"][0]["sammantrade"] = {"datum": "2019-10-21", "paragraf": 5}
    case["handlingar"][0]["justering"] = {"datum": "2019-10-28"}
    found = deadlines(write(case), shop)
    assert found["justering-senast"].met
    assert not found["anslag-senast"].met


def test_a_final_handling_is_still_watched(case: Case, write: Write, shop: Workshop) -> None:
    """One that is not written over tells its deadlines, and that one is met by what came afterwards."""
    case["handlingar"][0]["status"] = "upprattad"
    case["handlingar"][0]["sammantrade"] = {"datum": "2019-10-21", "paragraf": 5}
    assert not deadlines(write(case), shop)["justering-senast"].met
    case["handlingar"][0]["justering"] = {"datum": "2019-10-28"}
    [result] = list(render_file(write(case), shop))
    assert result.outcome is Outcome.FROZEN
    assert {one.rule: one.met for one in result.deadlines} == {"justering-senast": True, "anslag-senast": False}


def test_it_is_explained(case: Case, write: Write, shop: Workshop) -> None:
    """`forklara` has the deadlines under a heading of their own, with rule and source."""
    case["handlingar"][0]["sammantrade"] = {"datum": "2019-10-21", "paragraf": 5}
    [(_, underlag)] = list(explain_file(write(case), shop))
    assert underlag is not None
    told = list(lines(list(explanations(underlag, shop.rules)), underlag.day, "x"))
    at = told.index("Frister")
    assert told[at + 1] == "  2019-11-04: Protokollet ska vara justerat (inte uppfylld)"


def test_it_says_how_a_case_meets_it(case: Case, write: Write, shop: Workshop, edit: Edit) -> None:
    """In the rule's own words, else by the fields that the rule looks at; never for what no case can say."""
    case["handlingar"][0]["sammantrade"] = {"datum": "2019-10-21", "paragraf": 5}
    own = "Fyll i dagen då protokollet justerades: justering.datum."
    assert deadlines(write(case), shop)["justering-senast"].remedy == own
    assert deadlines(write(case), edit(f'gor = "{own}"\n', ""))["justering-senast"].remedy == "Fyll i justering.datum."
    case["handlingar"][0] |= {"justering": {"anslagen": "2019-10-28"}, "overklagande": {"regim": "laglighetsprovning"}}
    assert deadlines(write(case), shop)["overklagande-senast"].remedy == ""


def test_an_older_log_and_book_have_no_remedy(tmp_path: Path) -> None:
    """What was written before there were any is read as it was."""
    one = Deadline(name="Något", day=DAY, rule="x", met=False, remedy="Fyll i dagen.")
    line = entry(1, Outcome.UNCHANGED, deadlines=(one,))
    said, kept = entry_json(line), pack(line.result)
    assert entry_of(json.loads(json.dumps(said))) == line
    assert unpack(kept, tmp_path / "a.json", "GNS/1/2026", tmp_path).deadlines == (one,)
    del said["frister"][0]["gor"]
    kept["frister"] = [each[:5] for each in kept["frister"]]
    old = (replace(one, remedy=""),)
    assert entry_of(said).result.deadlines == unpack(kept, tmp_path / "a.json", "GNS/1/2026", tmp_path).deadlines == old


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('uppfylld = "handling.justering.anslagen"\n', "", "«gor» säger hur fristen blir uppfylld"),
        ('frist = "Protokollet', 'uppfylld_ = "Protokollet', "uppfylld_"),
        ('frist = "Protokollet ska vara justerat"\n', "", "hör till en frist"),
        ('namn = "stodtak_procent"', 'namn = "stodtak_procent"\nfrist = "Något"', "En frist är en dag"),
        ("handling.justering and handling.justering.datum", "handling.justering.datom", "datom"),
    ],
    ids=["gor utan uppfylld", "okänt fält", "uppfylld utan frist", "inget datum", "okänt namn"],
)
def test_a_deadline_that_cannot_be_is_refused(old: str, new: str, message: str, edit: Edit) -> None:
    """Told when the rules are loaded, with the file and the line."""
    shop = edit(old, new)
    with pytest.raises(TemplateError) as caught:
        _ = shop.rules
    assert any(message in one.message and one.place.line for one in caught.value.findings)


def test_what_no_case_can_say_is_watched_to_its_day() -> None:
    """A deadline is told until it is met, however late; one that nobody can meet on paper, to its day and no longer."""
    day, after = date(2024, 2, 9), date(2024, 2, 10)

    def told(*, met: bool | None) -> list[bool]:
        one = Deadline(name="Något ska ha skett", day=day, rule="x", met=met)
        return [one.watched(day), one.watched(after)]

    assert told(met=False) == [True, True]
    assert told(met=True) == [False, False]
    assert told(met=None) == [True, False]


def test_the_report_lets_go_of_what_nobody_can_meet() -> None:
    """On the morning after, the log's line of it is no longer told; what was to be done and was not, is."""
    both = tuple(Deadline(name="Något", day=DAY, rule="x", met=met) for met in (None, False))
    line = entry_of(json.loads(json.dumps(entry_json(entry(1, Outcome.DONE, deadlines=both)))))
    assert [one.deadline.met for one in digest([line], DAY).due] == [False, None]
    assert [one.deadline.met for one in digest([line], DAY + timedelta(days=1)).due] == [False]


def test_the_time_for_appeal_is_a_deadline(case: Case, write: Write, shop: Workshop) -> None:
    """The case cannot say that nobody has appealed, so it is neither met nor missed; `forklara` says so."""
    case["handlingar"][0]["overklagande"] = {"regim": "laglighetsprovning"}
    case["handlingar"][0]["justering"] = {"datum": "2019-10-28", "anslagen": "2019-10-29"}
    path = write(case)
    one = deadlines(path, shop)["overklagande-senast"]
    assert (one.day, one.met) == (date(2019, 11, 19), None)
    [(_, underlag)] = list(explain_file(path, shop))
    assert underlag is not None
    told = list(lines(list(explanations(underlag, shop.rules)), underlag.day, "x"))
    assert f"  2019-11-19: {one.name} (bevakas till och med den dagen)" in told


@pytest.mark.parametrize(("status", "met"), [("utkast", True), ("makulerad", False)])
def test_a_final_report_shows_by_its_avslut(status: str, met: bool, write: Write, shop: Workshop) -> None:
    """An avslut in the ärende meets the deadline of the grant's final report, but not one that was cancelled."""
    case: Case = json.loads((ROOT / "rules" / "exempel" / "beviljande-och-avslut.json").read_text("utf-8"))
    case["handlingar"][-1]["status"] = status
    assert deadlines(write(case), shop)["slutrapport-senast"].met is met


def test_examples_say_whether_it_is_met(edit: Edit) -> None:
    """A rule needs an example of each, and one that says the wrong thing is told."""
    shop = edit('ger = "2024-02-23", uppfylld = false', 'ger = "2024-02-23"')
    found, _ = trial_run(shop.rules, shop)
    assert [one.code for one in found] == ["exempel-saknas"]
    shop = edit('ger = "2024-02-23", uppfylld = true', 'ger = "2024-02-23", uppfylld = false')
    found, _ = trial_run(load_rules(shop.settings.rules, shop.schemas, shop.profiles.names), shop)
    assert "exempel-fel" in [one.code for one in found]


def digests(shop: Workshop, typ: str = "beviljande", profil: str = "region-orebro", day: date = DAY) -> dict[str, str]:
    """The rules in force, loaded anew."""
    book = load_rules(shop.settings.rules, shop.schemas, shop.profiles.names)
    return dict(in_force(book, typ, profil, day))


@pytest.mark.parametrize(
    ("file", "old", "new", "touched"),
    [
        ("delegationsbeslut.toml", "innan det är fattat", "före beslutet", {"delegationsbeslut"}),
        ("varden.toml", "arende.ekonomi.total_kostnad * ", "2 * arende.ekonomi.total_kostnad * ", None),
        ("varden.toml", "Vad andelen blir i kronor.", "En annan beskrivning.", set()),
        ("varden.toml", 'ger = "400000"', 'ger = "400001"', set()),
        ("varden.toml", "# Värden", "# Andra värden", set()),
    ],
    ids=["ett format", "alla", "beskrivning", "exempel", "kommentar"],
)
def test_a_change_touches_those_whom_it_concerns(
    file: str, old: str, new: str, touched: set[str] | None, edit: Edit, words: Workshop
) -> None:
    """A rule of one format leaves the others alone; what says nothing to a handling touches none."""
    shop = edit(old, new, file)  # type: ignore[call-arg]
    changed = {typ for typ in words.schemas.formats if digests(shop, typ) != digests(words, typ)}
    assert changed == (set(words.schemas.formats) if touched is None else touched)


def test_a_limit_of_a_later_day_touches_no_earlier_decision(edit: Edit, words: Workshop) -> None:
    """An amount that is in force from 2030 changes nothing that was decided in 2024."""
    text = (ROOT / "rules" / "belopp.toml").read_text("utf-8")
    shop = edit(
        text,
        text + '\n[[belopp]]\nnamn = "nytt_belopp"\nbeskrivning = "Ett nytt."\nenhet = "dagar"\n'
        'varden = [{ fran = 2030-01-01, varde = 7, kalla = "Praxis: ett prov" }]\n',
        "belopp.toml",
    )  # type: ignore[call-arg]
    late = date(2031, 1, 1)
    before, after = digests(words, day=late), digests(shop, day=late)
    assert before["belopp.toml"] != after["belopp.toml"]
    assert {name for name in before if before[name] != after[name]} == {"belopp.toml"}
    assert digests(words) == digests(shop)


WHERE = (("beviljande", "region-orebro"), ("delegationsbeslut", "region-jh"), ("tjansteskrivelse", "region-jh"))


def altered(value: object) -> object:
    """Another value of the same shape."""
    if isinstance(value, list):
        return [*value, value[0]]
    return {**value, "tillagt": "x"} if isinstance(value, dict) else f"{value} "


def with_table(book: RuleBook, rule: Rule, **keys: object) -> RuleBook:
    """The book as if the rule's table said something else."""
    data = {**rule.file.data, rule.kind: [*rule.file.data[rule.kind]]}
    data[rule.kind][rule.path[1]] = {**data[rule.kind][rule.path[1]], **keys}
    file = replace(rule.file, data=data)
    return replace(book, rules=tuple(replace(one, file=file) if one is rule else one for one in book.rules))


def seen(book: RuleBook, day: date) -> dict[tuple[str, str], dict[str, str]]:
    """The digests of some formats and profiles."""
    return {(typ, profil): dict(in_force(book, typ, profil, day)) for typ, profil in WHERE}


def test_each_key_of_each_rule_counts(words: Workshop) -> None:
    """Whatever a rule says changes the digest of its file where it is in force, and nothing else."""
    book = words.rules
    before = seen(book, DAY)
    for rule in book.rules:
        table = rule.file.data[rule.kind][rule.path[1]]
        concerned = {(typ, profil) for typ, profil in WHERE if rule.speaks_about(typ, profil, DAY)}
        for key in table:
            after = seen(with_table(book, rule, **{key: altered(table[key])}), DAY)
            changed = {
                (*where, name)
                for where, found in before.items()
                for name in found.keys() | after[where].keys()
                if found.get(name) != after[where].get(name)
            }
            beside = key in {"exempel", "beskrivning", "format", "profil", "fran", "till"}
            expected = set() if beside else {(*where, rule.file.file.name) for where in concerned}
            assert changed == expected, (rule.id, key)


def test_a_rule_that_ends_touches_no_decision_of_its_time(edit: Edit, words: Workshop) -> None:
    """A new wording from 2030 is the old rule with an end, and another rule: what was decided before is as it was."""
    text = (ROOT / "rules" / "varden.toml").read_text("utf-8")
    [old] = [one for one in text.split("[[varde]]") if 'id = "arlig-uppfoljning"' in one]
    ended = old.replace("nar = ", "till = 2029-12-31\nnar = ")
    later = old.replace("nar = ", "fran = 2030-01-01\nnar = ").replace("plus_ar(1)", "plus_ar(2)")
    later = later.replace('"arlig-uppfoljning"', '"uppfoljning-vartannat-ar"')
    shop = edit(old, f"{ended}[[varde]]{later}")
    last, first = date(2029, 12, 31), date(2030, 1, 1)
    assert digests(shop, day=last) == digests(words, day=last)
    assert digests(shop, day=first)["varden.toml"] != digests(words, day=first)["varden.toml"]


def test_whose_amount_it_is_counts(edit: Edit, words: Workshop) -> None:
    """Two amounts of a name, the one for all and the one of a profile, are not the same when they change places."""
    text = (ROOT / "rules" / "belopp.toml").read_text("utf-8")
    own = 'profil = ["region-jh"]\nvarden = [{ varde = 60'
    changed = text.replace(own, "varden = [{ varde = 60").replace(
        "varden = [{ varde = 8,", 'profil = ["region-jh"]\nvarden = [{ varde = 8,'
    )
    shop = edit(text, changed, "belopp.toml")  # type: ignore[call-arg]
    there = ("tjansteskrivelse", "region-jh")
    assert digests(shop, *there)["belopp.toml"] != digests(words, *there)["belopp.toml"]


def test_what_is_remembered_is_of_the_right_time(words: Workshop) -> None:
    """Asked day after day, the book says the same as one that is asked of that day alone."""
    book = replace(words.rules)
    days = sorted({one + timedelta(days=off) for one in book.turns if one > date.min for off in (-1, 0, 1)})
    for day in days:
        assert seen(book, day) == seen(replace(book), day), day
    assert len({str(seen(book, day)) for day in days}) > 1
