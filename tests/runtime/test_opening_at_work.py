"""A whole terminal that closes and opens again, and says so on the screen and in the log."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.closing import NearbyTerminal, PlannedMaintenance
from kiosk.domain.hours import read_hours
from kiosk.observe import EventLog
from kiosk.runtime.opening_watch import MINUTE_S
from kiosk.session.answers import Leave, Module
from kiosk.session.views import AttractView, OutOfServiceView
from tests.runtime.house import House, furnished
from tests.support.manual_clock import ManualClock

OFFICE = read_hours("Mon-Fri 08:30-12:00 13:00-17:00")


def outages(house: House) -> list[tuple[str, str]]:
    """What the log says of being out of service, with the reason."""
    lines = map(json.loads, house.log_path.read_text(encoding="utf-8").splitlines())
    return [
        (line["event"], line["cause"])
        for line in lines
        if line["event"] in ("OUT_OF_SERVICE", "BACK_IN_SERVICE")
    ]


async def test_a_citizen_who_is_served_at_noon_finishes_and_then_it_is_closed(
    tmp_path: Path, clock: ManualClock, log: EventLog, log_path: Path
) -> None:
    clock.set_wall_clock(timedelta(hours=2, minutes=29, seconds=30))
    async with furnished(tmp_path, clock, log, log_path, hours=OFFICE) as house:
        house.begin()
        await house.to_a_module(Module.PAY)
        await clock.advance(40)
        assert (clock.now().hour, clock.now().minute) == (12, 0)
        assert not isinstance(house.stage.scene.view, OutOfServiceView)
        house.answer(Leave())
        await house.stage.until(OutOfServiceView)
        view = house.stage.scene.view
        assert isinstance(view, OutOfServiceView)
        assert str(view.rows[0].value) == "11月23日（周一）13:00"
        assert outages(house) == [("OUT_OF_SERVICE", "closed")]
        clock.set_wall_clock(timedelta(hours=1))
        await clock.advance(MINUTE_S)
        assert isinstance(house.stage.scene.view, AttractView)
        assert outages(house)[1:] == [("BACK_IN_SERVICE", "closed")]
        await house.end()


async def test_planned_maintenance_names_another_terminal_while_the_service_is_away(
    tmp_path: Path, clock: ManualClock, log: EventLog, log_path: Path
) -> None:
    soon = clock.now() + timedelta(minutes=3)
    async with furnished(tmp_path, clock, log, log_path) as house:
        house.service.plans = (PlannedMaintenance(soon, soon + timedelta(hours=1), "系统升级"),)
        house.service.nearby = (NearbyTerminal("市民服务大厅", "JN-04", "同一大厅"),)
        house.begin()
        await house.stage.until(AttractView)
        house.service.down = ServiceErrorKind.UNREACHABLE
        clock.set_wall_clock(timedelta(minutes=5))
        await clock.advance(MINUTE_S)
        view = house.stage.scene.view
        assert isinstance(view, OutOfServiceView)
        assert str(view.reason) == "正在进行计划维护（系统升级）"
        assert str(view.rows[-1].value) == "市民服务大厅 JN-04（同一大厅）"
        house.service.down = None
        clock.set_wall_clock(timedelta(hours=1))
        await clock.advance(MINUTE_S)
        assert isinstance(house.stage.scene.view, AttractView)
        await house.end()
