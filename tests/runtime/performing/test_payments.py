"""Orders through the performer, and codes before the scanner."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import Remedy
from kiosk.flows.requests.payment import (
    AwaitPosting,
    ChargeCode,
    CloseOrder,
    OpenOrder,
    ReadPaymentCode,
    WatchOrder,
)
from kiosk.flows.requests.receipt import Printed, PrintReceipt, PrintSlip
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.performing.payments import WATCH_GRACE_S
from kiosk.session.faults import FaultCode
from kiosk.session.requests import PrintReferral, SlipPrinted
from tests.runtime.conftest import Play
from tests.support.samples import CITIZEN, CODE, PAYEE, quote


async def test_an_order_is_opened_watched_and_seen_to_its_posting_and_receipt(play: Play) -> None:
    perform, room = play.performer.perform, play.room
    opened = await perform(OpenOrder(CITIZEN, quote(), Tender.ALIPAY))
    assert isinstance(opened, OrderStatus)
    room.service.pay(opened.number)
    watched = await perform(WatchOrder(opened.number, 180))
    assert isinstance(watched, OrderStatus)
    assert watched.state is OrderState.PAID
    room.service.post(opened.number)
    posted = await perform(AwaitPosting(opened.number))
    assert isinstance(posted, OrderStatus)
    assert posted.state is OrderState.POSTED
    assert await perform(PrintReceipt(opened.number)) == Printed(0)


async def test_an_order_is_watched_a_little_longer_than_its_code_is_good(play: Play) -> None:
    number = await play.room.opened()
    await play.room.clock.run(_watched(play, WatchOrder(number, 10)))
    assert 10 < play.room.clock.monotonic() <= 10 + WATCH_GRACE_S


async def _watched(play: Play, request: WatchOrder) -> object:
    return await play.performer.perform(request)


async def test_an_order_is_closed_and_a_slip_printed(play: Play) -> None:
    number = await play.room.opened()
    closed = await play.performer.perform(CloseOrder(number))
    assert isinstance(closed, OrderStatus)
    assert closed.state is OrderState.CLOSED
    assert await play.performer.perform(PrintSlip(number, "已取消", ())) == Printed(0)


async def test_a_code_is_waited_for_read_and_charged(play: Play) -> None:
    reading = asyncio.create_task(play.performer.perform(ReadPaymentCode()))
    await play.room.clock.advance(3_600)
    assert not reading.done()
    play.scanner.lay(CODE.digits)
    assert await reading == CODE
    charged = await play.performer.perform(ChargeCode(PAYEE, quote(), CODE, CITIZEN))
    assert isinstance(charged, OrderStatus)
    assert (charged.state, charged.tender) == (OrderState.PAID, CODE.tender)
    assert play.room.service.proxies == [CITIZEN.token]


async def test_whoever_pays_for_another_is_named_when_the_order_is_opened(play: Play) -> None:
    await play.performer.perform(OpenOrder(PAYEE, quote(), Tender.ALIPAY, CITIZEN))
    assert play.room.service.proxies == [CITIZEN.token]


async def test_what_is_no_payment_code_is_said_to_be_none_and_never_repeated(play: Play) -> None:
    play.scanner.lay("https://example.com/1234567890123456789")
    with pytest.raises(RequestFailed) as failed:
        await play.performer.perform(ReadPaymentCode())
    assert failed.value.fault.code is FaultCode.CODE_NOT_PAYMENT
    assert failed.value.__cause__ is None
    assert "1234567" not in play.room.log_path.read_text(encoding="utf-8")


async def test_a_scanner_that_is_lost_says_so_to_its_keeper_too(play: Play) -> None:
    play.scanner.lay(DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE))
    assert (await play.fault(ReadPaymentCode())).code is FaultCode.SCANNER_LOST
    assert "DEVICE_CHANGED" in play.room.logged()


async def test_a_terminal_without_a_scanner_reads_no_code(play: Play) -> None:
    with pytest.raises(RequestFailed) as failed:
        await play.bare().perform(ReadPaymentCode())
    assert failed.value.fault.code is FaultCode.SCANNER_LOST


async def test_a_message_is_printed_for_the_window(play: Play) -> None:
    asked = PrintReferral("没有查到参保登记", ("没有扣款。",), "")
    assert await play.performer.perform(asked) == SlipPrinted()


async def test_no_code_is_in_the_log_the_ledger_or_what_is_shown_of_it(play: Play) -> None:
    code = PaymentCode("134567890123456789", Tender.WECHAT)
    play.room.service.refused_codes.add(code.digits)
    assert (await play.fault(ChargeCode(CITIZEN, quote(), code))).code is FaultCode.CODE_REFUSED
    kept = str(play.room.ledger.export()) + play.room.log_path.read_text(encoding="utf-8")
    assert code.digits not in kept + repr(code)
    assert "SERVICE_CALL_FAILED" in play.room.logged()
