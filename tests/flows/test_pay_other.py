"""社保费代缴 (manual 五(二), 六(二)): the number, the surname, the person; then any service."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.citizen import Citizen
from kiosk.domain.identity import parse_identity_number
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.masking import mask_name
from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from kiosk.flows.requests.certificates import FindCertifiable, FindIssued
from kiosk.flows.requests.contributions import AskQuote, Enrolments, FindEnrolments
from kiosk.flows.requests.declarations import FindDeclarations
from kiosk.flows.requests.history import SearchPayments
from kiosk.flows.requests.login import ConfirmPayee, FindPayee, ReadCard
from kiosk.flows.requests.payment import ChargeCode, OpenOrder
from kiosk.session.answers import (
    Again,
    Another,
    BaseEntered,
    Confirmed,
    GoBack,
    Module,
    NumberEntered,
    PeriodChosen,
    Picked,
    TenderChosen,
)
from kiosk.session.effects import Perform, Show
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.views import NoticeView, NumberView, OptionsView, ReviewView
from sim.people import find_person
from tests.support import samples
from tests.support.promises import MASKED, MASKED_PAYEE, words
from tests.support.samples import PAYEE, PAYEE_NUMBER, QUESTION
from tests.support.visit import Session

_OTHER = find_person("zhang-san")
OTHER = Citizen("payee-token-2", mask_name(_OTHER.name), _OTHER.identity, proxied=True)
PENSION = "灵活就业人员基本养老保险"


def to_surname() -> Session:
    return Session().to_number().answer(NumberEntered(PAYEE_NUMBER)).done(QUESTION)


def to_payee() -> Session:
    return to_surname().touch("王").done(PAYEE)


def paid(session: Session) -> Session:
    """A month of the pension, from the menu to the receipt."""
    session.done(samples.ENROLMENTS[0]).touch(PENSION)
    session.answer(PeriodChosen(samples.PERIOD)).answer(BaseEntered(samples.BASE))
    return session.settled(samples.quote())


def performed(session: Session) -> list[object]:
    return [effect.request for effect in session.history if isinstance(effect, Perform)]


# --- for whom -------------------------------------------------------------------------------------


def test_nobody_need_log_in_to_pay_for_another() -> None:
    session = Session().into(Module.PAY_FOR_OTHER)
    assert session.choices == ["不用，直接代缴", "要，先刷我的证件"]
    session.touch("不用，直接代缴")
    assert not any(isinstance(request, ReadCard) for request in performed(session))


def test_the_keypad_is_called_as_in_the_manual() -> None:
    session = Session().to_number()
    view = session.view(NumberView)
    assert (str(view.title), str(view.label), str(view.hint)) == (
        "社保费代缴",
        "缴费人身份证号：",
        "请使用数字键盘输入",
    )
    assert view.entered == ""


@pytest.mark.parametrize(
    "typed",
    ["", "1234", PAYEE_NUMBER[:-1], PAYEE_NUMBER[:-1] + "Y", "370102199013011234", "0" * 18],
)
def test_a_number_that_cannot_be_right_is_refused_before_anybody_is_asked(typed: str) -> None:
    session = Session().to_number().answer(NumberEntered(typed))
    assert session.step == "number"
    assert session.complaint == "身份证号不对，请逐位核对后再点“确认”。"
    assert session.all_of(Perform) == []


def test_the_number_is_asked_about_and_then_the_surname() -> None:
    session = Session().to_number().answer(NumberEntered(PAYEE_NUMBER))
    assert session.asked(FindPayee) == FindPayee(parse_identity_number(PAYEE_NUMBER))
    session.done(QUESTION)
    assert session.title == "缴费人姓什么？"
    assert session.choices == list(QUESTION.surnames)
    session.touch("王")
    assert session.asked(ConfirmPayee) == ConfirmPayee(QUESTION, PAYEE.number, "王")


def test_the_payee_is_shown_masked_to_be_confirmed() -> None:
    session = to_payee()
    assert session.title == "请核对缴费人"
    assert session.facts == {"缴费人": "　".join(MASKED_PAYEE), "参保类型": "灵活就业"}
    assert "看不到缴费记录和凭证" in str(session.view(ReviewView).caution)
    assert session.choices == ["就是这个人"]


def test_who_is_not_meant_is_corrected_by_going_back_to_the_number() -> None:
    session = to_payee().answer(GoBack())
    assert session.view(NumberView).entered == PAYEE_NUMBER
    session.answer(NumberEntered(_OTHER.number))
    assert session.asked(FindPayee) == FindPayee(_OTHER.identity)
    session.done(QUESTION).touch("张").done(OTHER)
    assert session.facts["缴费人"].startswith(OTHER.name)


def test_a_question_is_good_for_one_answer_and_never_answered_twice() -> None:
    for session in (to_payee(), to_surname().touch("王")):
        assert session.answer(GoBack()).step == "number"
    session = to_payee().touch("就是这个人").answer(GoBack())
    assert session.step == "payee"
    assert session.answer(GoBack()).step == "number"
    assert session.answer(GoBack()).step == "who_pays"


def test_a_wrong_surname_says_no_more_than_that_something_is_wrong() -> None:
    session = to_surname().touch("李").failed(FaultCode.PAYEE_NOT_CONFIRMED)
    view = session.view(NoticeView)
    assert view.title == FAULT_TEXTS[FaultCode.PAYEE_NOT_CONFIRMED].title
    assert str(view.what) == "身份证号和姓对不上，或者税务系统里没有这个人。"
    assert session.choices == ["重新输入"]


@pytest.mark.parametrize("way", [Again(), GoBack()])
def test_after_a_wrong_surname_the_number_may_be_corrected_or_the_keypad_closed(
    way: Again | GoBack,
) -> None:
    session = to_surname().touch("李").failed(FaultCode.PAYEE_NOT_CONFIRMED).answer(way)
    assert session.view(NumberView).entered == PAYEE_NUMBER
    assert session.scene.ways.back is not None
    assert session.answer(GoBack()).step == "who_pays"


def test_a_wrong_surname_never_leads_to_whoever_was_paid_for_before() -> None:
    session = paid(Session().to_number().named()).answer(Another()).touch("再加一个人")
    session.answer(NumberEntered(PAYEE_NUMBER))
    assert session.step == "enrolments"
    session.answer(GoBack()).answer(NumberEntered(_OTHER.number)).done(QUESTION)
    session.touch("李").failed(FaultCode.PAYEE_NOT_CONFIRMED)
    assert session.step == "mistaken"


def test_who_has_guessed_too_often_is_sent_to_the_window() -> None:
    session = to_surname().touch("李").failed(FaultCode.PAYEE_ATTEMPTS_USED)
    assert session.title == "核对错误的次数太多"
    assert session.choices == ["返回首页", "打印说明单"]


def test_a_question_that_got_lost_may_be_asked_again() -> None:
    session = Session().to_number().answer(NumberEntered(PAYEE_NUMBER))
    session.failed(FaultCode.NETWORK_LOST).touch("再试一次").asked(FindPayee)
    session.done(QUESTION).touch("王").failed(FaultCode.SERVICE_SLOW).touch("再试一次")
    assert session.asked(ConfirmPayee).question == QUESTION


# --- what a proxy sees ----------------------------------------------------------------------------


@pytest.mark.parametrize("group", CitizenGroup, ids=lambda group: group.name)
def test_everything_that_is_asked_is_asked_for_the_payee(group: CitizenGroup) -> None:
    session = Session().to_number(group).named()
    assert session.asked(FindEnrolments) == FindEnrolments(PAYEE, group)


def test_a_proxy_sees_no_name_no_number_and_nothing_of_the_past() -> None:
    session = paid(Session().to_number().named())
    shown = [effect.scene for effect in session.history if isinstance(effect, Show)]
    said = "\n".join("\n".join(words(scene.view)) for scene in shown)
    assert find_person("wang-wu").name not in said
    assert MASKED_PAYEE[0] in said
    history = (SearchPayments, FindCertifiable, FindIssued, FindDeclarations)
    assert not any(isinstance(request, history) for request in performed(session))


def test_the_review_and_the_order_name_the_payee_alone_if_nobody_logged_in() -> None:
    session = Session().to_number().named().done(samples.ENROLMENTS[0]).touch(PENSION)
    session.answer(PeriodChosen(samples.PERIOD)).answer(BaseEntered(samples.BASE))
    assert session.asked(AskQuote).citizen == PAYEE
    session.done(samples.quote())
    assert session.facts["缴费人"] == "　".join(MASKED_PAYEE)
    assert "代缴人" not in session.facts
    order = session.answer(Confirmed()).answer(TenderChosen(Tender.WECHAT)).asked(OpenOrder)
    assert (order.citizen, order.proxy) == (PAYEE, None)


# --- the proxy on paper ---------------------------------------------------------------------------


def logged_in() -> Session:
    return Session().into(Module.PAY_FOR_OTHER).touch("要，先刷我的证件").logged_in()


def test_whoever_wants_to_stand_on_the_receipt_logs_in_first() -> None:
    session = Session().into(Module.PAY_FOR_OTHER).touch("要，先刷我的证件")
    assert session.trace == "visit/pay_other/login/card"
    assert session.logged_in().step == "number"


def test_review_and_order_then_name_both() -> None:
    session = logged_in().named().done(samples.ENROLMENTS[0]).touch(PENSION)
    session.answer(PeriodChosen(samples.PERIOD)).answer(BaseEntered(samples.BASE))
    session.done(samples.quote())
    assert session.facts["缴费人"] == "　".join(MASKED_PAYEE)
    assert session.facts["代缴人"] == "　".join(MASKED)
    session.answer(Confirmed())
    order = session.answer(TenderChosen(Tender.ALIPAY)).asked(OpenOrder)
    assert (order.citizen, order.proxy) == (PAYEE, samples.CITIZEN)
    session.done(samples.order()).answer(GoBack()).done(samples.order(OrderState.CLOSED))
    session.touch("出示付款码").done(samples.CODE)
    charge = session.asked(ChargeCode)
    assert (charge.citizen, charge.proxy) == (PAYEE, samples.CITIZEN)


def test_nobody_is_their_own_proxy() -> None:
    session = logged_in().answer(NumberEntered(samples.PERSON.number))
    assert session.step == "number"
    assert session.complaint.startswith("这是您自己的号码。")


def test_whoever_changes_their_mind_about_the_receipt_is_not_named_on_it() -> None:
    session = logged_in().answer(GoBack())
    assert session.step == "who_pays"
    session.touch("不用，直接代缴").named().done(samples.ENROLMENTS[0]).touch(PENSION)
    session.answer(PeriodChosen(samples.PERIOD)).answer(BaseEntered(samples.BASE))
    assert "代缴人" not in session.done(samples.quote()).facts


def test_whoever_logged_in_once_need_not_do_it_again() -> None:
    session = logged_in().answer(GoBack()).touch("要，先刷我的证件")
    assert session.step == "number"


# --- one after another ----------------------------------------------------------------------------


def people(session: Session) -> list[tuple[str, str]]:
    options = session.view(OptionsView).options
    return [(str(one.title), str(one.figure)) for one in options]


def test_after_a_payment_the_people_of_this_visit_are_offered() -> None:
    session = paid(Session().to_number().named()).answer(Another())
    assert session.title == "给谁缴费？"
    assert people(session) == [(PAYEE.name, "已缴过")]
    assert session.choices == [PAYEE.name, "再加一个人"]
    assert session.scene.ways.back is None


def test_something_else_is_paid_for_the_same_person_without_asking_again() -> None:
    session = paid(Session().to_number().named()).answer(Another()).answer(Picked(0))
    assert session.asked(FindEnrolments).citizen == PAYEE


def test_several_people_are_paid_for_in_one_visit() -> None:
    session = paid(Session().to_number().named()).answer(Another()).touch("再加一个人")
    assert session.view(NumberView).entered == ""
    session = paid(session.named(OTHER)).answer(Another())
    assert people(session) == [(PAYEE.name, "已缴过"), (OTHER.name, "已缴过")]
    orders = [one for one in performed(session) if isinstance(one, OpenOrder)]
    assert [one.citizen for one in orders] == [PAYEE, OTHER]


def test_a_person_who_was_confirmed_but_not_paid_for_is_still_offered() -> None:
    session = paid(Session().to_number().named()).answer(Another()).touch("再加一个人")
    session.named(OTHER)
    while session.step != "payees":
        session.answer(GoBack())
    assert people(session) == [(PAYEE.name, "已缴过"), (OTHER.name, "还没缴")]


def test_a_number_that_was_confirmed_before_need_not_be_confirmed_again() -> None:
    session = paid(Session().to_number().named()).answer(Another()).touch("再加一个人")
    session.answer(NumberEntered(PAYEE_NUMBER))
    assert session.asked(FindEnrolments).citizen == PAYEE


def test_a_person_confirmed_twice_stands_in_the_list_once() -> None:
    session = Session().to_number().named()
    assert session.answer(GoBack()).touch("就是这个人").step == "enrolments"
    assert people(paid(session).answer(Another())) == [(PAYEE.name, "已缴过")]


def test_the_second_payment_knows_nothing_of_the_first() -> None:
    session = paid(Session().to_number().named()).answer(Another()).touch("再加一个人")
    session.named(OTHER).done(Enrolments((samples.PENSION,))).touch(PENSION)
    assert getattr(session.scene.view, "chosen", "missing") is None


def test_an_empty_list_of_people_is_not_shown() -> None:
    assert Session().to_number().step == "number"
    assert replace(OTHER, proxied=False).shown_name != OTHER.number.value
