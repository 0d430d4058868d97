"""A virtual UnionPay card: a directory, an application, and real cryptograms under invented keys.

It follows JR/T 0025 as far as a purchase goes. Secure messaging of the bank's own commands is not
checked, and there is no offline authentication, as no terminal here asks for any.
"""

from __future__ import annotations

import hmac
from enum import Enum

from sim.cards.application import (
    BLOCKED,
    CONDITIONS,
    OK,
    RECORD_NOT_FOUND,
    UNKNOWN_INSTRUCTION,
    WRONG_DATA,
    WRONG_LENGTH,
    WRONG_REFERENCE,
    Application,
)
from sim.cards.bank_records import (
    AFL,
    CDOL_1,
    DIRECTORY,
    PDOL,
    BankRecords,
    List,
    personalise,
)
from sim.cards.ber import tlv
from sim.cards.chip_fault import ChipFault
from sim.cards.cryptogram import cryptogram, response_cryptogram
from sim.cards.inserted import PulledOut
from sim.cards.issuer import SIGNED_TAGS, transaction_key
from sim.cards.plastic import BankCard
from sim.cards.smart_card import SmartCard

ANSWER_TO_RESET = bytes.fromhex("3B680000") + b"KIOSKSIM"
"""The basic answer to reset of EMV for T=0, with eight historical bytes."""

_READ_RECORD = 0xB2
_GET_PROCESSING_OPTIONS = 0xA8
_GENERATE_AC = 0xAE
_EXTERNAL_AUTHENTICATE = 0x82
_APPLICATION_BLOCK = 0x1E
_BANKS_CLASS = 0x84
_HEADER = 4
_NOT_AUTHENTIC = b"\x63\x00"
_KINDS = 0xC0
_AAC, _TC, _ARQC = 0x00, 0x40, 0x80
_ISSUER_DATA = bytes.fromhex("010A0100000000001234ABCD")
_CONSENTS = (b"00", b"11", b"16")
_MOST_COUNTER = 0xFFFF


class BankChip:
    """The chip of one card, which outlives its stays in a reader: it counts transactions and may be
    locked by its bank."""

    def __init__(self, card: BankCard, counter: int = 0) -> None:
        self.card = card
        self.counter = counter
        self.blocked = card.style.blocked

    def applications(self, fault: ChipFault | None = None) -> tuple[Application, ...]:
        """What is on it, for one stay in a reader, with a fault that strikes in it."""
        contents = personalise(self.card, fault)
        own = PaymentApplication(self, contents, fault)
        if not self.card.style.has_directory:
            return (own,)
        return (PaymentDirectory(contents), own)

    def inserted(self, fault: ChipFault | None = None) -> SmartCard:
        """The card as a reader gets it."""
        return SmartCard(self.applications(fault), ANSWER_TO_RESET)


class PaymentDirectory:
    """The payment system's directory (PSE), which lists one application."""

    aid = DIRECTORY

    def __init__(self, contents: BankRecords) -> None:
        self._contents = contents

    def select(self) -> bytes:
        """Its file control information."""
        return self._contents.directory_information + OK

    def process(self, apdu: bytes) -> bytes:
        """READ RECORD alone."""
        if apdu[1] != _READ_RECORD:
            return UNKNOWN_INSTRUCTION
        if (apdu[2], apdu[3]) == (1, 1 << 3 | 4):
            return self._contents.directory + OK
        return RECORD_NOT_FOUND


class _Stage(Enum):
    SELECTED = "selected"
    BEGUN = "begun"
    ASKED = "asked"
    ENDED = "ended"


class PaymentApplication:
    """Debit, credit or quasi-credit: one purchase after the other."""

    def __init__(self, chip: BankChip, contents: BankRecords, fault: ChipFault | None) -> None:
        self._chip = chip
        self._contents = contents
        self._fault = fault
        self._gone = False
        self._begin_anew()

    @property
    def aid(self) -> bytes:
        """Its name."""
        return self._chip.card.aid

    def select(self) -> bytes:
        """Its file control information. Raises PulledOut."""
        self._be_there()
        self._begin_anew()
        blocked = self._chip.blocked or self._fault is ChipFault.BLOCKED
        return self._contents.information + (BLOCKED if blocked else OK)

    def process(self, apdu: bytes) -> bytes:
        """One command of a purchase. Raises PulledOut."""
        self._be_there()
        data = apdu[_HEADER + 1 :][: apdu[_HEADER]] if len(apdu) > _HEADER + 1 else b""
        match apdu[0], apdu[1]:
            case 0x00, instruction if instruction == _READ_RECORD:
                return self._read(apdu[2], apdu[3])
            case 0x80, instruction if instruction == _GET_PROCESSING_OPTIONS:
                return self._begin(data)
            case 0x80, instruction if instruction == _GENERATE_AC:
                return self._decide(apdu[2] & _KINDS, data)
            case 0x00, instruction if instruction == _EXTERNAL_AUTHENTICATE:
                return self._authenticate(data)
            case cla, instruction if (cla, instruction) == (_BANKS_CLASS, _APPLICATION_BLOCK):
                self._chip.blocked = True
                return OK
            case _:
                return UNKNOWN_INSTRUCTION

    def _be_there(self) -> None:
        if self._gone:
            raise PulledOut

    def _leave(self) -> None:
        """Be gone before the command is answered."""
        self._gone = True
        raise PulledOut

    def _begin_anew(self) -> None:
        self._stage = _Stage.SELECTED
        self._key = b""
        self._request = b""
        self._authentic: bool | None = None

    def _read(self, number: int, place: int) -> bytes:
        if place & 0x07 != 4:
            return WRONG_REFERENCE
        record = self._contents.records.get((place >> 3, number))
        return RECORD_NOT_FOUND if record is None else record + OK

    def _begin(self, data: bytes) -> bytes:
        if self._stage is not _Stage.SELECTED or self._chip.counter == _MOST_COUNTER:
            return CONDITIONS
        size = _size(PDOL)
        if len(data) != size + 2 or data[:2] != bytes((0x83, size)):
            return WRONG_DATA
        chip = self._chip
        chip.counter += 1
        self._stage = _Stage.BEGUN
        self._key = transaction_key(chip.card, chip.card.sequence, chip.counter)
        if self._fault is ChipFault.WRONG_CRYPTOGRAM:
            self._key = self._key[::-1]
        aip = self._contents.aip
        if chip.card.style.format_2:
            return tlv(0x77, tlv(0x82, aip) + tlv(0x94, AFL)) + OK
        return tlv(0x80, aip + AFL) + OK

    def _decide(self, wanted: int, data: bytes) -> bytes:
        match self._stage:
            case _Stage.BEGUN:
                return self._decide_first(wanted, data)
            case _Stage.ASKED:
                return self._decide_second(wanted, data)
            case _:
                return CONDITIONS

    def _decide_first(self, wanted: int, data: bytes) -> bytes:
        if len(data) != _size(CDOL_1):
            return WRONG_LENGTH
        if self._fault is ChipFault.PULLED_BEFORE:
            self._leave()
        asks = wanted != _AAC and self._fault is not ChipFault.DECLINES_FIRST
        self._stage = _Stage.ASKED if asks else _Stage.ENDED
        results = b"\x03\xa0\xa0\x00" if asks else b"\x03\x80\xa0\x00"
        values = _taken_apart(CDOL_1, data)
        answer, self._request = self._answer(_ARQC if asks else _AAC, values, results)
        self._gone = self._fault is ChipFault.PULLED_BETWEEN
        return answer

    def _decide_second(self, wanted: int, data: bytes) -> bytes:
        if len(data) != _size(self._contents.cdol_2):
            return WRONG_LENGTH
        values = _taken_apart(self._contents.cdol_2, data)
        response = values.get(0x91, b"")
        if any(response):
            self._authentic = self._is_authentic(response)
        approves = (
            wanted == _TC
            and values[0x8A] in _CONSENTS
            and self._authentic is not False
            and self._fault is not ChipFault.DECLINES_SECOND
        )
        self._stage = _Stage.ENDED
        results = b"\x03\x60\xa0\x00" if approves else b"\x03\x20\xa0\x00"
        answer, _ = self._answer(_TC if approves else _AAC, values, results)
        if self._fault is ChipFault.PULLED_DECIDING:
            self._leave()
        self._gone = self._fault is ChipFault.PULLED_AFTER
        return answer

    def _authenticate(self, data: bytes) -> bytes:
        supported = self._chip.card.style.by_command
        if self._stage is not _Stage.ASKED or self._authentic is not None or not supported:
            return CONDITIONS
        self._authentic = self._is_authentic(data)
        return OK if self._authentic else _NOT_AUTHENTIC

    def _is_authentic(self, response: bytes) -> bool:
        """Whether ARPC and response code come from the card's bank."""
        expected = response_cryptogram(self._key, self._request, response[8:10])
        return len(response) == 10 and hmac.compare_digest(expected, response[:8])

    def _answer(self, kind: int, values: dict[int, bytes], results: bytes) -> tuple[bytes, bytes]:
        """The answer to GENERATE AC, and the cryptogram in it."""
        counter = self._chip.counter.to_bytes(2, "big")
        known = values | {0x82: self._contents.aip, 0x9F36: counter}
        signed = b"".join(known[tag] for tag in SIGNED_TAGS) + results
        made = cryptogram(self._key, signed)
        issuer_data = b"\x07\x01\x01" + results + _ISSUER_DATA
        information = bytes([kind])
        if self._chip.card.style.format_2:
            inner = (
                tlv(0x9F27, information)
                + tlv(0x9F36, counter)
                + tlv(0x9F26, made)
                + tlv(0x9F10, issuer_data)
            )
            return tlv(0x77, inner) + OK, made
        return tlv(0x80, information + counter + made + issuer_data) + OK, made


def _size(wanted: List) -> int:
    return sum(length for _, length in wanted)


def _taken_apart(wanted: List, data: bytes) -> dict[int, bytes]:
    """What a terminal sent for a list, by tag."""
    values: dict[int, bytes] = {}
    at = 0
    for tag, length in wanted:
        values[tag] = data[at : at + length]
        at += length
    return values
