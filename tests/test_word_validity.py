"""Word opens them: every template and every document against the Open XML SDK's rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.word.reading import read_docx
from generator.workshop import Workshop
from tests.conftest import CASES, ROOT, Write
from tests.tools import documents, faults, packed, parts, repacked

TEMPLATES = sorted((ROOT / "templates").rglob("*.docx"))


@pytest.mark.thorough
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_templates_keep_the_rules(path: Path) -> None:
    """Every Word file under templates/ passes without a fault."""
    assert faults(path) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_examples_keep_the_rules(path: Path, lenient: Workshop, tmp_path: Path) -> None:
    """Every example's document passes, and nothing in it points to what is not there."""
    for index, (_, rendered) in enumerate(documents(path, lenient)):
        file = tmp_path / f"{index}.docx"
        file.write_bytes(rendered.content)
        assert faults(file) == []
        assert read_docx(rendered.content).faults == ()


TEXTS = [
    "# A\n\n## B\n\n### C\n\n#### D\n\ntext",
    "1. a\n   1. b\n      1. c\n         1. d\n            - e\n2. f\n\ntext\n\n7. g",
    "- a\n\n  mera\n\n  > citat\n\n      kod\n- \n- b",
    "| A |\n|---|\n| x |\n\n| B | C |\n|:-:|--:|\n| y | |\n\ntext",
    "**a *b* `c`** [**d**](https://x.se) [e](mailto:a@b)\\\nrad[^1] och[^1]\n\n[^1]: Not [f](https://y.se)\n\n    mer",
    "> # rubrik\n> - a\n\n```\n<w:p/>\n```",
    "x" * 5000,
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_construct_keeps_the_rules(
    text: str, lenient: Workshop, case: dict[str, object], write: Write, tmp_path: Path
) -> None:
    """Headings, lists in lists, tables, notes, links and code: Word accepts each."""
    changed = json.loads(json.dumps(case))
    changed["handlingar"][0]["arendebeskrivning"] = text
    [(_, rendered)] = documents(write(changed), lenient)
    file = tmp_path / "a.docx"
    file.write_bytes(rendered.content)
    assert faults(file) == []
    assert read_docx(rendered.content).faults == ()


def test_the_check_sees_a_fault(tmp_path: Path) -> None:
    """A paragraph whose properties stand after its run is found: the check is able to fail."""
    source = TEMPLATES[0]
    document = parts(source.read_bytes())["word/document.xml"]
    wrong = document.replace(b"</w:p>", b'<w:pPr><w:jc w:val="left"/></w:pPr></w:p>', 1)
    assert faults(repacked(source, tmp_path / "fel.docx", {"word/document.xml": wrong}))


def test_dangling_references_are_seen(lenient: Workshop) -> None:
    """Our own reading finds a style, a list, a note and a link that are not there."""
    [(_, rendered), *_] = documents(CASES[0], lenient)
    broken = parts(rendered.content)
    body = b'<w:p><w:pPr><w:pStyle w:val="Borta"/><w:numPr><w:numId w:val="999"/></w:numPr></w:pPr>'
    body += b'<w:r><w:footnoteReference w:id="77"/></w:r><w:hyperlink r:id="rIdBorta"/></w:p>'
    broken["word/document.xml"] = broken["word/document.xml"].replace(b"<w:body>", b"<w:body>" + body, 1)
    found = " ".join(read_docx(packed(broken)).faults)
    assert all(word in found for word in ("Borta", "999", "77", "rIdBorta"))
