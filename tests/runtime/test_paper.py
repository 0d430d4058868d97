"""Receipts and slips: in the ledger before the printer, and never a change of the payment."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, Effect
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.terminal import Condition, DeviceStatus, Remedy
from kiosk.flows.requests.receipt import Printed
from kiosk.ledger import LedgerUnavailable, PrintState, RatchetViolation, ReceiptPrint
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from kiosk.session.requests import PrintReferral, SlipPrinted
from tests.runtime.conftest import Room
from tests.runtime.fake_service import EVENT_ID, Gate
from tests.support.samples import CITIZEN, FACTS, PAYEE, SECRETS, quote

STARTED = (ReceiptPrint(0, PrintState.STARTED),)
FINISHED = (ReceiptPrint(0, PrintState.FINISHED),)
PAPER_OUT = DeviceError(DeviceCause.PAPER_OUT, Remedy.CLEAR, Effect.PARTLY)


async def test_a_receipt_is_begun_in_the_ledger_before_the_printer_gets_a_byte(room: Room) -> None:
    number = await room.posted()
    seen: list[tuple[ReceiptPrint, ...]] = []
    room.printer.witness = lambda: seen.append(room.kept(number).prints)
    assert await room.paper.print_receipt(number) == Printed(0)
    assert seen == [STARTED]
    assert room.kept(number).prints == FINISHED
    assert number in room.printer.says()
    assert "补打" not in room.printer.says()
    assert "RECEIPT_PRINTED" in room.logged()


async def test_a_receipt_names_the_payer_only_by_half(room: Room) -> None:
    number = await room.posted()
    await room.paper.print_receipt(number)
    for secret in SECRETS:
        assert secret not in repr(room.printer.paper)
    assert quote().total.figures in room.printer.says()


async def test_the_second_receipt_says_that_it_is_one(room: Room) -> None:
    number = await room.posted()
    await room.paper.print_receipt(number)
    assert await room.paper.print_receipt(number) == Printed(1)
    assert "补打" in room.printer.says()


@pytest.mark.parametrize(
    ("ruin", "code", "condition"),
    [
        (PAPER_OUT, FaultCode.PAPER_OUT, DeviceStatus.USER_ERROR),
        (
            DeviceError(DeviceCause.COVER_OPEN, Remedy.CLEAR),
            FaultCode.COVER_OPEN,
            DeviceStatus.USER_ERROR,
        ),
        (
            DeviceError(DeviceCause.CUTTER, Remedy.CLEAR),
            FaultCode.PRINTER_FAULT,
            DeviceStatus.HARDWARE_ERROR,
        ),
        (
            DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE, Effect.UNKNOWN),
            FaultCode.PRINTER_LOST,
            DeviceStatus.STARTING,
        ),
    ],
    ids=["paper", "cover", "cutter", "cable"],
)
async def test_a_print_that_fails_changes_the_receipt_and_nothing_else(
    room: Room, ruin: DeviceError, code: FaultCode, condition: DeviceStatus
) -> None:
    number = await room.posted()
    before = room.kept(number)
    room.printer.ruins.append(ruin)
    with pytest.raises(RequestFailed) as failed:
        await room.paper.print_receipt(number)
    assert failed.value.fault.code is code
    kept = room.kept(number)
    assert kept.prints == (ReceiptPrint(0, PrintState.FAILED, ruin.cause.value),)
    assert (kept.state, kept.facts) == (before.state, before.facts)
    assert room.keeper.condition.status is condition
    assert await room.paper.print_receipt(number) == Printed(1)
    assert "补打" in room.printer.says()


async def test_a_printer_known_not_to_print_is_not_tried_and_the_attempt_not_counted(
    room: Room,
) -> None:
    number = await room.posted()
    for cause, code in (
        ("paper_out", FaultCode.PAPER_OUT),
        ("cover_open", FaultCode.COVER_OPEN),
        ("cutter", FaultCode.PRINTER_FAULT),
        ("something new", FaultCode.PRINTER_FAULT),
        ("", FaultCode.PRINTER_FAULT),
    ):
        room.printer.state = Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, cause)
        with pytest.raises(RequestFailed) as failed:
            await room.paper.print_receipt(number)
        assert failed.value.fault.code is code
    assert "print" not in room.printer.trace
    assert room.kept(number).prints == ()
    room.printer.state = Condition(DeviceStatus.ONLINE, Remedy.CLEAR, "paper_near_end")
    assert await room.paper.print_receipt(number) == Printed(0)


async def test_a_printer_that_cannot_be_asked_is_reported_and_not_counted(room: Room) -> None:
    number = await room.posted()
    room.printer.plugged = False
    for _ in range(3):
        with pytest.raises(RequestFailed) as failed:
            await room.paper.print_receipt(number)
        assert failed.value.fault.code is FaultCode.PRINTER_LOST
    assert room.keeper.condition.status is DeviceStatus.OFFLINE
    assert room.kept(number).prints == ()


@pytest.mark.parametrize("state", [OrderState.PAYING, OrderState.CLOSED])
async def test_only_a_posted_payment_has_a_receipt(room: Room, state: OrderState) -> None:
    number = await room.written(OrderState.PAYING, state)
    with pytest.raises(RatchetViolation):
        await room.paper.print_receipt(number)
    assert room.printer.paper == []


async def test_nothing_is_printed_that_could_not_be_written_down(room: Room) -> None:
    number = await room.posted()
    room.ledger.close()
    with pytest.raises(RequestFailed) as failed:
        await room.paper.print_receipt(number)
    assert failed.value.fault.code is FaultCode.LEDGER_UNAVAILABLE
    assert room.printer.paper == []


async def test_a_print_cut_off_by_a_crash_stays_begun_and_the_next_is_a_reprint(
    room: Room,
) -> None:
    number = await room.posted()
    room.printer.gate = Gate()
    printing = asyncio.create_task(room.paper.print_receipt(number))
    await room.printer.gate.reached.wait()
    printing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await printing
    assert room.kept(number).prints == STARTED
    room.printer.gate = None
    assert await room.paper.print_receipt(number) == Printed(1)
    assert "补打" in room.printer.says()


async def test_a_bug_in_the_driver_leaves_the_print_begun(room: Room) -> None:
    number = await room.posted()

    def break_down() -> None:
        raise ZeroDivisionError

    room.printer.witness = break_down
    with pytest.raises(ZeroDivisionError):
        await room.paper.print_receipt(number)
    assert room.kept(number).prints == STARTED


async def test_a_slip_says_what_it_is_told_and_is_no_receipt(room: Room) -> None:
    number = await room.opened()
    printed = await room.paper.print_slip(number, "支付结果确认中", ("请勿重复缴费。",))
    assert printed == Printed(0)
    text = room.printer.says()
    assert "支付结果确认中" in text
    assert "请勿重复缴费。" in text
    assert number in text
    assert room.kept(number).prints == ()
    assert "SLIP_PRINTED" in room.logged()
    for secret in SECRETS:
        assert secret not in repr(room.printer.paper)


async def test_a_slip_that_fails_says_why(room: Room) -> None:
    number = await room.opened()
    room.printer.ruins.append(PAPER_OUT)
    with pytest.raises(RequestFailed) as failed:
        await room.paper.print_slip(number, "支付结果确认中", ())
    assert failed.value.fault.code is FaultCode.PAPER_OUT
    assert room.keeper.condition.status is DeviceStatus.USER_ERROR


async def test_paper_that_is_out_is_not_denied_because_it_cannot_be_written_down(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_number: OrderNumber, _ordinal: int) -> None:
        raise LedgerUnavailable("SQLITE_FULL")

    number = await room.posted()
    monkeypatch.setattr(room.ledger, "receipt_finished", fail)
    assert await room.paper.print_receipt(number) == Printed(0)
    assert room.unsound
    # Not known to be out, as far as the ledger goes: another one would say 补打.
    assert room.kept(number).prints == STARTED


async def test_a_receipt_names_who_paid_for_another_by_half(room: Room) -> None:
    number = await room.posted(PAYEE, CITIZEN)
    await room.paper.print_receipt(number)
    said = room.printer.says()
    assert f"代缴人      {CITIZEN.shown_name}" in said
    assert PAYEE.name in said
    assert "缴费明细" in said
    for secret in (*SECRETS, PAYEE.number.value):
        assert secret not in said


async def test_a_referral_names_nobody_and_leaves_no_trace_in_the_ledger(room: Room) -> None:
    entries = len(room.ledger.entries())
    asked = PrintReferral("没有查到参保登记", ("没有扣款。", "请到窗口办理。"), EVENT_ID)
    assert await room.paper.print_referral(asked) == SlipPrinted()
    said = room.printer.says()
    for words in (asked.heading, *asked.lines, EVENT_ID, FACTS.window, FACTS.hotline):
        assert words in said
    assert len(room.ledger.entries()) == entries
    assert "REFERRAL_PRINTED" in room.logged()
    room.printer.ruins.append(PAPER_OUT)
    with pytest.raises(RequestFailed) as failed:
        await room.paper.print_referral(asked)
    assert failed.value.fault.code is FaultCode.PAPER_OUT


WINDOWS = [("", FACTS.window), ("社保经办窗口", "社保经办窗口")]


@pytest.mark.parametrize(("asked", "printed"), WINDOWS)
async def test_a_referral_names_one_window(room: Room, asked: str, printed: str) -> None:
    slip = PrintReferral("没有查到参保登记", ("没有扣款。",), EVENT_ID, asked)
    await room.paper.print_referral(slip)
    said = room.printer.says()
    assert printed in said
    assert said.count("窗口") == 2 + printed.count("窗口")
