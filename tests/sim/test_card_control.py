"""What is done with cards, PIN pad and acquirer has its effect at the other end of a real wire."""

from __future__ import annotations

import socket

import pytest
import serial
from pydantic import ValidationError

from sim import card_actions
from sim.acquirer.faults import NAMED_FAULTS as ACQUIRER_FAULTS
from sim.actions import Action
from sim.announcement import Announcement
from sim.card_actions import PadPressed
from sim.card_hall import telling
from sim.cards.cast import CAST
from sim.client import HallClient, HallRefused
from sim.devices.pin_pad.faults import NAMED_CODES
from sim.devices.pin_pad.faults import NAMED_FAULTS as PAD_FAULTS
from sim.state import HallState
from sim.telling import tell
from tests.sim.terminal import START_PIN, asked_for_a_pin

ANSWER_TO_RESET = b"\x00\x01\x04"


def in_slot(port: str | None) -> bytes:
    """The answer to reset of the card in a slot; empty without one. It is asked twice, since a slot
    is empty for one look after a card was taken out."""
    assert port is not None
    host, _, number = port.removeprefix("socket://").rpartition(":")
    answer = b""
    with socket.create_connection((host, int(number)), timeout=2) as line:
        for _ in range(2):
            line.sendall(ANSWER_TO_RESET)
            length = int.from_bytes(line.recv(2), "big")
            answer = line.recv(length) if length else b""
    return answer


def figures(state: HallState) -> int:
    return 0 if state.cards.pad is None else state.cards.pad.figures


def connects(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except ConnectionRefusedError:
        return False
    return True


# --- the readers -------------------------------------------------------------------------------


def test_a_social_security_card_is_in_its_slot_until_it_is_taken(
    hall: HallClient, running: Announcement
) -> None:
    assert in_slot(running.cards.social) == b""
    told = set()
    for generation in (1, 2, 3):
        action = card_actions.SocialCardInserted(person="li-si", generation=generation)
        social = hall.perform(action).cards.social
        assert social is not None
        assert (social.person, social.generation) == ("li-si", generation)
        told.add(in_slot(running.cards.social))
    assert len(told) == 3
    social = hall.perform(card_actions.SocialCardRemoved()).cards.social
    assert social is not None
    assert social.person is None
    assert in_slot(running.cards.social) == b""


def test_a_bank_card_is_in_its_slot_until_it_is_taken(
    hall: HallClient, running: Announcement
) -> None:
    bank = hall.perform(card_actions.BankCardInserted(card="wang-wu-credit")).cards.bank
    assert bank is not None
    assert (bank.card, bank.place) == ("wang-wu-credit", "inside")
    assert in_slot(running.cards.bank).endswith(b"KIOSKSIM")
    bank = hall.perform(card_actions.BankCardRemoved()).cards.bank
    assert bank is not None
    assert (bank.card, bank.place) == (None, "nowhere")
    assert in_slot(running.cards.bank) == b""


def test_a_card_upside_down_answers_nonsense(hall: HallClient, running: Announcement) -> None:
    hall.perform(card_actions.BankCardInserted(card="zhang-san-debit", fault="upside_down"))
    assert in_slot(running.cards.bank)[:1] not in (b"\x3b", b"\x3f")


def test_a_bank_card_may_be_in_the_wrong_slot(hall: HallClient, running: Announcement) -> None:
    hall.perform(card_actions.SocialCardInserted(person="li-si", fault="bank_card"))
    assert in_slot(running.cards.social).endswith(b"KIOSKSIM")


@pytest.mark.parametrize("which", ["socialreader", "bankreader"])
def test_a_reader_without_cable_cannot_be_reached_and_keeps_its_address(
    hall: HallClient, running: Announcement, which: str
) -> None:
    cables = {
        "socialreader": (card_actions.SocialReaderCable, running.cards.social),
        "bankreader": (card_actions.BankReaderCable, running.cards.bank),
    }
    cable, port = cables[which]
    hall.perform(cable(state="unplugged"))
    with pytest.raises(ConnectionRefusedError):
        in_slot(port)
    hall.perform(cable(state="plugged"))
    assert in_slot(port) == b""


# --- the PIN pad -------------------------------------------------------------------------------


def test_the_pad_counts_what_is_typed_while_it_waits_for_a_pin(
    hall: HallClient, running: Announcement
) -> None:
    hall.perform(PadPressed(keys="1"))
    pad = hall.state().cards.pad
    assert pad is not None
    assert (pad.listening, pad.figures) == (False, 0)
    with asked_for_a_pin(running.cards.pad) as line:
        hall.perform(PadPressed(keys="12 clear 345"))
        state = hall.wait_until(lambda now: figures(now) == 3)
        assert state.cards.pad is not None
        assert state.cards.pad.listening
        assert line.read(6) == b"**\x08***"
        hall.perform(PadPressed(keys="cancel"))
        assert line.read(1) == b"\x1b"


def test_the_right_pin_of_a_card_is_typed_and_told_to_nobody(
    hall: HallClient, running: Announcement
) -> None:
    card = CAST["li-si-debit"]
    assert card.pin is not None
    with asked_for_a_pin(running.cards.pad) as line:
        state = hall.perform(card_actions.PinTyped(card=card.key))
        assert line.read(7) == b"******\r"
    assert card.pin not in state.model_dump_json()
    assert "李四" in state.events[-1].what


def test_a_pad_without_cable_is_gone(hall: HallClient, running: Announcement) -> None:
    assert running.cards.pad is not None
    pad = hall.perform(card_actions.PadCable(state="unplugged")).cards.pad
    assert pad is not None
    assert not pad.connected
    assert not running.cards.pad.exists()
    hall.perform(card_actions.PadCable(state="plugged"))
    asked_for_a_pin(running.cards.pad).close()


def test_a_pad_fails_until_it_is_mended(hall: HallClient, running: Announcement) -> None:
    hall.perform(card_actions.PadFaultAdded(fault="dead"))
    hall.perform(card_actions.PadFaultAdded(fault="removed"))
    hall.perform(card_actions.PadFaultAdded(fault="battery_low"))
    with serial.Serial(str(running.cards.pad), 9600, timeout=0.2) as line:
        line.write(START_PIN)
        assert line.read(7) == b""
    pad = hall.perform(card_actions.PadFaultAdded(fault="tampered")).cards.pad
    assert pad is not None
    assert pad.tampered
    pad = hall.perform(card_actions.PadMended()).cards.pad
    assert pad is not None
    assert not pad.tampered
    asked_for_a_pin(running.cards.pad).close()


def test_a_pad_gives_up_waiting(hall: HallClient, running: Announcement) -> None:
    with asked_for_a_pin(running.cards.pad) as line:
        hall.perform(card_actions.PadFaultAdded(fault="gives_up"))
        assert line.read(1) == b"\x80"


@pytest.mark.parametrize("keys", ["", "enter1", "12  3", "12enter", "F1", " 1", "1\n"])
def test_a_pad_has_no_other_keys(keys: str) -> None:
    with pytest.raises(ValidationError):
        PadPressed(keys=keys)


# --- the acquirer ------------------------------------------------------------------------------


def test_the_line_to_the_acquirer_is_cut_and_mended(
    hall: HallClient, running: Announcement
) -> None:
    assert connects(running.cards.acquirer)
    assert hall.perform(card_actions.AcquirerLine(line="cut")).cards.acquirer.line == "cut"
    assert not connects(running.cards.acquirer)
    assert hall.perform(card_actions.AcquirerLine(line="up")).cards.acquirer.line == "up"
    assert connects(running.cards.acquirer)


def test_faults_of_the_acquirer_wait_until_they_strike_or_are_cleared(hall: HallClient) -> None:
    hall.perform(card_actions.AcquirerFaultAdded(fault="late", after=2))
    state = hall.perform(card_actions.AcquirerFaultAdded(fault="dead"))
    assert state.cards.acquirer.faults == ("late · purchase · ×1 · after 2", "deaf · * · ∞")
    assert hall.perform(card_actions.AcquirerFaultsCleared()).cards.acquirer.faults == ()


def test_every_card_has_an_account_and_no_whole_number_is_told(hall: HallClient) -> None:
    state = hall.state()
    assert {account.card for account in state.cards.acquirer.accounts} == set(CAST)
    told = state.model_dump_json() + hall.choices().model_dump_json()
    assert not any(card.account in told for card in CAST.values())


# --- the hall ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "action",
    [
        card_actions.SocialCardInserted(person="nobody"),
        card_actions.BankCardInserted(card="nobody-debit"),
        card_actions.PinTyped(card="nobody-debit"),
        card_actions.PinTyped(card="chen-li-credit"),
        card_actions.PadFaultAdded(fault="witchcraft"),
        card_actions.AcquirerFaultAdded(fault="witchcraft"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    hall: HallClient, action: Action
) -> None:
    before = hall.state()
    with pytest.raises(HallRefused, match="409"):
        hall.perform(action)
    assert hall.state().model_copy(update={"now": before.now}) == before


def test_reset_puts_everything_back(hall: HallClient, running: Announcement) -> None:
    before = hall.state().cards
    for action in (
        card_actions.SocialCardInserted(person="zhang-san"),
        card_actions.BankCardInserted(card="zhang-san-debit"),
        card_actions.SocialReaderCable(state="unplugged"),
        card_actions.BankReaderCable(state="unplugged"),
        card_actions.PadFaultAdded(fault="tampered"),
        card_actions.PadCable(state="unplugged"),
        card_actions.AcquirerFaultAdded(fault="dead"),
        card_actions.AcquirerLine(line="cut"),
    ):
        hall.perform(action)
    assert hall.reset().cards == before
    assert in_slot(running.cards.bank) == b""
    asked_for_a_pin(running.cards.pad).close()
    assert connects(running.cards.acquirer)


def test_the_faults_that_are_offered_exist_and_have_names() -> None:
    by_hand = {"gives_up", "tampered", "removed", "battery_low"}
    assert telling.PAD_FAULTS.keys() - by_hand <= PAD_FAULTS.keys() | NAMED_CODES.keys()
    assert telling.ACQUIRER_FAULTS.keys() <= ACQUIRER_FAULTS.keys()


def test_nobody_is_told_which_figures_were_pressed() -> None:
    assert tell(PadPressed(keys="123456 enter")) == "密码键盘：＊＊＊＊＊＊ 确认"
