"""What is written on the chip of a bank card: names, records, and what it asks the terminal for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from kiosk.domain.bank_card import CardKind
from sim.cards.ber import tlv
from sim.cards.chip_fault import ChipFault
from sim.cards.plastic import BankCard

List = tuple[tuple[int, int], ...]
"""Tags and lengths that a card asks for."""
DIRECTORY = b"1PAY.SYS.DDF01"
PDOL = ((0x9F7A, 1), (0x9F02, 6), (0x5F2A, 2))
CDOL_1 = (
    (0x9F02, 6),
    (0x9F03, 6),
    (0x9F1A, 2),
    (0x95, 5),
    (0x5F2A, 2),
    (0x9A, 3),
    (0x9C, 1),
    (0x9F37, 4),
    (0x9F21, 3),
    (0x9F4E, 20),
)
AFL = bytes.fromhex("0801010010010200")

_LABELS = {
    CardKind.DEBIT: b"PBOC DEBIT",
    CardKind.CREDIT: b"PBOC CREDIT",
    CardKind.QUASI_CREDIT: b"PBOC QUASI",
    CardKind.UNKNOWN: b"CARD",
}
_LONG_AGO = date(2020, 1, 31)
_DIRECTORY_FILE = 1


@dataclass(frozen=True, slots=True)
class BankRecords:
    """A personalised chip. ``records`` are those of the application by file and number."""

    directory_information: bytes
    directory: bytes
    information: bytes
    aip: bytes
    cdol_2: List
    records: Mapping[tuple[int, int], bytes]


def personalise(card: BankCard, fault: ChipFault | None = None) -> BankRecords:
    """The contents of a card's chip, with what is wrong with them."""
    if fault is ChipFault.EXPIRED:
        card = replace(card, valid_to=_LONG_AGO)
    label = tlv(0x50, _LABELS[card.kind]) + tlv(0x87, b"\x01")
    cdol_2: List = ((0x8A, 2), *CDOL_1)
    if not card.style.by_command:
        cdol_2 = ((0x91, 10), *cdol_2)
    return BankRecords(
        directory_information=tlv(
            0x6F,
            tlv(0x84, DIRECTORY)
            + tlv(
                0xA5,
                tlv(0x88, bytes([_DIRECTORY_FILE])) + tlv(0x5F2D, b"zh") + tlv(0x9F11, b"\x01"),
            ),
        ),
        directory=tlv(0x70, tlv(0x61, tlv(0x4F, card.aid) + label)),
        information=tlv(0x6F, tlv(0x84, card.aid) + tlv(0xA5, label + tlv(0x9F38, written(PDOL)))),
        aip=b"\x7c\x00" if card.style.by_command else b"\x78\x00",
        cdol_2=cdol_2,
        records=MappingProxyType(_records(card, cdol_2, fault)),
    )


def written(wanted: List) -> bytes:
    """A list of data objects as the chip has it: tags and lengths."""
    return b"".join(tlv(tag, bytes(length))[:-length] for tag, length in wanted)


def _records(card: BankCard, cdol_2: List, fault: ChipFault | None) -> dict[tuple[int, int], bytes]:
    track = card.track_2
    if fault is ChipFault.CONTRADICTION:
        track = track[:9] + str(9 - int(track[9])) + track[10:]
    holder = card.person.upper().replace("-", "/")
    style = card.style
    face = (
        tlv(0x5A, _compressed(card.account))
        + tlv(0x5F24, bytes.fromhex(f"{card.valid_to:%y%m%d}"))
        + tlv(0x5F25, bytes.fromhex(f"{card.valid_from:%y%m%d}"))
        + tlv(0x5F34, bytes.fromhex(f"{card.sequence:02d}"))
        + tlv(0x5F28, b"\x01\x56")
        + tlv(0x9F07, b"\xff\x00")
        + tlv(0x8E, bytes(8) + style.methods)
        + tlv(0x9F0D, bytes.fromhex("D8609CA800"))
        + tlv(0x9F0E, bytes.fromhex("0010000000"))
        + tlv(0x9F0F, bytes.fromhex("D8689CF800"))
    )
    lists = tlv(0x8C, written(CDOL_1)) + tlv(0x8D, written(cdol_2))
    records = {
        (1, 1): tlv(
            0x70,
            tlv(0x57, _compressed(track)) + tlv(0x5F20, holder.encode()) + tlv(0x9F1F, b"00000"),
        ),
        (2, 1): tlv(0x70, face),
        (2, 2): tlv(0x70, lists),
    }
    if fault is ChipFault.GARBLED:
        records[2, 1] = records[2, 1][:-7]
    return records


def _compressed(text: str) -> bytes:
    """Two characters in a byte, F behind an odd number."""
    return bytes.fromhex(text + "F" * (len(text) % 2))
