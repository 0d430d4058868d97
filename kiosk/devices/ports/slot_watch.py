"""What is known of a reader's slot: told by whoever watches it, waited for by the driver."""

from __future__ import annotations

import asyncio

from kiosk.devices.ports.byte_port import PortLost


class SlotWatch:
    """Whether a card is in, and which. Lives on one event loop."""

    def __init__(self) -> None:
        self._insertion = 0
        self._mark = 0
        self._present = False
        self._lost: PortLost | None = None
        self._news = asyncio.Event()

    @property
    def insertion(self) -> int | None:
        """See ChipPort."""
        return self._insertion if self._present else None

    def seen(self, *, present: bool, mark: int = 0) -> None:
        """The watcher looked. A ``mark`` that changed while a card stays tells that it is another
        card, or the same one put in anew."""
        if present and (not self._present or mark != self._mark):
            self._insertion += 1
        self._present, self._mark = present, mark
        self._tell()

    def lost(self, lost: PortLost) -> None:
        """The reader is gone; everybody who waits is told, now and later."""
        if self._lost is None:
            self._lost = lost
            self._tell()

    def check(self) -> None:
        """Raises PortLost when the reader is gone."""
        if self._lost is not None:
            raise PortLost(*self._lost.args)

    async def card_in(self) -> int:
        """See ChipPort."""
        while True:
            self.check()
            if self._present:
                return self._insertion
            await self._news.wait()

    async def card_out(self, insertion: int) -> None:
        """See ChipPort."""
        while True:
            self.check()
            if self.insertion != insertion:
                return
            await self._news.wait()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
