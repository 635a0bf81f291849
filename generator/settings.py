"""Where things are: the folder of schemas, rules and templates, and where documents go."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "GENERATOR_ROT"
_SHIPPED = Path(__file__).parent / "verksamhet"
_CHECKOUT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The folders of one run."""

    root: Path
    """The folder that holds `schemas`, `rules` and `templates`."""
    out: Path
    """Where documents are published."""

    @property
    def schemas(self) -> Path:
        """The schemas' folder."""
        return self.root / "schemas"

    @property
    def rules(self) -> Path:
        """The rules' folder."""
        return self.root / "rules"

    @property
    def templates(self) -> Path:
        """The profiles' and templates' folder."""
        return self.root / "templates"


def find_root(given: Path | None = None, start: Path | None = None) -> Path:
    """The folder that holds `schemas` and `templates`.

    The one that is given, else the one in the environment variable
    GENERATOR_ROT, else the nearest around the working folder, else the set
    that came with the program.
    """
    if given is not None:
        return given
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    here = start or Path.cwd()
    around = (folder for folder in (here, *here.parents) if _is_root(folder))
    shipped = _SHIPPED if _is_root(_SHIPPED) else _CHECKOUT
    return next(around, shipped)


def _is_root(folder: Path) -> bool:
    return (folder / "schemas" / "arende.schema.json").is_file() and (folder / "templates").is_dir()
