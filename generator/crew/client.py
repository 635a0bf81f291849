"""A client of a Dask scheduler that leaves nothing behind when it cannot become one."""

from __future__ import annotations

from contextlib import suppress

from distributed import Client


class OwnClient(Client):
    """Dask's client, closed at once when the scheduler does not answer.

    Dask leaves such a client to Python's collector, which closes it whenever it comes by. When that is in the midst
    of another client's start, both want the one lock, and the process stands still for ten seconds or for ever.

    Args:
        address: the scheduler's.
        patience: how long to wait for it, in seconds.

    Raises:
        OSError, TimeoutError: it does not answer.
        ValueError: the address is none.
    """

    def __init__(self, address: str, patience: float) -> None:
        try:
            super().__init__(address, timeout=patience, set_as_default=False)  # type: ignore[no-untyped-call]
        except BaseException:
            with suppress(Exception):
                self.close(timeout=patience)  # type: ignore[no-untyped-call]
            raise
