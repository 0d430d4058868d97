"""Commands to the identity-card security module, GA/T 467-2019."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.devices.codecs.sdt_frame import encode_frame
from kiosk.devices.codecs.sdt_status import SdtStatus


@dataclass(frozen=True, slots=True)
class SdtCommand:
    """One command. ``success`` is the status of a reply that grants it, and ``bears_data`` whether
    that reply carries data; together they expose a late reply to some earlier command, because a
    frame does not say what it answers."""

    name: str
    body: bytes
    success: SdtStatus = SdtStatus.OK
    bears_data: bool = False

    @property
    def frame(self) -> bytes:
        """The complete frame to send."""
        return encode_frame(self.body)


RESET_SAM: Final = SdtCommand("reset SAM", b"\x10\xff")
SAM_STATUS: Final = SdtCommand("SAM status", b"\x11\xff")
SAM_ID: Final = SdtCommand("SAM id", b"\x12\xff", bears_data=True)
FIND_CARD: Final = SdtCommand("find card", b"\x20\x01", SdtStatus.CARD_FOUND, bears_data=True)
SELECT_CARD: Final = SdtCommand("select card", b"\x20\x02", bears_data=True)
READ_BASE: Final = SdtCommand("read text and photo", b"\x30\x01", bears_data=True)
READ_NEWEST_ADDRESS: Final = SdtCommand("read newest address", b"\x30\x03", bears_data=True)
READ_MANAGEMENT: Final = SdtCommand("read management numbers", b"\x30\x05", bears_data=True)
READ_BASE_AND_FINGERPRINT: Final = SdtCommand(
    "read text, photo and fingerprint", b"\x30\x10", bears_data=True
)
SLEEP: Final = SdtCommand("sleep", b"\x00")
WAKE: Final = SdtCommand("wake", b"\x01")

SET_SPEED: Final = MappingProxyType(
    {
        115200: SdtCommand("set speed 115200", b"\x60\x00"),
        57600: SdtCommand("set speed 57600", b"\x60\x01"),
        38400: SdtCommand("set speed 38400", b"\x60\x02"),
        19200: SdtCommand("set speed 19200", b"\x60\x03"),
        9600: SdtCommand("set speed 9600", b"\x60\x04"),
    }
)
"""By speed in baud; the module changes over after its reply."""

_RADIO_FRAME_SIZES = range(0x18, 0x50 + 1)


def set_radio_frame(size: int) -> SdtCommand:
    """Limit the frames between module and card to ``size`` bytes, 24 to 80.

    Raises ValueError outside these.
    """
    if size not in _RADIO_FRAME_SIZES:
        raise ValueError(f"radio frames have 24 to 80 bytes, not {size}")
    return SdtCommand("set radio frame size", bytes((0x61, 0xFF, size)))
