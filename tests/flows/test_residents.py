"""城乡居民基本养老保险, 城乡居民基本医疗保险 (manual 六(一))."""

from __future__ import annotations

import pytest

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.selection import YearOnTier
from kiosk.flows.requests.contributions import AskQuote, FindYears, YearOffers
from kiosk.session.answers import GoBack, Picked
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.views import NoticeView, OptionsView, ReviewView
from tests.support import samples, service_samples
from tests.support.promises import MASKED, MASKED_PAYEE
from tests.support.service_samples import YEARS
from tests.support.visit import Session

ENROLMENTS = {
    InsuranceKind.RESIDENT_PENSION: samples.RESIDENT_PENSION,
    InsuranceKind.RESIDENT_MEDICAL: samples.RESIDENT_MEDICAL,
}
by_kind = pytest.mark.parametrize("kind", ENROLMENTS, ids=lambda kind: kind.value)


def to_years(kind: InsuranceKind = InsuranceKind.RESIDENT_PENSION) -> Session:
    session = Session().to_service(samples.RESIDENTS[0], CitizenGroup.RESIDENT)
    return session.touch(kind.label)


def to_year(kind: InsuranceKind = InsuranceKind.RESIDENT_PENSION) -> Session:
    return to_years(kind).done(YEARS)


def to_tier(kind: InsuranceKind = InsuranceKind.RESIDENT_PENSION) -> Session:
    return to_year(kind).touch("2026 年度")


def shown(session: Session) -> list[tuple[str, str, str]]:
    options = session.view(OptionsView).options
    return [(str(one.title), str(one.detail), str(one.figure)) for one in options]


def marked(session: Session) -> list[bool]:
    return [one.chosen for one in session.view(OptionsView).options]


@by_kind
def test_the_years_are_asked_for_the_one_enrolment(kind: InsuranceKind) -> None:
    session = to_years(kind)
    assert session.asked(FindYears) == FindYears(samples.CITIZEN, ENROLMENTS[kind])


@by_kind
def test_the_year_is_chosen_first(kind: InsuranceKind) -> None:
    session = to_year(kind)
    assert session.title == "选择缴费年度"
    assert kind.label in str(session.view(OptionsView).hint)
    assert shown(session) == [
        ("2026 年度", "人员类别：普通居民", ""),
        ("2027 年度", "人员类别：特困供养人员", ""),
    ]


def test_the_tiers_are_offered_with_amount_subsidy_and_for_whom_they_are() -> None:
    session = to_tier()
    assert session.title == "选择缴费档次"
    assert shown(session) == [
        ("100 元档", "政府补贴 30.00 元　重度残疾人等困难群体", "100.00 元"),
        ("300 元档", "政府补贴 30.00 元", "300.00 元"),
        ("500 元档", "", "500.00 元"),
    ]


@by_kind
def test_exactly_what_was_chosen_is_quoted(kind: InsuranceKind) -> None:
    session = to_tier(kind).touch("300 元档")
    assert session.asked(AskQuote) == AskQuote(
        samples.CITIZEN, samples.PERSONAL_NUMBER, kind, YearOnTier(2026, "300")
    )


@by_kind
def test_the_review_shows_year_tier_kind_of_person_and_subsidy(kind: InsuranceKind) -> None:
    session = to_tier(kind).touch("300 元档")
    session.done(service_samples.quote(session.asked(AskQuote)))
    assert session.facts == {
        "缴费人": f"{MASKED[0]}　{MASKED[1]}",
        "险种": kind.label,
        "费款所属期": "2026年度",
        "缴费档次": "300 元档",
        "人员类别": "普通居民",
        "政府补贴": "30.00 元",
        "社保经办机构": service_samples.AGENCY,
    }
    assert session.view(ReviewView).amount == Money.yuan(300)


def test_where_there_is_no_subsidy_none_is_spoken_of() -> None:
    session = to_tier().touch("500 元档")
    session.done(service_samples.quote(session.asked(AskQuote)))
    assert "政府补贴" not in session.facts


def test_who_has_nothing_to_pay_is_told_so_and_charged_nothing() -> None:
    session = to_year().touch("2027 年度").touch("全额资助")
    view = session.view(NoticeView)
    assert view.title == FAULT_TEXTS[FaultCode.NOTHING_DUE].title
    assert str(view.money) == "没有扣款，也不需要缴费。"
    assert session.visit.ticket is None
    assert session.answer(GoBack()).step == "tier"
    assert session.answer(GoBack()).step == "year"


def test_when_no_year_can_be_paid_it_is_not_the_season() -> None:
    session = to_years(InsuranceKind.RESIDENT_MEDICAL).done(YearOffers(()))
    assert session.title == "现在不在缴费期内"
    assert session.answer(GoBack()).step == "service"


def test_going_back_finds_year_and_tier() -> None:
    session = to_tier().touch("300 元档").answer(GoBack())
    assert marked(session) == [False, True, False]
    session.answer(GoBack())
    assert marked(session) == [True, False]
    assert session.answer(Picked(0)).step == "tier"
    assert marked(session) == [False, True, False]


def test_a_tier_of_another_year_is_not_kept() -> None:
    session = to_tier().touch("300 元档").answer(GoBack()).answer(GoBack()).touch("2027 年度")
    assert marked(session) == [False]


@pytest.mark.parametrize(
    "code",
    [
        FaultCode.OVER_AGE,
        FaultCode.DOUBLE_COVER,
        FaultCode.NOT_IN_WINDOW,
        FaultCode.ALREADY_PAID,
        FaultCode.DEDUCTION_IN_PROGRESS,
    ],
    ids=lambda code: code.value,
)
def test_whom_the_service_refuses_is_told_why(code: FaultCode) -> None:
    session = to_years().failed(code)
    assert session.view(NoticeView).title == FAULT_TEXTS[code].title
    assert "没有扣款" in str(session.view(NoticeView).money)
    assert session.answer(GoBack()).step == "service"


def test_a_tier_one_is_not_entitled_to_is_corrected_by_going_back() -> None:
    session = to_tier().touch("100 元档").failed(FaultCode.TIER_NOT_ENTITLED)
    assert session.choices == ["返回首页", "打印说明单"]
    assert session.answer(GoBack()).step == "tier"
    assert session.touch("300 元档").step == "quote"


def test_a_proxy_pays_a_year_for_another() -> None:
    session = Session().to_number(CitizenGroup.RESIDENT).named().done(samples.RESIDENTS[0])
    session.touch("城乡居民基本医疗保险")
    assert session.asked(FindYears).citizen == samples.PAYEE
    session.done(YEARS).touch("2026 年度").touch("300 元档")
    session.done(service_samples.quote(session.asked(AskQuote)))
    assert session.facts["缴费人"] == "　".join(MASKED_PAYEE)
