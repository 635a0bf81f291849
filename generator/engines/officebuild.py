"""The LibreOffice of this machine: where it is, what tells it from others of its version, what it breaks words by."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_LIBRARIES = (".so", ".dll", ".dylib")
_SETTINGS = (".xcd", ".xcu", ".xcs")
_SETTINGS_HOMES = ("share/registry", "Resources/registry")
"""Where an office keeps the settings of the whole machine, beside its programs; it may be a link into `/etc`."""
_LOADER = Path("/etc/ld.so.cache")
"""Which file the system takes when a program asks for a library, on Linux."""
_SYSTEM = re.compile(
    rb"/[^\0]*/lib(?:harfbuzz|icu|freetype|fontconfig|graphite|cairo|pixman|lcms|png|jpeg|tiff|webp|hyphen)[^\0/]*\.so[^\0/]*"
)
"""The libraries by which lines are broken, letters placed and pictures read, where an office takes the system's own."""
_VERSION = "version.ini" if os.name == "nt" else "versionrc"
_BUILD = re.compile(r"(?m)^buildid=(.+?)\s*$")
_PATTERNS = ("/usr/share/hyphen", "/usr/share/myspell/dicts", "/usr/share/hunspell")
"""Where systems keep patterns of hyphenation for all programs."""


def find_office() -> Path | None:
    """The office's program; None when this machine has none."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    return next((Path(place) for place in _PLACES if Path(place).is_file()), None)


def build(program: Path, said: str) -> str:
    """What tells this build from others: what it says itself, its libraries, those of the system, and its settings.

    A distribution mends a LibreOffice, and the libraries that it uses, without
    giving it another version. Each library counts with its size and with the
    time that its maker gave it: reading them all would take longer than a
    document does.

    Args:
        program: the office's program, or a link to it.
        said: what it says after its version.
    """
    whole = sha256()
    home = program.resolve().parent
    for path in (*sorted(_libraries(home)), *_system_libraries()):
        state = path.stat()
        whole.update(f"{path.name}\0{state.st_size}\0{int(state.st_mtime)}\0".encode())
    for path in _settings(home.parent):
        whole.update(f"{path.name}\0{sha256(path.read_bytes()).hexdigest()}\0".encode())
    return f"{said} {whole.hexdigest()[:12]}".strip()


def named_build(program: Path | None) -> str | None:
    """What an office calls its build, as it stands in the file that it reads it from; None when there is none.

    Args:
        program: the office's program, or a link to it; None when there is none.
    """
    if program is None:
        return None
    with suppress(OSError, UnicodeDecodeError):
        found = _BUILD.search((program.resolve().parent / _VERSION).read_text("utf-8"))
        return found[1] if found else None
    return None


def _libraries(folder: Path) -> Iterator[Path]:
    for home in (folder, folder.parent / "Frameworks"):
        if home.is_dir():
            yield from (path for path in home.iterdir() if path.suffix in _LIBRARIES and path.is_file())


def _system_libraries() -> list[Path]:
    """The libraries of the system that set type, as files with their whole version; none where nothing tells."""
    try:
        listed = _LOADER.read_bytes()
    except OSError:
        return []
    found = {Path(os.fsdecode(name)).resolve() for name in _SYSTEM.findall(listed)}
    return sorted(path for path in found if path.is_file())


def _settings(home: Path) -> list[Path]:
    """The files with the settings of the whole machine."""
    homes = (home / place for place in _SETTINGS_HOMES)
    return sorted(path for folder in homes for path in folder.rglob("*") if path.suffix in _SETTINGS)


def hyphenation(languages: Iterable[str]) -> Mapping[str, str]:
    """The patterns by which words of some languages are broken, as file names with their SHA-256.

    Args:
        languages: "sv-SE"; every country's patterns of a language count.
    """
    roots = frozenset(_root(language) for language in languages)
    return {name: digest for name, digest in _dictionaries().items() if _root(name.removeprefix("hyph_")) in roots}


@lru_cache(maxsize=1)
def _dictionaries() -> Mapping[str, str]:
    """Every file of such patterns, by its name, with its SHA-256."""
    homes, program = [Path(place) for place in _PATTERNS], find_office()
    if program is not None:
        homes.append(program.resolve().parent.parent / "share" / "extensions")
    found = sorted(path for home in homes if home.is_dir() for path in home.rglob("hyph_*.dic"))
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in found}


def _root(language: str) -> str:
    """The language alone: "sv" of "sv-SE" and "sv_SE.dic"."""
    return language.replace("_", "-").replace(".", "-").partition("-")[0].casefold()
