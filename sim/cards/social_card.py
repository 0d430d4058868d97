"""Social-security cards (LD/T 32) of three generations, for invented people.

Generation 1 keeps no extension of the name, generation 2 has one and usually a bank's application
beside, generation 3 lets nobody read the holder's file who has not proved to know its keys. Nobody
here knows these keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from sim.cards.application import (
    BLOCKED,
    FILE_NOT_FOUND,
    NOT_SATISFIED,
    OK,
    UNKNOWN_INSTRUCTION,
    WRONG_LENGTH,
    Application,
)
from sim.cards.record_file import RecordFile
from sim.cards.smart_card import SmartCard
from sim.people import Person

AID = b"sx1.sh." + "社会保障".encode("gbk")
CARD_FILE = 0xEF05
HOLDER_FILE = 0xEF06
_FREE_OF_GENERATION_3 = frozenset({0x01, 0x03, 0x07})
_NAME_SIZE = 30
_EXTENSION_SIZE = 20
_FCI = bytes.fromhex("6F1C840F") + AID + bytes.fromhex("A5099F0C060386010100FF")
_SELECT = 0xA4
_READ_RECORD = 0xB2
_GET_CHALLENGE = 0x84
_AUTHENTICATE = 0x88


class Generation(Enum):
    """Editions of the specification; the value is the version a card says."""

    FIRST = "1.00"
    SECOND = "2.00"
    THIRD = "3.00"


_ANSWERS = {
    Generation.FIRST: bytes.fromhex("3B6D00000081543108866009010116000A"),
    Generation.SECOND: bytes.fromhex("3B6D000000815431008660110816000001"),
    Generation.THIRD: bytes.fromhex("3B6D0000008C544CB386844116018593CA"),
}
_CITY = bytes.fromhex("370100")
_YEARS = 10


@dataclass(frozen=True, slots=True)
class SocialCard:
    """A social-security card as its issuer made it.

    ``valid_to`` None stands for ten years after ``issued``. ``blocked``: SELECT answers 6283, as
    after the loss was reported.
    """

    person: Person
    generation: Generation = Generation.SECOND
    issued: date = date(2019, 3, 1)
    valid_to: date | None = None
    blocked: bool = False


class SocialApplication:
    """The application ``sx1.sh.社会保障`` of a card."""

    def __init__(self, card: SocialCard) -> None:
        self._card = card
        self._files = {one.identifier: one for one in (_card_file(card), _holder_file(card))}
        self._file: RecordFile | None = None

    @property
    def aid(self) -> bytes:
        """See Application."""
        return AID

    def select(self) -> bytes:
        """See Application."""
        self._file = None
        return _FCI + (BLOCKED if self._card.blocked else OK)

    def process(self, apdu: bytes) -> bytes:
        """See Application."""
        match apdu[1]:
            case instruction if instruction == _SELECT:
                return self._select_file(apdu)
            case instruction if instruction == _READ_RECORD:
                return self._read(apdu)
            case instruction if instruction == _GET_CHALLENGE:
                return bytes(range(0x11, 0x19)) + OK
            case instruction if instruction == _AUTHENTICATE:
                return NOT_SATISFIED
            case _:
                return UNKNOWN_INSTRUCTION

    def _select_file(self, apdu: bytes) -> bytes:
        if len(apdu) < 7 or apdu[4] != 2:
            return WRONG_LENGTH
        self._file = self._files.get(int.from_bytes(apdu[5:7], "big"))
        return OK if self._file is not None else FILE_NOT_FOUND

    def _read(self, apdu: bytes) -> bytes:
        short, mode = apdu[3] >> 3, apdu[3] & 0x07
        if short:
            self._file = next((one for one in self._files.values() if one.short == short), None)
        if self._file is None or self._card.blocked:
            return FILE_NOT_FOUND
        found = self._file.find(apdu[2], mode)
        if isinstance(found, bytes):
            return found
        tag, record = found
        if self._file.free is not None and tag not in self._file.free:
            return NOT_SATISFIED
        return record + OK


def social_card(card: SocialCard, *others: Application) -> SmartCard:
    """The card itself; ``others`` are applications beside, such as a bank's on a combined card."""
    return SmartCard((SocialApplication(card), *others), _ANSWERS[card.generation])


def _card_file(card: SocialCard) -> RecordFile:
    protects = card.generation is Generation.THIRD
    until = card.valid_to or card.issued.replace(year=card.issued.year + _YEARS)
    return RecordFile(
        identifier=CARD_FILE,
        short=5,
        records=(
            (0x01, _CITY + bytes.fromhex("D15600000500BF7C7A48FB4966")),
            (0x02, b"1"),
            (0x03, card.generation.value.encode("ascii")),
            (0x04, bytes.fromhex("915600000237010000000000")),
            (0x05, _day(card.issued)),
            (0x06, _day(until)),
            (0x07, b"X12345678"),
        ),
        free=_FREE_OF_GENERATION_3 if protects else None,
    )


def _holder_file(card: SocialCard) -> RecordFile:
    person = card.person
    name = person.called.encode("gb18030")
    records = [
        (0x08, person.number.encode("ascii").ljust(18)),
        (0x09, name[:_NAME_SIZE].ljust(_NAME_SIZE, b"\0")),
    ]
    if card.generation is not Generation.FIRST:
        extension = name[_NAME_SIZE : _NAME_SIZE + _EXTENSION_SIZE]
        records.append((0x4E, extension.ljust(_EXTENSION_SIZE, b"\0")))
    nation = bytes.fromhex(person.nation_code or "00")
    records += [
        (0x0A, person.sex.value.encode("ascii")),
        (0x0B, nation),
        (0x0C, _CITY),
        (0x0D, _day(person.birth)),
    ]
    return RecordFile(
        identifier=HOLDER_FILE,
        short=6,
        records=tuple(records),
        free=frozenset() if card.generation is Generation.THIRD else None,
    )


def _day(day: date) -> bytes:
    return bytes.fromhex(f"{day:%Y%m%d}")
