"""The dress rehearsal: what a change in the templates does to every document."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import click
import pytest
from axe_selenium_python import Axe
from lxml import etree, html
from PIL import Image, ImageDraw
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from generator.cli.main import group
from generator.engines import registry
from generator.engines.engine import Awaited, Health
from generator.engines.libreoffice import LibreOffice
from generator.errors import EngineError, ExitCode
from generator.findings import Finding
from generator.rehearsal.pixels import PagePair, Room, page_pairs
from generator.rehearsal.places import Difference, Place, difference
from generator.rehearsal.texts import Piece, changes, lines
from generator.word.ooxml import W, w
from tests.conftest import ROOT, Case
from tests.finishing import saved, small
from tests.tools import packed, parts, repacked

pytestmark = pytest.mark.thorough

BODY = "word/document.xml"
TABLE = "//*[@id='alla']/following-sibling::div//tbody/tr"


@dataclass
class House:
    """A root of its own, with one case, and its templates as they were in a folder beside it."""

    root: Path
    before: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def templates(self) -> Path:
        """The template folder of today."""
        return self.root / "templates"

    @property
    def case(self) -> Path:
        """The one case."""
        return self.root / "cases" / "ärende 1.json"

    def write(self, case: Case) -> None:
        """Put another case in the place of the first."""
        self.case.write_text(json.dumps(case, ensure_ascii=False), "utf-8")

    def compare(self, *options: str, against: str | None = None, pdf: bool = False) -> Answer:
        """Run the command; the report lies in the working folder's `out`."""
        self.capsys.readouterr()
        chosen = ["--mot", str(self.before) if against is None else against, *([] if pdf else ["--utan-pdf"])]
        code = group.main(
            ["mallar", "jamfor", "--rot", str(self.root), *chosen, *options], "generator", standalone_mode=False
        )
        said = self.capsys.readouterr()
        file = Path("out") / "jamforelse.html"
        return Answer(code, said.out, said.err, html.parse(str(file)).getroot() if file.is_file() else None)


@dataclass
class Answer:
    """What the command came to."""

    code: int
    out: str
    err: str
    report: Any

    @property
    def states(self) -> list[tuple[str, str]]:
        """Each document's handling and what becomes of it, from the report's table."""
        rows = self.report.xpath(TABLE)
        return [
            (row.xpath("th/span[@class='dov']")[0].text_content(), row.xpath("td")[0].text_content()) for row in rows
        ]

    @property
    def verdict(self) -> str:
        """The words at the top of the report."""
        return " ".join(self.report.xpath("//*[@aria-label='Utlåtande']")[0].text_content().split())

    @property
    def text_changes(self) -> list[tuple[str, str, list[str], list[str]]]:
        """Where, what, the words that are gone and those that are new."""
        found = []
        for row in self.report.xpath("//table[@class='text']/tbody/tr"):
            gone, added = ([_words(one) for one in row.iter(tag)] for tag in ("del", "ins"))
            found.append((row.xpath("th")[0].text, row.xpath("td")[0].text, gone, added))
        return found


def _words(element: Any) -> str:
    """What an eye sees: without the words that are there for screen readers."""
    return str("".join(element.xpath(".//text()[not(ancestor::span[@class='dolt'])]")).strip())


@pytest.fixture
def house(tmp_path: Path, case: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> House:
    """Real schemas, rules and templates, copied; both handlingar of a case."""
    root = tmp_path / "rot å"
    for name in ("schemas", "rules", "templates"):
        shutil.copytree(ROOT / name, root / name)
    before = shutil.copytree(root / "templates", tmp_path / "förut" / "templates").parent
    made = House(root, before, capsys)
    made.case.parent.mkdir()
    whole = json.loads((ROOT / "cases" / "gns-8-2019.json").read_text("utf-8"))
    made.write(whole)
    monkeypatch.chdir(tmp_path)
    return made


def replace_text(file: Path, old: str, new: str, part: str = BODY) -> None:
    """Change words in a Word file."""
    text = parts(file.read_bytes())[part].decode()
    assert old in text
    repacked(file, file, {part: text.replace(old, new).encode()})


def edit(file: Path, text: str, change: Callable[[etree._Element], None]) -> None:
    """Do something to the first paragraph of a Word file that holds `text`."""
    root = etree.fromstring(parts(file.read_bytes())[BODY])
    change(next(one for one in root.iter(w("p")) if text in "".join(t.text or "" for t in one.iter(w("t")))))
    repacked(file, file, {BODY: etree.tostring(root)})


def drop(paragraph: etree._Element) -> None:
    """Take a paragraph away."""
    above = paragraph.getparent()
    assert above is not None
    above.remove(paragraph)


def follow_with(text: str, times: int) -> Callable[[etree._Element], None]:
    """Put paragraphs after a paragraph."""

    def add(paragraph: etree._Element) -> None:
        for _ in range(times):
            new = etree.fromstring(f'<w:p xmlns:w="{W}"><w:r><w:t>{text}</w:t></w:r></w:p>')
            paragraph.addnext(new)

    return add


def change_profile(house: House, old: str, new: str) -> None:
    """Change words in the profile that the case uses."""
    file = house.templates / "region-jh" / "profil.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_same_templates_change_nothing(house: House) -> None:
    """Every document is unchanged, no PDF is made of any, and nothing is published."""
    answer = house.compare(pdf=True)
    assert answer.code == ExitCode.OK
    assert [state for _, state in answer.states] == ["oförändrad", "oförändrad"]
    assert "Inget dokument ändras." in answer.verdict
    assert answer.report.xpath("//section[@class='dokument']") == []
    assert [path.name for path in Path("out").iterdir()] == ["jamforelse.html"]


def test_a_word_in_the_letterhead_shows_in_every_document(house: House) -> None:
    """The words that are gone and new are marked where they stand, and a change alone does not fail."""
    letterhead = house.templates / "region-jh" / "brevmall.docx"
    replace_text(letterhead, ">Region Jämtland Härjedalen<", ">Region Nord<", "word/header1.xml")
    answer = house.compare()
    assert answer.code == ExitCode.OK
    assert [state for _, state in answer.states] == ["ändras", "ändras"]
    assert "Inget går förlorat." in answer.verdict
    assert answer.text_changes == [("Sidhuvudet, stycke 1", "ändrat", ["Jämtland Härjedalen"], ["Nord"])] * 2
    assert "region-jh/brevmall.docx är ändrad" in answer.report.text_content()


def test_a_lost_tag_fails_and_is_named(house: House) -> None:
    """A fact that is printed no longer fails, with its field, its place in the case, and the tag that printed it."""
    edit(house.templates / "region-jh" / "avslut.docx", "kvarvarande_medel.hantering", drop)
    answer = house.compare()
    assert answer.code == ExitCode.TEMPLATE
    assert answer.states[0] == ("GNS/8/2019 2021-02-05-avslut", "tappar uppgifter")
    assert answer.states[1][1] == "oförändrad"
    assert "2 uppgifter som skrevs ut förut skrivs inte längre ut" in answer.verdict
    assert "ärende 1.json:1:" in answer.err
    assert "handlingar[1].kvarvarande_medel.hantering (Hantering av medlen)" in answer.err
    assert "Medlen kan inte reserveras" in answer.err
    assert "{{ handling.kvarvarande_medel.hantering }} i" in answer.err
    assert "templates/region-jh/avslut.docx" in answer.err
    assert (
        "kvarvarande_medel.hantering" in answer.report.xpath("//ul[starts-with(@class, 'problem')]")[0].text_content()
    )


def test_a_lost_block_is_a_loss_although_the_text_mentions_the_name(house: House, case: Case) -> None:
    """A signer who is named in a text is lost all the same when the signature block is gone."""
    case["handlingar"][0]["arendebeskrivning"] += "\n\nHarald Sundin, regiondirektör, bereder ärendet."
    house.write(case)
    edit(house.templates / "region-jh" / "tjansteskrivelse.docx", "block/underskrift.docx", drop)
    answer = house.compare("--json")
    assert answer.code == ExitCode.TEMPLATE
    [document] = json.loads(answer.out)["dokument"]
    lost = {(one["namn"], one["text"]): one for one in document["forlorade_uppgifter"]}
    assert lost["Undertecknare", "Harald Sundin"]["tagg"] == '{%p include "block/underskrift.docx" %}'
    assert lost["Undertecknare", "Harald Sundin"]["mall"].endswith("region-jh/tjansteskrivelse.docx")


def test_a_profile_that_gives_fewer_facts_loses_them(house: House, case: Case) -> None:
    """A recipient that the profile gave and gives no longer is lost, though nothing demands it now."""
    file = house.before / "templates" / "region-jh" / "profil.toml"
    table = "[format.tjansteskrivelse]\n"
    text = file.read_text("utf-8").replace(table, f'{table}mottagare = ["ekonomienheten"]\n')
    file.write_text(text, "utf-8")
    case["handlingar"][0]["arendebeskrivning"] += "\n\nEkonomienheten har lämnat uppgifter."
    house.write(case)
    answer = house.compare()
    assert answer.code == ExitCode.TEMPLATE
    assert "Mottagare («Ekonomienheten») skrevs ut förut" in answer.err


def test_other_words_for_the_same_are_no_loss(house: House) -> None:
    """A new office-holder in the profile is a change of words, since the new name is printed."""
    change_profile(house, '"Harald Sundin"', '"Karin Holm"')
    answer = house.compare()
    assert answer.code == ExitCode.OK
    assert [state for _, state in answer.states] == ["ändras", "ändras"]
    assert {(what, *gone, *added) for _, what, gone, added in answer.text_changes} == {
        ("ändrat", "Harald Sundin", "Karin Holm")
    }
    assert "1 av dem med nya ord ur profilen" in answer.report.text_content()


def test_a_template_that_breaks_stops_its_documents_alone(house: House) -> None:
    """A document that could be made and cannot now fails, with the reason, and the others are compared."""
    replace_text(house.templates / "region-jh" / "avslut.docx", "dokument.titel", "dokument.titl")
    answer = house.compare()
    assert answer.code == ExitCode.TEMPLATE
    assert answer.states == [
        ("GNS/8/2019 2021-02-05-avslut", "stoppas"),
        ("GNS/8/2019 2019-10-07-tjansteskrivelse", "oförändrad"),
    ]
    assert "1 dokument kunde skapas förut men stoppas nu." in answer.verdict
    assert "titl" in answer.err
    assert "titl" in answer.report.xpath("//ul[starts-with(@class, 'problem')]")[0].text_content()


def test_a_demand_of_the_profile_that_a_case_does_not_meet_stops_it(house: House) -> None:
    """What `rendera` would refuse now and did not before is stopped, though the file would be the same."""
    change_profile(house, "[format.tjansteskrivelse]\n", '[format.tjansteskrivelse]\nobligatoriska = ["bedomning"]\n')
    answer = house.compare()
    assert answer.code == ExitCode.TEMPLATE
    assert answer.states[0] == ("GNS/8/2019 2019-10-07-tjansteskrivelse", "stoppas")


def test_what_the_rules_refuse_in_both_is_not_repeated(house: House, case: Case) -> None:
    """A draft that a rule refuses is compared like any other."""
    case["diarienummer"] = "fel form"
    house.write(case)
    answer = house.compare()
    assert (answer.code, answer.err) == (ExitCode.OK, "")
    assert [state for _, state in answer.states] == ["oförändrad"]


@pytest.mark.parametrize("status", ["expedierad", "makulerad"])
def test_what_is_final_is_compared_too(house: House, case: Case, status: str) -> None:
    """No handling is too far gone to show what the templates do: nothing is published."""
    case["handlingar"][0]["status"] = status
    house.write(case)
    change_profile(house, '"Utdrag till"', '"Skickas till"')
    answer = house.compare()
    assert (answer.code, [state for _, state in answer.states]) == (ExitCode.OK, ["ändras"])


def test_what_was_broken_before_is_new(house: House) -> None:
    """An old template that cannot be used is told, with the reason, and is no crash and no failure."""
    (house.before / "templates" / "region-jh" / "avslut.docx").write_bytes(b"trasig")
    answer = house.compare()
    assert answer.code == ExitCode.OK
    assert answer.states[0] == ("GNS/8/2019 2021-02-05-avslut", "ny")
    assert "inte ett Word-dokument" in answer.report.xpath("//ul[@class='problem forut']")[0].text_content()
    assert "1 dokument gick inte att skapa förut men går att skapa nu." in answer.verdict


def test_a_fact_that_was_never_printed_is_no_loss(house: House) -> None:
    """What the profile gives anew and the template does not print stops the document, and is not said to be lost."""
    edit(house.before / "templates" / "region-jh" / "avslut.docx", "block/sandlista.docx", drop)
    edit(house.templates / "region-jh" / "avslut.docx", "block/sandlista.docx", drop)
    change_profile(house, "[format.avslut]\n", '[format.avslut]\nmottagare = ["Kommunrevisionen"]\n')
    answer = house.compare("--json")
    assert answer.code == ExitCode.TEMPLATE
    document = json.loads(answer.out)["dokument"][1]
    assert (document["utfall"], document["forlorade_uppgifter"]) == ("stoppas", [])
    assert "Kommunrevisionen" in document["anmarkningar"][0]["meddelande"]


def test_a_profile_that_is_new_makes_new_documents_of_its_own_alone(house: House) -> None:
    """Rules that name a profile which the old templates lack do not stop the documents of the others."""
    shutil.rmtree(house.before / "templates" / "region-orebro")
    shutil.copyfile(ROOT / "cases" / "22rs4410.json", house.root / "cases" / "b.json")
    answer = house.compare()
    assert answer.code == ExitCode.OK
    assert sorted(state for _, state in answer.states) == ["ny", "oförändrad", "oförändrad"]
    assert "Profilen «region-orebro» finns inte" in answer.report.text_content()


def test_a_profile_that_is_gone_stops_its_documents(house: House) -> None:
    """The documents of a profile that is taken away cannot be made."""
    shutil.copyfile(ROOT / "cases" / "22rs4410.json", house.root / "cases" / "b.json")
    shutil.rmtree(house.templates / "region-orebro")
    assert house.compare().code == ExitCode.TEMPLATE


def test_a_case_that_is_broken_is_told_and_the_others_compared(house: House) -> None:
    """It can be made neither before nor now, and the command says who must act."""
    (house.root / "cases" / "b.json").write_text("{", "utf-8")
    answer = house.compare()
    assert answer.code == ExitCode.CASE
    assert [state for _, state in answer.states] == ["går inte att skapa", "oförändrad", "oförändrad"]
    assert "Allt kunde inte jämföras." in answer.verdict


def test_chosen_cases_are_compared_alone(house: House) -> None:
    """Named files are compared, each once, and not those of the root."""
    other = house.root / "annan.json"
    shutil.copyfile(ROOT / "cases" / "22rs4410.json", other)
    answer = house.compare(str(other), str(other))
    assert [name.split()[0] for name, _ in answer.states] == ["22RS4410"]


def test_without_cases_there_is_nothing_to_compare(house: House) -> None:
    """No case at all is a fault of the command line, never a good result."""
    house.case.unlink()
    with pytest.raises(click.UsageError, match="inga ärendefiler"):
        house.compare()


def test_the_report_stands_alone(house: House, case: Case) -> None:
    """It fetches nothing, runs nothing, and shows what a case says as text."""
    case["handlingar"][0]["rubrik"] = "<script>alert(1)</script> & {{ 7*7 }}"
    house.write(case)
    change_profile(house, '"Utdrag till"', '"Skickas <b>till</b>"')
    answer = house.compare()
    root = answer.report
    assert root.get("lang") == "sv"
    assert root.xpath("//script | //link | //iframe | //object | //embed | //@*[starts-with(name(), 'on')]") == []
    assert [one for one in root.xpath("//@src | //@href") if not one.startswith(("data:", "#"))] == []
    assert "<script>alert(1)</script> & {{ 7*7 }}" in root.xpath("//section[@class='dokument']/h2")[0].text_content()
    assert answer.text_changes[0][3] == ["Skickas <b>", "</b>"] or "Skickas" in answer.text_changes[0][3][0]
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {one[1:] for one in root.xpath("//@href") if one.startswith("#")} <= set(ids)


def test_the_result_comes_as_data_too(house: House) -> None:
    """`--json` says the same as the report, and nothing else is printed."""
    change_profile(house, '"Utdrag till"', '"Skickas till"')
    answer = house.compare("--json")
    whole = json.loads(answer.out)
    assert (whole["felkod"], answer.code, answer.err) == (0, 0, "")
    assert [one["utfall"] for one in whole["dokument"]] == ["ändras", "ändras"]
    [change] = whole["dokument"][0]["textandringar"]
    assert [piece["ord"] for piece in change["text"] if piece["vad"] != "lika"] == ["Utdrag", "Skickas"]
    assert whole["rapport"] == str(Path("out") / "jamforelse.html")


def test_a_report_that_cannot_be_saved_is_told(house: House) -> None:
    """A file in the way of the report's folder is a fault of the folder."""
    Path("upptagen").write_text("")
    answer = house.compare("--ut", "upptagen/rapport.html")
    assert answer.code == ExitCode.FOLDER
    assert "Rapporten kunde inte sparas" in answer.err
    assert "--ut" in answer.err


def test_a_templates_folder_itself_may_be_compared_with(house: House) -> None:
    """The folder may be the templates' own, not only a root."""
    assert house.compare(against=str(house.before / "templates")).code == ExitCode.OK


# git


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, as somebody."""
    identity = ("-c", "user.name=Ä", "-c", "user.email=a@example.se", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def commit(folder: Path, message: str) -> None:
    """Commit all that lies there."""
    git(folder, "add", "--all")
    git(folder, "commit", "-qm", message)


@pytest.fixture
def archive(house: House) -> House:
    """The same in git, in a folder of the repository, with two commits and a change that is not committed."""
    top = house.root.parent
    git(top, "init", "-q")
    (top / ".gitignore").write_text("out\n")
    commit(top, "Första mallarna")
    change_profile(house, '"Utdrag till"', '"Sänds till"')
    commit(top, "Sändlistans rubrik: «å»")
    change_profile(house, '"Sänds till"', '"Skickas till"')
    return house


def test_the_last_commit_is_compared_with(archive: House) -> None:
    """What is saved and not committed is compared with HEAD, and the checkout is as it was, to the byte."""
    top = archive.root.parent
    index, status = (top / ".git" / "index").read_bytes(), git(top, "status", "--porcelain", "--branch")
    listed = sorted(path.relative_to(top) for path in top.rglob("*") if "out" not in path.parts)
    answer = archive.compare(against="HEAD")
    assert answer.code == ExitCode.OK
    assert {tuple(change[2] + change[3]) for change in answer.text_changes} == {("Sänds", "Skickas")}
    assert "Sändlistans rubrik: «å»" in answer.report.text_content()
    assert (top / ".git" / "index").read_bytes() == index
    assert git(top, "status", "--porcelain", "--branch") == status
    assert sorted(path.relative_to(top) for path in top.rglob("*") if "out" not in path.parts) == listed


def test_an_older_revision_is_compared_with(archive: House) -> None:
    """Anything that git calls a revision will do."""
    answer = archive.compare(against="HEAD~1")
    assert {tuple(change[2] + change[3]) for change in answer.text_changes} == {("Utdrag", "Skickas")}


def test_a_repository_of_another_does_not_get_in_the_way(archive: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run from a git hook, which names its own repository and index, the root's is still the one."""
    monkeypatch.setenv("GIT_DIR", str(archive.root / "finns inte"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(archive.root / "finns inte heller"))
    assert archive.compare(against="HEAD").code == ExitCode.OK


def test_templates_may_be_a_repository_of_their_own(house: House) -> None:
    """The communications unit may keep its templates apart."""
    git(house.templates, "init", "-q")
    commit(house.templates, "Mallar")
    change_profile(house, '"Utdrag till"', '"Skickas till"')
    answer = house.compare(against="HEAD")
    assert {tuple(change[2] + change[3]) for change in answer.text_changes} == {("Utdrag", "Skickas")}


def test_what_was_broken_at_a_revision_is_told_without_its_folder(archive: House) -> None:
    """The old templates lie in a folder that is gone when the report is read, so it is not named."""
    template = archive.templates / "region-jh" / "avslut.docx"
    whole = template.read_bytes()
    template.write_bytes(b"trasig")
    commit(archive.root.parent, "Trasig")
    template.write_bytes(whole)
    answer = archive.compare(against="HEAD")
    assert answer.code == ExitCode.OK
    text = answer.report.text_content()
    assert "förut/region-jh/avslut.docx" in text
    assert "generator-forut" not in text


def test_files_come_out_of_git_as_its_attributes_say(archive: House) -> None:
    """A file that git keeps in another form, as large files often are, is had in the form that people work with."""
    top = archive.root.parent
    git(top, "config", "filter.form.smudge", "sed s/Skickas/Lämnas/")
    (top / ".gitattributes").write_text('"rot å/templates/**/*.toml" filter=form\n', "utf-8")
    commit(top, "Med attribut")
    answer = archive.compare(against="HEAD")
    assert {tuple(change[2] + change[3]) for change in answer.text_changes} == {("Lämnas", "Skickas")}


@pytest.mark.parametrize("revision", ["finns-inte", "--output=smitare", "-p", "", "HEAD:templates", "HEAD~99"])
def test_a_revision_that_does_not_exist_is_told(archive: House, revision: str) -> None:
    """A name that is neither a folder nor a commit is refused, and is never taken for an option."""
    answer = archive.compare(f"--mot={revision}", against="HEAD")
    assert answer.code == ExitCode.USAGE
    assert f"«{revision}» är varken en mapp eller en revision" in answer.err
    assert "Gör så här: " in answer.err
    assert answer.report is None
    assert not list(archive.root.parent.rglob("smitare"))


def test_a_folder_outside_git_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git there is no «before» to fetch, and the message says what will do instead."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(house.root.parent.parent))
    answer = house.compare(against="HEAD")
    assert answer.code == ExitCode.USAGE
    assert "ligger inte i något git-arkiv" in answer.err
    assert "--mot MAPP" in answer.err


def test_a_revision_without_templates_is_told(house: House) -> None:
    """A revision from before there were templates has nothing to compare with."""
    top = house.root.parent
    git(top, "init", "-q")
    git(top, "add", "rot å/rules")
    git(top, "commit", "-qm", "Bara regler")
    answer = house.compare(against="HEAD")
    assert answer.code == ExitCode.USAGE
    assert "fanns inte i git vid revisionen «HEAD»" in answer.err


def test_a_folder_without_templates_is_told(house: House) -> None:
    """A folder that holds something else is no template folder, whatever Word files lie in it."""
    (house.root / "dokument" / "x").mkdir(parents=True)
    (house.root / "dokument" / "x" / "brev.docx").write_bytes(b"")
    answer = house.compare(against=str(house.root / "dokument"))
    assert answer.code == ExitCode.USAGE
    assert "har inga mallar" in answer.err


def test_git_that_is_missing_is_told(archive: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without git says how to install it, and what will do without."""
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = archive.compare(against="HEAD")
    assert answer.code == ExitCode.ENGINE
    assert "apt-get install git" in answer.err
    assert "--mot MAPP" in answer.err


def test_git_that_does_not_trust_the_folder_is_told(archive: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of another user's is refused by git; the message says how it is trusted."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    answer = archive.compare(against="HEAD")
    assert answer.code == ExitCode.FOLDER
    assert "safe.directory" in answer.err


# the program that makes PDF files


class Failing:
    """An engine that makes no PDF of a document that has some words in it."""

    name = "libreoffice"
    words = ""

    def health(self) -> Health:
        """Well."""
        return Health(version="1")

    def prepare(self) -> None:
        """Nothing is started."""

    def begin(self, docx: Path) -> Awaited:
        """All of it when it is waited for."""
        return partial(self.convert, docx)

    def convert(self, docx: Path, pdf: Path) -> None:
        """Fail, or leave a small page with tags."""
        if self.words in parts(docx.read_bytes())[BODY].decode():
            raise EngineError(Finding(code="motor-avbrott", message="Motorn gick sönder.", remedy="Försök igen."))
        pdf.write_bytes(saved(small()))

    def close(self) -> None:
        """Nothing to close."""


def test_an_engine_that_fails_leaves_the_words_to_compare(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a working LibreOffice the words are compared, the fault is told, and operations must act."""
    monkeypatch.setattr(registry, "ENGINES", {registry.DEFAULT: Failing})
    change_profile(house, '"Utdrag till"', '"Skickas till"')
    answer = house.compare(pdf=True)
    assert answer.code == ExitCode.ENGINE
    assert "Motorn gick sönder." in answer.err
    assert {tuple(change[2] + change[3]) for change in answer.text_changes} == {("Utdrag", "Skickas")}


def test_a_document_that_breaks_the_engine_now_is_stopped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that the engine cannot stomach is a document that cannot be made any longer."""
    monkeypatch.setattr(Failing, "words", "Skickas till")
    monkeypatch.setattr(registry, "ENGINES", {registry.DEFAULT: Failing})
    change_profile(house, '"Utdrag till"', '"Skickas till"')
    answer = house.compare(pdf=True)
    assert answer.code == ExitCode.TEMPLATE
    assert [state for _, state in answer.states] == ["stoppas", "stoppas"]


# words


def docx(body: str, others: Mapping[str, str] | None = None) -> bytes:
    """A Word file with a body and perhaps other parts."""
    start = f'<w:document xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    whole = {BODY: f"{start}<w:body>{body}</w:body></w:document>", **(others or {})}
    return packed({name: text.encode() for name, text in whole.items()})


def p(text: str) -> str:
    """A paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def told(before: str, after: str) -> list[tuple[str, str, str]]:
    """The changes between two bodies: where, what, and the words with marks around them."""
    marks = {Piece.GONE: "[-{}-]", Piece.ADDED: "[+{}+]", Piece.SAME: "{}", Piece.SKIPPED: "{}"}
    return [
        (one.where, one.what, "".join(marks[piece].format(words) for piece, words in one.pieces))
        for one in changes(docx(before), docx(after))
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("högst 1 050 000 kronor i", "högst 2 050 000 kronor i", "högst [-1 050 000-][+2 050 000+] kronor i"),
        ("ett två tre fyra fem", "ett fyra fem", "ett[- två tre-] fyra fem"),
        ("Sänds till oss.", "Sänds till oss!", "Sänds till oss[-.-][+!+]"),
        ("dnr A/1/2020 gäller", "dnr A/2/2020 gäller", "dnr [-A/1/2020-][+A/2/2020+] gäller"),
        ("en gammal dålig sak här", "en ny bra sak här", "en [-gammal dålig-][+ny bra+] sak här"),
    ],
)  # fmt: skip
def test_words_are_compared_as_words(before: str, after: str, expected: str) -> None:
    """Amounts and numbers of cases are one word, and words that change side by side are one change."""
    assert told(p(before), p(after)) == [("brödtexten, stycke 1", "ändrat", expected)]


def test_paragraphs_are_followed_past_new_ones() -> None:
    """A paragraph put in, one taken out and one changed are three changes, and the rest is untouched."""
    before = p("Rubrik") + p("Den första meningen om saken.") + p("Något annat helt.") + p("Slut")
    after = p("Rubrik") + p("Ny rad") + p("Den första meningen om en sak.") + p("Slut")
    assert [(what, words) for _, what, words in told(before, after)] == [
        ("tillagt", "[+Ny rad+]"),
        ("ändrat", "Den första meningen om [-saken-][+en sak+]."),
        ("borttaget", "[-Något annat helt.-]"),
    ]


def test_blanks_are_no_words() -> None:
    """A no-break space for a plain one, and an empty paragraph, change no words."""
    assert told(p("1 000 kronor") + p(" "), p("1\u00a0000\u00a0kronor")) == []


def test_long_paragraphs_are_cut_to_what_stands_near() -> None:
    """Of a long paragraph only what stands around the change is shown."""
    long = "ord " * 200
    [(_, _, words)] = told(p(f"{long}gammalt {long}"), p(f"{long}nytt {long}"))
    assert "[-gammalt-][+nytt+]" in words
    assert words.startswith("…")
    assert words.endswith("…")
    assert len(words) < 250


def test_headers_go_by_their_pages() -> None:
    """A header is told by the pages that it stands on, and one that no page shows is not compared."""
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    others = {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{rels}">'
        '<Relationship Id="a" Type="x/header" Target="header7.xml"/>'
        '<Relationship Id="b" Type="x/header" Target="header2.xml"/></Relationships>',
        "word/header7.xml": f'<w:hdr xmlns:w="{W}">{p("På alla")}</w:hdr>',
        "word/header2.xml": f'<w:hdr xmlns:w="{W}">{p("På den första")}</w:hdr>',
    }
    kinds = (("default", "a"), ("first", "b"))
    both = "".join(f'<w:headerReference w:type="{kind}" r:id="{name}"/>' for kind, name in kinds)
    section = f"<w:sectPr>{both}{{}}</w:sectPr>"
    hidden, shown = (lines(docx(section.format(title), others)) for title in ("", "<w:titlePg/>"))
    assert {place: [line.text for line in found] for place, found in hidden.items() if found} == {
        "sidhuvudet": ["På alla"]
    }
    assert [line.text for line in shown["första sidans sidhuvud"]] == ["På den första"]


# pages


def pdf(*pages: Image.Image) -> bytes:
    """Pictures as a PDF."""
    out = BytesIO()
    pages[0].save(out, "PDF", resolution=84, save_all=True, append_images=list(pages[1:]))
    return out.getvalue()


def page(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (695, 982)) -> Image.Image:
    """A white page with black boxes."""
    made = Image.new("RGB", size, "white")
    for box in boxes:
        ImageDraw.Draw(made).rectangle(box, fill="black")
    return made


def pairs(before: bytes, after: bytes, room: int = 10_000_000) -> list[PagePair]:
    """The pages that differ."""
    return list(page_pairs(before, after, Room(room)))


def picture(data: str) -> Image.Image:
    """The picture in a `data:` address."""
    kind, _, content = data.partition(",")
    assert kind == "data:image/png;base64"
    return Image.open(BytesIO(base64.b64decode(content))).convert("RGB")


LOGO, LINE, FOOT = (60, 40, 160, 80), (60, 400, 640, 420), (500, 930, 640, 950)


def test_each_place_that_differs_is_framed_and_told() -> None:
    """Changes far apart are places of their own, told from the top; pages that are alike are left out."""
    before = pdf(page((60, 40, 110, 80), LINE, (400, 930, 480, 950)), page(LOGO))
    [pair] = pairs(before, pdf(page(LOGO, LINE, FOOT), page(LOGO)))
    assert (pair.number, pair.moved) == (1, False)
    assert pair.places == ("högst upp till vänster", "längst ned till höger")
    assert pair.before
    assert pair.after
    old, new = picture(pair.before), picture(pair.after)
    assert old.size == new.size == (pair.width, pair.height)
    changed = range(115, LOGO[2])
    assert all(is_drawn(new, x, LOGO[1]) for x in changed), "an unbroken frame now"
    assert {is_drawn(old, x, LOGO[1]) for x in changed} == {True, False}, "a dashed frame before"
    assert old.getpixel((100, 410)) == (0, 0, 0), "what is the same is left as it is"


def is_drawn(shown: Image.Image, x: int, top: int) -> bool:
    """True when there is a line just above a box that begins at `top`."""
    colours = [shown.getpixel((x, y)) for y in range(top - 8, top - 1)]
    return any(isinstance(one, tuple) and sum(one) < 500 for one in colours)


def test_what_only_moved_is_not_framed() -> None:
    """A logo that pushes the rest down is one place, and the rest is said to have moved."""
    rest = [(60, top, 640, top + 14) for top in (160, 240, 400)]
    lower = [(left, top + 16, right, bottom + 16) for left, top, right, bottom in rest]
    framed = (57, 37, 164, 84)
    old, new = page(*rest), page(*lower)
    assert difference(old, page(LOGO, *lower)) == Difference(places=(Place(before=None, after=framed),), moved=True)
    assert difference(page(LOGO, *lower), old) == Difference(places=(Place(before=framed, after=None),), moved=True)
    assert difference(old, new) == Difference(places=(), moved=True)
    assert difference(old, page(*rest)) is None


@pytest.mark.parametrize("height", [1, 12])
def test_another_colour_alone_is_a_place(height: int) -> None:
    """A rule or a line that only changes its colour is seen, also one as dark as it was."""
    old, new = page(), page()
    for shown, colour in ((old, (0, 120, 0)), (new, (0, 0, 255))):
        ImageDraw.Draw(shown).rectangle((60, 400, 640, 399 + height), fill=colour)
    [pair] = pairs(pdf(old), pdf(new))
    assert pair.places == ("på övre halvan",)


def test_a_page_that_only_one_of_them_has_is_shown() -> None:
    """A page more, or one less, is a difference in itself."""
    [more] = pairs(pdf(page(LINE)), pdf(page(LINE), page(LOGO)))
    [less] = pairs(pdf(page(LINE), page(LOGO)), pdf(page(LINE)))
    assert (more.number, more.before is None, more.after is None) == (2, True, False)
    assert (less.number, less.before is None, less.after is None) == (2, False, True)


def test_another_paper_differs_as_a_whole() -> None:
    """A page of another size is one place, the whole of it."""
    [pair] = pairs(pdf(page(LINE)), pdf(page(LINE, size=(982, 695))))
    assert pair.places == ("större delen av sidan",)


def test_a_report_that_is_full_tells_without_pictures() -> None:
    """Pages beyond what a report can hold are told in words."""
    first, second = pairs(pdf(page(LINE), page(LINE)), pdf(page(LOGO), page(LOGO)), room=1)
    assert first.pictured
    assert not second.pictured
    assert second.places == first.places


# whole, with LibreOffice


@pytest.fixture
def with_office(house: House, office: LibreOffice, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house with the session's warm LibreOffice, which the command may not end."""

    class Shared(Failing):
        def convert(self, docx: Path, pdf: Path) -> None:
            office.convert(docx, pdf)

    monkeypatch.setattr(registry, "ENGINES", {registry.DEFAULT: Shared})
    return house


@pytest.mark.office
def test_paragraphs_that_need_another_page_are_seen(with_office: House) -> None:
    """More text is more pages: told before and after, each page pictured with words for what it shows."""
    edit(with_office.templates / "region-jh" / "tjansteskrivelse.docx", "beslutspunkter", follow_with("Mer text.", 60))
    answer = with_office.compare("--json", pdf=True)
    assert answer.code == ExitCode.OK
    changed, same = json.loads(answer.out)["dokument"]
    assert same["utfall"] == "oförändrad"
    assert (changed["sidor_fore"], changed["sidorna_jamforda"]) == (2, True)
    assert changed["sidor_efter"] > 2
    assert len(changed["textandringar"]) == 60
    row = answer.report.xpath(TABLE)[0]
    assert f"2 → {changed['sidor_efter']} sidor" in row.text_content()
    last = answer.report.xpath("//*[@class='par']")[-1]
    assert "Sidan fanns inte." in last.text_content()
    pictures = answer.report.xpath("//img")
    assert len(pictures) == 2 + changed["sidor_efter"]
    assert all(one.get("alt").startswith("Sida ") for one in pictures)
    assert any("GNS/8/2019 2019-10-07-tjansteskrivelse" in one.get("alt") for one in pictures)
    assert all(picture(one.get("src")).width == int(one.get("width")) for one in pictures)


@pytest.mark.office
def test_looks_are_compared_though_no_word_changes(with_office: House) -> None:
    """A larger word mark in the letterhead changes pages, in their heads, and no words."""
    letterhead = with_office.templates / "region-jh" / "brevmall.docx"
    styles = parts(letterhead.read_bytes())["word/styles.xml"].decode()
    before, mark, after = styles.partition('w:val="Ordmärke"')
    assert '<w:sz w:val="' in after.partition("</w:style>")[0]
    bigger = re.sub('<w:sz w:val="[0-9]+"', '<w:sz w:val="36"', after, count=1)
    repacked(letterhead, letterhead, {"word/styles.xml": f"{before}{mark}{bigger}".encode()})
    answer = with_office.compare("--json", pdf=True)
    assert answer.code == ExitCode.OK
    for document in json.loads(answer.out)["dokument"]:
        assert document["utfall"] == "ändras"
        assert document["textandringar"] == []
        assert document["andrade_sidor"][0]["stallen"][0].startswith(("högst upp", "större delen"))
    assert "Inga ord är ändrade." in answer.report.text_content()


@pytest.mark.office
def test_a_file_that_differs_inside_alone_looks_alike(with_office: House) -> None:
    """A style that nothing uses changes the files, but no page and no word, and that is what is said."""
    unused = '<w:style w:type="paragraph" w:customStyle="1" w:styleId="X"><w:name w:val="X"/></w:style></w:styles>'
    letterhead = with_office.templates / "region-jh" / "brevmall.docx"
    replace_text(letterhead, "</w:styles>", unused, "word/styles.xml")
    answer = with_office.compare(pdf=True)
    assert answer.code == ExitCode.OK
    assert [state for _, state in answer.states] == ["ser likadan ut", "ser likadan ut"]
    assert "Inget dokument ändras." in answer.verdict


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    """Debian's chromium, without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in ("headless=new", "no-sandbox", "disable-gpu", "disable-background-networking", "window-size=1300,1600"):
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={tmp_path / 'chromium'}")
    driver = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


@pytest.mark.office
@pytest.mark.browser
def test_the_report_is_accessible(with_office: House, browser: Any) -> None:
    """A report with losses, stops, pages and words breaks none of axe's rules, and a keyboard reaches a document."""
    edit(with_office.templates / "region-jh" / "tjansteskrivelse.docx", "block/sandlista.docx", drop)
    change_profile(with_office, '"Regiondirektörens förslag"', '"Förslag till beslut"')
    replace_text(with_office.templates / "region-jh" / "avslut.docx", "dokument.titel", "dokument.titl")
    assert with_office.compare(pdf=True).code == ExitCode.TEMPLATE
    browser.get((Path("out") / "jamforelse.html").resolve().as_uri())
    axe = Axe(browser)
    axe.inject()
    for scheme in ("light", "dark"):
        preferred = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": preferred})
        found = axe.run()
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
        assert {"color-contrast", "image-alt"} <= {one["id"] for one in found["passes"]}
    browser.find_element("css selector", "tbody th a").send_keys(Keys.ENTER)
    assert browser.execute_script("return document.activeElement.id") == "dokument-1"
    images = browser.find_elements("css selector", "img")
    assert images
    assert all(browser.execute_script("return arguments[0].naturalWidth", one) > 0 for one in images)
