"""What a chip says when it gets power (ATR, ISO/IEC 7816-3 clause 8), sans-I/O."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST = 33
"""Bytes of an answer to reset at most, TS included."""

_CONVENTIONS = (0x3B, 0x3F)
_INTERFACE_BYTES = (0x10, 0x20, 0x40, 0x80)
_HAS_TD = 0x80


class AnswerToResetError(ValueError):
    """Not an answer to reset: a card upside down or dirty, or no chip card. Says why."""


@dataclass(frozen=True, slots=True)
class AnswerToReset:
    """``historical`` bytes, which may hold a serial number, and whether the chip speaks T=0 when
    nothing else is agreed."""

    historical: bytes = field(repr=False)
    t0: bool


def parse_answer_to_reset(answer: bytes) -> AnswerToReset:
    """Take it apart. The check byte is the reader's business. Raises AnswerToResetError."""
    if not 2 <= len(answer) <= LONGEST:
        raise AnswerToResetError(f"an answer to reset of {len(answer)} bytes")
    if answer[0] not in _CONVENTIONS:
        raise AnswerToResetError("no convention is known that begins so")
    historical = answer[1] & 0x0F
    protocols: list[int] = []
    indicator, place = answer[1], 2
    while True:
        present = sum(1 for bit in _INTERFACE_BYTES if indicator & bit)
        place += present
        if not indicator & _HAS_TD:
            break
        if place > len(answer):
            raise AnswerToResetError("it breaks off")
        indicator = answer[place - 1]
        protocols.append(indicator & 0x0F)
    if place + historical > len(answer):
        raise AnswerToResetError("it breaks off")
    return AnswerToReset(answer[place : place + historical], not protocols or protocols[0] == 0)
