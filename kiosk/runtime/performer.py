"""Carries out what flows ask for; the one list of everything the runtime can do."""

from __future__ import annotations

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError
from kiosk.devices.api import DeviceError, IdCardReader
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.contributions import AskQuote, Enrolments, FindEnrolments
from kiosk.flows.requests.login import CardRead, FindCitizen, ReadIdCard
from kiosk.flows.requests.payment import AwaitPosting, CloseOrder, OpenOrder, WatchOrder
from kiosk.flows.requests.receipt import PrintReceipt, PrintSlip
from kiosk.observe import Event, EventLog
from kiosk.runtime.clock import Clock, no_longer_than
from kiosk.runtime.failures import RequestFailed, device_fault, service_fault
from kiosk.runtime.orders import OrderDesk
from kiosk.runtime.paper import PaperDesk
from kiosk.runtime.supervision import Supervisor
from kiosk.runtime.timing import LONGEST_REQUEST_S
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.requests import Request

# After the last answer about the QR code has come in, its order is closed anyway.
WATCH_GRACE_S = 2


class Performer:
    """Everything the session can ask of the outside world."""

    def __init__(
        self,
        *,
        reader: IdCardReader,
        reader_supervisor: Supervisor,
        service: CollectionService,
        orders: OrderDesk,
        paper: PaperDesk,
        clock: Clock,
        log: EventLog,
    ) -> None:
        self._reader = reader
        self._reader_supervisor = reader_supervisor
        self._service = service
        self._orders = orders
        self._paper = paper
        self._clock = clock
        self._log = log

    async def perform(self, request: Request[object]) -> object:
        """The reply to a request. Raises RequestFailed, and nothing else: what nobody foresaw is
        an INTERNAL fault and a log entry, never silence in front of a citizen."""
        try:
            return await self._in_time(request)
        except RequestFailed as failure:
            if isinstance(failure.__cause__, ServiceError):
                self._note_failed_call(request, failure.__cause__)
            raise
        except ServiceError as error:
            self._note_failed_call(request, error)
            raise RequestFailed(service_fault(error)) from error
        except Exception as error:
            self._log.record(
                Event.INTERNAL_ERROR, request=type(request).__name__, error=type(error).__name__
            )
            raise RequestFailed(Fault(FaultCode.INTERNAL)) from error

    def _note_failed_call(self, request: Request[object], error: ServiceError) -> None:
        self._log.record(
            Event.SERVICE_CALL_FAILED,
            request=type(request).__name__,
            why=error.kind.value,
            refusal=error.code,
            reference=error.event_id,
            cause=error.cause.replace(" ", "_").replace(",", "+"),
        )

    async def _in_time(self, request: Request[object]) -> object:
        """Only what the citizen can leave at any moment may take as long as it likes."""
        if isinstance(request, ReadIdCard | WatchOrder):
            return await self._perform(request)
        async with no_longer_than(self._clock, LONGEST_REQUEST_S):
            return await self._perform(request)

    async def _perform(self, request: Request[object]) -> object:
        match request:
            case ReadIdCard():
                return await self._read_card()
            case FindCitizen(card):
                return await self._service.look_up_citizen(card)
            case FindEnrolments(citizen, group):
                return Enrolments(await self._service.enrolments(citizen, group))
            case AskQuote(citizen, enrolment, period, base):
                return await self._service.quote(citizen, enrolment, period, base)
            case OpenOrder(citizen, quote, tender):
                return await self._orders.open(citizen, quote, tender)
            case WatchOrder(number, seconds):
                return await self._orders.watch(number, seconds + WATCH_GRACE_S)
            case CloseOrder(number):
                return await self._orders.close(number)
            case AwaitPosting(number):
                return await self._orders.await_posting(number)
            case PrintReceipt(number):
                return await self._paper.print_receipt(number)
            case PrintSlip(number, heading, lines):
                return await self._paper.print_slip(number, heading, lines)
            case _:
                raise LookupError(type(request).__name__)

    async def _read_card(self) -> CardRead:
        try:
            card = await self._reader.read_card()
        except DeviceError as error:
            fault = device_fault(DeviceKind.ID_CARD_READER, error)
            if fault.code is FaultCode.READER_LOST:
                self._reader_supervisor.report(error)
            raise RequestFailed(fault) from error
        return CardRead(card, self._clock.now().date())
