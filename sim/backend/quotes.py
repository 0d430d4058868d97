"""Quotes (核定): the service computes what a payment costs, the terminal only shows it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import FINAL_STATES
from kiosk.domain.period import ContributionPeriod, Month
from sim.backend import policy
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.enrolments import paid_months, payable_months, refuse_several_numbers
from sim.backend.models import Enrolment, Order, Quote
from sim.backend.policy_tables import Term
from sim.backend.problems import Code, Problem
from sim.backend.wire import AskQuote, QuoteAnswer, QuoteLineAnswer


def offer(collection: Collection, terminal: str, wanted: AskQuote) -> QuoteAnswer:
    """Compute and keep a quote.

    Problems: no_enrolment, several_personal_numbers, enrolment_suspended, deduction_in_progress,
    not_in_collection_window, already_paid, period_not_payable, base_out_of_bounds, order_open.
    """
    now = collection.clock.now()
    number = f"HD{now:%Y%m%d}{collection.mint.digits(12)}"
    base = Money(wanted.base_fen)

    def work(session: Session) -> QuoteAnswer:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        enrolment = _enrolment(session, person_id, wanted)
        period = _period(wanted)
        rule = check_payable(session, collection, enrolment, period, base)
        month_amount = rule.month_amount(base)
        valid = policy.seconds(session, Term.QUOTE, now.date())
        quote = Quote(
            number=number,
            terminal_number=terminal,
            enrolment_id=enrolment.id,
            first_month=period.first,
            last_month=period.last,
            base_fen=base.fen,
            rate_bp=rule.rate_bp,
            month_fen=month_amount.fen,
            total_fen=(month_amount * len(period.months)).fen,
            demonstration=rule.demonstration,
            expires_at=now + timedelta(seconds=valid),
        )
        session.add(quote)
        return _answer(quote, enrolment, period, valid)

    return collection.store.run(work)


def check_payable(
    session: Session,
    collection: Collection,
    enrolment: Enrolment,
    period: ContributionPeriod,
    base: Money,
) -> policy.BasePolicy:
    """Whether the period can be paid on this base now, and by which rule. Raises Problem if not."""
    today = collection.clock.today()
    if enrolment.status is not EnrolmentStatus.ACTIVE:
        raise Problem(Code.ENROLMENT_SUSPENDED)
    if enrolment.deduction_running:
        raise Problem(Code.DEDUCTION_IN_PROGRESS)
    if period.first.year != today.year:
        raise Problem(Code.PERIOD_NOT_PAYABLE, "only months of the current year can be paid")
    rule = policy.base_policy(session, enrolment.insurance, today)
    if rule is None or not policy.collectable_months(session, enrolment.insurance, today):
        raise Problem(Code.NOT_IN_COLLECTION_WINDOW)
    paid = paid_months(session, enrolment.person_id, enrolment.insurance, today.year)
    if any(month in paid for month in period.months):
        raise Problem(Code.ALREADY_PAID)
    payable = payable_months(session, collection, enrolment)
    if any(month not in payable for month in period.months):
        raise Problem(Code.PERIOD_NOT_PAYABLE)
    if not rule.allows(base):
        raise Problem(Code.BASE_OUT_OF_BOUNDS)
    if has_open_order(session, enrolment.person_id, enrolment.insurance, period):
        raise Problem(Code.ORDER_OPEN)
    return rule


def has_open_order(
    session: Session, person_id: int, insurance: InsuranceKind, period: ContributionPeriod
) -> bool:
    """Whether an order that is not final touches any month of the period."""
    overlapping = select(Order.number).where(
        Order.person_id == person_id,
        Order.insurance == insurance,
        Order.first_month <= period.last,
        Order.last_month >= period.first,
        Order.state.not_in(FINAL_STATES),
    )
    return session.scalar(overlapping.limit(1)) is not None


def _enrolment(session: Session, person_id: int, wanted: AskQuote) -> Enrolment:
    insurance = InsuranceKind(wanted.insurance)
    mine = list(
        session.scalars(
            select(Enrolment).where(
                Enrolment.person_id == person_id, Enrolment.insurance == insurance
            )
        )
    )
    refuse_several_numbers(mine)
    for enrolment in mine:
        if enrolment.personal_number == wanted.personal_number:
            return enrolment
    raise Problem(Code.NO_ENROLMENT)


def _period(wanted: AskQuote) -> ContributionPeriod:
    try:
        return ContributionPeriod(Month.parse(wanted.first_month), Month.parse(wanted.last_month))
    except ValueError as reason:
        raise Problem(Code.PERIOD_NOT_PAYABLE, str(reason)) from None


def _answer(
    quote: Quote, enrolment: Enrolment, period: ContributionPeriod, valid_seconds: int
) -> QuoteAnswer:
    return QuoteAnswer(
        quote_number=quote.number,
        personal_number=enrolment.personal_number,
        insurance=enrolment.insurance.value,
        agency_name=enrolment.agency_name,
        first_month=period.first.code,
        last_month=period.last.code,
        base_fen=quote.base_fen,
        rate_bp=quote.rate_bp,
        lines=[
            QuoteLineAnswer(month=month.code, base_fen=quote.base_fen, amount_fen=quote.month_fen)
            for month in period.months
        ],
        total_fen=quote.total_fen,
        demonstration=quote.demonstration,
        valid_seconds=valid_seconds,
    )
