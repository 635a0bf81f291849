"""A handling made again from its case file, with today's rules, templates and programs, beside what was published."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.audit.files import is_folder, look
from generator.audit.inputs import changes, part
from generator.audit.model import Change, Rebuilt, remark
from generator.engines.engine import Engine
from generator.errors import CaseError, FolderError
from generator.frozen import ADDED
from generator.model import Status
from generator.pipeline import prove
from generator.results import Proof
from generator.settings import Settings
from generator.steps.read import fetch, read
from generator.workshop import Workshop

_CASES = "cases"


@dataclass(frozen=True)
class Rebuilder:
    """What makes handlingar again; nothing is published.

    Args:
        root: the folder of schemas, rules and templates.
        engine: what makes PDF files.
        beside: the case file, or the folder to look for it in; None for the usual places.
    """

    root: Path
    engine: Engine | None = None
    beside: Path | None = None
    _shops: dict[tuple[Path, frozenset[str]], Workshop] = field(default_factory=dict)

    def rebuild(self, folder: Path, stem: str, record: Mapping[str, Any], statuses: Sequence[Status]) -> Rebuilt:
        """Make a handling's files again, and compare them with the digests of the published ones.

        Args:
            folder: where it is published.
            stem: the handling's file stem.
            record: what the manifest says of it.
            statuses: how far it may have come when its files were made; the
                likeliest first. Later ones are tried for files that came out
                as others.

        Raises:
            FolderError: its case file cannot be found.
            GeneratorError: the case file, a rule, a template or a program stands in the way.
        """
        path = self._case(folder, record)
        published: Mapping[str, str] = record["filer"]
        equal: set[str] = set()
        told: list[tuple[Change, ...]] = []
        for status in statuses:
            if len(equal) < len(published):
                proof = _make(path, stem, status, self._shop(folder, record))
                made = {f"{stem}{suffix}": sha256(content).hexdigest() for suffix, content in proof.files.items()}
                equal |= {name for name, digest in published.items() if made.get(name) == digest}
                told.append(tuple(_changed(record, proof.sources)))
        return Rebuilt(
            source=path,
            equal=tuple(name for name in published if name in equal),
            differing=tuple(name for name in published if name not in equal),
            changes=min(told, key=_other_content),  # what the case says is another for the wrong status
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
        """The case file: of those with its name the one that is unchanged, else the likeliest.

        Raises:
            FolderError: it cannot be found, or not where it was said to be.
        """
        if self.beside is not None and not is_folder(self.beside):
            return _given(self.beside)
        case = part(record["underlag"], "arende")
        name = Path(str(case.get("fil", ""))).name
        there = [path for path in self._places(name) if look(path).content is not None] if name else []
        unchanged = (path for path in there if look(path).sha256 == case.get("sha256"))
        found = next(unchanged, None) or next(iter(there), None)
        if found is None:
            what = f"Ärendefilen {name} hittades inte" if name else "Manifestet säger inte vilken ärendefilen är"
            message = f"{what}, så handlingen kunde inte byggas om."
            remedy = "Ange var ärendefilen ligger med --arende FIL."
            raise FolderError(remark(folder, "arendefil-saknas", message, remedy))
        return found

    def _places(self, name: str) -> Iterator[Path]:
        """Where a case file may lie, the likeliest first."""
        if self.beside is not None:
            yield self.beside / name
            return
        yield from (folder / name for folder in (self.root / _CASES, self.root, Path(_CASES), Path()))
        for folder, inner, files in os.walk(self.root):
            inner[:] = sorted(one for one in inner if not one.startswith((".", "_")))
            if name in files:
                yield Path(folder) / name


def _changed(record: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[Change]:
    """What is another today than when the files were made, those that came later among them."""
    later = record.get(ADDED)
    made_of = [record["underlag"], *([later] if isinstance(later, Mapping) else [])]
    yield from dict.fromkeys(change for sources in made_of for change in changes(sources, today))


def _other_content(told: Sequence[Change]) -> bool:
    return any(one.kind == "handling" for one in told)


def _given(path: Path) -> Path:
    """The case file that somebody pointed at.

    Raises:
        FolderError: it is not there.
    """
    found = look(path)
    if found.content is None:
        message = f"Ärendefilen {path} går inte att läsa: {found.why}. Därför kunde handlingen inte byggas om."
        remedy = "Rätta sökvägen efter --arende, eller utelämna valet så letas ärendefilen upp."
        raise FolderError(remark(path, "arendefil-saknas", message, remedy))
    return path


def _make(path: Path, stem: str, status: Status, shop: Workshop) -> Proof:
    arende = read(fetch(path), shop.schemas)
    handling = next((one for one in arende.handlingar if one.file_stem == stem), None)
    if handling is None:
        message = f"Ärendefilen har inte längre någon handling {stem}, så den kunde inte byggas om."
        remedy = "Ange med --arende FIL den ärendefil som handlingen gjordes av."
        raise CaseError(remark(path, "handling-saknas", message, remedy))
    return prove(arende, replace(handling, status=status), shop)
