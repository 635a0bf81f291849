"""The claims that a run holds, kept alive while it works."""

from __future__ import annotations

import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from generator.claims import Claim


class Heartbeat:
    """A thread that tells other runs, again and again, that the claims are still held.

    Args:
        every: seconds between two beats; well below the claims' lease.
    """

    def __init__(self, every: float) -> None:
        self._every = every
        self._claims: set[Claim] = set()
        self._lock = threading.Lock()
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def keep(self, claim: Claim) -> None:
        """Keep a claim alive from now on."""
        with self._lock:
            self._claims.add(claim)

    def let_go(self, claim: Claim) -> None:
        """Give a claim back."""
        with self._lock:
            self._claims.discard(claim)
        with suppress(OSError):  # a folder that is gone holds no claim
            claim.release()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give every claim back."""
        self._enough.set()
        self._thread.join()
        for claim in tuple(self._claims):
            self.let_go(claim)

    def _beat(self) -> None:
        while not self._enough.wait(self._every):
            with self._lock:
                held = tuple(self._claims)
            for claim in held:
                with suppress(OSError):  # the folder may be away for a while; whoever publishes asks before it does
                    claim.refresh()
