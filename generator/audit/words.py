"""What was found of published files, in words for a registrator, and as JSON for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from generator.audit import claims
from generator.audit.files import is_folder
from generator.audit.inputs import part
from generator.audit.model import Audit, Rebuilt, Standing
from generator.errors import ExitCode
from generator.findings import Finding
from generator.model import Status
from generator.provenance import version_of
from generator.report import finding_json, shown_path
from generator.steps.validate import standard
from generator.swedish import upprakning, versal

_INDENT = "    "
_COMMANDING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SAYS = {
    claims.TITLE: "Rubrik: {}",
    claims.NUMBER: "Ärende: {}",
    claims.HANDLING: "Handling: {}",
    claims.FORMAT: "Format: {}",
    claims.STATUS: "Status när den skapades: {}",
    claims.TEMPLATES: "Mallversion: {}",
    claims.RULES: "Regelversion: {}",
    claims.PROGRAM: "Generator: {}",
    claims.LEVEL: "Arkivnivå: PDF/A-{}",
    claims.ACCESSIBLE: "Tillgänglighet: PDF/UA-{}",
}
_PARTS = {
    "scheman": "Scheman",
    "regler": "Regler",
    "profiler": "Profiler",
    "mallar": "Mallar",
    "typsnitt": "Typsnitt",
    "program": "Program",
}


def exit_code(audits: Sequence[Audit]) -> ExitCode:
    """The code of the whole: the lowest of those that are not 0, so that an alarm goes before a missing file."""
    return min((one.exit_code for one in audits if one.exit_code), default=ExitCode.OK)


def shown(text: str) -> str:
    """A text as it may stand on one line of a terminal.

    What files and manifests say may hold line breaks that pretend to be
    answers of ours, and signs that command the terminal or turn the reading
    direction; each becomes U+FFFD.
    """
    return _COMMANDING.sub("\N{REPLACEMENT CHARACTER}", text)


def lines(audit: Audit, *, verbose: bool = False) -> Iterator[str]:
    """One answer: the verdict first, then why, then what the files were made of.

    Args:
        audit: what was found.
        verbose: True for every input, and for what the file says of itself.
    """
    return map(shown, _lines(audit, verbose=verbose))


def _lines(audit: Audit, *, verbose: bool) -> Iterator[str]:
    yield _verdict(audit)
    yield from (f"{_INDENT}{line}" for line in _reasons(audit))
    if audit.record:
        yield from (f"{_INDENT}{line}" for line in _recorded(audit.record, verbose=verbose))
    if audit.record and any(one.path.suffix.casefold() == ".pdf" for one in audit.files):
        then = _judged("PDF-filen när den publicerades", _then(audit.record.get("granskning")), verbose=verbose)
        yield from (f"{_INDENT}{line}" for line in then)
    if audit.said and (verbose or not audit.record):
        yield f"{_INDENT}Det här säger filen om sig själv:"
        yield from (f"{_INDENT * 2}{_SAYS[name].format(value)}" for name, value in audit.said.items())
    verdicts = [one for file in audit.files for one in file.verdicts]
    now = ((one.profile, f"{one.program} {one.version}", one.passed) for one in verdicts)
    yield from (f"{_INDENT}{line}" for line in _judged("PDF-filen nu", now, verbose=verbose))
    if audit.rebuilt:
        yield from (f"{_INDENT}{line}" for line in _rebuilt(audit.rebuilt))


def _verdict(audit: Audit) -> str:
    """The first line: "LARM – ÄNDRAD: 2019-10-07-skrivelse i ärende GNS/8/2019"."""
    word = f"LARM – {audit.standing.value.upper()}" if audit.alarm else audit.standing.value.upper()
    if audit.standing is Standing.UNTOUCHED and audit.exit_code:
        word = f"{word}, MEN MED FEL"
    if is_folder(audit.place) and audit.handling:
        return f"{word}: {audit.handling} i ärende {audit.diarienummer}"
    return f"{word}: {shown_path(audit.place)}"


def _reasons(audit: Audit) -> Iterator[str]:
    if audit.alarm and audit.status:
        yield f"Handlingen är {audit.status.label}. Dess filer får varken ändras eller tas bort."
    yield from _told(audit.findings)
    yield from _files(audit)


def _files(audit: Audit) -> Iterator[str]:
    """Each file of a handling and how it stands; when all is well in one sentence."""
    names = [one.path.name for one in audit.files]
    if not names or audit.files[0].path == audit.place:
        return
    if audit.standing is Standing.UNTOUCHED:
        one = "Filen är exakt den" if len(names) == 1 else "Filerna är exakt de"
        yield f"{one} som publicerades: {upprakning(names)}."
    else:
        yield from (f"{versal(file.standing.value)}: {file.path.name}" for file in audit.files)
    yield f"Mapp: {shown_path(audit.place)}"


def _told(findings: Iterable[Finding]) -> Iterator[str]:
    """The findings; what to do is said once for those that are alike in that."""
    kept = list(findings)
    for number, one in enumerate(kept):
        yield f"{versal(one.severity.value)}: {one.message}"
        if one.remedy and all(later.remedy != one.remedy for later in kept[number + 1 :]):
            yield f"{_INDENT}Gör så här: {one.remedy}"


def _recorded(record: Mapping[str, Any], *, verbose: bool) -> Iterator[str]:
    """What the manifest says of a handling."""
    made_of = record["underlag"]
    yield f"Status: {Status(record['status']).label}"
    if record.get("rubrik"):
        yield f"Rubrik: {record['rubrik']}"
    case = part(made_of, "arende").get("fil")
    if case:
        yield f"Ärendefil: {case}"
    if made_of:
        templates, rules = version_of(part(made_of, "mallar"), part(made_of, "profiler")), part(made_of, "regler")
        program = part(made_of, "program").get("generator", "okänd")
        yield f"Mallversion: {templates}, regelversion: {version_of(rules)}, generator: {program}"
    if verbose:
        for name, title in _PARTS.items():
            if part(made_of, name):
                yield f"{title}:"
                yield from (f"{_INDENT}{one}: {_short(value)}" for one, value in part(made_of, name).items())


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{value.get('anvant') or 'okänt'} ({value.get('fil') or 'okänd fil'})"
    text = str(value)
    return text[:16] if len(text) == 64 else text


def _then(verdicts: object) -> Iterator[tuple[str, str, bool]]:
    """What each validator said when the files were published: the standard, the program, whether it passed."""
    for one in verdicts if isinstance(verdicts, list) else ():
        if isinstance(one, Mapping):
            yield str(one.get("standard")), str(one.get("program")), one.get("godkand") is True


def _judged(when: str, verdicts: Iterable[tuple[str, str, bool]], *, verbose: bool) -> Iterator[str]:
    """What the validators say, the standards gathered by verdict; with `verbose` each with its program."""
    told = list(dict.fromkeys(verdicts))
    for passed, word in ((True, "godkänd"), (False, "UNDERKÄND")):
        names = [
            f"{standard(profile)} ({program})" if verbose else standard(profile)
            for profile, program, good in told
            if good is passed
        ]
        if names:
            yield f"{when}: {word} enligt {upprakning(list(dict.fromkeys(names)))}."


def _rebuilt(rebuilt: Rebuilt) -> Iterator[str]:
    yield f"Ombyggd av {shown_path(rebuilt.source)} med dagens regler, mallar och program:"
    if rebuilt.equal:
        yield f"{_INDENT}Lika med den publicerade, byte för byte: {upprakning(rebuilt.equal)}."
    if rebuilt.differing:
        yield f"{_INDENT}Blir i dag en annan: {upprakning(rebuilt.differing)}."
    if rebuilt.changes:
        yield f"{_INDENT}{'Det här har ändrats' if rebuilt.differing else 'Fast det här har ändrats'}:"
        yield from (f"{_INDENT}{_INDENT}{one.text}" for one in rebuilt.changes)


def summary(audits: Sequence[Audit]) -> str:
    """The tally, for the last line."""
    told = [one for one in audits if one.standing is not Standing.REMARKED]
    if not told:
        return "Inget att verifiera."
    counts = [(standing, sum(one.standing is standing for one in told)) for standing in Standing]
    plural = {
        Standing.UNTOUCHED: "orörda",
        Standing.UNREADABLE: "oläsliga",
        Standing.UNKNOWN: "okända",
        Standing.CHANGED: "ändrade",
    }
    words = [f"{count} {plural.get(one, one.value) if count != 1 else one.value}" for one, count in counts if count]
    faulty = sum(one.standing is Standing.UNTOUCHED and bool(one.exit_code) for one in told)
    words += [f"{faulty} av de orörda med fel"] if faulty else []
    alarms = sum(one.alarm for one in told)
    named = "handling" if alarms == 1 else "handlingar"
    return f"{f'LARM för {alarms} {named}. ' if alarms else ''}Granskat: {', '.join(words)}."


def as_json(audits: Iterable[Audit]) -> list[dict[str, Any]]:
    """The answers as plain values for `json`."""
    return [
        {
            "plats": str(one.place),
            "diarienummer": one.diarienummer,
            "handling": one.handling,
            "utfall": one.standing.value,
            "larm": one.alarm,
            "status": one.status.value if one.status else None,
            "filer": [_file_json(file) for file in one.files],
            "manifest": dict(one.record) or None,
            "sager_sig_vara": dict(one.said),
            "ombyggd": _rebuilt_json(one.rebuilt) if one.rebuilt else None,
            "felkod": int(one.exit_code),
            "anmarkningar": [finding_json(finding) for finding in one.findings],
        }
        for one in audits
    ]


def _file_json(file: Any) -> dict[str, Any]:
    verdicts = [
        {"program": f"{one.program} {one.version}", "standard": one.profile, "godkand": one.passed}
        for one in file.verdicts
    ]
    return {"fil": str(file.path), "utfall": file.standing.value, "sha256": file.sha256, "granskning": verdicts}


def _rebuilt_json(rebuilt: Rebuilt) -> dict[str, Any]:
    return {
        "arendefil": str(rebuilt.source),
        "lika": list(rebuilt.equal),
        "olika": list(rebuilt.differing),
        "andrat": [asdict(one) for one in rebuilt.changes],
    }
