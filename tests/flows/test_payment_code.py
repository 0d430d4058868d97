"""付款码: the terminal scans the wallet, and the code is charged at once."""

from __future__ import annotations

import pytest

from kiosk.domain.order import OrderState
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ABSENT, Condition, DeviceKind, DeviceStatus
from kiosk.flows.requests.contributions import AskQuote
from kiosk.flows.requests.payment import (
    ChargeCode,
    CloseOrder,
    OpenOrder,
    ReadPaymentCode,
    WatchOrder,
)
from kiosk.flows.requests.receipt import Printed
from kiosk.session.answers import Again, GoBack, GoHome, Leave, TenderChosen
from kiosk.session.effects import Abort, Note, Perform, Show
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.notices import fault_notice
from kiosk.session.position import Frame
from kiosk.session.scenes import NO_WAYS, at_stake
from kiosk.session.terminal import Attract
from kiosk.session.views import CardView, NoticeView, Presented, WaitingView
from tests.support import samples
from tests.support.promises import words
from tests.support.samples import CODE, NUMBER, WELL, order
from tests.support.visit import Session

STALE = (FaultCode.QUOTE_EXPIRED, FaultCode.AMOUNT_CHANGED)


def to_present() -> Session:
    return Session().to_tender().touch("出示付款码")


def to_charge() -> Session:
    return to_present().done(CODE)


def charged(state: OrderState) -> Session:
    return to_charge().done(order(state, tender=CODE.tender, qr_payload=None))


def to_password() -> Session:
    return charged(OrderState.PAYING)


@pytest.mark.parametrize(
    "condition", [ABSENT, Condition(DeviceStatus.OFFLINE), Condition(DeviceStatus.HARDWARE_ERROR)]
)
def test_a_code_is_asked_for_only_where_a_scanner_works(condition: Condition) -> None:
    session = Session().to_tender()
    assert session.choices[-1] == "出示付款码"
    session.health(WELL.with_device(DeviceKind.CODE_SCANNER, condition))
    assert "出示付款码" not in session.choices


def test_the_code_is_awaited_without_a_button() -> None:
    session = to_present()
    session.asked(ReadPaymentCode)
    view = session.view(CardView)
    assert (str(view.title), view.presented) == ("请出示付款码", Presented.PAYMENT_CODE)
    assert at_stake(session.visit) is None


def test_whoever_has_no_code_goes_back_and_the_scanner_is_let_go() -> None:
    session = to_present()
    ticket = session.ticket
    session.answer(GoBack())
    assert Abort(ticket) in session.effects
    assert session.step == "tender"


@pytest.mark.parametrize("code", [FaultCode.CODE_NOT_PAYMENT, FaultCode.SCANNER_LOST])
def test_what_is_no_payment_code_is_scanned_again_or_left(code: FaultCode) -> None:
    session = to_present().failed(code)
    assert session.view(NoticeView).title == FAULT_TEXTS[code].title
    assert str(session.view(NoticeView).money) == "没有扣款。"
    session.answer(Again()).asked(ReadPaymentCode)
    assert session.failed(code).answer(GoBack()).step == "tender"


@pytest.mark.parametrize("tender", [Tender.ALIPAY, Tender.WECHAT, Tender.UNIONPAY_QR])
def test_the_code_is_charged_for_exactly_what_was_reviewed(tender: Tender) -> None:
    code = PaymentCode("28" + "1" * 16, tender)
    session = to_present().done(code)
    assert session.asked(ChargeCode) == ChargeCode(samples.CITIZEN, samples.quote(), code)
    assert str(session.view(WaitingView).title) == "正在付款"


def test_while_it_is_charged_there_is_no_way_out_and_no_timer() -> None:
    session = to_charge()
    assert session.scene.ways == NO_WAYS
    assert session.timer is None
    before = session.terminal
    session.elapse()
    assert session.terminal == before
    session.answer(Leave())
    assert session.terminal == before


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (OrderState.CREATED, "slip"),
        (OrderState.PAYING, "scan"),
        (OrderState.UNKNOWN, "slip"),
        (OrderState.PAID, "post"),
        (OrderState.POSTING, "post"),
        (OrderState.POSTED, "print"),
        (OrderState.CLOSED, "not_charged"),
        (OrderState.REFUNDING, "slip"),
        (OrderState.REFUNDED, "slip"),
        (OrderState.NEEDS_PERSON, "slip"),
    ],
    ids=lambda value: getattr(value, "value", value),
)
def test_whatever_becomes_of_the_charge_is_followed(state: OrderState, step: str) -> None:
    assert charged(state).step == step


def test_a_charge_that_is_paid_is_posted_and_gets_its_receipt() -> None:
    session = charged(OrderState.PAID).done(order(OrderState.POSTED)).done(Printed(0))
    assert session.title == "缴费成功"


@pytest.mark.parametrize("state", [OrderState.CREATED, OrderState.UNKNOWN])
def test_a_charge_of_which_nobody_knows_is_called_by_its_name(state: OrderState) -> None:
    session = charged(state).done(Printed(0))
    assert session.title == "支付结果确认中"
    assert "请勿重复缴费" in str(session.view(NoticeView).money)
    assert session.scene.ways.back is None


# --- the payer types a password -------------------------------------------------------------------


def test_where_a_password_is_asked_for_the_screen_says_so_and_waits() -> None:
    session = to_password()
    assert str(session.view(WaitingView).title) == "请在手机上输入支付密码"
    assert session.asked(WatchOrder).number == NUMBER
    assert session.scene.countdown == 180
    assert str(session.scene.ways.back) == "换个方式付"


@pytest.mark.parametrize("way", [GoBack(), GoHome(), Leave()])
def test_whoever_types_no_password_lets_the_order_be_closed_first(
    way: GoBack | GoHome | Leave,
) -> None:
    session = to_password().answer(way)
    assert session.asked(CloseOrder) == CloseOrder(NUMBER)
    session.done(order(OrderState.CLOSED))
    if isinstance(way, GoBack):
        assert session.step == "tender"
    elif isinstance(way, GoHome):
        assert session.step == "home"
    else:
        assert session.terminal.phase == Attract()


def test_a_password_that_never_comes_cancels_the_payment() -> None:
    session = to_password().done(order(qr_payload=None)).done(order(OrderState.CLOSED))
    assert session.title == "付款时间已过"
    assert session.touch("重新付款").step == "tender"


def test_a_password_in_the_last_moment_pays() -> None:
    session = to_password().answer(Leave()).done(order(OrderState.PAID))
    assert session.step == "post"


# --- nothing was charged --------------------------------------------------------------------------


def test_an_order_that_was_closed_cost_nothing_and_the_code_is_scanned_anew() -> None:
    session = charged(OrderState.CLOSED)
    view = session.view(NoticeView)
    assert view.title == FAULT_TEXTS[FaultCode.CODE_REFUSED].title
    assert str(view.money) == "没有扣款。"
    assert session.choices == ["再扫一次"]
    session.touch("再扫一次").asked(ReadPaymentCode)
    session.done(CODE).asked(ChargeCode)


@pytest.mark.parametrize(
    "code", [code for code in FaultCode if code not in STALE], ids=lambda code: code.value
)
def test_a_charge_that_was_refused_says_why_and_another_way_of_paying_is_one_step_back(
    code: FaultCode,
) -> None:
    session = to_charge().failed(code, "E-9")
    view = session.view(NoticeView)
    expected = fault_notice(Fault(code, "E-9"))
    assert (view.title, view.what, view.money) == (expected.title, expected.what, expected.money)
    assert view.reference == "E-9"
    helps = FAULT_TEXTS[code].again is not None
    assert session.choices == ["再扫一次" if helps else "返回首页"]
    assert session.answer(GoBack()).step == "tender"


def test_where_scanning_again_cannot_help_it_is_neither_offered_nor_taken() -> None:
    session = to_charge().failed(FaultCode.ORDER_OPEN)
    shown, before = session.scene, session.terminal
    session.answer(Again())
    assert (session.terminal, session.effects) == (before, (Show(shown),))
    assert session.touch("返回首页").step == "home"


@pytest.mark.parametrize("code", STALE)
def test_an_amount_that_no_longer_holds_is_reviewed_anew(code: FaultCode) -> None:
    session = to_charge().failed(code).touch("重新核对")
    session.asked(AskQuote)
    assert session.done(samples.quote(number="Q-2")).step == "review"


def test_a_code_is_charged_once_and_forgotten() -> None:
    for session in (charged(OrderState.CLOSED), to_password(), to_charge().failed(STALE[0])):
        position = session.visit.position
        assert isinstance(position, Frame)
        assert not any(CODE.digits in word for word in words(position.case))


def test_after_a_refused_code_one_may_scan_with_the_phone_instead() -> None:
    session = charged(OrderState.CLOSED).answer(GoBack()).answer(TenderChosen(Tender.ALIPAY))
    assert session.asked(OpenOrder).tender is Tender.ALIPAY
    session.done(order()).done(order()).done(order(OrderState.CLOSED))
    assert session.title == "付款时间已过"


def test_nothing_of_the_code_is_shown_or_noted() -> None:
    session = charged(OrderState.PAID)
    for effect in session.history:
        if isinstance(effect, Show | Note):
            assert not any(CODE.digits in word for word in words(effect))
        if isinstance(effect, Perform):
            assert CODE.digits not in repr(effect)
