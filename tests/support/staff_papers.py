"""Each paper that the receipt printer prints for staff, made as the maintenance menu makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from kiosk.documents.staff_slip_layout import lay_out_staff_slip
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.paper import PaperDocument
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.staff_slip import StaffSlip
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import TerminalFacts
from kiosk.flows.requests.maintenance.money import (
    Batch,
    DayEnded,
    Open,
    OpenMoney,
    OpenPayment,
    Verdict,
)
from kiosk.ledger import AttemptState, CardAttempt, LedgerOrder, NewOrder, OrderFacts
from kiosk.maintenance.open_money import copy_slip, open_money_slip, settlement_slip
from tests.support.receipts import RECEIPT

AT = datetime(2026, 3, 5, 18, 2, 11, tzinfo=UTC)
FACTS = TerminalFacts(
    name="社保费自助缴费终端",
    number="JN-03",
    hall_name="济南市历下区政务服务中心办税服务厅",
    tax_authority="国家税务总局济南市税务局",
    window="3 号人工窗口",
    hotline="12366",
)
NUMBER = OrderNumber("JN03202603051021330000001")
_AMOUNT = Money(177_660)
_PAID = CardPayment(
    card_masked="622848*********0018",
    terminal_id="29000101",
    merchant_id="898370000000001",
    batch=17,
    trace=1_234,
    reference="064233087142",
    authorisation="A1B2C3",
    approved_at=AT,
)
_REVERSED = CardAttempt(
    order_number=NUMBER,
    ordinal=0,
    trace=1_233,
    batch=17,
    terminal_id="29000101",
    merchant_id="898370000000001",
    card_masked=_PAID.card_masked,
    sealed_sha256="0" * 64,
    state=AttemptState.REVERSED,
    since=AT,
    reason="98",
    response_code="00",
)
_APPROVED = replace(
    _REVERSED,
    ordinal=1,
    trace=1_234,
    state=AttemptState.APPROVED,
    reason="",
    response_code="",
    payment=_PAID,
)
ORDER = LedgerOrder(
    terms=NewOrder(
        number=NUMBER,
        idempotency_key="7f3a",
        quote_number="Q-1",
        insurance=InsuranceKind.FLEXIBLE_PENSION,
        periods=(ContributionPeriod(Month(2026, 1), Month(2026, 3)),),
        basis=RECEIPT.basis,
        lines=RECEIPT.lines,
        amount=RECEIPT.amount,
        tender=Tender.BANK_CARD,
        payer_name_masked=RECEIPT.payer_name_masked,
        payer_number_masked=RECEIPT.payer_number_masked,
        payer_digest="0" * 64,
        proxy_name_masked="",
        agency_name="济南市社会保险事业中心",
        demonstration=False,
        created_at=AT,
    ),
    state=OrderState.POSTED,
    state_since=AT,
    facts=OrderFacts(posting_serial="SB2026030500001", channel_trade_number="064233087142"),
    attempts=(_REVERSED, _APPROVED),
)


def _open(why: Open, tender: Tender, trace: int = 0) -> OpenPayment:
    insurance = InsuranceKind.FLEXIBLE_MEDICAL
    return OpenPayment(NUMBER, why, _AMOUNT, insurance, tender, AT, trace=trace)


_OPEN = (
    _open(Open.NEEDS_PERSON, Tender.WECHAT),
    _open(Open.REVERSAL, Tender.BANK_CARD, 1_235),
)
SLIPS = {
    "staff-open-money": open_money_slip(OpenMoney(_OPEN, takes_cards=True), FACTS, AT),
    "staff-settlement": settlement_slip(
        DayEnded(Verdict.UNBALANCED, Batch(17, 128, Money(12_345_678))), FACTS, AT
    ),
    "staff-copy": copy_slip(ORDER, FACTS, AT),
}


def _laid_out(slip: StaffSlip) -> Callable[[int], PaperDocument]:
    return lambda columns: lay_out_staff_slip(slip, columns)


STAFF_PAPERS: dict[str, Callable[[int], PaperDocument]] = {
    name: _laid_out(slip) for name, slip in SLIPS.items()
}
"""Every kind by name, laid out for so many columns."""
