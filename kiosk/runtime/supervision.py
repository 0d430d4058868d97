"""Keeps one device alive: opened with back-off, asked how it is, given up after some misses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kiosk.devices.api import Device, DeviceCause, DeviceError
from kiosk.domain.terminal import STARTING, Condition, DeviceStatus, Remedy
from kiosk.observe import Event, EventLog
from kiosk.runtime.clock import Clock, within
from kiosk.runtime.timing import MISSES_UNTIL_GONE, Timing

T = TypeVar("T")
D = TypeVar("D", bound=Device, covariant=True)

_LOST = frozenset({DeviceCause.DISCONNECTED, DeviceCause.SILENT})
# What a device says of itself; whoever says that is there, so these are no misses.
_SAID = {
    DeviceCause.PAPER_OUT: DeviceStatus.USER_ERROR,
    DeviceCause.COVER_OPEN: DeviceStatus.USER_ERROR,
    DeviceCause.CUTTER: DeviceStatus.HARDWARE_ERROR,
    DeviceCause.OVERHEATED: DeviceStatus.OFFLINE,
    DeviceCause.PRINTER_ERROR: DeviceStatus.HARDWARE_ERROR,
    DeviceCause.PAPER_JAM: DeviceStatus.USER_ERROR,
    DeviceCause.TRAY_MISSING: DeviceStatus.USER_ERROR,
    DeviceCause.TONER_EMPTY: DeviceStatus.HARDWARE_ERROR,
    DeviceCause.PAUSED: DeviceStatus.OFFLINE,
}
# What became of somebody's work; the device itself is as well as it says.
_OF_THE_WORK = frozenset(
    {DeviceCause.JOB_REFUSED, DeviceCause.JOB_CANCELLED, DeviceCause.JOB_ABORTED}
)


@dataclass(slots=True)
class Supervisor:
    """Watches one device for as long as the terminal runs.

    ``changed`` is told every new condition. Whoever uses the device tells ``report`` of errors, so
    that a broken wire is noticed at once and not at the next question. ``openings`` counts how
    often it has been opened: a device may forget when it is opened anew.
    """

    device: Device
    clock: Clock
    timing: Timing
    log: EventLog
    changed: Callable[[Condition], None]
    condition: Condition = STARTING
    openings: int = 0
    _misses: int = 0
    _known: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Open, watch, and reopen, for ever."""
        pause = self.timing.reopen_first
        while True:
            try:
                await self._patiently(self.device.open())
            except DeviceError as error:
                self._learn(_broken(error))
                await self.clock.sleep(pause)
                pause = min(pause * 2, self.timing.reopen_longest)
                continue
            pause = self.timing.reopen_first
            self._misses = 0
            self.openings += 1
            await self._watch()
            await self._close()

    async def known(self) -> None:
        """Return once the device has been reached, or has been found out of reach."""
        await self._known.wait()

    def report(self, error: DeviceError) -> None:
        """Somebody could not use the device. One lost answer is not yet a lost device."""
        if error.cause in _OF_THE_WORK:
            return
        if error.cause not in _SAID:
            self._misses += 1
        if error.cause not in _LOST or self._misses >= MISSES_UNTIL_GONE:
            self._learn(_broken(error))

    async def _watch(self) -> None:
        while self._misses < MISSES_UNTIL_GONE:
            try:
                condition = await self._patiently(self.device.condition())
            except DeviceError as error:
                self.report(error)
                if self._misses < MISSES_UNTIL_GONE:
                    await self.clock.sleep(self.timing.reopen_first)
                continue
            self._misses = 0
            self._learn(condition)
            await self.clock.sleep(self.timing.device_poll)

    async def _close(self) -> None:
        try:
            await self._patiently(self.device.close())
        except DeviceError as error:
            self._learn(_broken(error))

    async def _patiently(self, call: Coroutine[object, object, T]) -> T:
        """A driver may hang or break; neither ends the terminal."""
        try:
            return await within(self.clock, self.timing.device_patience, call)
        except DeviceError:
            raise
        except TimeoutError:
            raise DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE) from None
        except Exception as error:  # a driver may break in ways nobody foresaw
            self.log.record(
                Event.INTERNAL_ERROR, request=self.device.kind.value, error=type(error).__name__
            )
            raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE) from error

    def _learn(self, condition: Condition) -> None:
        self._known.set()
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


@dataclass(frozen=True, slots=True)
class Watched(Generic[D]):
    """A device, and who keeps it alive and wants to hear of its errors."""

    device: D
    keeper: Supervisor


def _broken(error: DeviceError) -> Condition:
    """The condition that an error shows."""
    if error.cause in _LOST:
        return Condition(DeviceStatus.OFFLINE, error.remedy, error.cause.value)
    status = _SAID.get(error.cause, DeviceStatus.HARDWARE_ERROR)
    return Condition(status, error.remedy, error.cause.value)
