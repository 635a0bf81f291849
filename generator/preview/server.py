"""The preview on a socket of this machine: who may ask, what may be asked, and what every answer forbids."""

from __future__ import annotations

import os
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from generator.preview.session import Preview
from generator.preview.site import Answer, Events, Site

HOST = "127.0.0.1"
"""Nobody else's machine reaches it."""
_NAMES = (HOST, "localhost")
_FORBIDS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_PLAIN = "text/plain; charset=utf-8"


class Server(ThreadingHTTPServer):
    """Answers each question in a thread of its own, on this machine alone.

    Args:
        preview: what is shown.
        port: where; 0 for any that is free.

    Raises:
        OSError: the port is taken.
    """

    daemon_threads = True  # whoever listens when the program ends is not waited for
    allow_reuse_address = os.name != "nt"  # where it would let two programs have one port

    def __init__(self, preview: Preview, port: int) -> None:
        self.preview = preview
        self.site = Site(preview)
        super().__init__((HOST, port), _Handler)

    @property
    def port(self) -> int:
        """The port that it has."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """What to write in the browser."""
        return f"http://{HOST}:{self.port}/"

    def is_own(self, hosts: list[str]) -> bool:
        """True when a question was put to this server by its own name: no other site's name leads here."""
        return len(hosts) == 1 and hosts[0].lower() in {f"{name}:{self.port}" for name in _NAMES}

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no fault; an error of ours has been answered."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "generator"
    sys_version = ""
    timeout = 60
    error_content_type = _PLAIN
    error_message_format = "%(code)d"

    def do_GET(self) -> None:  # named by the library
        """Answer a question."""
        if not self.server.is_own(self.headers.get_all("Host", [])):
            self._send(Answer(content=b"Adressen leder inte hit.\n", kind=_PLAIN, status=HTTPStatus.FORBIDDEN))
            return
        try:
            answer = self.server.site.answer(self.path)
        except Exception as error:  # noqa: BLE001  # the edge: the browser gets an answer, and the next question too
            answer = self._failed(error)
        if isinstance(answer, Events):
            self._tell(answer)
        else:
            self._send(answer)

    do_HEAD = do_GET  # noqa: N815  # as above

    def _failed(self, error: Exception) -> Answer:
        log = self.server.preview.alarm(error)
        text = f"Något gick fel i programmet. Skicka filen {log} till den som sköter generatorn.\n"
        return Answer(content=text.encode(), kind=_PLAIN, status=HTTPStatus.INTERNAL_SERVER_ERROR)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        if self.command != "HEAD":
            with suppress(OSError):
                self.wfile.write(answer.content)

    def _tell(self, events: Events) -> None:
        """Server-sent events: a line whenever something has changed, until the browser or the program leaves."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        with suppress(OSError):
            self.wfile.write(b"retry: 1000\n\n")
            for version in self.server.preview.events(events.key):
                self.wfile.write(f"data: {version}\n\n".encode() if version else b": \n\n")

    def end_headers(self) -> None:
        """Every answer forbids what no page here needs."""
        for name, value in _FORBIDS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # named by the library
        """Say nothing: the terminal is for people."""
