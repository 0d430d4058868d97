"""Metrics and reports as the settings want them. Neither is ever a reason not to serve citizens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING

from kiosk.backend.client import CollectionService
from kiosk.flows.maintenance.tasks import MAINTENANCE
from kiosk.flows.visit import VISIT
from kiosk.ledger import LedgerError
from kiosk.ledger.outbox import Outbox
from kiosk.observe import Event, EventLog
from kiosk.observe.glimpse import Onlooker, steps_of
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.instructions import InstructionDesk
from kiosk.runtime.reporting import Reporter, open_orders_of
from kiosk.runtime.terminal_state import Supply
from kiosk.runtime.timing import Timing
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.observe.exposition import Exposition
    from kiosk.observe.metrics import Metrics

OUTBOX_NAME = "reports.db"
"""Beside the ledger."""


class Observation:
    """Whoever watches a terminal from outside: a collector of metrics where there is a port for
    it, and the collection service, to which it reports."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        log: EventLog,
        supplies: Callable[[], tuple[Supply, ...]] = tuple,
    ) -> None:
        """``supplies`` says at once what paper is left, as far as that is known."""
        self._settings = settings
        self._supplies = supplies
        self._clock = clock
        self._log = log
        self._version = version("kiosk")
        self._metrics: Metrics | None = None
        self._exposition: Exposition | None = None
        if settings.metrics is not None:
            self._expose(settings.metrics.port)

    @property
    def onlookers(self) -> tuple[Onlooker, ...]:
        """Who else watches, besides the reporter."""
        return () if self._metrics is None else (self._metrics,)

    def reporter(
        self,
        service: CollectionService,
        books: Bookkeeping,
        timing: Timing,
        instructions: InstructionDesk,
    ) -> Reporter | None:
        """Who reports to the service; None where nothing can be written down, which is logged."""
        try:
            outbox = Outbox.open(self._settings.ledger.path.with_name(OUTBOX_NAME))
        except LedgerError as error:
            self._log.record(Event.REPORTS_NOT_KEPT, cause=type(error).__name__)
            return None
        reporter = Reporter(
            outbox=outbox,
            service=service,
            open_orders=open_orders_of(books),
            clock=self._clock,
            timing=timing,
            log=self._log,
            version=self._version,
            supplies=self._supplies,
            instructions=instructions,
        )
        if self._metrics is not None:
            self._metrics.reports_waiting.set_function(lambda: reporter.waiting)
        return reporter

    def close(self) -> None:
        """Give no more metrics out; may be called twice."""
        if self._exposition is not None:
            self._exposition.close()

    def _expose(self, port: int) -> None:
        # Only where they are wanted: the library takes a noticeable time to load.
        from kiosk.observe.exposition import Exposition
        from kiosk.observe.metrics import Metrics

        self._metrics = Metrics(
            {**steps_of(VISIT), **steps_of(MAINTENANCE)},
            version=self._version,
            monotonic=self._clock.monotonic,
            lost=self._lost,
        )
        self._log.listen(self._metrics.heard)
        exposition = Exposition(self._metrics.registry, port)
        try:
            exposition.open()
        except OSError as error:
            self._log.record(Event.METRICS_NOT_SERVED, cause=type(error).__name__)
            return
        self._exposition = exposition

    def _lost(self) -> Mapping[str, int]:
        log = self._log
        return {"dropped": log.dropped, "unwritten": log.unwritten, "unheard": log.unheard}
