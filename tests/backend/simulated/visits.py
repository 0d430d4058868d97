"""Visits of the cast to the simulated service, as far as several tests make them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from uuid import uuid4

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.transport import Credentials
from kiosk.domain.citizen import Citizen, IdentityCard
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote
from kiosk.domain.selection import MonthsOnBase
from kiosk.domain.tender import Tender
from sim.backend.server import CollectionService as Simulated
from sim.clock import CHINA
from sim.people import Person, find_person

OPENING = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
WINTER = ContributionPeriod(Month(2026, 1), Month(2026, 3))
BASE = Money.yuan(5_000)
MONTHS = MonthsOnBase(WINTER, BASE)
PENSION = InsuranceKind.FLEXIBLE_PENSION
_NUMBERS = count(1)


def credentials_of(simulated: Simulated, terminal: str) -> Credentials:
    certificate, key = simulated.certificates.terminals[terminal]
    return Credentials(simulated.certificates.ca, certificate, key)


def card_of(person: Person) -> IdentityCard:
    return IdentityCard(
        person.called,
        person.identity,
        person.sex,
        person.birth,
        person.valid_from,
        person.valid_to,
    )


async def log_in(service: CollectionService, key: str) -> Citizen:
    return await service.look_up_citizen(card_of(find_person(key)))


async def enrolment_in(
    service: CollectionService, citizen: Citizen, insurance: InsuranceKind
) -> Enrolment:
    found = await service.enrolments(citizen, insurance.group)
    return next(one for one in found if one.insurance is insurance)


async def come_in(
    service: CollectionService, key: str = "zhang-san", insurance: InsuranceKind = PENSION
) -> tuple[Citizen, Enrolment]:
    citizen = await log_in(service, key)
    return citizen, await enrolment_in(service, citizen, insurance)


async def quoted(service: CollectionService) -> Quote:
    citizen, enrolment = await come_in(service)
    return await service.quote(citizen, enrolment.personal_number, PENSION, MONTHS)


def number() -> OrderNumber:
    return OrderNumber(f"TT{next(_NUMBERS):022d}")


def key() -> str:
    return str(uuid4())


async def reach(service: CollectionService, order: OrderNumber, state: OrderState) -> None:
    """The service's own rounds take a moment; each question lets them work."""
    for _ in range(1_000):
        if (await service.order(order)).state is state:
            return
    pytest.fail(f"the order never came to be {state.value}")


async def pay(service: CollectionService, simulated: Simulated, quote: Quote) -> OrderNumber:
    """An order from the quote to the posting."""
    order = number()
    opened = await service.put_order(order, key(), quote, Tender.ALIPAY)
    assert opened.amount == quote.total
    simulated.admin.pay(order)
    await reach(service, order, OrderState.POSTED)
    return order


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What is done here is refused with this code."""
    with pytest.raises(ServiceError) as refusal:
        yield
    assert (refusal.value.kind, refusal.value.code) == (ServiceErrorKind.REFUSED, code)
    assert refusal.value.event_id
