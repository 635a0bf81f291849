"""Options that several commands share, and how results are printed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from generator.findings import Finding, Severity

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_COMMANDING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON may leave as it is and a terminal may not get; halves of surrogate pairs cannot be written at all."""
_PATH = click.Path(path_type=Path)

files: Decorator = click.argument("filer", metavar="FIL…", nargs=-1, required=True, type=_PATH)
handling: Decorator = click.option(
    "--handling", metavar="N|FORMAT", help="Bara en handling: dess nummer i filen, eller alla av ett format."
)
root: Decorator = click.option(
    "--rot", metavar="MAPP", type=_PATH, help="Mappen med scheman, regler och mallar. Annars letas den upp."
)
as_json: Decorator = click.option("--json", "som_json", is_flag=True, help="Skriv resultatet som JSON.")
quiet: Decorator = click.option("-q", "--tyst", is_flag=True, help="Skriv bara fel.")
verbose: Decorator = click.option("-v", "--utforlig", is_flag=True, help="Skriv mer: källor, mallar och versioner.")
out: Decorator = click.option(
    "--ut", metavar="MAPP", type=_PATH, default=Path("out"), show_default=True, help="Där dokumenten sparas."
)


def print_json(value: object) -> None:
    """Print a value as JSON on standard output: UTF-8 that holds nothing that commands a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(_COMMANDING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))


def print_findings(findings: Iterable[Finding], *, quiet: bool) -> None:
    """Print findings on standard error; with `quiet` only errors."""
    from generator.report import finding_lines

    colours = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
    explained: set[tuple[str, str]] = set()
    for finding in findings:
        if not quiet or finding.severity is Severity.ERROR:
            first, *rest = finding_lines(finding)
            click.secho(first, fg=colours[finding.severity], err=True)
            again = (finding.code, finding.remedy) in explained and not finding.waived
            for line in () if again else rest:  # what to do is said once for all that are alike
                click.echo(line, err=True)
            explained.add((finding.code, finding.remedy))
