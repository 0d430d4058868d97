"""A bank-card reader in memory, with a virtual card in it."""

from __future__ import annotations

import asyncio

from kiosk.devices.api import CardReply, DeviceCause, DeviceError
from kiosk.devices.codecs.apdu import Dialogue
from kiosk.domain.terminal import DeviceKind, Remedy
from sim.cards.bank_card import BankChip
from sim.cards.chip_fault import ChipFault
from sim.cards.inserted import PulledOut
from sim.cards.smart_card import SmartCard
from tests.runtime.fakes import FakeDevice


class SoftCard:
    """A powered card."""

    def __init__(self, reader: SoftReader, card: SmartCard) -> None:
        self._reader = reader
        self._card = card
        card.reset()

    @property
    def historical(self) -> bytes:
        return b""

    async def exchange(self, command: bytes) -> CardReply:
        await asyncio.sleep(0)
        if self._reader.card is not self._card:
            raise DeviceError(DeviceCause.CARD_REMOVED, Remedy.NONE)
        dialogue = Dialogue(command, t0=True)
        try:
            while True:
                answer = dialogue.take(self._card.transmit(dialogue.to_send))
                if answer is not None:
                    return answer
        except PulledOut:
            self._reader.take()
            raise DeviceError(DeviceCause.CARD_REMOVED, Remedy.NONE) from None


class SoftReader(FakeDevice):
    """A reader whose card is taken by ``take``; one that ``captures`` can keep it."""

    def __init__(self, *, captures: bool = False) -> None:
        super().__init__(DeviceKind.BANK_CARD_READER)
        self.captures = captures
        self.card: SmartCard | None = None
        self.kept: list[SmartCard] = []
        self.ejected = 0
        self.broken: DeviceError | None = None
        self._changed = asyncio.Event()

    def push_in(self, chip: BankChip, fault: ChipFault | None = None) -> None:
        self.card = chip.inserted(fault)
        self._changed.set()

    def break_down(self, error: DeviceError) -> None:
        self.broken = error
        self._changed.set()

    def take(self) -> None:
        self.card = None
        self._changed.set()

    async def insert(self) -> SoftCard:
        await self._asked("insert")
        while self.card is None:
            await self._change()
        return SoftCard(self, self.card)

    async def eject(self) -> None:
        await self._asked("eject")
        self.ejected += 1

    async def taken(self) -> None:
        card = self.card
        while card is not None and self.card is card:
            await self._change()
            if self.broken is not None:
                raise self.broken

    async def capture(self) -> bool:
        await self._asked("capture")
        if not self.captures or self.card is None:
            return False
        self.kept.append(self.card)
        self.take()
        return True

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()
