"""Commands, statuses and replies of the identity-card module, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs import sdt_command as commands
from kiosk.devices.codecs.sdt_command import SET_SPEED, SdtCommand, set_radio_frame
from kiosk.devices.codecs.sdt_frame import SdtDecoder, SdtFrame, SdtFrameError, encode_frame
from kiosk.devices.codecs.sdt_reply import SdtReply, parse_reply, sam_number, text_record
from kiosk.devices.codecs.sdt_status import SdtStatus


@pytest.mark.parametrize(
    ("command", "frame"),
    [
        (commands.RESET_SAM, "AA AA AA 96 69 00 03 10 FF EC"),
        (commands.SAM_STATUS, "AA AA AA 96 69 00 03 11 FF ED"),
        (commands.SAM_ID, "AA AA AA 96 69 00 03 12 FF EE"),
        (commands.FIND_CARD, "AA AA AA 96 69 00 03 20 01 22"),
        (commands.SELECT_CARD, "AA AA AA 96 69 00 03 20 02 21"),
        (commands.READ_BASE, "AA AA AA 96 69 00 03 30 01 32"),
        (commands.READ_NEWEST_ADDRESS, "AA AA AA 96 69 00 03 30 03 30"),
        (commands.READ_MANAGEMENT, "AA AA AA 96 69 00 03 30 05 36"),
        (commands.READ_BASE_AND_FINGERPRINT, "AA AA AA 96 69 00 03 30 10 23"),
        (SET_SPEED[115200], "AA AA AA 96 69 00 03 60 00 63"),
        (SET_SPEED[57600], "AA AA AA 96 69 00 03 60 01 62"),
        (SET_SPEED[38400], "AA AA AA 96 69 00 03 60 02 61"),
        (SET_SPEED[19200], "AA AA AA 96 69 00 03 60 03 60"),
        (SET_SPEED[9600], "AA AA AA 96 69 00 03 60 04 67"),
        (set_radio_frame(0x50), "AA AA AA 96 69 00 04 61 FF 50 CA"),
        (commands.SLEEP, "AA AA AA 96 69 00 02 00 02"),
        (commands.WAKE, "AA AA AA 96 69 00 02 01 03"),
    ],
    ids=lambda value: value.name if isinstance(value, SdtCommand) else "",
)
def test_a_command_is_this_frame(command: SdtCommand, frame: str) -> None:
    assert command.frame == bytes.fromhex(frame)


@pytest.mark.parametrize("size", [0x17, 0x51])
def test_the_radio_frame_has_bounds(size: int) -> None:
    with pytest.raises(ValueError, match="24 to 80"):
        set_radio_frame(size)


@pytest.mark.parametrize(
    ("frame", "status", "data"),
    [
        ("00 04 00 00 90 94", SdtStatus.OK, ""),
        ("00 08 00 00 9F 00 00 00 00 97", SdtStatus.CARD_FOUND, "00 00 00 00"),
        ("00 04 00 00 80 84", SdtStatus.NO_CARD, ""),
        ("00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", SdtStatus.OK, "00" * 8),
        ("00 04 00 00 81 85", SdtStatus.SELECT_FAILED, ""),
        ("00 04 00 00 41 45", SdtStatus.READ_FAILED, ""),
        ("00 04 00 00 10 14", SdtStatus.CHECKSUM_ERROR, ""),
        ("00 04 00 00 11 15", SdtStatus.LENGTH_ERROR, ""),
        ("00 04 00 00 21 25", SdtStatus.UNKNOWN_COMMAND, ""),
        ("00 04 00 00 60 64", SdtStatus.SELF_TEST_FAILED, ""),
        ("00 04 00 00 66 62", SdtStatus.SAM_NOT_AUTHORISED, ""),
        ("00 04 00 00 91 95", SdtStatus.NO_SUCH_ITEM, ""),
    ],
)
def test_a_frame_is_this_reply(frame: str, status: SdtStatus, data: str) -> None:
    (found,) = SdtDecoder().feed(bytes.fromhex("AA AA AA 96 69" + frame))
    assert isinstance(found, SdtFrame)
    assert parse_reply(found.body) == SdtReply(status, bytes.fromhex(data))


def test_the_modules_number_reads_as_printed_on_it() -> None:
    frame = bytes.fromhex(
        "AA AA AA 96 69 00 14 00 00 90 05 00 01 00 D6 B4 32 01 87 D6 12 00 B1 68 DE 3A AF"
    )
    (found,) = SdtDecoder().feed(frame)
    assert isinstance(found, SdtFrame)
    assert sam_number(parse_reply(found.body).data) == "05.01-20100310-0001234567-0987654321"


@pytest.mark.parametrize("size", [0, 15, 17])
def test_a_number_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(SdtFrameError):
        sam_number(bytes(size))


@pytest.mark.parametrize("body", ["", "00 00", "00 01 90", "01 00 90", "00 00 92"])
def test_what_is_no_reply_is_refused(body: str) -> None:
    with pytest.raises(SdtFrameError):
        parse_reply(bytes.fromhex(body))


@pytest.mark.parametrize("status", SdtStatus)
def test_every_status_has_a_meaning_and_is_understood(status: SdtStatus) -> None:
    assert status.meaning
    assert parse_reply(bytes((0, 0, status))) == SdtReply(status)


def test_the_text_is_taken_and_the_photo_left() -> None:
    text = bytes(range(256))
    assert text_record(bytes.fromhex("01 00 04 00") + text + bytes(1024)) == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes.fromhex("01 00 04"),
        bytes.fromhex("01 00 04 00") + bytes(1279),
        bytes.fromhex("01 00 04 00") + bytes(1281),
        bytes.fromhex("00 FF 04 00") + bytes(1279),
        bytes.fromhex("01 00 00 00") + bytes(255),
    ],
    ids=["empty", "no lengths", "short", "long", "other text size", "short without photo"],
)
def test_lengths_that_do_not_agree_are_refused(data: bytes) -> None:
    with pytest.raises(SdtFrameError):
        text_record(data)


def test_a_reply_never_shows_its_data() -> None:
    assert "secret" not in repr(SdtReply(SdtStatus.OK, b"secret"))


@given(st.binary(max_size=40))
def test_no_body_makes_parsing_fail_otherwise(body: bytes) -> None:
    try:
        reply = parse_reply(body)
    except SdtFrameError:
        return
    assert encode_frame(bytes((0, 0, reply.status)) + reply.data) == encode_frame(body)


@given(st.binary(max_size=1400))
def test_no_data_makes_taking_the_text_fail_otherwise(data: bytes) -> None:
    try:
        assert len(text_record(data)) == 256
    except SdtFrameError:
        return
