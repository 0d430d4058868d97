"""Devices and service: each is opened and asked, with the drivers that serve citizens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.devices.api import Device, DeviceError
from kiosk.doctor.document_printer import examine_document_printer
from kiosk.doctor.finding import Finding, Verdict
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import Condition, DeviceKind, Remedy
from kiosk.equipment import (
    Misconfigured,
    acquirer_of,
    bank_card_reader_of,
    pad_of,
    printer_of,
    reader_of,
    scanner_of,
    service_of,
    social_card_reader_of,
)
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.runtime.clock import Clock, within
from kiosk.runtime.service_watch import MOST_SKEW
from kiosk.settings import Settings

DEVICE_PATIENCE_S = 20.0
_ACQUIRER = "收单机构"
# No purchase: a trace number of the ledger would be wasted on it.
_ECHO_TRACE = 1
_CAUSES = {
    "disconnected": "没有连接",
    "tampered": "被拆动过，密钥已失效",
    "battery_low": "电池快没电了",
    "key_missing": "没有装入主密钥",
    "silent": "没有回应",
    "paper_out": "缺纸",
    "paper_near_end": "纸将用完",
    "cover_open": "盖子没有合上",
    "cutter": "切刀卡住",
    "overheated": "打印头过热",
}
# A scanner answers no questions: only its port can be examined.
_UNPROVEN = {DeviceKind.CODE_SCANNER: "接口正常，请用手机试扫一次"}
_SERVICE_TROUBLE = {
    ServiceErrorKind.REFUSED: "不接受本终端",
    ServiceErrorKind.MALFORMED: "回答有误",
    ServiceErrorKind.UNAVAILABLE: "正在维护或繁忙",
    ServiceErrorKind.TIMEOUT: "没有及时回应",
}

_Maker = Callable[[Settings, Clock], Device | None]


async def examine_connections(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """One finding per device, then the service, its clock and its tenders."""
    makers: tuple[tuple[DeviceKind, _Maker], ...] = (
        (DeviceKind.ID_CARD_READER, reader_of),
        (DeviceKind.RECEIPT_PRINTER, printer_of),
        (DeviceKind.CODE_SCANNER, scanner_of),
        (DeviceKind.SOCIAL_CARD_READER, social_card_reader_of),
        (DeviceKind.BANK_CARD_READER, bank_card_reader_of),
        (DeviceKind.PIN_PAD, pad_of),
    )
    for kind, make in makers:
        found = await _device(kind, make, settings, clock)
        if found is not None:
            yield found
    async for finding in examine_document_printer(settings, clock):
        yield finding
    async for finding in _service(settings, clock):
        yield finding
    acquirer = await _acquirer(settings, clock)
    if acquirer is not None:
        yield acquirer


async def _device(
    kind: DeviceKind, make: _Maker, settings: Settings, clock: Clock
) -> Finding | None:
    """None when the terminal is not fitted with such a device."""
    subject = kind.label
    try:
        device = make(settings, clock)
    except Misconfigured as error:
        return Finding(subject, Verdict.BROKEN, str(error), Remedy.CONFIGURATION, "settings")
    if device is None:
        return None
    try:
        condition = await within(clock, DEVICE_PATIENCE_S, _asked(device))
    except DeviceError as error:
        what = _CAUSES.get(error.cause.value, "不能用")
        return Finding(subject, Verdict.BROKEN, what, error.remedy, error.cause.value)
    except TimeoutError:
        return Finding(subject, Verdict.BROKEN, "没有回应", Remedy.MAINTENANCE, "silent")
    finally:
        await device.close()
    return _condition(kind, condition)


async def _asked(device: Device) -> Condition:
    await device.open()
    return await device.condition()


def _condition(kind: DeviceKind, condition: Condition) -> Finding:
    subject = kind.label
    fine = _UNPROVEN.get(kind, "可以使用")
    what = _CAUSES.get(condition.cause, fine if condition.usable else "不能用")
    if not condition.usable:
        return Finding(subject, Verdict.BROKEN, what, condition.remedy, condition.cause)
    verdict = Verdict.WARNING if condition.cause else Verdict.FINE
    return Finding(subject, verdict, what, condition.remedy, condition.cause)


async def _acquirer(settings: Settings, clock: Clock) -> Finding | None:
    """Whether the acquirer answers; it is not signed in to, that is the running terminal's. None
    for a terminal that takes no cards."""
    try:
        found = acquirer_of(settings, clock)
    except Misconfigured as error:
        return Finding(_ACQUIRER, Verdict.BROKEN, str(error), Remedy.CONFIGURATION, "settings")
    if found is None:
        return None
    try:
        await found[0].echo(_ECHO_TRACE)
    except AcquirerTrouble as trouble:
        refused = trouble.cause is AcquirerCause.REFUSED
        what = f"不接受本终端（应答码 {trouble.code}）" if refused else "连不上，或没有回应"
        remedy = Remedy.CONFIGURATION if refused else Remedy.MAINTENANCE
        return Finding(_ACQUIRER, Verdict.BROKEN, what, remedy, trouble.cause.value)
    return Finding(_ACQUIRER, Verdict.FINE, "可以使用")


async def _service(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    try:
        service = service_of(settings)
    except Misconfigured as error:
        yield Finding("税务系统", Verdict.BROKEN, str(error), Remedy.CONFIGURATION, "certificates")
        return
    try:
        status = await service.terminal()
    except ServiceError as error:
        what = _SERVICE_TROUBLE.get(error.kind, "连不上")
        refused = error.kind is ServiceErrorKind.REFUSED
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
