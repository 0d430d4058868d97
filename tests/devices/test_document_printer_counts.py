"""Counters that stand still, lag or lie: what may be on paper is never said not to be."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    Effect,
    JobEnd,
    JobReport,
    PrintProgress,
)
from kiosk.devices.codecs.ipp_request import Operation
from kiosk.devices.ports.ipp_port import IppUnanswered
from tests.devices.ipp_bench import ABORTED, CANCELLED, COMPLETED, PAGES, PDF, MemoryBench
from tests.devices.ipp_wire_format import INTEGER

JOB = "JN03-1"
COUNTER = "printer-impressions-completed"
PRINT = int(Operation.PRINT_JOB)


@pytest.fixture
async def bench() -> MemoryBench:
    return MemoryBench()


async def broken_off(
    bench: MemoryBench, end: int | None, *, pages_said: int | None = None
) -> Effect:
    """The effect that is claimed of a print during which the paper ran out, and whose job then
    ended like that, or was forgotten (None), with so many pages said to be out in the end."""
    await bench.printer.open()

    def tell(progress: PrintProgress) -> None:
        if progress.waits_for is not DeviceCause.PAPER_OUT:
            return
        if end is None:
            bench.model.jobs.clear()
            return
        bench.model.jobs[-1].state = end
        if pages_said is not None:
            bench.model.jobs[-1].out = pages_said

    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell))
    return caught.value.effect


@pytest.mark.parametrize(
    ("out", "proved", "counts", "effect"),
    [
        (0, True, True, Effect.NOTHING),
        (0, True, False, Effect.UNKNOWN),
        (0, False, True, Effect.UNKNOWN),
        (1, True, True, Effect.UNKNOWN),
        (1, False, False, Effect.UNKNOWN),
    ],
)
async def test_a_job_that_is_forgotten_unfinished_is_in_doubt_unless_a_moving_counter_stood_still(
    bench: MemoryBench, out: int, effect: Effect, *, proved: bool, counts: bool
) -> None:
    bench.model.counts_sheets = counts
    if proved:
        await bench.prove()
    bench.model.out_before = out + 1
    assert await broken_off(bench, None) is effect


async def test_a_counter_that_stands_still_from_now_on_does_not_undo_pages_that_were_told(
    bench: MemoryBench,
) -> None:
    await bench.prove()
    bench.model.counts_sheets = False
    bench.model.out_before = 2
    assert await broken_off(bench, None) is Effect.UNKNOWN


@pytest.mark.parametrize("end", [CANCELLED, ABORTED])
@pytest.mark.parametrize("proved", [True, False])
async def test_a_job_that_takes_back_what_it_has_told_is_partly_out(
    bench: MemoryBench, end: int, *, proved: bool
) -> None:
    if proved:
        await bench.prove()
    bench.model.out_before = 2
    assert await broken_off(bench, end, pages_said=0) is Effect.PARTLY
    report = await bench.run(bench.printer.find_job(JOB))
    assert report is not None
    assert report.pages_out == 1


@pytest.mark.parametrize("end", [CANCELLED, ABORTED])
async def test_a_counter_that_counts_only_what_is_done_says_nothing_of_what_is_broken_off(
    bench: MemoryBench, end: int
) -> None:
    bench.model.counts_when_done, bench.model.counts_sheets = True, False
    await bench.prove()
    bench.model.out_before = 3
    assert await broken_off(bench, end) is Effect.UNKNOWN
    report = await bench.run(bench.printer.find_job(JOB))
    assert report is not None
    assert report.pages_out is None


@pytest.mark.parametrize("late_s", [3, 10])
async def test_an_odometer_that_is_late_is_not_learned_from_prints_in_a_row(
    bench: MemoryBench, late_s: int
) -> None:
    bench.model.counts_jobs, bench.model.sheets_late_s = False, late_s
    await bench.prove()
    for number in range(3):
        assert await bench.print(f"JN03-2{number}") == PAGES
    bench.model.aborts_before = 2
    with pytest.raises(DeviceError) as caught:
        await bench.print(JOB)
    assert caught.value.effect is Effect.UNKNOWN


async def test_an_odometer_that_moves_when_all_is_done_is_not_learned(bench: MemoryBench) -> None:
    bench.model.counts_jobs, bench.model.sheets_when_done = False, True
    await bench.prove()
    bench.model.aborts_before = 2
    with pytest.raises(DeviceError) as caught:
        await bench.print(JOB)
    assert caught.value.effect is Effect.UNKNOWN


async def test_a_job_done_with_errors_and_no_page_counted_is_not_said_to_have_left_none(
    bench: MemoryBench,
) -> None:
    await bench.prove()
    bench.model.counts_jobs = bench.model.counts_sheets = False
    await bench.printer.open()

    async def done_at_once() -> None:
        printing = asyncio.create_task(
            bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=bench.told.append)
        )
        while len(bench.model.jobs) == 1:
            await bench.clock.settle()
        job = bench.model.jobs[-1]
        job.state, job.begun, job.reasons = COMPLETED, True, ["job-completed-with-errors"]
        with pytest.raises(DeviceError) as caught:
            await printing
        assert caught.value.effect is Effect.UNKNOWN

    await bench.run(done_at_once())
    report = await bench.run(bench.printer.find_job(JOB))
    assert report == JobReport(JobEnd.ABORTED, None)


async def test_the_time_of_day_is_no_time_since_the_printer_was_switched_on(
    bench: MemoryBench,
) -> None:
    bench.model.attributes["printer-up-time"] = (INTEGER, (1_795_000_000,))
    await bench.prove()
    bench.model.out_before = 1
    assert await broken_off(bench, None) is Effect.UNKNOWN


async def test_a_printer_that_never_says_when_it_begins_has_begun(bench: MemoryBench) -> None:
    bench.model.says_when = bench.model.counts_jobs = bench.model.counts_sheets = False
    await bench.prove()
    bench.model.aborts_before = 3
    with pytest.raises(DeviceError) as caught:
        await bench.print(JOB)
    assert caught.value.effect is Effect.UNKNOWN
    report = await bench.run(bench.another_life().find_job(JOB))
    assert report == JobReport(JobEnd.ABORTED, None)


async def test_pages_of_others_are_not_ours(bench: MemoryBench) -> None:
    bench.model.counts_jobs = False
    await bench.prove()
    await bench.printer.open()

    def tell(progress: PrintProgress) -> None:
        bench.model.sheets += [("somebody's", page) for page in range(1, PAGES)]
        bench.model.jobs[-1].state = CANCELLED

    printing = bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell)
    with pytest.raises(DeviceError) as caught:
        await bench.run(printing)
    assert caught.value.effect is Effect.UNKNOWN


@pytest.mark.parametrize("end", [CANCELLED, ABORTED])
async def test_a_job_that_counts_only_when_it_is_done_says_nothing_when_it_is_broken_off(
    bench: MemoryBench, end: int
) -> None:
    bench.model.counts_jobs = bench.model.counts_sheets = False
    await bench.prove()
    bench.model.out_before = 3
    assert await broken_off(bench, end) is Effect.UNKNOWN
    report = await bench.run(bench.printer.find_job(JOB))
    assert report is not None
    assert report.pages_out is None


async def test_what_was_proved_is_forgotten_when_the_printer_was_switched_off(
    bench: MemoryBench,
) -> None:
    await bench.prove()
    bench.model.attributes["printer-up-time"] = (INTEGER, (1,))
    await bench.printer.open()
    bench.model.attributes["printer-up-time"] = (INTEGER, (10_000,))
    bench.model.out_before = 1
    assert await broken_off(bench, None) is Effect.UNKNOWN


async def test_a_queue_proves_nothing_by_a_counter(bench: MemoryBench) -> None:
    bench = MemoryBench(confirms=False)
    await bench.prove()
    bench.model.out_before = 1
    assert await broken_off(bench, None) is Effect.UNKNOWN


async def test_a_printer_that_remembers_no_job_may_have_printed_one_that_it_does_not_know(
    bench: MemoryBench,
) -> None:
    bench.model.keeps_history = False
    del bench.model.attributes[COUNTER]
    await bench.printer.open()
    bench.wire.after[PRINT].append(IppUnanswered())
    # It prints between the two looks, and forgets.
    bench.model.forgets_at_once = True
    with pytest.raises(DeviceError) as caught:
        await bench.print(JOB)
    assert caught.value.effect is Effect.UNKNOWN


async def test_a_job_whose_pages_were_all_out_before_it_could_be_cancelled_is_printed(
    bench: MemoryBench,
) -> None:
    await bench.printer.open()

    def tell(progress: PrintProgress) -> None:
        if progress.pages_out == 1:
            bench.model.sheets += [(JOB, 2), (JOB, 3)]
            bench.model.jobs[-1].out = PAGES
            bench.model.jobs[-1].state = CANCELLED

    printing = bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell)
    assert await bench.run(printing) == PAGES
    report = await bench.run(bench.printer.find_job(JOB))
    assert report == JobReport(JobEnd.CANCELLED, PAGES)


async def test_a_job_that_is_done_without_a_page_by_a_counter_that_counts_is_not_believed(
    bench: MemoryBench,
) -> None:
    await bench.prove()
    await bench.printer.open()

    async def done_at_once() -> None:
        printing = asyncio.create_task(
            bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=bench.told.append)
        )
        while len(bench.model.jobs) == 1:
            await bench.clock.settle()
        bench.model.jobs[-1].state, bench.model.jobs[-1].begun = COMPLETED, True
        with pytest.raises(DeviceError) as caught:
            await printing
        assert caught.value.effect is Effect.PARTLY

    await bench.run(done_at_once())
