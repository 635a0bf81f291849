"""What makes a handling anew and what does not, the book of what is done, and who claims what."""

from __future__ import annotations

import ast
import dataclasses
import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any

import pytest

from generator.batch.planning import books
from generator.batch.planning import plan as planning
from generator.batch.planning.books import PLACE
from generator.batch.planning.ledger import Ledger, _month
from generator.batch.planning.memory import pack, rests, unpack
from generator.batch.planning.plan import Action, CasePlan, Planner
from generator.batch.planning.touched import touched
from generator.batch.planning.why import changed_inputs
from generator.engines import fontfiles, officebuild
from generator.engines.engine import Awaited, Health
from generator.findings import Finding, Place, Severity, Spot
from generator.model import Deadline
from generator.pipeline import render_file
from generator.provenance import everything, key, programs, software, sources
from generator.provenance.software import ELSEWHERE
from generator.results import HandlingResult, Made, Outcome
from generator.settings import Settings
from generator.steps.publish import MANIFEST
from generator.workshop import Workshop
from tests.conftest import ROOT, Case
from tests.tools import parts, repacked

STEM = "2019-10-07-tjansteskrivelse"
FOLDER = "GNS-8-2019"


@dataclass(frozen=True)
class Site:
    """A root, a folder of case files and a folder of published documents that may all be changed."""

    home: Path

    @property
    def root(self) -> Path:
        """Schemas, rules and templates."""
        return self.home / "rot"

    @property
    def out(self) -> Path:
        """What is published."""
        return self.home / "ut"

    @property
    def case(self) -> Path:
        """The case file."""
        return self.home / "arenden" / "arende.json"

    def shop(self, **more: Any) -> Workshop:
        """Everything, loaded anew."""
        return Workshop(Settings(root=self.root, out=self.out), **more)

    def planner(self, **more: Any) -> Planner:
        """A planner with a book that is read anew."""
        shop = self.shop(**more)
        return Planner(shop, Ledger(shop))

    def plan(self, **more: Any) -> CasePlan:
        """The plan of a run that begins now."""
        return self.planner(**more).plan(self.case)

    def render(self) -> list[HandlingResult]:
        """Make and publish the case file's handlingar, as Word alone."""
        return list(render_file(self.case, self.shop()))

    def remember(self) -> None:
        """Let the book know that there is nothing to do."""
        shop = self.shop()
        ledger = Ledger(shop)
        assert Planner(shop, ledger).plan(self.case).steps == ()
        ledger.save()

    def book(self) -> Path:
        """This machine's book."""
        [book] = (self.out / PLACE).iterdir()
        return book

    def edit(self, change: Callable[[Case], object], path: Path | None = None) -> None:
        """Change what a case file says."""
        case: Case = json.loads(self.case.read_text("utf-8"))
        change(case)
        (path or self.case).write_text(json.dumps(case, ensure_ascii=False), "utf-8")


def whole_case() -> Case:
    """An example with two handlingar of different formats, both drafts."""
    case: Case = json.loads((ROOT / "cases" / "gns-8-2019.json").read_text("utf-8"))
    for handling in case["handlingar"]:
        handling["status"] = "utkast"
    return case


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One draft that was published from a copy of the real schemas, rules and templates."""
    site = Site(tmp_path_factory.mktemp("stalle"))
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, site.root / name)
    site.case.parent.mkdir()
    site.case.write_text(json.dumps(one_handling(whole_case()), ensure_ascii=False), "utf-8")
    assert [one.outcome for one in site.render()] == [Outcome.DONE]
    return site


@pytest.fixture
def site(made: Site, tmp_path: Path) -> Site:
    """A copy of it."""
    return Site(Path(shutil.copytree(made.home, tmp_path / "stalle")))


def one_handling(case: Case) -> Case:
    """The case with its first handling alone."""
    case["handlingar"] = case["handlingar"][:1]
    return case


class Office:
    """An engine that says who it is, and can do nothing."""

    name = "libreoffice"

    def __init__(self, version: str = "LibreOffice 7.4", build: str = "a") -> None:
        self._health = Health(version=version, build=build)

    def health(self) -> Health:
        """As if it were there."""
        return self._health

    def prepare(self) -> None:
        """Nothing is started."""

    def begin(self, docx: Path) -> Awaited:
        """All of it when it is waited for."""
        return partial(self.convert, docx)

    def convert(self, docx: Path, pdf: Path) -> None:
        """Never asked for."""
        raise AssertionError(docx, pdf)

    def close(self) -> None:
        """Nothing to give back."""


def replaced(path: Path, old: str, new: str) -> None:
    """Change a text file at one place."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def _schema(site: Site, name: str) -> None:
    path = site.root / "schemas" / name
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def _word(site: Site, name: str) -> None:
    path = site.root / "templates" / name
    repacked(path, path, {})


def _text(site: Site) -> None:
    site.edit(lambda case: case["handlingar"][0].update(rubrik="En annan rubrik"))


def _status(site: Site) -> None:
    site.edit(lambda case: case["handlingar"][0].update(status="upprattad"))


def _file(site: Site) -> None:
    (site.out / FOLDER / f"{STEM}.docx").write_bytes(b"annat")


CHANGES: dict[str, tuple[Callable[[Site], object], set[str]]] = {
    "gemensamt schema": (lambda site: _schema(site, "gemensamt.schema.json"), {"schemat gemensamt"}),
    "ärendets schema": (lambda site: _schema(site, "arende.schema.json"), {"schemat arende"}),
    "formatets schema": (
        lambda site: _schema(site, "handlingar/tjansteskrivelse.schema.json"),
        {"schemat handlingar/tjansteskrivelse"},
    ),
    "regel": (
        lambda site: replaced(site.root / "rules" / "arende.toml", 'meddelande = "', 'meddelande = "Obs. '),
        {"reglerna i arende.toml"},
    ),
    "mall": (lambda site: _word(site, "region-jh/tjansteskrivelse.docx"), {"mallen region-jh/tjansteskrivelse.docx"}),
    "block": (
        lambda site: _word(site, "region-jh/block/dokumenthuvud.docx"),
        {"mallen region-jh/block/dokumenthuvud.docx"},
    ),
    "brevmall": (lambda site: _word(site, "region-jh/brevmall.docx"), {"mallen region-jh/brevmall.docx"}),
    "profil": (
        lambda site: replaced(site.root / "templates" / "region-jh" / "profil.toml", "\n", "\n\n"),
        {"profilen region-jh"},
    ),
    "standardprofil": (
        lambda site: replaced(site.root / "templates" / "standard" / "profil.toml", "\n", "\n\n"),
        {"profilen standard"},
    ),
    "uppgift": (_text, {"ärendets uppgifter"}),
    "status": (_status, {"ärendets uppgifter", "status utkast → upprättad"}),
    "filen": (_file, {"Word-filen är ändrad eller borta"}),
}


@pytest.mark.parametrize(("change", "reasons"), CHANGES.values(), ids=CHANGES.keys())
def test_each_input_makes_a_handling_anew_and_is_named(
    change: Callable[[Site], object], reasons: set[str], site: Site
) -> None:
    """A change in any input makes the handling anew, and the plan says by name which it was."""
    site.remember()
    change(site)
    [step] = site.plan().steps
    assert (step.action, set(step.why)) == (Action.REPLACE, reasons)
    assert site.render()[0].outcome is Outcome.DONE
    assert site.plan().steps == ()


def _other_template(site: Site) -> None:
    _word(site, "standard/avslut.docx")
    _word(site, "region-orebro/brevmall.docx")


def _other_schemas(site: Site) -> None:
    _schema(site, "handlingar/avslut.schema.json")
    _schema(site, "regler.schema.json")


def _other_handling(site: Site) -> None:
    site.edit(lambda case: case.update(handlingar=whole_case()["handlingar"]))


@pytest.mark.parametrize(
    "change",
    [
        _other_template,
        _other_schemas,
        lambda site: replaced(site.root / "templates" / "region-orebro" / "profil.toml", "\n", "\n\n"),
        lambda site: site.edit(lambda case: case["handlingar"][0].pop("personal", None)),
    ],
    ids=["annan mall", "annat schema", "annan profil", "omskriven fil"],
)
def test_what_does_not_concern_a_handling_leaves_it_alone(change: Callable[[Site], object], site: Site) -> None:
    """Other formats' and other profiles' files change nothing, nor does a case file that says the same otherwise."""
    change(site)
    plan = site.plan()
    assert (plan.steps, [one.outcome for one in plan.known]) == ((), [Outcome.UNCHANGED])


def test_another_handling_of_the_case_is_made_alone(site: Site) -> None:
    """A handling that comes to a case is new; the one that was there is unchanged."""
    _other_handling(site)
    plan = site.plan()
    assert [(one.stem, one.action, one.why) for one in plan.steps] == [("2021-02-05-avslut", Action.CREATE, ("ny",))]
    assert [(one.handling, one.outcome) for one in plan.known] == [(STEM, Outcome.UNCHANGED)]


def test_a_template_that_looks_at_other_handlingar_is_made_anew_with_them(site: Site) -> None:
    """Where a template names the ärende's other handlingar, a new one changes its documents too."""
    path = site.root / "templates" / "region-jh" / "tjansteskrivelse.docx"
    document = "word/document.xml"
    tag = "<w:p><w:r><w:t>{{ handlingar|antal }}</w:t></w:r></w:p>"
    body = parts(path.read_bytes())[document].decode()
    place = body.rindex("<w:sectPr")
    repacked(path, path, {document: (body[:place] + tag + body[place:]).encode()})
    assert [one.outcome for one in site.render()] == [Outcome.DONE]
    assert site.plan().steps == ()
    _other_handling(site)
    assert [(one.stem, one.why) for one in site.plan().steps] == [
        (STEM, ("ärendets andra handlingar",)),
        ("2021-02-05-avslut", ("ny",)),
    ]


def test_what_is_known_afterwards_leaves_a_final_handling_alone(site: Site) -> None:
    """A paragraph that is filled in when the handling is final is no step, and is not said to change it."""
    site.edit(lambda case: case["handlingar"][0].update(sammantrade={"datum": "2019-10-22"}))
    _status(site)
    site.render()
    site.remember()
    site.edit(lambda case: case["handlingar"][0]["sammantrade"].update(paragraf=8))
    plan = site.plan()
    assert plan.steps == ()
    assert [(one.outcome, one.findings) for one in plan.known] == [(Outcome.FROZEN, ())]


@pytest.mark.parametrize(
    ("then", "now", "reason"),
    [
        (Office(), Office("LibreOffice 24.8"), "libreoffice 7.4 → 24.8"),
        (Office(), Office(build="b"), "7.4 i en annan utgåva"),
    ],
    ids=["version", "bygge"],
)
def test_another_office_is_an_input(then: Office, now: Office, reason: str, site: Site) -> None:
    """Another version, or another build of the same, gives another key, and is named."""
    [before], [after] = site.plan(engine=then).steps, site.plan(engine=now).steps
    assert before.key != after.key
    [said] = changed_inputs(before.sources, after.sources)
    assert said.casefold().endswith(reason.casefold())
    assert said.startswith("LibreOffice")
    assert "avstavning" in after.sources


@pytest.mark.parametrize(
    ("module", "name", "other", "reason"),
    [
        (fontfiles, "faces", lambda _: {"Carlito-Bold.ttf": "0"}, "typsnittet "),
        (fontfiles, "stand_ins", lambda _: "0", "datorns reservtypsnitt"),
        (sources, "programs", lambda: {**programs(), "generator": "0.1.0+other"}, "generatorns kod"),
        (sources, "programs", lambda: {**programs(), "python": "3.99"}, "Python "),
        (sources, "programs", lambda: {**programs(), "lxml": "99"}, "lxml "),
    ],
    ids=["fet stil", "reservtypsnitt", "kod", "python", "bibliotek"],
)
def test_fonts_and_programs_are_inputs(
    module: ModuleType,
    name: str,
    other: Callable[..., object],
    reason: str,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another bold face, stand-in font, code or library makes the handling anew."""
    assert site.plan().steps == ()
    monkeypatch.setattr(module, name, other)
    [step] = site.plan().steps
    assert step.why
    assert all(one.startswith(reason) for one in step.why)


def test_hyphenation_is_an_input_of_pdf_files(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another pattern for breaking words gives another key where PDF files are made; the document's language counts."""
    asked: list[set[str]] = []
    [before] = site.plan(engine=Office()).steps

    def patterns(languages: set[str]) -> dict[str, str]:
        asked.append(languages)
        return {"hyph_sv_SE.dic": "0"}

    monkeypatch.setattr(officebuild, "hyphenation", patterns)
    [after] = site.plan(engine=Office()).steps
    assert before.key != after.key
    assert any(one.startswith("avstavningen i hyph_") for one in changed_inputs(before.sources, after.sources))
    assert all("sv-SE" in languages for languages in asked)


def test_another_kind_of_file_is_asked_for(site: Site) -> None:
    """A web page that is asked for makes a draft anew, and is added to a final handling without touching the rest."""
    [step] = site.plan(web=True).steps
    assert (step.action, step.why) == (Action.REPLACE, ("webbsidan ska läggas till",))
    _status(site)
    site.render()
    assert [(one.action, one.why) for one in site.plan(web=True).steps] == [
        (Action.ADD, ("webbsidan ska läggas till",))
    ]


def test_a_step_in_status_is_noted(site: Site) -> None:
    """A final handling that goes on is a step of its own kind, and so is one that is makulerad."""
    _status(site)
    site.render()
    site.edit(lambda case: case["handlingar"][0].update(status="expedierad"))
    [step] = site.plan().steps
    assert (step.action, step.why) == (Action.NOTE, ("status upprättad → expedierad",))
    site.edit(lambda case: case["handlingar"][0].update(status="makulerad"))
    assert [one.action for one in site.plan().steps] == [Action.NOTE]
    site.render()
    assert [action for _, action, _ in site.plan().actions] == [Action.CANCELLED]


def test_the_plan_is_what_is_done(site: Site) -> None:
    """What the plan calls refused and unchanged, rendering calls the same, with the same findings and files."""
    _other_handling(site)
    site.edit(lambda case: case["handlingar"][1].update(rubrik="Bidrag till 19121212-1212"))
    plan, done = site.plan(), site.render()
    assert [one.outcome for one in plan.known] == [Outcome.UNCHANGED, Outcome.REFUSED]
    assert list(plan.known) == done


@pytest.mark.parametrize("content", [b"{", b"{}", b"\xff\xfe", None], ids=["halv", "tom", "utf-16", "borta"])
def test_a_case_that_cannot_be_read_is_a_result(content: bytes | None, site: Site) -> None:
    """A case file that is broken or gone is planned as a result with an error, and stops nobody."""
    if content is None:
        site.case.unlink()
    else:
        site.case.write_bytes(content)
    plan = site.plan()
    [known] = plan.known
    assert (plan.steps, known.handling, bool(known.exit_code), bool(known.findings)) == ((), None, True, True)


def test_inputs_that_changed_meanwhile_are_named(site: Site) -> None:
    """A document that was made of something else than was planned is told apart, and what differs is named."""
    _text(site)
    [step] = site.plan().steps
    line = HandlingResult(source=site.case, diarienummer="GNS/8/2019", handling=STEM, outcome=Outcome.DONE)
    other = {**step.sources, "mallar": {**step.sources["mallar"], "standard/x.docx": "0"}}
    made = Made(line=line, files={".docx": b""}, entry={"underlag": step.sources})
    assert Planner.differs(step, made) == ""
    assert Planner.differs(step, replace(made, entry={"underlag": other})) == "mallen standard/x.docx"
    assert Planner.differs(step, replace(made, entry={"underlag": other}, files={})) == ""
    older = {"underlag": other, "tillagt_av": step.sources}
    assert Planner.differs(step, replace(made, entry=older, keeps=True)) == ""


def test_the_code_that_makes_documents_is_all_in_the_key() -> None:
    """Nothing that making a document imports, or reads beside it, is left out of the code's digest."""
    package = ROOT / "generator"
    waiting, seen = [package / "making.py", package / "workshop.py"], set[Path]()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("generator"):
                base = ROOT.joinpath(*(node.module or "").split("."))
                waiting += [base.with_suffix(".py"), base / "__init__.py"]
                waiting += [base / f"{one.name}.py" for one in node.names]
    assert len(seen) > 100
    outside = {path for path in seen if path.relative_to(package).parts[0] in ELSEWHERE}
    assert outside == set()
    assert all((package / name).exists() for name in ELSEWHERE)


def test_pages_and_scripts_are_part_of_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed style sheet of documents counts as changed code; one of reports, or a compiled file, does not."""
    package = Path(shutil.copytree(ROOT / "generator", tmp_path / "generator"))
    monkeypatch.setattr(software, "_home", lambda: package)

    def now() -> tuple[str, str]:
        return software.programs.__wrapped__()["generator"], software.everything.__wrapped__()

    first = now()
    (package / "__pycache__").mkdir(exist_ok=True)
    (package / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert now() == first
    (package / "web" / "stil.css").write_text("/* annan */", "utf-8")
    second = now()
    assert (second[0] == first[0], second[1] == first[1]) == (True, False)
    (package / "html" / "sida.css").write_text("/* annan */", "utf-8")
    assert now()[0] != second[0]


def looked(site: Site, monkeypatch: pytest.MonkeyPatch, **more: Any) -> bool:
    """True when planning the case file had to read it."""
    count = 0

    def counting(*arguments: Any) -> Any:
        nonlocal count
        count += 1
        return reading(*arguments)

    reading = planning.read
    with monkeypatch.context() as patch:
        patch.setattr(planning, "read", counting)
        site.plan(**more)
    return count > 0


def test_the_book_says_what_looking_says(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unchanged case is not read again, and the results, the folder and the names are the same."""
    site.edit(lambda case: case["handlingar"][0].pop("beslutsunderlag", None))
    site.render()
    first = site.plan()
    assert first.steps == ()
    site.remember()
    assert not looked(site, monkeypatch)
    assert site.plan() == first
    assert first.handlaggare
    assert first.known[0].files


def test_a_document_just_made_is_in_the_book(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a case is closed, the book holds what the next run would say: that nothing has changed."""
    _text(site)
    shop = site.shop()
    ledger = Ledger(shop)
    planner = Planner(shop, ledger)
    plan = planner.plan(site.case)
    results = list(render_file(site.case, shop))
    planner.keep(plan, results)
    ledger.save()
    assert not looked(site, monkeypatch)
    assert [one.outcome for one in site.plan().known] == [Outcome.UNCHANGED]


def test_a_refused_case_is_looked_at_every_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error is never taken from the book."""
    site.edit(lambda case: case["handlingar"][0].update(rubrik="Bidrag till 19121212-1212"))
    shop = site.shop()
    ledger = Ledger(shop)
    planner = Planner(shop, ledger)
    plan = planner.plan(site.case)
    assert [one.outcome for one in plan.known] == [Outcome.REFUSED]
    planner.keep(plan, ())
    ledger.save()
    assert looked(site, monkeypatch)


def _manifest(site: Site) -> None:
    path = site.out / FOLDER / MANIFEST
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def _touch_case(site: Site) -> None:
    site.case.write_text(site.case.read_text("utf-8") + "\n", "utf-8")


DOUBTS: dict[str, Callable[[Site], object]] = {
    "ärendefilen": _touch_case,
    "manifestet": _manifest,
    "filen": _file,
    "filen borta": lambda site: (site.out / FOLDER / f"{STEM}.docx").unlink(),
    "en fil till": lambda site: (site.out / FOLDER / f"{STEM}.pdf").write_bytes(b"%PDF-"),
    "avbruten publicering": lambda site: (site.out / FOLDER / f".{STEM}.pagar").write_bytes(b""),
    "mappen borta": lambda site: shutil.rmtree(site.out / FOLDER),
    "mallen": lambda site: _word(site, "region-jh/brevmall.docx"),
    "boken trasig": lambda site: site.book().write_bytes(site.book().read_bytes().replace(b"region-jh", b"region-xx")),
    "boken halv": lambda site: site.book().write_bytes(site.book().read_bytes()[:-20]),
    "boken gammal": lambda site: site.book().write_bytes(b"generatorns bok 0\n" + site.book().read_bytes()),
    "boken skräp": lambda site: site.book().write_bytes(b"\x00\xff" * 1000),
    "boken tom": lambda site: site.book().write_bytes(b""),
}


@pytest.mark.parametrize("change", DOUBTS.values(), ids=DOUBTS.keys())
def test_the_book_counts_only_when_all_is_the_same(
    change: Callable[[Site], object], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is not as it was, the book itself among it, makes the case be looked at closely."""
    site.remember()
    assert not looked(site, monkeypatch)
    change(site)
    assert looked(site, monkeypatch)


@pytest.mark.parametrize("gone", ["templates/region-jh/profil.toml", "templates/region-jh", "schemas", "rules"])
def test_a_root_that_is_no_longer_whole_is_told(gone: str, site: Site) -> None:
    """When a profile, the schemas or the rules are gone, a case that the book knows is told of it, not passed over."""
    site.remember()
    path = site.root / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    plan = site.plan()
    assert plan.steps == ()
    assert all(one.outcome in (Outcome.REFUSED, Outcome.FAILED) and one.findings for one in plan.known)


def test_other_files_and_other_code_empty_the_book(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another kind of file that is asked for, or any other code of the program, makes the case be looked at."""
    site.remember()
    assert looked(site, monkeypatch, web=True)
    monkeypatch.setattr("generator.batch.planning.ledger.everything", lambda: "0")
    assert looked(site, monkeypatch)
    assert everything() != "0"


def test_an_altered_final_file_raises_the_alarm(site: Site) -> None:
    """A final handling that the book knows is not passed over when somebody has changed its file."""
    _status(site)
    site.render()
    site.remember()
    _file(site)
    [known] = site.plan().known
    assert [one.code for one in known.findings] == ["fryst-andrad"]


def test_machines_read_each_others_books(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another machine has written counts, and is taken over; a book beside it that is broken is passed over."""
    site.remember()
    site.book().rename(site.book().with_name("annan.json"))
    (site.out / PLACE / "trasig.json").write_bytes(b"{")
    assert not looked(site, monkeypatch)
    shop = site.shop()
    ledger = Ledger(shop)
    Planner(shop, ledger).plan(site.case)
    ledger.save()
    (site.out / PLACE / "annan.json").unlink()
    assert not looked(site, monkeypatch)


def test_books_that_nobody_writes_in_are_taken_away(site: Site) -> None:
    """One of another machine that was not written for some months goes, a newer stays, and so does one's own."""
    site.remember()
    own, old, young = site.book(), site.out / PLACE / "gammal.json", site.out / PLACE / "ung.json"
    for path, days in ((own, 80), (old, 80), (young, 40)):
        path.write_bytes(own.read_bytes())
        then = time.time() - days * 86_400
        os.utime(path, (then, then))
    Ledger(site.shop()).save()
    assert sorted((site.out / PLACE).iterdir()) == sorted([own, young])


def test_the_newest_books_alone_are_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Machines come and go: what a run reads does not grow with them."""
    site.remember()
    book = site.book().rename(site.book().with_name("annan.json"))
    os.utime(book, (1_700_000_000, 1_700_000_000))
    for number in range(books._MOST - 1):
        book.with_name(f"ny{number}.json").write_bytes(b"")
    assert not looked(site, monkeypatch)
    book.with_name("ny.json").write_bytes(b"")
    assert looked(site, monkeypatch)


def an_office(tmp_path: Path) -> Path:
    """An office's files: its program, a library, and settings of the machine that lie elsewhere."""
    program, settings = tmp_path / "kontor" / "program" / "soffice", tmp_path / "etc" / "registry"
    for path in (program, settings / "main.xcd", settings / "res" / "fcfg.xcd", program.with_name("libx.so")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    share = tmp_path / "kontor" / "share"
    share.mkdir()
    (share / "registry").symlink_to(settings, target_is_directory=True)
    return program


@pytest.mark.parametrize("name", ["etc/registry/main.xcd", "etc/registry/res/fcfg.xcd", "lib/libharfbuzz.so.0.6"])
def test_an_office_is_known_by_the_machines_settings_and_libraries(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an administrator sets, or a distribution mends outside the office, makes another build."""
    program, library = an_office(tmp_path), tmp_path / "lib" / "libharfbuzz.so.0.6"
    library.parent.mkdir()
    library.write_bytes(b"x")
    library.with_name("libharfbuzz.so.0").symlink_to(library)
    loader = tmp_path / "ld.so.cache"
    loader.write_bytes(f"glibc\0libc.so.6\0/lib/libc.so.6\0{library.with_name('libharfbuzz.so.0')}\0".encode())
    monkeypatch.setattr(officebuild, "_LOADER", loader)
    before = officebuild.build(program, "7.4")
    (tmp_path / "etc" / "registry" / "anteckning.txt").write_bytes(b"x")
    assert officebuild.build(program, "7.4") == before
    (tmp_path / name).write_bytes(b"xy")
    assert officebuild.build(program, "7.4") != before
    loader.unlink()
    assert officebuild.build(program, "7.4").startswith("7.4 ")


def test_two_runs_on_one_machine_keep_each_others_entries(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that saves its book keeps what another has written in it meanwhile."""
    shop = site.shop()
    late = Ledger(shop)
    site.remember()
    other = site.case.with_name("annat.json")
    site.edit(lambda case: case.update(diarienummer="GNS/9/2019"), other)
    list(render_file(other, shop))
    Planner(shop, late).plan(other)
    late.save()
    assert not looked(site, monkeypatch)


def test_what_nobody_asks_for_is_forgotten(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry that was not used for some months leaves the book when it is written next."""
    site.remember()
    size = site.book().stat().st_size
    this = _month()
    monkeypatch.setattr("generator.batch.planning.ledger._month", lambda: this + 3)
    other = site.case.with_name("annat.json")
    site.edit(lambda case: case.update(diarienummer="GNS/9/2019"), other)
    shop = site.shop()
    list(render_file(other, shop))
    ledger = Ledger(shop)
    Planner(shop, ledger).plan(other)
    ledger.save()
    assert site.book().stat().st_size < 1.5 * size
    assert looked(site, monkeypatch)


def a_result(source: Path) -> HandlingResult:
    """A result with something in every field that the book keeps."""
    place = Place(file=source, line=3, column=7, path=("handlingar", 0, "datum"), title="Datum")
    warning = Finding(
        code="kod", message="M.", remedy="R.", place=place, severity=Severity.WARNING, source="Lag", waived="Undantag."
    )
    return HandlingResult(
        source=source,
        diarienummer="GNS/8/2019",
        handling=STEM,
        outcome=Outcome.UNCHANGED,
        files=(source.parent / f"{STEM}.docx",),
        findings=(warning, Finding(code="b", message="N.", severity=Severity.NOTE)),
        pages=3,
        deadlines=(
            Deadline(name="Slutrapporten", day=date(2026, 3, 1), rule="r", source="Lag", met=True, remedy="Fyll i."),
        ),
    )


def test_a_result_comes_back_from_the_book_as_it_was(tmp_path: Path) -> None:
    """Everything that a result says is kept: no field of it, its findings or its deadlines is lost."""
    source = tmp_path / "arende.json"
    result = a_result(source)
    whole = (result, result.findings[0], result.deadlines[0])
    unset = [one.name for value in whole for one in fields(value) if getattr(value, one.name) in (None, (), 0, "")]
    assert unset == ["exit_code", "left"]  # an error is never kept, nor what lies there in spite of one
    assert rests(result)
    back = unpack(json.loads(json.dumps(pack(result))), source, "GNS/8/2019", tmp_path)
    assert back == result


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, exit_code=3),
        lambda one: replace(one, outcome=Outcome.DONE),
        lambda one: replace(one, outcome=Outcome.FAILED),
        lambda one: replace(one, findings=(Finding(code="a", message="B."),)),
        lambda one: replace(one, findings=(elsewhere(Place(file=Path("/annan"))),)),
        lambda one: replace(one, findings=(elsewhere(Place(spot=Spot(part="p", where="w"))),)),
    ],
    ids=["felkod", "klar", "misslyckad", "fel", "annan fil", "Word-fil"],
)
def test_what_may_be_another_tomorrow_is_not_kept(
    change: Callable[[HandlingResult], HandlingResult], tmp_path: Path
) -> None:
    """Errors, work that was done, and findings about other files than the case file are not taken from the book."""
    result = a_result(tmp_path / "arende.json")
    assert rests(result)
    assert not rests(change(result))


def elsewhere(place: Place) -> Finding:
    """A note about some place."""
    return Finding(code="a", message="B.", severity=Severity.NOTE, place=place)


def codes(plan: CasePlan) -> list[str]:
    """The findings of what is known in a plan."""
    return [finding.code for one in plan.known for finding in one.findings]


def test_two_case_files_with_the_same_new_handling_are_both_refused(site: Site) -> None:
    """Where nothing is published, nothing is made of either, whichever was seen first; alone, each would be made."""
    shutil.rmtree(site.out)
    other = site.case.parent / "annan" / "kopia.json"
    other.parent.mkdir()
    shutil.copyfile(site.case, other)
    planner = site.planner()
    assert [one.action for one in planner.plan(site.case).steps] == [Action.CREATE]
    second, first = planner.plan(other), planner.plan(site.case)
    assert (codes(first), codes(second)) == (["handling-dubbel"], ["handling-dubbel"])
    assert (first.steps, second.steps) == ((), ())
    assert "annan/kopia.json" in PurePath(first.known[0].findings[0].message.split(" i ")[-1].split(". ")[0]).as_posix()
    other.unlink()
    assert [one.action for one in planner.plan(site.case).steps] == [Action.CREATE]


def test_what_is_published_stays_its_own_case_files(site: Site) -> None:
    """A newcomer in another folder is refused alone; the case file that published the handling goes on."""
    other = site.case.parent / "annan" / "ny.json"
    other.parent.mkdir()
    site.edit(lambda case: case["handlingar"][0].update(rubrik="Något annat"), other)
    planner = site.planner()
    planner.plan(other)
    first, second = planner.plan(site.case), planner.plan(other)
    assert [one.outcome for one in first.known] == [Outcome.UNCHANGED]
    assert (second.steps, codes(second)) == ((), ["handling-upptagen"])


def test_two_files_of_one_name_are_told_apart_by_content(site: Site) -> None:
    """Of two case files with the same name, the one that the handling was made of goes on."""
    other = site.case.parent / "annan" / site.case.name
    other.parent.mkdir()
    site.edit(lambda case: case["handlingar"][0].update(rubrik="Något annat"), other)
    planner = site.planner()
    planner.plan(other)
    first, second = planner.plan(site.case), planner.plan(other)
    assert (codes(first), codes(second)) == ([], ["handling-upptagen"])


@pytest.mark.parametrize("number", ["gns/8/2019", "GNS 8/2019"], ids=["gemener", "mellanslag"])
def test_diarienummer_that_give_the_same_folder_are_refused(number: str, site: Site) -> None:
    """Two diarienummer whose folders are one on some system are told of in both files, or in the newcomer alone."""
    other = site.case.with_name("annat.json")
    site.edit(lambda case: case.update(diarienummer=number), other)
    planner = site.planner()
    planner.plan(other)
    assert codes(planner.plan(site.case)) == []
    assert codes(planner.plan(other)) == ["diarienummer-snarlika"]
    shutil.rmtree(site.out)
    planner = site.planner()
    planner.plan(other)
    assert codes(planner.plan(site.case)) == codes(planner.plan(other)) == ["diarienummer-snarlika"]


def test_two_files_of_one_case_may_share_a_folder(site: Site) -> None:
    """The same diarienummer in two files is no fault while their handlingar differ."""
    other = site.case.with_name("annat.json")
    site.edit(lambda case: case["handlingar"][0].update(nummer="2"), other)
    planner = site.planner()
    planner.plan(other)
    assert codes(planner.plan(site.case)) == []
    assert [one.action for one in planner.plan(other).steps] == [Action.CREATE]


def test_a_template_edit_shows_beforehand_what_it_touches(site: Site) -> None:
    """The published handlingar that a file has a part in are named, the final ones as such; no others."""
    _status(site)
    site.render()
    [one] = touched(site.out, PurePath("templates/region-jh/brevmall.docx"))
    assert (one.diarienummer, one.handling, one.frozen, one.case) == ("GNS/8/2019", STEM, True, "arende.json")
    for name in ("arende.toml", "standard/profil.toml", "/x/schemas/gemensamt.schema.json"):
        assert [found.handling for found in touched(site.out, PurePath(name))] == [STEM]
    assert [found.handling for found in touched(site.out, PurePath("region-jh/block/underskrift.docx"))] == [STEM]
    for name in ("standard/avslut.docx", "region-orebro/block/underskrift.docx", "brevmall.docx", "minarende.toml"):
        assert touched(site.out, PurePath(name)) == []
    (site.out / FOLDER / MANIFEST).write_text("{", "utf-8")
    assert touched(site.out, PurePath("region-jh/brevmall.docx")) == []


def test_keys_leave_out_the_case_file_as_a_whole(site: Site) -> None:
    """What a case file says of other things changes no key; what surrounds the handling does."""
    _text(site)
    [before] = site.plan().steps
    _touch_case(site)
    [after] = site.plan().steps
    assert before.sources != after.sources
    assert before.key == after.key == key({**after.sources, "arende": None})
    assert dataclasses.asdict(before)["stem"] == STEM
