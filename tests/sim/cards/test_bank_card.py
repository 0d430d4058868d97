"""The virtual bank card as a reader finds it: what it refuses, and what it keeps."""

from __future__ import annotations

import pytest

from sim.cards.bank_card import ANSWER_TO_RESET, BankChip
from sim.cards.cast import find_card
from sim.cards.chip_fault import ChipFault
from sim.cards.inserted import PulledOut
from sim.cards.smart_card import SmartCard
from tests.payments.emv import vectors

_BEGIN = vectors.ASK_OPTIONS
_ASK = vectors.ASK_CRYPTOGRAM
_APPROVE = bytes.fromhex("80AE400036 3030") + _ASK[5:-1] + b"\x00"


def _card(fault: ChipFault | None = None, key: str = "zhang-san-debit") -> SmartCard:
    card = BankChip(find_card(key)).inserted(fault)
    card.reset()
    return card


def _says(card: SmartCard, *commands: bytes) -> str:
    """The status of the last of these, followed through 61xx."""
    answer = b""
    for command in commands:
        answer = card.transmit(command if len(command) == 5 else command[: 5 + command[4]])
        while answer[-2] == 0x61:
            answer = card.transmit(bytes((0, 0xC0, 0, 0, answer[-1])))
        if answer[-2] == 0x6C:
            answer = card.transmit(command[:4] + answer[-1:])
    return answer[-2:].hex()


def test_it_answers_to_reset_as_emv_wants_it() -> None:
    assert _card().answer_to_reset == ANSWER_TO_RESET


def test_it_says_each_thing_in_its_turn_alone() -> None:
    select = vectors.SELECT_APPLICATION
    assert _says(_card(), select, _ASK) == "6985"
    assert _says(_card(), select, vectors.AUTHENTICATE) == "6985"
    assert _says(_card(), select, _BEGIN, _BEGIN) == "6985"
    assert _says(_card(), select, _BEGIN, _ASK, vectors.AUTHENTICATE) == "9000"
    assert _says(_card(), select, _BEGIN, _ASK, *[vectors.AUTHENTICATE] * 2) == "6985"
    assert _says(_card(), select, _BEGIN, _ASK, _APPROVE) == "9000"
    assert _says(_card(), select, _BEGIN, _ASK, _APPROVE, _APPROVE) == "6985"
    declined = b"\x80\xae\x00" + _ASK[3:]
    assert _says(_card(), select, _BEGIN, declined, _APPROVE) == "6985"
    # Selected anew, it begins anew.
    assert _says(_card(), select, _BEGIN, select, _BEGIN) == "9000"


def test_it_takes_no_command_that_is_not_as_it_asked() -> None:
    select = vectors.SELECT_APPLICATION
    assert _says(_card(), select, bytes.fromhex("80A8000002830000")) == "6a80"
    assert _says(_card(), select, _BEGIN, bytes.fromhex("80AE8000020000")) == "6700"
    assert _says(_card(), select, _BEGIN, _ASK, _ASK) == "6700"
    assert _says(_card(), select, bytes.fromhex("00B2010800")) == "6a86"
    assert _says(_card(), select, bytes.fromhex("00B2090C00")) == "6a83"
    assert _says(_card(), select, bytes.fromhex("00FE000000")) == "6d00"
    directory = vectors.SELECT_DIRECTORY
    assert _says(_card(), directory, bytes.fromhex("00FE000000")) == "6d00"


def test_a_false_bank_is_refused_with_the_command() -> None:
    false = bytes.fromhex("008200000A 1122334455667788 3030")
    assert _says(_card(), vectors.SELECT_APPLICATION, _BEGIN, _ASK, false) == "6300"
    # This one hears its bank with its last cryptogram.
    by_cryptogram = _card(key="wang-wu-credit")
    credit = bytes.fromhex("00A4040008A00000033301010200")
    assert _says(by_cryptogram, credit, _BEGIN, _ASK, false) == "6985"


def test_its_counter_ends() -> None:
    chip = BankChip(find_card("zhang-san-debit"), counter=0xFFFE)
    assert _says(chip.inserted(), vectors.SELECT_APPLICATION, _BEGIN) == "9000"
    assert _says(chip.inserted(), vectors.SELECT_APPLICATION, _BEGIN) == "6985"


def test_a_lock_of_its_bank_outlives_the_stay_in_a_reader() -> None:
    chip = BankChip(find_card("zhang-san-debit"))
    lock = bytes.fromhex("841E000000")
    assert _says(chip.inserted(), vectors.SELECT_APPLICATION, lock) == "9000"
    assert _says(chip.inserted(), vectors.SELECT_APPLICATION) == "6283"


@pytest.mark.parametrize(
    ("fault", "answered"),
    [
        (ChipFault.PULLED_BEFORE, 0),
        (ChipFault.PULLED_BETWEEN, 1),
        (ChipFault.PULLED_DECIDING, 1),
        (ChipFault.PULLED_AFTER, 2),
    ],
)
def test_it_is_pulled_out_at_its_moment_and_stays_out(fault: ChipFault, answered: int) -> None:
    card = _card(fault)
    _says(card, vectors.SELECT_APPLICATION, _BEGIN)
    for command in (_ASK, _APPROVE)[:answered]:
        assert _says(card, command) == "9000"
    for command in (_ASK, _APPROVE)[answered:]:
        with pytest.raises(PulledOut):
            _says(card, command)
    with pytest.raises(PulledOut):
        _says(card, vectors.SELECT_APPLICATION)
