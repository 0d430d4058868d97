"""Lost answers, lost printers, counters that do not count: nothing is ever printed twice, and what
may be on paper is never said not to be."""

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
from kiosk.devices.codecs.ipp_ticket import Paper
from kiosk.devices.ipp_link import USUAL_TIMINGS
from kiosk.devices.ports.ipp_port import IppNonsense, IppNotServed, IppUnanswered, IppUnsent
from kiosk.domain.terminal import DeviceStatus, Remedy
from tests.devices.ipp_bench import ABORTED, CANCELLED, COMPLETED, HELD, PAGES, PDF, MemoryBench
from tests.devices.ipp_wire_format import BOOLEAN, ENUM, INTEGER, KEYWORD, MIME

JOB = "JN03-1"
PRINT = int(Operation.PRINT_JOB)
ASK_JOB = int(Operation.GET_JOB_ATTRIBUTES)
ASK_JOBS = int(Operation.GET_JOBS)
# Before a document is sent, its job is looked for among those that wait and those that have ended.
NOT_YET = (None, None)


@pytest.fixture
async def bench() -> MemoryBench:
    return MemoryBench()


async def failed(bench: MemoryBench) -> DeviceError:
    with pytest.raises(DeviceError) as caught:
        await bench.print(JOB)
    return caught.value


def sent(bench: MemoryBench) -> int:
    return sum(one.operation == PRINT for one in bench.model.requests)


@pytest.mark.parametrize("trouble", [IppUnanswered(), IppNonsense()], ids=lambda one: repr(one))
async def test_a_job_whose_answer_was_lost_is_found_and_never_sent_again(
    bench: MemoryBench, trouble: Exception
) -> None:
    bench.wire.after[PRINT].append(trouble)
    assert await bench.print(JOB) == PAGES
    assert sent(bench) == 1
    assert len(bench.sheets()) == PAGES


async def test_a_job_that_never_arrived_is_not_on_paper(bench: MemoryBench) -> None:
    await bench.prove()
    before = list(bench.sheets())
    bench.wire.before[PRINT].append(IppUnanswered())
    error = await failed(bench)
    assert (error.cause, error.effect) == (DeviceCause.SILENT, Effect.NOTHING)
    assert bench.sheets() == before


async def test_a_printer_that_was_switched_off_meanwhile_proves_nothing(
    bench: MemoryBench,
) -> None:
    await bench.printer.open()
    bench.wire.before[PRINT].append(IppUnanswered())
    bench.model.attributes["printer-up-time"] = (INTEGER, (101,))
    error = await failed(bench)
    assert error.effect is Effect.UNKNOWN


async def test_nor_does_one_that_does_not_say_how_long_it_has_been_on(bench: MemoryBench) -> None:
    del bench.model.attributes["printer-up-time"]
    bench.wire.before[PRINT].append(IppUnanswered())
    assert (await failed(bench)).effect is Effect.UNKNOWN


async def test_a_printer_that_stays_away_leaves_it_open(bench: MemoryBench) -> None:
    bench.wire.after[PRINT].append(IppUnanswered())
    bench.wire.before[ASK_JOBS].extend([*NOT_YET, *[IppUnsent()] * 1000])
    error = await failed(bench)
    assert (error.cause, error.effect) == (DeviceCause.DISCONNECTED, Effect.UNKNOWN)


async def test_an_answer_without_a_job_is_a_lost_answer(bench: MemoryBench) -> None:
    await bench.prove()
    bench.model.refuse[PRINT].append(0)
    error = await failed(bench)
    assert (error.cause, error.effect) == (DeviceCause.SILENT, Effect.NOTHING)


@pytest.mark.parametrize(
    ("trouble", "cause"),
    [(IppUnsent(), DeviceCause.DISCONNECTED), (IppNotServed(), DeviceCause.CONFIGURATION)],
    ids=lambda one: repr(one),
)
async def test_what_never_reached_the_printer_is_not_on_paper(
    bench: MemoryBench, trouble: Exception, cause: DeviceCause
) -> None:
    bench.wire.before[PRINT].append(trouble)
    error = await failed(bench)
    assert (error.cause, error.effect) == (cause, Effect.NOTHING)


@pytest.mark.parametrize(
    ("status", "cause", "remedy"),
    [
        (0x040B, DeviceCause.JOB_REFUSED, Remedy.CONFIGURATION),
        (0x0401, DeviceCause.CONFIGURATION, Remedy.CONFIGURATION),
        (0x0406, DeviceCause.CONFIGURATION, Remedy.CONFIGURATION),
        (0x0506, DeviceCause.PAUSED, Remedy.MAINTENANCE),
        (0x050B, DeviceCause.JOB_REFUSED, Remedy.SUSPEND),
    ],
)
async def test_a_refused_job_is_not_on_paper(
    bench: MemoryBench, status: int, cause: DeviceCause, remedy: Remedy
) -> None:
    bench.model.refuse[PRINT].append(status)
    error = await failed(bench)
    assert (error.cause, error.remedy, error.effect) == (cause, remedy, Effect.NOTHING)
    assert sent(bench) == 1


@pytest.mark.parametrize("status", [0x0500, 0x0504, 0x0505, 0x0508])
async def test_a_printer_that_fails_with_the_job_in_its_hands_is_asked_for_it(
    bench: MemoryBench, status: int
) -> None:
    await bench.prove()
    bench.model.fails_after_taking = status
    assert await bench.print(JOB) == PAGES
    assert sent(bench) == 2
    bench.model.fails_after_taking = None
    bench.model.refuse[PRINT].append(status)  # and now it has not even taken it
    with pytest.raises(DeviceError) as caught:
        await bench.print("JN03-2")
    assert caught.value.effect is Effect.NOTHING
    assert sent(bench) == 3


async def test_a_busy_printer_is_asked_again_for_a_while(bench: MemoryBench) -> None:
    bench.model.refuse[PRINT].extend([0x0507, 0x0502, 0x0507])
    assert await bench.print(JOB) == PAGES
    assert sent(bench) == 4
    bench.model.jobs.clear()
    bench.model.refuse[PRINT].extend([0x0507] * 1000)
    error = await failed(bench)
    assert (error.cause, error.effect) == (DeviceCause.JOB_REFUSED, Effect.NOTHING)


async def test_a_printer_that_comes_back_is_asked_on(bench: MemoryBench) -> None:
    bench.wire.before[ASK_JOB].extend([IppUnsent(), IppUnanswered(), IppNonsense()] * 20)
    assert await bench.print(JOB) == PAGES
    assert sent(bench) == 1


async def test_a_printer_that_does_not_come_back_in_mid_job_leaves_it_open(
    bench: MemoryBench,
) -> None:
    bench.wire.before[ASK_JOB].extend([IppUnanswered()] * 1000)
    error = await failed(bench)
    assert (error.cause, error.effect) == (DeviceCause.SILENT, Effect.UNKNOWN)


async def test_a_job_that_is_forgotten_with_all_its_pages_out_is_printed(
    bench: MemoryBench,
) -> None:
    bench.model.keeps_history = False
    await bench.printer.open()

    async def looked_at_too_late() -> int:
        def tell(progress: PrintProgress) -> None:
            # Between this look and the next the rest comes out.
            if progress.pages_out == 1:
                bench.model.sheets += [(JOB, 2), (JOB, 3)]
                bench.model.jobs.clear()

        return await bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell)

    assert await bench.run(looked_at_too_late()) == PAGES


async def test_another_job_with_our_number_is_not_ours(bench: MemoryBench) -> None:
    await bench.printer.open()

    def tell(progress: PrintProgress) -> None:
        bench.model.jobs[0].name = "somebody's"

    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell))
    assert caught.value.effect is Effect.UNKNOWN


@pytest.mark.parametrize(
    ("state", "cause"),
    [(CANCELLED, DeviceCause.JOB_CANCELLED), (ABORTED, DeviceCause.JOB_ABORTED)],
)
async def test_a_job_that_was_never_begun_is_not_on_paper_whatever_counts(
    state: int, cause: DeviceCause
) -> None:
    bench = MemoryBench(confirms=False)
    bench.model.counts_jobs = False
    del bench.model.attributes["printer-impressions-completed"]
    await bench.prove()
    bench.wire.after[PRINT].append(IppUnanswered())
    bench.wire.before[ASK_JOBS].extend([*NOT_YET, IppUnanswered()])

    async def ended_in_the_queue() -> None:
        printing = asyncio.create_task(
            bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=bench.told.append)
        )
        await bench.clock.settle()
        bench.model.jobs[-1].state = state
        with pytest.raises(DeviceError) as caught:
            await printing
        assert (caught.value.cause, caught.value.effect) == (cause, Effect.NOTHING)

    await bench.run(ended_in_the_queue())


async def test_a_printer_that_counts_nothing_is_believed_when_it_is_done_and_not_when_it_is_stopped(
    bench: MemoryBench,
) -> None:
    bench.model.counts_jobs = False
    del bench.model.attributes["printer-impressions-completed"]
    assert await bench.print("JN03-0") == PAGES
    bench.model.aborts_before = 3
    error = await failed(bench)
    assert (error.cause, error.effect) == (DeviceCause.JOB_ABORTED, Effect.UNKNOWN)
    assert await bench.run(bench.printer.find_job(JOB)) == JobReport(JobEnd.ABORTED, None)


async def test_the_printers_own_counter_does_not_tell_whose_pages_they_are(
    bench: MemoryBench,
) -> None:
    bench.model.counts_jobs = False
    await bench.prove()
    bench.model.aborts_before = 3
    assert (await failed(bench)).effect is Effect.UNKNOWN


@pytest.mark.parametrize("pages", [PAGES - 1, PAGES + 1])
async def test_a_job_done_with_another_number_of_pages_is_partly_out(
    bench: MemoryBench, pages: int
) -> None:
    await bench.printer.open()
    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.print_pdf(PDF, job=JOB, pages=pages, tell=bench.told.append))
    assert (caught.value.cause, caught.value.effect) == (DeviceCause.PRINTER_ERROR, Effect.PARTLY)


async def test_a_job_done_with_errors_is_not_done(bench: MemoryBench) -> None:
    await bench.printer.open()

    def tell(progress: PrintProgress) -> None:
        bench.model.jobs[0].reasons = ["job-completed-with-errors"]

    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell))
    assert (caught.value.cause, caught.value.effect) == (DeviceCause.JOB_ABORTED, Effect.PARTLY)
    assert await bench.run(bench.printer.find_job(JOB)) == JobReport(JobEnd.ABORTED, PAGES)


async def test_a_queue_that_only_hands_bytes_over_tells_of_no_pages(bench: MemoryBench) -> None:
    bench = MemoryBench(confirms=False)
    assert await bench.print(JOB) == PAGES
    assert {progress.pages_out for progress in bench.told} == {0}
    assert await bench.run(bench.printer.find_job(JOB)) == JobReport(JobEnd.COMPLETED, None)
    bench.model.aborts_before = 2
    bench.model.jobs.clear()
    assert (await failed(bench)).effect is Effect.UNKNOWN


async def test_a_queue_of_cups_is_not_believed_what_it_counts(bench: MemoryBench) -> None:
    bench.model.attributes["printer-type"] = (ENUM, (4,))
    assert await bench.print(JOB) == PAGES
    assert {progress.pages_out for progress in bench.told} == {0}
    report = await bench.run(bench.another_life().find_job(JOB))
    assert report == JobReport(JobEnd.COMPLETED, None)
    bench.model.jobs.clear()
    bench.model.aborts_before = 2
    assert (await failed(bench)).effect is Effect.UNKNOWN


async def test_a_printer_that_prints_while_it_receives_is_followed_meanwhile(
    bench: MemoryBench,
) -> None:
    await bench.printer.open()
    bench.wire.holds_answers = True
    assert await bench.print(JOB) == PAGES
    assert sent(bench) == 1
    assert bench.told[-1] == PrintProgress(PAGES)


async def test_what_is_found_meanwhile_is_not_sent_again_when_the_printer_was_busy_after_all(
    bench: MemoryBench,
) -> None:
    await bench.printer.open()
    bench.wire.answers_after_s = USUAL_TIMINGS.hand_over_s + 1
    bench.model.fails_after_taking = 0x0507
    bench.run_out_before(1)

    async def printed() -> int:
        printing = asyncio.create_task(
            bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=bench.told.append)
        )
        await bench.clock.sleep(bench.wire.answers_after_s + 5)
        bench.refill()
        return await printing

    assert await bench.run(printed()) == PAGES
    assert sent(bench) == 1
    assert len(bench.sheets()) == PAGES


async def test_a_printer_that_never_takes_it_in_is_given_up(bench: MemoryBench) -> None:
    await bench.prove()
    bench.wire.holds_requests = True
    error = await failed(bench)
    assert (error.cause, error.effect) == (DeviceCause.SILENT, Effect.NOTHING)


async def test_given_up_before_the_answer_came_it_is_looked_for_and_cancelled(
    bench: MemoryBench,
) -> None:
    await bench.prove()
    bench.model.out_before = 1
    bench.wire.holds_answers = True

    async def given_up() -> JobReport | None:
        printing = asyncio.create_task(
            bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=bench.told.append)
        )
        await bench.clock.settle()
        bench.wire.before[ASK_JOBS].append(IppUnanswered())
        printing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await printing
        assert bench.model.jobs[-1].state == CANCELLED
        return await bench.printer.find_job(JOB)

    assert await bench.run(given_up()) == JobReport(JobEnd.CANCELLED, 0)


async def test_given_up_while_the_printer_is_away_it_ends_all_the_same(bench: MemoryBench) -> None:
    await bench.printer.open()
    bench.model.out_before = 1

    async def given_up() -> None:
        printing = asyncio.create_task(
            bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=bench.told.append)
        )
        await bench.clock.settle()
        await bench.unplug()
        printing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await printing

    await bench.run(given_up())


async def test_a_job_that_cannot_be_ended_is_no_answer(bench: MemoryBench) -> None:
    await bench.print(JOB)
    bench.model.jobs[0].state = HELD
    bench.model.refuse[int(Operation.CANCEL_JOB)].append(0x0404)
    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.find_job(JOB))
    assert (caught.value.cause, caught.value.effect) == (DeviceCause.SILENT, Effect.UNKNOWN)
    bench.model.refuse[int(Operation.CANCEL_JOB)].append(0x0403)
    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.find_job(JOB))
    assert caught.value.cause is DeviceCause.CONFIGURATION


async def test_a_job_that_vanishes_when_it_is_cancelled_was_cancelled(bench: MemoryBench) -> None:
    await bench.print(JOB)
    bench.model.jobs[0].state = HELD
    bench.model.refuse[ASK_JOB].append(0x0406)
    assert await bench.run(bench.printer.find_job(JOB)) == JobReport(JobEnd.CANCELLED, None)


@pytest.mark.parametrize(("status", "cause"), [(0x0400, "job_refused"), (0, "protocol")])
async def test_nonsense_about_a_job_is_an_error(
    bench: MemoryBench, status: int, cause: str
) -> None:
    bench.model.refuse[ASK_JOB].extend([status] * 1000)
    error = await failed(bench)
    assert (error.cause.value, error.effect) == (cause, Effect.UNKNOWN)


async def test_a_printer_that_lists_no_jobs_says_so(bench: MemoryBench) -> None:
    bench.model.refuse[ASK_JOBS].append(0x0501)
    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.find_job(JOB))
    assert caught.value.cause is DeviceCause.JOB_REFUSED


async def test_a_held_job_and_a_stopped_one_wait_for_people(bench: MemoryBench) -> None:
    await bench.printer.open()

    async def held() -> int:
        def tell(progress: PrintProgress) -> None:
            bench.told.append(progress)
            job = bench.model.jobs[0]
            match len(bench.told):
                case 1:
                    job.state = HELD
                case 2:
                    job.state = 6
                case _:
                    job.state = 5

        return await bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell)

    assert await bench.run(held()) == PAGES
    waits = [progress.waits_for for progress in bench.told]
    assert waits[1:3] == [DeviceCause.PAUSED, DeviceCause.PRINTER_ERROR]


@pytest.mark.parametrize(
    ("attribute", "values", "why"),
    [
        ("document-format-supported", (MIME, ("image/pwg-raster",)), "pdf_not_supported"),
        ("media-supported", (KEYWORD, ("na_letter_8.5x11in",)), "media_not_supported"),
        ("sides-supported", (KEYWORD, ("two-sided-long-edge",)), "one_side_not_supported"),
        ("media-source-supported", (KEYWORD, ("by-pass-tray",)), "tray_not_supported"),
    ],
)
async def test_a_printer_that_cannot_print_these_documents_says_so_and_is_sent_nothing(
    attribute: str, values: tuple[int, tuple[str, ...]], why: str
) -> None:
    bench = MemoryBench(Paper(tray="main"))
    bench.model.attributes[attribute] = values
    error = await failed(bench)
    assert (error.cause, error.remedy) == (DeviceCause.CONFIGURATION, Remedy.CONFIGURATION)
    condition = await bench.run(bench.printer.condition())
    assert condition.status is DeviceStatus.HARDWARE_ERROR
    assert (condition.remedy, condition.cause) == (Remedy.CONFIGURATION, why)
    assert sent(bench) == 0


async def test_a_printer_that_takes_no_jobs_is_sent_none(bench: MemoryBench) -> None:
    bench.model.attributes["printer-is-accepting-jobs"] = (BOOLEAN, (False,))
    assert (await failed(bench)).cause is DeviceCause.PAUSED
    assert sent(bench) == 0


async def test_what_answers_like_no_printer_is_none(bench: MemoryBench) -> None:
    for status, cause in ((0, DeviceCause.PROTOCOL), (0x0406, DeviceCause.CONFIGURATION)):
        bench.model.refuse[int(Operation.GET_PRINTER_ATTRIBUTES)].append(status)
        with pytest.raises(DeviceError) as caught:
            await bench.run(bench.printer.open())
        assert caught.value.cause is cause


async def test_an_answer_to_another_question_is_nonsense(bench: MemoryBench) -> None:
    bench.wire.garbles_numbers = True
    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.open())
    assert caught.value.cause is DeviceCause.PROTOCOL


async def test_one_document_is_printed_at_a_time(bench: MemoryBench) -> None:
    await bench.printer.open()

    async def both() -> list[int]:
        return await asyncio.gather(
            *(
                bench.printer.print_pdf(PDF, job=job, pages=PAGES, tell=bench.told.append)
                for job in ("JN03-1", "JN03-2")
            )
        )

    assert await bench.run(both()) == [PAGES, PAGES]
    assert [job for job, _ in bench.sheets()] == ["JN03-1"] * PAGES + ["JN03-2"] * PAGES


async def test_a_job_that_ends_while_the_printer_goes_away_is_told_by_the_job_alone(
    bench: MemoryBench,
) -> None:
    await bench.printer.open()
    ask = int(Operation.GET_PRINTER_ATTRIBUTES)

    def tell(progress: PrintProgress) -> None:
        if progress.pages_out == PAGES:
            bench.wire.before[ask].append(IppUnsent())

    printing = bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell)
    assert await bench.run(printing) == PAGES


async def test_nothing_is_known_of_a_printer_that_goes_away_once_more(bench: MemoryBench) -> None:
    bench.wire.before[PRINT].append(IppUnanswered())
    await bench.printer.open()

    async def asked_and_gone() -> None:
        printing = asyncio.create_task(
            bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=bench.told.append)
        )
        await bench.clock.settle()
        bench.wire.before[int(Operation.GET_PRINTER_ATTRIBUTES)].append(IppUnsent())
        with pytest.raises(DeviceError) as caught:
            await printing
        assert caught.value.effect is Effect.UNKNOWN

    await bench.run(asked_and_gone())


async def test_a_printer_that_counts_pages_and_moved_none_has_printed_none(
    bench: MemoryBench,
) -> None:
    await bench.printer.open()
    bench.model.counts_jobs = False

    def tell(progress: PrintProgress) -> None:
        bench.model.sheets.clear()
        bench.model.jobs[0].reasons = ["job-completed-with-errors"]
        bench.model.jobs[0].state = COMPLETED

    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell))
    assert (caught.value.cause, caught.value.effect) == (DeviceCause.JOB_ABORTED, Effect.UNKNOWN)


async def test_given_up_before_it_was_sent_there_is_nothing_to_cancel(bench: MemoryBench) -> None:
    await bench.printer.open()
    bench.wire.holds_requests = True

    async def given_up() -> None:
        printing = asyncio.create_task(
            bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=bench.told.append)
        )
        await bench.clock.settle()
        printing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await printing

    await bench.run(given_up())
    assert bench.model.jobs == []


async def test_what_a_printer_has_counted_it_forgets_when_it_is_switched_off(
    bench: MemoryBench,
) -> None:
    del bench.model.attributes["printer-impressions-completed"]
    bench.model.out_before = 2
    await bench.printer.open()

    def tell(progress: PrintProgress) -> None:
        if progress.waits_for is not None:
            bench.model.jobs[0].out = 0
            bench.model.jobs[0].state = ABORTED
            bench.model.began_s = 0
            bench.model.attributes["printer-up-time"] = (INTEGER, (1,))

    with pytest.raises(DeviceError) as caught:
        await bench.run(bench.printer.print_pdf(PDF, job=JOB, pages=PAGES, tell=tell))
    assert (caught.value.cause, caught.value.effect) == (DeviceCause.JOB_ABORTED, Effect.PARTLY)
    report = await bench.run(bench.another_life().find_job(JOB))
    assert report == JobReport(JobEnd.ABORTED, None)


async def test_a_name_is_not_printed_twice(bench: MemoryBench) -> None:
    assert await bench.print(JOB) == PAGES
    error = await failed(bench)
    assert (error.cause, error.effect) == (DeviceCause.JOB_REFUSED, Effect.UNKNOWN)
    assert len(bench.sheets()) == PAGES
