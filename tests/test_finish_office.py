"""LibreOffice's own PDF files, finished: each repair is needed, and all together are enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from generator.archival import Verdict
from generator.engines.libreoffice import LibreOffice
from generator.engines.verapdf import VeraPdf
from generator.flow import Flow
from generator.pdf import repairs
from generator.pdf.order import body_texts, departure, flow_notes
from generator.pdf.pages import pictures
from generator.pdf.repairs import REPAIRS, Repair
from generator.pdf.spoken import note_texts, tag_texts
from generator.pdf.tree import Annotated, Element, Marked
from generator.steps import finish as step
from generator.steps.finish import finish
from generator.word.flow import read_flow
from generator.workshop import Workshop
from tests.conftest import ROOT
from tests.finishing import IMPRINT, Read
from tests.odd_word import odd
from tests.test_finish_beside import PROMISES as BESIDE
from tests.tools import documents

pytestmark = pytest.mark.office
Made = tuple[Path, Flow]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, office: LibreOffice, words: Workshop) -> Made:
    """The odd document as LibreOffice leaves it, and as it is to be read."""
    folder = tmp_path_factory.mktemp("odd")
    docx = odd(documents(ROOT / "cases" / "24rs2087.json", words)[0][1].content)
    (folder / "odd.docx").write_bytes(docx)
    office.convert(folder / "odd.docx", folder / "odd.pdf")
    return folder / "odd.pdf", read_flow(docx)


@pytest.fixture(scope="module")
def whole(made: Made) -> bytes:
    """The odd document, finished."""
    done = finish(made[0], IMPRINT, made[1], "2A")
    assert (done.level, done.findings) == ("2A", ())
    return done.pdf


@pytest.fixture
def without(made: Made, monkeypatch: pytest.MonkeyPatch) -> Callable[[Repair], bytes]:
    """Finish the odd document without one repair."""

    def skip(repair: Repair) -> bytes:
        monkeypatch.setattr(step, "REPAIRS", tuple(one for one in REPAIRS if one is not repair))
        return finish(made[0], IMPRINT, made[1], "2A").pdf

    return skip


def judged(verapdf: VeraPdf, content: bytes, folder: Path) -> tuple[Verdict, ...]:
    """What veraPDF says of a file."""
    (folder / "judged.pdf").write_bytes(content)
    return verapdf.validate(folder / "judged.pdf", ("2a", "ua1"))


def rules(verdicts: tuple[Verdict, ...]) -> set[str]:
    """The rules that a file breaks."""
    return {fault.rule for verdict in verdicts for fault in verdict.faults}


def test_finished_files_pass_both_standards(verapdf: VeraPdf, whole: bytes, tmp_path: Path) -> None:
    """The finished file passes PDF/A-2a and PDF/UA-1 in veraPDF."""
    verdicts = judged(verapdf, whole, tmp_path)
    assert [(verdict.profile, verdict.faults) for verdict in verdicts] == [("2a", ()), ("ua1", ())]


SEEN_BY_VERAPDF = [
    (repairs.settle_roles, "7.1-7"),
    (repairs.mark_loose_painting, "7.1-3"),
    (repairs.explain_symbols, "6.2.11.7.3-1"),
    (repairs.describe_figures, "7.3-1"),
    (repairs.name_notes, "7.9-1"),
    (repairs.drop_untagged_links, "7.18.5-1"),
    (repairs.order_tabs, "7.18.3-1"),
    (repairs.state_metadata, "6.6.2.3.1-1"),
]


@pytest.mark.parametrize(("repair", "rule"), SEEN_BY_VERAPDF)
def test_without_a_repair_verapdf_finds_its_defect(
    repair: Repair, rule: str, without: Callable[[Repair], bytes], verapdf: VeraPdf, tmp_path: Path
) -> None:
    """Each repair mends a defect that veraPDF names when the repair is left out."""
    assert rule in rules(judged(verapdf, without(repair), tmp_path))


def _figures_are_painted(read: Read) -> bool:
    return all(any(isinstance(leaf, Marked) for leaf in one.leaves()) for one in read.all("Figure"))


def _figures_say_what_the_flow_says(read: Read) -> bool:
    alts = [one.text_of("/Alt") for one in read.all("Figure")]
    return alts == ['Kurva & "diagram" <x>', "Beskrivning", "Beskuren", "Med ram", "En pil"]


def _text_boxes_stand_after_their_paragraph(read: Read) -> bool:
    box = [one for one in read.all("P") if read.text(one) == "Text i en ruta"][-1]
    return all(around.role != "P" for around in box.above())


def _first_cells_head_their_rows(read: Read) -> bool:
    heads = [(read.text(one), str(one.attribute("/Scope"))) for one in read.all("TH")]
    return {
        ("Rad 0", "/Row"),
        ("Rad 29", "/Row"),
        ("2023", "/Column"),
        ("Två rader", "/Row"),
        ("Ihop", "/Column"),
    } <= set(heads)


def _labels_stand_apart(read: Read) -> bool:
    labels = [read.text(one) for one in read.all("Lbl")]
    return (
        labels[:5] == ["•", "•", "–", "•", "•"] and labels[5:7] == ["1.", "2."] and len(labels) == len(read.all("LI"))
    )


def _lists_say_how_they_are_numbered(read: Read) -> bool:
    return [str(one.attribute("/ListNumbering")) for one in read.all("L")] == ["/Disc", "/None", "/Disc", "/Decimal"]


def _notes_follow_what_calls_them(read: Read) -> bool:
    called = []
    for note in read.all("Note"):
        assert note.parent is not None
        before = note.parent.kids[note.index - 1]
        assert isinstance(before, Element)
        called.append((read.text(before)[:16], read.text(note)[:8]))
    return called == [
        ("Den första noten", "1 Första"),
        ("Punkt ett har en", "2 Andra "),
        ("1 0003", "3 Tredje"),
        ("Här står ord som", "4 Fjärde"),
    ]


def _notes_lead_back(read: Read) -> bool:
    signs = [read.text(link) for note in read.all("Note") for link in note.walk() if link.role == "Link"]
    return signs == ["1", "2", "3", "4"]


def _quotations_are_gathered(read: Read) -> bool:
    return [[read.text(kid) for kid in one.elements] for one in read.all("BlockQuote")] == [
        ["Ett citat", "Citatet går vidare"]
    ]


def _the_file_opens_quietly(read: Read) -> bool:
    return "/OpenAction" not in read.pdf.Root


PROMISES = [
    (repairs.gather_quotations, _quotations_are_gathered),
    (repairs.free_text_boxes, _text_boxes_stand_after_their_paragraph),
    (repairs.describe_figures, _figures_say_what_the_flow_says),
    (repairs.bind_figures, _figures_are_painted),
    (repairs.name_heading_cells, _first_cells_head_their_rows),
    (repairs.set_labels_apart, _labels_stand_apart),
    (repairs.set_labels_apart, _lists_say_how_they_are_numbered),
    (repairs.place_notes, _notes_follow_what_calls_them),
    (repairs.place_notes, _notes_lead_back),
    (repairs.state_catalog, _the_file_opens_quietly),
]


@pytest.mark.parametrize(("repair", "holds"), PROMISES)
def test_each_repair_mends_what_it_says(
    repair: Repair, holds: Callable[[Read], bool], whole: bytes, without: Callable[[Repair], bytes]
) -> None:
    """What a repair promises holds in the finished file, and does not hold without that repair."""
    assert holds(Read(whole))
    assert not holds(Read(without(repair)))


def test_every_repair_is_tried() -> None:
    """No repair is without a test that shows the defect when it is left out; two are tried below and on small files."""
    tried = {repair for repair, _ in SEEN_BY_VERAPDF} | {repair for repair, _ in [*PROMISES, *BESIDE]}
    assert set(REPAIRS) - tried == {repairs.describe_links, repairs.forget_the_run}


def test_looks_do_not_change(made: Made, whole: bytes) -> None:
    """Every page looks the same to the pixel after the repairs."""
    before, after = pictures(made[0].read_bytes(), 72), pictures(whole, 72)
    assert all(one.tobytes() == other.tobytes() for one, other in zip(before, after, strict=True))


def test_tags_read_as_the_document(made: Made, whole: bytes) -> None:
    """The tags say the body and the footnotes in the document's own order."""
    read = Read(whole)
    assert departure(tag_texts(read.tree, read.spoken), body_texts(made[1])) is None
    assert departure(note_texts(read.tree, read.spoken), flow_notes(made[1])) is None


def test_languages_stay(whole: bytes) -> None:
    """Words in another language than the document's keep theirs."""
    read = Read(whole)
    assert [read.text(one) for one in read.tree.walk() if one.text_of("/Lang") == "en-GB"] == ["some English words"]


def test_every_link_is_tagged_and_outlines_stay(made: Made, whole: bytes) -> None:
    """No link is left that no element holds, each says where it leads, and the outline is as it was."""
    read = Read(whole)
    held = {one.annotation.objgen for one in read.tree.leaves() if isinstance(one, Annotated)}
    links = [one for page in read.pdf.pages for one in page.obj.get("/Annots", ())]
    assert {one.objgen for one in links} == held
    assert all(str(one["/Contents"]).strip() for one in links)
    with pikepdf.open(made[0]) as before, before.open_outline() as old, read.pdf.open_outline() as new:
        assert [one.title for one in new.root[0].children] == [one.title for one in old.root[0].children] != []


def test_the_same_document_gives_the_same_bytes(
    made: Made, whole: bytes, office: LibreOffice, tmp_path: Path, without: Callable[[Repair], bytes]
) -> None:
    """Two conversions at different times give one finished file; without the repair they do not."""
    again = tmp_path / "again.pdf"
    office.convert(made[0].with_suffix(".docx"), again)
    assert again.read_bytes() != made[0].read_bytes()
    assert finish(again, IMPRINT, made[1], "2A").pdf == whole
    first = without(repairs.forget_the_run)
    assert finish(again, IMPRINT, made[1], "2A").pdf != first


def test_finishing_twice_changes_nothing(made: Made, whole: bytes, tmp_path: Path) -> None:
    """A finished file is finished: once more gives the same bytes."""
    (tmp_path / "once.pdf").write_bytes(whole)
    assert finish(tmp_path / "once.pdf", IMPRINT, made[1], "2A").pdf == whole
