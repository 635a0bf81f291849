"""git: a folder as it was at a revision, written into a folder of its own.

Nothing in the checkout is touched: neither its files, nor its index, nor its
branch. The revision is read into an index that lies in a temporary folder,
and the one folder is written out from there, with the attributes that the
revision gives its files.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from generator.engines.process import Finished, run
from generator.errors import ChoiceError, EngineError, FolderError, reason
from generator.findings import Finding, Place

_TIMEOUT = 120
"""Seconds that one command may take; a large folder with long history takes less than one."""
_HASH = re.compile(r"[0-9a-f]{40,64}")
_LOCAL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
"""What a hook or another git has set for its own repository."""
_QUIETLY = ("fsmonitor=false", "sparseCheckout=false", "splitIndex=false", "quotePath=false")
"""Settings under `core` that would start helpers, leave files out, or write beside the temporary index."""
_ELSE = "Jämför med en mapp i stället: --mot MAPP, till exempel en kopia av mallarna från före ändringen."
_INSTALL = f"Installera git: sudo apt-get install git. {_ELSE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A revision, as people know it."""

    asked: str
    """What it was asked for by: `HEAD~1`, `v1.2`."""
    short: str
    """The short form of its hash."""
    day: str
    """When it was committed, as an ISO date."""
    subject: str
    """The first line of its message."""


def export(folder: Path, revision: str, target: Path) -> tuple[Revision, Path]:
    """Write a folder's files, as they were at a revision, into another folder.

    Args:
        folder: a folder in a git checkout; it may be the whole of it.
        revision: what git calls a revision: a hash, a branch, a tag, `HEAD~2`.
        target: an empty folder.

    Returns:
        The revision, and where in `target` the folder lies now.

    Raises:
        ChoiceError: the folder is in no checkout, the revision does not exist, or the folder did not exist then.
        EngineError: git is missing or cannot be used.
        FolderError: git does not trust the folder, or could not write the files.
    """
    commit = _commit(folder, revision)
    if _hash(_git(folder, "rev-parse", "--verify", "--quiet", f"{commit}:./")) is None:
        message = f"Mappen fanns inte i git vid revisionen «{revision}»."
        _refuse("revision-utan-mapp", message, f"Välj en senare revision. {_ELSE}", folder)
    store = _last_line(_git(folder, "rev-parse", "--absolute-git-dir"))
    there = target / _last_line(_git(folder, "rev-parse", "--show-prefix"))
    with tempfile.TemporaryDirectory(prefix="generator-git-") as work:
        there.mkdir(parents=True, exist_ok=True)
        index = {"GIT_DIR": store, "GIT_WORK_TREE": str(target), "GIT_INDEX_FILE": str(Path(work) / "index")}
        for command in (("read-tree", commit), ("checkout-index", "--all")):  # all below the folder that it runs in
            finished = _git(there, *command, **index)
            if finished.returncode != 0:
                raise FolderError(_unwritten(finished, folder, revision))
    return _described(folder, revision, commit), there


def _commit(folder: Path, revision: str) -> str:
    """The hash of a revision's commit."""
    inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    if "dubious ownership" in inside.output:
        message = "git litar inte på mappen: den ägs av en annan användare."
        remedy = f"Be driften köra: git config --global --add safe.directory {folder}. {_ELSE}"
        raise FolderError(_finding("git-litar-inte", message, remedy, folder))
    if _last_line(inside) != "true":
        message = "Mappen ligger inte i något git-arkiv, så det finns inget «förut» att hämta."
        _refuse("inte-i-git", message, _ELSE, folder)
    asked = "" if revision.startswith("-") else revision  # never an option
    commit = _hash(_git(folder, "rev-parse", "--verify", "--quiet", f"{asked}^{{commit}}")) if asked else None
    if commit is None:
        message = f"«{revision}» är varken en mapp eller en revision i git."
        remedy = "Visa de revisioner som finns med: git log --oneline. Eller ange en mapp med mallarna från förut."
        _refuse("revision-saknas", message, remedy, folder)
    return commit


def _described(folder: Path, revision: str, commit: str) -> Revision:
    finished = _git(folder, "-c", "log.showSignature=false", "log", "-1", "--format=%h%x09%cs%x09%s", commit)
    short, day, subject = [*_last_line(finished).split("\t", 2), "", ""][:3]
    return Revision(asked=revision, short=short or commit[:7], day=day, subject=subject)


def _git(folder: Path, *arguments: str, **environment: str) -> Finished:
    """Run git in a folder; its words are English, it asks nothing and locks nothing."""
    kept = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    own = {"LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    settings = [part for one in _QUIETLY for part in ("-c", f"core.{one}")]
    command = ["git", *settings, *arguments]
    try:
        finished = run(command, timeout=_TIMEOUT, environment={**kept, **own, **environment}, folder=folder)
    except FileNotFoundError:
        if not folder.is_dir():
            _refuse("mapp-saknas", f"Mappen {folder} finns inte.", "Rätta --rot.", folder)
        raise EngineError(_finding("git-saknas", "Programmet git finns inte på den här datorn.", _INSTALL)) from None
    except OSError as error:
        message = f"Programmet git går inte att starta: {reason(error)}."
        raise EngineError(_finding("git-saknas", message, _INSTALL)) from None
    if finished.returncode is None:
        message = f"git blev inte klart på {_TIMEOUT} sekunder och avbröts."
        raise EngineError(_finding("git-tidsgrans", message, f"Försök igen. {_ELSE}"))
    return finished


def _hash(finished: Finished) -> str | None:
    """The hash that git answered with; None when it had none."""
    line = _last_line(finished)
    return line if finished.returncode == 0 and _HASH.fullmatch(line) else None


def _last_line(finished: Finished) -> str:
    """The answer; warnings come before it."""
    lines = finished.output.splitlines()
    return lines[-1] if lines else ""


def _unwritten(finished: Finished, folder: Path, revision: str) -> Finding:
    said = _last_line(finished)[:200]
    message = f"git kunde inte hämta mallarna vid revisionen «{revision}». Det sista det sade: {said}"
    remedy = f"Kontrollera att disken inte är full och att git-arkivet är helt (git fsck). {_ELSE}"
    return _finding("git-gick-inte", message, remedy, folder)


def _refuse(code: str, message: str, remedy: str, file: Path) -> NoReturn:
    raise ChoiceError(_finding(code, message, remedy, file))


def _finding(code: str, message: str, remedy: str, file: Path | None = None) -> Finding:
    return Finding(code=code, message=message, remedy=remedy, place=Place(file=file))
