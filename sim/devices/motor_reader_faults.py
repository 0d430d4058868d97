"""How a motorised card reader can fail, and the names of these failures in scenario files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Motion(Enum):
    """What the reader can be asked to do; the value is CM and PM."""

    INIT_TO_GATE = b"00"
    INIT_TO_BIN = b"01"
    INIT_IN_PLACE = b"03"
    STATUS = b"10"
    TO_GATE = b"20"
    TO_CONTACTS = b"21"
    TO_BIN = b"23"
    ALLOW = b"30"
    FORBID = b"31"
    POWER_UP = b"Q0"
    POWER_DOWN = b"Q1"
    APDU = b"Q9"


class FaultKind(Enum):
    """What happens to a command or to its reply."""

    DEAF = "deaf"
    """The command is not heard."""
    NAK = "nak"
    """The command is heard damaged."""
    LOST_ACK = "lost_ack"
    """The command is carried out and replied to, without ACK."""
    LOST_REPLY = "lost_reply"
    """The command is acknowledged and carried out, its reply is not sent."""
    CUT = "cut"
    """The reply breaks off after ``amount`` bytes, and comes whole when asked for again."""
    FLIPPED_CHECK = "flipped_check"
    """The check byte of the reply is wrong, and right when asked for again."""
    FLIPPED_CHECKS = "flipped_checks"
    """The check byte of the reply is wrong however often it is asked for."""
    NOISE = "noise"
    """Noise, with the beginning of a frame in it, comes before the reply."""
    REFUSED = "refused"
    """The command is not carried out and refused with ``code``."""


@dataclass(frozen=True, slots=True)
class MotorReaderFault:
    """A fault that strikes the next ``times`` commands ``on`` (any command when None), or for ever
    when ``times`` is None."""

    kind: FaultKind
    on: Motion | None = None
    code: bytes = b""
    amount: int = 0
    times: int | None = 1


def _refused(code: bytes, on: Motion, times: int | None = 1) -> MotorReaderFault:
    return MotorReaderFault(FaultKind.REFUSED, on, code, times=times)


NAMED_FAULTS = MappingProxyType(
    {
        "dead": MotorReaderFault(FaultKind.DEAF, times=None),
        "deaf": MotorReaderFault(FaultKind.DEAF),
        "misheard": MotorReaderFault(FaultKind.NAK),
        "lost_reply": MotorReaderFault(FaultKind.LOST_REPLY, Motion.APDU),
        "cut": MotorReaderFault(FaultKind.CUT, Motion.APDU, amount=9),
        "checksum": MotorReaderFault(FaultKind.FLIPPED_CHECK),
        "noise": MotorReaderFault(FaultKind.NOISE),
        "chip_short_circuit": _refused(b"60", Motion.POWER_UP, None),
        "chip_not_emv": _refused(b"69", Motion.POWER_UP),
        "chip_disturbed": _refused(b"67", Motion.APDU),
        "card_too_long": _refused(b"13", Motion.TO_CONTACTS),
        "motor": _refused(b"51", Motion.TO_CONTACTS),
        "sensor": _refused(b"12", Motion.STATUS, None),
    }
)
"""By the names scenarios use."""


def named_fault(name: str) -> MotorReaderFault:
    """The fault of that name. Raises KeyError."""
    return NAMED_FAULTS[name]
