"""Commands and answers of chip cards: one question, one answer, whatever the protocol needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.api import CardReply
from kiosk.devices.codecs.apdu import (
    ApduError,
    Dialogue,
    check_command,
    over_t0,
    read_record,
    select_by_name,
    select_file,
)
from kiosk.devices.codecs.social_card_record import APPLICATION

READ = bytes.fromhex("00B2080014")
SELECT = bytes.fromhex("00A4040008A00000033301010100")


def asked(command: bytes, *answers: str, t0: bool = True) -> tuple[list[str], CardReply | None]:
    """What is sent when a card answers so, and what comes of it."""
    dialogue = Dialogue(command, t0=t0)
    sent = []
    for answer in answers:
        sent.append(dialogue.to_send.hex().upper())
        reply = dialogue.take(bytes.fromhex(answer))
        if reply is not None:
            return sent, reply
    return [*sent, dialogue.to_send.hex().upper()], None


def test_commands_are_those_of_the_published_programs() -> None:
    assert select_by_name(APPLICATION).hex().upper() == ("00A404000F7378312E73682EC9E7BBE1B1A3D5CF")
    assert select_file(0xEF05) == bytes.fromhex("00A4020002EF05")
    assert select_file(0xEF06, 0x00) == bytes.fromhex("00A4000002EF06")
    assert read_record(0x08, 0x00, 0x14) == READ


@pytest.mark.parametrize("size", [0, 17])
def test_a_name_that_cannot_be_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="1 to 16"):
        select_by_name(bytes(size))


def test_a_plain_answer_is_the_answer() -> None:
    sent, reply = asked(READ, "08129000")
    assert sent == ["00B2080014"]
    assert reply == CardReply(b"\x08\x12", 0x9000)


def test_a_wrong_length_is_put_right_with_the_cards_own() -> None:
    sent, reply = asked(read_record(8, 0, 0), "6C14", "0812 9000")
    assert sent == ["00B2080000", "00B2080014"]
    assert reply == CardReply(b"\x08\x12", 0x9000)


def test_what_is_waiting_is_fetched_and_put_together() -> None:
    sent, reply = asked(SELECT, "6102", "AABB 6101", "CC 9000")
    # Over T=0 a command with data carries no expected length.
    assert sent == ["00A4040008A000000333010101", "00C0000002", "00C0000001"]
    assert reply == CardReply(b"\xaa\xbb\xcc", 0x9000)


def test_fetching_may_itself_be_put_right() -> None:
    sent, reply = asked(SELECT, "6100", "6C03", "AABBCC 9000")
    assert sent[1:] == ["00C0000000", "00C0000003"]
    assert reply == CardReply(b"\xaa\xbb\xcc", 0x9000)


def test_over_t1_a_command_goes_as_it_is() -> None:
    sent, reply = asked(SELECT, "6F00 9000", t0=False)
    assert sent == [SELECT.hex().upper()]
    assert reply == CardReply(b"\x6f\x00", 0x9000)


def test_over_t1_a_wrong_length_is_put_right_too() -> None:
    sent, _ = asked(SELECT, "6C1E", "6F00 9000", t0=False)
    assert sent[1] == "00A4040008A0000003330101011E"


@pytest.mark.parametrize("sw", ["6A82", "6A83", "6982", "6283", "6F00", "9303"])
def test_refusals_and_warnings_are_answers(sw: str) -> None:
    _, reply = asked(READ, sw)
    assert reply == CardReply(b"", int(sw, 16))


def test_a_correction_of_what_expects_nothing_is_an_answer() -> None:
    _, reply = asked(bytes.fromhex("00A4020002EF05"), "6C05")
    assert reply == CardReply(b"", 0x6C05)


def test_a_length_corrected_twice_is_nonsense() -> None:
    with pytest.raises(ApduError):
        asked(READ, "6C10", "6C11")


def test_an_answer_without_an_end_is_given_up() -> None:
    dialogue = Dialogue(READ, t0=True)
    for _ in range(16):
        assert dialogue.take(b"\x00\x61\x10") is None
    with pytest.raises(ApduError, match="without an end"):
        dialogue.take(b"\x00\x61\x10")


@pytest.mark.parametrize("answer", ["", "90", "0102", "6000", "00" * 257 + "9000", "0000", "A090"])
def test_what_is_no_answer_is_told_without_showing_it(answer: str) -> None:
    with pytest.raises(ApduError) as caught:
        Dialogue(READ, t0=True).take(bytes.fromhex(answer))
    assert "a0" not in str(caught.value).lower()


@pytest.mark.parametrize(
    ("command", "carried"),
    [
        ("00840000", "0084000000"),
        ("0084000008", "0084000008"),
        ("00A4020002EF05", "00A4020002EF05"),
        ("00A4020002EF0500", "00A4020002EF05"),
    ],
)
def test_each_case_of_command_as_t0_carries_it(command: str, carried: str) -> None:
    assert over_t0(bytes.fromhex(command)) == bytes.fromhex(carried)


@pytest.mark.parametrize("command", ["", "008400", "00A4020003EF05", "00A402000000"])
def test_what_is_no_command_is_refused_before_it_is_sent(command: str) -> None:
    with pytest.raises(ValueError, match="command"):
        Dialogue(bytes.fromhex(command), t0=True)


_commands = st.one_of(
    st.binary(min_size=4, max_size=5),
    st.binary(min_size=1, max_size=255).flatmap(
        lambda data: st.sampled_from(
            [b"\x00\xa4\x04\x00" + bytes((len(data),)) + data + le for le in (b"", b"\x00")]
        )
    ),
)


@given(_commands, st.booleans(), st.lists(st.binary(max_size=260), max_size=40))
def test_whatever_a_card_says_it_ends(command: bytes, t0: bool, answers: list[bytes]) -> None:
    dialogue = Dialogue(command, t0=t0)
    for answer in [*answers, *[b"\x61\x01", b"\x6c\x05"] * 20]:
        check_command(dialogue.to_send)
        try:
            reply = dialogue.take(answer)
        except ApduError:
            return
        if reply is not None:
            assert reply.sw == int.from_bytes(answer[-2:], "big")
            return
    pytest.fail("it never ended")


@given(st.binary(min_size=1, max_size=2000), st.integers(1, 256), st.booleans())
def test_data_in_pieces_arrive_whole(data: bytes, piece: int, t0: bool) -> None:
    pieces = [data[at : at + piece] for at in range(0, len(data), piece)]
    if len(pieces) > 16:
        return
    dialogue = Dialogue(READ, t0=t0)
    for one in pieces[:-1]:
        assert dialogue.take(one + b"\x61\x00") is None
    assert dialogue.take(pieces[-1] + b"\x90\x00") == CardReply(data, 0x9000)
