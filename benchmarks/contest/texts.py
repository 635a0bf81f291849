"""What a .docx says, to tell whether two contestants say the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n"}


class Different(Exception):
    """Two contestants do not say the same; the message tells where."""


def texts(docx: bytes) -> list[tuple[str, str]]:
    """The paragraphs that say something: the part's name, and the text with its white space made even.

    A paragraph without text is not among them: some leave one where a tag
    stood, and it says nothing.
    """
    with ZipFile(BytesIO(docx)) as archive:
        names = sorted(name for name in archive.namelist() if _PART.fullmatch(name))
        return [(PurePosixPath(name).stem, text) for name in names for text in _paragraphs(archive.read(name))]


def _paragraphs(part: bytes) -> Iterator[str]:
    root = etree.fromstring(part)
    for one in root.iter(f"{_W}p"):
        # a paragraph in a drawing inside a paragraph is none of the contest's
        text = "".join(_SIGNS.get(str(sign.tag), sign.text or "") for sign in one.iter(f"{_W}t", *_SIGNS))
        if text.strip():
            yield " ".join(text.split())


def same(ours: bytes, theirs: bytes) -> None:
    """Nothing, if both say the same.

    Raises:
        Different: they do not.
    """
    one, other = texts(ours), texts(theirs)
    if one != other:
        at = next(
            (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
        )
        raise Different(f"stycke {at}: {one[at : at + 1]} mot {other[at : at + 1]}")


def says_all(ours: bytes, theirs: bytes, besides: Collection[str]) -> None:
    """Nothing, if theirs says all that ours does in the same order, and nothing more than `besides`.

    Raises:
        Different: it does not.
    """
    waiting = texts(ours)
    for said in texts(theirs):
        if waiting and said == waiting[0]:
            del waiting[0]
        elif said[1] not in besides:
            raise Different(f"{said} mot {waiting[:1]}")
    if waiting:
        raise Different(f"{waiting[0]} saknas")
