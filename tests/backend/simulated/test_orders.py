"""Orders at the simulated service: the same contract read from both ends of the wire."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.transport import Patience
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.basis import monthly_base
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.backend.faults import Fault, FaultKind, Hostility
from sim.backend.server import CollectionService as Simulated
from sim.people import find_person
from tests.backend.conftest import Connect
from tests.backend.simulated.visits import (
    BASE,
    MONTHS,
    OPENING,
    PENSION,
    WINTER,
    card_of,
    come_in,
    credentials_of,
    number,
    quoted,
    reach,
)
from tests.support.collection_service import STRANGER


async def test_from_the_card_to_the_posting(
    service: CollectionService, simulated: Simulated
) -> None:
    terminal = await service.terminal()
    assert terminal.server_time == OPENING
    assert {Tender.ALIPAY, Tender.WECHAT} <= terminal.tenders
    quote = await quoted(service)
    assert (quote.periods, quote.basis, quote.total) == (
        (WINTER,),
        monthly_base(BASE),
        BASE.share(2_000) * 3,
    )
    order = number()
    opened = await service.put_order(order, str(uuid4()), quote, Tender.ALIPAY)
    assert (opened.state, opened.amount) == (OrderState.PAYING, quote.total)
    assert opened.qr_payload is not None
    assert opened.expires_in == 180
    simulated.admin.pay(order)
    await reach(service, order, OrderState.POSTED)
    posted = await service.order(order)
    assert posted.paid_at == OPENING
    assert posted.posting_serial
    assert posted.channel_trade_number
    # The citizen comes again: the months are paid now.
    _, enrolment = await come_in(service)
    assert set(WINTER.months) <= set(enrolment.paid)


@pytest.mark.parametrize(
    ("key", "code"), [("feng-er", "no_natural_person"), ("sun-ba", "several_personal_numbers")]
)
async def test_refusals_come_with_the_codes_of_the_contract(
    service: CollectionService, key: str, code: str
) -> None:
    with pytest.raises(ServiceError) as refused:
        await come_in(service, key)
    assert (refused.value.kind, refused.value.code) == (ServiceErrorKind.REFUSED, code)
    assert refused.value.event_id


async def test_a_name_that_is_another_is_refused(service: CollectionService) -> None:
    card = replace(card_of(find_person("zhang-san")), name="张四")
    with pytest.raises(ServiceError) as refused:
        await service.look_up_citizen(card)
    assert refused.value.code == "name_mismatch"


async def test_everybody_in_the_cast_can_be_asked_about(service: CollectionService) -> None:
    for key in ("guli-yangben", "zhu-wei", "anna-specimen", "john-sample", "xu-gang"):
        person = find_person(key)
        citizen = await service.look_up_citizen(card_of(person))
        assert citizen.number == person.identity
        assert await service.enrolments(citizen, CitizenGroup.FLEXIBLE)


async def test_a_terminal_nobody_registered_is_refused(
    simulated: Simulated, connect: Connect
) -> None:
    stranger = CollectionService(connect(simulated.url, credentials_of(simulated, STRANGER)))
    with pytest.raises(ServiceError) as refused:
        await stranger.terminal()
    assert (refused.value.kind, refused.value.code) == (
        ServiceErrorKind.REFUSED,
        "terminal_unknown",
    )


async def test_the_same_order_again_is_the_same_order(
    service: CollectionService, simulated: Simulated
) -> None:
    quote, order, key = await quoted(service), number(), str(uuid4())
    first = await service.put_order(order, key, quote, Tender.WECHAT)
    assert await service.put_order(order, key, quote, Tender.WECHAT) == first
    with pytest.raises(ServiceError) as refused:
        await service.put_order(order, str(uuid4()), quote, Tender.WECHAT)
    assert refused.value.code == "idempotency_conflict"
    assert [one.number for one in simulated.admin.orders()] == [order]


async def test_an_answer_lost_after_its_effect_is_fetched_by_asking_again(
    service: CollectionService, simulated: Simulated
) -> None:
    quote, order = await quoted(service), number()
    simulated.faults.set(Fault(FaultKind.LOST_ANSWER, "/v1/orders/*", "PUT", times=2))
    opened = await service.put_order(order, str(uuid4()), quote, Tender.ALIPAY)
    assert opened.state is OrderState.PAYING
    assert [one.number for one in simulated.admin.orders()] == [order]


async def test_an_order_nobody_has_seen_is_closed_for_ever(
    service: CollectionService, simulated: Simulated
) -> None:
    quote, order = await quoted(service), number()
    closed = await service.close_order(order)
    assert (closed.state, closed.amount) == (OrderState.CLOSED, Money(0))
    assert (await service.order(order)).state is OrderState.CLOSED
    with pytest.raises(ServiceError) as refused:
        await service.put_order(order, str(uuid4()), quote, Tender.ALIPAY)
    assert (refused.value.kind, refused.value.code) == (ServiceErrorKind.REFUSED, "order_closed")
    assert simulated.admin.orders() == ()


async def test_closing_after_the_payment_closes_nothing(
    service: CollectionService, simulated: Simulated
) -> None:
    quote, order = await quoted(service), number()
    await service.put_order(order, str(uuid4()), quote, Tender.WECHAT)
    simulated.admin.lose_notifications()
    simulated.admin.pay(order)
    closed = await service.close_order(order)
    assert closed.state in (OrderState.PAID, OrderState.POSTING, OrderState.POSTED)
    await reach(service, order, OrderState.POSTED)


async def test_closing_and_paying_at_once_ends_in_one_of_the_two(
    service: CollectionService, simulated: Simulated
) -> None:
    quote, order = await quoted(service), number()
    await service.put_order(order, str(uuid4()), quote, Tender.ALIPAY)
    await asyncio.gather(
        asyncio.to_thread(simulated.admin.pay, order),
        *(service.close_order(order) for _ in range(3)),
    )
    settled = (await service.close_order(order)).state
    if settled is not OrderState.CLOSED:
        await reach(service, order, OrderState.POSTED)
    history = simulated.admin.history(order)
    assert not {OrderState.CLOSED, OrderState.PAID} <= set(history)


async def test_a_channel_that_cannot_be_reached_leaves_the_order_unknown(
    service: CollectionService, simulated: Simulated
) -> None:
    quote, order = await quoted(service), number()
    await service.put_order(order, str(uuid4()), quote, Tender.ALIPAY)
    simulated.admin.set_channel(Tender.ALIPAY, reachable=False)
    assert (await service.close_order(order)).state is OrderState.UNKNOWN
    simulated.admin.set_channel(Tender.ALIPAY, reachable=True)
    assert (await service.close_order(order)).state is OrderState.CLOSED


async def test_a_payment_after_closing_is_refunded(
    service: CollectionService, simulated: Simulated
) -> None:
    quote, order = await quoted(service), number()
    await service.put_order(order, str(uuid4()), quote, Tender.ALIPAY)
    simulated.admin.scan(order)
    assert (await service.close_order(order)).state is OrderState.CLOSED
    simulated.admin.pay_late(order)
    await reach(service, order, OrderState.REFUNDED)


def _charged(trace: int) -> CardPayment:
    return CardPayment(
        "622848*********0018",
        "12345678",
        "102440000000001",
        2,
        trace,
        f"{trace:012d}",
        "",
        OPENING + timedelta(seconds=15),
    )


async def test_a_payment_by_bank_card_is_reported_until_it_is_heard(
    service: CollectionService, simulated: Simulated
) -> None:
    quote, order = await quoted(service), number()
    opened = await service.put_order(order, str(uuid4()), quote, Tender.BANK_CARD)
    assert (opened.state, opened.qr_payload, opened.expires_in) == (OrderState.PAYING, None, None)
    simulated.faults.set(Fault(FaultKind.LOST_ANSWER, "/v1/orders/*/card-payment", times=2))
    told = await service.report_card_payment(order, _charged(17), quote.total)
    assert told.paid_at == OPENING + timedelta(seconds=15)
    await reach(service, order, OrderState.POSTED)
    posted = await service.report_card_payment(order, _charged(17), quote.total)
    assert (posted.state, posted.channel_trade_number) == (OrderState.POSTED, "000000000017")
    with pytest.raises(ServiceError) as refused:
        await service.report_card_payment(order, _charged(18), quote.total)
    assert refused.value.code == "card_payment_conflict"


async def test_a_bank_card_charged_for_a_closed_order_gets_its_money_back(
    service: CollectionService,
) -> None:
    quote, order = await quoted(service), number()
    await service.put_order(order, str(uuid4()), quote, Tender.BANK_CARD)
    assert (await service.close_order(order)).state is OrderState.CLOSED
    told = await service.report_card_payment(order, _charged(17), quote.total)
    assert told.state in (OrderState.REFUNDING, OrderState.REFUNDED)
    await reach(service, order, OrderState.REFUNDED)


@pytest.mark.parametrize("hostility", Hostility)
async def test_no_lie_of_the_service_is_taken_for_an_order(
    service: CollectionService, simulated: Simulated, hostility: Hostility
) -> None:
    quote, order = await quoted(service), number()
    simulated.faults.set(Fault(FaultKind.HOSTILE, "/v1/orders/*", "PUT", hostility=hostility))
    if hostility in (Hostility.BACKWARDS, Hostility.UNBALANCED_QUOTE, Hostility.OTHER_MONTHS):
        # Nothing in an order by itself shows these; the ledger knows better, and quotes are apart.
        await service.put_order(order, str(uuid4()), quote, Tender.ALIPAY)
        return
    with pytest.raises(ServiceError) as refused:
        await service.put_order(order, str(uuid4()), quote, Tender.ALIPAY)
    assert refused.value.kind is ServiceErrorKind.MALFORMED


@pytest.mark.parametrize(
    "hostility",
    [
        Hostility.NEGATIVE_AMOUNT,
        Hostility.HUGE_AMOUNT,
        Hostility.TEXT_FOR_NUMBER,
        Hostility.FRACTION,
        Hostility.UNBALANCED_QUOTE,
        Hostility.OTHER_MONTHS,
        Hostility.MISSING_FIELD,
        Hostility.NULLS,
        Hostility.NOT_AN_OBJECT,
    ],
)
async def test_no_lie_of_the_service_is_taken_for_a_quote(
    service: CollectionService, simulated: Simulated, hostility: Hostility
) -> None:
    citizen, enrolment = await come_in(service)
    simulated.faults.set(Fault(FaultKind.HOSTILE, "/v1/quotes", hostility=hostility))
    with pytest.raises(ServiceError) as refused:
        await service.quote(citizen, enrolment.personal_number, PENSION, MONTHS)
    assert refused.value.kind is ServiceErrorKind.MALFORMED


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(FaultKind.DOWN), ServiceErrorKind.UNREACHABLE),
        (Fault(FaultKind.TRUNCATED), ServiceErrorKind.UNREACHABLE),
        (Fault(FaultKind.MALFORMED_JSON), ServiceErrorKind.MALFORMED),
        (Fault(FaultKind.WRONG_TYPE), ServiceErrorKind.MALFORMED),
        (Fault(FaultKind.STATUS, status=500), ServiceErrorKind.UNAVAILABLE),
        (Fault(FaultKind.STATUS, status=503), ServiceErrorKind.UNAVAILABLE),
        (Fault(FaultKind.SLOW, seconds=30), ServiceErrorKind.TIMEOUT),
    ],
    ids="down truncated json type 500 503 slow".split(),
)
async def test_every_trouble_on_the_wire_has_its_name(
    simulated: Simulated, connect: Connect, fault: Fault, kind: ServiceErrorKind
) -> None:
    impatient = Patience(connect=5, silence=0.3)
    credentials = credentials_of(simulated, "JN-03")
    service = CollectionService(connect(simulated.url, credentials, impatient))
    simulated.faults.set(fault)
    with pytest.raises(ServiceError) as failed:
        await service.order(number())
    assert failed.value.kind is kind
    simulated.faults.clear()


async def test_maintenance_is_unavailability(
    service: CollectionService, simulated: Simulated
) -> None:
    simulated.admin.set_maintenance(on=True)
    with pytest.raises(ServiceError) as failed:
        await service.terminal()
    assert failed.value.kind is ServiceErrorKind.UNAVAILABLE


async def test_a_skewed_clock_shows_in_the_servers_time(
    service: CollectionService, simulated: Simulated
) -> None:
    simulated.clock.advance(3_600)
    assert ((await service.terminal()).server_time - OPENING).total_seconds() == 3_600
