"""Collects what is known of devices, service and ledger, and posts every change to the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.domain.closing import Closed
from kiosk.domain.terminal import Condition, DeviceKind
from kiosk.runtime.service_watch import ServiceReport
from kiosk.session.events import HealthChanged
from kiosk.session.health import UNKNOWN_HEALTH, AcquirerStatus, Health, ServiceStatus


class HealthBoard:
    """The terminal's health as last heard."""

    def __init__(self, post: Callable[[HealthChanged], None]) -> None:
        self._post = post
        self._onlookers: list[Callable[[Health, Health], None]] = []
        self.health = UNKNOWN_HEALTH

    def watch(self, onlooker: Callable[[Health, Health], None]) -> None:
        """Tell of every change: how things were, and how they are."""
        self._onlookers.append(onlooker)

    def device(self, kind: DeviceKind, condition: Condition) -> None:
        """A device has changed."""
        self._set(self.health.with_device(kind, condition))

    def service(self, report: ServiceReport) -> None:
        """The service has changed. What it said of other terminals stands while it is away."""
        up = report.status is ServiceStatus.UP
        nearby = report.nearby if up else self.health.nearby
        self._set(
            replace(self.health, service=report.status, tenders=report.tenders, nearby=nearby)
        )

    def opening(self, closed: Closed | None, closes_at: datetime | None) -> None:
        """It was opened or closed, or will close soon."""
        self._set(replace(self.health, closed=closed, closes_at=closes_at))

    def acquirer(self, status: AcquirerStatus) -> None:
        """The acquirer of card payments has changed."""
        self._set(replace(self.health, acquirer=status))

    def door(self, closed: bool) -> None:
        """The door of the cabinet was opened or closed."""
        self._set(replace(self.health, door_closed=closed))

    def settled(self) -> None:
        """Every open order has been asked about."""
        self._set(replace(self.health, settled=True))

    def ledger_unsound(self) -> None:
        """The ledger cannot be relied on any more."""
        self._set(replace(self.health, ledger_sound=False))

    def _set(self, health: Health) -> None:
        if health != self.health:
            before, self.health = self.health, health
            for onlooker in self._onlookers:
                onlooker(before, health)
            self._post(HealthChanged(health))
