from __future__ import annotations

import asyncio
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.api import DeviceCause, DeviceError, Effect, PaperLevel
from kiosk.devices.codecs.printer_profile import (
    CSN_A2,
    EPSON_80,
    GENERIC_58,
    GENERIC_80,
    PrinterProfile,
)
from kiosk.devices.ports.byte_port import BytePort, PortRefused
from kiosk.devices.printer_link import USUAL_TIMINGS
from kiosk.devices.receipt_printer import EscPosPrinter
from kiosk.domain.terminal import DeviceStatus, Remedy
from sim.devices import receipt_printer as hardware
from sim.devices.paper_strip import Paper
from tests.devices.printer_bench import MemoryBench, OwnTime, memory_bench

CUTTING = [GENERIC_80, GENERIC_58, EPSON_80]
SLOW = 2000.0
"""Bytes a second: a receipt takes the better part of a second."""


_WHOLE: dict[PrinterProfile, Paper] = {}


async def whole_receipt(profile: PrinterProfile) -> Paper:
    """What a printer that was new prints; printed once, to compare every other with."""
    if profile not in _WHOLE:
        async with memory_bench(profile) as bench:
            await bench.printer.open()
            await bench.print_receipt()
            (_WHOLE[profile],) = bench.simulator.papers
    return _WHOLE[profile]


async def fails(bench: MemoryBench) -> DeviceError:
    with pytest.raises(DeviceError) as caught:
        await bench.print_receipt()
    return caught.value


async def prints_whole_and_alone(bench: MemoryBench) -> None:
    """The next receipt shows nothing of what went wrong before it."""
    await bench.print_receipt()
    whole = await whole_receipt(bench.profile)
    last = bench.simulator.papers[-1]
    assert last.complete
    assert last.transcript == whole.transcript
    assert last.rows == whole.rows
    assert bench.simulator.overrun == 0


@pytest.mark.parametrize("profile", CUTTING, ids=lambda one: one.name)
@pytest.mark.parametrize("clears_always", [False, True], ids=["keeps", "clears"])
@pytest.mark.parametrize("dots_left", [1, 115, 130, 301, 500, 777, 900])
async def test_paper_that_ends_in_the_middle_is_noticed_and_not_continued(
    profile: PrinterProfile, dots_left: int, clears_always: bool
) -> None:
    async with memory_bench(profile, clears_always=clears_always) as bench:
        await bench.printer.open()
        bench.simulator.set_paper(dots_left=dots_left)
        fault = await fails(bench)
        assert (fault.cause, fault.effect) == (DeviceCause.PAPER_OUT, Effect.PARTLY)
        assert fault.remedy is Remedy.CLEAR
        assert all(not paper.complete for paper in bench.simulator.papers)
        bench.simulator.set_paper()
        await prints_whole_and_alone(bench)


@given(dots_left=st.integers(1, 1400), rate=st.sampled_from([None, SLOW]))
def test_wherever_the_paper_ends_the_next_receipt_is_whole(
    dots_left: int, rate: float | None
) -> None:
    async def story() -> None:
        async with memory_bench(EPSON_80, bytes_per_second=rate) as bench:
            await bench.printer.open()
            bench.simulator.set_paper(dots_left=dots_left)
            with contextlib.suppress(DeviceError):
                await bench.print_receipt()
            bench.simulator.set_paper()
            await prints_whole_and_alone(bench)

    asyncio.run(story())


@given(sent=st.integers(0, 1500), profile=st.sampled_from([*CUTTING, CSN_A2]))
def test_unplugged_after_any_byte_the_next_receipt_is_whole(
    sent: int, profile: PrinterProfile
) -> None:
    async def story() -> None:
        async with memory_bench(profile) as bench:
            await bench.printer.open()
            bench.wire.fail_after = sent
            (failed,) = await asyncio.gather(bench.print_receipt(), return_exceptions=True)
            if failed is None:
                return
            assert isinstance(failed, DeviceError)
            assert failed.cause is DeviceCause.DISCONNECTED
            assert failed.effect in (Effect.NOTHING, Effect.UNKNOWN)
            assert failed.effect is Effect.UNKNOWN or bench.simulator.papers == []
            bench.wire.fail_after = None
            bench.simulator.unplug()
            bench.simulator.plug()
            await bench.printer.open()
            if bench.cuts:
                await prints_whole_and_alone(bench)
            else:
                await bench.print_receipt()

    asyncio.run(story())


@given(sent=st.integers(1, 1500))
def test_a_new_life_of_the_program_cuts_off_what_the_last_one_left(sent: int) -> None:
    async def story() -> None:
        async with memory_bench(EPSON_80) as bench:
            await bench.printer.open()
            bench.wire.fail_after = sent
            with contextlib.suppress(DeviceError):
                await bench.print_receipt()
            bench.simulator.unplug()
            bench.simulator.plug()
            bench.wire.fail_after = None
            reborn = type(bench.printer)(bench.wire.open, EPSON_80, bench.time)
            await reborn.open()
            await prints_whole_and_alone(
                MemoryBench(reborn, bench.simulator, EPSON_80, bench.wire, bench.time)
            )

    asyncio.run(story())


@given(after=st.floats(0.0, 1.0))
def test_cancelled_in_the_middle_the_next_receipt_is_whole(after: float) -> None:
    async def story() -> None:
        async with memory_bench(GENERIC_80, bytes_per_second=SLOW) as bench:
            await bench.printer.open()
            job = asyncio.create_task(bench.print_receipt())
            deadline = bench.time.now + after
            while bench.time.now < deadline and not job.done():
                await bench.time.tick()
            job.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await job
            await prints_whole_and_alone(bench)

    asyncio.run(story())


async def test_a_printing_printer_is_busy_and_its_receive_buffer_never_runs_over() -> None:
    async with memory_bench(GENERIC_80, bytes_per_second=SLOW, buffer_bytes=1300) as bench:
        await bench.printer.open()
        job = asyncio.create_task(bench.print_receipt())
        seen = set()
        while not job.done():
            await bench.time.tick()
            if not job.done():
                seen.add((await bench.printer.condition()).status)
        await job
        assert seen == {DeviceStatus.BUSY}
        assert bench.simulator.overrun == 0
        assert bench.simulator.papers[-1].complete


async def test_two_documents_at_once_are_printed_one_after_the_other() -> None:
    async with memory_bench(bytes_per_second=SLOW) as bench:
        await bench.printer.open()
        await asyncio.gather(bench.print_receipt(), bench.print_receipt())
        first, second = bench.simulator.papers
        assert first.rows == second.rows


async def during_the_print(bench: MemoryBench) -> None:
    begun = bench.time.now
    while bench.time.now < begun + 0.3:
        await bench.time.tick()


async def test_a_cover_opened_in_the_middle_stops_it_and_the_next_receipt_is_whole() -> None:
    async with memory_bench(bytes_per_second=SLOW) as bench:
        await bench.printer.open()
        job = asyncio.create_task(bench.print_receipt())
        await during_the_print(bench)
        bench.simulator.open_cover()
        with pytest.raises(DeviceError) as caught:
            await job
        assert caught.value.cause is DeviceCause.COVER_OPEN
        assert caught.value.effect is Effect.PARTLY
        condition = await bench.printer.condition()
        assert condition.status is DeviceStatus.USER_ERROR
        assert condition.cause == "cover_open"
        bench.simulator.close_cover()
        await prints_whole_and_alone(bench)
        assert not bench.simulator.papers[0].complete


async def test_a_jammed_cutter_is_not_hammered_and_recovers_by_itself_once_free() -> None:
    async with memory_bench() as bench:
        await bench.printer.open()
        bench.simulator.jam_cutter()
        fault = await fails(bench)
        assert (fault.cause, fault.effect) == (DeviceCause.CUTTER, Effect.PARTLY)
        del bench.wire.sent[:]
        for _ in range(5):
            condition = await bench.printer.condition()
            assert condition.status is DeviceStatus.HARDWARE_ERROR
            assert condition.cause == "cutter"
        assert bench.wire.sent.count(b"\x10\x05\x02") == 1
        bench.simulator.free_cutter()
        await bench.time.advance(USUAL_TIMINGS.recovery_every_s)
        assert (await bench.printer.condition()).usable
        await prints_whole_and_alone(bench)


async def test_opening_the_cover_is_a_reason_to_try_the_cutter_again_at_once() -> None:
    async with memory_bench() as bench:
        await bench.printer.open()
        bench.simulator.jam_cutter()
        await fails(bench)
        assert not (await bench.printer.condition()).usable
        bench.simulator.open_cover()
        assert (await bench.printer.condition()).cause == "cover_open"
        bench.simulator.free_cutter()
        bench.simulator.close_cover()
        assert (await bench.printer.condition()).usable


async def test_a_hot_head_is_waited_for() -> None:
    async with memory_bench(bytes_per_second=SLOW) as bench:
        await bench.printer.open()
        job = asyncio.create_task(bench.print_receipt())
        await during_the_print(bench)
        bench.simulator.overheat()
        begun = bench.time.now
        while bench.time.now < begun + USUAL_TIMINGS.cooling_s / 2:
            await bench.time.tick()
            assert not job.done()
        bench.simulator.cool_down()
        await job
        assert bench.simulator.papers[-1].rows == (await whole_receipt(GENERIC_80)).rows


async def test_a_head_that_stays_hot_is_not_waited_for_for_ever() -> None:
    async with memory_bench(bytes_per_second=SLOW) as bench:
        await bench.printer.open()
        job = asyncio.create_task(bench.print_receipt())
        await during_the_print(bench)
        bench.simulator.overheat()
        with pytest.raises(DeviceError) as caught:
            await job
        assert caught.value.cause is DeviceCause.OVERHEATED
        assert caught.value.remedy is Remedy.SUSPEND
        assert caught.value.effect is Effect.PARTLY
        assert (await bench.printer.condition()).status is DeviceStatus.OFFLINE
        bench.simulator.cool_down()
        await prints_whole_and_alone(bench)


async def test_a_silent_printer_is_given_nothing() -> None:
    async with memory_bench() as bench:
        await bench.printer.open()
        bench.simulator.silence()
        fault = await fails(bench)
        assert (fault.cause, fault.effect) == (DeviceCause.SILENT, Effect.NOTHING)
        with pytest.raises(DeviceError) as caught:
            await bench.printer.condition()
        assert caught.value.cause is DeviceCause.SILENT
        bench.simulator.answer_again()
        await prints_whole_and_alone(bench)


async def test_what_a_printer_did_before_it_fell_silent_is_unknown() -> None:
    async with memory_bench(bytes_per_second=SLOW) as bench:
        await bench.printer.open()
        job = asyncio.create_task(bench.print_receipt())
        await during_the_print(bench)
        bench.simulator.silence()
        with pytest.raises(DeviceError) as caught:
            await job
        assert caught.value.cause is DeviceCause.SILENT
        assert caught.value.effect is Effect.UNKNOWN
        bench.simulator.answer_again()
        await prints_whole_and_alone(bench)


async def test_a_silent_printer_cannot_be_opened() -> None:
    async with memory_bench() as bench:
        bench.simulator.silence()
        with pytest.raises(DeviceError) as caught:
            await bench.printer.open()
        assert caught.value.cause is DeviceCause.SILENT
        with pytest.raises(DeviceError) as caught:
            await bench.printer.condition()
        assert caught.value.cause is DeviceCause.DISCONNECTED


async def test_a_broken_printer_needs_a_technician() -> None:
    async with memory_bench() as bench:
        await bench.printer.open()
        bench.simulator.break_down()
        condition = await bench.printer.condition()
        assert condition.status is DeviceStatus.HARDWARE_ERROR
        assert condition.remedy is Remedy.MAINTENANCE
        fault = await fails(bench)
        assert (fault.cause, fault.effect) == (DeviceCause.PRINTER_ERROR, Effect.NOTHING)


async def test_a_printer_without_paper_can_be_opened_and_says_so() -> None:
    async with memory_bench() as bench:
        bench.simulator.set_paper(hardware.PaperLevel.END)
        await bench.printer.open()
        assert (await bench.printer.condition()).cause == "paper_out"
        bench.simulator.set_paper()
        await prints_whole_and_alone(bench)


async def test_paper_near_its_end_is_reported_and_printed_on() -> None:
    async with memory_bench() as bench:
        await bench.printer.open()
        bench.simulator.set_paper(hardware.PaperLevel.NEAR_END)
        reading = await bench.printer.reading()
        assert reading.paper is PaperLevel.NEAR_END
        assert reading.condition.usable
        assert reading.condition.remedy is Remedy.CLEAR
        await prints_whole_and_alone(bench)


async def test_a_printer_without_real_time_status_that_runs_out_of_paper_is_silent() -> None:
    async with memory_bench(CSN_A2) as bench:
        await bench.printer.open()
        bench.simulator.set_paper(dots_left=300)
        fault = await fails(bench)
        assert (fault.cause, fault.effect) == (DeviceCause.SILENT, Effect.UNKNOWN)


async def test_noise_on_the_line_is_neither_a_confirmation_nor_waited_out_for_ever() -> None:
    async with memory_bench(bytes_per_second=SLOW) as bench:
        await bench.printer.open()
        job = asyncio.create_task(bench.print_receipt())
        await during_the_print(bench)
        bench.simulator.silence()
        while not job.done():
            bench.wire.send(b"\xff")
            await bench.time.tick()
        assert isinstance(job.exception(), DeviceError)


async def test_a_status_that_comes_too_late_is_not_taken_for_the_next() -> None:
    async with memory_bench() as bench:
        await bench.printer.open()
        # Left over from a question given up long ago: cover open, paper end.
        bench.wire.send(bytes.fromhex("16 72 00 0c"))
        assert (await bench.printer.condition()).status is DeviceStatus.ONLINE
        await prints_whole_and_alone(bench)


async def test_a_port_that_may_not_be_used_is_a_matter_of_configuration() -> None:
    async def refused() -> BytePort:
        raise PortRefused("in use")

    printer = EscPosPrinter(refused, GENERIC_80, OwnTime())
    with pytest.raises(DeviceError) as caught:
        await printer.open()
    assert caught.value.cause is DeviceCause.CONFIGURATION
    assert printer.profile is GENERIC_80


async def test_opening_connects_anew_where_the_old_connection_is_dead() -> None:
    async with memory_bench() as bench:
        await bench.printer.open()
        bench.simulator.unplug()
        bench.simulator.plug()
        await bench.printer.open()
        await prints_whole_and_alone(bench)


@given(sent=st.integers(0, 1200))
def test_a_cable_lost_while_it_is_being_opened_is_a_fault_and_the_next_time_it_opens(
    sent: int,
) -> None:
    async def story() -> None:
        async with memory_bench(EPSON_80) as bench:
            bench.wire.fail_after = sent
            (failed,) = await asyncio.gather(bench.printer.open(), return_exceptions=True)
            if failed is None:
                return
            assert isinstance(failed, DeviceError)
            assert failed.cause is DeviceCause.DISCONNECTED
            bench.wire.fail_after = None
            bench.simulator.unplug()
            bench.simulator.plug()
            await bench.printer.open()
            await prints_whole_and_alone(bench)

    asyncio.run(story())
