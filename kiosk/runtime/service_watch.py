"""Asks the collection service how it is, so that the attract screen never promises too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.domain.closing import NearbyTerminal, Plans
from kiosk.domain.tender import Tender
from kiosk.runtime.clock import Clock
from kiosk.runtime.timing import MISSES_UNTIL_GONE, Timing
from kiosk.session.health import ServiceStatus

MOST_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """How the service was when last asked. Only one that is ``UP`` says anything of plans and other
    terminals."""

    status: ServiceStatus
    tenders: frozenset[Tender]
    plans: Plans = ()
    nearby: tuple[NearbyTerminal, ...] = ()


class ServiceWatch:
    """Reports every change; a single lost answer is not yet a lost service."""

    def __init__(
        self,
        service: CollectionService,
        clock: Clock,
        timing: Timing,
        changed: Callable[[ServiceReport], None],
    ) -> None:
        self._service = service
        self._clock = clock
        self._timing = timing
        self._changed = changed
        self._last: ServiceReport | None = None
        self._misses = 0

    async def run(self) -> None:
        """Ask for ever."""
        while True:
            report = await self._ask()
            if report is not None and report != self._last:
                self._last = report
                self._changed(report)
            up = self._last is not None and self._last.status is ServiceStatus.UP
            calm = up and not self._misses
            await self._clock.sleep(
                self._timing.service_poll if calm else self._timing.service_poll_down
            )

    async def _ask(self) -> ServiceReport | None:
        try:
            status = await self._service.terminal()
        except ServiceError as error:
            self._misses += 1
            if error.kind is ServiceErrorKind.REFUSED:
                return ServiceReport(ServiceStatus.REFUSING, frozenset())
            if self._last is not None and self._misses < MISSES_UNTIL_GONE:
                return None
            return ServiceReport(ServiceStatus.UNREACHABLE, frozenset())
        self._misses = 0
        if abs(status.server_time - self._clock.now()) > MOST_SKEW:
            return ServiceReport(ServiceStatus.CLOCK_WRONG, frozenset())
        return ServiceReport(ServiceStatus.UP, status.tenders, status.plans, status.nearby)
