"""Commands and answers of the XZ-F35, against the vectors of devices.md 4.4."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.devices.codecs import xz_command as command
from kiosk.devices.codecs import xz_reply as reply
from kiosk.devices.codecs.pad_stream import PadCommand, PadFrame, PadFrameError
from kiosk.devices.codecs.plain_keys import XZ_START_PLAIN
from kiosk.devices.codecs.xz_command import (
    XzAlgorithm,
    XzKeyUse,
    XzMacKind,
    XzOfficer,
    XzPinFormat,
)

KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")


def told(made: PadCommand) -> tuple[bytes, str]:
    return made.frame[1:3], made.frame[5:-3].hex(" ").upper()


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (command.STATUS, "1B 45 57 00 01 08 0D 0A"),
        (command.ABORT_INPUT, "1B 43 4B 00 01 12 0D 0A"),
        (command.start_pin(4, 6), "1B 52 50 00 05 04 06 00 2A 34 0D 0A"),
        (
            command.read_pin_block(1, XzPinFormat.ISO0, "048904025648"),
            "1B 50 42 00 13 00 01 00 04 0F 0C30 34 38 39 30 34 30 32 35 36 34 38 10 0D 0A",
        ),
    ],
)
def test_commands_are_those_of_the_vectors(made: PadCommand, expected: str) -> None:
    assert made.frame == bytes.fromhex(expected)


@pytest.mark.parametrize(
    ("made", "letters", "data"),
    [
        (command.RESET, b"SF", ""),
        (command.SERIAL_NUMBER, b"RS", ""),
        (command.BUZZER_ON, b"SZ", "30"),
        (command.use_algorithm(XzAlgorithm.SM4), b"SW", "02"),
        (command.erase_key(0x30), b"DD", "00 30"),
        (command.read_check_value(0x30), b"RC", "03 12"),
        (command.zero_vector(8), b"DV", "00 00 00 00 00 00 00 00"),
        (
            command.mac(0x31, XzMacKind.X99, b"\x1b2345678"),
            b"MC",
            "00 31 00 20 00 08 1B 32 33 34 35 36 37 38",
        ),
        (
            command.load_key(XzAlgorithm.DES, 1, 0x30, XzKeyUse.PIN, bytes(8)),
            b"LK",
            "00 30 00 01 00 00 00 82 00 00 00 00 00 00 00 00",
        ),
        (
            command.load_key(XzAlgorithm.SM4, 1, 0x31, XzKeyUse.MAC, KEY),
            b"LG",
            "00 31 00 01 00 00 00 84 01 23 45 67 89 AB CD EF FE DC BA 98 76 54 32 10",
        ),
        (command.ask_password(XzOfficer.A), b"CP", "30 AA"),
        (command.ask_component(XzOfficer.B, 1), b"IK", "31 00 01 00 00 02 A0 00 20 00"),
        (XZ_START_PLAIN, b"OK", "00 00"),
    ],
)
def test_the_other_commands(made: PadCommand, letters: bytes, data: str) -> None:
    assert told(made) == (letters, data)


def test_what_must_not_be_done_twice_is_not_repeatable() -> None:
    once = [
        command.start_pin(4, 6),
        command.read_pin_block(1, XzPinFormat.ISO0, "0" * 12),
        command.load_key(XzAlgorithm.DES, 1, 2, XzKeyUse.PIN, KEY),
        command.mac(1, XzMacKind.X99, bytes(8)),
        command.ask_password(XzOfficer.A),
        command.ask_component(XzOfficer.A, 1),
    ]
    assert not any(made.repeatable for made in once)


def test_commands_that_make_no_sense_are_not_made() -> None:
    attempts: list[Callable[[], PadCommand]] = [
        lambda: command.load_key(XzAlgorithm.DES, 1, 2, XzKeyUse.PIN, bytes(15)),
        lambda: command.load_key(XzAlgorithm.SM4, 1, 2, XzKeyUse.PIN, bytes(8)),
        lambda: command.read_pin_block(1, XzPinFormat.ISO0, "1" * 13),
        lambda: command.read_pin_block(1, XzPinFormat.ISO0, "１" * 12),
        lambda: command.read_pin_block(1, XzPinFormat.ISO0, "A" * 12),
        lambda: command.mac(1, XzMacKind.X99, bytes(2056)),
        lambda: command.erase_key(64),
        lambda: command.read_check_value(-1),
    ]
    for attempt in attempts:
        with pytest.raises(PadFrameError):
            attempt()


def test_the_status_is_read() -> None:
    well = reply.xz_status(PadFrame(0x53, bytes.fromhex("01 00 01 01 01 01 01 00")))
    assert well == reply.XzStatus(
        battery_low=False,
        tampered=False,
        initialised=True,
        has_master_key=True,
        has_working_key=True,
        removed=False,
    )
    ill = reply.xz_status(PadFrame(0x53, bytes.fromhex("00 01 00 00 00 00 00")))
    assert (ill.battery_low, ill.tampered, ill.initialised, ill.removed) == (
        True,
        True,
        False,
        True,
    )


def test_blocks_and_check_values_are_read() -> None:
    assert reply.block(PadFrame(0x53, bytes(8)), 8) == bytes(8)
    assert reply.check_value(PadFrame(0x53, b"\x08\xd7\xb4")) == b"\x08\xd7\xb4"
    assert reply.is_done(PadFrame(0x53, b""))
    assert not reply.is_done(PadFrame(0x45, b"\x0e"))
    assert reply.failure(PadFrame(0x45, b"\x0e")) == reply.XzCode.NO_SUCH_KEY


def test_answers_that_make_no_sense_are_refused() -> None:
    attempts: list[Callable[[], object]] = [
        lambda: reply.xz_status(PadFrame(0x53, bytes(6))),
        lambda: reply.block(PadFrame(0x53, bytes(8)), 16),
        lambda: reply.check_value(PadFrame(0x53, b"\x08\xd7")),
        lambda: reply.failure(PadFrame(0x45, b"")),
    ]
    for attempt in attempts:
        with pytest.raises(PadFrameError):
            attempt()


def test_every_code_has_a_meaning() -> None:
    assert all(code.meaning for code in reply.XzCode)
