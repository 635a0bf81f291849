"""LibreOffice Writer: .docx to tagged PDF/A-2b.

One office is started when the first document comes, or is known to come, and
stays for the others.
It has a profile folder of its own, in which macros, links and the network
are shut off; two offices that shared a profile would stop each other. What it
says about its success is not believed: the file is.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

from generator.engines import clerk_path, leftovers
from generator.engines.engine import Awaited, Health
from generator.engines.officebuild import build, find_office
from generator.engines.officehome import environment, furnish, likely_python, speaking_python
from generator.engines.officequestion import VersionQuestion
from generator.engines.process import Conversation, Silence
from generator.errors import EngineError, reason
from generator.findings import Finding

INSTALL = (
    "Installera LibreOffice Writer: sudo apt-get install --no-install-recommends libreoffice-writer-nogui python3-uno. "
    "Bara Word-dokument går att skapa utan det, med --utan-pdf."
)
_NO_PYTHON = "LibreOffice saknar Python-stöd: sudo apt-get install python3-uno"
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
        self._ready = False
        self._taken: str | None = None
        """The Python that was started to speak with it."""
        self._request = ""
        self._question: VersionQuestion | None = None
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
        if self._office is None and self._python is None:  # one that is starting tells it itself
            return Health(version=None, remedy=_NO_PYTHON)
        try:
            question, self._question = self._question, None
            finished = (question or VersionQuestion(program)).answer()
        except OSError as error:
            return Health(version=None, remedy=f"LibreOffice går inte att starta ({reason(error)}). {INSTALL}")
        words = finished.output.split()
        if finished.returncode or len(words) < 2:
            return Health(version=None, remedy="LibreOffice svarar inte. Installera om det.")
        return Health(version=" ".join(words[:2]), build=build(program, " ".join(words[2:])))

    def prepare(self) -> None:
        """Begin to start, and ask for the version, which the documents are to say; see `Engine.prepare`."""
        try:
            self._started()
        except (EngineError, OSError):
            self._end(patience=0)  # it is told when there is something to convert
            return
        program = find_office()
        if program and self._question is None and "_health" not in self.__dict__:
            with suppress(OSError):
                self._question = VersionQuestion(program)

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
        self._end(patience=0)  # nothing of it is kept, so nobody waits until it has put its things in order
        question, self._question = self._question, None
        if question is not None:
            question.close()

    def _end(self, patience: float) -> None:
        """End what there is, whoever else does the same in this moment: another thread may close what this one ends."""
        self._begun = None
        office, self._office = self._office, None
        if office is not None:
            office.close(patience)
            self._served = 0
        profile = self.__dict__.pop("_profile", None)
        if profile is not None:
            leftovers.remove(profile)

    def _say(self, request: dict[str, object]) -> None:
        """Give the office a request, whether it is ready or not; that it is gone will be heard."""
        self._request = json.dumps(request)
        with suppress(Silence):
            self._started().say(self._request)

    def _hear(self) -> str:
        """The office's answer to the last request; an office that does not start, or does not answer, is ended."""
        self._begun = None
        limit: float = _START
        try:
            office = self._awake(limit)
            limit = self._timeout
            return office.hear(limit)
        except Silence as silence:
            self._end(patience=0)  # it had its time
            raise EngineError(_silent(silence, limit)) from None

    def _awake(self, limit: float) -> Conversation:
        """The office, as soon as it is ready."""
        if self._office is None:  # closed meanwhile
            raise Silence(timed_out=False, said="")
        if not self._ready:
            try:
                self._office.hear(limit)
            except Silence as silence:
                if silence.timed_out or not self._is_mistaken():
                    raise
                self._begin_anew().hear(limit)
            self._ready = True
        return self._office

    def _is_mistaken(self) -> bool:
        """True when the Python that was taken at first does not speak with the office, or another does."""
        return self._given is None and self._taken != self._python

    def _begin_anew(self) -> Conversation:
        """The same with the right Python, in the same folder: the document lies there."""
        if self._office is not None:
            self._office.close(patience=0)
            self._office = None
        office = self._started()
        office.say(self._request)
        return office

    def _started(self) -> Conversation:
        if self._office is None:
            self._ready = False
            command = self._given or self._command()
            try:
                self._office = Conversation(
                    [*command, str(self._profile)], environment=environment(self._profile), folder=self._profile
                )
            except OSError as error:
                raise EngineError(
                    _finding("motor-saknas", f"LibreOffice går inte att starta: {reason(error)}.", INSTALL)
                ) from None
        return self._office

    def _command(self) -> tuple[str, ...]:
        program = find_office()
        python = self._python if "_python" in self.__dict__ else likely_python()
        self._taken = python
        if program is None or python is None:
            remedy = INSTALL if program is None else _NO_PYTHON
            raise EngineError(_finding("motor-saknas", "LibreOffice går inte att använda på den här datorn.", remedy))
        return python, str(clerk_path()), str(program)

    @cached_property
    def _python(self) -> str | None:
        return speaking_python()

    @cached_property
    def _profile(self) -> Path:
        folder = leftovers.make("office")
        furnish(folder)
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


def _finding(code: str, message: str, remedy: str) -> Finding:
    return Finding(code=code, message=message, remedy=remedy)
