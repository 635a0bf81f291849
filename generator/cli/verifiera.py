"""`generator verifiera`: are these the files that were published?"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options

if TYPE_CHECKING:
    from generator.audit.model import Audit
    from generator.audit.rebuild import Rebuilder
    from generator.engines.validator import Validator


@click.command("verifiera", options_metavar="[VAL]")
@options.files
@options.out
@click.option("--bygg-om", is_flag=True, help="Skapa handlingen på nytt, utan att spara den, och jämför byte för byte.")
@click.option(
    "--arende", metavar="FIL", type=click.Path(path_type=Path), help="Ärendefilen till --bygg-om. Annars letas den upp."
)
@click.option("--utan-verapdf", is_flag=True, help="Pröva PDF-filerna bara i generatorn själv, fast veraPDF finns.")
@options.root
@options.as_json
@options.quiet
@options.verbose
def command(
    filer: tuple[Path, ...],
    ut: Path,
    bygg_om: bool,
    arende: Path | None,
    utan_verapdf: bool,
    rot: Path | None,
    som_json: bool,
    tyst: bool,
    utforlig: bool,
) -> int:
    """Ta reda på om filer är de som publicerades.

    FIL är en publicerad PDF, Word-fil eller webbsida, eller mappen som de
    ligger i. Svaret säger om filen är orörd, vad den gjordes av och om den
    håller. Har en upprättad, beslutad eller expedierad handling ändrats
    blir det LARM och felkod 6.
    """
    from generator.audit import words
    from generator.audit.examine import audit
    from generator.audit.handling import Means

    if arende is not None and not bygg_om:
        raise click.UsageError(
            "--arende har betydelse bara tillsammans med --bygg-om. Lägg till det, eller ta bort --arende."
        )
    audits: list[Audit] = []
    shown = False
    with ExitStack() as closing:
        rebuilder = _rebuilder(rot, arende, closing) if bygg_om else None
        means = Means(out=ut, validator=None if utan_verapdf else _validator(closing), rebuilder=rebuilder)
        for one in audit(filer, means):
            if not som_json and (one.exit_code or not tyst):
                _show(one, utforlig, first=not shown)
                shown = True
            audits.append(one)
    if som_json:
        options.print_json(words.as_json(audits))
    elif not tyst:
        click.echo(f"\n{words.summary(audits)}")
    return words.exit_code(audits)


def _validator(closing: ExitStack) -> Validator | None:
    """What knows the standards, when it is there; closed with `closing`."""
    from generator.engines.registry import usable_validator

    validator = usable_validator()
    if validator is not None:
        closing.callback(validator.close)
    return validator


def _rebuilder(root: Path | None, case: Path | None, closing: ExitStack) -> Rebuilder:
    """What makes handlingar again; its engine is closed with `closing`."""
    from generator.audit.rebuild import Rebuilder
    from generator.engines.registry import DEFAULT, ENGINES
    from generator.settings import find_root

    engine = ENGINES[DEFAULT]()
    closing.callback(engine.close)
    return Rebuilder(find_root(root), engine, case)


def _show(audit: Audit, verbose: bool, *, first: bool) -> None:
    from generator.audit.words import lines

    colour = "red" if audit.exit_code else "yellow" if audit.findings else "green"
    verdict, *rest = lines(audit, verbose=verbose)
    click.secho(verdict if first else f"\n{verdict}", fg=colour, bold=True)
    for line in rest:
        click.echo(line)
