"""Chips that answer a few commands, for readers to be tried with. They know nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

HISTORICAL = b"KIOSK"
ATR = b"\x3b\x65\x00\x00" + HISTORICAL
"""An answer to reset as EMV wants it of T=0 (book 1, 8.3): TB1 and TC1, both zero."""

CHALLENGE = bytes.fromhex("00 84 00 00 08")
SELECT = bytes.fromhex("00 A4 04 00 02 3F 00")
SELECTED = b"\x6f\x04KIOSK!"
READ_ANY_LENGTH = bytes.fromhex("00 B0 00 00 00")
READ = b"hello"
UNKNOWN = bytes.fromhex("00 FE 00 00")


class Chip(Protocol):
    """What a reader simulator takes for a card: an answer to reset, ``b""`` when it is mute, and
    the answer, with its status words, to each command."""

    @property
    def atr(self) -> bytes: ...
    def process(self, apdu: bytes) -> bytes: ...


@dataclass
class TalkingChip:
    """Answers as a T=0 card does: what is long is announced and has to be fetched."""

    atr: bytes = ATR
    heard: list[bytes] = field(default_factory=list)

    def process(self, apdu: bytes) -> bytes:
        self.heard.append(apdu)
        match apdu[:4], apdu[4:]:
            case b"\x00\x84\x00\x00", b"\x08":
                return bytes(range(8)) + b"\x90\x00"
            case b"\x00\xa4\x04\x00", _:
                return bytes((0x61, len(SELECTED)))
            case b"\x00\xc0\x00\x00", le if le == bytes((len(SELECTED),)):
                return SELECTED + b"\x90\x00"
            case b"\x00\xb0\x00\x00", le if le == bytes((len(READ),)):
                return READ + b"\x90\x00"
            case b"\x00\xb0\x00\x00", _:
                return bytes((0x6C, len(READ)))
            case _:
                return b"\x6d\x00"


@dataclass
class MuteChip:
    """A card upside down, a dirty one, or one without a chip."""

    atr: bytes = b""

    def process(self, apdu: bytes) -> bytes:
        raise AssertionError(f"a mute card was sent {len(apdu)} bytes")
