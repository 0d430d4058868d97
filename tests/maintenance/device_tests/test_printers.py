"""Printers put out paper that people look at; no book of receipts or certificates knows of it."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, Effect, JobEnd
from kiosk.domain.paper import QrCode
from kiosk.domain.terminal import Condition, DeviceStatus, Remedy
from kiosk.flows.requests.maintenance.device_tests import (
    DeviceTest,
    DeviceTestOutcome,
    PrinterWaits,
)
from kiosk.maintenance.device_tests.printers import TEST_PAGE
from tests.maintenance.device_tests.bench import Bench
from tests.runtime.fake_document_printer import FakeDocumentPrinter
from tests.support.samples import FACTS

FAILED = DeviceTestOutcome.FAILED
NO_PAPER = Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "paper_out")


def page_printer(bench: Bench) -> FakeDocumentPrinter:
    assert bench.devices.page_printer is not None
    return bench.devices.page_printer


async def test_a_test_print_comes_out_and_people_are_asked(bench: Bench) -> None:
    before = bench.room.ledger.tally()
    tried = await bench.tried(DeviceTest.RECEIPT_PRINTER)
    assert tried.outcome is None
    (paper,) = bench.room.printer.paper
    assert FACTS.number in bench.room.printer.says()
    assert any(isinstance(item, QrCode) for item in paper.items)
    after = bench.room.ledger.tally()
    assert (before.receipts, before.orders) == (after.receipts, after.orders)


async def test_a_printer_without_paper_says_who_can_put_it_right(bench: Bench) -> None:
    for printer, test in (
        (bench.room.printer, DeviceTest.RECEIPT_PRINTER),
        (page_printer(bench), DeviceTest.DOCUMENT_PRINTER),
    ):
        printer.state = NO_PAPER
        tried = await bench.tried(test)
        assert (tried.outcome, tried.what, tried.remedy) == (
            FAILED,
            "缺纸。装好纸再测。",
            Remedy.CLEAR,
        )
    assert bench.room.printer.paper == []
    assert page_printer(bench).sheets == []


async def test_a_cutter_that_jams_is_told_and_the_printer_prints_again(bench: Bench) -> None:
    jam = DeviceError(DeviceCause.CUTTER, Remedy.CLEAR, Effect.PARTLY)
    bench.room.printer.ruins.append(jam)
    tried = await bench.tried(DeviceTest.RECEIPT_PRINTER)
    assert (tried.outcome, tried.cause, tried.remedy) == (FAILED, "cutter", Remedy.CLEAR)
    assert bench.reported == ["cutter"]
    assert (await bench.tried(DeviceTest.RECEIPT_PRINTER)).outcome is None


async def test_a_page_comes_out_that_no_ledger_counts(bench: Bench) -> None:
    for _ in range(2):
        tried = await bench.tried(DeviceTest.DOCUMENT_PRINTER)
        assert tried.outcome is None
        # Two jobs never have one name, however fast they follow each other.
        await bench.room.clock.advance(0.001)
    assert page_printer(bench).sheets == [(TEST_PAGE.read_bytes(), 1)] * 2
    assert bench.room.ledger.sheets_on_paper() == 0
    assert bench.told == [PrinterWaits("")] * 2


async def test_what_the_printer_waits_for_is_told_and_then_it_goes_on(bench: Bench) -> None:
    printer = page_printer(bench)
    printer.script.before_page[1] = DeviceCause.PAPER_OUT
    trying = bench.trying(DeviceTest.DOCUMENT_PRINTER)
    await bench.until(lambda: PrinterWaits("缺纸") in bench.told)
    printer.refilled.set()
    assert (await trying).outcome is None
    assert bench.told[-1] == PrinterWaits("")


async def test_a_page_that_nobody_waits_for_is_cancelled_at_the_printer(bench: Bench) -> None:
    printer = page_printer(bench)
    printer.script.before_page[1] = DeviceCause.PAPER_OUT
    trying = bench.trying(DeviceTest.DOCUMENT_PRINTER)
    await bench.until(lambda: PrinterWaits("缺纸") in bench.told)
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    (job,) = printer.jobs.values()
    assert job.end is JobEnd.CANCELLED
    assert bench.trail() == [("test.document_printer", "given_up", "")]


async def test_paper_that_never_comes_is_waited_for_so_long(bench: Bench) -> None:
    printer = page_printer(bench)
    printer.script.before_page[1] = DeviceCause.PAPER_OUT
    trying = bench.trying(DeviceTest.DOCUMENT_PRINTER)
    await bench.until(lambda: PrinterWaits("缺纸") in bench.told)
    await bench.room.clock.advance(240)
    tried = await trying
    assert (tried.outcome, tried.cause) == (FAILED, "not_finished")
    (job,) = printer.jobs.values()
    assert job.end is JobEnd.CANCELLED


async def test_a_job_that_the_printer_aborts_has_failed(bench: Bench) -> None:
    page_printer(bench).script.before_page[1] = JobEnd.ABORTED
    tried = await bench.tried(DeviceTest.DOCUMENT_PRINTER)
    assert (tried.outcome, tried.what, tried.remedy) == (
        FAILED,
        "打印机中止了打印任务。",
        Remedy.CLEAR,
    )
