from __future__ import annotations

from datetime import timedelta

import pytest

from sim.backend.channels.alipay import TradeStatus
from sim.backend.channels.api import (
    ChannelUnreachable,
    Closed,
    NotPaid,
    Paid,
    RefundState,
    TradeRequest,
)
from sim.backend.channels.platform import Platform, WalletResult
from sim.backend.channels.wechat import TradeState
from tests.sim.backend.desk import Desk

ORDER = "TT9900000000000000000001"
SECONDS = 180


def _precreate(desk: Desk, platform: Platform) -> str:
    """A trade of 3000 yuan; returns the token in its code."""
    request = TradeRequest(
        ORDER, 300_000, "养老保险", desk.clock.now() + timedelta(seconds=SECONDS)
    )
    first, again = platform.precreate(request), platform.precreate(request)
    assert first == again
    return first.rpartition("/")[2]


def test_a_wechat_trade_is_notpay_until_it_is_paid(desk: Desk) -> None:
    wechat = desk.collection.wechat
    assert wechat.state(ORDER) is TradeState.ORDER_NOT_EXIST
    assert wechat.query(ORDER) == NotPaid()
    token = _precreate(desk, wechat)
    wechat.open(token)
    assert wechat.state(ORDER) is TradeState.NOTPAY
    assert wechat.pay(token) is WalletResult.PAID
    assert wechat.state(ORDER) is TradeState.SUCCESS
    paid = wechat.query(ORDER)
    assert isinstance(paid, Paid)
    assert paid.at == desk.clock.now()
    assert paid.trade_number.startswith("4200")
    assert wechat.pay(token) is WalletResult.ALREADY_PAID
    assert wechat.close(ORDER) == paid


def test_an_expired_wechat_trade_stays_notpay_until_the_merchant_closes_it(desk: Desk) -> None:
    wechat = desk.collection.wechat
    token = _precreate(desk, wechat)
    desk.clock.advance(SECONDS)
    assert wechat.pay(token) is WalletResult.EXPIRED
    assert wechat.state(ORDER) is TradeState.NOTPAY
    assert wechat.close(ORDER) == Closed()
    assert wechat.state(ORDER) is TradeState.CLOSED
    assert wechat.query(ORDER) == Closed()
    assert wechat.pay(token) is WalletResult.CLOSED


def test_an_alipay_trade_does_not_exist_until_it_is_scanned(desk: Desk) -> None:
    alipay = desk.collection.alipay
    token = _precreate(desk, alipay)
    assert alipay.state(ORDER) is TradeStatus.TRADE_NOT_EXIST
    assert alipay.query(ORDER) == NotPaid()
    assert alipay.close(ORDER) == Closed()
    view = alipay.open(token)
    assert view is not None
    assert view.obstacle is None
    assert alipay.state(ORDER) is TradeStatus.WAIT_BUYER_PAY
    assert alipay.query(ORDER) == NotPaid()
    assert alipay.pay(token) is WalletResult.PAID
    assert alipay.state(ORDER) is TradeStatus.TRADE_SUCCESS


def test_a_scanned_alipay_trade_can_be_closed_and_then_not_paid(desk: Desk) -> None:
    alipay = desk.collection.alipay
    token = _precreate(desk, alipay)
    alipay.open(token)
    assert alipay.close(ORDER) == Closed()
    assert alipay.state(ORDER) is TradeStatus.TRADE_CLOSED
    assert alipay.pay(token) is WalletResult.CLOSED


def test_a_scanned_alipay_trade_closes_by_itself_when_its_time_is_up(desk: Desk) -> None:
    alipay = desk.collection.alipay
    token = _precreate(desk, alipay)
    alipay.open(token)
    desk.clock.advance(SECONDS)
    assert alipay.query(ORDER) == Closed()
    view = alipay.open(token)
    assert view is not None
    assert view.obstacle is WalletResult.EXPIRED


def test_an_alipay_refund_is_immediate_and_the_payment_stays_visible(desk: Desk) -> None:
    alipay = desk.collection.alipay
    token = _precreate(desk, alipay)
    alipay.pay(token)
    assert alipay.refund(ORDER, "R1", 300_000) is RefundState.DONE
    assert alipay.state(ORDER) is TradeStatus.TRADE_CLOSED
    assert isinstance(alipay.query(ORDER), Paid)


def test_a_wechat_refund_is_under_way_first_and_counted_once(desk: Desk) -> None:
    wechat = desk.collection.wechat
    wechat.refund_seconds = 60
    wechat.pay(_precreate(desk, wechat))
    assert wechat.refund(ORDER, "R1", 300_000) is RefundState.PROCESSING
    assert wechat.state(ORDER) is TradeState.REFUND
    desk.clock.advance(60)
    assert wechat.refund(ORDER, "R1", 300_000) is RefundState.DONE
    assert wechat.refund(ORDER, "R2", 1) is RefundState.REFUSED


def test_nothing_is_refunded_that_was_not_paid(desk: Desk) -> None:
    wechat = desk.collection.wechat
    _precreate(desk, wechat)
    assert wechat.refund(ORDER, "R1", 300_000) is RefundState.REFUSED
    assert wechat.refund("TT9900000000000000000002", "R2", 1) is RefundState.REFUSED


def test_a_channel_that_is_down_answers_no_merchant_but_every_phone(desk: Desk) -> None:
    wechat = desk.collection.wechat
    token = _precreate(desk, wechat)
    wechat.reachable = False
    for ask in (
        lambda: wechat.query(ORDER),
        lambda: wechat.close(ORDER),
        lambda: wechat.refund(ORDER, "R1", 300_000),
        lambda: wechat.bill(desk.clock.now()),
    ):
        with pytest.raises(ChannelUnreachable):
            ask()
    assert wechat.pay(token) is WalletResult.PAID


def test_the_bill_has_what_was_paid_and_only_that(desk: Desk) -> None:
    wechat = desk.collection.wechat
    token = _precreate(desk, wechat)
    opening = desk.clock.now()
    assert wechat.bill(opening) == ()
    wechat.notify = lambda _: None
    wechat.pay(token)
    assert wechat.bill(opening) == (ORDER,)
    assert wechat.bill(opening + timedelta(seconds=1)) == ()
    assert desk.collection.alipay.bill(opening) == ()


def test_a_code_belongs_to_one_platform(desk: Desk) -> None:
    token = _precreate(desk, desk.collection.wechat)
    assert desk.collection.alipay.open(token) is None
    assert desk.collection.alipay.pay(token) is WalletResult.NO_SUCH_CODE
    assert desk.collection.alipay.token_of(ORDER) is None
    assert desk.collection.alipay.complete_late(ORDER) is WalletResult.NO_SUCH_CODE
