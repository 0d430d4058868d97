"""How the collection service looks from here, and what the session hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.closing import Closed, ClosedBy, NearbyTerminal, PlannedMaintenance
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ONLINE, DeviceKind
from kiosk.runtime.health_board import HealthBoard
from kiosk.runtime.service_watch import MOST_SKEW, ServiceReport, ServiceWatch
from kiosk.session.events import HealthChanged
from kiosk.session.health import UNKNOWN_HEALTH, Health, ServiceStatus
from tests.runtime.conftest import TIMING
from tests.runtime.fake_service import CounterService, service_error
from tests.support.manual_clock import ManualClock

NEARBY = (NearbyTerminal("市民服务大厅", "JN-04", "同一大厅"),)
BOTH = frozenset({Tender.ALIPAY, Tender.WECHAT})
UP = ServiceReport(ServiceStatus.UP, BOTH)
UNREACHABLE = ServiceReport(ServiceStatus.UNREACHABLE, frozenset())


@dataclass(slots=True)
class Watch:
    """A watch over a service, and what it has reported."""

    service: CounterService
    clock: ManualClock
    reports: list[ServiceReport] = field(default_factory=list)
    task: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        watch = ServiceWatch(self.service, self.clock, TIMING, self.reports.append)
        self.task = asyncio.create_task(watch.run())
        await self.clock.settle()


@pytest.fixture
async def watch(clock: ManualClock) -> AsyncIterator[Watch]:
    made = Watch(CounterService(clock.now), clock)
    yield made
    if made.task is not None:
        made.task.cancel()


async def test_a_service_that_is_up_is_asked_now_and_then_and_told_of_once(watch: Watch) -> None:
    await watch.begin()
    await watch.clock.advance(TIMING.service_poll * 4)
    assert watch.reports == [UP]
    assert len(watch.service.calls) == 5


async def test_a_change_of_tenders_is_told(watch: Watch) -> None:
    await watch.begin()
    watch.service.tenders = frozenset({Tender.WECHAT})
    await watch.clock.advance(TIMING.service_poll)
    assert watch.reports[1:] == [ServiceReport(ServiceStatus.UP, frozenset({Tender.WECHAT}))]


async def test_a_service_that_is_not_there_at_the_start_is_told_of_at_once(watch: Watch) -> None:
    watch.service.down = ServiceErrorKind.UNREACHABLE
    await watch.begin()
    assert watch.reports == [UNREACHABLE]
    watch.service.down = None
    await watch.clock.advance(TIMING.service_poll_down)
    assert watch.reports == [UNREACHABLE, UP]


@pytest.mark.parametrize(
    "kind", [kind for kind in ServiceErrorKind if kind is not ServiceErrorKind.REFUSED]
)
async def test_a_service_is_gone_after_three_misses(watch: Watch, kind: ServiceErrorKind) -> None:
    await watch.begin()
    watch.service.down = kind
    await watch.clock.advance(TIMING.service_poll)
    await watch.clock.advance(TIMING.service_poll_down)
    assert watch.reports == [UP]
    await watch.clock.advance(TIMING.service_poll_down)
    assert watch.reports == [UP, UNREACHABLE]


async def test_single_misses_are_forgotten(watch: Watch) -> None:
    await watch.begin()
    for _ in range(6):
        error = service_error(ServiceErrorKind.TIMEOUT)
        watch.service.trouble("terminal", error, times=2)
        await watch.clock.advance(TIMING.service_poll + 2 * TIMING.service_poll_down)
    assert watch.reports == [UP]


async def test_a_refusal_is_told_at_once(watch: Watch) -> None:
    await watch.begin()
    watch.service.down = ServiceErrorKind.REFUSED
    await watch.clock.advance(TIMING.service_poll)
    assert watch.reports[1:] == [ServiceReport(ServiceStatus.REFUSING, frozenset())]


@pytest.mark.parametrize("sign", [1, -1])
async def test_a_clock_that_is_wrong_stops_the_terminal_until_it_is_right(
    watch: Watch, sign: int
) -> None:
    limit = MOST_SKEW.total_seconds()
    watch.service.skew = sign * limit
    await watch.begin()
    assert watch.reports == [UP]
    watch.service.skew = sign * (limit + 1)
    await watch.clock.advance(TIMING.service_poll)
    assert watch.reports[-1] == ServiceReport(ServiceStatus.CLOCK_WRONG, frozenset())
    watch.clock.set_wall_clock(MOST_SKEW * sign)
    watch.service.skew = 0
    await watch.clock.advance(TIMING.service_poll_down)
    assert watch.reports[-1] == UP


async def test_what_is_planned_and_who_else_serves_is_told_along(watch: Watch) -> None:
    plan = PlannedMaintenance(watch.clock.now(), watch.clock.now() + timedelta(hours=1))
    watch.service.plans, watch.service.nearby = (plan,), NEARBY
    await watch.begin()
    assert watch.reports == [ServiceReport(ServiceStatus.UP, BOTH, (plan,), NEARBY)]


def test_other_terminals_stand_while_the_service_is_away_and_go_when_it_says_so() -> None:
    board = HealthBoard(lambda _event: None)
    board.service(ServiceReport(ServiceStatus.UP, BOTH, nearby=NEARBY))
    board.service(UNREACHABLE)
    assert board.health.nearby is NEARBY
    board.service(UP)
    assert not board.health.nearby


def test_the_board_knows_when_it_is_closed_and_when_it_will_be() -> None:
    board = HealthBoard(lambda _event: None)
    shut, at = Closed(ClosedBy.HOURS, None), datetime(2026, 3, 16, 17, tzinfo=UTC)
    board.opening(shut, None)
    assert (board.health.closed, board.health.closes_at) == (shut, None)
    board.opening(None, at)
    assert (board.health.closed, board.health.closes_at) == (None, at)


def test_the_board_posts_every_change_and_nothing_else() -> None:
    posted: list[Health] = []

    def post(event: HealthChanged) -> None:
        posted.append(event.health)

    board = HealthBoard(post)
    for _ in range(2):
        board.device(DeviceKind.ID_CARD_READER, ONLINE)
        board.service(UP)
        board.settled()
        board.ledger_unsound()
    assert len(posted) == 4
    assert posted[0] == UNKNOWN_HEALTH.with_device(DeviceKind.ID_CARD_READER, ONLINE)
    assert posted[1].service is ServiceStatus.UP
    assert posted[1].tenders == BOTH
    assert posted[2].settled
    assert not posted[3].ledger_sound
    assert board.health == posted[3]
