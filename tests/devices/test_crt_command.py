"""Commands to the motorised card reader, and what its replies say."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.crt_command import (
    ALLOW_ENTRY,
    FORBID_ENTRY,
    INIT_IN_PLACE,
    INIT_TO_BIN,
    INIT_TO_GATE,
    MOVE_TO_BIN,
    MOVE_TO_CONTACTS,
    MOVE_TO_GATE,
    POWER_DOWN,
    POWER_UP,
    POWER_UP_ISO,
    STATUS,
    CardPlace,
    CrtCommand,
    CrtDone,
    CrtRefused,
    Refusal,
    apdu_command,
    parse_reply,
    reply_key,
)
from kiosk.devices.codecs.crt_frame import CrtFrame, CrtFrameError


def frame(text: bytes) -> CrtFrame:
    return CrtFrame(0, text)


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (INIT_TO_GATE, b"C00"),
        (INIT_TO_BIN, b"C01"),
        (INIT_IN_PLACE, b"C03"),
        (STATUS, b"C10"),
        (MOVE_TO_GATE, b"C20"),
        (MOVE_TO_CONTACTS, b"C21"),
        (MOVE_TO_BIN, b"C23"),
        (ALLOW_ENTRY, b"C30"),
        (FORBID_ENTRY, b"C31"),
        (POWER_UP, b"CQ00"),
        (POWER_UP_ISO, b"CQ03"),
        (POWER_DOWN, b"CQ1"),
    ],
    ids=lambda value: value.name if isinstance(value, CrtCommand) else "",
)
def test_commands_are_as_in_the_manual(command: CrtCommand, text: bytes) -> None:
    assert (command.text, command.key) == (text, text[1:3])


def test_a_move_is_never_repeated() -> None:
    # Without a card it would fetch one from the stacker.
    assert not any(move.repeatable for move in (MOVE_TO_GATE, MOVE_TO_CONTACTS, MOVE_TO_BIN))


def test_an_apdu_goes_as_it_is_and_is_never_repeated() -> None:
    command = apdu_command(bytes.fromhex("80 AE 80 00 01 FF"))
    assert command.text == b"CQ9" + bytes.fromhex("80 AE 80 00 01 FF")
    assert not command.repeatable
    assert "AE" not in repr(command)


@pytest.mark.parametrize("size", [0, 3, 513])
def test_what_cannot_be_an_apdu_is_not_sent(size: int) -> None:
    with pytest.raises(CrtFrameError):
        apdu_command(bytes(size))


@pytest.mark.parametrize(
    ("text", "place", "bin_full"),
    [
        (b"P10000", CardPlace.NOWHERE, False),
        (b"P10120", CardPlace.AT_GATE, False),
        (b"P10201", CardPlace.INSIDE, True),
        (b"P1020?", CardPlace.INSIDE, False),
    ],
)
def test_a_reply_tells_where_the_card_is(text: bytes, place: CardPlace, bin_full: bool) -> None:
    assert parse_reply(frame(text)) == CrtDone(place, bin_full)
    assert reply_key(frame(text)) == STATUS.key


def test_a_reply_may_bring_data_and_does_not_show_them() -> None:
    done = parse_reply(frame(b"PQ9200" + b"\x57\x13\x62\x28" + b"\x90\x00"))
    assert isinstance(done, CrtDone)
    assert done.data == b"\x57\x13\x62\x28\x90\x00"
    assert "data" not in repr(done)


@pytest.mark.parametrize("head", [b"N", b"E"])
@pytest.mark.parametrize("refusal", [refusal for refusal in Refusal if refusal.value != b"??"])
def test_a_refusal_says_why(head: bytes, refusal: Refusal) -> None:
    assert parse_reply(frame(head + b"21" + refusal.value)) == CrtRefused(refusal)
    assert refusal.meaning


def test_a_refusal_may_bring_data() -> None:
    assert parse_reply(frame(b"NQ069\x3b\x65")) == CrtRefused(Refusal.CHIP_NOT_EMV)


def test_a_refusal_nobody_knows_is_one() -> None:
    assert parse_reply(frame(b"N21ZZ")) == CrtRefused(Refusal.UNKNOWN)
    assert Refusal.UNKNOWN.meaning


@pytest.mark.parametrize("text", [b"P10", b"P1020", b"P10X00", b"N10", b"N101", b"C10", b"Q10200"])
def test_what_is_no_reply(text: bytes) -> None:
    with pytest.raises(CrtFrameError):
        parse_reply(frame(text))


@given(st.binary(min_size=3, max_size=30))
def test_any_text_is_a_reply_or_none(text: bytes) -> None:
    with contextlib.suppress(CrtFrameError):
        assert isinstance(parse_reply(frame(text)), CrtDone | CrtRefused)
