"""A handling made again from its case file, with today's rules, templates and programs, beside what was published."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.audit.files import look
from generator.audit.inputs import changes, part
from generator.audit.model import Rebuilt
from generator.engines.engine import Engine
from generator.errors import CaseError, FolderError
from generator.findings import Finding, Place
from generator.model import Proof, Status
from generator.pipeline import Making
from generator.settings import Settings
from generator.steps.read import read
from generator.workshop import Workshop

_CASES = "cases"


@dataclass(frozen=True)
class Rebuilder:
    """What makes handlingar again; nothing is published.

    Args:
        root: the folder of schemas, rules and templates.
        engine: what makes PDF files.
        beside: a case file, or a folder of case files, to look in before the usual places; None for those alone.
    """

    root: Path
    engine: Engine | None = None
    beside: Path | None = None
    _shops: dict[tuple[Path, frozenset[str]], Workshop] = field(default_factory=dict)

    def rebuild(self, folder: Path, stem: str, record: Mapping[str, Any], status: Status) -> Rebuilt:
        """Make a handling's files again, and compare them with the digests of the published ones.

        Args:
            folder: where it is published.
            stem: the handling's file stem.
            record: what the manifest says of it.
            status: how far it had come when its files were made.

        Raises:
            FolderError: its case file cannot be found.
            GeneratorError: the case file, a rule, a template or a program stands in the way.
        """
        path = self._case(folder, record)
        proof = _make(path, stem, status, self._shop(folder, record))
        made = {f"{stem}{suffix}": sha256(content).hexdigest() for suffix, content in proof.files.items()}
        published: Mapping[str, str] = record["filer"]
        return Rebuilt(
            source=path,
            equal=tuple(name for name, digest in published.items() if made.get(name) == digest),
            differing=tuple(name for name, digest in published.items() if made.get(name) != digest),
            changes=changes(record["underlag"], proof.sources),
        )

    def _shop(self, folder: Path, record: Mapping[str, Any]) -> Workshop:
        """A workshop that makes the kinds of files that there are; what it loads is kept for the next handling."""
        kinds = frozenset(Path(name).suffix for name in record["filer"])
        key = folder.parent, kinds
        if key not in self._shops:
            settings = Settings(root=self.root, out=folder.parent)
            self._shops[key] = Workshop(settings, self.engine if ".pdf" in kinds else None, web=".html" in kinds)
        return self._shops[key]

    def _case(self, folder: Path, record: Mapping[str, Any]) -> Path:
        """The case file: of those with its name the one that is unchanged, else the nearest."""
        if self.beside is not None and self.beside.is_file():
            return self.beside
        case = part(record["underlag"], "arende")
        name = Path(str(case.get("fil", ""))).name
        there = [path for path in self._places(name) if path.is_file()] if name else []
        unchanged = (path for path in there if look(path).sha256 == case.get("sha256"))
        found = next(unchanged, None) or next(iter(there), None)
        if found is None:
            what = f"Ärendefilen {name} hittades inte" if name else "Manifestet säger inte vilken ärendefilen är"
            message = f"{what}, så handlingen kunde inte byggas om."
            remedy = "Ange var ärendefilen ligger med --arende FIL."
            raise FolderError(
                Finding(code="arendefil-saknas", message=message, remedy=remedy, place=Place(file=folder))
            )
        return found

    def _places(self, name: str) -> Iterator[Path]:
        """Where a case file may lie, the likeliest first."""
        here = (*([self.beside] if self.beside else []), Path(), Path(_CASES), self.root / _CASES, self.root)
        yield from (folder / name for folder in here)
        for folder, inner, files in os.walk(self.root):
            inner[:] = sorted(one for one in inner if not one.startswith((".", "_")))
            if name in files:
                yield Path(folder) / name


def _make(path: Path, stem: str, status: Status, shop: Workshop) -> Proof:
    arende = read(path, shop.schemas)
    handling = next((one for one in arende.handlingar if one.file_stem == stem), None)
    if handling is None:
        message = f"Ärendefilen har inte längre någon handling {stem}, så den kunde inte byggas om."
        remedy = "Ange med --arende FIL den ärendefil som handlingen gjordes av."
        raise CaseError(Finding(code="handling-saknas", message=message, remedy=remedy, place=Place(file=path)))
    proof, _ = Making(arende, replace(handling, status=status), shop).proof()
    return proof
