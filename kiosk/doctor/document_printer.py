"""The A4 printer: whether it can print documents, what it has left, and what its word is worth."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    DocumentPrinter,
    DocumentPrinterReading,
)
from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.equipment import Misconfigured, document_printer_of
from kiosk.maintenance.readiness import Finding, Section, Verdict
from kiosk.maintenance.readiness.conditions import about_device, about_error
from kiosk.runtime.clock import Clock, within
from kiosk.settings import Settings

PATIENCE_S = 20.0
_KIND = DeviceKind.DOCUMENT_PRINTER
_SECTION = Section.DEVICES
_UNCONFIRMED = "作业“完成”不代表纸已出来，能直接连打印机的请直接连"


async def examine_document_printer(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Findings about it; none for a terminal without one."""
    try:
        printer = document_printer_of(settings, clock)
    except Misconfigured as error:
        remedy, cause = Remedy.CONFIGURATION, "settings"
        yield Finding(_KIND.label, Verdict.BROKEN, str(error), remedy, cause, section=_SECTION)
        return
    if printer is None:
        return
    try:
        reading = await within(clock, PATIENCE_S, _asked(printer))
    except DeviceError as error:
        yield about_error(_KIND, error)
        return
    except TimeoutError:
        yield about_error(_KIND, DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE))
        return
    finally:
        await printer.close()
    yield about_device(_KIND, reading.condition, _kept(reading))
    fitted = settings.document_printer
    if fitted is not None and (fitted.is_queue or not fitted.confirms):
        cause = "unconfirmed"
        yield Finding(_KIND.label, Verdict.WARNING, _UNCONFIRMED, cause=cause, section=_SECTION)


async def _asked(printer: DocumentPrinter) -> DocumentPrinterReading:
    await printer.open()
    return await printer.reading()


def _kept(reading: DocumentPrinterReading) -> tuple[str, ...]:
    """What it has left, and how much it has printed; nothing of what it does not tell."""
    told = [
        f"{supply.name} {supply.percent}%"
        for supply in reading.supplies
        if supply.percent is not None
    ]
    if reading.sheets_out is not None:
        told.append(f"累计 {reading.sheets_out} 页")
    return tuple(told)
