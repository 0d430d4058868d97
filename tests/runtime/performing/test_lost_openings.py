"""An opening whose answer was lost keeps no citizen from paying: with the simulated service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError
from kiosk.backend.transport import Patience, Transport
from kiosk.domain.order import OrderState
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from kiosk.flows.requests.contributions import AskQuote
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.news import tell_nobody
from kiosk.runtime.orders import OrderDesk
from kiosk.runtime.performing import payables
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.supervision import Watched
from kiosk.session.faults import FaultCode
from sim.backend.faults import Fault, FaultKind
from sim.backend.server import CollectionService as Simulated
from sim.clock import WorldClock
from tests.backend.simulated.visits import MONTHS, OPENING, PENSION, come_in, credentials_of
from tests.runtime.conftest import TIMING, Play, means_of
from tests.support.collection_service import collection_service


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[tuple[Simulated, CollectionService]]:
    with collection_service(tmp_path / "service", WorldClock.frozen(OPENING)) as simulated:
        patience = Patience(tries=1)
        credentials = credentials_of(simulated, "JN-03")
        service = CollectionService(Transport(simulated.url, credentials, patience))
        yield simulated, service
        await service.close()


async def test_an_opening_whose_answer_was_lost_is_settled_before_the_next_quote(
    play: Play, counter: tuple[Simulated, CollectionService]
) -> None:
    simulated, service = counter
    room = play.room
    desk = OrderDesk(service=service, book=room.book, clock=room.clock, timing=TIMING)
    means = means_of(room, Watched(play.reader, play.keeper))
    repertoire = Repertoire()
    payables.add_to(repertoire, replace(means, service=service, orders=desk))
    citizen, enrolment = await come_in(service)
    asked = AskQuote(citizen, enrolment.personal_number, PENSION, MONTHS)

    async def quoted() -> Quote:
        reply = await repertoire.act_of(asked).perform(asked, tell_nobody)
        assert isinstance(reply, Quote)
        return reply

    first = await quoted()
    simulated.faults.set(Fault(FaultKind.LOST_ANSWER, "/v1/orders/*", "PUT", times=1))
    with pytest.raises(RequestFailed) as lost:
        await desk.open(citizen, first, Tender.ALIPAY)
    assert lost.value.fault.code is FaultCode.NETWORK_LOST
    (order,) = room.ledger.orders()
    assert simulated.admin.order(order.number).state is OrderState.PAYING
    again = await quoted()
    assert again.total == first.total
    assert room.kept(order.number).state is OrderState.CLOSED
    opened = await desk.open(citizen, again, Tender.ALIPAY)
    assert opened.state is OrderState.PAYING


async def test_what_another_terminal_has_open_is_left_alone(
    play: Play, counter: tuple[Simulated, CollectionService]
) -> None:
    simulated, service = counter
    room = play.room
    desk = OrderDesk(service=service, book=room.book, clock=room.clock, timing=TIMING)
    means = means_of(room, Watched(play.reader, play.keeper))
    repertoire = Repertoire()
    payables.add_to(repertoire, replace(means, service=service, orders=desk))
    citizen, enrolment = await come_in(service)
    asked = AskQuote(citizen, enrolment.personal_number, PENSION, MONTHS)
    quote = await service.quote(citizen, enrolment.personal_number, PENSION, MONTHS)
    await service.put_order(
        room.ledger.mint_order_number("JN-03"),
        "0b9f5b0e-3c9a-4c6e-8f61-0d1c2b3a4f55",
        quote,
        Tender.ALIPAY,
    )
    with pytest.raises(ServiceError) as refused:
        await repertoire.act_of(asked).perform(asked, tell_nobody)
    assert refused.value.code == "order_open"
    assert [one.state for one in simulated.admin.orders()] == [OrderState.PAYING]
