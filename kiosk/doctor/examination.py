"""The whole examination: by the doctor, who opens the devices, or of a running terminal, which has
them open and says how they are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from importlib.metadata import version

from kiosk.doctor.books import examine_ledger
from kiosk.doctor.connections import examine_connections
from kiosk.doctor.consumption import examine_usage
from kiosk.doctor.files import examine_files
from kiosk.doctor.timekeeping import examine_timekeeping
from kiosk.ledger import ledger_in_use
from kiosk.maintenance.readiness import Finding, Report, Section, Sinces, Verdict
from kiosk.maintenance.readiness.conditions import about_health
from kiosk.runtime.clock import Clock
from kiosk.session.health import Health
from kiosk.settings import Settings


async def examine(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Everything, each finding as soon as it is known. The devices of a running terminal are left
    to it."""
    for finding in _examine_machine(settings, clock.now()):
        yield finding
    if ledger_in_use(settings.ledger.path):
        what = "终端正在运行，设备由它占用，状态见日志"
        yield Finding("设备", Verdict.SKIPPED, what, section=Section.DEVICES)
        return
    async for finding in examine_connections(settings, clock):
        yield finding


def report_of(settings: Settings | None, at: datetime, findings: tuple[Finding, ...]) -> Report:
    """The findings as a report; None for settings that cannot be read."""
    terminal = "" if settings is None else settings.terminal.number
    return Report(at, terminal, version("kiosk"), findings)


def live_reporter(
    settings: Settings, now: Callable[[], datetime]
) -> Callable[[Health, Sinces], Report]:
    """How a running terminal reports on itself. What it is given reads files and the ledger and
    blocks for as long as that takes: to be called off the threads that serve citizens."""

    def report(health: Health, sinces: Sinces) -> Report:
        at = now()
        findings = (*about_health(health, sinces), *_examine_machine(settings, at))
        return report_of(settings, at, findings)

    return report


def _examine_machine(settings: Settings, now: datetime) -> Iterator[Finding]:
    yield from examine_files(settings, now)
    yield from examine_timekeeping()
    yield from examine_ledger(settings)
    yield from examine_usage(settings)
