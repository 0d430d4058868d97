"""A card in a slot: powered or not, and perhaps about to fail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from sim.cards.smart_card import SmartCard

_NONSENSE = bytes.fromhex("00 FF 12 34")


class Order(Enum):
    """What a reader says to the slot instead of to the card (framing of vpcd)."""

    POWER_OFF = b"\x00"
    POWER_ON = b"\x01"
    RESET = b"\x02"
    ANSWER_TO_RESET = b"\x04"


def framed(content: bytes) -> bytes:
    """With two bytes of length in front, as everything goes over the wire."""
    return len(content).to_bytes(2, "big") + content


class CardFaultKind(Enum):
    """How a card fails."""

    MUTE = "mute"
    """Upside down, dirty or without a chip: its answer to reset is nonsense."""
    PULLED_OUT = "pulled_out"
    """It is pulled out instead of answering a command."""
    SILENT = "silent"
    """Its contacts fail: the reader hears no answer to a command."""
    GARBLED = "garbled"
    """One byte of the answer to a command is another."""
    CUT = "cut"
    """Only so many bytes of the answer arrive."""
    STATUS = "status"
    """A command is not carried out and answered with a status."""


@dataclass(frozen=True, slots=True)
class CardFault:
    """A fault that strikes ``times`` commands (for ever when None) after the card has answered
    ``after`` commands. ``amount``: which byte is garbled, how many arrive, or the status.

    A mute card is mute from the beginning, the first ``times`` that it gets power.
    """

    kind: CardFaultKind
    after: int = 0
    amount: int = 0
    times: int | None = None


class PulledOut(Exception):
    """The card is in the slot no more."""


class InsertedCard:
    """One insertion of a card."""

    def __init__(self, card: SmartCard, fault: CardFault | None = None) -> None:
        self._card = card
        self._fault = fault
        self._powered = False
        self._answered = 0
        self._mute = fault is not None and fault.kind is CardFaultKind.MUTE

    def hears(self, message: bytes) -> bytes | None:
        """The answer to an order or a command of the reader (framing of vpcd); None to orders that
        are not answered. Raises PulledOut."""
        match message:
            case Order.POWER_OFF.value:
                self._powered = False
                return None
            case Order.POWER_ON.value | Order.RESET.value:
                self._powered = True
                self._mute = self._is_mute_this_time()
                self._card.reset()
                return None
            case Order.ANSWER_TO_RESET.value:
                return _NONSENSE if self._mute else self._card.answer_to_reset
            case _:
                return self._command(message) if self._powered and not self._mute else b""

    def _command(self, command: bytes) -> bytes:
        fault = self._striking()
        self._answered += 1
        if fault is None:
            return self._card.transmit(command)
        match fault.kind:
            case CardFaultKind.PULLED_OUT:
                raise PulledOut
            case CardFaultKind.SILENT | CardFaultKind.MUTE:
                return b""
            case CardFaultKind.STATUS:
                return fault.amount.to_bytes(2, "big")
            case CardFaultKind.CUT:
                return self._card.transmit(command)[: fault.amount]
            case CardFaultKind.GARBLED:
                answer = bytearray(self._card.transmit(command))
                answer[fault.amount % len(answer)] ^= 0xA5
                return bytes(answer)

    def _is_mute_this_time(self) -> bool:
        mute = self._fault is not None and self._fault.kind is CardFaultKind.MUTE
        return mute and self._struck() is not None

    def _striking(self) -> CardFault | None:
        fault = self._fault
        if fault is None or fault.kind is CardFaultKind.MUTE or self._answered < fault.after:
            return None
        return self._struck()

    def _struck(self) -> CardFault | None:
        """The fault, which from now on strikes once less."""
        fault = self._fault
        if fault is not None and fault.times is not None:
            left = fault.times - 1
            self._fault = replace(fault, times=left) if left else None
        return fault
