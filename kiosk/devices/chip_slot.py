"""What drivers of chip-card readers have in common: a port that comes and goes, and its card."""

from __future__ import annotations

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.chip_card import PortCard, powered
from kiosk.devices.clock import Clock
from kiosk.devices.ports.byte_port import PortLost, PortRefused
from kiosk.devices.ports.chip_port import ChipPort, ChipPortOpener
from kiosk.domain.terminal import ONLINE, Condition, Remedy


class ChipSlot:
    """A slot into which people put their cards themselves and take them out themselves."""

    def __init__(self, opener: ChipPortOpener, clock: Clock) -> None:
        self._opener = opener
        self._clock = clock
        self._port: ChipPort | None = None

    async def open(self) -> None:
        """See Device."""
        await self.close()
        try:
            self._port = await self._opener()
        except PortRefused:
            raise DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION) from None
        except PortLost:
            raise _disconnected() from None

    async def close(self) -> None:
        """See Device."""
        port, self._port = self._port, None
        if port is not None:
            await port.close()

    def condition(self) -> Condition:
        """See Device. Whoever watches the slot knows at any time."""
        try:
            self._connected().check()
        except PortLost:
            raise _disconnected() from None
        return ONLINE

    async def card_in(self) -> int:
        """Wait until a card is in; the number of its insertion. Raises DeviceError."""
        try:
            return await self._connected().card_in()
        except PortLost:
            raise _disconnected() from None

    async def card_out(self, insertion: int | None = None) -> None:
        """Wait until the card of that insertion, or else the one that is in now, has been taken
        out. Raises DeviceError."""
        port = self._connected()
        insertion = port.insertion if insertion is None else insertion
        try:
            port.check()
            if insertion is not None:
                await port.card_out(insertion)
        except PortLost:
            raise _disconnected() from None

    async def power_on(self) -> PortCard:
        """Give the card power. Raises DeviceError."""
        return await powered(self._connected(), self._clock)

    def _connected(self) -> ChipPort:
        if self._port is None:
            raise DeviceError(DeviceCause.DISCONNECTED, Remedy.RESET)
        return self._port


def _disconnected() -> DeviceError:
    return DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)
