"""How an identity-card reader can fail, and the names of these failures in scenario files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Command(Enum):
    """What the module can be asked to do; the value is command and parameter."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    NUMBER = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"
    READ_ADDRESS = b"\x30\x03"
    READ_WITH_FINGERPRINT = b"\x30\x10"


class FaultKind(Enum):
    """What happens to a command or to its answer."""

    SILENCE = "silence"
    """The command is not carried out and not answered."""
    LOST_ANSWER = "lost_answer"
    """The command is carried out, its answer is not sent."""
    CUT = "cut"
    """The answer breaks off after ``amount`` bytes."""
    FLIPPED_CHECK = "flipped_check"
    """The check byte of the answer is wrong."""
    STATUS = "status"
    """The command is not carried out and answered with status ``amount``."""
    GARBAGE = "garbage"
    """Noise, with the beginning of a frame in it, comes before the answer."""
    GLUED = "glued"
    """The answer is sent twice without a pause."""


@dataclass(frozen=True, slots=True)
class ReaderFault:
    """A fault that strikes the next ``times`` commands ``on`` (any command when None), or for ever
    when ``times`` is None."""

    kind: FaultKind
    amount: int = 0
    on: Command | None = None
    times: int | None = 1


def _status(code: int, on: Command | None, times: int | None = 1) -> ReaderFault:
    return ReaderFault(FaultKind.STATUS, code, on, times)


NAMED_FAULTS = MappingProxyType(
    {
        "silence": ReaderFault(FaultKind.SILENCE),
        "dead": ReaderFault(FaultKind.SILENCE, times=None),
        "lost_answer": ReaderFault(FaultKind.LOST_ANSWER, on=Command.READ),
        "cut": ReaderFault(FaultKind.CUT, 200, Command.READ),
        "cut_header": ReaderFault(FaultKind.CUT, 6, Command.FIND),
        "checksum": ReaderFault(FaultKind.FLIPPED_CHECK),
        "checksum_on_read": ReaderFault(FaultKind.FLIPPED_CHECK, on=Command.READ),
        "garbage": ReaderFault(FaultKind.GARBAGE),
        "glued": ReaderFault(FaultKind.GLUED),
        "misheard": _status(0x10, None),
        "misheard_length": _status(0x11, None),
        "unknown_command": _status(0x21, None),
        "select_failed": _status(0x81, Command.SELECT),
        "read_failed": _status(0x41, Command.READ),
        "unreadable": _status(0x41, Command.READ, 3),
        "not_genuine": _status(0x32, Command.READ),
        "module_refused": _status(0x31, Command.SELECT),
        "wrong_kind": _status(0x40, Command.SELECT),
        "no_random": _status(0x47, Command.SELECT),
        "confused": _status(0x24, None),
        "self_test": _status(0x60, None, None),
        "unauthorised": _status(0x66, None, None),
        "operation_refused": _status(0x23, None, None),
    }
)
"""By the names scenarios use. Those of the module itself last until they are cleared."""


def named_fault(name: str) -> ReaderFault:
    """The fault of that name. Raises KeyError."""
    return NAMED_FAULTS[name]
