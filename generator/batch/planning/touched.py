"""Which published handlingar a template, a rule file, a profile, a schema or a block has a part in.

Asked before somebody changes it. What is final is told as well; it will not
be made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from generator.case.profiles import STANDARD
from generator.errors import FolderError
from generator.model import Status
from generator.provenance import FILES, part
from generator.steps.publish import MANIFEST, read_manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A published handling that a file has a part in."""

    diarienummer: str
    handling: str
    """Its file stem."""
    folder: Path
    status: Status
    case: str | None
    """The name of its case file, as far as the manifest tells."""

    @property
    def frozen(self) -> bool:
        """True when it stays as it is all the same."""
        return self.status.frozen


def touched(out: Path, file: PurePath) -> list[Touched]:
    """The published handlingar that a file has a part in, by diarienummer and file stem.

    A file that a profile is to have instead of the standard's own has a part
    in those of the profile that are made with the standard's. A folder whose
    manifest cannot be read is passed over: it is told when it is rendered.

    Args:
        out: the folder of published documents.
        file: as manifests have it ("standard/avslut.docx", "belopp.toml"), or any longer path to it.
    """
    folders = sorted(path.parent for path in out.glob(f"*/{MANIFEST}"))
    found = (one for folder in folders for one in _in_folder(folder, file))
    return sorted(found, key=lambda one: (one.diarienummer, one.handling))


def _in_folder(folder: Path, file: PurePath) -> Iterator[Touched]:
    try:
        manifest = read_manifest(folder)
    except FolderError:
        return
    for stem, entry in manifest.get("handlingar", {}).items():
        if _has_part(file, entry["underlag"]):
            yield Touched(
                diarienummer=manifest["diarienummer"],
                handling=stem,
                folder=folder,
                status=Status(entry["status"]),
                case=part(entry["underlag"], "arende").get("fil"),
            )


def _has_part(file: PurePath, sources: Mapping[str, Any]) -> bool:
    named = {name for kind in FILES for name in part(sources, kind)}
    return any(_is(file, name) for name in named) or any(_is(file, name) for name in _instead(sources))


def _is(file: PurePath, name: str) -> bool:
    """True when a path ends with a name of a manifest, whole step by whole step."""
    steps = PurePath(name).parts
    return file.parts[-len(steps) :] == steps


def _instead(sources: Mapping[str, Any]) -> Iterator[str]:
    """The files that its profile could have instead of the standard's own."""
    profiles = [PurePath(name).parts[0] for name in part(sources, "profiler")]
    for name in part(sources, "mallar"):
        home, *rest = PurePath(name).parts
        if home == STANDARD:
            yield from (PurePath(profile, *rest).as_posix() for profile in profiles)
