"""What the driver of every pad does with its port and with time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, PinBlockForm
from kiosk.devices.codecs import zt598_command as command
from kiosk.devices.pin_pad.dialect import KeyPlaces
from kiosk.devices.pin_pad.zt598 import Zt598, zt598_pin_pad
from kiosk.devices.ports.byte_port import BytePort, PortLost, PortRefused
from kiosk.devices.ports.recording import EventKind, WireEvent
from kiosk.devices.ports.replay import ReplayPort
from kiosk.devices.ports.serial_port import serial_port
from kiosk.runtime.clock import SystemClock
from sim.devices.pin_pad.faults import FaultKind, PadFault, Role
from sim.devices.pin_pad.process import PinPadProcess
from tests.devices.conformance_pin_pad import DES_BLOCK
from tests.devices.pin_pad_bench import (
    ACCOUNT,
    BRISK,
    PATIENT,
    PIN_KEY,
    Bench,
    fails,
    open_bench,
    pad_process,
)


class ShiftedClock(SystemClock):
    """The machine's clock, which can be put forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PinPadProcess]:
    with pad_process("zt598", tmp_path_factory.mktemp("zt598")) as process:
        yield process


@pytest.fixture
async def bench(process: PinPadProcess) -> AsyncIterator[Bench]:
    async with open_bench(process, "zt598") as bench:
        yield bench


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture
async def timed(process: PinPadProcess, clock: ShiftedClock) -> AsyncIterator[Bench]:
    process.reset()
    pad = zt598_pin_pad(serial_port(str(process.link), speed=9600), clock, timing=PATIENT)
    await pad.open()
    yield Bench(pad, process)
    await pad.close()


async def test_a_pin_that_nobody_wants_is_forgotten_in_time(
    timed: Bench, clock: ShiftedClock
) -> None:
    await timed.pad.load_working_keys((PIN_KEY,))
    timed.process.type_pin("1234")
    await timed.enter()
    told = len(timed.process.state().told)
    assert (await timed.pad.condition()).usable
    assert len(timed.process.state().told) == told
    clock.ahead = 121.0
    block = timed.pad.pin_block(ACCOUNT, PinBlockForm.ISO0_3DES)
    assert await fails(block) is DeviceCause.PIN_MISSING
    assert (await timed.pad.condition()).usable
    assert timed.process.state().told[told] == "stop"


async def test_whoever_hears_the_figures_may_break(bench: Bench) -> None:
    def breaks(count: int) -> None:
        raise RuntimeError(count)

    bench.process.type_pin("1234")
    with pytest.raises(RuntimeError):
        await bench.pad.enter_pin(least=4, most=6, seconds=10.0, heard=breaks)
    assert bench.process.state().mode == "off"
    bench.process.type_pin("1234")
    assert await bench.enter() == 4


async def test_closing_ends_an_entry(bench: Bench) -> None:
    entering = await bench.begin()
    await bench.pad.close()
    assert await fails(asyncio.wait_for(entering, 10)) is DeviceCause.DISCONNECTED
    assert bench.process.state().mode == "off"


async def test_two_entries_follow_one_another(bench: Bench) -> None:
    first = await bench.begin()
    second = asyncio.create_task(bench.enter())
    bench.process.type_pin("1234")
    assert await first == 4
    bench.process.type_pin("12345")
    assert await second == 5


async def test_questions_asked_at_once_get_their_own_answers(bench: Bench) -> None:
    await bench.pad.load_working_keys((PIN_KEY,))
    bench.process.type_pin("123456")
    entering = asyncio.create_task(bench.enter())
    conditions = [asyncio.create_task(bench.pad.condition()) for _ in range(3)]
    assert all(condition.usable for condition in await asyncio.gather(*conditions))
    assert await entering == 6
    blocks = [
        asyncio.create_task(bench.pad.pin_block(ACCOUNT, PinBlockForm.ISO0_3DES)) for _ in range(2)
    ]
    results = await asyncio.gather(*blocks, return_exceptions=True)
    assert results[0] == DES_BLOCK
    assert isinstance(results[1], DeviceError)
    assert results[1].cause is DeviceCause.PIN_MISSING


async def test_a_beginning_that_is_refused_is_not_made_again(bench: Bench) -> None:
    bench.process.fault(PadFault(FaultKind.CODE, 0xFB, Role.START))
    assert await fails(bench.enter()) is DeviceCause.UNAUTHORISED
    assert bench.process.state().told.count("start") == 1


async def test_a_pad_that_dies_while_it_is_asked_is_silent(process: PinPadProcess) -> None:
    async with open_bench(process, "zt598", timing=BRISK) as bench:
        entering = asyncio.create_task(bench.enter(seconds=0.3))
        await asyncio.sleep(0)
        bench.process.type_keys(("1",))
        await bench.has_heard(0, 1)
        bench.process.fault("dead")
        assert await fails(entering) is DeviceCause.SILENT


@pytest.mark.parametrize(
    ("failure", "cause"),
    [
        (PortRefused("in use elsewhere"), DeviceCause.CONFIGURATION),
        (PortLost("not there"), DeviceCause.DISCONNECTED),
    ],
    ids=["refused", "lost"],
)
async def test_a_port_that_cannot_be_opened(failure: Exception, cause: DeviceCause) -> None:
    async def opener() -> BytePort:
        raise failure

    assert await fails(zt598_pin_pad(opener, SystemClock()).open()) is cause


async def test_a_port_that_goes_while_the_pad_is_greeted() -> None:
    sent = WireEvent(0.0, EventKind.SENT, command.STOP_INPUT.frame)
    port = ReplayPort([sent, WireEvent(0.0, EventKind.LOST)])

    async def opener() -> BytePort:
        return port

    assert await fails(zt598_pin_pad(opener, SystemClock()).open()) is DeviceCause.DISCONNECTED


def test_every_use_has_its_place() -> None:
    places = KeyPlaces(master=2, pin=0x40, mac=0x41, data=0x42)
    assert Zt598(places).stop_command is command.STOP_INPUT
    assert places.of(PIN_KEY.use) == 0x40
