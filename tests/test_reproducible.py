"""The same case, rules, templates, fonts and programs give the same bytes, wherever and whenever."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

CASE = ROOT / "cases" / "24rs2087.json"


def begun(place: Path, zone: str, seed: str) -> subprocess.Popen[bytes]:
    """A process of its own that makes every file of a case, in a folder, time zone and hash order of its own."""
    place.mkdir(parents=True)
    case = Path(shutil.copy(CASE, place))
    command = [sys.executable, "-m", "generator", "rendera", case.name, "--ut", "ut", "--rot", str(ROOT)]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    own = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
    return subprocess.Popen([*command, "--html", "--utan-verapdf", "--tyst"], cwd=place, env=own)


def files(place: Path) -> dict[str, bytes]:
    """What was published there, by name."""
    return {path.name: path.read_bytes() for path in sorted((place / "ut").rglob("*")) if path.is_file()}


@pytest.mark.office
def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    """Two processes at once, in two folders, time zones and seconds: equal to the byte, the manifest as well."""
    one = begun(tmp_path / "här", "Europe/Stockholm", "1")
    time.sleep(1.2)  # LibreOffice stamps its files by the second
    other = begun(tmp_path / "en annan plats" / "där", "Pacific/Auckland", "2")
    assert (one.wait(120), other.wait(120)) == (0, 0)
    first, second = files(tmp_path / "här"), files(tmp_path / "en annan plats" / "där")
    assert {Path(name).suffix for name in first} == {".docx", ".pdf", ".html", ".json"}
    assert {name: content == second.get(name) for name, content in first.items()} == dict.fromkeys(first, True)
    assert first.keys() == second.keys()
