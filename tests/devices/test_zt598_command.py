"""Commands and answers of the ZT598, against the vectors of devices.md 4.3."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.devices.codecs import zt598_command as command
from kiosk.devices.codecs import zt598_reply as reply
from kiosk.devices.codecs.pad_stream import PadCommand, PadFrame, PadFrameError
from kiosk.devices.codecs.plain_keys import ZT598_START_PLAIN
from kiosk.devices.codecs.zt598_command import ZtComponent, ZtKeyUse, ZtMacKind, ZtSm4Form

KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")


def body(made: PadCommand) -> bytes:
    return made.frame[4:-3]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (command.RESET, "02 30 30 34 35 30 33 30 03 33 31"),
        (command.STOP_INPUT, "02 30 30 34 35 30 33 32 03 33 33"),
        (command.KEY_SOUND_ON, "02 30 30 34 35 30 33 35 03 33 34"),
        (command.BEEP, "02 30 30 34 35 30 33 44 03 34 35"),
        (command.VERSION, "02 30 30 31 33 03 30 31"),
        (command.INSTALLED, "02 30 30 32 4E 30 03 34 46"),
        (command.shortest_pin(4), "02 30 30 34 35 34 30 34 03 33 32"),
        (command.longest_pin(6), "02 30 30 34 35 35 30 36 03 33 31"),
        (command.START_PIN, "02 30 30 36 36 30 30 30 31 32 03 33 30"),
        (
            command.read_pin_block(0x30, "048904025648"),
            "02 30 31 36 37 33 30 20 30 34 38 39 30 34 30 32 35 36 34 38 03 32 43",
        ),
        (
            command.load_key(0x01, 0x30, ZtKeyUse.PIN, KEY),
            "02 30 33 39 32 30 31 33 30 33 32" + KEY.hex().upper().encode().hex() + "03 30 38",
        ),
        (ZT598_START_PLAIN, "02 30 30 34 35 30 33 33 03 33 32"),
    ],
)
def test_commands_are_those_of_the_vectors(made: PadCommand, expected: str) -> None:
    assert made.frame == bytes.fromhex(expected)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (command.ANSWER_IN_HEX, b"5637"),
        (command.CLEAR_KEY_CLEARS_ALL, b"5A22"),
        (command.longest_pin(12), b"5512"),
        (command.input_time(30), b"521E"),
        (command.input_time(900), b"52FE"),
        (command.input_time(0), b"5201"),
        (command.mac(0x31, ZtMacKind.DES_CBC, b"\x02\x03\x1b12345"), b"8312\x02\x03\x1b12345"),
        (command.mac(0x31, ZtMacKind.TRIPLE_DES_CBC, bytes(8)), b"831A" + bytes(8)),
        (command.sm4_mac(0x31, b"\xab" * 16), b"e31" + b"0" * 32 + b"40" + b"AB" * 16),
        (command.load_sm4_key(1, 0x30, b"\xab" * 16), b"c300130" + b"AB" * 16),
        (command.load_key(1, 0x31, ZtKeyUse.MAC, bytes(8)), b"2013151" + b"0" * 16),
        (command.read_sm4_pin_block(0x30, ZtSm4Form.ISO0, "1" * 12), b"o300" + b"1" * 12),
        (command.read_sm4_pin_block(0x30, ZtSm4Form.ISO0_PADDED, "1" * 12), b"o301" + b"1" * 12),
        (command.erase_key(0x30), b"2003000"),
        (command.erase_sm4_key(0x30), b"n3330"),
        (
            command.master_component(1, ZtComponent.STORED, KEY),
            b"10102" + KEY.hex().upper().encode(),
        ),
        (command.sm4_master(1, KEY), b"b01" + KEY.hex().upper().encode()),
        (command.ask_challenge(bytes(16)), b":A0" + b"0" * 32),
        (command.present_challenge(0x30, bytes(16)), b":30" + b"0" * 32),
        (command.answer_challenge(bytes(16)), b":90" + b"0" * 32),
    ],
)
def test_the_other_commands(made: PadCommand, expected: bytes) -> None:
    assert body(made) == expected


def test_what_must_not_be_done_twice_is_not_repeatable() -> None:
    once = [
        command.START_PIN,
        command.BEEP,
        command.read_pin_block(0x30, "0" * 12),
        command.read_sm4_pin_block(0x30, ZtSm4Form.ISO0, "0" * 12),
        command.master_component(1, ZtComponent.COMBINED, KEY),
        command.sm4_master(1, KEY),
        command.present_challenge(1, bytes(16)),
        command.answer_challenge(bytes(16)),
    ]
    assert not any(made.repeatable for made in once)


def test_no_command_shows_what_it_brings() -> None:
    assert "0123" not in repr(command.master_component(1, ZtComponent.STORED, KEY))


def test_commands_that_make_no_sense_are_not_made() -> None:
    attempts: list[Callable[[], PadCommand]] = [
        lambda: command.load_key(1, 0x30, ZtKeyUse.PIN, bytes(15)),
        lambda: command.load_sm4_key(1, 0x30, bytes(8)),
        lambda: command.master_component(1, ZtComponent.STORED, bytes(1)),
        lambda: command.sm4_master(1, bytes(15)),
        lambda: command.erase_key(0x80),
        lambda: command.erase_key(-1),
        lambda: command.read_pin_block(0x30, "1" * 11),
        lambda: command.read_pin_block(0x30, "１" * 12),
        lambda: command.read_pin_block(0x30, "1" * 11 + "A"),
        lambda: command.mac(0x31, ZtMacKind.DES_CBC, bytes(520)),
        lambda: command.sm4_mac(0x31, bytes(496)),
    ]
    for attempt in attempts:
        with pytest.raises(PadFrameError):
            attempt()


def test_results_are_done_or_not() -> None:
    done = [code for code in range(256) if reply.is_done(code)]
    assert done == [*range(0x60, 0xA0), 0xA3]


def test_what_the_pad_says_of_itself() -> None:
    text = b"0" * 118 + b"FUNCTION" + b"ZT598 " + b"H01" + b"F12" + b"SN000042"
    assert reply.zt_version(PadFrame(0x60, text)) == reply.ZtVersion("ZT598", "F12", "SN000042")
    assert reply.zt_version(PadFrame(0xE0, b"")) == reply.ZtVersion("", "", "")


def test_the_removal_switch() -> None:
    assert reply.is_removed(PadFrame(0x60, b"001"))
    assert not reply.is_removed(PadFrame(0x60, b"000"))
    assert not reply.is_removed(PadFrame(0x60, b""))


def test_check_values_blocks_and_macs_are_read() -> None:
    assert reply.check_value(PadFrame(0x60, b"08D7B4FB629D0885")) == bytes.fromhex(
        "08D7B4FB629D0885"
    )
    block = PadFrame(0x60, b"0006DE2B82DEDAEC6E51")
    assert reply.pin_block(block, 8) == bytes.fromhex("DE2B82DEDAEC6E51")
    assert reply.mac_value(PadFrame(0x60, b"00" * 16), 16) == bytes(16)
    assert reply.challenge(PadFrame(0x60, b"00" * 16)) == bytes(16)


def test_answers_that_make_no_sense_are_refused() -> None:
    attempts: list[Callable[[], bytes]] = [
        lambda: reply.check_value(PadFrame(0x60, b"")),
        lambda: reply.check_value(PadFrame(0x60, b"0102")),
        lambda: reply.check_value(PadFrame(0x60, b"010203Z4")),
        lambda: reply.check_value(PadFrame(0x60, b"\xff\xfe\xfd\xfc")),
        lambda: reply.pin_block(PadFrame(0x60, b"0006DE2B82DEDAEC6E"), 8),
        lambda: reply.pin_block(PadFrame(0x60, b"0006DE2B82DEDAEC6E51"), 16),
        lambda: reply.mac_value(PadFrame(0x60, b"XX" * 8), 8),
    ]
    for attempt in attempts:
        with pytest.raises(PadFrameError):
            attempt()


def test_every_code_has_a_meaning() -> None:
    assert all(code.meaning for code in reply.ZtCode)
