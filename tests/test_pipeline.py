"""The arrow, end to end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator import files
from generator.casework import each_handling
from generator.engines.engine import Awaited, Health
from generator.engines.libreoffice import LibreOffice
from generator.errors import EngineError, ExitCode, OutputError
from generator.findings import Finding, Place, Severity
from generator.pdf.reading import read_pdf
from generator.pipeline import check_file, render_file
from generator.results import HandlingResult, Outcome
from generator.settings import Settings
from generator.workshop import Workshop
from tests.conftest import ROOT, Case, Write
from tests.tools import text_of

LITERAL = "{{ 7*7 }} {% if x %} <w:p/> & ]]> ../../x {# nej #} {_{ a }_} None undefined \\d å/ö"


def change_text(case: Case, text: str) -> Case:
    """The case with another ärendebeskrivning."""
    case["handlingar"][0]["arendebeskrivning"] = text
    return case


@pytest.mark.office
def test_markup_in_a_case_comes_out_literally(case: Case, write: Write, office_shop: Workshop) -> None:
    """Template tags, XML and paths in every kind of text are only text."""
    handling = case["handlingar"][0]
    change_text(case, f"Först {LITERAL} sist.")
    handling["rubrik"] = f"Rubrik {LITERAL}"
    handling["beslutspunkter"][0]["text"] = f"Punkt {LITERAL}."
    handling["sandlista"][0]["namn"] = f"Mottagare {LITERAL}"
    case["organ"]["namn"] = case["arendemening"] = LITERAL
    [result] = render_file(write(case), office_shop)
    assert (result.outcome, result.findings) == (Outcome.DONE, ())
    text = text_of(result.files[0].read_bytes())
    for line in (f"Först {LITERAL} sist.", f"Rubrik {LITERAL}", f"Punkt {LITERAL}.", f"Mottagare {LITERAL}"):
        assert line in text
    assert "49" not in text


def test_the_word_file_is_checked_while_the_office_works(
    case: Case, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What needs no PDF is done between the moment that it is asked for and the one that it is waited for."""
    done: list[str] = []

    class Office(LibreOffice):
        def health(self) -> Health:
            done.append("health")
            return Health(version="LibreOffice 0")

        def prepare(self) -> None:
            done.append("prepare")

        def begin(self, docx: Path) -> Awaited:  # noqa: ARG002  # an engine's interface
            done.append("begin")

            def wait(pdf: Path) -> None:
                done.append("wait")
                raise EngineError(Finding(code="motor-avbrott", message="Motorn gick sönder."))

            return wait

    def noted(name: str) -> None:
        work = getattr(files, name)
        monkeypatch.setattr(files, name, lambda *args: (done.append(name), work(*args))[1])

    for name in ("read_flow", "look", "_web_page"):
        noted(name)
    shop = Workshop(Settings(root=ROOT, out=tmp_path / "out"), Office(), web=True)
    [result] = render_file(write(case), shop)
    assert [finding.code for finding in result.findings] == ["motor-avbrott"]
    assert done == ["prepare", "begin", "read_flow", "health", "_web_page", "look", "wait"]


@pytest.mark.office
def test_fifty_pages_come_out_whole(case: Case, write: Write, office_shop: Workshop) -> None:
    """A very long text loses nothing, and every page has the number and its place."""
    sentence = "Det här är en mening som fyller ut texten så att sidorna blir många och bryts mitt i. "
    paragraphs = [f"Stycke {number}. {sentence * 10}" for number in range(230)]
    [result] = render_file(write(change_text(case, "\n\n".join(paragraphs))), office_shop)
    assert result.outcome is Outcome.DONE
    pages = read_pdf(result.files[1].read_bytes()).pages
    assert len(pages) >= 50
    for number, page in enumerate(pages, 1):
        assert "GNS/8/2019" in page
        assert f"{number} ({len(pages)})" in page.replace("\u00a0", " ")


@pytest.mark.office
@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Ett ansikte 😀 i texten.", Outcome.DONE),
        ("Svenska שלום עולם och العربية slut.", Outcome.DONE),
        ("Dittåt → och ½ € § – ” … ﬁ.", Outcome.DONE),
        ("Ett hus 🏗️ som inget typsnitt har.", Outcome.FAILED),
        ("Två tecken, 中 och 文, som inget typsnitt har.", Outcome.FAILED),
    ],
)
def test_odd_characters_come_out_or_are_named(
    text: str, outcome: Outcome, case: Case, write: Write, office_shop: Workshop
) -> None:
    """A character is printed, or the message says which one cannot be."""
    [result] = render_file(write(change_text(case, text)), office_shop)
    assert result.outcome is outcome
    if outcome is Outcome.DONE:
        assert text in text_of(result.files[0].read_bytes()).replace("\u00a0", " ")
    else:
        assert [finding.code for finding in result.findings] == ["tecken-saknas"]
        assert all(f"U+{ord(one):04X}" in result.findings[0].message for one in "🏗中文\ue000" if one in text)
        assert result.findings[0].place.line is not None
        assert "Word" not in result.findings[0].remedy


@pytest.mark.office
def test_a_sign_of_a_font_of_its_own_is_told_with_its_field(case: Case, write: Write, office_shop: Workshop) -> None:
    """Beside others that no font has: one message names the field and all of them, and speaks of no template."""
    [result] = render_file(write(change_text(case, "Tecken \ue000 och 中.")), office_shop)
    [told] = [one for one in result.findings if one.code == "tecken-saknas"]
    assert all(f"U+{ord(one):04X}" in told.message for one in "\ue000中")
    assert (told.place.path[-1:], told.place.line is not None) == (("arendebeskrivning",), True)
    assert "Word" not in told.remedy


@pytest.mark.office
def test_a_heading_is_never_left_at_the_foot_of_a_page(case: Case, write: Write, office_shop: Workshop) -> None:
    """Wherever the page ends, a heading stands with the text below it."""
    for lines in range(24, 40):
        filler = "\n\n".join(["Kort rad."] * lines)
        change_text(case, f"{filler}\n\n# Rubriken\n\n{'Texten under rubriken. ' * 12}")
        [result] = render_file(write(case), office_shop)
        for page in read_pdf(result.files[1].read_bytes()).pages:
            body = page.split("Org.nr")[0]
            assert not body.rstrip().removesuffix("Region Jämtland Härjedalen  |").rstrip().endswith("Rubriken"), lines


def test_one_bad_handling_does_not_stop_another(case: Case, write: Write, shop: Workshop) -> None:
    """Each handling has its own outcome."""
    second = json.loads(json.dumps(case["handlingar"][0]))
    second["datum"] = "2019-11-11"
    case["handlingar"].append(second)
    case["handlingar"][0]["undertecknare"] = [{"funktion": "finns-inte"}]
    first, other = render_file(write(case), shop)
    assert (first.outcome, other.outcome) == (Outcome.REFUSED, Outcome.DONE)
    assert first.findings[0].place.line is not None


@pytest.mark.parametrize(("wanted", "count"), [(None, 2), ("1", 1), ("2", 1), ("avslut", 1), ("2021-02-05-avslut", 1)])
def test_one_handling_can_be_chosen(wanted: str | None, count: int, shop: Workshop) -> None:
    """By number, format or file name."""
    results = list(render_file(ROOT / "cases" / "gns-8-2019.json", shop, wanted))
    assert [result.outcome for result in results] == [Outcome.DONE] * count


def test_a_warning_has_its_line_as_an_error_has(case: Case, write: Write, shop: Workshop) -> None:
    """What is said of a handling that was made is placed in the file, line and column, like what stopped one."""
    path = write(case)
    place = Place(file=path, path=("handlingar", 0, "rubrik"))
    warning = Finding(code="a", message="Sagt.", place=place, severity=Severity.WARNING)
    blank = HandlingResult(source=path, diarienummer=None, handling=None, outcome=Outcome.DONE, findings=(warning,))

    def stop(*_: object) -> HandlingResult:
        raise OutputError(warning)

    [made] = each_handling(path, shop, "1", lambda *_: blank)
    [stopped] = each_handling(path, shop, "1", stop)
    assert made.findings == stopped.findings
    [found] = made.findings
    assert found.place.line is not None
    assert '"rubrik"' in path.read_text("utf-8").splitlines()[found.place.line - 1]
    assert found.place.column is not None


class Starting:
    """An engine that writes down what is asked of it."""

    name = "libreoffice"

    def __init__(self, inner: LibreOffice) -> None:
        self.inner = inner
        self.asked: list[str] = []

    def health(self) -> Health:
        """Whose it is."""
        return self.inner.health()

    def prepare(self) -> None:
        """Noted."""
        self.asked.append("prepare")

    def begin(self, docx: Path) -> Awaited:
        """Noted, and done."""
        self.asked.append("begin")
        return self.inner.begin(docx)

    def convert(self, docx: Path, pdf: Path) -> None:
        """Done at once."""
        self.begin(docx)(pdf)

    def close(self) -> None:
        """Another's."""


@pytest.mark.office
def test_an_office_starts_as_soon_as_it_is_sure_to_be_needed_and_never_else(
    case: Case, write: Write, shop: Workshop, office: LibreOffice
) -> None:
    """For what is new before it is composed; for what changed when it is converted; for all else not at all."""
    engine = Starting(office)
    shop = replace(shop, engine=engine)

    def asked(outcome: Outcome) -> list[str]:
        engine.asked.clear()
        [result] = render_file(write(case), shop)
        assert result.outcome is outcome, result.findings
        return engine.asked

    signers = case["handlingar"][0].get("undertecknare")
    case["handlingar"][0]["undertecknare"] = [{"funktion": "kung"}]
    assert asked(Outcome.REFUSED) == []
    case["handlingar"][0]["undertecknare"] = signers
    if signers is None:
        del case["handlingar"][0]["undertecknare"]
    assert asked(Outcome.DONE) == ["prepare", "begin"]
    assert asked(Outcome.UNCHANGED) == []
    case["arendemening"] += " i går"
    assert asked(Outcome.DONE) == ["begin"]
    case["handlingar"][0]["status"] = "upprattad"
    assert asked(Outcome.DONE) == ["begin"]
    assert asked(Outcome.FROZEN) == []
    case["handlingar"][0]["status"] = "makulerad"
    assert asked(Outcome.SKIPPED) == []


def test_a_handling_that_is_not_there_is_named(case: Case, write: Write, shop: Workshop) -> None:
    """The message lists those that are."""
    [result] = render_file(write(case), shop, "beviljande")
    assert (result.outcome, result.exit_code) == (Outcome.REFUSED, ExitCode.CASE)
    assert "1 (2019-10-07-tjansteskrivelse)" in result.findings[0].remedy


Change = Callable[[Case], object]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda case: case.update(diarienummer="2019-8"), "dnr-format-fel"),
        (lambda case: case.update(profil="region-jhh"), "profil-okand"),
        (lambda case: case["handlingar"][0].update(undertecknare=[{"funktion": "kung"}]), "funktion-okand"),
        (
            lambda case: case["handlingar"][0].update(undertecknare=[{"funktion": "regiondirektor", "namn": "A B"}]),
            "undertecknare-dubbel",
        ),
        (lambda case: case["handlingar"][0].update(inga_mottagare="Ingen alls"), "sandlista-motsagd"),
        (lambda case: case["handlingar"].append(case["handlingar"][0]), "handling-dubblett"),
        (lambda case: case["handlingar"][0].update(status="upprattad", sandlista=None), "sandlista-tom"),
        (lambda case: change_text(case, "text\n\n---\n\ntext"), "text-fel"),
    ],
)
def test_what_decide_and_compose_refuse(change: Change, code: str, case: Case, write: Write, shop: Workshop) -> None:
    """Wrong number, profile, function, doubles, an empty list, a text that cannot be set: with place and remedy."""
    change(case)
    for handling in case["handlingar"]:
        if handling.get("sandlista", "") is None:
            del handling["sandlista"]
    result = list(check_file(write(case), shop))[-1]
    assert result.outcome is Outcome.REFUSED
    [finding] = [finding for finding in result.findings if finding.code == code]
    assert finding.place.line is not None
    assert finding.remedy


def test_a_draft_without_recipients_is_warned_about(case: Case, write: Write, shop: Workshop) -> None:
    """A draft may be looked at before the list is ready; the warning stays."""
    del case["handlingar"][0]["sandlista"]
    [result] = render_file(write(case), shop)
    assert result.outcome is Outcome.DONE
    assert [finding.code for finding in result.findings] == ["sandlista-tom"]
    case["handlingar"][0]["inga_mottagare"] = "Ärendet rör bara den egna enheten."
    [stated] = render_file(write(case), shop)
    assert stated.findings == ()
    assert "Inga" in text_of(stated.files[0].read_bytes()).splitlines()


def test_the_manifest_names_every_input(case: Case, write: Write, shop: Workshop) -> None:
    """Case, schemas, rules, profiles, templates, fonts, programs, signers and recipients are all there."""
    [result] = render_file(write(case), shop)
    manifest = json.loads((result.files[0].parent / "manifest.json").read_text("utf-8"))
    [entry] = manifest["handlingar"].values()
    source = entry["underlag"]
    parts = {"arende", "handling", "slutsatser", "scheman", "regler", "profiler", "mallar", "typsnitt", "program"}
    assert set(source) == parts | {"reservtypsnitt"}  # how words are broken is added by what makes PDF files
    assert "region-jh/brevmall.docx" in source["mallar"]
    assert "standard/block/underskrift.docx" in source["mallar"]
    assert "handlingar/tjansteskrivelse.schema.json" in source["scheman"]
    assert all(len(digest) == 64 for digest in source["mallar"].values())
    assert {"generator", "python", "lxml"} <= set(source["program"])
    assert entry["undertecknare"][0]["grund"] == "undertecknare-enligt-profilen"
    assert [one["text"] for one in entry["mottagare"]] == ["Nämndens parter", "E-strategen, Sekretariatet"]


def test_wordings_are_those_of_the_day(words: Workshop) -> None:
    """A profile's lydelse changes the words of handlingar of its time, and of no other."""

    def heading(day: date) -> object:
        headings = words.profiles.wordings("region-orebro", day)["rubriker"]
        assert hasattr(headings, "__getitem__")
        return headings["bedomning"]

    assert heading(date(2015, 12, 31)) == "Skäl för det föreslagna beslutet"
    assert heading(date(2016, 1, 1)) == "Bedömning"


def test_nothing_is_published_outside(case: Case, write: Write, shop: Workshop, tmp_path: Path) -> None:
    """A diarienummer that looks like a path does not lead anywhere."""
    case["diarienummer"] = "../../x"
    [result] = render_file(write(case), shop)
    assert result.outcome is Outcome.REFUSED
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arende.json"]
