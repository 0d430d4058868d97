from __future__ import annotations

import pytest

from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from kiosk.flows.requests.contributions import FindEnrolments
from kiosk.flows.requests.receipt import (
    FindReceiptAddress,
    Printed,
    PrintReceipt,
    ReceiptAddress,
)
from kiosk.session.answers import (
    Again,
    Another,
    Choice,
    Chosen,
    Confirmed,
    Finished,
    GoBack,
    GoHome,
    TenderChosen,
)
from kiosk.session.effects import Moment, Note, Show, Wipe
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.terminal import Attract
from kiosk.session.views import LinkView, NoticeView, Place, ReceiptAt, SuccessView, Tone
from tests.support import samples
from tests.support.samples import NUMBER, WELL
from tests.support.visit import Session

PRINTER_FAULTS = (
    FaultCode.PAPER_OUT,
    FaultCode.COVER_OPEN,
    FaultCode.PRINTER_FAULT,
    FaultCode.PRINTER_LOST,
)
TO_PHONE = Chosen(Choice.TO_PHONE)
ANYHOW = [Again(), TO_PHONE, Confirmed()]
by_code = pytest.mark.parametrize("code", FaultCode, ids=lambda code: code.value)


def test_success_is_shown_while_the_receipt_prints_by_itself() -> None:
    session = Session().to_print()
    assert session.asked(PrintReceipt) == PrintReceipt(NUMBER)
    view = session.view(SuccessView)
    assert str(view.title) == "缴费成功"
    assert view.amount == samples.quote().total
    assert str(view.summary) == "灵活就业人员基本养老保险 · 2026年01月 – 03月"
    assert view.printing
    assert view.others == ()
    assert session.scene.place is Place.RECEIPT


def test_nothing_can_be_pressed_into_the_printing() -> None:
    session = Session().to_print()
    shown, before = session.scene, session.terminal
    for answer in (Finished(), Another(), GoBack(), GoHome()):
        session.answer(answer)
        assert (session.terminal, session.effects) == (before, (Show(shown),))


def test_a_printed_receipt_is_to_be_taken() -> None:
    view = Session().to_done().view(SuccessView)
    assert (view.receipt, str(view.paper_title)) == (ReceiptAt.MOUTH, "请取走缴费小票")
    assert str(view.paper_lines[1]) == "要完税证明，缴费人本人可在首页选“社保费凭证打印”"
    assert not view.printing
    assert [button.answer for button in view.others] == [Another()]


def test_who_is_finished_leaves_nothing_behind() -> None:
    session = Session().to_done().answer(Finished())
    assert session.terminal.phase == Attract()
    assert Wipe() in session.effects
    assert session.notes == [
        Note(Moment.VISIT_ENDED, "visit/pay_own/pay/flexible_pension/settle/receipt/done", "leave")
    ]


def test_who_pays_once_more_is_asked_nothing_that_is_known() -> None:
    session = Session().to_done().answer(Another())
    assert session.asked(FindEnrolments) == FindEnrolments(samples.CITIZEN, CitizenGroup.FLEXIBLE)
    session.done(samples.ENROLMENTS[5])
    assert session.step == "service"


@by_code
def test_a_receipt_that_failed_never_takes_back_the_success(code: FaultCode) -> None:
    session = Session().to_print().failed(code, "E-3")
    view = session.view(NoticeView)
    assert view.tone is Tone.WARN
    assert str(view.title) == "缴费已成功，小票没有打好"
    assert str(view.money) == "已缴 3,120.00 元，缴费有效，不需要再缴。"
    assert view.reference == "E-3"
    offered = [button.answer for button in view.actions]
    assert offered == ([TO_PHONE, Again(), Confirmed()] if code in PRINTER_FAULTS else ANYHOW)
    assert session.scene.ways.back is None


@pytest.mark.parametrize("code", PRINTER_FAULTS, ids=lambda code: code.value)
def test_a_printers_own_fault_is_named(code: FaultCode) -> None:
    view = Session().to_print().failed(code).view(NoticeView)
    assert view.what == FAULT_TEXTS[code].title
    assert view.advice == FAULT_TEXTS[code].advice


@pytest.mark.parametrize(
    "code", [code for code in FaultCode if code not in PRINTER_FAULTS], ids=lambda code: code.value
)
def test_a_fault_that_is_not_the_printers_sends_nobody_off_to_pay(code: FaultCode) -> None:
    view = Session().to_print().failed(code).view(NoticeView)
    assert str(view.what) == "小票没有打出来。"
    assert "补打" in str(view.advice)


def test_printing_again_is_the_same_request() -> None:
    session = Session().to_print().failed(FaultCode.PAPER_OUT).answer(Again())
    assert session.asked(PrintReceipt) == PrintReceipt(NUMBER)
    assert session.view(SuccessView).printing
    session.done(Printed(1))
    assert str(session.view(SuccessView).paper_title) == "请取走缴费小票"


def test_who_wants_no_receipt_is_done() -> None:
    session = Session().to_print().failed(FaultCode.PAPER_OUT).answer(Confirmed())
    view = session.view(SuccessView)
    assert (view.receipt, str(view.paper_title)) == (ReceiptAt.NOWHERE, "没有打印小票")
    assert str(view.paper_lines[1]) == "缴费人本人以后可在“社保费缴费查询”里补打"
    assert session.scene.ways.back is None


@pytest.mark.parametrize("attempts", [1, 5])
def test_a_receipt_may_be_tried_as_often_as_one_likes(attempts: int) -> None:
    session = Session().to_print()
    for _ in range(attempts):
        session.failed(FaultCode.COVER_OPEN).answer(Again())
    assert session.done(Printed(attempts)).step == "done"


def test_who_walks_away_from_a_failed_receipt_has_paid_all_the_same() -> None:
    session = Session().to_print().failed(FaultCode.PAPER_OUT).elapse()
    assert session.scene.asking_presence
    assert session.elapse().terminal.phase == Attract()


def test_a_payment_without_paper_ends_in_an_offer_to_print_when_there_is_paper() -> None:
    session = Session().to_review().health(samples.PAPERLESS).answer(Confirmed())
    session.answer(Confirmed()).answer(TenderChosen(Tender.ALIPAY)).done(samples.order())
    session.done(samples.order(OrderState.POSTED)).failed(FaultCode.PAPER_OUT)
    session.health(WELL).answer(Again()).done(Printed(0))
    assert str(session.view(SuccessView).paper_title) == "请取走缴费小票"


def on_phone() -> Session:
    session = Session().to_print().failed(FaultCode.PRINTER_LOST).answer(TO_PHONE)
    assert session.asked(FindReceiptAddress) == FindReceiptAddress(NUMBER)
    return session.done(ReceiptAddress(samples.RECEIPT_PAGE))


def test_without_paper_a_phone_is_shown_the_receipt() -> None:
    view = on_phone().view(LinkView)
    assert view.payload == samples.RECEIPT_PAGE
    assert view.valid_seconds is None
    assert "不是完税证明" in str(view.caution)
    assert "姓名只显示一部分" in str(view.hint)


def test_whoever_has_scanned_it_is_done_and_may_scan_it_once_more() -> None:
    session = on_phone().answer(Finished())
    view = session.view(SuccessView)
    assert (view.receipt, str(view.paper_title)) == (ReceiptAt.PHONE, "小票请在手机上看")
    assert [button.answer for button in view.others] == [Another(), TO_PHONE]
    assert session.answer(TO_PHONE).asked(FindReceiptAddress) == FindReceiptAddress(NUMBER)


def test_a_receipt_that_is_printed_after_all_is_to_be_taken() -> None:
    session = Session().to_print().failed(FaultCode.COVER_OPEN).answer(TO_PHONE)
    session.failed(FaultCode.NETWORK_LOST).answer(Again()).done(Printed(1))
    assert session.view(SuccessView).receipt is ReceiptAt.MOUTH


def test_a_printed_receipt_is_offered_to_no_phone() -> None:
    assert TO_PHONE not in [one.answer for one in Session().to_done().view(SuccessView).others]


@by_code
def test_an_address_that_cannot_be_found_leaves_the_payment_as_it_is(code: FaultCode) -> None:
    session = Session().to_print().failed(FaultCode.PAPER_OUT).answer(TO_PHONE).failed(code)
    view = session.view(NoticeView)
    assert "手机上的小票现在也取不到" in str(view.what)
    assert str(view.money) == "已缴 3,120.00 元，缴费有效，不需要再缴。"
    assert [button.answer for button in view.actions] == [Again(), Confirmed()]
    assert session.answer(Confirmed()).view(SuccessView).others[1:] == ()


def test_after_another_try_to_print_a_phone_may_be_tried_again_too() -> None:
    session = Session().to_print().failed(FaultCode.PAPER_OUT)
    session.answer(TO_PHONE).failed(FaultCode.NETWORK_LOST).answer(Again())
    session.failed(FaultCode.PAPER_OUT)
    assert TO_PHONE in [button.answer for button in session.view(NoticeView).actions]
