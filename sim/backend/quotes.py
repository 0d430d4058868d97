"""Quotes (核定): the service computes what a payment costs, the terminal only shows it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from kiosk.domain.insurance import InsuranceKind
from sim.backend import policy
from sim.backend.citizens import attend
from sim.backend.collection import Collection
from sim.backend.enrolments import find
from sim.backend.models import Enrolment, Quote, VisitScope
from sim.backend.policy_tables import Term
from sim.backend.pricing import price
from sim.backend.wire_payable import (
    AskQuote,
    BasisAnswer,
    PeriodAnswer,
    QuoteAnswer,
    QuoteLineAnswer,
)


def offer(collection: Collection, terminal: str, wanted: AskQuote) -> QuoteAnswer:
    """Compute and keep a quote.

    Problems: no_enrolment, several_personal_numbers, and all of ``pricing.price``.
    """
    now = collection.clock.now()
    number = f"HD{now:%Y%m%d}{collection.mint.digits(12)}"
    insurance = InsuranceKind(wanted.insurance)

    def work(session: Session) -> QuoteAnswer:
        visit = attend(session, collection, terminal, wanted.person_token)
        enrolment = find(session, visit.person_id, wanted.personal_number, insurance)
        priced = price(session, collection, enrolment, wanted.selection)
        valid = policy.seconds(session, Term.QUOTE, now.date())
        quote = Quote(
            number=number,
            terminal_number=terminal,
            enrolment_id=enrolment.id,
            selection=wanted.selection.model_dump_json(),
            periods=priced.periods,
            basis_kind=priced.basis.kind,
            basis_fen=priced.basis.amount.fen,
            basis_name=priced.basis.name,
            lines=priced.lines,
            total_fen=priced.total_fen,
            demonstration=priced.demonstration,
            proxied=visit.scope is VisitScope.PROXY,
            expires_at=now + timedelta(seconds=valid),
        )
        session.add(quote)
        return _answer(quote, enrolment, valid)

    return collection.store.run(work)


def _answer(quote: Quote, enrolment: Enrolment, valid_seconds: int) -> QuoteAnswer:
    return QuoteAnswer(
        quote_number=quote.number,
        personal_number=enrolment.personal_number,
        insurance=enrolment.insurance.value,
        agency_name=enrolment.agency_name,
        periods=[
            PeriodAnswer(first_month=period.first.code, last_month=period.last.code)
            for period in quote.periods
        ],
        basis=BasisAnswer(
            kind=quote.basis_kind.value, amount_fen=quote.basis_fen, name=quote.basis_name
        ),
        lines=[
            QuoteLineAnswer(
                first_month=line.period.first.code,
                last_month=line.period.last.code,
                item=line.item,
                amount_fen=line.amount_fen,
            )
            for line in quote.lines
        ],
        total_fen=quote.total_fen,
        demonstration=quote.demonstration,
        valid_seconds=valid_seconds,
    )
