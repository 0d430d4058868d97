"""What the terminal counts, for Prometheus. Labels come from enumerations and flow tables alone, so
that there are only so many of them and none names a person.

Imported only where metrics are wanted: the library takes a cheap box a noticeable time to load.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import DeviceKind, DeviceStatus
from kiosk.observe.events import Event
from kiosk.observe.glimpse import ELSEWHERE, Glimpse, Standing
from kiosk.observe.visit_record import Ending, VisitRecord
from kiosk.session.faults import FaultCode
from kiosk.session.health import AcquirerStatus, Obstacle, ServiceStatus, obstacle

_STEP_SECONDS = (1.0, 3.0, 10.0, 30.0, 60.0, 120.0, 300.0)
_VISIT_SECONDS = (30.0, 60.0, 120.0, 180.0, 300.0, 600.0, 1200.0)
_SETTLED = frozenset(
    {OrderState.CLOSED, OrderState.POSTED, OrderState.REFUNDED, OrderState.NEEDS_PERSON}
)
_TENDERS = frozenset(tender.value for tender in Tender)
_FAULTS = frozenset(code.value for code in FaultCode)
_FAILURES = frozenset({"unreachable", "timeout", "unavailable", "malformed", "unsound", "refused"})
_PAPERS = {
    Event.RECEIPT_PRINTED: ("receipt", "printed"),
    Event.RECEIPT_REPRINTED: ("receipt", "printed"),
    Event.RECEIPT_FAILED: ("receipt", "failed"),
    Event.SLIP_PRINTED: ("slip", "printed"),
    Event.REFERRAL_PRINTED: ("referral", "printed"),
    Event.DOCUMENT_PRINTED: ("document", "printed"),
    Event.DOCUMENT_NOT_PRINTED: ("document", "failed"),
}


class Metrics:
    """The counters of one terminal, in a registry of their own.

    ``heard`` listens to the event log, from any thread; ``glimpsed`` watches the terminal.
    ``steps`` are those of its flow tables, and whether each shows a result; ``lost`` tells how many
    lines the log has lost, by how.
    """

    def __init__(
        self,
        steps: Mapping[str, bool],
        *,
        version: str,
        monotonic: Callable[[], float],
        lost: Callable[[], Mapping[str, int]],
    ) -> None:
        self.registry = CollectorRegistry(auto_describe=True)
        self._steps = steps
        self._monotonic = monotonic
        self._visit = VisitRecord(steps)
        self._step = ""
        self._step_since = 0.0
        self._visit_since: float | None = None
        self._glimpse: Glimpse | None = None
        self._define()
        self._info.info({"version": version})
        for how in lost():
            self._lines_lost.labels(how).set_function(partial(_loss, lost, how))
        # Memory, descriptors and processor time of the program, where the system tells them.
        ProcessCollector(registry=self.registry)

    def _define(self) -> None:
        own = self.registry
        self._info = Info("kiosk", "The program.", registry=own)
        self._standing = Gauge(
            "kiosk_standing", "1 for what the terminal is doing now.", ["standing"], registry=own
        )
        self._obstacle = Gauge(
            "kiosk_obstacle", "1 for why no citizen can be served now.", ["obstacle"], registry=own
        )
        self._started = Counter(
            "kiosk_visits_started", "Citizens who touched the screen.", registry=own
        )
        self._ended = Counter(
            "kiosk_visits_ended", "Visits, by how they ended.", ["how"], registry=own
        )
        self._visit_seconds = Histogram(
            "kiosk_visit_seconds", "How long visits took.", registry=own, buckets=_VISIT_SECONDS
        )
        self._abandoned = Counter(
            "kiosk_visits_abandoned",
            "Visits that ended without a result, by the step of their last screen.",
            ["step", "how"],
            registry=own,
        )
        self._step_seconds = Histogram(
            "kiosk_step_seconds",
            "Steps that were left, and how long each took.",
            ["step"],
            registry=own,
            buckets=_STEP_SECONDS,
        )
        self._faults = Counter(
            "kiosk_faults", "Requests that failed in front of people.", ["code"], registry=own
        )
        self._calls_failed = Counter(
            "kiosk_service_calls_failed",
            "Calls to the collection service without a usable answer.",
            ["why"],
            registry=own,
        )
        self._orders = Counter("kiosk_orders_created", "Orders.", ["tender"], registry=own)
        self._payments = Counter(
            "kiosk_payments",
            "Orders that came to this state. One closed and paid late comes to two.",
            ["tender", "state"],
            registry=own,
        )
        self._papers = Counter(
            "kiosk_papers", "Papers of both printers.", ["paper", "outcome"], registry=own
        )
        self._sheets = Counter("kiosk_document_sheets", "A4 sheets that came out.", registry=own)
        self._devices = Gauge(
            "kiosk_device_status",
            "1 for how a device is now (XFS4IoT).",
            ["device", "status"],
            registry=own,
        )
        self._service = Gauge(
            "kiosk_service_status", "1 for how the service is now.", ["status"], registry=own
        )
        self._acquirer = Gauge(
            "kiosk_acquirer_status", "1 for how the acquirer is now.", ["status"], registry=own
        )
        self._events = Counter("kiosk_events", "Lines of the event log.", ["event"], registry=own)
        self._lines_lost = Gauge(
            "kiosk_log_lost", "What the log could not take since start-up.", ["how"], registry=own
        )
        self.reports_waiting = Gauge(
            "kiosk_reports_waiting", "Reports the service has not confirmed yet.", registry=own
        )

    def heard(self, event: Event, facts: Mapping[str, object]) -> None:
        """Something happened."""
        self._events.labels(event.value).inc()
        if event in _PAPERS:
            self._papers.labels(*_PAPERS[event]).inc()
        match event:
            case Event.VISIT_STARTED:
                self._started.inc()
                self._visit_since = self._monotonic()
            case Event.VISIT_ENDED:
                self._visit_ended(self._visit.ended(facts))
            case Event.VISIT_FAULT:
                self._faults.labels(_known(facts.get("why"), _FAULTS)).inc()
            case Event.SERVICE_CALL_FAILED:
                self._calls_failed.labels(_known(facts.get("why"), _FAILURES)).inc()
            case Event.ORDER_CREATED:
                self._orders.labels(_known(facts.get("tender"), _TENDERS)).inc()
            case Event.ORDER_ADVANCED:
                self._order_advanced(facts)
            case Event.DOCUMENT_PRINTED | Event.DOCUMENT_NOT_PRINTED:
                sheets = facts.get("sheets")
                self._sheets.inc(sheets if isinstance(sheets, int) else 0)
            case _:
                pass
        self._visit.heard(event, facts)

    def glimpsed(self, glimpse: Glimpse) -> None:
        """The terminal now."""
        if glimpse.step != self._step:
            self._step_left()
            self._step, self._step_since = glimpse.step, self._monotonic()
            self._visit.arrived(glimpse.step)
        if glimpse == self._glimpse:
            return
        self._glimpse = glimpse
        health = glimpse.health
        _one_of(self._standing, Standing, glimpse.standing)
        _one_of(self._service, ServiceStatus, health.service)
        _one_of(self._acquirer, AcquirerStatus, health.acquirer)
        why = obstacle(health)
        for one in Obstacle:
            self._obstacle.labels(one.name.lower()).set(one is why)
        for kind in DeviceKind:
            for status in DeviceStatus:
                is_so = health.condition(kind).status is status
                self._devices.labels(kind.value, status.value).set(is_so)

    def _visit_ended(self, ending: Ending) -> None:
        self._step_left()
        self._ended.labels(ending.how.value).inc()
        if ending.abandoned:
            self._abandoned.labels(ending.step, ending.how.value).inc()
        if self._visit_since is not None:
            self._visit_seconds.observe(self._monotonic() - self._visit_since)
            self._visit_since = None

    def _step_left(self) -> None:
        if self._step:
            step = self._step if self._step in self._steps else ELSEWHERE
            self._step_seconds.labels(step).observe(self._monotonic() - self._step_since)
            self._step = ""

    def _order_advanced(self, facts: Mapping[str, object]) -> None:
        state = next((one for one in _SETTLED if one.value == facts.get("state")), None)
        if state is not None:
            self._payments.labels(_known(facts.get("tender"), _TENDERS), state.value).inc()


def _known(value: object, known: frozenset[str]) -> str:
    """The value if it is one of those, for a label is never anybody's free text."""
    return value if isinstance(value, str) and value in known else ELSEWHERE


def _loss(lost: Callable[[], Mapping[str, int]], how: str) -> float:
    return lost()[how]


def _one_of(gauge: Gauge, kind: type[Enum], now: Enum) -> None:
    for one in kind:
        gauge.labels(one.value).set(one is now)
