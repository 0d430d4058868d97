"""Samples of what the tests of devices ask of the world, and of what may come of it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TypeAlias

from kiosk.domain.terminal import Remedy
from kiosk.flows.requests.maintenance.device_tests import (
    AskDeviceTests,
    BeginDeviceTest,
    CardOut,
    ContactsSeen,
    DeviceTest,
    DeviceTestBegun,
    DeviceTestOutcome,
    DeviceTestRecorded,
    DeviceTestRow,
    DeviceTests,
    DeviceTried,
    KeysPressed,
    LastTest,
    LightShines,
    PrinterWaits,
    RecordDeviceTest,
    TryDevice,
)
from kiosk.session.requests import Request

AT = datetime(2026, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
AboutDeviceTests: TypeAlias = AskDeviceTests | BeginDeviceTest | TryDevice | RecordDeviceTest
ROWS = (
    DeviceTestRow(
        DeviceTest.ID_CARD_READER, last=LastTest(DeviceTestOutcome.PASSED, AT - timedelta(days=30))
    ),
    DeviceTestRow(DeviceTest.BANK_CARD_READER, "本机没有配银行卡读卡器"),
    DeviceTestRow(
        DeviceTest.PIN_PAD, last=LastTest(DeviceTestOutcome.FAILED, AT - timedelta(hours=1))
    ),
    DeviceTestRow(DeviceTest.DOCUMENT_PRINTER),
    DeviceTestRow(DeviceTest.TOUCH),
    DeviceTestRow(DeviceTest.COLOURS),
)
JUDGED = frozenset(
    {
        DeviceTest.RECEIPT_PRINTER,
        DeviceTest.DOCUMENT_PRINTER,
        DeviceTest.LIGHTS,
        DeviceTest.SENSORS,
    }
)
NEWS: dict[DeviceTest, tuple[object, ...]] = {
    DeviceTest.BANK_CARD_READER: (CardOut(),),
    DeviceTest.PIN_PAD: (KeysPressed(12, ("确认",)), KeysPressed(3)),
    DeviceTest.DOCUMENT_PRINTER: (PrinterWaits("缺纸"), PrinterWaits("")),
    DeviceTest.LIGHTS: (LightShines("密码键盘", 3, 10),),
    DeviceTest.SENSORS: (ContactsSeen((("钥匙开关", "维护"), ("柜门", "开着"))),),
}

DEVICE_TEST_REQUESTS: tuple[AboutDeviceTests, ...] = (
    AskDeviceTests(),
    *(BeginDeviceTest(row.test) for row in ROWS),
    *(TryDevice(test) for test in DeviceTest),
    RecordDeviceTest(DeviceTest.TOUCH, DeviceTestOutcome.FAILED, "missed 3"),
)


def device_test_replies(request: AboutDeviceTests) -> tuple[object, ...]:
    """Every kind of reply that such a request may get."""
    match request:
        case AskDeviceTests():
            return (DeviceTests(ROWS),)
        case BeginDeviceTest():
            return (DeviceTestBegun(AT),)
        case TryDevice(test):
            failed = DeviceTried(
                DeviceTestOutcome.FAILED, "没有回应。", Remedy.MAINTENANCE, "silent"
            )
            if test in JUDGED:
                return (DeviceTried(None, "请看纸。"), failed)
            return (
                DeviceTried(DeviceTestOutcome.PASSED, "读到一张居民身份证。"),
                failed,
                DeviceTried(DeviceTestOutcome.GIVEN_UP, "没有等到证件。", cause="nobody"),
            )
        case RecordDeviceTest():
            return (DeviceTestRecorded(AT),)


def device_test_news(request: Request[object]) -> tuple[object, ...]:
    """Every kind of news of a trial; none of anything else."""
    return NEWS.get(request.test, ()) if isinstance(request, TryDevice) else ()
