"""A run as JUnit XML, for the tools that watch other jobs: one test case for each handling."""

from __future__ import annotations

import re

from lxml import etree

from generator.findings import Severity
from generator.report import finding_lines
from generator.results import HandlingResult, Outcome
from generator.runlog import Entry, WholeRun

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_WORSE = {Outcome.REFUSED: "failure", Outcome.FAILED: "error", Outcome.WAITING: "skipped", Outcome.SKIPPED: "skipped"}


def junit(whole: WholeRun) -> bytes:
    """The file's content."""
    kinds = [_WORSE.get(entry.result.outcome) for entry in whole.entries]
    counts = {
        "tests": str(len(kinds)),
        "failures": str(kinds.count("failure")),
        "errors": str(kinds.count("error")),
        "time": f"{sum(entry.seconds for entry in whole.entries):.3f}",
    }
    root = etree.Element("testsuites", counts)
    suite = etree.SubElement(
        root,
        "testsuite",
        {
            "name": "generator batch",
            "timestamp": whole.run.begun.strftime("%Y-%m-%dT%H:%M:%S"),
            "hostname": whole.run.host,
            **counts,
            "skipped": str(kinds.count("skipped")),
        },
    )
    for entry in whole.entries:
        _case(suite, entry)
    content: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return content


def _case(suite: etree._Element, entry: Entry) -> None:
    result = entry.result
    name = {
        "classname": _plain(result.diarienummer or "ärendefiler"),
        "name": _plain(result.handling or str(result.source)),
        "time": f"{entry.seconds:.3f}",
    }
    case = etree.SubElement(suite, "testcase", name)
    kind = _WORSE.get(result.outcome)
    if kind:
        told = etree.SubElement(case, kind, {"message": _plain(_first(result))})
        told.text = _plain("\n".join(line for finding in result.findings for line in finding_lines(finding)))
        if kind != "skipped":
            told.set("type", result.findings[0].code if result.findings else result.outcome.value)


def _first(result: HandlingResult) -> str:
    errors = [one.message for one in result.findings if one.severity is Severity.ERROR]
    return next(iter([*errors, *(one.message for one in result.findings)]), result.outcome.value)


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("�", text)
