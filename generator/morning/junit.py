"""A run as JUnit XML, for the tools that watch other jobs: a test case for the run, and one for each handling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

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
    trouble = list(_trouble(whole))
    counts = {
        "tests": str(len(kinds) + 1),
        "failures": str(kinds.count("failure")),
        "errors": str(kinds.count("error") + bool(trouble)),
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
    own = etree.SubElement(suite, "testcase", {"classname": "körningen", "name": whole.run.name, "time": "0.000"})
    if trouble:
        told = etree.SubElement(own, "error", {"message": _plain(trouble[0]), "type": "korningen"})
        told.text = _plain("\n".join(trouble))
    names = [_names(one.result) for one in whole.entries]
    shared = {one for one, number in Counter(names).items() if number > 1}
    for entry, (group, name) in zip(whole.entries, names, strict=True):
        result = entry.result
        more = f" ({result.source}, {result.outcome.value})" if (group, name) in shared else ""
        _case(suite, entry, group, _plain(f"{name}{more}"))
    content: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return content


def _trouble(whole: WholeRun) -> Iterator[str]:
    """What was wrong with the run as a whole: that it did not come to its end, or could not see all."""
    if whole.ending is None:
        yield "Körningen har inget slut."
    elif whole.ending.stopped:
        yield whole.ending.stopped
    for finding in whole.remarks:
        if finding.severity is Severity.ERROR:
            yield from finding_lines(finding)


def _names(result: HandlingResult) -> tuple[str, str]:
    """The group and the name of a handling's test case; of two that claim one handling, the same."""
    return _plain(result.diarienummer or "ärendefiler"), _plain(result.handling or str(result.source))


def _case(suite: etree._Element, entry: Entry, group: str, name: str) -> None:
    result = entry.result
    case = etree.SubElement(suite, "testcase", {"classname": group, "name": name, "time": f"{entry.seconds:.3f}"})
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
