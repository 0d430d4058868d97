"""From edge models to the words of the trade; what contradicts itself is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.wire import (
    BaseAnswer,
    CitizenAnswer,
    EnrolmentAnswer,
    OrderAnswer,
    QuoteAnswer,
    TerminalAnswer,
)
from kiosk.domain.citizen import Citizen
from kiosk.domain.enrolment import BaseRule, Enrolment, EnrolmentStatus
from kiosk.domain.identity import IdentityNumber
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.masking import STAR, mask_name
from kiosk.domain.money import Money
from kiosk.domain.names import normalise_name
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine
from kiosk.domain.tender import Tender

T = TypeVar("T")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class TerminalStatus:
    """What the service says of this terminal: its own clock, and which tenders can be used."""

    server_time: datetime
    tenders: frozenset[Tender]


def malformed(cause: str) -> ServiceError:
    """An answer that cannot be true."""
    return ServiceError(ServiceErrorKind.MALFORMED, cause=cause)


def _sound(make: Callable[[], T], cause: str) -> T:
    """Values that the domain itself refuses are malformed answers."""
    try:
        return make()
    except ValueError:
        pass
    # Outside the handler: the domain's complaint may quote the answer.
    raise malformed(cause)


def terminal_status(answer: TerminalAnswer) -> TerminalStatus:
    """Tenders this program does not know are left out."""
    known = {tender.value for tender in Tender}
    return TerminalStatus(
        answer.server_time,
        frozenset(
            Tender(offer.tender)
            for offer in answer.tenders
            if offer.available and offer.tender in known
        ),
    )


def citizen(answer: CitizenAnswer, asked: IdentityNumber) -> Citizen:
    """The person who was asked about, and no other, under a name that can be masked."""
    if answer.identity_number != asked.value:
        raise malformed("another person")
    name = normalise_name(answer.name)
    if _DIGIT.search(name) or STAR not in mask_name(name):
        raise malformed("name")
    return Citizen(answer.person_token, name, asked)


def _base_rule(answer: BaseAnswer) -> BaseRule:
    return BaseRule(
        lower=Money(answer.lower_fen),
        upper=Money(answer.upper_fen),
        rate_bp=answer.rate_bp,
        policy_year=answer.policy_year,
        previous=None if answer.previous_fen is None else Money(answer.previous_fen),
        demonstration=answer.demonstration,
    )


def enrolment(answer: EnrolmentAnswer) -> Enrolment:
    """One enrolment; months in ascending order."""
    return _sound(
        lambda: Enrolment(
            personal_number=answer.personal_number,
            insurance=InsuranceKind(answer.insurance),
            agency_name=answer.agency_name,
            status=EnrolmentStatus(answer.status),
            since=Month.parse(answer.since),
            payable=tuple(sorted({Month.parse(code) for code in answer.payable})),
            paid=tuple(sorted({Month.parse(code) for code in answer.paid})),
            base=None if answer.base is None else _base_rule(answer.base),
        ),
        "enrolment",
    )


def quote(answer: QuoteAnswer) -> Quote:
    """A quote whose lines are its months and add up to its total."""
    return _sound(
        lambda: Quote(
            number=answer.quote_number,
            personal_number=answer.personal_number,
            insurance=InsuranceKind(answer.insurance),
            agency_name=answer.agency_name,
            period=ContributionPeriod(
                Month.parse(answer.first_month), Month.parse(answer.last_month)
            ),
            base=Money(answer.base_fen),
            rate_bp=answer.rate_bp,
            lines=tuple(
                QuoteLine(Month.parse(line.month), Money(line.base_fen), Money(line.amount_fen))
                for line in answer.lines
            ),
            total=Money(answer.total_fen),
            demonstration=answer.demonstration,
        ),
        "quote",
    )


def order_status(answer: OrderAnswer, asked: OrderNumber) -> OrderStatus:
    """The state of the order that was asked about, and of no other."""
    if answer.order_number != asked:
        raise malformed("another order")
    return _sound(
        lambda: OrderStatus(
            number=asked,
            state=OrderState(answer.state),
            amount=Money(answer.amount_fen),
            tender=Tender(answer.tender),
            qr_payload=answer.qr_payload,
            expires_in=answer.expires_in,
            paid_at=answer.paid_at,
            posting_serial=answer.posting_serial,
            channel_trade_number=answer.channel_trade_number,
            tax_ticket_number=answer.tax_ticket_number,
        ),
        "order",
    )
