"""Payment codes that are charged, and the ways of UnionPay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.backend.channels.alipay import TradeStatus
from sim.backend.channels.api import Closed, NotPaid, Paid, TradeRequest
from sim.backend.channels.platform import CodeHabit, WalletResult
from sim.backend.channels.unionpay import QueryAnswer, RespCode
from sim.backend.channels.wechat import TradeState
from sim.backend.models import OrderClaim
from sim.backend.problems import Code, Problem
from sim.backend.wire import TenderName
from tests.sim.backend.books import check_settled, open_books
from tests.sim.backend.desk import Desk, Intent

WALLETS: tuple[TenderName, ...] = ("alipay", "wechat", "unionpay_qr")
every_wallet = pytest.mark.parametrize("tender", WALLETS)
ORDER = "TT9900000000000000000001"


def _scanned(desk: Desk, tender: TenderName) -> Intent:
    code = desk.admin.show_payment_code(Tender(tender))
    return desk.intent(desk.quote(), tender, payment_code=code)


def _refused(desk: Desk, intent: Intent) -> Code:
    with pytest.raises(Problem) as refusal:
        desk.place(intent)
    return refusal.value.code


@every_wallet
def test_a_scanned_code_is_charged_at_once(desk: Desk, tender: TenderName) -> None:
    intent = _scanned(desk, tender)
    answer = desk.place(intent).answer
    assert (answer.state, answer.qr_payload) == (OrderState.PAID, None)
    assert answer.channel_trade_number
    desk.admin.settle()
    assert desk.look(intent.number).state is OrderState.POSTED
    again = desk.place(intent)
    assert (again.first, again.answer.state) == (False, OrderState.POSTED)
    check_settled(open_books(desk))


@every_wallet
def test_a_wallet_may_ask_for_the_password_first(desk: Desk, tender: TenderName) -> None:
    desk.admin.set_code_habit(Tender(tender), CodeHabit.ASKS)
    intent = _scanned(desk, tender)
    answer = desk.place(intent).answer
    assert (answer.state, answer.qr_payload, answer.expires_in) == (OrderState.PAYING, None, 60)
    assert desk.look(intent.number).state is OrderState.PAYING
    assert desk.admin.pay(intent.number) is WalletResult.PAID
    assert desk.look(intent.number).state is OrderState.PAID


@every_wallet
def test_a_password_that_is_never_entered_closes_the_order(desk: Desk, tender: TenderName) -> None:
    desk.admin.set_code_habit(Tender(tender), CodeHabit.ASKS)
    intent = _scanned(desk, tender)
    desk.place(intent)
    desk.later(60)
    assert desk.look(intent.number).state is OrderState.CLOSED
    assert desk.admin.pay(intent.number) in (WalletResult.CLOSED, WalletResult.EXPIRED)


@every_wallet
def test_a_wallet_that_refuses_leaves_a_closed_order(desk: Desk, tender: TenderName) -> None:
    desk.admin.set_code_habit(Tender(tender), CodeHabit.REFUSES)
    intent = _scanned(desk, tender)
    assert _refused(desk, intent) is Code.CODE_REFUSED
    assert desk.place(intent).answer.state is OrderState.CLOSED
    assert desk.place(desk.intent(desk.quote(), tender)).answer.qr_payload


def test_a_code_is_good_once(desk: Desk) -> None:
    code = desk.admin.show_payment_code(Tender.WECHAT)
    first = desk.intent(desk.quote("zhang-san"), "wechat", payment_code=code)
    second = desk.intent(desk.quote("han-li"), "wechat", payment_code=code)
    assert desk.place(first).answer.state is OrderState.PAID
    assert _refused(desk, second) is Code.CODE_REFUSED


def test_a_code_that_no_phone_shows_is_refused(desk: Desk) -> None:
    intent = desk.intent(desk.quote(), "wechat", payment_code="134500000000000017")
    assert _refused(desk, intent) is Code.CODE_REFUSED
    assert desk.state(intent.number) is OrderState.CLOSED


@pytest.mark.parametrize("code", ["134500000000000017", "1345000000000000"])
def test_a_code_of_another_wallet_leaves_no_trace(desk: Desk, code: str) -> None:
    intent = desk.intent(desk.quote(), "alipay", payment_code=code)
    assert _refused(desk, intent) is Code.CODE_REFUSED
    assert desk.admin.orders() == ()


def test_a_code_is_not_kept_in_the_books(desk: Desk) -> None:
    intent = _scanned(desk, "wechat")
    desk.place(intent)
    claim = desk.store.run(lambda session: session.get_one(OrderClaim, intent.number))
    assert intent.body.payment_code is not None
    assert claim.body_digest is not None
    assert intent.body.payment_code not in claim.body_digest
    assert intent.body.payment_code not in repr(intent.body)


def test_while_the_channel_is_down_nobody_knows_whether_a_code_was_charged(desk: Desk) -> None:
    desk.admin.set_channel(Tender.WECHAT, reachable=False)
    intent = _scanned(desk, "wechat")
    assert desk.place(intent).answer.state is OrderState.UNKNOWN
    desk.admin.set_channel(Tender.WECHAT, reachable=True)
    desk.later(60)
    assert desk.look(intent.number).state is OrderState.CLOSED
    check_settled(open_books(desk))


def test_a_power_cut_before_the_charge_closes_the_order_in_the_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        """Not an error the service could catch."""

    def cut(*_: object) -> None:
        raise PowerCut

    intent = _scanned(desk, "wechat")
    with monkeypatch.context() as patch:
        patch.setattr(desk.collection.wechat, "charge", cut)
        with pytest.raises(PowerCut):
            desk.place(intent)
    desk.admin.settle()
    assert desk.state(intent.number) is OrderState.CREATED
    desk.later(60)
    assert desk.state(intent.number) is OrderState.CLOSED


def test_a_charge_that_outlived_its_order_is_refunded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    intent = _scanned(desk, "wechat")
    charge = desk.collection.wechat.charge

    def give_up_first(request: TradeRequest, code: str) -> object:
        assert desk.give_up(intent.number).state is OrderState.CLOSED
        return charge(request, code)

    monkeypatch.setattr(desk.collection.wechat, "charge", give_up_first)
    assert desk.place(intent).answer.state is OrderState.REFUNDING
    desk.admin.settle()
    assert desk.look(intent.number).state is OrderState.REFUNDED
    check_settled(open_books(desk))


def test_wechat_has_its_own_words_for_codes(desk: Desk) -> None:
    wechat = desk.collection.wechat
    words = []
    for habit in (CodeHabit.ASKS, CodeHabit.REFUSES):
        desk.admin.set_code_habit(Tender.WECHAT, habit)
        intent = _scanned(desk, "wechat")
        if habit is CodeHabit.REFUSES:
            assert _refused(desk, intent) is Code.CODE_REFUSED
        else:
            desk.place(intent)
        words.append(wechat.state(intent.number))
        desk.give_up(intent.number)
        words.append(wechat.state(intent.number))
    assert words == [
        TradeState.USERPAYING,
        TradeState.REVOKED,
        TradeState.PAYERROR,
        TradeState.PAYERROR,
    ]


def test_an_alipay_code_makes_the_trade_exist_at_once(desk: Desk) -> None:
    desk.admin.set_code_habit(Tender.ALIPAY, CodeHabit.ASKS)
    intent = _scanned(desk, "alipay")
    desk.place(intent)
    assert desk.collection.alipay.state(intent.number) is TradeStatus.WAIT_BUYER_PAY


def _precreate(desk: Desk) -> str:
    request = TradeRequest(ORDER, 300_000, "养老保险", desk.clock.now() + timedelta(seconds=180))
    return desk.collection.unionpay.precreate(request).rpartition("/")[2]


def test_unionpay_knows_of_no_trade_until_a_payer_confirms(desk: Desk) -> None:
    unionpay = desk.collection.unionpay
    assert unionpay.state(ORDER) == QueryAnswer(RespCode.NO_SUCH_TRADE, None)
    token = _precreate(desk)
    unionpay.open(token)
    assert unionpay.state(ORDER) == QueryAnswer(RespCode.NO_SUCH_TRADE, None)
    assert unionpay.query(ORDER) == NotPaid()
    assert unionpay.pay(token) is WalletResult.PAID
    assert unionpay.state(ORDER) == QueryAnswer(RespCode.SUCCESS, RespCode.SUCCESS)
    assert isinstance(unionpay.query(ORDER), Paid)


@pytest.mark.parametrize("code", [RespCode.TIMED_OUT, RespCode.UNCERTAIN, RespCode.ACCEPTED])
def test_what_unionpay_still_works_on_is_neither_paid_nor_closed(
    desk: Desk, code: RespCode
) -> None:
    unionpay = desk.collection.unionpay
    desk.admin.delay_unionpay(30, code)
    unionpay.pay(_precreate(desk))
    assert unionpay.state(ORDER) == QueryAnswer(RespCode.SUCCESS, code)
    assert unionpay.query(ORDER) == NotPaid()
    assert unionpay.close(ORDER) == NotPaid()
    desk.clock.advance(30)
    assert isinstance(unionpay.close(ORDER), Paid)


def test_a_unionpay_code_is_withdrawn_or_runs_out(desk: Desk) -> None:
    unionpay = desk.collection.unionpay
    assert unionpay.close(ORDER) == Closed()
    token = _precreate(desk)
    assert unionpay.close(ORDER) == Closed()
    assert unionpay.state(ORDER) == QueryAnswer(RespCode.SUCCESS, RespCode.ENDED)
    assert unionpay.pay(token) is WalletResult.CLOSED


def test_an_order_given_up_while_unionpay_works_on_it_is_in_doubt_until_it_is_told(
    desk: Desk,
) -> None:
    desk.admin.delay_unionpay(30)
    number = desk.order(tender="unionpay_qr")
    desk.admin.pay(number)
    assert desk.look(number).state is OrderState.PAYING
    assert desk.give_up(number).state is OrderState.UNKNOWN
    desk.later(10)
    assert desk.state(number) is OrderState.UNKNOWN
    desk.later(20)
    assert desk.state(number) is OrderState.POSTED
    check_settled(open_books(desk))


def test_a_unionpay_refund_takes_its_time(desk: Desk) -> None:
    desk.admin.delay_refunds(3600)
    desk.admin.refuse_next_postings()
    number = desk.order(tender="unionpay_qr")
    desk.admin.pay(number)
    desk.later(0)
    assert desk.state(number) is OrderState.REFUNDING
    desk.later(3600)
    assert desk.state(number) is OrderState.REFUNDED
