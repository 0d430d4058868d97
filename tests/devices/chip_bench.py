"""Real drivers of chip-card readers and simulated slots, joined by a socket or by a real pcscd."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from kiosk.devices.chip_card_reader import ChipCardReader
from kiosk.devices.clock import Clock
from kiosk.devices.ports.apdu_socket_port import apdu_socket_port
from kiosk.devices.ports.chip_address import chip_port_at
from kiosk.devices.ports.chip_port import ChipPortOpener
from kiosk.devices.protected_card import CardUnlocker
from kiosk.devices.social_card_reader import ChipSocialCardReader
from kiosk.runtime.clock import SystemClock
from sim.cards.card_slot import CardSlot
from sim.cards.inserted import CardFault
from sim.cards.pcscd import PrivatePcscd
from sim.cards.smart_card import SmartCard
from sim.cards.social_card import SocialCard, social_card
from sim.cards.vicc import VirtualSlot

_POLL_S = 0.005


class HurriedClock(SystemClock):
    """For waits that nothing else ends."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / 50)


class Slot(Protocol):
    """The slot at the other end, of either kind."""

    @property
    def occupied(self) -> bool: ...
    @property
    def seen(self) -> tuple[bytes, ...]: ...
    async def has_seen(self, count: int) -> None: ...
    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None: ...
    async def remove(self) -> None: ...


class Wire(Protocol):
    """A slot, how a driver reaches it, and its cable."""

    @property
    def opener(self) -> ChipPortOpener: ...
    @property
    def slot(self) -> Slot: ...
    async def plug(self) -> None: ...
    async def unplug(self) -> None: ...


class SocketWire:
    """A slot behind a TCP port."""

    def __init__(self, slot: CardSlot) -> None:
        self.slot = slot
        where = urlsplit(slot.address)
        assert where.hostname is not None
        assert where.port is not None
        self.opener = apdu_socket_port(where.hostname, where.port, SystemClock(), poll_s=_POLL_S)

    async def plug(self) -> None:
        await self.slot.plug()

    async def unplug(self) -> None:
        await self.slot.unplug()


class PcscWire:
    """A slot of a virtual reader in a real pcscd. Its cable is that pcscd."""

    def __init__(self, daemon: PrivatePcscd, number: int = 0) -> None:
        self._daemon = daemon
        self.slot = VirtualSlot(daemon.ports[number])
        self.opener = chip_port_at(f"pcsc://name={daemon.readers[number]}", SystemClock())

    async def plug(self) -> None:
        self._daemon.start()

    async def unplug(self) -> None:
        self._daemon.stop()


@asynccontextmanager
async def socket_wire() -> AsyncIterator[SocketWire]:
    slot = CardSlot()
    await slot.plug()
    try:
        yield SocketWire(slot)
    finally:
        await slot.unplug()


@asynccontextmanager
async def pcsc_wire(daemon: PrivatePcscd, number: int = 0) -> AsyncIterator[PcscWire]:
    wire = PcscWire(daemon, number)
    try:
        yield wire
    finally:
        await wire.slot.remove()


@dataclass(frozen=True)
class DipBench:
    """A dip reader of bank cards, as its conformance wants it."""

    reader: ChipCardReader
    wire: Wire
    captured: int = 0

    async def waits(self) -> None:
        # It has no shutter: whoever asks it for a card has it at once.
        await asyncio.sleep(0)

    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        await self.wire.slot.insert(card, fault)

    async def take(self) -> None:
        await self.wire.slot.remove()

    async def pull(self) -> None:
        await self.wire.slot.remove()

    async def unplug(self) -> None:
        await self.wire.unplug()

    async def plug(self) -> None:
        await self.wire.plug()


@asynccontextmanager
async def dip_bench(wire: Wire) -> AsyncIterator[DipBench]:
    reader = ChipCardReader(wire.opener, SystemClock())
    try:
        yield DipBench(reader, wire)
    finally:
        await reader.close()


@dataclass(frozen=True)
class SocialBench:
    """A reader of social-security cards, and the slot at the other end."""

    reader: ChipSocialCardReader
    wire: Wire

    @property
    def slot(self) -> Slot:
        return self.wire.slot

    async def insert(self, card: SocialCard, fault: CardFault | None = None) -> None:
        await self.slot.insert(social_card(card), fault)


@asynccontextmanager
async def social_bench(
    wire: Wire, *, clock: Clock | None = None, unlocker: CardUnlocker | None = None
) -> AsyncIterator[SocialBench]:
    reader = ChipSocialCardReader(wire.opener, clock or SystemClock(), unlocker)
    try:
        yield SocialBench(reader, wire)
    finally:
        await reader.close()
