"""The few functions of PC/SC that are used, through pyscard's thin binding.

pyscard is imported when the first reader is opened: it loads libpcsclite, which a terminal without
chip-card readers need not have. Its object-oriented part is not used, for that starts threads of
its own and polls.
"""

from __future__ import annotations

import functools
import importlib
from enum import IntEnum
from types import ModuleType
from typing import Protocol

_SYSTEM_SCOPE = 2
_EXCLUSIVE = 1
_DIRECT = 3
_T0 = 1
_T1 = 2
_LEAVE = 0
_RESET = 1
_UNPOWER = 2
_CHANNEL_ID = 0x0002_0110
_UNSIGNED = 0xFFFF_FFFF

STATE_CHANGED = 0x0002
STATE_UNKNOWN = 0x0004
STATE_UNAVAILABLE = 0x0008
STATE_PRESENT = 0x0020


class PcscCode(IntEnum):
    """Results of PC/SC that mean something of their own here (winscard.h)."""

    CANCELLED = 0x8010_0002
    UNKNOWN_READER = 0x8010_0009
    TIMEOUT = 0x8010_000A
    SHARING_VIOLATION = 0x8010_000B
    NO_SMARTCARD = 0x8010_000C
    COMM_ERROR = 0x8010_0013
    READER_UNAVAILABLE = 0x8010_0017
    NO_SERVICE = 0x8010_001D
    SERVICE_STOPPED = 0x8010_001E
    NO_READERS_AVAILABLE = 0x8010_002E
    REMOVED_CARD = 0x8010_0069
    ACCESS_DENIED = 0x8010_006A
    """SCARD_W_SECURITY_VIOLATION: pcscd's polkit rules keep this user away."""


class PcscTrouble(Exception):
    """A call did not succeed; ``code`` is its result, one of PcscCode or any other."""

    def __init__(self, code: int) -> None:
        super().__init__(f"{code:#010x}")
        self.code = code


class PcscCalls(Protocol):
    """PC/SC as it is needed. Every call may block and raises PcscTrouble."""

    def establish(self) -> int:
        """A new context."""
        ...

    def release(self, context: int) -> None:
        """End a context."""
        ...

    def readers(self, context: int) -> tuple[str, ...]:
        """The names of all readers."""
        ...

    def channel(self, context: int, reader: str) -> int | None:
        """SCARD_ATTR_CHANNEL_ID, for a USB reader ``0x0020`` bus and device number; None where the
        reader has none."""
        ...

    def next_state(self, context: int, reader: str, known: int, wait_ms: int) -> int:
        """Wait for a state of the reader other than ``known`` (0 for none) and return it."""
        ...

    def cancel(self, context: int) -> None:
        """End ``next_state`` of another thread with CANCELLED."""
        ...

    def connect(self, context: int, reader: str) -> tuple[int, bool]:
        """A handle on the card, for nobody else meanwhile, and whether it speaks T=0."""
        ...

    def answer_to_reset(self, card: int) -> bytes:
        """What the card said when it got power."""
        ...

    def transmit(self, card: int, command: bytes, *, t0: bool) -> bytes:
        """Send one command, return data and status."""
        ...

    def reset(self, card: int) -> None:
        """Warm reset; the protocol stays."""
        ...

    def disconnect(self, card: int) -> None:
        """Take the power away and let go."""
        ...


class LibPcsc:
    """PcscCalls over libpcsclite."""

    def establish(self) -> int:
        """See PcscCalls."""
        try:
            result, context = _scard().SCardEstablishContext(_SYSTEM_SCOPE)
        except ImportError:
            # The library itself is missing, and with it the service.
            raise PcscTrouble(PcscCode.NO_SERVICE) from None
        _succeeded(result)
        return int(context)

    def release(self, context: int) -> None:
        """See PcscCalls."""
        _succeeded(_scard().SCardReleaseContext(context))

    def readers(self, context: int) -> tuple[str, ...]:
        """See PcscCalls."""
        result, names = _scard().SCardListReaders(context, [])
        if result & _UNSIGNED == PcscCode.NO_READERS_AVAILABLE:
            return ()
        _succeeded(result)
        return tuple(names)

    def channel(self, context: int, reader: str) -> int | None:
        """See PcscCalls."""
        scard = _scard()
        result, card, _ = scard.SCardConnect(context, reader, _DIRECT, 0)
        _succeeded(result)
        try:
            result, value = scard.SCardGetAttrib(card, _CHANNEL_ID)
        finally:
            scard.SCardDisconnect(card, _LEAVE)
        return int.from_bytes(bytes(value[:4]), "little") if result == 0 and value else None

    def next_state(self, context: int, reader: str, known: int, wait_ms: int) -> int:
        """See PcscCalls."""
        result, states = _scard().SCardGetStatusChange(context, wait_ms, [(reader, known)])
        _succeeded(result)
        return int(states[0][1]) & _UNSIGNED & ~STATE_CHANGED

    def cancel(self, context: int) -> None:
        """See PcscCalls."""
        _succeeded(_scard().SCardCancel(context))

    def connect(self, context: int, reader: str) -> tuple[int, bool]:
        """See PcscCalls."""
        result, card, protocol = _scard().SCardConnect(context, reader, _EXCLUSIVE, _T0 | _T1)
        _succeeded(result)
        return int(card), protocol == _T0

    def answer_to_reset(self, card: int) -> bytes:
        """See PcscCalls."""
        result, _, _, _, answer = _scard().SCardStatus(card)
        _succeeded(result)
        return bytes(answer)

    def transmit(self, card: int, command: bytes, *, t0: bool) -> bytes:
        """See PcscCalls."""
        scard = _scard()
        protocol = scard.SCARD_PCI_T0 if t0 else scard.SCARD_PCI_T1
        result, answer = scard.SCardTransmit(card, protocol, list(command))
        _succeeded(result)
        return bytes(answer)

    def reset(self, card: int) -> None:
        """See PcscCalls."""
        result, _ = _scard().SCardReconnect(card, _EXCLUSIVE, _T0 | _T1, _RESET)
        _succeeded(result)

    def disconnect(self, card: int) -> None:
        """See PcscCalls."""
        _succeeded(_scard().SCardDisconnect(card, _UNPOWER))


@functools.cache
def _scard() -> ModuleType:
    return importlib.import_module("smartcard.scard")


def _succeeded(result: int) -> None:
    if result != 0:
        raise PcscTrouble(result & _UNSIGNED)
