"""Deadlines: rules that say by which day something must have been done, and whether it has."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.errors import TemplateError
from generator.explain import explanations, lines
from generator.model import Deadline
from generator.pipeline import explain_file, render_file
from generator.rules.inforce import in_force
from generator.rules.load import load_rules
from generator.settings import Settings
from generator.tryout import trial_run
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write

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


def test_it_is_explained(case: Case, write: Write, shop: Workshop) -> None:
    """`forklara` has the deadlines under a heading of their own, with rule and source."""
    case["handlingar"][0]["sammantrade"] = {"datum": "2019-10-21", "paragraf": 5}
    [(_, underlag)] = list(explain_file(write(case), shop))
    assert underlag is not None
    told = list(lines(list(explanations(underlag, shop.rules)), underlag.day, "x"))
    at = told.index("Frister")
    assert told[at + 1] == "  2019-11-04: Protokollet ska vara justerat (inte uppfylld)"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('frist = "Protokollet', 'uppfylld_ = "Protokollet', "uppfylld_"),
        ('frist = "Protokollet ska vara justerat"\n', "", "hör till en frist"),
        ('namn = "stodtak_procent"', 'namn = "stodtak_procent"\nfrist = "Något"', "En frist är en dag"),
        ("handling.justering and handling.justering.datum", "handling.justering.datom", "datom"),
    ],
    ids=["okänt fält", "uppfylld utan frist", "inget datum", "okänt namn"],
)
def test_a_deadline_that_cannot_be_is_refused(old: str, new: str, message: str, edit: Edit) -> None:
    """Told when the rules are loaded, with the file and the line."""
    shop = edit(old, new)
    with pytest.raises(TemplateError) as caught:
        _ = shop.rules
    assert any(message in one.message and one.place.line for one in caught.value.findings)


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
        ("delegationsbeslut.toml", "plus_dagar(belopp.anmalan_dagar)", "plus_dagar(1)", {"delegationsbeslut"}),
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
