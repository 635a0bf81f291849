"""Step 6, finish: what the engine left becomes a PDF that a screen reader can read and an archive can keep."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf

from generator.archival import Finished, Imprint
from generator.errors import OutputError
from generator.findings import Finding
from generator.flow import Flow
from generator.pdf.content import Sheet
from generator.pdf.repairs import REPAIRS
from generator.pdf.repairs.work import Work
from generator.pdf.tree import Tree
from generator.pdf.treewriting import write_tree


def finish(pdf: Path, imprint: Imprint, flow: Flow, level: str) -> Finished:
    """Repair a PDF, and let it say what it is.

    Args:
        pdf: as the engine left it.
        imprint: what it is to say about itself.
        flow: the document as it is read; its tables and pictures tell what tags to mend.
        level: the archive level that is asked for: "2A".

    Returns:
        The finished file, byte for byte the same for the same arguments.

    Raises:
        OutputError: it is not whole, or has no tags to mend.
    """
    try:
        with pikepdf.open(pdf, attempt_recovery=False) as file:
            return _finished(file, imprint, flow, level)
    except pikepdf.PasswordError:
        raise OutputError(_broken("den är låst med ett lösenord")) from None
    except pikepdf.PikepdfError as error:
        raise OutputError(_broken(f"den går inte att läsa ({error})")) from None


def _finished(file: pikepdf.Pdf, imprint: Imprint, flow: Flow, level: str) -> Finished:
    if file.is_encrypted:
        raise OutputError(_broken("den är krypterad"))
    work = Work(pdf=file, tree=_tree(file), sheets=_sheets(file), imprint=imprint, flow=flow, level=level)
    for repair in REPAIRS:
        repair(work)
    write_tree(work.tree)
    for sheet in work.sheets:
        sheet.write()
    out = BytesIO()
    file.save(
        out,
        deterministic_id=True,
        fix_metadata_version=False,  # the packet is whole as it is
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return Finished(pdf=out.getvalue(), level=work.level, findings=tuple(work.findings))


def _sheets(file: pikepdf.Pdf) -> tuple[Sheet, ...]:
    return tuple(Sheet(file, page) for page in file.pages)


def _tree(file: pikepdf.Pdf) -> Tree:
    """The file's tags.

    Raises:
        OutputError: there are none.
    """
    if isinstance(file.Root.get("/StructTreeRoot"), pikepdf.Dictionary):
        tree = Tree(file)
        if next(tree.leaves(), None) is not None:
            return tree
    raise OutputError(
        Finding(
            code="pdf-otaggad",
            message="LibreOffice lämnade en PDF-fil utan taggar, så en skärmläsare får ingen ordning i texten.",
            remedy="Kör «generator doktor» och se att LibreOffice är version 7.4 eller nyare. Är den det: anmäl felet.",
        )
    )


def _broken(why: str) -> Finding:
    return Finding(
        code="pdf-trasig",
        message=f"PDF-filen som LibreOffice lämnade kan inte användas: {why}.",
        remedy="Försök igen. Kommer felet tillbaka: kör «generator doktor» och kontakta systemförvaltaren.",
    )
