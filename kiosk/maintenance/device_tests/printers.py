"""Both printers: a test print and a test page, which people look at. Neither is a paper for a
citizen, so that no book of receipts or certificates knows of them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from kiosk.devices.api import DeviceCause, DeviceError, PrintProgress
from kiosk.documents.test_print_layout import lay_out_test_print
from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.flows.requests.maintenance.device_tests import DeviceTried, PrinterWaits
from kiosk.maintenance.device_tests.trial import (
    broken,
    failed,
    keeper_of,
    to_be_judged,
    unusable,
)
from kiosk.maintenance.readiness.conditions import CAUSES, USELESS
from kiosk.runtime.clock import no_longer_than
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.news import Tell
from kiosk.runtime.workings import Workings

TEST_PAGE = Path(__file__).parents[3] / "assets" / "documents" / "test-page.pdf"
_RECEIPT_S = 120.0
_PAGE_S = 240.0
"""Time for people to put in paper, which the printer waits for."""


async def print_receipt(workings: Workings, _tell: Tell) -> DeviceTried:
    """A test print, through the press that prints receipts."""
    printer, facts = workings.equipment.printer, workings.facts
    document = lay_out_test_print(
        hall_name=facts.hall_name,
        terminal_number=facts.number,
        printed_at=workings.clock.now(),
        columns=workings.press.columns,
    )
    try:
        async with no_longer_than(workings.clock, _RECEIPT_S):
            condition = (await printer.reading()).condition
            if not condition.usable:
                return unusable(condition)
            await workings.press.print_uncounted(document)
    except TimeoutError:
        return broken(DeviceCause.SILENT.value, Remedy.MAINTENANCE)
    except DeviceError as error:
        return failed(error, keeper_of(workings, DeviceKind.RECEIPT_PRINTER))
    except RequestFailed as failure:
        if isinstance(failure.__cause__, DeviceError):
            # The press has told its keeper.
            return failed(failure.__cause__, None)
        return broken(failure.fault.code.value, Remedy.MAINTENANCE)
    return to_be_judged("请看小票：标尺从头到尾，黑条中没有白线，二维码能扫，纸已切断。")


async def print_page(workings: Workings, tell: Tell) -> DeviceTried:
    """A test page on A4. Given up, it is cancelled at the printer."""
    printer = workings.equipment.document_printer
    assert printer is not None  # noqa: S101  (not offered otherwise)
    page = await asyncio.to_thread(TEST_PAGE.read_bytes)
    now = workings.clock.now()

    def told(progress: PrintProgress) -> None:
        waits = progress.waits_for
        tell(PrinterWaits("" if waits is None else CAUSES.get(waits.value, USELESS)))

    try:
        async with no_longer_than(workings.clock, _PAGE_S):
            condition = (await printer.reading()).condition
            if not condition.usable:
                return unusable(condition)
            await printer.print_pdf(
                page, job=f"{workings.facts.number}-test-{now:%y%m%d%H%M%S%f}", pages=1, tell=told
            )
    except TimeoutError:
        return broken("not_finished", Remedy.CLEAR)
    except DeviceError as error:
        return failed(error, keeper_of(workings, DeviceKind.DOCUMENT_PRINTER))
    return to_be_judged("请看测试页：四边框完整，小字清楚，没有白道和黑道。")
