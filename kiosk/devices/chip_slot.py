"""What drivers of chip-card readers have in common: a port that comes and goes, and its card."""

from __future__ import annotations

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.chip_card import PortCard, powered
from kiosk.devices.clock import Clock
from kiosk.devices.port_opening import disconnected, opened
from kiosk.devices.ports.byte_port import PortLost
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
        self._port = await opened(self._opener)

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
            raise disconnected() from None
        return ONLINE

    async def next_card(self, known: int | None = None) -> PortCard:
        """Wait as long as it takes until a card is in that is not the ``known`` insertion, and give
        it power.

        A card only dipped and pulled out again is waited for anew. Raises DeviceError: CARD_MUTE,
        and what concerns the reader.
        """
        port = self._connected()
        try:
            while True:
                insertion = await port.card_in()
                if insertion != known:
                    try:
                        return await powered(port, self._clock)
                    except DeviceError as error:
                        if error.cause is not DeviceCause.CARD_REMOVED:
                            raise
                # The card may say that it is gone a moment before the watch over the slot does.
                await port.card_out(insertion)
        except PortLost:
            raise disconnected() from None

    async def card_out(self) -> None:
        """Wait until the card that is in now has been taken out. Raises DeviceError."""
        port = self._connected()
        insertion = port.insertion
        try:
            port.check()
            if insertion is not None:
                await port.card_out(insertion)
        except PortLost:
            raise disconnected() from None

    def _connected(self) -> ChipPort:
        if self._port is None:
            raise DeviceError(DeviceCause.DISCONNECTED, Remedy.RESET)
        return self._port
