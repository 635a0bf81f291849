"""Schemas, rules and templates in one parcel, so that workers elsewhere make documents of just these."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator.settings import Settings

_LEFT_OUT = ("~$", ".")
"""How the names of other programs' files begin."""


@dataclass(frozen=True)
class Kit:
    """A parcel, and what tells it from others.

    Args:
        content: a zip file; the same files give the same bytes.
    """

    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256, as hex."""
        return sha256(self.content).hexdigest()

    def unpack(self, folder: Path) -> Path:
        """Unpack it, and give the root that it makes."""
        with ZipFile(BytesIO(self.content)) as archive:
            archive.extractall(folder)
        return folder


def pack(root: Path) -> Kit:
    """Pack the schemas, rules and templates of a root.

    Args:
        root: the root.

    Raises:
        OSError: a file cannot be read.
    """
    settings, out = Settings(root=root, out=root), BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for folder in (settings.schemas, settings.rules, settings.templates):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.name.startswith(_LEFT_OUT):
                    info = ZipInfo(path.relative_to(root).as_posix(), (1980, 1, 1, 0, 0, 0))
                    info.compress_type = ZIP_DEFLATED
                    archive.writestr(info, path.read_bytes())
    return Kit(out.getvalue())
