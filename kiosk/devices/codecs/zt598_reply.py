"""What the SZZT pads ZT598, ZT588 and ZT599 answer; sans-I/O. Sources: devices.md 4.3."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kiosk.devices.codecs.pad_stream import PadFrame, PadFrameError

_HEX_OF_BLOCK = {8: 16, 16: 32}
_COUNT_FIGURES = 4
_SHORTEST_CHECK_VALUE = 3
_NOT_INSTALLED = ord("1")
_MODEL = slice(126, 132)
_FIRMWARE = slice(135, 138)
_SERIAL = slice(138, 146)


class ZtCode(IntEnum):
    """RTN of a command that was not done. ``meaning`` is for technicians."""

    TAMPERED = 0xDD
    LOW_BATTERY = 0xE0
    NO_INITIAL_KEY = 0xE1
    NO_MASTER_KEY = 0xE2
    KEY_LENGTH = 0xE3
    NO_SUCH_PLACE = 0xE4
    NO_SUCH_KEY = 0xE5
    KEY_PARITY = 0xE6
    CHECK_VALUE = 0xE7
    COMMAND_LENGTH = 0xE8
    ILLEGAL_DATA = 0xE9
    PARAMETER = 0xEB
    NOT_AUTHENTICATED = 0xEC
    AUTHENTICATION_LOCKED = 0xED
    INPUT_TIMED_OUT = 0xEE
    OTHER = 0xEF
    ILLEGAL_MODE = 0xF8
    NOT_INITIALISED = 0xFA
    LOCKED = 0xFB
    PIN_LENGTH = 0xFC
    REMOVED = 0xFF

    @property
    def meaning(self) -> str:
        """One sentence."""
        return _MEANING[self]


_MEANING = {
    ZtCode.TAMPERED: "the pad has been tampered with",
    ZtCode.LOW_BATTERY: "the battery that keeps the keys is low",
    ZtCode.NO_INITIAL_KEY: "no initial key under which a master key could be loaded",
    ZtCode.NO_MASTER_KEY: "no master key under which a working key could be loaded",
    ZtCode.KEY_LENGTH: "the key has a wrong length",
    ZtCode.NO_SUCH_PLACE: "there is no such place for a key",
    ZtCode.NO_SUCH_KEY: "no such key, or it is for something else",
    ZtCode.KEY_PARITY: "the key has a wrong parity",
    ZtCode.CHECK_VALUE: "the key has a wrong check value",
    ZtCode.COMMAND_LENGTH: "the command has a wrong length",
    ZtCode.ILLEGAL_DATA: "the command has illegal data",
    ZtCode.PARAMETER: "the command has a wrong parameter",
    ZtCode.NOT_AUTHENTICATED: "the host has not been authenticated",
    ZtCode.AUTHENTICATION_LOCKED: "authentication is locked after failures",
    ZtCode.INPUT_TIMED_OUT: "the input took too long",
    ZtCode.OTHER: "there is no PIN, or another error",
    ZtCode.ILLEGAL_MODE: "the pad is in another mode",
    ZtCode.NOT_INITIALISED: "the pad has not been initialised",
    ZtCode.LOCKED: "the command is locked",
    ZtCode.PIN_LENGTH: "the PIN has a wrong length",
    ZtCode.REMOVED: "the pad has been removed from its place",
}


@dataclass(frozen=True, slots=True)
class ZtVersion:
    """What the pad says of itself; empty where the answer is too short for it."""

    model: str
    firmware: str
    serial: str


def is_done(code: int) -> bool:
    """Whether RTN says that the command was done."""
    return 0x60 <= code <= 0x9F or code == 0xA3


def zt_version(answer: PadFrame) -> ZtVersion:
    """From the answer to VERSION."""
    return ZtVersion(*(_text(answer.data[part]) for part in (_MODEL, _FIRMWARE, _SERIAL)))


def is_removed(answer: PadFrame) -> bool:
    """From the answer to INSTALLED: whether the removal switch is open."""
    return answer.data[2:3] == bytes((_NOT_INSTALLED,))


def check_value(answer: PadFrame) -> bytes:
    """The check value in the answer to a key: at least three bytes. Raises PadFrameError."""
    value = _binary(answer.data)
    if len(value) < _SHORTEST_CHECK_VALUE:
        raise PadFrameError("no check value")
    return value


def pin_block(answer: PadFrame, size: int) -> bytes:
    """The block of ``size`` bytes, 8 or 16, behind the two counts (track, PIN length) that are not
    looked at. Raises PadFrameError."""
    return _block(answer.data[_COUNT_FIGURES:], size)


def mac_value(answer: PadFrame, size: int) -> bytes:
    """The MAC of ``size`` bytes, 8 or 16. Raises PadFrameError."""
    return _block(answer.data, size)


def challenge(answer: PadFrame) -> bytes:
    """The 16 bytes of an authentication. Raises PadFrameError."""
    return _block(answer.data, 16)


def _block(text: bytes, size: int) -> bytes:
    if len(text) != _HEX_OF_BLOCK[size]:
        raise PadFrameError("an answer of another length")
    return _binary(text)


def _binary(text: bytes) -> bytes:
    try:
        return bytes.fromhex(text.decode("ascii"))
    except ValueError:
        raise PadFrameError("an answer that is not hexadecimal") from None


def _text(field: bytes) -> str:
    return "".join(chr(value) for value in field if 0x20 < value < 0x7F)
