"""The A4 printer examined with the driver that serves citizens, against a model of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.doctor import document_printer
from kiosk.doctor.document_printer import PATIENCE_S, examine_document_printer
from kiosk.domain.terminal import Remedy
from kiosk.maintenance.readiness import Finding, Verdict
from tests.devices.ipp_bench import URI, MemoryBench
from tests.devices.ipp_wire_format import KEYWORD, MIME
from tests.doctor.conftest import Patient
from tests.support.configuration import Section


@pytest.fixture
async def bench(monkeypatch: pytest.MonkeyPatch) -> MemoryBench:
    one = MemoryBench()
    monkeypatch.setattr(document_printer, "document_printer_of", lambda *_: one.printer)
    return one


async def examine(bench: MemoryBench, patient: Patient, **more: bool | str) -> list[Finding]:
    section: Section = {"uri": URI, **more}
    settings = patient.settings(document_printer=section)

    async def examined() -> list[Finding]:
        return [one async for one in examine_document_printer(settings, bench.clock)]

    return await bench.run(examined())


async def test_a_printer_in_order_tells_what_it_has_left_and_how_much_it_has_printed(
    bench: MemoryBench, patient: Patient
) -> None:
    (found,) = await examine(bench, patient)
    assert found.line() == "[正常] A4 打印机：可以使用，Black Toner 75%，累计 1000 页"


async def test_little_paper_is_worth_a_warning(bench: MemoryBench, patient: Patient) -> None:
    bench.model.reasons = ["media-low-warning"]
    (found,) = await examine(bench, patient)
    assert (found.verdict, found.remedy) == (Verdict.WARNING, Remedy.CLEAR)
    assert found.what.startswith("纸将用完，")


@pytest.mark.parametrize(
    ("reason", "what", "remedy"),
    [
        ("media-empty-error", "缺纸", Remedy.CLEAR),
        ("media-jam-error", "卡纸", Remedy.CLEAR),
        ("toner-empty-error", "碳粉用完", Remedy.MAINTENANCE),
        ("laser-on-fire-error", "不能用", Remedy.MAINTENANCE),
    ],
)
async def test_what_is_in_the_way_is_broken(
    bench: MemoryBench, patient: Patient, reason: str, what: str, remedy: Remedy
) -> None:
    bench.model.reasons = [reason]
    (found,) = await examine(bench, patient)
    assert (found.verdict, found.remedy) == (Verdict.BROKEN, remedy)
    assert found.what.startswith(what)


async def test_a_printer_that_takes_no_pdf_needs_a_queue(
    bench: MemoryBench, patient: Patient
) -> None:
    bench.model.attributes["document-format-supported"] = (MIME, ("image/pwg-raster",))
    bench.model.attributes["marker-names"] = (KEYWORD, ())
    (found,) = await examine(bench, patient)
    assert found.remedy is Remedy.CONFIGURATION
    assert found.what.startswith("不能直接打印 PDF，请改用 CUPS 队列")


async def test_a_queue_that_only_hands_bytes_over_is_warned_of(
    bench: MemoryBench, patient: Patient
) -> None:
    for more in ({"confirms": False}, {"uri": "ipp://localhost:631/printers/A4"}):
        fine, warned = await examine(bench, patient, **more)
        assert (fine.verdict, warned.verdict) == (Verdict.FINE, Verdict.WARNING)
        assert "不代表纸已出来" in warned.what


async def test_a_printer_out_of_reach_and_one_that_hangs_are_for_the_technician(
    bench: MemoryBench, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.unplug()
    (found,) = await examine(bench, patient)
    assert (found.what, found.remedy) == ("没有连接", Remedy.MAINTENANCE)

    async def hang() -> None:
        await bench.clock.sleep(10 * PATIENCE_S)

    monkeypatch.setattr(bench.printer, "open", hang)
    (found,) = await examine(bench, patient)
    assert (found.what, found.cause) == ("没有回应", "silent")


async def test_certificates_that_cannot_be_read_are_the_configurations_fault(
    patient: Patient, tmp_path: Path
) -> None:
    section: Section = {"uri": "ipps://10.0.0.7/ipp/print", "ca": str(tmp_path / "nothing.pem")}
    settings = patient.settings(document_printer=section)
    bench = MemoryBench()
    (found,) = [one async for one in examine_document_printer(settings, bench.clock)]
    assert (found.verdict, found.remedy) == (Verdict.BROKEN, Remedy.CONFIGURATION)


async def test_a_terminal_without_one_has_none_to_examine(patient: Patient) -> None:
    clock = MemoryBench().clock
    assert [one async for one in examine_document_printer(patient.settings(), clock)] == []
