"""Commands that let a pad name the figures that are pressed, and what it then sends; sans-I/O.

They are apart from everything else because they must never run while a PIN is asked. Only
``kiosk.devices.pin_pad.key_test`` may import this, which a test sees to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.devices.codecs import xz_frame, zt598_frame
from kiosk.devices.codecs.pad_stream import FIGURE_BYTES, PadCommand


@dataclass(frozen=True, slots=True)
class PlainKey:
    """A key with its name, such as ``7``, ``ENTER`` or ``F3``."""

    name: str


_SHARED: Mapping[int, PlainKey] = {
    **{code: PlainKey(chr(code)) for code in FIGURE_BYTES},
    0x0D: PlainKey("ENTER"),
    0x08: PlainKey("CLEAR"),
    0x1B: PlainKey("CANCEL"),
    0x2E: PlainKey("."),
    **{0x40 + number: PlainKey(f"F{number}") for number in range(1, 9)},
}
ZT598_PLAIN_KEYS: Mapping[int, PlainKey] = {**_SHARED, 0x22: PlainKey("00")}
XZ_PLAIN_KEYS: Mapping[int, PlainKey] = {**_SHARED, 0x54: PlainKey("00"), 0x23: PlainKey("HELP")}

# Switched on twice it is on.
ZT598_START_PLAIN = PadCommand(zt598_frame.encode_frame(b"5033"), repeatable=True)
XZ_START_PLAIN = PadCommand(xz_frame.encode_frame(b"OK", b"\x00\x00"), repeatable=True)
