"""A real outbox, a real client and the simulated service over TLS."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError
from kiosk.backend.transport import Transport
from kiosk.ledger.outbox import Outbox
from kiosk.observe import Event, EventLog
from kiosk.observe.glimpse import Glimpse, Standing
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.reporting import Reporter
from kiosk.runtime.timing import Timing
from kiosk.session.health import UNKNOWN_HEALTH
from sim.backend.hall_sight import look
from sim.backend.server import CollectionService as Simulated


async def no_orders() -> int:
    return 0


async def test_what_a_reporter_tells_is_what_the_hall_shows(
    transport: Transport, simulated: Simulated, tmp_path: Path
) -> None:
    clock = SystemClock()
    log = EventLog.open(tmp_path / "kiosk.jsonl", now=clock.now)
    reporter = Reporter(
        outbox=Outbox.open(tmp_path / "reports.db"),
        service=CollectionService(transport),
        open_orders=no_orders,
        clock=clock,
        timing=Timing(),
        log=log,
        version="9.8.7",
    )
    log.listen(reporter.heard)
    running = asyncio.create_task(reporter.run())
    reporter.glimpsed(Glimpse(Standing.WAITING, UNKNOWN_HEALTH))
    log.record(Event.VISIT_FAULT, where="visit/home", why="network_lost")
    collection = simulated._collection  # noqa: SLF001 - what the page is made of
    async with asyncio.timeout(20):
        while True:
            (here,) = (one for one in look(collection) if one.number == "JN-03")
            if here.happenings and here.standing == Standing.WAITING.label:
                break
            await asyncio.sleep(0.01)
    assert here.version == "9.8.7"
    assert here.happenings[0].event == "VISIT_FAULT"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await reporter.close()
    log.close()


async def test_what_is_not_as_described_is_refused_for_ever(transport: Transport) -> None:
    series = "0b9f5b0e-3c9a-4c6e-8f61-0d1c2b3a4f55"
    with pytest.raises(ServiceError) as refused:
        await CollectionService(transport).put_report(series, 1, {"kind": "gossip"})
    assert refused.value.code == "invalid_request"
