"""Whose card is in the reader: until it has been out, it is nobody's who comes next."""

from __future__ import annotations

import asyncio
import contextlib

from kiosk.devices.api import BankCardReader, DeviceError, PinPad
from kiosk.runtime.clock import Clock, no_longer_than
from kiosk.runtime.supervision import Watched
from kiosk.runtime.timing import Timing


class Leftover:
    """A card that is on its way out, or was left. At start-up nobody knows whose one is in there,
    so there is one until the reader has been seen empty. Made in the asyncio thread."""

    def __init__(
        self,
        *,
        reader: Watched[BankCardReader],
        pad: Watched[PinPad],
        clock: Clock,
        timing: Timing,
    ) -> None:
        self._reader = reader
        self._pad = pad
        self._clock = clock
        self._timing = timing
        self._gone = asyncio.create_task(self._until_gone(beeps=False))

    def begin(self) -> None:
        """Whatever is in the reader is no longer the card of whoever stands before it; the pad
        beeps until it has been taken."""
        self._gone.cancel()
        self._gone = asyncio.create_task(self._until_gone(beeps=True))

    async def gone(self) -> None:
        """Return once there is none."""
        await asyncio.shield(self._gone)

    async def gone_within(self, seconds: float) -> bool:
        """Whether it is gone in time."""
        try:
            async with no_longer_than(self._clock, seconds):
                await self.gone()
        except TimeoutError:
            return False
        return True

    async def close(self) -> None:
        """Stop looking."""
        self._gone.cancel()
        await asyncio.gather(self._gone, return_exceptions=True)

    async def _until_gone(self, *, beeps: bool) -> None:
        while True:
            try:
                await self._taken(beeps=beeps)
            except DeviceError:
                # While the reader says nothing, nobody knows what is in it.
                await self._clock.sleep(self._timing.card_reminder)
            else:
                return

    async def _taken(self, *, beeps: bool) -> None:
        taking = asyncio.create_task(self._reader.device.taken())
        try:
            while not taking.done():
                await self._pause(taking)
                if beeps and not taking.done():
                    # A beep is a courtesy; a pad that cannot is watched by its keeper.
                    with contextlib.suppress(DeviceError):
                        await self._pad.device.beep()
            taking.result()
        finally:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)

    async def _pause(self, taking: asyncio.Task[None]) -> None:
        pause = asyncio.create_task(self._clock.sleep(self._timing.card_reminder))
        try:
            await asyncio.wait({taking, pause}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pause.cancel()
