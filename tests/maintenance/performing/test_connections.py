"""Everybody at the other end of a line is asked; what was wrong last is read in the log."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.backend.errors import ServiceErrorKind
from kiosk.devices.api import DocumentPrinterReading
from kiosk.flows.requests.maintenance.connections import (
    CheckConnections,
    ConnectionLine,
    Connections,
    SignedIn,
    SignIn,
)
from kiosk.maintenance.log_reading import newest_of_each
from kiosk.maintenance.performing import connections
from kiosk.maintenance.performing.connections import last_troubles
from kiosk.maintenance.readiness import Finding, Section, Verdict
from kiosk.maintenance.time_source import TimeSource
from kiosk.observe import Event
from kiosk.session.faults import FaultCode
from kiosk.session.staff_views import Mark
from tests.maintenance.serviced import Serviced
from tests.runtime.cards.bench import Counter
from tests.runtime.conftest import Room
from tests.runtime.fake_document_printer import FakeDocumentPrinter
from tests.runtime.fake_service import service_error

FOUND = (
    Finding("服务器根证书", Verdict.FINE, "到 2027 年", section=Section.CERTIFICATES),
    Finding("终端证书", Verdict.FINE, "到 2028 年", section=Section.CERTIFICATES),
    Finding("A4 打印机根证书", Verdict.FINE, "到 2029 年", section=Section.CERTIFICATES),
    Finding("收单机构根证书", Verdict.FINE, "到 2030 年", section=Section.CERTIFICATES),
    Finding("账本", Verdict.FINE, "校验一致", section=Section.LEDGER),
)
OF_THE_SERVICE = ("服务器根证书到 2027 年", "终端证书到 2028 年")
SYNCHRONISED = Finding("网络对时", Verdict.FINE, "已对时", section=Section.CLOCK)
WRONG = Finding("时钟", Verdict.BROKEN, "差 9 分钟", cause="clock_wrong", section=Section.CLOCK)


CHINA = timezone(timedelta(hours=8))
SOURCE = TimeSource("chrony", "203.0.113.15", 27)
NOBODY_KNOWS = "本机没有可问的 chrony 或 systemd-timesyncd，测不出用时"


@pytest.fixture(autouse=True)
def time_source(monkeypatch: pytest.MonkeyPatch) -> list[TimeSource | None]:
    """Whom the clock of this machine is set by; nobody, unless a test says so."""
    known: list[TimeSource | None] = [None]
    monkeypatch.setattr(connections, "ask_time_source", lambda: known[-1])
    return known


@pytest.fixture
async def technician(terminal: Serviced) -> Serviced:
    terminal.reporter.findings.extend(FOUND)
    await terminal.come("technician")
    return terminal


async def lines(terminal: Serviced) -> tuple[ConnectionLine, ...]:
    return (await terminal.ask(CheckConnections(), Connections)).lines


async def once_it_waits(
    room: Room, seconds: float, terminal: Serviced
) -> tuple[ConnectionLine, ...]:
    """The time passes when somebody is waited for, and not while threads are at work."""
    before = room.clock.sleepers
    asking = asyncio.create_task(lines(terminal))
    async with asyncio.timeout(20):
        # One sleeper is the patience of the whole request, one that for the answer.
        while room.clock.sleepers < before + 2:  # noqa: ASYNC110  (a thread says when)
            await asyncio.sleep(0.002)
    await room.clock.advance(seconds)
    return await asking


async def test_each_line_says_whether_it_answers_and_what_holds_it_together(
    technician: Serviced,
) -> None:
    checked = await technician.ask(CheckConnections(), Connections)
    assert not checked.takes_cards
    service, printer = checked.lines
    assert service == ConnectionLine("税务系统", Mark.FINE, 0, OF_THE_SERVICE)
    assert printer == ConnectionLine("A4 打印机", Mark.FINE, 0, ("A4 打印机根证书到 2029 年",))
    assert technician.done() == []


@pytest.mark.parametrize("kind", ServiceErrorKind)
async def test_a_service_that_does_not_answer_says_why(
    technician: Serviced, room: Room, kind: ServiceErrorKind
) -> None:
    room.service.trouble("terminal", service_error(kind))
    service = (await lines(technician))[0]
    assert (service.mark, service.latency_ms) == (Mark.BROKEN, None)
    assert (service.trouble, service.trouble_at) == (kind.value, None)
    assert service.facts == OF_THE_SERVICE


async def test_a_printer_that_is_gone_says_so(
    technician: Serviced, page_printer: FakeDocumentPrinter
) -> None:
    page_printer.plugged = False
    assert (await lines(technician))[1].trouble == "disconnected"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads files does so at once: a thread knows nothing of a clock that is moved by hand."""

    async def here(work: Callable[..., object], *given: object) -> object:
        return work(*given)

    monkeypatch.setattr(asyncio, "to_thread", here)


@pytest.mark.usefixtures("at_once")
async def test_a_printer_that_says_nothing_is_not_waited_for_for_ever(
    technician: Serviced, room: Room, page_printer: FakeDocumentPrinter
) -> None:
    page_printer.hung.add("reading")
    printer = (await once_it_waits(room, 30, technician))[1]
    assert (printer.mark, printer.trouble) == (Mark.BROKEN, "silent")


@pytest.mark.usefixtures("at_once")
async def test_how_long_it_took_is_told(
    technician: Serviced, room: Room, page_printer: FakeDocumentPrinter
) -> None:
    async def slowly() -> DocumentPrinterReading:
        await room.clock.sleep(1.5)
        return await FakeDocumentPrinter.reading(page_printer)

    page_printer.reading = slowly  # type: ignore[method-assign]
    assert (await once_it_waits(room, 1.5, technician))[1].latency_ms == 1500


async def test_what_was_wrong_last_comes_out_of_the_log(technician: Serviced, room: Room) -> None:
    await room.clock.advance(60)
    at = room.clock.now()
    call = {"request": "AskQuote", "refusal": "", "event_number": "", "reference": "", "cause": ""}
    room.log.record(Event.SERVICE_CALL_FAILED, why="tls", **call)
    await room.clock.advance(60)
    service = (await lines(technician))[0]
    assert (service.mark, service.trouble, service.trouble_at) == (Mark.FINE, "tls", at)


@pytest.mark.parametrize(
    ("findings", "mark", "fact"),
    [
        ((SYNCHRONISED,), Mark.FINE, "网络对时：已对时"),
        ((SYNCHRONISED, WRONG), Mark.WARNING, "时钟：差 9 分钟"),
    ],
)
async def test_the_time_source_is_a_line_of_its_own(
    technician: Serviced, findings: tuple[Finding, ...], mark: Mark, fact: str
) -> None:
    technician.reporter.findings.extend(findings)
    source = (await lines(technician))[-1]
    assert (source.name, source.mark, source.latency_ms) == ("网络对时", mark, None)
    assert (source.facts[0], source.facts[-1]) == (NOBODY_KNOWS, fact)


async def test_without_an_acquirer_there_is_nothing_to_sign_in_to(technician: Serviced) -> None:
    assert (await technician.fault(SignIn())).code is FaultCode.INTERNAL
    assert technician.done() == []


def test_what_is_no_line_of_the_log_tells_of_no_trouble(tmp_path: Path) -> None:
    log = tmp_path / "kiosk.jsonl"
    assert last_troubles(log) == {}
    log.write_text('nonsense\n{"event": "acquirer_changed"}\n', encoding="utf-8")
    assert last_troubles(log) == {}


def trouble(why: str, at: str) -> str:
    name = Event.SERVICE_CALL_FAILED.value
    line = {"at": at, "level": "warning", "event": name, "request": "AskQuote", "why": why}
    return json.dumps(line) + "\n"


def test_what_was_wrong_last_may_stand_in_an_older_file(tmp_path: Path) -> None:
    log = tmp_path / "kiosk.jsonl"
    log.write_text('{"event": "acquirer_changed"}\n', encoding="utf-8")
    for number, why in (("1", "tls"), ("2", "timeout")):
        at = f"2026-03-0{number}T09:30:00.000+08:00"
        log.with_name(f"{log.name}.{number}").write_text(trouble(why, at), encoding="utf-8")
    assert last_troubles(log) == {"税务系统": ("tls", datetime(2026, 3, 1, 9, 30, tzinfo=CHINA))}
    newest = newest_of_each(log, {Event.SERVICE_CALL_FAILED: "why"}, most=100)
    assert newest == {}


async def test_the_time_source_says_how_long_its_server_takes(
    technician: Serviced, time_source: list[TimeSource | None]
) -> None:
    time_source.append(SOURCE)
    source = (await lines(technician))[-1]
    assert (source.name, source.latency_ms) == ("网络对时", 27)
    assert source.facts == ("chrony 向 203.0.113.15 对时",)
    time_source.append(replace(SOURCE, delay_ms=None))
    source = (await lines(technician))[-1]
    assert (source.latency_ms, source.facts) == (
        None,
        ("chrony 向 203.0.113.15 对时，还没有收到回应",),
    )


async def test_the_acquirer_is_asked_as_well(at_the_bank: Serviced, counter: Counter) -> None:
    at_the_bank.reporter.findings.extend(FOUND)
    await at_the_bank.come("technician")
    checked = await at_the_bank.ask(CheckConnections(), Connections)
    assert checked.takes_cards
    acquirer = checked.lines[1]
    assert (acquirer.name, acquirer.mark) == ("收单机构", Mark.FINE)
    assert acquirer.latency_ms is not None
    assert acquirer.facts == ("收单机构根证书到 2030 年",)
    await counter.bank.host.stop()
    acquirer = (await lines(at_the_bank))[1]
    assert (acquirer.mark, acquirer.latency_ms) == (Mark.BROKEN, None)
    assert (acquirer.trouble, acquirer.trouble_at) == ("unreachable", None)
    await counter.bank.host.start()
    acquirer = (await lines(at_the_bank))[1]
    assert (acquirer.mark, acquirer.trouble) == (Mark.FINE, "unreachable")
    assert acquirer.trouble_at is not None


async def test_staff_sign_in_and_it_is_written_down(
    at_the_bank: Serviced, counter: Counter
) -> None:
    await at_the_bank.come("technician")
    assert await at_the_bank.ask(SignIn(), SignedIn) == SignedIn(counter.ledger.batch())
    assert at_the_bank.done() == [
        "T0417 acquirer.sign_in begun",
        "T0417 acquirer.sign_in ready",
    ]


async def test_a_sign_in_that_fails_says_why(at_the_bank: Serviced, counter: Counter) -> None:
    await at_the_bank.come("technician")
    await counter.bank.host.stop()
    assert await at_the_bank.ask(SignIn(), SignedIn) == SignedIn(None, "unreachable")
    assert at_the_bank.done()[-1] == "T0417 acquirer.sign_in unreachable"


async def test_signed_in_is_signed_in_although_a_reversal_still_waits(
    at_the_bank: Serviced, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(_attempt: object, _secret: bytes) -> bool:
        return False

    line = counter.line.line
    monkeypatch.setattr(line, "_reversed", refused)
    monkeypatch.setattr(counter.ledger, "at_risk", lambda: ((object(), b""),))
    await at_the_bank.come("technician")
    assert (await at_the_bank.ask(SignIn(), SignedIn)).batch == counter.ledger.batch()
    assert at_the_bank.done()[-1] == "T0417 acquirer.sign_in reversing"
    monkeypatch.undo()
