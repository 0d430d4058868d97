"""What a terminal is told of plans and of its neighbours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.observe.glimpse import Standing
from sim.backend.hall_sight import LOST_AFTER
from sim.backend.problems import Code, Problem
from sim.backend.terminals import admit, describe_terminal
from sim.backend.wire import TerminalAnswer
from tests.sim.backend.desk import HERE, OPENING, Desk
from tests.sim.backend.reported import state, tell

BESIDE = "JN-04"


def told(desk: Desk, terminal: str = HERE) -> TerminalAnswer:
    return describe_terminal(desk.collection, terminal)


def neighbours(desk: Desk, terminal: str = HERE) -> list[tuple[str, str]]:
    return [(one.number, one.distance) for one in told(desk, terminal).nearby_terminals]


def test_the_neighbour_in_the_same_hall_is_named_and_another_city_is_not() -> None:
    desk = Desk()
    assert neighbours(desk) == [(BESIDE, "同一大厅")]
    assert neighbours(desk, BESIDE) == [(HERE, "同一大厅")]
    assert neighbours(desk, "QD-01") == []
    desk.close()


def test_a_neighbour_that_serves_nobody_is_not_named() -> None:
    desk = Desk()
    tell(desk, 1, state(standing=Standing.OUT_OF_SERVICE.value), BESIDE)
    assert neighbours(desk) == []
    tell(desk, 2, state(standing=Standing.SERVING.value), BESIDE)
    assert neighbours(desk) == [(BESIDE, "同一大厅")]
    desk.collection.clock.advance(LOST_AFTER.total_seconds() + 1)
    assert neighbours(desk) == []
    desk.close()


def test_maintenance_is_announced_until_it_is_over() -> None:
    desk = Desk()
    assert told(desk).planned_maintenance == []
    desk.admin.plan_maintenance(60, 600, "系统升级")
    (plan,) = told(desk).planned_maintenance
    assert (plan.begins, plan.ends) == (
        OPENING + timedelta(seconds=60),
        OPENING + timedelta(seconds=660),
    )
    assert plan.reason == "系统升级"
    desk.collection.clock.advance(660)
    assert told(desk).planned_maintenance == []
    desk.close()


def test_a_service_whose_clock_is_wrong_says_another_time() -> None:
    desk = Desk()
    desk.admin.set_clock(-600)
    assert told(desk).server_time == OPENING - timedelta(minutes=10)
    desk.admin.set_clock(0)
    assert told(desk).server_time == OPENING
    desk.close()


def test_a_terminal_that_is_struck_off_is_refused_until_it_is_registered_again() -> None:
    desk = Desk()
    desk.admin.strike_off(off=True)
    with pytest.raises(Problem) as refused:
        admit(desk.collection, HERE)
    assert refused.value.code is Code.TERMINAL_UNKNOWN
    desk.admin.strike_off(off=False)
    assert admit(desk.collection, HERE) == HERE
    desk.close()
