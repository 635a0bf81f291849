"""Markdown to blocks: what can be set is set, and nothing that an author wrote vanishes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.richtext import (
    MARK,
    Block,
    Break,
    Code,
    Heading,
    List,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
    characters,
    parse,
    plain_paragraphs,
)
from generator.richtext.parsing import _UNMARKED
from generator.richtext.reader import MAX_HEADING_DEPTH, MAX_LIST_DEPTH, read

MARKS = "#*-_()>!\\&<{}.:+="


def text_of(text: str) -> list[str]:
    """Each paragraph as characters; the text has no faults."""
    rich = parse(text)
    assert rich.faults == ()
    return list(plain_paragraphs(rich))


def line(text: str) -> Paragraph:
    """A paragraph of one plain run."""
    return Paragraph((Run(text=text),))


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text without faults."""
    rich = parse(text)
    assert rich.faults == ()
    return rich.blocks


def letters(text: str) -> Counter[str]:
    """How many there are of each letter."""
    return Counter(filter(str.isalpha, text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ett stycke.", (line("Ett stycke."),)),
        ("Ett.\n\nTvå.", (line("Ett."), line("Två."))),
        ("# Bakgrund\n\nText.", (Heading(1, (Run(text="Bakgrund"),)), line("Text."))),
        ("> Citat.\n>\n> Mer.", (Quote((line("Citat."), line("Mer."))),)),
        ("```\nen rad\n\n  en till\n```", (Code("en rad\n\n  en till"),)),
        ("Text.\n\n    indragen", (line("Text."), Code("indragen"))),
        ("- a\n- b", (List(None, ((line("a"),), (line("b"),))),)),
        ("* a", (List(None, ((line("a"),),)),)),
        ("1. a\n2. b", (List(1, ((line("a"),), (line("b"),))),)),
        ("- a\n\n  mer\n- b", (List(None, ((line("a"), line("mer")), (line("b"),))),)),
        ("Text\n- a", (line("Text"), List(None, ((line("a"),),)))),
        ("", ()),
    ],
)
def test_blocks(text: str, wanted: tuple[Block, ...]) -> None:
    """Paragraphs, headings, quotations, code and lists become their blocks."""
    assert blocks(text) == wanted


def test_inline_looks() -> None:
    """Bold, italic, both at once, code and links are marked on the characters they hold."""
    (paragraph,) = blocks("a **f** *k* ***b*** `x*y` [Riksarkivet](https://www.riksarkivet.se)")
    assert isinstance(paragraph, Paragraph)
    looks = [one for one in paragraph.inlines if isinstance(one, Run) and one.text.strip()]
    assert looks == [
        Run(text="a "),
        Run(text="f", bold=True),
        Run(text="k", italic=True),
        Run(text="b", bold=True, italic=True),
        Run(text="x*y", code=True),
        Run(text="Riksarkivet", link="https://www.riksarkivet.se"),
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("<https://www.scb.se>", "https://www.scb.se"),
        ("<diarium@example.se>", "mailto:diarium@example.se"),
        ("[ring](tel:+4663147676)", "tel:+4663147676"),
        ("[skriv](MAILTO:a@b.se)", "MAILTO:a@b.se"),
    ],
)
def test_links(text: str, address: str) -> None:
    """Web pages, e-mail addresses and telephone numbers can be led to."""
    (paragraph,) = blocks(text)
    assert isinstance(paragraph, Paragraph)
    assert [one.link for one in paragraph.inlines if isinstance(one, Run)] == [address]


def test_line_breaks_in_a_paragraph() -> None:
    """Two spaces or a backslash at the end of a line break it; a plain line end is a space."""
    (paragraph,) = blocks("ett  \ntvå\\\ntre\nfyra")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines[1::2] == (Break(), Break(), Run(text=" "))
    assert characters(paragraph.inlines) == "ett två tre fyra"


def test_nested_lists() -> None:
    """Lists within lists keep their order, kind and level."""
    assert blocks("1. ett\n   - punkt\n\n     5. fem\n2. två") == (
        List(
            1,
            (
                (line("ett"), List(None, ((line("punkt"), List(5, ((line("fem"),),))),))),
                (line("två"),),
            ),
        ),
    )


@pytest.mark.parametrize(("number", "start"), [("1.", 1), ("5.", 5), ("2024.", 2024), ("3)", 3), ("0.", 0)])
def test_start_of_a_numbered_list(number: str, start: int) -> None:
    """A numbered list begins with the number that the author wrote."""
    (numbered,) = blocks(f"{number} ett\n")
    assert isinstance(numbered, List)
    assert numbered.start == start


@pytest.mark.parametrize("depth", [1, MAX_LIST_DEPTH])
def test_deep_lists(depth: int) -> None:
    """A list may be as deep as Word can set it."""
    assert text_of("- " * depth + "djupt") == ["djupt"]


def test_tables() -> None:
    """A table has a header, rows and an alignment for each column; missing cells are empty."""
    text = "| År | Drift | Summa | Not |\n|---|:---:|---:|:---|\n| 2025 | **600** | a \\| b |\n| 2026 |"
    (table,) = blocks(text)
    assert isinstance(table, Table)
    assert table.alignments == ("left", "center", "right", "left")
    assert [characters(cell) for cell in table.header] == ["År", "Drift", "Summa", "Not"]
    assert [[characters(cell) for cell in row] for row in table.rows] == [
        ["2025", "600", "a | b", ""],
        ["2026", "", "", ""],
    ]
    assert Run(text="600", bold=True) in table.rows[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "- | a | b |\n  |---|---|\n  | 1 | 2 |",
        "> | a | b |\n> |---|---|\n> | 1 | 2 |",
        "a | b\n---|---\n1 | 2",
    ],
)
def test_tables_within_other_blocks(text: str) -> None:
    """A table in a list, in a quotation, or without outer lines is as good as another."""
    assert text_of(text) == ["a", "b", "1", "2"]


def test_footnotes() -> None:
    """A footnote is a mark in the text, and its paragraphs among the notes, in the order of their marks."""
    rich = parse("Ett[^b] två[^1].\n\n[^1]: Första.\n\n    Mer om *den*.\n[^b]: Andra.")
    assert rich.faults == ()
    assert rich.blocks == (Paragraph((Run(text="Ett"), Note(0), Run(text=" två"), Note(1), Run(text="."))),)
    assert rich.notes[0] == (line("Andra."),)
    assert rich.notes[1] == (
        line("Första."),
        Paragraph((Run(text="Mer om "), Run(text="den", italic=True), Run(text="."))),
    )
    assert list(plain_paragraphs(rich)) == [f"Ett{MARK} två{MARK}.", "Andra.", "Första.", "Mer om den."]


def test_a_footnote_pointed_to_twice() -> None:
    """Two marks of one note lead to the same note, which stands once."""
    rich = parse("Ett[^1], två[^1].\n\n[^1]: Noten.")
    assert rich.faults == ()
    assert characters(rich.blocks[0].inlines) == f"Ett{MARK}, två{MARK}."  # type: ignore[union-attr]
    assert [one for one in rich.blocks[0].inlines if isinstance(one, Note)] == [Note(0), Note(0)]  # type: ignore[union-attr]
    assert rich.notes == ((line("Noten."),),)


def test_a_footnote_written_in_place() -> None:
    """A note within the sentence is set like any other."""
    rich = parse("Ett^[En *not*.] slut.")
    assert rich.faults == ()
    assert list(plain_paragraphs(rich)) == [f"Ett{MARK} slut.", "En not."]


def test_a_footnote_in_a_table() -> None:
    """A mark may stand in a cell."""
    assert text_of("| a |\n|---|\n| x[^1] |\n\n[^1]: Not.") == ["a", f"x{MARK}", "Not."]


@pytest.mark.parametrize(
    ("note", "last"),
    [
        ("- ett\n    - två", "två"),
        ("> citat", "citat"),
        ("| a |\n    |---|\n    | b |", "b"),
        ("```\n    kod\n    ```", "kod"),
    ],
)
def test_a_footnote_has_paragraphs_only(note: str, last: str) -> None:
    """A list, quotation, table or code in a note, which would lose its look there, is a fault; the text is kept."""
    rich = parse(f"Ett[^1].\n\n[^1]: Text.\n\n    {note}")
    assert [fault.message for fault in rich.faults] == ["En fotnot kan bara ha vanliga stycken."]
    assert list(plain_paragraphs(rich))[-1] == last


def test_the_same_footnote_written_twice() -> None:
    """Two texts for one mark: both are kept, or the author is told."""
    rich = parse("Ett[^1].\n\n[^1]: Första.\n\n[^1]: Andra.")
    assert rich.faults or {"Första.", "Andra."} <= set(plain_paragraphs(rich))


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}",
        "{% for x in y %}{# z #}",
        "<w:p/>",
        "<script>alert(1)</script>",
        "<!-- dolt -->",
        "AT&T & Co",
        "]]>",
        "../../x",
        "&amp; &lt; &#8364;",
        "[text]: https://www.scb.se",
        "[inte en länk]",
        "[bock](javascript:x)",
        "7*7 och 2*3*4",
        "min_fil och _understreck_ och __init__",
        "#inte rubrik",
        "a | b",
        "100 %",
        "https://www.scb.se",
        "$x$ ~y~ ^z^",
    ],
)
def test_literal_text(text: str) -> None:
    """What looks like code, markup or a template is text, and comes through as it stands."""
    assert [one.replace("\u00a0", " ") for one in text_of(text)] == [text]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\\*a\\*", "*a*"),
        ("\\# a", "# a"),
        ("\\#\\# a", "## a"),
        ("1\\. a", "1. a"),
        ("a\n1\\) b", "a 1) b"),
        ("a\\|b", "a|b"),
        ("a\n  \\- b", "a - b"),
        ("a\n   \\+ b", "a + b"),
        ("\\-\\-\\-", "---"),
        ("\\> \\> a", "> > a"),
        ("\\~\\~\\~", "~~~"),
        ("\\_____", "_____"),
        ("\\_\\_\\_\\_", "____"),
        ("Namn:\n\\_ _ _", "Namn: _ _ _"),
    ],
)
def test_backslash_before_a_mark(text: str, shown: str) -> None:
    """A backslash makes a mark an ordinary character."""
    assert text_of(text) == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "C:\\2024\\.config",
        "(C:\\mapp2\\)",
        "a_\\_",
        "\\_a",
        "\\\\server\\mapp\\fil.docx",
        "5\\% av 3\\$",
        "C:\\x\\_y\\-z",
        "a\\#b \\+ \\> \\. \\)",
        "\\\\srv\\(a)!\\",
    ],
)
def test_a_backslash_that_takes_away_no_meaning_stands(text: str) -> None:
    """A path, or a mark that means nothing where it stands: nothing of what was written is left out."""
    assert [one.replace("\u00a0", " ") for one in text_of(text)] == [text]


def test_a_line_of_equals_signs_makes_no_heading() -> None:
    """A line under a paragraph does not make it a heading."""
    assert blocks("Text\n===") == (Paragraph((Run(text="Text"), Run(text=" "), Run(text="==="))),)


def test_numbers_are_kept_together() -> None:
    """Spaces where a line must not break are no-break in paragraphs and cells, but not in code."""
    assert text_of("den 3 juni\n\n| a |\n|---|\n| 1 050 kronor |\n\n`8 §`") == [
        "den\u00a03\u00a0juni",
        "a",
        "1\u00a0050\u00a0kronor",
        "8 §",
    ]


@pytest.mark.parametrize(
    ("levels", "depths"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([2, 3, 2], [1, 2, 1]),
        ([2, 4, 2], [1, 2, 1]),
        ([3, 3], [1, 1]),
        ([3, 1, 2], [1, 1, 2]),
        ([2, 4, 3, 2], [1, 2, 2, 1]),
        ([1, 6, 6, 3], [1, 2, 2, 2]),
        ([1, 2, 3, 4], [1, 2, 3, 4]),
    ],
)
def test_heading_depths(levels: list[int], depths: list[int]) -> None:
    """Headings begin at depth 1 and skip no level, whatever number of # the author chose."""
    found = blocks("\n\n".join(f"{'#' * level} Rubrik" for level in levels))
    assert [block.depth for block in found if isinstance(block, Heading)] == depths


@given(st.lists(st.integers(1, MAX_HEADING_DEPTH), min_size=1, max_size=12))
def test_heading_depths_skip_none(levels: list[int]) -> None:
    """A heading is at most one deeper than the one before, and deeper only if it has more #."""
    found = blocks("\n\n".join(f"{'#' * level} Rubrik" for level in levels))
    depths = [block.depth for block in found if isinstance(block, Heading)]
    assert depths[0] == 1
    for before, after, marks_before, marks_after in zip(depths, depths[1:], levels, levels[1:], strict=False):
        assert after <= before + 1
        assert (after > before) == (marks_after > marks_before)


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("Ett.\n\n---\n\nTvå.", 3, "En avdelarlinje (---) kan inte stå i ett dokument."),
        ("Text\n---", 2, "En avdelarlinje (---) kan inte stå i ett dokument."),
        ("Ett.\n\nTvå ![karta](karta.png).", 3, "Bilder kan inte stå i texten."),
        ("Ett.\n\n- två\n- ![karta](k.png)", 4, "Bilder kan inte stå i texten."),
        ("Ett.\n\nTvå[^1].", 3, "Hänvisningen [^1] har ingen fotnot."),
        ("Ett[^1].\n\nTvå[^2].\n\n[^1]: Not.", 3, "Hänvisningen [^2] har ingen fotnot."),
        ("Ett.\n\n[^1]: Not.", 3, "Fotnoten [^1] har text, men inget ställe hänvisar till den."),
        ("Ett[^1].\n\n[^1]: Not[^2].\n\n[^2]: Mer.", 3, "En fotnot kan inte ha en egen fotnot."),
        ("Ett[^1].\n\n[^1]: Not.\n\n    ![karta](k.png)", 5, "Bilder kan inte stå i texten."),
        ("Ett.\n\n[två](../x)", 3, "Länken till «../x» leder inte till en webbplats eller e-postadress."),
        ("[ett](fil.docx)", 1, "Länken till «fil.docx» leder inte till en webbplats eller e-postadress."),
        ("| a |\n|---|\n| 1 |\n| 2 | 3 |", 4, "Tabellraden har 2 celler, men tabellen har 1 kolumner."),
        ("# a\n## b\n### c\n#### d\n##### e", 5, "Texten har fler än 4 nivåer av underrubriker."),
        ("Ett.\n\n" + "- " * (MAX_LIST_DEPTH + 1) + "djupt", 3, "Listan har fler än 9 nivåer."),
    ],
)
def test_faults(text: str, at: int, message: str) -> None:
    """What cannot be set is one fault, at its line."""
    assert [(fault.line, fault.message) for fault in parse(text).faults] == [(at, message)]
    assert all(fault.remedy.endswith(".") for fault in parse(text).faults)


@pytest.mark.parametrize(
    ("text", "at"),
    [("| a |\n|---|\n| 1 |\n| ![karta](k.png) |", 4), ("Ett\ntvå\n![karta](k.png)", 3), ("Ett  \ntvå[^1]", 2)],
)
def test_faults_within_a_block(text: str, at: int) -> None:
    """A fault in a table's row or in a paragraph's later line is told at that line, not where the block begins."""
    assert [fault.line for fault in parse(text).faults] == [at]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[länk](https://www.scb.se "Rubrik")', "Rubrik"),
        ("Se [](https://www.scb.se).", "scb"),
        ("```python\nrad\n```", "python"),
        ("> " * 21 + "djupt", "djupt"),
        ("> > " + "- " * MAX_LIST_DEPTH + "djupt", "djupt"),
    ],
)
def test_what_cannot_be_set_is_told(text: str, word: str) -> None:
    """Words that Markdown would drop without a trace are set, or the author is told."""
    rich = parse(text)
    assert rich.faults or word in " ".join(plain_paragraphs(rich))


@given(st.text(st.characters(categories=["L"]) | st.sampled_from("åäö  \n,.?;"), max_size=80))
@example("    indrag\n\n\n\nnytt stycke")
def test_every_letter_survives(text: str) -> None:
    """Every letter of a text without Markdown marks is in the paragraphs, and there are no faults."""
    rich = parse(text)
    assert letters(" ".join(plain_paragraphs(rich))) == letters(text)
    assert rich.faults == ()


@given(st.text(st.sampled_from(f"abåäö12 \n\n{MARKS}"), max_size=20))
@example("| a | b |\n|---|---|\n| å | ä |")
@example("7*7*a **b** _ö_")
def test_marks_take_no_letters(text: str) -> None:
    """Whatever marks stand around the letters, each letter is set, or there is a fault."""
    rich = parse(text)
    assert rich.faults or letters(" ".join(plain_paragraphs(rich))) == letters(text)


@given(st.text(st.sampled_from(f"abå1 \n\n|`[]^~{MARKS}"), max_size=60))
@example("[^1]\n\n[^1]:")
@example("|a|\n|-|\n|b|c|")
def test_every_text_is_read(text: str) -> None:
    """No text breaks the reading, and every fault is on a line of the text and says what to do."""
    for fault in parse(text).faults:
        assert 1 <= fault.line <= text.count("\n") + 1
        assert fault.message.endswith(".")
        assert fault.remedy


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("1. a\n2. b\n3. c", 0),
        ("1. a\n1. b\n1. c", 0),
        ("7. a\n8. b", 0),
        ("5. a\n7. b\n9. c", 1),
        ("1. a\n2. b\n\n1. c\n2. d", 1),
        ("32767. a", 1),
        ("20251006. a", 1),
    ],
)
def test_numbers_are_set_as_they_are_written(text: str, faults: int) -> None:
    """A list whose numbers would come out as others, or that is too high for an office program, is a fault."""
    assert len(parse(text).faults) == faults


def test_an_escaped_bracket_is_no_footnote() -> None:
    """What looks like a reference can be written with a backslash."""
    rich = parse("Fältet \\[^x\\] och [^y]")
    assert [fault.message for fault in rich.faults] == ["Hänvisningen [^y] har ingen fotnot."]
    assert list(plain_paragraphs(rich)) == ["Fältet [^x] och [^y]"]


UNMARKED = st.from_regex(_UNMARKED, fullmatch=True) | st.text(
    st.sampled_from("aÅé9 \n\xa0.,;:?!()/%§+=&\"'’”»«–—-_*#>[]`|\\<"), max_size=30
)


@given(UNMARKED)
@example("Den som bor\nlångt bort.\n\n\nDen 3 juni, 1 050 000 kr (§ 7).\n")
@example("a\n---")
@example("a\n1. b")
@example("a  \nb")
@example("a\xa0\n\nb")
@example("(c) https://a.se/b?c=d&e=f")
def test_a_text_without_marks_is_read_as_the_parser_reads_it(text: str) -> None:
    """Whether or not a parser is needed, the blocks are the same, and so is every fault."""
    assert parse(text) == read(text)
