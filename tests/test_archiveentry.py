"""One file out of an archive, as Python's own reader would give it."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import pytest

from generator.engines import archiveentry
from generator.engines.archiveentry import read_entry

NAME, CONTENT = "META/pom.properties", b"version=1.2\n" * 50


def archive(path: Path, method: int = ZIP_DEFLATED, comment: bytes = b"") -> Path:
    """An archive in which names are parts of other names, and contents speak of names."""
    with ZipFile(path, "w", method) as made:
        made.comment = comment
        made.writestr(NAME, CONTENT)
        made.writestr(f"mer/{NAME}", b"en annan")
        made.writestr("lista.txt", f"PK {NAME} ".encode() * 3)
    return path


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_STORED])
def test_a_file_is_found_without_the_list_of_all(method: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed or not, the one by the very name is given, and Python's reader is not asked."""
    found = archive(tmp_path / "a.jar", method)
    monkeypatch.setattr(archiveentry, "ZipFile", None)
    assert read_entry(found, f"mer/{NAME}") == b"en annan"
    if method == ZIP_STORED:
        assert read_entry(found, "lista.txt").startswith(b"PK META")


def test_what_is_unusual_is_read_by_pythons_reader(tmp_path: Path) -> None:
    """A name that ends another's, an archive with a comment: the same content."""
    assert read_entry(archive(tmp_path / "a.jar"), NAME) == CONTENT
    assert read_entry(archive(tmp_path / "b.jar", comment=b"PK"), f"mer/{NAME}") == b"en annan"


def test_an_archive_that_is_broken_or_lacks_the_file_is_refused_as_ever(tmp_path: Path) -> None:
    """Cut off, empty, changed inside or without the file: the errors of Python's reader."""
    whole = archive(tmp_path / "a.jar").read_bytes()
    for broken in (whole[:-10], whole[: len(whole) // 2], b"", b"PK"):
        (tmp_path / "b.jar").write_bytes(broken)
        with pytest.raises(BadZipFile):
            read_entry(tmp_path / "b.jar", f"mer/{NAME}")
    (tmp_path / "b.jar").write_bytes(
        archive(tmp_path / "a.jar", ZIP_STORED).read_bytes().replace(b"en annan", b"en ANNAN")
    )
    with pytest.raises(BadZipFile):
        read_entry(tmp_path / "b.jar", f"mer/{NAME}")
    with pytest.raises(KeyError):
        read_entry(tmp_path / "a.jar", "finns.inte")
