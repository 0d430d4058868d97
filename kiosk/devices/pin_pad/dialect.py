"""What a model of PIN pad has to say of itself; the rest of the driver is the same for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from kiosk.devices.api import DeviceError, KeyCipher, KeyUse, PinBlockForm, WorkingKey
from kiosk.devices.codecs.pad_stream import PadCommand, PadFrame, PadKey, PadSplitter
from kiosk.devices.pin_pad.link import PadLink
from kiosk.domain.terminal import Condition

PinLink: TypeAlias = PadLink[PadKey]
"""A link on which a figure can only be told, never named."""

ACCOUNT_FIGURES = 12
MOST_FIGURES = 12


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """Where the keys lie in the pad, by the pad's own numbers."""

    master: int = 0x01
    pin: int = 0x30
    mac: int = 0x31
    data: int = 0x32

    def of(self, use: KeyUse) -> int:
        """Where the working key for ``use`` lies."""
        return {KeyUse.PIN: self.pin, KeyUse.MAC: self.mac, KeyUse.DATA: self.data}[use]


class PadDialect(Protocol):
    """A model's own words for what every pad does.

    Every method talks to the pad and raises PortLost or DeviceError.
    """

    @property
    def stop_command(self) -> PadCommand:
        """Ends any input, also when there is none."""
        ...

    def splitter(self) -> PadSplitter[PadKey]:
        """Takes answers and keys of a PIN apart."""
        ...

    async def greet(self, link: PinLink) -> str:
        """Make ready after opening; the pad's model and serial number, ``""`` when unknown."""
        ...

    async def condition(self, link: PinLink) -> Condition:
        """Ask how it is."""
        ...

    async def prepare_pin(self, link: PinLink, least: int, most: int, seconds: float) -> None:
        """Set what the next input of a PIN shall be like."""
        ...

    async def start_pin(self, link: PinLink, least: int, most: int) -> None:
        """Let the PIN be typed."""
        ...

    async def stop(self, link: PinLink) -> None:
        """End any input."""
        ...

    async def reset(self, link: PinLink) -> None:
        """Start the pad anew; keys are kept."""
        ...

    async def pin_block(self, link: PinLink, account: str, form: PinBlockForm) -> bytes:
        """See PinPad."""
        ...

    async def mac(self, link: PinLink, data: bytes, cipher: KeyCipher) -> bytes:
        """See PinPad."""
        ...

    async def load(self, link: PinLink, key: WorkingKey) -> bytes:
        """Take in a working key and return the check value the pad computes of it."""
        ...

    async def erase(self, link: PinLink, key: WorkingKey) -> None:
        """Forget what was loaded as this key."""
        ...

    async def beep(self, link: PinLink) -> None:
        """Sound once."""
        ...

    def complaint(self, frame: PadFrame) -> DeviceError | None:
        """What an answer that nobody asked for complains of, if it does."""
        ...
