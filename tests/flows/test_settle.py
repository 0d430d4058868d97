"""From a selection to the receipt, the same for every service."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from kiosk.domain.basis import Basis, BasisKind, monthly_base
from kiosk.domain.bill import BillKind
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import ZERO, Money
from kiosk.domain.order import OrderState
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine
from kiosk.domain.selection import ChosenBills, MonthsOnBase, Selection, YearOnTier
from kiosk.domain.tender import Tender
from kiosk.domain.text import say
from kiosk.flows.parts.party import Party
from kiosk.flows.parts.settle import SETTLE, SettleCase
from kiosk.flows.requests.contributions import AskQuote
from kiosk.flows.requests.payment import ChargeCode, OpenOrder
from kiosk.session.answers import Again, Confirmed, GoBack, TenderChosen
from kiosk.session.effects import Perform
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.health import Situation
from kiosk.session.position import Move, begin
from kiosk.session.terminal import Terminal
from kiosk.session.views import NoticeView, Place, ReviewView, Row
from tests.support import samples
from tests.support.promises import MASKED, MASKED_PAYEE
from tests.support.samples import CITIZEN, PAYEE, PERSONAL_NUMBER, YEAR
from tests.support.service_samples import bill
from tests.support.visit import Session

OWN = Party(CITIZEN)
JANUARY = ContributionPeriod(Month(YEAR, 1), Month(YEAR, 1))
FEBRUARY = ContributionPeriod(Month(YEAR, 2), Month(YEAR, 2))
SPRING = ContributionPeriod(Month(YEAR, 1), Month(YEAR, 2))
WHOLE = ContributionPeriod.whole_year(YEAR)
BEFORE = ContributionPeriod.whole_year(YEAR - 1)
MONTHS = MonthsOnBase(SPRING, Money.yuan(5200))


@dataclass(frozen=True, slots=True)
class Costs:
    """What a selection costs."""

    selection: Selection
    basis: Basis
    lines: tuple[QuoteLine, ...]
    periods: tuple[ContributionPeriod, ...]

    @property
    def quote(self) -> Quote:
        return Quote(
            number="Q-7",
            personal_number=PERSONAL_NUMBER,
            insurance=InsuranceKind.FLEXIBLE_PENSION,
            agency_name="济南市社会保险事业中心",
            periods=self.periods,
            basis=self.basis,
            lines=self.lines,
            total=Money(sum(line.amount.fen for line in self.lines)),
            demonstration=False,
        )


ALIKE = Costs(
    MONTHS,
    monthly_base(Money.yuan(5200)),
    (QuoteLine(JANUARY, Money.yuan(1040)), QuoteLine(FEBRUARY, Money.yuan(1040))),
    (SPRING,),
)
DIFFERENT = replace(
    ALIKE, lines=(QuoteLine(JANUARY, Money.yuan(1040)), QuoteLine(FEBRUARY, Money(104150)))
)
ITEMS = Costs(
    MonthsOnBase(JANUARY, Money.yuan(4504), "A", ("10", "20")),
    monthly_base(Money.yuan(4504), "统账结合"),
    (QuoteLine(JANUARY, Money(40536), "基本医疗"), QuoteLine(JANUARY, Money(800), "长期护理")),
    (JANUARY,),
)
ITEMS_OF_MONTHS = replace(
    ITEMS,
    lines=(
        QuoteLine(JANUARY, Money(40536), "基本医疗"),
        QuoteLine(JANUARY, Money(800), "长期护理"),
        QuoteLine(FEBRUARY, Money(40536), "基本医疗"),
    ),
    periods=(SPRING,),
)
TIER = Costs(
    YearOnTier(YEAR, "300"),
    Basis(BasisKind.TIER, Money.yuan(300), "300 元档"),
    (QuoteLine(WHOLE, Money.yuan(300)),),
    (WHOLE,),
)
BILLS = Costs(
    ChosenBills(tuple(bill(BillKind.SPECIAL, "HD", year) for year in (YEAR - 1, YEAR))),
    Basis(BasisKind.BILLS, ZERO, "特殊缴费"),
    (QuoteLine(BEFORE, Money.yuan(900)), QuoteLine(WHOLE, Money.yuan(900))),
    (BEFORE, WHOLE),
)


def settling(costs: Costs, party: Party = OWN, *remarks: Row) -> Session:
    """At the quote of a selection."""
    case = SettleCase(
        party, PERSONAL_NUMBER, InsuranceKind.FLEXIBLE_PENSION, costs.selection, remarks
    )

    def start(situation: Situation) -> Move:
        return begin(SETTLE, case, situation)

    return Session(Terminal(samples.FACTS, start)).to_home()


def reviewing(costs: Costs, party: Party = OWN, *remarks: Row) -> Session:
    return settling(costs, party, *remarks).done(costs.quote)


@pytest.mark.parametrize("costs", [ALIKE, ITEMS, TIER, BILLS], ids=["months", "items", "tier", "b"])
def test_exactly_the_selection_is_quoted(costs: Costs) -> None:
    assert settling(costs).asked(AskQuote) == AskQuote(
        CITIZEN, PERSONAL_NUMBER, InsuranceKind.FLEXIBLE_PENSION, costs.selection
    )


@pytest.mark.parametrize(
    ("costs", "parts"),
    [
        (
            ALIKE,
            {
                "费款所属期": "2026年01月 – 02月（2 个月）",
                "缴费基数": "5,200 元 / 月",
                "每月应缴": "1,040.00 元",
            },
        ),
        (
            DIFFERENT,
            {
                "费款所属期": "2026年01月 – 02月（2 个月）",
                "缴费基数": "5,200 元 / 月",
                "2026年01月": "1,040.00 元",
                "2026年02月": "1,041.50 元",
            },
        ),
        (
            ITEMS,
            {
                "费款所属期": "2026年01月（1 个月）",
                "缴费基数": "统账结合　4,504 元 / 月",
                "基本医疗": "405.36 元",
                "长期护理": "8.00 元",
            },
        ),
        (
            ITEMS_OF_MONTHS,
            {
                "费款所属期": "2026年01月 – 02月（2 个月）",
                "缴费基数": "统账结合　4,504 元 / 月",
                "2026年01月 基本医疗": "405.36 元",
                "2026年01月 长期护理": "8.00 元",
                "2026年02月 基本医疗": "405.36 元",
            },
        ),
        (TIER, {"费款所属期": "2026年度", "缴费档次": "300 元档"}),
        (
            BILLS,
            {
                "费款所属期": "2025年度、2026年度",
                "缴费项目": "特殊缴费",
                "2025年度": "900.00 元",
                "2026年度": "900.00 元",
            },
        ),
    ],
    ids=["alike", "different", "items", "items of months", "tier", "bills"],
)
def test_the_review_lays_out_every_part_of_the_sum(costs: Costs, parts: dict[str, str]) -> None:
    session = reviewing(costs)
    assert session.facts == {
        "缴费人": f"{MASKED[0]}　{MASKED[1]}",
        "险种": "灵活就业人员基本养老保险",
        **parts,
        "社保经办机构": "济南市社会保险事业中心",
    }
    assert session.view(ReviewView).amount == costs.quote.total
    assert session.scene.place is Place.REVIEW


def test_what_only_the_service_knows_is_said_before_the_agency() -> None:
    session = reviewing(TIER, OWN, Row(say("政府补贴"), say("30.00 元")))
    assert list(session.facts)[-2:] == ["政府补贴", "社保经办机构"]


def test_of_a_proxied_payee_only_what_the_service_gave_is_shown() -> None:
    assert reviewing(TIER, Party(PAYEE)).facts["缴费人"] == "　".join(MASKED_PAYEE)


def test_a_proxy_who_logged_in_is_named_beside_the_payee() -> None:
    session = reviewing(TIER, Party(PAYEE, CITIZEN))
    assert list(session.facts)[:2] == ["缴费人", "代缴人"]
    assert session.facts["代缴人"] == "　".join(MASKED)


@pytest.mark.parametrize("costs", [ALIKE, ITEMS, TIER, BILLS], ids=["months", "items", "tier", "b"])
def test_nothing_is_charged_without_the_review(costs: Costs) -> None:
    session = reviewing(costs)
    charges = [
        effect
        for effect in session.history
        if isinstance(effect, Perform) and isinstance(effect.request, OpenOrder | ChargeCode)
    ]
    assert charges == []
    before = session.terminal
    for answer in (TenderChosen(Tender.ALIPAY), Again()):
        assert session.answer(answer).terminal == before
    session.answer(Confirmed()).answer(TenderChosen(Tender.ALIPAY))
    assert session.asked(OpenOrder).quote == costs.quote


@pytest.mark.parametrize("demonstration", [False, True])
def test_what_cannot_be_undone_and_what_nobody_verified_is_said(demonstration: bool) -> None:
    session = settling(TIER).done(replace(TIER.quote, demonstration=demonstration))
    caution = str(session.view(ReviewView).caution)
    assert "不能在本机撤销" in caution
    assert ("演示数据" in caution) is demonstration


@pytest.mark.parametrize(
    "code",
    [
        FaultCode.ALREADY_PAID,
        FaultCode.AMOUNT_CHANGED,
        FaultCode.BASE_OUT_OF_BOUNDS,
        FaultCode.DEDUCTION_IN_PROGRESS,
        FaultCode.DOUBLE_COVER,
        FaultCode.NOTHING_DUE,
        FaultCode.ORDER_OPEN,
        FaultCode.OVER_AGE,
        FaultCode.PERIOD_NOT_PAYABLE,
        FaultCode.TIER_NOT_ENTITLED,
    ],
    ids=lambda code: code.value,
)
def test_what_the_service_does_not_quote_is_told_with_its_reason(code: FaultCode) -> None:
    session = settling(TIER).failed(code)
    assert session.view(NoticeView).title == FAULT_TEXTS[code].title
    assert session.view(NoticeView).money == FAULT_TEXTS[code].money


def test_a_quote_that_no_longer_holds_is_asked_for_anew_and_reviewed_anew() -> None:
    session = reviewing(TIER).answer(Confirmed()).answer(TenderChosen(Tender.ALIPAY))
    session.failed(FaultCode.QUOTE_EXPIRED).touch("重新核对")
    assert session.asked(AskQuote).selection == TIER.selection
    dearer = replace(TIER, lines=(QuoteLine(WHOLE, Money.yuan(320)),)).quote
    assert session.done(dearer).view(ReviewView).amount == Money.yuan(320)


def test_the_payment_that_stands_gets_the_receipt() -> None:
    session = settling(BILLS).settled(BILLS.quote)
    assert session.title == "缴费成功"
    assert "2025年度、2026年度" in str(getattr(session.scene.view, "summary", ""))


def test_an_order_that_was_closed_leads_back_to_the_review_by_way_of_the_tenders() -> None:
    session = reviewing(TIER).answer(Confirmed()).answer(TenderChosen(Tender.ALIPAY))
    amount = TIER.quote.total
    session.done(samples.order(amount=amount)).answer(GoBack())
    session.done(samples.order(OrderState.CLOSED, amount=amount))
    assert session.step == "tender"
    assert session.answer(GoBack()).step == "review"
