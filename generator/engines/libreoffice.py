"""LibreOffice Writer: .docx to tagged PDF/A-2b.

One office is started when the first document comes and stays for the others.
It has a profile folder of its own, in which macros, links and the network
are shut off; two offices that shared a profile would stop each other. What it
says about its success is not believed: the file is.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

from generator.engines import clerk_path, leftovers
from generator.engines.engine import Awaited, Health
from generator.engines.fonts import FONTS_OF
from generator.engines.officebuild import build, find_office
from generator.engines.process import Conversation, Silence, inquire
from generator.errors import EngineError, reason
from generator.findings import Finding

INSTALL = (
    "Installera LibreOffice Writer: sudo apt-get install --no-install-recommends libreoffice-writer-nogui python3-uno. "
    "Bara Word-dokument går att skapa utan det, med --utan-pdf."
)
_START = 90
"""Seconds that the office may take to start."""
_EXPORT = {
    "SelectPdfVersion": 2,  # PDF/A-2b; finish sees to the rest
    "PDFUACompliance": True,
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "ExportBookmarksToPDFDestination": True,
    "ExportNotes": False,  # comments are not part of a decision
    "ExportFormFields": False,
    "ReduceImageResolution": False,  # pictures are scaled once, when the template is prepared
    "DisplayPDFDocumentTitle": True,
}
_LOCKED = (
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
)
_HYPHENS = (
    ("/org.openoffice.Office.Linguistic/Hyphenation", "MinLeading", "3"),
    ("/org.openoffice.Office.Linguistic/Hyphenation", "MinTrailing", "3"),
)
"""At least three letters on either side of a hyphen, in every document: "un-der" and "uppdela-de" read badly."""


class LibreOffice:
    """The LibreOffice on this machine.

    Args:
        command: what starts the office and answers for it; found when None.
        timeout: seconds that one document may take.
        documents: after how many documents an office is closed, and the next one gets a new one.
        memory: MiB that an office may hold when a document is done; one that holds more is closed, too.
    """

    name = "libreoffice"

    def __init__(
        self,
        command: tuple[str, ...] | None = None,
        *,
        timeout: float = 120,
        documents: int = 400,
        memory: int = 1500,
    ) -> None:
        self._given = command
        self._timeout = timeout
        self._documents = documents
        self._memory = memory
        self._served = 0
        self._office: Conversation | None = None
        self._begun: Path | None = None
        """The PDF that is being made and has not been waited for."""

    def health(self) -> Health:
        """Whether it is installed and which version it is."""
        return self._health

    @cached_property
    def _health(self) -> Health:
        program = find_office()
        if program is None:
            return Health(version=None, remedy=INSTALL)
        if _find_python() is None:
            return Health(version=None, remedy="LibreOffice saknar Python-stöd: sudo apt-get install python3-uno")
        try:
            profile = f"-env:UserInstallation={self._profile.as_uri()}"
            finished = inquire(
                [program, profile, "--version"], timeout=60, environment=self._environment(), folder=self._profile
            )
        except OSError as error:
            return Health(version=None, remedy=f"LibreOffice går inte att starta ({reason(error)}). {INSTALL}")
        words = finished.output.split()
        if finished.returncode or len(words) < 2:
            return Health(version=None, remedy="LibreOffice svarar inte. Installera om det.")
        return Health(version=" ".join(words[:2]), build=build(program, " ".join(words[2:])))

    def convert(self, docx: Path, pdf: Path) -> None:
        """Make one PDF; see `Engine.convert`."""
        self.begin(docx)(pdf)

    def begin(self, docx: Path) -> Awaited:
        """See `Engine.begin`."""
        self._forget()
        folder = Path(tempfile.mkdtemp(dir=self._profile))  # gone with the profile, whatever happens
        source, made = folder / "dokument.docx", folder / "dokument.pdf"
        shutil.copyfile(docx, source)
        try:
            self._say({"source": str(source), "target": str(made), "options": _EXPORT})
        except EngineError as error:
            shutil.rmtree(folder, ignore_errors=True)
            return partial(_refuse, error)
        self._begun = made
        return partial(self._hand_over, made)

    def _hand_over(self, made: Path, pdf: Path) -> None:
        """Wait for the PDF that was begun, and put it in its place."""
        said = self._hear()
        try:
            _check(made, said)
        except EngineError:
            self._end(patience=0)  # what state it is in, nobody knows
            raise
        shutil.move(made, pdf)
        shutil.rmtree(made.parent, ignore_errors=True)
        self._served += 1
        if self._is_worn():
            self._end(patience=5)

    def _forget(self) -> None:
        """Let pass what was begun and never asked for: its answer must not be taken for the next one's."""
        if self._begun is not None:
            folder = self._begun.parent
            with suppress(EngineError):
                self._hear()
            shutil.rmtree(folder, ignore_errors=True)

    def _is_worn(self) -> bool:
        """True when the office has served long enough, or has grown too large."""
        held = self._office.memory() if self._office else 0
        return self._served >= self._documents or held > self._memory * 2**20

    def close(self) -> None:
        """End the office and remove its profile folder."""
        self._end(patience=5)

    def _end(self, patience: float) -> None:
        self._begun = None
        if self._office is not None:
            self._office.close(patience)
            self._office = None
            self._served = 0
        if "_profile" in self.__dict__:
            leftovers.remove(self._profile)
            del self.__dict__["_profile"]

    def _say(self, request: dict[str, object]) -> None:
        """Give the office a request; one that is gone, or does not start, is ended."""
        try:
            self._running(_START).say(json.dumps(request))
        except Silence as silence:
            self._end(patience=0)  # it had its time
            raise EngineError(_silent(silence, _START)) from None

    def _hear(self) -> str:
        """The office's answer to the last request; an office that does not answer is ended."""
        self._begun = None
        try:
            if self._office is None:  # closed meanwhile
                raise Silence(timed_out=False, said="")
            return self._office.hear(self._timeout)
        except Silence as silence:
            self._end(patience=0)  # it had its time
            raise EngineError(_silent(silence, self._timeout)) from None

    def _running(self, limit: float) -> Conversation:
        if self._office is None:
            command = self._given or self._command()
            try:
                self._office = Conversation(
                    [*command, str(self._profile)], environment=self._environment(), folder=self._profile
                )
            except OSError as error:
                raise EngineError(
                    _finding("motor-saknas", f"LibreOffice går inte att starta: {reason(error)}.", INSTALL)
                ) from None
            self._office.hear(limit)
        return self._office

    def _command(self) -> tuple[str, ...]:
        program, python = find_office(), _find_python()
        if program is None or python is None:
            remedy = self.health().remedy
            raise EngineError(_finding("motor-saknas", "LibreOffice går inte att använda på den här datorn.", remedy))
        return python, str(clerk_path()), str(program)

    def _environment(self) -> dict[str, str]:
        """Nothing of the user's: no proxies, no home, no display."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", *FONTS_OF) if name in os.environ}
        # what it leaves behind goes with the profile; a home there tells its processes from everybody else's
        own = dict.fromkeys(("HOME", "TEMP", "TMP", "TMPDIR"), str(self._profile))
        return {**kept, **own, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp", "TZ": "UTC"}

    @cached_property
    def _profile(self) -> Path:
        folder = leftovers.make("office")
        (folder / "user").mkdir()
        (folder / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
        return folder


def _refuse(error: EngineError, _: Path) -> None:
    raise error


def _check(made: Path, said: str) -> None:
    """Believe the file, not the answer."""
    content = made.read_bytes() if made.is_file() else b""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        return
    what = "en ofullständig PDF" if content else "ingen PDF"
    message = f"LibreOffice lämnade {what}. Svaret var: {said[:200]}"
    raise EngineError(_finding("motor-utan-resultat", message, "Försök igen. Kör «generator doktor»."))


def _silent(silence: Silence, timeout: float) -> Finding:
    if silence.timed_out:
        return _finding(
            "motor-tidsgrans",
            f"LibreOffice blev inte klart på {timeout:g} sekunder och avbröts.",
            "Försök igen. Händer det om igen är dokumentet troligen för stort eller mallen trasig.",
        )
    said = f" Det sista det sade: {silence.said.splitlines()[-1][:200]}" if silence.said else ""
    return _finding("motor-avbrott", f"LibreOffice slutade svara.{said}", "Försök igen. Kör «generator doktor».")


def _find_python() -> str | None:
    """A Python that can speak with the office: the office's own, this one, or the system's."""
    office = find_office()
    beside = [office.resolve().parent / name for name in ("python", "python.exe")] if office else []
    for candidate in (*beside, Path("/usr/bin/python3"), Path(sys.executable)):
        if candidate.is_file() and _speaks_uno(candidate):
            return str(candidate)
    return None


def _speaks_uno(python: Path) -> bool:
    try:
        finished = inquire([python, "-c", "import uno"], timeout=30, environment=dict(os.environ), folder=Path("/"))
    except OSError:
        return False
    return finished.returncode == 0


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in (*_LOCKED, *_HYPHENS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )


def _finding(code: str, message: str, remedy: str) -> Finding:
    return Finding(code=code, message=message, remedy=remedy)
