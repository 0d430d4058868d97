"""The simulated board, told directly over a pseudo-terminal in the bytes of the standard."""

from __future__ import annotations

import termios
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sim.devices.auxiliary_board import AuxiliaryBoardSimulator, BoardFlaw, crc
from tests.sim.test_id_reader import Host


def framed(pdu: str, unit: int = 1) -> bytes:
    body = bytes((unit,)) + bytes.fromhex(pdu)
    return body + crc(body)


@pytest.fixture
async def board(tmp_path: Path) -> AsyncIterator[AuxiliaryBoardSimulator]:
    board = AuxiliaryBoardSimulator(tmp_path / "board")
    board.plug()
    yield board
    board.unplug()


@pytest.fixture
async def host(board: AuxiliaryBoardSimulator, tmp_path: Path) -> AsyncIterator[Host]:
    host = Host(tmp_path / "board")
    host.set_speed(termios.B9600)
    yield host
    host.close()


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("02 00 00 00 08", "02 01 06"),
        ("02 00 01 00 02", "02 01 03"),
        ("02 00 07 00 02", "82 02"),
        ("02 00 00 00 00", "82 03"),
        ("01 00 00 00 10", "01 02 00 00"),
        ("05 00 03 FF 00", "05 00 03 FF 00"),
        ("05 00 03 00 01", "85 03"),
        ("05 00 10 FF 00", "85 02"),
        ("0F 00 02 00 03 01 05", "0F 00 02 00 03"),
        ("0F 00 0F 00 02 01 03", "8F 02"),
        ("0F 00 00 00 09 01 03", "8F 03"),
        ("03 00 00 00 01", "83 01"),
    ],
)
async def test_it_answers_as_the_standard_says(
    board: AuxiliaryBoardSimulator, host: Host, asked: str, answered: str
) -> None:
    board.set_input(1, closed=True)
    board.set_input(2, closed=True)
    await host.ask(framed(asked), framed(answered))


async def test_coils_are_set_one_by_one_and_together(
    board: AuxiliaryBoardSimulator, host: Host
) -> None:
    await host.ask(framed("05 00 03 FF 00"), framed("05 00 03 FF 00"))
    assert board.lit == {3}
    await host.ask(framed("0F 00 02 00 03 01 05"), framed("0F 00 02 00 03"))
    assert board.lit == {2, 4}
    await host.ask(framed("01 00 00 00 10"), framed("01 02 14 00"))
    board.switch_off_and_on()
    assert board.lit == frozenset()


async def test_what_is_damaged_meant_for_others_or_for_everybody_is_not_answered(
    board: AuxiliaryBoardSimulator, host: Host
) -> None:
    for taken, frame in enumerate(
        (
            framed("02 00 00 00 08")[:-1] + b"\x00",
            framed("02 00 00 00 08", unit=2),
            framed("05 00 05 FF 00", unit=0),
        ),
        start=1,
    ):
        host.say(frame)
        await board.has_taken(taken)
    assert board.lit == {5}
    await host.ask(framed("02 00 00 00 08"), framed("02 01 00"))


async def test_a_frame_that_breaks_off_is_forgotten_in_the_silence_after_it(
    board: AuxiliaryBoardSimulator, host: Host
) -> None:
    host.say(framed("02 00 00 00 08")[:5])
    await board.has_taken(1)
    await host.ask(framed("02 00 00 00 08"), framed("02 01 00"))


@pytest.mark.parametrize(
    ("flaw", "sent"),
    [
        (BoardFlaw.CHECKSUM, framed("02 01 00")[:-2] + bytes(b ^ 255 for b in crc(b"\1\2\1\0"))),
        (BoardFlaw.PARTIAL, framed("02 01 00")[:-3]),
        (BoardFlaw.SILENT, b""),
        (BoardFlaw.STRANGER, framed("02 01 00", unit=2)),
        (BoardFlaw.NOISE, b"\x00\xff" + framed("02 01 00")),
        (BoardFlaw.BUSY, framed("82 06")),
        (BoardFlaw.FAILURE, framed("82 04")),
    ],
)
async def test_a_flaw_strikes_once(
    board: AuxiliaryBoardSimulator, host: Host, flaw: BoardFlaw, sent: bytes
) -> None:
    board.spoil(flaw)
    await host.ask(framed("02 00 00 00 08"), sent)
    await board.has_obeyed(1)
    await host.ask(framed("02 00 00 00 08"), framed("02 01 00"))


async def test_silent_it_neither_obeys_nor_answers(
    board: AuxiliaryBoardSimulator, host: Host
) -> None:
    board.fall_silent()
    host.say(framed("05 00 05 FF 00"))
    await board.has_taken(1)
    board.clear_flaws()
    await host.ask(framed("01 00 05 00 01"), framed("01 01 00"))
