from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.tender import Tender
from kiosk.flows.payment_views import slip_words
from kiosk.flows.requests.contributions import AskQuote
from kiosk.flows.requests.payment import AwaitPosting, CloseOrder, OpenOrder, WatchOrder
from kiosk.flows.requests.receipt import Printed, PrintReceipt, PrintSlip
from kiosk.session.answers import (
    Again,
    BaseEntered,
    Confirmed,
    Finished,
    GoBack,
    GoHome,
    Leave,
    TenderChosen,
)
from kiosk.session.effects import Effect, Show, Wipe
from kiosk.session.faults import FaultCode
from kiosk.session.terminal import Attract
from kiosk.session.views import (
    BaseView,
    NoticeView,
    Place,
    QrView,
    ReviewView,
    TenderView,
    Tone,
    WaitingView,
)
from tests.support import samples
from tests.support.samples import NUMBER, PAPERLESS, WELL, order
from tests.support.visit import Session

MONEY_IN = (OrderState.PAID, OrderState.POSTING)
NOT_TO_BE_PAID_TWICE = {
    OrderState.PAID,
    OrderState.POSTING,
    OrderState.NEEDS_PERSON,
    OrderState.UNKNOWN,
    OrderState.PAYING,
    OrderState.CREATED,
}
by_state = pytest.mark.parametrize("state", OrderState, ids=lambda state: state.value)


def tiles(session: Session) -> dict[str, str | None]:
    return {
        str(tile.title): None if tile.unavailable is None else str(tile.unavailable)
        for tile in session.view(TenderView).tiles
    }


def closing(session: Session) -> Session:
    """The code ran out; the order is being closed."""
    return session.done(order())


# --- before a code is shown -----------------------------------------------------------------------


def test_the_ways_of_paying_are_those_of_the_manual_with_the_amount() -> None:
    session = Session().to_tender()
    view = session.view(TenderView)
    assert str(view.title) == "选择缴款方式"
    assert view.amount == samples.quote().total
    assert tiles(session) == {
        "支付宝支付": None,
        "微信支付": None,
        "云闪付支付": None,
        "刷卡支付": None,
        "出示付款码": None,
    }


def test_a_channel_that_goes_away_says_so_on_the_screen_that_is_shown() -> None:
    session = Session().to_tender()
    number = session.scene.number
    session.without(Tender.WECHAT)
    assert session.effects == (Show(session.fresh),)
    assert session.scene.number == number
    assert tiles(session)["微信支付"] == "暂时不能用，请选其他方式"
    session.answer(TenderChosen(Tender.WECHAT))
    assert str(session.scene.complaint) == "暂时不能用，请选其他方式"
    assert session.answer(TenderChosen(Tender.ALIPAY)).step == "open"


def test_a_channel_that_comes_back_can_be_chosen() -> None:
    session = Session().to_tender().without(Tender.ALIPAY).health(WELL)
    assert session.answer(TenderChosen(Tender.ALIPAY)).step == "open"


@pytest.mark.parametrize("tender", [Tender.ALIPAY, Tender.WECHAT, Tender.UNIONPAY_QR])
def test_the_order_is_opened_for_the_reviewed_quote_and_the_chosen_way(tender: Tender) -> None:
    session = Session().to_tender().answer(TenderChosen(tender))
    assert session.asked(OpenOrder) == OpenOrder(samples.CITIZEN, samples.quote(), tender)
    assert "还没有扣款" in str(session.view(WaitingView).hint)


def test_without_paper_the_citizen_is_told_before_paying_and_may_go_on() -> None:
    session = Session().to_review().health(PAPERLESS).answer(Confirmed())
    view = session.view(NoticeView)
    assert str(view.title) == "现在打不出小票"
    assert str(view.money) == "没有扣款。"
    assert [button.answer for button in view.actions] == [Confirmed()]
    assert session.answer(Confirmed()).step == "tender"


def test_without_paper_the_citizen_may_also_go_back_or_home() -> None:
    session = Session().to_review().health(PAPERLESS).answer(Confirmed())
    session.answer(GoBack()).view(ReviewView)
    assert session.answer(Confirmed()).answer(GoHome()).step == "home"


@pytest.mark.parametrize(
    "code",
    [
        FaultCode.NETWORK_LOST,
        FaultCode.SERVICE_SLOW,
        FaultCode.SERVICE_DOWN,
        FaultCode.SERVICE_WRONG,
        FaultCode.INTERNAL,
    ],
    ids=lambda code: code.value,
)
def test_an_order_that_could_not_be_opened_may_be_tried_again(code: FaultCode) -> None:
    session = Session().to_open().failed(code)
    assert str(session.view(NoticeView).money) == "没有扣款。"
    session.answer(Again()).asked(OpenOrder)
    assert session.done(order()).step == "scan"


def test_an_open_order_of_before_blocks_a_second_payment_and_denies_no_charge() -> None:
    session = Session().to_open().failed(FaultCode.ORDER_OPEN)
    view = session.view(NoticeView)
    assert str(view.title) == "上一笔缴费还没有结果"
    assert "这一次没有扣款" in str(view.money)
    assert "会自动入账或原路退回" in str(view.money)
    assert [button.answer for button in view.actions] == [GoHome()]


def test_a_ledger_that_cannot_be_written_takes_no_money() -> None:
    session = Session().to_open().failed(FaultCode.LEDGER_UNAVAILABLE)
    assert [button.answer for button in session.view(NoticeView).actions] == [GoHome()]


def test_a_channel_under_repair_is_replaced_by_going_back() -> None:
    session = Session().to_open().failed(FaultCode.TENDER_UNAVAILABLE)
    assert session.answer(GoBack()).step == "tender"


@pytest.mark.parametrize("code", [FaultCode.QUOTE_EXPIRED, FaultCode.AMOUNT_CHANGED])
def test_an_amount_that_no_longer_holds_is_reviewed_anew_before_paying(code: FaultCode) -> None:
    session = Session().to_open().failed(code)
    view = session.view(NoticeView)
    assert str(view.money) == "没有扣款。"
    assert [str(button.label) for button in view.actions] == ["重新核对"]
    session.answer(Again()).asked(AskQuote)
    renewed = samples.quote(number="Q-2", last_month_dearer=samples.quote().lines[0].amount)
    session.done(renewed)
    assert session.view(ReviewView).amount == renewed.total
    session.answer(Confirmed()).answer(TenderChosen(Tender.ALIPAY))
    assert session.asked(OpenOrder).quote == renewed


@pytest.mark.parametrize("code", [FaultCode.QUOTE_EXPIRED, FaultCode.AMOUNT_CHANGED])
def test_an_earlier_order_that_was_closed_is_never_taken_for_a_payment(code: FaultCode) -> None:
    session = closing(Session().to_scan()).done(order(OrderState.CLOSED))
    session.answer(Again()).answer(TenderChosen(Tender.ALIPAY)).failed(code).answer(Again())
    session.asked(AskQuote)


def test_who_must_review_anew_may_rather_go_back_and_change_the_base() -> None:
    session = Session().to_open().failed(FaultCode.AMOUNT_CHANGED).answer(Again())
    session.done(samples.quote()).answer(GoBack())
    assert session.view(BaseView).entered == samples.BASE
    assert session.answer(BaseEntered(samples.RULE.lower)).step == "quote"


def test_who_does_not_want_to_review_anew_may_choose_another_way_of_paying() -> None:
    session = Session().to_open().failed(FaultCode.AMOUNT_CHANGED).answer(GoBack())
    assert session.step == "tender"


@pytest.mark.parametrize(
    "opened",
    [
        order(qr_payload=None),
        order(qr_payload=""),
        order(expires_in=0),
        order(expires_in=None),
        order(OrderState.CREATED),
        order(OrderState.UNKNOWN),
    ],
)
def test_an_order_without_a_code_to_scan_is_closed(opened: OrderStatus) -> None:
    session = Session().to_open().done(opened)
    assert session.asked(CloseOrder) == CloseOrder(NUMBER)
    assert session.done(order(OrderState.CLOSED)).step == "expired"


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (OrderState.PAID, "post"),
        (OrderState.POSTING, "post"),
        (OrderState.POSTED, "print"),
        (OrderState.CLOSED, "expired"),
        (OrderState.REFUNDING, "slip"),
        (OrderState.REFUNDED, "slip"),
        (OrderState.NEEDS_PERSON, "slip"),
    ],
    ids=lambda value: getattr(value, "value", value),
)
def test_an_order_that_turns_out_to_be_further_on_is_followed(state: OrderState, step: str) -> None:
    assert Session().to_open().done(order(state)).step == step


# --- while the code is shown ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tender", "title"),
    [
        (Tender.ALIPAY, "请用支付宝扫码付款"),
        (Tender.WECHAT, "请用微信扫码付款"),
        (Tender.UNIONPAY_QR, "请用云闪付扫码付款"),
    ],
)
def test_the_code_is_shown_with_amount_wallet_and_time(tender: Tender, title: str) -> None:
    session = Session().to_tender().answer(TenderChosen(tender)).done(order(tender=tender))
    view = session.view(QrView)
    assert str(view.title) == title
    assert (view.payload, view.amount, view.tender) == (samples.QR, samples.quote().total, tender)
    assert view.valid_seconds == 180
    assert view.order_tail == NUMBER[-7:]
    assert session.scene.place is Place.PAY
    assert session.asked(WatchOrder) == WatchOrder(NUMBER, 180)


@by_state
def test_whatever_the_order_becomes_while_watched_it_is_followed(state: OrderState) -> None:
    session = Session().to_scan().done(order(state))
    steps = {
        OrderState.PAID: "post",
        OrderState.POSTING: "post",
        OrderState.POSTED: "print",
        OrderState.REFUNDING: "slip",
        OrderState.REFUNDED: "slip",
        OrderState.NEEDS_PERSON: "slip",
    }
    assert session.step == steps.get(state, "close")


@pytest.mark.parametrize("code", FaultCode, ids=lambda code: code.value)
def test_a_watch_that_fails_is_no_reason_to_believe_that_nothing_was_paid(code: FaultCode) -> None:
    session = Session().to_scan().failed(code)
    assert session.asked(CloseOrder) == CloseOrder(NUMBER)
    assert str(session.view(WaitingView).title) == "正在确认支付结果"


# --- closing --------------------------------------------------------------------------------------


def test_a_code_that_ran_out_is_closed_and_the_ways_of_paying_are_offered_again() -> None:
    session = closing(Session().to_scan()).done(order(OrderState.CLOSED))
    view = session.view(NoticeView)
    assert str(view.title) == "付款时间已过"
    assert "没有扣款" in str(view.money)
    assert "原路退回" in str(view.money)
    assert session.touch("重新付款").step == "tender"
    session.answer(TenderChosen(Tender.WECHAT)).asked(OpenOrder)
    assert session.done(order()).step == "scan"


def test_who_wants_no_new_code_goes_back_to_the_ways_of_paying() -> None:
    session = closing(Session().to_scan()).done(order(OrderState.CLOSED)).answer(GoBack())
    assert session.step == "tender"
    assert session.answer(GoBack()).step == "review"


def test_a_wish_to_leave_is_forgotten_with_the_order_it_was_about() -> None:
    session = Session().to_scan().answer(GoBack()).done(order(OrderState.CLOSED))
    session.answer(TenderChosen(Tender.WECHAT)).done(order(tender=Tender.WECHAT))
    session = closing(session).done(order(OrderState.CLOSED))
    assert session.step == "expired"


@pytest.mark.parametrize("state", MONEY_IN)
def test_a_payment_that_overtook_the_closing_is_posted(state: OrderState) -> None:
    session = closing(Session().to_scan()).done(order(state))
    assert session.asked(AwaitPosting) == AwaitPosting(NUMBER)
    assert session.done(order(OrderState.POSTED)).step == "print"


def test_a_payment_that_overtook_the_closing_may_be_posted_already() -> None:
    assert closing(Session().to_scan()).done(order(OrderState.POSTED)).step == "print"


@pytest.mark.parametrize(
    "state", [OrderState.UNKNOWN, OrderState.PAYING, OrderState.CREATED], ids=lambda s: s.value
)
@pytest.mark.parametrize("way", [None, GoBack(), GoHome(), Leave()])
def test_an_outcome_that_nobody_knows_is_called_by_its_name(
    state: OrderState, way: GoBack | GoHome | Leave | None
) -> None:
    session = Session().to_scan()
    session = closing(session) if way is None else session.answer(way)
    session.done(order(state)).done(Printed(0))
    view = session.view(NoticeView)
    assert str(view.title) == "支付结果确认中"
    assert "请勿重复缴费" in str(view.money)
    assert "没有扣款" not in str(view.money)


@pytest.mark.parametrize("code", FaultCode, ids=lambda code: code.value)
def test_an_order_that_could_not_be_closed_has_an_unknown_outcome(code: FaultCode) -> None:
    session = closing(Session().to_scan()).failed(code)
    slip = session.asked(PrintSlip)
    assert slip.number == NUMBER
    assert slip.heading == "支付结果确认中"
    assert any("请勿重复缴费" in line for line in slip.lines)


# --- posting --------------------------------------------------------------------------------------


def test_a_paid_order_is_awaited_until_it_is_posted() -> None:
    session = Session().to_post()
    assert session.asked(AwaitPosting) == AwaitPosting(NUMBER)
    assert str(session.view(WaitingView).title) == "已收到付款，正在登记缴费"
    session.done(order(OrderState.POSTED))
    assert session.asked(PrintReceipt) == PrintReceipt(NUMBER)


@pytest.mark.parametrize("state", MONEY_IN)
def test_a_posting_that_takes_long_lets_the_citizen_go(state: OrderState) -> None:
    session = Session().to_post().done(order(state)).done(Printed(0))
    view = session.view(NoticeView)
    assert str(view.title) == "已收到付款，正在入账"
    assert "已付 3,120.00 元" in str(view.money)
    assert "请勿重复缴费" in str(view.money)


@pytest.mark.parametrize("code", FaultCode, ids=lambda code: code.value)
def test_a_posting_that_cannot_be_followed_is_still_a_payment(code: FaultCode) -> None:
    session = Session().to_post().failed(code)
    assert session.asked(PrintSlip).heading == "已收到付款，正在入账"


@pytest.mark.parametrize("state", [OrderState.REFUNDING, OrderState.REFUNDED])
def test_a_posting_that_was_refused_is_refunded_and_the_citizen_told(state: OrderState) -> None:
    session = Session().to_post().done(order(state)).done(Printed(0))
    view = session.view(NoticeView)
    assert str(view.title) == "缴费没有成功，钱会退回"
    assert "3,120.00 元会自动原路退回" in str(view.money)


def test_a_payment_that_only_a_person_can_finish_is_sent_to_the_window() -> None:
    session = Session().to_post().done(order(OrderState.NEEDS_PERSON)).done(Printed(0))
    view = session.view(NoticeView)
    assert view.tone is Tone.DANGER
    assert str(view.title) == "这笔缴费需要人工处理"
    assert "钱没有丢" in str(view.money)
    assert "人工窗口" in str(view.advice)


# --- the outcome ----------------------------------------------------------------------------------


def outcome(state: OrderState, *, slip_printed: bool = True) -> Session:
    session = Session().to_post().done(order(state))
    return session.done(Printed(0)) if slip_printed else session.failed(FaultCode.PAPER_OUT)


@pytest.mark.parametrize("state", sorted(set(OrderState) - {OrderState.POSTED}, key=str))
def test_every_outcome_says_the_same_on_screen_and_paper(state: OrderState) -> None:
    session = Session().to_post().done(order(state))
    slip = session.asked(PrintSlip)
    view = session.done(Printed(0)).view(NoticeView)
    assert (slip.heading, slip.lines[:2]) == (str(view.title), (str(view.what), str(view.money)))
    assert str(view.advice).startswith(slip.lines[2])
    assert (slip.heading, slip.lines) == slip_words(order(state))
    assert view.reference == NUMBER


@pytest.mark.parametrize("state", sorted(NOT_TO_BE_PAID_TWICE, key=str))
def test_whoever_may_have_paid_is_asked_not_to_pay_again(state: OrderState) -> None:
    assert "请勿重复缴费" in str(outcome(state).view(NoticeView).money)


def test_the_outcome_speaks_of_the_slip_only_if_there_is_one() -> None:
    with_slip = str(outcome(OrderState.UNKNOWN).view(NoticeView).advice)
    without = str(outcome(OrderState.UNKNOWN, slip_printed=False).view(NoticeView).advice)
    assert "请取走说明单" in with_slip
    assert "请取走说明单" not in without
    assert "用手机拍下这一页" in without


def test_the_outcome_has_no_way_back_into_the_payment() -> None:
    session = outcome(OrderState.UNKNOWN)
    assert session.scene.ways.back is None
    assert session.answer(GoBack()).step == "outcome"


def test_the_outcome_is_put_away_by_leaving() -> None:
    session = outcome(OrderState.UNKNOWN)
    assert [str(button.label) for button in session.view(NoticeView).actions] == ["知道了，退出"]
    session.answer(Finished())
    assert session.terminal.phase == Attract()
    assert Wipe() in session.effects


def test_the_outcome_does_not_stay_when_nobody_is_there() -> None:
    session = outcome(OrderState.UNKNOWN).elapse().elapse()
    assert session.terminal.phase == Attract()


@by_state
def test_success_is_shown_only_of_an_order_that_was_posted(state: OrderState) -> None:
    session = Session().to_post().done(order(state))
    effects: list[Effect] = session.history
    titles = {str(getattr(e.scene.view, "title", "")) for e in effects if isinstance(e, Show)}
    assert ("缴费成功" in titles) is (state is OrderState.POSTED)


def test_what_is_known_of_an_order_is_what_was_heard_last() -> None:
    refunded = replace(order(OrderState.REFUNDED), channel_trade_number="T-1")
    session = Session().to_post().done(refunded)
    assert session.asked(PrintSlip).heading == "缴费没有成功，钱会退回"
