"""The driver of the board: contacts of either kind, wrong settings, late answers."""

from __future__ import annotations

import asyncio
from collections import deque
from pathlib import Path

import pytest

from kiosk.devices.api import AuxiliaryInputs, DeviceCause, DeviceError, Light
from kiosk.devices.auxiliary_board import AuxiliaryBoard, BoardWiring, Contact
from kiosk.devices.codecs.modbus_rtu import Answer, read_inputs, write_coil
from kiosk.devices.modbus_link import ModbusLink, ModbusTiming
from kiosk.devices.ports.byte_port import BytePort, PortLost, PortRefused
from kiosk.devices.ports.serial_port import serial_port
from kiosk.domain.terminal import Remedy
from sim.devices.auxiliary_board import AuxiliaryBoardSimulator, crc
from tests.devices.auxiliary_bench import BRISK, SPEED, UNIT, pty_bench, wiring


async def test_contacts_that_open_instead_of_closing_are_understood(tmp_path: Path) -> None:
    async with pty_bench(tmp_path, when=False) as bench:
        await bench.board.open()
        assert await bench.board.inputs() == AuxiliaryInputs()
        bench.turn_key(on=True)
        bench.move_door(closed=False)
        bench.prise_open(whole=False)
        assert await bench.board.inputs() == AuxiliaryInputs(
            operator_switch=True, cabinet_closed=False, untampered=False
        )


async def test_a_contact_that_is_not_wired_says_what_is_usual(tmp_path: Path) -> None:
    simulator = AuxiliaryBoardSimulator(tmp_path / "board")
    simulator.plug()
    only_door = BoardWiring(1, None, Contact(2), None, {})
    board = AuxiliaryBoard(serial_port(str(tmp_path / "board"), speed=SPEED), only_door)
    await board.open()
    assert await board.inputs() == AuxiliaryInputs(cabinet_closed=False)
    await board.close()
    simulator.unplug()


def test_a_board_without_any_contact_cannot_be_asked() -> None:
    nothing = BoardWiring(1, None, None, None, {Light.PIN_PAD: 0})
    with pytest.raises(ValueError, match="one contact"):
        AuxiliaryBoard(serial_port("/dev/null", speed=SPEED), nothing)


@pytest.mark.parametrize(
    "wrong",
    [
        BoardWiring(UNIT, Contact(200), None, None, {}),
        BoardWiring(UNIT, Contact(0), None, None, {Light.PIN_PAD: 200}),
    ],
    ids=["input", "coil"],
)
async def test_what_the_board_does_not_have_is_the_configurations_fault(
    tmp_path: Path, wrong: BoardWiring
) -> None:
    async with pty_bench(tmp_path) as bench:
        opener = serial_port(str(tmp_path / "auxiliaries"), speed=SPEED)
        board = AuxiliaryBoard(opener, wrong)
        with pytest.raises(DeviceError) as caught:
            await board.open()
        assert caught.value.cause is DeviceCause.CONFIGURATION
        assert caught.value.remedy is Remedy.CONFIGURATION
        # The port was let go of, and whoever is configured rightly gets it.
        await bench.board.open()


async def test_a_port_that_may_not_be_used_is_the_configurations_fault() -> None:
    async def refused() -> BytePort:
        raise PortRefused("in use")

    with pytest.raises(DeviceError) as caught:
        await AuxiliaryBoard(refused, wiring()).open()
    assert caught.value.cause is DeviceCause.CONFIGURATION


@pytest.mark.parametrize("speed", [19200, 115200])
async def test_at_another_speed_nobody_answers(tmp_path: Path, speed: int) -> None:
    async with pty_bench(tmp_path, timing=BRISK, speed=speed) as bench:
        with pytest.raises(DeviceError) as caught:
            await bench.board.open()
        assert caught.value.cause is DeviceCause.SILENT


async def test_another_units_board_does_not_answer(tmp_path: Path) -> None:
    async with pty_bench(tmp_path, timing=BRISK):
        opener = serial_port(str(tmp_path / "auxiliaries"), speed=SPEED)
        board = AuxiliaryBoard(opener, wiring(UNIT + 1), BRISK)
        with pytest.raises(DeviceError) as caught:
            await board.open()
        assert caught.value.cause is DeviceCause.SILENT


# --- with a wire on which every moment is told ---------------------------------------------------


class ScriptedPort:
    """Gives what it was told for each read, in order; an exception is raised, a dead end waits."""

    def __init__(self, *reads: bytes | Exception | None) -> None:
        self._reads = deque(reads)
        self.written: list[bytes] = []

    async def read(self, _at_most: int, _timeout_s: float) -> bytes:
        read = self._reads.popleft()
        if read is None:
            await asyncio.Event().wait()
        if isinstance(read, Exception):
            raise read
        return read or b""

    async def write(self, data: bytes, _timeout_s: float) -> None:
        self.written.append(data)

    async def close(self) -> None:
        pass

    @property
    def spent(self) -> bool:
        return not self._reads


def sound(*body: int) -> bytes:
    return bytes(body) + crc(bytes(body))


QUIET = b""
READ = read_inputs(1, 0, 3)
ALL_ON, ALL_OFF = sound(1, 2, 1, 7), sound(1, 2, 1, 0)


async def test_what_lies_on_the_wire_is_not_taken_for_the_answer() -> None:
    port = ScriptedPort(ALL_ON, QUIET, ALL_OFF)
    answer = await ModbusLink(port, ModbusTiming()).ask(READ)
    assert answer == Answer((False, False, False))
    assert port.written == [READ.frame]


async def test_an_answer_that_comes_after_its_time_is_not_taken_for_that_of_a_light() -> None:
    light = write_coil(1, 4, on=True)
    port = ScriptedPort(QUIET, ALL_ON, QUIET, QUIET, light.frame)
    link = ModbusLink(port, ModbusTiming())
    asking = link.ask(light)
    assert await asking == Answer(())
    assert port.written == [light.frame, light.frame]


async def test_the_answer_to_a_cancelled_question_is_waited_for_before_the_next() -> None:
    port = ScriptedPort(QUIET, None, ALL_ON, QUIET, ALL_OFF)
    link = ModbusLink(port, ModbusTiming())
    asking = asyncio.create_task(link.ask(READ))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await link.ask(READ) == Answer((False, False, False))
    assert port.spent


async def test_an_answer_in_pieces_is_put_together() -> None:
    port = ScriptedPort(QUIET, ALL_ON[:1], ALL_ON[1:4], ALL_ON[4:])
    assert await ModbusLink(port, ModbusTiming()).ask(READ) == Answer((True, True, True))


async def test_a_wire_that_goes_in_the_middle_of_an_answer_is_lost() -> None:
    with pytest.raises(PortLost):
        await ModbusLink(ScriptedPort(QUIET, ALL_ON[:2], PortLost("gone")), ModbusTiming()).ask(
            READ
        )


@pytest.mark.parametrize("code", [0x0A, 0x0B, 0x63])
async def test_a_refusal_that_nobody_foresaw_is_for_the_technician(code: int) -> None:
    with pytest.raises(DeviceError) as caught:
        await ModbusLink(ScriptedPort(QUIET, sound(1, 0x82, code)), ModbusTiming()).ask(READ)
    assert (caught.value.cause, caught.value.remedy) == (
        DeviceCause.PROTOCOL,
        Remedy.MAINTENANCE,
    )
