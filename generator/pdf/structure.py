"""Headings, tables and pictures that keep a listener from the document: the words, wherever they were seen.

A PDF's tags and the flow are looked at one by one, and say the same of the
same fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.findings import Finding
from generator.flow import Flow, Heading, Table, blocks_of, pictures, tables
from generator.pdf.order import body_texts

AGAIN = "Försök igen. Händer det om igen: kör «generator doktor» och anmäl felet."
"""What to do about a fault that is the program's own."""
_QUOTED = 60


def of_flow(flow: Flow) -> Iterator[Finding]:
    """What is wrong in a document as it is read, and so in every file that is made of it (WCAG 1.1.1, 1.3.1)."""
    headings = [block for block in blocks_of(flow.body) if isinstance(block, Heading)]
    yield from levels([(one.level, _text(flow, one)) for one in headings])
    if not headings:
        yield no_headings()
    for table in tables(flow):
        if not heads(table):
            yield headless(_text(flow, table))
    meaningful = [one for one in pictures(flow) if not one.decorative]
    yield from (wordless(number) for number, one in enumerate(meaningful, 1) if not one.alt.strip())


def levels(headings: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    """Headings, each with its level and text, that do not begin at level 1 or skip one."""
    level = 0
    for own, text in headings:
        if own > level + 1:
            wanted = "ska ha nivå 1" if level == 0 else f"följer på nivå {level} och får ha högst nivå {level + 1}"
            message = f"Rubriken «{text}» har nivå {own}, men {wanted}."
            remedy = "Ge rubriken rätt formatmall (Rubrik 1, Rubrik 2 …) i mallen."
            yield Finding(code="rubrikniva-hoppad", message=message, remedy=remedy)
        level = own


def no_headings() -> Finding:
    """A document that has no heading."""
    message = "Dokumentet har inga rubriker, så den som lyssnar kan inte hitta i det."
    remedy = "Ge rubrikerna i mallen formatmallarna Rubrik 1, Rubrik 2 … i Word."
    return Finding(code="rubriker-saknas", message=message, remedy=remedy)


def headless(text: str, where: str = "") -> Finding:
    """A table without heading cells.

    Args:
        text: what stands in it, shortened.
        where: its page, if known: " på sida 2".
    """
    message = f"{table_name(text, where)} har inga rubrikceller."
    remedy = "Märk tabellens första rad i mallen: Tabellformat, Layout, Upprepa rubrikrader."
    return Finding(code="tabell-utan-rubriker", message=message, remedy=remedy)


def table_name(text: str, where: str = "") -> str:
    """What a message calls a table; see `headless`."""
    return f"Tabellen som börjar «{text}»{where}"


def wordless(number: int, where: str = "") -> Finding:
    """A picture that is no decoration and has no alternative text.

    Args:
        number: which picture, from 1, of those that are no decoration.
        where: its page, if known: " på sida 2".
    """
    message = f"Bild {number}{where} saknar alternativtext."
    remedy = (
        "Högerklicka på bilden i Word, välj Redigera alternativtext, och skriv vad den visar. "
        "Säger den inget: markera den som dekorativ."
    )
    return Finding(code="bild-utan-alternativtext", message=message, remedy=remedy)


def heads(table: Table) -> int:
    """How many heading cells a table has."""
    return sum(cell.heads is not None for row in table.rows for cell in row)


def shortened(texts: Sequence[str]) -> str:
    """Texts as one that can be quoted in a message."""
    whole = " ".join(" ".join(texts).split())
    return whole if len(whole) <= _QUOTED else f"{whole[: _QUOTED - 1]}…"


def _text(flow: Flow, block: Heading | Table) -> str:
    return shortened(body_texts(replace(flow, body=(block,))))
