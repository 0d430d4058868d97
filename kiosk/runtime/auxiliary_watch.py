"""Watches key switch, door and walls of the cabinet, and has its lights shine as they should."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from kiosk.devices.api import Auxiliaries, AuxiliaryInputs, DeviceError, Glow, Light
from kiosk.observe import Event, EventLog
from kiosk.runtime.clock import Clock
from kiosk.runtime.guidance import NO_LIGHTS
from kiosk.runtime.supervision import Watched
from kiosk.runtime.timing import Timing

POLL_S = 0.25
"""Between two looks, which must agree on a contact: one bounces for some hundredths of a second."""


class AuxiliaryWatch:
    """Tells of every change, once it is certain; nobody is told what is usual at the start.

    While the board cannot be reached, everything counts as it was seen last: a door that was open
    stays open, and one that was never seen counts as closed, for a board that is missing must not
    close the terminal. That the board is missing is in the log and in the terminal's health.

    ``wanted`` are the lights that are to shine. They are put out when the watch ends.
    """

    def __init__(
        self,
        board: Watched[Auxiliaries],
        *,
        wanted: Callable[[], frozenset[Light]],
        clock: Clock,
        timing: Timing,
        log: EventLog,
        switch_turned: Callable[[bool], None],
        door: Callable[[bool], None],
    ) -> None:
        """``switch_turned`` is told True when the key is turned to maintenance, ``door`` False when
        the door was opened."""
        self._device = board.device
        self._keeper = board.keeper
        self._wanted = wanted
        self._clock = clock
        self._timing = timing
        self._log = log
        self._switch_turned = switch_turned
        self._door = door
        self._certain = AuxiliaryInputs()
        self._last: AuxiliaryInputs | None = None
        self._lit = NO_LIGHTS
        self._openings = 0

    async def run(self) -> None:
        """Watch for ever."""
        try:
            while True:
                await self._clock.sleep(await self._round())
        finally:
            with contextlib.suppress(DeviceError):
                await self._shine(NO_LIGHTS)

    async def _round(self) -> float:
        """Look once, and see to the lights; how many seconds may pass before the next time."""
        if not self._keeper.condition.usable:
            self._last = None
            return POLL_S
        try:
            await self._look()
            await self._shine(self._wanted())
        except DeviceError as error:
            self._last = None
            self._keeper.report(error)
        except Exception as error:
            # Nothing about key, door and lights is worth the terminal.
            self._log.record(
                Event.INTERNAL_ERROR, request=self._device.kind.value, error=type(error).__name__
            )
            return self._timing.reopen_longest
        return POLL_S

    async def _look(self) -> None:
        seen, last = await self._device.inputs(), self._last
        self._last = seen
        if last is None:
            return
        before = self._certain
        self._certain = now = AuxiliaryInputs(
            operator_switch=_agreed(
                seen.operator_switch, last.operator_switch, before.operator_switch
            ),
            cabinet_closed=_agreed(seen.cabinet_closed, last.cabinet_closed, before.cabinet_closed),
            untampered=_agreed(seen.untampered, last.untampered, before.untampered),
        )
        if now.untampered is not before.untampered:
            self._log.record(Event.CABINET_MENDED if now.untampered else Event.CABINET_TAMPERED)
        if now.cabinet_closed is not before.cabinet_closed:
            self._log.record(Event.CABINET_CLOSED if now.cabinet_closed else Event.CABINET_OPENED)
            self._door(now.cabinet_closed)
        if now.operator_switch is not before.operator_switch:
            on = now.operator_switch
            self._log.record(Event.OPERATOR_SWITCH_ON if on else Event.OPERATOR_SWITCH_OFF)
            self._switch_turned(on)

    async def _shine(self, wanted: frozenset[Light]) -> None:
        if self._openings != self._keeper.openings:
            self._openings = self._keeper.openings
            self._lit = NO_LIGHTS
        for light in Light:
            if light in self._device.lights and (light in wanted) is not (light in self._lit):
                glow = Glow.CONTINUOUS if light in wanted else Glow.OFF
                await self._device.set_light(light, glow)
                self._lit ^= {light}


def _agreed(seen: bool, last: bool, certain: bool) -> bool:
    """What two looks agree on, or what was certain before."""
    return seen if seen is last else certain
