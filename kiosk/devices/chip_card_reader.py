"""Bank-card readers into which a card is dipped: it stays as long as the citizen leaves it there.

There is no motor: nothing is pulled in, pushed out or kept. What ``eject`` can do is take the power
away; that the card is taken out is the citizen's doing, and noticed at once.
"""

from __future__ import annotations

from kiosk.devices.api import ChipCard
from kiosk.devices.chip_card import PortCard
from kiosk.devices.chip_slot import ChipSlot
from kiosk.devices.clock import Clock
from kiosk.devices.ports.chip_port import ChipPortOpener
from kiosk.domain.terminal import Condition, DeviceKind


class ChipCardReader:
    """BankCardReader over any chip port."""

    def __init__(self, opener: ChipPortOpener, clock: Clock) -> None:
        self._slot = ChipSlot(opener, clock)
        self._card: PortCard | None = None

    @property
    def kind(self) -> DeviceKind:
        """See Device."""
        return DeviceKind.BANK_CARD_READER

    @property
    def captures(self) -> bool:
        """See BankCardReader: it cannot."""
        return False

    async def open(self) -> None:
        """See Device."""
        self._card = None
        await self._slot.open()

    async def close(self) -> None:
        """See Device."""
        self._card = None
        await self._slot.close()

    async def condition(self) -> Condition:
        """See Device."""
        return self._slot.condition()

    async def insert(self) -> ChipCard:
        """See BankCardReader. A card only dipped and pulled out again is waited for anew."""
        self._card = await self._slot.next_card()
        return self._card

    async def eject(self) -> None:
        """See BankCardReader."""
        card, self._card = self._card, None
        if card is not None:
            await card.power_off()

    async def taken(self) -> None:
        """See BankCardReader."""
        await self._slot.card_out()

    async def capture(self) -> bool:
        """See BankCardReader."""
        return False
