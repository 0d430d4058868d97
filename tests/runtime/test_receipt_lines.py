from __future__ import annotations

from dataclasses import replace

from kiosk.domain.bill import BillKind
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money, total
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine
from kiosk.domain.receipt import ReceiptLine
from kiosk.domain.selection import ChosenBills, MonthsOnBase, YearOnTier
from kiosk.domain.tender import Tender
from kiosk.flows.requests.contributions import AskQuote
from kiosk.runtime.order_book import receipt_lines
from tests.runtime.conftest import Room
from tests.support import service_samples
from tests.support.samples import BASE, CITIZEN, PERIOD, PERSONAL_NUMBER, quote

TWO_BILLS = ChosenBills(service_samples.bills(BillKind.SPECIAL)[:2])
JANUARY, FEBRUARY = (ContributionPeriod(Month(2026, m), Month(2026, m)) for m in (1, 2))


def quoted(selection: ChosenBills | YearOnTier | MonthsOnBase) -> Quote:
    kind = InsuranceKind.FLEXIBLE_MEDICAL
    return service_samples.quote(AskQuote(CITIZEN, PERSONAL_NUMBER, kind, selection))


def medical() -> Quote:
    """Two items in each of two months."""
    lines = tuple(
        QuoteLine(month, Money(fen), item)
        for month in (JANUARY, FEBRUARY)
        for item, fen in (("基本医疗保险", 70_200), ("大额医疗补助", 1_200))
    )
    periods = (ContributionPeriod(Month(2026, 1), Month(2026, 2)),)
    basis = quoted(MonthsOnBase(PERIOD, BASE, "A", ("10",))).basis
    every = total(tuple(line.amount for line in lines))
    return replace(quote(), periods=periods, basis=basis, lines=lines, total=every)


def test_months_are_itemised_by_month() -> None:
    each = quote().lines[0].amount
    assert receipt_lines(quote()) == tuple(
        ReceiptLine(f"2026年0{month}月", each) for month in (1, 2, 3)
    )


def test_items_are_summed_over_the_months() -> None:
    assert receipt_lines(medical()) == (
        ReceiptLine("基本医疗保险", Money(140_400)),
        ReceiptLine("大额医疗补助", Money(2_400)),
    )


def test_bills_are_itemised_by_bill_although_two_are_for_the_same_months() -> None:
    bills = quoted(TWO_BILLS)
    twice = replace(bills, periods=bills.periods[:1], lines=(bills.lines[0],) * 2)
    for offer in (bills, twice):
        assert [line.amount for line in receipt_lines(offer)] == [
            line.amount for line in offer.lines
        ]


def test_one_thing_is_not_itemised() -> None:
    assert receipt_lines(quote(JANUARY)) == ()
    assert receipt_lines(quoted(YearOnTier(2026, "300"))) == ()
    assert receipt_lines(quoted(MonthsOnBase(JANUARY, BASE, "A", ("10",)))) == ()


async def test_every_kind_of_payment_can_be_kept(room: Room) -> None:
    for offer in (
        quote(),
        medical(),
        quoted(YearOnTier(2027, "300")),
        quoted(TWO_BILLS),
    ):
        status = await room.desk.open(CITIZEN, offer, Tender.ALIPAY)
        terms = room.kept(status.number).terms
        assert (terms.periods, terms.basis, terms.amount) == (
            offer.periods,
            offer.basis,
            offer.total,
        )
        assert terms.lines == receipt_lines(offer)
