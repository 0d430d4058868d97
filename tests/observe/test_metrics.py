"""What is counted, with which labels, and that there are only so many of them."""

from __future__ import annotations

import pytest
from prometheus_client import REGISTRY, generate_latest

from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, DeviceStatus, Remedy
from kiosk.flows.maintenance.tasks import MAINTENANCE
from kiosk.flows.visit import VISIT
from kiosk.observe import Event
from kiosk.observe.events import CATALOGUE
from kiosk.observe.glimpse import Glimpse, Standing, glimpse_of, steps_of
from kiosk.observe.metrics import Metrics
from kiosk.session.health import Health, ServiceStatus
from tests.support.tables import Kind, entries

STEPS = {**steps_of(VISIT), **steps_of(MAINTENANCE)}
UP = Health(
    devices=tuple((kind, ONLINE) for kind in DeviceKind),
    service=ServiceStatus.UP,
    settled=True,
)
RESULT = next(step for step, is_result in STEPS.items() if is_result)
CANARIES = ("欧阳测试", "370102194912310029", "6228480402564890018")


class Watch:
    """Metrics on a clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 100.0
        self.metrics = Metrics(
            STEPS, version="9.8.7", monotonic=lambda: self.at, lost=lambda: {"dropped": 2}
        )

    def walk(self, *steps: str, seconds: float = 5.0) -> None:
        for step in steps:
            self.metrics.glimpsed(Glimpse(Standing.SERVING, UP, step))
            self.at += seconds

    def note(self, event: Event, **facts: object) -> None:
        self.metrics.heard(event, facts)

    def visit(self, *steps: str, why: str = "leave", timed_out: bool = False) -> None:
        """Somebody walks these steps and is gone."""
        self.note(Event.VISIT_STARTED, where="visit/home", why="")
        self.walk(*steps)
        self.end(steps[-1], why=why, timed_out=timed_out)

    def end(self, step: str, *, why: str = "leave", timed_out: bool = False) -> None:
        where = f"visit/pay_own/{step}"
        if timed_out:
            self.note(Event.VISIT_TIMED_OUT, where=where, why="")
        self.note(Event.VISIT_ENDED, where=where, why=why)
        self.metrics.glimpsed(Glimpse(Standing.WAITING, UP))

    def value(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0

    @property
    def text(self) -> str:
        return generate_latest(self.metrics.registry).decode("utf-8")


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_visit_is_counted_with_its_steps_and_their_seconds(watch: Watch) -> None:
    watch.visit("visit/home", "settle/review", RESULT)
    assert watch.value("kiosk_visits_started_total") == 1
    assert watch.value("kiosk_visits_ended_total", how="completed") == 1
    assert watch.value("kiosk_visit_seconds_sum") == 15
    for step in ("visit/home", "settle/review", RESULT):
        assert watch.value("kiosk_step_seconds_count", step=step) == 1
        assert watch.value("kiosk_step_seconds_sum", step=step) == 5


@pytest.mark.parametrize(
    ("why", "timed_out", "how"),
    [("leave", False, "left"), ("home", False, "home"), ("leave", True, "timed_out")],
)
def test_an_abandoned_visit_is_counted_at_its_last_screen(
    watch: Watch, why: str, how: str, *, timed_out: bool
) -> None:
    watch.visit("visit/home", "settle/review", why=why, timed_out=timed_out)
    assert watch.value("kiosk_visits_ended_total", how=how) == 1
    assert watch.value("kiosk_visits_abandoned_total", step="settle/review", how=how) == 1


def test_whoever_walks_away_from_a_result_has_not_abandoned_it(watch: Watch) -> None:
    watch.visit("visit/home", RESULT, timed_out=True)
    assert watch.value("kiosk_visits_ended_total", how="completed") == 1
    assert "kiosk_visits_abandoned_total{" not in watch.text


@pytest.mark.parametrize(
    ("event", "how"), [(Event.VISIT_HALTED, "halted"), (Event.VISIT_FAULT, "faulted")]
)
def test_a_visit_that_was_stopped_is_not_blamed_on_the_citizen(
    watch: Watch, event: Event, how: str
) -> None:
    watch.note(Event.VISIT_STARTED, where="visit/home", why="")
    watch.walk("visit/home", "settle/review")
    watch.note(event, where="visit/pay_own/settle/review", why="network_lost")
    watch.end("settle/review", timed_out=True)
    assert watch.value("kiosk_visits_ended_total", how=how) == 1


def test_a_fault_that_was_overcome_stops_nobody(watch: Watch) -> None:
    watch.note(Event.VISIT_STARTED, where="visit/home", why="")
    watch.walk("visit/home")
    watch.note(Event.VISIT_FAULT, where="visit/home", why="network_lost")
    watch.walk("settle/review")
    watch.end("settle/review")
    assert watch.value("kiosk_visits_ended_total", how="left") == 1
    assert watch.value("kiosk_faults_total", code="network_lost") == 1


def test_payments_are_counted_by_tender_once_they_are_settled(watch: Watch) -> None:
    for state in ("paying", "paid", "posted"):
        watch.note(Event.ORDER_ADVANCED, tender="alipay", state=state)
    watch.note(Event.ORDER_CREATED, tender="bank_card")
    watch.note(Event.ORDER_ADVANCED, tender="bank_card", state="closed")
    assert watch.value("kiosk_payments_total", tender="alipay", state="posted") == 1
    assert watch.value("kiosk_payments_total", tender="bank_card", state="closed") == 1
    assert watch.value("kiosk_payments_total", tender="alipay", state="paid") == 0
    assert watch.value("kiosk_orders_created_total", tender="bank_card") == 1


def test_paper_is_counted_by_what_came_out(watch: Watch) -> None:
    watch.note(Event.RECEIPT_PRINTED, reprint=0)
    watch.note(Event.RECEIPT_REPRINTED, reprint=1)
    watch.note(Event.RECEIPT_FAILED, cause="paper_out", reprint=0)
    watch.note(Event.DOCUMENT_PRINTED, reprint=0, sheets=3)
    watch.note(Event.DOCUMENT_NOT_PRINTED, cause="paper_jam", reprint=0, sheets=1)
    watch.note(Event.DOCUMENT_NOT_PRINTED, cause="paper_jam", reprint=0)
    assert watch.value("kiosk_papers_total", paper="receipt", outcome="printed") == 2
    assert watch.value("kiosk_papers_total", paper="receipt", outcome="failed") == 1
    assert watch.value("kiosk_papers_total", paper="document", outcome="failed") == 2
    assert watch.value("kiosk_document_sheets_total") == 4


def test_devices_services_and_standing_are_as_seen_last(watch: Watch) -> None:
    watch.metrics.glimpsed(Glimpse(Standing.WAITING, UP))
    broken = UP.with_device(
        DeviceKind.RECEIPT_PRINTER, Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "paper_out")
    )
    down = Health(devices=broken.devices, service=ServiceStatus.UNREACHABLE, settled=True)
    watch.metrics.glimpsed(Glimpse(Standing.OUT_OF_SERVICE, down))
    printer = {"device": "receipt_printer"}
    assert watch.value("kiosk_device_status", **printer, status="userError") == 1
    assert watch.value("kiosk_device_status", **printer, status="online") == 0
    assert watch.value("kiosk_service_status", status="unreachable") == 1
    assert watch.value("kiosk_service_status", status="up") == 0
    assert watch.value("kiosk_standing", standing="out_of_service") == 1
    assert watch.value("kiosk_standing", standing="waiting") == 0
    assert watch.value("kiosk_obstacle", obstacle="service") == 1


def test_losses_of_the_log_and_the_version_are_there(watch: Watch) -> None:
    assert watch.value("kiosk_log_lost", how="dropped") == 2
    assert watch.value("kiosk_info", version="9.8.7") == 1
    assert watch.value("process_resident_memory_bytes") > 0


def test_no_label_is_anybodys_text(watch: Watch) -> None:
    for event, declaration in CATALOGUE.items():
        for canary in (*CANARIES, "some_code"):
            watch.note(event, **dict.fromkeys(declaration.fields, canary))
    for canary in CANARIES:
        watch.walk(f"visit/{canary}", canary)
    for canary in (*CANARIES, "some_code"):
        assert canary not in watch.text
    assert watch.value("kiosk_step_seconds_count", step="other") > 0


def test_there_are_only_so_many_series_whatever_happens(watch: Watch) -> None:
    watch.visit(*STEPS)
    for event, declaration in CATALOGUE.items():
        for number in range(40):
            watch.note(event, **dict.fromkeys(declaration.fields, f"code_{number}"))
            watch.walk(f"made/up_{number}", seconds=0)
    lines = [line for line in watch.text.splitlines() if not line.startswith("#")]
    assert len(lines) < 3_000
    assert sum('step="' in line for line in lines) <= (len(STEPS) + 1) * 12


def test_the_steps_are_those_of_the_flow_tables() -> None:
    walked = {
        "/".join(entry.trace.split("/")[-2:])
        for entry in (*entries(VISIT), *entries(MAINTENANCE))
        if entry.kind is not Kind.RUN
    }
    assert set(STEPS) == walked
    assert 0 < sum(STEPS.values()) < len(STEPS) / 2


def test_nothing_gets_into_the_registry_of_the_library(watch: Watch) -> None:
    watch.visit("visit/home")
    assert b"kiosk_" not in generate_latest(REGISTRY)


def test_a_glimpse_has_no_room_for_a_person() -> None:
    assert set(Glimpse.__dataclass_fields__) == {"standing", "health", "step"}
    assert glimpse_of.__annotations__["return"] == "Glimpse"
