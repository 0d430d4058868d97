"""Commands of the pads XZ-F35 (旭子, SecuXU), and their keys; sans-I/O.

Sources: devices.md 4.4, and the public header and driver named there. There is no command here that
lets the pad name the figures that are pressed; that one is in ``plain_keys``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, IntEnum, IntFlag

from kiosk.devices.codecs.pad_stream import NAMED_FIGURES, PadCommand, PadFrameError, PadKey
from kiosk.devices.codecs.xz_frame import encode_frame

XZ_PIN_KEYS: Mapping[int, PadKey] = {
    0x2A: PadKey.FIGURE,
    0x0D: PadKey.ENTER,
    0x08: PadKey.CLEAR,
    0x1B: PadKey.CANCEL,
    **NAMED_FIGURES,
}
"""What the bytes between answers mean while a PIN is entered."""

MOST_MAC_BYTES = 2048

_ECHO = 0x2A
_PAD_CHARACTER = 0x0F
_PLACES = 64
_FIXED = 0xAA
_ZERO_CHECK = 2
_COMPONENT_FIGURES = 32


class XzAlgorithm(Enum):
    """Which cipher the commands that follow are about."""

    DES = b"\x00"
    SM4 = b"\x02"


class XzKeyUse(IntFlag):
    """What a key may do."""

    DATA = 0x01
    PIN = 0x02
    MAC = 0x04
    KEYS = 0x20
    VECTOR = 0x80
    TYPED_COMPONENT = 0x200


class XzPinFormat(IntEnum):
    """How the PIN block is formed."""

    X98 = 0x0002
    ISO0 = 0x0004


class XzMacKind(IntEnum):
    """How MAC chains blocks."""

    X99 = 0x0020
    """Single DES."""
    X99_LONG = 0x0021
    """The whole key on every block: double-length 3DES, and SM4."""


class XzOfficer(IntEnum):
    """Whose password, and whose component of a key, is typed at the pad."""

    A = 0x30
    B = 0x31


def _again(command: bytes, data: bytes = b"") -> PadCommand:
    return PadCommand(encode_frame(command, data), repeatable=True)


def _once(command: bytes, data: bytes = b"") -> PadCommand:
    return PadCommand(encode_frame(command, data), repeatable=False)


# Questions, and settings that are the same after the second time.
STATUS = _again(b"EW")
SERIAL_NUMBER = _again(b"RS")
RESET = _again(b"SF")
ABORT_INPUT = _again(b"CK")
BUZZER_ON = _again(b"SZ", b"\x30")


def use_algorithm(algorithm: XzAlgorithm) -> PadCommand:
    """Choose the cipher of what follows."""
    return _again(b"SW", algorithm.value)


def start_pin(least: int, most: int) -> PadCommand:
    """Take a PIN; every figure is told as ``*``.

    Not repeatable: it would throw away the figures pressed since the first time, unseen by the
    citizen. Whoever gets no answer aborts and begins anew.
    """
    return _once(b"RP", bytes((least, most, 0, _ECHO)))


def read_pin_block(key: int, form: XzPinFormat, account: str) -> PadCommand:
    """The PIN, formed and enciphered. ``account``: twelve figures.

    Not repeatable: the pad keeps a PIN for one block, and refuses blocks asked for too soon one
    after the other.
    """
    if len(account) != 12 or not account.isascii() or not account.isdigit():
        raise PadFrameError("an account is twelve figures")
    head = _place(key) + form.to_bytes(2, "big") + bytes((_PAD_CHARACTER, len(account)))
    return _once(b"PB", head + account.encode("ascii"))


def load_key(
    algorithm: XzAlgorithm, master: int, key: int, use: XzKeyUse, cryptogram: bytes
) -> PadCommand:
    """A working key under a master key.

    Not repeatable: the second time the pad says that the place is taken. Whether the first came
    through is learnt from the check value.
    """
    if len(cryptogram) not in (8, 16) or (algorithm is XzAlgorithm.SM4 and len(cryptogram) != 16):
        raise PadFrameError("a key has 16 bytes, or 8 for single DES")
    attributes = (use | XzKeyUse.VECTOR).to_bytes(4, "big")
    command = b"LG" if algorithm is XzAlgorithm.SM4 else b"LK"
    return _once(command, _place(key) + _place(master) + attributes + cryptogram)


def erase_key(key: int) -> PadCommand:
    """Forget a key; that there is none is as good."""
    return _again(b"DD", _place(key))


def read_check_value(key: int) -> PadCommand:
    """E(key, 0): place plus one, and the kind of check in the lowest four bits."""
    _place(key)
    return _again(b"RC", ((key + 1 << 4) + _ZERO_CHECK).to_bytes(2, "big"))


def zero_vector(size: int) -> PadCommand:
    """The vector of the next MAC: so many zero bytes."""
    return _again(b"DV", bytes(size))


def mac(key: int, kind: XzMacKind, data: bytes) -> PadCommand:
    """MAC over whole blocks.

    Not repeatable by itself: nobody says whether the vector stays zero, so it is sent again before.
    Raises PadFrameError when there are more than 2048 bytes.
    """
    if len(data) > MOST_MAC_BYTES:
        raise PadFrameError("too much for one MAC command")
    head = _place(key) + kind.to_bytes(2, "big") + len(data).to_bytes(2, "big")
    return _once(b"MC", head + data)


def ask_password(officer: XzOfficer) -> PadCommand:
    """Have a key officer type the own password at the pad. Not repeatable: wrong ones count."""
    return _once(b"CP", bytes((officer, _FIXED)))


def ask_component(officer: XzOfficer, key: int) -> PadCommand:
    """Have a key officer type a component of a master key at the pad.

    Not repeatable: it begins the typing anew, or takes a component a second time.
    """
    attributes = (XzKeyUse.KEYS | XzKeyUse.VECTOR | XzKeyUse.TYPED_COMPONENT).to_bytes(4, "big")
    length = _COMPONENT_FIGURES.to_bytes(2, "big")
    return _once(b"IK", bytes((officer,)) + _place(key) + attributes + length + b"\x00")


def _place(key: int) -> bytes:
    if not 0 <= key < _PLACES:
        raise PadFrameError("the pad has places 0 to 63")
    return key.to_bytes(2, "big")
