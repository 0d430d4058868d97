"""Keys are told by which of them have worked; what was typed, and in which order, nobody learns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from kiosk.devices.api import DeviceCause
from kiosk.domain.terminal import Remedy
from kiosk.flows.requests.maintenance.device_tests import (
    DeviceTest,
    DeviceTestOutcome,
    KeysPressed,
)
from kiosk.maintenance.device_tests.pin_pad import KEYS, key_trial
from kiosk.runtime.clock import SystemClock
from kiosk.settings import PinPadSettings, Settings
from sim.devices.pin_pad.faults import FaultKind, PadFault, Role
from sim.devices.pin_pad.process import PinPadProcess
from tests.devices.pin_pad_bench import Bench as PadBench
from tests.devices.pin_pad_bench import open_bench, pad_process, until
from tests.maintenance.device_tests.bench import Bench, Devices, opened
from tests.runtime.cards.soft_pad import SoftPad
from tests.runtime.conftest import Room

PASSED, FAILED, GIVEN_UP = DeviceTestOutcome


def soft_pad(bench: Bench) -> SoftPad:
    assert isinstance(bench.devices.pad, SoftPad)
    return bench.devices.pad


async def test_a_pad_without_a_key_test_counts_its_keys(bench: Bench) -> None:
    soft_pad(bench).type_pin("1234567890")
    assert (await bench.tried(DeviceTest.PIN_PAD)).outcome is PASSED
    assert bench.told == [KeysPressed(count) for count in range(11)]


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        (DeviceCause.PIN_CANCELLED, GIVEN_UP),
        (DeviceCause.PIN_TIMEOUT, GIVEN_UP),
        (DeviceCause.TAMPERED, FAILED),
        (DeviceCause.SILENT, FAILED),
    ],
)
async def test_every_end_of_an_entry_is_a_result(
    bench: Bench, cause: DeviceCause, outcome: DeviceTestOutcome
) -> None:
    soft_pad(bench).type_pin(cause)
    assert (await bench.tried(DeviceTest.PIN_PAD)).outcome is outcome


@pytest.fixture(scope="module", params=["zt598", "xz-f35"])
def process(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, PinPadProcess]]:
    model = str(request.param)
    with pad_process(model, tmp_path_factory.mktemp("pad")) as process:
        yield model, process


async def at_the_pad(room: Room, settings: Settings, pad: PadBench) -> Bench:
    return await opened(room, settings, Devices(pad=pad.pad), SystemClock())


async def test_every_key_of_a_real_pad_is_ticked_off_and_never_told_twice(
    room: Room, settings: Settings, process: tuple[str, PinPadProcess]
) -> None:
    model, simulated = process
    async with open_bench(simulated, model) as pad:
        bench = await at_the_pad(room, settings, pad)
        trying = asyncio.create_task(key_trial(model)(bench.workings, bench.told.append))
        await until(lambda: bool(bench.told))
        assert simulated.state().mode == "plain"
        for key in ("7", "7", "F3", *KEYS):
            simulated.press(key)
        tried = await trying
        assert tried.outcome is PASSED
        assert "另有 1 个功能键" in tried.what
        assert simulated.state().mode == "off"
        left = tuple(key for key in KEYS.values() if key != "7")
        assert bench.told[:2] == [KeysPressed(0, tuple(KEYS.values())), KeysPressed(1, left)]
        # The second 7, the third, and F3 are told to nobody.
        assert len(bench.told) == 1 + len(KEYS)
        assert bench.told[-1] == KeysPressed(len(KEYS))


async def test_keys_of_a_real_pad_that_do_nothing_are_named(
    room: Room, settings: Settings, process: tuple[str, PinPadProcess]
) -> None:
    model, simulated = process
    async with open_bench(simulated, model) as pad:
        bench = await at_the_pad(room, settings, pad)
        trial = key_trial(model, idle_s=1.0)
        trying = asyncio.create_task(trial(bench.workings, bench.told.append))
        await until(lambda: bool(bench.told))
        for key in KEYS:
            if key not in ("5", "CLEAR"):
                simulated.press(key)
        tried = await trying
        assert (tried.outcome, tried.remedy) == (FAILED, Remedy.MAINTENANCE)
        assert tried.what == "这些键没有按到或没有反应：5、清除。"
        assert tried.cause == "missing 2"
        nobody = await key_trial(model, idle_s=0.1)(bench.workings, bench.told.append)
        assert nobody.outcome is GIVEN_UP


async def test_no_key_is_named_while_a_pin_is_asked(
    room: Room, settings: Settings, process: tuple[str, PinPadProcess]
) -> None:
    model, simulated = process
    async with open_bench(simulated, model) as pad:
        bench = await at_the_pad(room, settings, pad)
        entering = await pad.begin()
        tried = await key_trial(model)(bench.workings, bench.told.append)
        assert (tried.outcome, tried.cause, bench.told) == (FAILED, "lent", [])
        assert simulated.state().mode == "pin"
        assert "plain" not in simulated.state().told
        simulated.type_pin("1234")
        assert await entering == 4


async def test_a_pad_that_will_not_name_its_keys_has_failed_and_is_at_rest(
    room: Room, settings: Settings, process: tuple[str, PinPadProcess]
) -> None:
    model, simulated = process
    async with open_bench(simulated, model) as pad:
        bench = await at_the_pad(room, settings, pad)
        simulated.fault(PadFault(FaultKind.CODE, 0xE9, Role.PLAIN))
        tried = await key_trial(model)(bench.workings, bench.told.append)
        assert (tried.outcome, tried.cause) == (FAILED, "protocol")
        assert simulated.state().mode == "off"


async def test_the_settings_say_how_the_pad_is_tested(
    room: Room, settings: Settings, process: tuple[str, PinPadProcess]
) -> None:
    model, simulated = process
    fitted = PinPadSettings.model_validate({"driver": model, "port": "/dev/ttyS9"})
    changed_settings = settings.model_copy(update={"pin_pad": fitted})
    async with open_bench(simulated, model) as pad:
        bench = await at_the_pad(room, changed_settings, pad)
        trying = bench.trying(DeviceTest.PIN_PAD)
        await until(lambda: bool(bench.told))
        assert simulated.state().mode == "plain"
        trying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await trying
        await until(lambda: simulated.state().mode == "off")
