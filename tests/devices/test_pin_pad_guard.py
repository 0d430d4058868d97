"""No figure of a PIN gets out of a pad: the key test and the entry of PINs exclude each other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import kiosk
from kiosk.devices.api import DeviceCause
from kiosk.devices.codecs import plain_keys, xz_command, zt598_command
from kiosk.devices.codecs.pad_stream import PadCommand, PadKey
from kiosk.devices.pin_pad.driver import EncryptingPinPad, PadInUse
from kiosk.devices.pin_pad.key_test import XZ_F35_PLAIN, ZT598_PLAIN, PlainInput, key_test
from sim.devices.pin_pad.faults import FaultKind, PadFault, Role
from sim.devices.pin_pad.process import PinPadProcess
from tests.devices.pin_pad_bench import Bench, fails, open_bench, pad_process

PLAIN = {"zt598": ZT598_PLAIN, "xz-f35": XZ_F35_PLAIN}
ROOT = Path(str(kiosk.__file__)).parent


@pytest.fixture(scope="module", params=PLAIN)
def process(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, PinPadProcess]]:
    model = str(request.param)
    with pad_process(model, tmp_path_factory.mktemp("pad")) as process:
        yield model, process


@pytest.fixture
async def bench(process: tuple[str, PinPadProcess]) -> AsyncIterator[Bench]:
    model, pad = process
    async with open_bench(pad, model) as bench:
        yield bench


@pytest.fixture
def plain(process: tuple[str, PinPadProcess]) -> PlainInput:
    return PLAIN[process[0]]


async def test_the_technician_sees_every_key_by_its_name(bench: Bench, plain: PlainInput) -> None:
    pressed = ["1", "0", "CLEAR", "00", ".", "F8", "CANCEL", "ENTER"]
    async with key_test(bench.pad, plain) as running:
        assert bench.process.state().mode == "plain"
        for key in pressed:
            bench.process.press(key)
        assert [await running.next_key(5.0) for _ in pressed] == pressed
        assert await running.next_key(0.01) is None
        assert not (await bench.pad.condition()).usable
    assert bench.process.state().mode == "off"
    assert (await bench.pad.condition()).usable


async def test_it_cannot_begin_while_a_pin_is_asked(bench: Bench, plain: PlainInput) -> None:
    entering = await bench.begin()
    with pytest.raises(PadInUse):
        async with key_test(bench.pad, plain):
            pass
    assert "plain" not in bench.process.state().told
    assert bench.process.state().mode == "pin"
    bench.process.type_pin("1234")
    assert await entering == 4


async def test_it_cannot_begin_while_a_pin_is_about_to_be_asked(
    bench: Bench, plain: PlainInput
) -> None:
    entering = asyncio.create_task(bench.enter())
    await asyncio.sleep(0)
    with pytest.raises(PadInUse):
        async with key_test(bench.pad, plain):
            pass
    bench.process.type_pin("1234")
    assert await entering == 4


async def test_no_pin_is_asked_while_it_runs(bench: Bench, plain: PlainInput) -> None:
    async with key_test(bench.pad, plain):
        assert await fails(bench.enter()) is DeviceCause.DISCONNECTED
        assert bench.process.state().mode == "plain"
    assert bench.heard == []


async def test_what_was_pressed_in_it_is_no_part_of_a_pin(bench: Bench, plain: PlainInput) -> None:
    async with key_test(bench.pad, plain):
        for key in ("9", "9", "ENTER"):
            bench.process.press(key)
    bench.process.type_pin("1234")
    assert await bench.enter() == 4
    assert bench.heard == [0, 1, 2, 3, 4]


async def test_a_pad_that_will_not_is_left_alone(bench: Bench, plain: PlainInput) -> None:
    bench.process.fault(PadFault(FaultKind.CODE, 0xE9, Role.PLAIN))
    with pytest.raises(BaseException, match="protocol"):
        async with key_test(bench.pad, plain):
            pass
    bench.process.type_pin("1234")
    assert await bench.enter() == 4


async def test_a_pad_left_naming_keys_is_stopped_before_a_pin(bench: Bench) -> None:
    # A program that died in the middle of a key test leaves the pad like this.
    await bench.pad.close()
    await bench.pad.open()
    assert bench.process.state().mode == "off"
    assert "stop" in bench.process.state().told


def test_only_the_key_test_knows_the_command() -> None:
    knowing = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "plain_keys import" in (text := path.read_text(encoding="utf-8"))
        or "import plain_keys" in text
    }
    assert knowing == {"devices/pin_pad/key_test.py"}


@pytest.mark.parametrize("module", [zt598_command, xz_command])
def test_no_other_command_is_that_one(module: object) -> None:
    forbidden = {plain_keys.ZT598_START_PLAIN.frame, plain_keys.XZ_START_PLAIN.frame}
    commands = [value for value in vars(module).values() if isinstance(value, PadCommand)]
    assert commands
    assert not any(made.frame in forbidden for made in commands)


@pytest.mark.parametrize("table", [zt598_command.ZT598_PIN_KEYS, xz_command.XZ_PIN_KEYS])
def test_no_byte_of_a_pin_is_a_figure(table: dict[int, PadKey]) -> None:
    for code in b"0123456789":
        assert table[code] is PadKey.IN_CLEAR
    assert set(table.values()) <= set(PadKey)


def test_the_driver_has_no_way_to_name_figures() -> None:
    public = {name for name in dir(EncryptingPinPad) if not name.startswith("_")}
    assert public == {
        "beep",
        "close",
        "condition",
        "enter_pin",
        "identity",
        "kind",
        "lent",
        "load_working_keys",
        "mac",
        "open",
        "pin_block",
    }
