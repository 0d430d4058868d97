"""Carries out what flows ask for, in time, and turns whatever goes wrong into a fault."""

from __future__ import annotations

from kiosk.backend.errors import ServiceError
from kiosk.domain.event_number import event_number
from kiosk.observe import Event, EventLog
from kiosk.runtime.clock import Clock, no_longer_than
from kiosk.runtime.failures import RequestFailed, service_fault
from kiosk.runtime.news import Tell, tell_nobody
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.timing import LONGEST_REQUEST_S
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.requests import Request


class Performer:
    """Everything the session can ask of the outside world."""

    def __init__(self, repertoire: Repertoire, clock: Clock, log: EventLog) -> None:
        self._repertoire = repertoire
        self._clock = clock
        self._log = log

    async def perform(self, request: Request[object], tell: Tell = tell_nobody) -> object:
        """The reply to a request; ``tell`` is given news of it. Raises RequestFailed, and nothing
        else: what nobody foresaw is an INTERNAL fault and a log entry, never silence in front of a
        citizen."""
        try:
            return await self._in_time(request, tell)
        except RequestFailed as failure:
            if isinstance(failure.__cause__, ServiceError):
                self._note_failed_call(request, failure.__cause__)
            raise
        except ServiceError as error:
            self._note_failed_call(request, error)
            raise RequestFailed(service_fault(error)) from error
        except Exception as error:  # whatever it is, the citizen is told
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
            event_number=event_number(error.event_id),
            reference=error.event_id,
            cause=error.cause.replace(" ", "_").replace(",", "+"),
        )

    async def _in_time(self, request: Request[object], tell: Tell) -> object:
        """Only what the citizen can leave at any moment may take as long as it likes."""
        act = self._repertoire.act_of(request)
        if act.patient:
            return await act.perform(request, tell)
        async with no_longer_than(self._clock, LONGEST_REQUEST_S):
            return await act.perform(request, tell)
