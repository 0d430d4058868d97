"""缴费档次或基数选择: set, change and void the base of a year without paying."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.declaration import Declaration
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.flows.requests.contributions import FindEnrolments
from kiosk.flows.requests.declarations import (
    Declarations,
    DeclareBase,
    FindDeclarations,
    VoidBase,
)
from kiosk.session.answers import BaseEntered, Confirmed, GoBack, Picked
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.terminal import Attract
from kiosk.session.views import BaseView, NoticeView, OptionsView, ReviewView, TilesView
from tests.support import samples
from tests.support.promises import MASKED
from tests.support.service_samples import DECLARED, IN_USE, RULE, UNDECLARED
from tests.support.visit import Session

BASE = Money.yuan(6000)


def to_declarations() -> Session:
    return Session().to_service().touch("缴费档次或基数选择")


def to_number(*found: Declaration) -> Session:
    return to_declarations().done(Declarations(found or (UNDECLARED, DECLARED, IN_USE)))


def on(declaration: Declaration) -> Session:
    return to_number(declaration).answer(Picked(0))


def to_review() -> Session:
    return on(UNDECLARED).answer(BaseEntered(BASE)).touch("允许批扣")


def declared(before: Declaration = UNDECLARED, *, batch: bool = True) -> Declaration:
    return replace(before, state=DECLARED.state, base=BASE, allows_batch=batch)


def to_done() -> Session:
    return to_review().touch("确认选择").done(declared())


def to_voided() -> Session:
    return on(DECLARED).touch("基数作废").touch("作废").done(UNDECLARED)


def test_the_bases_are_asked_for_of_the_person() -> None:
    assert to_declarations().asked(FindDeclarations) == FindDeclarations(samples.CITIZEN)


def test_every_personal_number_is_shown_masked_with_its_base() -> None:
    session = to_number()
    assert session.title == "选择个人参保编号"
    options = session.view(OptionsView).options
    assert [str(one.title) for one in options] == ["灵活就业人员基本养老保险"] * 3
    assert {str(one.detail) for one in options} == {"编号 ************5432"}
    assert [str(one.figure) for one in options] == ["还没有选", "5,200 元 / 月", "5,200 元 / 月"]


def test_who_is_not_enrolled_has_no_base_to_choose() -> None:
    session = to_declarations().done(Declarations(()))
    assert session.view(NoticeView).title == FAULT_TEXTS[FaultCode.NO_ENROLMENT].title
    assert session.answer(GoBack()).step == "service"


def test_where_no_base_is_chosen_it_is_typed_at_once() -> None:
    view = on(UNDECLARED).view(BaseView)
    assert str(view.title) == "填写缴费基数"
    assert (view.lower, view.upper, view.rate_bp) == (RULE.lower, RULE.upper, RULE.rate_bp)
    assert (view.months, view.entered) == (1, None)


@pytest.mark.parametrize(
    ("base", "why"),
    [
        (Money(RULE.lower.fen - 1), "缴费基数不能低于 4,504 元。"),
        (Money(RULE.upper.fen + 1), "缴费基数不能高于 22,518 元。"),
    ],
)
def test_a_base_out_of_bounds_is_refused_with_the_bound(base: Money, why: str) -> None:
    session = on(UNDECLARED).answer(BaseEntered(base))
    assert (session.step, session.complaint) == ("base", why)


def test_batch_deduction_is_asked_for_and_never_taken_for_granted() -> None:
    session = on(UNDECLARED).answer(BaseEntered(BASE))
    assert session.title == "允许用于批扣吗？"
    assert session.choices == ["允许批扣", "不允许"]


@pytest.mark.parametrize(("words", "said"), [("允许批扣", "是"), ("不允许", "否")])
def test_the_review_says_everything_and_that_nothing_is_charged(words: str, said: str) -> None:
    session = on(UNDECLARED).answer(BaseEntered(BASE)).touch(words)
    assert session.title == "请核对缴费基数"
    assert session.facts == {
        "缴费人": f"{MASKED[0]}　{MASKED[1]}",
        "险种": "灵活就业人员基本养老保险",
        "个人参保编号": "************5432",
        "适用年度": "2026 年",
        "缴费基数": "6,000 元 / 月",
        "每月应缴": "1,200.00 元",
        "允许用于批扣": said,
    }
    view = session.view(ReviewView)
    assert view.amount is None
    assert "不扣钱" in str(view.caution)
    asked = session.touch("确认选择").asked(DeclareBase)
    assert asked == DeclareBase(samples.CITIZEN, UNDECLARED, BASE, said == "是")


def test_going_back_finds_base_and_number() -> None:
    session = to_review().answer(GoBack())
    assert session.step == "batch"
    assert session.answer(GoBack()).view(BaseView).entered == BASE
    assert session.answer(GoBack()).step == "number"
    assert session.answer(Picked(0)).view(BaseView).entered == BASE


def test_the_base_of_one_number_is_not_taken_for_that_of_another() -> None:
    other = replace(UNDECLARED, personal_number="3701000011111111")
    session = to_number(UNDECLARED, other).answer(Picked(0)).answer(BaseEntered(BASE))
    session.answer(GoBack()).answer(GoBack()).answer(Picked(1))
    assert session.view(BaseView).entered is None


def test_a_base_that_was_chosen_may_be_used_changed_or_voided() -> None:
    session = on(DECLARED)
    assert session.title == "2026 年缴费基数：5,200 元 / 月"
    assert str(session.view(TilesView).hint) == "允许用于批扣：是"
    assert session.choices == ["去缴费", "修改基数", "基数作废", "不再允许批扣"]
    assert session.touch("修改基数").view(BaseView).entered == DECLARED.base


@pytest.mark.parametrize("words", ["修改基数", "基数作废"])
def test_a_base_that_was_paid_on_stays_for_the_year(words: str) -> None:
    session = on(IN_USE).touch(words)
    assert session.step == "what_to_do"
    assert session.complaint == "今年的基数已经定了"
    assert session.touch("去缴费").step == "enrolments"


@pytest.mark.parametrize(
    ("declared", "words", "allowed"),
    [(IN_USE, "不再允许批扣", False), (replace(DECLARED, allows_batch=False), "允许批扣", True)],
)
def test_the_bank_may_be_let_in_or_kept_out_without_touching_the_base(
    declared: Declaration, words: str, allowed: bool
) -> None:
    session = on(declared).touch(words)
    assert session.facts["允许用于批扣"] == ("是" if allowed else "否")
    asked = session.answer(Confirmed()).asked(DeclareBase)
    assert (asked.base, asked.allows_batch) == (declared.base, allowed)


def test_what_a_month_of_the_medical_insurance_costs_is_not_said_by_one_rate() -> None:
    medical = replace(UNDECLARED, insurance=InsuranceKind.FLEXIBLE_MEDICAL)
    view = on(medical).view(BaseView)
    assert view.rate_bp is None
    assert str(view.hint) == "可填 4,504 – 22,518 元"


def test_a_base_that_was_chosen_is_confirmed_and_needs_no_payment() -> None:
    session = to_done()
    assert session.title == "缴费基数选好了"
    assert "6,000 元 / 月" in str(session.view(NoticeView).what)
    assert str(session.view(NoticeView).money) == "没有扣款。"
    assert session.choices == ["去缴费", "办完了，退出"]
    assert session.scene.ways.back is None
    assert session.touch("办完了，退出").terminal.phase == Attract()


def test_from_the_base_one_may_go_on_to_pay_without_logging_in_again() -> None:
    session = to_done().touch("去缴费")
    assert session.asked(FindEnrolments).citizen == samples.CITIZEN
    session.done(samples.ENROLMENTS[0]).touch("灵活就业人员基本养老保险")
    assert session.step == "period"


def test_a_base_is_voided_only_after_saying_so_twice() -> None:
    session = on(DECLARED).touch("基数作废")
    assert session.title == "要作废这个基数吗？"
    assert "5,200 元 / 月" in str(session.view(NoticeView).what)
    assert session.answer(GoBack()).step == "what_to_do"
    session.touch("基数作废").touch("作废")
    assert session.asked(VoidBase) == VoidBase(samples.CITIZEN, DECLARED)


def test_after_voiding_another_base_may_be_chosen_at_once() -> None:
    session = to_voided()
    assert session.title == "缴费基数已经作废"
    assert session.choices == ["重新选择", "办完了，退出"]
    assert session.touch("重新选择").view(BaseView).entered is None
    session.answer(BaseEntered(BASE)).touch("不允许").touch("确认选择")
    assert session.asked(DeclareBase) == DeclareBase(samples.CITIZEN, UNDECLARED, BASE, False)
    assert session.done(declared(batch=False)).title == "缴费基数选好了"


def test_whoever_voided_and_wants_no_other_base_is_done() -> None:
    assert to_voided().touch("办完了，退出").terminal.phase == Attract()


@pytest.mark.parametrize("step", ["declare", "void"])
def test_a_base_that_is_used_meanwhile_is_not_changed(step: str) -> None:
    session = to_review().touch("确认选择")
    if step == "void":
        session = on(DECLARED).touch("基数作废").touch("作废")
    assert session.step == step
    session.failed(FaultCode.BASE_IN_USE)
    assert session.view(NoticeView).title == FAULT_TEXTS[FaultCode.BASE_IN_USE].title
    assert session.choices == ["返回首页", "打印说明单"]


def test_a_declaration_that_failed_may_be_tried_again_or_corrected() -> None:
    session = to_review().touch("确认选择").failed(FaultCode.SERVICE_SLOW)
    asked = session.touch("再试一次").asked(DeclareBase)
    assert asked.base == BASE
    session.failed(FaultCode.BASE_OUT_OF_BOUNDS)
    assert session.answer(GoBack()).step == "review"


def test_the_review_of_a_medical_base_promises_no_monthly_amount() -> None:
    medical = replace(UNDECLARED, insurance=InsuranceKind.FLEXIBLE_MEDICAL)
    session = on(medical).answer(BaseEntered(BASE)).touch("不允许")
    assert session.facts["缴费基数"] == "6,000 元 / 月"
    assert "每月应缴" not in session.facts
