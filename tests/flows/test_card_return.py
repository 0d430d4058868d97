"""Whatever happens to a payment by card, its holder gets the card back or is told where it is."""

from __future__ import annotations

import re

import pytest

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from kiosk.flows.requests.card import (
    CardReturned,
    ReturnCard,
)
from kiosk.flows.requests.payment import AwaitPosting, CloseOrder
from kiosk.flows.requests.receipt import Printed, PrintReceipt, PrintSlip
from kiosk.session.answers import (
    Again,
    Confirmed,
    Finished,
    GoBack,
    GoHome,
    Leave,
    TenderChosen,
)
from kiosk.session.effects import Abort, Wipe
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.terminal import Attract
from kiosk.session.views import (
    CardView,
    NoticeView,
)
from tests.support import samples
from tests.support.samples import NUMBER
from tests.support.visit import Session

TAKEN, KEPT, FORGOTTEN = CardReturned(), CardReturned(kept=True), CardReturned(forgotten=True)
WAYS = (GoBack(), GoHome(), Leave())
every_fault = pytest.mark.parametrize("code", FaultCode, ids=lambda code: code.value)


def order(state: OrderState) -> object:
    return samples.order(state, tender=Tender.BANK_CARD, qr_payload=None)


def closed(session: Session) -> Session:
    """The card is taken, and the service has closed the order."""
    return session.done(TAKEN).done(order(OrderState.CLOSED))


# --- getting out ----------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["insert", "pin"])
@pytest.mark.parametrize("way", WAYS, ids=repr)
def test_whoever_wants_out_gets_the_card_first(at: str, way: GoBack | GoHome | Leave) -> None:
    session = Session().to_insert() if at == "insert" else Session().to_pin()
    ticket = session.ticket
    session.answer(way)
    assert session.effects[0] == Abort(ticket)
    assert session.asked(ReturnCard) == ReturnCard(30)
    session.done(TAKEN)
    assert session.asked(CloseOrder) == CloseOrder(NUMBER)
    assert Wipe() not in session.history


def test_another_way_of_paying_is_offered_once_the_order_is_closed() -> None:
    assert closed(Session().to_insert().answer(GoBack())).step == "tender"


def test_going_home_is_done_once_the_order_is_closed() -> None:
    assert closed(Session().to_insert().answer(GoHome())).step == "home"


def test_cancelling_is_done_once_the_order_is_closed() -> None:
    assert closed(Session().to_pin().answer(Leave())).terminal.phase == Attract()


def test_who_cancels_at_the_pad_is_told_that_nothing_was_charged() -> None:
    told = Session().to_pin().answer(Leave()).view(CardView).assurances[0]
    assert (str(told.label), str(told.value)) == ("这笔付款取消了", "没有扣款。")


@pytest.mark.parametrize("step", ["insert", "pin", "charge", "return"])
def test_no_timer_takes_anybody_away_from_the_card(step: str) -> None:
    session = {
        "insert": Session.to_insert,
        "pin": Session.to_pin,
        "charge": Session.to_charge,
        "return": Session.to_return,
    }[step](Session())
    before = session.terminal
    assert session.timer is None
    session.elapse()
    assert (session.terminal, session.effects) == (before, ())


# --- the order cannot be closed -------------------------------------------------------------------


@pytest.mark.parametrize(
    "last", [None, OrderState.PAYING, OrderState.CREATED], ids=lambda one: getattr(one, "value", "")
)
def test_an_order_no_card_was_charged_for_is_unpaid_though_nobody_could_close_it(
    last: OrderState | None,
) -> None:
    session = Session().to_charge().failed(FaultCode.BANK_FUNDS).done(TAKEN)
    session = session.failed(FaultCode.NETWORK_LOST) if last is None else session.done(order(last))
    assert session.title == "卡里的余额不够"


def test_who_wanted_home_gets_there_though_the_order_could_not_be_closed() -> None:
    session = Session().to_insert().answer(GoHome()).done(TAKEN).failed(FaultCode.SERVICE_SLOW)
    assert session.step == "home"


def test_a_terminal_that_is_not_sure_of_an_earlier_charge_says_so() -> None:
    session = Session().to_insert().answer(Leave()).done(TAKEN).done(order(OrderState.UNKNOWN))
    assert session.asked(PrintSlip).heading == "支付结果确认中"


@pytest.mark.parametrize(
    ("state", "step"), [(OrderState.PAID, "post"), (OrderState.POSTED, "print")]
)
def test_an_order_that_turns_out_to_be_paid_is_followed(state: OrderState, step: str) -> None:
    session = Session().to_insert().answer(Leave()).done(TAKEN).done(order(state))
    assert session.step == step


@pytest.mark.parametrize("state", [OrderState.CREATED, OrderState.UNKNOWN], ids=lambda s: s.value)
def test_no_card_is_let_in_for_an_order_that_cannot_be_paid(state: OrderState) -> None:
    session = Session().to_tender().answer(TenderChosen(Tender.BANK_CARD)).done(order(state))
    assert session.asked(CloseOrder) == CloseOrder(NUMBER)
    view = session.done(order(OrderState.CLOSED)).view(NoticeView)
    assert str(view.title) == "税务系统没有受理"
    assert [button.answer for button in view.actions] == [GoHome()]


# --- the card is not taken ------------------------------------------------------------------------


@pytest.mark.parametrize("returned", [KEPT, FORGOTTEN], ids=["kept", "forgotten"])
def test_a_card_that_is_not_with_its_holder_is_told_after_the_payment_is_safe(
    returned: CardReturned,
) -> None:
    session = Session().to_return().done(returned)
    session.asked(AwaitPosting)
    view = session.done(order(OrderState.POSTED)).view(NoticeView)
    assert str(view.title).startswith("缴费已成功，")
    assert str(view.money) == "已缴 3,120.00 元，缴费有效，不需要再缴。"
    assert "工作人员" in str(view.advice)
    assert view.reference == NUMBER
    assert session.scene.ways.back is None
    session.answer(Confirmed())
    assert session.asked(PrintReceipt) == PrintReceipt(NUMBER)
    assert session.done(Printed(0)).title == "缴费成功"


def test_so_it_is_when_the_payment_is_posted_already() -> None:
    session = Session().to_return(OrderState.POSTED).done(KEPT)
    assert session.title == "缴费已成功，银行卡被机器收回了"


@pytest.mark.parametrize(("returned", "words"), [(KEPT, "被机器收回了"), (FORGOTTEN, "还在读卡口")])
@pytest.mark.parametrize(
    "state", [OrderState.UNKNOWN, OrderState.REFUNDING, OrderState.NEEDS_PERSON]
)
def test_an_outcome_that_is_not_simple_says_where_the_card_is_on_screen_and_paper(
    state: OrderState, returned: CardReturned, words: str
) -> None:
    session = Session().to_return(state).done(returned)
    slip = session.asked(PrintSlip)
    assert any(words in line for line in slip.lines)
    view = session.done(Printed(0)).view(NoticeView)
    assert words in str(view.advice)
    assert str(view.title) == slip.heading
    assert not re.search("银行卡", str(view.title))


@pytest.mark.parametrize(
    ("returned", "title"), [(KEPT, "银行卡被机器收回了"), (FORGOTTEN, "您的银行卡还在读卡口")]
)
@pytest.mark.parametrize("way", [None, *WAYS], ids=repr)
def test_nobody_leaves_without_being_told_where_the_card_is(
    way: GoBack | GoHome | Leave | None, returned: CardReturned, title: str
) -> None:
    session = Session().to_pin()
    session = session.failed(FaultCode.PIN_TIMEOUT) if way is None else session.answer(way)
    session.done(returned).done(order(OrderState.CLOSED))
    view = session.view(NoticeView)
    assert str(view.title) == title
    assert str(view.money) == "没有扣款。"
    assert ("没有等到密码" in str(view.what)) is (way is None)
    assert [button.answer for button in view.actions] == [Again(), Finished()]


def test_whose_card_is_gone_may_pay_in_another_way_or_leave() -> None:
    session = Session().to_pin().answer(Leave()).done(KEPT).done(order(OrderState.CLOSED))
    other = session.answer(Again())
    assert other.step == "tender"
    assert other.answer(GoBack()).step == "review"
    session = Session().to_pin().answer(GoHome()).done(KEPT).done(order(OrderState.CLOSED))
    assert session.answer(Finished()).terminal.phase == Attract()


def test_a_card_that_the_bank_wanted_is_told_in_the_words_of_the_bank() -> None:
    session = Session().to_charge().failed(FaultCode.BANK_KEEP_CARD, "E-9")
    view = session.done(KEPT).done(order(OrderState.CLOSED)).view(NoticeView)
    assert str(view.title) == "银行卡被机器收回了"
    assert view.what == FAULT_TEXTS[FaultCode.BANK_KEEP_CARD].what
    assert view.reference == "E-9"


@every_fault
def test_a_return_that_fails_is_a_card_to_look_for(code: FaultCode) -> None:
    session = Session().to_return(OrderState.POSTED).failed(code)
    assert session.title == "缴费已成功，您的银行卡还在读卡口"


def test_another_payment_is_not_told_of_the_card_of_the_last() -> None:
    session = Session().to_pin().answer(Leave()).done(KEPT).done(order(OrderState.CLOSED))
    session.answer(Again()).answer(TenderChosen(Tender.ALIPAY)).done(samples.order())
    assert session.done(samples.order(OrderState.POSTED)).step == "print"
