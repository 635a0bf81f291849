"""What LibreOffice puts beside the text, or paints twice, finished: each mend is needed, and all are enough."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.archival import Finished
from generator.engines.libreoffice import LibreOffice
from generator.engines.verapdf import VeraPdf
from generator.flow import Flow
from generator.pdf import repairs
from generator.pdf.order import body_texts, departure
from generator.pdf.pages import pictures
from generator.pdf.repairs import REPAIRS, Repair
from generator.pdf.spoken import tag_texts
from generator.pdf.tree import HEADINGS, Annotated
from generator.steps import finish as step
from generator.steps.finish import finish
from generator.word.flow import read_flow
from generator.workshop import Workshop
from tests.beside_word import beside
from tests.conftest import ROOT
from tests.finishing import IMPRINT, Read
from tests.tools import documents

pytestmark = pytest.mark.office
Made = tuple[Path, Flow]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, office: LibreOffice, words: Workshop) -> Made:
    """The document as LibreOffice leaves it, and as it is to be read."""
    folder = tmp_path_factory.mktemp("beside")
    docx = beside(documents(ROOT / "cases" / "24rs2087.json", words)[0][1].content)
    (folder / "beside.docx").write_bytes(docx)
    office.convert(folder / "beside.docx", folder / "beside.pdf")
    return folder / "beside.pdf", read_flow(docx)


@pytest.fixture(scope="module")
def whole(made: Made) -> Finished:
    """The document, finished."""
    return finish(made[0], IMPRINT, made[1], "2A")


def test_what_stands_beside_the_text_passes_both_standards(verapdf: VeraPdf, whole: Finished, tmp_path: Path) -> None:
    """The finished file passes PDF/A-2a and PDF/UA-1 in veraPDF, and looks as before."""
    (tmp_path / "judged.pdf").write_bytes(whole.pdf)
    verdicts = verapdf.validate(tmp_path / "judged.pdf", ("2a", "ua1"))
    assert [(verdict.profile, verdict.faults) for verdict in verdicts] == [("2a", ()), ("ua1", ())]


def test_figures_have_their_own_words_and_paintings(made: Made, whole: Finished) -> None:
    """Each picture's words stand with its own painting, also where LibreOffice puts another picture first."""
    read = Read(whole.pdf)
    said = {one.text_of("/Alt"): one for one in read.all("Figure")}
    assert list(said) == ["Röd karta", "Vattendrag", "Logga", "https://example.se/karta?år=1", "Uppåt", "En grupp"]
    assert all(one.kids for one in said.values())
    left = {text: float(one.attribute("/BBox")[0]) for text, one in said.items()}  # type: ignore[index]
    assert left["Röd karta"] < 300 < left["Vattendrag"]


def test_what_says_nothing_is_no_figure(whole: Finished) -> None:
    """Shapes of the header, lines and decorations are no figures, on any page."""
    read = Read(whole.pdf)
    assert all(one.text_of("/Alt") for one in read.all("Figure"))


def test_tags_read_as_the_document(made: Made, whole: Finished) -> None:
    """The tags say the document's text in its order, also what stands in a box behind it, and say nothing twice."""
    read = Read(whole.pdf)
    texts = tag_texts(read.tree, read.spoken)
    assert departure(texts, body_texts(made[1])) is None
    assert "präglad, graverad och skuggad 10\u00a0000." in "".join(texts)


def test_looks_do_not_change(made: Made, whole: Finished) -> None:
    """Every page looks the same to the pixel after the repairs."""
    before, after = (list(pictures(one, 72)) for one in (made[0].read_bytes(), whole.pdf))
    assert len(before) > 1
    assert all(one.tobytes() == other.tobytes() for one, other in zip(before, after, strict=True))


def test_finishing_twice_changes_nothing(made: Made, whole: Finished, tmp_path: Path) -> None:
    """A finished file is finished: once more gives the same bytes."""
    (tmp_path / "once.pdf").write_bytes(whole.pdf)
    assert finish(tmp_path / "once.pdf", IMPRINT, made[1], "2A").pdf == whole.pdf


def test_a_lost_link_is_told_of(whole: Finished) -> None:
    """A picture that leads to another place in the document is no link in the PDF, and a warning says so."""
    (warning,) = whole.findings
    assert warning.code == "bildlank-borta"
    assert "«Uppåt»" in warning.message


def test_tabs_follow_the_tags_on_every_page(whole: Finished) -> None:
    """No page keeps the order of tabs that LibreOffice writes as a string, also where its links are taken away."""
    read = Read(whole.pdf)
    pages = list(read.pdf.pages)
    assert [str(page.obj["/Tabs"]) for page in pages if "/Tabs" in page.obj] == ["/S"] * len(pages)
    assert any("/Annots" not in page.obj for page in pages)


def _one_document(read: Read) -> bool:
    return [top.role for top in read.tree.tops] == ["Document"]


def _pictures_stand_at_their_paragraphs(read: Read) -> bool:
    order = [one.text_of("/Alt") or read.text(one) for one in read.tree.walk() if one.role in {"P", "Figure"}]
    before = {said: order[at - 1] for at, said in enumerate(order) if said in {"Vattendrag", "En grupp"}}
    return before["Vattendrag"] == "Bakom ord." and order.index("Uppåt") < order.index("En grupp")


def _pictures_lead_out(read: Read) -> bool:
    links = [one for one in read.all("Link") if one.elements and one.elements[0].role == "Figure"]
    found = [
        (kid.annotation["/A"]["/URI"], one.elements[0].text_of("/Alt"))
        for one in links
        for kid in one.kids
        if isinstance(kid, Annotated)
    ]
    return [(str(uri), alt) for uri, alt in found] == [
        ("https://example.se/karta?%C3%A5r=1", "Logga"),
        ("https://example.se/karta?%C3%A5r=1", "https://example.se/karta?år=1"),
    ]


def _no_heading_is_empty(read: Read) -> bool:
    return all(read.text(one) for one in read.tree.walk() if one.role in HEADINGS)


def _shadows_are_silent(read: Read) -> bool:
    return "präglad, graverad och skuggad 10\u00a0000." in "".join(tag_texts(read.tree, read.spoken))


PROMISES = [
    (repairs.house_tops, _one_document),
    (repairs.place_figures, _pictures_stand_at_their_paragraphs),
    (repairs.link_figures, _pictures_lead_out),
    (repairs.drop_empty_headings, _no_heading_is_empty),
    (repairs.silence_echoes, _shadows_are_silent),
]


@pytest.mark.parametrize(("repair", "holds"), PROMISES)
def test_each_repair_mends_what_it_says(
    repair: Repair, holds: Callable[[Read], bool], made: Made, whole: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a repair promises holds in the finished file, and does not hold without that repair."""
    assert holds(Read(whole.pdf))
    monkeypatch.setattr(step, "REPAIRS", tuple(one for one in REPAIRS if one is not repair))
    assert not holds(Read(finish(made[0], IMPRINT, made[1], "2A").pdf))
