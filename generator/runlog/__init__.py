"""What a run did, line by line: written while it goes on, read for its report."""

from generator.runlog.album import Album
from generator.runlog.folder import History, alongside, history, log_file, logs, newest, rotate
from generator.runlog.reading import read_run
from generator.runlog.values import Ending, Entry, Picture, Run, WholeRun
from generator.runlog.writing import RunLog

__all__ = [
    "Album",
    "Ending",
    "Entry",
    "History",
    "Picture",
    "Run",
    "RunLog",
    "WholeRun",
    "alongside",
    "history",
    "log_file",
    "logs",
    "newest",
    "read_run",
    "rotate",
]
