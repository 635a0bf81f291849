"""A run as JUnit XML, for the tools that watch other jobs: a test case for the run, and one for each handling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO

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
    suite = {
        "name": "generator batch",
        "timestamp": whole.run.begun.strftime("%Y-%m-%dT%H:%M:%S"),
        "hostname": whole.run.host,
        **counts,
        "skipped": str(kinds.count("skipped")),
    }
    out = BytesIO()
    with etree.xmlfile(out, encoding="utf-8") as file:  # never the whole tree: there may be ten thousand
        file.write_declaration()
        with file.element("testsuites", counts), file.element("testsuite", suite):
            file.write(_own(whole, trouble), pretty_print=True)
            for case in _cases(whole):
                file.write(case, pretty_print=True)
    return out.getvalue()


def _own(whole: WholeRun, trouble: Sequence[str]) -> etree._Element:
    """The test case of the run as a whole."""
    own = etree.Element("testcase", {"classname": "körningen", "name": whole.run.name, "time": "0.000"})
    if trouble:
        told = etree.SubElement(own, "error", {"message": _plain(trouble[0]), "type": "korningen"})
        told.text = _plain("\n".join(trouble))
    return own


def _cases(whole: WholeRun) -> Iterator[etree._Element]:
    names = Counter(_names(one.result) for one in whole.entries)
    for entry in whole.entries:
        result = entry.result
        group, name = _names(result)
        more = f" ({result.source}, {result.outcome.value})" if names[group, name] > 1 else ""
        yield _case(entry, group, _plain(f"{name}{more}"))


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


def _case(entry: Entry, group: str, name: str) -> etree._Element:
    result = entry.result
    case = etree.Element("testcase", {"classname": group, "name": name, "time": f"{entry.seconds:.3f}"})
    kind = _WORSE.get(result.outcome)
    if kind:
        told = etree.SubElement(case, kind, {"message": _plain(_first(result))})
        told.text = _plain("\n".join(line for finding in result.findings for line in finding_lines(finding)))
        if kind != "skipped":
            told.set("type", result.findings[0].code if result.findings else result.outcome.value)
    return case


def _first(result: HandlingResult) -> str:
    errors = [one.message for one in result.findings if one.severity is Severity.ERROR]
    return next(iter([*errors, *(one.message for one in result.findings)]), result.outcome.value)


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("�", text)
