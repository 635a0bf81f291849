"""The Java runtime on this machine: where it is, and how old."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from generator.engines.process import inquire


def find_java() -> Path | None:
    """The program `java`: that of JAVA_HOME, else the first on the path; None when there is none."""
    home = os.environ.get("JAVA_HOME")
    found = (home and shutil.which("java", path=str(Path(home, "bin")))) or shutil.which("java")
    return Path(found) if found else None


def java_version(java: Path) -> int | None:
    """Java's version as one number, 17; None when it is not known.

    The file `release` that lies beside a runtime says it at once; a program
    that stands alone is asked, and may be a stub that only knows how to
    advertise a runtime.
    """
    try:
        said = (java.resolve().parent.parent / "release").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        said = _asked(java)
    found = re.search(r'(?:JAVA_VERSION=|version )"(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None


def _asked(java: Path) -> str:
    folder = Path(tempfile.gettempdir())
    try:
        return inquire([java, "-version"], timeout=30, environment=dict(os.environ), folder=folder).output
    except OSError:
        return ""
