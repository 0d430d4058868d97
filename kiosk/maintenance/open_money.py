"""What of the money is not finished, read from the ledger, and put on paper for staff."""

from __future__ import annotations

from datetime import datetime

from kiosk.domain.order import OrderState
from kiosk.domain.staff_slip import StaffSlip
from kiosk.domain.terminal import TerminalFacts
from kiosk.flows.maintenance.money_words import STATES, WHY, ended_words
from kiosk.flows.requests.maintenance.money import (
    Batch,
    DayEnded,
    Open,
    OpenMoney,
    OpenPayment,
    RecentPayment,
    RecentPayments,
)
from kiosk.ledger import AttemptState, CardAttempt, Ledger, LedgerOrder
from kiosk.maintenance.unanswered_day import unanswered_day

_WHY = {
    OrderState.NEEDS_PERSON: Open.NEEDS_PERSON,
    OrderState.UNKNOWN: Open.UNKNOWN,
    OrderState.PAID: Open.UNPOSTED,
    OrderState.POSTING: Open.UNPOSTED,
    OrderState.REFUNDING: Open.REFUNDING,
}


_ATTEMPTS = {
    AttemptState.SENT: "结果不明",
    AttemptState.APPROVED: "成功",
    AttemptState.DECLINED: "没有成功",
    AttemptState.REVERSED: "已冲正",
}


def open_money(ledger: Ledger, *, takes_cards: bool) -> OpenMoney:
    """Everything that is not finished, what needs a person first. Raises LedgerUnavailable,
    LedgerDamaged."""
    payments = [_open_payment(order) for order in ledger.open_orders()]
    # A purchase waits to be reversed even where its order was settled otherwise.
    known = {one.number for one in payments}
    waiting = {attempt.order_number for attempt, _ in ledger.at_risk()}
    payments += [_open_payment(ledger.order(number)) for number in sorted(waiting - known)]
    gravest = list(Open)
    payments.sort(key=lambda one: (gravest.index(one.why), one.since))
    if not takes_cards:
        return OpenMoney(tuple(payments), takes_cards)
    return OpenMoney(tuple(payments), takes_cards, batch_of(ledger), unanswered_day(ledger))


def batch_of(ledger: Ledger) -> Batch | None:
    """The batch that purchases are in now."""
    number = ledger.batch()
    if number is None:
        return None
    counted = ledger.batch_totals(number)
    return Batch(number, counted.count, counted.amount)


def recent_payments(ledger: Ledger, most: int) -> RecentPayments:
    """The latest first, at most so many."""
    return RecentPayments(
        tuple(
            RecentPayment(
                order.number,
                order.terms.created_at,
                order.terms.amount,
                order.state,
                order.terms.tender,
            )
            for order in ledger.newest_orders(most)
        )
    )


def _open_payment(order: LedgerOrder) -> OpenPayment:
    terms = order.terms
    attempt = next((one for one in order.attempts if one.at_risk), None)
    why = _WHY.get(order.state, Open.WAITING)
    if attempt is not None and why is not Open.NEEDS_PERSON:
        why = Open.REVERSAL
    return OpenPayment(
        number=order.number,
        why=why,
        amount=terms.amount,
        insurance=terms.insurance,
        tender=terms.tender,
        since=order.state_since,
        reason="" if attempt is None else attempt.reason,
        trace=0 if attempt is None else attempt.trace,
    )


def open_money_slip(money: OpenMoney, facts: TerminalFacts, now: datetime) -> StaffSlip:
    """The list on paper."""
    return StaffSlip(
        heading="未了结的缴费",
        hall_name=facts.hall_name,
        terminal_number=facts.number,
        printed_at=now,
        sections=tuple(
            (
                ("订单编号", one.number),
                ("险种", one.insurance.label),
                ("缴款方式", one.tender.label),
                ("金额", f"{one.amount.figures} 元"),
                ("情况", WHY[one.why]),
                ("流水号", f"{one.trace:06d}" if one.trace else ""),
                ("自", f"{one.since:%Y-%m-%d %H:%M}"),
            )
            for one in money.payments
        ),
    )


def settlement_slip(ended: DayEnded, facts: TerminalFacts, now: datetime) -> StaffSlip:
    """What came of an end of day, on paper."""
    _, title, what, _ = ended_words(ended)
    batch = ended.batch
    counted = () if batch is None else (("批次", f"{batch.number:06d}"), ("笔数", str(batch.count)))
    return StaffSlip(
        heading=str(title),
        hall_name=facts.hall_name,
        terminal_number=facts.number,
        printed_at=now,
        sections=((*counted, ("结果", str(what))),),
        amount=None if batch is None else ("刷卡合计", batch.amount),
    )


def copy_slip(order: LedgerOrder, facts: TerminalFacts, now: datetime) -> StaffSlip:
    """One payment on paper: all that finds it again at the service or the acquirer."""
    terms, known = order.terms, order.facts
    return StaffSlip(
        heading="缴费存根",
        hall_name=facts.hall_name,
        terminal_number=facts.number,
        printed_at=now,
        sections=(
            (
                ("订单编号", order.number),
                ("险种", terms.insurance.label),
                ("缴款方式", terms.tender.label),
                ("建立时间", f"{terms.created_at:%Y-%m-%d %H:%M:%S}"),
                ("状态", STATES[order.state]),
                ("状态时间", f"{order.state_since:%Y-%m-%d %H:%M:%S}"),
                ("入账流水", known.posting_serial or ""),
                ("渠道单号", known.channel_trade_number or ""),
            ),
            *map(_attempt_facts, order.attempts),
        ),
        amount=("金额", terms.amount),
    )


def _attempt_facts(attempt: CardAttempt) -> tuple[tuple[str, str], ...]:
    paid = attempt.payment
    return (
        ("刷卡", _ATTEMPTS[attempt.state]),
        ("批次", f"{attempt.batch:06d}"),
        ("流水号", f"{attempt.trace:06d}"),
        ("终端号", attempt.terminal_id),
        ("参考号", "" if paid is None else paid.reference),
        ("授权码", "" if paid is None else paid.authorisation),
        ("应答码", attempt.response_code),
        ("冲正原因", attempt.reason),
    )
