"""What the measurements rest on: that like is compared with like, and that the document says what was found."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks import bench, tables, targets
from benchmarks.contest import dialects, tree
from benchmarks.contest.letterhead import packed, paragraph
from benchmarks.contest.root import ROOT, case, cases
from benchmarks.contest.texts import Different, same, says_all, texts
from benchmarks.contest.wordlike import as_word_saves
from benchmarks.measuring import ratio
from benchmarks.one import MEASUREMENTS
from benchmarks.peers.process import Failed, Peer
from benchmarks.targets import Target, at, steepness
from benchmarks.writing import Unwritten, document

_BODY = (
    paragraph("{{ a.titel }} {% if a.ort %}i {{ a.ort }}{% else %}någonstans{% endif %}", "Heading1")
    + paragraph("{%p if a.rader %}")
    + paragraph("Rader:")
    + paragraph("{%p for rad in a.rader %}")
    + paragraph("{{ rad.post }}: {{ rad.belopp|kronor }}")
    + paragraph("{%p endfor %}")
    + paragraph("{%p endif %}")
)
_ROWS = (
    f"<w:tr><w:tc>{paragraph('{%tr for rad in a.rader %}')}</w:tc></w:tr>"
    f"<w:tr><w:tc>{paragraph('{{ rad.post }}')}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr>"
    f"<w:tr><w:tc>{paragraph('{%tr endfor %}')}</w:tc></w:tr>"
)
_WHOLE: dict[str, Any] = {"a": {"titel": "T & U", "ort": "Åre", "rader": ({"post": "p", "belopp": 1000},)}}
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(*paragraphs: str) -> bytes:
    """A package of so many paragraphs."""
    body = "".join(map(paragraph, paragraphs))
    return packed({"word/document.xml": f"<w:document {_NAMESPACE}><w:body>{body}</w:body></w:document>".encode()})


def words(xml: str) -> list[str]:
    """The paragraphs of a piece of XML, without markup."""
    inside = f"<w:document {_NAMESPACE}><w:body>{xml}</w:body></w:document>"
    return [text for _, text in texts(packed({"word/document.xml": inside.encode()}))]


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    """A round in which the machine was slow counts for both, so it does not move the ratio."""
    assert ratio([10.0, 90.0, 30.0], [5.0, 45.0, 30.0]) == 2.0


def test_values_are_ready_made() -> None:
    """A tag's value is what our sandbox prints; a section tells whether it is there, and a list has its items."""
    given = tree.values(tree.parse(_BODY), _WHOLE)
    assert given["a_titel"] == "T & U"
    assert (given["om_a_ort"], given["om_not_a_ort"]) == (True, False)
    assert given["alla_a_rader"] == [{"rad_post": "p", "rad_belopp_kronor": "1\u00a0000\u00a0kronor"}]
    assert words("".join(tree.printed(tree.parse(_BODY), given))) == ["T & U i Åre", "Rader:", "p: 1 000 kronor"]


def test_an_absent_section_has_no_values() -> None:
    """Nothing inside a section that is not there is asked for, as when a template is filled in."""
    given = tree.values(tree.parse(_BODY), {"a": {"titel": "T", "ort": None, "rader": ()}})
    assert given == {"a_titel": "T", "om_a_ort": False, "om_not_a_ort": True, "om_a_rader": False}


def test_an_unknown_tag_is_refused() -> None:
    """A tag that cannot be translated stops the contest: nobody shall be given half a template."""
    with pytest.raises(ValueError, match="set"):
        tree.parse(paragraph("{% set a = 1 %}"))


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (dialects.docxtpl, ["{%p if om_a_rader %}", "Rader:", "{%p for valla_a_rader in alla_a_rader %}"]),
        (dialects.docxtemplater, ["{#om_a_rader}", "Rader:", "{#alla_a_rader}", "{rad_post}: {rad_belopp_kronor}"]),
        (
            dialects.carbone,
            [
                "{d.om_a_rader:ifEQ(true):showBegin}",
                "Rader:",
                "{d.alla_a_rader[i].rad_post}: {d.alla_a_rader[i].rad_belopp_kronor}",
                "{d.alla_a_rader[i+1].rad_post}: {d.alla_a_rader[i+1].rad_belopp_kronor}",
            ],
        ),
        (dialects.mailmerge, ["Rader:", "«alla_a_rader»"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_dialect_has_its_own_tags(dialect: Any, expected: list[str]) -> None:
    """A section and a loop over paragraphs, as each of the others writes them."""
    assert words(dialect(tree.parse(_BODY)))[1 : 1 + len(expected)] == expected


def test_a_loop_over_rows_stands_in_the_row() -> None:
    """A row's loop begins in its first cell and ends in its last, as docxtemplater has it."""
    assert words(dialects.docxtemplater(tree.parse(_ROWS))) == ["{#alla_a_rader}{rad_post}", "x{/alla_a_rader}"]


def test_merge_fields_get_texts_and_rows() -> None:
    """docx-mailmerge2 is given each inline section as text, and each list as rows of one text."""
    nodes = tree.parse(_BODY)
    given = dialects.merged(nodes, tree.values(nodes, _WHOLE))
    assert given == {
        "a_titel": "T & U",
        "om_a_ort": "i Åre",
        "om_not_a_ort": "",
        "alla_a_rader": [{"alla_a_rader": "p: 1\u00a0000\u00a0kronor"}],
    }
    assert dialects.left_standing(nodes) == {"Rader:", ""}


def test_what_word_leaves_changes_no_word() -> None:
    """Marks, cut runs and latent styles are added, and the text with its tags is the same."""
    clean = {
        "word/document.xml": f"<w:document {_NAMESPACE}><w:body>{_BODY}</w:body></w:document>".encode(),
        "word/styles.xml": b"<w:styles><w:style w:styleId='a'/></w:styles>",
    }
    saved = as_word_saves(clean)
    assert texts(packed(saved)) == texts(packed(clean))
    assert b'w:type="spellStart"/><w:r w:rsidRPr=' in saved["word/document.xml"]
    assert b"<w:latentStyles" in saved["word/styles.xml"]


def test_the_same_words_are_the_same() -> None:
    """White space and paragraphs without words make no difference."""
    same(docx("Ett  ord\t& ett".replace("&", "&amp;"), "Två"), docx("Ett ord &amp; ett", "", "Två"))


@pytest.mark.parametrize("theirs", [("Ett", "Tva"), ("Ett",), ("Två", "Ett"), ("Ett", "Två", "Tre")])
def test_other_words_are_refused(theirs: tuple[str, ...]) -> None:
    """A figure does not count when a word differs, is missing, stands elsewhere or is one too many."""
    with pytest.raises(Different):
        same(docx("Ett", "Två"), docx(*theirs))


@pytest.mark.parametrize(
    ("theirs", "right"), [(("Ett", "Tom", "Två"), True), (("Ett", "Två", "X"), False), (("Tom", "Två"), False)]
)
def test_who_has_no_conditions_says_all_and_empty_sections(theirs: tuple[str, ...], right: bool) -> None:
    """All that we say must be there in order; beside it only what empty sections leave."""
    if right:
        says_all(docx("Ett", "Två"), docx(*theirs), {"Tom"})
    else:
        with pytest.raises(Different):
            says_all(docx("Ett", "Två"), docx(*theirs), {"Tom"})


def test_cases_differ_and_are_the_same_each_time() -> None:
    """The contest's cases are all unlike, and a second run gets the same ones."""
    assert cases(5) == cases(5)
    assert len(set(cases(5))) == 5


def test_a_case_has_the_size_that_is_asked_for() -> None:
    """So many paragraphs, rows and recipients."""
    [handling] = json.loads(case(Random(1), paragraphs=7, rows=5, recipients=3))["handlingar"]
    assert [len(handling[name]) for name in ("brodtext", "kostnader", "sandlista")] == [7, 5, 3]


_STAND_IN = """
import sys
sys.path.insert(0, {folder!r})
from answering import answer, listed
answer(listed, lambda case: case.encode() if case else 1 / 0)
"""


def test_a_contestant_that_fails_is_heard(tmp_path: Path) -> None:
    """Its time is its own, its document is what it wrote, and its failure is told and not taken for a time."""
    (tmp_path / "data.json").write_text('["ett", ""]', "utf-8")
    code = _STAND_IN.format(folder=str(ROOT / "benchmarks" / "peers"))
    with Peer("x", (sys.executable, "-c", code), tmp_path, {}) as peer:
        peer.load(tmp_path / "data.json")
        assert peer.make(0).ms >= 0
        assert peer.made(0, tmp_path) == b"ett"
        with pytest.raises(Failed, match="x: ZeroDivisionError"):
            peer.make(1)


def test_a_contestant_that_is_missing_is_told_of(tmp_path: Path) -> None:
    """A program that is not there is a failure, and so is one that ends at once or never answers."""
    with pytest.raises(Failed, match="x: "):
        Peer("x", ("/finns/inte",), tmp_path, {})
    with Peer("y", (sys.executable, "-c", ""), tmp_path, {}) as peer, pytest.raises(Failed, match="slutade"):
        peer.make(0)
    waits = (sys.executable, "-c", "input(); input()")
    with Peer("z", waits, tmp_path, {}, patience=0.1) as peer, pytest.raises(Failed, match="svarade inte"):
        peer.make(0)


def test_targets_are_held_or_not() -> None:
    """At least and at most; a figure that was not measured is neither."""
    results = {"m": {"kvot": 2}}
    assert Target(name="", figure=at("m", "kvot"), limit=2, at_least=True).held(results)
    assert Target(name="", figure=at("m", "kvot"), limit=2).held(results)
    assert not Target(name="", figure=at("m", "kvot"), limit=3, at_least=True).held(results)
    assert not Target(name="", figure=at("m", "kvot"), limit=1).held(results)
    with pytest.raises(KeyError):
        Target(name="", figure=at("m", "annat"), limit=1).held(results)


def test_steepness_tells_linear_from_quadratic() -> None:
    """1 when ten times as much takes ten times as long, 2 when it takes a hundred; unknown without the last size."""
    assert steepness([1, 10, 100], [5.0, 10.0, 100.0]) == pytest.approx(1)
    assert steepness([1, 10, 100], [5.0, 1.0, 100.0]) == pytest.approx(2)
    with pytest.raises(KeyError):
        steepness([1, 10], [1.0, None])


def test_every_target_names_a_measurement() -> None:
    """Each target is found in the results of a measurement that there is."""

    class Asked(dict[str, Any]):
        def __missing__(self, name: str) -> Any:
            assert name in MEASUREMENTS
            raise KeyError(name)

    for target in targets.TARGETS:
        with pytest.raises(KeyError):
            target.figure(Asked())


def test_figures_are_swedish() -> None:
    """Decimal comma, no-break spaces between thousands, words for truth, a dash for nothing."""
    given = [1234567, 0.5, 1.0, 12.25, 4000.0, True, None, "x"]
    assert [tables.number(one) for one in given] == [
        "1\u00a0234\u00a0567",
        "0,5",
        "1",
        "12,25",
        "4\u00a0000",
        "ja",
        "–",
        "x",
    ]


def test_whatever_was_found_becomes_tables() -> None:
    """Plain values together, contestants in one table, rows as rows; nothing that was measured is left out."""
    found = {"antal": 7, "deltagare": {"A": {"median_ms": 1.5}, "B": {"median_ms": 2}}, "djup": {"mer": {"kvot": 3}}}
    text = tables.figures({**found, "rader": [{"x": 1, "y": None}]})
    for line in ("| antal | 7 |", "| Vad | Median, ms |", "| A | 1,5 |", "| mer | 3 |", "| 1 | – |"):
        assert line in text.splitlines()


_RUN: dict[str, Any] = {
    "dag": "2026-01-02",
    "maskin": {"cores": 2},
    "versioner": {"docxtpl": "1"},
    "matningar": {"vaxer": {"x": [1, 2], "x_namn": "sidor", "serier": {"vi": [1.0, 2.5], "de": [3.0, None]}}},
}
_TEXT = (
    "Före\n"
    + "".join(f"<!-- siffror {name} -->\ngammalt\n<!-- slut -->\n" for name in ("maskin", "mal", "vaxer"))
    + "Efter\n"
)


def test_a_run_rewrites_figures_and_keeps_the_words() -> None:
    """What stands between the marks is the run's, all else is as it was, and a second time changes nothing."""
    text = document(_TEXT, _RUN)
    assert text.startswith("Före\n")
    assert text.endswith("Efter\n")
    assert "gammalt" not in text
    assert "| 2 | 2,5 | – |" in text
    assert "vi 1–2,5 ms; de 3–3 ms, sedan för långsamt" in text
    assert document(text, _RUN) == text


@pytest.mark.parametrize("text", [_TEXT.replace("vaxer", "annan"), _TEXT + _TEXT, "tomt"])
def test_a_document_without_a_place_for_each_measurement_is_refused(text: str) -> None:
    """A figure that would be lost, a mark that nothing fills, or one that stands twice."""
    with pytest.raises(Unwritten):
        document(text, _RUN)


def test_the_document_has_a_place_for_every_measurement() -> None:
    """docs/benchmarks.md takes what a whole run gives."""
    run = {**_RUN, "matningar": {name: {"ms": 1} for name in MEASUREMENTS}}
    assert document((ROOT / "docs" / "benchmarks.md").read_text("utf-8"), run)


@pytest.mark.parametrize(
    ("quick", "failed", "words", "code", "written"),
    [
        ([], [], [], 0, ["docs"]),
        (["--snabbt"], [], [], 0, ["annan"]),
        ([], ["docx"], [], 1, []),
        ([], [], ["docx"], 0, []),
        (["--snabbt"], ["docx"], ["docx"], 1, []),
    ],
)
def test_only_a_whole_run_writes_the_document(
    quick: list[str],
    failed: list[str],
    words: list[str],
    code: int,
    written: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A quick run writes elsewhere, one of chosen measurements nowhere, and so does one in which something failed."""
    seen: list[str] = []
    monkeypatch.setattr(bench, "measured", lambda names, **_: ({name: {} for name in names}, failed))
    monkeypatch.setattr(bench, "versions", dict)
    monkeypatch.setattr(bench, "written", lambda _, folder: seen.append("docs" if folder == bench.DOCS else "annan"))
    assert bench.main([*quick, *words]) == code
    assert seen == written


def test_a_measurement_that_fails_is_told_and_the_others_are_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is skipped in silence: the failure is said, and the run goes on."""

    def one(name: str, rounds: int) -> dict[str, int]:
        if name == "pdf":
            raise bench.Failed("trasig")
        return {"varv": rounds}

    monkeypatch.setattr(bench, "_one", one)
    found, failed = bench.measured(["docx", "pdf", "kall"], quick=True)
    assert (sorted(found), failed) == (["docx", "kall"], ["pdf"])
    assert found["docx"] == {"varv": MEASUREMENTS["docx"].quick}
    assert "FEL  pdf: trasig" in capsys.readouterr().err


def test_an_unknown_measurement_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt name is told before anything is measured."""
    with pytest.raises(SystemExit):
        bench.main(["docks"])
    assert "okänd mätning: docks" in capsys.readouterr().err
