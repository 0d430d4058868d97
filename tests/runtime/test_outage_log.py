"""Being out of service is in the log, with the reason, and so is the end of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.closing import Closed, ClosedBy
from kiosk.observe import EventLog
from kiosk.observe.glimpse import Glimpse, Standing
from kiosk.runtime.outage_log import OutageLog
from kiosk.session.health import Health
from tests.support.manual_clock import ManualClock
from tests.support.samples import CUT_OFF, READERLESS, WELL

SHUT = replace(WELL, closed=Closed(ClosedBy.HOURS, None))


@pytest.fixture
def outages(log: EventLog, clock: ManualClock) -> OutageLog:
    return OutageLog(log, clock)


def said(path: Path) -> list[tuple[object, ...]]:
    """The events with their reasons and seconds."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        tuple(line[name] for name in ("event", "cause", "seconds") if name in line)
        for line in lines
    ]


def out(outages: OutageLog, health: Health) -> None:
    outages.glimpsed(Glimpse(Standing.OUT_OF_SERVICE, health))


async def test_an_outage_and_its_end_are_told_once_each(
    outages: OutageLog, clock: ManualClock, log_path: Path
) -> None:
    outages.glimpsed(Glimpse(Standing.WAITING, WELL))
    for _ in range(3):
        out(outages, CUT_OFF)
        await clock.advance(20.4)
    for _ in range(3):
        outages.glimpsed(Glimpse(Standing.WAITING, WELL))
    assert said(log_path) == [("OUT_OF_SERVICE", "service"), ("BACK_IN_SERVICE", "service", 61)]


async def test_another_reason_is_told_and_the_outage_is_the_same(
    outages: OutageLog, clock: ManualClock, log_path: Path
) -> None:
    out(outages, CUT_OFF)
    await clock.advance(10)
    out(outages, READERLESS)
    await clock.advance(10)
    outages.glimpsed(Glimpse(Standing.SERVING, WELL))
    assert said(log_path) == [
        ("OUT_OF_SERVICE", "service"),
        ("OUT_OF_SERVICE", "reader"),
        ("BACK_IN_SERVICE", "reader", 20),
    ]


async def test_staff_who_see_to_it_do_not_end_it(
    outages: OutageLog, clock: ManualClock, log_path: Path
) -> None:
    out(outages, SHUT)
    await clock.advance(5)
    outages.glimpsed(Glimpse(Standing.STAFF, SHUT))
    await clock.advance(5)
    out(outages, SHUT)
    assert said(log_path) == [("OUT_OF_SERVICE", "closed")]
    outages.glimpsed(Glimpse(Standing.WAITING, WELL))
    assert said(log_path)[1:] == [("BACK_IN_SERVICE", "closed", 10)]


def test_a_terminal_that_is_about_to_recover_gives_no_reason(
    outages: OutageLog, log_path: Path
) -> None:
    out(outages, WELL)
    outages.glimpsed(Glimpse(Standing.STARTING, WELL))
    assert said(log_path) == []
