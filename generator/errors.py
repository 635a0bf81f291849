"""Exit codes and the errors that carry findings, sorted by who must act."""

from __future__ import annotations

import errno
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.findings import Finding


_REASONS = {
    errno.ENOENT: "mappen eller filen finns inte",
    errno.EACCES: "behörighet saknas",
    errno.EPERM: "det är inte tillåtet",
    errno.ENOTDIR: "en fil ligger där en mapp skulle vara",
    errno.EISDIR: "en mapp ligger där en fil skulle vara",
    errno.EEXIST: "en fil ligger där en mapp skulle vara",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet är slut",
    errno.EROFS: "disken går bara att läsa",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EBUSY: "filen används av ett annat program",
    errno.EMFILE: "för många filer är öppna",
    errno.ELOOP: "länken leder runt till sig själv",
    errno.EIO: "disken eller nätet svarar inte som det ska",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Swedish, as the end of a sentence."""
    return _REASONS.get(error.errno or 0, f"systemet säger nej (fel {error.errno})")


class ExitCode(IntEnum):
    """What the command says to the shell; `docs/felkoder.md` tells a reader what to do.

    The numbers are part of the interface: night jobs branch on them.
    """

    OK = 0
    """Everything asked for was done."""
    USAGE = 2
    """The command line itself was wrong (Click's own number)."""
    CASE = 3
    """A case file must be mended: the handläggare acts."""
    TEMPLATE = 4
    """A template, profile or schema must be mended: the communications unit acts."""
    ENGINE = 5
    """LibreOffice or another program is missing, hung or broke: operations act."""
    OUTPUT = 6
    """A finished document failed its own check and was not published."""
    FOLDER = 7
    """A folder or file could not be read or written: operations act."""
    UNEXPECTED = 70
    """A fault in the program itself; a crash log was written."""
    INTERRUPTED = 130
    """Stopped by the user (Ctrl-C)."""


class GeneratorError(Exception):
    """A problem that stops a step, as one or more findings.

    Args:
        *findings: what is wrong, in the order in which a reader should see it.

    The findings are positional arguments of the exception, so that it can
    cross a process boundary.
    """

    exit_code = ExitCode.UNEXPECTED

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "; ".join(finding.message for finding in self.findings)


class ChoiceError(GeneratorError):
    """What the command was asked to work with is not there."""

    exit_code = ExitCode.USAGE


class CaseError(GeneratorError):
    """A case file is unreadable, invalid or refused by a rule."""

    exit_code = ExitCode.CASE


class TemplateError(GeneratorError):
    """A template, profile or schema is missing or wrong."""

    exit_code = ExitCode.TEMPLATE


class EngineError(GeneratorError):
    """A program that the generator calls is missing, hung or broke."""

    exit_code = ExitCode.ENGINE


class OutputError(GeneratorError):
    """A finished document failed its check."""

    exit_code = ExitCode.OUTPUT


class FolderError(GeneratorError):
    """A folder or file could not be read or written."""

    exit_code = ExitCode.FOLDER
