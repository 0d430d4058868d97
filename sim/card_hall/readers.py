"""The readers of chip cards of a hall, each with whose card is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sim.card_hall.state import CardPlace
from sim.cards.card_slot import CardSlot
from sim.cards.inserted import CardFault
from sim.cards.pcscd import PrivatePcscd
from sim.cards.smart_card import SmartCard
from sim.cards.vicc import VirtualSlot
from sim.devices.motor_card_reader import MotorCardReaderSimulator
from sim.devices.motor_transport import NO_DELAYS, Place
from sim.impossible import Impossible


class ChipReader(Protocol):
    """A reader as the hall plays it, whatever its mechanism. Unplugged when made."""

    @property
    def port(self) -> str:
        """What the kiosk's configuration says; only once it is plugged in."""
        ...

    @property
    def connected(self) -> bool:
        """Whether the cable is in."""
        ...

    @property
    def place(self) -> CardPlace:
        """Where the card is."""
        ...

    @property
    def kept(self) -> int:
        """How many cards it has drawn in for good."""
        ...

    async def plug(self) -> None:
        """Plug it in; may be done twice."""
        ...

    async def unplug(self) -> None:
        """Pull the cable out; may be done twice. Raises Impossible."""
        ...

    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        """Put a card in. Raises Impossible while another one is in the way."""
        ...

    async def take(self) -> None:
        """Take the card. Raises Impossible when nobody can get hold of it."""
        ...

    async def restore(self) -> None:
        """Empty, plugged in and well, as when the hall opens."""
        ...

    async def close(self) -> None:
        """The hall closes: the card is out and the cable too; may be called twice."""
        ...


class SocketReader:
    """A slot behind a plain socket."""

    def __init__(self) -> None:
        self._slot = CardSlot()
        self._connected = False

    @property
    def port(self) -> str:
        """See ChipReader."""
        return self._slot.address

    @property
    def connected(self) -> bool:
        """See ChipReader."""
        return self._connected

    @property
    def place(self) -> CardPlace:
        """See ChipReader."""
        return "inside" if self._slot.occupied else "nowhere"

    @property
    def kept(self) -> int:
        """See ChipReader."""
        return 0

    async def plug(self) -> None:
        """See ChipReader."""
        await self._slot.plug()
        self._connected = True

    async def unplug(self) -> None:
        """See ChipReader."""
        await self._slot.unplug()
        self._connected = False

    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        """See ChipReader."""
        await self._slot.insert(card, fault)

    async def take(self) -> None:
        """See ChipReader."""
        await self._slot.remove()

    async def restore(self) -> None:
        """See ChipReader."""
        await self._slot.remove()
        await self.plug()

    async def close(self) -> None:
        """See ChipReader."""
        await self._slot.remove()
        await self.unplug()


class PcscReader:
    """A slot of a virtual reader in the hall's own pcscd; it has no cable to be pulled."""

    def __init__(self, daemon: PrivatePcscd, slot: int) -> None:
        """``slot`` 0 or 1 of the daemon, which is somebody else's to start and end."""
        self._slot = VirtualSlot(daemon.ports[slot])
        self._name = daemon.readers[slot]

    @property
    def port(self) -> str:
        """See ChipReader."""
        return f"pcsc://name={self._name}"

    @property
    def connected(self) -> bool:
        """See ChipReader."""
        return True

    @property
    def place(self) -> CardPlace:
        """See ChipReader."""
        return "inside" if self._slot.occupied else "nowhere"

    @property
    def kept(self) -> int:
        """See ChipReader."""
        return 0

    async def plug(self) -> None:
        """See ChipReader."""

    async def unplug(self) -> None:
        """See ChipReader."""
        raise Impossible("a virtual reader of pcscd has no cable")

    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        """See ChipReader."""
        await self._slot.insert(card, fault)

    async def take(self) -> None:
        """See ChipReader."""
        await self._slot.remove()

    async def restore(self) -> None:
        """See ChipReader."""
        await self._slot.remove()

    async def close(self) -> None:
        """See ChipReader."""
        await self._slot.remove()


class MotorReader:
    """A motorised reader on a serial line."""

    def __init__(self, link: Path, *, quick: bool) -> None:
        """``link`` is the name of its pseudo-terminal; a ``quick`` one moves cards at once."""
        self._link = link
        self._reader = MotorCardReaderSimulator(link, delays=NO_DELAYS if quick else None)

    @property
    def port(self) -> str:
        """See ChipReader."""
        return str(self._link)

    @property
    def connected(self) -> bool:
        """See ChipReader."""
        return self._reader.plugged

    @property
    def place(self) -> CardPlace:
        """See ChipReader."""
        match self._reader.place:
            case Place.NOWHERE:
                return "nowhere"
            case Place.GATE:
                return "mouth"
            case _:
                return "inside"

    @property
    def kept(self) -> int:
        """See ChipReader."""
        return self._reader.captured

    async def plug(self) -> None:
        """See ChipReader."""
        self._reader.plug()

    async def unplug(self) -> None:
        """See ChipReader."""
        self._reader.unplug()

    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        """See ChipReader."""
        try:
            self._reader.insert(card, fault)
        except ValueError:
            raise Impossible("a card is in the reader already") from None

    async def take(self) -> None:
        """See ChipReader."""
        if not self._reader.take() and self._reader.place is not Place.NOWHERE:
            raise Impossible("nobody gets hold of a card inside the reader")

    async def restore(self) -> None:
        """See ChipReader."""
        self._reader.pull()
        self._reader.clear_jam()
        self._reader.clear_faults()
        self._reader.empty_bin()
        self._reader.plug()

    async def close(self) -> None:
        """See ChipReader."""
        self._reader.pull()
        self._reader.unplug()
