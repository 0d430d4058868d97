"""Receipts of payments of the past: counted by the service, noted in the ledger, then printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.backend.errors import ServiceError
from kiosk.devices.api import DeviceCause, DeviceError, Effect
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.order import OrderNumber
from kiosk.domain.paper import QrCode
from kiosk.domain.payment_record import PaymentRecord, PaymentState
from kiosk.domain.terminal import Condition, DeviceStatus, Remedy
from kiosk.flows.requests.receipt import Printed
from kiosk.ledger import Entry
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from tests.runtime.conftest import Room
from tests.support.samples import CITIZEN, PAYEE, SECRETS
from tests.support.service_samples import RECORD, UNDER_WAY

PAPER_OUT = DeviceError(DeviceCause.PAPER_OUT, Remedy.CLEAR, Effect.PARTLY)
ELSEWHERE = replace(RECORD, number="WX20260312-000017", channel="微信小程序")


def notes(room: Room) -> list[Entry]:
    return [entry for entry in room.ledger.entries() if entry.kind.startswith("note.")]


async def of_here(room: Room) -> PaymentRecord:
    """The record of a payment made at this terminal by somebody else, once receipted."""
    number = await room.posted(CITIZEN, PAYEE)
    await room.paper.print_receipt(number)
    return replace(RECORD, number=number)


async def test_the_service_counts_and_the_ledger_knows_before_the_printer_gets_a_byte(
    room: Room,
) -> None:
    seen: list[tuple[list[str], list[str]]] = []
    room.printer.witness = lambda: seen.append(
        ([*room.service.calls], [note.kind for note in notes(room)])
    )
    assert await room.paper.reprint_receipt(CITIZEN, ELSEWHERE) == Printed(1)
    assert seen == [(["count_print"], ["note.receipt_reprint_started"])]
    started, finished = notes(room)
    assert finished.kind == "note.receipt_reprint_finished"
    for note in (started, finished):
        assert (note.order_number, note.facts) == (None, {"ordinal": 1})
    assert "RECEIPT_REPRINTED" in room.logged()


async def test_a_card_that_paid_elsewhere_is_on_the_receipt(room: Room) -> None:
    card = CardPayment(
        "622848*********0018",
        "12345678",
        "102440000000001",
        2,
        17,
        "093015000017",
        "",
        ELSEWHERE.paid_at,
    )
    await room.paper.reprint_receipt(CITIZEN, replace(ELSEWHERE, card=card))
    said = room.printer.says()
    assert card.card_masked in said
    assert card.reference in said


async def test_the_receipt_is_that_of_the_record_and_marked(room: Room) -> None:
    await room.paper.reprint_receipt(CITIZEN, ELSEWHERE)
    await room.paper.reprint_receipt(CITIZEN, ELSEWHERE)
    said = room.printer.says()
    for words in (
        "补打　第2次",
        ELSEWHERE.number,
        ELSEWHERE.amount.figures,
        ELSEWHERE.tender,
        ELSEWHERE.posting_serial,
        ELSEWHERE.tax_ticket_number,
        "5,200元/月",
        CITIZEN.shown_name,
        CITIZEN.shown_number,
    ):
        assert words in said
    assert "缴费明细" not in said
    for secret in SECRETS:
        assert secret not in repr(room.printer.paper)


async def test_a_payment_made_here_is_reprinted_as_it_was_and_noted_with_its_order(
    room: Room,
) -> None:
    record = await of_here(room)
    assert await room.paper.reprint_receipt(CITIZEN, record) == Printed(1)
    original, reprint = room.printer.says(0), room.printer.says(1)
    assert PAYEE.name in original
    assert PAYEE.name in reprint
    assert "缴费明细" in reprint
    assert [note.order_number for note in notes(room)] == [record.number] * 2
    assert len(room.kept(OrderNumber(record.number)).prints) == 1


async def test_reprints_this_terminal_knows_of_are_told_to_the_service(room: Room) -> None:
    record = await of_here(room)
    for _ in range(2):
        await room.paper.print_receipt(OrderNumber(record.number))
    assert await room.paper.reprint_receipt(CITIZEN, record) == Printed(3)


async def test_no_two_receipts_of_one_order_bear_the_same_number(room: Room) -> None:
    record = await of_here(room)
    number = OrderNumber(record.number)
    printed = [0]
    for again in "llqlqqllq":
        if again == "l":
            printed.append((await room.paper.print_receipt(number)).reprint)
        else:
            printed.append((await room.paper.reprint_receipt(CITIZEN, record)).reprint)
    assert printed == list(range(10))
    for which, reprint in enumerate(printed[1:], 1):
        assert f"补打　第{reprint}次" in room.printer.says(which)


async def test_a_receipt_is_no_original_once_a_reprint_is_out(room: Room) -> None:
    record = replace(RECORD, number=await room.posted(CITIZEN))
    assert await room.paper.reprint_receipt(CITIZEN, record) == Printed(1)
    assert await room.paper.print_receipt(OrderNumber(record.number)) == Printed(2)


async def test_an_order_of_somebody_else_tells_nothing(room: Room) -> None:
    record = await of_here(room)
    other = replace(PAYEE, proxied=False)
    assert await room.paper.reprint_receipt(other, record) == Printed(1)
    assert "代缴人" not in room.printer.says()
    assert notes(room)[0].order_number is None


async def test_a_count_whose_answer_was_lost_is_counted_once(room: Room) -> None:
    room.service.lose("count_print", after=True)
    with pytest.raises(ServiceError):
        await room.paper.reprint_receipt(CITIZEN, ELSEWHERE)
    assert room.printer.paper == []
    assert notes(room) == []
    assert await room.paper.reprint_receipt(CITIZEN, ELSEWHERE) == Printed(1)


async def test_a_printer_known_not_to_print_is_not_counted(room: Room) -> None:
    room.printer.state = Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "paper_out")
    with pytest.raises(RequestFailed) as failed:
        await room.paper.reprint_receipt(CITIZEN, ELSEWHERE)
    assert failed.value.fault.code is FaultCode.PAPER_OUT
    assert room.service.calls == []


async def test_a_print_that_fails_is_noted_and_the_next_one_is_another(room: Room) -> None:
    room.printer.ruins.append(PAPER_OUT)
    with pytest.raises(RequestFailed) as failed:
        await room.paper.reprint_receipt(CITIZEN, ELSEWHERE)
    assert failed.value.fault.code is FaultCode.PAPER_OUT
    assert notes(room)[-1].kind == "note.receipt_reprint_failed"
    assert notes(room)[-1].facts == {"ordinal": 1, "cause": "paper_out"}
    assert "RECEIPT_FAILED" in room.logged()
    assert await room.paper.reprint_receipt(CITIZEN, ELSEWHERE) == Printed(2)


async def test_nothing_is_printed_that_could_not_be_noted(room: Room) -> None:
    room.ledger.close()
    with pytest.raises(RequestFailed) as failed:
        await room.paper.reprint_receipt(CITIZEN, ELSEWHERE)
    assert failed.value.fault.code is FaultCode.LEDGER_UNAVAILABLE
    assert room.printer.paper == []
    assert room.unsound


@pytest.mark.parametrize(
    ("state", "said"),
    [(PaymentState.POSTED, "缴费已经成功"), (PaymentState.REFUNDED, "退款金额")],
)
async def test_how_a_payment_ended_is_told_on_paper_that_nobody_counts(
    room: Room, state: PaymentState, said: str
) -> None:
    record = replace(ELSEWHERE, state=state, check_url="https://check.example/check/7KQ2M9T4XW")
    assert await room.paper.print_resolution(CITIZEN, record) == Printed(0)
    for words in (said, ELSEWHERE.number, ELSEWHERE.amount.figures, CITIZEN.shown_number):
        assert words in room.printer.says()
    assert "补打　" not in room.printer.says()
    assert any(
        isinstance(item, QrCode) and item.payload == record.check_url
        for item in room.printer.paper[-1].items
    )
    assert room.service.calls == []
    assert notes(room) == []
    assert "SLIP_PRINTED" in room.logged()
    for secret in SECRETS:
        assert secret not in repr(room.printer.paper)


async def test_a_payment_that_has_not_ended_has_no_such_paper(room: Room) -> None:
    with pytest.raises(ValueError, match="not ended"):
        await room.paper.print_resolution(CITIZEN, UNDER_WAY)
    assert room.printer.paper == []


async def test_the_end_of_a_payment_made_here_is_told_too(room: Room) -> None:
    number = await room.posted()
    record = replace(RECORD, number=number, state=PaymentState.REFUNDED)
    await room.paper.print_resolution(CITIZEN, record)
    assert number in room.printer.says()
