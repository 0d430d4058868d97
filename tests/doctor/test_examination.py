"""A running terminal reports on itself without anybody opening its devices again; the kernel is
asked whether the clock is kept."""

from __future__ import annotations

import pytest

from kiosk.doctor import connections, timekeeping
from kiosk.doctor.examination import live_reporter
from kiosk.doctor.timekeeping import Timekeeping, examine_timekeeping
from kiosk.domain.terminal import ONLINE, DeviceKind
from kiosk.equipment import ledger_of
from kiosk.maintenance.readiness import NEVER_HEARD, Section, Verdict
from kiosk.session.health import Health, ServiceStatus
from tests.doctor.conftest import NOW, Patient
from tests.ledger.given import Clock, posted


def test_a_running_terminal_reports_on_itself_and_opens_nothing(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        pytest.fail("a device was made a second time")

    for maker in ("reader_of", "printer_of", "service_of", "acquirer_of"):
        monkeypatch.setattr(connections, maker, never)
    settings = patient.settings()
    health = Health(devices=((DeviceKind.ID_CARD_READER, ONLINE),), service=ServiceStatus.UP)
    with ledger_of(settings, Clock()) as ledger:
        number = posted(ledger)
        ledger.receipt_finished(number, ledger.receipt_started(number))
        report = live_reporter(settings, lambda: NOW)(health, NEVER_HEARD)
    assert (report.at, report.terminal) == (NOW, "JN-03")
    sections = dict(report.sections())
    assert [one.verdict for one in sections[Section.DEVICES]] == [Verdict.FINE, Verdict.SKIPPED]
    assert [one.verdict for one in sections[Section.LEDGER]] == [Verdict.FINE, Verdict.FINE]
    assert sections[Section.CERTIFICATES][1].what.endswith("还有 365 天")
    assert "累计 1 张，约 0.2 米" in sections[Section.COUNTERS][0].what


@pytest.mark.parametrize(
    ("kept", "verdicts"),
    [
        (Timekeeping.KEPT, [Verdict.FINE]),
        (Timekeeping.ADRIFT, [Verdict.WARNING]),
        (Timekeeping.UNKNOWN, []),
    ],
)
def test_a_clock_nobody_keeps_is_worth_a_warning_if_that_can_be_known(
    monkeypatch: pytest.MonkeyPatch, kept: Timekeeping, verdicts: list[Verdict]
) -> None:
    monkeypatch.setattr(timekeeping, "timekeeping", lambda: kept)
    assert [one.verdict for one in examine_timekeeping()] == verdicts


def test_the_kernel_can_be_asked_and_says_something() -> None:
    assert timekeeping.timekeeping() in Timekeeping
