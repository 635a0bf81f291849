"""A publication that is killed, anywhere: the old document or the new one, never some of each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def kill_everywhere(folder: Path, *words: str) -> dict[str, dict[str, int]]:
    """What the program that kills publications has found."""
    assert sys.platform == "linux", "provet behöver ptrace, som bara Linux har: ingenting är visat på det här systemet"
    command = [sys.executable, "-m", "tests.kill_publish", str(folder), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    return found


def check(found: dict[str, dict[str, int]]) -> None:
    """Each way to publish was killed on both sides of the point from which there is no return."""
    assert set(found) == {"första", "ersatt", "fil-bort", "status", "lagning"}
    assert all(one["anrop"] > 50 for one in found.values())
    begun = {name: one for name, one in found.items() if name != "lagning"}
    assert all(one["gammalt"] and one["nytt"] for one in begun.values())


def test_a_killed_publication_leaves_the_old_or_the_new_document(tmp_path: Path) -> None:
    """Killed after any system call that changes the folder: each file is whole, and mended it is one of the two."""
    check(kill_everywhere(tmp_path))


@pytest.mark.thorough
def test_a_publication_killed_after_every_system_call(tmp_path: Path) -> None:
    """The same after each and every system call, also those that leave the folder as it was."""
    found = kill_everywhere(tmp_path, "alla")
    check(found)
    assert all(one["gammalt"] + one["nytt"] == one["anrop"] for one in found.values())
