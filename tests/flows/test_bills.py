"""特殊缴费, 社保（医保）费补缴, 社保费补缴: bills that somebody else determined."""

from __future__ import annotations

import pytest

from kiosk.domain.bill import MOST_BILLS, BillKind
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.selection import ChosenBills
from kiosk.flows.requests.contributions import AskQuote, Bills, FindBills
from kiosk.session.answers import GoBack, Ticked
from kiosk.session.faults import FaultCode
from kiosk.session.views import NoticeView, ReviewView, TicksView
from tests.support import samples, service_samples
from tests.support.service_samples import bill, bills
from tests.support.visit import Session

MODULES = {
    BillKind.SPECIAL: ("特殊缴费", CitizenGroup.FLEXIBLE),
    BillKind.FLEXIBLE_ARREARS: ("社保（医保）费补缴", CitizenGroup.FLEXIBLE),
    BillKind.RESIDENT_ARREARS: ("社保费补缴", CitizenGroup.RESIDENT),
}
by_kind = pytest.mark.parametrize("kind", BillKind, ids=lambda kind: kind.value)


def to_bills(kind: BillKind = BillKind.SPECIAL) -> Session:
    module, group = MODULES[kind]
    return Session().to_service(samples.ENROLMENTS[0], group).touch(module)


def to_choice(kind: BillKind = BillKind.SPECIAL) -> Session:
    return to_bills(kind).done(Bills(bills(kind)))


@by_kind
def test_each_module_asks_for_its_own_bills(kind: BillKind) -> None:
    assert to_bills(kind).asked(FindBills) == FindBills(samples.CITIZEN, kind)


@by_kind
def test_bills_are_shown_with_agency_period_amount_and_nothing_to_edit(kind: BillKind) -> None:
    session = to_choice(kind)
    view = session.view(TicksView)
    assert session.title == "选择需要缴费的单据"
    assert str(view.hint) == "单据由经办机构核定，金额和时间不能改"
    assert [(str(row.title), str(row.detail), row.amount) for row in view.rows[1:]] == [
        (
            "2024年度　灵活就业人员基本养老保险",
            "济南市社会保险事业中心　2026-02-01核定",
            Money.yuan(9552),
        ),
        (
            "2024年度　灵活就业人员基本医疗保险",
            "济南市医疗保险事业中心　2026-02-01核定",
            Money.yuan(9552),
        ),
    ]
    assert not any(row.ticked or row.locked for row in view.rows)
    assert str(view.sum_label) == "合计"


def test_a_bill_that_is_alone_is_ticked_already() -> None:
    session = to_bills().done(Bills((bill(BillKind.SPECIAL, "HD-1", 2023),)))
    assert [row.ticked for row in session.view(TicksView).rows] == [True]


@by_kind
def test_several_bills_are_paid_together_and_reviewed_with_their_sum(kind: BillKind) -> None:
    session = to_choice(kind).answer(Ticked((0, 1)))
    assert session.asked(AskQuote) == AskQuote(
        samples.CITIZEN,
        service_samples.PERSONAL_NUMBER,
        InsuranceKind.FLEXIBLE_PENSION,
        ChosenBills(bills(kind)[:2]),
    )
    session.done(service_samples.quote(session.asked(AskQuote)))
    assert session.view(ReviewView).amount == Money.yuan(2 * 9552)
    assert session.facts["费款所属期"] == "2023年度、2024年度"
    assert session.facts["2023年度"] == session.facts["2024年度"] == "9,552.00 元"
    assert session.facts["缴费项目"] == MODULES[kind][0]
    assert "社保经办机构" in session.facts


@pytest.mark.parametrize("places", [(0, 2), (0, 1, 2)])
def test_bills_of_different_agencies_or_insurances_are_paid_apart(places: tuple[int, ...]) -> None:
    session = to_choice().answer(Ticked(places))
    assert session.step == "choose"
    assert session.complaint == "不同机构、不同险种的单据要分开缴，请一次只选同一类。"
    assert session.answer(Ticked((2,))).step == "quote"


def test_one_payment_has_room_for_so_many_bills() -> None:
    many = tuple(bill(BillKind.SPECIAL, f"HD-{n}", 2023) for n in range(MOST_BILLS + 1))
    session = to_bills().done(Bills(many)).answer(Ticked(tuple(range(MOST_BILLS + 1))))
    assert session.complaint == "一次最多缴 12 张单据，请分几次缴。"
    assert session.answer(Ticked(tuple(range(MOST_BILLS)))).step == "quote"


def test_no_bill_is_paid_that_was_not_ticked() -> None:
    session = to_choice()
    before = session.terminal
    assert session.answer(Ticked(())).terminal == before
    assert session.answer(Ticked((7,))).terminal == before


@by_kind
def test_without_bills_the_citizen_is_told_where_they_would_come_from(kind: BillKind) -> None:
    session = to_bills(kind).done(Bills(()))
    view = session.view(NoticeView)
    assert session.title == "没有要缴的单据"
    assert str(view.money) == "没有扣款。"
    assert "窗口" in str(view.advice)
    assert session.answer(GoBack()).step == "service"


def test_going_back_finds_what_was_ticked() -> None:
    session = to_choice().answer(Ticked((1,))).answer(GoBack())
    assert [row.ticked for row in session.view(TicksView).rows] == [False, True, False]
    assert session.answer(GoBack()).step == "service"


def test_a_bill_that_somebody_pays_meanwhile_is_not_paid_twice() -> None:
    session = to_choice().answer(Ticked((0,))).failed(FaultCode.ALREADY_PAID)
    assert session.title == "这段时间已经缴过了"
    assert session.answer(GoBack()).step == "choose"


def test_a_proxy_pays_the_bills_of_another() -> None:
    session = Session().to_number().named().done(samples.ENROLMENTS[0]).touch("特殊缴费")
    assert session.asked(FindBills).citizen == samples.PAYEE
    session.done(Bills(bills(BillKind.SPECIAL))).answer(Ticked((0,)))
    assert session.asked(AskQuote).citizen == samples.PAYEE
