"""Devices and service: each is opened and asked, with the drivers that serve citizens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.devices.api import Device, DeviceCause, DeviceError
from kiosk.doctor.document_printer import examine_document_printer
from kiosk.domain.terminal import Condition, DeviceKind, Remedy
from kiosk.equipment import (
    Misconfigured,
    acquirer_of,
    auxiliaries_of,
    bank_card_reader_of,
    pad_of,
    printer_of,
    reader_of,
    scanner_of,
    service_of,
    social_card_reader_of,
)
from kiosk.maintenance.readiness import Finding, Section, Verdict
from kiosk.maintenance.readiness.conditions import (
    ACQUIRER,
    CLOCK,
    SERVICE,
    USABLE,
    about_device,
    about_error,
    about_tenders,
)
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.runtime.clock import Clock, within
from kiosk.runtime.service_watch import MOST_SKEW
from kiosk.settings import Settings

DEVICE_PATIENCE_S = 20.0
# No purchase: a trace number of the ledger would be wasted on it.
_ECHO_TRACE = 1
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
        (DeviceKind.AUXILIARIES, auxiliaries_of),
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
    section = Section.DEVICES
    try:
        device = make(settings, clock)
    except Misconfigured as error:
        return _misconfigured(kind.label, error, "settings", section)
    if device is None:
        return None
    try:
        return about_device(kind, await within(clock, DEVICE_PATIENCE_S, _asked(device)))
    except DeviceError as error:
        return about_error(kind, error)
    except TimeoutError:
        return about_error(kind, DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE))
    finally:
        await device.close()


async def _asked(device: Device) -> Condition:
    await device.open()
    return await device.condition()


def _misconfigured(subject: str, error: Misconfigured, cause: str, section: Section) -> Finding:
    return Finding(
        subject, Verdict.BROKEN, str(error), Remedy.CONFIGURATION, cause, section=section
    )


async def _acquirer(settings: Settings, clock: Clock) -> Finding | None:
    """Whether the acquirer answers; it is not signed in to, that is the running terminal's. None
    for a terminal that takes no cards."""
    section = Section.SERVICES
    try:
        found = acquirer_of(settings, clock)
    except Misconfigured as error:
        return _misconfigured(ACQUIRER, error, "settings", section)
    if found is None:
        return None
    try:
        await found[0].echo(_ECHO_TRACE)
    except AcquirerTrouble as trouble:
        refused = trouble.cause is AcquirerCause.REFUSED
        what = f"不接受本终端（应答码 {trouble.code}）" if refused else "连不上，或没有回应"
        remedy = Remedy.CONFIGURATION if refused else Remedy.MAINTENANCE
        cause = trouble.cause.value
        return Finding(ACQUIRER, Verdict.BROKEN, what, remedy, cause, section=section)
    return Finding(ACQUIRER, Verdict.FINE, USABLE, section=section)


async def _service(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    section = Section.SERVICES
    try:
        service = service_of(settings)
    except Misconfigured as error:
        yield _misconfigured(SERVICE, error, "certificates", section)
        return
    try:
        status = await service.terminal()
    except ServiceError as error:
        what = _SERVICE_TROUBLE.get(error.kind, "连不上")
        refused = error.kind is ServiceErrorKind.REFUSED
        remedy = Remedy.CONFIGURATION if refused else Remedy.MAINTENANCE
        yield Finding(SERVICE, Verdict.BROKEN, what, remedy, error.kind.value, section=section)
        return
    finally:
        await service.close()
    yield Finding(SERVICE, Verdict.FINE, USABLE, section=section)
    yield _skew(clock.now() - status.server_time)
    yield about_tenders(status.tenders)


def _skew(skew: timedelta) -> Finding:
    section = Section.CLOCK
    what = f"与税务系统相差 {abs(skew.total_seconds()):.0f} 秒"
    if abs(skew) <= MOST_SKEW:
        return Finding(CLOCK, Verdict.FINE, what, section=section)
    remedy, cause = Remedy.MAINTENANCE, "clock_wrong"
    return Finding(CLOCK, Verdict.BROKEN, what, remedy, cause, section=section)
