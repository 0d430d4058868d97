"""From edge models to people, enrolments and orders; what contradicts itself is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.wire import (
    BaseAnswer,
    CitizenAnswer,
    EnrolmentAnswer,
    OrderAnswer,
    PayeeQuestionAnswer,
    PlannedMaintenanceAnswer,
    TerminalAnswer,
)
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.characters import characters
from kiosk.domain.citizen import Citizen
from kiosk.domain.closing import NearbyTerminal, PlannedMaintenance, Plans
from kiosk.domain.enrolment import BaseRule, Enrolment, EnrolmentStatus
from kiosk.domain.identity import IdentityNumber
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.masking import STAR, mask_name
from kiosk.domain.money import Money
from kiosk.domain.names import normalise_name
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus, may_become
from kiosk.domain.period import Month
from kiosk.domain.tender import Tender
from kiosk.flows.requests.login import PayeeQuestion

T = TypeVar("T")
_DIGIT = re.compile(r"\d")
_NO_SURNAME = re.compile(r"[\d*]")
# Between the stars and the separators of a masked name stands one character at most.
_COVERED = re.compile(r"[*·\s\-'’.,]+")


@dataclass(frozen=True, slots=True)
class TerminalStatus:
    """What the service says of this terminal: its own clock, which tenders can be used, when it
    will be maintained, and which other terminals serve, the nearest first."""

    server_time: datetime
    tenders: frozenset[Tender]
    plans: Plans = ()
    nearby: tuple[NearbyTerminal, ...] = ()


def malformed(cause: str) -> ServiceError:
    """An answer that cannot be true."""
    return ServiceError(ServiceErrorKind.MALFORMED, cause=cause)


def sound(make: Callable[[], T], cause: str) -> T:
    """Values that the domain itself refuses are malformed answers."""
    try:
        return make()
    except ValueError:
        pass
    # Outside the handler: the domain's complaint may quote the answer.
    raise malformed(cause)


def distinct(names: Iterable[str], cause: str) -> None:
    """Raises ServiceError when two that must differ do not."""
    found = list(names)
    if len(set(found)) != len(found):
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
        tuple(map(_plan, answer.planned_maintenance)),
        tuple(
            NearbyTerminal(one.hall_name, one.number, one.distance)
            for one in answer.nearby_terminals
        ),
    )


def _plan(answer: PlannedMaintenanceAnswer) -> PlannedMaintenance:
    return sound(
        lambda: PlannedMaintenance(answer.begins, answer.ends, answer.reason), "planned_maintenance"
    )


def citizen(answer: CitizenAnswer, asked: IdentityNumber) -> Citizen:
    """The person who was asked about, and no other, under a name that can be masked."""
    name = _name_of(answer, asked)
    if STAR not in mask_name(name):
        raise malformed("name")
    return Citizen(answer.person_token, name, asked)


def payee(answer: CitizenAnswer, asked: IdentityNumber) -> Citizen:
    """The person to pay for, under a name that is masked already: a whole one is not taken."""
    name = _name_of(answer, asked)
    shown = _COVERED.split(name)
    if STAR not in name or any(len(characters(run)) > 1 for run in shown):
        raise malformed("name")
    return Citizen(answer.person_token, name, asked, proxied=True)


def _name_of(answer: CitizenAnswer, asked: IdentityNumber) -> str:
    if answer.identity_number != asked.value:
        raise malformed("another person")
    name = normalise_name(answer.name)
    if _DIGIT.search(name):
        raise malformed("name")
    return name


def payee_question(answer: PayeeQuestionAnswer) -> PayeeQuestion:
    """Surnames as the service spells them, for it compares the answer with them; all different,
    and none a number or masked."""
    for surname in answer.surnames:
        if normalise_name(surname) != surname or _NO_SURNAME.search(surname):
            raise malformed("surname")
    distinct(answer.surnames, "surnames")
    return PayeeQuestion(answer.question_token, answer.surnames)


def base_rule(answer: BaseAnswer) -> BaseRule:
    """Bounds of the base, and the one that was declared. Raises ValueError for bounds the wrong way
    round, and for a declared base that cannot be."""
    rule = BaseRule(
        lower=Money(answer.lower_fen),
        upper=Money(answer.upper_fen),
        rate_bp=answer.rate_bp,
        policy_year=answer.policy_year,
        previous=None if answer.previous_fen is None else Money(answer.previous_fen),
        demonstration=answer.demonstration,
        declared=None if answer.declared_fen is None else Money(answer.declared_fen),
        fixed=answer.fixed,
    )
    if rule.declared is not None and not rule.lower <= rule.declared <= rule.upper:
        raise ValueError("a declared base out of its bounds")
    return rule


def enrolment(answer: EnrolmentAnswer) -> Enrolment:
    """One enrolment; months in ascending order."""
    return sound(
        lambda: Enrolment(
            personal_number=answer.personal_number,
            insurance=InsuranceKind(answer.insurance),
            agency_name=answer.agency_name,
            status=EnrolmentStatus(answer.status),
            since=Month.parse(answer.since),
            payable=tuple(sorted({Month.parse(code) for code in answer.payable})),
            paid=tuple(sorted({Month.parse(code) for code in answer.paid})),
            base=None if answer.base is None else base_rule(answer.base),
        ),
        "enrolment",
    )


def order_status(answer: OrderAnswer, asked: OrderNumber) -> OrderStatus:
    """The state of the order that was asked about, and of no other."""
    if answer.order_number != asked:
        raise malformed("another order")
    return sound(
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
            check_url=answer.check_url,
        ),
        "order",
    )


def card_order_status(
    answer: OrderAnswer, asked: OrderNumber, payment: CardPayment, amount: Money
) -> OrderStatus:
    """The state of an order that was paid by bank card: by that purchase and no other."""
    status = order_status(answer, asked)
    if (status.amount, status.tender) != (amount, Tender.BANK_CARD):
        raise malformed("another amount")
    if not may_become(OrderState.PAID, status.state):
        raise malformed("not paid")
    if (status.channel_trade_number, status.paid_at) != (payment.reference, payment.approved_at):
        raise malformed("another payment")
    return status
