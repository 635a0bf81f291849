"""Where an office lives: its folder, its surroundings, and the Python that speaks with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.engines.fonts import FONTS_OF
from generator.engines.officebuild import find_office, named_build
from generator.engines.process import inquire

_LOCKED = (
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
)
_SEEN = (("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.0"),)
"""A later version than any has been here: an office whose version is new to a profile first tries out how it draws."""
_HYPHENS = (
    ("/org.openoffice.Office.Linguistic/Hyphenation", "MinLeading", "3"),
    ("/org.openoffice.Office.Linguistic/Hyphenation", "MinTrailing", "3"),
)
"""At least three letters on either side of a hyphen, in every document: "un-der" and "uppdela-de" read badly."""


def furnish(folder: Path) -> None:
    """Make an empty folder an office's profile folder.

    Macros, links and the network are shut off in it. It says of which build
    it is: else the office takes it for another's, clears it and starts again,
    which costs a tenth of a second. An office that finds extensions starts
    again all the same. And it says that no version is new here: else every
    first start draws test pictures for half a second, and writes into a log
    whether they became right, which nothing reads
    (`runGraphicsRenderTests` in LibreOffice's `desktop/source/app/app.cxx`).
    """
    (folder / "user" / "extensions").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    if known := named_build(find_office()):
        (folder / "user" / "extensions" / "buildid").write_text(known, "utf-8")


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in (*_LOCKED, *_SEEN, *_HYPHENS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )


def environment(home: Path) -> dict[str, str]:
    """Nothing of the user's: no proxies, no home, no display."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", *FONTS_OF) if name in os.environ}
    # what it leaves behind goes with the profile; a home there tells its processes from everybody else's
    own = dict.fromkeys(("HOME", "TEMP", "TMP", "TMPDIR"), str(home))
    return {**kept, **own, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp", "TZ": "UTC"}


def speaking_python() -> str | None:
    """A Python that can speak with the office: the first that says so, for each is asked."""
    return next((str(one) for one in _pythons() if _speaks_uno(one)), None)


def _pythons() -> Iterator[Path]:
    """Where a Python that can speak with the office may be: the office's own, the system's, this one."""
    office = find_office()
    beside = [office.resolve().parent / name for name in ("python", "python.exe")] if office else []
    return (one for one in (*beside, Path("/usr/bin/python3"), Path(sys.executable)) if one.is_file())


def likely_python() -> str | None:
    """The one that nearly always can; to ask it takes as long as a tenth of the office's start."""
    return next(map(str, _pythons()), None)


def _speaks_uno(python: Path) -> bool:
    try:
        finished = inquire([python, "-c", "import uno"], timeout=30, environment=dict(os.environ), folder=Path("/"))
    except OSError:
        return False
    return finished.returncode == 0
