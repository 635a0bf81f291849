"""What finish says and mends, on small files made by hand: no office is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pikepdf import Array, Dictionary, Name, String

from generator.archival import Finished, Imprint
from generator.errors import OutputError
from generator.findings import Severity
from generator.flow import Cell, Flow, Heads, Item, Listing, Paragraph, Picture, Table, Words
from generator.pdf.charmaps import charmap
from generator.pdf.repairs.lists import numbering
from generator.pdf.tree import Tree
from generator.pdf.xmp import PROPERTIES, packet, read_imprint
from generator.steps.finish import finish
from tests.finishing import EMPTY, IMPRINT, PLAIN, box_font, element, linked, saved, small, with_symbols

Finish = Callable[..., Finished]


@pytest.fixture
def finished(tmp_path: Path) -> Finish:
    """Finish a file, by default one whose document says nothing."""

    def work(pdf: pikepdf.Pdf, flow: Flow = EMPTY, imprint: Imprint = IMPRINT, level: str = "2A") -> Finished:
        (tmp_path / "raw.pdf").write_bytes(saved(pdf))
        return finish(tmp_path / "raw.pdf", imprint, flow, level)

    return work


def opened(done: Finished) -> pikepdf.Pdf:
    """A finished file, read again."""
    return pikepdf.open(BytesIO(done.pdf))


def content(pdf: pikepdf.Pdf) -> list[str]:
    """The operators of the first page, each BMC and BDC with its tag."""
    said = []
    for one in pikepdf.parse_content_stream(pdf.pages[0]):
        tag = str(one.operands[0]) if str(one.operator) in {"BMC", "BDC"} else ""
        said.append(tag + str(one.operator))
    return said


def refused(path: Path) -> str:
    """The code of the finding that stops a file."""
    with pytest.raises(OutputError) as caught:
        finish(path, IMPRINT, EMPTY, "2A")
    (finding,) = caught.value.findings
    assert finding.remedy
    return finding.code


def test_a_file_that_is_no_whole_pdf_is_refused(tmp_path: Path) -> None:
    """A file cut short, of other kind, or empty is told of, and never a crash."""
    whole = saved(small())
    for broken in (whole[: len(whole) // 2], b"PK\x03\x04", b""):
        (tmp_path / "broken.pdf").write_bytes(broken)
        assert refused(tmp_path / "broken.pdf") == "pdf-trasig"


def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    """A file with a password is told of, whether or not it opens without one."""
    for user in ("hemligt", ""):
        small().save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="ägare", user=user))
        assert refused(tmp_path / "locked.pdf") == "pdf-trasig"


def test_a_file_without_tags_is_refused(tmp_path: Path) -> None:
    """A file without a structure tree, or with one that holds no content, is told of."""
    bare, empty = small(), small()
    del bare.Root["/StructTreeRoot"]
    del empty.Root["/StructTreeRoot"]["/K"]["/K"]
    for pdf in (bare, empty):
        (tmp_path / "bare.pdf").write_bytes(saved(pdf))
        assert refused(tmp_path / "bare.pdf") == "pdf-otaggad"


def test_the_file_says_what_it_is(finished: Finish) -> None:
    """Packet and information dictionary say the same of title, author, subject, keywords, program and day."""
    pdf = opened(finished(small()))
    assert {key: str(value) for key, value in pdf.docinfo.items()} == {
        "/Title": "Bidrag till Åsa & Bo <2024>",
        "/Author": "Region Exempel",
        "/Subject": "Ansökan om bidrag",
        "/Keywords": "RUN/1/2024, beslut, Region Exempel",
        "/Creator": "Ärendegenerator 1.2.3",
        "/Producer": "",
        "/CreationDate": "D:20240301120000Z",
        "/ModDate": "D:20240301120000Z",
    }
    with pdf.open_metadata() as said:
        assert said["dc:title"] == "Bidrag till Åsa & Bo <2024>"
        assert said["dc:creator"] == ["Region Exempel"]
        assert said["dc:description"] == "Ansökan om bidrag"
        assert said["dc:subject"] == {"RUN/1/2024", "beslut", "Region Exempel"}
        assert said["dc:language"] == {"sv-SE"}
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "A")
        assert said["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert said["xmp:CreateDate"] == said["xmp:ModifyDate"] == "2024-03-01T12:00:00Z"


def test_our_own_properties_can_be_read_back(finished: Finish) -> None:
    """An archive finds diarienummer, handling, format, status and versions in the file itself."""
    assert read_imprint(finished(small()).pdf) == {
        "diarienummer": "RUN/1/2024",
        "handling": "2024-03-01-beslut",
        "format": "beslut",
        "status": "utkast",
        "mallar": "a" * 16,
        "regler": "b" * 16,
        "program": "1.2.3",
    }
    assert read_imprint(saved(small())) == {}
    assert set(PROPERTIES) == set(read_imprint(finished(small()).pdf))


@given(st.text())
def test_any_title_gives_a_packet_that_can_be_read(title: str) -> None:
    """Whatever the title, the packet is well-formed, and says all of it that XML can hold."""
    root = etree.fromstring(packet(replace(IMPRINT, title=title), "2A", "LibreOffice"))
    said = root.findtext(".//{http://purl.org/dc/elements/1.1/}title//{*}li") or ""
    assert len(said) == len(title)
    assert all(one in {other, "\N{REPLACEMENT CHARACTER}"} for one, other in zip(said, title, strict=True))


def test_the_catalog_speaks_the_documents_language(finished: Finish) -> None:
    """Language, tagging and title are stated, and nothing happens when the file is opened."""
    pdf = small()
    pdf.Root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root["/Lang"] = String("en-US")
    done = opened(finished(pdf))
    root = done.Root
    assert str(root["/Lang"]) == "sv-SE"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/OpenAction" not in root


def test_loose_lines_become_artifacts(finished: Finish) -> None:
    """A line, surface, text or picture outside all marks is marked as an artifact; what is marked stays as it is."""
    loose = b"q 1 w 10 10 m 20 20 l S 0 0 9 9 re f 5 5 4 4 re W n Q BT /F1 9 Tf (x) Tj ET "
    assert content(opened(finished(small(loose + PLAIN)))) == [
        *("q", "w", "/ArtifactBMC", "m", "l", "S", "EMC", "/ArtifactBMC", "re", "f", "EMC", "re", "W", "n", "Q"),
        *("BT", "Tf", "/ArtifactBMC", "Tj", "EMC", "ET"),
        *("/PBDC", "BT", "Tf", "Td", "Tj", "ET", "EMC"),
    ]


def test_content_that_is_right_is_not_written_anew(finished: Finish) -> None:
    """A page that needs no repair keeps its content to the byte."""
    pdf = opened(finished(small()))
    assert pdf.pages[0].obj["/Contents"].read_bytes() == PLAIN


def test_a_style_called_like_a_standard_type_takes_nothing_over(finished: Finish) -> None:
    """A paragraph style called "Table" gives paragraphs, and the real tables stay tables."""
    two = PLAIN + b" /P <</MCID 1>> BDC BT /F1 12 Tf (Cell) Tj ET EMC"
    pdf = small(two, ("Table", "Table"))
    row, cell = (pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind)) for kind in (Name.TR, Name.TD))
    cell["/K"], row["/K"], cell["/Pg"] = 1, cell, pdf.pages[0].obj
    element(pdf, 1)["/K"] = row
    pdf.Root["/StructTreeRoot"]["/RoleMap"] = Dictionary({"/Table": Name.P, "/Min stil": Name.P})
    done = opened(finished(pdf))
    assert [str(element(done, at)["/S"]) for at in (0, 1)] == ["/P", "/Table"]
    assert list(done.Root["/StructTreeRoot"]["/RoleMap"]) == ["/Min stil"]


def test_a_circle_of_roles_is_broken(finished: Finish) -> None:
    """Types that lead only to each other, or nowhere, become plain paragraphs."""
    pdf = small(PLAIN + b" /B <</MCID 1>> BDC BT (b) Tj ET EMC", ("A", "Okänd"))
    pdf.Root["/StructTreeRoot"]["/RoleMap"] = Dictionary(A=Name.B, B=Name.A)
    done = opened(finished(pdf))
    assert [str(element(done, at)["/S"]) for at in (0, 1)] == ["/P", "/P"]
    assert not done.Root["/StructTreeRoot"]["/RoleMap"].keys()


def test_links_say_where_they_lead(finished: Finish) -> None:
    """A link without a description gets its text, or its address when it has none."""
    pdf = small(PLAIN + b" /Link <</MCID 1>> BDC 0 0 9 9 re f EMC", ("Link", "Link", "P"))
    for at, said in enumerate(("", "  ", "Läs mer")):
        linked(pdf, tagged=at, contents=said)
    done = opened(finished(pdf))
    assert [str(one["/Contents"]) for one in done.pages[0].obj["/Annots"]] == ["Hej", "https://example.se/", "Läs mer"]


def test_a_link_that_no_tag_holds_is_dropped(finished: Finish) -> None:
    """Links of headers and footers go, and the tagged ones stay; tabs follow the tags where there are links."""
    pdf = small()
    linked(pdf, tagged=None)
    done = opened(finished(pdf))
    assert "/Annots" not in done.pages[0].obj
    linked(pdf, tagged=0)
    done = opened(finished(pdf))
    page = done.pages[0].obj
    assert len(page["/Annots"]) == 1
    assert page["/Tabs"] == Name.S


def test_well_known_bullets_get_their_names(finished: Finish) -> None:
    """The bullet of Symbol is mended in the font's own map, and the file keeps its level."""
    done = finished(with_symbols(small(), {ord("H"): "\uf0b7"}))
    pdf = opened(done)
    font = pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]
    assert charmap(font).text(b"Hej") == "•ej"
    assert (done.level, done.findings) == ("2A", ())


def test_an_unknown_sign_lowers_the_level(finished: Finish) -> None:
    """A private character that nobody can explain makes A into U, and a note names it, its font and the template."""
    done = finished(with_symbols(small(), {ord("H"): "\uf123"}))
    (note,) = done.findings
    assert done.level == "2U"
    assert (note.code, note.severity) == ("arkivniva-sankt", Severity.NOTE)
    assert "U+F123 i Mall" in note.message
    assert "brevmallens" in note.remedy
    with opened(done).open_metadata() as said:
        assert said["pdfaid:conformance"] == "U"
    assert finished(with_symbols(small(), {ord("H"): "\uf123"}), level="2B").level == "2B"


def test_the_document_explains_a_sign(finished: Finish) -> None:
    """A private character that the document has another character for is mended; one that it contradicts is not."""
    said = _flow(Paragraph(style="", inlines=(Words(text="☎ej"),)))
    done = finished(with_symbols(small(), {ord("H"): "\uf028"}), said)
    pdf = opened(done)
    assert charmap(pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]).text(b"Hej") == "☎ej"
    assert done.level == "2A"
    for other in ("☎nej", "☎ek"):
        said = _flow(Paragraph(style="", inlines=(Words(text=other),)))
        assert finished(with_symbols(small(), {ord("H"): "\uf028"}), said).level == "2U"
    twice = small(PLAIN + b" /P <</MCID 1>> BDC BT /F1 9 Tf (H) Tj ET EMC", ("P", "P"))
    said = _flow(Paragraph(style="", inlines=(Words(text="☎ej☐"),)))
    assert finished(with_symbols(twice, {ord("H"): "\uf028"}), said).level == "2U"


def test_capitals_do_not_hide_what_a_sign_means(finished: Finish) -> None:
    """A text that is printed in capitals still explains the signs in it; a sign that the document cannot name stays."""
    said = _flow(Paragraph(style="", inlines=(Words(text="☎EJ"),)))
    done = finished(with_symbols(small(), {ord("H"): "\uf028"}), said)
    pdf = opened(done)
    assert charmap(pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]).text(b"H") == "☎"
    said = _flow(Paragraph(style="", inlines=(Words(text="\ufffdej"),)))
    done = finished(with_symbols(small(), {ord("H"): "\uf028"}), said)
    assert (done.level, [one.code for one in done.findings]) == ("2U", ["arkivniva-sankt"])


def test_no_meaning_is_given_to_an_empty_box(finished: Finish) -> None:
    """A sign that is drawn as the glyph of what is missing stays unexplained, though its number is well known."""
    for code, level in ((ord("H"), "2U"), (ord("e"), "2A")):
        pdf = with_symbols(small(), {ord("H"): "\uf0b7"})
        pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]["/FontDescriptor"] = box_font(pdf, code)
        assert finished(pdf).level == level


def _table_file() -> pikepdf.Pdf:
    """A file with a table of two rows, each of two TD."""
    marks = b"".join(b" /P <</MCID %d>> BDC BT /F1 9 Tf (c%d) Tj ET EMC" % (at, at) for at in range(4))
    pdf = small(marks, ("TD", "TD", "TD", "TD"))
    cells = [element(pdf, at) for at in range(4)]
    table = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Table))
    rows = [
        pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TR, K=Array(cells[at : at + 2]))) for at in (0, 2)
    ]
    table["/K"] = Array(rows)
    cells[2]["/A"] = Dictionary(O=Name.Table, ColSpan=1)
    pdf.Root["/StructTreeRoot"]["/K"]["/K"] = Array([table])
    return pdf


def _flow(*blocks: Paragraph | Table | Listing) -> Flow:
    return replace(EMPTY, body=blocks)


def _cell(heads: Heads | None = None) -> Cell:
    return Cell(blocks=(), heads=heads)


def test_heading_cells_are_those_of_the_document(finished: Finish) -> None:
    """The cells that the document has as headings of columns and rows become TH with a scope; the others stay TD."""
    table = Table(rows=((_cell(Heads.COLUMN), _cell(Heads.COLUMN)), (_cell(Heads.ROW), _cell())))
    tree = Tree(opened(finished(_table_file(), _flow(table))))
    cells = [one for one in tree.walk() if one.role in {"TH", "TD"}]
    assert [(one.role, str(one.attribute("/Scope"))) for one in cells] == [
        ("TH", "/Column"),
        ("TH", "/Column"),
        ("TH", "/Row"),
        ("TD", "None"),
    ]
    assert cells[2].attribute("/ColSpan") == 1


def test_cells_that_head_nothing_are_no_headings(finished: Finish) -> None:
    """A cell that LibreOffice calls a heading and the document does not, as in a table within a table, becomes TD."""
    pdf = _table_file()
    for row in pdf.Root["/StructTreeRoot"]["/K"]["/K"][0]["/K"]:
        for cell in row["/K"]:
            cell["/S"] = Name.TH
            cell["/A"] = Dictionary(O=Name.Table, Scope=Name.Column)
    table = Table(rows=((_cell(Heads.COLUMN), _cell(Heads.COLUMN)), (_cell(), _cell())))
    tree = Tree(opened(finished(pdf, _flow(table))))
    cells = [one for one in tree.walk() if one.role in {"TH", "TD"}]
    assert [(one.role, str(one.attribute("/Scope"))) for one in cells] == [
        ("TH", "/Column"),
        ("TH", "/Column"),
        ("TD", "None"),
        ("TD", "None"),
    ]


def test_nothing_is_guessed_of_another_table(finished: Finish) -> None:
    """A table of another shape than the document's, or one too many, keeps its cells as they are."""
    row = (_cell(Heads.COLUMN), _cell())
    for blocks in ((Table(rows=(row,)),), (Table(rows=(row, row)), Table(rows=(row, row))), ()):
        tree = Tree(opened(finished(_table_file(), _flow(*blocks))))
        assert not [one for one in tree.walk() if one.role == "TH"]


@pytest.mark.parametrize(
    ("labels", "style"),
    [
        (["•", "•"], "Disc"),
        (["–"], "None"),
        (["1.", "2."], "Decimal"),
        (["2.1", "2.2"], "Decimal"),
        (["a)", "b)"], "LowerAlpha"),
        (["i.", "ii.", "iii."], "LowerRoman"),
        (["c)", "d)"], "LowerAlpha"),
        (["h)", "i)", "j)"], "LowerAlpha"),
        (["I", "II"], "UpperRoman"),
        (["v."], "LowerAlpha"),
        (["◦"], "Circle"),
        (["▪"], "Square"),
    ],
)
def test_labels_tell_how_a_list_is_numbered(labels: list[str], style: str) -> None:
    """ListNumbering follows from all the labels: i, ii is roman, and h, i, j is not."""
    assert numbering(labels) == style


def test_only_a_label_is_taken_for_a_label(finished: Finish) -> None:
    """An item's first words are moved to an Lbl when the document has them as a label, and not otherwise."""
    for said, moved in (("1.", True), ("Hej", False)):
        marks = b"/P <</MCID 0>> BDC BT /F1 9 Tf (%s) Tj ET EMC /P <</MCID 1>> BDC BT /F1 9 Tf (a) Tj ET EMC"
        pdf = small(marks % said.encode(), ("P", "P"))
        paragraph = element(pdf)
        paragraph["/K"] = Array([0, 1])
        body, item, whole = (
            pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + kind))) for kind in ("LBody", "LI", "L")
        )
        body["/K"], item["/K"], whole["/K"] = paragraph, body, item
        pdf.Root["/StructTreeRoot"]["/K"]["/K"] = Array([whole])
        listing = Listing(ordered=True, items=(Item(label="1.", blocks=()),))
        roles = [one.role for one in Tree(opened(finished(pdf, _flow(listing)))).walk()]
        assert roles == ["Document", "L", "LI", *(["Lbl"] if moved else []), "LBody", "P"]


def test_notes_that_nobody_calls_are_read_last(finished: Finish) -> None:
    """Footnotes in the middle of the text go to its end when no link leads to them; an empty one is dropped."""
    marks = b"".join(b" /P <</MCID %d>> BDC BT /F1 9 Tf (c%d) Tj ET EMC" % (at, at) for at in range(3))
    pdf = small(marks, ("P", "Note", "P"))
    note = element(pdf, 1)
    empty = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Note))
    group = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, K=Array([note, empty])))
    pdf.Root["/StructTreeRoot"]["/K"]["/K"] = Array([element(pdf), group, element(pdf, 2)])
    done = opened(finished(pdf))
    assert [(one.role, one.text_of("/ID")) for one in Tree(done).walk()] == [
        ("Document", ""),
        ("P", ""),
        ("P", ""),
        ("Note", "note1"),
    ]
    (leaf,) = done.Root["/StructTreeRoot"]["/IDTree"]["/Kids"]
    assert str(leaf["/Names"][0]) == "note1"


def _figure_file() -> pikepdf.Pdf:
    """A file with a figure without content, and a surface painted where it says that it is."""
    pdf = small(PLAIN + b" /Artifact BMC q 100 100 50 40 re f Q EMC", ("P", "Figure"))
    figure = element(pdf, 1)
    del figure["/K"]
    figure["/A"] = Dictionary(O=Name.Layout, BBox=Array([100, 100, 150, 140]))
    return pdf


def _drawn(*, decorative: bool, alt: str = "") -> Flow:
    picture = Picture(alt=alt, decorative=decorative, content=b"", kind="", width=67, height=53)
    return _flow(Paragraph(style="", inlines=(picture,)))


def test_a_figure_gets_its_painting_and_its_text(finished: Finish) -> None:
    """What is painted in a figure's place becomes its content, with the document's words for it."""
    pdf = opened(finished(_figure_file(), _drawn(decorative=False, alt="En kurva")))
    assert str(element(pdf, 1)["/Alt"]) == "En kurva"
    assert content(pdf).count("/FigureBDC") == 1
    assert "/ArtifactBMC" not in content(pdf)


def test_a_picture_that_says_nothing_is_no_figure(finished: Finish) -> None:
    """A decorative picture has no element, and is painted as an artifact."""
    pdf = opened(finished(_figure_file(), _drawn(decorative=True)))
    assert [one.role for one in Tree(pdf).walk()] == ["Document", "P"]
    assert "/ArtifactBMC" in content(pdf)


def test_a_figure_without_a_painting_stays(finished: Finish) -> None:
    """A figure that nothing is painted for is left, for the check of the file to tell of."""
    pdf = _figure_file()
    element(pdf, 1)["/A"]["/BBox"] = Array([300, 300, 350, 340])
    done = opened(finished(pdf, _drawn(decorative=False, alt="En kurva")))
    (figure,) = [one for one in Tree(done).walk() if one.role == "Figure"]
    assert not figure.kids


STRANGE = {
    "name": lambda _: Name.Fel,
    "string": lambda _: String("fel"),
    "mcr": lambda pdf: Dictionary(Type=Name.MCR, Pg=pdf.pages[0].obj, MCID=0),
    "lost": lambda _: Dictionary(Type=Name.MCR),
    "objr": lambda _: Dictionary(Type=Name.OBJR),
    "number": lambda _: Dictionary(Type=Name.OBJR, Obj=7),
    "bare": lambda _: Dictionary(),
    "attributes": lambda _: Dictionary(Type=Name.StructElem, S=Name.Figure, A=Array([3, Dictionary(BBox=Name.Fel)])),
    "loop": lambda pdf: pdf.Root["/StructTreeRoot"]["/K"],
    "null": lambda _: Array(),
}
KINDS = ["P", "L", "LI", "LBody", "Table", "TR", "TD", "Figure", "Note", "Div", "Link", "Ö"]
NODES = st.recursive(
    st.one_of(st.integers(min_value=-2, max_value=9), st.sampled_from(sorted(STRANGE))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.tuples(st.sampled_from(KINDS), inner)),
    max_leaves=12,
)


def _grown(pdf: pikepdf.Pdf, node: object) -> object:
    """A strange thing to stand in /K."""
    match node:
        case list():
            return Array([_grown(pdf, one) for one in node])
        case (str() as kind, inside):
            made = Dictionary(Type=Name.StructElem, S=Name("/" + kind), Pg=pdf.pages[0].obj, K=_grown(pdf, inside))
            return pdf.make_indirect(made)
        case str():
            return STRANGE[node](pdf)
        case _:
            return node


@given(NODES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_strange_trees_do_not_stop_the_program(tmp_path: Path, node: object) -> None:
    """Whatever stands among an element's children, the file is finished, and finished again to the same bytes."""
    pdf = small(PLAIN, ("P",))
    pdf.Root["/StructTreeRoot"]["/K"]["/K"] = Array([element(pdf), _grown(pdf, node)])
    (tmp_path / "strange.pdf").write_bytes(saved(pdf))
    once = finish(tmp_path / "strange.pdf", IMPRINT, EMPTY, "2A").pdf
    (tmp_path / "strange.pdf").write_bytes(once)
    assert finish(tmp_path / "strange.pdf", IMPRINT, EMPTY, "2A").pdf == once


def test_the_parent_tree_leads_back(finished: Finish) -> None:
    """Every marked content and annotation leads, by the parent tree, to the element that holds it."""
    pdf = small(PLAIN + b" /Link <</MCID 1>> BDC BT (b) Tj ET EMC", ("P", "Link"))
    linked(pdf, tagged=1)
    done = opened(finished(pdf))
    flat = list(done.Root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    owners = dict(zip(flat[::2], flat[1::2], strict=True))
    page = done.pages[0].obj
    assert [one.objgen for one in owners[page["/StructParents"]]] == [element(done, at).objgen for at in (0, 1)]
    assert owners[page["/Annots"][0]["/StructParent"]].objgen == element(done, 1).objgen
    assert done.Root["/StructTreeRoot"]["/ParentTreeNextKey"] == 2


def test_strange_dictionaries_do_not_stop_the_program(finished: Finish) -> None:
    """What is no number, list or dictionary where one should be is passed over."""
    pdf = small(PLAIN + b" /Artifact BMC 1 1 5 5 re f EMC Q EMC", ("Link", "Figure"))
    root, page = pdf.Root["/StructTreeRoot"], pdf.pages[0].obj
    root["/ParentTree"] = Dictionary(Nums=Array([Name.Fel, 1, 0, 5]), Kids=Array([7]))
    root["/RoleMap"] = Dictionary(P=3, Egen=String("x"))
    element(pdf, 1)["/A"] = Dictionary(BBox=Array([1, Name.Fel]))
    del element(pdf, 1)["/K"]
    link = linked(pdf, tagged=0)
    link["/Dest"] = Array([page, Name.XYZ, Name.Fel, 5])
    page["/Annots"] = Array([3, *page["/Annots"]])
    pdf.Root["/OutputIntents"] = Array([1, Dictionary(DestOutputProfile=pdf.make_stream(b"kort"))])
    pdf.Root["/ViewerPreferences"] = Name.Fel
    blank = pdf.add_blank_page().obj
    for key in ("/Contents", "/Resources"):
        if key in blank:
            del blank[key]
    assert finished(pdf).level == "2A"
