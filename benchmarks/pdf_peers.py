"""The others who make PDF files: soffice from the command line, and unoserver; see `pdf_contestants`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from benchmarks.pdf_contestants import ROOT, Watch
from generator.engines.libreoffice import _EXPORT
from generator.engines.officebuild import find_office

PEERS = ROOT / ".bench" / "uno" / "bin"
"""Where unoserver is installed: a venv of the Python that has `uno`."""
_STARTING = 60
"""Seconds that a server may take to listen."""
_GOING = 10
"""Seconds that a program which was killed may take to be gone."""


class Called:
    """Soffice from the command line, with a profile that is ready and our options.

    Args:
        scratch: where its profile lies.
        at_once: whether one call makes all documents.
    """

    def __init__(self, scratch: Path, *, at_once: bool) -> None:
        self.name, self.peak = "soffice_ett_anrop" if at_once else "soffice_per_fil", 0
        self._at_once = at_once
        self._profile = scratch / f"profil-{self.name}"

    def round(self, documents: Sequence[Path], folder: Path, watch: Watch) -> None:
        """See `Contestant.round`."""
        watch.begin()
        for sources in [documents] if self._at_once else [[one] for one in documents]:
            self._call(sources, folder)
        watch.end()

    def _call(self, sources: Sequence[Path], folder: Path) -> None:
        void = subprocess.DEVNULL
        call = subprocess.Popen(self._command(sources, folder), stdout=void, stderr=void, env=_environment())
        _, status, used = os.wait4(call.pid, 0)
        call.returncode = os.waitstatus_to_exitcode(status)
        assert call.returncode == 0, f"soffice ended with {call.returncode}"
        self.peak = max(self.peak, used.ru_maxrss >> 10)

    def _command(self, sources: Sequence[Path], folder: Path) -> list[str]:
        options = json.dumps({name: _typed(value) for name, value in _EXPORT.items()})
        profile = f"-env:UserInstallation={self._profile.as_uri()}"
        target = ["--convert-to", f"pdf:writer_pdf_Export:{options}", "--outdir", str(folder)]
        return [str(find_office()), profile, "--headless", "--norestore", *target, *map(str, sources)]

    def close(self) -> None:
        """Nothing goes on."""


class Unoserver:
    """A warm unoserver, asked by a client that stays, or by its own program once a document.

    Args:
        scratch: where its profile lies.
        program: whether its program is called for each document.
    """

    def __init__(self, scratch: Path, *, program: bool) -> None:
        self.name, self.peak = "unoconvert" if program else "unoserver_klient", 0
        self._program = program
        self._options = [f"{name}={_word(value)}" for name, value in _EXPORT.items()]
        self._port, uno_port = _free_ports(2)
        profile = scratch / f"profil-{self.name}"
        command = [PEERS / "unoserver", "--port", self._port, "--uno-port", uno_port, "--user-installation", profile]
        void = subprocess.DEVNULL
        self._server = subprocess.Popen([*map(str, command), "--quiet"], stdout=void, stderr=void, env=_environment())
        _await(self._port)
        client = [PEERS / "python", Path(__file__).with_name("unoserver_client.py"), self._port]
        pipe = subprocess.PIPE
        self._client = None if program else subprocess.Popen([*map(str, client)], stdin=pipe, stdout=pipe, text=True)

    def round(self, documents: Sequence[Path], folder: Path, watch: Watch) -> None:
        """See `Contestant.round`."""
        watch.begin()
        for document in documents:
            self._convert(document, folder / f"{document.stem}.pdf")
        watch.end()

    def _convert(self, document: Path, target: Path) -> None:
        if self._client and self._client.stdin and self._client.stdout:
            self._client.stdin.write(json.dumps([str(document), str(target), self._options]) + "\n")
            self._client.stdin.flush()
            assert self._client.stdout.readline() == "\n", "the client has ended"
            return
        options = [word for option in self._options for word in ("--filter-option", option)]
        wanted = ["--port", self._port, "--convert-to", "pdf", "--output-filter", "writer_pdf_Export", *options]
        command = [PEERS / "unoconvert", *wanted, "--dont-update-index", "--quiet", document, target]
        subprocess.run([*map(str, command)], check=True, env=_environment())

    def close(self) -> None:
        """See `Contestant.close`."""
        if self._client and self._client.stdin:
            self._client.stdin.close()
            self._client.wait()
        programs = [psutil.Process(self._server.pid), *psutil.Process(self._server.pid).children(recursive=True)]
        for program in programs:  # it does not leave by itself while its office is ending
            with suppress(psutil.NoSuchProcess):
                program.kill()
        psutil.wait_procs(programs, timeout=_GOING)
        self._server.wait()


def _environment() -> dict[str, str]:
    """What an office of ours would have, too: no display, one language; else the user's."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp", "TZ": "UTC"}


def _typed(value: object) -> dict[str, object]:
    """An option as the command line wants it."""
    return {"type": "boolean" if isinstance(value, bool) else "long", "value": _word(value)}


def _word(value: object) -> str:
    return str(value).lower()


def _free_ports(number: int) -> list[str]:
    """Ports that nobody listens on."""
    opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    found = [str(one.getsockname()[1]) for one in opened]
    for one in opened:
        one.close()
    return found


def _await(port: str) -> None:
    """Wait until somebody listens on a port."""
    until = time.monotonic() + _STARTING
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", int(port)), 1):
            return
        assert time.monotonic() < until, "unoserver does not answer"
        time.sleep(0.1)
