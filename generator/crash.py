"""A crash log, ready to send to whoever looks after the generator."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from generator import __version__


def write_log(error: BaseException) -> Path:
    """Write what happened to a file of its own and say where.

    The log has the trace, the command line and versions; no values from the case.
    """
    now = datetime.now().astimezone()
    text = "\n".join(
        [
            f"generator {__version__}, Python {platform.python_version()}, {platform.platform()}",
            now.isoformat(timespec="seconds"),
            " ".join(sys.orig_argv),
            "",
            *traceback.format_exception(error),
        ]
    )
    name = f"generator-krasch-{now:%Y%m%d-%H%M%S}-{os.getpid()}-{now:%f}.log"  # two workers may crash at once
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            (folder / name).write_text(text, "utf-8")
        except OSError:
            continue
        return folder / name
    return Path("(kunde inte sparas)")
