"""`generator forklara`: which rule gave which signer, recipient, text, value and finding, and on what ground."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli import options

if TYPE_CHECKING:
    from generator.model import Beslutsunderlag
    from generator.results import HandlingResult
    from generator.rules.load import RuleBook


@click.command("forklara", options_metavar="[VAL]")
@options.files
@options.handling
@options.out
@options.root
@options.as_json
def command(filer: tuple[Path, ...], handling: str | None, ut: Path, rot: Path | None, som_json: bool) -> int:
    """Förklara varför en handling blir som den blir.

    Visar för varje undertecknare, mottagare, standardtext, uträknat värde och
    anmärkning vilken regel som gav den, med villkor, värden och källa.
    """
    from generator import report
    from generator.pipeline import explain_file
    from generator.settings import Settings, find_root
    from generator.workshop import Workshop

    shop = Workshop(Settings(root=find_root(rot), out=ut))
    found = [pair for file in filer for pair in explain_file(file, shop, handling)]
    if som_json:
        options.print_json([_as_json(result, underlag, shop.rules if underlag else None) for result, underlag in found])
    else:
        _show(found, shop.rules if any(underlag for _, underlag in found) else None)
    return report.exit_code([result for result, _ in found])


def _show(found: list[tuple[HandlingResult, Beslutsunderlag | None]], book: RuleBook | None) -> None:
    from generator.explain import explanations, lines

    for number, (result, underlag) in enumerate(found):
        if underlag is None or book is None:
            options.print_findings(result.findings, quiet=False)
            continue
        title = f"{result.diarienummer}, {result.handling}"
        text = "\n".join(lines(list(explanations(underlag, book)), underlag.day, title))
        click.echo(text if number == 0 else f"\n{text}")


def _as_json(result: HandlingResult, underlag: Beslutsunderlag | None, book: RuleBook | None) -> dict[str, Any]:
    from generator import report
    from generator.explain import as_json, explanations

    return {
        "fil": str(result.source),
        "diarienummer": result.diarienummer,
        "handling": result.handling,
        "beslutsdag": underlag.day.isoformat() if underlag else None,
        "forklaringar": as_json(explanations(underlag, book)) if underlag and book else [],
        "anmarkningar": [report.finding_json(finding) for finding in result.findings],
    }
