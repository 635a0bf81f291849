"""Programs outside the generator: one module each, started in one place."""

from pathlib import Path


def clerk_path() -> Path:
    """The script that LibreOffice's own Python runs; it is started, never imported."""
    return Path(__file__).parent / "clerk.py"


def verapdf_script_path() -> Path:
    """The script that the Java runtime runs; it is started, never imported."""
    return Path(__file__).parent / "verapdf.js"
