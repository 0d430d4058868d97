"""灵活就业人员基本医疗保险 (manual 五(一)2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.selection import MonthsOnBase
from kiosk.flows.requests.contributions import AskQuote, Enrolments, FindMedicalOffer
from kiosk.flows.requests.payment import OpenOrder
from kiosk.session.answers import GoBack, PeriodChosen, Picked, Ticked
from kiosk.session.effects import Perform
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.views import (
    NoticeView,
    OptionsView,
    PeriodView,
    Place,
    ReviewView,
    TicksView,
)
from tests.support import samples, service_samples
from tests.support.promises import MASKED, MASKED_PAYEE
from tests.support.samples import YEAR, months
from tests.support.service_samples import OFFER, SIMPLE_OFFER
from tests.support.visit import Session

MARCH = ContributionPeriod(Month(YEAR, 3), Month(YEAR, 3))


def to_offer() -> Session:
    return Session().to_service().touch("灵活就业人员基本医疗保险")


def to_binding(offer: object = OFFER) -> Session:
    return to_offer().done(offer)


def to_month(offer: object = OFFER) -> Session:
    return to_binding(offer).touch("信息正确")


def to_plan(offer: object = OFFER) -> Session:
    return to_month(offer).answer(PeriodChosen(MARCH))


def to_base() -> Session:
    return to_plan().touch("统账结合")


def to_items(place: int = 1) -> Session:
    return to_base().answer(Picked(place))


def to_quote(*places: int) -> Session:
    return to_items().answer(Ticked(places or (0, 1)))


def test_the_offer_is_asked_for_the_one_enrolment() -> None:
    session = to_offer()
    assert session.asked(FindMedicalOffer) == FindMedicalOffer(samples.CITIZEN, samples.MEDICAL)


def test_the_binding_is_confirmed_first() -> None:
    session = to_binding()
    view = session.view(ReviewView)
    assert session.title == "确认医疗保险险种绑定信息"
    assert session.facts == {
        "缴费人": f"{MASKED[0]}　{MASKED[1]}",
        "险种": "灵活就业人员基本医疗保险",
        "个人参保编号": "************5432",
        "参保地": "济南市社会保险事业中心",
        "参保状态": "正常参保",
        "参保时间": "2019年05月起",
    }
    assert view.amount is None
    assert str(view.caution) == OFFER.note
    assert session.choices == ["信息正确"]
    assert session.scene.place is Place.CHOOSE


def test_one_month_is_chosen_and_not_a_span_of_them() -> None:
    view = to_month().view(PeriodView)
    assert str(view.title) == "选择缴费年月"
    assert view.single
    assert (view.payable, view.paid) == (months(1, 2, 3, 5), months(4))


def test_a_month_that_cannot_be_paid_is_refused() -> None:
    session = to_month().answer(PeriodChosen(ContributionPeriod(Month(YEAR, 4), Month(YEAR, 4))))
    assert session.step == "month"
    assert session.complaint == "所选时间里有不能缴费的月份，请重新选择。"


def test_the_plans_are_offered_with_their_rates() -> None:
    session = to_plan()
    assert session.title == "选择参保档次"
    options = session.view(OptionsView).options
    assert [(str(one.title), str(one.detail), str(one.figure)) for one in options] == [
        ("统账结合", "有个人账户", "9%"),
        ("单建统筹", "没有个人账户", "6%"),
    ]


def test_where_there_is_one_plan_nobody_is_asked_for_it() -> None:
    session = to_plan(SIMPLE_OFFER)
    assert session.step == "base"
    assert session.answer(GoBack()).step == "month"
    session.answer(PeriodChosen(MARCH)).answer(Picked(0)).answer(Ticked((0,)))
    assert session.asked(AskQuote).selection == MonthsOnBase(MARCH, Money.yuan(4504), "A", ("10",))


def test_the_base_is_chosen_among_those_of_the_plan_with_what_it_costs_a_month() -> None:
    session = to_base()
    assert session.title == "选择缴费基数"
    assert str(session.view(OptionsView).hint) == "每月按基数的 9% 缴纳"
    assert [(str(o.title), str(o.figure)) for o in session.view(OptionsView).options] == [
        ("基数 4,504 元", "405.36 元"),
        ("基数 7,506 元", "675.54 元"),
    ]


def test_the_items_come_last_with_their_sum_and_the_required_ones_stay() -> None:
    session = to_items()
    view = session.view(TicksView)
    assert session.title == "选择缴费险种"
    assert str(view.sum_label) == "每月合计"
    assert [(str(row.title), row.amount, row.ticked, row.locked) for row in view.rows] == [
        ("基本医疗保险", Money(67554), True, True),
        ("长期护理保险", Money(800), False, False),
    ]
    before = session.terminal
    assert session.answer(Ticked((1,))).terminal == before
    assert session.answer(Ticked((0,))).step == "quote"


@pytest.mark.parametrize(("places", "items"), [((0,), ("10",)), ((0, 1), ("10", "20"))])
def test_exactly_what_was_chosen_is_quoted(places: tuple[int, ...], items: tuple[str, ...]) -> None:
    session = to_quote(*places)
    assert session.asked(AskQuote) == AskQuote(
        samples.CITIZEN,
        samples.PERSONAL_NUMBER,
        InsuranceKind.FLEXIBLE_MEDICAL,
        MonthsOnBase(MARCH, Money.yuan(7506), "A", items),
    )


def test_nothing_is_charged_before_the_amount_was_seen() -> None:
    session = to_quote()
    quote = service_samples.quote(session.asked(AskQuote))
    session.done(quote)
    assert session.title == "请核对缴费信息"
    assert session.view(ReviewView).amount == quote.total
    assert not any(
        isinstance(effect, Perform) and isinstance(effect.request, OpenOrder)
        for effect in session.history
    )
    assert session.facts["费款所属期"] == "2026年03月（1 个月）"
    assert session.facts["缴费基数"] == "统账结合　7,506 元 / 月"
    assert session.touch("开始缴费").step == "tender"


def test_going_back_finds_every_answer() -> None:
    session = to_quote(0).answer(GoBack())
    assert [row.ticked for row in session.view(TicksView).rows] == [True, False]
    session.answer(GoBack())
    assert [one.chosen for one in session.view(OptionsView).options] == [False, True]
    session.answer(GoBack())
    assert [one.chosen for one in session.view(OptionsView).options] == [True, False]
    session.answer(GoBack())
    assert session.view(PeriodView).chosen == MARCH
    assert session.answer(GoBack()).step == "binding"
    assert session.answer(GoBack()).step == "service"


def test_a_base_that_the_other_plan_has_too_is_kept_and_one_it_has_not_is_not() -> None:
    kept = to_items(0).answer(GoBack()).answer(GoBack()).touch("单建统筹")
    assert [one.chosen for one in kept.view(OptionsView).options] == [True]
    lost = to_items(1).answer(GoBack()).answer(GoBack()).touch("单建统筹")
    assert [one.chosen for one in lost.view(OptionsView).options] == [False]


def test_the_figures_follow_the_plan_that_was_chosen_anew() -> None:
    session = to_items(0).answer(GoBack()).answer(GoBack()).touch("单建统筹").answer(Picked(0))
    assert session.view(TicksView).rows[0].amount == Money(27024)


@pytest.mark.parametrize(
    "code",
    [FaultCode.DEDUCTION_IN_PROGRESS, FaultCode.ORDER_OPEN, FaultCode.ALREADY_PAID],
    ids=lambda code: code.value,
)
def test_what_the_service_refuses_is_told_and_another_service_may_be_chosen(
    code: FaultCode,
) -> None:
    session = to_offer().failed(code)
    assert session.view(NoticeView).title == FAULT_TEXTS[code].title
    assert session.answer(GoBack()).step == "service"


@pytest.mark.parametrize(
    ("changed", "title"),
    [
        ({"payable": (), "paid": months(1, 2)}, "这段时间已经缴过了"),
        ({"payable": (), "paid": ()}, "现在没有能缴的月份"),
    ],
)
def test_without_a_month_to_pay_nothing_is_asked(
    changed: dict[str, tuple[Month, ...]], title: str
) -> None:
    medical = replace(samples.MEDICAL, payable=changed["payable"], paid=changed["paid"])
    session = Session().to_service(Enrolments((medical,))).touch("灵活就业人员基本医疗保险")
    assert session.title == title
    assert session.all_of(Perform) == []


def test_a_proxy_sees_the_payee_masked_as_the_service_masked_them() -> None:
    session = Session().to_number().named().done(samples.ENROLMENTS[0])
    session.touch("灵活就业人员基本医疗保险").done(OFFER)
    assert session.facts["缴费人"] == "　".join(MASKED_PAYEE)
    assert "代缴人" not in session.facts


def test_only_the_insured_themselves_see_since_when_and_how_they_are_insured() -> None:
    own, by_proxy = to_offer().done(OFFER), Session().to_number().named()
    by_proxy.done(samples.ENROLMENTS[0]).touch("灵活就业人员基本医疗保险").done(OFFER)
    assert own.facts["参保时间"] == "2019年05月起"
    assert {"参保时间", "参保状态"} & by_proxy.facts.keys() == set()


def test_the_base_chosen_for_the_year_is_marked() -> None:
    rule = replace(samples.RULE, declared=Money.yuan(7506))
    found = Enrolments((replace(samples.MEDICAL, base=rule),))
    session = Session().to_service(found).touch("灵活就业人员基本医疗保险")
    session.done(replace(OFFER, plans=OFFER.plans[:1])).touch("信息正确")
    view = session.answer(PeriodChosen(MARCH)).view(OptionsView)
    assert [option.chosen for option in view.options] == [False, True]
