"""What is on record at the simulated service: bases, payments, certificates, documents."""

from __future__ import annotations

import asyncio
from urllib.request import urlopen

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.domain.certificate import CertificateForm
from kiosk.domain.criteria import Criteria
from kiosk.domain.declaration import DeclarationState
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.payment_record import PaymentState
from sim.backend.faults import Fault, FaultKind, Hostility
from sim.backend.server import CollectionService as Simulated
from sim.people import PEOPLE
from tests.backend.simulated.visits import (
    BASE,
    OPENING,
    PENSION,
    come_in,
    key,
    log_in,
    pay,
    quoted,
    refused,
)

FLEXIBLE, RESIDENT = CitizenGroup.FLEXIBLE, CitizenGroup.RESIDENT
ALL_YEARS = Criteria(2018, 2027)


async def test_a_base_is_declared_changed_used_and_kept(
    service: CollectionService, simulated: Simulated
) -> None:
    citizen, enrolment = await come_in(service)
    personal_number = enrolment.personal_number
    (before,) = await service.declarations(citizen)
    assert (before.state, before.base) == (DeclarationState.NONE, None)
    other = Money.yuan(6_000)
    for base, allows in ((other, True), (BASE, False), (BASE, False)):
        declared = await service.declare_base(citizen, personal_number, base, allows_batch=allows)
        assert (declared.state, declared.base) == (DeclarationState.DECLARED, base)
        assert await service.declarations(citizen) == (declared,)
    for _ in range(2):
        voided = await service.void_base(citizen, personal_number)
        assert voided.state is DeclarationState.NONE
    await service.declare_base(citizen, personal_number, BASE, allows_batch=True)
    await pay(service, simulated, await quoted(service))
    (used,) = await service.declarations(citizen)
    assert used.state is DeclarationState.IN_USE
    with refused("base_in_use"):
        await service.declare_base(citizen, personal_number, other, allows_batch=True)
    with refused("base_in_use"):
        await service.void_base(citizen, personal_number)


async def test_a_base_out_of_bounds_is_refused(service: CollectionService) -> None:
    citizen, enrolment = await come_in(service)
    with refused("base_out_of_bounds"):
        await service.declare_base(
            citizen, enrolment.personal_number, Money.yuan(1), allows_batch=False
        )


async def test_payments_are_found_by_what_is_looked_for(service: CollectionService) -> None:
    citizen = await log_in(service, "yun-li")
    found, more = await service.payments(citizen, FLEXIBLE, ALL_YEARS)
    assert found
    assert not more
    assert [one.paid_at for one in found] == sorted((one.paid_at for one in found), reverse=True)
    assert {one.insurance for one in found} == {PENSION, InsuranceKind.FLEXIBLE_MEDICAL}
    narrow = Criteria(2025, 2025, PENSION, PaymentState.POSTED)
    fewer, _ = await service.payments(citizen, FLEXIBLE, narrow)
    assert fewer
    assert set(fewer) < set(found)
    refunds, _ = await service.payments(
        citizen, FLEXIBLE, Criteria(2018, 2027, state=PaymentState.REFUNDED)
    )
    assert [one.state for one in refunds] == [PaymentState.REFUNDED]
    residents, _ = await service.payments(citizen, RESIDENT, ALL_YEARS)
    assert residents
    assert (await service.payments(citizen, FLEXIBLE, Criteria(2001, 2002))) == ((), False)


async def test_a_payment_made_here_is_found_and_its_receipts_are_counted(
    service: CollectionService, simulated: Simulated
) -> None:
    order = await pay(service, simulated, await quoted(service))
    citizen = await log_in(service, "zhang-san")
    found, _ = await service.payments(citizen, FLEXIBLE, Criteria(2026, 2026))
    record = next(one for one in found if one.number == order)
    assert (record.state, record.prints) == (PaymentState.POSTED, 0)
    first = key()
    simulated.faults.set(Fault(FaultKind.LOST_ANSWER, "/v1/payments/*", "PUT", times=2))
    assert await service.count_receipt_print(citizen, order, first, 0) == 1
    assert await service.count_receipt_print(citizen, order, first, 0) == 1
    assert await service.count_receipt_print(citizen, order, key(), 0) == 2
    assert await service.count_receipt_print(citizen, order, key(), 7) == 8
    found, _ = await service.payments(citizen, FLEXIBLE, Criteria(2026, 2026))
    assert next(one for one in found if one.number == order).prints == 8


async def test_a_payment_of_somebody_else_is_not_found(service: CollectionService) -> None:
    other = await log_in(service, "yun-li")
    (theirs, *_), _ = await service.payments(other, FLEXIBLE, ALL_YEARS)
    citizen = await log_in(service, "zhang-san")
    with refused("not_found"):
        await service.count_receipt_print(citizen, theirs.number, key(), 0)


def fetch(link: str) -> bytes:
    with urlopen(link, timeout=10) as answer:  # noqa: S310  # the link was checked
        content: bytes = answer.read()
    return content


async def test_a_list_is_made_and_can_be_fetched_by_a_phone(service: CollectionService) -> None:
    citizen = await log_in(service, "yun-li")
    made = await service.payment_list(citizen, FLEXIBLE, ALL_YEARS)
    assert (made.number, made.reprint, made.valid_seconds) == ("", 0, 300)
    assert await asyncio.to_thread(fetch, made.link) == made.pdf


async def test_a_tax_certificate_is_issued_once_and_reprinted_under_its_number(
    service: CollectionService, simulated: Simulated
) -> None:
    citizen = await log_in(service, "yun-li")
    rows = (await service.certifiable(citizen, FLEXIBLE, ALL_YEARS))[:3]
    issue_key = key()
    simulated.faults.set(Fault(FaultKind.LOST_ANSWER, "/v1/certificates/*", "PUT", times=1))
    made = await service.issue_tax_certificate(citizen, issue_key, rows)
    again = await service.issue_tax_certificate(citizen, issue_key, rows)
    assert (again.number, again.pdf) == (made.number, made.pdf)
    with refused("already_certified"):
        await service.issue_tax_certificate(citizen, key(), rows[:1])
    left = await service.certifiable(citizen, FLEXIBLE, ALL_YEARS)
    assert set(rows).isdisjoint(left)
    (issued,) = await service.issued(citizen, FLEXIBLE, ALL_YEARS)
    assert (issued.number, issued.rows, issued.issued_on) == (made.number, 3, OPENING.date())
    print_key = key()
    for _ in range(2):
        reprint = await service.reprint_certificate(citizen, made.number, print_key)
        assert (reprint.number, reprint.reprint) == (made.number, 1)
    assert (await service.reprint_certificate(citizen, made.number, key())).reprint == 2


async def test_refunds_are_certified_apart(service: CollectionService) -> None:
    citizen = await log_in(service, "yun-li")
    refunds = Criteria(2018, 2027, refunds=True)
    rows = await service.certifiable(citizen, FLEXIBLE, refunds)
    assert rows
    assert all(row.refund for row in rows)
    made = await service.issue_tax_certificate(citizen, key(), rows)
    assert [one.number for one in await service.issued(citizen, FLEXIBLE, refunds)] == [made.number]
    assert await service.issued(citizen, FLEXIBLE, ALL_YEARS) == ()


async def test_a_certificate_of_somebody_else_is_not_found(service: CollectionService) -> None:
    other = await log_in(service, "yun-li")
    rows = await service.certifiable(other, FLEXIBLE, ALL_YEARS)
    made = await service.issue_tax_certificate(other, key(), rows[:1])
    citizen = await log_in(service, "zhang-san")
    with refused("not_found"):
        await service.reprint_certificate(citizen, made.number, key())
    with refused("not_found"):
        await service.issue_tax_certificate(citizen, key(), rows[1:2])


@pytest.mark.parametrize("form", CertificateForm)
async def test_contributions_are_proved_once_for_each_key(
    service: CollectionService, simulated: Simulated, form: CertificateForm
) -> None:
    citizen = await log_in(service, "yun-li")
    numbers = []
    keys = (key(), key())
    asked = (ALL_YEARS, Criteria(2025, 2026, PENSION))
    for issue_key, criteria in zip(keys, asked, strict=True):
        simulated.faults.set(Fault(FaultKind.LOST_ANSWER, "/v1/certificates/*", "PUT", times=1))
        made, again = [
            await service.contribution_certificate(citizen, issue_key, FLEXIBLE, criteria, form)
            for _ in range(2)
        ]
        assert (again.number, again.pdf) == (made.number, made.pdf)
        assert made.reprint == 0
        numbers.append(int(made.number))
    assert numbers[1] == numbers[0] + 1, "a lost answer takes no number"
    with refused("idempotency_conflict"):
        await service.contribution_certificate(citizen, keys[1], FLEXIBLE, ALL_YEARS, form)


async def test_nothing_paid_is_nothing_to_prove(service: CollectionService) -> None:
    citizen = await log_in(service, "yun-li")
    with refused("not_found"):
        await service.contribution_certificate(
            citizen, key(), FLEXIBLE, Criteria(2001, 2002), CertificateForm.SUMMARY
        )


@pytest.mark.parametrize(
    "hostility", [Hostility.NEGATIVE_AMOUNT, Hostility.NULLS, Hostility.NOT_AN_OBJECT]
)
async def test_no_record_may_lie(
    service: CollectionService, simulated: Simulated, hostility: Hostility
) -> None:
    citizen = await log_in(service, "yun-li")
    simulated.faults.set(Fault(FaultKind.HOSTILE, "/v1/payments/search", hostility=hostility))
    with pytest.raises(ServiceError) as failed:
        await service.payments(citizen, FLEXIBLE, ALL_YEARS)
    assert failed.value.kind is ServiceErrorKind.MALFORMED


async def test_the_record_of_everybody_in_the_cast_is_understood(
    service: CollectionService,
) -> None:
    asked, kinds = 0, set()
    for person in PEOPLE:
        try:
            citizen = await log_in(service, person.key)
            for group in CitizenGroup:
                await service.payments(citizen, group, ALL_YEARS)
                await service.certifiable(citizen, group, ALL_YEARS)
                assert await service.issued(citizen, group, ALL_YEARS) == ()
            await service.declarations(citizen)
        except ServiceError as error:
            kinds.add(error.kind)
        else:
            asked += 1
    assert asked > len(PEOPLE) // 2
    assert kinds <= {ServiceErrorKind.REFUSED}
