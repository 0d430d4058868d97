"""What is said to whoever cannot be served: why, until when, and where else to go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from kiosk.domain.closing import Closed, ClosedBy, NearbyTerminal
from kiosk.domain.terminal import TerminalFacts
from kiosk.session.answers import Begin, GoHome
from kiosk.session.effects import Show
from kiosk.session.health import Health, Obstacle, obstacle
from kiosk.session.out_of_service import out_of_service_view
from kiosk.session.terminal import Attract, OutOfService
from kiosk.session.views import AttractView, OutOfServiceView
from tests.support.samples import CUT_OFF, FACTS, WELL
from tests.support.visit import Session

MONDAY = datetime(2026, 3, 16, 8, 30, tzinfo=timezone(timedelta(hours=8)))
SHUT = replace(WELL, closed=Closed(ClosedBy.HOURS, MONDAY))
PLANNED = replace(WELL, closed=Closed(ClosedBy.MAINTENANCE, MONDAY, "系统升级"))
HOURS = replace(FACTS, hours="周一至周五 08:30–17:00", window_hours="周一至周五 09:00–12:00")


def told(health: Health, facts: TerminalFacts = FACTS) -> list[tuple[str, str]]:
    """The rows in order."""
    return [(str(row.label), str(row.value)) for row in out_of_service_view(health, facts).rows]


def test_window_and_hotline_are_always_named() -> None:
    assert told(CUT_OFF) == [("办理窗口", "3 号人工窗口"), ("服务热线", "12366")]


def test_outside_the_hours_it_says_them_and_the_next_opening() -> None:
    assert told(SHUT, HOURS) == [
        ("下次开放", "3月16日（周一）08:30"),
        ("服务时间", "周一至周五 08:30–17:00"),
        ("办理窗口", "3 号人工窗口"),
        ("窗口时间", "周一至周五 09:00–12:00"),
        ("服务热线", "12366"),
    ]


def test_planned_maintenance_says_why_and_when_it_will_be_over() -> None:
    assert told(PLANNED)[0] == ("预计恢复", "3月16日（周一）08:30")
    view = out_of_service_view(PLANNED, FACTS)
    assert str(view.reason) == "正在进行计划维护（系统升级）"
    unexplained = replace(WELL, closed=Closed(ClosedBy.MAINTENANCE, MONDAY))
    assert str(out_of_service_view(unexplained, FACTS).reason) == "正在进行计划维护。"


@pytest.mark.parametrize("by", ClosedBy)
def test_where_nobody_knows_until_when_nothing_is_promised(by: ClosedBy) -> None:
    assert told(replace(WELL, closed=Closed(by, None))) == told(CUT_OFF)


def test_an_outage_promises_no_time_although_there_are_hours() -> None:
    assert told(CUT_OFF, HOURS)[0] == ("服务时间", "周一至周五 08:30–17:00")


def test_other_terminals_are_named_as_far_as_they_are_known() -> None:
    others = (
        NearbyTerminal("市民服务大厅", "JN-04", "同一大厅"),
        NearbyTerminal("示例街道便民服务中心", "JN-05"),
        NearbyTerminal("太远的大厅", "JN-06"),
    )
    assert told(replace(CUT_OFF, nearby=others))[2:] == [
        ("附近自助机", "市民服务大厅 JN-04（同一大厅）"),
        ("附近自助机", "示例街道便民服务中心 JN-05"),
    ]


def test_at_night_the_hours_are_the_reason_and_not_a_service_that_sleeps_too() -> None:
    assert obstacle(replace(CUT_OFF, closed=SHUT.closed)) is Obstacle.CLOSED
    assert obstacle(replace(CUT_OFF, closed=PLANNED.closed)) is Obstacle.PLANNED_MAINTENANCE
    assert obstacle(replace(SHUT, ledger_sound=False)) is Obstacle.LEDGER


@pytest.mark.parametrize("health", [SHUT, PLANNED], ids=["hours", "maintenance"])
def test_who_is_being_served_at_closing_time_finishes_and_nobody_begins(health: Health) -> None:
    session = Session().to_period().health(health)
    assert session.step == "period"
    assert session.all_of(Show) == []
    session.answer(GoHome())
    assert session.terminal.phase == OutOfService()
    assert session.answer(Begin()).terminal.phase == OutOfService()
    assert session.health(WELL).terminal.phase == Attract()


def test_a_later_opening_is_shown_at_once() -> None:
    session = Session().open().health(SHUT)
    later = replace(SHUT, closed=Closed(ClosedBy.HOURS, MONDAY + timedelta(days=1)))
    view = session.health(later).view(OutOfServiceView)
    assert str(view.rows[0].value) == "3月17日（周二）08:30"


def test_shortly_before_closing_the_first_screen_says_so() -> None:
    session = Session().open().health(replace(WELL, closes_at=MONDAY))
    closing = session.view(AttractView).closing
    assert str(closing) == "本机 08:30 停止服务，请抓紧时间办理"
    assert session.health(WELL).view(AttractView) == AttractView()
