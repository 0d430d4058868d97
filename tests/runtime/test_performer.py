"""Every request a flow can make is carried out; whatever goes wrong becomes a fault with a text."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import DeviceKind, DeviceStatus, Remedy
from kiosk.flows.requests.contributions import AskQuote, Enrolments, FindEnrolments
from kiosk.flows.requests.login import CardRead, FindCitizen, ReadIdCard
from kiosk.flows.requests.payment import AwaitPosting, CloseOrder, OpenOrder, WatchOrder
from kiosk.flows.requests.receipt import Printed, PrintReceipt, PrintSlip
from kiosk.runtime.failures import RequestFailed, device_fault, service_fault
from kiosk.runtime.performer import WATCH_GRACE_S, Performer
from kiosk.runtime.supervision import Supervisor
from kiosk.runtime.timing import LONGEST_REQUEST_S
from kiosk.session.faults import FAULT_TEXTS, Fault, FaultCode
from kiosk.session.requests import Request
from tests.runtime.conftest import TIMING, Room
from tests.runtime.fakes import EVENT_ID, GONE, FakeReader, Gate, service_error
from tests.support.samples import BASE, CARD, CITIZEN, PENSION, PERIOD, quote


@dataclass(slots=True)
class Play:
    """A performer and everything it performs with."""

    room: Room
    reader: FakeReader
    keeper: Supervisor
    performer: Performer

    async def fault(self, request: Request[object]) -> Fault:
        with pytest.raises(RequestFailed) as failed:
            await self.performer.perform(request)
        return failed.value.fault


@pytest.fixture
async def play(room: Room) -> Play:
    reader = FakeReader()
    await reader.open()
    keeper = Supervisor(reader, room.clock, TIMING, room.log, lambda _condition: None)
    return Play(
        room,
        reader,
        keeper,
        Performer(
            reader=reader,
            reader_supervisor=keeper,
            service=room.service,
            orders=room.desk,
            paper=room.paper,
            clock=room.clock,
            log=room.log,
        ),
    )


async def test_a_card_is_waited_for_and_read_on_a_day(play: Play) -> None:
    reading = asyncio.create_task(play.performer.perform(ReadIdCard()))
    await play.room.clock.advance(3_600)
    assert not reading.done()
    play.reader.lay(CARD)
    assert await reading == CardRead(CARD, play.room.clock.now().date())


async def test_the_service_is_asked_who_and_what_and_how_much(play: Play) -> None:
    perform = play.performer.perform
    assert await perform(FindCitizen(CARD)) == CITIZEN
    found = await perform(FindEnrolments(CITIZEN, CitizenGroup.FLEXIBLE))
    assert found == Enrolments((PENSION,))
    assert await perform(AskQuote(CITIZEN, PENSION, PERIOD, BASE)) == quote()


async def test_an_order_is_opened_watched_and_seen_to_its_posting_and_receipt(play: Play) -> None:
    perform, room = play.performer.perform, play.room
    opened = await perform(OpenOrder(CITIZEN, quote(), Tender.ALIPAY))
    assert isinstance(opened, OrderStatus)
    room.service.pay(opened.number)
    watched = await perform(WatchOrder(opened.number, 180))
    assert isinstance(watched, OrderStatus)
    assert watched.state is OrderState.PAID
    room.service.post(opened.number)
    posted = await perform(AwaitPosting(opened.number))
    assert isinstance(posted, OrderStatus)
    assert posted.state is OrderState.POSTED
    assert await perform(PrintReceipt(opened.number)) == Printed(0)


async def test_an_order_is_watched_a_little_longer_than_its_code_is_good(play: Play) -> None:
    number = await play.room.opened()
    await play.room.clock.run(_watched(play, WatchOrder(number, 10)))
    assert 10 < play.room.clock.monotonic() <= 10 + WATCH_GRACE_S


async def _watched(play: Play, request: WatchOrder) -> object:
    return await play.performer.perform(request)


async def test_an_order_is_closed_and_a_slip_printed(play: Play) -> None:
    number = await play.room.opened()
    closed = await play.performer.perform(CloseOrder(number))
    assert isinstance(closed, OrderStatus)
    assert closed.state is OrderState.CLOSED
    assert await play.performer.perform(PrintSlip(number, "已取消", ())) == Printed(0)


CARD_FAULTS = {
    DeviceCause.CARD_REMOVED: FaultCode.CARD_REMOVED,
    DeviceCause.CARD_UNREADABLE: FaultCode.CARD_UNREADABLE,
    DeviceCause.CARD_NOT_GENUINE: FaultCode.CARD_NOT_GENUINE,
    DeviceCause.CARD_CONTRADICTS_ITSELF: FaultCode.CARD_NOT_GENUINE,
    DeviceCause.CARD_WRONG_KIND: FaultCode.CARD_WRONG_KIND,
}


@pytest.mark.parametrize("cause", DeviceCause)
async def test_trouble_with_the_card_is_the_cards_and_other_trouble_the_readers(
    play: Play, cause: DeviceCause
) -> None:
    before = play.keeper.condition
    play.reader.lay(DeviceError(cause, Remedy.MAINTENANCE))
    fault = await play.fault(ReadIdCard())
    assert fault.code is CARD_FAULTS.get(cause, FaultCode.READER_LOST)
    if cause in CARD_FAULTS or cause in (DeviceCause.DISCONNECTED, DeviceCause.SILENT):
        assert play.keeper.condition == before
    else:
        assert not play.keeper.condition.usable


async def test_a_reader_that_stays_away_is_noticed_by_its_users(play: Play) -> None:
    play.reader.plugged = False
    for _ in range(3):
        assert (await play.fault(ReadIdCard())).code is FaultCode.READER_LOST
    assert play.keeper.condition.status is DeviceStatus.OFFLINE
    assert play.keeper.condition.cause == GONE.cause.value


async def test_a_service_that_fails_is_a_fault_with_the_number_of_the_event(play: Play) -> None:
    play.room.service.down = ServiceErrorKind.TIMEOUT
    assert await play.fault(FindCitizen(CARD)) == Fault(FaultCode.SERVICE_SLOW, EVENT_ID)


@pytest.mark.parametrize("bug", [ZeroDivisionError("370102194912310029"), KeyError("x")], ids=repr)
async def test_what_nobody_foresaw_is_an_internal_fault_and_a_log_entry_without_its_words(
    play: Play, bug: Exception
) -> None:
    play.reader.bug = bug
    assert (await play.fault(ReadIdCard())).code is FaultCode.INTERNAL
    assert "INTERNAL_ERROR" in play.room.logged()
    log = play.room.log_path.read_text(encoding="utf-8")
    assert type(bug).__name__ in log
    assert "370102" not in log


async def test_a_screen_without_a_way_out_does_not_wait_for_ever(play: Play) -> None:
    number = await play.room.posted()
    gate = play.room.printer.gate = Gate()
    printing = asyncio.create_task(play.fault(PrintReceipt(number)))
    await gate.reached.wait()
    await play.room.clock.advance(LONGEST_REQUEST_S - 1)
    assert not printing.done()
    await play.room.clock.advance(1)
    assert (await printing).code is FaultCode.INTERNAL
    # Nobody knows what is on paper, so whatever is printed next says 补打.
    play.room.printer.gate = None
    assert await play.performer.perform(PrintReceipt(number)) == Printed(1)


async def test_a_request_nobody_knows_is_an_internal_fault(play: Play) -> None:
    class Unheard(Request[int]):
        pass

    assert (await play.fault(Unheard())).code is FaultCode.INTERNAL


async def test_who_stops_waiting_is_not_told_of_a_fault(play: Play) -> None:
    reading = asyncio.create_task(play.performer.perform(ReadIdCard()))
    await play.room.clock.settle()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


@pytest.mark.parametrize("cause", DeviceCause)
@pytest.mark.parametrize("kind", DeviceKind)
def test_every_cause_of_every_device_has_a_text(kind: DeviceKind, cause: DeviceCause) -> None:
    fault = device_fault(kind, DeviceError(cause, Remedy.NONE), "e-1")
    assert fault.reference == "e-1"
    assert fault.code in FAULT_TEXTS


@pytest.mark.parametrize("kind", ServiceErrorKind)
def test_every_kind_of_service_error_has_a_text(kind: ServiceErrorKind) -> None:
    assert service_fault(ServiceError(kind, event_id="e-1")).code in FAULT_TEXTS


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("no_natural_person", FaultCode.NO_NATURAL_PERSON),
        ("name_mismatch", FaultCode.NAME_MISMATCH),
        ("several_personal_numbers", FaultCode.SEVERAL_PERSONAL_NUMBERS),
        ("no_enrolment", FaultCode.NO_ENROLMENT),
        ("enrolment_suspended", FaultCode.ENROLMENT_SUSPENDED),
        ("already_paid", FaultCode.ALREADY_PAID),
        ("deduction_in_progress", FaultCode.DEDUCTION_IN_PROGRESS),
        ("not_in_collection_window", FaultCode.NOT_IN_WINDOW),
        ("order_open", FaultCode.ORDER_OPEN),
        ("base_out_of_bounds", FaultCode.BASE_OUT_OF_BOUNDS),
        ("period_not_payable", FaultCode.PERIOD_NOT_PAYABLE),
        ("quote_expired", FaultCode.QUOTE_EXPIRED),
        ("amount_changed", FaultCode.AMOUNT_CHANGED),
        ("tender_unavailable", FaultCode.TENDER_UNAVAILABLE),
        ("terminal_unknown", FaultCode.SERVICE_REFUSED),
        ("idempotency_conflict", FaultCode.SERVICE_REFUSED),
        ("order_unknown", FaultCode.SERVICE_REFUSED),
        ("order_closed", FaultCode.SERVICE_REFUSED),
        ("invalid_request", FaultCode.SERVICE_REFUSED),
        ("", FaultCode.SERVICE_REFUSED),
        # Words of ours that the service has no business to use.
        ("ledger_unavailable", FaultCode.SERVICE_REFUSED),
        ("internal", FaultCode.SERVICE_REFUSED),
        ("paper_out", FaultCode.SERVICE_REFUSED),
    ],
)
def test_a_refusal_speaks_for_itself_where_its_code_is_known(code: str, fault: FaultCode) -> None:
    assert service_fault(service_error(ServiceErrorKind.REFUSED, code)) == Fault(fault, EVENT_ID)


def test_a_code_counts_only_in_a_refusal() -> None:
    error = service_error(ServiceErrorKind.UNAVAILABLE, "already_paid")
    assert service_fault(error).code is FaultCode.SERVICE_DOWN
