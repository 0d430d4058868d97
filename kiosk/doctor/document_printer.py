"""The A4 printer: whether it can print documents, what it has left, and what its word is worth."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kiosk.devices.api import DeviceError, DocumentPrinter, DocumentPrinterReading
from kiosk.doctor.finding import Finding, Verdict
from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.equipment import Misconfigured, document_printer_of
from kiosk.runtime.clock import Clock, within
from kiosk.settings import Settings

PATIENCE_S = 20.0
_SUBJECT = DeviceKind.DOCUMENT_PRINTER.label
_CAUSES = {
    "disconnected": "没有连接",
    "silent": "没有回应",
    "protocol": "回答的不是 IPP，请检查地址",
    "configuration": "不接受本终端，或地址、证书不对",
    "paper_out": "缺纸",
    "paper_near_end": "纸将用完",
    "paper_jam": "卡纸",
    "cover_open": "盖子没有合上",
    "tray_missing": "纸盒没有装好",
    "toner_empty": "碳粉用完",
    "toner_low": "碳粉将用完",
    "paused": "已被暂停",
    "pdf_not_supported": "不能直接打印 PDF，请改用 CUPS 队列",
    "media_not_supported": "没有所设的纸张尺寸",
    "tray_not_supported": "没有所设的纸盒",
    "one_side_not_supported": "不能单面打印",
    "queue_prints_again": "队列出错后会从头重打，请设 printer-error-policy=abort-job",
}
_UNCONFIRMED = "作业“完成”不代表纸已出来，能直接连打印机的请直接连"


async def examine_document_printer(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Findings about it; none for a terminal without one."""
    try:
        printer = document_printer_of(settings, clock)
    except Misconfigured as error:
        yield Finding(_SUBJECT, Verdict.BROKEN, str(error), Remedy.CONFIGURATION, "settings")
        return
    if printer is None:
        return
    try:
        reading = await within(clock, PATIENCE_S, _asked(printer))
    except DeviceError as error:
        what = _CAUSES.get(error.cause.value, "不能用")
        yield Finding(_SUBJECT, Verdict.BROKEN, what, error.remedy, error.cause.value)
        return
    except TimeoutError:
        yield Finding(_SUBJECT, Verdict.BROKEN, "没有回应", Remedy.MAINTENANCE, "silent")
        return
    finally:
        await printer.close()
    yield _condition(reading)
    fitted = settings.document_printer
    if fitted is not None and (fitted.is_queue or not fitted.confirms):
        yield Finding(_SUBJECT, Verdict.WARNING, _UNCONFIRMED, cause="unconfirmed")


async def _asked(printer: DocumentPrinter) -> DocumentPrinterReading:
    await printer.open()
    return await printer.reading()


def _condition(reading: DocumentPrinterReading) -> Finding:
    condition = reading.condition
    fine = "可以使用" if condition.usable else "不能用"
    what = "，".join((_CAUSES.get(condition.cause, fine), *_kept(reading)))
    if not condition.usable:
        return Finding(_SUBJECT, Verdict.BROKEN, what, condition.remedy, condition.cause)
    verdict = Verdict.WARNING if condition.cause else Verdict.FINE
    return Finding(_SUBJECT, verdict, what, condition.remedy, condition.cause)


def _kept(reading: DocumentPrinterReading) -> list[str]:
    """What it has left, and how much it has printed; nothing of what it does not tell."""
    told = [
        f"{supply.name} {supply.percent}%"
        for supply in reading.supplies
        if supply.percent is not None
    ]
    if reading.sheets_out is not None:
        told.append(f"累计 {reading.sheets_out} 页")
    return told
