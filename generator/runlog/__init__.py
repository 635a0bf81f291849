"""What a run did, line by line: written while it goes on, read for its report."""

from generator.runlog.album import Album
from generator.runlog.folder import (
    History,
    alongside,
    history,
    is_latest,
    log_file,
    logs,
    newest,
    rotate,
    without_report,
)
from generator.runlog.reading import read_run
from generator.runlog.values import Ending, Entry, Kind, Picture, Run, WholeRun
from generator.runlog.writing import RunLog

__all__ = [
    "Album",
    "Ending",
    "Entry",
    "History",
    "Kind",
    "Picture",
    "Run",
    "RunLog",
    "WholeRun",
    "alongside",
    "history",
    "is_latest",
    "log_file",
    "logs",
    "newest",
    "read_run",
    "rotate",
    "without_report",
]
