"""What happens outside this service's own channels: phones and counters that take a payment, the
bank's batch deduction, and agencies that change their bills."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from sim.backend import tariff
from sim.backend.collection import Collection
from sim.backend.crediting import credit
from sim.backend.declared import declared_base
from sim.backend.enrolments import all_of, payable_months, previous_base
from sim.backend.models import (
    Bill,
    Contribution,
    Enrolment,
    Order,
    PaymentChannel,
    Person,
    Quote,
)
from sim.backend.months import bases_of
from sim.backend.payable import Priced
from sim.backend.pricing import reckon
from sim.backend.problems import Problem
from sim.backend.wire_payable import ChosenBills, MonthsOnBase, SelectionBody, YearOnTier
from sim.backend.years import payable_year


class NothingToPay(Exception):
    """There is nothing of that insurance that the person could pay, or that bill is not open."""


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose money comes in, and how: ``tender`` in Chinese."""

    identity_number: str
    insurance: InsuranceKind
    channel: PaymentChannel
    tender: str


def enrolment_of(session: Session, identity_number: str, insurance: InsuranceKind) -> Enrolment:
    """The enrolment of a person in an insurance. Raises NothingToPay."""
    person_id = session.scalar(select(Person.id).where(Person.identity_number == identity_number))
    if person_id is not None:
        for enrolment in all_of(session, person_id):
            if enrolment.insurance is insurance:
                return enrolment
    raise NothingToPay


def pay_elsewhere(session: Session, collection: Collection, payer: Payer, serial: str) -> bool:
    """Pay what the person's newest order is for, or else what can be paid first. False when it is
    paid already. Raises NothingToPay."""
    enrolment = enrolment_of(session, payer.identity_number, payer.insurance)
    priced = _ordered(session, enrolment) or _priced(session, collection, enrolment)
    return _enter(session, collection, enrolment, payer, serial, priced)


def deduct(session: Session, collection: Collection, payer: Payer, serial: str) -> bool:
    """The running batch deduction succeeds: what can be paid is paid, unless somebody was first.

    Raises NothingToPay where there was no base or tier to deduct by."""
    enrolment = enrolment_of(session, payer.identity_number, payer.insurance)
    enrolment.deduction_running = False
    session.flush()
    priced = _priced(session, collection, enrolment)
    return _enter(session, collection, enrolment, payer, serial, priced)


def change_bill(
    session: Session, identity_number: str, insurance: InsuranceKind, more_fen: int
) -> str:
    """The agency determines the oldest open bill anew, at so much more or less; returns its number.
    Raises NothingToPay."""
    enrolment = enrolment_of(session, identity_number, insurance)
    bills = _open_bills(session, enrolment)
    if not bills or bills[0].amount_fen + more_fen <= 0:
        raise NothingToPay
    bills[0].amount_fen += more_fen
    return bills[0].number


def _ordered(session: Session, enrolment: Enrolment) -> Priced | None:
    rows = select(Order).where(
        Order.person_id == enrolment.person_id,
        Order.insurance == enrolment.insurance,
    )
    order = session.scalar(rows.order_by(Order.created_at.desc()).limit(1))
    if order is None:
        return None
    quote = session.get_one(Quote, order.quote_number)
    return Priced(quote.periods, quote.basis, quote.lines, quote.demonstration)


def _priced(session: Session, collection: Collection, enrolment: Enrolment) -> Priced:
    selection = _selection(session, collection, enrolment)
    if selection is None:
        raise NothingToPay
    try:
        return reckon(session, collection, enrolment, selection)
    except Problem as problem:
        raise NothingToPay from problem


def _selection(
    session: Session, collection: Collection, enrolment: Enrolment
) -> SelectionBody | None:
    """Bills first, all of the kind of the oldest; then the first month or the year."""
    bills = _open_bills(session, enrolment)
    if bills:
        alike = [bill.number for bill in bills if bill.kind is bills[0].kind]
        return ChosenBills(kind="bills", bill_numbers=alike)
    today = collection.clock.today()
    if enrolment.insurance.group is CitizenGroup.RESIDENT:
        person = session.get_one(Person, enrolment.person_id)
        found = tariff.tiers(session, enrolment.insurance, person.person_type, today)
        due = [tier for tier in found.values() if tier.amount_fen > 0]
        try:
            year = payable_year(session, collection, enrolment)
        except Problem:
            return None
        return YearOnTier(kind="year", year=year, tier=due[0].code) if due else None
    months = payable_months(session, collection, enrolment)
    declared = declared_base(session, enrolment, today.year)
    base = declared.base_fen or previous_base(session, enrolment, today)
    if not months or base is None:
        return None
    plan, items = None, list[str]()
    if enrolment.insurance is InsuranceKind.FLEXIBLE_MEDICAL:
        offered = tariff.medical_tariff(session, enrolment.agency_code, today)
        fitting = (
            code
            for code, one in offered.plans.items()
            if base in bases_of(one, declared, proxied=False)
        )
        plan = next(fitting, None)
        items = [item.code for item in offered.items.values() if item.required]
    first = months[0].code
    return MonthsOnBase(
        kind="months", first_month=first, last_month=first, base_fen=base, plan=plan, items=items
    )


def _open_bills(session: Session, enrolment: Enrolment) -> tuple[Bill, ...]:
    rows = select(Bill).where(
        Bill.person_id == enrolment.person_id,
        Bill.personal_number == enrolment.personal_number,
        Bill.contribution_id.is_(None),
    )
    return tuple(session.scalars(rows.order_by(Bill.first_month, Bill.number)))


def _enter(
    session: Session,
    collection: Collection,
    enrolment: Enrolment,
    payer: Payer,
    serial: str,
    priced: Priced,
) -> bool:
    now = collection.clock.now()
    return credit(
        session,
        Contribution(
            number=serial,
            person_id=enrolment.person_id,
            insurance=enrolment.insurance,
            personal_number=enrolment.personal_number,
            agency_name=enrolment.agency_name,
            periods=priced.periods,
            basis_kind=priced.basis.kind,
            basis_fen=priced.basis.amount.fen,
            basis_name=priced.basis.name,
            lines=priced.lines,
            amount_fen=priced.total_fen,
            tender=payer.tender,
            channel=payer.channel,
            paid_at=now,
            posted_at=now,
            posting_serial=serial,
            channel_trade_number=f"EX{serial}",
            tax_ticket_number=None,
            demonstration=priced.demonstration,
        ),
    )
