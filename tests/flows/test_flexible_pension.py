from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.enrolment import BaseRule
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.selection import MonthsOnBase
from kiosk.domain.text import say
from kiosk.flows.requests.contributions import AskQuote, Enrolments
from kiosk.session.answers import Again, BaseEntered, Confirmed, GoBack, PeriodChosen
from kiosk.session.faults import FaultCode
from kiosk.session.views import (
    BaseView,
    Button,
    NoticeView,
    PeriodView,
    Place,
    ReviewView,
    WaitingView,
)
from tests.support import samples
from tests.support.promises import MASKED, assert_reviewed
from tests.support.samples import BASE, PERIOD, RULE, YEAR, months
from tests.support.visit import Session


def period(first: int, last: int) -> ContributionPeriod:
    return ContributionPeriod(Month(YEAR, first), Month(YEAR, last))


def test_the_months_that_can_be_paid_are_offered_beside_those_already_paid() -> None:
    session = Session().to_period()
    view = session.view(PeriodView)
    assert str(view.title) == "选择缴费起止时间"
    assert view.payable == months(1, 2, 3, 5)
    assert view.paid == months(4)
    assert view.chosen is None
    assert session.scene.place is Place.FILL


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, 3), (2, 3), (5, 5)])
def test_consecutive_payable_months_are_taken(first: int, last: int) -> None:
    session = Session().to_period().answer(PeriodChosen(period(first, last)))
    assert session.view(BaseView).months == last - first + 1


@pytest.mark.parametrize(("first", "last"), [(3, 5), (4, 4), (1, 12), (6, 6)])
def test_a_period_with_a_month_that_cannot_be_paid_is_refused(first: int, last: int) -> None:
    session = Session().to_period().answer(PeriodChosen(period(first, last)))
    assert session.step == "period"
    assert str(session.scene.complaint) == "所选时间里有不能缴费的月份，请重新选择。"


def test_the_base_screen_says_rate_and_bounds() -> None:
    view = Session().to_base().view(BaseView)
    assert str(view.title) == "填写缴费基数"
    assert str(view.hint) == "每月按基数的 20% 缴纳，可填 4,504 – 22,518 元"
    assert (view.lower, view.upper, view.rate_bp, view.months) == (RULE.lower, RULE.upper, 2000, 3)
    assert view.entered is None


def picks(rule: BaseRule) -> dict[str, Money]:
    enrolments = Enrolments((replace(samples.PENSION, base=rule),))
    session = Session().to_period(enrolments).answer(PeriodChosen(PERIOD))
    return {str(pick.label): pick.base for pick in session.view(BaseView).quick_picks}


def test_helpful_bases_can_be_taken_with_one_touch() -> None:
    assert picks(RULE) == {
        "最低": RULE.lower,
        "去年": Money.yuan(5200),
        "中档": Money.yuan(13511),
    }


@pytest.mark.parametrize("previous", [None, Money.yuan(4503), Money.yuan(22519)])
def test_last_years_base_is_not_offered_where_it_is_not_good_any_more(
    previous: Money | None,
) -> None:
    assert "去年" not in picks(replace(RULE, previous=previous))


def test_every_quick_pick_is_within_the_bounds() -> None:
    narrow = replace(RULE, lower=Money.yuan(4000), upper=Money.yuan(4000), previous=None)
    assert set(picks(narrow).values()) == {Money.yuan(4000)}


@pytest.mark.parametrize(("rate_bp", "said"), [(2000, "20%"), (850, "8.5%"), (825, "8.25%")])
def test_the_rate_is_written_as_people_write_it(rate_bp: int, said: str) -> None:
    rule = replace(RULE, rate_bp=rate_bp)
    session = Session().to_period(Enrolments((replace(samples.PENSION, base=rule),)))
    session.answer(PeriodChosen(PERIOD))
    assert f"基数的 {said} 缴纳" in str(session.view(BaseView).hint)


@pytest.mark.parametrize("base", [RULE.lower, BASE, RULE.upper])
def test_a_base_within_the_bounds_is_quoted_for_exactly_what_was_chosen(base: Money) -> None:
    session = Session().to_base().answer(BaseEntered(base))
    assert session.asked(AskQuote) == AskQuote(
        samples.CITIZEN,
        samples.PERSONAL_NUMBER,
        InsuranceKind.FLEXIBLE_PENSION,
        MonthsOnBase(PERIOD, base),
    )
    assert str(session.view(WaitingView).title) == "正在计算应缴金额"


@pytest.mark.parametrize(
    ("base", "why"),
    [
        (Money(RULE.lower.fen - 1), "缴费基数不能低于 4,504 元。"),
        (Money(0), "缴费基数不能低于 4,504 元。"),
        (Money(RULE.upper.fen + 1), "缴费基数不能高于 22,518 元。"),
    ],
)
def test_a_base_out_of_bounds_is_refused_with_the_bound(base: Money, why: str) -> None:
    session = Session().to_base().answer(BaseEntered(base))
    assert session.step == "base"
    assert str(session.scene.complaint) == why


def test_the_review_shows_all_of_the_payment() -> None:
    session = Session().to_review()
    view = session.view(ReviewView)
    assert str(view.title) == "请核对缴费信息"
    assert session.facts == {
        "缴费人": f"{MASKED[0]}　{MASKED[1]}",
        "险种": "灵活就业人员基本养老保险",
        "费款所属期": "2026年01月 – 03月（3 个月）",
        "缴费基数": "5,200 元 / 月",
        "每月应缴": "1,040.00 元",
        "社保经办机构": "济南市社会保险事业中心",
    }
    assert view.amount == Money.yuan(3120)
    assert view.amount_in_words == "人民币叁仟壹佰贰拾元整"
    assert view.confirm == Button(Confirmed(), say("开始缴费"))
    assert_reviewed(view, samples.quote(), samples.CITIZEN)


def test_the_payer_is_shown_masked() -> None:
    payer = Session().to_review().facts["缴费人"]
    assert samples.PERSON.name not in payer
    assert samples.PERSON.number not in payer
    assert payer.startswith("古***·示**　3701")


def test_months_that_cost_differently_are_each_shown() -> None:
    session = Session().to_base().answer(BaseEntered(BASE))
    session.done(samples.quote(last_month_dearer=Money(150)))
    shown = session.facts
    assert "每月应缴" not in shown
    assert (shown["2026年01月"], shown["2026年03月"]) == ("1,040.00 元", "1,041.50 元")


@pytest.mark.parametrize("demonstration", [False, True])
def test_figures_that_nobody_verified_say_so(demonstration: bool) -> None:
    session = Session().to_base().answer(BaseEntered(BASE))
    session.done(samples.quote(demonstration=demonstration))
    assert ("演示数据" in str(session.view(ReviewView).caution)) is demonstration


@pytest.mark.parametrize(
    "code",
    [FaultCode.BASE_OUT_OF_BOUNDS, FaultCode.PERIOD_NOT_PAYABLE, FaultCode.ALREADY_PAID],
    ids=lambda code: code.value,
)
def test_what_the_service_refuses_is_corrected_by_going_back(code: FaultCode) -> None:
    session = Session().to_base().answer(BaseEntered(BASE)).failed(code)
    assert str(session.view(NoticeView).money).endswith("没有扣款。")
    assert session.answer(GoBack()).step == "base"
    assert session.view(BaseView).entered == BASE
    assert session.answer(GoBack()).step == "period"


def test_a_deduction_by_the_bank_is_not_doubled() -> None:
    session = Session().to_base().answer(BaseEntered(BASE))
    session.failed(FaultCode.DEDUCTION_IN_PROGRESS)
    view = session.view(NoticeView)
    assert str(view.title) == "银行正在代扣"
    assert str(view.money).startswith("本机没有扣款")


def test_a_wrong_answer_of_the_service_is_asked_for_again() -> None:
    session = Session().to_base().answer(BaseEntered(BASE)).failed(FaultCode.SERVICE_WRONG)
    session.answer(Again()).asked(AskQuote)
    assert session.done(samples.quote()).step == "review"


def with_rule(rule: BaseRule) -> Session:
    return Session().to_period(Enrolments((replace(samples.PENSION, base=rule),)))


def test_the_base_chosen_for_the_year_is_filled_in_and_may_be_changed() -> None:
    declared = replace(RULE, declared=Money.yuan(6123))
    view = with_rule(declared).answer(PeriodChosen(PERIOD)).view(BaseView)
    assert view.entered == Money.yuan(6123)
    assert picks(declared)["已选"] == Money.yuan(6123)


def test_once_paid_on_a_base_is_that_of_the_whole_year() -> None:
    fixed = replace(RULE, declared=Money.yuan(6123), fixed=True)
    session = with_rule(fixed).answer(PeriodChosen(PERIOD))
    asked = session.asked(AskQuote)
    assert asked.selection == MonthsOnBase(PERIOD, Money.yuan(6123))
    session.done(samples.quote(PERIOD, Money.yuan(6123)))
    assert session.facts["基数说明"] == "今年已按这个基数缴过费，不能改"
    assert session.answer(GoBack()).step == "period"
