"""What every receipt printer must do, whatever its wire and its model.

A test module makes a class of it and gives the fixture ``bench``.
"""

from __future__ import annotations

import dataclasses

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, Effect, PaperLevel, ReceiptPrinter
from kiosk.domain.paper import Feed, PaperDocument, QrCode, TextLine
from kiosk.domain.terminal import DeviceKind, DeviceStatus, Remedy
from sim.devices import receipt_printer as hardware
from tests.devices.printer_bench import PrinterBench, receipt_for


class ReceiptPrinterConformance:
    """One printer, one wire."""

    async def test_says_what_it_is(self, bench: PrinterBench) -> None:
        printer: ReceiptPrinter = bench.printer
        assert printer.kind is DeviceKind.RECEIPT_PRINTER
        assert printer.columns == bench.profile.columns

    async def test_is_online_once_opened(self, bench: PrinterBench) -> None:
        await bench.printer.open()
        reading = await bench.printer.reading()
        assert reading.condition.status is DeviceStatus.ONLINE
        assert reading.paper is PaperLevel.ENOUGH

    async def test_closes_twice_and_without_having_been_opened(self, bench: PrinterBench) -> None:
        await bench.printer.close()
        await bench.printer.open()
        await bench.printer.close()
        await bench.printer.close()

    async def test_opens_again_while_open_and_after_being_closed(self, bench: PrinterBench) -> None:
        await bench.printer.open()
        await bench.printer.open()
        await bench.printer.close()
        await bench.printer.open()
        assert (await bench.printer.condition()).usable

    async def test_cannot_be_used_before_it_is_opened(self, bench: PrinterBench) -> None:
        for use in (bench.printer.condition, bench.printer.reading, bench.print_receipt):
            with pytest.raises(DeviceError) as caught:
                await use()
            assert caught.value.cause is DeviceCause.DISCONNECTED
            assert caught.value.effect is Effect.NOTHING

    async def test_prints_each_receipt_whole_on_a_paper_of_its_own(
        self, bench: PrinterBench
    ) -> None:
        await bench.printer.open()
        await bench.print_receipt()
        assert len(bench.simulator.papers) == 1 or not bench.cuts
        await bench.print_receipt()
        bench.tear_off()
        if bench.cuts:
            first, second = bench.simulator.papers
            assert first.complete
            assert first.transcript == second.transcript
            assert first.rows == second.rows
        said = bench.simulator.papers[-1].transcript
        for words in ("缴费小票", "￥2,700.00", "人民币贰仟柒佰元整", "本小票不作为完税凭证"):
            assert words in said
        assert bench.simulator.unknown_commands == []
        assert bench.simulator.overrun == 0

    async def test_prints_nothing_of_what_does_not_fit_its_paper_or_its_font(
        self, bench: PrinterBench
    ) -> None:
        await bench.printer.open()
        columns = bench.profile.columns
        too_much = (
            PaperDocument(80 - columns, (TextLine("好"),)),
            PaperDocument(columns, (TextLine("好" * columns),)),
            PaperDocument(columns, (TextLine("陈𬱖"),)),
            PaperDocument(columns, (TextLine("好\x1b@"),)),
        )
        for document in too_much:
            with pytest.raises(DeviceError) as caught:
                await bench.printer.print_document(document)
            assert caught.value.cause is DeviceCause.CONFIGURATION
            assert caught.value.effect is Effect.NOTHING
        bench.tear_off()
        assert bench.simulator.papers == []
        assert (await bench.printer.condition()).usable

    async def test_is_sent_nothing_without_paper(self, bench: PrinterBench) -> None:
        await bench.printer.open()
        bench.simulator.set_paper(hardware.PaperLevel.END)
        if bench.profile.name == "csn-a2":
            pytest.skip("says nothing at all while it has no paper")
        reading = await bench.printer.reading()
        assert reading.paper is PaperLevel.END
        assert reading.condition.status is DeviceStatus.USER_ERROR
        assert reading.condition.remedy is Remedy.CLEAR
        with pytest.raises(DeviceError) as caught:
            await bench.print_receipt()
        assert caught.value.cause is DeviceCause.PAPER_OUT
        assert caught.value.effect is Effect.NOTHING
        bench.simulator.set_paper()
        await bench.print_receipt()
        assert bench.simulator.papers[-1].complete

    async def test_is_gone_when_unplugged_and_back_when_plugged_in(
        self, bench: PrinterBench
    ) -> None:
        await bench.printer.open()
        bench.simulator.unplug()
        for use in (bench.print_receipt, bench.printer.condition):
            with pytest.raises(DeviceError) as caught:
                await use()
            assert caught.value.cause is DeviceCause.DISCONNECTED
            assert caught.value.effect is Effect.NOTHING
        with pytest.raises(DeviceError) as caught:
            await bench.printer.open()
        assert caught.value.cause is DeviceCause.DISCONNECTED
        bench.simulator.plug()
        await bench.printer.open()
        await bench.print_receipt()
        bench.tear_off()
        assert "缴费小票" in bench.simulator.papers[-1].transcript

    async def test_what_it_printed_last_does_not_colour_what_it_prints_next(
        self, bench: PrinterBench
    ) -> None:
        await bench.printer.open()
        columns = bench.profile.columns
        plain = PaperDocument(columns, (TextLine("一"), Feed(2)))
        loud = dataclasses.replace(
            plain, items=(TextLine("一", bold=True, scale=2), *_qr(bench), Feed(2))
        )
        if not bench.cuts:
            pytest.skip("one strip")
        for document in (plain, loud, plain):
            await bench.printer.print_document(document)
        before, between, after = bench.simulator.papers
        assert before.rows == after.rows != between.rows

    async def test_the_receipt_on_paper_is_the_one_laid_out(self, bench: PrinterBench) -> None:
        await bench.printer.open()
        await bench.print_receipt()
        bench.tear_off()
        said = bench.simulator.papers[-1].transcript
        for item in receipt_for(bench.profile).items:
            if isinstance(item, TextLine):
                assert item.text.strip() in said


def _qr(bench: PrinterBench) -> tuple[QrCode, ...]:
    return (QrCode("https://x.cn/1"),) if bench.profile.prints_qr else ()
