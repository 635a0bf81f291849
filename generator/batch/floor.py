"""Where a round is set up and cleared away: the book, the claims, the crew; nothing is left lying about."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.batch.aside import Aside
from generator.batch.casefiles import Sight
from generator.batch.closing import Closing
from generator.batch.heartbeat import Heartbeat
from generator.batch.opening import LEASE, Opening
from generator.batch.own import OWN
from generator.batch.patience import Mark, Patience
from generator.batch.planning.clashes import Clashes
from generator.batch.planning.glimpse import Lookout
from generator.batch.planning.ledger import Ledger
from generator.batch.planning.plan import Planner
from generator.batch.rounds import Round
from generator.batch.scribe import Scribe
from generator.batch.stopping import Stop
from generator.batch.tidying import claims_of, mend_all, tidy_cases, tidy_up
from generator.claims import clock_skew
from generator.crew import Crew
from generator.engines import leftovers
from generator.errors import FolderError, reason
from generator.findings import Finding, Place, Severity
from generator.workshop import Workshop

_SKEWED = 120.0
"""Seconds that a clock may be wrong before it is told."""
_NEW_OBJECTS = 2_000
"""So many new objects may there be before Python looks for rings among them: JSON that is written to be read by people
leaves a few behind each time, and a night writes ten thousand."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a run is to do, and with what."""

    given: Sequence[Path]
    """The case files, folders and patterns."""
    shop: Workshop
    crew: Callable[[], Crew]
    """Begins a crew; called when the first document is to be made, and not before."""
    clashes: Clashes = field(default_factory=Clashes)
    """What the case files claim, as far as they have been seen; a watch keeps them."""
    mark: Mark = field(default_factory=Mark)
    """What the folder of published documents is known by; a watch keeps it."""
    patience: float = 300
    """Seconds to wait for a folder that cannot be written."""
    again: bool = False
    """True when what is set aside is to be tried again."""
    hasty: bool = False
    """True when nothing is waited for, since whoever ordered it comes again soon."""

    @property
    def out(self) -> Path:
        """Where it publishes."""
        return self.shop.settings.out


class LateCrew:
    """A crew that begins when it is first asked for.

    Args:
        begin: begins it.
    """

    def __init__(self, begin: Callable[[], Crew]) -> None:
        self._begin = begin
        self._crew: Crew | None = None

    def __call__(self) -> Crew:
        """The crew."""
        if self._crew is None:
            self._crew = self._begin()
        return self._crew

    def close(self) -> None:
        """Send it home, if it was ever there."""
        if self._crew is not None:
            self._crew.close()
            self._crew = None


def go_through(order: Order, sights: Collection[Sight], crew: Callable[[], Crew], scribe: Scribe, stop: Stop) -> None:
    """Plan, make, publish; whatever happens, nothing is left claimed.

    Args:
        order: what to do it with.
        sights: the case files.
        crew: those who make documents.
        scribe: writes down what happens.
        stop: whether somebody wants it to end.

    Raises:
        Unusable: the folder of published documents cannot be used.
        GeneratorError: nothing can be made at all.
    """
    patience = Patience(order.out, order.mark, order.patience, stop, _waiting(order.patience, scribe))
    patience.with_it(lambda: _begun(patience))
    leftovers.sweep()
    with ExitStack() as leaving:
        leaving.enter_context(_few_rings())
        leaving.callback(scribe.flush)
        leaving.callback(leftovers.sweep)
        ledger = Ledger(order.shop)
        leaving.callback(_save, ledger, patience, scribe)
        heart = leaving.enter_context(Heartbeat(LEASE / 4))
        leaving.callback(tidy_up, order.out, scribe.remark)
        tidy_up(order.out, scribe.remark)
        tidy_cases(sight.name for sight in sights)
        leaving.callback(mend_all, ledger.littered, scribe.remark)
        planner, aside = Planner(order.shop, ledger, order.clashes), Aside(order.out / OWN / "undan", again=order.again)
        closing = Closing(planner=planner, heart=heart, aside=aside, patience=patience, scribe=scribe)
        opening = Opening(
            planner=planner,
            lookout=Lookout(ledger.books),
            closing=closing,
            heart=heart,
            aside=aside,
            claims=claims_of(order.out),
            skew=_skew(order.out, scribe),
            hasty=order.hasty,
        )
        Round(opening, closing, crew, stop).run(sights)


@contextmanager
def _few_rings() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _waiting(seconds: float, scribe: Scribe) -> Callable[[Finding], None]:
    """Tells why the run waits: as a warning, for it may yet come to a good end."""
    remedy = f"Körningen väntar i upp till {seconds:g} sekunder, och går vidare så snart mappen går att använda."
    return lambda finding: scribe.remark(replace(finding, severity=Severity.WARNING, remedy=remedy))


def _begun(patience: Patience) -> None:
    """See that the folder can be used before any work; it may be waited for."""
    trouble = patience.trouble()
    if trouble is not None:
        raise FolderError(trouble)


def _skew(out: Path, scribe: Scribe) -> float:
    """Seconds that the file server's clock is before ours; told when it matters."""
    try:
        skew = clock_skew(out)
    except OSError:
        return 0
    if abs(skew) > _SKEWED:
        direction = "före" if skew > 0 else "efter"
        message = f"Filserverns klocka går {abs(skew) / 60:.0f} minuter {direction} den här datorns."
        remedy = "Ställ klockorna efter samma tidsserver. Körningen rättar sig efter filserverns."
        place = Place(file=out)
        scribe.remark(
            Finding(code="klocka-gar-fel", message=message, remedy=remedy, severity=Severity.WARNING, place=place)
        )
    return skew


def _save(ledger: Ledger, patience: Patience, scribe: Scribe) -> None:
    """Keep the book, unless the folder is another by now; without it the next run takes longer, and does the same."""
    if patience.away():
        return
    try:
        ledger.save()
    except OSError as error:
        message = f"Boken över vad som är gjort kunde inte sparas: {reason(error)}."
        remedy = "Nästa körning tar längre tid, men gör rätt ändå."
        scribe.remark(Finding(code="bok-gick-inte", message=message, remedy=remedy, severity=Severity.WARNING))
