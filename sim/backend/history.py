"""社保费缴费查询: what a person paid, here and elsewhere, and how often receipts were printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.basis import Basis
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState
from kiosk.domain.payment_record import PaymentState
from kiosk.domain.period import ContributionPeriod
from sim.backend.check_codes import payment_url
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.contributions import Scope, contributions_of
from sim.backend.models import Contribution, Order, PaymentChannel, Quote
from sim.backend.models_cards import CardPurchase
from sim.backend.models_documents import ReceiptPrint
from sim.backend.problems import Code, Problem
from sim.backend.wire_history import (
    MOST_PAYMENTS,
    CountReceiptPrint,
    PaymentAnswer,
    PaymentCardAnswer,
    PaymentsAnswer,
    ReceiptPrintAnswer,
    SearchPayments,
)
from sim.backend.wire_payable import BasisAnswer, PeriodAnswer

_UNDER_WAY = (OrderState.PAID, OrderState.POSTING, OrderState.REFUNDING, OrderState.NEEDS_PERSON)


@dataclass(frozen=True, slots=True)
class PastPayment:
    """A payment as the books have it, credited or not."""

    number: str
    insurance: InsuranceKind
    agency_name: str
    periods: tuple[ContributionPeriod, ...]
    basis: Basis
    amount: Money
    tender: str
    channel: str
    state: PaymentState
    paid_at: datetime
    posting_serial: str
    channel_trade_number: str
    tax_ticket_number: str
    card: CardPurchase | None
    prints: int
    demonstration: bool


def search(collection: Collection, terminal: str, wanted: SearchPayments) -> PaymentsAnswer:
    """The newest payments that were looked for. Problems: visit_expired, not_authorised."""

    def work(session: Session) -> PaymentsAnswer:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        found = payments_of(session, person_id, scope_of(wanted), state_of(wanted))
        return PaymentsAnswer(
            payments=[
                _describe(payment, payment_url(session, collection, payment.number))
                for payment in found[:MOST_PAYMENTS]
            ],
            more=len(found) > MOST_PAYMENTS,
        )

    return collection.store.run(work)


def payments_of(
    session: Session, person_id: int, scope: Scope, state: PaymentState | None
) -> tuple[PastPayment, ...]:
    """Every payment in the scope that is in this state (or in any), the latest first.

    An order appears once its payer was charged; before that nothing has been paid.
    """
    found = (*_credited(session, person_id, scope), *_ordered(session, person_id, scope))
    return tuple(
        sorted(
            (payment for payment in found if state in (None, payment.state)),
            key=lambda payment: (payment.paid_at, payment.number),
            reverse=True,
        )
    )


def count_print(
    collection: Collection,
    terminal: str,
    payment_number: str,
    print_key: str,
    wanted: CountReceiptPrint,
) -> ReceiptPrintAnswer:
    """Count a print of a receipt, once for each key. Problems: visit_expired, not_authorised,
    not_found, idempotency_conflict."""
    now = collection.clock.now()

    def work(session: Session) -> int:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        contribution = session.scalar(
            select(Contribution).where(
                Contribution.number == payment_number,
                Contribution.person_id == person_id,
                Contribution.refunded_at.is_(None),
            )
        )
        if contribution is None:
            raise Problem(Code.NOT_FOUND)
        known = session.get(ReceiptPrint, print_key)
        if known is not None:
            if (known.contribution_id, known.terminal_number) != (contribution.id, terminal):
                raise Problem(Code.IDEMPOTENCY_CONFLICT)
            return known.reprint
        reprint = max(_prints(session, contribution), wanted.printed_before) + 1
        session.add(
            ReceiptPrint(
                print_key=print_key,
                contribution_id=contribution.id,
                reprint=reprint,
                terminal_number=terminal,
                at=now,
            )
        )
        return reprint

    return ReceiptPrintAnswer(reprint=collection.store.run(work))


def scope_of(wanted: SearchPayments) -> Scope:
    """What a request is about."""
    insurance = None if wanted.insurance is None else InsuranceKind(wanted.insurance)
    return Scope(CitizenGroup(wanted.group), wanted.first_year, wanted.last_year, insurance)


def state_of(wanted: SearchPayments) -> PaymentState | None:
    """The state a request is about; None for all."""
    return None if wanted.state is None else PaymentState(wanted.state)


def _prints(session: Session, contribution: Contribution) -> int:
    last = select(func.max(ReceiptPrint.reprint)).where(
        ReceiptPrint.contribution_id == contribution.id
    )
    return session.scalar(last) or 0


def _card(session: Session, order_number: str | None) -> CardPurchase | None:
    return None if order_number is None else session.get(CardPurchase, order_number)


def _credited(session: Session, person_id: int, scope: Scope) -> Iterator[PastPayment]:
    for row in contributions_of(session, person_id, scope):
        refunded = row.refunded_at is not None
        yield PastPayment(
            number=row.number,
            insurance=row.insurance,
            agency_name=row.agency_name,
            periods=row.periods,
            basis=row.basis,
            amount=Money(row.amount_fen),
            tender=row.tender,
            channel=row.channel.label,
            state=PaymentState.REFUNDED if refunded else PaymentState.POSTED,
            paid_at=row.paid_at,
            posting_serial=row.posting_serial,
            channel_trade_number=row.channel_trade_number,
            tax_ticket_number=row.tax_ticket_number or "",
            card=_card(session, row.order_number),
            prints=_prints(session, row),
            demonstration=row.demonstration,
        )


def _ordered(session: Session, person_id: int, scope: Scope) -> Iterator[PastPayment]:
    """Orders whose payer was charged and that are not credited."""
    rows = session.execute(
        select(Order, Quote.demonstration)
        .join(Quote, Quote.number == Order.quote_number)
        .where(
            Order.person_id == person_id,
            Order.state.in_((*_UNDER_WAY, OrderState.REFUNDED)),
        )
    )
    for order, demonstration in rows:
        if not scope.covers(order.insurance) or not any(map(scope.includes, order.periods)):
            continue
        if order.paid_at is None:
            continue
        refunded = order.state is OrderState.REFUNDED
        yield PastPayment(
            number=order.number,
            insurance=order.insurance,
            agency_name=order.agency_name,
            periods=order.periods,
            basis=order.basis,
            amount=Money(order.amount_fen),
            tender=order.tender.label,
            channel=PaymentChannel.KIOSK.label,
            state=PaymentState.REFUNDED if refunded else PaymentState.UNDER_WAY,
            paid_at=order.paid_at,
            posting_serial=order.posting_serial or "",
            channel_trade_number=order.channel_trade_number or "",
            tax_ticket_number=order.tax_ticket_number or "",
            card=_card(session, order.number),
            prints=0,
            demonstration=demonstration,
        )


def _describe(payment: PastPayment, check_url: str) -> PaymentAnswer:
    basis = payment.basis
    return PaymentAnswer(
        payment_number=payment.number,
        insurance=payment.insurance.value,
        agency_name=payment.agency_name,
        periods=[
            PeriodAnswer(first_month=period.first.code, last_month=period.last.code)
            for period in payment.periods
        ],
        basis=BasisAnswer(kind=basis.kind.value, amount_fen=basis.amount.fen, name=basis.name),
        amount_fen=payment.amount.fen,
        tender=payment.tender,
        channel=payment.channel,
        state=payment.state.value,
        paid_at=payment.paid_at,
        posting_serial=payment.posting_serial,
        channel_trade_number=payment.channel_trade_number,
        tax_ticket_number=payment.tax_ticket_number,
        card=None if payment.card is None else _describe_card(payment.card),
        prints=payment.prints,
        demonstration=payment.demonstration,
        check_url=check_url,
    )


def _describe_card(purchase: CardPurchase) -> PaymentCardAnswer:
    return PaymentCardAnswer(
        card_masked=purchase.card_masked,
        terminal_id=purchase.terminal_id,
        merchant_id=purchase.merchant_id,
        batch=purchase.batch,
        trace=purchase.trace,
        reference=purchase.reference,
        authorisation=purchase.authorisation,
    )
