"""A real driver and a simulated board of key, door and lights, joined by a real wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.api import Light
from kiosk.devices.auxiliary_board import AuxiliaryBoard, BoardWiring, Contact
from kiosk.devices.modbus_link import ModbusTiming
from kiosk.devices.ports.byte_port import PortOpener
from kiosk.devices.ports.serial_port import serial_port
from sim.devices.auxiliary_board import AuxiliaryBoardSimulator
from sim.devices.serial_line import TcpLine

SPEED = 9600
UNIT = 5
SWITCH, DOOR, TAMPER = 1, 3, 6
LIGHTS = {Light.CONTACTLESS: 0, Light.RECEIPT_PRINTER: 9, Light.STATUS_SUPERVISOR: 15}
PATIENT = ModbusTiming(response_s=5.0, gap_s=0.1)
"""For what is answered."""
BRISK = ModbusTiming(response_s=0.1, gap_s=0.05)
"""For what is not: every silence is waited out on a real wire."""


def wiring(unit: int = UNIT, *, when: bool = True) -> BoardWiring:
    return BoardWiring(
        unit,
        Contact(SWITCH, when=when),
        Contact(DOOR, when=when),
        Contact(TAMPER, when=when),
        LIGHTS,
    )


@dataclass(frozen=True)
class Bench:
    """The board's driver under test and the hardware at the other end of its wire."""

    board: AuxiliaryBoard
    simulator: AuxiliaryBoardSimulator
    when: bool

    def turn_key(self, *, on: bool) -> None:
        self.simulator.set_input(SWITCH, closed=on is self.when)

    def move_door(self, *, closed: bool) -> None:
        self.simulator.set_input(DOOR, closed=closed is self.when)

    def prise_open(self, *, whole: bool) -> None:
        self.simulator.set_input(TAMPER, closed=whole is self.when)

    @property
    def lit(self) -> set[Light]:
        return {light for light, coil in LIGHTS.items() if coil in self.simulator.lit}


@asynccontextmanager
async def bench_on(
    simulator: AuxiliaryBoardSimulator,
    port: PortOpener,
    *,
    timing: ModbusTiming = PATIENT,
    when: bool = True,
) -> AsyncIterator[Bench]:
    bench = Bench(AuxiliaryBoard(port, wiring(when=when), timing), simulator, when)
    bench.turn_key(on=False)
    bench.move_door(closed=True)
    bench.prise_open(whole=True)
    simulator.plug()
    try:
        yield bench
    finally:
        await bench.board.close()
        simulator.unplug()


@asynccontextmanager
async def pty_bench(
    directory: Path, *, timing: ModbusTiming = PATIENT, when: bool = True, speed: int = SPEED
) -> AsyncIterator[Bench]:
    link = directory / "auxiliaries"
    simulator = AuxiliaryBoardSimulator(link, unit=UNIT, speed=speed)
    port = serial_port(str(link), speed=SPEED)
    async with bench_on(simulator, port, timing=timing, when=when) as bench:
        yield bench


@asynccontextmanager
async def tcp_bench(*, timing: ModbusTiming = PATIENT) -> AsyncIterator[Bench]:
    line = TcpLine()
    simulator = AuxiliaryBoardSimulator(line, unit=UNIT)
    simulator.plug()
    async with bench_on(simulator, serial_port(line.address, speed=SPEED), timing=timing) as bench:
        yield bench
