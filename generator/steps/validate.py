"""Beside verify: a program that knows the standards judges the finished PDF."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from generator.archival import Fault, Finished, Verdict
from generator.engines.validator import Validator
from generator.findings import Finding, Place, Severity
from generator.model import Document
from generator.results import Verified

ACCESSIBLE = "ua1"
"""PDF/UA-1 (ISO 14289-1)."""
_TOLD = 3
"""Broken rules that a message tells of; the verdict has them all."""
_REPORT = "Kör «generator doktor» och anmäl felet till den som sköter generatorn."
_IN_WORD = (
    (r"7\.3-1$", "skriv alternativtext på bilden i Word, eller markera den som dekorativ"),
    (
        r"7\.4\.2-1$",
        "ge rubrikerna formatmallarna Rubrik 1, Rubrik 2 och så vidare i ordning, utan att hoppa över någon nivå",
    ),
    (
        r"7\.2-(15|4[123])$|7\.5-",
        "gör tabellen regelbunden i Word, utan celler som är sammanfogade på tvären, och markera dess första rad "
        "som rubrikrad (Upprepa rubrikrader)",
    ),
    (r"7\.2-(2|2\d|3[0-4])$|6\.7\.4-1$", "ange språket i formatmallen Normal, och på ord i ett annat språk"),
    (
        r"6\.2\.11\.7\.3-1$",
        "byt punktlistans tecken i Word mot • (U+2022) i brödtextens typsnitt; Symbol och Wingdings duger inte",
    ),
    (r"6\.2\.11\.|7\.21\.", "byt till ett typsnitt som får bäddas in och som har alla tecken"),
)
"""What rules a template may break, by clause and test, and what to do in Word; the first that fits counts."""


_SAME = (
    (r"7\.3-1$", "bild-utan-alternativtext"),
    (r"7\.4\.2-1$", "rubrikniva-hoppad"),
    (r"7\.1-3$", "innehall-otaggat"),
    (r"7\.9-[12]$", "fotnot-utan-id"),
    (r"7\.18\.3-1$", "pdf-tabbordning"),
    (r"7\.18\.5-1$", "lank-otaggad"),
    (r"7\.18\.5-2$", "lank-utan-beskrivning"),
)
"""Rules of PDF/UA-1 that `verify` looks at as well, by clause and test, and the code that it tells of them with."""


def validate(document: Document, verified: Verified, finished: Finished, validator: Validator, work: Path) -> Verified:
    """Add what a validator says of the finished PDF; each standard that it fails is an error.

    A rule whose breach is told already, in Swedish and with its place, is not told again.

    Args:
        document: what the PDF was made of.
        verified: what is known already.
        finished: the PDF.
        validator: the program.
        work: a private folder.

    Raises:
        EngineError: the validator could not judge it.
    """
    file = work / "fardig.pdf"
    file.write_bytes(finished.pdf)
    verdicts = validator.validate(file, (finished.level.casefold(), ACCESSIBLE))
    place = Place(file=document.arende.source, path=document.handling.path)
    told = {one.code for one in verified.findings if one.severity is Severity.ERROR}
    failed = [(one, _untold(one, told)) for one in verdicts if not one.passed]
    findings = tuple(_finding(one, faults, place) for one, faults in failed if faults or not one.faults)
    return replace(verified, verdicts=(*verified.verdicts, *verdicts), findings=(*verified.findings, *findings))


def standard(profile: str) -> str:
    """A profile as people write the standard: "PDF/A-2a", "PDF/UA-1"."""
    accessible = profile.removeprefix("ua")
    return f"PDF/A-{profile}" if accessible == profile else f"PDF/UA-{accessible}"


def _untold(verdict: Verdict, told: Collection[str]) -> tuple[Fault, ...]:
    """The faults of a verdict that no finding with one of these codes has told of."""
    if verdict.profile != ACCESSIBLE:
        return verdict.faults
    return tuple(
        one for one in verdict.faults if not any(re.match(rule, one.rule) and code in told for rule, code in _SAME)
    )


def _finding(verdict: Verdict, faults: Sequence[Fault], place: Place) -> Finding:
    count = len(faults)
    rules = "1 regel är bruten" if count == 1 else f"{count} regler är brutna"
    first = "; ".join(f"{fault.rule}: {fault.message}" for fault in faults[:_TOLD])
    more = " …" if count > _TOLD else ""
    message = f"PDF-filen klarar inte {standard(verdict.profile)}, säger {verdict.program}: {rules}. {first}{more}"
    return Finding(code="pdf-underkand", message=message, remedy=_remedy(faults), place=place)


def _remedy(faults: Iterable[Fault]) -> str:
    """Who acts: those who look after the templates, for what can be mended there; for the rest, the program's own."""
    mending = dict.fromkeys(_in_word(fault) for fault in faults)
    known = [words for words in mending if words]
    parts = [f"Anmäl det till den som sköter mallarna: {'; '.join(known)}."] if known else []
    return " ".join([*parts, *([_REPORT] if None in mending else [])])


def _in_word(fault: Fault) -> str | None:
    return next((words for pattern, words in _IN_WORD if re.match(pattern, fault.rule)), None)
