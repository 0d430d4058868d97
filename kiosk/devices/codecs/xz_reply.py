"""What the pads XZ-F35 answer; sans-I/O. Sources: devices.md 4.4, and the public header there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kiosk.devices.codecs.pad_stream import PadFrame, PadFrameError
from kiosk.devices.codecs.xz_frame import DONE

_STATUS_BYTES = 7
_SHORTEST_CHECK_VALUE = 3


class XzCode(IntEnum):
    """Why a command was not done. ``meaning`` is for technicians."""

    TAMPERED = 0x01
    ALGORITHM = 0x02
    FORMAT = 0x03
    NO_PASSWORD = 0x0B
    WRONG_PASSWORD = 0x0D
    NO_SUCH_KEY = 0x0E
    KEY_EXISTS = 0x0F
    KEY_ATTRIBUTE = 0x10
    LOAD_FAILED = 0x12
    SAME_KEY_EXISTS = 0x14
    NO_SUCH_PLACE = 0x17
    NO_PIN = 0x19
    PIN_INVALID = 0x1A
    TOO_SOON = 0x1B
    PIN_LENGTH = 0x1C
    ACCOUNT_LENGTH = 0x1D
    SEQUENCE = 0x1F
    LOCKED = 0x24
    TIMED_OUT = 0x26
    PASSWORD_NOT_GIVEN = 0x29
    REMOVED = 0x34
    NOT_INITIALISED = 0x35
    NOT_AUTHENTICATED = 0x36
    KEY_LENGTH = 0x42
    SELF_CHECK = 0x44

    @property
    def meaning(self) -> str:
        """One sentence."""
        return _MEANING[self]


_MEANING = {
    XzCode.TAMPERED: "the pad has been tampered with",
    XzCode.ALGORITHM: "the command is for another cipher",
    XzCode.FORMAT: "the command is malformed",
    XzCode.NO_PASSWORD: "the key officers have no passwords yet",
    XzCode.WRONG_PASSWORD: "the key officer's password was wrong",
    XzCode.NO_SUCH_KEY: "there is no such key",
    XzCode.KEY_EXISTS: "there is a key in this place",
    XzCode.KEY_ATTRIBUTE: "the key is for something else",
    XzCode.LOAD_FAILED: "the key could not be taken",
    XzCode.SAME_KEY_EXISTS: "the same key is in another place",
    XzCode.NO_SUCH_PLACE: "there is no such place for a key",
    XzCode.NO_PIN: "there is no PIN",
    XzCode.PIN_INVALID: "the PIN is no longer valid",
    XzCode.TOO_SOON: "blocks are asked for too soon one after the other",
    XzCode.PIN_LENGTH: "the PIN has a wrong length",
    XzCode.ACCOUNT_LENGTH: "the account has a wrong length",
    XzCode.SEQUENCE: "the command comes in a wrong order",
    XzCode.LOCKED: "the pad is locked",
    XzCode.TIMED_OUT: "the input took too long",
    XzCode.PASSWORD_NOT_GIVEN: "the key officer's password has not been given",
    XzCode.REMOVED: "the pad has been removed from its place",
    XzCode.NOT_INITIALISED: "the pad has not been initialised",
    XzCode.NOT_AUTHENTICATED: "the host has not been authenticated",
    XzCode.KEY_LENGTH: "the key has a wrong length",
    XzCode.SELF_CHECK: "the pad failed its self-check",
}


@dataclass(frozen=True, slots=True)
class XzStatus:
    """The answer to STATUS."""

    battery_low: bool
    tampered: bool
    initialised: bool
    has_master_key: bool
    has_working_key: bool
    removed: bool


def is_done(answer: PadFrame) -> bool:
    """Whether the command was done."""
    return answer.code == DONE


def failure(answer: PadFrame) -> int:
    """The code of a command that was not done. Raises PadFrameError when there is none."""
    if not answer.data:
        raise PadFrameError("a failure without a code")
    return answer.data[0]


def xz_status(answer: PadFrame) -> XzStatus:
    """From the answer to STATUS. That the second byte is 1 after tampering, and not while the
    protection is merely armed, is an assumption. Raises PadFrameError."""
    if len(answer.data) < _STATUS_BYTES:
        raise PadFrameError("a status of another length")
    battery, tamper, initialised, master, working, legal, _ = answer.data[:_STATUS_BYTES]
    return XzStatus(
        battery == 0, tamper == 1, initialised == 1, master == 1, working == 1, legal == 0
    )


def block(answer: PadFrame, size: int) -> bytes:
    """A PIN block or MAC of ``size`` bytes. Raises PadFrameError."""
    if len(answer.data) != size:
        raise PadFrameError("an answer of another length")
    return answer.data


def check_value(answer: PadFrame) -> bytes:
    """A check value: at least three bytes. Raises PadFrameError."""
    if len(answer.data) < _SHORTEST_CHECK_VALUE:
        raise PadFrameError("no check value")
    return answer.data
