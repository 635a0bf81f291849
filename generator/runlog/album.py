"""Pictures of the pages that a run has changed, kept beside its log so that the report can be made anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from generator.pdf.changed import ChangedPage, changed_pages
from generator.runlog.values import Picture
from generator.wholefile import write_whole

_PAGES = 3
"""Pages of a document that are shown."""
DOCUMENTS = 30
"""Documents of a run that are shown: a report must stay small enough to be opened."""


class Album:
    """The pictures of one run.

    Args:
        folder: where they lie; made when there is one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents = 0

    @property
    def full(self) -> bool:
        """True when no more are kept."""
        return self._documents >= DOCUMENTS

    def of(self, before: bytes | None, after: bytes) -> tuple[Picture, ...]:
        """Keep the pages that differ; pictures that cannot be made or kept are left out, since they are no facts.

        Args:
            before: the PDF as it was; None when there was none.
            after: the PDF as it is.
        """
        if self.full:
            return ()
        with suppress(Exception):  # a picture is a help, never a reason to fail
            pages = changed_pages(before, after, _PAGES)
            self._documents += bool(pages)
            return tuple(self._kept(pages))
        return ()

    def _kept(self, pages: tuple[ChangedPage, ...]) -> Iterator[Picture]:
        if pages:
            self._folder.mkdir(exist_ok=True)
        for one in pages:
            name = f"{self._documents:03}-{one.number}"
            yield Picture(
                page=one.number,
                before=self._file(f"{name}-forut.png", one.before),
                after=self._file(f"{name}-nu.png", one.after),
            )

    def _file(self, name: str, picture: bytes | None) -> str | None:
        if picture is None:
            return None
        write_whole(self._folder / name, picture)
        return name
