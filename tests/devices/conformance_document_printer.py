"""What every DocumentPrinter does, whatever printer is at the other end: derive, give a bench."""

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
from kiosk.devices.document_printer import IppPrinter
from kiosk.domain.terminal import ONLINE, DeviceKind, Remedy
from tests.devices.ipp_bench import PAGES, PDF, DocumentBench

JOB = "JN03-0001"
WHOLE = [(JOB, page) for page in range(1, PAGES + 1)]


class Ear:
    """Takes in what is told, and does something at the first word of something."""

    def __init__(self) -> None:
        self.told: list[PrintProgress] = []
        self.heard = asyncio.Event()
        self.awaited: DeviceCause | None = None

    def __call__(self, progress: PrintProgress) -> None:
        self.told.append(progress)
        if self.awaited is not None and progress.waits_for is self.awaited:
            self.heard.set()

    @property
    def pages(self) -> list[int]:
        return [progress.pages_out for progress in self.told]


async def printed(printer: IppPrinter, ear: Ear, job: str = JOB) -> int:
    return await printer.print_pdf(PDF, job=job, pages=PAGES, tell=ear)


class DocumentPrinterConformance:
    """The suite. The bench's printer is not open yet, and has everything it needs."""

    @pytest.fixture
    async def ear(self) -> Ear:
        return Ear()

    async def test_is_the_printer_of_documents_and_well(self, bench: DocumentBench) -> None:
        assert bench.printer.kind is DeviceKind.DOCUMENT_PRINTER
        await bench.run(bench.printer.open())
        reading = await bench.run(bench.printer.reading())
        assert reading.condition == ONLINE
        assert reading.concerns == ()
        assert [supply.percent for supply in reading.supplies] == [75]
        assert await bench.run(bench.printer.condition()) == ONLINE

    async def test_is_not_there_before_it_is_opened_and_after_it_is_closed(
        self, bench: DocumentBench, ear: Ear
    ) -> None:
        async def refused() -> None:
            for use in (bench.printer.reading(), printed(bench.printer, ear)):
                with pytest.raises(DeviceError) as caught:
                    await bench.run(use)
                assert caught.value.cause is DeviceCause.DISCONNECTED
                assert caught.value.effect is Effect.NOTHING

        await refused()
        await bench.run(bench.printer.open())
        await bench.run(bench.printer.open())
        await bench.printer.close()
        await bench.printer.close()
        await refused()
        assert bench.sheets() == []

    async def test_prints_every_page_once_and_tells_of_each(
        self, bench: DocumentBench, ear: Ear
    ) -> None:
        await bench.run(bench.printer.open())
        assert await bench.run(printed(bench.printer, ear)) == PAGES
        assert bench.sheets() == WHOLE
        assert ear.pages == sorted(ear.pages)
        assert ear.pages[-1] == PAGES
        assert {progress.waits_for for progress in ear.told} == {None}
        found = await bench.run(bench.another_life().find_job(JOB))
        assert found == JobReport(JobEnd.COMPLETED, PAGES)

    async def test_waits_for_paper_and_goes_on_without_a_second_copy(
        self, bench: DocumentBench, ear: Ear
    ) -> None:
        await bench.run(bench.printer.open())
        bench.run_out_before(2)
        ear.awaited = DeviceCause.PAPER_OUT

        async def refilled() -> int:
            printing = asyncio.create_task(printed(bench.printer, ear))
            await ear.heard.wait()
            assert not printing.done()
            assert bench.sheets() == WHOLE[:1]
            condition = await bench.printer.condition()
            assert (condition.usable, condition.cause) == (False, "paper_out")
            assert condition.remedy is Remedy.CLEAR
            bench.refill()
            return await printing

        assert await bench.run(refilled()) == PAGES
        assert bench.sheets() == WHOLE
        assert PrintProgress(1, DeviceCause.PAPER_OUT) in ear.told

    async def test_prints_nothing_while_something_is_in_the_way(
        self, bench: DocumentBench, ear: Ear
    ) -> None:
        await bench.run(bench.printer.open())
        await bench.obstruct()
        with pytest.raises(DeviceError) as caught:
            await bench.run(printed(bench.printer, ear))
        assert caught.value.cause is bench.obstacle
        assert caught.value.effect is Effect.NOTHING
        assert await bench.run(bench.printer.find_job(JOB)) is None
        await bench.put_right()
        assert await bench.run(printed(bench.printer, ear)) == PAGES
        assert bench.sheets() == WHOLE

    @pytest.mark.parametrize(("page", "proved"), [(1, True), (1, False), (3, False)])
    async def test_is_told_when_people_cancel_at_the_printer(
        self, bench: DocumentBench, ear: Ear, page: int, *, proved: bool
    ) -> None:
        unknown = Effect.NOTHING if proved and bench.has_odometer else Effect.UNKNOWN
        effect = Effect.PARTLY if page > 1 else unknown
        await bench.run(bench.printer.open())
        if proved:
            await bench.be_quiet()
            assert await bench.run(printed(bench.printer, ear, "JN03-0")) == PAGES
        before = list(bench.sheets())
        bench.run_out_before(page)
        ear.awaited = DeviceCause.PAPER_OUT

        async def cancelled() -> None:
            printing = asyncio.create_task(printed(bench.printer, ear))
            await ear.heard.wait()
            await bench.press_cancel()
            with pytest.raises(DeviceError) as caught:
                await printing
            assert caught.value.cause is DeviceCause.JOB_CANCELLED
            assert caught.value.effect is effect

        await bench.run(cancelled())
        assert bench.sheets() == [*before, *WHOLE[: page - 1]]

    async def test_cancels_the_job_at_the_printer_when_it_is_cancelled(
        self, bench: DocumentBench, ear: Ear
    ) -> None:
        await bench.run(bench.printer.open())
        bench.run_out_before(2)
        ear.awaited = DeviceCause.PAPER_OUT

        async def given_up() -> JobReport | None:
            printing = asyncio.create_task(printed(bench.printer, ear))
            await ear.heard.wait()
            printing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await printing
            return await bench.printer.find_job(JOB)

        assert await bench.run(given_up()) == JobReport(JobEnd.CANCELLED, 1)
        bench.refill()
        assert await bench.run(printed(bench.printer, Ear(), "JN03-0002")) == PAGES
        assert bench.sheets() == [*WHOLE[:1], *(("JN03-0002", page) for _, page in WHOLE)]

    async def test_ends_a_job_of_an_earlier_life_and_says_what_came_out(
        self, bench: DocumentBench, ear: Ear
    ) -> None:
        await bench.run(bench.printer.open())
        bench.run_out_before(3)
        ear.awaited = DeviceCause.PAPER_OUT

        async def died() -> JobReport | None:
            printing = asyncio.create_task(printed(bench.printer, ear))
            await ear.heard.wait()
            report = await bench.another_life().find_job(JOB)
            with pytest.raises(DeviceError):
                await printing
            return report

        assert await bench.run(died()) == JobReport(JobEnd.CANCELLED, 2)
        bench.refill()
        assert await bench.run(bench.printer.find_job(JOB)) == JobReport(JobEnd.CANCELLED, 2)
        assert bench.sheets() == WHOLE[:2]

    async def test_knows_no_job_that_never_was(self, bench: DocumentBench) -> None:
        assert await bench.run(bench.printer.find_job("JN03-9999")) is None

    async def test_a_job_the_printer_gives_up_is_in_doubt_or_partly_out(
        self, bench: DocumentBench, ear: Ear
    ) -> None:
        await bench.run(bench.printer.open())
        bench.break_down_before(2)
        with pytest.raises(DeviceError) as caught:
            await bench.run(printed(bench.printer, ear))
        assert caught.value.cause is DeviceCause.JOB_ABORTED
        assert caught.value.effect is Effect.PARTLY
        assert bench.sheets() == WHOLE[:1]

    async def test_is_gone_when_unplugged_and_back_when_plugged_in(
        self, bench: DocumentBench, ear: Ear
    ) -> None:
        await bench.run(bench.printer.open())
        await bench.unplug()
        for use in (
            bench.printer.condition(),
            printed(bench.printer, ear),
            bench.printer.open(),
            bench.printer.find_job(JOB),
        ):
            with pytest.raises(DeviceError) as caught:
                await bench.run(use)
            assert caught.value.cause is DeviceCause.DISCONNECTED
            assert caught.value.effect is Effect.NOTHING
        await bench.plug()
        await bench.run(bench.printer.open())
        assert await bench.run(printed(bench.printer, ear)) == PAGES
        assert bench.sheets() == WHOLE
