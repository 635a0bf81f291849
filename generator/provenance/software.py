"""The programs behind a document: the generator's own code, Python, and the libraries that make documents."""

from __future__ import annotations

import platform
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from generator import __version__

_WORDS = (
    "docxtpl", "python-docx", "jinja2", "markupsafe", "lxml", "jsonschema", "jsonschema-rs", "referencing", "tomli",
    "holidays", "markdown-it-py", "mdit-py-plugins",
)  # fmt: skip
_FILES = ("pikepdf", "fonttools", "pypdfium2", "pillow")
ELSEWHERE = (
    "__main__.py", "audit", "batch", "cli", "crew", "doctor.py", "explain.py", "fieldlist", "inspection", "locale",
    "morning", "newprofile", "pipeline.py", "preview", "rehearsal", "ruledoc.py", "runlog", "skeleton.py",
    "tryout.py", "web",
)  # fmt: skip
"""What of the package makes no document: what is said, shown and asked around them.

None of it is imported, or read, by what makes documents; a change in it makes nothing anew.
"""
_LEFT_BY_PYTHON = "__pycache__"


@lru_cache
def programs() -> Mapping[str, str]:
    """The versions of the generator, Python and the libraries that make documents."""
    from importlib.metadata import version  # noqa: PLC0415  # takes its time, and who only checks does not ask

    libraries = {name: version(name) for name in (*_WORDS, *_FILES)}
    own = {"generator": f"{__version__}+{_digest(_makers())[:12]}", "python": platform.python_version()}
    return {**own, "zlib": zlib.ZLIB_RUNTIME_VERSION, **libraries}


@lru_cache
def everything() -> str:
    """The SHA-256 of the whole package: what is said of a document, too, may be another in another version."""
    return _digest(_files())


def renew() -> bool:
    """Forget what programs and fonts there were, so that they are looked at anew by a process that goes on for long.

    Returns:
        False when the generator itself, or a library of it, has been replaced: only a new process can use it.
    """
    from generator.engines import fontfiles, fonts, officebuild  # noqa: PLC0415  # for who makes something

    before = everything(), programs()
    known = [
        everything,
        programs,
        *(one for module in (fonts, fontfiles, officebuild) for one in vars(module).values()),
    ]
    for one in known:
        getattr(one, "cache_clear", lambda: None)()
    return (everything(), programs()) == before


def _makers() -> list[Path]:
    """Every file that can change a document: code, and the pages, profiles and scripts that it reads."""
    return [path for path in _files() if path.relative_to(_home()).parts[0] not in ELSEWHERE]


def _files() -> list[Path]:
    whole = (path for path in _home().rglob("*") if _LEFT_BY_PYTHON not in path.parts)
    return sorted(path for path in whole if path.is_file() and path.suffix not in (".pyc", ".pyo"))


def _home() -> Path:
    return Path(__file__).parent.parent


def _digest(files: Iterable[Path]) -> str:
    whole = sha256()
    for path in files:
        whole.update(path.relative_to(_home()).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
