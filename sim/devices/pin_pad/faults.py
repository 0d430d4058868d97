"""How a PIN pad can fail, and the names of these failures in scenario files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Role(Enum):
    """What a command is for, whatever a model calls it."""

    STATUS = "status"
    START = "start"
    STOP = "stop"
    BLOCK = "block"
    MAC = "mac"
    LOAD = "load"
    MASTER = "master"
    SETTING = "setting"
    PLAIN = "plain"
    OTHER = "other"


class FaultKind(Enum):
    """What happens to a command or to its answer."""

    SILENCE = "silence"
    """The command is not carried out and not answered."""
    LOST_ANSWER = "lost_answer"
    """The command is carried out, its answer is not sent."""
    HALF = "half"
    """The answer breaks off after ``amount`` bytes."""
    CHECKSUM = "checksum"
    """The last byte of the answer is wrong."""
    KEY_INSIDE = "key_inside"
    """The key ``amount`` (its byte) is told in the middle of the answer, after two fifths of it."""
    GLUED = "glued"
    """The answer is sent twice without a pause."""
    NOISE = "noise"
    """Bytes that are neither answer nor key come before the answer."""
    CODE = "code"
    """The command is not carried out and answered with code ``amount``."""
    WRONG_CHECK_VALUE = "wrong_check_value"
    """The key that is taken in is another than was sent."""
    LATE_KEY = "late_key"
    """The key ``amount`` (its byte) is told after the answer."""


@dataclass(frozen=True, slots=True)
class PadFault:
    """A fault that strikes the next ``times`` commands ``on`` (any command when None), or for ever
    when ``times`` is None."""

    kind: FaultKind
    amount: int = 0
    on: Role | None = None
    times: int | None = 1


class Code(Enum):
    """Codes of failure that faults need, whatever number a model has for them."""

    TIMED_OUT = "timed_out"
    PIN_LENGTH = "pin_length"
    CHECK_VALUE = "check_value"
    TAMPERED = "tampered"
    REMOVED = "removed"


_STAR = 0x2A
_ENTER = 0x0D

NAMED_FAULTS = MappingProxyType(
    {
        "silence": PadFault(FaultKind.SILENCE),
        "dead": PadFault(FaultKind.SILENCE, times=None),
        "lost_answer": PadFault(FaultKind.LOST_ANSWER),
        "lost_start": PadFault(FaultKind.LOST_ANSWER, on=Role.START),
        "lost_block": PadFault(FaultKind.LOST_ANSWER, on=Role.BLOCK),
        "half_frame": PadFault(FaultKind.HALF, 3),
        "half_block": PadFault(FaultKind.HALF, 3, Role.BLOCK),
        "checksum": PadFault(FaultKind.CHECKSUM),
        "key_inside": PadFault(FaultKind.KEY_INSIDE, _STAR, Role.START),
        "enter_inside_block": PadFault(FaultKind.KEY_INSIDE, _ENTER, Role.BLOCK),
        "glued": PadFault(FaultKind.GLUED),
        "noise": PadFault(FaultKind.NOISE),
        "kcv_mismatch": PadFault(FaultKind.WRONG_CHECK_VALUE, on=Role.LOAD),
        "key_after_stop": PadFault(FaultKind.LATE_KEY, _STAR, Role.STOP),
    }
)
NAMED_CODES = MappingProxyType(
    {
        "timeout_code": (Code.TIMED_OUT, Role.BLOCK),
        "too_short": (Code.PIN_LENGTH, Role.BLOCK),
        "kcv_refused": (Code.CHECK_VALUE, Role.LOAD),
    }
)
"""Faults that are a code; its number is the model's."""
FAULT_NAMES = (*NAMED_FAULTS, *NAMED_CODES)
"""All of them, for scenario files."""
