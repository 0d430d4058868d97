"""Keeps one device alive: opened with back-off, asked how it is, given up after some misses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.devices.api import Device, DeviceError
from kiosk.domain.terminal import STARTING, Condition, DeviceStatus
from kiosk.observe import Event, EventLog
from kiosk.runtime.clock import Clock
from kiosk.runtime.timing import Timing


@dataclass(slots=True)
class Supervisor:
    """Watches one device for as long as the terminal runs.

    ``changed`` is told every new condition. Whoever uses the device tells ``report`` of errors, so
    that a broken wire is noticed at once and not at the next question.
    """

    device: Device
    clock: Clock
    timing: Timing
    log: EventLog
    changed: Callable[[Condition], None]
    condition: Condition = STARTING
    _misses: int = 0
    _open: bool = False

    async def run(self) -> None:
        """Open, watch, and reopen, for ever."""
        pause = self.timing.reopen_first
        while True:
            try:
                await self.device.open()
            except DeviceError as error:
                self._learn(_broken(error))
                await self.clock.sleep(pause)
                pause = min(pause * 2, self.timing.reopen_longest)
                continue
            pause = self.timing.reopen_first
            self._open = True
            self._misses = 0
            await self._watch()
            self._open = False
            await self.device.close()

    async def _watch(self) -> None:
        while self._misses < self.timing.misses_until_gone:
            try:
                self._learn(await self.device.condition())
                self._misses = 0
            except DeviceError as error:
                self.report(error)
                if self._misses < self.timing.misses_until_gone:
                    await self.clock.sleep(self.timing.reopen_first)
                continue
            await self.clock.sleep(self.timing.device_poll)

    def report(self, error: DeviceError) -> None:
        """Somebody could not use the device. One lost answer is not yet a lost device."""
        self._misses += 1
        condition = _broken(error)
        if (
            condition.status is not DeviceStatus.OFFLINE
            or self._misses >= self.timing.misses_until_gone
        ):
            self._learn(condition)

    def _learn(self, condition: Condition) -> None:
        if condition == self.condition:
            return
        self.condition = condition
        self.log.record(
            Event.DEVICE_CHANGED,
            device=self.device.kind.value,
            status=condition.status.value,
            remedy=condition.remedy.value,
            cause=condition.cause,
        )
        self.changed(condition)


def _broken(error: DeviceError) -> Condition:
    """The condition that an error shows."""
    offline = error.cause.value in {"disconnected", "silent"}
    status = DeviceStatus.OFFLINE if offline else DeviceStatus.HARDWARE_ERROR
    return Condition(status, error.remedy, error.cause.value)
