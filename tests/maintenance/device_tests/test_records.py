"""What there is to test, and what is written down of it: with its time, by whoever is on duty."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.api import Light
from kiosk.domain.staff import Task
from kiosk.flows.requests.maintenance.device_tests import (
    AskDeviceTests,
    BeginDeviceTest,
    DeviceTest,
    DeviceTestBegun,
    DeviceTestOutcome,
    DeviceTestRecorded,
    DeviceTestRow,
    DeviceTests,
    LastTest,
    RecordDeviceTest,
    TryDevice,
)
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from kiosk.settings import Settings
from tests.maintenance.device_tests.bench import Bench, Devices, opened
from tests.runtime.conftest import Room
from tests.runtime.fake_board import FakeBoard

PASSED, FAILED, GIVEN_UP = DeviceTestOutcome


async def rows(bench: Bench) -> dict[DeviceTest, DeviceTestRow]:
    found = await bench.ask(AskDeviceTests())
    assert isinstance(found, DeviceTests)
    return {row.test: row for row in found.rows}


async def test_everything_that_is_fitted_can_be_tested_and_there_is_no_voice(bench: Bench) -> None:
    found = await rows(bench)
    assert tuple(found) == tuple(DeviceTest)
    missing = {test: row.missing for test, row in found.items() if row.missing}
    assert missing == {DeviceTest.VOICE: "本机没有语音设备"}
    assert all(row.last is None for row in found.values())


async def test_what_is_not_fitted_says_so(room: Room, settings: Settings) -> None:
    bench = await opened(room, settings, Devices().bare())
    missing = {test for test, row in (await rows(bench)).items() if row.missing}
    assert missing == set(DeviceTest) - {
        DeviceTest.ID_CARD_READER,
        DeviceTest.RECEIPT_PRINTER,
        DeviceTest.TOUCH,
        DeviceTest.COLOURS,
    }
    found = await rows(bench)
    assert found[DeviceTest.BANK_CARD_READER].missing == "本机没有配银行卡读卡器"
    assert found[DeviceTest.LIGHTS].missing == "本机没有配指示灯"


async def test_a_board_without_lights_can_have_its_contacts_tested(
    room: Room, settings: Settings
) -> None:
    class Dark(FakeBoard):
        @property
        def lights(self) -> frozenset[Light]:
            return frozenset()

    found = await rows(await opened(room, settings, Devices(board=Dark())))
    assert found[DeviceTest.LIGHTS].missing
    assert not found[DeviceTest.SENSORS].missing


async def test_a_result_is_read_back_with_its_time(bench: Bench) -> None:
    began = await bench.ask(BeginDeviceTest(DeviceTest.TOUCH))
    assert began == DeviceTestBegun(bench.room.clock.now())
    await bench.room.clock.advance(90)
    recorded = await bench.ask(RecordDeviceTest(DeviceTest.TOUCH, FAILED, "missed 3"))
    assert recorded == DeviceTestRecorded(bench.room.clock.now())
    await bench.ask(RecordDeviceTest(DeviceTest.COLOURS, PASSED))
    last = {test: row.last for test, row in (await rows(bench)).items() if row.last is not None}
    assert last == {
        DeviceTest.TOUCH: LastTest(FAILED, bench.room.clock.now()),
        DeviceTest.COLOURS: LastTest(PASSED, bench.room.clock.now()),
    }
    assert bench.trail() == [
        ("test.touch", "begun", ""),
        ("test.touch", "failed", "missed 3"),
        ("test.colours", "passed", ""),
    ]


@pytest.mark.parametrize(
    "request_",
    [
        AskDeviceTests(),
        BeginDeviceTest(DeviceTest.RECEIPT_PRINTER),
        TryDevice(DeviceTest.RECEIPT_PRINTER),
        RecordDeviceTest(DeviceTest.TOUCH, PASSED),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_nobody_tests_whose_role_does_not_allow_it(
    bench: Bench, request_: AskDeviceTests | TryDevice
) -> None:
    await bench.log_in("C001")
    with pytest.raises(RequestFailed) as refused:
        await bench.ask(request_)
    assert refused.value.fault.code is FaultCode.INTERNAL
    assert bench.trail() == []
    assert bench.room.printer.paper == []


async def test_who_logs_out_in_the_middle_leaves_the_device_alone(bench: Bench) -> None:
    await bench.ask(BeginDeviceTest(DeviceTest.ID_CARD_READER))
    trying = bench.trying(DeviceTest.ID_CARD_READER)
    await bench.until(bench.devices.reader.waits)
    trying.cancel()
    bench.duty.left("leave")
    with pytest.raises(asyncio.CancelledError):
        await trying
    assert not bench.devices.reader.waits()
    await bench.until(lambda: bench.room.ledger.staff_trail()[-1].kind == "staff_left")
    assert bench.trail() == [
        ("test.id_card_reader", "begun", ""),
        ("test.id_card_reader", "abandoned", ""),
    ]
    await bench.log_in()
    last = (await rows(bench))[DeviceTest.ID_CARD_READER].last
    assert last is not None
    assert last.outcome is GIVEN_UP


@pytest.mark.parametrize("begun_next", [None, DeviceTest.LIGHTS, DeviceTest.TOUCH])
async def test_a_test_that_is_gone_back_from_has_an_end(
    bench: Bench, begun_next: DeviceTest | None
) -> None:
    await bench.ask(BeginDeviceTest(DeviceTest.LIGHTS))
    # The lights have shone, and instead of an answer 上一步 is touched.
    left = [("test.lights", "begun", ""), ("test.lights", "abandoned", "")]
    if begun_next is None:
        last = (await rows(bench))[DeviceTest.LIGHTS].last
        assert last == LastTest(GIVEN_UP, bench.room.clock.now())
        assert bench.trail() == left
    else:
        await bench.ask(BeginDeviceTest(begun_next))
        assert bench.trail() == [*left, (f"test.{begun_next.value}", "begun", "")]
        await bench.ask(RecordDeviceTest(begun_next, PASSED))
    bench.duty.left("leave")
    await bench.until(lambda: bench.room.ledger.staff_trail()[-1].kind == "staff_left")
    assert bench.trail().count(left[1]) == 1


async def test_what_has_its_end_elsewhere_is_not_abandoned(bench: Bench) -> None:
    # Settings are begun one by one, and end together.
    await bench.duty.did(Task.SETTINGS, "settings.screen.width_px", outcome="begun")
    await bench.duty.did(Task.SETTINGS, "settings.write")
    bench.duty.left("leave")
    await bench.until(lambda: bench.room.ledger.staff_trail()[-1].kind == "staff_left")
    assert [outcome for _, outcome, _ in bench.trail()] == ["begun", "done"]


async def test_a_test_that_the_terminal_did_not_survive_was_not_finished(bench: Bench) -> None:
    bench.room.ledger.staff_acted("T0417", "test.touch", outcome="begun")
    last = (await rows(bench))[DeviceTest.TOUCH].last
    assert last == LastTest(GIVEN_UP, bench.room.ledger.staff_trail()[-1].moment)


async def test_no_test_is_of_what_is_not_there(bench: Bench) -> None:
    with pytest.raises(RequestFailed):
        await bench.ask(TryDevice(DeviceTest.VOICE))
