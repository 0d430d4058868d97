"""A device is opened with back-off, watched, given up after three misses and opened again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.terminal import ONLINE, STARTING, Condition, DeviceStatus, Remedy
from kiosk.observe import EventLog
from kiosk.runtime.supervision import Supervisor
from tests.runtime.conftest import TIMING
from tests.runtime.fakes import GONE, FakePrinter
from tests.support.manual_clock import ManualClock

OFFLINE = Condition(DeviceStatus.OFFLINE, Remedy.MAINTENANCE, "disconnected")
SILENT = DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE)


@dataclass(slots=True)
class Watched:
    """A device and what its supervisor makes of it."""

    device: FakePrinter
    supervisor: Supervisor
    conditions: list[Condition]
    clock: ManualClock

    def polls(self) -> int:
        return self.device.trace.count("condition")


@pytest.fixture
def watched(clock: ManualClock, log: EventLog) -> Watched:
    device = FakePrinter()
    conditions: list[Condition] = []
    supervisor = Supervisor(device, clock, TIMING, log, conditions.append)
    return Watched(device, supervisor, conditions, clock)


@pytest.fixture
async def running(watched: Watched) -> AsyncIterator[Watched]:
    """The supervisor at work on a device that is well."""
    task = asyncio.create_task(watched.supervisor.run())
    await watched.clock.settle()
    yield watched
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_device_that_is_there_is_opened_and_asked(running: Watched) -> None:
    assert running.device.trace == ["open", "condition"]
    assert running.conditions == [ONLINE]
    await running.clock.advance(TIMING.device_poll * 3)
    assert running.polls() == 4
    assert running.conditions == [ONLINE], "what has not changed is not told again"


async def test_a_device_that_is_not_there_is_looked_for_less_and_less_often(
    watched: Watched,
) -> None:
    watched.device.plugged = False
    task = asyncio.create_task(watched.supervisor.run())
    await watched.clock.advance(130)
    pauses = [pause for pause in watched.clock.slept if pause != TIMING.device_patience]
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30, 30]
    assert watched.conditions == [OFFLINE]
    watched.device.plugged = True
    await watched.clock.advance(30)
    assert watched.conditions == [OFFLINE, ONLINE]
    # The next time it is lost the back-off begins anew.
    watched.clock.slept.clear()
    watched.device.plugged = False
    await watched.clock.advance(TIMING.device_poll + 2 * TIMING.reopen_first + 3)
    pauses = [pause for pause in watched.clock.slept if pause != TIMING.device_patience]
    assert pauses[:5] == [1, 1, 1, 2, 4], "two misses, and then the back-off"
    task.cancel()


async def test_a_device_is_gone_after_three_misses_and_not_before(running: Watched) -> None:
    running.device.plugged = False
    await running.clock.advance(TIMING.device_poll)
    assert running.conditions == [ONLINE]
    await running.clock.advance(TIMING.reopen_first)
    assert running.conditions == [ONLINE]
    await running.clock.advance(TIMING.reopen_first)
    assert running.conditions == [ONLINE, OFFLINE]
    assert "close" in running.device.trace
    running.device.plugged = True
    await running.clock.advance(TIMING.reopen_first)
    assert running.conditions == [ONLINE, OFFLINE, ONLINE]


async def test_a_single_lost_answer_is_forgotten(running: Watched) -> None:
    for _ in range(5):
        running.device.errors.extend([SILENT, SILENT])
        await running.clock.advance(TIMING.device_poll + 2 * TIMING.reopen_first)
    assert running.conditions == [ONLINE]
    assert "close" not in running.device.trace


async def test_every_change_is_told_once(running: Watched, clock: ManualClock) -> None:
    cover = Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "cover_open")
    running.device.state = cover
    await clock.advance(TIMING.device_poll * 2)
    running.device.state = ONLINE
    await clock.advance(TIMING.device_poll * 2)
    assert running.conditions == [ONLINE, cover, ONLINE]


async def test_who_cannot_use_the_device_reports_it_at_once(running: Watched) -> None:
    polls = running.polls()
    running.supervisor.report(DeviceError(DeviceCause.PAPER_OUT, Remedy.CLEAR))
    assert running.conditions[-1] == Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "paper_out")
    assert running.polls() == polls


async def test_what_a_device_says_of_itself_is_not_that_it_is_gone(running: Watched) -> None:
    for _ in range(10):
        running.supervisor.report(DeviceError(DeviceCause.PAPER_OUT, Remedy.CLEAR))
    await running.clock.advance(TIMING.device_poll)
    assert "close" not in running.device.trace
    assert running.conditions[-1] == ONLINE


async def test_what_became_of_a_job_says_nothing_of_the_printer(running: Watched) -> None:
    for cause in (DeviceCause.JOB_CANCELLED, DeviceCause.JOB_ABORTED, DeviceCause.JOB_REFUSED):
        for _ in range(5):
            running.supervisor.report(DeviceError(cause, Remedy.NONE))
    await running.clock.advance(TIMING.device_poll)
    assert running.conditions == [ONLINE]
    assert "close" not in running.device.trace


async def test_lost_answers_reported_by_users_count_as_misses(running: Watched) -> None:
    for _ in range(2):
        running.supervisor.report(GONE)
    assert running.conditions == [ONLINE]
    running.supervisor.report(GONE)
    assert running.conditions == [ONLINE, OFFLINE]
    await running.clock.advance(TIMING.device_poll)
    assert running.device.trace[-3:] == ["close", "open", "condition"]
    assert running.conditions == [ONLINE, OFFLINE, ONLINE]


async def test_a_device_that_breaks_its_protocol_is_broken_at_once_and_reopened(
    running: Watched,
) -> None:
    running.device.errors.extend([DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)] * 3)
    await running.clock.advance(TIMING.device_poll)
    assert running.conditions[-1].status is DeviceStatus.HARDWARE_ERROR
    await running.clock.advance(2 * TIMING.reopen_first)
    assert "close" in running.device.trace
    assert running.conditions[-1] == ONLINE


@pytest.mark.parametrize("call", ["open", "condition"])
async def test_a_device_that_hangs_is_silent_and_not_waited_for_for_ever(
    watched: Watched, call: str
) -> None:
    watched.device.hung.add(call)
    task = asyncio.create_task(watched.supervisor.run())
    await watched.clock.advance(4 * TIMING.device_patience)
    assert watched.conditions == [Condition(DeviceStatus.OFFLINE, Remedy.MAINTENANCE, "silent")]
    watched.device.hung.clear()
    await watched.clock.advance(2 * TIMING.device_patience)
    assert watched.conditions[-1] == ONLINE
    task.cancel()


async def test_a_device_that_hangs_even_when_it_is_closed_is_opened_again(
    running: Watched,
) -> None:
    running.device.hung.add("close")
    running.device.errors.extend([SILENT] * 3)
    await running.clock.advance(TIMING.device_poll + 2 * TIMING.reopen_first)
    assert running.conditions[-1].cause == "silent"
    await running.clock.advance(TIMING.device_patience)
    assert running.conditions[-1] == ONLINE


async def test_a_bug_in_a_driver_ends_neither_the_watch_nor_the_terminal(
    running: Watched, logged: Callable[[], list[str]]
) -> None:
    running.device.bug = ZeroDivisionError("a bug")
    await running.clock.advance(TIMING.device_poll)
    assert running.conditions[-1] == Condition(
        DeviceStatus.HARDWARE_ERROR, Remedy.MAINTENANCE, "protocol"
    )
    assert "INTERNAL_ERROR" in logged()
    running.device.bug = None
    await running.clock.advance(TIMING.reopen_longest)
    assert running.conditions[-1] == ONLINE


@pytest.mark.parametrize("plugged", [True, False])
async def test_whether_a_device_is_there_is_known_soon_after_the_start(
    watched: Watched, *, plugged: bool
) -> None:
    watched.device.plugged = plugged
    asking = asyncio.create_task(watched.supervisor.known())
    await watched.clock.settle()
    assert not asking.done()
    assert watched.supervisor.condition == STARTING
    task = asyncio.create_task(watched.supervisor.run())
    await asking
    assert watched.supervisor.condition == (ONLINE if plugged else OFFLINE)
    task.cancel()
