"""Every request a flow can make is carried out; whatever goes wrong becomes a fault with a text."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Iterator
from typing import get_args, get_type_hints

import pytest

import kiosk.flows.requests
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.event_number import event_number
from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.flows.requests.card import EnterPin, InsertCard
from kiosk.flows.requests.certificates import PrintDocument
from kiosk.flows.requests.login import FindCitizen, ReadCard
from kiosk.flows.requests.payment import ReadPaymentCode, WatchOrder
from kiosk.flows.requests.receipt import Printed, PrintReceipt
from kiosk.runtime.failures import device_fault, service_fault
from kiosk.runtime.news import Tell
from kiosk.runtime.performer import Performer
from kiosk.runtime.performing import SUBJECTS, repertoire_with
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.supervision import Watched
from kiosk.runtime.timing import LONGEST_REQUEST_S
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.requests import PrintReferral, Request
from tests.runtime.conftest import Play, means_of
from tests.runtime.fake_service import EVENT_ID, Gate, service_error
from tests.support.samples import CARD


class Listing(Repertoire):
    """A repertoire that remembers what was added to it."""

    def __init__(self) -> None:
        super().__init__()
        self.added: dict[type[Request[object]], Callable[..., Awaitable[object]]] = {}
        self.patient: set[type[Request[object]]] = set()
        self.telling: set[type[Request[object]]] = set()

    def add(
        self,
        kind: type[Request[object]],
        by: Callable[..., Awaitable[object]],
        *,
        patient: bool = False,
        telling: bool = False,
    ) -> None:
        if telling:
            super().add(kind, by, patient=patient, telling=True)
            self.telling.add(kind)
        else:
            super().add(kind, by, patient=patient)
        self.added[kind] = by
        if patient:
            self.patient.add(kind)


def every_request() -> Iterator[type[Request[object]]]:
    """All that flows can ask for."""
    yield PrintReferral
    folder = kiosk.flows.requests
    for found in pkgutil.iter_modules(folder.__path__):
        module = importlib.import_module(f"{folder.__name__}.{found.name}")
        for kind in vars(module).values():
            here = isinstance(kind, type) and kind.__module__ == module.__name__
            if here and issubclass(kind, Request):
                yield kind


@pytest.fixture
def listing(play: Play) -> Listing:
    listing = Listing()
    for add_to in SUBJECTS:
        add_to(listing, means_of(play.room, Watched(play.reader, play.keeper)))
    return listing


async def test_every_request_of_every_flow_is_carried_out(listing: Listing) -> None:
    assert listing.added.keys() == set(every_request())


async def test_every_request_is_answered_by_what_it_asks_for(listing: Listing) -> None:
    for kind, by in listing.added.items():
        (base,) = (base for base in kind.__orig_bases__ if base is not object)  # type: ignore[attr-defined]  # typing keeps it there
        hints = get_type_hints(by)
        reply = hints.pop("return")
        assert (*hints.values(),) == ((kind, Tell) if kind in listing.telling else (kind,))
        assert get_args(base) == (reply,)


async def test_only_what_can_be_left_at_any_moment_may_take_for_ever(listing: Listing) -> None:
    assert listing.patient == {
        EnterPin,
        InsertCard,
        PrintDocument,
        ReadCard,
        ReadPaymentCode,
        WatchOrder,
    }


async def test_a_request_is_carried_out_in_one_way_only(play: Play) -> None:
    repertoire = repertoire_with(means_of(play.room, Watched(play.reader, play.keeper)))

    async def otherwise(_request: ReadCard) -> int:
        return 0

    with pytest.raises(ValueError, match="ReadCard"):
        repertoire.add(ReadCard, otherwise)


class Long(Request[int]):
    """Something that takes so long that news of it are told."""


@pytest.mark.parametrize("patient", [False, True])
async def test_news_go_to_whoever_asked(play: Play, patient: bool) -> None:
    repertoire = Repertoire()

    async def take_long(_request: Long, tell: Tell) -> int:
        tell("half")
        return 4

    repertoire.add(Long, take_long, telling=True, patient=patient)
    performer = Performer(repertoire, play.room.clock, play.room.log)
    told = list[object]()
    assert await performer.perform(Long(), told.append) == 4
    assert told == ["half"]
    assert await performer.perform(Long()) == 4


async def test_a_service_that_fails_is_a_fault_with_the_number_of_the_event(play: Play) -> None:
    play.room.service.down = ServiceErrorKind.TIMEOUT
    assert await play.fault(FindCitizen(CARD)) == Fault(
        FaultCode.SERVICE_SLOW, event_number(EVENT_ID)
    )


@pytest.mark.parametrize("bug", [ZeroDivisionError("370102194912310029"), KeyError("x")], ids=repr)
async def test_what_nobody_foresaw_is_an_internal_fault_and_a_log_entry_without_its_words(
    play: Play, bug: Exception
) -> None:
    play.reader.bug = bug
    assert (await play.fault(ReadCard())).code is FaultCode.INTERNAL
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
    reading = asyncio.create_task(play.performer.perform(ReadCard()))
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
        ("visit_expired", FaultCode.VISIT_EXPIRED),
        ("not_found", FaultCode.NOT_FOUND),
        ("name_mismatch", FaultCode.NAME_MISMATCH),
        ("several_personal_numbers", FaultCode.SEVERAL_PERSONAL_NUMBERS),
        ("no_enrolment", FaultCode.NO_ENROLMENT),
        ("enrolment_suspended", FaultCode.ENROLMENT_SUSPENDED),
        ("already_paid", FaultCode.ALREADY_PAID),
        ("deduction_in_progress", FaultCode.DEDUCTION_IN_PROGRESS),
        ("not_in_collection_window", FaultCode.NOT_IN_WINDOW),
        ("over_age", FaultCode.OVER_AGE),
        ("double_cover", FaultCode.DOUBLE_COVER),
        ("nothing_due", FaultCode.NOTHING_DUE),
        ("tier_not_entitled", FaultCode.TIER_NOT_ENTITLED),
        ("base_in_use", FaultCode.BASE_IN_USE),
        ("payee_not_confirmed", FaultCode.PAYEE_NOT_CONFIRMED),
        ("payee_attempts_used", FaultCode.PAYEE_ATTEMPTS_USED),
        ("not_authorised", FaultCode.NOT_AUTHORISED),
        ("already_certified", FaultCode.ALREADY_CERTIFIED),
        ("certificate_too_long", FaultCode.CERTIFICATE_TOO_LONG),
        ("code_refused", FaultCode.CODE_REFUSED),
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
        ("scanner_lost", FaultCode.SERVICE_REFUSED),
        ("document_unsound", FaultCode.SERVICE_REFUSED),
        ("internal", FaultCode.SERVICE_REFUSED),
        ("paper_out", FaultCode.SERVICE_REFUSED),
    ],
)
def test_a_refusal_speaks_for_itself_where_its_code_is_known(code: str, fault: FaultCode) -> None:
    assert service_fault(service_error(ServiceErrorKind.REFUSED, code)) == Fault(
        fault, event_number(EVENT_ID)
    )


async def test_staff_find_in_the_log_what_a_citizen_reads_out(play: Play) -> None:
    play.room.service.down = ServiceErrorKind.UNAVAILABLE
    fault = await play.fault(FindCitizen(CARD))
    assert fault.reference == event_number(EVENT_ID)
    (line,) = (
        line
        for line in play.room.log_path.read_text(encoding="utf-8").splitlines()
        if fault.reference in line
    )
    assert "SERVICE_CALL_FAILED" in line
    assert EVENT_ID in line


def test_a_code_counts_only_in_a_refusal() -> None:
    error = service_error(ServiceErrorKind.UNAVAILABLE, "already_paid")
    assert service_fault(error).code is FaultCode.SERVICE_DOWN
