"""From edge models to what can be paid and what it costs; a quote is for what was asked."""

from __future__ import annotations

from itertools import product
from typing import assert_never

from kiosk.backend.translate import distinct, malformed, sound
from kiosk.backend.wire_payable import (
    BasisAnswer,
    BillAnswer,
    BillsAnswer,
    MedicalOfferAnswer,
    PeriodAnswer,
    QuoteAnswer,
    YearAnswer,
    YearsAnswer,
)
from kiosk.domain.basis import Basis, BasisKind
from kiosk.domain.bill import Bill, BillKind
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.medical import InsuranceItem, MedicalOffer, MedicalPlan
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine
from kiosk.domain.selection import ChosenBills, MonthsOnBase, Selection, YearOnTier
from kiosk.domain.tier import Tier, YearOffer


def period(answer: PeriodAnswer | BillAnswer) -> ContributionPeriod:
    """Months of one year. Raises ValueError for anything else."""
    return ContributionPeriod(Month.parse(answer.first_month), Month.parse(answer.last_month))


def basis(answer: BasisAnswer) -> Basis:
    """What an amount is reckoned from. Raises ValueError for a tier or bills without a name."""
    return Basis(BasisKind(answer.kind), Money(answer.amount_fen), answer.name)


def years(answer: YearsAnswer) -> tuple[YearOffer, ...]:
    """Different years as they came, the one to be paid first in front."""
    distinct((str(one.year) for one in answer.years), "a year twice")
    return tuple(_year(one) for one in answer.years)


def _year(answer: YearAnswer) -> YearOffer:
    """Tiers that can be told apart, in ascending order."""
    distinct((tier.code for tier in answer.tiers), "a tier twice")
    distinct((tier.name for tier in answer.tiers), "a tier twice")
    tiers = (
        Tier(tier.code, tier.name, Money(tier.amount_fen), Money(tier.subsidy_fen), tier.note)
        for tier in answer.tiers
    )
    return YearOffer(
        answer.year,
        answer.person_type,
        tuple(sorted(tiers, key=lambda tier: tier.amount)),
        answer.demonstration,
    )


def medical_offer(answer: MedicalOfferAnswer) -> MedicalOffer:
    """Plans and items that can be told apart."""
    for options in (answer.plans, answer.items):
        distinct((option.code for option in options), "an option twice")
        distinct((option.name for option in options), "an option twice")
    return sound(
        lambda: MedicalOffer(
            tuple(
                MedicalPlan(
                    plan.code,
                    plan.name,
                    plan.description,
                    plan.rate_bp,
                    tuple(Money(fen) for fen in plan.bases_fen),
                )
                for plan in answer.plans
            ),
            tuple(
                InsuranceItem(
                    item.code,
                    item.name,
                    None if item.month_fen is None else Money(item.month_fen),
                    item.required,
                )
                for item in answer.items
            ),
            answer.note,
            answer.demonstration,
        ),
        "medical offer",
    )


def bills(answer: BillsAnswer, asked: BillKind) -> tuple[Bill, ...]:
    """Different bills, all of the kind that was asked about."""
    distinct((one.bill_number for one in answer.bills), "a bill twice")
    found = sound(lambda: tuple(_bill(one) for one in answer.bills), "bill")
    if any(bill.kind is not asked for bill in found):
        raise malformed("another kind of bill")
    return found


def _bill(answer: BillAnswer) -> Bill:
    return Bill(
        number=answer.bill_number,
        kind=BillKind(answer.kind),
        insurance=InsuranceKind(answer.insurance),
        personal_number=answer.personal_number,
        agency_name=answer.agency_name,
        period=period(answer),
        amount=Money(answer.amount_fen),
        determined_on=answer.determined_on,
    )


def quote(
    answer: QuoteAnswer, personal_number: str, insurance: InsuranceKind, selection: Selection
) -> Quote:
    """A quote whose lines add up to its total, and which is for what was asked and nothing else.

    Periods and lines come in ascending order.
    """
    quoted = sound(lambda: _quote(answer), "quote")
    if (quoted.personal_number, quoted.insurance) != (personal_number, insurance):
        raise malformed("another quote")
    if not _is_for(quoted, selection):
        raise malformed("another quote")
    return quoted


def _quote(answer: QuoteAnswer) -> Quote:
    lines = (QuoteLine(period(line), Money(line.amount_fen), line.item) for line in answer.lines)
    return Quote(
        number=answer.quote_number,
        personal_number=answer.personal_number,
        insurance=InsuranceKind(answer.insurance),
        agency_name=answer.agency_name,
        periods=tuple(sorted(map(period, answer.periods), key=_place)),
        basis=basis(answer.basis),
        lines=tuple(sorted(lines, key=lambda line: _place(line.period))),
        total=Money(answer.total_fen),
        demonstration=answer.demonstration,
    )


def _place(stretch: ContributionPeriod) -> tuple[Month, Month]:
    return stretch.first, stretch.last


def _is_for(quoted: Quote, selection: Selection) -> bool:
    match selection:
        case MonthsOnBase():
            return _is_for_months(quoted, selection)
        case YearOnTier():
            return _is_for_year(quoted, selection)
        case ChosenBills():
            return _is_for_bills(quoted, selection)
        case _:
            assert_never(selection)


def _is_for_months(quoted: Quote, selection: MonthsOnBase) -> bool:
    """One line for each month, or one for each month and item, the items of all months alike."""
    months = [ContributionPeriod(month, month) for month in selection.period.months]
    parts = [(line.period, line.item) for line in quoted.lines]
    items = {item for _, item in parts}
    return (
        quoted.periods == (selection.period,)
        and (quoted.basis.kind, quoted.basis.amount) == (BasisKind.BASE, selection.base)
        and bool(quoted.basis.name) is bool(selection.plan)
        and len(items) == max(1, len(selection.items))
        and ("" in items) is not bool(selection.items)
        and len(parts) == len(months) * len(items)
        and set(parts) == set(product(months, items))
    )


def _is_for_year(quoted: Quote, selection: YearOnTier) -> bool:
    """The whole year in one line, for the amount of the tier."""
    year = ContributionPeriod.whole_year(selection.year)
    return (
        quoted.periods == (year,)
        and quoted.basis.kind is BasisKind.TIER
        and quoted.basis.amount == quoted.total
        and quoted.lines == (QuoteLine(year, quoted.total),)
    )


def _is_for_bills(quoted: Quote, selection: ChosenBills) -> bool:
    """A line for each bill, and of its period. What it amounts to may have been determined anew."""
    asked = tuple(sorted((bill.period for bill in selection.bills), key=_place))
    return (
        quoted.basis.kind is BasisKind.BILLS
        and quoted.periods == asked
        and tuple(line.period for line in quoted.lines) == asked
        and not any(line.item for line in quoted.lines)
    )
