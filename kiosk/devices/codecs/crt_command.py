"""Commands to Creator's motorised card readers, and their replies.

A command's text is ``C CM PM DATA``. A reply names the command it answers::

    P CM PM st0 st1 st2 DATA        done
    N CM PM e1 e0 DATA              refused; some models begin with E

Source: the protocol manual of the MTK-F31 and CRT-591, sections 6 to 9.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from kiosk.devices.codecs.crt_frame import CrtFrame, CrtFrameError

_COMMAND = b"C"
_DONE = b"P"
_REFUSED = (b"N", b"E")
_MOST_DATA = 512
_SHORTEST_APDU = 4


@dataclass(frozen=True, slots=True)
class CrtCommand:
    """One command. ``quick`` is answered at once, others take as long as motor or card need.
    ``repeatable`` does no harm when the reader carries it out twice. The text may hold what is for
    the card alone and is not shown."""

    name: str
    text: bytes = field(repr=False)
    quick: bool = False
    repeatable: bool = False

    @property
    def key(self) -> bytes:
        """Command and parameter, which a reply repeats."""
        return self.text[1:3]


def _command(
    name: str, code: bytes, *, quick: bool = False, repeatable: bool = False
) -> CrtCommand:
    return CrtCommand(name, _COMMAND + code, quick, repeatable)


INIT_TO_GATE: Final = _command("reset, give a card back", b"00", repeatable=True)
INIT_TO_BIN: Final = _command("reset, keep a card", b"01", repeatable=True)
INIT_IN_PLACE: Final = _command("reset, leave a card", b"03", repeatable=True)
STATUS: Final = _command("status", b"10", quick=True, repeatable=True)
# Where no card is inside, a move fetches one from the stacker of models that issue cards. So none
# is sent without a card, and none twice.
MOVE_TO_GATE: Final = _command("move to gate", b"20")
MOVE_TO_CONTACTS: Final = _command("move to contacts", b"21")
MOVE_TO_BIN: Final = _command("move to bin", b"23")
ALLOW_ENTRY: Final = _command("let cards in", b"30", quick=True, repeatable=True)
FORBID_ENTRY: Final = _command("let no card in", b"31", quick=True, repeatable=True)
POWER_UP: Final = _command("power chip as EMV wants", b"Q00", repeatable=True)
POWER_UP_ISO: Final = _command("power chip as ISO 7816-3 allows", b"Q03", repeatable=True)
POWER_DOWN: Final = _command("cut power of chip", b"Q1", repeatable=True)


def apdu_command(apdu: bytes) -> CrtCommand:
    """Exchange an APDU with the chip, whichever protocol it speaks (T=0 or T=1).

    Raises CrtFrameError when it is shorter than a header or does not fit.
    """
    if not _SHORTEST_APDU <= len(apdu) <= _MOST_DATA:
        raise CrtFrameError(f"an APDU of {len(apdu)} bytes does not fit a command")
    return CrtCommand("exchange APDU", _COMMAND + b"Q9" + apdu)


class CardPlace(Enum):
    """st0: where in the reader a card is."""

    NOWHERE = b"0"
    AT_GATE = b"1"
    INSIDE = b"2"


class Refusal(Enum):
    """e1 e0: why a command was refused. ``meaning`` is for technicians."""

    UNDEFINED = b"00"
    PARAMETER = b"01"
    SEQUENCE = b"02"
    UNSUPPORTED = b"03"
    DATA = b"04"
    CONTACTS_NOT_RELEASED = b"05"
    JAM = b"10"
    SENSOR = b"12"
    CARD_TOO_LONG = b"13"
    CARD_TOO_SHORT = b"14"
    CARD_MOVED = b"16"
    REMOVED_ON_ITS_WAY = b"40"
    CONTACT_MAGNET = b"41"
    CONTACTS_NOT_REACHED = b"43"
    MOVED_BY_HAND = b"45"
    BIN_COUNTER_OVERFLOW = b"50"
    MOTOR = b"51"
    CHIP_SHORT_CIRCUIT = b"60"
    CHIP_NOT_ACTIVATED = b"61"
    CHIP_UNSUPPORTED = b"62"
    CHIP_SILENT = b"63"
    CHIP_PROTOCOL = b"64"
    CHIP_NOT_POWERED = b"65"
    CHIP_KNOWS_NOT = b"66"
    CHIP_TRANSMISSION = b"67"
    CHIP_OVERTIME = b"68"
    CHIP_NOT_EMV = b"69"
    STACKER_EMPTY = b"A0"
    BIN_FULL = b"A1"
    NOT_INITIALISED = b"B0"
    UNKNOWN = b"??"

    @property
    def meaning(self) -> str:
        """One sentence without any value of the card."""
        return _MEANING[self]


@dataclass(frozen=True, slots=True)
class CrtDone:
    """A command was carried out. ``data`` may be what a card said and is not shown."""

    place: CardPlace
    bin_full: bool
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class CrtRefused:
    """A command was not carried out."""

    refusal: Refusal


def reply_key(frame: CrtFrame) -> bytes:
    """The command and parameter that a reply answers."""
    return frame.text[1:3]


def parse_reply(frame: CrtFrame) -> CrtDone | CrtRefused:
    """Read a reply. Raises CrtFrameError when it is none, or tells of a place that is unknown."""
    head, rest = frame.text[:1], frame.text[3:]
    if head in _REFUSED and len(rest) >= 2:
        return CrtRefused(_refusal(rest[:2]))
    if head != _DONE or len(rest) < 3:
        raise CrtFrameError("not a reply")
    try:
        place = CardPlace(rest[:1])
    except ValueError:
        raise CrtFrameError("a reply that tells of no place") from None
    # Some models have no sensor in the bin and say something else than 0 and 1 of it.
    return CrtDone(place, bin_full=rest[2:3] == b"1", data=rest[3:])


def _refusal(code: bytes) -> Refusal:
    try:
        return Refusal(code)
    except ValueError:
        return Refusal.UNKNOWN


_MEANING = {
    Refusal.UNDEFINED: "the reader does not know the command",
    Refusal.PARAMETER: "the reader does not know the parameter",
    Refusal.SEQUENCE: "the command comes at the wrong time",
    Refusal.UNSUPPORTED: "the model cannot do this",
    Refusal.DATA: "the data of the command are wrong",
    Refusal.CONTACTS_NOT_RELEASED: "the contacts still hold the card",
    Refusal.JAM: "a card is jammed",
    Refusal.SENSOR: "a sensor has failed",
    Refusal.CARD_TOO_LONG: "the card is too long",
    Refusal.CARD_TOO_SHORT: "the card is too short",
    Refusal.CARD_MOVED: "the card was moved by hand",
    Refusal.REMOVED_ON_ITS_WAY: "the card was removed on its way to the bin",
    Refusal.CONTACT_MAGNET: "the magnet of the contacts has failed",
    Refusal.CONTACTS_NOT_REACHED: "the card does not get to the contacts",
    Refusal.MOVED_BY_HAND: "the card was moved by hand to no place",
    Refusal.BIN_COUNTER_OVERFLOW: "the counter of kept cards is full",
    Refusal.MOTOR: "the motor has failed",
    Refusal.CHIP_SHORT_CIRCUIT: "the chip draws too much current",
    Refusal.CHIP_NOT_ACTIVATED: "the chip does not answer to reset",
    Refusal.CHIP_UNSUPPORTED: "the chip does not take this command",
    Refusal.CHIP_SILENT: "the chip did not answer in time and was cut off",
    Refusal.CHIP_PROTOCOL: "the chip broke its protocol and was cut off",
    Refusal.CHIP_NOT_POWERED: "the chip has no power",
    Refusal.CHIP_KNOWS_NOT: "the chip does not take this command now",
    Refusal.CHIP_TRANSMISSION: "the exchange with the chip was disturbed",
    Refusal.CHIP_OVERTIME: "the exchange with the chip took too long",
    Refusal.CHIP_NOT_EMV: "the chip's answer to reset is not as EMV wants it",
    Refusal.STACKER_EMPTY: "no card is inside, nor in a stacker",
    Refusal.BIN_FULL: "the bin of kept cards is full",
    Refusal.NOT_INITIALISED: "the reader has lost power and was not reset since",
    Refusal.UNKNOWN: "a refusal nobody knows",
}
