"""刷卡支付, from the tile to the receipt, and everything that can come between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ABSENT, Condition, DeviceKind, DeviceStatus
from kiosk.flows.card_payment import NOTHING_CHARGED
from kiosk.flows.requests.card import (
    CardInserted,
    CardReturned,
    CardSeen,
    ChargeCard,
    EnterPin,
    InsertCard,
    PinEntered,
    PinProgress,
    ReturnCard,
)
from kiosk.flows.requests.payment import AwaitPosting, CloseOrder, OpenOrder
from kiosk.flows.requests.receipt import Printed, PrintReceipt, PrintSlip
from kiosk.session.answers import (
    GoBack,
    TenderChosen,
)
from kiosk.session.effects import Show
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.health import AcquirerStatus, Health
from kiosk.session.scenes import NO_WAYS
from kiosk.session.views import (
    CardView,
    NoticeView,
    PinView,
    Place,
    Presented,
    SuccessView,
    TenderView,
    Tile,
    WaitingView,
)
from tests.support import samples
from tests.support.samples import BANK_CARD, NUMBER, WELL
from tests.support.visit import Session

BROKEN = Condition(DeviceStatus.HARDWARE_ERROR)
TAKEN = CardReturned()
KNOWN = {
    OrderState.PAID: "post",
    OrderState.POSTING: "post",
    OrderState.POSTED: "print",
    OrderState.REFUNDING: "slip",
    OrderState.REFUNDED: "slip",
    OrderState.NEEDS_PERSON: "slip",
    OrderState.CLOSED: "declined",
}
OF_CARDS = sorted(NOTHING_CHARGED | {FaultCode.NO_CARD_INSERTED}, key=str)
every_fault = pytest.mark.parametrize("code", FaultCode, ids=lambda code: code.value)
of_cards = pytest.mark.parametrize("code", OF_CARDS, ids=lambda code: code.value)


def order(state: OrderState) -> object:
    return samples.order(state, tender=Tender.BANK_CARD, qr_payload=None)


def closed(session: Session) -> Session:
    """The card is taken, and the service has closed the order."""
    session.done(TAKEN)
    assert session.asked(CloseOrder) == CloseOrder(NUMBER)
    assert str(session.view(WaitingView).hint) == "请稍候，没有扣款。"
    return session.done(order(OrderState.CLOSED))


def wrong(session: Session, times: int) -> Session:
    """The PIN is refused, so many times."""
    for _ in range(times):
        session.failed(FaultCode.BANK_PIN_WRONG)
        if session.step == "pin":
            session.done(PinEntered())
    return session


def tile(session: Session) -> Tile:
    """刷卡支付 among the ways of paying."""
    tiles = session.view(TenderView).tiles
    return next(one for one in tiles if one.answer == TenderChosen(Tender.BANK_CARD))


# --- whether a card is taken at all ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("health", "why"),
    [
        (replace(WELL, acquirer=AcquirerStatus.ABSENT), "本机没有刷卡设备"),
        (WELL.with_device(DeviceKind.BANK_CARD_READER, ABSENT), "本机没有刷卡设备"),
        (WELL.with_device(DeviceKind.PIN_PAD, ABSENT), "本机没有刷卡设备"),
        (replace(WELL, acquirer=AcquirerStatus.STARTING), "刷卡暂时不能用"),
        (replace(WELL, acquirer=AcquirerStatus.UNREACHABLE), "刷卡暂时不能用"),
        (replace(WELL, acquirer=AcquirerStatus.REFUSING), "刷卡暂时不能用"),
        (replace(WELL, acquirer=AcquirerStatus.REVERSING), "刷卡暂时不能用"),
        (WELL.with_device(DeviceKind.BANK_CARD_READER, BROKEN), "刷卡暂时不能用"),
        (WELL.with_device(DeviceKind.PIN_PAD, BROKEN), "刷卡暂时不能用"),
        (replace(WELL, tenders=WELL.tenders - {Tender.BANK_CARD}), "刷卡暂时不能用"),
    ],
)
def test_a_card_is_not_taken_where_it_could_not_be_charged(health: Health, why: str) -> None:
    session = Session().to_tender().health(health)
    assert str(tile(session).unavailable) == why
    assert session.answer(TenderChosen(Tender.BANK_CARD)).step == "tender"
    assert session.complaint == why
    assert session.health(WELL).answer(TenderChosen(Tender.BANK_CARD)).step == "open"


# --- all goes well --------------------------------------------------------------------------------


def test_an_order_is_opened_before_a_card_is_let_in() -> None:
    session = Session().to_tender().answer(TenderChosen(Tender.BANK_CARD))
    assert session.asked(OpenOrder) == OpenOrder(samples.CITIZEN, samples.quote(), Tender.BANK_CARD)
    assert str(session.view(WaitingView).title) == "正在查询缴费信息"
    session.done(order(OrderState.PAYING))
    assert session.asked(InsertCard) == InsertCard(NUMBER, 60)


def test_the_screen_shows_where_the_card_goes_what_it_costs_and_that_nothing_is_charged_yet() -> (
    None
):
    session = Session().to_insert()
    view = session.view(CardView)
    assert view.presented is Presented.BANK_CARD
    assert str(view.title) == "请插入银行卡"
    assert (str(view.assurances[0].label), str(view.assurances[0].value)) == (
        "应付 3,120.00 元",
        "输完密码才会扣款",
    )
    ways = session.scene.ways
    assert (str(ways.back), str(ways.home), str(ways.leave)) == (
        "换个方式付",
        "返回首页",
        "取消缴费",
    )
    assert session.scene.countdown == 60
    assert session.scene.place is Place.PAY


def test_a_card_that_is_in_must_not_be_pulled_out() -> None:
    session = Session().to_insert()
    number = session.scene.number
    session.told(CardSeen())
    assert str(session.view(CardView).title) == "正在读卡"
    assert "先不要把卡拔出来" in str(session.view(CardView).hint)
    assert session.scene.number == number
    session.told("what is this").told(PinProgress(3))
    assert session.effects == ()


def test_the_pin_is_asked_for_at_the_pad_and_only_counted_here() -> None:
    view = Session().to_pin().view(PinView)
    assert str(view.title) == "请在下方密码键盘输入银行卡密码"
    assert "屏幕看不到您的密码" in str(view.hint)
    assert [(str(row.label), str(row.value)) for row in view.rows] == [
        ("银行卡", "储蓄卡 尾号 0018")
    ]
    assert (view.amount, view.entered, view.most) == (samples.quote().total, 0, 6)
    assert str(view.caution) == ""
    assert Session().to_pin().scene.countdown == 60


def test_nobody_is_asked_for_a_pin_before_the_pad_takes_it() -> None:
    session = Session().to_insert().done(CardInserted(BANK_CARD))
    assert session.asked(EnterPin) == EnterPin(NUMBER, 60)
    assert str(session.view(PinView).title) == "正在准备密码键盘"
    assert str(session.told(PinProgress(0)).view(PinView).title) != "正在准备密码键盘"
    session.done(PinEntered()).failed(FaultCode.BANK_PIN_WRONG)
    assert str(session.view(PinView).title) == "正在准备密码键盘"


@pytest.mark.parametrize(("figures", "shown"), [(1, 1), (4, 4), (6, 6), (12, 6), (0, 0)])
def test_every_key_fills_or_empties_a_box_of_the_same_scene(figures: int, shown: int) -> None:
    session = Session().to_pin().told(PinProgress(3))
    number = session.scene.number
    session.told(PinProgress(figures))
    assert session.view(PinView).entered == shown
    assert session.scene.number == number
    assert session.effects == (Show(session.fresh),), "and no timer starts"


def test_of_the_ways_out_the_pad_leaves_only_one() -> None:
    ways = Session().to_pin().scene.ways
    assert (ways.back, ways.home, str(ways.leave)) == (None, None, "取消缴费")


def test_the_bank_is_asked_with_no_way_out() -> None:
    session = Session().to_charge()
    assert session.asked(ChargeCard) == ChargeCard(NUMBER)
    assert "先不要拔卡" in str(session.view(WaitingView).hint)
    assert session.scene.ways == NO_WAYS


def test_a_card_without_a_pin_is_charged_at_once() -> None:
    session = Session().to_insert().done(CardInserted(BANK_CARD, needs_pin=False))
    assert session.asked(ChargeCard) == ChargeCard(NUMBER)


def test_the_card_comes_back_before_the_payment_is_posted() -> None:
    session = Session().to_return()
    assert session.asked(ReturnCard) == ReturnCard(30)
    view = session.view(CardView)
    assert view.presented is Presented.TAKE_CARD
    assert str(view.title) == "请取走银行卡"
    assert str(view.assurances[0].label) == "付款成功"
    assert session.scene.ways == NO_WAYS
    assert session.scene.countdown == 30
    session.done(TAKEN)
    assert session.asked(AwaitPosting) == AwaitPosting(NUMBER)
    session.done(order(OrderState.POSTED))
    assert session.asked(PrintReceipt) == PrintReceipt(NUMBER)
    session.done(Printed(0)).view(SuccessView)


@pytest.mark.parametrize("state", KNOWN, ids=lambda state: state.value)
def test_whatever_the_bank_and_the_service_have_said_the_card_comes_first(
    state: OrderState,
) -> None:
    session = Session().to_return(state)
    session.asked(ReturnCard)
    assert session.done(TAKEN).step == KNOWN[state]


# --- nothing was charged --------------------------------------------------------------------------


@of_cards
def test_a_card_that_cannot_be_read_comes_back_and_the_order_is_closed(code: FaultCode) -> None:
    session = Session().to_insert().failed(code)
    session.asked(ReturnCard)
    view = closed(session).view(NoticeView)
    text = FAULT_TEXTS[code]
    assert (view.title, view.what, view.money, view.advice) == (
        text.title,
        text.what,
        text.money,
        text.advice,
    )
    assert [str(button.label) for button in view.actions] == [str(text.again or "返回首页")]


@every_fault
@pytest.mark.parametrize("at", ["insert", "pin"])
def test_before_the_bank_is_asked_no_fault_casts_doubt(at: str, code: FaultCode) -> None:
    session = (Session().to_insert() if at == "insert" else Session().to_pin()).failed(code, "E-7")
    session.asked(ReturnCard)
    view = closed(session).view(NoticeView)
    assert session.step == "declined"
    assert view.reference == "E-7"
    assert "没有扣款" in str(view.money)


@pytest.mark.parametrize(
    "code", sorted(NOTHING_CHARGED - {FaultCode.BANK_PIN_WRONG}, key=str), ids=lambda c: c.value
)
def test_a_refusal_of_the_bank_is_told_once_the_card_is_back(code: FaultCode) -> None:
    session = Session().to_charge().failed(code)
    assert session.asked(ReturnCard) == ReturnCard(30, keep=code is FaultCode.BANK_KEEP_CARD)
    if code is FaultCode.BANK_KEEP_CARD:
        assert "收回" in str(session.view(WaitingView).title)
    else:
        told = session.view(CardView).assurances[0]
        assert (told.label, told.value) == (FAULT_TEXTS[code].title, FAULT_TEXTS[code].money)
    assert closed(session).view(NoticeView).title == FAULT_TEXTS[code].title


@pytest.mark.parametrize(
    "code",
    [FaultCode.BANK_CARD_MUTE, FaultCode.NO_CARD_INSERTED, FaultCode.PIN_TIMEOUT],
    ids=lambda c: c.value,
)
def test_the_card_is_tried_once_more_with_an_order_of_its_own(code: FaultCode) -> None:
    session = closed(Session().to_pin().failed(code)).touch("重新插卡")
    assert session.asked(OpenOrder).tender is Tender.BANK_CARD
    assert session.done(order(OrderState.PAYING)).step == "insert"
    assert session.view(CardView).title == Session().to_insert().view(CardView).title


@pytest.mark.parametrize(
    "code",
    [FaultCode.BANK_FUNDS, FaultCode.BANK_KEEP_CARD, FaultCode.PIN_CANCELLED],
    ids=lambda c: c.value,
)
def test_where_the_card_is_no_use_another_way_of_paying_is(code: FaultCode) -> None:
    session = closed(Session().to_charge().failed(code)).touch("换个方式付")
    assert session.step == "tender"
    assert session.answer(TenderChosen(Tender.ALIPAY)).done(samples.order()).step == "scan"


def test_who_does_not_want_the_card_again_goes_back_to_the_ways_of_paying() -> None:
    session = closed(Session().to_insert().failed(FaultCode.BANK_CARD_MUTE)).answer(GoBack())
    assert session.step == "tender"
    assert session.answer(GoBack()).step == "review"


def test_a_card_that_may_be_in_is_asked_to_be_taken_and_a_card_that_is_not_is_not() -> None:
    view = Session().to_insert().failed(FaultCode.NO_CARD_INSERTED).view(WaitingView)
    assert "如果卡已经插进去了" in str(view.hint)
    mute = Session().to_insert().failed(FaultCode.BANK_CARD_MUTE).view(CardView)
    assert mute.presented is Presented.TAKE_CARD
    seen = Session().to_insert().told(CardSeen()).failed(FaultCode.NETWORK_LOST).view(CardView)
    assert seen.presented is Presented.TAKE_CARD


# --- the PIN was wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 2])
def test_a_wrong_pin_is_corrected_with_the_card_still_in(times: int) -> None:
    session = wrong(Session().to_charge(), times - 1).failed(FaultCode.BANK_PIN_WRONG)
    assert session.asked(EnterPin) == EnterPin(NUMBER, 60)
    view = session.told(PinProgress(0)).view(PinView)
    assert str(view.title) == "密码不对，请再输一次"
    assert view.entered == 0
    assert f"已经输错 {times} 次" in str(view.caution)
    assert "银行会锁卡" in str(view.caution)
    session.done(PinEntered())
    assert session.asked(ChargeCard) == ChargeCard(NUMBER)
    assert session.done(order(OrderState.PAID)).done(TAKEN).step == "post"


def test_after_three_wrong_pins_the_card_comes_back() -> None:
    session = wrong(Session().to_charge(), 3)
    session.asked(ReturnCard)
    assert closed(session).title == "银行卡密码不对"


def test_a_bank_may_ask_for_a_pin_after_all() -> None:
    session = Session().to_insert().done(CardInserted(BANK_CARD, needs_pin=False))
    assert session.failed(FaultCode.BANK_PIN_WRONG).step == "pin"


# --- nobody can say -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    sorted(set(FaultCode) - NOTHING_CHARGED, key=str),
    ids=lambda code: code.value,
)
def test_a_fault_that_says_nothing_of_the_charge_leaves_its_outcome_open(code: FaultCode) -> None:
    session = Session().to_charge().failed(code)
    session.asked(ReturnCard)
    assert str(session.view(CardView).assurances[0].label) == "支付结果确认中"
    session.done(TAKEN)
    assert session.asked(PrintSlip).heading == "支付结果确认中"
    view = session.done(Printed(0)).view(NoticeView)
    assert str(view.title) == "支付结果确认中"
    assert "请勿重复缴费" in str(view.money)


@pytest.mark.parametrize(
    "state",
    [OrderState.UNKNOWN, OrderState.PAYING, OrderState.CREATED],
    ids=lambda state: state.value,
)
def test_an_outcome_nobody_knows_is_called_by_its_name_once_the_card_is_back(
    state: OrderState,
) -> None:
    session = Session().to_return(state)
    assert str(session.view(CardView).assurances[0].label) == "支付结果确认中"
    assert session.done(TAKEN).asked(PrintSlip).heading == "支付结果确认中"


def test_a_reply_that_is_none_is_no_reason_to_say_that_nothing_was_charged() -> None:
    session = Session().to_charge().done("approved, probably").done(TAKEN)
    assert session.asked(PrintSlip).heading == "支付结果确认中"
