"""Devices and service: each is opened and asked, with the drivers that serve citizens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.devices.api import Device, DeviceError
from kiosk.doctor.finding import Finding, Verdict
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import Condition, Remedy
from kiosk.equipment import Misconfigured, printer_of, reader_of, service_of
from kiosk.runtime.clock import Clock
from kiosk.runtime.service_watch import MOST_SKEW
from kiosk.settings import Settings

DEVICE_PATIENCE_S = 20.0
_CAUSES = {
    "disconnected": "没有连接",
    "silent": "没有回应",
    "paper_out": "缺纸",
    "paper_near_end": "纸将用完",
    "cover_open": "盖子没有合上",
    "cutter": "切刀卡住",
    "overheated": "打印头过热",
}


async def examine_connections(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """One finding per device, then the service, its clock and its tenders."""
    try:
        for device in (reader_of(settings, clock), printer_of(settings, clock)):
            yield await _device(device)
    except Misconfigured as error:
        yield Finding("设备", Verdict.BROKEN, str(error), Remedy.CONFIGURATION, "settings")
    async for finding in _service(settings, clock):
        yield finding


async def _device(device: Device) -> Finding:
    subject = device.kind.label
    try:
        async with asyncio.timeout(DEVICE_PATIENCE_S):
            await device.open()
            condition = await device.condition()
    except DeviceError as error:
        what = _CAUSES.get(error.cause.value, "不能用")
        return Finding(subject, Verdict.BROKEN, what, error.remedy, error.cause.value)
    except TimeoutError:
        return Finding(subject, Verdict.BROKEN, "没有回应", Remedy.MAINTENANCE, "silent")
    finally:
        await device.close()
    return _condition(subject, condition)


def _condition(subject: str, condition: Condition) -> Finding:
    what = _CAUSES.get(condition.cause, "不能用" if not condition.usable else "可以使用")
    if not condition.usable:
        return Finding(subject, Verdict.BROKEN, what, condition.remedy, condition.cause)
    verdict = Verdict.WARNING if condition.cause else Verdict.FINE
    return Finding(subject, verdict, what, condition.remedy, condition.cause)


async def _service(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    try:
        service = service_of(settings)
    except Misconfigured as error:
        yield Finding("税务系统", Verdict.BROKEN, str(error), Remedy.CONFIGURATION, "certificates")
        return
    try:
        status = await service.terminal()
    except ServiceError as error:
        refused = error.kind is ServiceErrorKind.REFUSED
        what = "不接受本终端" if refused else "连不上"
        remedy = Remedy.CONFIGURATION if refused else Remedy.MAINTENANCE
        yield Finding("税务系统", Verdict.BROKEN, what, remedy, error.kind.value)
        return
    finally:
        await service.close()
    yield Finding("税务系统", Verdict.FINE, "可以使用")
    skew = clock.now() - status.server_time
    what = f"与税务系统相差 {abs(skew.total_seconds()):.0f} 秒"
    if abs(skew) > MOST_SKEW:
        yield Finding("时钟", Verdict.BROKEN, what, Remedy.MAINTENANCE, "clock_wrong")
    else:
        yield Finding("时钟", Verdict.FINE, what)
    offered = [tender.label for tender in Tender if tender in status.tenders]
    verdict = Verdict.FINE if offered else Verdict.BROKEN
    yield Finding("缴款方式", verdict, "、".join(offered) or "没有可用的缴款方式")
